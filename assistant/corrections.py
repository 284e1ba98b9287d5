"""A message that corrects the card on the table: “make it 60k”, “no, the other Ana”, “yes but Thursday”, 改成周五."""

import re

from assistant.another_meant import CUE, FILLS, SOFTENED, on_card, without_denied
from assistant.card_additions import added, instead
from assistant.card_fields_off import fields_off
from assistant.card_parts import (
    KEPT,
    LEFT_OUT,
    ONLY,
    clauses,
    left_out,
    lines_named,
    people_added,
    people_left_out,
)
from assistant.card_spelling import respelt
from assistant.card_steps import hour_behind_day
from assistant.card_titles import title_said
from assistant.card_values import Edits, edits_of, fields_left_out, only_fields
from assistant.reading import Asker
from assistant.recognise.one_more import ONE_MORE
from assistant.recognise.text import is_chinese
from assistant.stance import stance_of
from assistant.waiting import against
from crm_store.changes import as_json
from crm_store.edits import revise
from crm_store.errors import StoreError
from crm_store.models import Proposal
from crm_store.names import normal
from crm_store.queries.mentions import mentions
from crm_store.unit import Unit

_ASKS = re.compile(
    r"^\s*(?:what|which|who|whom|whose|when|where|why|how|is|are|was|were|do|does|did|have|has|show|list|find|tell|any|give me|look up)\b|什么|哪|谁|多少|几[个家单条位点号]|[吗呢么][?？]?\s*$|怎么|如何|有没有|^(?:查|看|列|显示|找)",
    re.IGNORECASE,
)
"""A question asked while a card waits is a question, not a correction."""
_AGREES = re.compile(
    r"\W*(?:yes|yep|yeah|ok|okay|fine|good|agreed|right) (?:to|with|for|on) |(?:.{1,8})?(?:可以|没问题|行|对的?|好的?)$",
    re.IGNORECASE,
)
_ANOTHER = re.compile(
    r"^\W*(?:(?:and|also|oh|please|then|plus)\W+)*(?:add|create|make|set up|open|put in|i need)(?: me)?(?: also)? (?:an? |another |one more )(?:new |follow-?up )?(?:task|to-?do|reminder|ticket)(?![a-z])"
    r"|^\W*(?:(?:and|also|oh|please|then|plus)\W+)*(?:an?|another|one more) (?:new |follow-?up )?(?:task|to-?do|reminder)(?: to| for|:|,)(?![a-z])"
    r"|^\W*(?:(?:and|also|oh|please|then|plus)\W+)*remind (?:me|us) (?=\w+ \w+ \w+)"
    r"|^\W*(?:再|另外|还有?|顺便|同时|也|然后|并且?|对了|哦|请|麻烦|帮我|给我|[，,、 ])*(?:提醒我(?=.{5,})|(?:建|加|记|开|设)一?[个条](?:任务|待办|提醒)(?=.{3,}))",
    re.IGNORECASE,
)
"""Something new beside the card: “also add a task to …” is no day for the call on it."""
_A_TASK_TO = re.compile(
    r"^\W*(?:(?:and|also|oh|then|plus)\W+)*(?:an?|another|one more) (?:task|to-?do|reminder) to (?=[a-z])",
    re.IGNORECASE,
)
_ADDS = re.compile(r"^\W*(?:and|also|plus|as well as)(?![a-z])|^\W*(?:还有|并且?|另外|再加|同时)", re.IGNORECASE)
"""One thing more for the card: “and high priority”."""
_PARTS = re.compile(r"[,，;；。!！\n]+|\.\s|(?<![a-z])and(?![a-z])|并且?|还有", re.IGNORECASE)
_SHORT_WORDS, _SHORT_CHARACTERS = 5, 12
_LONG_WORDS, _LONG_CHARACTERS = 24, 48


