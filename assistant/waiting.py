"""What becomes of a card when a message neither decides on it nor corrects it: nothing a person spoke against may be saved by a later yes."""

import json
import re
from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from assistant.blocks import Choice, Language, Question, TurnResult
from assistant.card_additions import also
from assistant.cards import proposal_json, sentence
from assistant.decisions import UPLOAD, put_aside
from crm_store import proposals
from crm_store.changes import digest, merged, renamed
from crm_store.models import Proposal
from crm_store.names import normal
from crm_store.permissions import Actor
from crm_store.proposals import LIFETIME
from crm_store.queries.mentions import mentions
from crm_store.store import Store
from crm_store.unit import Unit

_PAUSES = r"(?:h+m+|hang on|hold on|wait(?: a (?:sec|second|moment|minute))?|one (?:sec|second|moment)|oh|ah|uh|um|well|so|please|等等|等一下|等一等|等下|稍等|慢着|哎呀?|啊|哦|噢|呃|额)"
_CONTRADICTS = (
    r"(?:(?:yes|yep|yeah|ok|okay|sure|fine|good|right)\W+(?:but|except|only|just)|no(?! (?:problem|worries|idea|rush|hurry|doubt|need to worry))|nope|nah|not(?! (?:sure (?:who|what|which|when|where|how|if)|only))|don['’]?t|do not|never|stop|wrong|actually|sorry|oops|whoops|but|cancel|forget|leave|scrap|skip|drop|without|except|all but|only|just(?! (?:so you know|checking|curious|wondering))|rather"
    r"|instead|i (?:meant|mean|didn['’]?t|did not|don['’]?t|do not|said)|(?:that|it)(?:['’]s| is| was) (?:not|wrong|n['’]t)|(?:that|it) (?:isn|wasn|shouldn)['’]?t|that was|should (?:be|have)|make (?:it|that)|change (?:it|that)|on second thoughts?|my (?:bad|mistake))(?![a-z])"
    r"|(?:可以|好的?|行|对|嗯|是的?|没问题)[，,、 ]*(?:不过|但是?|只是|只)|不(?!客气|错|知道|好意思|过(?:去|来))|别(?!的|人|家|忘)|算了|先[别不放]|停|取消|除了|去掉|只|仅|光[是要改]|就[改要留]|而是|应该|我说的是|我是[说指]|我指的|[搞弄说记选写看认]错|错了|但|还是(?!有)|没[说让要]|谁让|反了"
)
_AGAINST = re.compile(rf"^\W*(?:{_PAUSES}[\W]*)*(?:{_CONTRADICTS})", re.IGNORECASE)
_SOMEWHERE = re.compile(
    r"(?<![a-z])(?:don['’]?t|do not|never) (?:save|delete|remove|send|log|create|change|do|touch|include|add|book|move|put)(?![a-z])|(?<![a-z])(?:leave|take) [\w' ]{1,30} (?:out|off)(?![a-z])|(?<![a-z])(?:isn['’]t|aren['’]t|is not|are not|not) (?:needed|necessary|right|correct)(?![a-z])|(?<![a-z])(?:is|was|are|that['’]s|it['’]s) (?:all )?wrong(?![a-z])|(?<![a-z])wrong (?:one|person|deal|company|account|date|day|contact)(?![a-z])"
    r"|(?:别|不要|不用|先不|甭)(?:再)?(?:存|保存|删|改|动|建|记|发|约|加|推|提醒|写)|错了|不对|弄混|搞混|[搞弄写记说]反了|不是(?:这|那)[个单条家位]|不算[数了吧]",
    re.IGNORECASE,
)
_QUESTION = re.compile(
    r"[?？]\s*$|^\W*(?:what|which|who|whose|when|where|why|how|is|are|was|were|does|did|has|have|show|list|find|tell me|give me)(?![a-z])|什么|哪[个些家里]|谁|多少|几[个家单条]|[吗呢][?？。]?\s*$|怎么|如何|有没有|^(?:查|看|列|显示|找)",
    re.IGNORECASE,
)
_OPENING = re.compile(
    rf"^\W*(?:(?:{_PAUSES}|no|nope|nah|sorry|actually|oops|whoops|my (?:bad|mistake)|不对?|不是|算了|别)[\W]*(?:[,，.。!！;；—-]|\s(?=wait|hang|hold|no |actually|sorry))\W*)+",
    re.IGNORECASE,
)
_IT = re.compile(r"(?<![a-z])(?:it|that|this|them)(?![a-z])|它|这个|那个|^\W*(?:改|挪|推|换|调|提前|延)", re.IGNORECASE)
_WAIT = re.compile(rf"^\W*(?:(?:no|nope|nah)[\W]+)?(?:{_PAUSES}[\W]+)+", re.IGNORECASE)


