"""Whether a message reports that something happened, and what: a call, a meeting, a mail, a visit, a note."""

import re
from dataclasses import dataclass

from assistant.brains.offline.names.nameless import strange
from assistant.brains.offline.parts.clauses import clauses
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.told.learned import facts
from assistant.brains.offline.told.occasions import SUPPOSED, medium, occasions
from assistant.brains.offline.told.promises import ASKED_FOR, promises
from assistant.brains.offline.told.went import label_said, went
from assistant.brains.offline.words.manner import asks, leads, reports_from
from assistant.brains.offline.words.phrases import Hit

_KINDS = {
    "called": "call",
    "met": "meeting",
    "emailed": "email",
    "texted": "message",
    "visited": "visit",
    "log": "note",
}
_AHEAD_OF = re.compile(
    r"(?:(?<![a-z])(?:to|will|should|must|let's|please|gonna|can|could|not|never|when|if|remind me to|want to|need to) |要|会|将|想|去|得|提醒我?|约|安排|准备|打算|计划|怎么|什么时候|没有?|未|请|帮我)$"
)
_WANTED = re.compile(r"(?:^|[,.;])\s*(?:我们?)?(?:要|想|得|需要)[和跟与同给去][^,.;]*$")
"""要跟韩露打个电话 has not happened yet."""
_BODILESS = frozenset("note notes log file record 记录 备注 存档 归档".split())
_OF_TASK = re.compile(r"[^,.;，。]{0,6}?(?:的|这[个条]|那[个条])?(?:任务|待办|提醒)")
"""打电话的任务 is a task, whether done or not."""
_TELLS = re.compile(
    r"(?<![a-z])(?:says?|said|told|mentioned|confirmed|wants?|needs?|is|are|was|has|have|asked|thinks?|prefers?|won't|will)(?![a-z])"
    r"|客户说|说|表示|提到|反馈|确认|要求|希望|担心|觉得|是|已|有|要"
)
_THEY = re.compile(
    r"[,.;:] (?:and |but |so )?(?:he|she|they)(?:'s|'re|'ll|'d| (?:says?|said|is|are|was|were|wants?|needs?|has|have|will|would|can|asked|asks|agreed|confirmed|accepts?|liked?|thinks?|likes|compare|plan|told|comes?|goes)(?![a-z]))|[,;:.](?:他们?|她们?|对方|客户)(?:说|表示|觉得|要|想|希望|同意|担心|答应|认为|已|会|能|那边)"
)
_TOLD_AT_LENGTH, _EARLY, _OUTRIGHT = 2, 10, 0.88
_HAD = re.compile(
    r"(?<![a-z])(?:had|did|ran|finished|held|joined|attended|wrapped up|completed|just had|out of|off)(?: a| an| the| my| our| another)? (?:[\w-]+ ){0,4}?(?P<noun>calls?|meetings?|demo|lunch|coffee|dinner|breakfast|workshop|session|conversation|chat|visit|sync|catch-?up|phone|zoom|teams)(?![a-z])"
)
_KIND_NOUNS = (
    ("call", "call|phone|conversation|zoom|teams"),
    ("visit", "visit"),
    ("message", "chat"),
    ("meeting", "."),
)
_KIND_HINTS = (
    ("message", re.compile(r"(?<![a-z])(?:wechat|whatsapp|chat|message|text|sms|slack|dm)(?![a-z])|微信|短信|钉钉|飞书|消息")),
    ("email", re.compile(r"(?<![a-z])(?:e-?mail|mail)(?![a-z])|邮件|来信")),
    ("call", re.compile(r"(?<![a-z])(?:calls?|phone)(?![a-z])|电话|通话")),
    ("meeting", re.compile(r"(?<![a-z])(?:meeting|demo|transcript|lunch|workshop)(?![a-z])|会议|开会|会面|纪要|开的会|[的个场]会(?!员)|碰头|会 ?了(?= ?\d)")),
    ("visit", re.compile(r"(?<![a-z])(?:visit|on-?site|check-?in)(?![a-z])|拜访|签到|走访")),
)  # fmt: skip
_SHAPES = (
    ("call", re.compile(r"[通打](?:了|过).{0,8}?(?:电话|语音|视频)|(?:视频|语音)(?:了|过)(?!号)|打(?:给)?[^,.;，。]{1,12}?(?:的)?电话|(?:call|zoom)了|微信语音了|给.{1,10}(?:打|去)了个?电话")),
    ("meeting", re.compile(r"开(?:了|完|过).{0,8}?会|开的.{0,6}会|见(?:了|过).{0,6}?面|meet了|聊(?:了|过)|谈(?:了|过)|碰(?:了|过).{0,3}头|吃(?:了|过).{0,4}饭|喝(?:了|过).{0,4}[茶咖酒]")),
    ("email", re.compile(r"发(?:了|过).{0,8}?(?:邮件|mail)|mail了|收到.{1,12}邮件")),
    ("call", re.compile(r"(?:回|来)(?:[了过]个?电话?|电话?了)(?=[,，.。 ]|$|说|讲)|来电话?(?=[,， ]?(?:说|讲|反映|问))")),
    ("meeting", re.compile(r"(?<!要)(?<!会)来访(?!问|客)|(?:来|到)(?:我们|咱们|我)(?:公司|办公室|这边)")),
    ("visit", re.compile(r"^(?:我|又|刚刚?|今天|昨天|今早|昨儿|上午|下午|早上|中午|晚上)+去了?(?:一?趟)?(?!年|找)[^,.;，。]{2,10}?[,，]")),
    ("message", re.compile(r"收到.{1,12}?(?:微信|短信|消息)|(?:发来|回)(?:了)?(?:微信|短信|消息)")),
    ("visit", re.compile(r"(?:^|[,，。 我])(?:刚刚?|已经)?到(?!期|底|位)[^,.;，。]{2,12}?(?:现场|厂里|公司)?了.{0,3}(?:打个?卡|签个?到|$)|打个?卡")),
)  # fmt: skip
_KEPT = re.compile(
    r"^[^:：,，]{2,20}?(?:存一下|存一存|存档|归档|记一下|存下来)[:：]|^(?:请|麻烦|帮我|帮忙)*(?:把|将).{0,30}?(?:归档|存档|存一下|记录下来|记下来|录进去|存进去|归到|记到|记在|记进|录到|放到.{1,12}(?:下面|名下))"
)
_KEPT_FOR = re.compile(
    r"^(?:请|麻烦|帮我|帮忙)*(?:给|在|为|往)[^,.;:，。：]{2,20}?(?:记一?笔|记一下|记个|[加写做]个?一?[条个]?备注|记录一下|备注一下|留个备注)"
)
_NOTED_AT = re.compile(
    r"^\s*(?:请|麻烦|帮我|帮忙)*(?:给|在|为|往)[^,.;:，。：]{2,30}?(?:里|上|下面)?(?:[加写做添留补]个?(?:一?[条个段])?备注|备注一?下?|记一?笔)\s*[:：]|^\s*备注[^,.;:，。：]{2,30}?[:：]"
)
"""给…加个备注：what stands behind the colon is the note, whatever it tells of."""
_KEPT_AFTER = re.compile(
    r"(?<![a-z])(?:i |we )?(?:forgot|still need|still have|have yet|need|meant) to (?:log|note|record|write down|enter)(?![a-z])|(?<![a-z])(?:put|get|keep) (?:that|this|it) (?:on (?:the )?record|in the (?:crm|log|system)|on file)(?![a-z])|^(?:please )?(?:let me|let's) (?:log|record|note)(?![a-z])|补记|补录|补一条|忘了(?:记|录|登记)"
)
_OCCASION = re.compile(
    r"(?<![a-z])(?:calls?|called|meetings?|demo|visit|appointment|lunch|coffee|review|session|met)(?![a-z])|电话|通话|会|拜访|演示|约|见面|打"
)


