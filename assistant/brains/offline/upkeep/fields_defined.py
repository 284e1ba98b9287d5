"""New fields of the company's own as people order them: a date field for deals, a choice with its options, 客户加一个必填字段."""

import re

from assistant.brains.offline.meant import Meant
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.terms import Call
from assistant.brains.offline.upkeep.field_orders import (
    BRACKET,
    KINDS,
    NOT_UNIQUE,
    NOUN,
    OPTIONAL,
    REQUIRED,
    TYPE_EN,
    UNIQUE,
    ZLEFT,
    ZNOUN,
    Order,
    entity_said,
    listed,
)
from assistant.brains.offline.upkeep.fields_changed import field_changed, fields_asked
from crm_store.own_fields import ON

_I = re.IGNORECASE
_LONGEST = 300
GATE = re.compile(rf"(?<![a-z]){NOUN}(?![a-z])|{ZNOUN}|(?<![a-z])options? |选项", _I)
"""A message without one of these words is no order about a field."""
_FIELD = re.compile(rf"(?<![a-z]){NOUN}(?![a-z])|{ZNOUN}", _I)
_ADD = re.compile(
    r"(?:(?:can|could|would|will) (?:you|we) |please |pls |kindly |let'?s |let us |i(?:'d| would) like (?:you )?to |we(?:'d| would) like to |we want to |i want to |we have to |we need to |i need to |help me )*"
    r"(?:add|create|make|define|set up|introduce|insert|put in|put|have|give|we(?: also| now)? need|i(?: also| now)? need|need|we want|i want|we(?:'d| would) like|i(?:'d| would) like|there should be|there must be|new|extend|include)(?![a-z])",
    _I,
)
_ZADD = re.compile(
    r"(?:增加|新增|添加|加上|加入|加|新建|创建|建立|建|定义|设置|设立|设|需要|要|想要|补充|补|弄|做|搞)(?:上|入|一下)?(?:(?:一|1)?(?:个|项|条))?"
)
_OPTIONS = re.compile(
    r"[,，;；]? ?(?:(?<![a-z])(?:with|having|and|whose)? ?(?:the |these |its )?(?:options?|choices|values|picks)(?: are| being| is)?(?![a-z])|(?:可选值|选项|取值|可选)(?:分别)?(?:为|是|有|包括|[:：]|(?=[^，,、:：。\s]{1,12}[、/]))) ?[:：]? ?(?P<o>[^\n.。]+)",
    _I,
)
_QUOTE = re.compile(
    r"[\"“”‘’「」『』《》]([^\"“”‘’「」『』《》]{1,60})[\"“”‘’「」『』《》]|(?<![\w])'([^']{1,60})'(?!\w)"
)
_KIND_EN = r"(?:date|day|number|numeric|text|long text|multi-?line|free text|yes[ -]?(?:/|or)?[ -]?no|boolean|true/false|drop-?down|pick-?list|choice|select|single[ -]select|check-?box)"
_KIND_ZH = r"(?:日期|数字|数值|文本|文字|是否|是/否|布尔|下拉|单选|选项|多行文本|长文本|时间|整数)(?:类型|型)?的?"
_NEW_NOUN = re.compile(
    rf"(?:(?:自定义|新的?|一个|{_KIND_ZH}) ?)*{ZNOUN}(?: ?{ZNOUN})*|(?<![a-z])(?:(?:an?|the|new|custom|own|extra|another|additional|further|and|{_KIND_EN})[ ,]+)*(?:{_KIND_EN} )?{NOUN}(?![a-z])",
    _I,
)
_NEARLY = re.compile(
    rf"(?<![a-z])(?:add|create|define|set up|new|need|want)(?![a-z]).{{0,30}}(?<![a-z])(?:custom|new|own|extra|additional|two|three|some|several|an?|\d) (?:{_KIND_EN} )?fields?(?![a-z]).{{0,40}}(?<![a-z])(?:{TYPE_EN})(?![a-z])"
    rf"|(?:加|增加|新增|添加|新建|创建|建)(?:[一两二三几\d]?个|一些|些)?(?:新的?|自定义)*(?:{_KIND_ZH})?(?:自定义)?字段",
    _I,
)
"""An order of a field, if not one that was read whole."""
_POLITE = re.compile(
    r"(?:[\s,，]*(?:请|麻烦你?|帮我|帮忙|能不能|能否|可不可以|可以|我想要?|我要|我们要|我们想要?|劳驾|你好|您好))*[\s,，]*"
)
_TAIL = re.compile(
    r"(?:[\s,，.。!！~～?？]*(?:please|pls|thanks|thank you|谢谢|多谢|吧|好吗|可以吗|行吗))*[\s,，.。!！~～]*$", _I
)


