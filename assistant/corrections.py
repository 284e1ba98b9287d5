"""A message that corrects the card on the table: “make it 60k”, “no, the other Ana”, “yes but Thursday”, 改成周五."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from assistant.answers import described
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
    person_swapped,
)
from assistant.card_values import Edits, edits_of, fields_left_out, only_fields
from assistant.reading import Asker
from assistant.recognise.one_more import ONE_MORE
from assistant.recognise.text import is_chinese
from assistant.siblings import sibling
from assistant.stance import stance_of
from assistant.waiting import against, without_opening
from crm_store.changes import as_json
from crm_store.edits import revise
from crm_store.errors import StoreError
from crm_store.models import Proposal, fields_of
from crm_store.names import normal
from crm_store.queries.find import Condition, Query, records
from crm_store.queries.lookup import best, resolve
from crm_store.queries.mentions import Mention, mentions
from crm_store.queries.namesakes import labels
from crm_store.unit import Unit

_CUE = re.compile(
    r"^\s*(?:no|nope|not|(?:yes|yep|yeah|ok|okay|sure|fine|good|great|right)\W+(?:but|except|only|just)|but|except|without|make (?:it|that)|change|"
    r"(?:set|move|push|put|shift|bump|mark|assign|give|hand|call) (?:it|that)|actually|rather|sorry|oops|wait|hm+|i meant?|should be|it(?:['’]s| is| was| should)|that (?:was|is)|"
    r"instead|the other|better|the \w+(?: \w+)? (?:should|must) (?:be|say|read)|all but|leave out|skip)\b|\b(?:instead|rather)\s*[.!,]|\b(?:instead|rather)\s*$|[,，] ?not (?:a|an|the|on|at|in) |"
    r"^\s*(?:(?:可以|好的?|行|对|嗯|是的?|没问题|ok|确认)?[，,、 ]*(?:不过|但是?|只是)|不是|不对|不，|不,|应该|等等|等下|抱歉|哦不|(?:我)?[搞弄说记选]?错了|还是(?!有)|另一个|另外一个|"
    r"金额改|日期改|时间改|优先级|除了|去掉|不包括|别动|就?按(?=\d)|(?:对了|哎呀?|诶|唉|哦|噢|呃)[，,、 ]*(?:是|应该|改|不)|改(?:[\d一二两三四五六七八九十]{1,3}[点号]|下?周))|(?:挪回|退回|放回|改回|改成|改为|改到|改在|换成|换为|换到|而是|放到|放在|挪到|推到|推迟到|提前到|标成|设成)",
    re.IGNORECASE,
)
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
    r"^\W*(?:(?:and|also|oh|please|then|plus)\W+)*(?:add|create|make|set up|open|put in|i need)(?: me)?(?: also)? (?:an? |another |one more )(?:new |follow-?up )?(?:task|to-?do|reminder|ticket)(?![a-z])",
    re.IGNORECASE,
)
"""Something new beside the card: “also add a task to …” is no day for the call on it."""
_ADDS = re.compile(r"^\W*(?:and|also|plus|as well as)(?![a-z])|^\W*(?:还有|并且?|另外|再加|同时)", re.IGNORECASE)
"""One thing more for the card: “and high priority”."""
_OTHER = re.compile(r"\b(?:the )?other(?: one)?\b|另(?:外)?一[个位]|别的那[个位]", re.IGNORECASE)
_PARTS = re.compile(r"[,，;；。!！\n]+|\.\s|(?<![a-z])and(?![a-z])|并且?|还有", re.IGNORECASE)
_FILLS = re.compile(
    r"\W*(?:(?:(?:put|add|write|note|save|include|set|change|do|fix|correct|update) (?:it|that|this|them)(?: in)?|please|pls|too|also|as well|no|nope|not|sorry|actually|wait|hang on|oh|oops|my (?:bad|mistake)|yes|ok|okay|right|fine|good"
    r"|thanks|instead|rather|not \w+(?: \w+)?|same time|so|then|but|i (?:said|meant)(?: it wrong)?|the rest (?:is|stays)(?: \w+)*|everything else(?: \w+)*|looks good|is fine)\W*)+"
    r"|(?:也|一起|再|帮我|请|麻烦|不是?|不对|抱歉|哦|等等|等一下|好的?|可以|行|对|嗯|[说搞弄记写]错了|改一下|改改|加上|补上|填上|记上|写上|谢谢|其他(?:都)?不变|别的不变|其余不变|时间不变|不是.{1,6}|吧|了)+"
    r"|(?:(?:刚才|刚刚|那个|这个|上面)的?)?[\u3400-\u9fff]{0,5}(?:[说搞弄记写填报看打听][错岔]|不对|有误|错)了?|(?:(?:the|that|their|i got the|i had the) )?\w+ (?:(?:is|was|s) )?(?:wrong|not right|incorrect|a typo)",
    re.IGNORECASE,
)
_NAMING = re.compile(
    r"(?<![a-z])(?:no|nope|not|oh|oops|wait|hang on|sorry|actually|i|we|meant|mean|said|have to|it|that|this|he|she|they|was|is|were|should|be|the|an?|one|other|with|for|at|of|from|to|call|called|met|meet|saw|see|visit|talk|talked|speak|email|instead|rather|please|my (?:bad|mistake)|deal|account|customer|company|contact|yes|ok|okay|but|s)(?![a-z])"
    r"|不是|不对|应该是?|而是|搞错了?|弄错了?|说错了?|记错了?|抱歉|哦|我说的|我指的|我是说|就是|是|那个|那家|那位|那单|这个|客户|联系人|公司|的|另一个|另外|等等|他|她|改成|换成|人了?|见的?|找|给",
    re.IGNORECASE,
)
_SOFTENED = re.compile(
    r"\s*[,，]?\s*(?<![a-z])(?:rather|instead|please|pls|then|thanks|thank you)(?=\s*(?:[,，.;!]|$))", re.IGNORECASE
)
_DENIED = re.compile(
    r"(?<![a-z])(?:not|isn['’]t|wasn['’]t|aren['’]t|instead of|rather than)(?! only)(?: (?:on|at|the|a|an|for|to|in))* [^,，;；.。!！]+?(?=\s*(?:[,，;；.。!！]|$|(?<![a-z])but(?![a-z])))|(?:而)?(?:不是|不要|别是)[^,，;；。!！]+?(?=[,，;；。!！]|而是|$)",
    re.IGNORECASE,
)
_ONE_OF_THEM = re.compile(
    r"(?<![a-z])(?:the|that) [\w' -]{2,40} (?:one|deal|guy|person|lady|woman|man)(?![a-z])|(?<![a-z])the one (?!\d)|(?<![a-z])not (?:him|her|them|that one|this one)(?![a-z])|那[个位条单]|不是(?:他|她|这[个位单])",
    re.IGNORECASE,
)
_SHORT_WORDS, _SHORT_CHARACTERS = 5, 12
_LONG_WORDS, _LONG_CHARACTERS = 24, 48


def correct(asker: Asker, proposal: Proposal, text: str, people: Edits | None = None) -> Proposal | None:
    """The card with what the message corrects, as a new proposal; None when the message is no such correction.

    Args:
        people: what putting another person on the card changes.

    Raises:
        StoreError: it is one, but the new value does not fit.
    """
    if off := fields_off(proposal, text):
        return revise(asker.crm, proposal, off)
    text = in_plain_turns(text)
    crm, cued = asker.crm, bool(_CUE.search(text))
    if not cued and _ASKS.search(text):
        return None
    if ONE_MORE.match(text) or (_ANOTHER.match(text) and all(c["entity"] != "task" for c in proposal.changes)):
        return None
    opposed = cued or against(text) or bool(KEPT.search(text) or _ADDS.search(text))
    zh = is_chinese(text)
    size = len(text) if zh else len(text.split())
    brief = size <= (_SHORT_CHARACTERS if zh else _SHORT_WORDS)
    meant = without_denied(text)
    told = _ADDS.sub("", _without_kept(meant)).strip()
    plain = (
        not people
        and meant == _SOFTENED.sub("", text)
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
    (re.compile(r"(?:^|(?<=[，, 吧]))改(?=[\d一二两三四五六七八九十]{1,3}[点号]|[下这本]?周|明天|后天)"), "改成"),
)  # fmt: skip


_EXCUSE = re.compile(
    r"(?<=\w)\s*[,;.–-]+\s*(?:because |since |as |cause |cos )?(?:(?:on |next |this )?(?:mon|tues?|wednes|thurs?|fri|satur|sun)day |tomorrow |that day |then )?(?:i['’]?m|i am|i['’]?ve got|i have|i['’]ve|we['’]?re|we have|he['’]?s|he is|she['’]?s|she is|they['’]?re|they are|[A-Z]\w+ is|is a|there['’]?s)(?: \w+['’]?\w*){0,8}[\s.!]*$"
    r"|(?<=[\u3400-\u9fff\w])[,，;；。]\s*(?:因为)?(?:(?:下|这|本)?周[一二三四五六日天]|明天|后天|今天|那天|\d+[号日])?(?:我|他|她|他们|客户|对方|那边)?(?:那天)?(?:不在|有事|没空|没时间|出差|休假|请假|放假|开会|不方便|冲突了?|来不及|要去.{1,8})[。!！]?$",
    re.IGNORECASE,
)
"""Why the day does not suit: “friday, thursday im at the dentist”, 改成周五吧，周四我不在."""
_SOFT_END = re.compile(r"(?<=[点号天午晚早周月\d一二三四五六日万半刻分])(?:吧|呗|哈|好了|算了)(?=$|[\s，,。])")


def in_plain_turns(text: str) -> str:
    """是挪回报价 is 改成报价, 对了 是139… is 应该是139…, 改三点 is 改成三点."""
    text = _EXCUSE.sub("", text)
    for pattern, plain in _PLAIN:
        text = pattern.sub(plain, text, count=1)
    return _SOFT_END.sub("", text)


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


def without_denied(text: str) -> str:
    """A message without what it says is not so: “Monday, not Friday”, 不是12万，是11万."""
    text = _SOFTENED.sub("", text)
    rest = _DENIED.sub(" ", text)
    return rest if re.search(r"\w", _FILLS.sub("", rest)) else text


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
    if fields_off(proposal, text):
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
        if not known and not _FILLS.fullmatch(p) and stance_of(p) is None
    ]


def _of_another(crm: Unit, proposal: Proposal, text: str) -> bool:
    """Whether a message names a customer's record the card does not speak of: then it is a request of its own."""
    held, shown = set(_held(proposal)), normal(" ".join(c["label"] or "" for c in proposal.changes))
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


