"""Whose records are meant: mine, my team's, a colleague's, nobody's."""

import re

from assistant.brains.offline.reading import Reading

_MINE_EN = re.compile(
    r"(?<![a-z])(?:my(?! (?:team|reps|people|guys|colleague|manager|boss|day\b|plate|note|message|question|name|company's))(?: own)?|mine|myself"
    r"|(?:do|did|have|am|were|was|can|should|must|will) i(?= (?:last |already |also )?(?:have|own|book|booked|sign|signed|commit|committed|land|landed|got|win|won|lose|lost|close|closed|create|created|add|added|need to|supposed|do|work|working|owe|sell|sold|book|meet|met|call|called|talk|handle|manage|lead))"
    r"|i (?:own|have|won|lost|closed|created|added|am|manage|handle|lead|sold|booked|met|called)|i'm|i've (?:got|won|lost|closed|created|added)"
    r"|assigned to me|owned by me|belong(?:s|ing)? to me|for me|with me|on me)(?![a-z])"
)
_MINE_ZH = re.compile(
    r"(?<![给帮让替跟和请告提醒找向问发教])我(?!们|想|需要|要(?:看|查|找|知道|的|新|建|把)|看看?|查|问|团队|组|部门|司|方|公司|该|觉得)|本人|自己的?|咱(?!们)"
)
_VERB = re.compile(r"(?<= )(?:won|lost|closed|sold|booked)$")
"""A verb that also says what became of the deals: it is left to be read as that."""
_OURS = re.compile(
    r"(?<![a-z])(?:my|our|the) (?:team|reps|people|guys)(?:'s)?(?![a-z])|我的?团队|我们(?:团队|组|部门|小组|区)|我组|我部门|本团队|本部门|(?<![各每按分个同])团队里?的?|手下|下属|全组"
)
_NOBODY = re.compile(
    r"(?<![a-z])(?:no owner|without (?:an )?owner|unowned|unassigned|(?:not|isn't|aren't|is not|are not) (?:yet )?(?:assigned|owned)(?: (?:to|by) (?:anyone|anybody))?|nobody(?:'s| owns| (?:has |is |was )?(?:yet )?(?:picked(?: \w+)? up|picking up|taken|took|takes|claimed|working|works on|dealt)(?: \w+)?| is (?:responsible|assigned|on)| looks after| handles)|no one owns|no assignee"
    r"|without (?:an )?assignee|ownerless|(?:don't|doesn't|do not|does not) (?:yet )?belong to (?:anyone|anybody)|(?:belong|belongs) to (?:nobody|no one)|(?:with|for) nobody (?:responsible|in charge)|(?:not|never|un)(?: yet)?(?: been)? ?(?:picked up|claimed|taken(?: by anyone)?)|still (?:free|up for grabs)|orphan(?:ed)?|missing (?:an )?owner|no (?:account )?(?:manager|rep) )(?![a-z])"
    r"|(?:没有|无|没|缺|未填|没填)(?:人)?(?:负责人|所有人|归属|处理人|执行人|主人)|无主|没人(?:负责|管|跟|认领|处理)|(?:未|没有?|还没|尚未)(?:被)?(?:分配|指派|认领)|无人(?:负责|认领|跟进|处理)|负责人(?:为空|是空的?|空着|没填|缺失)"
)
_NOBODYS_FIELDS = {"task": "assignee", "ticket": "assignee"}


def owner_field(entity: str) -> str:
    """The field that says whose a record of this type is."""
    return _NOBODYS_FIELDS.get(entity, "owner")


def mine(r: Reading) -> tuple[int, int] | None:
    """Where the asker speaks of what is theirs, or None."""
    match = _OURS.search(r.text, r.lo, r.hi)
    blocked = match.span() if match else (-1, -1)
    for pattern in (_MINE_EN, _MINE_ZH):
        for found in pattern.finditer(r.text, r.lo, r.hi):
            if not (found.start() < blocked[1] and blocked[0] < found.end()):
                verb = _VERB.search(found[0])
                return found.start(), found.start() + (verb.start() if verb else len(found[0]))
    return None


def ours(r: Reading) -> tuple[int, int] | None:
    """Where the asker speaks of their team, or None."""
    match = _OURS.search(r.text, r.lo, r.hi)
    return match.span() if match else None


def nobodys(r: Reading) -> tuple[int, int] | None:
    """Where records without an owner are asked for, or None."""
    match = _NOBODY.search(r.text, r.lo, r.hi)
    return match.span() if match else None
