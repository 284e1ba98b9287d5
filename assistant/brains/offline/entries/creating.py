"""New records: contacts, accounts, deals, leads, products, with every value that was said."""

import re

from assistant.brains.offline.meant import Meant
from assistant.brains.offline.orders.assignments import assigned
from assistant.brains.offline.orders.proposing import call
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.words.lexicon import Sense
from assistant.brains.offline.words.manner import asks, leads, start
from assistant.brains.offline.words.phrases import Hit
from crm_store.models import fields_of

_MAKES = ("contact", "account", "deal", "lead", "product", "article")
_CREATE_ZH = re.compile(
    r"(?:新建|新增|创建|添加)(?!的|了|过)|建一?个|加一?个|录入|登记|开一?个|增加|建立|新开|新商机|新客户|新联系人|新线索"
)
_TOLD_BEFORE = re.compile(r"(?:(?<![来换有])[了过]|^刚(?!来了)|打来|来电|通完).*[,，。；;]")
_MADE_LATE = re.compile(
    r"(?:新?建|加|录|添加|登记|存|收)(?:一下|一个|个|成|为|进|到|上)?(?:新)?(?P<n>联系人|客户|商机|线索)(?:里|吧|一下)?[.。!！]?\s*$"
)
_CALLED = re.compile(
    r"(?<![a-z])(?:called|named|titled|with (?:the )?name|name(?:d)?:?)(?![a-z]) ?|[:：] ?|(?:叫做?|名叫|名为|名称(?:是|为)?) ?|\""
)
_STOP = re.compile(
    r"[,;:(\n]|\.(?=\s|$)|(?<![a-z])(?:at|for|from|with|in|worth|and|to|as|who|of|value|closing|owned|assigned|phone|email|mobile|tel|industry|website|domain|on|by)(?![a-z])|的|，|。|(?<=[\u3400-\u9fff]) |\s?\+?\d{7,}"
)
_AS_A = re.compile(r"[\s:]*(?P<n>[^,;:()]{2,60}?) as (?:an? |our |the )?(?:new )?(?:[a-z]+ )?$")
"""Add X as a new account: the name stands before its type."""
_TITLE = re.compile(
    r"(?<![a-z])(?:our |the |as |is |a |an )?(?P<t>(?:vp(?: of)? [a-z &]+|head of [a-z &]+|director of [a-z &]+|c[a-z]o|(?:senior |chief |deputy |vice |head |lead )?[a-z &/-]{0,24}(?:manager|director|officer|engineer|head|president|buyer|team lead|analyst|consultant|architect|founder|owner|assistant|specialist|supervisor|administrator|vp|partner|controller|accountant)(?: of [a-z &]+)?|vp(?: of)? [a-z &]+|head of [a-z &]+|director of [a-z &]+))(?![a-z])"
)
_TITLE_ZH = re.compile(
    r"(?P<t>(?:(?<![A-Za-z])(?:CFO|CEO|CTO|COO|CIO|CMO|VP|HR)(?![A-Za-z])|[\u3400-\u9fff]{0,6}(?:总监|经理|总裁|董事长|总经理|主任|主管|科长|部长|厂长|工程师|采购|专员|总|老板|负责人|顾问|院长|所长|处长|助理|CFO|CEO|CTO|COO|CIO)))"
)
_ARRIVED = re.compile(
    r"^.*?(?:新?来了?|有了?|换了?|是)(?:一?[个位名])|^(?:一[个位名]|新来的|新任|他是|她是)|(?:叫做?|是|名叫)$"
)
_NAMED = re.compile(r"^(?:姓名|名字|名称|人名|公司名称?|客户名称?)(?:是|为|叫|[:：])?\s?")
_POST = re.compile(r"^(?:(?:现任|担任|任)?(?:职务|职位|头衔|岗位|职称)(?:改?[是为]|[:：])?|现任|担任|任)\s?(?=\S)")
"""Labels before a new record's name and position."""
_NAME_EN = re.compile(r"[A-Z][\w'’-]+(?: (?:[A-Z]\.|de|van|von|da|der|[A-Z][\w'’-]+)){0,3}")


_INTO_ANOTHER = re.compile(
    r"(?:add|put) (?!.*(?<![a-z])(?:new|called|named)(?![a-z]))[^,:;]+? (?:to|on|onto|into) (?:the )?[^,:;]+$|[把将][^,，:：]+?(?:加|添加)[到进入]"
)


_ASKS_HOW_MANY = re.compile(r"(?:几|多少|哪)[条个家位单张些]|都?是(?:从)?哪(?:里|儿)?来")


