"""The catalog: what every tool declares, the schema made from it, and the one way to call it."""

import sys
from types import ModuleType
from typing import Annotated, Any, Literal

import pytest
from parley_worlds import ADMIN, CHEN, LIN
from pydantic import Field

from assistant.kinds import AccountName, Filter, Is, Period, TaskDraft
from assistant.recognise.text import language as language_of
from assistant.tools import (
    Tool,
    ToolContext,
    ToolResult,
    _spec,
    args_model,
    call,
    catalog,
    json_schema,
    specs,
    starters,
)


def sample(
    ctx: ToolContext,
    name: AccountName,
    filters: list[Filter] = [],  # noqa: B006
    tasks: list[TaskDraft] = [],  # noqa: B006
    period: Period | None = None,
    limit: Annotated[int, Field(ge=1, le=200)] = 10,
    kind: Literal["a", "b"] | None = None,
    fields: dict[str, str] = {},  # noqa: B006
    also: list[AccountName] = [],  # noqa: B006
) -> ToolResult:
    """Do something."""
    return ToolResult(f"{name} {limit} {len(filters)} {also} {kind} {fields}")


SAMPLE = Tool("sample", sample, "reads", ("hello", "你好"), "Do something.")


@pytest.fixture(autouse=True)
def _with_sample(monkeypatch: pytest.MonkeyPatch) -> None:
    from assistant.tools import _base

    monkeypatch.setitem(_base._FOUND, "sample", SAMPLE)


def tools() -> list[Tool]:
    return [t for n, t in catalog().items() if n != "sample"]


@pytest.mark.parametrize("tool", tools(), ids=lambda t: t.name)
def test_each_tool_says_what_people_say_in_both_languages(tool: Tool) -> None:
    # `undo` is said in few ways.
    enough = 3 if tool.name == "undo" else 8
    for language in ("en", "zh"):
        assert len({s for s in tool.says if language_of(s, "en") == language}) >= enough


@pytest.mark.parametrize("tool", tools(), ids=lambda t: t.name)
def test_each_tool_has_a_schema_a_model_can_read(tool: Tool) -> None:
    schema = json_schema(tool)
    assert schema["type"] == "object"
    assert "$ref" not in str(schema)
    assert set(schema.get("required", ())) <= set(schema["properties"])


def test_a_schema_has_no_titles_no_nulls_and_keeps_descriptions() -> None:
    schema = json_schema("sample")
    assert schema["required"] == ["name"]
    assert schema["additionalProperties"] is False
    assert schema["properties"]["period"]["type"] == "string"
    assert "last month" in schema["properties"]["period"]["description"]
    assert schema["properties"]["filters"]["items"]["properties"]["op"]["enum"][0] == "="
    assert "title" not in schema
    assert schema["properties"]["tasks"]["items"]["properties"].keys() == {"title", "due", "assignee"}


def test_a_spec_tells_what_each_argument_stands_for() -> None:
    spec = next(s for s in specs() if s.name == "sample")
    name, filters, tasks, period, limit, kind, fields, also = spec.parameters
    assert (name.marker, name.required, name.many) == (Is("record", "account"), True, False)
    assert (filters.kind, filters.many) == ("parts", True)
    assert [(p.name, p.marker and p.marker.kind, p.required) for p in tasks.parts] == [
        ("title", None, True),
        ("due", "moment", False),
        ("assignee", "person", False),
    ]
    assert period.marker == Is("period")
    assert (limit.kind, limit.default, limit.schema["maximum"]) == ("whole", 10, 200)
    assert (kind.kind, kind.choices) == ("choice", ("a", "b"))
    assert fields.kind == "map"
    assert (also.marker, also.many) == (Is("record", "account"), True)


def test_a_type_nobody_can_fill_is_refused() -> None:
    def odd(ctx: ToolContext, when: complex) -> ToolResult:
        """Odd."""
        return ToolResult("")

    with pytest.raises(TypeError, match=r"assistant\.kinds"):
        _spec.spec_of(Tool("odd", odd, "reads", (), "Odd."))


def run(args: dict[str, Any], language: Any = "en") -> ToolResult:
    return call("sample", ToolContext(None, language), args)  # type: ignore[arg-type]


def test_arguments_are_checked_and_what_is_wrong_is_said() -> None:
    assert run({"limit": 0, "x": 1}).say == (
        "“name” is missing. “limit” must be at least 1. "
        "“x” is not an argument of sample; it takes: name, filters, tasks, period, limit, kind, fields, also."
    )
    assert run({"name": "A", "kind": "c"}).say == "“kind” must be one of 'a' or 'b'."
    assert run({"name": "A", "kind": "c"}, "zh").say == "“kind”必须是以下之一：'a'、'b'。"
    assert run({"name": "A", "filters": [{"op": "="}]}).say == "“filters.0.field” is missing."
    assert not run({}).ok


