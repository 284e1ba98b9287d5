"""A note that is deleted or whose person is erased is gone at once from everything that reads notes, and nobody else hears a difference."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from parley_worlds import ADMIN, CHEN, MAYA, MOMENT, TOM

from assistant.memory import Memory
from assistant.settings import Settings
from assistant.tools import ToolContext, call
from crm_store.proposals import Draft, apply, get, held_or_missing

TOLD = ("77,123", "Zanzibar", "xylophone", "zeppelin", "五十五万")
NOTE = (
    "Her budget is EUR 77,123 for this year. Zanzibar Works offered EUR 60,321. Ana Ruiz worries about the xylophone. "
    "I promised a zeppelin. Ana Ruiz decides. 预算五十五万。"
)
ON_ACME: tuple[tuple[str, dict[str, Any]], ...] = (
    ("brief", {"record": "Acme"}),
    ("brief", {"record": "Acme", "shape": "meeting"}),
    ("brief", {"record": "Acme", "shape": "portrait"}),
    ("brief", {"record": "Ana Ruiz", "shape": "meeting"}),
    ("qualify", {"record": "Acme"}),
    ("qualify", {"record": "Acme", "method": "BANT"}),
    ("contradictions", {"record": "Acme"}),
    ("whats_new", {"record": "Acme", "since": "since 1 October"}),
    ("draft_message", {"to": "Ana Ruiz", "topic": "worries"}),
    ("recall_notes", {"query": "what worries Ana"}),
    ("recall_notes", {"query": "what did Acme say about the budget", "about": "Acme"}),
    ("handover", {}),
    ("show_record", {"record": "Acme"}),
    ("show_record", {"record": "Ana Ruiz"}),
    ("history", {"record": "Acme"}),
    ("next_action", {"record": "Acme renewal"}),
    ("my_day", {}),
    ("deals_at_risk", {}),
    ("find_records", {"entity": "fact"}),
    ("find_records", {"entity": "activity", "filters": [{"field": "account", "op": "=", "value": "Acme"}], "columns": ["body"]}),
    ("recycle_bin", {}),
)  # fmt: skip
TELL_IT = {"brief", "qualify", "contradictions", "whats_new", "draft_message", "recall_notes", "find_records"}


class Company:
    """The small company with its memory; one note of Chen's holds what nothing else does, and a fact is quoted from it."""

    def __init__(self, world: Any, home: Path) -> None:
        self.world, self.memory = world, Memory(world.store, Settings(home=home)).open()
        number = world.number
        with world.writing(CHEN) as crm:
            held = {
                "kind": "call", "status": "held", "starts_at": MOMENT - timedelta(days=1), "subject": "Talk", "body": NOTE,
                "contact": [number("contact", "ana-ruiz")], "account": [number("account", "acme")], "deal": [number("deal", "acme-renewal")],
                "owner": crm.actor.user_id,
            }  # fmt: skip
            self.note = crm.create("activity", held).id
            crm.create("activity", {**held, "kind": "email", "body": "The budget is EUR 12,000."})
            crm.flush()
            fact = {"subject_type": "account", "subject": number("account", "acme"), "predicate": "budget", "value": "EUR 77,123", "source": self.note,
                    "quote": "Her budget is EUR 77,123 for this year.", "owner": crm.actor.user_id}  # fmt: skip
            crm.create("fact", fact)
        self.memory.drain()

    def hear(self, email: str, language: str = "en") -> dict[str, str]:
        """What every read says to a person, tables, cards and sources included."""
        heard = {}
        for tool, args in ON_ACME:
            with self.world.reading(email) as crm:
                r = call(tool, ToolContext(crm, language, memory=self.memory), dict(args))  # type: ignore[arg-type]
            heard[f"{tool} {args}"] = "\n".join([r.say, *map(str, r.show), *map(str, r.sources)])
        return heard

    def told(self, email: str = CHEN) -> set[str]:
        """The reads that tell something only the note says."""
        return {k for k, said in self.hear(email).items() if any(t in said for t in TOLD)}


@pytest.fixture
def company(small_world: Any, tmp_path: Path) -> Iterator[Company]:
    made = Company(small_world, tmp_path)
    yield made
    made.memory.close()


def test_a_deleted_note_is_told_by_nothing_from_that_moment_on_and_again_when_it_is_back(company: Company) -> None:
    before = company.told()
    assert {k.partition(" ")[0] for k in before} >= TELL_IT
    others = company.hear(MAYA)
    with company.world.writing(CHEN) as crm:
        crm.delete(crm.get("activity", company.note))
    assert company.told() == set()
    assert company.hear(MAYA) == others
    company.memory.drain()
    assert company.told() == set()
    assert {f.level for f in company.memory.doctor()} == {"ok"}
    with company.world.writing(CHEN) as crm:
        crm.restore(held_or_missing(crm, "activity", company.note))
    assert company.told() == before
    company.memory.drain()
    assert company.told() == before
    assert {f.level for f in company.memory.doctor()} == {"ok"}


def test_what_was_said_with_an_erased_person_is_told_without_them(company: Company) -> None:
    """The note stays as a record of the company; who it was with is gone from it and from what was learnt from it."""
    others = company.hear(TOM)
    with company.world.writing(ADMIN) as crm:
        draft = Draft(crm)
        draft.erase(crm.get("contact", company.world.number("contact", "ana-ruiz")))
        card = draft.save(thread="t", tool="erase_person").id
    with company.world.writing(ADMIN) as crm:
        apply(crm, get(crm, card))
    heard = company.hear(CHEN) | {f"zh {k}": v for k, v in company.hear(CHEN, "zh").items()}
    told = {k for k, v in heard.items() if "Ana Ruiz" in v.replace("'Ana Ruiz'", "").replace("“Ana Ruiz”", "")}
    assert {k for k in told if "'Ana Ruiz'" not in k} == set()
    assert company.hear(TOM) == others


def test_a_note_is_no_source_for_who_may_not_see_it(company: Company) -> None:
    assert company.told(MAYA) == company.told(TOM) == set()
