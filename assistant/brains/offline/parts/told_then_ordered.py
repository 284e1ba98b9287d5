"""An order behind a sentence that only says why: "Tom is out from Monday. All his leads go to Elif", "their auditors come on Monday. Raise it to urgent"."""

import re
from collections.abc import Callable
from dataclasses import replace

from assistant.brains.offline.meant import WRITING
from assistant.brains.offline.names.subjects import Subject, subjects
from assistant.brains.offline.reading import read
from assistant.brains.offline.terms import Ask, Linker, Named, Understanding

_CUT = re.compile(r"(?<=[\w)])(?:[.!;]|\s?[:;]-?\)|\s[-–—])\s+(?=\S)|[。！；]\s*(?=\S)")
_BECAUSE = re.compile(r"^(?P<told>(?:because|since|as|now that|given that) [^:]{5,80}?)\s*[:,]\s+(?=\S)", re.IGNORECASE)
_PLEASE = r"(?:(?:so|and|then|also|ok)[ ,]+)*(?:please |pls |can you |could you |you can )*"
_ORDER = re.compile(
    rf"{_PLEASE}(?:open|create|convert|raise|lower|set|move|push|postpone|shift|assign|re-?assign|hand|give|mark|close|reopen|change|update|put|make|add|delete|remove|tick|book|schedule|share|all (?:his|her|their|the|of)|on (?:all|every))(?![a-z])"
    r"|(?:请|麻烦|帮我|那就?|就)*(?:把|将|给|转|改|建|新建|开|推|升|调|约|设|标|关)",
    re.IGNORECASE,
)
_CONVERTS = re.compile(rf"{_PLEASE}convert(?![a-z])|(?:请|麻烦|帮我|那就?|就)*(?:转化|转成客户)", re.IGNORECASE)
"""What is told of a lead before it is converted reads like a change of its status."""
_TELLS = re.compile(
    r"^(?:show|list|find|what|who|when|where|which|how|why|is|are|do|does|did|can|could|please|remind|draft|log|note|met|called|spoke|visited|had)(?![a-z])|^(?:请|帮我|把|将|给|记|提醒|谁|什么|哪|今天|昨天|刚)",
    re.IGNORECASE,
)
_HIS = re.compile(r"(?<![a-z])(?P<w>his|her|their)(?= (?:open |new |overdue |own )*(?:leads|deals|tasks|tickets|accounts|customers|contacts|meetings))", re.IGNORECASE)  # fmt: skip
_THEM = re.compile(r"(?<=for )(?:them|him|her)(?![a-z])", re.IGNORECASE)
_THE_ONE = re.compile(r"(?<![a-z])(?:the|this|that) (?P<kind>lead|deal|opportunity|ticket|case|contact|account|customer|task)(?![a-z])(?! (?:of|for|from|with|about|called|named)\b)", re.IGNORECASE)  # fmt: skip
_KIND = {"opportunity": "deal", "case": "ticket", "customer": "account"}
_REVERSED = re.compile(r"^on (?P<what>(?:all|every|each)(?: of)? [^,]{3,60}?),? (?:please |pls )*(?P<verb>set|change|update|put|mark) (?P<rest>.+)$", re.IGNORECASE)  # fmt: skip
_THE_REST = re.compile(r"[,;.] (?:and |but )?(?:the (?:others|rest|other ones)|everything else|all others?) (?:can |may |should |will )?(?:wait|stay|stays|remain|remains|are|is|keep|be)(?: [\w ]{1,30})?[.!]*$", re.IGNORECASE)  # fmt: skip
"""What is said of those the order is not about."""
_LONGEST = 260


def told_then_ordered(
    whole: Understanding, ask: Ask, linker: Linker, plain: Callable[[Ask], Understanding]
) -> Understanding:
    """The order alone, what it points at named; the `whole` where it is a report, or no such order is understood.

    Args:
        plain: understands the order.
    """
    text = ask.text.strip()
    if any(c.tool == "log_interaction" for c in whole.calls) or len(text) > _LONGEST or "\n" in text:
        return whole
    sure = bool(whole.calls) and all(c.tool in WRITING for c in whole.calls)
    sure = sure and not (whole.lost or whole.unsure or whole.left)
    for told, order in _ways(text):
        if sure and not _CONVERTS.match(order):
            continue  # every word of it was made use of
        said = _pointing(order, subjects(read(replace(ask, text=told), linker)))
        named = [s for s in subjects(read(replace(ask, text=told), linker)) if s.entity != "user"]
        focus = tuple(Named(s.entity, 0, s.text, s.text) for s in named)
        found = plain(replace(ask, text=said, focus=(*focus, *ask.focus)))
        sound = found.calls and not (found.lost or found.unsure or found.taken)
        sound = sound and (not found.left or _makes(found))
        if sound and all(c.tool in WRITING or c.tool == "convert_lead" for c in found.calls):
            return whole if _says_more(whole, found) else found
    return whole


def _says_more(whole: Understanding, found: Understanding) -> bool:
    """Whether the message read whole sets all that the order alone does, and more: the reason told first belongs to it."""
    ways = [[x for c in u.calls for x in c.args.get("changes") or ()] for u in (whole, found)]
    if (
        len(ways[0]) != 1
        or len(ways[1]) != 1
        or "where" in ways[1][0]
        or ways[0][0].get("entity") != ways[1][0].get("entity")
    ):
        return False
    held, alone = (w[0].get("fields") or {} for w in ways)
    return alone.items() <= held.items()


def _makes(found: Understanding) -> bool:
    """Whether all that is ordered is something new, of which words left over are told beside the card."""
    changes = [x for c in found.calls for x in c.args.get("changes") or ()]
    return all(x.get("op") == "create" for x in changes) and all(c.tool in WRITING for c in found.calls)


def _ways(text: str) -> list[tuple[str, str]]:
    """What is told, and the order behind it: cut at each place where an order begins."""
    made: list[tuple[str, str]] = []
    because = _BECAUSE.match(text)
    if because is not None:
        made.append((because["told"], text[because.end() :]))
    for cut in _CUT.finditer(text):
        told, order = text[: cut.start()].strip(), text[cut.end() :].strip()
        if len(told) >= 8 and _ORDER.match(order) and not _TELLS.match(told) and not _ORDER.match(told):
            made.append((told, order))
    return made


def _pointing(order: str, named: list[Subject]) -> str:
    """The order with whom and what it points at: "his leads" are Tom's, "the lead" is the one just named."""
    if (turned := _REVERSED.match(order)) is not None:
        order = f"{turned['verb']} {_of_all(turned['rest'], turned['what'])}"
    order = _THE_REST.sub("", order)
    person = next((s.text for s in named if s.entity in ("user", "contact", "lead")), None)
    firm = next((s.text for s in named if s.entity == "account"), None)
    if person is not None:
        order = _HIS.sub(f"{person}'s", order)
    if firm is not None:
        order = _THEM.sub(firm, order, count=1)

    def one(match: re.Match[str]) -> str:
        kind = _KIND.get(match["kind"].casefold(), match["kind"].casefold())
        known = next((s.text for s in named if s.entity == kind), None)
        return f"{match['kind']} {known}" if known else match[0]

    return _THE_ONE.sub(one, order, count=1)


def _of_all(rest: str, what: str) -> str:
    """ "The next step to X" on all my deals: "the next step of all my deals to X"."""
    cut = re.search(r" (?:to|as) ", rest)
    return f"{rest[: cut.start()]} of {what}{rest[cut.start() :]}" if cut else f"{rest} of {what}"
