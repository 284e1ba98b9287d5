"""A follow-up to a contact as e-mail, WeChat message or letter, from what is on record; revised as often as wished."""

import re
from typing import Annotated

from pydantic import Field

from assistant.blocks import Choice, Question
from assistant.kinds import RecordName, Words
from assistant.memory.statements import Topic, orders_a_machine
from assistant.tools._base import ToolContext, ToolResult, tool
from assistant.tools._drafting import Channel, Length, Tone, Wish, compose, on_topic, size
from assistant.tools._evidence import Evidence, evidence_on, flat, gathered
from assistant.wording import day_text
from crm_store.models import Contact

_MEDIA = {"email": ("e-mail", "邮件"), "wechat": ("WeChat message", "微信"), "letter": ("letter", "信")}
_POLICY = re.compile(r"polic|discount|折扣|政策|规定", re.IGNORECASE)


@tool(
    effect="reads",
    says=(
        "draft a follow-up e-mail to Ana Ruiz",
        "write a WeChat message to Li Na about data migration",
        "draft a formal letter to Victor Hale",
        "write a follow-up to Bob Miller, in Chinese, under 120 words",
        "draft a reply to Bob's price objection within discount policy",
        "compose a short mail to Sara about payment terms",
        "compose a friendly thank-you note to Peter Gibb",
        "write a mail to Sara Lindqvist about the payment split",
        "给李娜写一封跟进邮件",
        "给王伟写条微信，说一下数据迁移",
        "帮我起草一封给方正诚的信",
        "给李娜写封跟进邮件，说明数据迁移，120字以内",
        "Bob 嫌贵，按折扣政策帮我回他一封",
        "拟一封给张伟的邮件，正式一点",
        "给韩露发条微信跟进一下",
        "写一封给周启明的信，语气亲切些",
    ),
)
def draft_message(
    ctx: ToolContext,
    to: RecordName,
    channel: Channel = "email",
    topic: Words | None = None,
    tone: Tone = "neutral",
    length: Length = "normal",
    written_in: Annotated[str | None, Field(description="en or zh; the contact's language if not given.")] = None,
    add: Annotated[list[str], Field(max_length=8, description="Sentences of the sender's own to put in.")] = [],  # noqa: B006
    without: Annotated[
        list[str], Field(max_length=8, description="What to leave out: the meeting, the promise, the thanks.")
    ] = [],  # noqa: B006
    most_words: Annotated[int | None, Field(ge=20, le=1000, description="At most so many words or characters.")] = None,
) -> ToolResult:
    """Draft a follow-up to a contact. Nothing is sent.

    The text holds only what may leave the house: the last conversation by its day, promises that stand as open tasks, the next
    meeting. Notes on the topic are shown to the sender beside it, with sources. To revise, call it again with other arguments.
    """
    e = gathered(ctx, to, ("contact", "account", "deal"))
    if not isinstance(e.record, Contact):
        if len(e.people()) != 1:
            return _which_person(ctx, e, to)
        e = evidence_on(ctx, e.people()[0])
    person = e.record
    assert isinstance(person, Contact)
    asked = (written_in or "").casefold()
    known = asked[:2] if asked[:2] in ("en", "zh") else ""
    zh = (known or person.language or ("en" if person.name.isascii() else "zh")).startswith("zh")
    wish = Wish(channel, tone, length, zh, (topic or "").strip(), tuple(add), tuple(without), most_words)
    draft = compose(e, wish)
    medium = ctx.words(*_MEDIA[channel])
    head = ctx.words(
        f"Draft {medium} to {person.name} ({person.ref}), from what is on record. I cannot send it for you.",
        f"给{person.name}（{person.ref}）的{medium}草稿，只用现有记录。我不能代发。",
    )
    shown = (
        draft.text
        if channel == "letter" or channel == "wechat"
        else f"{ctx.words('Subject: ', '主题：')}{draft.subject}\n\n{draft.text}"
    )
    if asked and not known:
        head += ctx.words(
            f" I write English and Chinese only, so it is not in {written_in}.",
            f"我只会写中文和英文，因此没有写成{written_in}。",
        )
    lines = [head, "---\n" + shown + "\n\n---"]
    if most_words is not None and size(draft.text) > most_words:
        lines.append(
            ctx.words(
                f"It has {size(draft.text)} words; less would leave nothing to say.",
                f"共 {size(draft.text)} 字，再短就没有内容了。",
            )
        )
    if warning := _warning(ctx, person, channel):
        lines.append(warning)
    if behind := _behind(ctx, e, wish):
        lines.append(
            ctx.words("For you, not in the text:", "供您参考，未写入正文：")
            + "\n"
            + "\n".join(f"- {b}" for b in behind)
        )
    lines.append(
        ctx.words(
            "Say “shorter”, “more formal”, “in Chinese”, “as WeChat” or “add that …” to change it.",
            "可以说“短一点”“更正式一点”“用英文”“改成微信”或“加一句……”来修改。",
        )
    )
    data = {"draft": draft.text, "subject": draft.subject, "to": person.ref, "words": size(draft.text)}
    return ToolResult("\n\n".join(lines), sources=e.sources, data=data, focus=[("contact", person.id or 0)])


