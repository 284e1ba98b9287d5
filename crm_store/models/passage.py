"""The passages of searched texts and the words in them: derived from the records, so that keyword search is an index look-up."""

from sqlalchemy import Index
from sqlmodel import Field

from crm_store.base import Row


class Passage(Row, table=True):
    """One indexed stretch of a record's text: part `part` of it, whose text had this digest when it was indexed."""

    __table_args__ = (Index("ix_passage_record", "workspace_id", "entity", "record_id"),)
    id: int | None = Field(default=None, primary_key=True)
    entity: str
    record_id: int
    part: int = 0
    digest: str = ""


class PassageTerm(Row, table=True):
    """How often a term stands in a passage. Clustered by term: reading all passages of a term is one range scan."""

    __tablename__ = "passage_term"
    __table_args__ = (Index("ix_passage_term_passage", "workspace_id", "passage_id"), {"sqlite_with_rowid": False})
    term: str = Field(primary_key=True)
    passage_id: int = Field(primary_key=True)
    count: int = 1
