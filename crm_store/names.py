"""The words a record answers to: normalised names, parts, pinyin and initials, so that linking a name is an index look-up."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import Any

_WORD = re.compile(r"[^\W_]+", re.UNICODE)
_CJK = re.compile(r"[\u3400-\u9fff]+")
_LEGAL = re.compile(
    r"(股份有限公司|有限责任公司|有限公司|股份公司|集团公司|集团|公司|控股|分公司)$|"
    r"\b(inc|incorporated|ltd|limited|llc|gmbh|ag|corp|corporation|co|company|plc|sa|bv|kg|pte|group|holdings?)\b\.?",
    re.IGNORECASE,
)
_GROUP = re.compile(r"( (sales )?(team|group|office|region|department)|(销售)?(团队|小组|大区|区域|部门|部|组|队))$")
_COMMON = frozenset("the of and for new deal project renewal pilot phase system platform group".split())
_SURNAMES = frozenset("欧阳 司马 上官 诸葛 东方 皇甫 尉迟 公孙 慕容 令狐 夏侯".split())


@lru_cache(maxsize=8_192)
def normal(text: str) -> str:
    """Case, width, accents and spacing removed: the form names are compared in. Chinese is made simplified."""
    if text.isascii():
        return " ".join(_WORD.findall(text.casefold()))
    folded = unicodedata.normalize("NFKC", text).casefold()
    plain = "".join(c for c in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(c))
    return " ".join(_WORD.findall(simplified(plain)))


@lru_cache(maxsize=8_192)
def simplified(text: str) -> str:
    """Traditional Chinese characters as simplified ones; everything else untouched."""
    return _converter().convert(text) if _CJK.search(text) else text


def pinyin(text: str) -> tuple[str, str]:
    """The pinyin of Chinese `text` without tones, joined, and its initials: ("lina", "ln")."""
    from pypinyin import lazy_pinyin

    syllables = lazy_pinyin(text)
    return "".join(syllables).casefold(), "".join(s[0] for s in syllables if s).casefold()


def person_keys(name: str, *, email: str | None = None, spelt: str | None = None) -> Iterator[tuple[str, str]]:
    """(key, kind) for a person's name: whole, parts in either script, pinyin, initials, e-mail name."""
    whole = normal(name)
    if whole:
        yield whole, "full"
    for part in whole.split():
        if len(part) > 1 and part != whole:
            yield part, "part"
    for chinese in _CJK.findall(simplified(name)):
        yield from _chinese_person(chinese)
    if spelt:
        said = normal(spelt)
        yield said, "pinyin"
        yield said.replace(" ", ""), "pinyin"
        yield " ".join(reversed(said.split())), "pinyin"
        for part in said.split():
            if len(part) > 2:
                yield part, "part"
    latin = [w for w in whole.split() if w.isascii()]
    if len(latin) > 1:
        yield "".join(w[0] for w in latin), "initials"
    if email and "@" in email:
        local = email.split("@")[0].casefold()
        yield email.casefold(), "full"
        yield normal(local), "email"
        for part in re.split(r"[._+-]", local):
            if len(part) > 2:
                yield part, "email"


def company_keys(names: Iterable[str], *, domain: str | None = None) -> Iterator[tuple[str, str]]:
    """(key, kind) for a company: whole names, names without the legal form, their words, Chinese parts, pinyin, domain."""
    for n, name in enumerate(x for x in names if x):
        whole = normal(name)
        if not whole:
            continue
        yield whole, "full" if n == 0 else "alias"
        core = normal(_LEGAL.sub(" ", simplified(name)))
        if core and core != whole:
            yield core, "alias"
        words = [w for w in core.split() if w.isascii()]
        for word in words:
            if len(word) > 2 and word not in _COMMON and word != whole:
                yield word, "part"
        if len(words) > 1:
            yield "".join(words), "part"
            yield "".join(w[0] for w in words), "initials"
        for chinese in _CJK.findall(core):
            yield from _chinese_company(chinese)
    if domain:
        yield domain.casefold(), "full"
        yield normal(domain.split(".")[0]), "domain"


def title_keys(title: str) -> Iterator[tuple[str, str]]:
    """(key, kind) for a deal, product, ticket or article: the whole title only; its words are searched, not linked."""
    whole = normal(title)
    if whole:
        yield whole, "full"


def group_keys(names: Iterable[str | None]) -> Iterator[tuple[str, str]]:
    """(key, kind) for a team: whole names, each script's half, and these with and without the word for a team."""
    for whole in (normal(n) for n in names if n):
        yield whole, "full"
        halves = {" ".join(w for w in whole.split() if w.isascii()), *_CJK.findall(whole)}
        for half in halves - {""}:
            core = _GROUP.sub("", half).strip() or half
            if len(core) > 1:
                yield core, "part"
                yield f"{core}团队" if _CJK.search(core) else f"{core} team", "alias"
            yield half, "alias"


def keys_for(entity: str, record: Any) -> set[tuple[str, str]]:
    """Every (key, kind) a record answers to; a key of several kinds keeps the strongest."""
    found: dict[str, str] = {}
    for key, kind in _keys(entity, record):
        if key and len(key) <= 120 and (key not in found or _RANK[kind] > _RANK[found[key]]):
            found[key] = kind
    return set(found.items())


def rank(kind: str) -> float:
    """How strongly a key of this kind speaks for its record, 0 to 1."""
    return _RANK[kind]


_RANK = {"full": 1.0, "alias": 0.95, "pinyin": 0.9, "email": 0.75, "domain": 0.75, "part": 0.7, "initials": 0.4}
KINDS = tuple(_RANK)
"""How a key may belong to a record, the strongest first."""
NAMED = frozenset(
    {"account", "contact", "lead", "deal", "user", "team", "product", "stage", "pipeline", "article", "task", "ticket"}
)
"""Record types that can be called by name."""


