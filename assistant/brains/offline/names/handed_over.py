"""A mail, message or notice of somebody else, handed over to be kept: where its words stand and how they were introduced.

“Save this mail from Ana: …”, “Bob wrote: '…'”, 把张伟的邮件存一下：“…”, a pasted thread with its From: and To:. What stands in it was
written by others to whoever reads it, so none of it is an order, a change of a deal or a promise of ours, in whatever quotes it stands.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.brains.offline.words.folding import fold

_NOUN_EN = (
    r"(?:e-?mails?|mails?|messages?|msgs?|dms?|wechats?|whatsapps?|texts?|sms|threads?|notices?|notifications?|announcements?|letters?|repl(?:y|ies)"
    r"|answers?|responses?|chats?|correspondence|exchange|statement|memo|(?:note|notes|word|words|lines?)(?= (?:from|of) ))"
)
_KEEP_EN = r"(?:save|file|log|store|keep|archive|record|attach|put|add|drop|enter|capture|note|here(?:'s| is| are)|this is|that's|got|get|received?|forward(?:ing|ed)?|fwd|past(?:e|ing|ed)|there's|there is)"
_NOUN_ZH = r"(?:邮件|来信|信件|信(?![息任心号])|微信|消息|短信|留言|通知|公告|回信|回复|聊天记录|往来|钉钉|飞书|函|原文|原话|声明|对话|私信)"
_KEEP_ZH = r"(?:存(?!在)|记(?!得)|归档|归到|归入|归在|保存|录(?!用)|留(?!言)|备注|备个|贴|转发|转来|收到|登记|放到|放进|挂到|附上|附在|备案|如下|这是|以下|写入)"
_KEPT = re.compile(
    rf"(?<![a-z]){_KEEP_EN}(?![a-z])[^\n:]{{0,90}}?(?<![a-z]){_NOUN_EN}(?![a-z])|(?<![a-z]){_NOUN_EN}(?![a-z])[^\n:]{{0,60}}(?:for|on|in|to) (?:the |our )?(?:file|files|record|records|log|crm|notes)(?![a-z])"
    rf"|{_KEEP_ZH}[^\n]{{0,40}}?{_NOUN_ZH}|{_NOUN_ZH}[^\n]{{0,40}}?{_KEEP_ZH}"
)
_WROTE = re.compile(
    r"(?<![a-z])(?:(?:just |has |have |had )?(?:wrote|writes|written|mailed|e-?mailed|texted|messaged|repl(?:ied|ies)|answered|responded|posted|sent|whatsapped|dm(?:'d|ed))(?: back)?(?: to)?(?: me| us)?"
    rf"|(?:[a-z]'s |s' )(?:\w+ )?{_NOUN_EN}|{_NOUN_EN} from (?:[\w.&'-]+ ?){{1,5}}|{_NOUN_EN}(?: that)? (?:says?|said|reads?|read|goes|went|came|came in|arrived|was))"
    r"(?: (?:today|yesterday|this \w+|last \w+|just now|in|on \w+|by \w+))*\s*[:,\-]?\s*$|^\W*[\w'.-]+(?: [\w'.-]+){0,2} (?:said|says|told (?:me|us))\s*[:,]?\s*$"
    rf"|(?:写道|写信说|写信|来信说?|来信|写着|发来的?|发了?(?:一?[个封条份])?|{_NOUN_ZH})(?:(?:一?[个封条份])?{_NOUN_ZH})?(?:里|中|上)?(?:说|写|写道|写着|提到|表示|称|讲|是|内容|如下|原文|通知|要求)*\s*[:,，]?\s*$"
)
"""Right before a quote: what is quoted was written."""
_ABOUT_TITLE = re.compile(
    r"(?<![a-z])(?:subject|titled|called|named|about|re|regarding)\s*:?\s*$|(?:主题|标题|题为|名为)(?:是|为)?[:：]?\s*$"
)
_HEAD = re.compile(r"(?<![a-z])from ?: ?\S|(?:发件人|寄件人|发送人|来自) ?[:：] ?\S")
_HEADS = re.compile(
    r"(?<![a-z])(?:to|sent|date|subject|cc|re) ?: ?\S|(?:收件人|抄送|主题|日期|发送时间|时间|发送日期) ?[:：] ?\S"
)
_QUOTES = re.compile(
    r"\"(?P<a>[^\"]*)(?:\"|$)|«(?P<b>[^»]*)»?|```(?P<c>.*?)(?:```|$)|(?:^|(?<=[\s:,(]))'(?P<d>[^\s'].{6,}?)'(?=[\s.,;:!?)]|$)|(?P<e>(?:^|(?<=\n))>[^\n]*(?:\n>[^\n]*)*)",
    re.DOTALL,
)
_COLON = re.compile(r":(?!\d)\s*|：\s*|(?<=[a-z一-鿿]) ?\n+|,\s*(?=(?:hi|hello|dear)(?![a-z])|[您你]好)")
_ASKED_OF = re.compile(
    r"(?<![a-z])(?:hi|hello|dear|hey) [a-z]|(?<![a-z])(?:best|kind|warm) ?(?:regards|wishes)?,|(?<![a-z])regards(?![a-z])|(?<![a-z])(?:please|kindly|delete|remove|set|change|mark|move|close|assign|reassign|transfer|convert"
    r"|cancel|undo|revert|reopen|replace|subscribe|restore|skip|drop|reset|merge|export|update|approve|ignore|disregard|forget|override|hand over|make (?:the|it|all|this|that|every))(?![a-z])"
    r"|您好|你好|此致|敬礼|祝好|请|麻烦|务必|删除|删掉|删了|改成|改为|标记|转给|转到|关闭|取消|撤销|推进|设为|设成|导出|清空|合并|重置|忽略|系统|管理员"
)
"""What only somebody who writes to the reader says: a greeting, an order."""
_END = re.compile(r"[.!?](?=\s|$|[\u3400-\u9fff\"'])|\n")
_ASKS = re.compile(
    r"^\W*(?:what|which|who|when|where|why|how|did|does|do|is|are|was|were|has|have|find|show|list|search|look)(?![a-z])|^(?:查|找|搜|列|看看|有没有)|[?？吗呢]\s*$"
)
_ORDERED = re.compile(
    r"(?<![a-z])(?:remind|task|to-?do|tickets?|answer|reply to|respond to|send|draft|rename)(?![a-z])|提醒|任务|待办|工单|回复一下|答复|起草|改名|重命名"
)
"""A sentence that names a mail to have something done about it."""
_LEAST = 9
_TITLE = 80


@dataclass(frozen=True)
class Handed:
    """Where the words of somebody else stand, and the sentence [lo, hi) that hands them over."""

    places: tuple[tuple[int, int], ...]
    lo: int
    hi: int
    headed: bool = False


def handed(text: str) -> Handed | None:
    """The words of another that a message hands over to be kept; None when it hands over nothing."""
    said = fold(text)
    if (headed := _headed(said)) is not None:
        return headed
    quotes = [(m.start(), m.end()) for m in _QUOTES.finditer(said) if m.end() - m.start() - 2 >= _LEAST]
    own = _without(said, quotes)
    if quotes:
        first = quotes[0][0]
        lo = _begins(own, first)
        intro = own[lo:first]
        if (_ABOUT_TITLE.search(intro) and quotes[0][1] - first < _TITLE) or _ORDERED.search(intro):
            return None
        behind = own[quotes[-1][1] :]
        end = _END.search(behind)
        closing = behind[: end.start() if end else len(behind)]
        if _ASKS.search(intro.strip()) and not _KEPT.search(intro):
            return None
        if _KEPT.search(intro) or (not own[:lo].strip() and _WROTE.search(intro)):
            return Handed(tuple(quotes), lo, first)
        if _KEPT.search(closing.lstrip(" ,，-")) and not intro.strip(" :,"):
            return Handed(tuple(quotes), quotes[-1][1], quotes[-1][1] + len(closing))
        return None
    for colon in _COLON.finditer(said):
        lo = _begins(said, colon.start())
        intro, body = said[lo : colon.start()], said[colon.end() :]
        if _ASKS.search(intro.strip()) or _ORDERED.search(intro):
            return None
        if not (_KEPT.search(intro) or (not said[:lo].strip() and _WROTE.search(intro))):
            continue
        return Handed(((colon.end(), len(text)),), lo, colon.end()) if _ASKED_OF.search(body) else None
    return None


def _headed(said: str) -> Handed | None:
    """A thread with its heads: “From: … To: … Subject: …”, 发件人：… 主题：…; all behind the first is its own."""
    head = _HEAD.search(said)
    if head is None or not _HEADS.search(said, head.end()):
        return None
    lo = _begins(said, max(0, head.start() - 1)) if said[: head.start()].strip() else 0
    return Handed(((head.start(), len(said)),), lo, head.start(), headed=True)


def _begins(text: str, place: int) -> int:
    ends = [m.end() for m in _END.finditer(text, 0, place) if text[m.end() : place].strip(" :：")]
    return max(ends, default=0)


def _without(text: str, places: list[tuple[int, int]]) -> str:
    kept = list(text)
    for start, end in places:
        kept[start:end] = " " * (end - start)
    return "".join(kept)


def blanked(text: str) -> Iterator[tuple[int, int]]:
    """The places whose words are not the speaker's."""
    found = handed(text)
    if found is not None:
        yield from found.places
