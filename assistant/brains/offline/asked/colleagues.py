"""Who works with whom: who reports to Katrin, 林涛手下都有谁, who is on the Singapore team."""

import re

from assistant.brains.offline.meant import Meant
from assistant.brains.offline.pieces.whose import mine
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.terms import Call
from assistant.brains.offline.words.manner import asks

_BELOW = re.compile(
    r"(?<![a-z])(?:report(?:s|ing)? (?:in)?to|work(?:s|ing)? (?:for|under)|(?:direct )?reports of|subordinates? of|people (?:under|below)|staff of|managed by|led by|answers? to|under)(?![a-z])|(?:'s (?:direct )?(?:reports|people|subordinates|staff|reps))(?![a-z])"
    r"|(?:手下|下属|底下|名下的?(?:人|销售|员工)|带(?:了|着)?(?:哪些|几个|谁|多少)|管(?:着|理)?(?:哪些|几个|谁|多少)个?(?:人|销售|员工)?|直接汇报|下面(?:有|都有|的人))|(?:谁|哪些人|哪些销售|哪几个人?).{0,4}(?:向|跟|给).{1,14}汇报|(?:汇报|报告)给"
)
_BOSS = re.compile(
    r"(?<![a-z])(?:who (?:is|'s)|who's)(?: \S+){1,2}(?:'s)? (?:manager|boss|supervisor|lead)(?![a-z])|(?<![a-z])(?:whom?) (?:does|do) .{1,24} report to|(?:的)?(?:上级|上司|领导|经理|老板|主管)是(?:谁|哪位)|(?:向谁|给谁|跟谁)汇报|汇报给谁"
)
_TEAM = re.compile(r"(?:'s|的)? ?(?:team|group|people|团队|小组|组|那组)")
_ON = re.compile(
    r"(?<![a-z])(?:who(?:'s| is| are| all is| works?| sits?| belongs?)?|which (?:people|reps|colleagues)|members|people|list|how many (?:people|reps|members|colleagues)|names?|staff|anyone|everybody|everyone)(?![a-z])|谁|几个人|多少人|哪些人|成员|同事|哪几个|人员|名单|哪些(?:销售|同事)|有哪几位|几位"
)


def colleagues(r: Reading) -> Meant | None:
    """The people of a team, of a manager, or the manager of somebody."""
    if (r.named("account", "deal") and not r.named("user", "team")) or len(r.words()) > 22 or r.periods:
        return None
    person = next((n for n in r.names if n.may_be("user")), None)
    team = next((n for n in r.names if n.may_be("team") and not n.may_be("user")), None)
    own = mine(r) is not None or bool(re.search(r"(?<![a-z])me(?![a-z])|我", r.whole))
    if (person or own) and _BOSS.search(r.whole):
        return Meant(
            0.95, (Call("show_record", {"record": person.text if person else "me", "fields": ["reports_to"]}),)
        )
    if (person or own) and _BELOW.search(r.whole) and (asks(r) or "'s" in r.whole or "的" in r.whole) and not _other(r):
        return Meant(0.95, (_users("reports_to", person.text if person else "me"),))
    if person is not None and _TEAM.match(r.text, person.end, r.hi) and _ON.search(r.whole) and not _other(r):
        return Meant(0.95, (_users("reports_to", person.text),))
    if team is not None and _ON.search(r.whole) and not _other(r):
        return Meant(0.95, (_users("team", team.text),))
    return None


def _other(r: Reading) -> bool:
    """Whether records rather than people are asked for: deals, customers, tickets, contacts in a city."""
    for hit in r.senses:
        for sense in hit.values:
            word = r.text[hit.start : hit.end]
            if (
                sense.kind == "entity"
                and sense.entity not in ("user", "team")
                and word not in ("人", "people", "person")
            ):
                return True
    return bool(r.has("pipeline", "results", "how much"))


def _users(field: str, value: str) -> Call:
    filters = [{"field": field, "op": "=", "value": value}, {"field": "disabled", "op": "=", "value": "false"}]
    return Call("find_records", {"entity": "user", "filters": filters, "limit": 50})
