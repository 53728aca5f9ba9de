"""How the energy of a cell of the tree came: its end uses, own rates, chains of conversion, plants."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from dualcarbon.provenance.derivation import Input
from dualcarbon.scenarios import projection
from dualcarbon.scenarios.chains import Chain, run
from dualcarbon.scenarios.demands import demand
from dualcarbon.scenarios.end_uses import final_share, sized
from dualcarbon.scenarios.tree import Cell, Series, Tree, drivers, of_use, own_key
from dualcarbon.study.explain.notebook import Notebook

if TYPE_CHECKING:
    from dualcarbon.study.explain.branches import Branches

Text = tuple[str, str]
DEMAND = ("activity x intensity x share", "活动水平 × 强度 × 份额")
USEFUL = ("activity x useful intensity x share / efficiency", "活动水平 × 有用能强度 × 份额 / 效率")
SUM = (
    "sum of the end uses and conversions that make up the cell",
    "构成该单元的各终端用途与转换之和",
)
LOSSES = ("rate x final use of the fuel", "比率 × 该品种终端消费")
RATE = ("rate x industry's value added", "比率 × 工业增加值")
OF_FUEL = ("sum of the final uses of the fuel", "该品种各终端消费之和")
WANTED = (
    "sum of the uses of the carrier, what chains take and give with it",
    "该载体各项消费之和，含转换链的投入与产出",
)
BURNING = (
    "demand x balance x share of plants x rate x mix",
    "需求 × 平衡系数 × 机组份额 × 转换率 × 燃料份额",
)
MADE: dict[tuple[str, str], tuple[tuple[str, ...], Text]] = {
    ("power", "electricity"): (
        ("thermal", "nonfossil"),
        ("- demand x balance x (share of plants + share of non-fossil)", "-需求 × 平衡系数 × (机组份额 + 非化石份额)"),
    ),
    ("power", "nonfossil"): (("nonfossil",), ("demand x balance x share of non-fossil", "需求 × 平衡系数 × 非化石份额")),
    ("import", "electricity"): (("import",), ("demand x balance x share brought in", "需求 × 平衡系数 × 调入份额")),
    ("heat", "heat"): (("plants",), ("- demand x balance x share of plants", "-需求 × 平衡系数 × 机组份额")),
    ("other_transformation", "heat"): (("recovered",), ("- demand x balance x share recovered", "-需求 × 平衡系数 × 回收份额")),
}  # fmt: skip
"""What is made or brought in, by flow and fuel: the parts of the supply that it is, and the formula."""
SUPPLY_OF = ("demand x part / (1 - loss)", "需求 × 承担比例 /（1 − 损失率）")
WHOLE_SUPPLY = ("(demand + export) / (1 - loss)", "（需求 + 调出）/（1 − 损失率）")
WAYS: dict[str, Text] = {
    "made": ("- supply x share of the process", "-供应量 × 工艺份额"),
    "rate": ("supply x share of the process x rate", "供应量 × 工艺份额 × 单耗"),
    "yield": ("- supply x share of the process x yield", "-供应量 × 工艺份额 × 副产率"),
    "losses": ("supply x share lost", "供应量 × 损失率"),
    "import": ("supply x share brought in", "供应量 × 调入份额"),
    "export": ("as declared", "按声明"),
}


BESIDE = ("losses", "import", "export")
"""Flows in which a chain loses, brings in and sends out what it makes."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One contribution to a cell: its name, formula, energy [tce] and inputs."""

    name: str
    text: Text
    value: float
    inputs: list[Input]


@dataclass(frozen=True, slots=True)
class Spot:
    """A cell of a scenario in a year, and the place of the year in its series."""

    name: str
    cell: Cell
    year: int
    place: int


