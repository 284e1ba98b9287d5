"""How a message stands to the card before it: said clause by clause, each of them only agreeing, refusing, taking back or making excuses."""

import re
from collections.abc import Sequence
from typing import Literal

from crm_store.names import normal

Stance = Literal["yes", "no", "undo", "redo"]

_LONGEST, _MOST = 90, 6
"""Characters of a clause and clauses of a message at most: a decision is short."""

_HESITATES = (
    r"h+m+|hang on|hold on|hold up|wait|one (?:sec|second|moment)|a (?:sec|second|moment|minute)|just a (?:sec|second|moment|minute)|oh|ah|uh|um|er|erm|well|so|ok|okay|right|please|pls|actually|sorry"
    r"|so sorry|i m sorry|my bad|my mistake|my fault|oops|whoops|oopsie|argh|ugh|gah|damn|dammit|shoot|crap|shit|god|gosh|dear|yikes|look|listen|hey|and|but|then|now|you know what|on second thoughts?|thinking about it"
    r"|come to think of it|i changed my mind|i ve changed my mind|changed my mind|i was wrong|i was too (?:fast|quick|hasty)|(?:(?:that|it) (?:is|was|s) )?(?:a bit |a little |way |much |still )?too (?:fast|quick|hasty|soon|early|late)|(?:(?:that|it) (?:is|was|s) )?(?:a bit |a little |somewhat |rather )?premature|i clicked too (?:fast|soon)"
    r"|i misspoke|i mis ?typed|typo|i (?:mixed|muddled|confused) (?:it|them|that|those|her|him|this|the two|two things)(?: up)?(?: with (?:somebody|someone|something|another|the other)(?: else| one)?| with \w+(?: \w+)?)?|(?:it|that) was (?:the |a |an )?(?:other|different|another) (?:one|deal|person|customer|lead|task)|(?:it|that) was (?:a|my) mistake|a mistake|by mistake|i didn t mean (?:it|that|to|this)|i did not mean (?:it|that|to|this)|that s not (?:it|right|what i (?:meant|wanted|said))"
    r"|that is not (?:it|right|what i (?:meant|wanted|said))|not what i (?:meant|wanted|said)|that s wrong|that is wrong|that was wrong|it s wrong|thanks|thank you|cheers|i (?:don t|do not|no longer) (?:want|need) (?:it|that|this|them)(?: any ?more| after all| now)?|no longer (?:want|need) (?:it|that|this)"
    r"|(?:(?:that s|that is|that was|it s|it was|i (?:took|meant|picked|chose|had)) )?(?:the )?wrong \w+(?: \w+)?"
)
_HESITATES_ZH = (
    r"等等|等一下|等一等|等下|等会儿?|稍等|慢着|且慢|哎呀?|诶|欸|唉|啊|哦|噢|呃|额|嗯+|那个|那|好的?|行|但是?|不过|对了|不好意思|抱歉|对不起|麻烦你?|拜托|糟了?|糟糕|完了|坏了|天|我的错|怪我"
    r"|(?:我)?(?:手快|手滑|手抖|手误|手贱|点快|点太快|点早|点错|按错|选错|搞错|弄错|说错|记错|看错|填错|写错|认错|改错|存错|录错|建错|删错|动错|错)(?:了|人了|单了|家了|客户了)?|(?:是)?(?:我)?(?:弄|搞|说|记|看|认)?混了"
    r"|(?:这|那|现在)?(?:还|有点|也)?(?:太早|太急|太快|早了点|急了点|过早|操之过急)(?:了|了点)?|(?:我|客户|对方|他们|他|她)?(?:又)?(?:改主意|反悔|变卦|后悔)(?:了)?|(?:我)?想了想|我再想了?想|谢谢|谢了|多谢|辛苦了?|(?:这|那)(?:[个条张步次笔]|一[个条张步次笔])(?:卡片?|记录)?(?:我|就|也)*(?:不要|不用|不需要|[弄搞写记说填]错|不对)了?"
)
_LEAD = rf"(?:(?:{_HESITATES})(?: |$|(?=[\u3400-\u9fff]))|(?:{_HESITATES_ZH}) ?)"
_NAY = r"(?:(?:no|nope|nah)(?: |$)|(?:不不|不是|不对|不好) ?)"
_NOT = r"(?:not(?: |$)|不 ?)"
"""Before a refusal only: in front of anything else it turns that into its contrary."""