def _which_person(ctx: ToolContext, e: Evidence, to: str) -> ToolResult:
    """A company is written to through a person: asked for, unless only one is known."""
    people = e.people()
    if not people:
        say = ctx.words(
            f"No contact at {e.name} is on record, so there is nobody to write to.",
            f"{e.name}没有联系人记录，不知道写给谁。",
        )
        return ToolResult(say, focus=[(e.entity, e.record.id or 0)])
    text = ctx.words(f"To whom at {e.name}?", f"写给{e.name}的哪一位？")
    choices = [Choice(f"{p.name}{' (' + p.title + ')' if p.title else ''}", p.ref, p.name) for p in people[:6]]
    return ToolResult(
        text, question=Question(text, choices), data={"unclear": to}, focus=[(e.entity, e.record.id or 0)]
    )


def _warning(ctx: ToolContext, person: Contact, channel: str) -> str:
    if channel == "email" and person.opted_out:
        return ctx.words(f"Note: {person.name} has opted out of e-mail.", f"注意：{person.name}已退订邮件。")
    if channel == "email" and not person.email:
        return ctx.words(
            f"Note: no e-mail address of {person.name} is on record.", f"注意：没有{person.name}的邮箱记录。"
        )
    if channel == "wechat" and not person.wechat:
        return ctx.words(f"Note: no WeChat of {person.name} is on record.", f"注意：没有{person.name}的微信记录。")
    return ""


def _behind(ctx: ToolContext, e: Evidence, wish: Wish) -> list[str]:
    """What is on record about the topic, how the person likes it, what was promised, what policy allows."""
    account = e.words.record("account", getattr(e.record, "account_id", None))
    if wish.topic and account is not None and not on_topic(e, wish.topic):
        e.told = [*e.told, *evidence_on(ctx, account).told]
    found = on_topic(e, wish.topic) if wish.topic else e.find(Topic.OBJECTION, Topic.NEED)
    found += [s for s in e.find(Topic.PREFERENCE) if s not in found]
    found += [s for s in e.find(Topic.PROMISE) if s not in found]
    made = [f"{day_text(s.day, ctx.language)}{ctx.words(': ', '：')}{e.quote(s)}" for s in found[:4]]
    if wish.topic and not on_topic(e, wish.topic):
        near = _near(ctx, e, wish.topic)
        made = [*near, *made][:4]
        made = (
            made
            if near
            else [ctx.words(f"nothing on record speaks of “{wish.topic}”", f"记录中没有提到“{wish.topic}”"), *made]
        )
    if _POLICY.search(f"{wish.topic} {ctx.said}") and ctx.memory is not None:
        rules = [h for h in ctx.memory.recall(ctx.crm, "discount policy 折扣政策", k=8) if h.entity == "article"]
        for hit in sorted(rules, key=lambda h: h.language[:2] != ctx.language)[:1]:
            n = e.cite(hit.ref, hit.field, hit.quote, hit.date, hit.title)
            made.append(ctx.words(f"policy: “{flat(hit.quote)}” [{n}]", f"政策：“{flat(hit.quote)}” [{n}]"))
    return made


def _near(ctx: ToolContext, e: Evidence, topic: str) -> list[str]:
    """What notes say on the topic in other words, or in the other language."""
    about = [("contact", e.record.id or 0)]
    company = getattr(e.record, "account_id", None)
    hits = (
        ctx.memory.recall(ctx.crm, topic, k=3, about=[*about, *([("account", company)] if company else [])])
        if ctx.memory is not None
        else []
    )
    made = []
    for h in hits:
        if h.sure and h.entity == "activity" and not orders_a_machine(h.quote):
            n = e.cite(h.ref, None if h.field == "body" else h.field, h.quote, h.date, h.title)
            made.append(f"{day_text(h.date, ctx.language)}{ctx.words(': ', '：')}“{flat(h.quote)}” [{n}]")
    return made[:2]
