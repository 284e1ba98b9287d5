"""Words of others within a message: quoted, pasted, or meant for a machine. They are kept as data, never read as a wish."""

import re
from collections.abc import Iterator

from assistant.brains.offline.names.handed_over import blanked

_QUOTE = re.compile(r"“(?P<a>[^”]*)”?|\"(?P<b>[^\"]*)\"|「(?P<c>[^」]*)」|『(?P<d>[^』]*)』")
_ORDERS = re.compile(
    r"(?<![a-z])(?:ignore|disregard|forget|override|bypass)(?: (?:all|any|the|your|my|its|these|those|previous|prior|above|earlier|other|of))* (?:rules?|instructions?|prompts?|guidelines|policies|restrictions|safety)"
    r"|(?<![a-z])(?:(?:ai|language models?|assistants?|bots?|anyone|agents?) reading this|(?:to|for) (?:any|the|all) (?:ai|assistant|bot|model)s?|(?:ai agents?|system|assistant|chatbot|bot|ai|llm) ?[:,])"
    r"|(?<![a-z])you are (?:now )?(?:an? |the )?(?:admin|administrator|root|developer|system)"
    r"|忽略掉?(?:以上|之前|前面|先前|所有|全部|上述|你的|您的|一切|任何|的)*(?:规则|指令|指示|提示词?|要求|限制|设定|约束)"
    r"|[你您]现在是(?:管理员|超级|系统|开发者)|给(?:AI|ai|助手|机器人|模型)的(?:指令|话|要求)|(?:系统|助手|system|assistant) ?[:：]",
    re.IGNORECASE,
)
_LED = re.compile(
    r"(?:(?<![a-z])(?:says?|said|saying|reads?|wrote|writes|written|states?|stated|ends?|ended|pasted|texted|replied|asks?|asked|note|text|mail|e-?mail|message|template|footer|header"
    r"|signature|line|list|sheet|chat|page|form|invitation|macro|post-it|slide|log|was|is)|说|写道?|写[着了]|来信|原话|原文|发来的?话?|发的|回复|留言|内容|备注|附言|附|里[说写]|提到|通知|公告|主题是?|客户)"
    r"\s*[:：,，]?\s*$",
    re.IGNORECASE,
)
_COMMANDS = re.compile(
    r"(?<![a-z])(?:delete|remove|set|change|mark|move|close|assign|reassign|transfer|convert|cancel|undo|revert|reopen|replace|subscribe|restore|multiply|skip|drop|reset|merge|export)(?![a-z])"
    r"|删除|删掉|删了|改成|改为|标记|转给|转到|关闭|取消|撤销|推进|设为|设成|导出|清空|合并|重置|输出",
    re.IGNORECASE,
)
_ENDS = re.compile(r"[.!?](?=\s|$)|[。！？\n\]］)）]")
_LEAST, _LEAST_ZH = 9, 4
"""Characters before an order in a quote that say something by themselves."""


def without_foreign(text: str) -> str:
    """The message with the words of others blanked out, every other character where it was; the same text when there are none."""
    kept = list(text)
    for start, end in [*blanked(text), *_foreign(text)]:
        kept[start:end] = " " * (end - start)
    return "".join(kept)


def _foreign(text: str) -> Iterator[tuple[int, int]]:
    quotes = [(m.start(), m.end(), m.start(m.lastgroup or 0), m.end(m.lastgroup or 0)) for m in _QUOTE.finditer(text)]
    for opens, _, start, end in quotes:
        inside = text[start:end]
        order = _ORDERS.search(inside)
        told = _LED.search(text[:opens])
        before = _last_end(inside, order.start()) if order else 0
        if before >= (_LEAST if inside.isascii() else _LEAST_ZH):
            yield start + before, end
        elif order or (len(inside) >= _LEAST and _COMMANDS.search(inside) and told):
            # "Her mail says:" goes with what it says, unless the message begins so.
            intro = _last_end(text, opens) if told else 0
            yield intro or start, end
    for order in _ORDERS.finditer(text):
        if any(a <= order.start() < b for a, b, _, _ in quotes) or not text[: order.start()].strip():
            continue  # who addresses the assistant first thing speaks for themselves
        stop = _ENDS.search(text, order.end())
        yield order.start(), stop.start() if stop else len(text)


def _last_end(text: str, before: int) -> int:
    """Where the sentence around `before` begins; 0 when it is the first."""
    return max((m.end() for m in _ENDS.finditer(text, 0, before)), default=0)
