"""A forecast and how good it has been, as sentences, tables and charts."""

from collections.abc import Mapping
from decimal import Decimal

from assistant.blocks import Block, Chart, Table
from assistant.counted import Counted
from crm_store.models import Stage
from crm_store.queries.forecast import ENOUGH_EACH, ENOUGH_OVER, Accuracy, Chance, Checked, Forecast

_DEALS = 15
_FEATURES = {
    "age": ("its age", "商机年龄"), "in_stage": ("time in its stage", "阶段停留时间"), "owner": ("its owner’s results", "负责人历史结果"),
    "pushes": ("pushed close dates", "成交日推迟次数"), "amount": ("its amount", "金额"), "no_amount": ("no amount", "没有金额"),
    "idle": ("time since the last activity", "距上次跟进的时间"), "no_close": ("no close date", "没有预计成交日"), "overdue": ("past its close date", "已过预计成交日"),
    "due_within": ("expected to close in time", "预计在期内成交"), "ahead": ("how far its close date is", "距预计成交日的时间"),
}  # fmt: skip


def share(value: float) -> str:
    return f"{100 * value:.0f} %"


def about(seen: Counted, amount: Decimal) -> str:
    """An estimate without cents, which would say more than is known."""
    return seen.money(amount.quantize(Decimal(1)))


def people_say(seen: Counted, made: Forecast) -> str:
    """What was booked and what people committed to."""
    parts = seen.words(
        f"Booked so far {seen.money(made.booked)} ({seen.deals(made.booked_count)}). Open and expected to close in it: commit {seen.money(made.commit)}, "
        f"best case {seen.money(made.best_case)}, pipeline {seen.money(made.pipeline)}; weighted {seen.money(made.weighted)}.",
        f"已签约 {seen.money(made.booked)}（{seen.deals(made.booked_count)}）。期内预计成交的进行中商机：承诺 {seen.money(made.commit)}，"
        f"最佳情况 {seen.money(made.best_case)}，管道 {seen.money(made.pipeline)}；加权 {seen.money(made.weighted)}。",
    )
    if made.omitted:
        parts += seen.words(f" Omitted: {seen.money(made.omitted)}.", f"不计入：{seen.money(made.omitted)}。")
    return parts


def person_by_person(seen: Counted, made: Forecast, names: Mapping[int, str]) -> tuple[str, Table]:
    """What each seller booked, committed to and has open in the period, the most first; the rows add up to the whole."""
    figures = ("booked", "commit", "best_case", "pipeline", "weighted")
    sums = {n: {f: t.get(f, Decimal(0)) for f in figures} for n, t in made.people.items()}
    order = sorted(sums, key=lambda n: (-sums[n]["booked"] - sums[n]["weighted"], names.get(n or 0, "")))
    nobody = seen.words("nobody", "无人负责")

    def told(n: int | None) -> str:
        booked, likely = seen.money(sums[n]["booked"]), seen.money(sums[n]["weighted"])
        who = names.get(n or 0, nobody)
        return seen.words(f"{who} {booked} + {likely}", f"{who} {booked} + {likely}")

    columns = [seen.words("Person", "人员"), seen.words("Booked", "已签约"), seen.words("Commit", "承诺"), seen.words("Best case", "最佳情况"),
               seen.words("Pipeline", "管道"), seen.words("Weighted open", "加权管道")]  # fmt: skip
    rows = [[names.get(n or 0, nobody), *(seen.money(sums[n][f]) for f in figures)] for n in order]
    if len(rows) > 1:
        rows.append([seen.words("Total", "合计"), *(seen.money(getattr(made, f)) for f in figures)])
    text = seen.words(
        f"By person, booked + weighted open: {'; '.join(told(n) for n in order)}.",
        f"按人（已签约 + 加权管道）：{'；'.join(told(n) for n in order)}。",
    )
    return text if order else "", Table(seen.words("Forecast by person", "按人预测"), columns, rows, total=len(rows))


def history_says(seen: Counted, made: Forecast, label: str) -> str:
    """The range, or why there is none."""
    if made.over:
        return seen.words(f"{label} is over: nothing is left to forecast.", f"{label}已结束，无需预测。")
    if made.basis == "none" or made.expected is None or made.low is None or made.high is None:
        return seen.words(
            f"Too few closed deals to say more: {made.won} won and {made.lost} lost are on record, and a forecast needs {ENOUGH_OVER}, {ENOUGH_EACH} of each kind, over several months.",
            f"已关闭的商机太少，无法给出统计预测：记录中赢单 {made.won} 个、输单 {made.lost} 个；至少需要 {ENOUGH_OVER} 个（赢单、输单各 {ENOUGH_EACH} 个），并跨越数月。",
        )
    text = seen.words(
        f"My estimate for {label}: {about(seen, made.expected)}, with 80 % between {about(seen, made.low)} and {about(seen, made.high)}, booked deals included.",
        f"我对{label}的估计：{about(seen, made.expected)}，80% 的可能在 {about(seen, made.low)} 到 {about(seen, made.high)} 之间（含已签约）。",
    )
    if made.basis == "average":
        text += seen.words(
            " History does not tell these deals apart, so each got the average chance; take the estimate as no more than that.",
            "历史数据无法区分这些商机的好坏，因此每个都按平均概率计算，仅供参考。",
        )
    return text


