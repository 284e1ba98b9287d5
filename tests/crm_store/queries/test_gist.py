"""Tasks and tickets told in words of their own, among those the person sees."""

from typing import Any

import pytest
from parley_worlds import ADMIN

from crm_store.queries.gist import by_gist
from crm_store.queries.lookup import resolve
from crm_store.queries.titled import in_titles


@pytest.fixture
def told(desk: Any) -> Any:
    """Three tasks and two tickets, one of them closed."""
    account = desk.make("account", name="云岭乳业", aliases=["云岭"])
    for title in ("催白主任盖章", "给云岭换三号泵", "给云岭换五号泵"):
        desk.make("task", title=title, account=account, assignee=1)
    desk.make("ticket", subject="灌装线停机报警", account=account, status="assigned")
    desk.make("ticket", subject="灌装线停机报警灯不亮", account=account, status="closed")
    return desk.world


@pytest.mark.parametrize(
    ("said", "label"),
    [("催盖章", "催白主任盖章"), ("盖章催", "催白主任盖章"), ("换三号泵那个", "给云岭换三号泵"), ("云岭灌装线报警", "灌装线停机报警")],
)  # fmt: skip
def test_every_character_said_stands_in_the_title(told: Any, said: str, label: str) -> None:
    with told.reading(ADMIN) as crm:
        assert [f.label.split(" (")[0] for f in by_gist(crm, said, ("task", "ticket"))] == [label]


def test_words_that_fit_two_open_records_are_asked_about(told: Any) -> None:
    with told.reading(ADMIN) as crm:
        assert len(by_gist(crm, "云岭换泵", ("task",))) == 2
        assert in_titles(crm, "云岭换泵", ("task",)) is None


@pytest.mark.parametrize("said", ["催盖章和发票", "盖", "cgz", "云岭"])
def test_what_is_not_all_in_a_title_names_nothing(told: Any, said: str) -> None:
    with told.reading(ADMIN) as crm:
        assert by_gist(crm, said, ("task", "ticket")) == []


def test_a_name_is_looked_up_by_gist_last(told: Any) -> None:
    with told.reading(ADMIN) as crm:
        assert [f.entity for f in resolve(crm, "催盖章", ("task",))] == ["task"]
