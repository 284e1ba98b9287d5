"""What one person said last: the sentences of notes of held talks in which they speak, newest first."""

import re
from collections.abc import Sequence

from assistant.memory.statements import READ, Statement, statements
from crm_store.codes import ActivityStatus
from crm_store.models import Activity, Contact
from crm_store.queries.timeline import hanging
from crm_store.unit import Unit

ASKED = re.compile(
    r"(?<![a-z])(?:last|latest|most recent(?:ly)?)(?![a-z]).{0,40}(?<![a-z])(?:say|said|says|tell|told|words?|statement|mention(?:ed)?)(?![a-z])|(?<![a-z])(?:say|said|tell|told|mention(?:ed)?)(?![a-z]).{0,40}(?<![a-z])(?:last|latest|recently|most recently)(?![a-z])(?! (?:week|month|quarter|year|mon|tues|wednes|thurs|fri))"
    r"|(?:最近一次|最后一次|上一次|最近|最新|上次|上回|刚刚).{0,10}(?:说|提|讲|聊|表态|怎么说|原话)|(?:说|提|讲)(?:的|过)?.{0,4}(?:最后|最近|最新)(?:一句|一次|的话)",
    re.IGNORECASE,
)
_SPEAKS = re.compile(
    r"(?<![a-z])(?:says?|said|asks?|asked|wants?|wanted|needs?|mention(?:s|ed)|told|tells|promised|confirm(?:s|ed)|agreed|worr(?:ies|ied)|insists?|insisted|suggest(?:s|ed)|thinks?|thought|hopes?|hoped|likes?|liked|expects?|expected|wrote|writes|replied|answered|called|complain(?:s|ed)|prefers?|explained|sketched|warned|admitted|requested|would like|is happy|was happy)(?![a-z])"
    r"|说|问|要求|担心|希望|表示|提出|提到|确认|答应|反馈|强调|认为|觉得|来电|来信|回复|想|关心|抱怨|承诺|坚持|建议|喜欢|介意|同意|拒绝|解释|告诉|介绍",
    re.IGNORECASE,
)
_QUOTES = re.compile(r"[“\"「].{2,}[”\"」]")


def last_said(crm: Unit, person: Contact, most: int) -> Sequence[Statement]:
    """Their sentences in the notes of talks that took place, the newest talk first; none where no note tells what they said."""
    names = _called(person)
    found: list[Statement] = []
    for told in statements(crm, hanging(crm, person, most=READ)):
        record = told.record
        if not isinstance(record, Activity) or record.status is not ActivityStatus.HELD or told.field != "body":
            continue
        named = any(n in told.text for n in names)
        if (named and _speaks(told.text, names)) or (_QUOTES.search(told.text) and _sole(record)):
            found.append(told)
    found = [s for s in found if not any(_within(s, other) for other in found)]
    days = sorted({s.day for s in found}, reverse=True)
    return [s for day in days for s in found if s.day == day][:most]


def _within(one: Statement, other: Statement) -> bool:
    """Whether a sentence is told whole by another of the same note."""
    return one.ref == other.ref and len(one.text) < len(other.text) and one.text in other.text


def _speaks(text: str, names: Sequence[str]) -> bool:
    """Whether a verb of saying stands behind the name: “Dmitri carries the folder” is none."""
    return any(_SPEAKS.search(text[at + len(n) : at + len(n) + 24]) for n in names if (at := text.find(n)) >= 0)


def _sole(record: Activity) -> bool:
    """Whether nobody else could have said it: mails and messages of one contact."""
    return record.kind.value in ("call", "message", "email")


def _called(person: Contact) -> list[str]:
    whole = [str(n) for n in (person.name, person.name_pinyin) if n]
    parts = [w for n in whole if n.isascii() for w in n.split() if len(w) > 2]
    return [*whole, *parts]