def create(r: Reading) -> Meant | None:
    """Add Li Na, CFO at Huayang; new deal for Acme: pilot 50k; 新建客户蓝港科技."""
    verb = leads(r, "create")
    chinese = _CREATE_ZH.search(r.whole)
    late = _MADE_LATE.search(r.whole)
    if re.search(r"(?:把|将).{2,30}转[成为]|转[成为](?:正式)?客户", r.whole):
        return None  # a lead that is converted, with what it becomes
    if r.zh and (
        _ASKS_HOW_MANY.search(r.whole) or re.search("(?:客户|联系人|线索|商机)(?:标签|字段|视图|备注)", r.whole)
    ):
        return None  # 这个月新增了几条线索 asks
    if (verb is None and not late and not (chinese and chinese.start() + r.lo <= start(r) + 14)) or asks(r):
        return None
    said = chinese or late
    if verb is None and said and _TOLD_BEFORE.search(r.text[r.lo : r.lo + said.start()]):
        return None  # 昨天拜访了叶月华，顺便新建商机: a report, and what it orders is cut out of it
    if verb is not None and re.match(r" (?:up|together)(?![a-z])", r.after(verb, 10)):
        return None  # "add up my open deals" is a sum
    if _INTO_ANOTHER.match(r.text, start(r), r.hi) and any(n.may_be("deal", "account", "ticket") for n in r.names[-1:]):
        return None  # "add Bob as a contact to the pilot": both are on record, nobody is new
    place = verb if verb is not None else r.lo if late else r.lo + (chinese.end() if chinese else 0)
    kind = _kind(r, r.lo + late.start("n") if late and verb is None else place)
    if kind is None:
        return None
    entity, hit = kind
    if (
        hit is not None
        and any(s.plural and s.kind == "entity" for s in hit.values)
        and not _CALLED.search(r.text, hit.end, r.hi)
    ):
        return None
    fields = {"contact": _contact, "account": _account, "deal": _deal, "lead": _lead}.get(entity, _other)(
        r, entity, None if late and verb is None else hit, place
    )
    if not fields:
        return None
    outright = hit is not None and verb is not None and hit.start - verb < 8
    return Meant(0.97 if outright or late else 0.88 if hit else 0.8, (call("create", entity, None, fields),))


def _kind(r: Reading, place: int) -> tuple[str, Hit[Sense] | None] | None:
    """The record type to make, and its word; a person with a title or company is a contact."""
    for hit in r.senses:
        if hit.start < place - 8 or (hit.start > place + 30 and not _AS_A.match(r.text, place, hit.start)):
            continue
        if any(o.start == hit.end + 1 and r.text[hit.end] == " " and _makes(o) for o in r.senses):
            continue  # "prospect account" is an account
        types = {s.entity for s in hit.values if s.kind == "entity"}
        if "deal" in types and r.text[hit.start : hit.end] in ("项目", "sale", "sales"):
            continue
        for entity in _MAKES:
            if entity in types and not re.match(r"的", r.after(hit.end, 1)):
                return entity, hit
        if types & {"task", "ticket", "activity"}:
            return None
    rest = r.said[place : r.hi]
    named = next((n for n in r.names if n.start >= place - 1 and n.may_be("contact", "lead")), None)
    person = _NAME_EN.match(rest.lstrip(' "“:')) or named
    if person and (
        r.named("account")
        or _TITLE.search(r.text, place, r.hi)
        or _TITLE_ZH.search(r.text, place, r.hi)
        or r.emails
        or r.phones
        or re.search(r" (?:at|from) [A-Z]", rest)
    ):
        return "contact", None
    return None


def _makes(hit: Hit[Sense]) -> bool:
    return any(s.kind == "entity" and s.entity in _MAKES for s in hit.values)


def _name(r: Reading, hit: Hit[Sense] | None, place: int, *, stop: re.Pattern[str] = _STOP) -> str | None:
    """The new record's name: quoted, after "called" or a colon, else right after its type."""
    for a, b in r.quoted:
        return r.said[a + 1 : b - 1]
    if hit and (before := _AS_A.match(r.text, place, hit.start)):
        return r.piece(*before.span("n"))
    begin = hit.end if hit else place
    bracket = r.text.find("(", begin, r.hi)
    called = _CALLED.search(r.text, begin, bracket if bracket >= 0 else r.hi)
    if called:
        ends = re.search(
            r"[,;\n]|\.(?=\s|$)|(?<![a-z])(?:for|from|with|at|worth|in the|owned by)(?![a-z])|，|。",
            r.text[called.end() : r.hi],
        )
        name = r.piece(called.end(), called.end() + ends.start() if ends else r.hi)
        if name:
            return name
    while begin < r.hi and r.text[begin] in ' ,:"的':
        begin += 1
    ends = stop.search(r.text, begin, r.hi)
    name = _NAMED.sub("", r.piece(begin, ends.start() if ends else r.hi))
    return name or None


