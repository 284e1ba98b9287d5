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
    rf"{_NAME} (?:(?:has|have|had|just|simply|finally) )*(?:beat us|got (?:it|the deal|the order|the job)|took (?:it|the deal|the order)|won (?:it|the deal|the order|them over|the tender)|snatched (?:it|the deal)|made the race|was chosen|was picked|were chosen|had the better)(?![a-z])"
)
_FIRM = r"(?P<n>[\u3400-\u9fffA-Za-z][\u3400-\u9fffA-Za-z0-9]{1,7}?)(?:低价|压价|降价)?"
_CHEAPER_ZH_1, _CHEAPER_ZH_2 = (
    re.compile(rf"(?:^|[,.;:，。]|因为|是|由于|说|被){_FIRM}(?:那边|家)?(?:的)?(?:报价?|价格|价钱|价|出价)?(?:比我们|比咱们?|比我方)(?:的)?(?:更|还|要)?(?:低|便宜|优惠|划算|有优势)"),
    re.compile(rf"(?:^|[,.;:，。]|因为|是|由于|被){_FIRM}(?:压价|打折|降价|低价)(?:抢|拿|了)"),
)  # fmt: skip
_WON_ZH = re.compile(
    rf"(?:^|[,.;:，。]|因为|是|由于|被|让){_FIRM}(?:把单子|把这单|把我们)?(?:给)?(?:抢走|抢了|截走|截了|截胡|拿走|拿下|撬走|撬了|中标|赢了|抢到)"
)
_NOBODY = frozenset(
    "I We They He She It You But And Because So The This That Price Budget Client Customer Competitor Competitors Our Their Somebody Someone 客户 对方 他们 我们 咱们 竞品 对手 竞争对手 别人 友商 单子 这单 价格 报价 项目 预算 别家 同行".split()
)


def beaten_by(r: Reading) -> tuple[str, bool] | None:
    """The rival that won, and whether it did by its price; a customer or colleague on record is none."""
    for pattern, cheaper in (
        (_CHEAPER, True),
        (_WON, False),
        (_CHEAPER_ZH_1, True),
        (_CHEAPER_ZH_2, True),
        (_WON_ZH, False),
    ):
        for match in pattern.finditer(r.said, r.lo, r.hi):
            start, end = match.span("n")
            if match["n"] in _NOBODY or any(
                n.start < end and start < n.end and n.entity in ("contact", "deal", "user") for n in r.names
            ):
                continue
            return match["n"], cheaper
    return None


_TELLS_IT = re.compile(r" ?(?:[:：,，]|-+|–|—|is gone|is over|is dead|has gone|黄了|没了|凉了|被|让) ?")


def given_away(r: Reading) -> Meant | None:
    """ "Harrow rollout: Metrivane got it", 华微续约被恒测云抢走了: the deal named first is lost to whom is said."""
    beaten = beaten_by(r)
    if beaten is None or asks(r) or (beaten[1] and not r.has("lose")):
        return None
    about = next((s for s in subjects(r, "deal", "account") if s.start - r.lo < 12), None)
    if about is None or beaten[0] in about.text or not _TELLS_IT.match(r.text, about.end, r.hi) or len(r.whole) > 160:
        return None
    fields = {
        "stage": "lost",
        "lost_reason": "price" if beaten[1] or _CHEAP.search(r.whole) else "competitor",
        "competitor": beaten[0],
    }
    return Meant(0.92, (call("update", "deal", about.text, fields),))


_CHEAP = re.compile(
    r"(?<![a-z])(?:price|cheaper|% below|% less|% lower|less money|undercut)(?![a-z])|价格|便宜|低价|报价低"
)
