"""Yes in anybody's words, while a card waits: “yep, done”, “yes, update her”, 看过了，改吧; more than that and it is no mere yes."""

import re
from typing import Any, Literal

from assistant.contested import choice
from assistant.decisions import Decision, decision_of
from assistant.stance import excuses
from assistant.waiting import against
from crm_store import proposals
from crm_store.contested import contested
from crm_store.names import normal
from crm_store.permissions import Actor
from crm_store.store import Store

Agreement = Literal["yes", "takes away"]
"""A yes to any card; a yes that names taking something away, which only fits a card that does."""

_MOST = 9
"""Words, or Chinese characters by two: who says more adds something."""
_YES = r"(?:yes|yep|yeah|yup|yea|yah|aye|sure|ok|okay|okey|correct|exactly|confirm|confirmed|absolutely|definitely|certainly|perfect|great|approved|of course|go ahead|go for it|please do|by all means|why not|(?:that|this|it|all|everything|they) ?(?:s|is|re|are|looks?|sounds?|seems?) (?:all )?(?:right|correct|good|fine|perfect|ok|okay|great|it)|(?:looks?|sounds?|seems?|all|very|so far so) (?:good|right|fine|correct|great|perfect|ok|okay))"
_ACT = r"(?:save|store|keep it|log|record|file|enter|note it|create|add|book|schedule|plan|send|submit|confirm|apply|approve|commit|do|go|proceed|run|execute|write|put|set|make|update|change|move|mark|tick|push|assign|hand|give|merge|convert|import|close|resolve|share|reassign|postpone|shift|raise|lower|switch|park|pause|freeze|reopen|knock|bump|cut|let s)"
_TAKES = r"(?:cancel|delete|remove|drop|discard|erase|scrap|bin|lose|take)"
_WITH = r"(?:it|this|that|them|those|these|her|him|us|me|all|both|everything|one|as|is|are|so|like|exactly|now|then|right|away|please|pls|plz|kindly|just|too|off|in|out|on|up|down|through|over|ahead|back|for|to|with|s|i|we|you|can|agree|agreed|want|wanted|need|meant|asked|said|d|ll|m|do|did|done|good|fine|correct|perfect|great|cool|nice|well|sadly|unfortunately|alas|indeed|totally|definitely|absolutely|certainly|immediately|quickly|asap|straight|today|already|finally|man|mate|sir|buddy|boss|team|lol|haha|happy|with|about|sure|yes|yep|yeah|ok|okay|go|save|thanks|thank|thx|ta|cheers|very|much|a lot)"
_NOUN = r"(?:(?:the|that|this|these|those|my|your|our) (?:whole )?(?:card|changes?|tasks?|to ?dos?|reminders?|meetings?|calls?|visits?|notes?|entry|entries|records?|tickets?|leads?|report|summary|log|update|list))"
_DOES = r"(?:save|store|log|record|file|enter|create|add|book|schedule|submit|confirm|apply|approve|commit|execute|import|convert|do) (?:it|this|that|them|these|those|all|both|everything)"
"""An order that says no more than the button."""
_ENGLISH = re.compile(rf"(?:please )?(?:{_YES}|{_DOES})(?: (?:and )?(?:{_NOUN}|{_ACT}|(?P<takes>{_TAKES})|{_WITH}))*")
_ADDS = re.compile(
    r"\b(?:and|also|then) (?:close|move|mark|change|assign|set|make|update|raise|push|add|book|create)\b"
)
"""“yes, and close it” asks for more than the card holds."""
_YES_ZH = r"(?:嗯+|唉|哎|对|好|好的|好嘞|好啊|好呀|是|是的|行|行的|中|成|可以|可以的|没错|没问题|没毛病|没意见|确认|确定|同意|批准|ok的?|okay|yes|yep|都[对好行要存]|都可以|都没错|都没问题|[两三四这]个都?(?:可以|行|对|要|好|存)|全都?(?:对|要|可以|行|好)|(?:我)?(?:看过|核对过|核对|检查过|看|确认过?)了|就这样|就这么|就按这个|就照这个|按这个|照这个|照这样|按这样|就是这[个样些位家单条]|就它)"
_ACT_ZH = r"(?:保存|存|入库|记录|记|登记|录入|录|写|建|创建|新建|加|约|安排|派|发|提交|执行|应用|办|弄|搞|做|改|更改|更新|推进|推|移|挪|调|转|转过去|分|分配|划|给|关|结|合并|导入|导|设|标|定|签|生效|通过|落实)"
_TAKES_ZH = r"(?:取消|删除|删|去掉|拿掉|移除|作废|不开|不去|不约|不办|不要|不做|退掉|撤掉)"
_WITH_ZH = r"(?:就|都|也|先|请|麻烦|帮我|给我|你|我|咱|它|她|他|他们|她们|这个|那个|这些|这样|这么|这单|这条|这家|这位|这|那|按|照|两个|两条|三个|全部|全|一起|一并|一下|下来|下去|进去|上去|上|掉|好|过去|出去|吧|了|的|啊|呢|哈|啦|呗|哦|嘞|呀|嗯|对|是|行|可以|没错|没问题|无误|没错误|来|确认|就行|就好|即可|谢谢|谢了|辛苦了?|马上|赶紧|现在|直接)"
_CHINESE = re.compile(
    rf"(?!对了|好不好|行不行|是不是|对不[对起]){_YES_ZH}(?:{_YES_ZH}|{_ACT_ZH}|(?P<takes>{_TAKES_ZH})|{_WITH_ZH})*"
)
_ENDS_A_TALK = re.compile(r"thank|thx|cheers|谢|辛苦")
_SAVES = re.compile(
    r"\b(?:yes|yep|yeah|yup|save|confirm\w*|do it|go ahead)\b|确认|保存|存|同意|提交|^[对是]|改|建|记|发|办"
)


