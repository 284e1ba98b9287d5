"""A question never becomes a delete: “should we drop Globex?” and 要不要删掉 are asked, not ordered."""

import re

from assistant.brains.offline.terms import Ask, Understanding

_ASKED = re.compile(
    r"^\W*(?:(?:ok|okay|so|hey|hi|and|but|well|wait|hmm+|no|actually|sorry)\W+)*(?:what|which|who|whose|when|where|why|how|should|shall|must|may|is|are|was|were|did|does|do|has|have|had|would it|could it|will it|can i|can we|could i|could we|am i|any)(?![a-z])"
    r"|(?<![a-z])(?:should i|should we|is it (?:ok|okay|safe|wise|possible|allowed)|am i allowed|what (?:happens|would happen|if)|or not|do you think|worth (?:deleting|removing))(?![a-z])",
    re.IGNORECASE,
)
_ENDS_ASKED = re.compile(r"[?？]\s*$")
_ASKED_ZH = re.compile(
    r"要不要|是不是|该不该|应不应该|用不用|需不需要|有没有|会不会|能不能(?!帮|请|麻烦)|可不可以(?!帮|请|麻烦)|会怎么?样|会怎样|什么后果|有什么影响|怎么|为什么|为何|谁|哪[个些几家条单]|什么时候|是否|吗[?？。]?\s*$|呢[?？。]?\s*$"
)
_POLITE = re.compile(
    r"^\W*(?:(?:ok|okay|hey|hi|please|so|and)\W+)*(?:can|could|would|will) you(?! (?:tell|say|explain|check))|帮我|帮忙|麻烦|请(?!问)|(?:好吗|行吗|好不好|行不行)[?？。]?\s*$",
    re.IGNORECASE,
)
_REPLY = (
    "That is a question, so I made no card that deletes anything. Say “delete …” with the name to have one, or ask me to show the record first.",
    "这是一个问题，所以我没有准备删除卡片。如需删除，请直接说“删除……”并说出名称；也可以先让我显示这条记录。",
)


def asked_only(ask: Ask, found: Understanding) -> Understanding:
    """What was understood, without a delete nobody ordered."""
    if not any(
        change.get("op") == "delete"
        for call in found.calls
        if call.tool == "propose_change"
        for change in call.args.get("changes", ())
    ):
        return found
    said = ask.text.strip()
    asked = _ASKED.search(said) or _ASKED_ZH.search(said) or _ENDS_ASKED.search(said)
    if not asked or (_POLITE.search(said) and not _ASKED.search(said)):
        return found
    return Understanding((), found.confidence, (), _REPLY[ask.language == "zh"], lost=True)