def against(text: str) -> bool:
    """Whether a message speaks against the card on the table, or a part of it."""
    return bool(_AGAINST.search(text) or _SOMEWHERE.search(text))


def without_opening(text: str) -> str:
    """A message without the “no wait,” it opens with: what is wanted in the place of the card."""
    return _WAIT.sub("", _OPENING.sub("", text)).strip() or text


def settle(store: Store, actor: Actor, thread: str, before: str, text: str, result: TurnResult) -> bool:
    """Say what became of the card that waited as the turn began, and put it aside when the person spoke against it.

    Returns:
        Whether it was joined with the card just made.
    """
    zh = result.language == "zh"
    if result.proposal is not None and result.proposal["id"] != before and _strays(store, actor, before, text, result):
        result.proposal, result.tables = None, []
        result.words = result.reply = which_line(result.language)
    elif result.proposal is not None and result.proposal["id"] != before:
        more = also(text) or _of_the_report(store, actor, before, result)
        if more and not against(text) and _joined(store, actor, before, result):
            return True
        _say_first(result, "前一张卡片没有保存，已作废。" if zh else "The card before was not saved and is set aside.")
        return False
    if against(text):
        if _cancelled(store, actor, before, result):
            _only_words(result, text)
            _say_first(result, put_aside(result.language))
        return False
    if result.brain == "offline" and not (_QUESTION.search(text) and any(c["ok"] for c in result.calls)):
        _say_last(result, still_waits(result.language))
    return False


def let_go(store: Store, actor: Actor, before: str, result: TurnResult) -> None:
    """Put the card aside for which another record was meant, when that made no card of its own."""
    if result.proposal is None and _cancelled(store, actor, before, result):
        _say_first(result, put_aside(result.language))


def _cancelled(store: Store, actor: Actor, number: str, result: TurnResult) -> bool:
    """Cancel a card; whether it still waited."""
    with store.session(actor, writes=True, turn=result.id) as crm:
        held = proposals.get(crm, number)
        waits = held.status == "pending"
        proposals.cancel(crm, held)
    return waits


def _strays(store: Store, actor: Actor, before: str, text: str, result: TurnResult) -> bool:
    """Whether “make it 3pm” was taken for a record neither named nor on the card, or words against it for a task; that card is let go."""
    assert result.proposal is not None
    with store.session(actor, writes=True, turn=result.id) as crm:
        older, newer = proposals.get(crm, before), proposals.get(crm, result.proposal["id"])
        spoken = {(c.entity, c.number) for m in mentions(crm, text) for c in m.candidates}
        held = {(c["entity"], c["number"]) for c in older.changes if c["number"]}
        touched = {(c["entity"], c["number"]) for c in newer.changes if c["number"]}
        strays = bool(_IT.search(text)) and bool(touched) and not touched & (held | spoken) and not spoken
        told = {normal(text), normal(without_opening(text))}
        strays |= against(text) and any(c["op"] == "create" and normal(c["label"] or "") in told for c in newer.changes)
        if strays:
            proposals.cancel(crm, newer)
    return strays


def which_line(language: Language) -> str:
    """That words about “it” fit no single line of the card."""
    return (
        "我不确定您要改卡片上的哪一条，请说出名称或第几条。"
        if language == "zh"
        else "I am not sure which line of the card you mean. Name it, or say “the second one”."
    )


def _only_words(result: TurnResult, text: str) -> None:
    """Something looked up by mistake for words against a card is not shown: the person asked for nothing."""
    if result.question is not None or not result.calls or _QUESTION.search(without_opening(text)):
        return
    result.tables, result.charts, result.cards, result.sources = [], [], [], []
    result.words = result.reply = (
        f"我没有听懂要怎样更改：“{text[:60]}”。"
        if result.language == "zh"
        else f"I did not understand what to change: “{text[:60]}”."
    )