def agrees(text: str) -> Agreement | None:
    """Whether a message says yes and nothing that could be a change of the card, a question or another wish."""
    if re.search(r"[?？]\s*$", text):
        return None
    said = normal(text)
    chinese = re.search(r"[\u3400-\u9fff]", said) is not None
    size = (len(said.replace(" ", "")) + 1) // 2 if chinese else len(said.split())
    if not said or size > _MOST or (_ENDS_A_TALK.search(said) and not _SAVES.search(said)):
        return None
    found = _CHINESE.fullmatch(said.replace(" ", "")) if chinese else _ENGLISH.fullmatch(said)
    if found is None or _ADDS.search(said):
        return None
    return "takes away" if found["takes"] else "yes"


def verdict(store: Store, actor: Actor, thread: str, text: str, *, carded: bool) -> Decision | None:
    """What a message decides, seen beside the card that waits when there is one (`carded`)."""
    decision = decision_of(text)
    if decision == "redo" and _RESTORES.search(text) and _just_saved(store, actor, thread):
        return "undo"
    if not carded:
        return decision
    if (chosen := choice(text)) is not None and _apart(store, actor, thread):
        return "yes" if chosen == "mine" else "theirs"
    if decision in (None, "no") and consents(store, actor, thread, text):
        return "yes"
    return decision or ("no" if excuses(text) and against(text) else None)


_RESTORES = re.compile(
    r"\b(?:restore|recover|undelete)\b|\b(?:bring|put|get|want|need)\b.*\bback\b|恢复|找回|捞回|拿回", re.IGNORECASE
)


def _just_saved(store: Store, actor: Actor, thread: str) -> bool:
    """Whether what happened last in this conversation was a save: to restore what it changed or deleted is to take it back."""
    with store.session(actor) as crm:
        last = proposals.latest(crm, thread)
        return last is not None and last.status == "applied"


def _apart(store: Store, actor: Actor, thread: str) -> bool:
    """Whether the card that waits is for a field somebody else changed meanwhile."""
    with store.session(actor) as crm:
        waiting = proposals.pending(crm, thread)
        return bool(waiting) and contested(waiting[0])


def consents(store: Store, actor: Actor, thread: str, text: str) -> bool:
    """Whether a message is a yes to the card that waits in this conversation."""
    kind = agrees(text)
    if kind is None:
        return False
    with store.session(actor) as crm:
        waiting = proposals.pending(crm, thread)
        return bool(waiting) and (kind == "yes" or any(_takes_away(c) for c in waiting[0].changes))


def _takes_away(change: dict[str, Any]) -> bool:
    if change["op"] == "delete":
        return True
    return any(str(v).casefold() in ("cancelled", "inactive", "none", "false") for v in _after(change))


def _after(change: dict[str, Any]) -> list[Any]:
    return [f.get("after") if isinstance(f, dict) else f for f in (change.get("fields") or {}).values()]
