"""A draft that is to be changed: shorter, more formal, in Chinese, as WeChat, with a sentence more, without the meeting."""

import re
from typing import Any

from assistant.brains.offline.orders.draft_clauses import to_the_customer
from assistant.brains.offline.terms import Ask, Call

_I = re.IGNORECASE
_LONGEST = 160
_SHORT = re.compile(
    r"(?<![a-z])(?:shorter|too long|shorten|briefer|more concise|cut (?:it|that)|trim|tighten|half as long|crisper|(?:keep it )?(?:short|brief))(?![a-z])|短一?[些点]|太长|简短|精简|缩短|简洁|压缩",
    _I,
)
_LONG = re.compile(
    r"(?<![a-z])(?:longer|too short|more detail(?:ed)?|expand|elaborate)(?![a-z])|长一?[些点]|太短|详细一?[些点]?|展开|多写",
    _I,
)
_FORMAL = re.compile(
    r"(?<![a-z])(?:formal(?:ly)?|more official|too casual|more polite(?:ly)?|businesslike|politer)(?![a-z])|正式|官方一?[些点]|太随意|礼貌|客气",
    _I,
)
_FRIENDLY = re.compile(
    r"(?<![a-z])(?:friendl(?:y|ier)|warmer|casual|less formal|informal|too (?:formal|stiff)|lighter|relaxed)(?![a-z])|亲切|随意一?[些点]|轻松|热情|口语|太正式|别那?么正式|不要(?:那|这)么正式",
    _I,
)
_NEUTRAL = re.compile(r"(?<![a-z])(?:neutral|normal tone)(?![a-z])|中性|正常语气", _I)
_TO_ZH = re.compile(
    r"(?<![a-z])(?:in|into|to) (?:simplified )?(?:chinese|mandarin)(?![a-z])|用中文|中文(?:版|写)|翻成中文|译成中文|改成中文|换成中文",
    _I,
)
_TO_EN = re.compile(
    r"(?<![a-z])(?:in|into|to) english(?![a-z])|用英[文语]|英文(?:版|写)|翻成英[文语]|译成英[文语]|改成英[文语]|换成英[文语]",
    _I,
)
_TO_OTHER = re.compile(
    r"(?<![a-z])(?:in|into|to) (?P<en>german|french|spanish|italian|japanese|korean|russian|portuguese|dutch|polish|turkish|arabic)(?![a-z])|(?:用|翻成|译成|改成|换成|写成)(?P<zh>[德法俄日韩意葡][文语]|西班牙[文语]|葡萄牙[文语]|意大利[文语])",
    _I,
)
"""Languages no draft is written in: the tool says so."""
_AS = (
    ("wechat", re.compile(r"(?:as|into|for|to) (?:an? )?we-?chat|(?:改成|换成|做成|发)微信|微信(?:版|形式)", _I)),
    ("letter", re.compile(r"(?:as|into) an? (?:formal )?letter|(?:改成|换成|做成)(?:一?封)?(?:信函|信件|信|书信)|书信(?:形式|版)", _I)),
    ("email", re.compile(r"(?:as|into) an? e-?mail|(?:改成|换成|做成)(?:一?封)?(?:邮件|电子邮件)", _I)),
)  # fmt: skip
_ADD = re.compile(
    r"^(?:please |and |also |then |can you |could you )*(?:add|include|mention|put in|say|write|tell (?:him|her|them))(?: also| as well| a (?:line|sentence)(?: that| saying)?)*(?: that| saying|:)? (?P<en>.{4,120})$|^(?:请|再|帮我|另外|也)*(?:加上|加一?[句段]|补充|补一?句|写上|提一?下|说明)(?:一下|[:：，,])?(?P<zh>.{3,80})$",
    _I,
)
_WITHOUT = re.compile(
    r"^(?:please |and )*(?:leave out|drop|remove|without|take out|skip|don't mention|do not mention|delete|cut)(?: the| that| any)? (?P<en>.{3,60})$|^(?:请|帮我)*(?:去掉|删掉|删去|不要提|别提|不提|拿掉|不要写)(?:关于)?(?P<zh>.{1,30}?)(?:那?[句段]|的?部分|的内容)?[。.]?$",
    _I,
)
_BETWEEN = re.compile(
    r"(\s*[,，;；。.!！](?!\d)\s*(?:(?:and|then|but|also|plus)(?![a-z])\s*)*|\s+(?:and then|and also|and|then|but|plus)\s+|\s*(?:然后|并且?|同时|另外|还有|顺便|再(?=[加把改换用去删短长正写提补]))\s*)",
    _I,
)
"""What stands between two instructions."""
_SIZE = re.compile(
    r"(?:under|at most|max(?:imum)?|within|up to|no more than|less than|below) (?P<a>\d{2,4})(?: words| characters)?|(?P<b>\d{2,4}) ?(?:words|字)",
    _I,
)
_ORDER = re.compile(
    r"^(?:\s|[,，]|(?:please|pls|now|and|also|ok|okay|still|can you|could you|make|the|draft|mail|e-?mail|message|letter|text|it|this|that|a bit|a little|bit|much|even|more|less|too|rewrite|redo|write|again|once more|keep|be|should be|sounds?|little|somewhat|slightly|but|then|way|tone|version|in|as|to|into|translate|turn|put)(?![a-z])|请|再|把|这|那|它|封|个|草稿|邮件|微信|信|写|改|得|更|太|要|稍微|有点|一?点|一?些|能不能|可以|语气|还是|换|成|一下|帮我|措辞|文字|的|了|用)*",
    _I,
)


