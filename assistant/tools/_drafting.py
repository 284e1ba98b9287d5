"""A follow-up written from what is on record and fit for the customer: no inside note, no promise that is not a task of ours."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from assistant.memory.keyword import terms
from assistant.memory.statements import Statement, orders_a_machine
from assistant.tools._evidence import Evidence
from crm_store.codes import Direction
from crm_store.models import Activity, Contact, Task

Channel = Literal["email", "wechat", "letter"]
Tone = Literal["formal", "neutral", "friendly"]
Length = Literal["short", "normal", "long"]

_MONTHS = "January February March April May June July August September October November December".split()
_SEND_EN = re.compile(
    r"^(?:send|mail|e-mail|email|forward|give|bring|get|provide)(?: over)? (?P<rest>.+)$", re.IGNORECASE
)
_SEND_ZH = re.compile(
    r"^(?:给|向|把|为)?(?P<who>.{0,12}?)(?:发送?|寄|提供|出具|交付|准备)(?:一?[份个张]|一下)?(?P<rest>.+)$"
)
_INSIDE = re.compile(
    r"finance|manager|internal|chase|competitor|discount|财务|经理|内部|催|底价|竞品|折扣", re.IGNORECASE
)
_SUMS = re.compile(r"[$€¥]|USD|EUR|CNY|\d ?(?:%|万|k\b)|金额|预算", re.IGNORECASE)


@dataclass(frozen=True)
class Wish:
    """How a follow-up is wanted."""

    channel: Channel
    tone: Tone
    length: Length
    zh: bool
    topic: str = ""
    add: Sequence[str] = ()
    without: Sequence[str] = ()
    most_words: int | None = None


@dataclass
class Draft:
    """The text to send, its subject line, and what stands behind it: claims with their places, for the sender alone."""

    subject: str
    text: str
    behind: list[str] = field(default_factory=list)


def compose(e: Evidence, wish: Wish) -> Draft:
    """A draft to the contact `e` is about; `wish.most_words` is kept by leaving out the lesser parts."""
    person = e.record
    assert isinstance(person, Contact)
    parts = _parts(e, wish, person)
    parts = [(k, t) for k, t in parts if t and k not in _dropped(wish)]
    keep = {
        "short": ("topic", "promise", "meeting", "add"),
        "normal": ("thanks", "topic", "promise", "meeting", "ask", "add"),
    }.get(wish.length)
    if keep is not None:
        chosen = [p for p in parts if p[0] in keep]
        parts = (
            chosen
            if any(k in ("topic", "promise", "meeting", "add") for k, _ in chosen)
            else [p for p in parts if p[0] in ("thanks", "ask")]
        )
    parts = _without_placed(parts, wish)
    text = _whole(e, wish, person, parts)
    for least in ("offer", "ask", "thanks", "meeting"):
        if wish.most_words is None or size(text) <= wish.most_words:
            break
        parts = [p for p in parts if p[0] != least]
        text = _whole(e, wish, person, parts)
    return Draft(_subject(e, wish), text)


_ORDER = ("thanks", "topic", "promise", "meeting", "add", "ask", "offer")
_PLACED = re.compile(
    r"(?<![a-z])(?P<en>first|last|final|closing|opening) (?:sentence|line)(?![a-z])|(?P<zh>第一|头一|最后一?|末尾那?|开头那?)(?:句|行)?$",
    re.IGNORECASE,
)


def _without_placed(parts: list[tuple[str, str]], wish: Wish) -> list[tuple[str, str]]:
    """The sentences without the first or last, where those words leave one out."""
    left = sorted(parts, key=lambda p: _ORDER.index(p[0]))
    for match in (m for said in wish.without if (m := _PLACED.search(said))):
        if len(left) > 1:
            left.pop(
                0
                if (match["en"] or match["zh"]).casefold()[:2] in ("fi", "op", "第一", "头一", "开头")
                and match["en"] != "final"
                else -1
            )
    return left


def size(text: str) -> int:
    """Words of an English text, characters of a Chinese one."""
    han = len(re.findall(r"[\u3400-\u9fff]", text))
    return han + len(re.findall(r"[A-Za-z0-9][\w.’'-]*", text))


def on_topic(e: Evidence, topic: str) -> list[Statement]:
    """What the notes hold on a topic, for the sender to draw on."""
    asked = set(terms(topic)) if topic else set()
    rare = {t for t in asked if len(t) > 1}
    found = [s for s in e.told if rare & set(terms(s.text))]
    kept: list[Statement] = []
    for s in sorted(found, key=lambda s: (-len(rare & set(terms(s.text))), -s.day.toordinal(), s.start)):
        if not any(k.ref == s.ref and k.start < s.end and s.start < k.end for k in kept):
            kept.append(s)
    return kept[:2]


def _parts(e: Evidence, wish: Wish, person: Contact) -> list[tuple[str, str]]:
    """(kind, sentence) of all there is to say, in order."""
    w = _Words(wish)
    made: list[tuple[str, str]] = []
    if (last := spoken(e)) is not None and last.starts_at is not None:
        made.append(("thanks", w.thanks(last, e.day(last.starts_at))))
    if wish.topic:
        told = [s for s in on_topic(e, wish.topic) if _name(person) in s.text or s.primary]
        made.append(("topic", w.topic(told[0].day if told else None)))
    for task in [t for t in e.beside.tasks.records if isinstance(t, Task)][:6]:
        if what := sendable(task.title, person):
            readable = wish.zh or what.isascii()
            made.append(("promise", w.promise(what, task.due_on, e.ctx.today) if readable else w.word(task.due_on)))
    if planned := e.planned():
        a = planned[0]
        assert a.starts_at is not None
        made.append(("meeting", w.meeting(a, e)))
    made.append(("ask", w.ask()))
    made.append(("offer", w.offer()))
    made += [
        (
            "add",
            _opened(a) if a.endswith((".", "。", "!", "！", "?", "？")) else _opened(a) + ("。" if wish.zh else "."),
        )
        for a in wish.add
    ]
    return made


def _opened(sentence: str) -> str:
    """A sentence with a capital letter where it opens in English."""
    return sentence[:1].upper() + sentence[1:] if sentence[:2].isascii() else sentence


def spoken(e: Evidence) -> Activity | None:
    """The last conversation with both sides in it, or word from them; a note of one's own is none."""
    return next(
        (
            a
            for a in e.held()
            if a.kind.value in ("call", "meeting", "visit")
            or (a.kind.value != "note" and a.direction is Direction.INBOUND)
        ),
        None,
    )