def because(seen: Counted, made: Forecast) -> str:
    """The deals an estimate rests on, with what moves each."""
    if not made.chances:
        return seen.words(
            "The figures are those people entered; nothing was estimated.", "这些数字来自人工填写，没有统计估计。"
        )
    top = made.chances[:5]
    stages = seen.names("stage", (_stage(r) for c in top for r, _ in c.reasons))
    parts = [
        seen.words(
            f"{c.deal.name}: {share(c.chance)} of {seen.money(c.worth)} ({reason_text(seen, c.reasons, stages)})",
            f"{c.deal.name}：{seen.money(c.worth)} 的 {share(c.chance)}（{reason_text(seen, c.reasons, stages)}）",
        )
        for c in top
    ]
    return seen.words("It rests most on ", "主要依据：") + seen.words("; ", "；").join(parts) + seen.words(".", "。")


def unlearnt(made: Forecast) -> list[tuple[str, str]]:
    """What the estimate lacks: amounts, and fields whose past is not on record."""
    said = []
    if made.unpriced:
        said.append(
            (
                f"{made.unpriced} open deals have no amount and add nothing.",
                f"{made.unpriced} 个进行中的商机没有金额，未计入。",
            )
        )
    names = {
        "amount": ("amount", "金额"),
        "expected_close_date": ("expected close date", "预计成交日"),
        "stage": ("stage", "阶段"),
    }
    if made.untold and made.chances:
        en, zh = ", ".join(names[n][0] for n in made.untold), "、".join(names[n][1] for n in made.untold)
        said.append(
            (
                f"Not learnt from, because the past of these fields is not on record: {en}.",
                f"以下字段没有历史记录，未用于学习：{zh}。",
            )
        )
    return said


def how_good(seen: Counted, checked: Checked | None) -> str:
    """What a check on unseen moments gave."""
    if checked is None:
        return seen.words(
            "There is too little history to check such forecasts on.", "历史太短，无法检验这类预测的准确度。"
        )
    ranges = seen.words(
        f"; the 80 % range held {checked.held} of {checked.ranges} times" if checked.ranges else "",
        f"；80% 区间命中 {checked.held}/{checked.ranges} 次" if checked.ranges else "",
    )
    few = (
        seen.words(" That is few to judge by.", "样本较少，谨慎参考。")
        if checked.count < 100 or checked.ranges < 20
        else ""
    )
    return (
        seen.words(
            f"Checked on {checked.count} forecasts of deals made {_moments(checked)}: Brier score {checked.score:.3f} (stage probabilities {checked.stage:.3f}, the average {checked.average:.3f}; lower is better), "
            f"mean gap between said and come true {share(checked.error)}{ranges}.",
            f"用 {checked.count} 个历史时点（{_moments(checked)}）的商机预测检验：Brier 得分 {checked.score:.3f}（阶段概率 {checked.stage:.3f}，平均值 {checked.average:.3f}；越低越好），"
            f"预测与结果平均相差 {share(checked.error)}{ranges}。",
        )
        + few
    )


def _moments(checked: Checked) -> str:
    return ", ".join(str(m) for m in checked.moments[:4])


def reason_text(seen: Counted, reasons: tuple[tuple[str, float], ...], stages: dict[int, str]) -> str:
    """What moves a probability, each with its direction."""
    parts = []
    for name, moved in reasons:
        kind, _, value = name.partition(":")
        if kind == "stage":
            called = stages.get(int(value) if value.isdigit() else 0, value)
            word = seen.words(f"stage {called}", f"阶段“{called}”")
        elif kind in ("type", "source"):
            shown = value.replace("_", " ")
            word = seen.words(f"{kind} {shown}", f"{'类型' if kind == 'type' else '来源'} {shown}")
        else:
            en, zh = _FEATURES.get(name, (name, name))
            word = seen.words(en, zh)
        parts.append(f"{'+' if moved > 0 else '−'} {word}")
    return seen.words(", ", "，").join(parts) or "–"


