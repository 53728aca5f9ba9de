"""How the fits of parameters and the scores of the hindcast came: rule, predictions, and the history behind them."""

from __future__ import annotations

from typing import Any

from dualcarbon.provenance.derivation import Input, Value
from dualcarbon.scenarios import fitting, projection
from dualcarbon.study.explain import tabled
from dualcarbon.study.explain.ahead import Ahead
from dualcarbon.study.explain.lookup import Steps
from dualcarbon.study.explain.notebook import Notebook

Texts = tuple[str, str]

TABLE = "tables/hindcast.csv"
SCORES: dict[str, Texts] = {
    "errors": ("number of predictions: from every origin each year after it", "预测个数：自各起点年起逐年计"),
    "mape": ("mean of |prediction / what came - 1|", "|预测值 / 实际值 - 1| 的平均"),
    "bias": ("mean of prediction / what came - 1", "（预测值 / 实际值 - 1）的平均"),
    "coverage": ("share of what came that lies inside the 90 % interval", "实际值落入90%区间的比例"),
    "interval": (
        "mean of (width of the 90 % interval + 20 x what lies beyond it) / what came",
        "（90%区间宽度 + 20 × 超出部分）/ 实际值 的平均",
    ),
    "skill": (
        "1 - mean error of the model / the smaller mean error of naive and trend",
        "1 - 模型平均误差 / naive 与 trend 中较小的平均误差",
    ),
}  # fmt: skip
ORIGINS: Texts = (
    "every year with at least the least number of years before it, but the last",
    "此前年数不少于最少年数的各年（末年除外）",
)
RULE: Texts = ("a rule of the program", "程序规则")
GROWTH: Texts = (
    "e^(mean of yearly growth of the logarithm) - 1; error: sd / sqrt(n) widened by sqrt((1 + memory) / (1 - memory)); interval by Student's t",
    "e^（对数年增量的平均）- 1；标准误为 sd / sqrt(n)，按 sqrt((1 + 自相关) / (1 - 自相关)) 放宽；区间按 t 分布",
)
ELASTICITY: Texts = (
    "sum of (growth of the other x growth) / sum of (growth of the other)^2, of logarithms; error of least squares widened for memory; interval by Student's t",
    "Σ（对方增量 × 自身增量）/ Σ（对方增量）²，均取对数；最小二乘标准误按自相关放宽；区间按 t 分布",
)

WAYS: dict[str, Texts] = {
    "model": (
        "middle of the futures drawn from growth and elasticities of the parameters up to the first of the years",
        "以起点年及以前参数的增长率与弹性抽样所得未来的中位数",
    ),
    "naive": ("the last value goes on", "沿用最后一个值"),
    "trend": ("straight line through the logarithms goes on", "对数值的直线趋势外推"),
    "drift": ("last value, with the mean growth of the logarithms", "最后一个值，按对数年增量的平均递推"),
}  # fmt: skip
CAME: dict[str, tuple[str, ...]] = {
    "co2": ("territorial_tco2",),
    "energy": ("energy_tce",),
    "co2_intensity": ("territorial_tco2", tabled.PRODUCT),
}
"""Columns of the totals that what came is read off, the first over the second."""
PER_GDP: Texts = ("carbon dioxide / GDP", "二氧化碳排放 / 地区生产总值")


def explain(note: Notebook, steps: Steps, value: Value) -> None:
    """Explain a number of the block ``calibration``."""
    if steps[1] == "parameters":
        _parameter(note, steps, value)
    elif steps[2] == "scores":
        _score(note, steps, value)
    else:
        texts = ORIGINS if steps[2] == "origins" else RULE
        note.write(steps, *texts, value, "", [_years(note)])


