"""Conversions and days in stage as sentences, tables and charts."""

from collections.abc import Mapping, Sequence
from typing import Any

from assistant.blocks import Block, Chart, Table
from assistant.counted import Counted
from assistant.pipeline_card import BY
from assistant.wording import month_text, name_text, percent_text
from crm_store.codes import Codes
from crm_store.models import Deal, Stage
from crm_store.queries.flow import Flow, FlowGroup, Passage, Time, records_of
from crm_store.queries.outcomes import SMALL

_TOLD, _MOST = 8, 15


def ahead(seen: Counted) -> str:
    """What to say of a period that has not begun."""
    return seen.words(
        "That period lies ahead: no deal has moved in it yet. Ask for one gone by, or for a forecast.",
        "该时间段还没有到，尚无商机推进。请询问过去的时间段，或查看预测。",
    )


def no_history(seen: Counted) -> str:
    """What to say when there are no stays to count."""
    return seen.words(
        "No deal moved between stages there: no stage history is on record for it. It is kept from now on whenever a stage changes, or comes with an import.",
        "没有相应的阶段变动记录，无法计算。今后每次阶段变化都会记录，也可以随导入带入。",
    )


class FlowWords:
    """Adds what was found to the lines, blocks and data of one answer."""

    def __init__(self, seen: Counted, made: Flow, by: str) -> None:
        self.seen, self.made = seen, made
        self.by: FlowGroup | None = None if by == "stage" else by  # type: ignore[assignment]
        self.several = len({s.pipeline_id for s in made.stages if any(x.stage == s.id for x in made.stays)}) > 1

    def conversions(
        self,
        steps: Sequence[tuple[Stage, Stage | None, Passage]],
        lines: list[str],
        show: list[Block],
        data: dict[str, Any],
    ) -> None:
        """Each stage to the next."""
        if not steps:
            return
        words = self.seen.words
        parts = [f"{self.step(a, b)} {percent_text(p.moved, p.entered)} ({p.moved}/{p.entered})" for a, b, p in steps]
        if self.seen.language == "zh":
            parts = [t.replace(" (", "（").replace(")", "）") for t in parts]
        lines.append(words("Got on: ", "转化：") + words("; ", "；").join(parts[:_TOLD]) + words(".", "。"))
        worst = max(steps, key=lambda s: s[2].lost)
        if worst[2].lost:
            name = self.stage(worst[0])
            lines.append(
                words(
                    f"Most drop out after {name}: {worst[2].lost} of the {worst[2].entered} that entered were lost without getting on.",
                    f"流失最多的是“{name}”：进入的 {worst[2].entered} 个中有 {worst[2].lost} 个未再推进而输单。",
                )
            )
        columns = [
            words("Step", "阶段"), words("Entered", "进入"), words("Got on", "进入下一阶段"), words("Conversion", "转化率"), words("Lost", "输单"),
            words("Still there", "未决"), words("Of those decided", "已决中占比"),
        ]  # fmt: skip
        rows = [[self.step(a, b), *self._row(p)] for a, b, p in steps]
        title = words("Conversion between stages", "阶段转化")
        show.append(Table(title, columns, rows, total=len(rows)))
        show.append(Chart(title, "bar", [
            {"label": self.step(a, b), "value": round(100 * p.moved / p.entered, 1), "text": percent_text(p.moved, p.entered)} for a, b, p in steps
        ]))  # fmt: skip
        data["conversion"] = [
            {
                "from": a.name,
                "to": b.name if b else "won",
                "entered": p.entered,
                "moved": p.moved,
                "lost": p.lost,
                "waiting": p.waiting,
            }
            for a, b, p in steps
        ]

    def one_conversion(
        self,
        first: Stage,
        then: Stage | None,
        groups: Mapping[Any, Passage],
        lines: list[str],
        show: list[Block],
        data: dict[str, Any],
    ) -> None:
        """From one stage to another, in all and by group."""
        words = self.seen.words
        whole = Passage(
            sum(p.entered for p in groups.values()),
            sum(p.moved for p in groups.values()),
            sum(p.lost for p in groups.values()),
        )
        whole.took = [d for p in groups.values() for d in p.took]
        step = self.step(first, then)
        data["conversion"] = {
            "from": first.name,
            "to": then.name if then else "won",
            "entered": whole.entered,
            "moved": whole.moved,
            "lost": whole.lost,
            "days": whole.usual,
        }
        if not whole.entered:
            lines.append(
                words(f"No deal entered {self.stage(first)} there.", f"期内没有商机进入“{self.stage(first)}”阶段。")
            )
            return
        took = (
            words(f" It took {whole.usual} days (median).", f"用时中位数 {whole.usual} 天。")
            if whole.usual is not None
            else ""
        )
        small = words(" (a small sample)", "（样本小）") if whole.entered < SMALL else ""
        lines.append(
            words(
                f"{step}: {whole.moved} of {whole.entered} deals got on, {percent_text(whole.moved, whole.entered)}{small}; {whole.lost} lost, {whole.waiting} still undecided. Of those decided: {percent_text(whole.moved, whole.decided)}.{took}",
                f"{step}：{whole.entered} 个商机中有 {whole.moved} 个推进，转化率 {percent_text(whole.moved, whole.entered)}{small}；输单 {whole.lost} 个，未决 {whole.waiting} 个。已决中占 {percent_text(whole.moved, whole.decided)}。{took}",
            )
        )
        if self.by is None:
            return
        names = self.names(groups)
        ranked = self.order(groups, lambda p: -p.entered)
        told = [
            f"{names[k]} {percent_text(groups[k].moved, groups[k].entered)} ({groups[k].moved}/{groups[k].entered})"
            for k in ranked[:_TOLD]
        ]
        label = BY[self.by]
        lines.append(words(f"By {label[0].casefold()}: {'; '.join(told)}.", f"按{label[1]}：{'；'.join(told)}。"))
        columns = [
            words(*label), words("Entered", "进入"), words("Got on", "推进"), words("Conversion", "转化率"), words("Lost", "输单"),
            words("Still there", "未决"), words("Of those decided", "已决中占比"),
        ]  # fmt: skip
        rows = [[names[k], *self._row(groups[k])] for k in ranked] + [[words("Total", "合计"), *self._row(whole)]]
        show.append(Table(step, columns, rows, total=len(rows)))
        points = [
            {
                "label": names[k],
                "value": round(100 * groups[k].moved / groups[k].entered, 1),
                "text": percent_text(groups[k].moved, groups[k].entered),
            }
            for k in ranked[:_MOST]
        ]
        show.append(Chart(step, "line" if self.by == "month" else "bar", points))
        data["groups"] = [
            {"group": names[k], "entered": groups[k].entered, "moved": groups[k].moved, "lost": groups[k].lost}
            for k in ranked
        ]

    def days(
        self,
        spent: Mapping[Any, Time],
        group: FlowGroup | None,
        stage: Stage | None,
        lines: list[str],
        show: list[Block],
        data: dict[str, Any],
    ) -> None:
        """Days in each stage, or by group."""
        if not spent:
            return
        words = self.seen.words
        stages = {s.id: s for s in self.made.stages}
        if group is None:
            keys = [s.id for s in self.made.stages if s.id in spent]
            names = {k: self.stage(stages[k]) for k in keys}
        else:
            names = self.names(spent)
            keys = self.order(spent, lambda t: -(t.usual or 0))
        over = [k for k in keys if spent[k].usual is not None]
        if over and (group is None and stage is None):
            longest = max(over, key=lambda k: (spent[k].usual or 0, spent[k].mean or 0.0))
            sampled = [k for k in over if len(spent[k].over) >= SMALL]
            top = max(sampled, key=lambda k: (spent[k].usual or 0, spent[k].mean or 0.0)) if sampled else longest
            small = words(", a small sample", "，样本小") if len(spent[top].over) < SMALL else ""
            few = len(spent[longest].over)
            lines.append(
                words(
                    f"Deals stay longest in {names[top]}: {spent[top].usual} days (median of {len(spent[top].over)} stays{small}).",
                    f"停留最久的阶段是“{names[top]}”：中位数 {spent[top].usual} 天（{len(spent[top].over)} 次停留{small}）。",
                )
            )
            if longest != top:
                lines[-1] += words(
                    f" {names[longest]} took {spent[longest].usual} days, but of {few} stays only.",
                    f"“{names[longest]}”为 {spent[longest].usual} 天，但仅 {few} 次停留。",
                )
        told = []
        for k in keys[:_TOLD]:
            t = spent[k]
            usual = words(f"{t.usual} days", f"{t.usual} 天") if t.usual is not None else "–"
            now = (
                words(
                    f" ({len(t.going)} there now, {t.so_far} days so far)",
                    f"（当前 {len(t.going)} 个，已停留 {t.so_far} 天）",
                )
                if t.going
                else ""
            )
            told.append(f"{names[k]} {usual}{now}")
        head = (
            words("Days in stage", "停留天数")
            if group is None
            else words(
                f"Days {'in ' + self.stage(stage) if stage else 'in open stages'} by {BY[group][0].casefold()}",
                f"按{BY[group][1]}{'在' + self.stage(stage) if stage else ''}的停留天数",
            )
        )
        lines.append(head + words(": ", "：") + words("; ", "；").join(told) + words(".", "。"))
        oldest = max(((d, n, name) for t in spent.values() for d, n, name in t.going), default=None)
        if oldest is not None and (stage is not None or group is None):
            lines.append(
                words(
                    f"Longest there now: {oldest[2]} ({Deal.about.prefix}-{oldest[1]}), {oldest[0]:.0f} days.",
                    f"目前停留最久：{oldest[2]}（{Deal.about.prefix}-{oldest[1]}），{oldest[0]:.0f} 天。",
                )
            )
        columns = [
            words("Stage", "阶段") if group is None else words(*BY[group]), words("Stays ended", "已结束次数"), words("Median days", "中位天数"),
            words("Average days", "平均天数"), words("There now", "当前数量"), words("Median so far", "已停留中位数"),
        ]  # fmt: skip
        rows = [
            [names[k], f"{len(t.over):,}", str(t.usual) if t.usual is not None else "–", f"{t.mean:.1f}" if t.mean is not None else "–",
             f"{len(t.going):,}", str(t.so_far) if t.so_far is not None else "–"]
            for k in keys for t in (spent[k],)
        ]  # fmt: skip
        title = words("Days in stage", "阶段停留天数")
        show.append(Table(title, columns, rows, total=len(rows)))
        points = [{"label": names[k], "value": spent[k].usual or 0, "text": str(spent[k].usual)} for k in over[:_MOST]]
        if points:
            show.append(Chart(title, "bar", points))
        data["days"] = [
            {"group": names[k], "stays": len(spent[k].over), "median": spent[k].usual, "now": len(spent[k].going)}
            for k in keys
        ]

    def longest(self, spent: Mapping[Any, Time], show: list[Block]) -> list[tuple[str, int]]:
        """The deals in the stages today, the longest stay first."""
        going = sorted(((d, n, name) for t in spent.values() for d, n, name in t.going), reverse=True)
        if not going:
            return []
        words = self.seen.words
        rows = [[name, f"{d:.0f}"] for d, _, name in going[:50]]
        columns = [words("Deal", "商机"), words("Days in its stage", "已停留天数")]
        refs = [f"{Deal.about.prefix}-{n}" for _, n, _ in going[:50]]
        show.insert(0, Table(words("Deals there now", "当前商机"), columns, rows, refs=refs, total=len(going)))
        return [("deal", n) for _, n, _ in going[:50]]

    def deals_of(
        self, groups: Mapping[Any, Passage], first: Stage, then: Stage | None, show: list[Block]
    ) -> list[tuple[str, int]]:
        """The deals that entered the stage."""
        found = sorted((n, name) for p in groups.values() for n, name in p.deals.items())
        title = self.seen.words(f"Deals that entered {self.stage(first)}", f"进入“{self.stage(first)}”的商机")
        refs = [f"{Deal.about.prefix}-{n}" for n, _ in found[:50]]
        show.insert(
            0,
            Table(
                title,
                [self.seen.words("Deal", "商机")],
                [[name] for _, name in found[:50]],
                refs=refs,
                total=len(found),
            ),
        )
        return [("deal", n) for n, _ in found[:50]]

    def stage(self, stage: Stage) -> str:
        """A stage's name, with its pipeline when several are told of."""
        name = name_text(stage, self.seen.language)
        if not self.several:
            return name
        held = self.seen.names("pipeline", [stage.pipeline_id]).get(stage.pipeline_id or 0)
        same = sum(name_text(s, self.seen.language) == name for s in self.made.stages) > 1
        return f"{name} ({held})" if held and same else name

    def step(self, first: Stage, then: Stage | None) -> str:
        return f"{self.stage(first)} → {self.stage(then) if then else self.seen.words('won', '赢单')}"

    def names(self, groups: Mapping[Any, Any]) -> dict[Any, str]:
        """What the groups are called."""
        assert self.by is not None
        held = records_of(self.seen.crm, self.by, groups)
        return {k: self._name(k, held) for k in groups}

    def _name(self, key: Any, held: Mapping[int, Any]) -> str:
        if key in held:
            return name_text(held[key], self.seen.language)
        if key is None:
            return self.seen.words("(none)", "（无）")
        if self.by == "month":
            return month_text(key, self.seen.language)
        return key.label(self.seen.language) if isinstance(key, Codes) else str(key)

    def order(self, groups: Mapping[Any, Any], worth: Any) -> list[Any]:
        """Months as they come, people by name (no league table unless asked), the rest by size."""
        if self.by == "month":
            return sorted(groups)
        if self.by == "owner":
            names = self.names(groups)
            return sorted(groups, key=lambda k: (k is None, names[k]))
        return sorted(groups, key=lambda k: (k is None, worth(groups[k]), str(k)))

    def _row(self, p: Passage) -> list[str]:
        return [
            f"{p.entered:,}",
            f"{p.moved:,}",
            percent_text(p.moved, p.entered),
            f"{p.lost:,}",
            f"{p.waiting:,}",
            percent_text(p.moved, p.decided),
        ]
