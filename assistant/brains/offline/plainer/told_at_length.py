"""Long Chinese reports in plainer turns: a task said before its order (…，记个任务), the occasion said after 口述一下, a slip in an office."""

import re

from assistant.brains.offline.plainer.turns import Turns
from assistant.brains.offline.words.folding import han

_LEAST = 12
_LONGEST = 1200
_MADE = r"(?:(?:帮我|给我|麻烦|顺手|也|都|就|请|先)*(?:记|建|设|加|列|弄|做|写|录|存)(?:成|为|上|到|进|一下|下来|了)?(?:一?[个条])?(?:我的)?(?:任务|待办|提醒)(?:里|中|上)?(?:吧|哈|啊)?)"
_BOTH = re.compile(
    rf"[，,]\s?(?:(?:这)?[两二三四几2-5][件个条项](?:事|事情|任务)?|上面这?[几两三]?[件个条]|以上|都|分别|各)+{_MADE}(?=[，,。；;]|$)"
)
"""Two of them at once: what was promised is a task as it stands."""
_BEFORE = re.compile(
    rf"(?:^|(?<=[，,。；;！!：]))\s?(?P<what>[^，,。；;！!：]{{3,60}})[，,]\s?{_MADE}(?=[，,。；;！!]|$)"
)
_SEEN_TO = re.compile(
    rf"(?:^|(?<=[，,。；;！!：]))\s?(?P<what>[^，,。；;！!：]{{4,40}})[，,]\s?(?:这个?|这事|这块|那块)?(?:由|归)?我(?:这边)?(?:来|去|负责|会)?(?P<do>盯|跟进|跟|催|处理|落实|协调|安排|负责|办|弄|搞)(?:着|一下)?(?:[，,]\s?{_MADE})(?=[，,。；;！!]|$)"
)
"""法务下周一出合同终稿，我来盯，记成任务: what others do, and I see to."""
_OWN = re.compile(r"我(?:们)?(?=答应|承诺|说好|约好)|提醒")
_PLACE = "(?P<who>[^，,。；;：:的]{2,16}?)"
_DAY = r"(?P<day>(?:(?:今天|昨天|前天|大前天|今早|昨晚|刚才|上午|下午|早上|中午|晚上|傍晚)+|(?:上|这|本)?(?:周|星期|礼拜)[一二三四五六日天](?:上午|下午|早上|晚上)?|\d{1,2}月\d{1,2}[号日]|\d{1,2}[号日])+)"
_TELL = r"^\s*(?:我)?(?:跟你|给你|跟我|来|先|帮我|给我|麻烦|请)*(?:口述|记|补记|记录|录|汇报|报告|说|讲)(?:一下|下|个)?[，,：:]?\s?"
_RANGE = r"(?:[一二三四五六七八九十两\d]{1,3}点(?:半|钟|[一三]刻|\d{1,2}分?)?)"
_HOURS = re.compile(
    rf"[，,]\s?从?(?P<part>(?:上午|下午|早上|晚上|中午|傍晚)?)(?P<a>{_RANGE})(?:[谈聊开坐待讲弄说])*(?:到|至)(?P<b>(?:上午|下午|晚上|中午)?{_RANGE})(?=[，,。；;]|$)"
)
"""From when to when, told in a clause of its own: 下午两点到四点, 从一点半谈到三点."""
_LED = re.compile(rf"^\s*{_DAY}")
_AS_LEAD = re.compile(
    r"^(?P<told>.{12,}?)[，,。；;！!]\s?(?:请|帮我|麻烦|给我|就|先|你)*(?:录|建|记|加|存|登记|录入|弄|新建|新增|做|当)(?:成|为|进|到|个|一下|下|入|一)*[条个]?(?:新|销售)?线索(?:里|吧|库|库里)*[。!！]*$"
)
_MET_AT = re.compile(
    r"^(?P<where>[^，,。；;]{0,24}?(?:收了?|拿了?|换了?|要了?)(?:到|了)?一?[张个]名片|[^，,。；;]{0,24}?(?:认识|碰到|遇到|加)了?(?:一?个人|一?位客户|一?个客户|个微信|微信))[，,：:。]\s?"
)
_FAIR = re.compile(r"展会|展览|博览会|工博会|展上|展台|交易会|进博会")
_TURNS = Turns((
    (r"^(?P<who>[\u3400-\u9fff]{2,3})(?:从)?(?:下周[一二三四五六日]?|下个?月\d{0,2}[号日]?|月底|年底|\d{1,2}月(?:份|底|初|\d{1,2}[号日])?|明天|后天)(?:开始|起)?(?:就)?(?:要|会)?(?P<v>休假|休产假|请假|离职|调走|转岗|休年假|出国)(?:了|[一二两三四\d]个?(?:月|周|星期|天))?[，,]", r"\g<who>要\g<v>，"),
    (r"^(?P<who>[\u3400-\u9fff]{2,3})要(?:休假|休产假|请假|离职|调走|转岗|休年假|出国)[，,]\s?(?P<b>把)?(?:他|她)(?:名下|手上|手里|负责)?的", r"\g<b>\g<who>的"),
    (r"^\s*(?:帮我|给我|麻烦|请)*把(?P<x>[^，,。；;]{4,40}?)(?:这件事|这个事|这事|这一[条项]|这条|这个)?(?:记|建|设|列|加|放)(?:成|为|到|进)(?:一?[个条])?(?:我的)?(?:任务|待办)(?:里|中)?[，,]?\s?(?P<due>[^，,。；;]{0,12})[。!！]*$", r"建任务：\g<due>\g<x>"),
    (r"(?<=[\u3400-\u9fff])经里(?=[\u3400-\u9fff，,。；;]|$)", "经理"),
    (rf"{_TELL}{_DAY}(?:在|去|到)?{_PLACE}(?:那边|那儿)?的(?:拜访|走访|上门|现场)(?:啊|哈|吧|情况|经过)*(?=[，,。：:])", r"\g<day>拜访了\g<who>"),
    (rf"{_TELL}{_DAY}(?:在|去|到)?{_PLACE}(?:那边|那儿)?的(?:谈判|会议|会|演示|交流|沟通|评审|面谈|会面|讨论)(?:啊|哈|吧|情况|经过)*(?=[，,。：:])", r"\g<day>和\g<who>开了会"),
    (rf"{_TELL}{_DAY}(?:和|跟|与|给){_PLACE}(?:那边)?的(?:电话|通话)(?:啊|哈|吧|情况)*(?=[，,。：:])", r"\g<day>和\g<who>通了电话"),
    (r"(?P<date>(?:改|推|挪|定|延|拖|移|调)(?:成|到|为|在)了?(?:\d{1,2}月)?\d{1,2}[号日])[，,](?P<day>(?:下|这|本)?(?:周|星期|礼拜)[一二三四五六日天](?:上午|下午|早上|晚上)?(?:之?前)?(?:我|再|把|给|要|得|提醒|记得))", r"\g<date>。\g<day>"),
))  # fmt: skip


