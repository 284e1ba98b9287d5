"""Chinese as it is typed between two appointments, put into the plain turns all rules read: 何俊电话, 催盖章那个任务, 把华阳二期建一下, 谁手里的活最多."""

import re

from assistant.brains.offline.plainer.everyday_turns import SAID
from assistant.brains.offline.terms import Ask, Linker
from assistant.brains.offline.words.folding import han, narrow
from crm_store.models import fields_of

_LONGEST = 120
_NOTE = re.compile(r"[。；;\n]|聊了|谈了|说他|开了.{0,8}会|拜访了|见了.{2,10}[，,]|吃了")
"""A report is kept as it was told."""
_TOLD_OF = re.compile(
    r"(?P<what>[\u3400-\u9fffA-Za-z0-9 ]{2,24}?)(?:[那这](?:[个张条件单项]|一[个张条件单项])|的)*(?P<noun>工单|服务单|故障单|投诉单?|报修单?|任务|待办|(?<=[个张条的])单子|(?<=那|这)单)(?!里|列表|清单|数|有|最|都|全)"
)
_TOLD_ONLY = re.compile(
    r"^(?:[把将])?(?P<what>[\u3400-\u9fffA-Za-z0-9]{3,14}?)[那这][个张条件项](?=谁|现在|怎|咋|到哪|处理|转|派|优先|关|我来|急|推|延|改|往后|提前|搞|弄|做|完|办|解决)"
)
_VERBS = re.compile(
    r"^(?:(?:请|帮我|帮忙|麻烦|给我|替我|那就?|先|再|把|将|给|关于|看一?[下看]|查一?[下查]|问一?下|说一?下|更新一?下?|跟进一?下?|处理一?下?|关闭|关掉|解决|完成了?|做完了?|搞定了?|我的|我) ?)+"
)
_NOTED_ON = re.compile(
    r"^(?:请|帮我|麻烦|给我)*(?:给|在|往|为)?\s?(?:工单)?\s?(?P<ref>T-\d{1,9})\s?(?:上|里|下面)?(?:加|写|做|添|补|留|记)?(?:一?[个条笔下]|上)?\s?(?:备注|笔记|记录|补充)?(?:一?[下笔条]|说明)?(?:(?<=备注)|(?<=笔记)|(?<=记录)|(?<=补充)|(?<=一下)|(?<=一笔)|(?<=说明))\s*[：:，, ]\s*(?=\S)"
)
"""A note on a ticket, its reference anywhere in front."""
_MANY = re.compile(
    r"哪些|哪几|所有|全部|每[个条张]|几[个条张]|多少|还有|有没有|逾期|过期|到期|未完成|没完成|优先级|今天|明天|本周|这周|下周|本月|客户的|我的$|他的$|她的$|谁的$|新的|一个"
)
_MADE = re.compile(r"(?:建|开|提|加|设|新增|登记|创建|派)(?:一?[个张条](?! ?(?:备注|笔记|记录|注))|了)")
_KIND = {"任务": ("task",), "待办": ("task",), "单子": ("deal", "ticket"), "单": ("deal", "ticket")}
"""Service people call a ticket 单子 too, where no deal is called so."""
_PERSON_FIELD = re.compile(
    r"^(?P<who>[\u3400-\u9fffA-Za-z ]{2,14}?)(?:那边)?(?:的)?(?P<field>电话|手机|手机号|电话号码|联系方式|微信|微信号|邮箱|职务|职位)(?:号码|号)?(?:是)?(?:给我|发我|发一下|给一下|报一下|来一个|有吗|有没有|多少|是啥|啥)?[?？。]*$"
)
_TASK_OF = re.compile(
    r"^(?:帮我|请|麻烦)?给(?P<who>[\u3400-\u9fffA-Za-z ]{2,14}?)(?:建|加|开|安排|设|记)一?[个条](?:任务|待办|提醒)[：:，, ]+(?P<due>(?:今天|明天|后天|[这下本]?周[一二三四五六日天末]|\d{1,2}[月号日][\d号日]*)[前内]?)?(?P<rest>(?=[发寄送打约回]).{2,})$"
)
"""A task about a customer, not for a colleague."""
_DAY_WORD = re.compile(
    r"今天|明天|昨天|本周|上周|这周|下周|本月|上月|本季|打过?|所有|全部|哪些|谁|我的?$|他|她|它|记|约|接|回|新|改|换|删|没有|每"
)


_THE_CUSTOMER = re.compile(
    r"(?:这个|那个|该)?(?:客户|对方|那边|甲方)(?P<v>(?:现在|目前)?(?:最|都|主要)?(?:担心|在意|关心|介意|顾虑|看重|在乎|想要|要求|反对)(?:的)?(?:点|事)?(?:是)?(?:什么|啥|哪些|哪方面|哪点)[\u3400-\u9fff?？]{0,4})"
)
"""The customer just talked about, called so."""