def correct(asker: Asker, proposal: Proposal, text: str, people: Edits | None = None) -> Proposal | None:
    """The card with what the message corrects, as a new proposal; None when the message is no such correction.

    Args:
        people: what putting another person on the card changes.

    Raises:
        StoreError: it is one, but the new value does not fit.
    """
    if off := fields_off(proposal, text) or respelt(proposal, text) or title_said(proposal, text):
        return revise(asker.crm, proposal, off)
    text = in_plain_turns(text)
    crm, cued = asker.crm, bool(CUE.search(text))
    if not cued and _ASKS.search(text):
        return None
    if (
        ONE_MORE.match(text)
        or _A_TASK_TO.match(text)
        or (_ANOTHER.match(text) and all(c["entity"] != "task" for c in proposal.changes))
    ):
        return None
    opposed = cued or against(text) or bool(KEPT.search(text) or _ADDS.search(text))
    zh = is_chinese(text)
    size = len(text) if zh else len(text.split())
    brief = size <= (_SHORT_CHARACTERS if zh else _SHORT_WORDS)
    meant = without_denied(text)
    told = _ADDS.sub("", _without_kept(meant)).strip()
    plain = (
        not people
        and meant == SOFTENED.sub("", text)
        and (opposed or size <= 2 * (_SHORT_CHARACTERS if zh else _SHORT_WORDS))
    )
    if plain and (made := _fewer_or_more(asker, proposal, text)) is not None:
        return made
    if not people and _of_another(crm, proposal, text):
        return None
    long = size > (_LONG_CHARACTERS if zh else _LONG_WORDS)
    edits = _edits(asker, proposal, told, opposed) if told and (opposed or brief) else {}
    for index, values in ({} if long or not told else added(asker, proposal, told)).items():
        edits[index] = {**values, **edits.get(index, {})}
    for index, values in (people or {}).items():
        edits[index] = {**edits.get(index, {}), **values}
    if not _new(proposal, edits) and opposed:
        if (made := _fewer_or_more(asker, proposal, text)) is not None:
            return made
        edits = _fields_dropped(proposal, text)
    if edits := _new(proposal, edits):
        return revise(crm, proposal, edits)
    return instead(asker, proposal, meant) if opposed and not long else None


_PLAIN = (
    (re.compile(r"^\s*(?:不对?|不是|错了|哦不|等等)?[，,、 ]*(?:对了|哎呀?|诶|唉|哦|噢|呃)?[，,、 ]*(?:应该)?(?:是|要)?(?:挪回|退回|放回|回|挪|移|退)(?:到)?(?=[\u3400-\u9fff]{2,6}(?:阶段)?(?:吧|了)?[。!！]?$)"), "改成"),
    (re.compile(r"^\s*(?:对了|哎呀?|诶|唉|哦|噢|呃)[，,、 ]*(?:应该)?(?:是|改成?)\s?(?=\S)"), "应该是"),
    (re.compile(r"^\s*算了[，,、 ]*(?=还是)"), ""),
    (re.compile(r"^\s*(?:please |no,? |sorry,? )*(?:put|log|record|file|enter|save|mark) (?:it|that|this) (?:in |down )?as (?=an? )", re.IGNORECASE), "it was "),
    (re.compile(r"(?:改成|改为|换成|还是)(?:线下|当面|面对面|现场)?(?:见面?|面谈|碰面|碰头|聊|开会)(?:吧|好了)?[。!！]*$"), "改成会议"),
    (re.compile(r"(?:改成|改为|换成|还是)(?:打|通)?电话(?:会议?|聊|沟通|吧|好了)*[。!！]*$"), "改成电话"),
    (re.compile(r"(?:改成|改为|换成|还是)(?:上门|去现场|过去)(?:拜访)?(?:吧|好了)?[。!！]*$"), "改成拜访"),
    (re.compile(r"^\s*(?:就)?按(?:照)?(?=[\d一二两三四五六七八九十百]+[.\d]*[万千元块])"), "金额改成"),
    (re.compile(r"^\s*(?:(?:oh|and|by the way|btw|also|wait)[, ]+)*(?:the |their |final )*(?:amount|value|price|total) (?:is|was|came to|comes to|ended up (?:at|being)|will be) (?:now |actually |really |exactly )*(?=[\d$€£¥])", re.IGNORECASE), "change the amount to "),
    (re.compile(r"(?<=[\dkKmM]) (?:in the end|after all|all in)\W*$"), ""),
    (re.compile(r"^\s*(?:哦|噢|对了|还有|另外|哎呀?|诶|[，,、 ])*(?:成交|合同|签约)?金额(?:最后|最终|其实|实际|后来|我们|应该)*(?:定在|定为|定的|谈成|谈到|敲定|确定)*(?:是|为|了)?\s?(?=[\d一二两三四五六七八九十百¥￥])"), "金额改成"),
    (re.compile(r"(?:^|(?<=[，, 吧]))改(?=[\d一二两三四五六七八九十]{1,3}[点号]|[下这本]?周|明天|后天)"), "改成"),
)  # fmt: skip


