"""Another record, or another person, meant than the one on a card: “no, the other Ana”, “I meant Globex”, 不是他，是采购经理."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from assistant.answers import described
from assistant.card_parts import LEFT_OUT, ONLY, person_swapped
from assistant.card_values import Edits
from assistant.reading import Asker
from assistant.siblings import sibling
from assistant.waiting import without_opening
from crm_store.models import Proposal, fields_of
from crm_store.queries.find import Condition, Query, records
from crm_store.queries.lookup import best, resolve
from crm_store.queries.mentions import Mention, mentions
from crm_store.queries.namesakes import labels
from crm_store.unit import Unit

CUE = re.compile(
    r"^\s*(?:no|nope|not|(?:yes|yep|yeah|ok|okay|sure|fine|good|great|right)\W+(?:but|except|only|just)|but|except|without|make (?:it|that)|change|"
    r"(?:set|move|push|put|shift|bump|mark|assign|give|hand|call) (?:it|that)|actually|rather|sorry|oops|wait|hm+|i meant?|should be|it(?:['’]s| is| was| should)|that (?:was|is)|"
    r"instead|the other|better|the \w+(?: \w+)? (?:should|must) (?:be|say|read)|all but|leave out|skip)\b|\b(?:instead|rather)\s*[.!,]|\b(?:instead|rather)\s*$|[,，] ?not (?:a|an|the|on|at|in) |"
    r"^\s*(?:(?:可以|好的?|行|对|嗯|是的?|没问题|ok|确认)?[，,、 ]*(?:不过|但是?|只是)|不是|不对|不，|不,|应该|等等|等下|抱歉|哦不|(?:我)?[搞弄说记选]?错了|还是(?!有)|另一个|另外一个|"
    r"金额改|日期改|时间改|优先级|除了|去掉|不包括|别动|就?按(?=\d)|(?:对了|哎呀?|诶|唉|哦|噢|呃)[，,、 ]*(?:是|应该|改|不)|改(?:[\d一二两三四五六七八九十]{1,3}[点号]|下?周))|(?:挪回|退回|放回|改回|改成|改为|改到|改在|换成|换为|换到|而是|放到|放在|挪到|推到|推迟到|提前到|标成|设成)",
    re.IGNORECASE,
)
FILLS = re.compile(
    r"\W*(?:(?:(?:put|add|write|note|save|include|set|change|do|fix|correct|update) (?:it|that|this|them)(?: in)?|please|pls|too|also|as well|no|nope|not|sorry|actually|wait|hang on|oh|oops|my (?:bad|mistake)|yes|ok|okay|right|fine|good"
    r"|thanks|instead|rather|not \w+(?: \w+)?|same time|so|then|but|i (?:said|meant)(?: it wrong)?|the rest (?:is|stays)(?: \w+)*|everything else(?: \w+)*|looks good|is fine)\W*)+"
    r"|(?:也|一起|再|帮我|请|麻烦|不是?|不对|抱歉|哦|等等|等一下|好的?|可以|行|对|嗯|[说搞弄记写]错了|改一下|改改|加上|补上|填上|记上|写上|谢谢|其他(?:都)?不变|别的不变|其余不变|时间不变|不是.{1,6}|吧|了)+"
    r"|(?:(?:刚才|刚刚|那个|这个|上面)的?)?[\u3400-\u9fff]{0,5}(?:[说搞弄记写填报看打听][错岔]|不对|有误|错)了?|(?:(?:the|that|their|i got the|i had the) )?\w+ (?:(?:is|was|s) )?(?:wrong|not right|incorrect|a typo)",
    re.IGNORECASE,
)
SOFTENED = re.compile(
    r"\s*[,，]?\s*(?<![a-z])(?:rather|instead|please|pls|then|thanks|thank you)(?=\s*(?:[,，.;!]|$))", re.IGNORECASE
)
_OTHER = re.compile(r"\b(?:the )?other(?: one)?\b|另(?:外)?一[个位]|别的那[个位]", re.IGNORECASE)
_NAMING = re.compile(
    r"(?<![a-z])(?:no|nope|not|oh|oops|wait|hang on|sorry|actually|i|we|meant|mean|said|have to|it|that|this|he|she|they|was|is|were|should|be|the|an?|one|other|with|for|at|of|from|to|call|called|met|meet|saw|see|visit|talk|talked|speak|email|instead|rather|please|my (?:bad|mistake)|deal|account|customer|company|contact|yes|ok|okay|but|s)(?![a-z])"
    r"|不是|不对|应该是?|而是|搞错了?|弄错了?|说错了?|记错了?|抱歉|哦|我说的|我指的|我是说|就是|是|那个|那家|那位|那单|这个|客户|联系人|公司|的|另一个|另外|等等|他|她|改成|换成|人了?|见的?|找|给",
    re.IGNORECASE,
)
_DENIED = re.compile(
    r"(?<![a-z])(?:not|isn['’]t|wasn['’]t|aren['’]t|instead of|rather than)(?! only)(?: (?:on|at|the|a|an|for|to|in))* [^,，;；.。!！]+?(?=\s*(?:[,，;；.。!！]|$|(?<![a-z])but(?![a-z])))|(?:而)?(?:不是|不要|别是)[^,，;；。!！]+?(?=[,，;；。!！]|而是|$)",
    re.IGNORECASE,
)
_ONE_OF_THEM = re.compile(
    r"(?<![a-z])(?:the|that) [\w' -]{2,40} (?:one|deal|guy|person|lady|woman|man)(?![a-z])|(?<![a-z])the one (?!\d)|(?<![a-z])not (?:him|her|them|that one|this one)(?![a-z])|那[个位条单]|不是(?:他|她|这[个位单])",
    re.IGNORECASE,
)


def without_denied(text: str) -> str:
    """A message without what it says is not so: “Monday, not Friday”, 不是12万，是11万."""
    text = SOFTENED.sub("", text)
    rest = _DENIED.sub(" ", text)
    return rest if re.search(r"\w", FILLS.sub("", rest)) else text


def other_record(asker: Asker, proposal: Proposal, text: str) -> tuple[str, int, str] | None:
    """(type, number on the card, reference meant instead) when a message puts another record in the place of one on the card.

    Only for a message that corrects: “no, the other Ana”, “I meant Globex”, 不是，是王伟.
    """
    crm, held, told = asker.crm, list(on_card(proposal)), without_denied(text)
    if LEFT_OUT.search(told) or ONLY.search(told):
        return None
    changed = [(c["entity"], c["number"]) for c in proposal.changes if c["number"]]
    if (beside := sibling(crm, changed or held, told)) is not None:
        return beside
    if not CUE.search(text):
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


def on_card(proposal: Proposal) -> Iterator[tuple[str, int]]:
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
