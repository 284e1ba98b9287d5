"""How far booked deals are from the target they are held against: one answer, told in the same words, for every tool."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from assistant.counted import Counted
from assistant.whose import Whose, unseen
from assistant.wording import percent_text
from crm_store.codes import RoleName
from crm_store.queries.org import subtree
from crm_store.queries.pipeline import pipeline
from crm_store.queries.targets import goal
from crm_store.unit import Unit


@dataclass(frozen=True)
class Aim:
    """A target, and what of it is booked and still open (weighted); both None where the asker does not see all that was booked.

    `people` is how many personal targets were added up, 0 for one that was set as such. Beside the target of a team, `theirs` is
    what the personal ones of its people add up to.
    """

    amount: Decimal
    people: int = 0
    theirs: Decimal | None = None
    booked: Decimal | None = None
    weighted: Decimal = Decimal(0)

    @property
    def share(self) -> str:
        return percent_text(self.booked or Decimal(0), self.amount)

    @property
    def gap(self) -> Decimal:
        return max(self.amount - (self.booked or Decimal(0)), Decimal(0))


def aim_of(crm: Unit, people: Whose, start: date | None, end: date | None) -> Aim | None:
    """The target these people are measured by, as far as the asker may see one; a sum only when it takes in everybody."""
    made = goal(crm, start, end, **people.target)
    hidden = bool(unseen(crm, people)[0])
    if made is None or not made.amount or (made.people and hidden):
        return None
    if hidden:
        return Aim(made.amount)
    each = goal(crm, start, end, people=people.target.get("people", ())) if made.of_team else None
    so_far = pipeline(crm, "type", owners=_measured(crm, people), teams=people.teams, start=start, end=end).total
    theirs = each.amount if each is not None else None
    return Aim(made.amount, made.people, theirs, so_far.won.amount, so_far.open.weighted)


def which(seen: Counted, aim: Aim) -> str:
    """Which target it is where there could be two: " It is the team’s own target; those of its people add up to ¥1,000,000."."""
    if aim.theirs is None or aim.theirs == aim.amount:
        return ""
    theirs = seen.money(aim.theirs)
    return seen.words(
        f" It is the team’s own target; those of its people add up to {theirs}.",
        f"这是团队目标；成员个人目标合计 {theirs}。",
    )


def summed(seen: Counted, aim: Aim) -> str:
    """ " (the sum of 2 personal targets)" where it is one."""
    if aim.people < 2:
        return ""
    return seen.words(f" (the sum of {aim.people} personal targets)", f"（{aim.people} 人目标之和）")


def in_part(seen: Counted, label: tuple[str, str], aim: Aim) -> str:
    """A target whose bookings the asker sees only a part of: it is held against no part."""
    alone = seen.money(aim.amount)
    return seen.words(
        f"Target for {label[0]}: {alone}; you do not see all that was booked, so what is reached of it is not told.",
        f"{label[1]}目标：{alone}；您看不到全部签约，因此不显示完成率。",
    )


def _measured(crm: Unit, people: Whose) -> frozenset[int] | None:
    """Whose bookings count: of one who asks about nobody in particular their own and those below, not all they happen to see."""
    actor = crm.actor
    if people.owners is not None or people.teams is not None or actor.everything:
        return people.owners
    if actor.role is RoleName.MANAGER:
        return subtree(crm, actor.user_id)
    return actor.people if actor.role is RoleName.VIEWER else frozenset({actor.user_id})