def other_record(asker: Asker, proposal: Proposal, text: str) -> tuple[str, int, str] | None:
    """(type, number on the card, reference meant instead) when a message puts another record in the place of one on the card.

    Only for a message that corrects: “no, the other Ana”, “I meant Globex”, 不是，是王伟.
    """
    crm, held, told = asker.crm, list(_held(proposal)), without_denied(text)
    if LEFT_OUT.search(told) or ONLY.search(told):
        return None
    changed = [(c["entity"], c["number"]) for c in proposal.changes if c["number"]]
    if (beside := sibling(crm, changed or held, told)) is not None:
        return beside
    if not _CUE.search(text):
        return None
    text = told
    for mention in mentions(crm, text):
        candidates = best(mention.candidates)
        if not _says_only(text, mention):
            continue
        for entity, number in held:
            others = [c for c in candidates if c.entity == entity and c.number != number]
            same = [c for c in candidates if c.entity == entity and c.number == number]
            if len(others) == 1 and (not same or _OTHER.search(text)):
                return entity, number, others[0].ref
    if (found := _described(crm, held, text)) is not None:
        return found
    if _OTHER.search(text):
        for entity, number in held:
            record = crm.get(entity, number)
            others = [f for f in resolve(crm, record.display.split()[0], (entity,)) if f.number != number]
            if len(others) == 1:
                return entity, number, others[0].ref
    return None


