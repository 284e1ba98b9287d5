"""What a person decides about a card, handled without any model: yes, no, undo, redo, edits on the card."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from assistant import outcome_words
from assistant.blocks import Language
from assistant.cards import proposal_json, sentence
from assistant.contested import told as told_apart
from assistant.reading import Asker, read_fields
from assistant.stance import brings_back, refused_for, stance_of
from crm_store import contested, proposals
from crm_store.edits import edit
from crm_store.errors import BadValue, Conflict, Crossed, Expired, NotFound, StoreError, Unsure
from crm_store.models import Proposal
from crm_store.names import normal
from crm_store.permissions import Actor
from crm_store.store import Store
from crm_store.undo import last_applied, redo_proposal, undo_proposal
from crm_store.unit import Unit

Decision = Literal["yes", "no", "undo", "redo", "back", "theirs"]

UPLOAD = "import_file"
"""The tool that proposes the import of a file, whose card is no list of changes."""

_TRIES = 3
"""So often a decision is taken up when two were in each other's way: the database let one go on and wrote nothing of the other."""

_WORDS: Mapping[Decision, frozenset[str]] = {
    "yes": frozenset(
        "yes|y|yep|yeah|yup|sure|ok|okay|ok save|save|save it|please save|confirm|confirmed|i confirm|go ahead|do it|apply|apply it|yes please|yes save|"
        "yes save it|yes do it|looks good|correct|right|approve|approved|fine|good|perfect|that s right|yes go ahead|sounds good|ok go|"
        "确认|是|是的|对|对的|好|好的|可以|行|保存|保存吧|确定|没问题|同意|嗯|嗯嗯|好 保存|确认保存|提交|没错|就这样|ok的|好的保存|是 保存|确认无误".split("|")
    ),
    "no": frozenset(
        "no|n|nope|cancel|cancel it|cancel that|don t|do not|don t save|discard|no thanks|no thank you|stop|forget it|never mind|nevermind|reject|drop it|"
        "no cancel|leave it|取消|不|不要|不用|不用了|算了|不对|否|不保存|放弃|不行|别|别保存|不是|取消吧|先不|先不要|不要保存|作废".split("|")
    ),
    "undo": frozenset(
        "undo|undo it|undo that|undo this|undo please|please undo|undo what you just did|revert|revert that|revert it|take it back|take that back|roll back|"
        "rollback|undo the last change|undo last|undo last change|reverse that|oops undo|撤销|撤回|撤消|撤销刚才的操作|撤销上一步|撤回刚才的操作|回退|还原|"
        "撤销吧|撤销一下|改回来|改回去|撤销它|撤销刚才的|请撤销".split("|")
    ),
    "redo": frozenset(
        "redo|redo it|redo that|bring it back|put it back|get it back|bring that back|bring them back|get them back|restore that|restore them|undelete|undelete it|undelete that|i want it back|we need it back|redo please|重做|恢复|重新应用|恢复刚才的操作|还是保留|重做一次|恢复吧|恢复它|找回来|找回|找回来吧|捞回来|拿回来|把它恢复|把它找回来".split("|")
    ),
}  # fmt: skip