def told_at_length(text: str) -> str:
    """The report in plainer turns, or the text itself."""
    if not han(text) or not _LEAST <= len(text) <= _LONGEST or "\n" in text.strip():
        return text
    said = _hours_first(_TURNS.plain(text))
    if (lead := _AS_LEAD.match(said)) and (met := _MET_AT.match(said)):
        return _lead(lead["told"][met.end() :], fair=bool(_FAIR.search(said)))
    if not re.search(r"[。；;！!，,].*[，,]", said):
        return said
    said = _BOTH.sub("", said)
    said = _SEEN_TO.sub(lambda m: f"提醒我{m['do']}{m['what']}", said)
    return _BEFORE.sub(lambda m: m["what"] if _OWN.search(m["what"]) else f"提醒我{_mine(m['what'])}", said)


def _lead(told: str, *, fair: bool) -> str:
    """The order to keep who was met in front of who that is: …收了张名片，周海涛，…，帮我录条线索."""
    return f"新建线索：{told}{'，来源展会' if fair and '来源' not in told else ''}"


def _hours_first(said: str) -> str:
    """The hours beside the day of a report: 昨天拜访了启塬，下午两点到四点 is 昨天下午两点到四点拜访了启塬."""
    day, hours = _LED.match(said), _HOURS.search(said)
    if day is None or hours is None or said.count("，", 0, hours.start()) > 3 or "。" in said[: hours.start()]:
        return said
    rest = said[day.end() : hours.start()] + said[hours.end() :]
    return f"{day['day']}{hours['part']}{hours['a']}到{hours['b']}{rest}"


def _mine(what: str) -> str:
    """What is to be done, without the "I": 周一上午我把合同发她, 我下周四之前把稿子发过去."""
    return re.sub(r"我(?:要|得|会|来|去|需要)?(?=[^们])", "", what, count=1)