_KIND_ZH = (
    ("拜访|走访|上门|签到", "visit"), ("会议|会面|面谈|碰头|演示|开会|会", "meeting"), ("电话|通话|语音", "call"), ("微信|钉钉|飞书|短信|消息|聊天", "message"), ("邮件", "email"),
)  # fmt: skip
_KINDS_ZH = "|".join(words for words, _ in _KIND_ZH)
_LABELLED = (
    re.compile(
        rf"^\s*(?:请|帮我|麻烦你?|给我)*(?:登记|记录?|补记|补录?|录入?|添加|加|写|新增|存)(?:一下|上|下)?(?:一?[个条笔次通场])?(?P<k>{_KINDS_ZH})(?:沟通|交流|往来)?(?:记录|纪要|备注)?\s*[:,]"
    ),
    re.compile(
        rf"(?:登记|记|补|录|加|写|新增|存)(?:上|下)?一?[个条笔次通](?P<k>{_KINDS_ZH})(?:沟通|交流|往来)?(?:记录|纪要)?\s*[:,]"
    ),
    re.compile(rf"^\s*(?P<k>{_KINDS_ZH})(?:沟通|交流|往来)?(?:记录|纪要)\s*[:,]"),
    re.compile(rf"以上[是为]?(?:本次|这次|今天的?|刚才的?)?(?P<k>{_KINDS_ZH})(?:沟通|交流)?(?:的)?(?:记录|纪要|内容)"),
)
"""What a report calls itself: 登记拜访：, 补条微信记录：, 以上是会议记录."""


