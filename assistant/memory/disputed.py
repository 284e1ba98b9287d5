"""What statements may disagree about: questions that have one answer at a time, and how an answer is read from a sentence."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from assistant.recognise.days import days
from assistant.recognise.money import money
from crm_store.models import Contact

_NUMBERS = {
    **dict(zip("one two three four five six seven eight nine ten twelve".split(), (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12), strict=True)),
    **dict(zip("一二三四五六七八九十", range(1, 11), strict=True)), "两": 2, "半": 0,
}  # fmt: skip
_NUMBER = r"\d[\d,]*|one|two|three|four|five|six|seven|eight|nine|ten|twelve|[一二两三四五六七八九十]"
_MONTHS = "january february march april may june july august september october november december".split()


@dataclass(frozen=True)
class Kind:
    """One question that has one answer at a time: how it is called and how an answer is read from a sentence."""

    en: str
    zh: str
    read: "Callable[[str, About], Iterator[str]]"
    changes: bool = False
    """What may be another number for another deal, and changes as a deal goes on."""


@dataclass(frozen=True)
class About:
    """The people of the customer, and today."""

    people: Sequence[Contact]
    today: date


_BUDGET = re.compile(
    r"(?<![a-z])(?:budget(?:ed|s)?|(?:set aside|earmarked|allocated|(?:can|could|may|will) (?:only )?spend)(?: \w+){0,2}|money (?:available|there is|they have))(?![a-z])"
    r"|预算|经费|能花的?钱|能出的?钱|拨款|专款|可用资金|出得起",
    re.IGNORECASE,
)


def _budget(text: str, about: About) -> Iterator[str]:
    for clause in _clauses(text):
        cue = _BUDGET.search(clause)
        if cue is None:
            continue
        sums = [m for m in money(clause) if m.value.amount >= 100]
        if sums:
            near = min(sums, key=lambda m: (abs(m.start - cue.end()), m.start))
            yield f"{near.value.amount.normalize():f}"


_GRANTED = r"(?:approved|released|signed off|secured|granted|confirmed|cleared|freed|agreed|in place|available)"
_YES = re.compile(
    rf"(?<![a-z])(?:budget|funding)(?: (?!not|never)\w+){{0,6}} (?:is|was|has been|have been|got|now)? ?{_GRANTED}|(?<![a-z])(?:approved|released|signed off|granted|cleared|freed|blessed) (?:on )?(?:the|their|our|a) (?:\w+ )?(?:budget|funding)"
    r"|(?<![a-z])(?:budget|funding) (?:has |is )?(?:now )?(?:gone through|went through|come through|came through|passed|there now)|(?:budget|funding) (?:got|has|gets) (?:the green light|(?:its|the|their) (?:blessing|approval|go-ahead))|(?:gave|given) the (?:budget|funding) (?:its|the|their) (?:blessing|approval|go-ahead|green light)"
    r"|预算.{0,10}(?:已批|批了|批下来了|已经批|已到位|到位了|通过了|获批|批过了?|下来了|已经下来|落实了|已落实|批复了|有着落)",
    re.IGNORECASE,
)
_NO = re.compile(
    rf"(?<![a-z])(?:budget|funding)(?: \w+){{0,6}} (?:not|never|isn't|wasn't|hasn't been) (?:yet )?(?:been )?{_GRANTED}|(?:not|never|n['’]t) (?:yet )?(?:approved|released|signed off on|granted|cleared|freed) (?:the|their|our|a|any) (?:\w+ )?(?:budget|funding)"
    r"|(?<![a-z])(?:budget|funding)(?: \w+){0,6} (?:is|was|has been|got) (?:frozen|rejected|cut|refused|cancelled|on hold|pending|postponed|turned down)|(?<![a-z])(?:budget|funding)(?: \w+){0,4} (?:waits?|waiting|awaits?|awaiting|pending|depends)(?![a-z])|(?<![a-z])no (?:approved )?(?:budget|funding)(?![a-z])|without (?:an? )?(?:approved )?budget"
    r"|预算.{0,10}(?:没批|未批|没有批|还没|尚未|冻结|被砍|没通过|取消|等.{0,6}批|没下来|没到位|未到位|没落实|未落实|没着落|审批中|没有着落)|没有?预算",
    re.IGNORECASE,
)


def _approved(text: str, about: About) -> Iterator[str]:
    for clause in _clauses(text):
        if _NO.search(clause):
            yield "no"
        elif _YES.search(clause):
            yield "yes"


def _stance(yes: str, no: str) -> Callable[[str, About], Iterator[str]]:
    """Whether something is wanted or refused, said of it in so many words."""
    for_it, against = re.compile(yes, re.IGNORECASE), re.compile(no, re.IGNORECASE)

    def read(text: str, about: About) -> Iterator[str]:
        for clause in _clauses(text):
            if against.search(clause):
                yield "no"
            elif for_it.search(clause):
                yield "yes"

    return read


def _decides(text: str, about: About) -> Iterator[str]:
    for p in about.people:
        who = "|".join(re.escape(n) for n in _called(p))
        if re.search(
            rf"(?:{who})(?:,[^,.;]{{2,30}},)? (?:(?:alone |still |now |finally )?decides(?! nothing)|(?:makes|takes) the (?:final )?(?:call|decision)|has the (?:final|last) (?:say|word)|is the (?:decision[- ]maker|economic buyer)|is the (?:one|person) (?:who|that) (?:decides|signs)|signs (?:off|everything|it|the contract)|calls the shots)"
            rf"|(?i:economic buyer|decision[- ]maker)(?: there| here)? is (?:now )?(?:{who})|(?i:decision|(?:final|last) (?:say|word|call)) (?:is|lies|rests) (?:again |still |now )?with (?:{who})|(?:decided|signed(?: off)?) by (?:{who})|up to (?:{who})|(?i:person|one) (?:who|that) (?:signs|decides)(?: there| here)? is (?:{who})|(?:it is|it's) (?:{who})['’]s (?:call|decision)"
            rf"|(?:{who})(?:[^。；;，,]{{0,6}})?(?:拍板|说了算|做(?:最终)?决定|最终决定|定夺|来定|签字|点头|做主)|(?:决策人|决定权?的?人?|拍板的?人?|签字的?人?|说了算的)(?:就)?是(?:{who})|由(?:{who})(?:来)?(?:决定|拍板|定|签)|(?:{who})是(?:.{{0,6}}的)?(?:决策人|决策者)|(?:决定权|拍板权)在(?:{who})|(?:听|看|等|要)(?:{who})(?:的|点头|签字|拍板)",
            text,
        ):  # fmt: skip
            yield p.name


def _called(p: Contact) -> list[str]:
    parts = [p.name]
    if p.name.isascii() and " " in p.name:
        parts += [w for w in p.name.split() if len(w) > 2]
    return parts


def _counted(unit: str, cue: str = "") -> Callable[[str, About], Iterator[str]]:
    asked = re.compile(cue, re.IGNORECASE)
    whole = re.compile(
        rf"(?<![A-Za-z0-9.,-])(?P<n>{_NUMBER}) ?(?:个|名|位|年|天|家|座|条|套)?(?: |的)?(?:{unit})", re.IGNORECASE
    )

    turned = re.compile(
        rf"(?:{unit})(?:数量?|总数)?(?:一共|总共|总计|共|合计|大概|大约|要|需要|是|有|为){{1,3}} ?(?P<n>{_NUMBER}) ?(?:个|名|位|家|座|条|套)"
    )

    def read(text: str, about: About) -> Iterator[str]:
        for m in turned.finditer(text):
            n = m["n"].replace(",", "")
            yield str(_NUMBERS.get(n, n))
        for m in whole.finditer(text) if asked.search(text) else ():
            before = text[max(0, m.start() - 14) : m.start()].casefold()
            if re.search(
                r"(?:another|extra|additional|more|first|next|pilot|above|under|least|most|about|再加|增加|追加|另外|先|试点|超过|不到|至少|前)[^,，。.]{0,6}$",
                before,
            ):
                continue
            if re.match(r" (?:more|extra|to \d)|以上|左右", text[m.end() : m.end() + 8]):
                continue
            n = m["n"].replace(",", "").casefold()
            yield str(_NUMBERS.get(n, n))

    return read


def _term(text: str, about: About) -> Iterator[str]:
    for clause in _clauses(text):
        if re.search(r"(?<![a-z])(?:contract|term|sign|agree|renew)\w*|合同|签|年限|期限", clause, re.IGNORECASE):
            for m in re.finditer(
                rf"(?<![A-Za-z0-9.,-])(?P<n>{_NUMBER})[- ]?(?:year|年)(?:s)?(?![a-z前后内以里\d])",
                clause,
                re.IGNORECASE,
            ):
                n = m["n"].casefold()
                yield str(_NUMBERS.get(n, n))


def _payment(text: str, about: About) -> Iterator[str]:
    pattern = r"(?:payment|pay|paid|invoices?)(?: \w+){0,4} (?:at|within|in|after|of|to)? ?(?P<a>\d{1,3}) days|(?P<b>\d{1,3})[- ]days? (?:payment|net|terms)|net (?P<c>\d{1,3})|(?:账期|付款周期|回款周期).{0,4}?(?P<d>\d{1,3}) ?天|(?P<e>\d{1,3}) ?天(?:的|后|之内|以内)?(?:账期|内?付款|到款|回款)|付款.{0,4}?(?P<f>\d{1,3}) ?天"
    for m in re.finditer(pattern, text, re.IGNORECASE):
        yield next(g for g in m.groups() if g)


def _dated(cues: str, *, months: bool = False) -> Callable[[str, About], Iterator[str]]:
    """The day a thing is said to happen; with `months`, the month where no day is named."""
    cue = re.compile(cues, re.IGNORECASE)
    month = re.compile(
        rf"(?<![a-z])(?P<m>{'|'.join(_MONTHS)})(?: (?P<y>\d{{4}}))?(?![a-z])|(?P<n>\d{{1,2}})月", re.IGNORECASE
    )

    def read(text: str, about: About) -> Iterator[str]:
        for clause in _clauses(text):
            if not cue.search(clause):
                continue
            for d in days(clause, about.today):
                if re.search(r"\d|[一二三四五六七八九十]月", d.text) and d.value.day is not None:
                    yield d.value.day.isoformat()
                    break
            else:
                if months and (m := month.search(clause)) is not None:
                    yield m["n"] or str(_MONTHS.index(m["m"].casefold()) + 1)

    return read


def _rival(text: str, about: About) -> Iterator[str]:
    for m in re.finditer(
        r"(?P<en>[A-Z][a-z]+[A-Za-z]*) (?:is at|offers?(?: it)?(?: at| for)?|quoted|asks|bids) (?=(?:USD|EUR|CNY|US\$|\$|€|¥)? ?\d)|(?P<zh>[\u3400-\u9fff]{3,6}?)(?:报价?了?|出价)(?=\d)",
        text,
    ):
        sums = [x for x in money(text) if x.start >= m.start()]
        if sums:
            yield f"{m['en'] or m['zh']}: {sums[0].value.amount.normalize():f}"


def _place(text: str, about: About) -> Iterator[str]:
    for m in re.finditer(
        r"(?i:data) (?:(?:must|may|can|could|should|will|has to|have to|needs? to|is to|is|are|only|all|be|also|either) ){0,4}(?:stays?|remains?|hosted|kept|stored|held|lives?|sits?)(?: only)? in (?:the )?(?P<a>[A-Z][\w ]{1,20}?)(?=[.,;]| and | only|$)"
        r"|数据(?:必须|要|只能|可以|得|应该|需要|都|全部){0,2}(?:放|存|留|部署|保存|存放|落)(?:到|在)(?P<b>[\u3400-\u9fff]{2,8}?)(?=就行|即可|机房|，|。|；|,|;|$)",
        text,
    ):
        yield (m["a"] or m["b"]).strip()


def _people_employed(text: str, about: About) -> Iterator[str]:
    pattern = (
        r"(?:employs?|employing|staff of|headcount (?:is|of)|workforce of) (?:about |some |around )?(?P<a>\d[\d,]*)|(?P<b>\d[\d,]*) (?:employees|staff|people (?:work|are employed))"
        r"|(?:公司|全公司|员工|人员|一共|总共)(?:总数)?(?:有|共|约|大概|是|为)? ?(?P<c>\d[\d,]*) ?(?:多)?(?:个|名)?(?:员工|人)|(?P<d>\d[\d,]*) ?(?:个|名)?(?:员工|人的公司)"
    )
    for m in re.finditer(pattern, text, re.IGNORECASE):
        yield next(g for g in m.groups() if g).replace(",", "")


_YEARS_OF_COVER = re.compile(
    rf"(?<![A-Za-z0-9.,-])(?P<a>{_NUMBER})[- ]years?(?: of)? (?:warranty|guarantee)|(?:warranty|guarantee)(?: \w+){{0,4}} (?P<b>{_NUMBER}) years?|质保.{{0,6}}?(?P<c>{_NUMBER}) ?年|(?P<d>{_NUMBER}) ?年(?:的)?质保",
    re.IGNORECASE,
)


def _cover(text: str, about: About) -> Iterator[str]:
    for m in _YEARS_OF_COVER.finditer(text):
        n = next(g for g in m.groups() if g).casefold()
        yield str(_NUMBERS.get(n, n))


DECIDES = Kind("who decides", "决策人", _decides)
_SEATS = _counted(
    r"seats?|licen[cs]es?|users|席位|账号|用户",
    r"(?<![a-z])(?:needs?|wants?|orders?|total|in all|altogether|plans? (?:for|with)|requires?|rollout (?:for|to)|roll out to)(?![a-z])|需要|要(?!求)|一共|总共|共计|合计|定了|上",
)
_SITES = _counted(
    r"plants|factories|sites|工厂|厂区|门店|产线",
    r"(?<![a-z])(?:there are|runs?|has|have|operates?|own|owns|of|in|with|wants?|needs?)(?![a-z])|有|共|需要|要(?!求)|开了|设了",
)
KINDS = (
    Kind("the budget", "预算金额", _budget),
    Kind("whether the budget is approved", "预算是否已批", _approved),
    DECIDES,
    Kind("the number of seats", "席位数", _SEATS, True),
    Kind("the length of the contract in years", "合同年限", _term, True),
    Kind("the days to pay", "付款账期", _payment),
    Kind("the number of plants", "工厂数", _SITES, True),
    Kind("the number of employees", "员工数", _people_employed),
    Kind("the day of going live", "上线日期", _dated(r"go(?:es|ing)?[- ]live|(?:be|being|went|are|is) live|goes? into operation|上线|投产|启用")),
    Kind("the day of signing", "签约日期", _dated(r"(?<![a-z])sign(?:s|ed|ing|ature)?(?![a-z])|签约|签合同|合同.{0,12}签|盖章|用印")),
    Kind("the end of the contract", "合同到期日", _dated(r"contract (?:ends|end|expires|runs (?:out|until))|合同.{0,14}(?:到期|截止)")),
    Kind("the end of the old system", "旧系统停用时间", _dated(r"(?:old|present|current|legacy) (?:\w+ ){0,2}(?:system|tool|software|licen[cs]e)\w*.{0,20}(?:switched off|stays? on|shut down|retired|turned off|runs? (?:out|until)|ends?|lapses?|expires?)|(?:老|旧|现有|现在的)(?:系统|软件).{0,12}(?:停用|下线|关停|要用到|用到|到期|淘汰)", months=True)),
    Kind("where the data is kept", "数据存放地", _place),
    Kind("the years of warranty", "质保年限", _cover),
    Kind("whether the cloud is accepted", "是否接受上云", _stance(
        r"(?:happy with|fine with|accepts?|ok(?:ay)? with|agrees? to|open to|prefers?|wants?) (?:the |a )?cloud|cloud is (?:fine|ok(?:ay)?|accepted|no problem|welcome|possible)|(?:可以|能|愿意|同意)?(?:接受|同意|可以|愿意)(?:上)?云(?!台)",
        r"(?:not|never|n['’]t|nothing|no) (?:\w+ ){0,3}(?:the |a )?cloud|cloud is (?:out|excluded|not|no option|impossible|forbidden)|against (?:the )?cloud|(?:不|没法|无法|不能|不肯|拒绝)(?:接受|同意|可以|愿意)?(?:上)?云(?!台)|只能(?:本地|私有化?)部署|只能部署在(?:自己|本地)")),
    Kind("whether several offers are needed", "是否需要比价", _stance(
        r"(?:needs?|wants?|must (?:get|have|see)|requires?|insists? on) (?:\w+ ){0,2}(?:three|several|competing|comparative) (?:offers|quotes|bids)|(?:要|需要|必须|得)(?:\w{0,3}三家)?比价|要招标|走招标|三家比价",
        r"(?:no|not|n['’]t) (?:\w+ ){0,2}(?:tender|other offers|competing (?:offers|bids)|second offer|comparison)|single[- ]source|sole[- ]source|(?:不用|不需要|无需|不必)(?:三家)?(?:比价|招标)|单一来源|直接采购")),
    Kind("whether they renew", "是否续约", _stance(
        r"(?:will|wants? to|are going to|decided to|happy to) (?:renew|extend)|(?:会|要|决定|愿意|同意)续(?:约|签|费)",
        r"(?:not|never|n['’]t|no plans? to|refuses? to) (?:\w+ ){0,2}(?:renew|extend)|(?:不|没打算|不打算|不会|不想|放弃)(?:再)?续(?:约|签|费)"), True),
)  # fmt: skip


def _clauses(text: str) -> list[str]:
    return re.split(r"[;；。！？!?\n]|(?<=[a-z])\. |(?<!\d),(?!\d)|，", text)