def revised(ask: Ask, text: str) -> Call | None:
    """The draft of the turn before, drafted again as wished; None when there is none or the message is about something else."""
    before = next((c for c in ask.previous if c.tool == "draft_message"), None)
    said = text.strip().strip("。.!！ ")
    if before is None or not said or len(said) > _LONGEST:
        return None
    return _each(before, said) or _one(before, said)


def _each(before: Call, said: str) -> Call | None:
    """Several instructions of one message, one after the other; what is none belongs to the sentence to be added before it."""
    pieces = _BETWEEN.split(said)
    wishes, between = [pieces[0]], pieces[1::2]
    for joint, piece in zip(between, pieces[2::2], strict=True):
        if _one(before, piece) is None:
            wishes[-1] += joint + piece
        else:
            wishes.append(piece)
    if len(wishes) < 2:
        return None
    call: Call | None = before
    for wish in wishes:
        call = _one(call, wish) if call is not None else None
    return call


def _one(before: Call, text: str) -> Call | None:
    said = text.strip().strip("。.!！,，;； ")
    args: dict[str, Any] = {k: v for k, v in before.args.items() if k != "written_in" or v in ("en", "zh")}
    if (match := _ADD.match(said)) is not None:
        return Call("draft_message", {**args, "add": [*args.get("add", []), _sentence(match)]})
    if (match := _WITHOUT.match(said)) is not None:
        return Call(
            "draft_message", {**args, "without": [*args.get("without", []), (match["en"] or match["zh"]).strip()]}
        )
    changed = manner(said, revision=True)
    channel = next((c for c, p in _AS if p.search(said)), None)
    if channel is not None:
        changed["channel"] = channel
    if not changed or not _only_that(said):
        return None
    return Call("draft_message", {**args, **changed})


_NAMED_ONLY = re.compile(r"(?:mention|提一?下)(?: also| as well)? ?$", re.IGNORECASE)


def _sentence(match: re.Match[str]) -> str:
    """What is to be put in, as a sentence: “mention the workshop on Tuesday” names only its matter."""
    words = str(match["en"] or match["zh"]).strip()
    if not _NAMED_ONLY.search(match.string[: match.start("en" if match["en"] else "zh")]):
        return words if match["en"] else to_the_customer(words)
    return f"I would also like to mention {words}" if match["en"] else f"另外想跟您提一下{words}"


def nothing_to_revise(ask: Ask, text: str) -> bool:
    """Whether only a change of tone or length was said, and there is no draft it could be of."""
    said = text.strip().strip("。.!！ ")
    if not said or len(said) > _LONGEST // 2 or any(c.tool == "draft_message" for c in ask.previous):
        return False
    told = {k for k in manner(said, revision=True) if k in ("tone", "length")}
    return bool(told) and _only_that(said, least=0)


NO_DRAFT = (
    "There is no draft in this conversation to change. Say “draft a mail to Ana Ruiz” first.",
    "这个对话里还没有可以修改的草稿，因此不能修改。请先说“给李娜写一封跟进邮件”。",
)


def manner(text: str, *, revision: bool = False) -> dict[str, Any]:
    """Tone, length, language and size as asked for."""
    args: dict[str, Any] = {}
    if _FRIENDLY.search(text):
        args["tone"] = "friendly"
    elif _FORMAL.search(text):
        args["tone"] = "formal"
    elif revision and _NEUTRAL.search(text):
        args["tone"] = "neutral"
    if _SHORT.search(text):
        args["length"] = "short"
    elif _LONG.search(text):
        args["length"] = "long"
    if _TO_ZH.search(text):
        args["written_in"] = "zh"
    elif _TO_EN.search(text):
        args["written_in"] = "en"
    elif revision and (other := _TO_OTHER.search(text)) is not None:
        args["written_in"] = other["en"] or other["zh"]
    if (match := _SIZE.search(text)) is not None and 20 <= int(match["a"] or match["b"]) <= 1000:
        args["most_words"] = int(match["a"] or match["b"])
    return args


def _only_that(said: str, least: int = 12) -> bool:
    """Whether nothing but the change was said: "log a short call" changes no draft."""
    left = said
    for pattern in (
        _SHORT,
        _LONG,
        _FRIENDLY,
        _FORMAL,
        _NEUTRAL,
        _TO_ZH,
        _TO_EN,
        _TO_OTHER,
        _SIZE,
        *(p for _, p in _AS),
    ):
        left = pattern.sub(" ", left)
    while (rest := _ORDER.sub("", left).strip(" ,，、和and")) != left:
        left = rest
    return len(left) <= least
