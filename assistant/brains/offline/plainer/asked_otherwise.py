"""Questions and orders in turns the rules read better in another: 二季度我签了哪些, pinyin, common slips of the pen, "deals that are in …"."""

import re
from datetime import date

from assistant.brains.offline.words.folding import han

_I = re.IGNORECASE
_SLIPS = {
    "wat": "what", "waht": "what", "whta": "what", "teh": "the", "hte": "the", "th": "the", "amout": "amount", "ammount": "amount", "amonut": "amount", "staeg": "stage",
    "stge": "stage", "statge": "stage", "whats": "what's", "whos": "who's", "wich": "which", "whcih": "which", "shwo": "show", "sohw": "show", "adn": "and", "taht": "that",
    "fo": "of", "ot": "to", "si": "is", "dael": "deal", "delas": "deals", "factry": "factory", "facory": "factory", "fctory": "factory", "rolout": "rollout", "rollot": "rollout",
    "renewl": "renewal", "renwal": "renewal", "phoen": "phone", "phne": "phone", "emial": "email", "nubmer": "number", "numbr": "number", "custmer": "customer", "acount": "account",
    "acounts": "accounts", "contcat": "contact", "tiket": "ticket", "tikets": "tickets", "taks": "task", "taskss": "tasks", "opne": "open", "colse": "close", "clsoe": "close", "owenr": "owner",
}  # fmt: skip
_SLIP = re.compile(rf"(?<![\w'’@./-])(?:{'|'.join(_SLIPS)})(?![\w'’@/-]|\.\w)", _I)
_PINYIN = {
    "dianhua": "phone", "dianhuahaoma": "phone", "shouji": "phone", "shoujihao": "phone", "youxiang": "e-mail", "youjian": "e-mail", "weixin": "wechat", "weixinhao": "wechat",
    "zhiwu": "title", "zhiwei": "title", "jine": "amount", "jieduan": "stage", "fuzeren": "owner", "hangye": "industry", "lianxiren": "contacts", "renwu": "tasks", "shangji": "deals",
    "gongdan": "tickets", "xiayibu": "next step",
}  # fmt: skip
_OF_PINYIN = re.compile(
    rf"^(?:qing )?(?:chaxun |cha |kan |wo yao |gei wo )?(?P<who>[a-z]+(?: [a-z]+){{0,4}}?) ?de (?P<field>{'|'.join(sorted(_PINYIN, key=len, reverse=True))})(?: shi (?:duoshao|shenme|shui))?[?.!]*$",
    _I,
)
_MANY_OF = frozenset({"contacts", "tasks", "deals", "tickets"})
_QUARTER = r"(?:(?:第)?[一二三四1-4]季度|Q[1-4])"
_SIGNED_ZH = re.compile(
    rf"^(?P<when>(?:今年|去年|上个?|本|这个?|20\d\d年?)?的?(?:{_QUARTER}|季度|月|年|周|\d{{1,2}}月份?|[一二三四五六七八九十]+月份?)|上半年|下半年|今年|去年)[,，]?(?P<who>我们?(?:团队)?)?(?:一共|总共|都|到底)*(?:签|签下|签约|拿下|赢|赢下|成交|做成|谈成)(?:了|下了?|过)(?:的)?(?:哪些|谁|哪几[家个单]|哪家|什么|多少单|几单)(?:客户|单子?|商机|合同|公司)?[?？吗呢]*$"
)
_SIGNED_EN = re.compile(
    r"^(?:so )?(?:what|which (?:deals|contracts|ones)|who) did (?P<who>i|we) (?:sign|win|close|book|land|bring in)(?: up)? (?P<when>(?:in |during |over )?(?:the )?(?:first|second|third|fourth|last|this|q[1-4]|january|february|march|april|may|june|july|august|september|october|november|december)(?: quarter| month| year| week)?(?: of (?:this year|last year|20\d\d)| (?:this|last) year| 20\d\d)?)\s*\??$",
    _I,
)
_ORDINAL = {"first": 1, "second": 2, "third": 3, "fourth": 4}
_DUE_BY = re.compile(
    r"^(?P<who>我的?)?(?P<when>[^,，]{2,10}?)(?:之|以)?前(?:该|要|应该|必须|会|能|可以|得|准备|打算|有望|计划)(?:成交|签约|签下|签|关单|关掉|拿下)的(?:商机|单子|合同|项目|单)(?:有哪些|是哪些|呢)?[?？]?$"
)
"""圣诞节前该成交的商机: still to be won, so open ones."""
_THAT_ARE = re.compile(
    r"^(?P<lead>(?:please |pls |can you |could you )*)(?:move|set|push|shift|change|put|bring|update|postpone) (?:the )?(?:expected )?(?:clos(?:e|ing) dates?|expected close|closing) (?:of|on|for) (?P<what>(?:all |every )?(?:of )?(?:my |our |the )?[^:;?]*?deals?) (?:that|which|who)(?: are|'re)?(?: currently| now| still)? (?P<cond>(?:in|at|on) [^:;?]+?) (?P<to>(?:to|until|till|back to|out to) [^:;?]+)$",
    _I,
)
_LISTED_FIRST = re.compile(
    r"^(?P<what>(?:all |every )?(?:of )?(?:my|our|the) [^:;?]*?deals? (?:in|at|of|with) [^:;?]+?)\s*[:,–-]+\s*(?:the )?(?:expected )?clos(?:e|ing) dates? (?:to|goes to|moves to|becomes|is now|=) ?(?P<to>[^:;?]+)$",
    _I,
)


