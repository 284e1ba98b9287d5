"""People and companies a write is about though no record answers to them: named to the tool as said, so that it can say so."""

import re

from assistant.brains.offline.names.strangers import stranger
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.words.places_and_trades import both_names

_PLACED = re.compile(
    r"(?<![a-z])(?P<en>[a-z]{3,}(?: [a-z]+)?) (?:customer|client|factory|plant|site|office|account)(?!s|[a-z])"
    r"|(?P<zh>[\u3400-\u9fff]{2})(?:市)?(?:的?那[家个]|这[家个]|的)?(?:客户|工厂|厂家|公司|分公司|厂)(?!长|商)"
)
_COMPANY_ZH = re.compile(
    r"(?:给|跟|和|与|同|对|在|去|到|拜访了?|为|替|打给) ?(?P<a>[A-Z][\w&.-]*(?: [A-Z][\w&.-]*){0,3})|^备注 ?(?P<c>[A-Z][\w&.-]*(?: [A-Z][\w&.-]*){0,3}) ?(?:[:：]|$)|^(?:更新|把)? ?(?P<b>[A-Z][\w&.-]*(?: [A-Z][\w&.-]*){0,3}) ?(?:这单|那单|这个单子|的单子|备注|记一笔)"
)
_PERSON_ZH = re.compile(
    r"(?:^|[,，。 把将])(?:更新)?(?P<a>[\u3400-\u9fff]{2,4}?)(?=升任?(?!级|为A|为B|到)|换(?:了)?(?:手机|电话)?号|现在是|调任|晋升|的(?:新?(?:手机号?|电话|邮箱|邮件地址|微信号?|职务|职位|头衔)))|(?:跟|和|与|同|约|见|给|打给)(?:[\u3400-\u9fffA-Za-z]{2,10}?的)?(?P<o>[\u3400-\u9fff](?:总监|总经理|经理|厂长|科长|部长|院长|所长|处长|主管|校长|局长|书记|董事长|董|总裁|博士|教授|律师|老板))|(?:约见?|预约|拜访)(?:一下)?(?P<b>[\u3400-\u9fff]{2,4}?)(?=\d|半|一个?小时|聊|谈|见|开会|吃|喝|[,，。]|$)"
)
_PERSON_EN = re.compile(
    r"^(?:please )?(?P<a>[A-Z][\w'’-]+(?: [A-Z][\w'’-]+){0,2})(?='s (?:new |e-?mail|phone|mobile|number|title)| is now | became | has been promoted| got promoted| moved up)|(?<![A-Za-z])(?:with|call|meet|visit) (?P<b>[A-Z][\w'’-]+(?: [A-Z][\w'’-]+){0,2})"
)
_NO_NAMES = frozenset("我 他 她 客户 对方 我们 他们 大家 新的 她们 老板 领导 客户们 这个 那个 联系人 时间 会议".split())
_NO_NAMES_EN = frozenset(
    "I We The It This That He She They Our My Your His Her Today Tomorrow Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
)


def placed(r: Reading) -> tuple[str, int, int] | None:
    """(words, start, end) of a customer called by where it is: "the Suzhou customer", 温州工厂; not one of that very name."""
    for match in _PLACED.finditer(r.text, r.lo, r.hi):
        group = "en" if match["en"] else "zh"
        word = match[group]
        start, end = match.span(group)[0], match.end()
        if group == "en" and not both_names(word):
            word = word.split(" ")[-1]
            start = match.end("en") - len(word)
        if both_names(word) and not any(n.start <= start and end <= n.end for n in r.names):
            return r.said[start:end], start, end
    return None


def unknown_company(r: Reading) -> tuple[str, int, int] | None:
    """(words, start, end) of a company no record answers to."""
    if (there := placed(r)) is not None:
        return there
    if (named := stranger(r)) is not None:
        return named
    for match in _COMPANY_ZH.finditer(r.said, r.lo, r.hi):
        group = match.lastgroup or "a"
        start, end = match.span(group)
        if not _linked(r, start, end):
            return match[group], start, end
    return None


def unknown_person(r: Reading) -> tuple[str, int, int] | None:
    """(name, start, end) of a person no record answers to."""
    for pattern in (_PERSON_ZH, _PERSON_EN):
        for match in pattern.finditer(r.said, r.lo, r.hi):
            group = next(g for g, v in match.groupdict().items() if v)
            start, end = match.span(group)
            words = match[group]
            if (
                words in _NO_NAMES
                or words.split()[0] in _NO_NAMES_EN
                or _linked(r, start, end, cues=group == "b" and not words.isascii())
            ):
                continue
            return words, start, end
    return None


def _linked(r: Reading, start: int, end: int, *, cues: bool = False) -> bool:
    spans = r.spans("names", "loose", "senses", "days", "periods", "money", "durations", "refs")
    if any(s.start < end and start < s.end for s in spans):
        return True
    return cues and any(h.start < end and start < h.end for hits in r.cue.values() for h in hits)
