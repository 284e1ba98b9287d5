"""How a deal or a customer came to where it stands: 是怎么一路走过来的, "how did we get here with …, who said what, when"."""

import re

from assistant.brains.offline.meant import Meant
from assistant.brains.offline.names.subjects import subject
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.terms import Call

_ASKED = re.compile(
    r"(?<![a-z])how (?:did|have) (?:we|it|they|things|this|that) (?:all )?(?:get|got|come|came|end up|arrive)(?: to be| to)? (?:here|there|this far|to this point|where (?:we|it|they) (?:are|is|stand)|so far)(?![a-z])"
    r"|(?<![a-z])how (?:we|it|they|things) (?:all )?(?:got|came|arrived) (?:here|there|to this point|where (?:we|it) (?:are|is|stands?))(?![a-z])|(?<![a-z])(?:whole|full|entire|complete|back) ?(?:story|history|journey|timeline|chronology)(?![a-z])|(?<![a-z])(?:back ?story|chronology|timeline|journey) (?:of|on|for|behind|with)(?![a-z])"
    r"|(?<![a-z])who said what,?(?: and)? when(?![a-z])|(?<![a-z])walk me through (?:how|the (?:history|story|journey|timeline))(?![a-z])"
    r"|怎么(?:一路|一步一?步|慢慢|这么)*(?:地)?(?:走|发展|推进|谈|跟|做|演变|推)(?:过来|到|成)(?:今天|现在|这一?步|这个地步|目前|这样|如今)*的?|来龙去脉|前因后果|(?:走|推进|跟进|谈判?|发展)(?:的)?(?:全过程|历程|历史|经过|时间线|轨迹)|(?:从头到尾|一路(?:以来|走来)|从开始到现在)(?:都)?(?:是)?(?:怎么|发生|经历|经过|讲|说|捋|过一遍)|谁(?:在)?什么时候(?:都)?说(?:了|过)?(?:什么|啥)|(?:整个|完整的?)(?:过程|经过|历程|历史|时间线)"
)
_OF = ("deal", "account", "contact", "lead", "ticket")
_DEAL_BEHIND = re.compile(r"(?:'s|’s)? (?:deal|opportunity)(?![a-z])|的?(?:商机|那?个?单子)")


def way_here(r: Reading) -> Meant | None:
    """The changes of the record and what was talked about on the way, oldest talk first."""
    if not _ASKED.search(r.whole):
        return None
    about = subject(r, *_OF)
    if about is None:
        return None
    record = about.text
    if about.entity == "account" and _DEAL_BEHIND.match(r.text, about.end, r.hi):
        record += "的商机" if r.zh else " deal"
    calls = [Call("history", {"record": record})]
    if about.entity in ("deal", "account", "contact"):
        filters = [
            {"field": about.entity, "op": "=", "value": about.text},
            {"field": "status", "op": "=", "value": "held"},
        ]
        args = {
            "entity": "activity",
            "filters": filters,
            "sort": "starts_at",
            "columns": ["starts_at", "owner", "body"],
        }
        calls.append(Call("find_records", args))
    return Meant(1.0, tuple(calls), whole=True)
