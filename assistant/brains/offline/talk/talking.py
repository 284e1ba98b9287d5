"""What needs no record: undo, help, greetings and thanks, questions that belong elsewhere, and other languages."""

import re

from assistant.brains.offline.meant import Meant
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.terms import Call
from assistant.brains.offline.words.folding import han
from assistant.brains.offline.words.manner import asks, core, leads

_UNDO = re.compile(
    r"^(?:oops[, ]*|no[, ]*|wait[, ]*|刚才的?|刚刚的?|[这那]个|我?(?:[改弄搞填写说记点删看选]错了?(?:[\u3400-\u9fff]{1,4}了)?|手滑了?|不小心)[,，、 ]*|不对[, ]*|哎呀?[, ]*|把)*(?:undo|revert|roll ?back|take (?:that|it) back|reverse (?:it|that|this)|put (?:it|that) back|restore|撤销|撤回|撤消|还原|回滚|回退|反悔|恢复|改回|取消(?:刚才|上一|上次|上个)|(?:刚才|上一步|上次).{0,6}(?:撤|改回|取消|还原|恢复|不算))"
)
_STEP = re.compile(
    r"(?:it|that|this|them|those|these|all|everything|both|the|a|an|my|your|our|last|latest|previous|most|recent|one|thing|you|i|we|just|now|right|made|did|saved|changed|done|added|have|ve|had|what|which|whatever|of|to|in|from|for|on|please|pls|me|again|moment|minute|ago|before|whole|was|were|is|been|way|there|back|only|got|confirmed|asap|thanks|thank|yes|ok|sorry|at|once|and|so|oops|wrong|mistake|whoops|no|wait"
    r"|up|changes?|steps?|edits?|updates?|saves?|actions?|entry|entries|operations?|modifications?|turns?|writes?|imports?|merges?|conversions?|assignments?|reassignments?|handover|uploads?|deletions?|creations?|bulk|cards?|records?|tasks?|tickets?|notes?|logs?|leads?|contacts?|accounts?|meetings?|calls?|amounts?|owners?|dates?|names?|fields?|moves?|stages?|deals?|state|version|parley|completely|entirely|straight|away|immediately|quickly)"
    r"|成|原来|原样|原状|原先|样子|刚才|刚刚|方才|上一?[步个条次笔]|前一?[步个条次]|最后|最近|那一?[步条个次笔下张批]|这一?[步条个次笔下张批]|一[步条个次笔下张批]|操作|更改|修改|改动|变更|动作|保存|导入|合并|转换|转化|分配|删除|新建|创建|添加|批量|写入|交接|内容|东西|卡片|记录|任务|工单|线索|联系人|客户|会议|金额|负责人|日期|备注|字段|阶段|[次个步条笔]|做|存|改|我|你|您|帮|给|的|了|把|将|请|麻烦|能|可以|再|还是|要|想|都|全部?|所有|整个|先|赶紧|马上|立刻|一下|吧|掉|去|回|来|它|吗|呗|啊|哦|到|之前|以前|原来|原先|原样|原状|那样|样子|状态|对|不|错|不算数?|哎呀|就|也|并|里|上|撤销|还原|恢复"
)
"""What may be named beside an undo: steps and kinds of records, never one record by its name."""
_HELP_ASKS = re.compile(
    r"^(?:help|\?|帮助|功能|怎么用|使用说明|help me|h|what can you do.*|你能.*|你会.*|能做.*|有.*功能.*)[\s?!.,]*$"
)
_HOW_TO = re.compile(
    r"^(?:how (?:do|can|would|should) (?:i|we|you) (?:log|undo|add|create|import|export|use|change|record|file|move|assign|delete|search|ask|set|book|make)|how does (?:this|it|parley) work|(?:show me|give me)(?: some| a few)? examples|where (?:do|should) i start|i(?:'m| am) new|what can i)(?![a-z])"
    r"|^(?:怎么|如何|怎样)(?:记录|撤销|添加|新建|导入|导出|使用|修改|分配|删除|查询|用)|例子|示例|从哪里开始|新用户|^我?可以(?:问|说)什么"
)
_OTHER_SCRIPT = re.compile(
    r"[\u3040-\u30ff\uac00-\ud7af\u0400-\u04ff\u0600-\u06ff\u0590-\u05ff\u0e00-\u0e7f\u0900-\u097f\u0370-\u03ff]"
)
_OTHER_WORDS = frozenset(
    "le la les des une est et je nous vous ils elle pour dans avec sur quels quelles quel quelle montre montrez mes affaires bonjour merci ouvertes client clients "
    "der die das und ist ich wir sie mit für auf ein eine nicht zeige zeig meine mir offenen geschäfte welche wie viele guten tag danke bitte haben "
    "el los las una es y yo nosotros con para por mis mi cuántos cuáles qué muéstrame muestra abiertas oportunidades hola gracias "
    "il gli uno una è io noi con per quali mostra miei mie aperte ciao grazie o os as um uma é eu nós com para meus minhas quais mostre abertas olá obrigado "
    "de het een ik wij zijn niet toon mijn welke hoeveel".split()
)
_SHARED = frozenset(
    "o a as de me a i an in is it on no so to do he we die per con for us am es was hat mit des pour sie".split()
)

