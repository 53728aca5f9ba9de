"""How the numbers of the regression beside the tree came: series, elasticities, drivers, rules."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from dualcarbon.diagnosis import naming
from dualcarbon.provenance.derivation import Input, Value
from dualcarbon.study import statistical
from dualcarbon.study.explain import past
from dualcarbon.study.explain.branches import Branches
from dualcarbon.study.explain.lookup import Steps
from dualcarbon.study.explain.notebook import Notebook

Text = tuple[str, str]
FORMS: Mapping[str, Text] = {
    "levels": (
        "ridge regression of ln CO2 on the logarithms of the regressors and a constant",
        "ln CO2 对自变量对数（含常数项）的岭回归",
    ),
    "differences": (
        "ridge regression of the yearly changes of ln CO2 on those of the logarithms of the regressors",
        "ln CO2 逐年变化对自变量对数逐年变化的岭回归",
    ),
}
RULES: Mapping[str, Text] = {
    "k": (
        "penalty with the smallest score of generalised cross-validation among 0 and 121 steps from 10^-6 to 1",
        "在0及10^-6至1的121个取值中使广义交叉验证得分最小的岭参数",
    ),
    "low": (
        "5 % quantile of 1,024 or more draws: the ridge estimate moved as least squares moves under noise with the memory and spread of the residuals",
        "1,024次以上抽样的5%分位：岭估计加上最小二乘在同等自相关和离散度噪声下的偏移",
    ),
    "high": (
        "95 % quantile of the same draws",
        "同一抽样的95%分位",
    ),
    "vif": ("1 / (1 - R2 of the regressor on the others)", "1 /（1 − 该自变量对其余自变量回归的R2）"),
    "trace": ("the elasticities at a stated penalty", "给定岭参数下的弹性"),
    "r2": ("1 - squares of residuals / squares of the response", "1 − 残差平方和 / 因变量平方和"),
    "condition": (
        "largest singular value of the regressors on one scale / smallest",
        "标准化自变量的最大奇异值 / 最小奇异值",
    ),
    "durbin_watson": (
        "squares of the yearly changes of residuals / squares of residuals",
        "残差逐年变化的平方和 / 残差平方和",
    ),
    "memory": (
        "first-order autocorrelation of the noise, weighed by its restricted likelihood on 0 to 0.95",
        "噪声的一阶自相关，按限制似然在0至0.95上加权",
    ),
    "stationarity": (
        "Dickey-Fuller statistic, and its p among 3,999 random walks of the same length",
        "Dickey-Fuller 统计量，及其在3,999条等长随机游走中的 p 值",
    ),
    "backtest": (
        "ln(foretold / seen): fitted to the years up to each origin from the twelfth on, the regressors known afterwards; root mean square over all",
        "ln(预测/实际)：自第12年起逐年作为起点拟合，其后自变量取实际值；取全部误差的均方根",
    ),
    "beyond": (
        "distance of the driver's logarithm from its range in the past / that range; central path",
        "中心路径上驱动因素对数超出历史区间的距离 / 历史区间宽度",
    ),
    "outside": (
        "years and drivers outside the range of the past / all years ahead and drivers",
        "位于历史区间之外的年份与驱动因素数 / 全部未来年份与驱动因素数",
    ),
}  # fmt: skip
INTERVAL: Mapping[str, Text] = {
    "low_mt": (
        "5 % quantile over the members: drivers as drawn in the scenario, elasticities and yearly noise as drawn in the regression",
        "成员的5%分位：驱动因素取情景抽样值，弹性与年际噪声取回归抽样值",
    ),
    "high_mt": ("95 % quantile over the same members", "同一批成员的95%分位"),
}
PROJECTED: Text = (
    "last statistic x product of (driver / driver of the base year) ^ elasticity x what is carried of the last residual",
    "基年统计值 × Π（驱动因素 / 基年驱动因素）^弹性 × 末年残差的延续项",
)


class OfRegression:
    """What the summary says under ``stirpat``, each number from its series and rules."""

    def __init__(self, note: Notebook) -> None:
        self.note = note
        self.told: Mapping[str, Any] = note.summary["stirpat"]
        self.branches = Branches(note)

    def explain(self, steps: Steps, value: Value) -> None:
        """Explain one number of the block."""
        what = steps[1]
        if what == "refused":
            told = self.told["refused"]
            en, zh = (told["en"], told["zh"]) if told else ("not refused", "未拒绝")
            self.note.write(steps, en, zh, value)
        elif what == "scenarios":
            self._of_scenario(steps, value)
        elif what == "coefficients" and steps[3] == "value":
            fitted = [Input("penalty k", self.told["k"], "1", "stirpat.k"), *self._fitted()]
            self.note.write(steps, *FORMS[self.told["form"]], value, "1", fitted)
        elif what == "coefficients":
            self.note.write(steps, *RULES[steps[3]], value, "1", self._fitted())
        elif what in RULES:
            self.note.write(steps, *RULES[what], value, "1", self._fitted())
        else:
            self.note.write(steps, *FORMS[self.told["form"]], value, "", self._fitted())

    def _of_scenario(self, steps: Steps, value: Value) -> None:
        name, what = steps[2], steps[3]
        if what == "co2_mt":
            self._path(steps, value)
        elif what in INTERVAL:
            key = ("stirpat", "scenarios", name, "co2_mt", steps[4])
            self.note.write(steps, *INTERVAL[what], value, "Mt CO2", [self._told(key)])
        elif what == "peak":
            self._peak(steps, value)
        elif what == "beyond":
            self.note.write(steps, *RULES[what], value, "", self._ranges(name, steps[4]))
        else:
            drivers = [i for d in self._drivers() for i in self._ranges(name, d)]
            self.note.write(steps, *RULES[what], value, "", drivers)

    def _ranges(self, name: str, driver: str) -> list[Input]:
        """Give the ends of a driver's range in the past, and where it stands at its farthest from it."""
        middle = self.branches.central[name]
        series = statistical.of_central(middle)[driver]
        past_years = middle.years.index(self.note.prepared.study.base_year) + 1
        seen, title = series[:past_years], naming.factor(driver)["en"]
        found = [
            Input(f"{title}, lowest of the past", float(seen.min())),
            Input(f"{title}, highest of the past", float(seen.max())),
        ]
        year = self.told["scenarios"][name]["beyond"][driver]["year"]
        if year is not None:
            at = float(series[middle.years.index(year)])
            found.append(Input(f"{title} {year}", at))
        return found

    def _path(self, steps: Steps, value: Value) -> None:
        """Explain a year of a path: the last statistic, each driver's part, and what is left of the last residual."""
        name, year, base = steps[2], int(steps[4]), self.note.prepared.study.base_year
        if year <= base:
            seen = self._seen(str(year))
            self.note.write(
                steps, "history: the inventory", "历史值：取自清单", value, "Mt CO2", [seen]
            )
            return
        middle = self.branches.central[name]
        drivers = statistical.of_central(middle)
        at, last = middle.years.index(year), middle.years.index(base)
        start = self._seen(str(base))
        parts = [self._part(name, d, drivers[d], at, last) for d in self._drivers()]
        made = float(start.value or 0.0) * float(np.prod([float(p.value or 0.0) for p in parts]))
        carried = Input("what is carried of the last residual", float(value or 0.0) / made, "1")
        self.note.write(steps, *PROJECTED, value, "Mt CO2", [start, *parts, carried])

    def _part(self, name: str, driver: str, series: Any, at: int, last: int) -> Input:  # noqa: ANN401
        """Write down what a driver multiplies emissions by."""
        middle = self.branches.central[name]
        ratio = float(series[at] / series[last])
        elasticity = self._told(("stirpat", "coefficients", driver, "value"))
        year = middle.years[at]
        key = f"{name} {driver} {middle.years[last]}-{year}"
        parts = [Input(naming.factor(driver)["en"], ratio, "1"), elasticity]
        parts += self._behind(name, driver, year)
        value = ratio ** float(elasticity.value or 0.0)
        self.note.write(key, "ratio ^ elasticity", "比值 ^ 弹性", value, "1", parts)
        return Input(key, value, "1", key)

    def _behind(self, name: str, driver: str, year: int) -> list[Input]:
        """Give the paths of the scenario that a driver is made of, and its energy."""
        keys = {"population": ("population",), "affluence": ("gdp", "population")}
        if driver in keys:
            return [self.branches.parameter(name, key, year) for key in keys[driver]]
        key = f"scenarios.{name}.energy_mtce.{year}"
        energy = self.note.summary["scenarios"][name]["energy_mtce"][str(year)]
        gdp = [self.branches.parameter(name, "gdp", year)] if driver == "energy_intensity" else []
        return [Input(key, energy, "Mtce", key), *gdp]

    def _peak(self, steps: Steps, value: Value) -> None:
        """Explain a verdict or the odds of the regression's members."""
        name, what = steps[2], steps[4]
        told = self.told["scenarios"][name]["peak"]["sentence"]
        members = Input("members", self.note.summary["members"])
        if what in ("no_peak", "probability_by", "verdicts"):
            text = (
                "members counted / all members; each carries the expectation of one draw",
                "计入的成员数 / 全部成员数；每个成员为一次抽样的期望路径",
            )
            self.note.write(steps, *text, value, "1", [members])
        elif what.startswith(("year_p", "amount_p")):
            text = (
                "quantile over all members, those without a peak later than the horizon; each carries the expectation of one draw",
                "全部成员的分位数，未达峰者视为晚于目标年；每个成员为一次抽样的期望路径",
            )
            self.note.write(steps, *text, value, "", [members])
        else:
            self.note.write(steps, told["en"], told["zh"], value)  # fmt: skip

    def _drivers(self) -> list[str]:
        names: list[str] = self.told["regressors"]
        return names

    def _fitted(self) -> list[Input]:
        """Give the emissions that the regression is fitted to."""
        first, last = self.told["years"]
        return [self._seen(str(year)) for year in range(first, last + 1)]

    def _seen(self, year: str) -> Input:
        """Give the statistic of a year as an input, explained below."""
        steps: Steps = ("inventory", "territorial_mt", year)
        key, value = ".".join(steps), self.note.summary["inventory"]["territorial_mt"][year]
        if key not in self.note.book:
            past.territorial(self.note, steps, value)
        return Input(key, value, "Mt CO2", key)

    def _told(self, steps: Steps) -> Input:
        """Give another number of the block as an input, explained below."""
        key = ".".join(steps)
        value: Any = self.note.summary
        for step in steps:
            value = value[step]
        if key not in self.note.book:
            self.explain(steps, value)
        return Input(key, value, self.note.book[key].unit, key)
