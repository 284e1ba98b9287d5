"""Texts for one's own house, a pep talk for the team, a mail to a colleague, and reminders that repeat: neither is had, and no word in them changes a record."""

import re

from assistant.brains.offline.asked.standing import NO_RULES
from assistant.brains.offline.terms import Ask, Linker, Understanding

_I = re.IGNORECASE
_LONGEST = 240
_POLITE = (
    r"^(?:(?:please|pls|hey|hi|ok|could you|can you|would you|help me|i need you to|i want you to|i need|parley)[, ]+)*"
)
_POLITE_ZH = r"^(?:请|麻烦|帮我|帮忙|你|替我|能不能|可以|我想|我要|再|先|那|来|，|,|\s)*"
_WRITES = r"(?:draft|write|compose|word|prepare|put together|knock out|come up with|give me)(?: up| out)?(?: me| us)?"
_WRITES_ZH = r"(?:写|起草|草拟|拟|编|撰写|想|准备|整|弄|来|出)"
_PIECE_ZH = r"(?:一|几|两)?[段句条份篇封个则点]"
_HOUSE = r"(?:the |my |our |whole |entire |all |sales )*(?:team|group|colleagues?|staff|crew|reps|sales ?people|everyone|everybody|department|troops|guys|folks)(?![a-z])"
_HOUSE_ZH = r"(?:团队|大家|全组|组里|小组|组员|同事们?|部门|全员|销售们|兄弟们|伙伴们|小伙伴们?|大伙儿?|所有人|员工|工作群|销售群|群里)"
_PAPER = r"(?:e-?mails?|mails?|messages?|notes?|letters?|lines?|text|words|paragraph|post|announcement|wechat|slack)"
_PAPER_ZH = r"(?:邮件|微信|消息|短信|信(?!息)|话|留言)"
_TALK = r"(?:pep talk|toast|speech|rallying (?:cry|call)|(?:words|message|note|line|lines) of (?:encouragement|praise|thanks)|motivational (?:\w+ )?(?:message|note|words|speech))"
_TALK_ZH = r"(?:鼓励|打气|鼓劲|加油|表扬|动员|开场|收尾|致辞|祝福|慰问)(?:团队|大家|同事)?的?(?:话|稿|词|信|消息|文案)?|发言稿?|讲话稿?|朋友圈|公告|祝酒词|贺词"
_FOR_ALL = re.compile(
    rf"{_POLITE}{_WRITES}(?: (?:an?|the|some))?(?: [a-z-]+){{0,4}}? (?:{_TALK}|{_PAPER}(?: [a-z-]+){{0,2}} (?:to|for) {_HOUSE})"
    rf"|{_POLITE}{_WRITES} {_HOUSE} (?:an?|some) (?:[a-z-]+ ){{0,3}}{_PAPER}"
    rf"|{_POLITE_ZH}(?:给|为|替|跟|向|对|发给)(?:我们|咱们|咱|全体?|整个|各位)*{_HOUSE_ZH}(?:的人)?{_WRITES_ZH}(?:一下|上)?{_PIECE_ZH}(?!任务|待办|提醒|视图|表|报表|列表)"
    rf"|{_POLITE_ZH}{_WRITES_ZH}(?:一下)?{_PIECE_ZH}[^，,。；;]{{0,12}}?(?:{_TALK_ZH}|(?:发|给)(?:到|给)?(?:我们|咱们|咱)?{_HOUSE_ZH}的?{_PAPER_ZH}?)",
    _I,
)
_TO_ONE = re.compile(
    rf"{_POLITE}{_WRITES}(?: (?:an?|the))?(?: [a-z-]+){{0,3}}? {_PAPER} (?:to|for) (?=(?P<to>[A-Z]))|{_POLITE}(?:e-?mail|message|write(?: to)?) (?=(?P<to2>[A-Z]))"
    rf"|{_POLITE_ZH}(?:给|向|发给)\s?(?P<to3>)(?=.{{1,24}}?(?:{_WRITES_ZH}|发){_PIECE_ZH}[^，,。]{{0,8}}?{_PAPER_ZH})"
    rf"|{_POLITE_ZH}(?:写|起草|草拟|拟|编|发){_PIECE_ZH}[^，,。给]{{0,8}}?{_PAPER_ZH}(?:给|发给|到)\s?(?P<to4>)(?=.)",
    _I,
)
_REPEATS = re.compile(
    r"每(?:天|日|早|晚|周|个?星期|个?礼拜|个?月|个?季度?|年|个?工作日|逢|隔)[^，,。；;]{0,14}(?:提醒|叫|催)我|(?:提醒|催)我.{0,40}(?:重复的?(?:吗|吧|提醒)?[?？。]*$|循环|定期|每(?:天|周|月|年|个?季度))|(?:重复|循环|定期|周期性?)的?提醒(?!我不)"
    r"|(?<![a-z])(?:recurring|repeating|weekly|daily|monthly) reminders?(?![a-z])|(?<![a-z])remind me (?:\w+ ){0,12}?every (?:single )?(?:day|week|month|quarter|year|morning|evening|(?:mon|tues|wednes|thurs|fri|satur|sun)day)|^every (?:day|week|month|morning|(?:mon|tues|wednes|thurs|fri)day)(?: \w+){0,4},? remind me",
    _I,
)
"""A reminder that is to come again and again."""
_REMINDS = re.compile(r"提醒|(?<![a-z])remind", _I)
_NO_TEXTS = (
    "Without a language model I draft only to contacts, not to colleagues or the team, so nothing was written or changed. I can show what you want to mention: “what did we win this week?”, or give a colleague a task: “ask {who} to …”.",
    "没有语言模型时，草稿只写给联系人，不写给同事和团队，因此没有起草，也没有更改任何记录。可以先查要提的内容，例如“本周赢了哪些单”，或给同事派任务：“让{who}周五前……”。",
)
_EACH_OWNER = re.compile(
    r"(?:给|让|叫|请|通知|提醒)(?:他们|这些|上面的?)?(?:每一?[个位名]|各个?|各自的?|所有的?)(?:商机|客户|单子|项目|工单)?的?(?:负责人|销售|同事|人|组员)(?:都|各|分别)?(?:各?[建派加开发设]|安排|布置|创建|新建)"
    r"|(?<![a-z])(?:create|add|give|set up|make|assign) (?:an? |one )?(?:task|to-?do|reminder)?s? ?(?:for |to )?(?:each|every)(?: (?:of the|of their|one of the|single))? (?:owners?|reps?|sales ?person|colleagues?|team members?)(?![a-z])",
    _I,
)
_NAME_THEM = (
    "I cannot tell from “each owner” whom you mean, so no task was made. Name them, such as “ask Chen and Maya to follow up by Tuesday”; each gets a task of their own.",
    "“每个负责人”具体指谁，我还看不出来，因此没有建任务。请写出名字，例如“让陈晓和徐凌下周二前跟进”，会给每人各建一个任务。",
)


