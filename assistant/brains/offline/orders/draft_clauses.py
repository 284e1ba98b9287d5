"""What a draft is to say, clause by clause as it was dictated: 感谢她给机会，附带问下23号几点方便，语气客气点; each clause a sentence to the customer, an order of manner none."""

import re

_HEAD = re.compile(r"^.*?(?:邮件|微信|信函|公函|回信|消息|短信|信(?!息|箱)|回复|函)")
_CUT = re.compile(r"\s*[，,；;。！!\n]+\s*|\s+(?=[\u3400-\u9fff])")
_AND = r"(?:附带|顺便|顺带|另外|再|也|还|并且?|同时|然后|最后|就|要|先|帮我|麻烦|主要是?|里面|记得|想|一并)*"
_THEM = r"(?:他们|她们|他|她|对方|客户|人家|您)?"
_MANNER = re.compile(
    rf"^{_AND}(?:语气|口气|口吻|措辞|态度|风格)?(?:(?:尽量|稍微|写得?|别太|不要太|不用太|别|不要|要|稍|更)*(?:显得)?(?:太|很|过于)?(?:客气|正式|亲切|随意|轻松|热情|礼貌|友好|委婉|简短|短|精简|简洁|长|急|催|生硬|啰嗦|官方|口语化?)(?:一?[点些]|一点儿|了)*)[吧哈]?$"
    rf"|^{_AND}(?:语气|口气|口吻|措辞|用[中英][文语]|[中英][文语]版?|写[中英]文|\d+字|控制在|[一二三两几]+句话).{{0,12}}$"
    r"|^(?:发之?前|发出之?前|别发|先别发|不要发|不用发|写好|写完|我先看|先给我看|给我看).{0,14}$"
)
_KINDS: tuple[tuple[str, re.Pattern[str], str], ...] = (
    ("ask", re.compile(rf"^{_AND}(?:问|询问|请教|打听|了解|确认)(?:一?下|问)?{_THEM}(?P<w>(?=.*(?:吗|没|几|什么|啥|哪|多少|是否|能否|能不能|可不可以|有没有|怎么|何时|谁|如何|不|多久)).{{3,60}})$"), "想请教您，{w}？"),
    ("meet", re.compile(rf"^{_AND}约(?:一?下)?{_THEM}(?P<w>(?!定|好|了).{{3,50}})$"), "想约您{w}，不知是否方便？"),
    ("thank", re.compile(rf"^{_AND}(?:感谢|谢谢|多谢)(?:一?下)?{_THEM}(?P<w>.{{2,50}})$"), "感谢您{w}"),
    ("glad", re.compile(rf"^{_AND}(?:恭喜|祝贺)(?:一?下)?{_THEM}(?P<w>.{{2,50}})$"), "恭喜您{w}"),
    ("invite", re.compile(rf"^{_AND}(?:邀请|请|麻烦|让|叫)(?:一?下)?(?:他们|她们|他|她|对方|客户)(?P<w>.{{2,50}})$"), "想请您{w}"),
    ("remind", re.compile(rf"^{_AND}提醒(?:一?下)?{_THEM}(?P<w>.{{3,50}})$"), "另外提醒您，{w}"),
    ("say", re.compile(rf"^{_AND}(?:说(?!明(?![年天早晚]))|告诉|通知|转告|跟{_THEM}(?=说)说|讲|表示|写|内容是|写上|写明)(?:一下|下(?![周个月星礼]))?{_THEM}[：:]?(?P<w>.{{3,80}})$"), "{w}"),
)  # fmt: skip
"""What opens a clause, and the sentence it becomes."""
_TOLD = re.compile(
    r"[\d一二两三四五六七八九十]+[号日月折点个台天%％]|周|[明今后]天|下个?月|已经?|会|要|可以|能|不|了|没"
)
"""Without one of these words what is said is a matter, not a sentence."""
_ALONE = frozenset({"ask", "meet", "invite"})
"""Kinds a draft may be of and nothing else; what it thanks for or tells about alone is its topic."""


def dictated(text: str) -> list[str]:
    """The sentences a Chinese wish for a draft dictates; empty where a topic says it all."""
    head = _HEAD.match(text)
    if head is None or re.search(r"[：:]", text):
        return []
    made: list[tuple[str, str]] = []
    manner = False
    for clause in filter(None, (c.strip(" 的") for c in _CUT.split(text[head.end() :]))):
        if _MANNER.match(clause):
            manner = True
            continue
        found = next(((k, m, s) for k, p, s in _KINDS if (m := p.match(clause)) is not None), None)
        if found is not None:
            kind, match, sentence = found
            words = sentence.format(w=_to_them(match["w"].strip(" ?？")))
            made.append((kind, f"另外{words}" if kind == "ask" and made else words))
        elif made:
            kind, said = made[-1]
            made[-1] = (kind, f"{said.rstrip('？')}，{_to_them(clause)}{'？' if said.endswith('？') else ''}")
        else:
            return []
    kinds = [k for k, _ in made]
    if (
        len(set(kinds)) > 1
        or (manner and kinds == ["say"] and _TOLD.search(made[0][1]))
        or (len(kinds) == 1 and kinds[0] in _ALONE)
    ):
        return [s for _, s in made]
    return []


def to_the_customer(clause: str) -> str:
    """One clause as it is said to the customer: 请她确认收货人 is 想请您确认收货人; other words come back as they are."""
    found = next(((m, s) for k, p, s in _KINDS if k != "say" and (m := p.match(clause)) is not None), None)
    return found[1].format(w=_to_them(found[0]["w"].strip(" ?？。"))) if found is not None else clause


def _to_them(words: str) -> str:
    """The words as they are said to the customer: she is you."""
    return re.sub(r"(?<!其)(?:他们|她们|她|他)(?!人)", "您", words)
