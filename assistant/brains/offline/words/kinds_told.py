"""Which kind of interaction a report tells of, by any word in it, where no rule read its verb."""

import re

_KINDS = (
    ("call", re.compile(r"(?<![a-z])(?:phone[ds]?|phoning|telephon\w*|telecon\w*|call\w*|rang|ring|dial\w*|the line|zoom|teams)(?![a-z])|电话|通话|打了|拨|接听|call")),
    ("visit", re.compile(r"(?<![a-z])(?:visit\w*|drove|on-?site|went to see|stopped by|dropped (?:by|in))(?![a-z])|拜访|拜會|走访|上门|现场|onsite")),
    ("meeting", re.compile(r"(?<![a-z])(?:met|meet\w*|sat down|lunch\w*|dinner|coffee|breakfast|bite|beers?|demo\w*|present\w*|showed|workshop|face to face|in person|session)(?![a-z])|会|见|聊|谈|吃|饭|演示|demo|碰头|坐了坐")),
    ("email", re.compile(r"(?<![a-z])(?:e-?mail\w*|mail\w*|sent|shot .{2,20} over|forwarded)(?![a-z])|邮件|邮箱|发给|发了|发过|寄|报价|quote")),
    ("message", re.compile(r"(?<![a-z])(?:wechat|whatsapp|text\w*|messag\w*|slack)(?![a-z])|微信|短信|钉钉|飞书|消息")),
)  # fmt: skip


def kind_told(text: str) -> str:
    """The kind of a folded text: call, visit, meeting, email, message, else note."""
    return next((kind for kind, words in _KINDS if words.search(text)), "note")
