"""How the numbers of scenarios came: paths, members, verdicts, goals."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import numpy as np
import polars as pl

from dualcarbon.peak.odds import odds
from dualcarbon.provenance.derivation import Input, Value
from dualcarbon.quantities.paths import numbers
from dualcarbon.scenarios import ensemble
from dualcarbon.scenarios.inheritance import Resolved
from dualcarbon.scenarios.tree import IMPORT
from dualcarbon.study.explain import past
from dualcarbon.study.explain.branches import Branches
from dualcarbon.study.explain.lookup import Steps
from dualcarbon.study.explain.notebook import MT, Notebook
from dualcarbon.study.frames import peaks
from dualcarbon.vocabulary.faults import Place

QUANTILE = (
    "smallest year by which at least this share of all members has peaked; a member without a peak counts as later than the horizon",
    "使不低于该比例的全部成员已达峰的最小年份；未达峰的成员视为晚于目标年",
)
AMOUNT = (
    "quantile over the maxima of all members, linear between the two members beside it",
    "全部成员最大值的分位数，在相邻两个成员之间线性插值",
)


class Ahead:
    """What the summary says of scenarios, each number from its branches, members and goals."""

    def __init__(self, note: Notebook) -> None:
        self.note = note
        self.branches = Branches(note)

    def total(self, steps: Steps, value: Value) -> None:
        """Explain a total of a scenario in a year: history from the inventory, the future from its cells."""
        name, what, year = steps[1], steps[2], int(steps[3])
        if year <= self.note.prepared.study.base_year:
            self._history(steps, value, what, str(year))
        elif what == "energy_mtce":
            self._energy(steps, value, name, year)
        elif what == "adjusted_mt":
            self._adjusted(steps, value, name, year)
        else:
            self._emissions(steps, value, name, year)

    def peak(self, steps: Steps, value: Value) -> None:
        """Explain a verdict, a probability or a quantile of the peak."""
        name, boundary, what = (
            steps[1],
            "adjusted" if steps[2] == "peak_adjusted" else "territorial",
            steps[3],
        )
        if what in ("no_peak", "probability_by", "verdicts"):
            self._share(steps, value, name, boundary)
        elif what.startswith(("year_p", "amount_p")):
            self._quantile(steps, value, name, what, boundary)
        else:
            self._verdict(steps, value, name, boundary)

    def neutrality(self, steps: Steps, value: Value) -> None:
        """Explain the residual, or why there is no year."""
        name, horizon = steps[1], self.note.prepared.study.horizon
        told = self.note.summary["scenarios"][name]["neutrality"]["reason"]
        self.note.write(steps, told["en"], told["zh"], value, "", [self.path(name, horizon)])

    def cumulative(self, steps: Steps, value: Value) -> None:
        """Explain the emissions added up to the horizon."""
        study = self.note.prepared.study
        text = (
            f"sum of {study.base_year + 1}-{study.horizon}",
            f"{study.base_year + 1}—{study.horizon} 年之和",
        )
        self.note.write(
            steps,
            *text,
            value,
            "Mt CO2",
            [self.path(steps[1], y) for y in (study.base_year + 1, study.horizon)],
        )

    def _has(self, name: str, year: int) -> bool:
        return str(year) in self.note.summary["scenarios"][name]["territorial_mt"]

    def _history(self, steps: Steps, value: Value, what: str, year: str) -> None:
        home = ("inventory", what, year)
        {
            "territorial_mt": past.territorial,
            "adjusted_mt": past.adjusted,
            "energy_mtce": past.energy,
        }[what](self.note, home, self.note.summary["inventory"][what][year])
        key = ".".join(home)
        unit = self.note.book[key].unit
        self.note.write(
            steps,
            "history: the inventory",
            "历史值：取自清单",
            value,
            unit,
            [Input(key, value, unit, key)],
        )

    def _emissions(self, steps: Steps, value: Value, name: str, year: int) -> None:
        middle = self.branches.central[name]
        place = middle.years.index(year)
        cells = [c for c, v in middle.emissions.items() if v[place] != 0.0]
        inputs = [self.branches.cell(name, cell, year, place) for cell in sorted(cells)]
        self.note.write(
            steps,
            "sum of cells of the tree x 10^-6",
            "情景树各单元之和 × 10^-6",
            value,
            "Mt CO2",
            inputs,
        )

    def _energy(self, steps: Steps, value: Value, name: str, year: int) -> None:
        middle = self.branches.central[name]
        place = middle.years.index(year)
        inputs = [
            Input(
                f"energy {'/'.join(c)}",
                float(v[place]),
                "tce",
                self.branches.energy(name, c, year, place),
            )
            for c, v in sorted(middle.energy.items())
            if c[1] not in ("import", "export") and v[place] != 0.0
        ]
        self.note.write(
            steps,
            "sum of all uses, outputs negative, x 10^-6",
            "全部用能之和（产出为负）× 10^-6",
            value,
            "Mtce",
            inputs,
        )

    def _adjusted(self, steps: Steps, value: Value, name: str, year: int) -> None:
        middle = self.branches.central[name]
        inputs, place = [self.path(name, year)], middle.years.index(year)
        if IMPORT in middle.energy:
            bought = float(middle.energy[IMPORT][place])
            ref = self.branches.energy(name, IMPORT, year, place)
            inputs.append(Input("net import of electricity", bought, "tce", ref))
            if bought >= 0:
                inputs.append(self.branches.parameter(name, "factor.import", year))
        self.note.write(
            steps,
            "territorial + net import x its factor; net export is taken off at the own plants' emissions per output",
            "区域内排放 + 净调入电量 × 因子；净调出按本地电厂单位产出排放扣除",
            value,
            "Mt CO2",
            inputs,
        )

    def path(self, name: str, year: int, what: str = "territorial_mt") -> Input:
        """Give a total of a scenario in a year as an input, explained below."""
        steps: Steps = ("scenarios", name, what, str(year))
        value = self.note.summary["scenarios"][name][what][str(year)]
        key = ".".join(steps)
        if key not in self.note.book:
            self.total(steps, value)
        return Input(key, value, self.note.book[key].unit, key)

    def _verdict(self, steps: Steps, value: Value, name: str, boundary: str) -> None:
        peak = self.note.summary["scenarios"][name][steps[2]]
        told = peak["sentence"]
        year = peak["highest_year"]
        beside = (
            [y for y in (year - 1, year, year + 1) if self._has(name, y)]
            if year is not None
            else []
        )
        inputs = [self.path(name, y, f"{boundary}_mt") for y in beside]
        self.note.write(
            steps,
            told["en"],
            told["zh"],
            value,
            "Mt CO2" if steps[3] == "amount_mt" else "",
            inputs,
        )

    def _share(self, steps: Steps, value: Value, name: str, boundary: str) -> None:
        """Explain a share of the members: how many are counted, and beside them the central run at its highest."""
        highest = self.note.summary["scenarios"][name][steps[2]]["highest_year"]
        central = [self.path(name, highest, f"{boundary}_mt")] if highest is not None else []
        members = self.note.summary["members"]
        count = round(float(value or 0.0) * members)
        inputs = [
            Input("members counted", count, "", "tables/members.csv"),
            Input("members", members),
            *central,
        ]
        self.note.write(
            steps, "members counted / all members", "计入的成员数 / 全部成员数", value, "1", inputs
        )

    def _quantile(self, steps: Steps, value: Value, name: str, what: str, boundary: str) -> None:
        """Explain a quantile by its rule and the two members beside it."""
        rows = self._peaks(name, boundary)
        inputs = [self._member(name, row) for row in members_beside(rows, what)]
        text = QUANTILE if what.startswith("year") else AMOUNT
        self.note.write(steps, *text, value, "" if what.startswith("year") else "Mt CO2", inputs)

    def _peaks(self, name: str, boundary: str) -> pl.DataFrame:
        """Give the peak of every member; those of the adjusted total are not kept, so computed again."""
        if boundary == "territorial":
            table = self.note.results.tables["members"]
            return table.filter(table["scenario"] == name)
        scenario = self.note.prepared.scenarios[name]
        many = ensemble.ensemble(scenario, *self.note.prepared.planted, self.note.draws)
        return peaks(name, odds(getattr(many, boundary)))

    def _member(self, name: str, row: Mapping[str, Any]) -> Input:
        """Write down one member: its peak, and the numbers it drew."""
        member = row["member"]
        key = f"{name} member {member}"
        draws = self.note.results.tables["draws"].filter(
            self.note.results.tables["draws"]["member"] == member
        )
        uniform = dict(zip(draws["key"], draws["value"], strict=True))
        scenario = self.note.prepared.scenarios[name]
        inputs = [Input(k, v, "", self.note.place(at)) for k, v, at in _drawn(scenario, uniform)]
        year = (
            row["peak_year"]
            if row["peak_year"] is not None
            else f"> {self.note.prepared.study.horizon}"
        )
        text = f"peak of {row['peak_tco2'] * MT:.6g} Mt CO2, verdict {row['verdict']}; drawn numbers below"
        self.note.write(
            key,
            text,
            f"峰值 {row['peak_tco2'] * MT:.6g} Mt CO2，判定 {row['verdict']}；抽取的参数见下",
            year,
            "",
            inputs,
        )
        return Input(key, year, "", key)


def _drawn(scenario: Resolved, uniform: Mapping[str, float]) -> list[tuple[str, float, Place]]:
    """Give every uncertain number of a scenario as a member drew it, with the place of its declaration."""
    found = [
        (k, n, p.place)
        for p in scenario.paths.values()
        for k, n in numbers(p).items()
        if k in uniform
    ]
    return [(k, float(n.at(np.array([uniform[k]]))[0]), where) for k, n, where in found]


def members_beside(rows: pl.DataFrame, what: str) -> list[dict[str, Any]]:
    """Give the two members beside a quantile of the peaks, such as ``year_p50`` or ``amount_p90_mt``."""
    kind, level = re.findall(r"(year|amount)_p(\d+)", what)[0]
    ranked = rows.sort("peak_year" if kind == "year" else "peak_tco2", "member", nulls_last=True)
    ranks = _ranks_beside(int(level) / 100, len(ranked), censored=kind == "year")
    return [ranked.row(rank, named=True) for rank in ranks]


def _ranks_beside(level: float, count: int, *, censored: bool) -> tuple[int, int]:
    """Give the ranks of the two members beside a quantile, the rules being those of the odds."""
    if censored:
        rank = max(int(np.ceil(level * count)) - 1, 0)
        return rank, min(rank + 1, count - 1)
    low = int(np.floor(level * (count - 1)))
    return low, min(low + 1, count - 1)