def defining(r: Reading) -> Meant | None:
    """A field of the company's own added, changed, taken out of use or listed; None for any other message."""
    if len(r.whole) > _LONGEST:
        return None
    said = r.said[r.lo : r.hi]
    polite = _POLITE.match(said)
    said = _TAIL.sub("", said[polite.end() if polite else 0 :]).strip()
    call = fields_asked(said)
    if call is None:
        call = field_changed(
            re.sub(r"^(?:(?:can|could|would|will) you |please )+", "", said, flags=_I).rstrip("?？ ")
        ) or _new(said)
    if call is None and _NEARLY.search(said) and not r.names:
        call = {}  # what is there, and how another is ordered
    if call is None or not (_FIELD.search(said) or _known(r, str(call.get("label", "")))):
        return None
    return Meant(1.0, (Call("define_field", call),), whole=True)


def _known(r: Reading, label: str) -> bool:
    """Whether the company has a field of that name on any of its records."""
    return any(label.casefold() in (s.en.casefold(), s.zh) for entity in ON for s in r.linker.custom(entity))


def _new(said: str) -> dict[str, object] | None:
    """An order of a new field: verb, noun, record type and a name are there, and nothing is left over."""
    if said.rstrip().endswith(("?", "？")) and not re.match(r"(?:can|could|would|will)(?: you| we)", said, _I):
        said = said.rstrip(" ?？")
        if not _ZADD.search(said) or re.search(r"怎么|如何|吗|什么|哪", said):
            return None
    order = Order(said.rstrip(" ?？"))
    quoted = order.take(_QUOTE)
    label = (quoted[1] or quoted[2] or "").strip() if quoted else ""
    verb = _ADD.match(order.rest) or _ADD.match(said)
    zh_verb = (
        re.search(
            rf"{_ZADD.pattern}(?:[^,，:：。]{{0,10}}?){ZNOUN}|{ZNOUN}.{{0,3}}{_ZADD.pattern}|{_ZADD.pattern}",
            order.rest,
        )
        if verb is None
        else None
    )
    should = re.match(
        rf"(?:our |the |all |every |each )*(?:{TYPE_EN})s? (?:should|must|shall|needs?|gets?)", order.rest, _I
    )
    if verb is None and zh_verb is None and should is None:
        return None
    _rules(order)
    on = entity_said(order)
    other = _details(order, bool(label))
    if verb is not None and (again := _ADD.match(order.rest)) is not None:
        order.rest = order.rest[again.end() :]
    elif zh_verb is not None:
        first = order.take(_ZADD)
        if first is not None and first[0] in ("需要", "要", "想要"):
            order.take(_ZADD)
    noun = order.take(_NEW_NOUN)
    if noun is None:
        return None
    order.kind = order.kind or _kind(noun[0])
    left = _name(order.rest)
    if re.match(r"(?:two|three|four|some|several|these|\d+)(?![a-z])|[两二三四几]个|这些", left, _I):
        return None  # one at a time
    if label:
        if (behind := re.match(r"[:：] ?(?P<o>.+)", _colon(order.rest))) and len(options := listed(behind["o"])) > 1:
            order.options, left = order.options or options, ""
        if left and not re.fullmatch(r"[\W_]*", left) and not _only_kind(left, order):
            return None
    else:
        label, more = _with_options(left)
        order.options = order.options or more
    if (
        not label
        or len(label) > 60
        or len(label.split()) > 7
        or (not on and not (order.kind or "自定义" in said or re.search("custom", said, _I)))
    ):
        return None
    if order.options and order.kind in ("", "text"):
        order.kind = "choice"
    call: dict[str, object] = {**({"on": on} if on else {}), "label": label}
    call |= {"label_zh": other} if other else {}
    call |= {"kind": order.kind} if order.kind else {}
    call |= {"options": order.options} if order.options else {}
    call |= {n: v for n, v in (("required", order.required), ("unique", order.unique)) if v is not None}
    return call


def _colon(rest: str) -> str:
    """What is left from its first colon on, when nothing stands before it."""
    return re.sub(r"^\W*?(?=[:：])", "", rest)


def _rules(order: Order) -> None:
    if order.take(OPTIONAL):
        order.required = None
    elif order.take(REQUIRED):
        order.required = True
    if order.take(NOT_UNIQUE):
        order.unique = None
    elif order.take(UNIQUE):
        order.unique = True


def _kind(words: str) -> str:
    return next((kind for kind, says in KINDS if re.search(says, words, _I)), "")


