"""What orders about the company's own fields are made of: the record types that take them, kinds, options, rules and names."""

import re
from dataclasses import dataclass, field
from functools import cache

from crm_store.models import entities
from crm_store.own_fields import ON

_I = re.IGNORECASE
NOUN = r"(?:fields?|propert(?:y|ies)|attributes?|columns?|drop-?downs?|drop down(?:s| lists?)?|pick-?lists?|select(?:ion)? lists?|check-?box(?:es)?|tick-?box(?:es)?)"
ZNOUN = r"(?:自定义字段|字段|属性|下拉(?:框|列表|菜单|选项)?|复选框|勾选框|单选框|单选|选项列表|栏位|[一新]列)"
KINDS: tuple[tuple[str, str], ...] = (
    ("bool", r"(?<![a-z])(?:yes[ -]?(?:/|or)?[ -]?no|true[ -]?(?:/|or)?[ -]?false|check-?box|tick-?box|boolean|bool|flag)(?![a-z])|是 ?[/或] ?否|是否|布尔|复选框|勾选框|勾选"),
    ("choice", r"(?<![a-z])(?:drop-?down(?: list)?|drop down(?: list)?|pick-?list|select(?:ion)?(?: list)?|choices?|single[ -]select|enum)(?![a-z])|下拉(?:框|列表|菜单|选项)?|单选框?|选项(?:列表)?|选择"),
    ("date", r"(?<![a-z])(?:dates?|day)(?![a-z])|日期|时间"),
    ("number", r"(?<![a-z])(?:numbers?|numeric(?:al)?|integer|decimal|figure)(?![a-z])|数字|数值|整数|小数|数量"),
    ("long", r"(?<![a-z])(?:long text|multi-?line(?: text)?|text ?area|paragraph)(?![a-z])|多行文本|长文本|大段文字"),
    ("text", r"(?<![a-z])(?:(?:free |short |plain |single-line )?text|string)(?![a-z])|单行文本|文本|文字|字符串?"),
)  # fmt: skip
REQUIRED = re.compile(
    r"(?<![a-z])(?:which |that |it |and |is |are |must be |should be |has to be )*(?:required|mandatory|compulsory|obligatory|must be filled(?: in)?|has to be filled(?: in)?|not optional)(?![a-z])|(?:设?为|是)?(?:必填(?:项)?|必须填写?|必录|不能为空|不可为空)",
    _I,
)
OPTIONAL = re.compile(
    r"(?<![a-z])(?:(?:is |are )?(?:no longer|not|not any ?more) (?:required|mandatory|compulsory|obligatory)(?: any ?more)?|optional|(?:need not|needn't|doesn't have to|does not have to|don't have to) be filled(?: in)?|voluntary)(?![a-z])|不再?(?:是)?(?:必填|必录|需要填)|(?:取消|去掉|改为?非|设为非|非)必填|可选填?(?![值项])|选填|可不填|可以不填",
    _I,
)
UNIQUE = re.compile(
    r"(?<![a-z])(?:which |that |it |and |is |are |must be |should be |has to be )*(?:unique|no duplicates?|without duplicates|never twice)(?![a-z])|(?:设?为|是)?唯一(?:的)?|不能重复|不可重复|不允许重复|不得重复",
    _I,
)
NOT_UNIQUE = re.compile(
    r"(?<![a-z])(?:no longer|not|need not be|needn't be) unique(?: any ?more)?(?![a-z])|不再?唯一|(?:取消|去掉)唯一|可以重复|允许重复",
    _I,
)
_SPLIT = re.compile(r" ?(?:[,，;；、/|]| (?:and|or|und) |和|或者?|以及|与) ?(?:and |or )?", _I)
BRACKET = re.compile(r"[(（\[【]([^)）\]】]{1,200})[)）\]】]")
ZLEFT = re.compile(
    r"^(?:把|将|叫做?|名为|名叫|名字叫|名称为|用来(?:记录?|填写?)|用于|记录|来记录?|填写?|的|[:：,，\s])+|(?:这个|这样的|一个|的|吧|了|[:：,，\s])+$"
)


@dataclass
class Order:
    """What was read of an order so far: `rest` is what is left of the message, read pieces blanked out."""

    rest: str
    kind: str = ""
    options: list[str] = field(default_factory=list)
    required: bool | None = None
    unique: bool | None = None

    def take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        found = pattern.search(self.rest)
        if found is not None:
            self.rest = f"{self.rest[: found.start()]} {self.rest[found.end() :]}"
        return found


@cache
def types() -> tuple[tuple[str, str], ...]:
    """(word, record type) of the record types that take fields, longest words first."""
    made: dict[str, str] = {}
    for entity in ON:
        about = entities()[entity].about
        for word in (
            about.en,
            about.en_many,
            *about.also_en,
            *(f"{w}s" for w in about.also_en),
            about.zh,
            about.zh_many,
            *about.also_zh,
        ):
            if len(word) > 1:
                made.setdefault(word.casefold(), entity)
    made.pop("note", None)
    return tuple(sorted(made.items(), key=lambda m: -len(m[0])))


TYPE_EN = "|".join(re.escape(w) for w, _ in types() if w.isascii())
TYPE_ZH = "|".join(re.escape(w) for w, _ in types() if not w.isascii())
_WITHIN_ZH = r"(?:记录|卡片|档案|台账|表单|表|信息|资料|页面)?(?:里面|上面|里|上|中|下)?"
_ON = re.compile(
    rf"(?<![a-z])(?:on|to|for|in|of|at|into|from)(?: our| the| all| every| each| my| new)*(?: the)? (?P<e>{TYPE_EN})(?: records?| cards?| forms?| pages?| table)?(?![a-z])"
    rf"|(?:在|给|为|对|到|用于)(?:所有|每个|全部)?(?P<z>{TYPE_ZH}){_WITHIN_ZH}(?:的|都)?",
    _I,
)
_ON_ZH = re.compile(rf"(?:把|将|从)?(?:所有|每个|全部)?(?P<z>{TYPE_ZH}){_WITHIN_ZH}(?:的|都)?")
_BEFORE = re.compile(
    rf"(?:^|(?<=\s))(?:(?:our|the|all|every|each|an?|new|custom) )*(?P<e>{TYPE_EN})(?= {NOUN}(?![a-z]))|^(?:(?:our|the|all|every|each) )*(?P<e2>{TYPE_EN}) (?:should|must|shall|need(?:s)?|get(?:s)?)(?: (?:to )?(?:have|get))?(?![a-z])",
    _I,
)


def entity_said(order: Order) -> str | None:
    known = dict(types())
    for pattern in (_ON, _BEFORE, _ON_ZH):
        if (found := order.take(pattern)) is not None:
            word = next((g for g in found.groups() if g), "")
            return known[word.casefold()]
    return None


def listed(words: str) -> list[str]:
    """Options said one after the other; one with its name in the other language in brackets is one option: low (低)."""
    words = re.sub(r"[\"“”‘’「」'《》]", "", words).strip(" :：,，.。")
    words = re.sub(r"(?:这?[一二两三四五六七八九\d]+(?:个|种|级|项|档)(?:选项)?|等)$", "", words).strip()
    made = []
    for part in _SPLIT.split(BRACKET.sub(lambda m: "\x00" + m[1] + "\x01", words)):
        part = part.strip(" :：")
        if part:
            made.append(re.sub(r" ?\x00(.+?)\x01", r"|\1", part))
    return list(dict.fromkeys(made))