_ACT = r"(?:save|do|log|apply|create|change|import|add|book|send|delete|remove|erase|move|update|close|cancel|touch|write|record|set|make|push|commit|proceed|go|bother|file|keep|store|submit|put|assign|schedule|merge|convert|mark|open|rename|reassign|postpone|shift|enter|remind|confirm|approve|agree|undo)"
_THING = r"(?:it|that|this|them|those|these|one|ones|all|any|anything|everything|of|ahead|yet|now|just|right|please|for|the|a|after|then|with|in|up|away|out|through|on|card|cards|change|changes|at|moment|time|being|anymore|any more|today|else|me|thing|whole|with|about|there|here|still|actually|thanks|thank|you)"
_NO = (
    rf"(?:(?:please|just|let s|then|you|i) )*(?:don t(?: you dare)?|do not|dont|never|better not|rather not|i d rather not|i would rather not|i d rather you didn t|let s not|not|no need(?: to)?|you needn t|you shouldn t|shouldn t|i don t want(?: you)? to|i don t want|i do not want|i didn t want|i won t|you don t (?:have|need) to|you do not (?:have|need) to)(?: {_ACT})?(?: {_THING})*"
    rf"|(?:no|nope|nah|never ?mind|absolutely not|certainly not|of course not|no way|rather not|better not|maybe not|maybe later|later|another time|not (?:yet|now|today|this one|that one))(?: {_THING})*"
    rf"|(?:(?:please|just|let s|let us|lets|you can|we can|i d|i ll|we ll|better|rather) )*(?:forget|scratch|leave|drop|skip|scrap|discard|cancel|abort|abandon|stop|park|bin|dismiss|ignore|kill|nix|reject|trash|toss|throw|let|hold off|hold|keep|wait)(?: (?:{_THING}|be|as|is|was|were|are|alone|like|they|idea|off|stay|stays|same|how|where|until|later|untouched))*"
    r"|(?:it|that|this|they) (?:stays?|can stay|should stay)(?: (?:as|it|is|they|are|the|way|was))*|not so fast|i(?: ll| will| d)? (?:need to |have to |want to )?(?:do it myself|think it over|check first|ask first|sleep on it)"
    r"|let me think(?: about it| it over)?|(?:i (?:need|have|want) to )?think about it|i ll (?:do|handle|enter|save) (?:it|that|this) (?:later|myself)"
)
_ACT_ZH = r"(?:保存|存|改动|更改|修改|改|新建|创建|建|删除|删|移除|记录|记|做|发|动|导入|导|录|约|派|转|关闭|关|写|更新|提交|执行|弄|搞|推进|推|移|挪|加|设|安排|提醒|分配|管|急|定|确认|同意|可以|行|妥|撤销|撤回|放|碰|合并|标|处理|办|取消|延期?|要|用|走|了)"
_NO_ZH = (
    rf"(?:那|还是|就|先|请|你|都|也|我看|我说|要不|暂时|千万|可|你可)*(?:算了|别|不要|不用|甭|莫|停|取消|放弃|不必|作罢|打住|不想|不打算|不需要|没必要|用不着|不)(?:再|先|急着|着急|急|给我|帮我|都|真|去)*(?:{_ACT_ZH})?"
    r"(?:它|他|她|我|我们|这个|这些|那个|那些|这条|那条|这单|那单|这张|那张|这步|卡片|任何东西|一下|掉|除|下去|进去|吧|啊|呢|哈|先|了|的|啦|哦)*"
    r"|先(?:放着|放一放|放放|这样|等等|等一下|缓缓|缓一缓|搁着|搁置|留着|不动|停)(?:吧|了|再说)*|(?:等等|等一下|过会儿|回头|以后|改天|晚点|之后)(?:再说|再弄|再存|再改|再删|再看|再定)(?:吧|了)*|再说吧?|(?:我|让我)?(?:再)?(?:想想|考虑考虑|考虑一下|想一想|确认一下再说|核实一下再说)(?:吧|再说)*"
    r"|(?:就)?当我没说(?:过)?|(?:都)?(?:保持|维持)(?:原样|不变|现状|原状)(?:吧)?|(?:还是)?(?:都)?(?:留着|保留|留下)(?:吧|它|别动)*|(?:这个|这张|卡片)?(?:作废|丢掉|扔掉|丢了|扔了)(?:吧|它)?"
)
_TAKEN = r"(?:it|that|this|them|those|these|all|everything|both|the|my|your|our|last|latest|previous|most|recent|change|changes|one|ones|step|steps|edit|edits|update|updates|save|saves|action|thing|things|entry|you|i|we|just|now|right|made|did|saved|changed|done|have|ve|had|what|which|whatever|of|please|for|me|again|a|moment|second|minute|sec|ago|before|whole|to|how|as|was|were|is|been|way|there|immediately|completely|back|only|got|confirmed|confirm|asap|quickly|straight|away|thanks|thank|yes|ok)"
_LAST_ZH = r"(?:把|将)?我?(?:(?:刚才?|刚刚|方才|上面|前面|最后)我?(?:新?建|加|记|存|改|说|写|录|弄|做|保存|让你[记建改做])?(?:的|了)?(?:那|这)?一?(?:[个条张步次笔份件]|一下)?|上一?[个条张步次笔份件])(?:的)?(?:卡片?|记录|任务|待办|操作|更改|修改|改动|内容|东西|提醒|备注|跟进)?"
_LAST = r"(?:(?:that|the|this) (?:last|latest|previous) (?:card|change|entry|step|note|log|thing|edit|record|save)|that (?:last|latest|previous) (?:one|task|reminder|meeting)|(?:that|the) (?:one|thing|card|entry|note|log|task|reminder) (?:(?:from |you made |i made |we made )?just now|a (?:moment|second|minute) ago|you (?:just )?(?:made|saved|added|logged))|what (?:i|we|you) (?:have |ve )?(?:just )?(?:said|asked|entered|wrote|logged|told you|dictated)(?: for)?(?: just now)?)"
_GONE = r"(?:(?:i |we )?(?:don t|do not|no longer|didn t) (?:want|need|mean)|i (?:don t|do not) like|scratch|scrap|drop|cancel|forget|discard|never ?mind|ditch|bin|trash|kill|get rid of|undo|revert|take back|take away|throw away|throw out|remove|delete)"
_UNDO = (
    rf"(?:(?:can|could|would|will|you|we|i|want|need|d|like|to|let s|please|pls|kindly|just|quickly|have|must|should|help|me) )*(?:undo|un do|revert|reverse|roll ?back|rollback|unsave|unwind|take back|put back|change back|back out)(?: {_TAKEN})*"
    rf"|(?:(?:can|could|would|will|you|we|i|want|need|d|like|to|let s|please|pls|just|have|must|should) )*(?:take|put|change|roll|switch|turn|set|bring|give|pull|wind)(?: {_TAKEN})+ back(?: {_TAKEN})*"
    rf"|(?:put|make|leave|set|change)(?: {_TAKEN})+ (?:how|as|the way)(?: {_TAKEN})* (?:was|were|before)"
    rf"|(?:please )?restore(?: {_TAKEN})* (?:as|to|how|what|before|was|were)(?: {_TAKEN})*"
    r"|(?:that|the|this)(?: last| latest| previous)?(?: one| change| step| save| edit)? (?:doesn t|does not|shouldn t|should not|didn t|did not|mustn t) count"
    rf"|(?:(?:can|could) you |please |just )*{_GONE}(?: about)? {_LAST}(?: any ?more| any longer| after all| please| now)*|{_LAST} (?:is|was|were)(?: all)? (?:wrong|a mistake|nonsense|not needed|not right|rubbish|unnecessary)"
    rf"|{_LAST} (?:(?:can|should|has to|must) go|please|away with it|take it (?:away|out|off)|(?:cancel|drop|scrap|undo|delete|remove) (?:it|that))|(?:take|pull|get) (?:it|that|this) (?:away|back)"
)
_STEP_ZH = r"(?:记的|说的|录的|建的|加的|刚才|刚刚|方才|刚|上一步|上一个|上一条|上一次|上一笔|上次|上个|上步|前一步|前面|最后一步|最后|那一?[步条个次笔下张]|这一?[步条个次笔下张]|操作|更改|修改|改动|变更|记录|动作|东西|内容|保存|存|改|做|我|你|给我|帮我|帮忙|的|了|把|将|请|麻烦|能不能|可以|再|还是|要|想|都|全部?|全都|先|赶紧|快|赶快|立刻|马上|一下|吧|掉|去|回去|回来|来|它|吗|呗|啊|哦|到|之前|以前|原来|原先|那样|样子|的样子|状态)"
_UNDO_ZH = (
    rf"{_STEP_ZH}*(?:撤销|撤回|撤消|撤掉|撤|还原|回退|回滚|收回|退回|反悔|改回|变回|恢复(?:原样|原状|到|成原来)){_STEP_ZH}*"
    r"|(?:刚才|刚刚|上一步|上一个|上一条|上次|上一次|前一步|最后一步|刚|那一步|这一步)(?:那|这)?一?(?:[步条个次笔下张])?(?:的)?(?:操作|更改|修改|改动|保存|做的|改的|存的)?(?:我)?(?:都|先|就)?(?:不算数?|作废|当没发生|取消(?:掉|了)?|不要|不用|不对|别要|错|[弄搞写记说填]错|删掉?|去掉|扔掉|丢掉)(?:了|吧|啊|哈)*"
    rf"|{_LAST_ZH}(?:我|都|就|也|又|先)*(?:不要|不用|不需要|用不着|别要|不算数?|作废|取消|撤|删|去掉|拿掉|扔|丢|[弄搞写记说填建加录]?错|不对)(?:掉|了|去|回|来|吧|啊)*"
)
_REDO = rf"(?:(?:please|actually|then|just) )*(?:redo|reapply|re apply)(?: {_TAKEN})*|do (?:it|that) (?:over )?again(?: please| after all)*"
_REDO_ZH = r"(?:还是|请|帮我|把它?|再)*(?:重做|重新应用)(?:一下|一次|一遍|吧|了|刚才的?|那步|上一步)*|(?:还是|请|帮我|把它?|再|都)*(?:[做弄加补放]回来|恢复(?:刚才?|刚刚|上次)?(?:被)?(?:撤掉|撤销|撤回|撤)(?:掉|了)?的?(?:那个|那步|那次|更改|修改|改动|内容)?)(?:吧|了|呗|一下)*"
_YES = r"(?:yes|yep|yeah|yup|sure|fine|good|perfect|great|(?:please )?(?:save|confirm|apply|submit|go ahead|do it)(?: (?:it|that|this|them|all|as is|like this|like that|now|please|then|anyway|after all|everything))*)"
_YES_ZH = r"(?:就)?(?:不错|确认|保存|存吧|存|确定|可以|没问题|同意|就这样|照这样|提交)(?:保存|存|吧|了|一下)*"