_AFFIRM = (
    r"(?:yes|y|yep|yeah|yup|yea|ya|sure|ok|okay|k|fine|good|great|perfect|right|correct|exactly|confirm|confirmed|absolutely|looks (?:good|right|fine)|sounds good|that s (?:right|it|fine|correct)"
    r"|all (?:good|right)|go ahead|please do|works for me|fine by me|sure thing|no problem|(?:都|唉|哎|那|嗯)?(?:好的?|好啊|好嘞|好呀|行|行的|可以|可以的|对|对的|是|是的|嗯+|没错|确认|确定|没问题|同意|就这样|就这么[办定改做来]|ok的?|中))"
)
_DO = (
    r"(?:save|apply|log|create|update|delete|remove|book|add|assign|close|mark|move|do|submit|record|set|approve|file|store|tick|convert|make|change|push|hand|schedule|import|put it in|go)"
    r"(?: (?:it|that|this|them|those|both|all|everything|all of (?:it|them)|it all|as is|it in|it off|them off))?"
)
_DO_ZH = r"(?:保存|存|改|建|创建|新建|转|约|派|签|定|放|删除|记|记录|记下来?|分|关|标|删|提交|办|推|执行|更新|调|录|加|导入|导|写|登记|设|挪|延|分配|处理|收|两个都\S{0,3}|都\S{0,3})(?:一下|下来|掉|上|进去|好|它|起来|给[他她它])*(?:吧|了|呗|啦)?"
_SHAPES: Mapping[Decision, re.Pattern[str]] = {
    "yes": re.compile(
        rf"(?:please )?{_AFFIRM}(?: ?{_AFFIRM})*(?:(?: and| please|,)? ?{_DO})?(?: (?:please|thanks|thank you|now|then|both|all|all of (?:it|them|those)|everything|too|go ahead|do it))*"
        rf"|(?:{_AFFIRM} ?)+(?:就 ?|请 ?|帮我 ?)?(?:{_DO_ZH} ?)?(?:谢谢|吧|了|哈)?|(?:就 ?|请 ?|帮我 ?|唉 ?|那 ?)?(?:保存|存|提交|确认保存|确认删除|改|建|转|导入|存下来)(?:一下|下来|它|吧|了|呗)+"
        rf"|(?:please )?(?:save|apply|confirm|go ahead|go for it|do it|submit)(?: (?:it|that|this|them|both|all|everything|the changes?|the card|as is))*(?: (?:please|now|thanks))*"
    ),
    "no": re.compile(
        r"(?:no|nope|nah|never ?mind|cancel|stop|forget it|leave it|discard|scrap it)(?: (?:no|nope|thanks|thank you|please|cancel|forget|leave|discard|drop|scrap|stop|don t|do not|not)(?: (?:save|do|log|create|apply|it|that|this|them|now|yet|anything))*)*"
        r"|(?:please )?(?:cancel|discard|drop|scrap)(?: (?:it|that|this|them|the card|everything|all))*(?: please)?|(?:(?:no|nope|nah) )?(?:please )?(?:don t|do not) (?:save|do|apply|log|create|change|import|add|book|send|delete|move|update)(?: (?:it|that|this|anything|them))?(?: please)?"
        r"|(?:先|还是|那就?)?(?:不|算了|别|不用|不要|取消|放弃|不必)(?: ?(?:了|吧|算了|取消|不用|别|不要|不|先))*(?:保存|存|改|建|记|做|发|动|导|导入)?(?:了|吧|它)?(?: ?(?:谢谢|先这样))?"
    ),
    "undo": re.compile(
        r"(?:(?:no|oops|sorry|please|wait|can you|could you|ok) )*(?:undo|revert|roll ?back|reverse|take back)(?: (?:it|that|this|them|please|all|everything|the last (?:one|change|step|thing|save)|what you just did|my last change|those changes|all of (?:it|that)|again|now))*"
        r"|(?:(?:no|oops|sorry|please|wait) )*take (?:it|that|this) (?:all )?back(?: please)?"
        r"|(?:不对 ?|(?:弄|搞|说|写|点|保存)?错了 ?|请 ?|帮我 ?|麻烦 ?|还是 ?)*(?:把 ?)?(?:撤销|撤回|撤消|还原|回退|回滚|撤掉|收回|退回去)(?:一下|掉|了)?(?:刚才|刚刚|上一步|上一个|上次|这个|那个|这次|全部|它|的|操作|更改|修改|那步|改动|保存|记录)*(?:吧|了|一下)?"
        r"|(?:把 ?)?(?:刚才|刚刚|上一步|上次)(?:的|那个|那步|那条|那一步|那次|保存|操作|更改|修改|改动|记录|导入)*(?:给我|帮我|都|全)*(?:撤销|撤回|撤消|还原|回退|退回去?|改回去?|收回|撤)(?:掉|去|来|了|一下|吧)*"
    ),
    "redo": re.compile(
        r"(?:(?:no|sorry|please|wait|ok|actually) )*do (?:it|that) (?:over )?again(?: (?:please|after all))?|(?:(?:no|sorry|please|wait|ok|actually) )*(?:redo|reapply|restore)(?: (?:it|that|this|please|them|everything|all))*|(?:(?:请 ?|还是 ?|把它?)*(?:重做|恢复|重新应用)(?:一下|它|刚才的?|那个|吧|了|回来)* ?)+|(?:请 ?|帮我 ?|麻烦 ?)*(?:把 ?)?(?:刚才|刚刚|刚|上一步|上次|被)*(?:撤销|撤回|撤消|还原|撤)(?:掉|了)?的?(?:那步|那个|那条|那次|操作|更改|修改|改动|内容|东西)*(?:再|重新|给我|都|全部)*(?:重做|恢复|重新应用|改回来?|弄回来|加回来|做)(?:一下|一遍|一次|吧|了|回来|回去)*"
    ),
}
"""The same said in more words: nothing but agreeing, declining or taking back may stand in the message."""