_EXCUSE = re.compile(
    r"(?<=\w)\s*[,;.–-]+\s*(?:because |since |as |cause |cos )?(?:(?:on |next |this )?(?:mon|tues?|wednes|thurs?|fri|satur|sun)day |tomorrow |that day |then )?(?:i['’]?m|i am|i['’]?ve got|i have|i['’]ve|we['’]?re|we have|he['’]?s|he is|she['’]?s|she is|they['’]?re|they are|[A-Z]\w+ is|is a|there['’]?s)(?: \w+['’]?\w*){0,8}[\s.!]*$"
    r"|(?<=[\u3400-\u9fff\w])[,，;；。]\s*(?:因为)?(?:(?:下|这|本)?周[一二三四五六日天]|明天|后天|今天|那天|\d+[号日])?(?:我|他|她|他们|客户|对方|那边)?(?:那天)?(?:不在|有事|没空|没时间|出差|休假|请假|放假|开会|不方便|冲突了?|来不及|要去.{1,8}|(?:人)?在(?!线|这|意)[^，,。\d]{1,8}|(?:要|得)(?:开|去|赶|陪|参加|接|跑|飞)[^，,。\d]{1,10}|有(?:个)?[^，,。\d]{1,8}(?:会|培训|安排|活动|约))[。!！]?$",
    re.IGNORECASE,
)
"""Why the day does not suit: “friday, thursday im at the dentist”, 改成周五吧，周四我不在."""
_SAYS_SOMETHING = re.compile(r"(?!(?:no|nope|sorry|wait|actually|well)\W*$)\w{3}|[\u3400-\u9fff]|\d", re.IGNORECASE)
"""More than "no": what stands behind it is the correction then, and no excuse."""
_SOFT_END = re.compile(r"(?<=[点号天午晚早周月\d一二三四五六日万半刻分])(?:吧|呗|哈|好了|算了)(?=$|[\s，,。])")


def in_plain_turns(text: str) -> str:
    """是挪回报价 is 改成报价, 对了 是139… is 应该是139…, 改三点 is 改成三点."""
    without = _EXCUSE.sub("", text)
    text = without if _SAYS_SOMETHING.search(without) else text
    for pattern, plain in _PLAIN:
        text = pattern.sub(plain, text, count=1)
    return hour_behind_day(_SOFT_END.sub("", text))


def _without_people(crm: Unit, text: str) -> str:
    """A correction without the parts that only say who joins or stays away."""
    rest = [
        p
        for p in _PARTS.split(text)
        if p.strip() and not any(c.entity == "contact" for m in mentions(crm, p) for c in m.candidates)
    ]
    return ", ".join(rest)


def _without_kept(text: str) -> str:
    """A message without the clauses that say what stays as it is: “40k, keep the stage as it is”."""
    rest = [c for c in clauses(text) if not KEPT.search(c)]
    return text if len(rest) == len(clauses(text)) else ", ".join(rest)


def _fewer_or_more(asker: Asker, proposal: Proposal, text: str) -> Proposal | None:
    """The card without the lines or people a message takes off it, or with one it adds, and with what else it corrects."""
    crm = asker.crm
    if drops := left_out(crm, proposal, text):
        return revise(crm, proposal, {}, drops)
    people = people_left_out(crm, proposal, text) or people_added(crm, proposal, text)
    if not people:
        return None
    rest = _without_people(crm, without_denied(text))
    edits: Edits = _edits(asker, proposal, rest, True) if rest else {}
    for index, values in people.items():
        edits[index] = {**edits.get(index, {}), **values}
    return revise(crm, proposal, edits)


