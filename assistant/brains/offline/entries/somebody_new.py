"""Somebody new at a customer, told as news: 德润来了个新的采购副总 邵敏行, "Acme has a new plant manager: Nora Weiss"; a contact with that position."""

import re

from assistant.brains.offline.meant import Meant
from assistant.brains.offline.names.naming import Name
from assistant.brains.offline.names.subjects import focused
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.terms import Call
from assistant.brains.offline.told.told_people import SURNAMES
from assistant.brains.offline.words.manner import asks

_I = re.IGNORECASE
_LONGEST = 160
_POST = r"[\u4e00-\u9fffA-Za-z]{0,10}?(?:总监|经理|主管|主任|副总裁|副总|总裁|厂长|工程师|采购|财务|负责人|专员|对接人|接口人|联系人|助理|总工|部长|科长|处长|院长|所长|店长|组长|班长|总|CTO|CEO|CIO|CFO|COO|IT)"
_CAME_ZH = re.compile(
    rf"(?:公司|集团|厂里|工厂)?(?:那边|那里|这边|那儿)?(?:最近|刚刚?|今天|上周|本月|这个月|又|现在|新)*(?:(?:新)?(?:来|换|任命|招|聘|多|上任|到任|提拔|调来|调)(?:了|过来)?(?:一?[个位名])?|新任|新来的|刚上任的|刚来的|的(?=[^,，]{{2,10}}换了?人?了))(?:新任?|新来)?(?:的)?(?P<title>{_POST})(?:换人了|换了人|换了)?[\s,，:：、(（]*(?:新来的|新的|现在的|接任的)?(?:的)?(?:他|她|人|姓名|名字|名)?(?:叫做?|是|为)?[\s:：]*(?P<name>(?:欧阳|司马|上官|诸葛|[{SURNAMES}])[\u4e00-\u9fff]{{1,2}})(?=$|[\s,，。；;)）\d]|手机|电话|邮箱|微信|职务|职位|帮|请|麻烦|加|记|录|建|的?电话)"
)
_DONE_ZH = re.compile(
    r"手机号?|电话号?码?|号码|邮箱|邮件|微信号?|是|为|他的?|她的?|职务|职位|(?:请|麻烦你?|帮我|帮忙|给我|你|先|都)*(?:也)?(?:加|记|录|建|登记|存|添加|新建|录入|补)(?:一?[个下笔条])?(?:到|进)?(?:系统里?|通讯录|联系人里?|联系人|客户下面?|里)?(?:上|进去|一下|下来|去|好)?|谢谢|吧|了|哈|[\s,，。；;:：()（）、!！]"
)
_POST_EN = r"(?!(?:new|customer|client|lead|deal|account|order|ticket|task|request|project|contact|opportunity|competitor|office|plant in|site|idea|requirement|quote|version|contract|problem|issue|person|people|guy|someone|somebody|colleague|name|number|address)(?![a-z]))(?P<title>[A-Za-z][A-Za-z&/ -]{2,44}?)"
_NAME_EN = r"(?P<name>(?-i:[A-Z][\w'’-]+(?: (?:(?:de|van|von|der|den|la|di|da|del) )*[A-Z][\w'’-]+){1,2}))"
_CALLED_EN = r"(?:[,:;.]? ?(?:-|–)? ?(?:(?:is )?(?:called|named)|(?:her|his|their) name(?: is|'s)|it'?s|she'?s|he'?s|she is|he is|is|a|an|(?:a )?(?:certain )?(?:mr|ms|mrs|dr)\.?)? ?)"
_BEFORE_EN = re.compile(
    rf"(?:(?:fyi|hi|hey|btw|ok|so|please|just|news|note)[,:]? )*(?:(?:there(?:'s| is)|we have|we(?:'ve)? got|they have|they(?:'ve)? got|met|spoke (?:to|with)) )?(?:a |an |the |their |our )?new {_POST_EN} (?:at|in|for|over at|from|of) (?:the )?$",
    _I,
)
_AFTER_EN = re.compile(
    rf"(?:'s| (?:just |now |finally |recently )?(?:has|have|got|hired|brought in|appointed|named|recruited|has hired|has appointed|have hired|now has|has got|took on)(?: just)?)? (?:a |an |their |the )?new {_POST_EN}(?:,|:| -| –| is| called| named|, (?:her|his) name is|\.) ?{_CALLED_EN}{_NAME_EN}(?P<rest>.*)$",
    _I,
)
_NAMED_EN = re.compile(rf"{_CALLED_EN}{_NAME_EN}(?P<rest>.*)$", _I)
_DONE_EN = re.compile(
    r"(?<![a-z])(?:phone|mobile|cell|number|tel|e-?mail|mail|is|at|on|under|her|his|their|him|she|he|they|them|it|and|the|can be reached|reach|reachable|please|pls|thanks|thank you|can you|could you|add|put|create|save|enter|record|note|as|an?|new|contact|to|in|into|system|crm|contacts|that|down|for|me|wechat)(?![a-z])|[\s,.;:()!–-]",
    _I,
)