def _company(r: Reading, own: str | None) -> tuple[str | None, tuple[int, int] | None]:
    """The account named beside a person, linked or as written after "at", "from" or before 的."""
    for n in r.named("account"):
        if n.entity in ("account", "team") and n.text != own:
            return n.text, (n.start, n.end)
    match = re.search(
        r"(?: at | from | @ ?| of |,? (?:company|organi[sz]ation|firm):? )(?P<en>[A-Z0-9][^,;\n]*?)(?=[,;\n]|$| as | \+| phone| email)|来自(?P<z>[^,，。;；\s]{2,14})|(?:在|,|，)(?P<zh>[\u3400-\u9fffA-Za-z]{2,14}?)(?:的|公司)",
        r.said[r.lo : r.hi],
    )
    if match:
        group = next(g for g in ("en", "z", "zh") if match[g])
        return match[group].strip(" .。"), (r.lo + match.start(group), r.lo + match.end(group))
    return None, None


def _contact(r: Reading, entity: str, hit: Hit[Sense] | None, place: int) -> dict[str, str]:
    name = _name(r, hit, place)
    company, where = _company(r, name)
    if name and company and name.startswith(company):
        after = (
            re.match(r"(?:的|公司的)?(?P<n>[\u3400-\u9fff]{2,4}|[A-Z][\w ]+)", r.said[where[1] : r.hi])
            if where
            else None
        )
        name = after["n"] if after else name
    fields = {"name": name} if name else {}
    found = assigned(r, "contact")
    fields.update({k: v for k, v in found.items() if k in ("email", "phone", "wechat", "role", "language", "title")})
    if "title" not in fields and (title := _title(r, place, name or "", company or "")):
        fields["title"] = title
    if company:
        fields["account"] = company
    return fields if name else {}


def _title(r: Reading, place: int, name: str, company: str) -> str | None:
    """The part between commas, "at" or 的 that is a position: "VP Sales", 采购经理."""
    rest = r.said[place : r.hi].replace(name, ",", 1)
    for part in re.split(r"[,，;；、\n:：()（）]| at | from | @ |的|(?<=[\u3400-\u9fff]) |phone|email|电话|邮箱", rest):
        words = re.sub(
            r"^\s*(?:our|the|as|is|an?) ", "", part.replace(company, "") if company else part, flags=re.IGNORECASE
        ).strip(" .。在是")
        if (
            1 < len(words) <= 40
            and not re.search(r"\d|@", words)
            and (_TITLE.search(words.casefold()) or _TITLE_ZH.search(words))
        ):
            return _ARRIVED.sub("", _POST.sub("", words))
    return None


_REVENUE = re.compile(r"(?<![a-z])(?:revenue|turnover|sales of|annual)(?![a-z])|营收|年收入|收入|营业额|产值|销售额")


def _account(r: Reading, entity: str, hit: Hit[Sense] | None, place: int) -> dict[str, str]:
    name = _name(r, hit, place)
    if not name:
        return {}
    fields = {"name": name}
    fields.update(
        {
            k: v
            for k, v in assigned(r, "account").items()
            if k
            in ("industry", "domain", "type", "level", "owner", "employees_band", "annual_revenue", "billing_address")
            and v != name
            and (k != "annual_revenue" or _REVENUE.search(r.whole))
        }
    )
    place_said = re.search(
        r"(?<![a-z])(?:in|based in|located in) (?P<p>[A-Z][\w ]+?)(?=[,;.\n]|$| and )|(?:位于|地址)(?P<z>[\u3400-\u9fff\d]{2,20})",
        r.said[r.lo : r.hi],
    )
    if place_said and "billing_address" not in fields:
        fields["billing_address"] = (place_said["p"] or place_said["z"]).strip()
    return fields


def _deal(r: Reading, entity: str, hit: Hit[Sense] | None, place: int) -> dict[str, str]:
    account, where = _company(r, None)
    fields = {
        k: v
        for k, v in assigned(r, "deal").items()
        if k in fields_of("deal") and k not in ("account", "name", "contacts")
    }
    ends = [d.value.day for d in r.days] + [
        p.value.end for p in r.periods if p.value.end and p.value.end >= r.ask.today
    ]
    if "expected_close_date" not in fields and ends:
        fields["expected_close_date"] = ends[0].isoformat()
    if account:
        fields["account"] = account
    if "contact" not in fields and (with_whom := _with_whom(r)):
        fields["contact"] = with_whom
    name = re.sub(r"^(?:for|at|with) ", "", _deal_name(r, hit, where) or "") or None
    if name and name != account:
        fields["name"] = name
    return fields if account or name else {}


