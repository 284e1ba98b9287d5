"""What somebody cannot see changes no byte of what the commands and the chat tell them, nor of the files they are given."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from parley_hidden import SCOPED, scramble, thin
from parley_worlds import CHEN, LIN, MAYA, MOMENT, NINA, TOM, World

from assistant.tools import catalog
from crm_store.models import fields_of
from crm_store.store import Store

Run = Callable[..., Any]
NOW = MOMENT.isoformat()

HIDDEN = {CHEN: (MAYA, TOM), TOM: (MAYA,), LIN: (TOM,), NINA: (TOM,)}
"""Whose records somebody does not see."""

NAMED = (
    "Acme renewal",
    "Globex rollout",
    "D-1",
    "D-10",
    "D-999",
    "C-6",
    "Ana",
    "李娜",
    "Umbra",
    "Initech pilot",
    "TK-5",
    "T-3",
    "A-9",
    "nobody at all",
)
ASKED = (
    "price",
    "data migration",
    "预算",
    "Umbra plans to cancel",
    "200 seats",
    "数据迁移",
    "xyzzy",
    "Ana Ruiz",
    "Acme renewal plan 2027",
)

SAID = (
    "what is in the recycle bin?", "回收站里有什么？", "are there duplicate contacts?", "why can I see D-1?", "who can see D-10?", "show Globex rollout",
    "打开 Umbra lab", "ana", "D-10", "D-999", "set the amount of Globex rollout to 5", "把 Umbra lab 的金额改成 5", "set the amount of D-999 to 5",
    "merge Ana Silva into Ana Ruiz", "share Umbra lab with Nina", "export everything about Uma Berg", "what did D-10 look like on November 15?",
    "how many deals are there?", "按行业统计客户", "top 5 deals by amount", "new contact Uma Berg at Umbra Labs", "called Ana, she wants the Umbra lab discount",
    "deals for Acme renewal plan 2027", "what was said about price?", "关于数据迁移说过什么？", "win rate this year", "forecast for this quarter",
    "哪些商机有风险？", "score my leads", "what changed since Monday?", "average sales cycle", "how is Maya doing?", "Maya 的业绩怎么样？", "compare me with Maya",
)  # fmt: skip
"""Names that are hidden, near or absent, counts, rankings, odds, errors."""

PER_THREAD = 40
"""Sayings of one conversation."""


def commands(who: str, out: Path, *, every: bool) -> list[tuple[Any, ...]]:
    """Every reading command, of every record type, of records one sees, does not see and that are not there."""
    as_, asked = ("--as", who, "--now", NOW), list[tuple[Any, ...]]()
    for entity in SCOPED:
        if entity in ("share", "account_contact"):
            continue
        asked += [("records", entity, *as_, "--json"), ("records", entity, *as_, "--deleted", "--json")]
        asked += [("records", entity, *as_, "--as-of", "2026-11-15", "--json")]
        asked += [
            ("export", entity, *as_, "--to", out / f"{entity}.csv"),
            ("records", entity, *as_, "--where", "owner=Maya"),
        ]
        asked += [("records", entity, *as_, "--sort", n, "--limit", "3") for n in fields_of(entity) if every]
    asked += [("records", "event", *as_, "--json")]
    for n, ref in enumerate(NAMED):
        asked += [
            ("show", ref, *as_, "--json"),
            ("history", ref, *as_, "--json"),
            ("recall", "price", "--about", ref, *as_, "--json"),
        ]
        asked += [("privacy", "export", ref, *as_, "--to", out / f"{n}.json")]
    return asked + [("recall", q, *as_, "--k", "20", "--json") for q in ASKED]


def heard(parley: Run, who: str, out: Path, *, every: bool) -> dict[str, Any]:
    """Each command and saying with its exit status, what it printed and the file it wrote; times and random numbers left out."""
    made: dict[str, Any] = {}
    for command in commands(who, out, every=every):
        out.mkdir()
        said = parley(*command, status=None)
        files = {f.name: f.read_bytes() for f in sorted(out.iterdir())}
        made[" ".join(map(str, command))] = (said.status, _without_ms(said.out), said.err, files)
        shutil.rmtree(out)
    sayings = list(dict.fromkeys([*SAID, *(s for t in catalog().values() for s in (t.says if every else t.says[:1]))]))
    for n in range(0, len(sayings), PER_THREAD):
        part = sayings[n : n + PER_THREAD]
        talk = parley("chat", "--as", who, "--now", NOW, "--thread", f"t{n}", "--json", said="\n".join(part))
        made |= {saying: _plain(turn) for saying, turn in zip(part, talk.json, strict=True)}
    return made


def _without_ms(text: str) -> str:
    if '"ms"' not in text:
        return text
    return "\n".join(repr({k: v for k, v in json.loads(line).items() if k != "ms"}) for line in text.splitlines())


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _plain(v) for k, v in value.items() if k not in ("ms", "id")}
    return [_plain(v) for v in value] if isinstance(value, list) else value


@pytest.mark.parametrize(
    ("who", "every"), [(CHEN, False), *(pytest.param(who, True, marks=pytest.mark.slow) for who in HIDDEN)]
)
@pytest.mark.timeout(3600)
def test_commands_and_chat_tell_nothing_of_hidden_records(
    small_home: World,
    parley: Run,
    parley_home: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    who: str,
    every: bool,
) -> None:
    told = {}
    for name in ("whole", "scrambled", "thinned"):
        home = tmp_path / name
        shutil.copytree(parley_home, home)
        store = Store(f"sqlite:///{home / 'parley.db'}", clock=lambda: MOMENT)
        if name == "scrambled":
            for seed, owner in enumerate(HIDDEN[who]):
                scramble(World(store, small_home.numbers), owner, seed)
        elif name == "thinned":
            thin(store, who)
        store.close()
        monkeypatch.setenv("PARLEY_HOME", str(home))
        told[name] = heard(parley, who, tmp_path / "out", every=every)
    for name in ("scrambled", "thinned"):
        differing = {k: (told["whole"][k], v) for k, v in told[name].items() if v != told["whole"][k]}
        assert differing == {}, name
    assert any("Acme" in repr(v) or "Globex" in repr(v) for v in told["whole"].values())