def somebody_new(r: Reading) -> Meant | None:
    """The contact a piece of news tells of, at the customer named or just talked about."""
    if r.hi - r.lo > _LONGEST or asks(r) or "\n" in r.said.strip():
        return None
    return _chinese(r) if r.zh else _english(r)


def _chinese(r: Reading) -> Meant | None:
    firm = next((n for n in r.names if n.may_be("account")), None)
    begin = firm.end if firm is not None and firm.start - r.lo < 6 else r.lo
    match = _CAME_ZH.match(r.said, begin, r.hi)
    if match is None:
        return None
    fields = {"name": match["name"], "title": match["title"]}
    rest = r.said[match.end() : r.hi]
    more = re.match(rf"[\s,，、(（]*(?:职务|职位|是|任)*[:：]?\s*(?P<t>{_POST})(?=$|[\s,，。；;)）\d]|手机|电话)", rest)
    if more is not None:
        fields["title"] = more["t"] if match["title"] in ("对接人", "接口人", "联系人", "负责人") else match["title"]
        rest = rest[more.end() :]
    return _made(r, firm if begin != r.lo else None, fields, match.end(), rest, _DONE_ZH)


def _english(r: Reading) -> Meant | None:
    firm = next((n for n in r.names if n.may_be("account")), None)
    if firm is None:
        return None
    before, after = r.said[r.lo : firm.start], r.said[firm.end : r.hi]
    head = _BEFORE_EN.match(before.lstrip())
    match = _NAMED_EN.match(after) if head is not None else _AFTER_EN.match(after) if not before.strip(" ,") else None
    if match is None:
        return None
    title = (head or match)["title"].strip()
    return _made(
        r,
        firm,
        {"name": match["name"], "title": title[:1].upper() + title[1:]},
        firm.end + match.end("name"),
        match["rest"],
        _DONE_EN,
    )


def _made(
    r: Reading, firm: Name | None, fields: dict[str, str], end: int, rest: str, said: re.Pattern[str]
) -> Meant | None:
    """The contact with its ways to be reached; None where much more is told than that."""
    named = end - len(fields["name"])
    known = next((n for n in r.names if n.start < end and named < n.end and n.entity == "contact"), None)
    if known is not None and known.text == fields["name"]:
        return None  # somebody on record
    account = firm.text if firm is not None else None
    if account is None:
        before = focused(r, "it", "account")
        account = before.ref if before is not None else None
    if account is None:
        return None
    fields["account"] = account
    for field, spans in (("email", r.emails), ("phone", r.phones)):
        for a, b in spans[:1]:
            fields[field] = r.said[a:b].strip()
            rest = rest.replace(r.said[a:b], " ")
    if len(left := said.sub("", rest)) > (12 if not r.zh else 6):
        return None
    change = {"op": "create", "entity": "contact", "fields": fields}
    return Meant(1.3, (Call("propose_change", {"changes": [change]}),), whole=True, left=(left,) if left else ())
