"""Goods worked out at list price: "what would 40 VS-20 cost with 10% off?", 3台网关加50个温湿度传感器打九折多少钱."""

import re
from decimal import Decimal
from typing import Any

from assistant.brains.offline.meant import Meant
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.terms import Call
from assistant.recognise.money import parse_money
from assistant.recognise.numbers import parse_number
from assistant.recognise.numerals import BELOW_100, CHINESE_BELOW_100, chinese_value
from assistant.recognise.percents import percents

_NUMBER = rf"\d[\d,]*|(?:half )?a dozen|an?|{BELOW_100}|(?:a |one )?hundred|two hundred"
_NUMBER_ZH = rf"\d[\d,]*|{CHINESE_BELOW_100}|一百|两百|[一二三四五六七八九]百"
_MEASURE = r"(?:pieces?|pcs|units?|x|seats?|licen[cs]es?|users?|boxes|times)"
_ITEM = re.compile(
    rf"(?:(?P<n>{_NUMBER})(?:\s?(?:[x×]|{_MEASURE})(?: of)?)?(?: the)? )(?P<p>[a-z][\w -]{{1,40}}?)(?: (?:{_MEASURE}))?(?: each)?",
    re.IGNORECASE,
)
_ITEM_ZH = re.compile(
    rf"(?P<n>{_NUMBER_ZH})[个只台套件份块支把]?(?:席位?的?)?(?P<p>[\u3400-\u9fffA-Za-z][\u3400-\u9fff\w -]{{1,20}}?)(?:的?席位)?|(?P<p2>[\u3400-\u9fffA-Za-z][\u3400-\u9fff\w -]{{1,20}}?)(?:的)?(?:买|要|订|来)?(?P<n2>{_NUMBER_ZH})[个只台套件份块支把](?:席位?)?"
)
_AND = re.compile(r"\s*(?:,\s*(?:and )?|\band\b|\bplus\b|\+|&|加上?|和|以及|还有|、|，)\s*", re.IGNORECASE)
_OPENS = re.compile(
    r"(?:so )?(?:(?:and )?(?:what|how much)(?: would| will| do| does| is| are|['’]s)?(?: it)?(?: (?:we|you|i) (?:charge|ask|want|pay|take)(?: (?:for|them for|a customer for))?)?(?: the (?:total |list )*(?:price|cost)s? (?:of|for))?(?: for)?|(?:can you |could you |please |pls )*(?:calculate|work out|quote(?: me)?|price (?:up|out)|compute|figure out|give me (?:a|the) (?:quote|price) (?:for|of))(?: the (?:list )?price (?:of|for))?|(?:what(?:'s| is) )?(?:the )?(?:list |total )*(?:price|cost)s? (?:of|for)|(?:the )?(?:total|cost)s? (?:of|for))\s+",
    re.IGNORECASE,
)
_CLOSES = re.compile(r"[\s,]+(?:what|how much)(?: is that| would that be| is it| does that (?:cost|make)| altogether| in total)?[?.! ]*$", re.IGNORECASE)  # fmt: skip
_COST = re.compile(
    r"(?<![a-z])(?:cost(?! of)s?|come to|amount to|go for|add up to|set (?:me|them|him|a customer) back|run to)(?: (?:me|us|them|in total|together|altogether|all in))*(?![a-z])|,? (?:at|by) (?:our |the )?list prices?(?![a-z])|(?<![a-z])(?:in total|altogether|all together|be)(?=[\s?.!]*$)",
    re.IGNORECASE,
)
_ASKED_ZH = re.compile(
    r"(?:请|帮我|麻烦|给我)*(?:算(?:一下|算|下)?|报(?:个|一下|下)?价?|问下|看下)?[:：,，]?(?:如果|要是|客户)?(?:买|要|订|采购)?(?P<rest>.+?)(?:按|照)?(?:我们的?)?(?:标价|原价|目录价)?(?:的?话)?[,，]?(?P<more>(?:(?:打|给|按|优惠|便宜|让利|折扣|降|减|再|全部|都|换成|用|以|算成|折成|折合).{1,10}?)*)[,，]?(?:一共|总共|总价|合计|加起来|大概|那)?(?:是|要|得|卖|算|花|共)?(?:多少(?:钱|块|元|欧元|美元)?|什么价格?|几块钱?|怎么卖)(?:呢|啊|呀|来着)?[?？。!！ ]*|(?:请|帮我|麻烦|给我)*(?:算(?:一下|算|下)?|报(?:个|一下|下)?价)[:：,，]?(?P<rest2>.+?)[,，]?(?P<more2>(?:(?:打|优惠|便宜|让利|折扣|降|减).{1,8}?)+)[?？。 ]*"
)
_OFF = re.compile(r"打(?:个)?(?P<z>[一二三四五六七八九][一二三四五六七八九]|[一二三四五六七八九]|\d{1,2}(?:\.\d)?)折")
_IN = re.compile(
    r"(?:(?<![a-z])in (?:the )?|(?:换成|折合成?|折成|用|以|算成))(?P<c>[a-z]{3,8}|欧元|美元|人民币|港币|日元|英镑)",
    re.IGNORECASE,
)
_NO_GOODS = re.compile(
    r"(?:deals?(?: worth)?|customers?|accounts?|tickets?|leads?|tasks?|days?|weeks?|months?|years?|people|meetings?|calls?|商机|客户|单子?|工单|线索|任务|天|周|月|年|人|会议|家|笔)"
)