_HESITATION = re.compile(
    r"^(?:(?:h+m+|hang on|hold on|wait(?: a (?:sec|second|moment|minute))?|oh|ah|uh|um|well|so|等等|等一下|等一等|等下|稍等|慢着|哎呀?|啊|哦|噢|呃|额)(?: |(?=[\u3400-\u9fff])))+"
)
"""What is said before one decides."""


@dataclass
class Outcome:
    """What a decision led to: the words, and the card as it stands now (None when there was none)."""

    say: str
    proposal: dict[str, Any] | None
    ok: bool = True


def decision_of(text: str) -> Decision | None:
    """Whether a message is nothing but a yes, no, undo or redo, or asks for the card put aside."""
    if brings_back(text):
        return "back"
    return _plain(text) or stance_of(text) or _undo_behind(text) or refused_for(text)


_HESITATES = re.compile(
    r"^\W*(?:h+m+|wait|no|oops|sorry|hang on|hold on|oh|ah|actually|damn|argh|等等|等一下|哎呀?|啊|不对|糟了?|完了|坏了|诶|哦|唉)(?![a-z])",
    re.IGNORECASE,
)
_LAST_SENTENCE = re.compile(r"(?:[.!;,]\s+|[。！；，,]\s*)(?=[^.!;,。！；，]{2,40}[.!。！]*\s*$)")


def _undo_behind(text: str) -> Decision | None:
    """ "Hm wait, Colin just wrote they do want to continue. Undo that please": the reason first, and nothing else ordered."""
    cut = _LAST_SENTENCE.search(text.strip())
    if cut is None or len(text) > _LONGEST_REASON or not _HESITATES.match(text):
        return None
    return (
        "undo"
        if _plain(text.strip()[cut.end() :]) == "undo" or stance_of(text.strip()[cut.end() :]) == "undo"
        else None
    )


_LONGEST_REASON = 160


def _plain(text: str) -> Decision | None:
    """A decision in the words most people use for it."""
    said = _HESITATION.sub("", re.sub(r"([a-z])\1{2,}", r"\1", normal(text))) or normal(text)
    if len(said) > 40:
        return None
    if text.strip() in ("👍", "✅", "👌"):
        return "yes"
    known = next((d for d, words in _WORDS.items() if said in words), None)
    if (
        known is None
        and re.search(r"thank|谢", said)
        and not re.search(r"save|yes|yep|yeah|yup|confirm|undo|保存|确认|存|撤|不|no", said)
    ):
        return None  # "ok thanks" ends a talk
    return known or next((d for d, shape in _SHAPES.items() if shape.fullmatch(said)), None)


def decide(store: Store, actor: Actor, decision: Decision, language: Language, *, thread: str | None = None, number: str | None = None,
           seen: str | None = None, turn: str | None = None) -> Outcome:  # fmt: skip
    """Act on a proposal (`number`), or on the newest one of a conversation: all of it or nothing, in one unit of work."""
    meant: str | None = None
    for _ in range(_TRIES):
        try:
            with store.session(actor, writes=True, turn=turn) as crm:
                proposal = _meant(crm, decision, thread, number)
                if proposal is None:
                    return Outcome(outcome_words.nothing(decision, language), None, ok=False)
                meant = proposal.id
                if decision == "yes" and number is None and proposal.status == "cancelled":
                    return Outcome(_was_dropped(language), proposal_json(crm, proposal, language), ok=False)
                return _act(crm, proposal, decision, language, seen)
        except Crossed as error:
            crossed = error
        except Unsure as error:
            return _ended(store, actor, decision, meant, language, error)
        except Conflict as conflict:
            return _after_conflict(store, actor, decision, language, thread, number, conflict)
        except StoreError as error:
            shown = _shown(store, actor, thread, number, language, expire=isinstance(error, Expired))
            return Outcome(error.sentence(language), shown, ok=False)
    return Outcome(crossed.sentence(language), _shown(store, actor, thread, number, language), ok=False)


def _ended(
    store: Store, actor: Actor, decision: Decision, number: str | None, language: Language, error: Unsure
) -> Outcome:
    """How a decision ended whose commit was never answered, if the database can be asked again."""
    wanted = {"no": "cancelled", "undo": "undone"}.get(decision, "applied")
    try:
        with store.session(actor, writes=True) as crm:
            proposal = proposals.get(crm, number or "")
            proposals.hold(crm, proposal)  # waits for a commit that is still under way
            shown, done = proposal_json(crm, proposal, language), proposal.status == wanted
    except StoreError:
        return Outcome(error.sentence(language), None, ok=False)
    if done:
        say = "连接曾中断，但操作已完成。" if language == "zh" else "The connection broke for a moment, but it is done."
    elif language == "zh":
        say = "连接曾中断，未做任何更改，请重试。"
    else:
        say = "The connection broke, and nothing was changed. Please try again."
    return Outcome(say, shown, ok=done)