GREETING = (
    "Hello! Ask me about your deals, customers and day, or tell me what happened and I will file it.",
    "您好！可以问我商机、客户和今天的安排，也可以直接告诉我刚发生的事，我来记录。",
)
THANKS = ("You're welcome.", "不客气。")
ELSEWHERE = (
    "That is not something I have: cash, statements, payroll and the like live in your finance system, and I only know this CRM. "
    "I can show won and open deals, totals by owner or stage, overdue tasks and tickets instead.",
    "这不在我这里：现金、报表、工资等请看财务系统，我只了解这个 CRM。我可以查看赢单和进行中的商机、按负责人或阶段的合计、逾期任务和工单。",
)  # fmt: skip
OFF_TOPIC = (
    "I cannot help with that; I only know this CRM. Try “my open deals”, “what's on my plate today” or tell me about a meeting you had.",
    "这个我帮不上忙，我只了解这个 CRM。可以试试“我的进行中商机”“我今天要做什么”，或者告诉我刚开的会。",
)  # fmt: skip
LANGUAGES = (
    "I understand English and Chinese. Please say it in one of them. 我能听懂英文和中文，请用其中一种说。",
) * 2
DRAFTING = (
    "I do not write mails without a language model. I can recall what was said, or remind you to write.",
    "没有语言模型时我不代写邮件。我可以查找沟通记录，或者提醒您去写。",
)
_DRAFT = re.compile(
    r"^(?:draft|write|compose|rewrite|reply to|answer)(?: (?:an?|the|me|up|to))* ?(?:\w+ ){0,4}(?:e-?mail|mail|message|reply|letter|note to|answer)(?![a-z])"
    r"|(?:写|起草|拟|草拟|回复?)一?(?:封|个|条|份).{0,10}(?:邮件|信|消息|回复)|^(?:写|起草|拟|草拟|撰写|回)(?!了|过).{0,8}(?:邮件|信(?!息)|回信)(?!里|中|地址|营销)"
)
EMPTY = ("Nothing was said. Ask a question or tell me what happened.", "没有收到内容。请提问，或告诉我发生了什么。")
_MONEY_MATTERS = re.compile(
    r"cash|bank|balance|profit|p&l|income|financial|payable|receivable|payroll|salar|tax|burn|ebitda|现金|资金|账上|资产|利润|损益|财务|财报|工资|薪资|纳税|报税|应付|应收"
)


_HELP_ABOUT = re.compile(r"(?i:(?:more )?help (?:with|on|about) (?P<en>[a-z ]{3,30}))|帮助[:：，, ]\s*(?P<zh>\S{2,12})")


_EXCUSE = re.compile(
    r"(?<=\w)[,，。；; ]+(?:因为|是)?我?刚?(?:才|刚)?[改弄搞填写说记点删看选]错(?:了?[\u3400-\u9fff]{0,4}了|了)[!！。.]*$|(?<=\w)[,;.–-]+\s*(?:that was |i (?:picked|took|chose|changed|had) |it was )?the wrong (?:\w+)[.!]*$"
)
"""Why it is to be undone: 撤销，我搞错单子了."""


