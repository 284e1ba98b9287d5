"""Fresh copies of one company for the hosts of faults: a folder for SQLite, a database and a folder for PostgreSQL."""

import shutil
import time
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit


class Copies:
    """The company at `url` with its folder, copied anew for every round. Nothing may be connected to `url` meanwhile."""

    def __init__(self, url: str, base: Path) -> None:
        self.source, self.base, self.home = url, base, base.with_name("round")
        self.sqlite = url.startswith("sqlite:")
        if self.sqlite:
            self.url = f"sqlite:///{self.home / 'parley.db'}"
            return
        parts = urlsplit(url)
        self.folder, self.name = parse_qs(parts.query)["host"][0], parts.path.removeprefix("/")
        self.copy = f"{self.name}_round"
        self.url = url.replace(f"/{self.name}?", f"/{self.copy}?")

    def fresh(self) -> None:
        shutil.rmtree(self.home, ignore_errors=True)
        shutil.copytree(self.base, self.home)
        if not self.sqlite:
            self.drop()
            self._execute(f'CREATE DATABASE "{self.copy}" OWNER parley TEMPLATE "{self.name}"')

    def drop(self) -> None:
        if not self.sqlite:
            self._execute(f'DROP DATABASE IF EXISTS "{self.copy}" WITH (FORCE)')

    def settled(self, seconds: float = 60) -> bool:
        """Wait until the server has noticed that its client is dead: it ends the statement first, a commit too."""
        deadline = time.monotonic() + seconds
        while not self.sqlite and self._execute("SELECT FROM pg_stat_activity WHERE datname = %s", self.copy):
            if time.monotonic() > deadline:
                return False
            time.sleep(0.01)
        return True

    def _execute(self, statement: str, *values: Any) -> int:
        """Run a statement as the superuser; how many rows it gave."""
        import psycopg

        with psycopg.connect(host=self.folder, user="postgres", dbname="postgres", autocommit=True) as connection:
            return connection.execute(statement.encode(), values or None).rowcount