class OfUses:
    """Energy of the cells of central runs, piece by piece."""

    def __init__(self, note: Notebook, branches: Branches) -> None:
        self.note, self.branches = note, branches
        self._staged: dict[tuple[str, int], Mapping[Cell, Series]] = {}
        self._open: set[str] = (
            set()
        )  # what is being written down: losses follow a demand that holds them

    def explain(self, name: str, cell: Cell, year: int, place: int) -> str:
        """Write down the energy of a cell, and give its key."""
        key = f"{name} energy {'/'.join(cell)} {year}"
        if key in self.note.book:
            return key
        value = float(self.branches.central[name].energy[cell][place])
        self._open.add(key)
        pieces = list(self._pieces(Spot(name, cell, year, place)))
        self._open.discard(key)
        there = [p for p in pieces if p.value != 0.0] or pieces
        if len(there) == 1:
            self.note.write(key, *there[0].text, value, "tce", there[0].inputs)
            return key
        inputs = [self._piece(f"{name} {p.name} {'/'.join(cell)} {year}", p) for p in there]
        self.note.write(key, *SUM, value, "tce", inputs)
        return key

    def use(self, name: str, use: str, fuel: str, year: int, place: int) -> Input:
        """Write down what an end use takes of a fuel."""
        one = self._tree.uses[use]
        piece = self._of_use(Spot(name, (one.sector, one.flow, fuel), year, place), use)
        return self._piece(f"{name} {use} {'/'.join((one.sector, one.flow, fuel))} {year}", piece)

    @property
    def _tree(self) -> Tree:
        return self.note.prepared.planted[1]

    def _piece(self, key: str, piece: Piece) -> Input:
        self.note.write(key, *piece.text, piece.value, "tce", piece.inputs)
        return Input(piece.name, piece.value, "tce", key)

    def _pieces(self, spot: Spot) -> Iterator[Piece]:
        """Give all that makes up a cell."""
        tree, (sector, flow, fuel) = self._tree, spot.cell
        for name, use in tree.uses.items():
            if (use.sector, use.flow) == (sector, flow) and fuel in tree.groups[use.mix]:
                yield self._of_use(spot, name)
        if spot.cell in tree.own:
            yield self._own(spot)
        for count, chain in enumerate(tree.chains):
            beside = BESIDE if chain.whole else ("losses",)  # plants have the trade of a part
            if flow == chain.flow or (flow in beside and fuel == chain.output):
                yield self._of_chain(spot, count, chain)
        if (flow, fuel) in MADE or flow in ("power", "heat"):
            yield self._of_plants(spot)

    def _parameters(self, spot: Spot, keys: list[str]) -> list[Input]:
        return [self.branches.parameter(spot.name, key, spot.year) for key in keys]

    def _of_use(self, spot: Spot, name: str) -> Piece:
        """Give what an end use takes: activity x intensity x share, divided by an efficiency where it has one."""
        use, fuel = self._tree.uses[name], spot.cell[2]
        given = self.branches.central[spot.name].parameters
        value = float((sized(given, use) * final_share(given, use, fuel))[spot.place])
        keys = [*use.activity, use.intensity, f"{use.mix}.{fuel}"]
        keys += [f"{use.efficiency}.{fuel}"] if use.efficiency else []
        return Piece(name, USEFUL if use.efficiency else DEMAND, value, self._parameters(spot, keys))  # fmt: skip

    def _own(self, spot: Spot) -> Piece:
        """Give what follows industry, or the final use of its fuel."""
        known, (_, flow, fuel) = self.branches.central[spot.name].parameters, spot.cell
        key = own_key(spot.cell)
        rate = float(known[key][spot.place])
        if of_use(spot.cell, self.branches.central[spot.name].energy):
            used = self._final(spot, fuel)
            return Piece(key, LOSSES, rate * float(used.value or 0.0), [*self._parameters(spot, [key]), used])  # fmt: skip
        by = drivers("structure.industry") if "structure.industry" in known else ("gdp",)
        inputs = self._parameters(spot, [key, *(k for k in by if k in known)])
        return Piece(f"{flow}.{fuel}", RATE, math.prod(float(i.value or 0.0) for i in inputs), inputs)  # fmt: skip

    def _final(self, spot: Spot, fuel: str) -> Input:
        """Write down the final use of a fuel, which its losses follow."""
        key = f"{spot.name} final use of {fuel} {spot.year}"
        cells = self.branches.central[spot.name].energy
        there = {c: v for c, v in cells.items() if c[1:] == ("final", fuel) and v[spot.place]}
        return self._sum(key, f"final use of {fuel}", OF_FUEL, there, spot)

    def _of_plants(self, spot: Spot) -> Piece:
        """Give what plants burn and make, and what of electricity is brought in."""
        _, flow, fuel = spot.cell
        group, carrier = ("heat", "heat") if "heat" in (flow, fuel) else ("power", "electricity")
        parts, text = MADE.get((flow, fuel), (("thermal" if group == "power" else "plants",), BURNING))  # fmt: skip
        keys = [f"{group}.balance", *(f"{group}.supply.{part}" for part in parts)]
        keys += [f"{group}.rate", f"{group}.mix.{fuel}"] if text is BURNING else []
        wanted = self._wanted(spot, carrier)
        inputs = [wanted, *self._parameters(spot, keys)]
        value = math.prod(float(i.value or 0.0) for i in (*inputs[:2], *inputs[2 + len(parts) :]))
        value *= sum(float(i.value or 0.0) for i in inputs[2 : 2 + len(parts)])
        return Piece(group, text, -value if text[0].startswith("-") else value, inputs)

    def _wanted(self, spot: Spot, carrier: str) -> Input:
        """Write down the demand for a carrier that plants meet."""
        cells = self.branches.central[spot.name].energy
        uses = {c: v for c, v in cells.items() if c[2] == carrier and np.any(demand({c: v}, carrier))}  # fmt: skip
        key = f"{spot.name} demand for {carrier} {spot.year}"
        return self._sum(key, f"demand for {carrier}", WANTED, uses, spot)

    def _left(self, spot: Spot, count: int, chain: Chain) -> Input:
        """Write down the demand for a carrier that a chain meets, all of it or a part, after the chains before it."""
        cells = self._before(spot.name, count).items()
        uses = {c: v for c, v in cells if c[2] == chain.output and np.any(chain.wanted({c: v}))}
        key = f"{spot.name} demand for {chain.output} before {chain.name} {spot.year}"
        return self._sum(key, f"demand for {chain.output}", WANTED, uses, spot)

    def _sum(self, key: str, name: str, text: Text, cells: Mapping[Cell, Series], spot: Spot) -> Input:  # fmt: skip
        """Write down a sum of cells, each with what makes it up."""
        amounts = {c: float(v[spot.place]) for c, v in sorted(cells.items()) if v[spot.place]}
        total = sum(amounts.values())
        if key not in self.note.book:
            inputs = [self._cell(cell, amount, spot) for cell, amount in amounts.items()]
            self.note.write(key, *text, total, "tce", inputs)
        return Input(name, total, "tce", key)

    def _cell(self, cell: Cell, value: float, spot: Spot) -> Input:
        """Give a cell as a part of a sum; it is followed where nothing was added to it since."""
        final = float(self.branches.central[spot.name].energy[cell][spot.place])
        own = f"{spot.name} energy {'/'.join(cell)} {spot.year}"
        same = math.isclose(final, value, rel_tol=1e-12) and own not in self._open
        ref = self.explain(spot.name, cell, spot.year, spot.place) if same else ""
        return Input(f"energy {'/'.join(cell)}", value, "tce", ref)

    def _before(self, name: str, count: int) -> Mapping[Cell, Series]:
        """Give the cells that stand before a chain runs."""
        if (name, count) not in self._staged:
            tree = replace(self._tree, chains=self._tree.chains[:count], power=False, heat=False)
            given = self.branches.central[name].parameters
            self._staged[name, count] = projection.project(given, tree)
        return self._staged[name, count]

    def _of_chain(self, spot: Spot, count: int, chain: Chain) -> Piece:
        """Give what a chain takes, gives, loses, brings in or sends out."""
        given, (_, flow, _) = self.branches.central[spot.name].parameters, spot.cell
        before = self._before(spot.name, count)
        made = run(chain, given, chain.wanted(before))[spot.cell]
        value = float(made[spot.place if len(made) > 1 else 0])
        if flow == "export":
            return Piece(chain.flow, WAYS["export"], value, self._parameters(spot, [f"{chain.flow}.export"]))  # fmt: skip
        supply = self._supply(spot, count, chain)
        if flow != chain.flow:
            own = "loss" if flow == "losses" else "supply.import"
            return Piece(chain.flow, WAYS[flow], value, [supply, *self._parameters(spot, [f"{chain.flow}.{own}"])])  # fmt: skip
        ways = list(self._ways(spot, chain, supply))
        there = [w for w in ways if w.value != 0.0] or ways
        if len(there) == 1:
            return replace(there[0], name=chain.flow)
        head = f"{spot.name} {'/'.join(spot.cell)} {spot.year}"
        return Piece(chain.flow, SUM, value, [self._piece(f"{head} {w.name}", w) for w in there])

    def _ways(self, spot: Spot, chain: Chain, supply: Input) -> Iterator[Piece]:
        """Give what each process of a chain takes and gives of a fuel."""
        fuel = spot.cell[2]
        for name, process in chain.processes.items():
            share = f"{chain.flow}.supply.{name}"
            head = f"{chain.flow}.{name}"
            if fuel == chain.output:
                yield self._way(spot, f"{name} made", WAYS["made"], supply, [share])
            if fuel in process.inputs:
                yield self._way(spot, f"{name} input", WAYS["rate"], supply, [share, f"{head}.rate.{fuel}"])  # fmt: skip
            if fuel in process.gives:
                yield self._way(spot, f"{name} output", WAYS["yield"], supply, [share, f"{head}.yield.{fuel}"])  # fmt: skip

    def _way(self, spot: Spot, name: str, text: Text, supply: Input, keys: list[str]) -> Piece:
        inputs = [supply, *self._parameters(spot, keys)]
        value = math.prod(float(i.value or 0.0) for i in inputs)
        return Piece(name, text, -value if text[0].startswith("-") else value, inputs)

    def _supply(self, spot: Spot, count: int, chain: Chain) -> Input:
        """Write down what a chain makes and brings in."""
        key, head = f"{spot.name} supply of {chain.name} {spot.year}", chain.flow
        if told := self.note.told(key, f"supply of {chain.name}"):
            return told
        wanted, own = self._left(spot, count, chain), "export" if chain.whole else "part"
        inputs = [wanted, *self._parameters(spot, [f"{head}.{own}", f"{head}.loss"])]
        met, more, lost = (float(i.value or 0.0) for i in inputs)
        text = WHOLE_SUPPLY if chain.whole else SUPPLY_OF
        value = (met + more if chain.whole else met * more) / (1 - lost)
        self.note.write(key, *text, value, "tce", inputs)
        return Input(f"supply of {chain.name}", value, "tce", key)
