"""How a cell of the tree came in a year: its energy from what makes it up, its factor, its scale."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence

from dualcarbon.inventory.ledger import Activity
from dualcarbon.provenance.derivation import Input
from dualcarbon.scenarios import ensemble
from dualcarbon.scenarios.beyond import key_of
from dualcarbon.scenarios.ensemble import Central
from dualcarbon.scenarios.projection import capture
from dualcarbon.scenarios.tree import Cell
from dualcarbon.study.explain.factors import OfFactors
from dualcarbon.study.explain.notebook import Notebook
from dualcarbon.study.explain.parameters import OfParameters
from dualcarbon.study.explain.uses import OfUses

BURNT = ("energy x factor x scale", "能源量 × 因子 × 缩放")
CAUGHT = ("energy x factor x scale x share not captured", "能源量 × 因子 × 缩放 × 未捕集比例")


class Branches:
    """The central runs of a run's scenarios, computed again when first asked for, branch by branch."""

    def __init__(self, note: Notebook) -> None:
        self.note = note
        self.parameters = OfParameters(note, self)
        self.uses = OfUses(note, self)
        self.factors = OfFactors(note)

    @functools.cached_property
    def central(self) -> Mapping[str, Central]:
        """The central run of every scenario."""
        seen, tree, span = self.note.prepared.planted
        return {
            n: ensemble.central(s, seen, tree, span)
            for n, s in self.note.prepared.scenarios.items()
        }

    @functools.cached_property
    def activities(self) -> Mapping[str, Sequence[Activity]]:
        """The statistics of the ledger that a path carries on, by its key."""
        found: dict[str, list[Activity]] = {}
        for line in self.note.prepared.ledger.territorial.lines:
            for one in line.activities:
                found.setdefault(key_of(one), []).append(one)
        return found

    def cell(self, name: str, cell: Cell, year: int, place: int) -> Input:
        """Write down one cell of a projection: its energy from the paths, times the factor held."""
        middle = self.central[name]
        key = f"{name} {'/'.join(cell)} {year}"
        amount, fuel = float(middle.energy[cell][place]), cell[2]
        energy = Input("energy", amount, "tce", self.energy(name, cell, year, place))
        value = float(middle.emissions[cell][place])
        scale = self.parameter(name, f"factor_scale.{fuel}", year)
        inputs, text = [energy, self.factors.explain(cell), scale], BURNT
        if capture(cell) in middle.parameters:
            text = CAUGHT
            inputs.append(self._left(name, capture(cell), year))
        self.note.write(key, *text, value, "t CO2", inputs)
        return Input(key, value, "t CO2", key)

    def energy(self, name: str, cell: Cell, year: int, place: int) -> str:
        """Write down the energy of a cell from what makes it up, and give its key."""
        return self.uses.explain(name, cell, year, place)

    def parameter(self, name: str, key: str, year: int) -> Input:
        """Write down a parameter of a scenario in a year: the sentence of its path, and where it is declared."""
        return self.parameters.explain(name, key, year)

    def _left(self, name: str, key: str, year: int) -> Input:
        """Write down the share of a branch's emissions that is not captured."""
        caught = self.parameter(name, key, year)
        label, left = f"{name} not captured {key} {year}", 1 - float(caught.value or 0.0)
        self.note.write(label, "1 - captured", "1 - 捕集比例", left, "1", [caught])
        return Input(label, left, "1", label)
