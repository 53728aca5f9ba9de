"""How a line of the ledger came in a year ahead: paths of its activity, its numbers, what is kept of it."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence

import numpy as np

from dualcarbon.inventory.land.forest_lines import COMPARED
from dualcarbon.inventory.ledger import Activity, Floats, Line, Use
from dualcarbon.provenance.derivation import Input
from dualcarbon.scenarios.beyond import abated_of, key_of, left, sources, values_of
from dualcarbon.scenarios.end_uses import Series
from dualcarbon.study.explain import ledgered, stocked
from dualcarbon.study.explain.branches import Branches
from dualcarbon.study.explain.notebook import Notebook
from dualcarbon.study.explain.stocked import Reading
from dualcarbon.vocabulary.names import METHODS

LEFT = ("; x (1 - share kept from the air)", "；×（1 − 减排比例）")
LEFT_OF_SOURCES = ("; x share left of what its sources emit", "；× 其来源排放的剩余比例")
OF_SOURCES = (
    "sum of emissions less what is kept of them / sum of emissions, before recovery",
    "各来源扣除减排后的排放之和 / 各来源排放之和（回收之前）",
)


class OfLines:
    """Lines of the ledger in the central runs of scenarios."""

    def __init__(self, note: Notebook, branches: Branches) -> None:
        self.note, self.branches = note, branches

    def explain(self, name: str, line: Line, year: int) -> Input | None:
        """Write down a line in a year ahead, in tonnes of its gas; nothing where it emits nothing."""
        amount = self._made(name, line, year)
        lines, given = self.note.beyond.ledger.lines, self._given(name)
        share = np.atleast_2d(left(given, line, lines, self._values(name)))
        amount *= float(share[0, year - self._base])
        if amount == 0.0:
            return None
        key = f"{name} line {line.id} {year}"
        if key not in self.note.book:
            method = METHODS[line.method]
            text, inputs = stocked.made(self.note, line, year, self._reading(name, line)) or (
                (method.en, method.zh),
                [i for one in line.inputs for i in self._inputs(name, line, one, year)],
            )
            for more, one in self._kept(name, line, year):
                text = text[0] + more[0], text[1] + more[1]
                inputs.append(one)
            self.note.about[key] = method.meaning
            self.note.write(key, *text, amount, f"t {line.gas}", inputs)
        return Input(line.id, amount, f"t {line.gas}", key)

    @property
    def _base(self) -> int:
        return self.note.beyond.years[0]

    def _given(self, name: str) -> dict[str, Series]:
        count = len(self.note.beyond.years)
        return {k: v[None, -count:] for k, v in self.branches.central[name].parameters.items()}

    def _values(self, name: str) -> Callable[[Activity | Use], Floats]:
        return values_of(self._given(name), self.note.beyond.years)

    def _made(self, name: str, line: Line, year: int) -> float:
        """Give what a line emits in a year before anything is kept of it. [t of the gas]."""
        made = np.atleast_2d(line.amounts(self._values(name)))
        return float(made[0, line.years.index(year)])

    def _kept(self, name: str, line: Line, year: int) -> Iterator[tuple[tuple[str, str], Input]]:
        """Give the shares that are kept of a line, or of what it is recovered of, each with what it adds to the formula."""
        some = sources(line, self.note.beyond.ledger.lines)
        if len({abated_of(one) for one in some}) > 1:
            if (one := self._left_of(name, line, some, year)).value != 1.0:
                yield LEFT_OF_SOURCES, one
            return
        for one in self._shares(name, some[0], year) if some else ():
            if one.value:
                yield LEFT, one

    def _shares(self, name: str, line: Line, year: int) -> list[Input]:
        known = self.branches.central[name].parameters
        return [self.branches.parameter(name, k, year) for k in abated_of(line) if k in known]

    def _left_of(self, name: str, line: Line, some: Sequence[Line], year: int) -> Input:
        """Write down what is left of the emissions of several sources together."""
        key = f"{name} left of the sources of {line.id} {year}"
        made = [self._made(name, one, year) for one in some]
        shares = [self._shares(name, one, year) for one in some]
        kept = [amount * math.prod(1 - float(i.value or 0.0) for i in of) for amount, of in zip(made, shares, strict=True)]  # fmt: skip
        value = sum(kept) / sum(made) if sum(made) > 0 else 1.0
        terms = [(one.id, amount, of) for one, amount, of in zip(some, made, shares, strict=True)]
        inputs = [i for id, amount, of in terms for i in (Input(id, amount, f"t {line.gas}"), *of)]
        self.note.write(key, *OF_SOURCES, value, "1", inputs)
        return Input("left of its sources", value, "1", key)

    def _reading(self, name: str, line: Line) -> Reading:
        """Give what tells a line's inputs as the paths of a scenario have them."""
        return Reading(
            f"{name} ",
            self._values(name),
            lambda series, year: self._of_year(name, series, year),
            lambda use, year: ledgered.numbers(self.note, use, line, year),
        )

    def _of_year(self, name: str, series: Activity, year: int) -> list[Input]:
        """Give the activity of a year: a path after the base year, statistics before."""
        key = key_of(series)
        if year > self._base and key in self.branches.central[name].parameters:
            return [self.branches.parameter(name, key, year)]
        return ledgered.of_year(self.note, series, year)

    def _inputs(self, name: str, line: Line, one: Activity | Use, year: int) -> Iterator[Input]:
        """Give the inputs of a line that is their product, or looks back one year: paths of activity, numbers."""
        if not isinstance(one, Activity):
            yield from ledgered.numbers(self.note, one, line, year)
            return
        key = key_of(one)
        if key not in self.branches.central[name].parameters:
            yield from ledgered.cells(self.note, one, year)
            return
        if one.years != line.years or line.method in COMPARED:
            there = [y for y in one.years if y < year][-1:]
            yield from self._before(name, one, key, there)
        yield self.branches.parameter(name, key, year)

    def _before(self, name: str, one: Activity, key: str, years: list[int]) -> Iterator[Input]:
        """Give the year before, which a line looks back on, with all years before it where it looks back on them."""
        for year in years:
            if year >= self._base:
                yield self.branches.parameter(name, key, year)
            else:
                yield from ledgered.cells(self.note, one, year)
