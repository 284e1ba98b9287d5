"""Which parts to use, from the environment: home folder, database, index, brain, embeddings."""

from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Parley's settings; every one is an environment variable named in the README.

    `PARLEY_HOME` holds the embedded database, the index, files and secrets.
    """

    model_config = SettingsConfigDict(env_prefix="PARLEY_", extra="ignore", populate_by_name=True)

    home: Path = Path(".parley")
    database_url: str | None = None
    chroma_url: str | None = None
    brain: Literal["offline", "openai"] | None = None
    model: str = "gpt-4o-mini"
    embeddings: Literal["builtin", "openai"] = "builtin"
    embedding_model: str = "text-embedding-3-small"
    openai_api_key: SecretStr | None = Field(default=None, validation_alias="OPENAI_API_KEY")
    openai_base_url: str | None = Field(default=None, validation_alias="OPENAI_BASE_URL")
    model_timeout_s: float = 60.0
    host: str = "127.0.0.1"
    port: int = 8000
    origins: str = ""
    allow_remote: bool = False
    smtp_host: str | None = None
    smtp_port: int = 587
    smtp_security: Literal["starttls", "tls", "none"] = "starttls"
    smtp_user: str | None = None
    smtp_password: SecretStr | None = None
    smtp_from: str | None = None

    @property
    def chosen_brain(self) -> Literal["offline", "openai"]:
        """The brain that answers: the one asked for, else `openai` when a key is there."""
        if self.brain is not None:
            return self.brain
        return "openai" if self.openai_api_key is not None and self.openai_api_key.get_secret_value() else "offline"