def priced_up(r: Reading) -> Meant | None:
    """How many of what, what is taken off, and the currency; None where no number of goods is spoken of."""
    if (
        any(f.value.kind for f in r.refs)
        or r.periods
        or any(n.may_be("account", "deal", "user", "ticket") for n in r.names)
    ):
        return None
    parts = _goods_zh(r.said[r.lo : r.hi].strip()) if r.zh else _goods(r.said[r.lo : r.hi].strip())
    if parts is None:
        return None
    goods, off, currency = parts
    items = [_item(part.strip(" ,，的"), zh=r.zh) for part in _AND.split(goods)]
    if not items or any(i is None for i in items):
        return None
    if len(items) == 1 and not off and not currency and items[0] and items[0]["quantity"] == 1:
        return None  # the list price alone is on the product
    args: dict[str, Any] = {"items": items}
    if off:
        args["discount"] = off
    if currency:
        args["currency"] = currency
    return Meant(1.0, (Call("price", args),))


_LESS_END = re.compile(r"(?:[\s,]+(?:and|with|at|minus|less|after|for|a|an|in|off|discount))+$", re.IGNORECASE)


def _goods(said: str) -> tuple[str, str, str] | None:
    """The goods alone, the discount, the currency; None where nothing asks what goods cost."""
    opens, closes = _OPENS.match(said), _CLOSES.search(said)
    if opens is None and closes is None:
        return None
    rest = said[opens.end() if opens else 0 : closes.start() if closes else len(said)].strip(" ?.!")
    rest, _, off = _discount(rest, "")
    rest, _, currency = _currency(rest, "")
    return _LESS_END.sub("", _COST.sub(" ", rest).strip(" ,?.!")), off, currency


def _goods_zh(said: str) -> tuple[str, str, str] | None:
    found = _ASKED_ZH.fullmatch(said)
    if found is None:
        return None
    more = f"{found['more'] or ''} {found['more2'] or ''}"
    rest, more, off = _discount(found["rest"] or found["rest2"] or "", more)
    rest, more, currency = _currency(rest, more)
    return (rest.strip(" ,，"), off, currency) if not more.strip(" ,，的给按再都用以") else None


def _discount(rest: str, more: str) -> tuple[str, str, str]:
    """Both texts without the discount, and the discount in percent."""
    for text in (rest, more):
        tenths = _OFF.search(text)
        if tenths is not None:
            share = _tenths(tenths["z"])
            cut = text.replace(tenths[0], " ")
            return (cut, more, share) if text is rest else (rest, cut, share)
        for span in percents(text):
            cut = f"{text[: span.start]} {text[span.end :]}"
            cut = re.sub(r"\s(?:off|discount|rebate|reduction)(?![a-z])|优惠|便宜|让利|折扣|降价?|减免?|给", " ", cut)
            share = f"{span.value.points.normalize():f}%"
            return (cut, more, share) if text is rest else (rest, cut, share)
    return rest, more, ""


def _tenths(said: str) -> str:
    """打九折 leaves nine tenths, 打八五折 eighty-five hundredths."""
    digits = "".join(str(chinese_value(c)) if not c.isascii() else c for c in said).replace(".", "")
    left = Decimal(digits) * (10 if len(digits) == 1 else 1)
    return f"{(100 - left).normalize():f}%"


def _currency(rest: str, more: str) -> tuple[str, str, str]:
    for text in (rest, more):
        match = _IN.search(text)
        money = parse_money(f"1 {match['c']}", "") if match else None
        code = money.currency if money else None
        if match and code:
            cut = text.replace(match[0], " ")
            return (cut, more, code) if text is rest else (rest, cut, code)
    return rest, more, ""


def _item(part: str, *, zh: bool) -> dict[str, Any] | None:
    match = (_ITEM_ZH if zh else _ITEM).fullmatch(part)
    if match is None:
        return None
    word = match["n"] or (match["n2"] if zh else "")
    name = (match["p"] or (match["p2"] if zh else "")).strip(" 的")
    number = 1 if word.casefold() in ("a", "an") else _count(word)
    if number is None or not name or _NO_GOODS.fullmatch(name.casefold()):
        return None
    return {"product": name, "quantity": number}


def _count(word: str) -> int | None:
    if (dozen := re.fullmatch(r"(half )?a dozen", word.casefold())) is not None:
        return 6 if dozen[1] else 12
    value = chinese_value(word) if not word.isascii() else parse_number(word)
    return int(value) if value is not None and value == int(value) and value > 0 else None
