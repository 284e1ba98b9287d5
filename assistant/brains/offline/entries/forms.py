"""A new record given like a form: its type, then its values in any order between commas, with or without their names."""

import re
from collections.abc import Iterator
from typing import Any

from assistant.brains.offline.entries.creating import create
from assistant.brains.offline.entries.enrolling import enrolled, newcomer
from assistant.brains.offline.entries.particulars import a_place, like_a_name, particular
from assistant.brains.offline.meant import Meant
from assistant.brains.offline.orders.assignments import assigned
from assistant.brains.offline.orders.proposing import call
from assistant.brains.offline.pieces.amounts import said as amount_said
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.words.manner import asks
from crm_store.models import fields_of

_TYPES = (
    ("lead", "leads?|prospect lead|线索"),
    ("contact", "contact(?: person)?|联系人"),
    ("account", "account|customer|client|company|客户|公司"),
    ("deal", "deal|opportunity|opp|商机|单子|项目"),
    ("product", "product|产品"),
)
_TYPE = "|".join(f"(?P<{entity}>{words})" for entity, words in _TYPES)
_OPENS_EN = re.compile(
    rf"^(?:\s|(?:ok|okay|hi|hey|so|please|pls|can you|could you|also|now)(?![a-z])|,)*(?P<verb>(?:add|create|make|enter|register|set up|put in|note|record|save|file|log|key in|i need|we need|i have|we have|got|we've got|i've got|there's|here's|here is) )?(?:me )?(?:down )?(?:an? |the |one |another )?(?P<new>(?:brand[- ])?new |fresh |further )?(?:{_TYPE})(?: record| card)?(?P<please> please| pls| plz| thanks)?(?: (?:for|at|with|in) (?P<of>[^:,;]{{2,40}}?))?\s*(?P<mark>:|,|-+|–|—| called | named |\n)\s*"
)
_OPENS_ZH = re.compile(
    rf"^(?:请|帮我|帮忙|麻烦你?|给我|再|又|另外|我|来|有|要|想|需要|得|今天|刚才?)*(?P<verb>登记|录入|录|新建|新增|创建|添加|加|建|开|记|存|收到|来了|多了)?(?:一下|上|下|了)?(?:一?[个条家位款名])?(?P<new>新的?)?(?:{_TYPE})(?:记录|信息|档案)?(?P<mark>[:,，、;； ]|(?=[A-Z\u3400-\u9fff]))\s*"
)
_PARTS = re.compile(
    r"\s*(?:[,;，；、\n。]|\s[-–—]+\s|\.(?=\s|$))\s*(?:and |also |以及|还有|和(?=[\u3400-\u9fff]{2,4}[:：是为]))?"
)
_LABELS: tuple[tuple[str, str, frozenset[str]], ...] = tuple(
    (name, words, frozenset(entities.split()))
    for name, words, entities in (
        ("industry", "industry|sector|行业|所属行业", "account"),
        ("domain", "domain|website|web ?site|web|url|homepage|site|域名|网址|官网|网站", "account"),
        ("type", "type|kind|类型|性质", "account deal"),
        ("level", "level|grade|tier|级别|等级", "account"),
        ("employees_band", "employees|headcount|size|员工数?|人数|规模", "account"),
        ("billing_address", "address|billing address|located in|based in|in|所在地区?|地点|所在城市|地址|位于", "account"),
        ("city", "city|based in|located in|in|城市|所在城市|所在地区?|地区", "lead"),
        ("email", "e-?mail|mail|e-?mail address|邮箱|电子邮件|邮件", "contact lead"),
        ("phone", "phone|mobile|cell|tel|telephone|number|phone number|电话|手机|手机号码?|联系电话|号码", "contact lead"),
        ("wechat", "wechat|微信号?", "contact"),
        ("title", "title|position|job title|role|职务|职位|岗位|头衔", "contact lead"),
        ("name", "name|姓名|名字|名称|叫|名叫|called|named", "contact lead account deal product"),
        ("organization", "company|organi[sz]ation|firm|of|at|from|works (?:at|for)|所属公司|所属单位|公司|单位|来自|在", "lead"),
        ("account", "account|customer|client|company|at|for|with|of|from|所属客户|所属公司|所属单位|客户|公司|单位|在", "contact deal"),
        ("source", "source|来源|渠道", "lead deal"),
        ("amount", "amount|value|worth|volume|金额|总额|预算", "deal"),
        ("est_amount", "amount|value|estimate|estimated|worth|budget|金额|预计金额|预算", "lead"),
        ("expected_close_date", "close|closes|closing|close date|closing date|expected close|by|预计成交|成交|成交日期?|签约", "deal"),
        ("sku", "sku|code|article number|item number|编码|编号|货号|料号", "product"),
        ("list_price", "price|list price|unit price|单价|价格|售价|标价", "product"),
        ("series", "series|line|系列", "product"),
    )
)  # fmt: skip
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_DOMAIN = re.compile(r"(?:https?://)?(?:www\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)+/?", re.IGNORECASE)
_PHONE = re.compile(r"\+?\d[\d ()/-]{5,18}\d")
_LEVEL = re.compile(r"(?:level |grade |tier )?([ABC])(?:[- ](?:level|account|customer))?|([ABC]) ?[级类档](?:客户)?")
SOURCES = (
    ("trade_fair", r"(?<![a-z])(?:trade[- ]?(?:fair|show)|fair|exhibition|expo|booth|stand)(?![a-z])|展会|展览|博览会|展台|展上"),
    ("referral", r"(?<![a-z])(?:referral|referred|recommended|recommendation|introduced|introduction|through a friend)(?![a-z])|介绍|推荐|转介"),
    ("webinar", r"(?<![a-z])webinar(?![a-z])|线上研讨会|网络研讨会|直播"),
    ("website", r"(?<![a-z])(?:website|web ?site|web form|online form|homepage)(?![a-z])|官网|网站|网上"),
)  # fmt: skip
_SOURCE_WORDS, _SOURCE_LONG = 6, 24
"""A longer part says more than where somebody comes from."""
_TIES = (("prospect", "prospect|potential(?: customer)?|潜在客户|潜在|意向客户"), ("partner", "partner|合作伙伴|伙伴|渠道商"), ("customer", "customer|existing customer|client|正式客户|老客户|成交客户"), ("competitor", "competitor|竞争对手|竞品|同行"), ("supplier", "supplier|供应商"))  # fmt: skip
JOB = re.compile(
    r"(?<![a-z])(?:c[etofim]o|vp|head|director|manager|engineer|buyer|officer|president|lead|chief|founder|owner|purchas\w+|procurement|analyst|consultant|architect|assistant|specialist|supervisor|controller|technician|planner|partner)(?![a-z])|(?:总监|经理|总裁|董事长|主任|主管|科长|部长|厂长|工程师|采购|专员|老板|负责人|顾问|院长|所长|处长|助理|总工|副总|总$)"
)
_FIRM_ZH = re.compile(
    r"(?:公司|集团|科技|仪器|机械|电子|电气|重工|制造|精密|化工|食品|医药|药业|材料|物流|能源|汽车|光电|半导体|设备|工业|实业|股份|新材|智造|轴承|自动化|软件|信息|医院|大学|研究院|研究所|厂|博远|德铭)$"
)
_SURNAME = re.compile(r"[\u4e00-\u9fff]{2,3}$")
_OF = re.compile(r"^(?P<n>[A-Z][^,]*?),? (?:of|at|from|with|@) (?P<o>(?:the )?[A-Z0-9].*)$")
_OF_ZH = re.compile(r"^(?P<o>[\u3400-\u9fffA-Za-z]{2,16}?)的(?P<n>[\u4e00-\u9fff]{2,4})$")
_POST_AT = re.compile(r"(?:是|在)?(?P<o>[\u3400-\u9fffA-Za-z]{2,16}?)的(?P<t>[\u3400-\u9fffA-Za-z]{2,8})")
_CHANGED_TO = re.compile("^改[为成]")
"""What is written in for a label run into its value: 职务采购经理."""
_SCORE = 1.3