def made_nothing(parts: Sequence[str], language: Language) -> str:
    """Which parts of a correction did not reach the card."""
    words = ("、" if language == "zh" else ", ").join(f"“{p[:60]}”" for p in parts)
    return f"卡片里没有用上：{words}。" if language == "zh" else f"I made nothing of {words}; it is not on the card."


def still_waits(language: Language) -> str:
    """That a card is as it was: a yes now saves what stands on it and nothing of what was said since."""
    return (
        "上面的卡片没有改动，仍待确认：“确认”按原样保存，“取消”作废。"
        if language == "zh"
        else "The card above is unchanged and still waits: “yes” saves it as it stands, “no” drops it."
    )


def asked_again(question: dict[str, Any], result: TurnResult) -> bool:
    """The question that is still open put once more, when its answer was not understood; False when something else was."""
    if (
        result.brain != "offline"
        or result.calls
        or result.proposal is not None
        or result.question is not None
        or not question.get("text")
    ):
        return False
    result.question = Question(question["text"], [Choice(**c) for c in question["choices"]])
    lead = "刚才的问题还在：" if result.language == "zh" else "My question is still open:"
    _say_last(result, f"{lead} {question['text']}")
    return True


def _of_the_report(store: Store, actor: Actor, before: str, result: TurnResult) -> bool:
    """Whether the card just made only changes deals the report that waits is about: 金额写52万 after a meeting was told."""
    assert result.proposal is not None
    with store.session(actor, writes=True, turn=result.id) as crm:
        older, newer = proposals.get(crm, before), proposals.get(crm, result.proposal["id"])
        if older.tool != "log_interaction":
            return False
        links = [c["fields"].get("deal", {}).get("after") for c in older.changes if c["entity"] in ("activity", "task")]
        about = {n for held in links for n in (held if isinstance(held, list) else [held]) if n}
        return all(c["entity"] == "deal" and c["op"] == "update" and c["number"] in about for c in newer.changes)


def _joined(store: Store, actor: Actor, before: str, result: TurnResult) -> bool:
    """One card of the one that waited and the one just made; False when they do not fit together."""
    assert result.proposal is not None
    with store.session(actor, writes=True, turn=result.id) as crm:
        older, newer = proposals.get(crm, before), proposals.get(crm, result.proposal["id"])
        if UPLOAD in (older.tool, newer.tool) or newer.status != "pending" or _clash(older, newer):
            return False
        made = _together(crm, older, newer)
        said, shown = result.proposal, proposal_json(crm, made, result.language)
        old, new = sentence(crm, newer, result.language), sentence(crm, made, result.language)
        result.reply = result.reply.replace(old, new)
        result.proposal = shown
    return bool(said["id"] != shown["id"])


def _clash(older: Proposal, newer: Proposal) -> bool:
    """Whether one card deletes what the other changes."""
    gone = {(c["entity"], c["number"]) for p in (older, newer) for c in p.changes if c["op"] == "delete"}
    return any((c["entity"], c["number"]) in gone for p in (older, newer) for c in p.changes if c["op"] == "update")


def _together(crm: Unit, older: Proposal, newer: Proposal) -> Proposal:
    first, more = json.loads(json.dumps(older.changes)), json.loads(json.dumps(newer.changes))
    changes = merged([*first, *renamed(more, first)])
    made = Proposal(
        workspace_id=newer.workspace_id, id=uuid4().hex[:12], user_id=newer.user_id, thread_id=newer.thread_id, turn=crm.turn, tool=newer.tool,
        language=newer.language, created_at=crm.now, expires_at=crm.now + LIFETIME, changes=changes, digest=digest(changes), note=older.note,
    )  # fmt: skip
    crm.add(made)
    proposals.cancel(crm, newer)
    return made


def _say_first(result: TurnResult, text: str) -> None:
    result.words, result.reply = f"{text}\n\n{result.words}".strip(), f"{text}\n\n{result.reply}".strip()


def _say_last(result: TurnResult, text: str) -> None:
    result.words, result.reply = f"{result.words}\n\n{text}".strip(), f"{result.reply}\n\n{text}".strip()