def edited(
    store: Store, actor: Actor, number: str, edits: Mapping[str, Mapping[str, str]], language: Language
) -> Outcome:
    """Change a pending card: texts by change index and field name; `_drop` leaves a change out."""
    try:
        with store.session(actor, writes=True) as crm:
            proposal = proposals.get(crm, number)
            values: dict[int, dict[str, Any]] = {}
            drops = []
            for index, texts in edits.items():
                at = int(index) if index.isdecimal() else -1
                if not 0 <= at < len(proposal.changes):
                    raise BadValue("There is no such change on this card.", "卡片上没有这项更改。")
                if texts.get("_drop"):
                    drops.append(at)
                    continue
                change = proposal.changes[at]
                record = crm.get(change["entity"], change["number"]) if change["number"] else None
                values[at] = read_fields(Asker(crm, language, steps=False), change["entity"], texts, record)
            edit(crm, proposal, values, drops)
            return Outcome("", proposal_json(crm, proposal, language))
    except StoreError as error:
        return Outcome(error.sentence(language), _shown(store, actor, None, number, language), ok=False)


def card(store: Store, actor: Actor, number: str, language: Language) -> tuple[dict[str, Any], str]:
    """A proposal as the person sees it now, as data and in words."""
    with store.session(actor) as crm:
        proposal = proposals.get(crm, number)
        return proposal_json(crm, proposal, language), sentence(crm, proposal, language)


def _meant(crm: Unit, decision: Decision, thread: str | None, number: str | None) -> Proposal | None:
    if number is not None:
        return proposals.get(crm, number)
    waiting = proposals.pending(crm, thread) if thread else []
    last = proposals.latest(crm, thread) if thread else None
    if decision == "undo":
        return waiting[0] if waiting else last_applied(crm, thread) or last_applied(crm)
    if decision == "back" or (decision == "redo" and last is not None and last.status == "cancelled"):
        return waiting[0] if waiting else last
    if decision == "redo":
        return proposals.latest(crm, thread, "undone") or proposals.latest(crm, None, "undone")
    return waiting[0] if waiting else proposals.latest(crm, thread)


def _act(crm: Unit, proposal: Proposal, decision: Decision, language: Language, seen: str | None) -> Outcome:
    zh = language == "zh"
    proposals.hold(crm, proposal)  # of two yeses at once the second is told that it was the second
    if decision == "yes":
        before = proposal.status
        if before == "undone":
            return Outcome(
                "该操作已撤销。说“重做”可以恢复。" if zh else "That was undone. Say “redo” to bring it back.",
                proposal_json(crm, proposal, language),
            )
        proposals.apply(crm, proposal, seen=seen)
        if before == "applied":
            return Outcome(
                "之前已经保存过，没有再次更改。" if zh else "That was saved already; nothing changed.",
                proposal_json(crm, proposal, language),
            )
        say = outcome_words.saved(crm, proposal, language)
        return Outcome(say, proposal_json(crm, proposal, language))
    if decision == "theirs":
        return _left_theirs(crm, proposal, language)
    if decision == "no":
        if proposal.status != "pending":
            return Outcome(outcome_words.nothing("no", language), proposal_json(crm, proposal, language), ok=False)
        proposals.cancel(crm, proposal)
        return Outcome(
            "已取消，没有做任何更改。说“找回卡片”可以重新查看。"
            if zh
            else "Cancelled; nothing was changed. Say “bring the card back” to have it again.",
            proposal_json(crm, proposal, language),
        )
    if decision == "undo" and proposal.status == "pending":
        proposals.cancel(crm, proposal)
        return Outcome(
            f"{put_aside(language)} {_stands(crm, language)}".strip(), proposal_json(crm, proposal, language)
        )
    if decision == "back" or (decision == "redo" and proposal.status == "cancelled"):
        return _brought_back(crm, proposal, language)
    records = undo_proposal(crm, proposal) if decision == "undo" else redo_proposal(crm, proposal)
    what = sentence(crm, proposal, language)
    if decision == "undo":
        head = outcome_words.undone(proposal, len(records), language)
    else:
        head = "已恢复以下更改。" if zh else "Brought back."
    return Outcome(f"{head}\n{what}", proposal_json(crm, proposal, language))


