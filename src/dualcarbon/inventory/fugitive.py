"""Methane that escapes from coal mines and from oil and gas."""

from __future__ import annotations

import numpy as np

from dualcarbon.inventory import proportional
from dualcarbon.inventory.activities import Activities, use
from dualcarbon.inventory.declared import Processes
from dualcarbon.inventory.ledger import Activity, Floats, Line
from dualcarbon.inventory.proportional import (
    Part,
    Source,
    beside,
    distinct,
    entry,
    lacking,
    overdone,
)
from dualcarbon.reference.numbers import Shelf
from dualcarbon.vocabulary.faults import Fault, note

COAL, USED = "raw_coal_output", "mine_methane_used"
SURFACE = "surface"
GAS = ("natural_gas_output", "natural_gas_processed", "natural_gas_transmitted", "natural_gas_stored", "natural_gas_distributed")  # fmt: skip
OIL = ("crude_oil_output", "crude_oil_transported", "crude_oil_refined")
SOURCES = tuple(
    Source(
        indicator=name, category="1B2", gas="CH4", unit=unit, factor=f"t CH4/{unit}", method="throughput",
        sector="energy_supply",
    )
    for names, unit in ((GAS, "m3"), (OIL, "t"))
    for name in names
)  # fmt: skip


def lines(activities: Activities, settings: Processes, shelf: Shelf) -> Part:
    """Give the lines of coal mining by class of mine, of handling the coal, and of oil and gas by throughput.

    Parameters
    ----------
    activities : Activities
        Statistics of the region.
    settings : Processes
        Choices of the study; none bears on these sources yet.
    shelf : Shelf
        Numbers that the study may take.

    Returns
    -------
    tuple of Line, tuple of Fault
        Methane [t CH4]; FUG001 coal without the class of its mine, FUG002 methane used of a class that mines nothing.

    References
    ----------
    .. [1] IPCC, "2006 IPCC Guidelines for National Greenhouse Gas Inventories", vol. 2, ch. 4.
    .. [2] National Development and Reform Commission, "Guidelines for the preparation of provincial greenhouse gas
       inventories (trial)", 2011, ch. 1.
    """
    parts = (_coal(activities, shelf), proportional.lines(SOURCES, activities, shelf))
    return tuple(x for some, _ in parts for x in some), tuple(f for _, some in parts for f in some)


def of_mines(coal: Floats, gas: Floats, density: Floats, used: Floats) -> Floats:
    r"""Compute the methane of coal, less what is drained and used or burnt.

    .. math:: E = (C g - U) \rho

    Parameters
    ----------
    coal : ndarray (..., year)
        Raw coal. [t]
    gas : ndarray (..., 1) or (..., year)
        Methane set free per tonne. [m3/t]
    density : ndarray (..., 1)
        Mass of a cubic metre of methane. [t CH4/m3]
    used : ndarray (..., year)
        Pure methane that is used or burnt instead of escaping. [m3]

    Returns
    -------
    ndarray (..., year)
        Emissions. [t CH4]

    References
    ----------
    .. [1] IPCC, "2006 IPCC Guidelines for National Greenhouse Gas Inventories", vol. 2, eq. 4.1.3 to 4.1.8.

    Examples
    --------
    A million tonnes at 18 m3, of which 8 million m3 are used:

    >>> sizes = (np.array([x]) for x in (1e6, 18.0, 0.00067, 8e6))
    >>> round(float(of_mines(*sizes)[0]), 6)
    6700.0
    """
    return (coal * gas - used) * density


def _coal(activities: Activities, shelf: Shelf) -> Part:
    kinds = [kind for kind in activities.kinds(COAL) if kind]
    found = beside(activities, COAL) + _unclassed(activities, kinds, shelf)
    made: list[Line] = []
    for kind in kinds:
        told = lacking(shelf, COAL, COAL, "mining", kind, place=activities.place(COAL, kind))
        coal = None if told else activities.over(COAL, "t", kind)
        made += [] if coal is None else _class(coal, kind, kinds, activities, shelf)
        found += told
    return tuple(made), distinct([*found, *(f for line in made for f in overdone(line))])


def _unclassed(activities: Activities, kinds: list[str], shelf: Shelf) -> list[Fault]:
    """Tell of coal without the class of its mine, and of used methane that is of no class."""
    classes = ", ".join(shelf.kinds(COAL, "mining"))
    nameless = bool(activities.kinds(COAL)) and not kinds
    found = [note("FUG001", activities.place(COAL), known=classes)] if nameless else []
    ours = ", ".join(kinds) or "-"
    return found + [
        note("FUG002", activities.place(USED, k), kind=k or "-", known=ours)
        for k in _strangers(activities, kinds)
    ]


def _strangers(activities: Activities, kinds: list[str]) -> list[str]:
    """Give the classes of used methane that are no class of coal; without a class it belongs to the only one."""
    only = len(_underground(kinds)) == 1
    return [k for k in activities.kinds(USED) if k not in kinds and not (k == "" and only)]


def _underground(kinds: list[str]) -> list[str]:
    return [kind for kind in kinds if kind != SURFACE]


def _class(
    coal: Activity, kind: str, kinds: list[str], activities: Activities, shelf: Shelf
) -> list[Line]:
    """Give mining and handling of one class of mine."""
    density = use(shelf, "methane", "density", "t CH4/m3", activities.years[:1])
    used = activities.over(USED, "m3", kind)
    if used is None and _underground(kinds) == [kind]:
        used = activities.over(USED, "m3")
    made = []
    for what in ("mining", "post_mining"):
        gas = use(shelf, COAL, what, "m3/t", activities.years, kind=kind)
        drained = used if what == "mining" else None
        inputs = (coal, gas, density, *(() if drained is None else (drained,)))
        formula = of_mines if drained is not None else _all_escapes
        method = "mine_methane" if drained is not None else "mine_gas"
        made.append(
            entry(
                "1B1", "CH4", inputs, method, formula,
                indicator=COAL, kind=kind, sector="energy_supply", part=f"{what}.CH4",
            )
        )  # fmt: skip
    return made


def _all_escapes(coal: Floats, gas: Floats, density: Floats) -> Floats:
    return of_mines(coal, gas, density, np.zeros(1))
