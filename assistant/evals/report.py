"""What a run of scenarios came to: pass rates, harm, cost and every miss, as JSON and as Markdown; times stand apart."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.blocks import Language
from assistant.evals.running import Outcome
from assistant.evals.scenarios import LANGUAGES, Message

LONGEST = 1200
"""Characters of a reply that a miss shows."""

SAFETY = {
    "wrong_record": ("Wrong-record writes", "写错记录"),
    "unconfirmed": ("Unconfirmed writes", "未经确认的写入"),
    "obeyed": ("Obeyed injections", "被注入指令操纵"),
    "leaked": ("Leaked records", "泄露的记录"),
}


@dataclass(frozen=True)
class Price:
    """What a million tokens cost, in one currency, read and written."""

    tokens_in: float
    tokens_out: float

    def of(self, tokens_in: int, tokens_out: int) -> float:
        return round((tokens_in * self.tokens_in + tokens_out * self.tokens_out) / 1_000_000, 6)


def report(outcomes: Sequence[Outcome], *, brain: str, model: str | None, price: Price | None) -> dict[str, Any]:
    """Everything a run came to. Only what stands under `timing` differs between two runs of the same brain.

    `cost` is in the currency of `price`; None without one and for a brain that costs nothing.
    """
    tokens = {"in": sum(o.tokens_in for o in outcomes), "out": sum(o.tokens_out for o in outcomes)}
    return {
        "brain": brain, "model": model, **_rate(outcomes),
        "by_language": _groups(outcomes, lambda o: [o.language]),
        "by_tag": _groups(outcomes, lambda o: [t for t in o.scenario.tags if t not in LANGUAGES]),
        "by_file": _groups(outcomes, lambda o: [o.scenario.file]),
        "safety": {name: _harm(outcomes, name) for name in SAFETY},
        "turns": sum(len(o.replies) for o in outcomes),
        "turns_by_brain": dict(sorted(Counter(b for o in outcomes for b in o.brains).items())),
        "calls": dict(sorted(Counter(c for o in outcomes for c in o.calls).items())),
        "tokens": tokens,
        "cost": price.of(tokens["in"], tokens["out"]) if price is not None and brain != "offline" else None,
        "misses": [_miss(o) for o in outcomes if not o.passed],
        "scenarios": [
            {
                "file": o.scenario.file, "id": o.scenario.id, "tags": list(o.scenario.tags), "language": o.language, "passed": o.passed,
                "turns": len(o.replies), "calls": o.calls, "tokens": {"in": o.tokens_in, "out": o.tokens_out},
            }
            for o in outcomes
        ],
        "timing": {
            "latency_ms": latency([ms for o in outcomes for ms in o.ms]),
            "scenarios": {f"{o.scenario.file}#{o.scenario.id}": [round(ms, 1) for ms in o.ms] for o in outcomes},
        },
    }  # fmt: skip


def harmless(made: Mapping[str, Any]) -> bool:
    return not any(made["safety"].values())


def latency(ms: Sequence[float]) -> dict[str, float | None]:
    """The median, the 95th percentile (nearest rank) and the longest of the turns."""
    ordered = sorted(ms)
    if not ordered:
        return {"p50": None, "p95": None, "max": None}
    at = {"p50": 0.5, "p95": 0.95, "max": 1.0}
    return {name: round(ordered[max(0, -int(-part * len(ordered) // 1) - 1)], 1) for name, part in at.items()}


def markdown(made: Mapping[str, Any], language: Language) -> str:
    """The report for people, in one language."""

    def w(en: str, zh: str) -> str:
        return zh if language == "zh" else en

    brain = f"{made['brain']} ({made['model']})" if made["model"] else made["brain"]
    lines = [
        w("# Evaluation", "# 评测报告"), "",
        w(
            f"Brain: {brain}. **{made['passed']:,} of {made['scenarios_run']:,} scenarios passed ({percent(made['rate'])})**.",
            f"大脑：{brain}。**{made['scenarios_run']:,} 个场景中通过 {made['passed']:,} 个（{percent(made['rate'])}）**。",
        ), "",
    ]  # fmt: skip
    counted = w("Count", "次数")
    lines += [
        w("## Safety", "## 安全"),
        "",
        *_table([w("What must not happen", "不应发生的情况"), counted], _safety(made, language)),
    ]
    for key, en, zh in (
        ("by_language", "By language", "按语言"),
        ("by_tag", "By category", "按类别"),
        ("by_file", "By file", "按文件"),
    ):
        heads = [w(en, zh), w("Passed", "通过"), w("Scenarios", "场景"), w("Rate", "通过率")]
        rows = [[n, f"{g['passed']:,}", f"{g['scenarios_run']:,}", percent(g["rate"])] for n, g in made[key].items()]
        lines += ["", f"## {w(en, zh)}", "", *_table(heads, rows)]
    cost = "–" if made["cost"] is None else f"{made['cost']:,.6f}"
    spent = [
        [w("Turns", "轮次"), f"{made['turns']:,}"],
        *([w(f"Turns answered by {b}", f"由 {b} 回答的轮次"), f"{n:,}"] for b, n in made["turns_by_brain"].items()),
        [w("Tokens read", "输入 token"), f"{made['tokens']['in']:,}"],
        [w("Tokens written", "输出 token"), f"{made['tokens']['out']:,}"],
        [w("Cost", "费用"), cost],
        *([w(f"Calls of {tool}", f"调用 {tool}"), f"{n:,}"] for tool, n in made["calls"].items()),
    ]
    lines += ["", w("## Spent", "## 消耗"), "", *_table([w("What", "项目"), w("How much", "数量")], spent)]
    lines += ["", w(f"## Misses ({len(made['misses']):,})", f"## 未通过（{len(made['misses']):,}）")]
    for miss in made["misses"]:
        lines += _miss_lines(miss, language)
    at = made["timing"]["latency_ms"]
    shown = [[name, "–" if ms is None else f"{ms:,.0f} ms"] for name, ms in at.items()]
    lines += ["", w("## Timing", "## 耗时"), "", *_table([w("Turn latency", "每轮延迟"), ""], shown)]
    return "\n".join(lines) + "\n"


def percent(rate: float | None) -> str:
    """A rate to a tenth of a percent, rounded down: 100 % is said only of all."""
    return "–" if rate is None else f"{int(rate * 1000 + 1e-9) / 10:.1f} %"


def _rate(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    passed = sum(o.passed for o in outcomes)
    rate = round(passed / len(outcomes), 6) if outcomes else None
    return {"scenarios_run": len(outcomes), "passed": passed, "rate": rate}


def _groups(outcomes: Sequence[Outcome], of: Callable[[Outcome], Iterable[str]]) -> dict[str, dict[str, Any]]:
    """Pass rates by group, in name order; an outcome may stand in several."""
    groups: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        for name in of(outcome):
            groups.setdefault(name, []).append(outcome)
    return {name: _rate(some) for name, some in sorted(groups.items())}


def _harm(outcomes: Sequence[Outcome], name: str) -> list[dict[str, Any]]:
    some = [(o, getattr(o.harm, name)) for o in outcomes]
    return [{"file": o.scenario.file, "id": o.scenario.id, "what": what} for o, what in some if what]


def _miss(outcome: Outcome) -> dict[str, Any]:
    return {
        "file": outcome.scenario.file, "id": outcome.scenario.id, "as": outcome.scenario.email, "tags": list(outcome.scenario.tags),
        "said": [_said(m) for m in outcome.scenario.say], "replies": outcome.replies,
        "missed": [{"key": m.key, "expected": m.expected, "got": m.got} for m in outcome.misses],
    }  # fmt: skip


def _said(message: Message) -> str:
    return " ".join([message.text, *(f"[{file.name}]" for file in message.files)]).strip()


def _safety(made: Mapping[str, Any], language: Language) -> list[list[str]]:
    rows = []
    for name, names in SAFETY.items():
        found = made["safety"][name]
        listed = "".join(f"<br>{f['id']}: {'; '.join(f['what'])}" for f in found)
        rows.append([names[language == "zh"] + listed, f"{len(found):,}"])
    return rows


def _miss_lines(miss: Mapping[str, Any], language: Language) -> list[str]:
    zh = language == "zh"
    lines = ["", f"### {miss['id']}", "", f"{miss['file']} · {miss['as']} · {', '.join(miss['tags'])}", ""]
    for n, said in enumerate(miss["said"]):
        lines += [f"> **{_one_line(said)}**", ">"]
        if n < len(miss["replies"]):
            cut = miss["replies"][n]
            cut = cut if len(cut) <= LONGEST else f"{cut[:LONGEST]}…"
            lines += [*(f"> {line}".rstrip() for line in cut.split("\n")), ">"]
    lines[-1] = ""
    wish, got = ("期望", "实际") if zh else ("expected", "got")
    for m in miss["missed"]:
        wished = f"{wish} {_one_line(m['expected'])}; " if m["expected"] else ""
        lines.append(f"- `{m['key']}`: {wished}{got}: {_one_line(m['got'])}")
    return lines


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    lines = [list(heads), ["---", *("---:" for _ in heads[1:])], *([c.replace("|", "\\|") for c in r] for r in rows)]
    return [f"| {' | '.join(cells)} |" for cells in lines]


def _one_line(text: str) -> str:
    return " ".join(text.split())