def everyday(ask: Ask, linker: Linker) -> str:
    """The message in plainer turns, or the text itself; a long one and a report come back as they are."""
    text = ask.text
    if not han(text) or len(text) > _LONGEST or "\n" in text:
        return text
    said = SAID.plain(narrow(text).strip())
    if ask.focus and (theirs := _THE_CUSTOMER.fullmatch(said)) is not None:
        return f"他们{theirs['v']}"
    if (match := _PERSON_FIELD.match(said)) and not _DAY_WORD.search(match["who"]) and _somebody(match["who"], linker):
        return f"{match['who']}的{'电话' if match['field'] == '联系方式' else match['field']}是多少"
    if (match := _PUT_OFF.match(said)) and (match["deal"] or _whole(match["x"], linker, "deal")):
        return f"把{match['x']}{match['deal'] or ''}的成交日期改到{match['d']}"
    if (match := _TAKES.match(said)) and _whole(match["who"], linker, "user") and _whole(match["what"], linker):
        return f"把{match['what']}转给{match['who']}"
    if (match := _TASK_OF.match(said)) and _somebody(match["who"], linker):
        return f"建任务：{match['due'] or ''}给{match['who']}{match['rest']}"
    if (match := _POSTED.match(said)) and _somebody(match["who"], linker):
        return f"把{match['who']}的职务改成{match['title']}"
    if (match := _NEW_VALUE.match(said)) and (asked := _field_asked(ask)) is not None:
        return f"把{asked[0]}的{asked[1]}改成{match['value']}"
    told = _with_refs(said, ask, linker) if not _NOTE.search(said) else said
    return told if told != narrow(text).strip() else text


_POSTED = re.compile(
    r"^(?P<who>[\u3400-\u9fffA-Za-z ]{2,12}?)(?:现在|已经|最近|刚)?(?:改成|改任|调任|升任|升为|升成|升了|升|当上|当|提拔成|转任)(?:了)?(?P<title>[\u3400-\u9fff]{0,8}(?:总监|经理|主任|主管|厂长|院长|处长|科长|部长|店长|校长|总裁|总工|副总|总|工程师|助理))了?[。!！]*$"
)
_NEW_VALUE = re.compile(
    r"^(?:那就?|就|给我|帮我)?(?:改|换|更新|调)(?:成|为|到)(?P<value>[^，,？?]{1,40}?)(?:吧|好了)?[。!！]*$"
)
"""改成处长助理吧, said to the one field that was asked for just before."""


def _field_asked(ask: Ask) -> tuple[str, str] | None:
    """(record, name of the field) when the turn before showed one field of one record."""
    call = ask.previous[-1] if ask.previous else None
    if call is None or call.tool != "show_record" or len(call.args.get("fields") or ()) != 1 or not ask.focus:
        return None
    spec = fields_of(ask.focus[0].entity).get(call.args["fields"][0])
    return (ask.focus[0].ref, spec.zh) if spec is not None and spec.editable else None


_PUT_OFF = re.compile(
    r"^(?P<x>(?![把将])[^，,？?的]{2,20}?)(?P<deal>那单|这单|那个单子|这个单子|那个商机|这个商机|的单子|的商机)?(?:[^，,]{0,10}(?:过了|过期了?|到期了?|太紧了?|来不及了?)[，,]\s*)?(?:先|就|再)?(?:往后|往前)?(?:推迟|延后|延期|推|延|挪|改|移|拖|提前)到(?P<d>(?:\d{1,2}月\d{1,2}(?:[日号])?|(?:本|这个?|下个?|下下个?)?月(?:底|初|中|末)|年底|明年\d{1,2}月(?:\d{1,2}[日号]?|底|初)?|下下?周[一二三四五六日天]?|[一二三四五六七八九十]+月[一二三四五六七八九十]+[日号]?))(?:去|了|吧|呗)*[。!！]*$"
)
"""甬澄振动监测推到12月30号: the day a deal is to close."""
_TAKES = re.compile(
    r"^(?:(?:以后|今后|后面|从现在起|接下来|帮我|麻烦|请)[，,]?)*(?:让|叫|请|由|安排|换)(?P<who>[\u3400-\u9fffA-Za-z ]{2,12}?)(?:以后|来|去)?(?:接手|接管|接|负责|对接|跟进?(?!一下))(?P<what>[\u3400-\u9fffA-Za-z0-9 -]{2,24}?)(?:(?:这|那)?[个家]?(?:客户|线索))?(?:吧|了)?[。!！]*$"
)
"""让赵敏接手华阳: the customer is hers now."""


def _whole(words: str, linker: Linker, entity: str = "account") -> bool:
    """Whether the words are the name of one record of this type and nothing else."""
    return any(
        m.end - m.start >= len(words.strip()) - 1 and m.candidates[0].entity == entity for m in linker.link(words)
    )


def _somebody(words: str, linker: Linker) -> bool:
    found = linker.link(words)
    covered = sum(m.end - m.start for m in found)
    return covered >= len(words.strip()) - 1 and bool(found) and found[-1].candidates[0].entity in ("contact", "lead")


_REF = re.compile(r"(?<![A-Za-z])(?:T|TK)-\d")
"""A ticket or task called by its reference needs no other words."""


def _with_refs(said: str, ask: Ask, linker: Linker) -> str:
    """The message with the reference of the one ticket or task that its words tell of."""
    if _MADE.search(said) or _REF.search(said):
        return _NOTED_ON.sub(r"备注\g<ref>：", said)
    for pattern in (_TOLD_OF, _TOLD_ONLY):
        for match in pattern.finditer(said):
            what = _VERBS.sub("", match["what"])
            begin = match.end("what") - len(what)
            noun = match.groupdict().get("noun")
            if len(what) < 2 or _MANY.search(what) or any(what in row.label for row in ask.rows):
                continue  # one of the list just shown is meant, whatever else is called so
            kinds = _KIND.get(noun or "", ("ticket",)) if noun else ("ticket", "task")
            found = linker.in_titles(what, kinds)
            if found is None or not found[1].ref.startswith(("T-", "TK-")) or (len(found[0]) < len(what) - 1):
                continue
            return _NOTED_ON.sub(r"备注\g<ref>：", f"{said[:begin]}{found[1].ref} {said[match.end() :]}")
    return _NOTED_ON.sub(r"备注\g<ref>：", said)
