"""Deals no name was linked for: the words that stand where a deal is changed, for the store to look up."""

import re

from assistant.brains.offline.names.subjects import Subject
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.words.manner import start

_OUTCOME = re.compile(
    r"^(?:we |i |just |have |'ve |finally )*(?:won|lost|closed|signed) (?:the |our )?(?P<en>[^,.;:\n]{3,50}?)(?: deal)?(?= to | on | over | because | for |[,.;:\n]|$)|^(?P<en2>[^,.;:\n]{3,50}?) (?:is|was|got) (?:won|lost|signed)"
    r"|^(?P<zh>[^,.;:\n]{2,16}?)(?:的?(?:这单|那单|单子|这个单子|项目|商机))?(?:终于|已经|刚刚?)?(?:赢了|输了|丢了|签了|签下来?了?|成交了|拿下了?|黄了)(?=[,.;:]|$)"
)


def outcome_of(r: Reading) -> Subject | None:
    """The deal words of "we won the data platform deal", 续约单子赢了: the store knows whether there is one."""
    begin = start(r)
    match = _OUTCOME.match(r.text[begin : r.hi])
    if not match:
        return None
    group = next(g for g, v in match.groupdict().items() if v)
    words = r.piece(begin + match.start(group), begin + match.end(group))
    if any(p.text == words for p in r.spans("periods", "days")) or words in (
        "我们",
        "it",
        "this",
        "that",
        "the deal",
        "we",
    ):
        return None
    return Subject(words, "deal", begin + match.start(group), begin + match.end(group)) if words else None


_OBJECT = re.compile(
    r"(?:[Mm]ove|[Aa]dvance|[Pp]ush|[Ss]et|[Mm]ark|[Cc]hange|[Uu]pdate|[Cc]lose|[Bb]ring|[Tt]ake|[Ff]lag|[Rr]eopen)\s+(?:the )?(?P<en>[A-Z][\w&.'-]*(?: [\w&.'-]+){0,4}?)(?: deal| opportunity)?\s+(?:to|into|as|won|lost|from|back)(?![a-z])|[把将]\s?(?P<zh>[\u3400-\u9fffA-Za-z0-9 ]{2,16}?)(?:这单|那单|的?商机|的?单子|的(?:金额|阶段|预计))?(?:推进|移到|移至|改|标|设|转|调|推到|更新|进入)"
)


_NO_DEAL = re.compile(
    r"(?:'s|’s) (?:list )?(?:price|target|quota|phone|e-?mail|name|number|address)$|^(?:TK|T|A|KB|L|C)-\d+$|(?:的目标?|价格?|目标|指标|标?价|单价)$",
    re.IGNORECASE,
)
"""A value of something else, or a record that is no deal."""


def object_of(r: Reading, spoken: bool) -> Subject | None:
    """What is to be changed though no record answers to it: the tool says so by name."""
    match = _OBJECT.search(r.said, r.lo, r.hi) if spoken else None
    if not match:
        return None
    group = "en" if match["en"] else "zh"
    start_, end = match.span(group)
    if _NO_DEAL.search(match[group].strip()):
        return None
    if match[group].strip() in ("它", "这个", "那个", "状态", "阶段") or any(
        s.start < end and start_ < s.end for s in r.spans("days", "periods")
    ):
        return None
    return Subject(match[group].strip(), "deal", start_, end)


def is_rival(r: Reading, s: Subject) -> bool:
    """A company named as the winner of a lost deal: "lost Initech to Orbilab", 被析图拿走."""
    return bool(
        re.search(
            r"(?:lost .{0,30} to|went with|went to|chose|picked|competitor(?: is|:)?|被|输给|败给) ?$",
            r.before(s.start, 40),
        )
    )