def _score(note: Notebook, steps: Steps, value: Value) -> None:
    name, what = steps[3], steps[-1]
    if what == "skill":
        scores = note.summary["calibration"]["hindcast"]["scores"][name]
        homes = [(*steps[:4], way, "mape") for way in ("model", "naive", "trend")]
        for home in homes:
            _score(note, home, scores[home[4]]["mape"])
        inputs = [Input(".".join(h), scores[h[4]]["mape"], "1", ".".join(h)) for h in homes]
        note.write(steps, *SCORES[what], value, "1", inputs)
        return
    note.write(steps, *SCORES[what], value, "1", _predictions(note, name, steps[4]))


def _predictions(note: Notebook, name: str, way: str) -> list[Input]:
    """Give every prediction of a method and what came, each with what it was made of."""
    found = []
    for line, row in enumerate(note.results.tables["hindcast"].iter_rows(named=True), start=2):
        if row["item"] == name:
            told = f"{row['origin']} -> {row['year']}"
            came = _came(note, name, row["year"])
            found.append(_foreseen(note, row, way, f"{TABLE}:{line}"))
            found.append(Input(f"{told} what came", row["actual"], row["unit"], came.ref))
    return found


def _foreseen(note: Notebook, row: dict[str, Any], way: str, line: str) -> Input:
    """Write down a prediction: its method, the line of the table that holds it, and the years that it saw."""
    name, origin, unit = row["item"], row["origin"], row["unit"]
    key, value = f"{name} {way} {origin} -> {row['year']}", row[f"{way}_middle"]
    first = note.account.territorial.year.values.min()
    years = [origin] if way == "naive" else range(int(first), origin + 1)
    seen = [_came(note, name, year) for year in years]
    note.write(key, *WAYS[way], value, unit, [Input("as in the table", value, unit, line), *seen])
    return Input(f"{origin} -> {row['year']} {way}", value, unit, key)


def _came(note: Notebook, name: str, year: int) -> Input:
    """Write down what came in a year: a total of the table, or carbon dioxide per GDP."""
    keys = [f"{tabled.TABLES}.totals.{year}.{column}" for column in CAME[name]]
    for one in keys:
        if one not in note.book:
            tabled.explain(note, one)
    made = [note.book[one] for one in keys]
    if len(made) == 1:
        return Input(keys[0], made[0].value, made[0].unit, keys[0])
    key, (top, bottom) = f"{name} {year}", (float(one.value or 0.0) for one in made)
    inputs = [Input(one.key, one.value, one.unit, one.key) for one in made]
    unit = "/".join(one.unit for one in made)
    note.write(key, *PER_GDP, top / bottom, unit, inputs)
    return Input(key, top / bottom, unit, key)


def _parameter(note: Notebook, steps: Steps, value: Value) -> None:
    """Explain a fit by the history of its parameter, and of what it follows."""
    key, model = steps[2], steps[3]
    fit: dict[str, Any] = note.summary["calibration"]["parameters"][key][model]
    texts = GROWTH if model == "growth" else ELASTICITY
    keys = [key, *([fit["to"]] if fit["to"] else [])]
    seen, tree, _ = note.prepared.planted
    since = projection.since(seen, tree)
    history, years = fitting.known(key, projection.observed(seen, tree), seen.years, since)
    inputs = [
        Input(f"{name} {year}", float(amount), tree.units.get(name, ""), _observed(note, name, year))
        for name in keys
        for year, amount in zip(years, history[name], strict=True)
    ]  # fmt: skip
    note.write(steps, *texts, value, "", inputs)


def _observed(note: Notebook, name: str, year: int) -> str:
    """Write down a parameter in a year of statistics, which is the same in every scenario, and give its key."""
    branches = note.kept("ahead", lambda: Ahead(note)).branches
    return branches.parameter(next(iter(branches.central)), name, year).ref


def _years(note: Notebook) -> Input:
    """Give the years of the account."""
    years = note.prepared.planted[0].years
    return Input("years of the account", f"{years[0]} to {years[-1]}", "year", "data/energy.csv")
