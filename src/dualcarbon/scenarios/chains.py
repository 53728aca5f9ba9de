"""Chains of conversion that a study declares: hydrogen, refining, combined heat and power, and what they take and give.

A chain meets a part of the demand for its carrier. It follows the end uses and the chains before it, and comes before
the region's power and heat plants, so that the electricity which electrolysis takes is made by them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from dualcarbon.scenarios.demands import demand
from dualcarbon.scenarios.tree import SUPPLY, Cell, Series

IMPORT = "import"
"""Part of a chain's supply that is brought in from outside."""
PLANTS: Mapping[str, Cell] = {
    "electricity": (SUPPLY, "power", "electricity"),
    "heat": (SUPPLY, "heat", "heat"),
}
"""Cells in which the account holds what its plants make."""


@dataclass(frozen=True, slots=True)
class Process:
    """One way to make the carrier: what it takes, what of that is burnt, what else it gives."""

    inputs: tuple[str, ...]
    burnt: tuple[str, ...] = ()
    gives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Chain:
    """A chain of conversion.

    ``output`` is the carrier it makes; ``whole`` says that it meets all demand for it, not a part beside plants, which have
    the trade; ``within`` (sector, flow) names the cells of the account that hold its energy in the base year, nothing where
    it uses none then.
    """

    name: str
    output: str
    processes: Mapping[str, Process]
    whole: bool = True
    within: tuple[str, str] | None = None

    @property
    def flow(self) -> str:
        """Flow under which its energy stands in a projection."""
        return f"chains.{self.name}"

    @property
    def parts(self) -> tuple[str, ...]:
        """Parts of its supply: its processes, and what is brought in where it meets all demand."""
        return (*self.processes, IMPORT) if self.whole else tuple(self.processes)

    def cells(self) -> Iterator[Cell]:
        """Give the cells that it fills."""
        fuels = {f for p in self.processes.values() for f in (*p.inputs, *p.gives)}
        yield from ((SUPPLY, self.flow, fuel) for fuel in sorted({*fuels, self.output}))

    def home(self, cell: Cell, account: Collection[Cell]) -> Cell | None:
        """Give the cell of an account that holds one of its cells, nothing for trade, or where it is said to be in none.

        Parameters
        ----------
        cell : tuple
            Sector, flow and fuel of what it takes, gives, loses or trades.
        account : collection of tuple
            Cells of the account; electricity and heat stand with the plants where it does not have them with the fuels.
        """
        _, flow, fuel = cell
        if flow != self.flow:
            return cell if flow == "losses" else None
        own = (*self.within, fuel) if self.within else None
        made = PLANTS.get(fuel)
        return made if own and made in account and own not in account else own

    def wanted(self, cells: Mapping[Cell, Series]) -> Series:
        """Give the demand for its carrier, but for what the account nets with its own output. [tce]."""
        own = (*self.within, self.output) if self.within else None
        return demand({c: v for c, v in cells.items() if c != own}, self.output)

    def units(self) -> dict[str, str]:
        """Give the unit of each of its paths but the shares of supply."""
        head = self.flow
        own = {f"{head}.loss": "1"}
        part = {f"{head}.export": "tce"} if self.whole else {f"{head}.part": "1"}
        rates = {
            f"{head}.{name}.{kind}.{fuel}": "tce/tce"
            for name, process in self.processes.items()
            for kind, fuels in (("rate", process.inputs), ("yield", process.gives))
            for fuel in fuels
        }
        return part | own | rates


def run(chain: Chain, given: Mapping[str, Series], wanted: Series) -> dict[Cell, Series]:
    r"""Compute what a chain takes and gives for the demand for its carrier.

    .. math:: S = \frac{p D + X}{1 - l}, \qquad I_f = \sum_i s_i S r_{i,f}

    with the part :math:`p` of the demand :math:`D` that it meets, exports :math:`X`, the share :math:`l` lost in storage and
    transport, the shares :math:`s` of its processes and their rates :math:`r`. What a process takes of the carrier that it
    makes is feed that passes through, not demand for it.

    Parameters
    ----------
    chain : Chain
        What it is made of.
    given : mapping of ndarray (member, year)
        All parameters of the tree. [unit of each key]
    wanted : ndarray (member, year)
        Demand for its carrier. [tce]

    Returns
    -------
    dict of ndarray (member, year)
        Energy by cell, inputs positive, outputs negative. [tce]

    References
    ----------
    .. [1] C. G. Heaps, "LEAP: The Low Emissions Analysis Platform", Stockholm Environment Institute, 2022: modules of
       transformation follow the demand that is left.

    Examples
    --------
    Nine units of hydrogen are used, a tenth of what is made is lost, and electrolysis takes 1.5 units for each:

    >>> chain = Chain("hydrogen", "hydrogen", {"electrolysis": Process(("electricity",))})
    >>> ones = {"supply.electrolysis": 1.0, "supply.import": 0.0, "electrolysis.rate.electricity": 1.5, "loss": 0.1, "export": 0.0}
    >>> given = {f"chains.hydrogen.{key}": np.array([[value]]) for key, value in ones.items()}
    >>> cells = run(chain, given, np.array([[9.0]]))
    >>> [float(cells["energy_supply", flow, fuel].round(9)[0, 0]) for flow, fuel in (("chains.hydrogen", "electricity"), ("losses", "hydrogen"))]
    [15.0, 1.0]
    """
    head = chain.flow
    met = wanted if chain.whole else wanted * given[f"{head}.part"]
    sent = given[f"{head}.export"] if chain.whole else np.zeros(1)
    supply = (met + sent) / (1 - given[f"{head}.loss"])
    cells: dict[Cell, Series] = {cell: np.zeros(1) for cell in chain.cells()}
    for name, process in chain.processes.items():
        made = supply * given[f"{head}.supply.{name}"]
        _add(cells, chain.output, -made, head)
        for fuel in process.inputs:
            _add(cells, fuel, made * given[f"{head}.{name}.rate.{fuel}"], head)
        for fuel in process.gives:
            _add(cells, fuel, -made * given[f"{head}.{name}.yield.{fuel}"], head)
    cells[SUPPLY, "losses", chain.output] = supply * given[f"{head}.loss"]
    if chain.whole:
        cells[SUPPLY, "import", chain.output] = supply * given[f"{head}.supply.{IMPORT}"]
        cells[SUPPLY, "export", chain.output] = sent + np.zeros_like(supply)
    return cells


def _add(cells: dict[Cell, Series], fuel: str, amount: Series, flow: str) -> None:
    cells[SUPPLY, flow, fuel] = cells[SUPPLY, flow, fuel] + amount
