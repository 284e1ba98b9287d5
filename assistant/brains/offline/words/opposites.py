"""Words that say the opposite of each other: a message about the first call is never taken for a saying about the last one."""

import re
from collections.abc import Iterator

_NOT = re.compile(
    r"(?<![a-z])(?:not|never|no|nothing|none|without|hardly|barely|less|un\w+)(?![a-z])|n['’]?t(?![a-z])|不(?!止)|没|未|无|别"
)
_PAIRS: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...] = tuple(
    (re.compile(one), re.compile(other))
    for one, other in (
        (r"(?<![a-z])(?:first|initial(?:ly)?|originally)(?! thing)(?![a-z])|第一次|首次|最初", r"(?<![a-z])(?:last|latest|most recent(?:ly)?)(?! (?:week|month|year|quarter|night|\w+day|\d))(?![a-z])|上次|上回|最近一次|最后一次"),
        (r"(?<![a-z])(?:biggest|largest|highest|greatest|fattest|most expensive)(?![a-z])|最大|最高|最贵", r"(?<![a-z])(?:smallest|lowest|least|tiniest|cheapest)(?![a-z])|最小|最低|最便宜"),
        (r"(?<![a-z])(?:more than one|more than a single|several|multiple|many|two or more)(?![a-z])|不止一|多[个位]|超过一", r"(?<![a-z])(?:only one|(?<!than )just one|single|(?<!than )one contact|on one)(?![a-z])|只有一|只靠一|单线|唯一"),
        (r"(?<![a-z])(?:newest|youngest|latest)(?![a-z])|最新", r"(?<![a-z])(?:oldest|earliest)(?![a-z])|最老|最旧|最早"),
        (r"(?<![a-z])best(?! case)(?![a-z])|最好", r"(?<![a-z])worst(?![a-z])|最差|最糟"),
        (r"(?<![a-z])(?:won|win|wins|winning)(?![a-z])|赢", r"(?<![a-z])(?:lost|lose|loses|losing|loss|losses)(?![a-z])|输|丢"),
        (r"(?<![a-z])(?:raise|increase|increased|bump up|lift)(?![a-z])|上调|提高|增加|上浮|涨", r"(?<![a-z])(?:lower|decrease|decreased|reduce|cut)(?![a-z])|下调|降低|减少|下浮"),
        (r"(?<![a-z])(?:bring forward|pull in|pull forward|sooner|earlier)(?![a-z])|提前", r"(?<![a-z])(?:postpone|push back|delay|put off|later|defer)(?![a-z])|推迟|延后|延期|往后"),
    )
)  # fmt: skip


def opposed(message: str, saying: str) -> bool:
    """Whether one of them speaks of one side only and the other of its opposite only; a denial may turn either round, so that nothing is told then."""
    said, plain = message.casefold(), saying.casefold()
    if bool(_NOT.search(said)) != bool(_NOT.search(plain)):
        return False
    return any(_sides(said, plain, one, other) for one, other in _both_ways())


def _both_ways() -> Iterator[tuple[re.Pattern[str], re.Pattern[str]]]:
    for one, other in _PAIRS:
        yield one, other
        yield other, one


def _sides(said: str, plain: str, one: re.Pattern[str], other: re.Pattern[str]) -> bool:
    return bool(one.search(said)) and not other.search(said) and bool(other.search(plain)) and not one.search(plain)