def _described(crm: Unit, held: Sequence[tuple[str, int]], text: str) -> tuple[str, int, str] | None:
    """The record beside one on the card that a description fits: “no, the retrofit one”, 不是他，是采购经理."""
    if not _ONE_OF_THEM.search(text):
        return None
    for entity, number in held:
        if entity not in ("deal", "contact"):
            continue
        account = getattr(crm.get(entity, number), "account_id", None)
        beside = records(crm, Query(entity, [Condition("account", "=", account)], limit=40)) if account else []
        shown = labels(crm, [r for r in beside if r.id != number])
        choices = [{"ref": r.ref, "label": shown[(entity, r.id or 0)]} for r in beside if r.id != number]
        if choices and (ref := described(crm, without_opening(text), {"choices": choices})) is not None:
            return entity, number, ref
    return None


def _says_only(text: str, mention: Mention) -> bool:
    """Whether a message says hardly more than a name: “I meant Globex”; not “no, D-71 is on hold”. Of a person a little more is said."""
    rest = _NAMING.sub(" ", f"{text[: mention.start]} {text[mention.end :]}")
    person = any(c.entity in ("contact", "user") for c in mention.candidates)
    words, characters = len(re.findall(r"[A-Za-z0-9]+", rest)), len(re.findall(r"[\u3400-\u9fff]", rest))
    return words + characters // (2 if person else 1) <= (2 if person else 1)


