"""People who do not want to be written to or called, however that is said: the two flags of a contact."""

import re

from assistant.brains.offline.pieces.found import Found
from assistant.brains.offline.reading import Reading

_MAIL = r"(?:e-?mails?|mails?|mailings?|newsletters?|marketing|promotions?|promos?|adverts?|advertising|campaigns?)"
NO_MAIL = re.compile(
    rf"(?<![a-z])(?:(?:do|does|did)(?: not|n't)|don't|doesn't|dont|no longer|never|not)(?: (?:want|wish|like|care|agree|consent))?(?: to)?(?: (?:get|receive|have|be sent|be on))? ?(?:any |our |more |the |such )*(?:\w+ )?{_MAIL}(?![a-z])"
    rf"|(?<![a-z])(?:must|may|should|can|shall|to)(?: (?:i|we|one))?(?: not|n't|not)(?: be)? (?:e-?mail|mail|write to|send mail to)(?:ed)?(?![a-z])|(?<![a-z])(?:against|(?:said|says|say) no (?:thanks )?to|no to|off|refus(?:e|es|ed|ing)|declin(?:e|es|ed|ing)|reject(?:s|ed|ing)?|object(?:s|ed)? to|block(?:s|ed)?|stopped|withdrew (?:from|consent (?:to|for))|unsubscribed? (?:from|to)|opt(?:s|ed|ing)? ?-?out of|asked (?:us )?not to (?:get|receive|be sent)) (?:\w+ ){{0,2}}{_MAIL}(?![a-z])|(?<![a-z])unsubscribed?(?![a-z])|(?<![a-z])no marketing(?![a-z])"
    r"|(?:不要|别|不想|拒收|拒绝|不愿意?|不接受|不再|禁止|不能|不许|不可以?|勿|不同意)(?:再)?(?:给.{0,4}?)?(?:接?收|发|寄|推送)?(?:到|任何|我们的?)?.{0,3}(?:营销|推广|广告|群发)?(?:邮件|电邮|简报|信息推送)"
)
NO_CALL = re.compile(
    r"(?<![a-z])(?:must|may|should|can|shall|do|does|did|to|want|wants|wish|wishes|like|likes)(?: (?:i|we|one|they))?(?: not| never|n't|not)(?: (?:want|wish|like|allowed|supposed))?(?: to)?(?: be| get| receive| take)?(?: any)? ?(?:phoned|phone(?: calls?)?|called|calls?|rung|ring|telephoned?)(?![a-z])"
    r"|(?<![a-z])(?:cannot|can't|mustn't|shouldn't|don't|doesn't|dont) (?:want (?:to be |any )?|like (?:to be |any )?|be )?(?:phoned?|called|calls?|ring|rung)(?![a-z])|(?<![a-z])(?:(?:not|n't|never) (?:\w+ )?(?:allowed|permitted|supposed|meant|free|welcome)(?: for me| for us)?|forbidden|prohibited|banned from|refused?|declined?|objects?|objected|(?:said|says) no|asked (?:us |me )?not) (?:to |from )?(?:be |get |receive |take )?(?:phone (?:calls?|contact)|phoning|phoned?|called|calls?|calling|ring|ringing|rung|cold[- ]call\w*|telephoned?)(?![a-z])|(?<![a-z])(?:not to be|never be|not be|no phone) (?:called|phoned|rung|calls?)(?![a-z])|(?<![a-z])(?:no[- ]call|call ban|off limits (?:for|by) phone)(?![a-z])"
    r"|(?:不要|别|不能|不可以?|不得|禁止|勿|不许|不准|不想|不愿意?|拒绝|拒接|不接受|不方便)(?:再)?(?:被|给.{0,4}?)?(?:打|接听?|拨打?|致|来)?(?:任何|我们的?)?(?:营销|推销|骚扰)?(?:电话|来电|去?电)|电话(?:勿扰|免打扰|黑名单)|免打扰"
)
_BOTH = ((NO_MAIL, "opted_out"), (NO_CALL, "do_not_call"))


def wants_none(r: Reading) -> bool:
    """Whether a question speaks of people who are not to be mailed or called."""
    return not r.durations and any(pattern.search(r.text, r.lo, r.hi) for pattern, _ in _BOTH)


def flags(r: Reading, entity: str, found: Found) -> None:
    """Filter contacts by the flag that was described."""
    if entity != "contact" or r.durations:
        return
    for pattern, name in _BOTH:
        match = pattern.search(r.text, r.lo, r.hi)
        if match and found.free(*match.span()) and not found.on(name):
            found.add(match.span(), name, "=", "true")
