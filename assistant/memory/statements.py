"""What the notes on a record state, sentence by sentence: budget, who decides, worries, wishes, promises; each with where it stands."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from assistant.brains.offline.names.foreign import without_foreign
from assistant.memory.chunks import sentences
from crm_store.base import Record
from crm_store.codes import ActivityKind, ActivityStatus, Direction
from crm_store.models import Activity, Fact, Ticket
from crm_store.queries.timeline import Hanging
from crm_store.unit import Unit

LONGEST = 320
"""Characters of one quote."""
READ = 60
"""Activities of a record that are read, newest first."""


class Topic(StrEnum):
    """What a sentence may be about."""

    BUDGET = "budget"
    AUTHORITY = "authority"
    CHAMPION = "champion"
    COMPETITOR = "competitor"
    OBJECTION = "objection"
    NEED = "need"
    PAIN = "pain"
    METRIC = "metric"
    CRITERIA = "criteria"
    PROCESS = "process"
    PAPER = "paper"
    TIMELINE = "timeline"
    PREFERENCE = "preference"
    PROMISE = "promise"
    RISK = "risk"
    STATUS = "status"


@dataclass(frozen=True)
class Statement:
    """A sentence of a record: it stands at [start, end) of `field`; `strength` tells how plainly each topic is meant.

    `primary` tells a source that was there itself, such as a mail, from somebody's recollection.
    """

    record: Record
    field: str
    start: int
    end: int
    text: str
    day: date
    strength: dict[Topic, int]
    primary: bool

    @property
    def ref(self) -> str:
        return self.record.ref

    def on(self, *topics: Topic) -> int:
        """How plainly it is about any of these topics; 0 when it is not."""
        return max((self.strength.get(t, 0) for t in topics), default=0)


def _cue(plain: tuple[str, str], loose: tuple[str, str]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What says a topic plainly and what hints at it, in English and Chinese."""
    plainly, hinted = (
        re.compile(rf"(?<![a-z])(?:{en})(?![a-z])|{zh}" if en else zh, re.IGNORECASE) for en, zh in (plain, loose)
    )
    return plainly, hinted


_NEVER = r"(?!)"