_TICKET = r"(?:工单|ticket|case|T-)\s*#?(?P<n>\d{1,9})"
_TURNS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"^(?:so )?(?:who|whom|which (?:vendor|company|supplier)s?) (?:are|am) (?:we|i) (?:up against|competing (?:with|against)|fighting(?: against)?)(?: on| in| at| for| with)? (?:the )?(?P<x>[^?]{2,80}?)(?: deal)?[?.!]*$", _I), "who is the competitor of {x}?"),
    (re.compile(r"^whose (?:deal|account|customer|opportunity) is (?P<x>[^?]{2,80}?)[?.!]*$", _I), "who owns {x}?"),
    (re.compile(rf"^(?:what(?:'s|’s| is) |how(?:'s|’s| is) )?(?:the )?(?:current )?(?:status|state) (?:of|on) {_TICKET}[?.!]*$", _I), "show T-{n}"),
    (re.compile(rf"^{_TICKET}(?:现在|目前)?(?:处理|解决|进展|进行|跟进|推进|弄|搞)(?:得|到)?(?:哪一?步?|什么程度|怎么?样|如何|咋样)(?:了|啦)?(?:呢)?[?？。]*$", _I), "T-{n}现在什么状态？"),
    (re.compile(rf"^{_TICKET}(?:现在|目前|到底)?(?:急不急|紧不紧急|紧急吗|急吗|重不重要|有多急|多紧急)(?:啊|呢)?[?？。]*$", _I), "T-{n}的优先级是什么？"),
    (re.compile(r"^(?P<x>[^，。？?]{2,40}?)的?(?:邮件地址|邮箱地址|电邮(?:地址)?|电子邮箱|电子邮件地址)(?:是(?:什么|多少|啥))?[?？。]*$"), "{x}的邮箱是什么？"),
)  # fmt: skip
"""Questions in words of their own that ask for one field."""


def otherwise(text: str, today: date) -> str:
    """The same in another turn, or the text itself."""
    said = text.strip()
    if len(said) > 200 or "\n" in said:
        return text
    for asked, plain in _TURNS:
        if match := asked.match(said):
            return plain.format(**match.groupdict())
    if han(said):
        if due := _DUE_BY.match(said.strip(" 。")):
            return f"{due['who'] or ''}预计{due['when']}前成交的商机"
        match = _SIGNED_ZH.match(said.strip(" 。"))
        return f"{_dated_zh(match['when'], today)}{match['who'] or ''}签下的单子" if match else text
    if match := _OF_PINYIN.match(said):
        field = _PINYIN[match["field"].casefold()]
        return f"{field} of {match['who']}" if field in _MANY_OF else f"what is {match['who']}'s {field}?"
    if match := _SIGNED_EN.match(said):
        return f"deals {match['who']} won {_dated_en(match['when'], today)}"
    if match := _THAT_ARE.match(said.strip(" .!")):
        return f"push {match['what']} {match['cond']} {match['to']}"
    if match := _LISTED_FIRST.match(said.strip(" .!")):
        return f"push {match['what']} to {match['to']}"
    return _SLIP.sub(_righted, text)


def _righted(match: re.Match[str]) -> str:
    right = _SLIPS[match[0].casefold()]
    return right.capitalize() if match[0][0].isupper() else right


def _past_year(quarter: int, today: date) -> int:
    """The year of the latest such quarter that has begun."""
    return today.year if 3 * quarter - 2 <= today.month else today.year - 1


def _dated_zh(when: str, today: date) -> str:
    match = re.fullmatch(r"第?([一二三四1-4])季度|Q([1-4])", when)
    if match is None:
        return when
    number = "一二三四".find(match[1]) + 1 if match[1] and match[1] in "一二三四" else int(match[1] or match[2])
    return f"{'今年' if _past_year(number, today) == today.year else '去年'}{'一二三四'[number - 1]}季度"


def _dated_en(when: str, today: date) -> str:
    match = re.search(r"(?<![a-z])(?:(first|second|third|fourth) quarter|q([1-4]))", when, _I)
    if match is None:
        return when
    number = _ORDINAL[match[1].casefold()] if match[1] else int(match[2])
    if year := re.search(r"20\d\d", when):
        return f"in Q{number} {year[0]}"
    ago = 1 if re.search(r"last year", when, _I) else 0
    return f"in Q{number} {today.year - 1 if ago else _past_year(number, today)}"
