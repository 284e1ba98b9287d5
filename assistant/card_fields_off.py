"""A field taken off a card by its name, in the words people use for it: "leave the amount alone, 60k is just the budget", 金额不改, 删掉金额那一行."""

import re

from assistant.card_values import Edits, fields_left_out
from crm_store.models import Proposal

_I = re.IGNORECASE
_EN = r"(?:the |its |this |that )?(?P<f>[a-z][a-z -]{1,24}?)"
_ZH = r"(?P<f>[\u3400-\u9fff]{2,8}?)"
_SO = r"^\W*(?:(?:no|nope|wait|please|pls|ok|okay|but|actually|sorry|hm+|yes|and)\W+)*"
_SOZH = r"^\W*(?:不对?|不是|等等|等一下|好的?|行|可以|不过|但是?|哦|请|麻烦你?|帮我|把|将)*[，,、 ]*"
_PATTERNS = tuple(
    re.compile(p, _I)
    for p in (
        rf"{_SO}(?:leave|keep|let) {_EN} (?:alone|be|as (?:it )?(?:is|was)|untouched|unchanged|out(?: of it)?|where it is|the same)(?: please| for now)?\W*$",
        rf"{_SO}(?:remove|delete|drop|take (?:out|off)|strike|cut|scrap|skip|forget|lose|ignore) {_EN} (?:line|row|change|part|bit|update|field|entry)(?: out| off)?(?: please)?\W*$",
        rf"{_SO}(?:take|strike|leave|cut) {_EN} (?:line |change |part |bit )?(?:off|out)(?: (?:the card|it|again))?(?: please)?\W*$",
        rf"{_SO}(?:don'?t|do not|dont|no need to|you need not) (?:change|touch|update|set|alter|move|modify) {_EN}(?: please| yet)?\W*$",
        rf"{_SO}(?:not|no) {_EN} (?:change|update)?(?: please)?\W*$",
        rf"{_SOZH}{_ZH}(?:就|都|先|还是)?(?:别改|不改|不要改|不用改|别动|不动|不要动|不变|保持不变|保持原样|照旧|维持原样|不要更新|不更新)(?:了|吧)?\W*$",
        rf"{_SOZH}{_ZH}(?:那|这)?(?:一)?(?:行|条|项|栏|部分|个)(?:就|也|都)?(?:不要|去掉|删掉|删除|删了|拿掉|划掉|不改)(?:了|吧)?\W*$",
        rf"{_SOZH}(?:删掉|删除|去掉|拿掉|不要|划掉|取消|别要){_ZH}(?:(?:的)?(?:那|这)?(?:一)?(?:行|条|项|栏|部分)|的?(?:修改|更改|变更|改动))(?:吧|了)?\W*$",
        rf"{_SOZH}(?:别|不要|不用|先别|先不|不)(?:改|动|更新|变){_ZH}(?:了|吧)?\W*$",
    )
)
_OPENS = re.compile(r"^\W*(?:no|nope|wait|ok|okay|yes|fine|good|不对?|不是|好的?|可以|行|等等)[,，;；:：]\s*", _I)
_BECAUSE = re.compile(
    r"(?:.{0,40}(?<![a-z])(?:just|only|merely|simply)(?![a-z]).*|(?:it|that)(?:'s| is| was) (?:just|only|not) .*|.*(?:只是|仅仅?是|不过是|不是).*|(?:the rest|everything else|其他|其余).*)",
    _I,
)
"""A reason given behind it is nothing to put on the card."""


def fields_off(proposal: Proposal, text: str) -> Edits:
    """The fields such a message takes off the card, as they are on record; empty for any other message."""
    first, _, rest = re.sub(r"[;；:：]", ",", _OPENS.sub("", text)).replace("，", ",").partition(",")
    if rest.strip() and not _BECAUSE.fullmatch(rest.strip()):
        return {}
    for pattern in _PATTERNS:
        match = pattern.match(first)
        if match is not None and (found := fields_left_out(proposal, match["f"])):
            return found
    return {}
