"""Who a deal was lost to, however a report says so: "Metrivane undercut us", "Plantora beat us on price", 恒测云报价比我们低."""

import re

from assistant.brains.offline.meant import Meant
from assistant.brains.offline.names.subjects import subjects
from assistant.brains.offline.orders.proposing import call
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.words.manner import asks

_NAME = r"(?P<n>[A-Z][\w&.-]*(?: [A-Z][\w&.-]*)?)"
_CHEAPER = re.compile(
    rf"{_NAME}(?:'s (?:price|offer|quote))? (?:(?:has|have|had|just|simply|again|was|were|is|are|came in|were) )*(?:undercut|underbid|outbid|cheaper|lower|below us|less expensive|offered (?:it )?(?:less|cheaper|for less)|gave (?:them )?(?:a )?(?:better|lower) price)(?![a-z])"
)
_WON = re.compile(
    rf"{_NAME} (?:(?:has|have|had|just|simply|finally) )*(?:beat us|pipped us|edged us out|snapped it up|walked (?:away|off) with it|got there first|got in first|swooped in|got (?:it|the deal|the order|the job)|took (?:it|the deal|the order)|won (?:it|the deal|the order|them over|the tender)|snatched (?:it|the deal)|made the race|was chosen|was picked|were chosen|had the better)(?![a-z])"
)
_FIRM = r"(?P<n>(?![被让给把])[\u3400-\u9fffA-Za-z][\u3400-\u9fffA-Za-z0-9]{1,7}?)(?:低价|压价|降价)?"
_CHEAPER_ZH_1, _CHEAPER_ZH_2 = (
    re.compile(rf"(?:^|[,.;:，。]|因为|是|由于|说|被){_FIRM}(?:那边|家)?(?:的)?(?:报价?|价格|价钱|价|出价)?(?:比我们|比咱们?|比我方)(?:的)?(?:更|还|要)?(?:低|便宜|优惠|划算|有优势)"),
    re.compile(rf"(?:^|[,.;:，。]|因为|是|由于|被){_FIRM}(?:压价|打折|降价|低价)(?:抢|拿|了)"),
)  # fmt: skip
TOOK_ZH = r"(?:抢走|抢了|抢去|抢到|抢先(?:一步)?|抢单|截走|截了|截胡|截去|拿走|拿了|拿下|拿去|撬走|撬了|挖走|夺走|签走|签了|签下|中标|中的标|中了标|夺标|胜出|赢了|捷足先登|先下手)"
"""What a rival that won did, behind its name."""
_WON_ZH = re.compile(
    rf"(?:^|[,.;:，。 ]|因为|是|由于|被|让|给|[了的单目]被)(?:它|人家)?{_FIRM}(?:那边|那家|家|最后|最终|给|把(?:标|单子?|这单|项目|合同|我们|它))*{TOOK_ZH}"
)
_CHOSEN_ZH = re.compile(
    rf"(?:(?:选|选择|选定|签|敲定|定|用|买|换|投向|转投|倒向|改用|改签|换成|选中)了?|(?:输|败|丢|让)给了?|对手(?:是|:)|竞品(?:是|:)|竞争对手(?:是|:)|(?:中标|赢|胜出)(?:的|方|单位)+(?:是|:)){_FIRM}(?:家|那边|的方案|的产品|的设备|的)?(?:了|啦)?(?=$|[,.;!，。； ])"
)
_NOBODY = frozenset(
    "I We They He She It You But And Because So The This That Price Budget Client Customer Competitor Competitors Our Their Somebody Someone 人家 客户 对方 他们 我们 咱们 竞品 对手 竞争对手 别人 友商 单子 这单 价格 报价 项目 预算 别家 同行".split()
)


NO_FIRM = re.compile(
    r"^(?:成.*|.*\d+[月号日年].*|.*(?:我们|咱们|客户|他们|对方|价格|报价|竞品|对手|单子|项目|合同|预算|那单|这单|时间|人家).*|.*[了被让给]|(?:一|不|没|先|已|都|别|谁|哪|什么|[这那]).*|.{1}|(?=[a-z]).*|(?:便宜|更|另|其他|别的|国产|进口|对面|本地|原来|现有).*|.*(?:总监|经理|主管|老板|负责人|供应商|厂家|方案|的|那|公司里))$"
)


def beaten_by(r: Reading) -> tuple[str, bool] | None:
    """The rival that won, and whether it did by its price; a customer or colleague on record is none."""
    for pattern, cheaper in (
        (_CHEAPER, True),
        (_WON, False),
        (_CHEAPER_ZH_1, True),
        (_CHEAPER_ZH_2, True),
        (_WON_ZH, False),
        (_CHOSEN_ZH, False),
    ):
        for match in pattern.finditer(r.said, r.lo, r.hi):
            start, end = match.span("n")
            if (
                match["n"] in _NOBODY
                or NO_FIRM.search(match["n"])
                or any(n.start < end and start < n.end and n.entity in ("contact", "deal", "user") for n in r.names)
            ):
                continue
            r.memo.setdefault("read", []).append(match.span())
            return match["n"], cheaper
    return None


_TELLS_IT = re.compile(
    r"(?:的?(?:这|那)?(?:个)?(?:单子?|项目|商机|边|家))?(?: ?(?:[:：,，。]|-+|–|—|(?:is|was|has|,) ?(?:gone|over|dead|lost|died|off|toast|history)|went|died|fell through|collapsed|fell apart|我们|咱们|最后|最终|已经?|(?:黄|没|凉|飞|丢|输|跑|吹|泡汤)了|没戏了?|没拿下|没签成|没成|没中|丢单了?|被|让|给|客户|他们|对方))+ ?"
)


def given_away(r: Reading) -> Meant | None:
    """ "Harrow rollout: Metrivane got it", 华微续约被恒测云抢走了: the deal named first is lost to whom is said."""
    beaten = beaten_by(r)
    if beaten is None or asks(r) or (beaten[1] and not r.has("lose")):
        return None
    about = next((s for s in subjects(r, "deal", "account") if s.start - r.lo < 12), None)
    if about is None or beaten[0] in about.text or len(r.whole) > 160:
        return None
    if (told := _TELLS_IT.match(r.text, about.end, r.hi)) is None:
        return None
    fields = {
        "stage": "lost",
        "lost_reason": "price" if beaten[1] or CHEAP.search(r.whole) else "competitor",
        "competitor": beaten[0],
    }
    r.memo.setdefault("read", []).append((about.end, about.end + len(told[0])))
    return Meant(0.92, (call("update", "deal", about.text, fields),))


CHEAP = re.compile(
    r"(?<![a-z])(?:price|cheaper|% below|% less|% lower|less money|undercut)(?![a-z])|价格|便宜|低价|报价低"
)