_SHAPES: tuple[tuple[Stance, str, str, str], ...] = (
    ("undo", rf"(?:{_LEAD}|{_NAY})", _UNDO, _UNDO_ZH),
    ("redo", rf"(?:{_LEAD}|{_NAY})", _REDO, _REDO_ZH),
    ("yes", _LEAD, _YES, _YES_ZH),
    ("no", rf"(?:{_LEAD}|{_NAY}|{_NOT})", _NO, _NO_ZH),
)
"""What may stand before each, and its words in either language."""
_KINDS = tuple(
    (kind, re.compile(rf"{lead}*(?:{english}|{chinese}) ?(?:{_LEAD})*")) for kind, lead, english, chinese in _SHAPES
)
_OWN_DOING = re.compile(
    r"(?:i|we)(?: ll| will| d rather| would rather| am going to| m going to| can) (?:just |rather |better )?(?:tell|do|handle|call|ask|talk to|speak to|take care of|raise|bring up|mention|write|sort|deal with|see|mail|email|message|say|remind)(?: \w+){0,9}"
    r"|(?:回头|到时候?|还是|那)?(?:我|我们)(?:们)?[^把改推移]{0,10}(?:自己|亲自|当面|会上|口头|直接)[^把改推移成为]{0,12}"
)
"""What somebody who wants no card does in its stead; beside a refusal in so many words it is a reason, alone it may be anything."""
_REFUSES = re.compile(
    r"算了|别|不用|不要|甭|不必|never ?mind|(?:don t|do not|dont|forget|scratch|leave|drop|skip|cancel|no need)(?: |$)"
)
_ONLY_EXCUSES = re.compile(rf"(?:{_LEAD}|{_NAY})+")
_STOPS = re.compile(
    r"(?:hang on|hold on|hold up|wait|stop|no|nope|one (?:sec|second|moment)|just a (?:sec|second|moment|minute)|等等|等一下|等一等|等下|等会儿?|稍等|慢着|且慢|停|不不|不是|不对|不)"
)
_CLAUSES = re.compile(r"[,，.。!！;；:：…\n、?？~～]+|\s+[-–—]+\s+|[–—]+")
_CARD = r"(?:the |that |this |my |last |old )*(?:card|proposal|preview|draft)"
_BACK = re.compile(
    rf"(?:(?:please|can you|could you|ok|actually|no|let s) )*(?:(?:bring|put|get|have|give me|take) {_CARD} (?:back|again)|(?:bring|get|give me) back {_CARD}|(?:show|open|see|restore|reopen)(?: me)? {_CARD}(?: again)?|where (?:is|s) {_CARD}(?: gone)?|{_CARD} again)(?: please| again| now)*"
    r"|(?:请|帮我|麻烦|再|还是|把|将|刚才|之前|那张|那个|上一张|的|我要|给我|重新)*(?:(?:找回|恢复|打开|显示|拿回|调出|看看|看一下|看一眼|要回)(?:刚才|之前|那张|那个|上一张|的|一下)*(?:卡片?|预览)|(?:卡片?|预览)(?:再)?(?:拿回来|找回来|找回|恢复|调出来|打开|显示|放回来|给我看看?|还给我)(?:一下|吧)?|卡片?呢)(?:一下|吧|看看|来)*"
)


