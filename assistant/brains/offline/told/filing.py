"""What somebody else wrote, put on file: whose it is, of which kind, about which deal; its own words are kept and nothing else."""

import re
from dataclasses import replace
from typing import Any

from assistant.brains.offline.names.handed_over import Handed
from assistant.brains.offline.names.subjects import pronoun
from assistant.brains.offline.pieces.values import moment_text
from assistant.brains.offline.reading import Reading, read
from assistant.brains.offline.terms import Ask, Call, Linker
from assistant.brains.offline.told.learned import facts
from assistant.recognise.days import days

_KINDS = (
    ("message", re.compile(r"(?<![a-z])(?:wechat|whatsapp|messages?|msg|text(?:s|ed)?|sms|dm|dms|chat|messaged|whatsapped|slack|teams)(?![a-z])|微信|消息|短信|钉钉|飞书|留言|聊天|私信")),
    ("note", re.compile(r"(?<![a-z])(?:notice|notification|announcement|statement)(?![a-z])(?!.*mail)|^(?!.*(?:邮件|信)).*(?:公告|通知|声明)")),
    ("note", re.compile(r"^(?!.*(?:mail|邮件)).*(?<![a-z])(?:said|says|told)(?![a-z])")),
    ("email", re.compile("")),
)  # fmt: skip
_HEAD = re.compile(
    r"(?:(?<![A-Za-z])from|发件人|寄件人|发送人|来自) ?[:：] ?[\"“]?(?P<n>[^\n<>(),，;\"”]+?)(?=[\"”]? ?[<(\[]| (?:To|Sent|Date|Subject|Cc)\s*:|\s*(?:收件人|主题|日期|抄送|发送时间|时间)|[\n,，;。]|$)",
    re.IGNORECASE,
)
_DATED = re.compile(
    r"(?:(?<![A-Za-z])(?:date|sent)|日期|发送时间|发送日期|时间) ?[:：] ?(?P<d>[^\n]{6,40})", re.IGNORECASE
)
_WRITER = re.compile(
    r"(?:(?i:from|by) (?P<a>[A-Z][\w'’-]+(?: [A-Z][\w'’-]+){0,2})|^\W*(?:(?i:save|file|log|keep|record|note|store|archive) )?(?P<b>[A-Z][\w-]+(?: [A-Z][\w-]+){0,2})(?:['’]s | wrote| writes| mailed| emailed| e-mailed| texted| replied| messaged))"
    r"|(?:^|[，,：:]|把|将|一下|收到|这是|存|记)(?P<c>(?!.?[他她它我们把将下个位封])[\u4e00-\u9fff]{2,3}?)(?:的|发来|来信|写道|写信|发的)"
)
_SIGNED = re.compile(
    r"(?:(?<![A-Za-z])(?:best|regards|wishes|cheers|thanks|thank you|sincerely|br)[,.!]?|此致|敬礼|祝好|谢谢[。！]?|[。.!！])\s+(?P<n>[A-Z][\w'’-]+(?: [A-Z][\w'’-]+){0,2}|[\u4e00-\u9fff]{2,4})\s*$",
    re.IGNORECASE,
)
_NOBODY = frozenset(
    "系统 客户 对方 他们 我们 这个 那个 这封 那封 一封 The This That Here Save File Log Keep Please".split()
)


SAVE_IT = re.compile(
    r"^[\s,.;–—-]*(?:(?:please |and )*(?:save|file|log|keep|record|store|archive) (?:it|this|that)(?: (?:under|with|to|on) [^,.;]+?)?(?: please)?[\s,.;]*(?:and |then )*|(?:请|帮我|麻烦)*(?:存|记|归档|保存|录)(?:一下|下来|档|上)?[，,。；\s]*(?:并|再|然后|顺便)?)",
    re.IGNORECASE,
)
"""What is said behind the words handed over, to have them kept."""
_A_NOTE = re.compile(r"\W*(?:please )?(?:(?:a |quick )?note|jot down|remark)(?![a-z])|\W*(?:请|帮我)?(?:备注|笔记)")
_THEM = frozenset("it this that him her them he she 他 她 它".split())


