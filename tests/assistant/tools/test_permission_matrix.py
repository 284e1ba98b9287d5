"""Who may use which tool on whose record: every tool of the catalog, every role, every position to a record.

The matrix is made from the tool registry and the models: a tool or record type without a verdict here fails.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from parley_worlds import ADMIN, CHEN, LIN, MAYA, NINA, TOM

from assistant.kinds import EntityName
from assistant.tools import ToolContext, ToolResult, call, catalog, json_schema
from crm_store import proposals
from crm_store.models import entities
from crm_store.permissions import CONFIGURED, CURATED, HELD, PERSONAL

ROLES = {"own": CHEN, "below": LIN, "all": ADMIN, "another rep": TOM, "a colleague": MAYA, "a viewer": NINA}
"""Everybody's position to what is Chen's. Nina reads what is of team West, where Maya is, so she sees nothing of his."""

SEES = frozenset({"own", "below", "all"})
NONE = "D-4711"
"""A record nobody has: what is not theirs must look the same."""


@dataclass(frozen=True)
class Verdict:
    """What a tool may do: `args` for one record, who may see it there and, for a change, who may propose it."""

    entity: str
    args: Callable[[str], Mapping[str, Any]]
    sees: frozenset[str] = SEES
    proposes: frozenset[str] = frozenset()


def on(entity: str, **more: Any) -> Callable[[str], Mapping[str, Any]]:
    return lambda ref: {"record": ref, **more}


MAY: dict[str, Verdict] = {
    "show_record": Verdict("deal", on("deal")),
    "history": Verdict("deal", on("deal")),
    "explain_access": Verdict("deal", on("deal")),
    "find_duplicates": Verdict("account", on("account")),
    "find_records": Verdict("deal", lambda ref: {"entity": "deal", "filters": [{"field": "ref", "value": ref}]}),
    "recall_notes": Verdict("deal", lambda ref: {"query": "budget", "about": ref}),
    "brief": Verdict("deal", on("deal")),
    "contradictions": Verdict("deal", on("deal")),
    "qualify": Verdict("deal", on("deal")),
    "whats_new": Verdict("deal", on("deal")),
    "next_action": Verdict("deal", lambda ref: {"deal": ref}),
    "draft_message": Verdict("contact", lambda ref: {"to": ref}),
    "export_person": Verdict("contact", lambda ref: {"person": ref}),
    "log_interaction": Verdict("deal", lambda ref: {"kind": "call", "note": "Called.", "deal": ref}, proposes=SEES),
    "create_task": Verdict("deal", lambda ref: {"title": "Call", "about": ref}, proposes=SEES),
    "open_ticket": Verdict("account", lambda ref: {"subject": "Broken", "account": ref}, proposes=SEES),
    "propose_change": Verdict(
        "deal", lambda ref: {"changes": [{"entity": "deal", "record": ref, "fields": {"amount": "5"}}]}, proposes=SEES
    ),
    "share_record": Verdict("deal", on("deal", person="Raj"), proposes=SEES),
    "stand_in": Verdict(
        "deal",
        lambda ref: {"deputy": "Maya", "until": "2026-12-03"},
        sees=frozenset(ROLES),
        proposes=frozenset(ROLES) - {"a viewer", "a colleague"},
    ),
    "set_role": Verdict(
        "deal",
        lambda ref: {"called": "auditor", "may": ["deal read all"]},
        sees=frozenset(ROLES),
        proposes=frozenset({"all"}),
    ),
    "define_field": Verdict(
        "deal",
        lambda ref: {"on": "deal", "label": "tender date", "kind": "date"},
        sees=frozenset(ROLES),
        proposes=frozenset({"all"}),
    ),
    "retention": Verdict(
        "deal", lambda ref: {"what": "lost_leads", "days": 730}, sees=frozenset({"all"}), proposes=frozenset({"all"})
    ),
    "merge_records": Verdict("contact", lambda ref: {"record": ref, "into": "C-3"}, proposes=SEES),
    "recycle_bin": Verdict("deal", on("deal"), proposes=SEES),
    "erase_person": Verdict("contact", lambda ref: {"person": ref}, proposes=frozenset({"all"})),
}
GENERAL = frozenset(
    {
        "help", "my_day", "pipeline_summary", "undo", "attainment", "deals_at_risk", "forecast", "handover", "pipeline_bridge",
        "score_leads", "win_loss", "compare", "stage_flow", "heat_map", "team_activity", "earlier_in_chat", "dashboard", "schedule_report", "team_report", "tags", "saved_view", "price",
    }
)  # fmt: skip
"""Tools that take no record: they run in the actor's scope, which the non-interference tests hold to the byte."""


def test_every_tool_has_a_verdict() -> None:
    assert set(MAY) | GENERAL == {t for t in catalog() if t != "sample"}
    assert not set(MAY) & GENERAL
    for name in GENERAL - {"undo"}:  # its record picks among the person's own saved changes
        assert not {"record", "about", "account", "deal", "person"} & set(json_schema(name).get("properties", {})), name


def test_an_undo_that_names_a_record_reaches_only_what_the_person_saved(matrix_world: Any) -> None:
    deal = f"D-{matrix_world.number('deal', 'acme-renewal')}"
    for email in ROLES.values():
        hidden, _ = run(matrix_world, email, "undo", {"record": deal})
        absent, _ = run(matrix_world, email, "undo", {"record": NONE})
        assert not hidden.ok
        assert without(deal, hidden.say) == without(NONE, absent.say)


