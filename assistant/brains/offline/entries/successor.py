"""Somebody has left a customer and who comes after: 明衡的潘静怡离职了，接手的叫许文博，手机138…; "Ivan has left Globex, his successor is Peter Holm"."""

import re
from collections.abc import Callable
from dataclasses import replace

from assistant.brains.offline.meant import Meant
from assistant.brains.offline.parts.together import together
from assistant.brains.offline.terms import Ask, Linker, Understanding

_I = re.IGNORECASE
_LONGEST = 160
_LEFT_ZH = r"(?:已经?|刚刚?|上周|上个?月|昨天|最近|月初|月底|这个?月)*(?:离职|辞职|走人|跳槽|退休|调走|被调走|走|不在那边?|不干)了"
_ZH = re.compile(
    rf"^(?P<a>[^，,。；;的]{{2,16}}?)(?:那边|公司)?的(?P<who>[^，,。；;]{{2,10}}?){_LEFT_ZH}[，,。；;\s]*(?:(?:帮我|请|麻烦|给我|你)*(?:标|改|更新|记|处理|备注|登记)(?:记|注)?一?下[，,。；;\s]*)?"
    r"(?:现在|目前|以后|后面)?(?:接手|接任|接替|接班|继任|顶替|接他班|接她班|新来|新|接)(?:他|她|者)?(?:的)?(?:人|同事|对接人|联系人|那?位)?(?:现在)?(?:叫|是|为|名叫)(?P<new>[\u3400-\u9fff·]{2,5}|[A-Z][\w .'’-]{1,30}?)(?P<rest>[，,。；;\s].{2,80})?$"
)
_EN = re.compile(
    r"^(?:fyi[,:]? )?(?P<who>(?-i:[A-Z])[\w'’.-]+(?: (?-i:[A-Z])[\w'’.-]+){0,2}) (?:has |have |just |recently )*(?:left|quit|resigned from|retired from|is no longer (?:at|with)|(?:at|of|from) (?=.{2,40} (?:left|quit|resigned|retired))) ?(?P<a>[A-Z][\w&'’. -]{1,40}?)(?: (?:has |just |recently )*(?:left|quit|resigned|retired)(?: the company)?)?(?: (?:last|this) (?:week|month)| yesterday)?[,;.]+ (?:please (?:mark|note|update) (?:it|that|him|her)[,;.]? )?"
    r"(?:and )?(?:(?:his|her|their|the) (?:successor|replacement|new (?:contact|person)) (?:is(?: called)?|will be)|(?:he|she) (?:is|was|has been) (?:replaced|succeeded) by|(?:replaced|succeeded) by) (?P<new>(?-i:[A-Z])[\w'’.-]+(?: (?-i:[A-Z])[\w'’.-]+){0,2})(?P<rest>[,;. ]+.{2,80})?$",
    _I,
)


_NAME_FIRST = re.compile(rf"^(?P<who>[\u3400-\u9fff·]{{2,5}}?){_LEFT_ZH}[，,。；;]")
_OF_FIRM = re.compile(r"^.+ \((?P<firm>.+)\)$")


def _with_firm(text: str, linker: Linker) -> str:
    """The message with the customer before the name, where only one of that name is known; or as it is."""
    match = _NAME_FIRST.match(text)
    fit = [c for m in linker.link(match["who"]) for c in m.candidates if c.entity == "contact"] if match else []
    firm = _OF_FIRM.match(fit[0].label) if len(fit) == 1 else None
    return f"{firm['firm']}的{text}" if firm else text


def successor(ask: Ask, linker: Linker, plain: Callable[[Ask], Understanding]) -> Understanding | None:
    """Who left is no longer of the customer, who comes after is a new contact there; None for any other message.

    Args:
        plain: understands a message of one of the two.
    """
    text = ask.text.strip().rstrip(" 。.!！")
    if ask.language == "zh" and len(text) <= _LONGEST:
        text = _with_firm(text, linker)
    match = (_ZH if ask.language == "zh" else _EN).match(text) if len(text) <= _LONGEST else None
    if match is None:
        return None
    who, firm, new, rest = (
        match["who"],
        match["a"].strip(),
        match["new"].strip(),
        (match["rest"] or "").strip(" ，,。；;"),
    )
    if ask.language == "zh":
        said = (f"{who}从{firm}离职了", f"新建联系人{new}，{firm}的" + (f"，{rest}" if rest else ""))
    else:
        said = (f"{who} has left {firm}", f"Add contact {new} at {firm}" + (f", {rest}" if rest else ""))
    left, comes = (plain(replace(ask, text=s, previous=(), focus=(), rows=(), listed=0)) for s in said)
    if any([c.tool for c in u.calls] != ["propose_change"] or u.unsure for u in (left, comes)):
        return None
    return replace(left, calls=together([Meant(1.0, left.calls), Meant(1.0, comes.calls)]).calls)
