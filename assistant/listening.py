"""What cannot be taken as a message, and what to do instead."""

from assistant.blocks import Language
from assistant.recognise.text import is_junk

LONGEST = 200_000
"""The longest message taken, in characters: a day of transcript. Longer ones belong in a file."""


def unfit(said: str, text: str, language: Language) -> str | None:
    """Why a message cannot be answered, or None when it can; `text` is it without control characters and outer space."""
    zh = language == "zh"
    if not text:
        return "请说点什么，例如“我今天要做什么？”" if zh else "Say something, for example “what’s on my plate today?”"
    if len(said) > LONGEST:
        return (
            f"这条消息有 {len(said):,} 个字符，太长了。请控制在 {LONGEST:,} 以内，或作为文件导入。" if zh
            else f"That message has {len(said):,} characters, more than I can take. Keep it under {LONGEST:,}, or import it as a file."
        )  # fmt: skip
    if is_junk(said):
        return (
            "这看起来不是文字。请用中文或英文写出您的问题。"
            if zh
            else "That does not look like text. Please write in English or Chinese."
        )
    return None