def sendable(title: str, person: Contact) -> str:
    """What a task promises the customer, from its title: “Send Ana Ruiz a one-page summary”; "" for what is ours alone."""
    if _INSIDE.search(title) or _SUMS.search(title) or orders_a_machine(title):
        return ""
    if match := _SEND_EN.match(title):
        rest = match["rest"]
        for name in sorted({person.name, person.name.split()[0], "him", "her", "them"}, key=len, reverse=True):
            rest = re.sub(rf"(?:^{re.escape(name)} | to {re.escape(name)}$)", "", rest, flags=re.IGNORECASE)
        return rest[:1].lower() + rest[1:] if rest[:2].istitle() else rest
    match = _SEND_ZH.match(title)
    return (
        match["rest"].strip()
        if match
        and (not match["who"] or person.name.startswith(match["who"]) or match["who"].startswith(person.name[:1]))
        else ""
    )


def _whole(e: Evidence, wish: Wish, person: Contact, parts: Sequence[tuple[str, str]]) -> str:
    w = _Words(wish)
    said = [t for k in _ORDER for kk, t in parts if kk == k]
    me = e.ctx.actor.name
    if wish.channel == "wechat":
        join = "" if wish.zh else " "
        return f"{w.greeting(person, wechat=True)}{join}{join.join(said)}"
    blocks = [" ".join(said[i : i + 2]) if not wish.zh else "".join(said[i : i + 2]) for i in range(0, len(said), 2)]
    lines = [w.greeting(person), "", *[b + "\n" for b in blocks], w.close(), me]
    if wish.channel == "letter":
        account = e.words.record("account", person.account_id)
        head = [
            person.name,
            *([account.display] if account is not None else []),
            str(getattr(account, "billing_address", None) or ""),
        ]
        lines = [*[h for h in head if h], "", w.day(e.ctx.today), "", *([_subject(e, wish), ""]), *lines]
    return "\n".join(lines)