_CUES: dict[Topic, tuple[re.Pattern[str], re.Pattern[str]]] = {
    Topic.BUDGET: _cue(
        (r"budgets?|budgeted|funding|approval limit|fiscal years?", r"预算|经费|拨款|技改|资金"),
        (r"(?:can|could|will) (?:spend|pay|afford)|i can defend it|above that it goes", r"出得起|费用走|付得起|批款"),
    ),
    Topic.AUTHORITY: _cue(
        (r"decision[- ]makers?|economic buyer|decides?(?! nothing)|signs (?:off|everything|it|on)|final (?:say|word)|has the last word|decision is (?:again |still )?with|(?:'s|’s|s') approval|signs everything", r"拍板|说了算|决策人|决策者|[他她]定(?:[。，；]|$)|由.{1,8}(?:决定|审批|批准)|最终(?:决定|决策)|一把手|总经理办公会"),
        (r"approv\w+|approvers?|on the desk of|steering group|board", r"审批|批准|汇报|领导(?:基本)?同意|上会"),
    ),
    Topic.CHAMPION: _cue(
        (r"(?:our|the|is a|as a) champion|champions|prefers? us|pushes|on our side|speaks? (?:up )?for us|defend it|her recommendation|his recommendation", r"内线|支持者|力推|向.{1,12}推荐|替我们.{0,4}说话|站在我们|帮我们"),
        (r"recommend\w*|supports?|introduced us|likes (?:the|our)|forwarded", r"推荐|支持|引荐|看好|很认可"),
    ),
    Topic.COMPETITOR: _cue(
        (r"competitors?|competing|compar(?:e|es|ed|ing) (?:us|with|me)|rival|offer from|quote from|another (?:tool|vendor|supplier)|other (?:tool|vendor|offer)s?|incumbent|(?:is|was|are) at (?:usd|eur|cny|us\$|\$|€|¥) ?[\d,]+ without|tool that another department", r"竞争对手|竞品|对手|也在接触|比价|另一家|友商|其他(?:供应商|厂家)|自己开发|(?:云|科技|软件|系统)(?:也)?报(?:了|价)"),
        (r"cheaper|tender|alternative", r"招标|便宜|低.成|报了"),
    ),
    Topic.OBJECTION: _cue(
        (r"too (?:expensive|high|dear|much|many|slow)|worr(?:y|ies|ied)|concern(?:s|ed)?|object(?:s|ed|ion|ions)|unhappy|dissatisfied|scares?|annoyed|afraid|doubts?|dislik\w+|hesitat\w+|not convinced|raised an eyebrow|against it|pushback|stopper", r"担心|顾虑|嫌|太贵|太高|不满意?|不赞成|反对|抱怨|怀疑|犹豫|不放心|异议|不接受|怕"),
        (r"hates|is poor|complain\w*|problem with|weak spot|above what", r"不想|太频繁|不看好|有意见|贵"),
    ),
    Topic.NEED: _cue(
        (r"wants?|needs?|requires?|insists?|expects?|asks? for|asked (?:for|that|us|me|to|if|whether)|would like|wish(?:es)?|looks at", r"要求|希望|想要|需要|要的是|提出|想先|想单独|要再加|必须|条件是|要写明|开口就要|点名要"),
        (r"asked|questions?|prefers?", r"想|问|要"),
    ),
    Topic.PAIN: _cue(
        (r"pain|lost (?:a|an|three|two)|loses|outages?|downtime|unplanned stops?|breaks?|broke|fail(?:s|ed|ures?)|seized|scrapp?\w*|by hand|manual(?:ly)?|paper(?! process)|usb sticks?|(?<!process )takes? (?:\w+ ){1,3}(?:minutes|hours|days|weeks)|nobody reads|cover sheets|half (?:a|the) day", r"痛点|漏看|报废|停了|停机|坏了|损失|纸质|折磨|故障|误报|出错|手工|太慢|漏检|返工"),
        (r"slow|problem|trouble|unhappy", r"频繁|麻烦|老是|总是"),
    ),
    Topic.METRIC: _cue(
        (r"metrics?|success (?:as|is|means|criteria)|judge (?:it |us )?by|payback|return on investment|roi|sav(?:es?|ing|ings|ed)|hours saved|prevented stops?|weekly active|kpis?", r"指标|成功标准|衡量|回报|节省|省下|周活跃|抓到|提前.{0,3}[天小时]|从.{1,8}变成|降低.{0,6}%"),
        (r"\d+ ?%|per (?:month|week|year)|fewer|faster", r"\d+ ?%|每[月周年]"),
    ),
    Topic.CRITERIA: _cue(
        (r"criteria|criterion|soc ?2|iso ?\d+|security review|single sign-on|sso|log retention|data (?:stays?|in|must)|must have|compliance|audit trail|on condition|one condition|requirements?", r"关心|在意|看重|标准|数据不出|合规|等保|安全(?:评审|要求)|接口|对接|质保|防爆|先看"),
        (r"security|integrat\w+|migration|support hours|interface", r"安全|迁移|条码|要求"),
    ),
    Topic.PROCESS: _cue(
        (r"decision process|then legal|steering group|committee|supplier portal|vendor registration|three offers|goes to (?:a )?tender|second approver|recommendation, |sign-?off process|procurement (?:wants|needs|at)", r"流程|上会|办公会|三家比价|先.{1,12}再签|走.{0,6}采购|招标|汇报|立项"),
        (r"procurement|approval|legal|purchasing", r"采购|审批|法务"),
    ),
    Topic.PAPER: _cue(
        (r"paper process|redlines?|contract talks|purchase orders?|signature|signed contract|legal on both sides|technical annex|contract draft", r"用印|盖章|法务|合同(?:审|稿|里|要)|走合同|附件"),
        (r"contract|legal|sign(?:s|ed)?", r"合同|签"),
    ),
    Topic.TIMELINE: _cue(
        (r"deadline|expects? a decision|within (?:\w+ )(?:days|weeks|months)|by the end of|(?:start|starts|begin) in|go(?:es|ing)?[- ]live|moves? back|postponed?|this quarter|before (?:january|february|march|april|may|june|july|august|september|october|november|december|year)|after eight weeks|expires?", r"之前|年底|月底|周内|上线|推迟|往后推|工期|检修期|到期|启动|本季度|截止"),
        (r"until|before|next (?:week|month|quarter)|later", r"争取|尽快|下(?:周|个?月|季度)"),
    ),
    Topic.PREFERENCE: _cue(
        (r"prefers?|likes? to|likes|hates|preferences?|does not want to be called|always through|no friday|wants to be asked first|reads everything|no more vendor mails|keep it under", r"喜欢|习惯|偏好|不要看板|不爱|每天早上|书面材料|不要.{0,6}打电话"),
        (_NEVER, _NEVER),
    ),
    Topic.PROMISE: _cue(
        (r"(?:i|we) (?:promised|offered|agreed|will|committed)|promised (?:to|him|her|them)|bring the|send (?:him|her|them|the|a|an) |will send|still (?:owe|to send)|answer on", r"(?:我|我们|答应|承诺)(?:会|答应|承诺|回复可以|来)|回复可以|承诺|答应|本周内给|还没安排|列清单给|我们(?:这边)?(?:出|给|发|提供)"),
        (r"offered|agreed", r"安排|附上"),
    ),
    Topic.RISK: _cue(
        (r"risks?|weak spot|on leave|maternity|moves back|goes to (?:a )?tender|frozen|freeze|nobody (?:answers|speaks)|no project lead|not (?:yet )?(?:approved|signed|decided)|two log-in outages|left the company|reorgani[sz]ation|lay-?offs?|ends after", r"风险|产假|没人|推迟|往后推|冻结|离职|还在等|等财务|批下来之前|搁置|退休|没批|不确定"),
        (r"unless|delay\w*|outages?", r"担心|还没"),
    ),
    Topic.STATUS: _cue(
        (r"settled|agreed|passed|signed|confirm(?:s|ed)|ready to|accepts?|approved|pilot (?:with|started)|order (?:for|is)|open is|still open", r"谈到|同意|已盖章|确认|通过|敲定|已批|盖章|签了|还在"),
        (r"proposal|offer|sent", r"报价|方案"),
    ),
}  # fmt: skip

