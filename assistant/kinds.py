"""The domain types of tool arguments: what a piece of text means, so that every reader of a tool fills it the same way.

A model sees a string with a description; the offline brain sees which recogniser fills it.
"""

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import BaseModel, Field


@dataclass(frozen=True)
class Is:
    """What a text argument stands for: `record` (of `entity`, any when empty), `person`, `day`, `moment`, `period`, `money`, `stage`, `words`, `said`.

    `words` are free search words; `said` is the whole message as it was said.
    """

    kind: str
    entity: str = ""


RecordName = Annotated[
    str, Is("record"), Field(description="A record's name or reference, such as “Acme renewal” or D-12.")
]
AccountName = Annotated[str, Is("record", "account"), Field(description="A company's name, alias or reference.")]
ContactName = Annotated[
    str, Is("record", "contact"), Field(description="A person's name, “Name at Company”, e-mail or reference.")
]
DealName = Annotated[
    str, Is("record", "deal"), Field(description="A deal's name or reference; a company's name means its open deal.")
]
TicketName = Annotated[str, Is("record", "ticket"), Field(description="A ticket's reference or words of its subject.")]
PersonName = Annotated[str, Is("person"), Field(description="A colleague's name or e-mail; “me” is the person asking.")]
TeamOrPerson = Annotated[
    str,
    Is("person", "team"),
    Field(description="A team, region or colleague; “me” or “my team” is relative to the person asking."),
]
Day = Annotated[str, Is("day"), Field(description="A day: 2026-11-24, “next Tuesday”, “下周二”.")]
Moment = Annotated[
    str,
    Is("moment"),
    Field(
        description="A day with a time if one was given: “2026-11-24 15:00”, “next Tuesday 3pm”; for a task also “2 weeks before close date”."
    ),
]
PastDay = Annotated[
    str,
    Is("past"),
    Field(
        description="A day gone by, as of which everything is answered: “2026-10-01”, “last Friday”, “上月底”. Leave out for now."
    ),
]
Period = Annotated[
    str,
    Is("period"),
    Field(description="A span of days: “this quarter”, “Q4 2026”, “last month”, “上季度”, “since Monday”."),
]
MoneyText = Annotated[
    str, Is("money"), Field(description="An amount with its currency if one was given: “50k EUR”, “30万”.")
]
StageName = Annotated[
    str, Is("stage"), Field(description="A stage's name in either language, or won / lost / on hold.")
]
Words = Annotated[str, Is("words"), Field(description="Words to search for.")]
Said = Annotated[str, Is("said"), Field(description="The message as it was said, word for word.")]

EntityName = Literal[
    "account", "contact", "lead", "deal", "activity", "task", "ticket", "product", "article", "fact", "user", "team"
]
"""Record types a person can ask about."""

Operator = Literal["=", "!=", ">", ">=", "<", "<=", "~", "!~", "in", "empty", "filled"]


class Filter(BaseModel):
    """One condition on records. `~` is contains, `!~` does not contain; `empty` and `filled` need no value; for days a period is taken with `=`.

    `field` may follow references (`account.industry`, `contact.name`, `stage.kind`), also backwards from a record type that points
    here: on accounts `deal` with `empty` means no deal, `deal.stage.kind` with `!=` open no open deal, `activity.starts_at` with `!=`
    “last 30 days” nothing happened since. Values are text as people write
    it: names, codes in either language, “50k”, “this quarter”, “me”.
    """

    field: str = Field(
        description="A field name, dotted through references if needed: stage.kind, account.name, amount."
    )
    op: Operator = "="
    value: str | None = Field(default=None, description="What to compare with, as text.")


class TaskDraft(BaseModel):
    """A follow-up promised in a message."""

    title: str = Field(description="What is to be done, short.")
    due: Moment | None = None
    assignee: PersonName | None = None


class FactDraft(BaseModel):
    """Something learnt about the customer, with the words it was said in."""

    predicate: Literal[
        "budget",
        "competitor",
        "decision_maker",
        "objection",
        "preference",
        "need",
        "timeline",
        "pain",
        "contract_end",
        "other",
    ]
    value: str = Field(description="What was learnt, short.")
    quote: str = Field(description="The exact words of the message it stands in.")
    subject: RecordName | None = None


class MeetingDraft(BaseModel):
    """A further meeting or call that was agreed."""

    kind: Literal["call", "meeting", "visit"] = "meeting"
    when: Moment
    subject: str | None = None
    minutes: int | None = Field(default=None, ge=1, le=1440)


class ChangeDraft(BaseModel):
    """One change to propose. Give `record` for one record, or `where` for all that match."""

    op: Literal["create", "update", "delete"] = "update"
    entity: EntityName
    record: RecordName | None = None
    where: list[Filter] = Field(default_factory=list)
    sort: str | None = Field(
        default=None, description='With `limit`: which of the matching come first, e.g. "amount desc".'
    )
    limit: int | None = Field(default=None, ge=1, le=1000, description="Only so many of the matching records.")
    fields: dict[str, str] = Field(
        default_factory=dict, description='Field names with new values as text, e.g. {"stage": "won"}.'
    )
    shares: dict[str, int] = Field(
        default_factory=dict,
        description='Colleagues the matching records are handed out to, with their shares, e.g. {"Chen": 2, "Zhao": 1}.',
    )
