"""The amount and the seats a report gives a deal: the new ones, not the old, a ceiling, a rival's or what is only wished for."""

import re

from assistant.brains.offline.parts.clauses import clauses, sentences
from assistant.brains.offline.pieces.amounts import said
from assistant.brains.offline.reading import Reading
from assistant.recognise.money import Money
from assistant.recognise.spans import Span

_DEAL = r"(?:deal|renewal|project|rollout|expansion|pilot|contract|order|amount|value|price|total|quote|offer|opportunity|upgrade|subscription|licen[cs]es?|it)"
_ORDER = re.compile(
    r"(?:(?<![a-z])(?:change|set|update|make|put|move|raise|lower|reduce|increase|bump|adjust|correct|cut|bring)(?![a-z])[^,.;]{0,48}?(?:(?<![a-z])(?:to|at|it|down to|up to)|=) ?"
    r"|(?:改成|改为|改到|改|调成|调为|调到|调整(?:为|到|成)|定为|定在|定|按|更新(?:为|成|到)|设(?:为|成)|写成|算成|(?<!预)(?<!概)算|记成|填)(?:了)? ?)$"
)
"""An order to write the amount down, the strongest word of all."""
_BY = re.compile(
    rf"(?:(?<![a-z])(?:(?P<up>bump|raise|increase|lift|up|grow|extend|expand|higher)|(?P<down>lower|reduce|cut|decrease|drop|discount))(?:ed|d|s|ing)?(?![a-z])[^,.;]{{0,40}}? by|(?<![a-z])(?P<add>add(?:s|ed|ing)?|put(?:s|ting)?|plus)"
    rf"|(?<![a-z]){_DEAL}(?![a-z])[^,.;]*?(?<![a-z])(?:goes|go|going|went|gone|comes|came|is|gets|moves?|moved)(?: now)? (?:(?P<goes>up)|(?P<falls>down))(?: by)?|(?<![a-z]){_DEAL}(?![a-z])[^,.;]*?(?<![a-z])(?:(?P<grows>grows|grew|rises|rose|increases|increased)|(?P<shrinks>shrinks|shrank|drops|dropped|falls|fell|decreases|decreased)) by) (?:about |around |roughly |another |an? (?:extra|additional|further) |some )*$"
    r"|(?:(?P<zup>增加|追加|多出?|上浮|上调|提高|提|(?<![参增追附])加|涨|升)|(?P<zdown>减少|减|降低|降|下调|少|砍|便宜|让利?))(?:了|上|掉)? ?$"
)
_TO_IT = re.compile(
    rf" (?:to|on|onto|for) (?:the |it|that |this |their |our |\w+ ){{0,3}}?{_DEAL}(?![a-z])|[^,.;]*?(?<![a-z])on top"
)
_OF_IT = re.compile(r"金额|总价|总额|合同额|商机|单子|这单|标的|价格|报价|总数")
_OURS_TO_DO = re.compile(
    r"(?<![a-z])(?:i|we)(?:'ll| will| should| need| have| must| am to| are to| promised)(?![a-z])|我(?:要|得|会|来|去)"
)
"""What I am still to do is a task: "I should update the quote to 102k"."""
_GOES = re.compile(
    rf"(?<![a-z]){_DEAL}(?![a-z])[^,.;]*?(?<![a-z])(?:goes|go|going|comes|came|come|drops?|dropped|falls?|fell|rises?|rose|moves?|moved|went|shrinks?|shrank|grows?|grew|cut|reduced|increases?|increased|lowered|raised|brought|is now|now|stands|settled|ends up|comes out|lands)(?: from \S+(?: (?:k|m|million|thousand))?)?(?: (?:down|up|back|now|in))*(?: (?:to|at))? ?(?:about |around |roughly |only |just )?$"
)
_MAKES = re.compile(
    r"(?<![a-z])(?:so |which |that )?(?:we(?:'re| are| land| end up| come out| arrive| stand)|that(?:'s| is| makes| brings us)|(?:which )?(?:makes|brings) (?:it|us|that)|it(?:'s| is) now|now)(?: now)? (?:at |to )?(?:about |around |roughly )?$"
)
_SEATS_SAID = re.compile(
    r"(?<![a-z])(?:seats?|users?|licen[cs]es?|deal|project|order|site|bigger|smaller|scope)(?![a-z])"
)
"""What an amount behind "so we are at" is of."""
_ON_TO = re.compile(r"^\s*(?:and |then |but )*(?:(?:down|up|back) to|to) (?:about |around |roughly )?$")
_MOVES = re.compile(
    rf"(?<![a-z]){_DEAL}(?![a-z]).*(?<![a-z])(?:goes|go|comes|drops?|falls?|rises?|moves?|went|came|grows?|shrinks?|increases?)(?![a-z])"
)
_VALUE = re.compile(
    r"(?<![a-z])(?:deal (?:value|size|amount|is|worth)|worth|amount|value|contract value|total|order (?:of|for|value)|quoted?(?: at| them)?|priced at|at a price of|offer(?:ed)?(?: at| of)?)(?![a-z])|金额|总价|报价|价格|价钱|合同额|总额|成交价|谈到|谈成|降到|单价以外|标的"
)
_NOW_AT = re.compile(r"(?:涨|升|增|提|上调|下调|降|减|砍|压|缩|追加|扩)(?:加|高|低|少|价)?(?:到|至|成|为)了? ?$")
_RIVALS = re.compile(
    r"竞品|竞争|对手|对方报|他们报|别家|友商|那边报|(?<![a-z])(?:their|competitors?|rival)(?:'s)? (?:price|quote|offer)"
)
_CEILING = re.compile(
    r"(?:(?<![a-z])(?:under|below|at most|max(?:imum)?(?: of)?|no more than|not more than|not above|not exceed|not exceeding|exceed|capped? (?:at|of)|within|less than|up to|as much as|ceiling (?:of|is)|limit (?:of|is)|anything over|over|above) ?(?:the )?|不超过?|不高于|不能超过?|别超过?|超过?|最多|至多|封顶|上限是?|低于|少于|顶多) ?$"
)
_WITHIN = re.compile(
    r" ?(?:以内|以下|之内|之下|内|封顶|上下浮动)| (?:at most|max(?:imum)?|tops|or less|ceiling|cap)(?![a-z])"
)
_WISHED = re.compile(
    r"(?<![a-z])(?:wants?|wanted|asks?|asked|hopes?|hoping|would like|wish(?:es)?|if|expects?|expected|target|need us|needs us|push(?:es|ing)? (?:us|for)|could|might|maybe|perhaps)(?![a-z])|要我们|让我们|叫我们|希望|想要?(?!办法)|要求|如果|要是|能不能|最好|争取|可能|也许"
)
_WAS = re.compile(
    r"(?:(?<![a-z])(?:from|instead of|not|was|were)|从|由|原来|原先|之前|不是|本来|原价)(?: the)? ?(?:是|报|要)?$"
)
_QUOTES_ZH = re.compile(
    r"^(?P<who>[^,，。;；]*?)(?:那边|这边|家)?(?:的)?(?:报价?|出价|开价|标价)(?:了|到|是|为|才|只要|只有|大概)*[^,，。;；]{0,4}$"
)
_FELL_ZH = re.compile(
    r"(?:^|[,，。;；]|说|讲|称|提到|听说|据说|发现|因为)(?P<who>[\u3400-\u9fffA-Za-z0-9]{2,8}?)(?:那边|家|他们)?(?:又|再|已经|直接|也|刚|居然|竟然)*(?:降|压|砍|杀|让|跌|报|打)(?:价|折)?(?:到|至|成|了)+(?:大概|差不多)?$"
)
_NO_FIRM_ZH = re.compile(
    r"价|金额|总额|折扣|预算|报|最后|最终|客户|对方|可以|能|会|已|谈|同意|接受|希望|单价|合同|这|那|他|她|它"
)
_OUR_OFFER = re.compile(
    r"我|咱|新|重|再|次|最终|最新|正式|给|要|按|总|项目|单|方案|原|商机|席位|把|将|修改|调整|更新|接受|同意"
)
_QUOTES = re.compile(
    r"(?:^|[\s,])(?P<who>[a-z0-9&.'-]+)(?: has| have| is| are| also| just| only)*(?: quoted| quotes| offers| offered| asks| charges| charged| bids?| comes in at| at)(?: (?:us|them|him|her|about|around|only|just|for|at))* ?$"
)
_US = frozenset(
    "we i we've i've us and so just it amount value total deal price renewal project order contract now stays worth".split()
)
_BUDGET = re.compile(r"(?<![a-z])budget(?:s|ed)?(?![a-z])|预算")
_NOT_YET = re.compile(r"(?<![a-z])(?:not|no|pending|waiting|until|unless|if|n't|never)(?![a-z])|没|未|待|不|还在等|等")