def _subject(e: Evidence, wish: Wish) -> str:
    if wish.topic and wish.zh is not wish.topic.isascii():
        return f"关于{wish.topic}" if wish.zh else wish.topic[:1].upper() + wish.topic[1:]
    if (last := spoken(e)) is not None and last.starts_at is not None:
        day, kind = _Words(wish).day(e.day(last.starts_at)), _KIND[last.kind.value][wish.zh]
        whose = "your" if last.kind.value in ("email", "message") else "our"
        return f"{day}{kind}的后续" if wish.zh else f"Following up on {whose} {kind} of {day}"
    return "跟进" if wish.zh else "Following up"


def _dropped(wish: Wish) -> set[str]:
    """The kinds of sentence that are to be left out, by what was said of them."""
    cues = {
        "meeting": r"meeting|call|appointment|会|电话|见面", "promise": r"promise|commit|deliver|承诺|答应", "thanks": r"thank|感谢|谢", "ask": r"question|ask|问",
        "topic": re.escape(wish.topic) if wish.topic else r"(?!)",
    }  # fmt: skip
    return {k for k, p in cues.items() for said in wish.without if re.search(p, said, re.IGNORECASE)}


_KIND = {
    "call": ("call", "通话"), "meeting": ("meeting", "会面"), "email": ("e-mail", "邮件"), "note": ("conversation", "沟通"),
    "message": ("message", "消息"), "visit": ("visit", "拜访"),
}  # fmt: skip


def _name(person: Contact) -> str:
    return person.name.split()[0] if person.name.isascii() else person.name


_TITLES = frozenset("dr prof professor mr mrs ms miss sir dame rev ing mag dipl-ing".split())
"""What stands before a name: nobody is greeted by it alone."""