def test_what_models_send_by_habit_is_taken_as_meant() -> None:
    assert run({"name": "A", "kind": None, "also": "B"}).say == "A 10 0 ['B'] None {}"
    assert (
        run({"name": "A", "filters": '[{"field": "stage"}]', "fields": '{"x": "1"}'}).say == "A 10 1 [] None {'x': '1'}"
    )
    assert run({"name": "A", "filters": {"field": "stage"}, "kind": ""}).say == "A 10 1 [] None {}"


def test_defaults_are_not_shared_between_calls() -> None:
    model = args_model("sample")
    model(name="A").filters.append("x")
    assert model(name="A").filters == []


def test_an_unknown_tool_names_those_there_are() -> None:
    result = call("fly", ToolContext(None, "zh"), {})  # type: ignore[arg-type]
    assert not result.ok
    assert "find_records" in result.say


def test_a_name_that_fits_several_becomes_a_question(ask: Any) -> None:
    result = ask(LIN, "show_record", record="Ana")
    assert result.question.text == "Which “Ana” do you mean?"
    assert [(c.label, c.ref) for c in result.question.choices] == [
        ("Ana Ruiz (Acme Industrial)", ask.world.ref("contact", "ana-ruiz")),
        ("Ana Silva (Globex)", ask.world.ref("contact", "ana-silva")),
    ]
    assert result.data["unclear"] == "Ana"


def test_only_one_ana_is_known_to_who_sees_one(ask: Any) -> None:
    assert "Ana Ruiz" in ask(CHEN, "show_record", record="Ana").say


def test_equal_labels_carry_their_reference(small_world: Any, ask: Any) -> None:
    with small_world.writing(CHEN) as crm:
        crm.create("contact", {"name": "Ana Ruiz", "account": small_world.number("account", "acme")})
    labels = [c.label for c in ask(CHEN, "show_record", record="Ana Ruiz").question.choices]
    assert labels[0] == f"Ana Ruiz (Acme Industrial) {small_world.ref('contact', 'ana-ruiz')}"
    assert len(set(labels)) == 2


def test_what_is_not_there_is_said_in_the_language_of_the_conversation(ask: Any) -> None:
    assert ask(CHEN, "show_record", record="Nowhere").say.startswith("I found nothing")
    assert ask(CHEN, "show_record", record="Nowhere", language="zh").say.startswith("没有找到")


def test_a_bug_is_not_swallowed(monkeypatch: pytest.MonkeyPatch) -> None:
    from assistant.tools import _base

    def broken(ctx: ToolContext) -> ToolResult:
        """Break."""
        raise ZeroDivisionError

    monkeypatch.setitem(_base._FOUND, "broken", Tool("broken", broken, "reads", (), "Break."))
    with pytest.raises(ZeroDivisionError):
        call("broken", ToolContext(None), {})  # type: ignore[arg-type]


def test_a_tool_lives_in_a_file_of_its_name() -> None:
    from assistant.tools import _base

    module = ModuleType("elsewhere")
    sys.modules.setdefault("elsewhere", module)

    def stray(ctx: ToolContext) -> ToolResult:
        """Stray."""
        return ToolResult("")

    with pytest.raises(TypeError, match=r"stray\.py"):
        _base.tool(effect="reads", says=())(stray)


def test_starters_show_one_of_each_main_job(small_world: Any) -> None:
    for language in ("en", "zh"):
        made = starters(language)  # type: ignore[arg-type]
        assert len(made) == 6
        assert all(language_of(message, "en") == language and len(label) <= 45 for label, message in made)
    with small_world.reading(CHEN) as crm:
        own = " ".join(message for _, message in starters("en", crm))
        assert "Ana Ruiz" in own
        assert "Globex" not in own


def test_whoever_leads_others_starts_with_their_questions(small_world: Any) -> None:
    with small_world.reading(LIN) as crm:
        messages = " ".join(message for _, message in starters("en", crm))
    assert "attainment by rep" in messages
    assert "at risk" in messages
    assert "plate" not in messages


def test_first_words_name_no_record_of_somebody_else(small_world: Any, bare_world: Any) -> None:
    for world, who in ((small_world, CHEN), (bare_world, ADMIN)):
        with world.reading(who) as crm:
            messages = " ".join(message for _, message in starters("en", crm))
        assert not any(name in messages for name in ("Globex", "Li Na", "Bob"))
        assert "what can you do?" in messages