def form(r: Reading) -> Meant | None:
    """New account please: X, prospect, industry Y, domain z.example; 登记一条新线索：孟晓，苏州霁川仪器，展会上认识的."""
    if (told := enrolled(r) or newcomer(r)) is not None:
        return told
    text = r.text[r.lo : r.hi]
    match = _OPENS_EN.match(text) or _OPENS_ZH.match(text)
    if match is None or asks(r) or "?" in text or "？" in text:
        return None
    groups = match.groupdict()
    if not (groups["verb"] or groups["new"] or groups.get("please") or groups["mark"] == ":"):
        return None
    entity = next(e for e, _ in _TYPES if groups[e])
    parts = list(_parts(r, r.lo + match.end()))
    if groups.get("of"):
        parts.append((r.lo + match.start("of"), r.lo + match.end("of")))
    alone = r.zh and bool(groups["verb"] and groups["mark"])
    if alone and entity in ("contact", "lead"):
        parts = [piece for part in parts for piece in _apart(r, *part)]
    if len(parts) < 2 and not (alone and parts and like_a_name(r.within(*parts[0]), r.piece(*parts[0]))):
        return None
    left: list[str] = []
    fields = _fields(r, entity, parts, groups.get("of"), left)
    if fields is None or not fields.get("name"):
        return None
    if left and not (r.zh and (groups["verb"] or groups["mark"] == ":")):
        return None
    plain = create(r)
    if plain is not None and plain.calls and _holds_more(plain.calls[0].args["changes"][0], entity, fields, r.zh):
        return None
    return Meant(_SCORE, (call("create", entity, None, fields),), whole=True, left=tuple(left))