_TYPED = re.compile(
    r"[,，;；:：]? ?(?:of (?:the )?(?:type|kind)|type|kind|as an?|as|which is an?|it(?:'s| is) an?|类型(?:为|是)?|为) ?[:：]? ?(?P<k>[a-z/ -]{3,20}?|[\u3400-\u9fff/]{2,5})(?:[ -]?(?:type|value))?(?:类型|型)?(?=[,，;；.。]|$|\s(?:to|on|for|in|with)\s)",
    _I,
)
_ASIDE = re.compile(
    r"[,，;；] ?(?:an? )?(?P<k>[a-z/ -]{3,20}|[\u3400-\u9fff/]{2,6}?)(?:类型|型)?(?: ?(?:type|field|value))?(?=[,，;；.。]|\s*$)",
    _I,
)
_SAID_KIND = re.compile(r"(?P<k>日期|数字|数值|文本|文字|下拉|单选|布尔|是否|时间|整数|多行文本)(?:类型|型)(?:的)?")


def _details(order: Order, named: bool) -> str:
    """Take what is said of kind, options and the other name; returns the name in the other language."""
    other = ""
    found = order.take(_OPTIONS)
    if found is not None:
        order.options = listed(found["o"])
    for bracket in list(BRACKET.finditer(order.rest)):
        inside = bracket[1].strip()
        behind = re.search(r"[:：]", order.rest[: order.rest.find(bracket[0])])
        typed = re.fullmatch(r"(?P<k>[^:：,，]{3,20}) ?[:：] ?(?P<o>.+)", inside)
        if _whole_kind(inside):
            order.kind = order.kind or _kind(inside)
        elif typed is not None and _whole_kind(typed["k"]):
            order.kind, order.options = order.kind or _kind(typed["k"]), listed(typed["o"])
        elif len(parts := listed(inside)) > 1 and not order.options:
            order.options = parts
        elif behind is not None:
            continue  # an option's name in the other language
        elif (not other and len(inside) <= 60 and not inside.isascii()) or (
            not other and named and inside.isascii() and len(inside) <= 60
        ):
            other = inside
        else:
            continue
        order.rest = order.rest.replace(bracket[0], " ", 1)
    for pattern in (_SAID_KIND, _TYPED, _ASIDE):
        for found in list(pattern.finditer(order.rest)):
            if _whole_kind(found["k"].strip()) and not re.search(rf"(?<![a-z]){NOUN}(?![a-z])", found["k"], _I):
                order.kind = order.kind or _kind(found["k"])
                order.rest = order.rest.replace(found[0], " ", 1)
    return other


def _whole_kind(words: str) -> bool:
    """Whether these words say a kind and nothing else."""
    left = words
    for _, says in KINDS:
        left = re.sub(says, " ", left, flags=_I)
    left = re.sub(
        r"(?<![a-z])(?:an?|the|type|kind|field|value|only|of|or|list)(?![a-z])|类型|型|字段|[/,，的 -]",
        " ",
        left,
        flags=_I,
    )
    return bool(_kind(words)) and not re.search(r"\w", left)


def _only_kind(words: str, order: Order) -> bool:
    if _whole_kind(words):
        order.kind = order.kind or _kind(words)
        return True
    return False


def _name(rest: str) -> str:
    """What is left of an order when all else was read: the field's name."""
    words = re.sub(r"\s+", " ", rest).strip(" :：,，;；-–.。?？")
    for _ in range(4):
        before = words
        words = ZLEFT.sub("", words).strip(" :：,，;；-–.。")
        words = re.sub(
            r"^(?:called|named|titled|labelled|labeled|for|the|an?|new|custom|with the name|with name|name|to (?:hold|keep|record|store|track|note)|where we (?:can )?(?:keep|record|note)|which is|that is|is|of|as|on|have|get|and|our|us)(?: |$)",
            "",
            words,
            flags=_I,
        )
        words = re.sub(
            r"(?: |^)(?:please|thanks|thank you|to it|as well|too|there|with|and|which|that is|is|of|as|to|on|for|in|field)$",
            "",
            words,
            flags=_I,
        )
        if words == before:
            break
    return words.strip()


def _with_options(left: str) -> tuple[str, list[str]]:
    """A name with its options behind a colon: risk class: low, medium, high; 风险等级：高、中、低."""
    found = re.fullmatch(r"(?P<l>[^:：]{1,60}) ?[:：] ?(?P<o>.+)", left)
    if found is not None and len(options := listed(found["o"])) > 1:
        return _name(found["l"]), options
    if found is not None:
        return "", []
    return ("", []) if re.search(r"[,，;；。]", left) else (left, [])