_LEANS = re.compile(
    r"(?:he|she|they|it|this|that|above that|his|her|their|the other)(?![a-z])|[他她它]|这|那|另外|并且", re.IGNORECASE
)
_HIDDEN = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00ad]|[\U000e0000-\U000e007f]")


def statements(crm: Unit, beside: Hanging) -> list[Statement]:
    """Every sentence of what took place with a record, of its facts and unsolved tickets, newest first; in the actor's scope.

    Sentences that give orders to a machine are data of no interest and are left out.
    """
    made: list[Statement] = []
    for activity in beside.activities.records:
        if isinstance(activity, Activity) and _took_place(activity, crm):
            made += _said_in(crm, activity, "body")
    for fact in beside.facts.records:
        if isinstance(fact, Fact):
            made += _of_fact(crm, fact)
    for ticket in beside.tickets.records:
        if isinstance(ticket, Ticket):
            made += _said_in(crm, ticket, "body")
    return sorted(made, key=lambda s: (-s.day.toordinal(), -(s.record.id or 0), s.start))


def best(found: Iterable[Statement], *topics: Topic, most: int = 1, least: int = 2) -> list[Statement]:
    """The newest statements that say these topics plainly (`least` 1: that hint at them), plainer ones first on a day."""
    fits = [s for s in found if s.on(*topics) >= least]
    fits.sort(key=lambda s: (-s.on(*topics), -s.day.toordinal(), s.start))
    kept: list[Statement] = []
    for s in fits:
        if not any(k.ref == s.ref and k.field == s.field and k.start < s.end and s.start < k.end for k in kept):
            kept.append(s)
    return kept[:most]


def topics_in(text: str) -> dict[Topic, int]:
    """The topics of a text: 2 where it says them plainly, 1 where it hints."""
    found = {t: 2 if plain.search(text) else 1 if hint.search(text) else 0 for t, (plain, hint) in _CUES.items()}
    return {t: n for t, n in found.items() if n}


def orders_a_machine(text: str) -> bool:
    """Whether a text gives orders to an assistant, also with characters nobody sees in it."""
    seen = unicodedata.normalize("NFKC", _HIDDEN.sub("", text))
    return bool(_HIDDEN.search(text)) or without_foreign(". " + seen) != ". " + seen


def primary(record: Record) -> bool:
    """Whether a record is a source of its own, not somebody's recollection: a mail, a message, a ticket as it came in."""
    if isinstance(record, Activity):
        return record.kind is ActivityKind.EMAIL or (
            record.kind is ActivityKind.MESSAGE and record.direction is not Direction.OUTBOUND
        )
    return isinstance(record, Ticket)


def _took_place(activity: Activity, crm: Unit) -> bool:
    return activity.status is ActivityStatus.HELD and (activity.starts_at is None or activity.starts_at <= crm.now)


def _of_fact(crm: Unit, fact: Fact) -> list[Statement]:
    held = "quote" if fact.quote else "value"
    text = str(getattr(fact, held))
    if orders_a_machine(text):
        return []
    strength = topics_in(f"{fact.value}\n{text}")
    for topic in Topic:
        if topic.value == {"decision_maker": "authority"}.get(fact.predicate, fact.predicate):
            strength[topic] = 3
    day = fact.valid_from or crm.actor.today(fact.created_at)
    return [Statement(fact, held, 0, len(text), text, day, strength, False)]


def _said_in(crm: Unit, record: Record, field: str) -> list[Statement]:
    text = str(getattr(record, field) or "")
    if not text.strip():
        return []
    day = crm.actor.today(getattr(record, "starts_at", None) or record.created_at)
    spans = list(sentences(text))
    made = []
    for n, (start, end) in enumerate(spans):
        said = text[start:end]
        if orders_a_machine(said):
            continue
        strength = topics_in(said)
        first = start
        if n and _LEANS.match(said) and not orders_a_machine(text[spans[n - 1][0] : spans[n - 1][1]]):
            first = spans[n - 1][0]  # "She decides" says who only with the sentence before
        if end - first > LONGEST:
            first, end = start, min(end, start + LONGEST)
        made.append(Statement(record, field, first, end, text[first:end], day, strength, primary(record)))
    return made


def apart(found: Sequence[Statement], taken: Iterable[Statement]) -> list[Statement]:
    """Those that do not repeat one already taken."""
    used = [(t.ref, t.field, t.start, t.end) for t in taken]
    return [
        s for s in found if not any(r == s.ref and f == s.field and a < s.end and s.start < b for r, f, a, b in used)
    ]
