"""What is new about a person: position, phone, e-mail, role, opt-out."""

import re

from assistant.brains.offline.meant import Meant
from assistant.brains.offline.names.subjects import Subject, pronoun, subjects
from assistant.brains.offline.names.unknown import unknown_person
from assistant.brains.offline.orders.assignments import assigned
from assistant.brains.offline.orders.opt_outs import told_flags
from assistant.brains.offline.orders.proposing import call
from assistant.brains.offline.parts.clauses import clauses
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.words.manner import leads

_PERSON_IS = re.compile(
    r"(?:(?:'s| is| has been| was| got| just got)(?: now| just)?(?: been)?(?: promoted(?: to)?| appointed| made)? (?:the )?(?:new )?|(?: becomes?| became| (?:has|have|had)(?: now| just| recently)* become| (?:has|have) (?:taken over|stepped up|started|moved(?: up| over)?) (?:as|to)(?: be)?| stepped up (?:as|to)| now serves as| works as| started as| (?:got|was|has been|been) (?:made|named)| mov(?:es?|ed) up to| takes over as| joined as| now works as| now) (?:the )?(?:new )?)(?P<en>[^,.;\n]{2,40}?)(?: now)?(?= at | since |[,.;\n]|$| and )"
    r"| ?(?:现在|如今|目前|已经?|刚刚?|最近)*(?:被)?(?:升任|升为|升职为|升了|升成|升(?=[\u3400-\u9fffa-z])|晋升为|晋升|提拔为|提为|当上了?|调任|担任|出任|成了|成为|改任|是)(?P<zh>[^,.;\n]{2,12}?)(?:了)?(?=[,.;\n]|$)"
)

_JOB = re.compile(
    r"(?<![a-z])(?:chair(?:man|woman|person)?|president|manager|director|head|lead|officer|engineer|buyer|founder|partner|owner|controller|treasurer|secretary|analyst|supervisor|specialist|planner|assistant|coordinator|principal|dean|professor)(?![a-z])"
)


def person(r: Reading, spoken: bool) -> Meant | None:
    """Sara is now VP Ops, new mobile 138…; 李娜的电话改成…"""
    if not r.zh and leads(r, "convert") is not None:
        return None  # Caleb's lead is converted, Caleb is not made one
    found = [
        s
        for s in subjects(r, "contact", "lead")
        if s.name is None or s.name.candidates[0].entity in ("contact", "lead", "user")
    ]
    if not found:
        before = pronoun(r, "contact")
        foreign = unknown_person(r) if before is None else None
        if foreign is not None:
            before = Subject(foreign[0], "contact", foreign[1], foreign[2])
        if before is None:
            return None
        found = [before]
    about = found[0]
    fields = {
        k: v
        for k, v in assigned(r, about.entity, apart=(about.start, about.end)).items()
        if k not in ("account", "organization", "name", "name_pinyin", "owner", "language")
    }
    role = _PERSON_IS.match(r.text, about.end, r.hi)
    if role and "title" not in fields:
        group = "en" if role["en"] else "zh"
        title = r.piece(*role.span(group))
        role_said = {
            s.code
            for h, s in r.sensed("choice", "contact")
            if s.field == "role" and role.start(group) <= h.start and h.end <= role.end(group)
        }
        if role_said:
            fields["role"] = role_said.pop()
        elif (re.search(r"[A-Z]|[\u3400-\u9fff]", title) or _JOB.search(title)) and not re.search(
            r"(?<![a-z])(?:not|happy|worried|interested|out|on|in|at|away|back)(?![a-z])", title.casefold()
        ):
            fields["title"] = title
    fields.pop("do_not_call", None)
    told = told_flags(r) if about.entity == "contact" else {}
    fields |= told
    if not fields or (set(fields) <= {"role"} and not (spoken or role)):
        return None
    if fields.get("title") and re.search(r"(?:call|met|meeting|email|打|聊|见|会)", fields["title"].casefold()):
        return None
    score = 0.84 if spoken or role or told or fields.keys() & {"phone", "email", "wechat"} else 0.6
    if told and len(clauses(r)) <= 3:
        return Meant(1.1, (call("update", about.entity, about.text, fields),), whole=len(clauses(r)) == 1)
    if r.has("called", "met") and not spoken:
        score -= 0.35
    return Meant(score, (call("update", about.entity, about.text, fields),))


_PROMOTED = re.compile(
    r"(?: (?:has been|was|got|just got|is being) (?:promoted|appointed|made|named)(?: to| as)?| (?:has )?(?:become|became|taken over as|takes over as|stepped up (?:as|to)|moved up to)| is now| is the new) (?:the |our |their |a |an )?(?:new )?(?P<en>[^,.;\n]{2,40}?)(?: now)?(?=[,.;\n]|$| and )"
    r"|(?:现在|如今|刚刚?|最近|已经?)*(?:被)?(?:升任|升为|升职为|升了|升成|升|晋升为|晋升|提拔为|提为|当上了?|调任|改任)(?P<zh>[^,.;\n了]{2,10}?)(?:了)?(?=[,.;\n]|$)"
)
_OFFICE = re.compile(
    r"总监|总经理|副总|经理|主任|主管|厂长|部长|科长|总裁|董事|院长|所长|处长|组长|负责人|总工|CEO|CTO|CFO|COO|VP",
    re.IGNORECASE,
)


def news_of(r: Reading, place: int) -> str | None:
    """The position somebody named right before has got, told in passing: 潘静怡升副总了."""
    match = _PROMOTED.match(r.text, place, r.hi)
    if match is None:
        return None
    title = r.piece(*match.span("en" if match["en"] else "zh"))
    return title if _OFFICE.search(title) or _JOB.search(title.casefold()) else None
