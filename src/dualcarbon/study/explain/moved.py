"""How it came which assumption moves the peak: the rule, the sample, and the uncertain numbers with their declarations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from dualcarbon.measures.declared import numbers as measure_numbers
from dualcarbon.provenance.derivation import Input, Value
from dualcarbon.quantities.distributions import Distribution
from dualcarbon.quantities.paths import numbers
from dualcarbon.scenarios.inheritance import Resolved
from dualcarbon.sensitivity.fifths import FIFTHS
from dualcarbon.sensitivity.indices import RESAMPLES
from dualcarbon.study.explain.lookup import Steps
from dualcarbon.study.explain.notebook import Notebook

Texts = tuple[str, str]

FIRST: Texts = (
    "mean over members of f(B) x (f(A with the numbers of this assumption from B) - f(A)) / variance of f(A) and f(B); f counted from its mean, A and B two independent tables of draws",
    "各成员 f(B) ×（f(A，该假设的参数取自 B）- f(A)）的均值 / f(A)、f(B) 的方差；f 以均值为零点，A、B 为两张独立的抽样表",
)
TOTAL: Texts = (
    "mean over members of (f(A) - f(A with the numbers of this assumption from B))^2 / 2 / variance of f(A) and f(B); A and B two independent tables of draws",
    "各成员（f(A) - f(A，该假设的参数取自 B））² 的均值 / 2 / f(A)、f(B) 的方差；A、B 为两张独立的抽样表",
)
BOUNDS: Texts = (
    "percentile of the index over resamples of the members",
    "对成员重抽样所得指数的分位数",
)
TOLD: Texts = (
    "whether the lower end of the interval is above 0; an index that is not is not told from nothing",
    "区间下限是否大于零；否则与零无法区分",
)
ALONE: Texts = ("sum of the first-order indices of all assumptions", "全部假设的一阶指数之和")
ALONE_BOUNDS: Texts = (
    "percentile of that sum over resamples of the members; interactions are told where its upper end is below 1",
    "对成员重抽样所得该和的分位数；上限小于 1 时可判定存在交互作用",
)
REST: Texts = (
    "1 - sum of the first-order indices: what assumptions make only together",
    "1 - 一阶指数之和：各假设共同作用的部分",
)
SAME: Texts = (
    "nothing: the output is the same in all members, or in all but a few",
    "无：该输出在全部（或几乎全部）成员中相同",
)
MEAN: Texts = (
    "over the members of both tables of draws; of what happens or not the mean is the probability",
    "对两张抽样表的全部成员；对是否发生的输出，均值即概率",
)
ENDS: Texts = (
    "mean of the output over the members of the ensemble in which this level is in its lowest or highest fifth; no member is run for it",
    "该项水平处于最低或最高五分之一的成员的输出均值；不另行运行",
)
APART: Texts = (
    "whether the means of both fifths differ by more than three standard errors, by the spread over all members",
    "两个五分之一的均值之差是否超过三个标准误（按全部成员的离散程度）",
)
LEVEL = "mean of the path over the years after the base year, before measures; of a measure the mean rank of its uncertain numbers"  # fmt: skip
GROUPED: Texts = (
    "uncertain numbers of one path, one group of shares or one measure are one assumption; paths with correlated numbers are one together",
    "同一路径、同一份额组或同一措施的不确定参数为一项假设；参数相关的路径合为一项",
)
CHOSEN: Texts = (
    "of the scenario that is looked at: policy, or the first; the runs are 16 for each member of the ensemble, at most 16,384",
    "所考察的情景：policy，或第一个；运行数为集合成员数的 16 倍，不超过 16,384",
)
NOTED: Texts = (
    "observed while the sample was run; see its code in the documentation",
    "运行抽样时的提示；代码含义见文档",
)
Declared = Mapping[str, tuple[Distribution, str]]


def explain(note: Notebook, steps: Steps, value: Value) -> None:
    """Explain a number of the block ``sensitivity``."""
    block = steps[1]
    if block == "outputs" and steps[3] in ("first", "total"):
        _index(note, steps, value)
    elif block == "outputs" and steps[3] in ("alone", "interactions"):
        _sum(note, steps, value)
    elif block == "outputs":
        note.write(steps, *MEAN, value, _unit(steps[2]), [*_sample(note)])
    elif block == "fifths":
        _fifth(note, steps, value)
    elif block == "groups":
        one = _told(note)["groups"][int(steps[2])]
        note.write(steps, *GROUPED, value, "", [*_numbers(note, one["keys"])])
    else:
        note.write(steps, *(NOTED if block == "told" else CHOSEN), value, "", [*_sample(note)])


def _told(note: Notebook) -> Mapping[str, Any]:
    told: Mapping[str, Any] = note.summary["sensitivity"]
    return told


def _index(note: Notebook, steps: Steps, value: Value) -> None:
    what, order, id, end = steps[2:6]
    texts = TOLD if end == "told" else BOUNDS if end in ("low", "high") else FIRST if order == "first" else TOTAL  # fmt: skip
    home = ("sensitivity", "outputs", what, order, id, "value")
    one = next(g for g in _told(note)["groups"] if g["id"] == id)
    inputs = [*_sample(note), _read(note, ("sensitivity", "outputs", what, "spread"), MEAN)]
    inputs += _numbers(note, one["keys"])
    if end == "value":
        note.write(steps, *texts, value, "1", inputs)
        return
    point = _told(note)["outputs"][what][order][id]["value"]
    note.write(home, *(FIRST if order == "first" else TOTAL), point, "1", inputs)
    note.write(steps, *texts, value, "", [_of(note, home), *_resamples(note)])


def _sum(note: Notebook, steps: Steps, value: Value) -> None:
    what, block, *rest = steps[2:]
    end = rest[0] if rest else ""
    first = _told(note)["outputs"][what]["first"]
    if not first:
        there = ("sensitivity", "outputs", what)
        inputs = [_read(note, (*there, name), MEAN) for name in ("mean", "spread")]
        note.write(steps, *SAME, value, "", inputs)
        return
    inputs = []
    for id, one in first.items():
        _index(note, home := ("sensitivity", "outputs", what, "first", id, "value"), one["value"])
        inputs.append(_of(note, home))
    plain = REST if block == "interactions" else ALONE
    bounded = end in ("low", "high", "told")
    more = _resamples(note) if bounded else []
    note.write(steps, *(ALONE_BOUNDS if bounded else plain), value, "", [*inputs, *more])


def _fifth(note: Notebook, steps: Steps, value: Value) -> None:
    key = steps[2]
    members = note.summary["members"]
    if steps[3] != "outputs":
        note.write(steps, *GROUPED, value, "", [*_numbers(note, _keys_of(note, key))])
        return
    note.about[f"level {key}"] = LEVEL
    end = steps[5]
    inputs = [
        Input("members of a fifth", max(members // FIFTHS, 1), "", "tables/members.csv"),
        Input("members", members),
        Input(f"level of {key}", None, "", f"level {key}"),
        *_numbers(note, _keys_of(note, key)),
    ]
    note.write(steps, *(APART if end == "told" else ENDS), value, "" if end == "told" else _unit(steps[4]), inputs)  # fmt: skip


def _sample(note: Notebook) -> Iterator[Input]:
    """Give the sample: the scenario, members of a table, members run in all, the seed."""
    told = _told(note)
    name = told["scenario"]
    yield Input("scenario", name, "", f"scenarios/{name}.toml")
    yield Input("members of each table", told["members"])
    yield Input("members run", told["runs"])
    yield Input("seed", note.summary["seed"], "", "study.toml")


def _resamples(note: Notebook) -> list[Input]:
    return [
        Input("resamples", RESAMPLES),
        Input("confidence", _told(note)["confidence"]),
        Input("seed", note.summary["seed"], "", "study.toml"),
    ]


def _numbers(note: Notebook, keys: list[str]) -> Iterator[Input]:
    """Give uncertain numbers as they are declared, with the place of the declaration."""
    known = note.kept("uncertain", lambda: _declared(note, _scenario(note)))
    for key in keys:
        number, where = known[key]
        yield Input(key, str(number), "", where)


def _scenario(note: Notebook) -> Resolved:
    return note.prepared.scenarios[_told(note)["scenario"]]


def _declared(note: Notebook, scenario: Resolved) -> Declared:
    found = {
        key: (number, note.place(path.place))
        for path in scenario.paths.values()
        for key, number in numbers(path).items()
    }
    for one in scenario.deployed:
        found |= {k: (n, note.place(one.place)) for k, n in measure_numbers(one.measure).items()}
    return found


def _keys_of(note: Notebook, level: str) -> list[str]:
    """Give the draw keys of a level: of a part of a group those that are its own."""
    every = [key for one in _told(note)["groups"] for key in one["keys"]]
    return [key for key in every if key.startswith(f"{level}.")]


def _read(note: Notebook, steps: Steps, texts: Texts) -> Input:
    """Write down a number of the summary that another is made of, and give it as an input."""
    value = _told(note)[steps[1]][steps[2]][steps[3]]
    note.write(steps, *texts, value, _unit(steps[2]), [*_sample(note)])
    return _of(note, steps)


def _of(note: Notebook, steps: Steps) -> Input:
    key = ".".join(steps)
    made = note.book[key]
    return Input(key, made.value, made.unit, key)


def _unit(output: str) -> str:
    """Give the unit of an output.

    Examples
    --------
    >>> _unit("net_2060_mt"), _unit("net_co2_2060_mt"), _unit("neutral_by_2060")
    ('Mt CO2e', 'Mt CO2', '1')
    """
    if not output.endswith("_mt"):
        return "1"
    return "Mt CO2e" if output.startswith("net_") and "co2" not in output else "Mt CO2"