@dataclass(frozen=True)
class Happening:
    """The interaction a message reports: its kind, the words that say so and how sure that is; `listed` when who and when follow a label, `closed` when who it was with stands before."""

    kind: str
    hit: Hit[str]
    score: float
    listed: bool = False
    closed: bool = False


def happening(r: Reading) -> Happening | None:
    """The first report of an interaction, or None."""
    if (labelled := _labelled(r)) is not None:
        return labelled
    if SUPPOSED.match(r.text, r.lo, r.hi):
        return None
    if (noted := _NOTED_AT.match(r.text, r.lo, r.hi)) is not None:
        return Happening("note", Hit(noted.start(), noted.end(), ("note",)), 0.95)
    found: list[Happening] = []
    for cue, kind in _KINDS.items():
        for hit in r.hits(cue):
            score = _reported(r, hit, cue)
            if score:
                found.append(Happening(kind, hit, score))
    for match in _HAD.finditer(r.text, r.lo, r.hi):
        if reports_from(r.within(r.lo, match.start()), match.start()) or match.start() == r.lo:
            kind = next(k for k, p in _KIND_NOUNS if re.search(p, match["noun"]))
            found.append(Happening(kind, Hit(match.start(), match.end(), (kind,)), 0.9))
    told_of = [Happening(o.kind, Hit(o.start, o.end, (o.kind,)), 0.92, closed=o.closed) for o in occasions(r)]
    found += told_of
    if (place := went(r)) is not None and not asks(r):
        found.append(Happening("visit", Hit(*place, ("visit",)), 0.94))
    if not found and (shaped := _by_shape(r)) is not None:
        found.append(shaped)
    if not found:
        return None
    found = [h for h in found if not any(_within(h.hit, o.hit) for o in found)]
    first = max(found, key=lambda h: (h.score, -h.hit.start, h.hit.end))
    kind = first.kind
    opening = r.text[r.lo : min(r.hi, first.hit.end + 60)]
    told = next(
        (
            h
            for c in ("met", "called", "visited", "emailed", "texted")
            for h in r.hits(c)
            if h.start < first.hit.end + 40
        ),
        None,
    )
    if kind == "note" and told is not None and not _AHEAD_OF.search(r.before(told.start, 18)):
        kind = next(k for c, k in _KINDS.items() if c in told.values)
    if kind == "note":
        opening = opening if first.hit.end > r.lo + 2 else r.whole[:80]
        if re.match(r"notes? (?:on|for|about|to)|备注", r.text[first.hit.start : r.hi]):
            opening = opening.split(":")[0]
        kind = next((k for k, p in _KIND_HINTS if p.search(opening)), "note")
    if (own := label_said(r)) is not None:
        return Happening(own, first.hit, first.score, closed=first.closed)
    if kind in ("meeting", "note") and (shape := _SHAPES[0][1].search(r.text, r.lo, first.hit.end + 8)):
        kind = kind if _AHEAD_OF.search(r.before(shape.start(), 6)) else "call"
    if kind in ("call", "meeting") and (by := medium(r, first.hit.start)) is not None:
        kind = by
    return Happening(kind, first.hit, first.score, closed=first.closed)