_WITH = re.compile(
    r"(?:对接人?|接口人|对口人?|联系人)(?:是|为|就是|找|[:：])?\s?$|(?<![a-z])(?:contact(?: person)?|point of contact|poc)(?: there| is|:)* ?$"
)
_A_FIELD = re.compile(r"\s*(?:主要)?(?:对接人?|接口人|对口人?|联系人|负责人|阶段|来源|类型|预计)")


def _with_whom(r: Reading) -> str | None:
    """Who the new deal is with: 对接人朱静怡, "contact is Ana Ruiz"."""
    return next((n.text for n in r.names if n.may_be("contact") and _WITH.search(r.before(n.start, 22))), None)


_LABEL = re.compile(
    r"(?:商机)?(?:金额|总额|价格|预计|预算|客户|负责人|阶段|成交|类型|来源)(?:是|为|成交)?|(?:for |the )?(?:amount|value|worth|stage|owner|account|customer|closing|source)(?: of| is)?",
    re.IGNORECASE,
)
"""A word for a field, which names no deal."""


def _deal_name(r: Reading, hit: Hit[Sense] | None, where: tuple[int, int] | None) -> str | None:
    """The words after "called" or a colon (or after the account and a comma) that are no amount or day."""
    for a, b in r.quoted:
        return r.said[a + 1 : b - 1]
    begin = hit.end if hit else r.lo
    match = _CALLED.search(r.text, begin, r.hi)
    at = match.end() if match else None
    if at is None and where and r.text[where[1] : where[1] + 1] in (",", ":", " "):
        rest = re.match(r"[,:] ?", r.text[where[1] : r.hi])
        at = where[1] + rest.end() if rest else None
    if at is None:
        parts = (
            [
                p
                for p in re.split(r"[,，、]", r.said[hit.end : r.hi])[1:]
                if not _A_FIELD.match(p)
                and not any(s.text in p for s in r.spans("money", "days", "numbers", "periods"))
            ]
            if hit
            else []
        )
        if parts and parts[0].strip(" .。"):
            return parts[0].strip(" .。")
        between = (
            re.match(r"(?P<n>[\u3400-\u9fffA-Za-z0-9 ]{2,30}?)(?=[,.;]|$)", r.said[begin : r.hi].lstrip())
            if hit and not r.text[hit.start].isascii()
            else None
        )
        return (
            between["n"].strip()
            if between and not any(s.start < begin + between.end() and begin <= s.start for s in r.money)
            else None
        )
    values = r.spans("money", "days", "periods")
    ends = min([s.start for s in values if s.start >= at], default=r.hi)
    comma = re.search(r"[,;\n，]", r.text[at:ends])
    words = r.piece(at, at + comma.start() if comma else ends)
    words = re.split(r"\s+(?:worth|closing|with|valued|owned)(?![a-z])", words)[0]
    words = re.sub(r"\s+(?:for|worth|at|of|with|closing|by|is|,)$", "", words)
    if _LABEL.fullmatch(words):
        ahead = re.match(r"[\s:：]*(?P<n>[^,，;；:：]{2,40}?)\s*[,，;；]", r.said[begin : r.hi]) if hit else None
        return ahead["n"] if ahead else None
    return words if len(words) > 1 else None


def _lead(r: Reading, entity: str, hit: Hit[Sense] | None, place: int) -> dict[str, str]:
    name = _name(r, hit, place)
    company, _ = _company(r, name)
    fields = {"name": name} if name else {}
    if company and name and name.startswith(company):
        name = fields["name"] = name[len(company) :].strip(" 的") or name
    if company:
        fields["organization"] = company
    known = (
        "email",
        "phone",
        "source",
        "city",
        "title",
        "est_amount",
        "owner",
        *(["status"] if re.search(r"status|状态", r.whole) else []),
    )
    fields.update({k: v for k, v in assigned(r, "lead").items() if k in known})
    if "source" not in fields and (
        source := next((s.code for _, s in r.sensed("choice", "deal") if s.field == "source"), None)
    ):
        fields["source"] = source
    if "title" not in fields and (title := _title(r, place, name or "", company or "")):
        fields["title"] = title
    return fields if name else {}


def _other(r: Reading, entity: str, hit: Hit[Sense] | None, place: int) -> dict[str, str]:
    name = _name(r, hit, place)
    if not name:
        return {}
    title = "title" if entity == "article" else "name"
    return {title: name, **{k: v for k, v in assigned(r, entity).items() if k != title}}
