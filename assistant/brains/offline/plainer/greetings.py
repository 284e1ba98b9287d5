"""The word or two a message opens with that ask for nothing: "ok, remind me…", "hi, what's open at Acme", 对了，…"""

import re

_OPENING = re.compile(
    r"(?:(?:ok(?:ay)?|alright|all right|cool|great|perfect|nice|super|lovely|thanks(?: a lot| so much)?|thank you|thx|hey(?: there)?|hi(?: there)?|hello|good morning|morning|by the way|btw|oh|ah|wait|hang on|hold on|one sec(?:ond)?|quick (?:one|question)|right)(?: parley)?[\s,.!:;–-]+)+(?=[a-z0-9].{6,})"
    r"|(?:(?:等下|等一下|等等|对了|哦对了?|话说|顺便(?:问|说)?一?下?|诶|哎呀?|嗯+|好的?|好嘞|行|ok|谢谢|早|早上好|你好|嗨|请问一?下?)[，,。.！!、：: ]+)+(?=.{3,})",
    re.IGNORECASE | re.DOTALL,
)
_AGREES = re.compile(
    r"(?:ok(?:ay)?|right|perfect|great|cool|alright|all right|好的?|行|嗯+)[\s,，.!。]+(?:but|except|only|just|and|then|go|do|save|make|change|with|that|this|it|for|但|不过|只|改|就|那|保存|确认|存|按)",
    re.IGNORECASE,
)
"""A yes to the card that waits, with what is to be other."""


def without_opening(text: str) -> str:
    """The message without such words; as it is when it holds nothing else, or agrees to something."""
    opened = _OPENING.match(text)
    return text if opened is None or _AGREES.match(text) else text[opened.end() :]