_SEATS = r"(?:seats?|users?|licen[cs]es?|席位|套(?!餐)|用户|账号|坐席)"
_SEAT_WORD = re.compile(rf"(?<![a-z]){_SEATS}(?![a-z])")
_SEATS_BEHIND = re.compile(rf" ?个?{_SEATS}(?![a-z])")
_CHANGED_SEATS = (
    re.compile(rf"(?<![a-z])from \d+ ?(?:{_SEATS})? (?:down |up )?to (?P<n>\d+)(?!\d|[.,]\d|k|万| ?%)"),
    re.compile(rf"\d+ {_SEATS}[^,.;]*? (?:down |up |back )?to (?P<n>\d+)(?!\d|[.,]\d|k|万| ?%)(?! ?[a-z]{{3,}}(?<!seats))"),
    re.compile(r"\d+ ?(?:个|套)?(?:席位|用户|账号|坐席|套)?[^,，。;；]{0,12}?(?:加|增|减|砍|降|改|扩|调|缩|升|涨|变)[^,，。;；\d]{0,4}?(?:到|至|成|为|剩) ?(?P<n>\d+)(?!\d|[.,]\d|万|块|元|%)"),
    re.compile(rf"(?<![a-z])(?:so|making|makes|now|in total|total of|that's|that is|altogether|thus)(?: it| that)?(?: now| at| to)? (?P<n>\d+) {_SEATS}(?![a-z])"),
    re.compile(r"先(?:上|买|做|用|签|开|要) ?(?P<n>\d+) ?(?:个|套)(?![\u3400-\u9fff]{0,2}(?:月|点|天))"),
)  # fmt: skip
_MORE_SEATS = re.compile(
    r"(?:(?<![a-z])(?:add(?:s|ed|ing)?|plus|another|(?:extra|additional))(?: an?| of)?|(?:再|又|要|想|得)?(?:增加|追加|多要|多加|加|增)(?:了|上)?) ?$"
)
"""Seats that come on top of those there are: 要加10个账号."""
_FOR_SEATS = re.compile(r"\d+ (?:seats?|users?|licen[cs]es?) (?:at|for) (?:about |around |roughly )?$")
_OLD = re.compile(r"(?:(?<![a-z])(?:from|instead of|not|was|were)|从|由|原来|原先|之前|不是|本来) ?$")


