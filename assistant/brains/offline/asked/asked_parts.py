"""What whole-sentence questions in English have in common: the words they open with, who is asked about, when; the calls they become."""

from assistant.brains.offline.meant import Meant
from assistant.brains.offline.pieces.found import Condition
from assistant.brains.offline.terms import Call
from assistant.brains.offline.words.frames import ANY, Fit

NOUN = r"(?:the |our |my |that |this |a |deal |account |customer |company |contact |lead |task |ticket |case )*"
WHEN = r"(?: (?:in |over |during |for |within |on |so far |back in |from |of |the )*(?P<when>[¤¶]))?"
OPEN = r"(?:(?:hey|ok|okay|so|and|now|well|just|quick question|tell me|do you know|can you tell me|could you tell me|i wonder|i'd like to know|i want to know|remind me|let me know|any idea|show me)[,:]? )*"
WHO = rf"(?P<who>i|we|me|us|you|my team|our team|the team|my guys|everyone|everybody|{ANY})"
HOW_MANY = r"(?:how many|what number of|the number of)"
REPS = r"(?:reps?|sales ?reps?|people|everyone|everybody|colleagues?|sales ?people|sellers?|team ?mates?|person|team members?|members? of (?:my|the|our) team)"
MUCH = r"(?:bought|spent|ordered|purchased|brought in|paid|buy|spend|order|purchase|bring in|pay)"
CUSTOMERS = r"(?:customers?|accounts?|clients?|companies|company)"


def answer(tool: str, **args: object) -> Meant:
    return Meant(1.0, (Call(tool, args),), whole=True)


def records(entity: str, filters: list[Condition], **more: object) -> Meant:
    return answer("find_records", entity=entity, **({"filters": filters} if filters else {}), **more)


def where(field: str, value: str, op: str = "=") -> Condition:
    return {"field": field, "op": op, "value": value}


def whose(fit: Fit) -> dict[str, str] | None:
    """Whose figures are asked for; None for a name that is nobody's."""
    who = fit["who"].casefold() if "who" in fit else ""
    if who in ("i", "me", "my") or "my" in fit:
        return {"whose": "me"}
    if who in ("my team", "our team", "the team", "my guys", "everyone", "everybody"):
        return {"whose": "my team"}
    if who in ("", "we", "us", "you"):
        return {}
    return {"whose": fit["who"]} if fit.type_of("who", "user", "team") else None


def owned(fit: Fit, field: str = "owner") -> list[Condition] | None:
    who = whose(fit)
    return None if who is None else [where(field, v) for v in who.values()]


def within(fit: Fit, field: str) -> list[Condition]:
    return [where(field, fit["when"])] if "when" in fit else []


def figure(fit: Fit, tool: str, **more: str) -> Meant | None:
    who = whose(fit)
    if who is None:
        return None
    period = {"period": fit["when"]} if "when" in fit else {}
    return answer(tool, **period, **who, **more)