def _holds_more(change: dict[str, Any], entity: str, fields: dict[str, str], zh: bool) -> bool:
    """Whether the plain reading of an order made as many of these values of it, in Chinese more: "VP Sales at Globex" is a position there."""
    others = change.get("fields", {})
    if re.match("姓名|名字|名称|所属", str(others.get("name", ""))) or str(others.get("organization", "")).startswith(
        "所属"
    ):
        return False
    if any(_cut_short(str(others.get(f, "")), fields.get(f, "")) for f in ("name", "organization")):
        return False
    return change["entity"] == entity and len(others) - zh >= len(fields) and bool(others.get("name"))


def _apart(r: Reading, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A part without commas in pieces: 泽禾 采购 许茂 13566667777."""
    for match in re.finditer(r"[a-z&.'-]+(?: [a-z&.'-]+)*|\S+", r.text[start:end]):
        yield start + match.start(), start + match.end()


def _cut_short(name: str, whole: str) -> bool:
    """华阳新能源 of 华阳新能源(上海)有限公司, 禹程 of 南京禹程电气: a part of what was said, and of nobody at a company."""
    return name != whole and bool(name) and name in whole and "的" not in whole


def _parts(r: Reading, begin: int) -> Iterator[tuple[int, int]]:
    place = begin
    held = [(s.start, s.end) for s in r.spans("money", "days", "periods")]
    for cut in _PARTS.finditer(r.text, begin, r.hi):
        if any(a < cut.start() and cut.end() < b for a, b in held) or (
            cut[0].strip() == ","
            and r.text[cut.end() : cut.end() + 1].isdigit()
            and r.text[cut.start() - 1].isdigit()
            and cut[0] == ","
        ):
            continue
        if r.text[place : cut.start()].strip():
            yield place, cut.start()
        place = cut.end()
    if r.text[place : r.hi].strip():
        yield place, r.hi


def _fields(
    r: Reading, entity: str, parts: list[tuple[int, int]], of: str | None, left: list[str]
) -> dict[str, str] | None:
    """The values by field; None when a part is nothing the record could take. In Chinese what tells more than a name goes to `left`."""
    found: dict[str, str] = {}
    bare: list[str] = []
    for start, end in parts:
        words = r.piece(start, end)
        if not words or re.fullmatch(r"(?:please|pls|thanks|thank you|谢谢|吧)", words.casefold()):
            continue
        if of is not None and words.casefold() == of:
            found.setdefault("organization" if entity == "lead" else "account", words)
            continue
        got = _one(r, entity, start, end, words)
        if got is None and r.zh and not like_a_name(r.within(start, end), words) and not _OF_ZH.match(words):
            left.append(words)
        elif got is None:
            bare.append(words)
        else:
            for name, value in got.items():
                found.setdefault(name, value)
    return _named(r, entity, found, bare, left)


def _one(r: Reading, entity: str, start: int, end: int, words: str) -> dict[str, str] | None:
    """What one part says, or None when it is a bare name."""
    known = fields_of(entity)
    part = r.within(start, end)
    if "source" in known:
        for code, pattern in SOURCES:
            if (
                re.search(pattern, words.casefold())
                and len(words.split()) <= _SOURCE_WORDS
                and (len(words) <= _SOURCE_LONG or words.isascii())
                and "@" not in words
            ):
                return {"source": code}
    for made in (_labelled(part, entity, words), _typed(part, entity, words), particular(part, entity, words)):
        if made is not None:
            return {k: _CHANGED_TO.sub("", v) for k, v in made.items()}
    if "title" in known and (post := _POST_AT.fullmatch(words)) and JOB.search(post["t"]):
        return {"organization" if entity == "lead" else "account": post["o"], "title": post["t"]}
    if "title" in known and JOB.search(words.casefold()) and len(words) < 40 and not _FIRM_ZH.search(words):
        return {"title": re.sub(r"^(?:is |as |our |the |an? |是|任|担任|改为)+", "", words)}
    return None


def _labelled(part: Reading, entity: str, words: str) -> dict[str, str] | None:
    for name, labels, entities in _LABELS:
        if entity not in entities:
            continue
        match = re.match(
            rf"(?:(?:his|her|their|the|its) )?(?:{labels})(?:\s*(?:is|are|=|:|：|是|为|叫)\s*|\s+|(?=[\u3400-\u9fff\d])|(?<=[\u3400-\u9fff]))(?P<v>\S.*)$",
            words,
            re.IGNORECASE,
        )
        if match is None:
            continue
        value = match["v"].strip(" :：")
        if name in ("amount", "est_amount", "list_price"):
            return (
                {name: amount_said(part.money[0].value)}
                if part.money
                else ({name: value} if re.fullmatch(r"[\d.,]+", value) else None)
            )
        if name == "expected_close_date":
            return _day(part)
        if name == "type" or name == "level":
            return _typed(part, entity, value) or {name: value}
        if name == "source":
            return {name: next((c for c, p in SOURCES if re.search(p, value.casefold())), value)}
        if name in ("employees_band",) and not re.search(r"\d", value):
            continue
        if name in ("name", "organization", "account", "billing_address", "city") and len(value) < 2:
            continue
        return {name: value}
    return None


def _typed(part: Reading, entity: str, words: str) -> dict[str, str] | None:
    known = fields_of(entity)
    if (mail := _EMAIL.search(words)) and "email" in known:
        return {"email": mail[0]}
    if "domain" in known and _DOMAIN.fullmatch(words):
        return {"domain": re.sub(r"^(?:https?://)?(?:www\.)?|/$", "", words)}
    if "phone" in known and (phone := _PHONE.search(words)) and not part.money and len(words) - len(phone[0]) < 10:
        return {"phone": phone[0].strip()}
    if entity == "account":
        if level := _LEVEL.fullmatch(words):
            return {"level": level[1] or level[2]}
        for code, tie in _TIES:
            if re.fullmatch(rf"(?:an? |our |existing |new |是)?(?:{tie})", words.casefold()):
                return {"type": code}
        if re.fullmatch(
            r"(?:about |around |大约|约)?[\d,]+ ?(?:employees|people|staff|人|员工|名员工)", words.casefold()
        ):
            return assigned(part, entity) or {}
    field = {"deal": "amount", "lead": "est_amount", "product": "list_price"}.get(entity)
    if field and part.money and len(words) - len(part.money[0].text) < 14:
        return {field: amount_said(part.money[0].value)}
    if entity == "deal":
        if (part.days or part.periods) and (day := _day(part)):
            return day
        if seats := re.fullmatch(r"(\d+) ?(?:seats?|users?|licen[cs]es|个?席位|席|套|个?用户)", words.casefold()):
            return {"seats": seats[1]}
    return None


def _day(part: Reading) -> dict[str, str] | None:
    ends = [d.value.day for d in part.days] + [p.value.end for p in part.periods if p.value.end]
    return {"expected_close_date": ends[0].isoformat()} if ends else None


def _named(r: Reading, entity: str, found: dict[str, str], bare: list[str], left: list[str]) -> dict[str, str] | None:
    """The bare parts as name and company; None when more is left than the record has room for."""
    company = "organization" if entity == "lead" else "account"
    if entity in ("account", "product"):
        if bare and "name" not in found:
            found["name"] = bare.pop(0)
        if bare and entity == "account" and "industry" not in found and not r.zh:
            found["industry"] = bare.pop(0)
        return _with_room(r, found, bare, left)
    firms = {n.text for n in r.names if n.entity == "account"}
    if bare and "name" not in found and (match := _OF.match(bare[0]) or _of_zh(bare[0], firms)):
        bare[0] = match["n"].strip()
        found.setdefault(company, match["o"].strip())
    if company not in found:
        first = next((b for b in bare if b in firms), None)
        if first is None and entity != "deal" and len(bare) > 1:
            zh = next((b for b in bare if _FIRM_ZH.search(b)), None)
            first = zh or next(
                (b for b in bare if len(b) > 3 and not _SURNAME.match(b) and "\u3400" <= b[0] <= "\u9fff"), None
            )
            if first is None and "name" not in found:
                first = bare[1]
            elif first is None:
                first = bare[0]
        if first is not None:
            bare.remove(first)
            found[company] = first
    if bare and "name" not in found:
        found["name"] = bare.pop(0)
    if entity == "lead" and len(bare) == 1 and "city" not in found and (not r.zh or a_place(bare[0])):
        found["city"] = bare.pop()
    return _with_room(r, found, bare, left)


def _of_zh(words: str, firms: set[str]) -> re.Match[str] | None:
    match = _OF_ZH.match(words)
    return match if match is not None and (len(match["o"]) > 2 or match["o"] in firms) else None


def _with_room(r: Reading, found: dict[str, str], bare: list[str], left: list[str]) -> dict[str, str] | None:
    """The values when everything had room in the record; in Chinese what had none is left over, to be told."""
    if r.zh:
        left += bare
        bare = []
    return None if bare or "name" not in found else found
