"""How the futures of districts came: a sum from its districts, a district from the chain of its own study."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, TypeVar

from dualcarbon.provenance.derivation import Input, Value
from dualcarbon.study import districts, districts_ahead, frames, summary
from dualcarbon.study.districts_ahead import DistrictsAhead
from dualcarbon.study.explain import past, peaked
from dualcarbon.study.explain.ahead import AMOUNT, QUANTILE, Ahead, members_beside
from dualcarbon.study.explain.lookup import Steps
from dualcarbon.study.explain.notebook import MT, Notebook
from dualcarbon.study.preparation import Prepared
from dualcarbon.study.results import Results

T = TypeVar("T")
SUM = ("sum of the districts", "下级地区之和")
GAP = (
    "sum of the districts - the region's own account; nothing is scaled",
    "下级地区之和 - 全地区自身账户；不作调整",
)
SHARE = (
    "members counted / all members; the districts are summed in each member, and judged by the rule of the total",
    "计入的成员数 / 全部成员数；逐成员加总下级地区，按与总量相同的规则判定",
)
MEMBER = ("peak of the sum of the districts in one member", "某一成员中下级地区之和的峰值")
FILE = re.compile(r"^[^\s:\[]+")
COUNTED = ("no_peak", "probability_by", "verdicts")
QUANTILES = ("year_p", "amount_p")


class OfDistricts:
    """What the summary says of the futures of districts."""

    def __init__(self, note: Notebook) -> None:
        self.note = note
        self.copied: dict[int, int] = {}
        self.below = {one.study.name: (w, one) for w, one in note.prepared.districts.items()}

    def explain(self, steps: Steps, value: Value) -> None:
        """Explain a number of a district, of the sum of all, or of the gap to the region's account."""
        if steps[1] == "gap":
            self._gap(steps, value)
        elif steps[1] != "scenarios":
            self._declared(steps, value)
        elif steps[3] == "peak_movers":
            self._movers(steps, value)
        elif steps[3] == "districts":
            self._district(steps, value)
        elif steps[4] == "territorial_mt":
            inputs = [self.path(steps[2], name, int(steps[5])) for name in self.below]
            self.note.write(steps, *SUM, value, "Mt CO2", inputs)
        else:
            self._peak(steps, value)

    def path(self, scenario: str, district: str, year: int) -> Input:
        """Give what a district emits in a year of a scenario as an input, explained below. [Mt CO2]."""
        told = self._told(scenario)["districts"][district]["territorial_mt"]
        steps: Steps = ("districts_ahead", "scenarios", scenario, "districts", district, "territorial_mt", str(year))  # fmt: skip
        value = told[str(year)]
        if ".".join(steps) not in self.note.book:
            self._district(steps, value)
        return Input(".".join(steps), value, "Mt CO2", ".".join(steps))

    def _told(self, scenario: str) -> Mapping[str, Any]:
        told: Mapping[str, Any] = self.note.summary["districts_ahead"]["scenarios"][scenario]
        return told

    def _declared(self, steps: Steps, value: Value) -> None:
        """Explain what a district's study says of itself."""
        name = steps[2] if steps[1] == "districts" else ""
        where = f"{self.below[name][0]}/" if name in self.below else ""
        ref = f"{where}{districts.DECLARATION}"
        text = ("declared in the district's study", "在下级地区研究中声明")
        self.note.write(steps, *text, value, "", [Input(ref, None, "", ref)])

    def _gap(self, steps: Steps, value: Value) -> None:
        """Explain how far the sum is from the region's own account in the base year."""
        told = self.note.summary["districts_ahead"]["gap"]
        year = str(told["year"])
        home: Steps = ("inventory", "territorial_mt", year)
        own = self.note.summary["inventory"]["territorial_mt"][year]
        past.territorial(self.note, home, own)
        inputs = [self._history(name, year) for name in self.below]
        inputs.append(Input(".".join(home), own, "Mt CO2", ".".join(home)))
        unit = "Mt CO2" if steps[-1].endswith("_mt") else ""
        self.note.write(steps, *GAP, value, unit, inputs)

    def _history(self, district: str, year: str) -> Input:
        """Write down what a district emits in a year of its statistics. [Mt CO2]."""
        inside = self._inside(district)
        steps: Steps = ("inventory", "territorial_mt", year)
        value = inside.summary["inventory"]["territorial_mt"][year]
        past.territorial(inside, steps, value)
        key = self._carried(district, inside, ".".join(steps))
        return Input(key, value, "Mt CO2", key)

    def _movers(self, steps: Steps, value: Value) -> None:
        """Explain who moves the sum."""
        scenario = steps[2]
        told = self._told(scenario)["peak_movers"]
        peaked.movers_of(self.note, steps, value, told, lambda part, year: self.path(scenario, part, year))  # fmt: skip

    def _district(self, steps: Steps, value: Value) -> None:
        """Explain a number of a district by the chain of its own study."""
        scenario, district, rest = steps[2], steps[4], steps[5:]
        counted = rest[0] == "peak" and rest[1].startswith(QUANTILES)
        inside = self._inside(district, scenario if counted else "")
        own: Steps = ("scenarios", scenario, *rest)
        ahead = inside.kept("ahead", lambda: Ahead(inside))
        (ahead.peak if rest[0] == "peak" else ahead.total)(own, value)
        key = self._carried(district, inside, ".".join(own))
        where = self.below[district][0]
        text = (f"as in the study of {where}", f"见 {where} 的研究")
        unit = inside.book[".".join(own)].unit
        self.note.write(steps, *text, value, unit, [Input(key, value, unit, key)])

    def _peak(self, steps: Steps, value: Value) -> None:
        """Explain a verdict on the sum, a probability or a quantile of its peak."""
        scenario, what = steps[2], steps[5]
        told = self._told(scenario)["sum"]
        unit = "Mt CO2" if what.endswith("_mt") else ""
        if what in COUNTED:
            count = self.note.summary["members"]
            some = Input("members counted", round(float(value or 0.0) * count))
            self.note.write(steps, *SHARE, value, "1", [some, Input("members", count)])
            return
        if what.startswith(QUANTILES):
            text = QUANTILE if what.startswith("year") else AMOUNT
            self.note.write(steps, *text, value, unit, self._beside(scenario, what))
            return
        years = [int(y) for y in told["territorial_mt"]]
        shown = peaked.around(told["peak"]["highest_year"], years[0], years[-1])
        inputs = [self._sum(scenario, year) for year in shown]
        self.note.write(steps, *peaked.said(told["peak"], peaked.AHEAD_RULE), value, unit, inputs)

    def _sum(self, scenario: str, year: int) -> Input:
        """Give the sum of the districts in a year as an input, explained below. [Mt CO2]."""
        steps: Steps = ("districts_ahead", "scenarios", scenario, "sum", "territorial_mt", str(year))  # fmt: skip
        value = self._told(scenario)["sum"]["territorial_mt"][str(year)]
        self.explain(steps, value)
        return Input(".".join(steps), value, "Mt CO2", ".".join(steps))

    def _beside(self, scenario: str, what: str) -> list[Input]:
        """Give the two members beside a quantile of the sum, each with its peak."""
        rows = frames.peaks(scenario, self._again().by_scenario[scenario].total.odds)
        found = []
        for row in members_beside(rows, what):
            year = row["peak_year"]
            late = f"> {self.note.prepared.study.horizon}"
            key = f"{scenario} sum of the districts, member {row['member']}"
            peak = Input("highest", row["peak_tco2"] * MT, "Mt CO2")
            self.note.write(key, *MEMBER, late if year is None else year, "", [peak])
            found.append(Input(key, self.note.book[key].value, "", key))
        return found

    def _again(self) -> DistrictsAhead:
        """Give the futures of the districts, computed again: members are counted and not kept."""
        prepared, draws = self.note.prepared, self.note.draws
        return self.note.kept("districts again", lambda: districts_ahead.run(prepared, draws))

    def _inside(self, district: str, scenario: str = "") -> Notebook:
        """Give the notebook of a district's study; with a scenario, the peaks and draws of its members too."""
        name = f"inside {district} {scenario}"
        return self.note.kept(name, lambda: self._opened(self.below[district][1], scenario))

    def _opened(self, one: Prepared, scenario: str) -> Notebook:
        """Open the notebook of a district, as if its part of the results were a run of its own."""
        name, told = one.study.name, self.note.summary
        ahead = told["districts_ahead"]["scenarios"]
        paths = {n: every["districts"][name] for n, every in ahead.items()}
        shown = {"inventory": summary.inventory(one.account), "scenarios": paths, "members": told["members"], "seed": told["seed"]}  # fmt: skip
        tables = {}
        if scenario:
            again = self._again()
            counted = again.by_scenario[scenario].districts[name].odds
            tables["members"] = frames.peaks(scenario, counted)
            if again.drawn is not None:
                tables["draws"] = frames.draws(again.drawn.of(name, one.scenarios[scenario]))
        return Notebook(Results(one.study, shown, tables, (), {}), one)

    def _carried(self, district: str, inside: Notebook, key: str) -> str:
        """Copy what a district's notebook holds into that of the region, its names and files told from there."""
        where = self.below[district][0]

        def moved(ref: str) -> str:
            if ref in inside.book:
                return f"{district}: {ref}"
            match = FILE.match(ref)
            if match is None or not (inside.prepared.folder / match[0]).is_file():
                return ref
            return districts.seen(where, match[0]) + ref[match.end() :]

        for own, made in self._anew(inside.book):
            inputs = tuple(replace(one, ref=moved(one.ref)) for one in made.inputs)
            name = f"{district}: {own}"
            self.note.book[name] = replace(made, key=name, inputs=inputs)
        self.note.about.update({moved(ref): text for ref, text in self._anew(inside.about)})
        return f"{district}: {key}"

    def _anew(self, held: Mapping[str, T]) -> list[tuple[str, T]]:
        """Give what a notebook holds since it was copied last."""
        done = self.copied.get(id(held), 0)
        self.copied[id(held)] = len(held)
        return list(itertools.islice(held.items(), done, None))
