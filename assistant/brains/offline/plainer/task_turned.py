"""Tasks asked for in free words, put as "task: …": "I need to ring Joanna on Tuesday, put it on my list", "add a follow-up there for Dec 3 to …"."""

import re

from assistant.brains.offline.reading import Reading

_I = re.IGNORECASE
_TASK = r"(?:tasks?|to-?dos?|todo|reminders?|follow[- ]?ups?|action items?)"
_LIST = rf"(?:(?:task|to-?do|todo) ?lists?|lists?|plate|{_TASK}|agenda|calendar reminders?)"
_ON_LIST = (
    rf"(?:(?:so |please |pls |and |just |can you |could you |then )*(?:put|add|stick|pop|note|write|jot|save|log|stick|get|file|track|keep|record|make|create|set|turn|have|give)(?: me)?(?: (?:it|that|this|one))?(?: down)?(?: (?:on|to|onto|in|into|as|for))?"
    rf"(?: (?:an?|my|the|our))? (?:new )?{_LIST}(?: for (?:it|that|this|me))?(?: for me)?(?: please| pls)?|{_TASK}(?: please| pls| for me| for that)?|(?:please )?(?:make|turn) (?:it|that|this)(?: into)? a {_TASK}|(?:as|that's) a {_TASK})"
)
_TRAILING = re.compile(
    rf"^(?:(?:i|we)(?:'ve| have)? (?:need to|have to|must|should|ought to|want to|got to|gotta|promised to|still need to|also need to|will|am going to|'ll)|i'll|gotta|need to|have to|must)? ?(?P<do>(?!remind|log|met|called|spoke|had|talked|the |a |an |this |that |it |[a-z]+ed )[a-z][a-z-]+ [^?]+?)\s*[,.;–—-]+\s*{_ON_LIST}[\s.!]*$",
    _I,
)
_FOR_WHOM = r"(?: (?:for (?:me|myself)|(?P<there>there|here|for (?:it|them|him|her|that|this|that one|this one)|on (?:it|that|this))|(?:for|on|at|with) (?P<who>(?!(?:the|an?|next|this|my|(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)|today|tomorrow|tonight|end|early|late|mid|q[1-4])(?![a-z]))[A-Z][\w&'’.-]*(?: [A-Z][\w&'’.-]*){0,3})))?"
_LEADING = re.compile(
    rf"^(?:(?:please |pls |and |also |then |can you |could you )*)(?:add|create|set(?: up)?|make|put(?: in)?|schedule|log|enter|open|book|i need|i'd like|we need|let's have|give me|drop in|pop in)(?: me)? (?:an? |another |one more |the )?(?:(?P<prio>urgent|high[- ]priority|low[- ]priority|important) )?(?:new )?{_TASK}{_FOR_WHOM}(?P<when> (?:for|on|by|due|at|in|this|next|tomorrow|today) ?[^,:;]{{0,28}}?)?,?(?: to (?P<do>(?!me(?![a-z])|my |the (?:list|card))[a-z][^?]+)| (?:saying|that says|called|titled) (?P<do2>[^?]+))$",
    _I,
)
_PRIORITY = {"urgent": "urgent", "high priority": "high", "important": "high", "low priority": "low"}
_DAY = re.compile(
    r"(?<![a-z])(?:today|tomorrow|tonight|mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|week|month|quarter|day|noon|morning|afternoon|evening|am|pm|eod|\d)|^$",
    _I,
)


_ONE = re.compile(
    r"^((?:please |and |also |then )*(?:add|create|set|make|open) (?:another |a new )?)(?:one|another) to(?= [a-z])", _I
)
_ABOUT_TASKS = re.compile(rf"(?<![a-z]){_TASK}(?![a-z])", _I)


def task_turned(text: str, r: Reading) -> str | None:
    """The same order as "task: …", or None when it is no such order."""
    said = text.strip()
    if match := _TRAILING.match(said):
        return f"task: {match['do']}"
    match = _LEADING.match(_ONE.sub(r"\1task to", said) if _ABOUT_TASKS.search(r.said) else said)
    if match is None:
        return None
    when = match["when"] or ""
    if when and not _DAY.search(when):
        return None
    if match["who"] and any(n.may_be("user") and n.text in match["who"] for n in r.names):
        return None  # "a task for Raj to …" is his
    do = match["do"] or match["do2"]
    whose = " for it" if match["there"] else ""
    prio = f", {_PRIORITY[match['prio'].casefold().replace('-', ' ')]} priority" if match["prio"] else ""
    about = f" ({match['who']})" if match["who"] and match["who"].casefold() not in do.casefold() else ""
    return f"task{whose}{about}: {do}{re.sub(r'^ for ', ' on ', when, flags=_I)}{prio}"