def about_writer(call: Call, log: Call) -> Call:
    """A task about “him” or “it” is about who wrote what was filed."""
    people = log.args.get("with_people")
    if call.tool == "create_task" and people and call.args.get("about") in _THEM:
        return Call(call.tool, {**call.args, "about": people[0]})
    return call


def filed(ask: Ask, found: Handed, linker: Linker) -> Call:
    """The call that keeps what was handed over: an interaction of its kind with who wrote it."""
    begin, end = found.places[0][0], found.places[-1][1]
    intro = read(replace(ask, text=ask.text[found.lo : found.hi]), linker)
    body = ask.text[begin:end]
    args: dict[str, Any] = {"note": ask.text.strip(), "kind": next(k for k, p in _KINDS if p.search(intro.text))}
    if _A_NOTE.match(intro.text):
        args["kind"] = "note"
    if found.headed and args["kind"] == "note":
        args["kind"] = "email"
    people = [n.text for n in intro.names if n.entity == "contact"]
    if not people:
        people = _writers(ask, intro, body, linker, headed=found.headed)
    if people:
        args["with_people"] = list(dict.fromkeys(people))
    behind = read(replace(ask, text=ask.text[end:]), linker)
    for entity in ("account", "deal"):
        if name := next((n.text for n in (*intro.names, *behind.names) if n.entity == entity), None):
            args[entity] = name
    if not people and not args.keys() & {"account", "deal"} and (before := pronoun(intro, "contact", "account")):
        if before.entity == "contact":
            args["with_people"] = [before.text]
        else:
            args["account"] = before.text
    if (when := _when(ask, intro, body, headed=found.headed)) is not None:
        args["when"] = when
    if learnt := _learnt(ask, body, linker):
        args["facts"] = learnt
    return Call("log_interaction", args)


def _writers(ask: Ask, intro: Reading, body: str, linker: Linker, *, headed: bool) -> list[str]:
    """Who wrote it, when the introduction names nobody on record: the head of the mail, a stranger's name, the signature."""
    if headed and (head := _HEAD.search(body)):
        return [head["n"].strip(" '\"“”")]
    if match := _WRITER.search(intro.said):
        name = next(g for g in match.groups() if g)
        first = match.start(next(k for k, v in match.groupdict().items() if v))
        spans = intro.spans("names", "days", "periods", "senses")
        if name.split()[0] not in _NOBODY and not any(s.start < first + len(name) and first < s.end for s in spans):
            return [name]
    signed = _SIGNED.search(body.rstrip(" \"'”’」』》。.!！"))
    if signed:
        named = [m for m in linker.link(signed["n"]) if any(c.entity == "contact" for c in m.candidates)]
        return [named[0].text] if named else []
    return []


def _when(ask: Ask, intro: Reading, body: str, *, headed: bool) -> str | None:
    """The day it came, as the introduction or the head of the mail says."""
    past = [d for d in intro.past_days if d.value.day <= ask.today]
    if past:
        return moment_text(past[0].value)
    dated = _DATED.search(body) if headed else None
    if dated is None:
        return None
    said = days(dated["d"], ask.today, past=True, now=ask.now, fiscal_year_start=ask.fiscal_year_start)
    return moment_text(said[0].value) if said and said[0].value.day <= ask.today else None


def _learnt(ask: Ask, body: str, linker: Linker) -> list[dict[str, Any]]:
    """What it tells about the customer, with its exact words; a text that gives orders tells nothing to be trusted."""
    if _ORDERS.search(body):
        return []
    return facts(read(replace(ask, text=body), linker))


_ORDERS = re.compile(
    r"(?<![a-z])(?:delete|remove|set|change|mark|move|close|assign|reassign|transfer|convert|cancel|undo|update|ignore|disregard|override)(?![a-z])|删除|删掉|改成|改为|标记|转给|关闭|取消|撤销|推进|设为|清空|忽略|系统通知|管理员",
    re.IGNORECASE,
)
