"""How the factor of a cell of the tree came: a record, the mean of a group of fuels, or that of other cells of the fuel."""

from __future__ import annotations

from dualcarbon.provenance.derivation import Input
from dualcarbon.scenarios.extension import BURNING
from dualcarbon.scenarios.folding import group
from dualcarbon.scenarios.tree import SUPPLY, Cell
from dualcarbon.study.explain.notebook import Notebook

UNIT = "t CO2/tce"
MEAN = (
    "emissions of the fuels of the group / their energy",
    "该品种组各燃料的排放量 / 其能源量",
)
NEW = (
    "mean of the fuel over the cells of the account that burn it: sum of energy x factor / sum of energy",
    "账户中燃烧该品种各单元的平均因子：Σ（能源量 × 因子）/ Σ 能源量",
)
SAME = ("that of the cell of the account which held its energy", "取账户中原含其用能的单元的因子")
BURNT = ("energy x factor", "能源量 × 因子")


class OfFactors:
    """Factors of the base year, which scenarios hold."""

    def __init__(self, note: Notebook) -> None:
        self.note = note

    def explain(self, cell: Cell) -> Input:
        """Give the factor that a cell holds, with what it is made of."""
        base, held = self.note.prepared.study.base_year, self.note.prepared.planted[1].factor[cell]
        fuels = self._recorded(cell)
        ref = self._record(cell, fuels[0]) if len(fuels) == 1 else self._mean(cell, held, fuels)
        return Input(f"factor of {base}, held", held, UNIT, ref)

    def _recorded(self, cell: Cell) -> list[str]:
        """Give the fuels of the account that a cell holds and that have a factor."""
        (sector, flow, _), base = cell, self.note.prepared.study.base_year
        records = self.note.account.factors.records
        fuels = (str(f) for f in self.note.account.energy.fuel.values)
        if self.note.account.yearbook.balance is None:  # a table in single fuels stays in them
            inside = [f for f in fuels if f == cell[2]]
        else:
            inside = [f for f in fuels if group((sector, flow, f)) == cell]
        return [f for f in inside if ("direct", base, sector, flow, f) in records]

    def _record(self, cell: Cell, fuel: str) -> str:
        base = self.note.prepared.study.base_year
        record = self.note.account.factors.records["direct", base, *cell[:2], fuel]
        self.note.record(record)
        return record.id

    def _mean(self, cell: Cell, held: float, fuels: list[str]) -> str:
        """Write down a factor that no record gives by itself."""
        base = self.note.prepared.study.base_year
        key = f"factor {'/'.join(cell)} {base}"
        if key in self.note.book:
            return key
        if fuels:
            found = [self.note.cell(base, *cell[:2], fuel) for fuel in fuels]
            self.note.write(key, *MEAN, held, UNIT, found)
        elif home := self._home(cell):
            self.note.write(key, *SAME, held, UNIT, [self.explain(home)])
        else:
            self.note.write(key, *NEW, held, UNIT)  # the cell may be one of those that burn it
            self.note.write(key, *NEW, held, UNIT, self._burnt(cell[2]))
        return key

    def _home(self, cell: Cell) -> Cell | None:
        """Give the cell of the account out of which a chain takes its energy, if that has a factor."""
        seen, tree, _ = self.note.prepared.planted
        for chain in tree.chains:
            if (SUPPLY, chain.flow) == cell[:2] and chain.within is not None:
                home = (*chain.within, cell[2])
                return home if home in seen.factor else None
        return None

    def _burnt(self, fuel: str) -> list[Input]:
        """Give energy and emissions of the cells of the account that burn a fuel, in the base year."""
        seen, base = self.note.prepared.planted[0], self.note.prepared.study.base_year
        found = []
        for cell in sorted(seen.energy):
            if cell[2] == fuel and cell[1] in BURNING and cell in seen.factor:
                amount, factor = (float(x[cell][-1]) for x in (seen.energy, seen.factor))
                key = f"burnt {'/'.join(cell)} {base}"
                energy = Input("energy", amount, "tce", self._row(cell))
                self.note.write(key, *BURNT, amount * factor, "t CO2", [energy, self.explain(cell)])
                found += [energy, Input(f"emissions {'/'.join(cell)}", amount * factor, "t CO2", key)]  # fmt: skip
        return found

    def _row(self, cell: Cell) -> str:
        """Give the row of a cell of the account; nothing where it holds several fuels."""
        (sector, flow, _), base = cell, self.note.prepared.study.base_year
        fuels = self._recorded(cell)
        return self.note.energy_input(base, sector, flow, fuels[0]).ref if len(fuels) == 1 else ""