def stance_of(text: str) -> Stance | None:
    """What a message of short clauses decides; None as soon as one of them says anything else."""
    clauses = [c for c in (normal(p) for p in _CLAUSES.split(text)) if c]
    if not clauses or len(clauses) > _MOST or any(len(c) > _LONGEST for c in clauses):
        return None
    found: list[Stance] = []
    refused = False
    for clause in clauses:
        kind = next((k for k, shape in _KINDS if shape.fullmatch(clause)), None)
        if kind is None and refused and _OWN_DOING.fullmatch(clause):
            continue
        refused = refused or (kind == "no" and _REFUSES.search(clause) is not None)
        if kind is None and not _ONLY_EXCUSES.fullmatch(clause):
            return None
        found += [kind] if kind is not None else []
    if not found:
        return "no" if any(_STOPS.fullmatch(c) for c in clauses) else None
    return _together(found)


_FIRST_CLAUSES = re.compile(r"^(?P<said>.{1,60}?)[.!;,。！；，]\s*(?P<why>[^.!;,。！；，?？]{2,60})[.!。！]*$")
_OUTRIGHT = re.compile(
    r"(?<![a-z])(?:never ?mind|forget it|cancel (?:it|that|this)|scrap (?:it|that)|(?:don['’]t|do not) \w+ (?:it|that|them|anything)|take (?:it|that|both|them|everything) back|leave it)(?![a-z])|算了|别[建存改记加发动]|不[建存改记加发]了|取消吧",
    re.IGNORECASE,
)
"""A refusal nothing else can be meant by."""
_REASON = re.compile(
    r"^(?:(?:because |since |as |i think |maybe )*(?:i|we|he|she|they|it|the customer|nobody|\w+)(?:['’](?:ll|m|d|ve|re|s))? (?:(?:will|would|want|have|has|had|need|did|does|do|is|are|was|were|can|could|should|must|might|hasn['’]t|haven['’]t|didn['’]t|isn['’]t|won['’]t|can['’]t|not|still|never|tell|talk|ask|check|do|speak|wait)(?![a-z]).*)"
    r"|(?:因为)?(?:我|我们|他|她|他们|客户|对方|那边|[\u3400-\u9fff]{2,3}).{0,20}(?:自己|还没|没有|没确认|再说|会上|当面|亲自|不同意|不想|变了|等).*)$",
    re.IGNORECASE,
)
_STILL_ORDERS = re.compile(
    r"(?<![a-z])(?:instead|make it|rather|change|set|move|book|log|remind|assign)(?![a-z])|改成|改到|换成|提醒|安排|约|设"
)