def undo(r: Reading) -> Meant | None:
    """Undo; 撤销刚才的操作."""
    text = _EXCUSE.sub("", core(r))
    verb = _UNDO.match(text)
    if verb is None or len(text) > 60 or r.named("account", "contact", "deal"):
        return None
    words = re.findall(r"[a-z]+|[^\W\d_a-z]+|\d+", text[verb.end() :])
    if not all(_STEP.fullmatch(w) if w.isascii() else re.fullmatch(f"(?:{_STEP.pattern})+", w) for w in words):
        return None  # restore Umbrella, 恢复供货: something of its own
    return Meant(0.95, (Call("undo", {}),))


def helps(r: Reading) -> Meant | None:
    """What can you do; 你能做什么."""
    hit = r.first("help")
    text = core(r)
    if (about := _HELP_ABOUT.fullmatch(r.whole.strip(" .!?。！？"))) and not r.names:
        return Meant(0.9, (Call("help", {"topic": (about["en"] or about["zh"])[:80]}),))
    if hit is None:
        return Meant(0.86, (Call("help", {"topic": text[:80]}),)) if _HOW_TO.search(text) and not r.names else None
    whole = _HELP_ASKS.match(r.whole.strip()) or len(r.whole.strip()) - (hit.end - hit.start) <= 14
    if whole and not r.named("account", "contact", "deal"):
        return Meant(0.9, (Call("help", {}),))
    if _HOW_TO.search(text) and not r.names:
        return Meant(0.86, (Call("help", {"topic": text[:80]}),))
    topic = re.search(r"(?:help (?:me )?(?:with|on)|how (?:do|can) i|怎么|如何)\s*(.+)", text)
    if topic and not r.names and asks(r) and leads(r, "help"):
        return Meant(0.7, (Call("help", {"topic": r.said[r.text.find(topic[1], r.lo) :].strip(" ?？.")[:80]}),))
    return None


def small_talk(r: Reading) -> Meant | None:
    """Greetings, thanks, what belongs elsewhere, other languages, nothing at all."""
    text = r.whole.strip()
    if not re.search(r"\w", text):
        return _reply(r, EMPTY, 0.99)
    bare = re.sub(r"[\s,.!?~]+", " ", text).strip()
    for cue, said in (("greeting", GREETING), ("thanks", THANKS)):
        hit = r.first(cue)
        if hit is not None and len(bare) - (hit.end - hit.start) <= 9 and not r.names and hit.start <= 3:
            return _reply(r, said, 0.8)
    away = r.first("out of scope")
    if away is not None and not (r.named("account", "contact", "deal") and not asks(r)):
        word = r.text[away.start : away.end]
        said = ELSEWHERE if _MONEY_MATTERS.search(word) else OFF_TOPIC
        if asks(r) or len(text) < 60:
            return _reply(r, said, 0.83)
    if _DRAFT.search(core(r)):
        return _reply(r, DRAFTING, 0.86)
    if foreign(r):
        return _reply(r, LANGUAGES, 0.97)
    return None


def foreign(r: Reading) -> bool:
    """Whether a message is in neither English nor Chinese."""
    text = r.whole
    letters = sum(c.isalpha() for c in text)
    other = len(_OTHER_SCRIPT.findall(text))
    if other and other * 3 >= letters:
        return True
    if han(text):
        return False
    named = [(n.start, n.end) for n in r.names] + r.emails
    words = [m[0] for m in re.finditer(r"[^\W\d_]+", text) if not any(a <= r.lo + m.start() < b for a, b in named)]
    strange = [w for w in words if w in _OTHER_WORDS and w not in _SHARED]
    familiar = [w for hits in r.cue.values() for h in hits for w in [r.text[h.start : h.end]] if w not in _OTHER_WORDS]
    accented = any(not w.isascii() for w in words)
    return (len(strange) >= 2 and len(strange) >= len(familiar)) or (accented and len(strange) >= 1 and not familiar)


def _reply(r: Reading, said: tuple[str, str], score: float) -> Meant:
    return Meant(score, reply=said[1] if r.zh else said[0])
