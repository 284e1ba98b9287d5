"""A list wanted as a file: 把我没关的商机导个表出来, "give me my open deals as an excel file". The list is shown; the buttons under it save it."""

import re

_I = re.IGNORECASE
_FILE = r"(?:(?:microsoft )?excel(?: (?:file|sheet|table|list|format|document))?|csv(?: file)?|xlsx?(?: file)?|spread ?sheet|google sheet)"
_AS_EN = re.compile(
    rf"[, ]+(?:(?:as|in|into|to|in the form of) (?:an? |the )?{_FILE}|in excel form)(?: please| for me| then| to download)*[\s.!?]*$", _I
)  # fmt: skip
_OF_EN = re.compile(
    rf"^(?:(?:please|can you|could you|can i (?:get|have)|i (?:need|want)|i(?:'d| would) like|give me|get me|send me|make me|show me|export|download|create|make|produce|generate)[, ]+)*(?:an? |the |my |one )?(?:{_FILE}|file|export)(?: list| export)? (?:with|of|for|containing|listing|showing) (?P<what>.+?)[\s.!?]*$",
    _I,
)
_OUT_EN = re.compile(
    rf"^(?:(?:please|can you|could you|i (?:need|want) to|let me|i(?:'d| would) like to)[, ]+)*(?:export|download|dump) (?P<what>.+?)(?: (?:to|as|into|in) (?:an? |the )?(?:{_FILE}|file|my computer|disk))?(?: please)?[\s.!?]*$",
    _I,
)
_LEAD_EN = re.compile(
    r"^(?:(?:please|can you|could you|can i (?:get|have)|i (?:need|want)|i(?:'d| would) like|give me|get me|send me|put|turn|convert|save|export|download|have|let me have)[, ]+)+", _I
)  # fmt: skip
_PAPER_ZH = r"(?:excel|csv|xlsx?|表格|表|电子表格|文件|清单|名单)"
_ZH = re.compile(
    rf"^(?:请|帮我|麻烦你?|给我|能不能|可以|我(?:想|要|需要))*(?:把|将)?(?P<what>.{{2,40}}?)(?:都|全部?|给我|帮我|一起)*(?:(?:导|输|弄|做|整理|生成|转|存|保存|下载|打)(?:出来?|成|为|到|个|一[个份张]|下来|进)*(?:一?[个份张])?\s?{_PAPER_ZH}?(?:格式|表格|文件)?(?:里面?)?(?:出来|下来|给我|发我|吧|一下|可以吗|行吗)*)[\s。.!！?？]*$",
    _I,
)
_LED_ZH = re.compile(
    rf"^(?:请|帮我|麻烦你?|给我|能不能|可以|我(?:想|要|需要))*(?:导出|下载|导)(?:一?[下份个张])?(?P<what>.{{2,40}}?)(?:的)?(?:到|成|为)?\s?{_PAPER_ZH}?(?:里|给我|吧|出来)*[\s。.!！?？]*$",
    _I,
)
_MEANT_ZH = re.compile(r"导|下载|excel|csv|xls|表格|电子表", _I)
_INTO_ZH = re.compile(r"导入|录入|上传|导进")
"""A file that comes in."""

SAVED_BELOW = (
    "I cannot put the file into the chat itself: press CSV or Excel under the table to save it, or use `parley export` in a terminal.",
    "我不能把文件直接放进对话：请点表格下方的 CSV 或 Excel 按钮保存，或在终端使用 `parley export`。",
)


def as_file(text: str, zh: bool) -> str | None:
    """The list a message wants as a file, in words that ask for the list alone; None when no file is wanted."""
    said = text.strip()
    if zh:
        if not _MEANT_ZH.search(said) or _INTO_ZH.search(said):
            return None
        match = _LED_ZH.match(said) or _ZH.match(said)
        return match["what"].strip() if match else None
    if (match := _OF_EN.match(said) or _OUT_EN.match(said)) is not None:
        return str(match["what"])
    if (match := _AS_EN.search(said)) is None:
        return None
    return _LEAD_EN.sub("", said[: match.start()]).strip() or None