def forecast_blocks(seen: Counted, made: Forecast) -> list[Block]:
    """The categories and the estimate as bars, and the deals that count most."""
    title = seen.words("Forecast", "预测")
    points = [
        (seen.words("Booked", "已签约"), made.booked), (seen.words("+ commit", "+ 承诺"), made.booked + made.commit),
        (seen.words("+ best case", "+ 最佳情况"), made.booked + made.commit + made.best_case),
        (seen.words("+ pipeline", "+ 管道"), made.booked + made.commit + made.best_case + made.pipeline),
    ]  # fmt: skip
    if made.expected is not None and made.low is not None and made.high is not None:
        points += [
            (seen.words("Estimate, low", "估计下限"), made.low.quantize(Decimal(1))), (seen.words("Estimate", "估计"), made.expected.quantize(Decimal(1))),
            (seen.words("Estimate, high", "估计上限"), made.high.quantize(Decimal(1))),
        ]  # fmt: skip
    drawn = [{"label": n, "value": float(v), "text": seen.money(v)} for n, v in points]
    figures = Table(
        title,
        [seen.words("Figure", "项目"), seen.words(f"Amount ({made.currency})", f"金额（{made.currency}）")],
        [[n, seen.money(v)] for n, v in points],
    )
    made_blocks: list[Block] = [figures, Chart(title, "bar", drawn)] if any(v for _, v in points) else []
    if made.chances:
        made_blocks.append(_deals(seen, made.chances))
    return made_blocks


def _deals(seen: Counted, chances: list[Chance]) -> Table:
    shown = chances[:_DEALS]
    stages = seen.names("stage", (_stage(r) for c in shown for r, _ in c.reasons))
    columns = [
        seen.words("Deal", "商机"),
        seen.words("Amount", "金额"),
        seen.words("Chance", "概率"),
        seen.words("Given", "人工/阶段概率"),
        seen.words("What moves it", "主要因素"),
    ]
    rows = [
        [c.deal.name, seen.money(c.worth), share(c.chance), share(c.given), reason_text(seen, c.reasons, stages)]
        for c in shown
    ]
    return Table(
        seen.words("Deals behind the estimate", "估计所依据的商机"),
        columns,
        rows,
        refs=[f"{'D'}-{c.deal.number}" for c in shown],
        total=len(chances),
    )


def _stage(name: str) -> int | None:
    kind, _, value = name.partition(":")
    return int(value) if kind == Stage.about.entity and value.isdigit() else None


def reliability_table(seen: Counted, checked: Checked) -> Table:
    """What was said beside what came."""
    columns = [
        seen.words("Said", "预测概率"),
        seen.words("Forecasts", "预测数"),
        seen.words("Said on average", "平均预测"),
        seen.words("Came true", "实际发生"),
    ]
    rows = [
        [f"{100 * b.low:.0f}–{100 * b.high:.0f} %", f"{b.count:,}", share(b.said), share(b.came)] for b in checked.table
    ]
    return Table(seen.words("Reliability", "校准表"), columns, rows, total=len(rows))


def told_table(seen: Counted, made: Accuracy) -> Table:
    """The forecasts of a past period beside what came."""
    columns = [
        seen.words("On", "日期"),
        seen.words("Estimate", "估计"),
        seen.words("80 % range", "80% 区间"),
        seen.words("Weighted by people", "人工加权"),
        seen.words("Came", "实际"),
    ]
    rows = []
    for t in made.told:
        given = seen.money(t.expected) if t.expected is not None else "–"
        between = f"{seen.money(t.low)} – {seen.money(t.high)}" if t.low is not None and t.high is not None else "–"
        rows.append([str(t.on), given, between, seen.money(t.weighted), seen.money(t.actual)])
    return Table(seen.words("Forecasts and what came", "预测与结果"), columns, rows, total=len(rows))


def needed(seen: Counted, aim: Decimal, booked: Decimal, rate: float | None, open_amount: Decimal) -> str:
    """How much pipeline a goal needs at the rate deals were won by value."""
    gap = aim - booked
    if gap <= 0:
        return seen.words(
            f"{seen.money(aim)} is reached: {seen.money(booked)} is booked.",
            f"{seen.money(aim)} 已达成：已签约 {seen.money(booked)}。",
        )
    if not rate:
        return seen.words(
            f"{seen.money(gap)} is missing to {seen.money(aim)}; too few closed deals to say how much pipeline that takes. Open: {seen.money(open_amount)}.",
            f"距 {seen.money(aim)} 还差 {seen.money(gap)}；已关闭的商机太少，无法推算所需管道。进行中：{seen.money(open_amount)}。",
        )
    wanted = (gap / Decimal(str(rate))).quantize(Decimal("0.01"))
    more = wanted - open_amount
    cover = open_amount / gap
    said = seen.words(
        f"{seen.money(gap)} is missing to {seen.money(aim)}. At the win rate by value of {100 * rate:.0f} % that takes {seen.money(wanted)} of pipeline; {seen.money(open_amount)} is open (coverage {cover:.1f}×)",
        f"距 {seen.money(aim)} 还差 {seen.money(gap)}。按金额赢单率 {100 * rate:.0f}% 计算需要管道 {seen.money(wanted)}；现有 {seen.money(open_amount)}（覆盖 {cover:.1f} 倍）",
    )
    if more > 0:
        return said + seen.words(f": {seen.money(more)} more is needed.", f"，还需新增 {seen.money(more)}。")
    return said + seen.words(", which is enough at that rate.", "，按此赢率已够。")
