"""How a deal stands that is said by words of its name and its customer: "how far along is the pilot line deal at Odenwald?", 岚桥的二期项目进展到哪了."""

import re

from assistant.brains.offline.meant import Meant
from assistant.brains.offline.names.naming import Name
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.terms import Call

_DEAL = r"(?:deal|project|opportunity|opp|one|order|business)"
_ASKED_EN = re.compile(
    r"(?:(?:and|so|ok|hey|hi|tell me|remind me)[, ]+)*(?:how (?:far(?: along)?|well) (?:is|are|are we with|have we got(?:ten)? (?:with|on)|did we get (?:with|on))|(?:where|how) (?:do (?:we|i|things) stand|are (?:we|things)|does it stand|is|are)(?: now| currently| at)?(?: with| on| going with| for)?"
    r"|what(?:'s| is) (?:the |our )?(?:current |latest )?(?:status|state|progress|standing|position|latest|news|score)(?: update)? (?:of|on|with|for|about)|how(?:'s| is| are)|any (?:news|progress|movement|update) (?:on|with|from)|what(?:'s| is) (?:happening|going on|up|new) (?:with|on)|(?:give me )?(?:an? )?(?:update|status) (?:on|of))"
    r" (?P<x>.+?)(?: (?:coming along|coming on|going|doing|progressing|getting on|getting along|looking|shaping up|moving(?: along)?|along|at(?: the moment)?|right now|now|currently|these days|standing|advancing))*[\s?.!]*"
)
_OF_EN = re.compile(
    rf"(?:the |our |my |that )?(?P<w>[a-z0-9][\w' -]*?)(?: {_DEAL})? (?:at|with|for|of|from|over at) (?:the )?§"
)
_BEHIND_EN = re.compile(rf"(?:the |our |my |that )?§(?:'s|’s)? (?P<w>[a-z0-9][\w' -]*?)(?: {_DEAL})?")
_ASKED_ZH = re.compile(
    r"(?:请问|那|那么|现在|目前|我们?的?|帮我看看?|看看|看一下|说说|讲讲)*(?P<x>.+?)(?:现在|目前|如今|最近|到底)?(?:的)?(?:进展|进度|推进|走|谈|跟进?|做|发展|情况|状态|办)?(?:得)?(?:到|如何|怎么样|怎样|咋样|顺利|是)(?:了)?(?:哪(?:一?步|儿|里|个?阶段)?|什么(?:程度|阶段|地步|情况|进展)|如何|怎么样|吗)?(?:了)?[啊呢吧]?[\s?？。]*"
)
_SAYS_STATE_ZH = re.compile(
    r"进展|进度|推进到哪|走到哪|谈到哪|谈得|跟到哪|做到哪|到哪一?步|到哪了|到哪儿|什么程度|什么地步|怎么样|如何|咋样"
)
_TAIL_ZH = re.compile(r"(?:那|这)?(?:一)?(?:个|单|家)?(?:项目|单子|商机|单)?的?$")
_PLAIN = frozenset(
    "deal deals project business account customer company pipeline team week month quarter forecast day year it that this things thing relationship contact support ticket tickets case sales everything all".split()
)


def whereabouts(r: Reading) -> Meant | None:
    """The deal with where it stands; None when only the customer is named, or the deal by its whole name."""
    accounts = [n for n in r.names if n.may_be("account") and not n.may_be("deal")]
    if (
        len(accounts) != 1
        or r.periods
        or r.days
        or r.comparisons
        or r.refs
        or any(n.may_be("contact", "deal", "ticket") for n in r.names if n is not accounts[0])
    ):
        return None
    words = _chinese(r, accounts[0]) if r.zh else _english(r, accounts[0])
    if not words:
        return None
    return Meant(1.3, (Call("show_record", {"record": f"{accounts[0].text} {words}"}),), whole=True)


def _english(r: Reading, account: Name) -> str:
    asked = _ASKED_EN.fullmatch(r.whole)
    if asked is None:
        return ""
    lo, hi = r.lo + asked.start("x"), r.lo + asked.end("x")
    if not lo <= account.start < hi:
        return ""
    text = f"{r.text[lo : account.start]}§{r.text[account.end : hi]}"
    match = _OF_EN.fullmatch(text) or _BEHIND_EN.fullmatch(text)
    said = (match["w"] if match else "").strip()
    return "" if not said or set(said.split()) & _PLAIN else said


def _chinese(r: Reading, account: Name) -> str:
    if not _SAYS_STATE_ZH.search(r.whole):
        return ""
    asked = _ASKED_ZH.fullmatch(r.whole)
    if asked is None or account.start >= r.lo + asked.end("x"):
        return ""
    said = r.text[account.end : r.lo + asked.end("x")]
    said = _TAIL_ZH.sub("", re.sub(r"^(?:那边|那里|这边|公司)?的?", "", said)).strip()
    return said if 1 < len(said) <= 12 and not re.search(r"客户|联系人|工单|任务|他们|关系|情况|[谁吗]", said) else ""
