"""Whose records a question is about: a person, everybody below a manager, a team with its sub-teams, or all one may see."""

from dataclasses import dataclass, field
from typing import Any

from assistant.wording import listed, name_text
from crm_store.base import Record
from crm_store.codes import RoleName
from crm_store.errors import NotFound
from crm_store.names import normal
from crm_store.queries.lookup import best, one, resolve
from crm_store.queries.org import led_team, members, subtree, teams_below, top_teams
from crm_store.unit import Unit

_ME = frozenset("me|i|my|mine|myself|我|我的|本人|自己".split("|"))
_MY_TEAM = frozenset("my team|our team|team|us|we|our|我的团队|我们|我们团队|本团队|团队|我团队|我们组|我组".split("|"))
_ALL = frozenset(
    "all|everyone|everybody|company|the company|whole company|everything|全部|所有人|公司|全公司|大家|整体".split("|")
)
_PLACES = (
    " team",
    " region",
    " office",
    " group",
    "的团队",
    "团队",
    "大区",
    "区域",
    "小组",
    "分部",
    "办公室",
    "区",
    "部",
    "组",
)


@dataclass(frozen=True)
class Whose:
    """Whose deals are meant, in words and as numbers; None of both is everything the asker may see.

    `target` says whose target they are measured by, as `crm_store.queries.targets.goal` takes it.
    """

    en: str
    zh: str
    owners: frozenset[int] | None = None
    teams: frozenset[int] | None = None
    target: dict[str, Any] = field(default_factory=dict)


def unseen(crm: Unit, people: Whose, entity: str = "deal") -> tuple[frozenset[int], frozenset[int]]:
    """(people whose records the asker does not reach, all the people meant): told by rights and teams alone, never by what there is."""
    actor = crm.actor
    if actor.everything or (people.owners is None and people.teams is None):
        return frozenset(), frozenset()
    who = people.owners if people.owners is not None else members(crm, people.teams or frozenset())
    sell = frozenset(u.id or 0 for u in crm.many("user", who).values() if u.role in (RoleName.REP, RoleName.MANAGER))  # type: ignore[attr-defined]
    who = sell or who  # who only looks on has nothing to be seen
    reached, teams = set(actor.people), set(actor.teams) if actor.reach == "team" else set()
    for extra in actor.extra:
        reach = extra.reach("read", entity)
        if reach == "all":
            return frozenset(), who
        also, of_teams = extra.circle(reach)
        reached |= also
        teams |= of_teams
    known = crm.many("user", who)
    return frozenset(n for n in who if n not in reached and getattr(known.get(n), "team_id", None) not in teams), who


def out_of_reach(crm: Unit, people: Whose, entity: str = "deal") -> bool:
    """Whether the asker may see no record of these people but what is shared one by one."""
    hidden, who = unseen(crm, people, entity)
    return bool(who) and hidden == who


def not_yours(people: Whose) -> tuple[str, str]:
    """What is said of figures nobody shows the asker, in both languages."""
    en, zh = called(people)
    return (
        f"You may not see the deals of {en}, only such as are shared with you, so this says nothing about how things stand there. Ask them, or whoever leads them.",
        f"您无权查看{zh}的商机（单独共享给您的除外），因此这里看不出实际情况。请询问本人或其上级。",
    )


def in_part(people: Whose) -> tuple[str, str]:
    """What is said of figures of which the asker sees some only, in both languages."""
    en, zh = called(people)
    return (
        f"You may see only some of the deals of {en}: its figures hold no more than those, so they do not tell how {en} does as a whole.",
        f"您只能看到{zh}的部分商机，以下数字仅含这部分，不代表{zh}的整体情况。",
    )


def called(people: Whose) -> tuple[str, str]:
    """Who is meant by name alone, in both languages: Tom Becker for his own deals, Suzhou for the team Suzhou."""
    en, zh = people.en.removesuffix("’s own deals"), people.zh.removesuffix("负责的商机")
    en, zh = en.removesuffix(" with its sub-teams"), zh.removesuffix("及其下级团队")
    return en.removeprefix("the team ") or people.en, zh.removeprefix("团队") or people.zh