def told_amount(r: Reading) -> str | None:
    """The amount the deal takes, as text; an order outweighs what was merely said, and of several orders the last holds."""
    best: tuple[int, str] | None = None
    for clause in clauses(r):
        for money in clause.money:
            sign = _sign(r, clause, money)
            weight = (
                (0 if _WISHED.search(r.text[clause.lo : money.start]) else _ORDERED)
                if sign
                else _weight(r, clause, money)
            )
            if weight and (best is None or weight > best[0] or weight == best[0] == _ORDERED):
                best = (weight, sign + said(money.value))
    return best[1] if best else _as_named(r)


_ACCORDINGLY = re.compile(
    r"(?<![a-z])(?:change|update|adjust|set|correct|amend)(?: the| its| our)?(?: deal| deal's| opportunity)? (?:amount|value|price|total)(?: accordingly| to (?:that|this|match(?: it)?)| too| as well| to reflect (?:that|it|this))?(?=[.,;!]| and |$)"
    r"|金额(?:也)?(?:相应|跟着|同步|一起|照此|照这个)(?:地)?(?:改|调|更新|变)(?:一?下|过来)?"
)
"""An order to change the amount to the one named before it."""


def _as_named(r: Reading) -> str | None:
    """ "Sent Oscar the new offer, 85k. Please update the amount": the one amount named before, unless it is a rival's or a budget."""
    order = _ACCORDINGLY.search(r.text, r.lo, r.hi)
    before = [m for m in r.money if m.end <= order.start()] if order else []
    if order is None or not before or len({said(m.value) for m in before}) > 1:
        return None
    lead = r.text[max(r.lo, before[0].start - 40) : before[0].start]
    return None if _RIVALS.search(lead) or _BUDGET.search(lead) else said(before[0].value)


def _sign(r: Reading, clause: Reading, money: Span[Money]) -> str:
    """ "+" or "-" for an amount the deal grows or shrinks by; empty for one it comes to."""
    lead, tail = r.text[clause.lo : money.start], r.text[money.end : clause.hi]
    by = _BY.search(lead)
    if by is None or _RIVALS.search(lead) or _BUDGET.search(lead) or _CEILING.search(lead) or _WITHIN.match(tail):
        return ""
    if by["add"] and not _TO_IT.match(tail):
        return ""
    if (by["zup"] or by["zdown"]) and not _OF_IT.search(lead):
        return ""
    return "-" if by["down"] or by["falls"] or by["shrinks"] or by["zdown"] else "+"


