"""Prompts are files with declared inputs; what people wrote is put in as it stands."""

import re
from pathlib import Path
from typing import Any

import pytest

from assistant import tools
from assistant.prompting import fill, prompt

FOLDER = Path(__file__).parents[2] / "prompts"
VALUES = dict.fromkeys(prompt("system")[1], "x")


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.md")), ids=lambda p: p.stem)
def test_every_prompt_declares_what_it_uses_and_names_no_tool(path: Path) -> None:
    text, inputs = prompt(path.stem)
    assert text
    assert not [n for n in tools.catalog() if re.search(rf"\b{n}\b", text) and "_" in n]
    assert set(inputs) == set(re.findall(r"\{(\w+)\}", text))


def test_people_s_words_are_no_template() -> None:
    made = fill("system", **{**VALUES, "name": "{email} {0} %s {workspace}", "workspace": "ACME"})
    assert "{email} {0} %s {workspace}" in made
    assert "ACME" in made


def test_an_input_left_out_is_noticed() -> None:
    with pytest.raises(KeyError):
        fill("system", name="x")


def test_an_undeclared_input_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.md").write_text("---\ninputs: [name]\n---\nHello {nobody}")
    (tmp_path / "b.md").write_text("Hello")
    monkeypatch.setattr("assistant.prompting.files", lambda _: tmp_path)
    for name, part in (("a", "declares"), ("b", "front matter")):
        with pytest.raises(ValueError, match=part):
            prompt(name)


def test_the_model_is_told_who_asks_when_and_what_names_may_mean(online: Any, peer: Any) -> None:
    from parley_peer import Answer

    peer.plan(Answer("Hello."))
    online.say("hello Parley, how is Ana at Acme doing?")
    system = peer.seen[0].messages[0]["content"]
    assert peer.seen[0].messages[0]["role"] == "system"
    for part in (
        "陈晓",
        "chen@example.com",
        "2026-11-20",
        "Friday",
        "Asia/Shanghai",
        "CNY",
        "Answer in English",
        "C-1",
        "Acme Industrial",
    ):
        assert part in system
    assert "Ana Silva" not in system, "another rep's contact"
    online.say("华阳怎么样？")
    assert "Answer in Chinese" in peer.seen[-1].messages[0]["content"]


def test_the_tools_go_along_with_their_schemas(online: Any, peer: Any) -> None:
    from parley_peer import Answer

    peer.plan(Answer("Hello."))
    online.say("hello Parley, how are you?")
    sent = {t["function"]["name"]: t["function"] for t in peer.seen[0].body["tools"]}
    assert set(sent) == set(tools.catalog())
    for name, function in sent.items():
        assert function["parameters"] == tools.json_schema(name)
        assert function["description"] == tools.catalog()[name].description