def whose_deals(crm: Unit, said: str | None) -> Whose:
    """Whose deals a person, team or word such as “my team” means; nothing said means all that may be seen.

    A person with others below them stands for all of these, a team for its sub-teams too.

    Raises:
        NotFound: no such person or team. Ambiguous: several of that name.
    """
    actor = crm.actor
    spoken = normal(said or "")
    if not spoken or spoken in _ALL:
        return _everything(crm)
    if spoken in _ME:
        return _person(crm, crm.get("user", actor.user_id))
    if spoken in _MY_TEAM:
        if len(subtree(crm, actor.user_id)) > 1 or actor.team_id is None:
            return _person(crm, crm.get("user", actor.user_id))
        return _team(crm, crm.get("team", actor.team_id))
    name = (said or "").strip()
    if not resolve(crm, name, ("user", "team")):
        for ending in _PLACES:
            if name.casefold().endswith(ending) and len(name) > len(ending):
                name = name[: -len(ending)].removesuffix("'s").removesuffix("’s")
                break
    try:
        found = one(crm, name, ("user", "team"))
    except NotFound as error:
        raise _nowhere(crm, name) from error
    return _person(crm, found) if type(found).about.entity == "user" else _team(crm, found)


def _nowhere(crm: Unit, name: str) -> NotFound:
    """No team, region or colleague is called so: said with the teams there are."""
    teams = [t for top in top_teams(crm) for t in crm.many("team", teams_below(crm, top.id or 0)).values()]
    if not teams:
        return NotFound(name)
    en, zh = (listed([name_text(t, lang) for t in teams[:_MOST_TEAMS]], lang) for lang in ("en", "zh"))
    return NotFound(
        name,
        f"There is no team, region or colleague called “{name}” here. The teams are: {en}.",
        f"没有找到叫“{name}”的团队、区域或同事的记录。现有团队：{zh}。",
    )


_MOST_TEAMS = 12


def people_of(crm: Unit, said: str) -> frozenset[int]:
    """The people “my team” or a team's name stands for; none when it is no team."""
    name, actor = normal(said), crm.actor
    if name in _MY_TEAM:
        below = subtree(crm, actor.user_id)
        return below if len(below) > 1 else members(crm, teams_of(crm, said)) | below
    return members(crm, teams_of(crm, said))


def teams_of(crm: Unit, said: str) -> frozenset[int]:
    """The teams “my team” or a team's name stands for, with their sub-teams; none when it is no team."""
    if normal(said) in _MY_TEAM:
        return teams_below(crm, crm.actor.team_id) if crm.actor.team_id else frozenset()
    found = best(resolve(crm, said, ("team",)))
    if not found and (ending := next((e for e in _PLACES if said.casefold().endswith(e)), None)):
        found = best(resolve(crm, said[: -len(ending)], ("team",)))
    return frozenset(n for f in found for n in teams_below(crm, f.number))


def _everything(crm: Unit) -> Whose:
    actor = crm.actor
    tops = frozenset(t.id or 0 for t in top_teams(crm))
    if actor.everything:
        return Whose(
            "the whole company", "全公司", target={"teams": tops, "people": members(crm, _all_teams(crm, tops))}
        )
    if actor.role is RoleName.MANAGER:
        return Whose("you and everybody below you", "您和您的下属", target=_targets_of(crm, actor.user_id))
    if actor.role is RoleName.VIEWER:
        return Whose("your team", "您的团队", target={"teams": {actor.team_id} - {None}, "people": actor.people})
    return Whose("the deals you may see", "您可以看到的商机", target={"user": actor.user_id})


def _all_teams(crm: Unit, tops: frozenset[int]) -> frozenset[int]:
    return frozenset(n for top in tops for n in teams_below(crm, top))


def _person(crm: Unit, user: Record) -> Whose:
    number = user.id or 0
    below = subtree(crm, number)
    me = number == crm.actor.user_id
    if len(below) > 1:
        en = "you and everybody below you" if me else f"{user.display} and everybody below"
        zh = "您和您的下属" if me else f"{user.display}及其下属"
        return Whose(en, zh, owners=below, target=_targets_of(crm, number))
    return Whose(
        "your own deals" if me else f"{user.display}’s own deals", "您负责的商机" if me else f"{user.display}负责的商机",
        owners=below, target={"user": number},
    )  # fmt: skip


def _team(crm: Unit, team: Record) -> Whose:
    below = teams_below(crm, team.id or 0)
    also = " with its sub-teams" if len(below) > 1 else ""
    return Whose(
        f"the team {name_text(team, 'en')}{also}", f"团队{name_text(team, 'zh')}{'及其下级团队' if also else ''}",
        teams=below, target={"teams": {team.id}, "people": members(crm, below)},
    )  # fmt: skip


def _targets_of(crm: Unit, user: int) -> dict[str, Any]:
    """A manager who leads a whole team is measured by that team's target before the sum of its people's."""
    team = led_team(crm, user)
    return {"user": user, "people": subtree(crm, user)} | ({"teams": {team}} if team is not None else {})