_ORDERED, _GOES_TO, _SAID = 3, 2, 1


def _weight(r: Reading, clause: Reading, money: Span[Money]) -> int:
    lead, tail = r.text[clause.lo : money.start], r.text[money.end : clause.hi]
    if _FOR_SEATS.search(lead) and not _WISHED.search(lead):
        return _SAID
    if _RIVALS.search(lead) or _WAS.search(lead) or _theirs(lead) or _another_firms(r, clause, money):
        return 0
    moving = _ON_TO.search(lead) and (whole := _sentence(r, clause)) and _MOVES.search(r.text[whole.lo : clause.lo])
    if _MAKES.search(lead) and (around := _sentence(r, clause)) and _SEATS_SAID.search(around.whole):
        return 0 if _WITHIN.match(tail) or _WISHED.search(lead) else _GOES_TO
    if moving or _GOES.search(lead):
        return 0 if _WITHIN.match(tail) or _WISHED.search(lead) else _GOES_TO
    if _CEILING.search(lead) or _WITHIN.match(tail):
        return 0
    if _ORDER.search(lead) and not _WISHED.search(lead):
        return 0 if _OURS_TO_DO.search(lead) else _ORDERED
    if _BUDGET.search(lead) or _BUDGET.match(tail.strip().removeprefix("的")):
        around = r.within(clause.lo, min(r.hi, clause.hi + 14))
        return _SAID if around.has("approved") and not _NOT_YET.search(around.whole) else 0
    if _WISHED.search(lead):
        return 0
    return _SAID if _NOW_AT.search(lead) or _VALUE.search(lead) else 0


def _theirs(lead: str) -> bool:
    """Whether somebody else names the price: "Plantora quoted 45k", 她说数砺报价19万; our own offer is ours."""
    quoted = _QUOTES_ZH.search(lead)
    if quoted is not None:
        who = re.sub(r"^.*(?:说|讲|提到|称|听说|,|，)", "", quoted["who"])
        return bool(who) and not _OUR_OFFER.search(who)
    bid = _QUOTES.search(lead)
    return bid is not None and bid["who"] not in _US


def _another_firms(r: Reading, clause: Reading, money: Span[Money]) -> bool:
    """他说恒测云又降到45万: whoever lowers a price and is neither us nor a customer or deal on record is a rival."""
    fell = _FELL_ZH.search(clause.text, clause.lo, money.start)
    who = re.sub(r"^.*(?:说|讲|称|提到|发现)", "", fell["who"]) if fell is not None else ""
    if fell is None or len(who) < 2 or _OUR_OFFER.search(who) or _NO_FIRM_ZH.search(who):
        return False
    start, end = fell.end("who") - len(who), fell.end("who")
    named = [n for n in clause.names if n.start < end and start < n.end]
    if not named:
        return True
    # A rival may have a record too; a customer is who was met, or whose people were.
    met = [c.label for n in r.names if n.end <= start for c in n.candidates if c.entity in ("contact", "account")]
    return bool(met) and all(
        n.entity == "account" and not any(c.label in m for m in met for c in n.candidates if c.entity == "account")
        for n in named
    )


def _sentence(r: Reading, clause: Reading) -> Reading | None:
    return next((s for s in sentences(r) if s.lo <= clause.lo and clause.hi <= s.hi), None)


def told_seats(r: Reading) -> str | None:
    """The seats the deal takes: behind "from 60 to 90 seats" and 从25个席位加到30个 the new ones."""
    for pattern in _CHANGED_SEATS:
        for match in pattern.finditer(r.text, r.lo, r.hi):
            whole = next((s for s in sentences(r) if s.lo <= match.start() < s.hi), r)
            if _SEAT_WORD.search(r.text, max(whole.lo, match.start() - 24), min(whole.hi, match.end() + 12)):
                return match["n"]
    for number in r.numbers:
        if (
            _SEATS_BEHIND.match(r.text, number.end, r.hi)
            and number.value == int(number.value)
            and not _OLD.search(r.before(number.start, 14))
        ):
            return ("+" if _MORE_SEATS.search(r.before(number.start, 14)) else "") + str(int(number.value))
    return None