def _left_theirs(crm: Unit, proposal: Proposal, language: Language) -> Outcome:
    """What the other made of a contested field stays; the rest of the card is saved."""
    if proposal.status != "pending" or not contested.contested(proposal):
        return Outcome(outcome_words.nothing("yes", language), proposal_json(crm, proposal, language), ok=False)
    if contested.leave_theirs(crm, proposal):
        proposals.apply(crm, proposal)
        return Outcome(outcome_words.saved(crm, proposal, language), proposal_json(crm, proposal, language))
    say = "已保留现在的值，没有做任何更改。" if language == "zh" else "It stays as it is now; nothing was changed."
    return Outcome(say, proposal_json(crm, proposal, language))


def put_aside(language: Language) -> str:
    """What is said of a card that was spoken against: it can no longer be saved by a yes, but it is not lost."""
    return (
        "卡片已放到一边，没有保存任何内容。说“找回卡片”可以重新查看。"
        if language == "zh"
        else "The card is put aside; nothing of it was saved. Say “bring the card back” to have it again."
    )


def _was_dropped(language: Language) -> str:
    return (
        "这张卡片已取消，没有保存。说“找回卡片”可以重新查看。"
        if language == "zh"
        else "That card was dropped, so nothing is saved. Say “bring the card back” to have it again."
    )


def _stands(crm: Unit, language: Language) -> str:
    """That the change saved before the card was not taken back: "undo" may have meant either."""
    if last_applied(crm) is None:
        return ""
    return (
        "上一次保存的更改未受影响；再说一次“撤销”即可撤回。"
        if language == "zh"
        else "The change saved before it stands; say “undo” once more to take that back."
    )


def _brought_back(crm: Unit, proposal: Proposal, language: Language) -> Outcome:
    """A card put aside, on the records as they are now; one that waits is shown again."""
    if proposal.status not in ("pending", "cancelled") or proposal.tool == UPLOAD:
        return Outcome(outcome_words.nothing("back", language), None, ok=False)
    again = proposal if proposal.status == "pending" else proposals.refresh(crm, proposal)
    head, tail = (
        ("请确认以下更改：", "保存吗？（确认 / 取消）") if language == "zh" else ("Here is what I would save:", "Save it? (yes / no)")
    )  # fmt: skip
    return Outcome(f"{head}\n{sentence(crm, again, language)}\n{tail}", proposal_json(crm, again, language))


def _after_conflict(
    store: Store,
    actor: Actor,
    decision: Decision,
    language: Language,
    thread: str | None,
    number: str | None,
    conflict: Conflict,
) -> Outcome:
    """Refused by name; for a yes, with a fresh preview of the same wish on the records as they are now."""
    if decision != "yes":
        return Outcome(conflict.sentence(language), _shown(store, actor, thread, number, language), ok=False)
    try:
        with store.session(actor, writes=True) as crm:
            proposal = _meant(crm, "yes", thread, number)
            if proposal is None or proposal.status != "pending":
                return Outcome(conflict.sentence(language), None, ok=False)
            apart = contested.clashes(crm, proposal)
            fresh = contested.renew(crm, proposal)
            renewed = proposal_json(crm, fresh, language) | {"replaces": {"id": proposal.id, "status": "refused"}}
            if apart:
                return Outcome(
                    f"{told_apart(crm, apart, fresh, language)}\n{sentence(crm, fresh, language)}", renewed, ok=False
                )
            more = "下面是最新预览：" if language == "zh" else "Here is a fresh preview:"
            return Outcome(f"{conflict.sentence(language)} {more}\n{sentence(crm, fresh, language)}", renewed, ok=False)
    except StoreError as error:
        with store.session(actor, writes=True) as crm:
            stale = _meant(crm, "yes", thread, number)
            if stale is not None and stale.status == "pending":
                stale.status, stale.decided_at = "refused", crm.now
            shown = proposal_json(crm, stale, language) if stale else None
        say = conflict.sentence(language) if isinstance(error, Conflict | NotFound) else error.sentence(language)
        return Outcome(say, shown, ok=False)


def _shown(
    store: Store, actor: Actor, thread: str | None, number: str | None, language: Language, *, expire: bool = False
) -> dict[str, Any] | None:
    """The card beside a refusal; None when there is none, or when the database says no more."""
    try:
        with store.session(actor, writes=expire) as crm:
            proposal = proposals.get(crm, number) if number else proposals.latest(crm, thread)
            if proposal is None:
                return None
            if expire and proposal.status == "pending":
                proposal.status, proposal.decided_at = "cancelled", crm.now
            return proposal_json(crm, proposal, language)
    except StoreError:
        return None
