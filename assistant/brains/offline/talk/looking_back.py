"""Questions about this very conversation: "what did we say about the discount earlier in this chat", 我们刚才说的预算是多少."""

import re

from assistant.brains.offline.meant import Meant
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.terms import Call
from assistant.brains.offline.words.manner import asks

_HERE = re.compile(
    r"(?<![a-z])(?:in|of|during|from) (?:this|our) (?:very )?(?:chat|conversation|thread|session|dialog(?:ue)?)(?![a-z])|(?:这个?|本次?|这次|咱们的?|我们的?)(?:对话|聊天|会话)(?:里面?|中|一开始|开头)?"
)
_TALK = r"(?:say|said|saying|talk(?:ed)?|discuss(?:ed)?|mention(?:ed)?|ask(?:ed)?|told|tell|show(?:ed|n)?|quote[d]?|answer(?:ed)?|name[d]?|give|gave|given)"
_JUST = r"(?:earlier|just now|a (?:moment|minute|little while|while) ago|before this|at the (?:very )?(?:start|beginning)|so far)"
_BETWEEN_US = re.compile(
    rf"(?<![a-z])(?:did|have|had|do) (?:we|i|you) (?:just )?{_TALK}(?![a-z]).{{0,60}}?(?<![a-z]){_JUST}(?![a-z])|(?<![a-z])(?:we|i|you) (?:just )?{_TALK}(?![a-z])(?! (?:to|with) )(?:.{{0,40}}?(?<![a-z]){_JUST}(?![a-z]))"
    rf"|(?<![a-z])(?:what|which|when|how (?:much|many)|who)(?:['’]s| was| were)? .{{0,40}}(?:we|i|you) (?:just )?{_TALK}(?: me| about)? {_JUST}"
    r"|(?:我们|咱们|你|您|我)(?:刚才|刚刚|方才|前面|上面|一开始|早些时候)(?:所|都)?(?:说|聊|谈|提|讲|问|讨论|告诉|回答|报)(?:我|到|过|的|了|起)?|(?:刚才|刚刚|方才|前面|上面|一开始)(?:我们|咱们|你|您|我)(?:所|都)?(?:说|聊|谈|提|讲|问|讨论|告诉|回答|报)(?:我|到|过|的|了|起)?"
    r"|(?:刚才|刚刚|前面|上面)(?:说|聊|谈|提|讲|问|讨论)(?:到|过)?的.{0,16}(?:是|有|多少|什么|哪|怎么|吗|呢|来着|[?？])"
)
_ASKED = re.compile(r"多少|什么|哪|怎么|吗|呢|来着|几|谁|有没有|[?？]")


def looking_back(r: Reading) -> Meant | None:
    """What was said in this conversation, as opposed to what customers said."""
    words = r.said[r.lo : r.hi]
    if not (_HERE.search(r.whole) or _BETWEEN_US.search(r.whole)):
        return None
    if (
        not asks(r)
        and not _ASKED.search(words)
        and not re.match(r"\s*(?:remind|tell|repeat|list|summari[sz]e|recap)(?![a-z])", words, re.IGNORECASE)
    ):
        return None
    return Meant(0.97, (Call("earlier_in_chat", {"query": words.strip(" ?？.。,，")}),))
