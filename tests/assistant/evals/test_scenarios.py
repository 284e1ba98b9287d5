"""Scenario files are read strictly, and every scalar as the text that stands there."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from assistant.evals.scenarios import MOMENT, Message, Scenario, ScenarioProblem, read

CONTRACT = """
world: demo                 # demo | empty | a folder of files to import, with optional map.yaml and users.yaml
now: 2026-11-20T09:00:00+08:00
scenarios:
  - id: log-meeting-zh
    as: chen@example.com
    tags: [log, zh]
    say: ["今天和华阳的李娜开了40分钟会，预算30万已批，下周二下午3点演示", "确认"]
    expect:
      records:              # subset match on the end state; count, absent and unchanged also exist
        - {entity: activity, where: {kind: meeting, "contact.name": 李娜}, count: 1}
        - {entity: task, where: {due_on: 2026-11-24}, count: 1}
      unchanged_except: [activity, task, deal, fact]
      reply_has: ["11月24日"]
      reply_lacks: []
      question: false       # true: the assistant must ask back and write nothing
      refused: false        # true: nothing written, nothing leaked
"""


def one(body: str) -> str:
    return (
        f"scenarios:\n  - id: one\n    as: chen@example.com\n    say: [hello]\n    expect: {{question: true}}\n{body}"
    )


def test_the_contracts_example(written: Callable[..., Path]) -> None:
    (made,) = read([written(CONTRACT)])
    assert (made.id, made.email, made.tags, made.world, made.now) == (
        "log-meeting-zh", "chen@example.com", ("log", "zh"), "demo", MOMENT,
    )  # fmt: skip
    assert [m.text for m in made.say][1:] == ["确认"]
    meeting, task = made.expect.records
    assert meeting.where == (("kind", "=", ("meeting",)), ("contact.name", "=", ("李娜",)))
    assert (meeting.count, task.where) == (1, (("due_on", "=", ("2026-11-24",)),))
    assert made.expect.unchanged_except == {"activity", "task", "deal", "fact"}
    assert (made.expect.reply_has, made.expect.question, made.expect.refused) == ((("11月24日",),), False, False)


def test_scalars_stay_texts(written: Callable[..., Path]) -> None:
    text = (
        one("").replace("[hello]", "[hello, yes, 1, 15:00]").replace("question: true", "reply_has: [[no, 007], 15:00]")
    )
    (made,) = read([written(text)])
    assert [m.text for m in made.say] == ["hello", "yes", "1", "15:00"]
    assert made.expect.reply_has == (("no", "007"), ("15:00",))


def test_where_takes_operators_lists_money_and_nothing(written: Callable[..., Path]) -> None:
    where = '{"title~": quote, stage: [Demo, 演示], amount: {amount: 60000, currency: EUR}, due_at: null, account: {name: Acme}}'
    (made,) = read([written(one("").replace("question: true", f"records: [{{entity: deal, where: {where}}}]"))])
    assert made.expect.records[0].where == (
        ("title", "~", ("quote",)), ("stage", "=", ("Demo", "演示")), ("amount", "=", ("60000",)), ("currency", "=", ("EUR",)),
        ("due_at", "=", ()), ("account.name", "=", ("Acme",)),
    )  # fmt: skip


def test_files_are_said_with_a_message(written: Callable[..., Path]) -> None:
    (made,) = read([written(one("").replace("[hello]", "[{say: import this, files: [kiln/deals.csv]}, yes]"))])
    assert made.say[0].text == "import this"
    assert [f.name for f in made.say[0].files] == ["deals.csv"]
    assert made.say[1] == Message("yes")


def test_world_and_now_of_a_scenario_go_before_those_of_the_file(written: Callable[..., Path]) -> None:
    text = "world: empty\nnow: 2026-01-01T00:00:00Z\n" + one("    world: kiln\n    now: 2026-02-02T10:00:00\n")
    (made,) = read([written(text)])
    assert Path(made.world).name == "kiln"
    assert made.now == datetime(2026, 2, 2, 10)  # noqa: DTZ001 - in the world's own time zone
    (other,) = read([written("world: empty\nnow: 2026-01-01T00:00:00Z\n" + one(""))])
    assert (other.world, other.now) == ("empty", datetime(2026, 1, 1, tzinfo=UTC))


def test_a_folder_is_read_in_name_order_without_its_worlds(kiln: Path, written: Callable[..., Path]) -> None:
    written(one("").replace("id: one", "id: two"), "b.yaml")
    written(one(""), "a.yaml")
    assert [s.id for s in read([kiln])] == ["one", "two"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (one("    worlds: demo\n"), ("some.yaml", "scenario one", "“worlds”", "as, tags, say")),
        ("version: 2\n" + one(""), ("some.yaml", "“version”", "world, now, scenarios")),
        (one("").replace("question: true", "asked: true"), ("scenario one", "“expect.asked”", "question, refused")),
        (one("").replace("question: true", "question: maybe"), ("scenario one", "“expect.question”", "true or false")),
        (one("").replace("question: true", ""), ("scenario one", "at least one expectation")),
        (one("").replace("question: true", "records: [{entity: deals}]"), ("“expect.records[1].entity”", "“deals”")),
        (one("").replace("question: true", "records: [{entity: deal, when: {}}]"), ("“expect.records[1].when”",)),
        (one("").replace("question: true", "records: [{entity: deal, count: -1}]"), ("“expect.records[1].count”", "whole number")),
        (one("").replace("question: true", "records: [{entity: deal, count: 2, absent: true}]"), ("absent: true",)),
        (one("").replace("question: true", "records: [{entity: deal, new: true, unchanged: true}]"), ("“expect.records[1].unchanged”",)),
        (one("").replace("question: true", "unchanged_except: [task, meeting]"), ("“expect.unchanged_except”", "“meeting”")),
        (one("").replace("question: true", "reply_has: [{a: b}]"), ("“expect.reply_has”",)),
        (one("").replace("[hello]", "[]"), ("scenario one", "“say”")),
        (one("").replace("[hello]", "[{say: x, files: [gone.csv]}]"), ("“say[1].files”", "gone.csv")),
        (one("").replace("    as: chen@example.com\n", ""), ("scenario one", "“as”")),
        (one("    world: nowhere\n"), ("scenario one", "“world”", "nowhere")),
        (one("    now: tomorrow\n"), ("scenario one", "“now”", "2026-11-20T09:00:00+08:00")),
        (one("    id: again\n"), ("some.yaml", "“id” stands twice")),
        (one("") + one("").removeprefix("scenarios:\n"), ("scenario one", "“id”", "another scenario")),
        ("scenarios: [", ("some.yaml", "line 1")),
        ("- a\n", ("some.yaml", "scenarios:")),
        ("world: demo\n", ("some.yaml", "“scenarios”")),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named(written: Callable[..., Path], text: str, says: tuple[str, ...]) -> None:
    with pytest.raises(ScenarioProblem) as raised:
        read([written(text)])
    told = raised.value.sentence("en")
    assert all(part in told for part in says), told
    assert "some.yaml" in told
    assert "\n" not in told
    assert raised.value.sentence("zh") != told


def test_a_missing_file_and_an_empty_folder_are_named(tmp_path: Path) -> None:
    for path in (tmp_path / "gone.yaml", tmp_path):
        with pytest.raises(ScenarioProblem, match=path.name):
            read([path])


def test_a_scenario_is_the_same_however_often_it_is_read(written: Callable[..., Path]) -> None:
    file = written(CONTRACT)
    first: list[Scenario] = read([file])
    assert first == read([file])