class _Words:
    """The sentences of a draft in its language and tone."""

    def __init__(self, wish: Wish) -> None:
        self.wish = wish

    def pick(self, formal: tuple[str, str], neutral: tuple[str, str], friendly: tuple[str, str] | None = None) -> str:
        both = {"formal": formal, "neutral": neutral, "friendly": friendly or neutral}[self.wish.tone]
        return both[self.wish.zh]

    def day(self, day: date) -> str:
        return f"{day.month}月{day.day}日" if self.wish.zh else f"{day.day} {_MONTHS[day.month - 1]}"

    def greeting(self, p: Contact, *, wechat: bool = False) -> str:
        latin = (p.name if p.name.isascii() else (p.name_pinyin or p.name)) if not self.wish.zh else p.name
        words = latin.split()
        titled = len(words) > 1 and words[0].rstrip(".").casefold() in _TITLES
        called = f"{words[0]} {words[-1]}" if titled else words[0]
        first = called if latin.isascii() and not p.name_pinyin else latin
        line = self.pick(
            (f"Dear {latin},", f"尊敬的{p.name}：\n您好！"),
            (f"Hello {first},", f"{p.name}，您好："),
            (f"Hi {first},", f"{p.name}，你好！"),
        )
        return line.replace("：\n您好！", "，您好！").replace("您好：", "您好！") if wechat else line

    def close(self) -> str:
        return self.pick(
            ("Yours sincerely,", "此致\n敬礼！"),
            ("Best regards,", "祝好！"),
            ("Thanks and talk soon,", "谢谢，回头聊！"),
        )

    def thanks(self, a: Activity, day: date) -> str:
        kind = _KIND[a.kind.value][self.wish.zh]
        our = "your" if a.kind.value in ("email", "message") else "our"
        return self.pick(
            (f"Thank you very much for {our} {kind} on {self.day(day)}.", f"非常感谢您{self.day(day)}的{kind}。"),
            (f"Thank you for {our} {kind} on {self.day(day)}.", f"感谢{self.day(day)}的{kind}。"),
            (f"Thanks for the {kind} on {self.day(day)}!", f"谢谢{self.day(day)}的{kind}！"),
        )

    def topic(self, day: date | None) -> str:
        t = self.wish.topic
        if self.wish.zh is t.isascii():
            t = "上次的事情" if self.wish.zh else "the matter"  # the sender's words are in another language
        q = t if t == "the matter" else f"the question of {t}"
        if day is None:
            return self.pick(
                (f"I am writing to you about {t}.", f"谨此就{t}与您联系。"),
                (f"I am writing about {t}.", f"这次想跟您说一下{t}。"),
                (f"A quick word about {t}.", f"想跟你简单说说{t}。"),
            )
        d = self.day(day)
        return self.pick(
            (
                f"With regard to {q}, which you raised on {d}, I should like to follow up.",
                f"关于您{d}提到的{t}，特此跟进。",
            ),
            (f"On {d} you raised {q}; I would like to follow up on it.", f"您{d}提到{t}，我想跟进一下。"),
            (f"You brought up {t} on {d}, so here is my follow-up.", f"你{d}提到的{t}，我来跟进一下。"),
        )

    def promise(self, what: str, due: date | None, today: date) -> str:
        if due is None:
            return self.pick(
                (f"I shall send you {what}.", f"我将向您提供{what}。"),
                (f"I will send you {what}.", f"我会把{what}发给您。"),
            )
        d = self.day(due)
        if due < today:
            return self.pick(
                (
                    f"You were to receive {what} by {d}; please accept my apologies for the delay.",
                    f"原定{d}前提供的{what}有所延误，谨致歉意。",
                ),
                (f"I owed you {what} by {d}; I am sorry that it is late.", f"原定{d}前给您的{what}晚了，抱歉。"),
            )
        return self.pick(
            (f"As agreed, you will receive {what} by {d}.", f"按约定，我将在{d}前向您提供{what}。"),
            (f"As agreed, I will send you {what} by {d}.", f"按约定，我会在{d}前把{what}发给您。"),
            (f"You will have {what} by {d}.", f"{d}前我把{what}发你。"),
        )

    def word(self, due: date | None) -> str:
        """A promise whose words are in another language: that there is one, and by when."""
        if due is None:
            return self.pick(
                ("I shall come back to you on what we agreed.", "约定事项我会再与您联系。"),
                ("I will get back to you on what we agreed.", "约定的事我会再联系您。"),
            )
        return self.pick(
            (
                f"I shall come back to you on what we agreed by {self.day(due)}.",
                f"约定事项我将在{self.day(due)}前回复您。",
            ),
            (
                f"I will get back to you on what we agreed by {self.day(due)}.",
                f"约定的事我会在{self.day(due)}前回复您。",
            ),
        )

    def meeting(self, a: Activity, e: Evidence) -> str:
        assert a.starts_at is not None
        local = a.starts_at.astimezone(e.ctx.actor.zone)
        kind, d, at = _KIND[a.kind.value][self.wish.zh], self.day(local.date()), f"{local:%H:%M}"
        return self.pick(
            (f"I look forward to our {kind} on {d} at {at}.", f"期待{d}{at}与您的{kind}。"),
            (f"Our {kind} is planned for {d} at {at}.", f"我们约在{d}{at}{kind}。"),
            (f"See you on {d} at {at}!", f"{d}{at}见！"),
        )

    def ask(self) -> str:
        return self.pick(
            (
                "Please let me know should anything be missing or have changed on your side.",
                "如有遗漏或贵方情况有变，敬请告知。",
            ),
            (
                "Please tell me if anything is missing or has changed on your side.",
                "如果有遗漏，或者您那边有变化，请告诉我。",
            ),
            ("Shout if I missed anything!", "有漏的随时跟我说！"),
        )

    def offer(self) -> str:
        return self.pick(
            (
                "I should be glad to go through it with you in a short call at a time that suits you.",
                "如您方便，我很乐意安排一次简短的电话详细说明。",
            ),
            (
                "I am happy to go through it in a short call whenever it suits you.",
                "您方便的时候，我们可以电话里过一遍。",
            ),
            ("Happy to jump on a quick call any time.", "方便的话随时电话聊几分钟。"),
        )