def _keys(entity: str, r: Any) -> Iterator[tuple[str, str]]:
    if entity in ("contact", "lead"):
        yield from _by_office(r.name, r.title or "")
    if entity == "contact":
        yield from person_keys(r.name, email=r.email, spelt=r.name_pinyin)
    elif entity == "user":
        yield from person_keys(r.name, email=r.email)
    elif entity == "lead":
        yield from person_keys(r.name, email=r.email, spelt=r.name_pinyin)
        if r.organization:
            yield normal(r.organization), "part"
    elif entity == "account":
        yield from company_keys([r.name, r.name_zh or "", r.name_en or "", *(r.aliases or [])], domain=r.domain)
    elif entity == "team":
        yield from group_keys([r.name, r.name_zh])
    elif entity in ("stage", "pipeline"):
        yield from title_keys(r.name)
        if r.name_zh:
            yield normal(r.name_zh), "full"
    elif entity == "product":
        yield from title_keys(r.name)
        if r.sku:
            yield normal(r.sku), "alias"
    elif entity in NAMED:
        yield from title_keys(r.display)


TITLES = ("总", "经理", "先生", "女士", "主任", "工", "老师", "小姐")
"""What a Chinese person's surname is keyed with."""
OFFICES = "总监|总经理|厂长|科长|部长|院长|所长|处长|主管|校长|局长|书记|董事长|总裁|博士|教授|律师|班长|组长|店长|行长|会长|医生|大夫|护士长|馆长|园长|站长|队长|段长|车间主任|副总|老板|会计|秘书|工程师|总工"
"""Offices somebody may be called by behind the surname; whoever holds it is told by their position on record."""


def _by_office(name: str, title: str) -> Iterator[tuple[str, str]]:
    """What somebody is called by the office they hold: 白院长 for 白桂芳, who is 院长."""
    if name.isascii() or not 2 <= len(name) <= 4:
        return
    surname = name[:2] if name[:2] in _SURNAMES else name[:1]
    for office in OFFICES.split("|"):
        if office in title:
            yield surname + office, "part"


def _chinese_person(name: str) -> Iterator[tuple[str, str]]:
    joined, initials = pinyin(name)
    surname = name[:2] if name[:2] in _SURNAMES else name[:1]
    given = name[len(surname) :]
    yield name, "full"
    if len(given) > 1:
        yield given, "part"
        yield pinyin(given)[0], "part"
    yield joined, "pinyin"
    yield initials, "initials"
    spoken, said_given = pinyin(surname)[0], pinyin(given)[0]
    if given:
        yield f"{spoken} {said_given}", "pinyin"
        yield f"{said_given} {spoken}", "pinyin"
    for title in TITLES:
        yield surname + title, "part"
    yield "小" + surname, "part"
    yield "老" + surname, "part"


def _chinese_company(name: str) -> Iterator[tuple[str, str]]:
    """The short names people use: 华阳 for 苏州华阳电子科技, with and without the place and the trade."""
    if len(name) > 20:
        return
    rest = name
    for place in sorted(_PLACES, key=len, reverse=True):
        for said in (place + "市", place + "省", place):
            if rest.startswith(said) and len(rest) > len(said) + 1:
                rest = rest[len(said) :]
                break
        else:
            continue
        break
    core = rest
    while trade := next((t for t in _TRADES if core.endswith(t) and len(core) > len(t) + 1), None):
        core = core[: -len(trade)]
    if rest != name:
        yield rest, "alias"
    if core != name:
        yield core, "alias"
    for size in range(2, len(rest)):
        if rest[:size] not in _TRADES:
            yield rest[:size], "part"
    if len(core) >= 4:
        for start in range(1, len(core) - 1):
            yield core[start : start + 2], "part"
    place = name[: len(name) - len(rest)]
    if place:
        yield place + core, "part"
    for said in {name, core}:
        joined, initials = pinyin(said)
        yield joined, "pinyin"
        yield initials, "initials"


_PLACES = frozenset(
    "中国 北京 上海 天津 重庆 广州 深圳 苏州 杭州 南京 宁波 无锡 常州 南通 合肥 武汉 成都 西安 长沙 郑州 青岛 济南 大连 沈阳 厦门 福州 "
    "东莞 佛山 珠海 昆明 贵阳 南宁 海口 哈尔滨 长春 石家庄 太原 兰州 乌鲁木齐 江苏 浙江 广东 山东 福建 四川 湖北 湖南 河南 河北 安徽 江西 "
    "辽宁 吉林 陕西 云南 贵州 广西 海南 香港 澳门 台湾 台北 新加坡 嘉兴 绍兴 温州 台州 昆山 烟台 扬州 徐州".split()
)
_TRADES = tuple(
    sorted(
        "科技 电子 数据 网络 信息 技术 智能 制造 贸易 实业 工业 工程 医疗 医药 生物 教育 金融 物流 汽车 能源 材料 设备 软件 国际 发展 投资 管理 "
        "服务 系统 平台 工厂 银行 机械 化工 食品 纺织 建筑 建材 精密 仪器 仪表 传感 通信 光电 半导体 新材料 新能源 云计算 商贸 供应链 自动化 电气 "
        "重工 装备 环保 农业 集团 控股 咨询 传媒 文化 航空 船舶 钢铁 零售 保险 证券 地产 酒店 旅游".split(),
        key=len,
        reverse=True,
    )
)


@cache
def _converter() -> Any:
    from opencc import OpenCC

    return OpenCC("t2s")
