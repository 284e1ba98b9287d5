"""Values a saying would bring into a change though the message says another or none: a call that was made forbids no calls, 普通 is not 高."""

import re
from collections.abc import Sequence

from assistant.brains.offline.terms import Call

_FORBIDS = re.compile(
    r"(?<![a-z])(?:no|not|never|stop(?:ped)?|dnc|opt\w*|out|unsubscrib\w*|without|refus\w*|bother\w*|block\w*|avoid|don'?t|doesn'?t|can'?t|remov\w*|off|again|fine|ok|okay|allow\w*)(?![a-z])|n't|勿|不|别|免|拒|禁|退订|停止|取消|没有|可以|同意|允许|愿意|恢复|解除|去掉"
)
_FLAGS = frozenset({"do_not_call", "opted_out"})
_LEVELS = (
    ("urgent", re.compile(r"(?<![a-z])(?:urgent|critical|asap|emergency)(?![a-z])|紧急|加急|特急|最高")),
    ("high", re.compile(r"(?<![a-z])(?:high|highest|important)(?![a-z])|高|重要")),
    ("normal", re.compile(r"(?<![a-z])(?:normal|medium|standard)(?![a-z])|普通|一般|正常|中等|中级|优先级.{0,4}中")),
    ("low", re.compile(r"(?<![a-z])(?:low|lowest|no rush)(?![a-z])|低|不急")),
)


def unsaid(calls: Sequence[Call], text: str) -> bool:
    """Whether a change sets a flag or a priority that the message (in lower case) does not speak of."""
    fields = [c.get("fields") or {} for call in calls for c in call.args.get("changes") or ()]
    if any(_FLAGS & f.keys() for f in fields) and not _FORBIDS.search(text):
        return True
    said = {code for code, pattern in _LEVELS if pattern.search(text)}
    return any(f["priority"] in dict(_LEVELS) and said and f["priority"] not in said for f in fields if "priority" in f)
