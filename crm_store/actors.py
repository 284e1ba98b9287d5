"""Who acts: their built-in role and what else they hold, and which record types that lets them write."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal
from zoneinfo import ZoneInfo

from crm_store.codes import RoleName
from crm_store.rights import HELD, Extra, FieldRule, Level, Reach, StandsFor, base_reach, levels

ActorKind = Literal["human", "import", "system", "rule", "api"]


@dataclass(frozen=True)
class Actor:
    """Who acts, read afresh from the store for every turn.

    `people` are the user ids whose records this person reaches (themselves, for managers everybody below, and whoever they
    stand in for); `teams` the teams whose ownerless records they see; `aims` those somebody they reach belongs to, with the teams these
    are part of, whose targets they see; `everything` lifts the row scope (admins).
    `extra` are the roles held beside `role`, `closed` the fields that all of them together do not leave open.
    """

    user_id: int
    email: str
    name: str
    role: RoleName
    workspace_id: int = 1
    lang: str = "en"
    tz: str = "UTC"
    team_id: int | None = None
    people: frozenset[int] = frozenset()
    teams: frozenset[int] = frozenset()
    aims: frozenset[int] = frozenset()
    reach: Reach = "own"
    kind: ActorKind = "human"
    currency: str = "USD"
    fiscal_year_start: int = 1
    rights: frozenset[str] = field(default_factory=frozenset)
    extra: tuple[Extra, ...] = ()
    stands_for: tuple[StandsFor, ...] = ()
    closed: frozenset[FieldRule] = frozenset()

    @property
    def everything(self) -> bool:
        return self.reach == "all"

    @property
    def writes(self) -> bool:
        """Whether this person may change any record at all."""
        return self.role is not RoleName.VIEWER or any(r in WRITING for x in self.extra for r, _, _ in x.reaches)

    def may(self, right: str, entity: str) -> bool:
        """Whether a right on a record type somebody holds (or what hangs on one) is this person's for any record at all."""
        return base_reach(self.role, right, entity) != "no" or any(x.reach(right, entity) != "no" for x in self.extra)

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.tz)

    def level(self, entity: str, name: str) -> Level:
        """What this person is shown of a field."""
        return levels(self.closed).get((entity, name), "write") if self.closed else "write"

    def today(self, now: datetime) -> date:
        """The day it is for this person."""
        return now.astimezone(self.zone).date()


WRITING = ("create", "edit", "delete")

REACH: Mapping[RoleName, Reach] = {role: base_reach(role, "read", "deal") for role in RoleName}
"""What each built-in role reaches."""

RIGHTS: Mapping[RoleName, frozenset[str]] = {
    RoleName.REP: frozenset({"export", "import"}),
    RoleName.MANAGER: frozenset({"export", "import", "assign", "bulk"}),
    RoleName.ADMIN: frozenset({"export", "import", "assign", "bulk", "audit", "configure"}),
    RoleName.VIEWER: frozenset(),
}

CONFIGURED = frozenset(
    {
        "user",
        "team",
        "role",
        "grant",
        "pipeline",
        "stage",
        "exchange_rate",
        "custom_field",
        "target",
        "product",
        "tag",
        "retention_rule",
    }
)
"""Record types that shape the workspace: only admins write them."""

CURATED = frozenset({"article"})
"""Record types managers may write as well as admins."""


PERSONAL: Mapping[str, str] = {"stand_in": "user_id"}
"""Record types everybody sees and only the person they are about writes, or whoever is above them, and the column of that person."""


def may_write_type(actor: Actor, entity: str, right: str = "") -> bool:
    """Whether this person may create, edit or delete (`right`; any of them when empty) records of a type at all."""
    if not actor.writes:
        return False
    if entity in CONFIGURED:
        return actor.role is RoleName.ADMIN
    if entity in CURATED:
        return actor.role in (RoleName.ADMIN, RoleName.MANAGER)
    if entity not in HELD:
        return actor.role is not RoleName.VIEWER
    return any(actor.may(r, entity) for r in ((right,) if right else WRITING))