def reports(r: Reading) -> bool:
    """Whether the message opens with what took place, said outright."""
    event = happening(r)
    return event is not None and event.kind != "note" and event.score >= _OUTRIGHT and not asks(r)


def _within(hit: Hit[str], other: Hit[str]) -> bool:
    """沟通 in 电话沟通 says less than the whole."""
    return other.start <= hit.start and hit.end <= other.end and hit.end - hit.start < other.end - other.start


def _labelled(r: Reading) -> Happening | None:
    """A report that begins or ends with what it is; a day to come makes it a plan."""
    for pattern in _LABELLED:
        match = pattern.search(r.text, r.lo, r.hi)
        if match is None:
            continue
        first = next((d for d in r.days), None)
        kept = re.search("记录|纪要", match[0]) and r.past_days and r.past_days[0].value.day <= r.ask.today
        if (
            first is not None
            and first.value.day > r.ask.today
            and not kept
            and not r.has("said")
            and first.start - match.end() < 2
        ):
            return None
        kind = next(code for words, code in _KIND_ZH if re.fullmatch(words, match["k"]))
        begins = match.end() if match.start() < r.hi // 2 else r.lo
        return Happening(kind, Hit(min(match.start(), begins), begins, (kind,)), 0.95, True)
    return None


def _by_shape(r: Reading) -> Happening | None:
    """Reports whose words stand apart (通了20分钟电话), ask to be kept (把…归档), or tell of somebody who did not come."""
    if asks(r):
        return None
    for kind, pattern in _SHAPES:
        match = pattern.search(r.text, r.lo, r.hi)
        if (
            match
            and not _AHEAD_OF.search(r.before(match.start(), 6))
            and not _WANTED.search(r.text[r.lo : match.start()])
        ):
            return Happening(kind, Hit(match.start(), match.end(), (kind,)), 0.9)
    for pattern in (_KEPT, _KEPT_FOR, _KEPT_AFTER):
        kept = pattern.search(r.text, r.lo, r.hi)
        if kept:
            return Happening("note", Hit(kept.start(), kept.end(), ("log",)), 0.92)
    came_not = r.first("not held")
    if came_not and (r.named("contact", "lead") or r.hits("he") or strange(r)) and _OCCASION.search(r.whole):
        kind = (
            "call" if _KIND_HINTS[2][1].search(r.whole) else "visit" if _KIND_HINTS[4][1].search(r.whole) else "meeting"
        )
        return Happening(kind, Hit(r.lo, r.lo, (kind,)), 0.88)
    return None