def test_no_tool_takes_who_acts_or_where() -> None:
    """Neither a model nor a form names the acting user, a role or a workspace."""
    for name in catalog():
        taken = set(json_schema(name).get("properties", {}))
        assert not taken & {
            "actor",
            "user",
            "user_id",
            "as",
            "role",
            "workspace",
            "workspace_id",
            "tenant",
            "reach",
            "rights",
        }, name


def test_every_record_type_has_a_verdict() -> None:
    """Who may write a type of record: whoever holds it, administrators, managers too, or whoever holds what it stands on."""
    standing_on = {"account_contact": "account", "share": "any held record"}
    assert set(entities()) == set(HELD) | CONFIGURED | CURATED | set(PERSONAL) | set(standing_on)
    assert not set(HELD) & (CONFIGURED | CURATED)
    assert set(EntityName.__args__) <= set(entities())


def run(world: Any, email: str, tool: str, args: Mapping[str, Any]) -> tuple[ToolResult, int]:
    """What the tool answers, and how many changes it put on a card."""
    with world.writing(email, turn="t") as crm:
        result = call(tool, ToolContext(crm, "en", thread_id="talk", turn="t"), args)
        crm.flush()
        made = len(proposals.get(crm, result.proposal).changes) if result.proposal else 0
        crm.session.rollback()
    return result, made


def without(ref: str, said: str) -> str:
    return re.sub(rf"{ref}(?!\d)", "X", said)


@pytest.fixture(scope="module")
def matrix_world(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The small company with a deleted deal of Chen's and one contact of his that is nobody else's."""
    import shutil
    from pathlib import Path

    import parley_worlds

    from crm_store.store import Store

    template, numbers = request.getfixturevalue("_small_template")
    path = tmp_path_factory.mktemp("matrix") / "matrix.db"
    for suffix in ("", "-wal"):
        if (source := Path(f"{template}{suffix}")).exists():
            shutil.copy(source, f"{path}{suffix}")
    world = parley_worlds.World(Store(f"sqlite:///{path}", clock=lambda: parley_worlds.MOMENT), dict(numbers))
    with world.writing(CHEN) as crm:
        gone = crm.create("deal", {"name": "Gone", "owner": world.number("user", CHEN)}, plain=True)
        crm.flush()
        crm.delete(gone)
    world.numbers[("deal", "gone")] = gone.id
    return world


@pytest.mark.parametrize("tool", sorted(MAY))
@pytest.mark.parametrize("position", sorted(ROLES))
def test_a_tool_does_what_its_verdict_says(matrix_world: Any, tool: str, position: str) -> None:
    verdict, email = MAY[tool], ROLES[position]
    key = {"deal": "gone" if tool == "recycle_bin" else "acme-renewal", "account": "acme", "contact": "bob"}[
        verdict.entity
    ]
    ref = matrix_world.ref(verdict.entity, key)
    none = f"{ref.split('-')[0]}-4711"
    args = verdict.args(ref)
    if tool == "merge_records":
        args = {"record": ref, "into": matrix_world.ref("contact", "ana-ruiz")}
    if tool == "share_record":
        args = {"record": ref, "person": "Nina Falk"}
    result, changes = run(matrix_world, email, tool, args)
    assert bool(changes) == (position in verdict.proposes), result.say
    if position in verdict.sees:
        assert result.ok or position not in verdict.proposes, result.say
        return
    # Not theirs and not there look the same, to the letter.
    absent, _ = run(
        matrix_world, email, tool, verdict.args(none) if tool != "merge_records" else {**args, "record": none}
    )
    if tool == "merge_records":
        absent, _ = run(matrix_world, email, tool, {"record": none, "into": matrix_world.ref("contact", "ana-ruiz")})
    assert without(ref, result.say) == without(none, absent.say)
    assert result.ok == absent.ok
    assert not result.sources
    assert [b for b in result.show if getattr(b, "rows", None)] == []


@pytest.mark.parametrize("entity", EntityName.__args__)
def test_a_viewer_proposes_no_change_of_any_type(matrix_world: Any, entity: str) -> None:
    model = entities()[entity]
    with matrix_world.reading(NINA) as crm:
        from sqlalchemy import select

        there = crm.all(select(model).limit(1))
    title = model.about.title
    orders: list[dict[str, Any]] = [{"op": "create", "entity": entity, "fields": {title: "New"}}]
    orders += [{"op": "delete", "entity": entity, "record": r.ref} for r in there]
    for order in orders:
        _, changes = run(matrix_world, NINA, "propose_change", {"changes": [order]})
        assert changes == 0, order


@pytest.mark.parametrize("entity", sorted(CONFIGURED & set(EntityName.__args__)))
def test_what_shapes_the_workspace_is_proposed_by_administrators_only(matrix_world: Any, entity: str) -> None:
    key = {"product": "P-100", "user": TOM, "team": "Berlin"}[entity]
    order = {"op": "update", "entity": entity, "record": matrix_world.ref(entity, key), "fields": {"name": "Renamed"}}
    able = {p for p, email in ROLES.items() if run(matrix_world, email, "propose_change", {"changes": [order]})[1]}
    assert able == {"all"}
