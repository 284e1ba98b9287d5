"""What one part of a new record's description says in Chinese: how it is called, where it is, in which trade, whose it is."""

import re

from assistant.brains.offline.reading import Reading
from assistant.brains.offline.words.places_and_trades import PLACES, trade
from crm_store.models import fields_of

_PLACE_WORDS = "|".join(sorted({zh for _, zh in PLACES}, key=len, reverse=True))
_AREA = rf"(?:(?:{_PLACE_WORDS})(?:市|省)?(?:[\u3400-\u9fff]{{1,6}}(?:市|县|区|镇|工业园))?|[\u3400-\u9fff]{{2,8}}(?:市|省|县|区|镇|工业园))"
_WHERE = re.compile(
    rf"(?:(?:公司|工厂|总部|厂子?|人|办公室)?(?:在|位于|坐落在|设在)|地址(?:在|是|[:：])?)(?P<a>[\u3400-\u9fffA-Za-z0-9]{{2,30}}?)(?:那边|这边|本地)?的?|(?P<b>{_AREA})(?:那边|这边|本地|当地)?(?:的|人|的?公司|的?企业|的?客户)?"
)
_TRADE = re.compile(
    r"(?:他们|公司)?(?:是|主要|专门|一直|主营|业务是)*(?:做|搞|干|从事|生产|制造|卖|研发)(?P<a>[\u3400-\u9fffA-Za-z]{1,12}?)(?:这一?[行块]|行业|业务|产品|生意)?(?:的|的公司|的企业)?|(?:是|属于?)?(?P<b>[\u3400-\u9fff]{2,8}?)(?:行业|领域)的?"
)
_CALLED = re.compile(
    r"(?:(?:公司|名字|名称|全称|客户名|全名)?(?:就?叫做?|名叫|名为)|(?:名字|名称|全称|全名)(?:是|为|[:：]))\s*(?P<n>.+)"
)
_OWNER = re.compile(
    r"(?:归|由|让|给|派给|分给|交给|负责人(?:是|填|写|为|[:：])?)(?P<w>[\u3400-\u9fffA-Za-z ]{1,12}?)(?:负责|跟|跟进|管|来跟|来管)?"
)
_LIKE_A_NAME = re.compile(r"[\u3400-\u9fffA-Za-z0-9&（）()·. -]{2,30}")
_NO_NAME = re.compile(
    r"[了过得着吗呢吧啊哦这那哪谁]|今[天年]|昨天|想要|需要|希望|打算|感觉|据说|好像|已经|电话|手机|邮箱|微信|改为|改成|^[我他她你它]|的$"
)


def particular(part: Reading, entity: str, words: str) -> dict[str, str] | None:
    """The value such a part gives a record of this type; None when it says nothing of the kind."""
    if not part.zh:
        return None
    known = fields_of(entity)
    if called := _CALLED.fullmatch(words):
        return {"name": called["n"].strip()}
    where = "billing_address" if entity == "account" else "city" if entity == "lead" else ""
    if where and (place := _WHERE.fullmatch(words)):
        return {where: place["a"] or place["b"]}
    if "industry" in known and (line := _TRADE.fullmatch(words)):
        said = line["a"] or line["b"]
        return {"industry": trade(said) or said}
    if "industry" in known and (line_ := trade(words.removesuffix("的"))):
        return {"industry": line_}
    if "owner" in known and (owner := _OWNER.fullmatch(words)):
        if re.fullmatch(r"我(?:自己|本人)?", owner["w"]):
            return {"owner": "me"}
        if any(n.may_be("user") and n.text == owner["w"] for n in part.names):
            return {"owner": owner["w"]}
    return None


def like_a_name(part: Reading, words: str) -> bool:
    """Whether a part could be what somebody or something is called: no day, no amount, nothing told."""
    return (
        bool(_LIKE_A_NAME.fullmatch(words))
        and not _NO_NAME.search(words)
        and not part.spans("days", "periods", "money", "durations", "percents")
    )


def a_place(words: str) -> bool:
    """Whether words that stand alone say where somebody is."""
    return bool(re.fullmatch(rf"{_AREA}(?:那边|这边)?的?", words))