def _edits(asker: Asker, proposal: Proposal, text: str, cued: bool) -> Edits:
    """What the whole message gives, and what its parts give besides; of several lines those that are named."""
    made = _line_edits(asker, proposal, text, cued)
    parts = [p for p in _PARTS.split(text) if p.strip()]
    for part in parts if len(parts) > 1 else ():
        for index, values in _line_edits(asker, proposal, part, cued).items():
            made[index] = {**values, **made.get(index, {})}
    return made


def _line_edits(asker: Asker, proposal: Proposal, text: str, cued: bool) -> Edits:
    lines = lines_named(asker.crm, proposal, text) if len(proposal.changes) > 1 else []
    if not lines:
        return edits_of(asker, proposal, text, cued)
    some = [proposal.changes[i] for i in lines]
    part = Proposal(id=proposal.id, user_id=proposal.user_id, thread_id=proposal.thread_id, changes=some)
    found = {lines[i]: values for i, values in edits_of(asker, part, text, True).items()}
    return found or edits_of(asker, proposal, text, cued)


def _new(proposal: Proposal, edits: Edits) -> Edits:
    """The edits that change anything: a card shown again as it was would look corrected."""
    made: Edits = {}
    for index, values in edits.items():
        change = proposal.changes[index]
        for name, value in values.items():
            held = change["fields"].get(name)
            if held is None or held["after"] != as_json(change["entity"], name, value):
                made.setdefault(index, {})[name] = value
    return {i: v for i, v in made.items() if v.keys() - {"currency"}}


def _fields_dropped(proposal: Proposal, text: str) -> Edits:
    parts = clauses(text)
    if (only := next((c for c in parts if ONLY.search(c)), None)) is not None:
        return only_fields(proposal, only)
    dropped: Edits = {}
    for part in parts if len(parts) > 1 else [text]:
        for index, values in (
            fields_left_out(proposal, part) if LEFT_OUT.search(part) or KEPT.search(part) else {}
        ).items():
            dropped[index] = {**dropped.get(index, {}), **values}
    return dropped or (fields_left_out(proposal, text) if LEFT_OUT.search(text) else {})


def unheard(asker: Asker, proposal: Proposal, text: str) -> list[str]:
    """The parts of a correction nothing on the card came of, so that the person hears of it."""
    if fields_off(proposal, text) or respelt(proposal, text) or title_said(proposal, text):
        return []
    parts = [p.strip() for p in _PARTS.split(without_denied(text)) if p.strip()]
    if len(parts) < 2 or left_out(asker.crm, proposal, text):
        return []

    def told(words: str) -> bool:
        try:
            return bool(
                _AGREES.match(words)
                or _edits(asker, proposal, words, True)
                or added(asker, proposal, words)
                or _fields_dropped(proposal, words)
                or any(c.entity == "contact" for m in mentions(asker.crm, words) for c in m.candidates)
            )
        except StoreError:
            return True

    heard = [told(p) for p in parts]
    for n in range(len(parts) - 1):
        if not (heard[n] or heard[n + 1]) and told(f"{parts[n]}, {parts[n + 1]}"):
            heard[n] = heard[n + 1] = True
    return [
        p
        for p, known in zip(parts, heard, strict=True)
        if not known and not FILLS.fullmatch(p) and stance_of(p) is None
    ]


def _of_another(crm: Unit, proposal: Proposal, text: str) -> bool:
    """Whether a message names a customer's record the card does not speak of: then it is a request of its own."""
    held, shown = set(on_card(proposal)), normal(" ".join(c["label"] or "" for c in proposal.changes))
    for mention in mentions(crm, text):
        found = {(c.entity, c.number) for c in mention.candidates}
        kinds = {e for e, _ in found}
        if (
            kinds
            and kinds <= {"account", "contact", "deal", "lead", "ticket"}
            and not found & held
            and normal(mention.text) not in shown
        ):
            return True
    return False