def for_the_house(ask: Ask, linker: Linker) -> Understanding | None:
    """What is said to a text for colleagues or to a task for everybody who owns something; None for any other message."""
    text, zh = ask.text.strip(), ask.language == "zh"
    if not text or len(text) > _LONGEST or "\n" in text:
        return None
    if _EACH_OWNER.search(text):
        return Understanding((), 1.0, (), _NAME_THEM[zh])
    if _REPEATS.search(text):
        return Understanding((), 1.0, (), NO_RULES[zh])
    if _REMINDS.search(text):
        return None
    if _FOR_ALL.match(text):
        return Understanding((), 1.0, (), _NO_TEXTS[zh].format(who="徐凌" if zh else "Elif"))
    if (to := _TO_ONE.match(text)) is not None and (who := _colleague(text, to, linker)):
        return Understanding((), 1.0, (), _NO_TEXTS[zh].format(who=who))
    return None


def _colleague(text: str, to: re.Match[str], linker: Linker) -> str:
    """The colleague the text is for; empty when a contact may be meant or nobody known."""
    begin = to.end()
    named = next((m for m in linker.link(text) if m.start <= begin < m.end), None)
    if named is None or {c.entity for c in named.candidates} != {"user"} or named.text.casefold() in ("me", "我"):
        return ""
    return named.text
