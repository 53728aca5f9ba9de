"""How a parameter that the tree reads off the account came: the rows of people, economy and energy behind it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from dualcarbon.provenance.derivation import Input
from dualcarbon.scenarios.end_uses import Parameters
from dualcarbon.scenarios.tree import Cell, Tree, own_key
from dualcarbon.study.explain.notebook import Notebook
from dualcarbon.study.folder import DECLARATION
from dualcarbon.vocabulary.names import FUELS

Text = Mapping[str, str]
SEEN: Text = {"en": "observed, from data/", "zh": "统计值，取自 data/"}
ROW: Text = {"en": "statistics, the row of the table", "zh": "统计值，取自数据表该行"}
FILLED: Text = {
    "en": "no figure; filled by the method that the study declares",
    "zh": "无统计值，按研究声明的方法填补",
}
ADDED: Text = {"en": "value added of the sector / GDP", "zh": "部门增加值 / 地区生产总值"}
SIZED: Text = {
    "en": "sum of the energy of the sector / its activity",
    "zh": "部门能源消费之和 / 活动水平",
}
SHARED: Text = {
    "en": "energy of the fuel / sum of the energy of the sector",
    "zh": "该品种能源消费 / 部门能源消费之和",
}
OF_PLANTS: Text = {
    "en": "read off the energy that plants take and give, and off trade",
    "zh": "由电厂热厂投入产出与调入调出能源读出",
}
OF_CELL: Text = {
    "en": "energy of the cell / what it is measured against",
    "zh": "该单元能源 / 其对应的活动量",
}
UNSCALED: Text = {"en": "the factor as it stands in the table", "zh": "按因子表原值，未缩放"}
PLANTS = ("power", "heat")


def stood(ref: str) -> Text:
    """Say how a number of the statistics came: from a row of its table, or from a fill."""
    return FILLED if ref.startswith(f"{DECLARATION}:") else ROW


class OfAccount:
    """Parameters that stand in the account itself: people, economy, its structure, what a sector uses and of what."""

    def __init__(self, note: Notebook) -> None:
        self.note = note

    def explain(self, key: str, year: int, given: Parameters) -> tuple[Text, list[Input]]:
        """Say how a parameter of a year of statistics came, and of which rows; ``given`` are all parameters of the run."""
        head, _, rest = key.partition(".")
        if key in ("gdp", "population"):
            one = self._driver(key, year, given)
            return stood(one.ref), [one]
        if head == "structure":
            return ADDED, [self._value_added(key, year, given), self._driver("gdp", year, given)]
        if head == "intensity" and rest in self._tree.demand:
            by = self._tree.demand[rest][1]
            return SIZED, [*self._energy(rest, year), *self._activity(by, year, given)]
        sector, _, fuel = rest.rpartition(".")
        if head == "mix" and sector in self._tree.demand:
            return SHARED, [*self._energy(sector, year, fuel), *self._energy(sector, year)]
        if head == "factor_scale":
            return UNSCALED, []
        if head in PLANTS:
            return OF_PLANTS, self._cells(year, lambda cell: cell[1] in (head, "import", "export"))
        own = [cell for cell in self._tree.own if own_key(cell) == key]
        return (OF_CELL, self._cells(year, lambda cell: cell in own)) if own else (SEEN, [])

    def _cells(self, year: int, wanted: Callable[[Cell], bool]) -> list[Input]:
        """Give the energy of the cells of the account that are wanted."""
        cells = sorted(c for c in self.note.prepared.planted[0].energy if wanted(c))
        return [
            one for sector, flow, fuel in cells for one in self._of_fuel(year, sector, flow, fuel)
        ]

    @property
    def _tree(self) -> Tree:
        return self.note.prepared.planted[1]

    def _driver(self, key: str, year: int, given: Parameters) -> Input:
        """Give people or the product of a year with the row that it was read from."""
        place = self.note.prepared.planted[0].years.index(year)
        ref = (
            self.note.row("population", year=year, indicator="population")
            if key == "population"
            else self.note.gdp_row(year)
        )
        return Input(f"{key} {year}", float(given[key][place]), self._tree.units.get(key, ""), ref)

    def _value_added(self, key: str, year: int, given: Parameters) -> Input:
        """Give the value added of a sector with its row; ``key`` is that of its share."""
        sector = key.removeprefix("structure.")
        place = self.note.prepared.planted[0].years.index(year)
        ref = self.note.row("economy", year=year, sector=sector, indicator="value_added")
        amount = float(given[key][place] * given["gdp"][place])
        return Input(f"value added {sector} {year}", amount, self._tree.units.get("gdp", ""), ref)

    def _activity(self, by: str, year: int, given: Parameters) -> list[Input]:
        """Give what the energy of a sector is divided by: people, the product, its value added, or nothing."""
        if not by:
            return []
        of_sector = by.startswith("structure.")
        return [(self._value_added if of_sector else self._driver)(by, year, given)]

    def _energy(self, sector: str, year: int, only: str = "") -> list[Input]:
        """Give the energy of a sector by its fuels, or of one, single fuels where the tree has their group."""
        flow = self._tree.demand[sector][0]
        fuels = [only] if only else list(self._tree.groups[f"mix.{sector}"])
        return [one for fuel in fuels for one in self._of_fuel(year, sector, flow, fuel)]

    def _of_fuel(self, year: int, sector: str, flow: str, fuel: str) -> list[Input]:
        """Give the energy of a fuel in a cell of the account; of a group of fuels that of each that is there."""
        fuels = self.note.account.energy.fuel.values.tolist()
        some = [f for f in fuels if (year, sector, flow, f) in self.note.amounts]
        inside = [fuel] if fuel in some else [f for f in some if FUELS[f].more["group"] == fuel]
        return [self.note.energy_input(year, sector, flow, f) for f in inside]