def _reported(r: Reading, hit: Hit[str], cue: str) -> float:
    word, before = r.text[hit.start : hit.end], r.before(hit.start, 18)
    went = before.endswith("去") and bool(re.search(r"[了过]$", word) or re.match(r"了|过", r.after(hit.end, 1)))
    if _AHEAD_OF.search(before) and not went and not (cue == "log" and re.search(r"please |请|帮我", before)):
        return 0.0
    if _OF_TASK.match(r.text, hit.end, r.hi):
        return 0.0
    if word == "确认" and re.match(r"要|的|一下|没|还|需", r.after(hit.end, 2)):
        return 0.0
    if cue == "texted" and re.search(r"记到|记在|记录到|存到|归到|录到", r.after(hit.end, 30)):
        return 0.9
    if cue == "log":
        if leads(r, "log") != hit.end or (word in _BODILESS and r.after(hit.end, 3) == ""):
            return 0.0
        if re.search(
            r"(?<![a-z])(?:task|ticket|complaint|incident|lead|deal|contact|account)(?![a-z])|任务|工单|投诉|线索|联系人",
            r.after(hit.end, 12),
        ):
            return 0.0
        return 0.9
    if r.text[hit.start].isascii():
        clause = next((c for c in clauses(r) if c.lo <= hit.start < c.hi), r)
        if reports_from(clause, hit.start) or (_named_before(r, clause, hit) and not word.endswith((" with", " to"))):
            early = clause.lo == r.lo or clause.lo - r.lo < 60
            ahead = any(d.value.day > r.ask.today and clause.lo <= d.start < clause.hi for d in r.days)
            if ahead and word.endswith((" with", " to")):
                return 0.0
            return 0.88 if early else 0.6
        return 0.0
    clause = next((c for c in clauses(r) if c.lo <= hit.start < c.hi), r)
    ahead = any(d.value.day > r.ask.today for d in clause.days) and not (
        re.search(r"了|过", clause.whole) or r.has("not held")
    )
    if ahead or re.search(
        r"约了?|安排|提醒|预约|计划|准备去|打算|该(?!客户|公司|商机)|^[\s,]*(?:我们?)?(?:要|想|得|需要)(?=[和跟与同给去])",
        r.text[clause.lo : hit.start],
    ):
        return 0.0
    if (
        hit.start - clause.lo <= 6
        and clause.names
        and clause.hi < r.hi - 2
        and not re.search(r"要|准备|计划|打算|去(?=拜访)", clause.whole[: hit.start - clause.lo])
        and cue in ("visited", "met", "called")
    ):
        return 0.84
    done = r.has("not held") or bool(
        re.search(r"了|过|刚|已|今天|昨天|上午|下午|早上|上周|前天|没人接|没接|签到|来电|完", clause.whole)
    )
    with_somebody = bool(re.search(r"[和跟与同给]|打给|拜访|见", clause.whole[: hit.end - clause.lo])) or bool(
        clause.names
    )
    if word in ("沟通", "聊天", "会议", "微信", "交流", "现场", "讨论", "通话", "语音", "短信") and not (
        with_somebody and done
    ):
        return 0.0
    told = done and hit.start - r.lo < _EARLY and bool(r.named("contact"))
    return 0.88 if (with_somebody and done) or told else 0.62 if with_somebody or done else 0.0


def _named_before(r: Reading, clause: Reading, hit: Hit[str]) -> bool:
    """ "Bob called", "Ana Ruiz emailed me", "the client called"."""
    lead = r.text[clause.lo : hit.start].strip()
    named = next((n for n in clause.names if n.end <= hit.start), None)
    if (
        named is not None
        and not r.text[named.end : hit.start].strip(" ,")
        and reports_from(r.within(clause.lo, named.start), named.start)
    ):
        return True
    at = re.fullmatch(
        r"(?:[a-z'-]+ )?[a-z'-]+(?: at [a-z' -]+| from [a-z' -]+)?(?: (?:just|has|have|also|finally))?", lead
    )
    return bool(named and at and len(lead) < 48) or lead in ("the client", "the customer", "client", "customer")


def statement(r: Reading) -> Happening | None:
    """What a customer said or wants, told without naming the occasion."""
    leans = bool(r.hits("he")) and bool(r.ask.focus)
    if asks(r) or (
        not r.named("account", "contact", "deal")
        and not leans
        and not re.search(r"客户|(?<![a-z])(?:client|customer)(?![a-z])", r.whole)
    ):
        return None
    if leads(
        r,
        "move",
        "set",
        "create",
        "assign",
        "delete",
        "mark",
        "close",
        "book",
        "remind",
        "show",
        "raise",
        "lower",
        "finish",
        "postpone",
        "list",
    ):
        return None
    if len(clauses(r)) > _TOLD_AT_LENGTH and r.named("contact") and _THEY.search(r.whole):
        return Happening("note", Hit(r.lo, r.lo, ("log",)), 0.66)
    learnt = facts(r) or (promises(r, r.within(r.lo, r.lo), "note", [], None)[0] if ASKED_FOR.search(r.whole) else [])
    if not learnt or not _TELLS.search(r.whole):
        return None
    return Happening("note", Hit(r.lo, r.lo, ("log",)), 0.7)
