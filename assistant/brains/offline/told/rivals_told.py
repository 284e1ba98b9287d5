"""The competitor a Chinese report names as the one that does something: 恒测云也在报价, 数砺报了24万, 他们在跟析图谈."""

import re

from assistant.brains.offline.reading import Reading

_OPENS = r"(?:^|[,，。.;；:：!！、]|说|听说|据说|聊到|提到|得知|发现|透露|而且|另外|还有|不过|但是?|目前|现在|最近)"
_FIRM = r"(?P<n>(?!说|听|据说|聊|提到|得知|发现|透露|而且|另外|还有|不过|目前|现在|最近|不|没|也|又)[\u3400-\u9fffA-Za-z][\u3400-\u9fffA-Za-z0-9&]{1,8}?)"
_LATELY = r"(?:最近|目前|现在|上周|上个?月|那边|这边|这家|他们家|家|的人|的销售)*"
_TOO = r"(?:也|还|又|都|正|一直|已经?|早就|刚刚?)*"
_DOES = (
    re.compile(
        rf"{_OPENS}{_FIRM}{_LATELY}(?:{_TOO}在(?:跟|和|给|向|对)?(?:他们?|她们?|对方|客户|这边|那边|里面)?(?:报价|接触|竞争|竞标|投标|抢|争|推|演示|试用|试点|做方案|跟进|谈|运作|参与)|{_TOO}来(?:给)?(?:他们?|客户)?(?:演示|报价|拜访|谈|介绍|交流|做方案)了?过?|{_TOO}(?:参与了?|参加了?|入围了?|进场了?)(?:竞标|投标|比价|报价|竞争|这个项目)?)"
    ),
    re.compile(
        rf"{_OPENS}{_FIRM}{_LATELY}{_TOO}(?:给|报|出|开|给出)(?:到|了|出)?(?:的)?(?:价格?|报价)?(?:是|到|了|才|只要|大概|大约)*(?=\d|[一二三四五六七八九十两几百]+[万千])"
    ),
    re.compile(
        rf"{_OPENS}{_FIRM}{_LATELY}(?:的)?(?:报价|价格|出价|价钱)(?:才|要|还)?(?:比我们|比咱们?|更|便宜|低|高|贵|是\d|只有|\d)"
    ),
    re.compile(
        rf"(?:他们?|她们?|对方|客户|那边){_TOO}在?(?:跟|和|与|拿|找)(?P<n>[\u3400-\u9fffA-Za-z][\u3400-\u9fffA-Za-z0-9&]{{1,8}}?)(?:家|那边|的方案|的产品|的报价)?(?:来|在|也)?(?:谈|接触|对比|比较|比价|做对比|聊|比|做比较|做过演示|报价)"
    ),
)
_NOBODY = re.compile(
    r"[我咱你他她它谁这那哪]|客户|对方|采购|财务|法务|老板|领导|总部|竞品|对手|竞争|友商|同行|价格|报价|方案|预算|项目|商机|单子|合同|工厂|车间|部门?$|会上|总$|经理$|主任$|[们人家]$|明年|今年|大家|后面|之前|目前|不过|但是|[一二两三几]家|别家|其他|电话|微信|邮件|视频|会议|跟进|演示|本来|原来|最终|最后|要求|希望"
)


def told_rival(r: Reading) -> str | None:
    """The first company said to quote, to show its product or to be compared with us; nobody on record is one."""
    if not r.zh:
        return None
    for pattern in _DOES:
        for match in pattern.finditer(r.said, r.lo, r.hi):
            start, end = match.span("n")
            if _NOBODY.search(match["n"]):
                continue
            known = [n for n in r.names if n.start < end and start < n.end]
            if any(n.may_be("contact", "user", "deal", "stage", "team") for n in known):
                continue
            if any(n.entity == "account" for n in known[:1]) and r.names and known[0] is r.names[0]:
                continue  # the customer the report is about
            if any(s.start < end and start < s.end for s in r.spans("days", "periods", "money", "senses")):
                continue
            return match["n"]
    return None