def people_swapped(asker: Asker, proposal: Proposal, other: tuple[str, int, str] | None) -> Edits:
    """What changes on a card when another person is meant; nothing when the card has to be made anew for that."""
    if other is None or other[0] != "contact":
        return {}
    return person_swapped(asker.crm, proposal, other[1], int(other[2].partition("-")[2]))


def swapped(asker: Asker, args: Any, entity: str, number: int, ref: str) -> Any:
    """Tool arguments with every name of one record replaced by the reference of another."""
    if isinstance(args, dict):
        return {
            k: v
            if k in ("note", "quote", "query", "title", "subject", "body", "op", "entity", "field")
            else swapped(asker, v, entity, number, ref)
            for k, v in args.items()
        }
    if isinstance(args, list):
        return [swapped(asker, v, entity, number, ref) for v in args]
    if isinstance(args, str) and any(f.number == number for f in best(resolve(asker.crm, args, (entity,)))):
        return ref
    return args


def _held(proposal: Proposal) -> Iterator[tuple[str, int]]:
    """The contacts, accounts, deals and colleagues a card points at or changes, people first."""
    found: dict[tuple[str, int], None] = {}
    for change in proposal.changes:
        if change["number"] and change["entity"] in ("contact", "account", "deal", "lead", "task", "ticket"):
            found.setdefault((change["entity"], change["number"]))
        for name, held in change["fields"].items():
            spec = fields_of(change["entity"]).get(name)
            if (
                spec is None
                or spec.to not in ("contact", "account", "deal", "user")
                or name in change.get("derived", ())
            ):
                continue
            for value in held["after"] if isinstance(held["after"], list) else [held["after"]]:
                if isinstance(value, int):
                    found.setdefault((spec.to, value))
    order = ("contact", "user", "deal", "account")
    yield from sorted(found, key=lambda f: order.index(f[0]) if f[0] in order else 9)
