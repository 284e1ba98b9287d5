"""`parley eval`: scenario files run on fresh copies of their worlds, with a report and an exit status a build can stand on."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from assistant.surfaces import cli_options, cli_output, cli_text, home

if TYPE_CHECKING:
    from assistant.evals.running import Outcome
    from assistant.evals.scenarios import Scenario
    from assistant.settings import Settings
    from crm_store.store import Store


def _price(said: str) -> tuple[float, float]:
    """IN/OUT as two amounts."""
    first, slash, second = said.partition("/")
    try:
        if not slash or float(first) < 0 or float(second) < 0:
            raise ValueError
        return float(first), float(second)
    except ValueError:
        raise typer.BadParameter(
            cli_output.words(f"“{said}” is no price. Write it like 0.15/0.60.", f"“{said}”不是价格。请写成 0.15/0.60。")
        ) from None


def eval_(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH…", help="Scenario files, or folders of them.")],
    brain: Annotated[
        Literal["offline", "openai"] | None,
        typer.Option("--brain", help="Which brain answers; else the one of the settings."),
    ] = None,
    report: Annotated[
        Path, typer.Option("--report", metavar="FILE.md", help="Where the report goes; its JSON stands beside it.")
    ] = Path("eval-report.md"),
    only: Annotated[
        list[str] | None,
        typer.Option("--only", metavar="TAG", help="Only scenarios with this tag; repeat for several."),
    ] = None,
    ids: Annotated[
        list[str] | None, typer.Option("--id", metavar="ID", help="Only this scenario; repeat for several.")
    ] = None,
    said: Annotated[
        list[Path] | None,
        typer.Option("--said", metavar="FILE", help="Say it in the other words this file has for the scenarios' ids."),
    ] = None,
    workers: Annotated[int, typer.Option("--workers", metavar="N", min=1, max=64, help="Processes side by side.")] = 1,
    min_pass: Annotated[
        float, typer.Option("--min-pass", metavar="RATE", min=0, max=1, help="The pass rate that is good enough.")
    ] = 1.0,
    price: Annotated[
        str | None,
        typer.Option("--price", metavar="IN/OUT", help="What a million tokens cost, read and written."),
    ] = None,
    as_json: cli_options.Json = False,
) -> None:
    """Run scenario files and report what passed.

    Exit status 0: enough passed and nothing unsafe happened; 1: not so; 2: a scenario file cannot be read.
    """
    from assistant.evals.report import Price, harmless
    from assistant.evals.report import report as summed
    from assistant.evals.running import run

    cost = Price(*_price(price)) if price is not None else None
    settings = home.settings()
    settings = settings.model_copy(update={"brain": brain or settings.chosen_brain})
    _has_key(settings)
    scenarios = _chosen(paths, only or [], ids or [], said or [])
    with TemporaryDirectory(prefix="parley-eval-") as root:
        outcomes = run(
            scenarios, Path(root), settings, start_pipeline, language=cli_output.language(), workers=workers,
            on_outcome=_as_json if as_json else _as_line,
        )  # fmt: skip
    online = settings.chosen_brain != "offline"
    made = summed(outcomes, brain=settings.chosen_brain, model=settings.model if online else None, price=cost)
    files = _write(made, report)
    good = (made["rate"] or 0.0) >= min_pass and harmless(made)
    if as_json:
        cli_output.as_json({**{k: v for k, v in made.items() if k not in ("scenarios", "misses")}, "good": good})
    else:
        _summary(made, files)
    if not good:
        raise typer.Exit(1)


def start_pipeline(store: "Store") -> None:
    """The pipeline a workspace starts with, unless it has brought its own."""
    from assistant.surfaces import cli_pipeline

    cli_pipeline.give_way(store)
    cli_pipeline.ensure(store)


def _has_key(settings: "Settings") -> None:
    """SettingProblem when a language model is to be measured and there is no key: the offline brain would answer in its place."""
    from assistant.errors import SettingProblem

    key = settings.openai_api_key
    if settings.chosen_brain == "openai" and (key is None or not key.get_secret_value()):
        raise SettingProblem(
            "No key for the language model is set, so there is nothing to measure. Set OPENAI_API_KEY, or use --brain offline.",
            "没有设置语言模型的密钥，无法评测。请设置 OPENAI_API_KEY，或使用 --brain offline。",
        )


def _chosen(paths: list[Path], tags: list[str], ids: list[str], said: list[Path]) -> "list[Scenario]":
    from assistant.evals.rewording import reworded
    from assistant.evals.scenarios import ScenarioProblem, read

    try:
        found = read(paths)
        found = reworded(found, said) if said else found
    except ScenarioProblem as problem:
        cli_output.note(problem.sentence(cli_output.language()))
        raise typer.Exit(2) from None
    chosen = [
        s
        for s in found
        if (not tags or set(tags) & set(s.tags)) and (not ids or s.id in ids or s.id.partition("~")[0] in ids)
    ]
    if not chosen:
        cli_output.note(cli_output.words("No scenario has this tag or id.", "没有符合该标签或 id 的场景。"))
        raise typer.Exit(2)
    return chosen


def _as_json(outcome: "Outcome") -> None:
    cli_output.as_json({
        "file": outcome.scenario.file, "id": outcome.scenario.id, "tags": outcome.scenario.tags, "language": outcome.language,
        "passed": outcome.passed, "missed": [{"key": m.key, "expected": m.expected, "got": m.got} for m in outcome.misses],
        "timing": {"ms": round(sum(outcome.ms))},
    })  # fmt: skip


def _as_line(outcome: "Outcome") -> None:
    """One line for each thing that did not hold; passed scenarios are counted at the end."""
    for miss in outcome.misses:
        wish = f"{miss.expected} – " if miss.expected else ""
        text = f"✗ {outcome.scenario.id} {miss.key}: {wish}{miss.got}"
        cli_output.line(cli_text.cut(cli_text.one_line(text), 300))


def _write(made: dict[str, Any], file: Path) -> tuple[Path, Path]:
    """The report as Markdown and as JSON beside it."""
    import json

    from assistant.errors import SettingProblem
    from assistant.evals.report import markdown

    beside = file.with_suffix(".json")
    if beside == file:
        file = file.with_suffix(".md")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(markdown(made, cli_output.language()), "utf-8")
        beside.write_text(json.dumps(made, ensure_ascii=False, indent=1) + "\n", "utf-8")
    except OSError as e:
        raise SettingProblem(
            f"The report cannot be written to {file} ({e.strerror}). Choose another place with --report.",
            f"无法将报告写入 {file}（{e.strerror}）。请用 --report 指定其他位置。",
        ) from None
    return file, beside


def _summary(made: dict[str, Any], files: tuple[Path, Path]) -> None:
    from assistant.evals.report import SAFETY, percent

    cli_output.line()
    heads = cli_output.words("|passed|of|rate", "|通过|总数|通过率").split("|")
    groups = {cli_output.words("all", "全部"): made, **made["by_language"], **made["by_tag"]}
    rows = [[n, f"{g['passed']:,}", f"{g['scenarios_run']:,}", percent(g["rate"])] for n, g in groups.items()]
    if len(made["by_file"]) > 1:
        rows += [
            [n, f"{g['passed']:,}", f"{g['scenarios_run']:,}", percent(g["rate"])] for n, g in made["by_file"].items()
        ]
    for text in cli_text.table(heads, rows):
        cli_output.line(text)
    cli_output.line()
    for name, (en, zh) in SAFETY.items():
        found = made["safety"][name]
        which = f" ({', '.join(f['id'] for f in found)})" if found else ""
        cli_output.line(cli_text.cut(f"{cli_output.words(en, zh)}: {len(found):,}{which}", 300))
    at = made["timing"]["latency_ms"]
    if at["p50"] is not None:
        cli_output.say(
            f"A turn took {at['p50']:,.0f} ms (p95 {at['p95']:,.0f} ms).",
            f"每轮耗时 {at['p50']:,.0f} 毫秒（p95 {at['p95']:,.0f} 毫秒）。",
        )
    cli_output.say(f"The report is in {files[0]} and {files[1]}.", f"报告位于 {files[0]} 和 {files[1]}。")
