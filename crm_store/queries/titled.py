"""Records mentioned by a word or two of their title: "the Charité fleet deal", 宁波那个二期, "move the ultrasound to contracting"."""

import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher

from sqlalchemy import or_, select
from sqlmodel import col

from crm_store.models import Deal, NameKey, entity_type
from crm_store.names import normal
from crm_store.queries.gist import by_gist
from crm_store.queries.namesakes import Found, seen
from crm_store.queries.offices import HOLDER
from crm_store.unit import Unit

_MOST = 60
"""Deals of the companies of one message that are looked through."""
_MOST_TITLES = 400
_FEW = 3
"""A word that fits more deals than this names none of them."""
_WORD = re.compile(r"[^\W_\u3400-\u9fff]+(?:[’'&.-][^\W_\u3400-\u9fff]+)*")
_DEAL_WORD = r"(?:deals?|opportunit(?:y|ies)|opps?|projects?)"
_BEHIND = re.compile(r"(?:'s|’s)? (?:the |their )?", re.IGNORECASE)
_AFTER = re.compile(
    rf"(?:'s|’s)?(?:\s*$|\s*[,.;:!?)]|\s+(?:{_DEAL_WORD}|to|is|was|are|from|for|at|in|into|on|by|as|with|and|or|but|will|would|could|should|can|has|have|had|needs?|stands?|stand|going|goes|go|looks?|doing|moved?|moves|close[sd]?|slip\w*|until|till|before|after|since|last|this|next|now|today|yesterday|tomorrow|please|back|up|down|over|who|what|when|where|which|because|so|if|then|than|worth|still|won|lost|stuck|right|about|owner|amount|stage)\b)",
    re.IGNORECASE,
)
_PARTICLES = re.compile(r"(?:的|那个|这个|那|这|家|公司|医院|那边|那边的|他们|家的)*")
_COMMON = frozenset(
    "deal deals project projects contract contracts account accounts contact contacts customer company meeting call calls note notes task tasks ticket tickets budget price prices "
    "quote offer order orders stage amount the a an of for and our my their new open next last first".split()
)
_COMMON_ZH = frozenset(
    "商机 项目 单子 合同 客户 公司 医院 集团 报价 预算 价格 金额 阶段 联系 电话 会议 任务 工单 情况 进展 跟进 拜访 沟通 负责 今天 明天 昨天 现在 下周 本周 上周 本月 季度 今年 去年".split()
)
_ALONE = (
    (
        "deal",
        re.compile(
            rf"\b(?:the|my|our|that|this)\s+(?P<what>(?:[^\W_]+[\s-]+){{0,3}}[^\W_]+)\s+{_DEAL_WORD}\b", re.IGNORECASE
        ),
    ),
    (
        "deal",
        re.compile(
            r"\b(?:move|push|advance|take|bring|put|shift|progress|drop|promote|pull)\s+(?:the|my|our|that)\s+(?P<what>(?:[^\W_]+[\s-]+){0,3}?[^\W_]+)\s+(?:in)?to\b",
            re.IGNORECASE,
        ),
    ),
    (
        "deal",
        re.compile(
            r"(?:把|将)(?P<what>[\u3400-\u9fffA-Za-z0-9]{2,14}?)(?:那个|这个|那一?单|这一?单|商机|项目|单子)*(?:推进|推到|推|移到|移|挪到|调到|转到|转入|进到|拉到|改到|改成|改为|标记|标为|关掉|关闭|延|推迟)"
        ),
    ),
    (
        "deal",
        re.compile(r"(?P<what>[\u3400-\u9fffA-Za-z0-9]{2,12}?)(?:那个|这个|那|这|的)?(?:单子|那单|这单|商机|项目)"),
    ),
    (
        "ticket",
        re.compile(
            r"\b(?:the|my|our|that|this)\s+(?P<what>(?:[^\W_]+[\s-]+){0,3}[^\W_]+)\s+(?:ticket|case|incident)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "ticket",
        re.compile(
            r"(?:把|将|给|为|关于|跟进|关闭|解决)(?P<what>[\u3400-\u9fffA-Za-z0-9]{2,12}?)(?:那个|这个|那张|这张|的)+工单"
        ),
    ),
)
"""Words that stand for a deal without its company."""

Placed = tuple[int, int, list[Found]]
"""Where deals are mentioned, and which."""


def by_company(crm: Unit, text: str, companies: Sequence[tuple[int, int, Sequence[int]]]) -> list[Placed]:
    """Mentions of a company that go on with words of the title of one of its deals, as mentions of the deal.

    Args:
        companies: (start, end, numbers of the accounts it may mean).
    """
    wanted = {n for _, _, numbers in companies for n in numbers}
    if not wanted:
        return []
    q = select(Deal.id, Deal.name, Deal.account_id).where(col(Deal.account_id).in_(sorted(wanted)))  # type: ignore[call-overload]
    q = q.order_by(col(Deal.id).desc()).limit(_MOST)
    deals = [(int(n), normal(str(name)), int(a)) for n, name, a in crm.exec(q)]
    made: list[Placed] = []
    for start, end, numbers in companies:
        own = [(n, name) for n, name, a in deals if a in numbers]
        stop, fits = _tail(text, end, normal(text[start:end]), own)
        if fits and not HOLDER.match(text, stop) and (shown := seen(crm, [("deal", n, 0.9) for n in fits])):
            made.append((start, stop, shown))
    return made


def alone(crm: Unit, text: str, taken: Iterable[tuple[int, int]]) -> list[Placed]:
    """Deals called by words of their title only, where an order or the word "deal" says that one is meant."""
    over = list(taken)
    made: list[Placed] = []
    for entity, shape in _ALONE:
        for match in shape.finditer(text):
            start, end = match.span("what")
            if any(s < end and start < e for s, e in [*over, *((a, b) for a, b, _ in made)]):
                continue
            words = parts_of(match["what"])
            if not words or not _telling(words):
                continue
            if shown := _titled(crm, entity, words):
                made.append((start, end, shown))
    return made


def in_titles(crm: Unit, piece: str, entities: Sequence[str] = ("deal", "ticket", "task")) -> tuple[str, Found] | None:
    """The longest part of `piece` that stands in the title of one deal, ticket or task only, and that record; None when there is none."""
    said = normal(piece)
    parts = (
        [w for w in said.split() if len(w) > 2] if said.isascii() else [said[i : i + 2] for i in range(len(said) - 1)]
    )
    if not parts or not _telling(said.split()):
        return None
    rated: list[tuple[int, str, str, int]] = []
    for entity in entities:
        model = entity_type(entity)
        keyed = select(
            NameKey.record_id
        ).where(  # type: ignore[call-overload]
            NameKey.entity == entity,
            NameKey.kind == "full",
            or_(*(col(NameKey.key).contains(w, autoescape=True) for w in parts[:12])),
        )
        title = getattr(model, model.about.title)
        q = select(model.id, title).where(col(model.id).in_(keyed)).order_by(col(model.id).desc()).limit(_MOST_TITLES)  # type: ignore[call-overload]
        for number, name in crm.exec(q):
            shared = _shared(said, normal(str(name)))
            if len(shared) >= (3 if said != shared else 2) and _telling(shared.split()):
                rated.append((len(shared), shared, entity, int(number)))
    top = max((size for size, *_ in rated), default=0)
    if top < len(said) and len(told := by_gist(crm, piece, entities)) == 1:
        return piece, told[0]
    best = [r for r in rated if r[0] == top]
    found = seen(crm, [(best[0][2], best[0][3], 0.7)]) if len(best) == 1 else []
    place = normal(piece).find(best[0][1]) if found else -1
    return (piece[place : place + top], found[0]) if found and len(said) == len(piece) and place >= 0 else None


def _shared(said: str, title: str) -> str:
    """The longest run of characters, of whole words in English, that both hold."""
    if said.isascii():
        words = said.split()
        runs = [" ".join(words[i:j]) for i in range(len(words)) for j in range(i + 1, len(words) + 1)]
        return max((run for run in runs if _holds(title, run)), key=len, default="")
    if any(said[:cut] in title and said[cut:] in title for cut in range(2, len(said) - 1)):
        return said  # 宁波二期 for 宁波检验线二期
    match = SequenceMatcher(None, said, title, autojunk=False).find_longest_match()
    return said[match.a : match.a + match.size]


def parts_of(said: str) -> list[str]:
    """The words of a title as people say them: 无锡的试点 and 无锡那个试点 are 无锡 and 试点."""
    return [w for piece in re.split("的|那个|这个", said) for w in normal(piece).split()]


def _titled(crm: Unit, entity: str, words: Sequence[str]) -> list[Found]:
    model = entity_type(entity)
    title = getattr(model, model.about.title)
    keyed = select(NameKey.record_id).where(NameKey.entity == entity, NameKey.kind == "full")  # type: ignore[call-overload]
    for word in words:
        keyed = keyed.where(col(NameKey.key).contains(word, autoescape=True))
    q = select(model.id, title).where(col(model.id).in_(keyed)).order_by(col(model.id).desc()).limit(_MOST)  # type: ignore[call-overload]
    fits = [n for n, name in crm.exec(q) if all(_holds(normal(str(name)), w) for w in words)]
    return seen(crm, [(entity, n, 0.85) for n in fits]) if len(fits) <= _FEW else []


def _tail(text: str, end: int, company: str, deals: Sequence[tuple[int, str]]) -> tuple[int, list[int]]:
    """(where the words of a title end, the deals whose title holds them) behind a company's name."""
    if not deals:
        return end, []
    zh = re.match(r"[\u3400-\u9fff]", text[end:].lstrip()[:1] or " ") is not None
    for stop, words in _chinese(text, end) if zh else _english(text, end):
        if not _telling(words) or all(w in company.split() for w in words):
            continue
        fits = [n for n, name in deals if all(_holds(name, w) for w in words)]
        if fits and len(fits) <= _FEW:
            return stop, fits
    return end, []


def _english(text: str, end: int) -> Iterator[tuple[int, list[str]]]:
    """Up to four words behind a name, the most first, where they may end."""
    lead = _BEHIND.match(text, end)
    place = lead.end() if lead else end
    stops: list[int] = []
    for match in _WORD.finditer(text, place):
        if text[place : match.start()].strip(" -") or len(stops) == 4:
            break
        place = match.end()
        stops.append(place)
    begin = lead.end() if lead else end
    for stop in reversed(stops):
        if _AFTER.match(text, stop):
            words = normal(text[begin:stop]).split()
            if words and words[-1] not in _COMMON:
                yield stop, words


def _chinese(text: str, end: int) -> Iterator[tuple[int, list[str]]]:
    lead = _PARTICLES.match(text, end)
    begin = lead.end() if lead else end
    run = re.match(r"[\u3400-\u9fffA-Za-z0-9]{2,12}", text[begin:])
    for size in range(len(run[0]) if run else 0, 1, -1):
        piece = normal(text[begin : begin + size])
        if " " not in piece:
            yield begin + size, [piece]


def _telling(words: Sequence[str]) -> bool:
    return any(len(w) > 1 and w not in _COMMON and w not in _COMMON_ZH and not w.isdigit() for w in words)


def _holds(title: str, word: str) -> bool:
    """Whether a title holds a word: as one of its words in English, anywhere in Chinese."""
    return bool(re.search(rf"(?<![a-z0-9]){re.escape(word)}(?![a-z0-9])", title)) if word.isascii() else word in title