def refused_for(text: str) -> Stance | None:
    """ "Never mind, don't create it, I'll tell them on Monday": what is refused outright stays refused, whatever reason is given for it."""
    cut = _FIRST_CLAUSES.match(text.strip())
    if cut is None or not _OUTRIGHT.search(cut["said"]) or not _REASON.match(cut["why"].strip()):
        return None
    if _STILL_ORDERS.search(text.casefold()):
        return None
    return "no" if stance_of(cut["said"]) in ("no", "undo") else None


def _together(found: Sequence[Stance]) -> Stance | None:
    """Of several the one that changes things back counts; a refusal and a yes side by side are a refusal unless the yes comes last."""
    if "undo" in found or "redo" in found:
        return None if {"undo", "redo"} <= set(found) else "undo" if "undo" in found else "redo"
    return found[-1] if found[-1] == "no" else "yes" if "no" not in found else _after_refusal(found)


def _after_refusal(found: Sequence[Stance]) -> Stance:
    return "yes" if found[-1] == "yes" and found.count("no") == 1 else "no"


def excuses(text: str) -> bool:
    """Whether a message only says that something is wrong: “sorry, wrong Colin”, 搞错了."""
    clauses = [c for c in (normal(p) for p in _CLAUSES.split(text)) if c]
    return 0 < len(clauses) <= _MOST and all(len(c) <= _LONGEST and _ONLY_EXCUSES.fullmatch(c) for c in clauses)


def brings_back(text: str) -> bool:
    """Whether the card that was put aside is wanted again."""
    return bool(_BACK.fullmatch(normal(text)))
