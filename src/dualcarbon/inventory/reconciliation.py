"""Why two totals differ: what the account computes of the difference, and what the study states of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from dualcarbon.errors import UnitMismatch
from dualcarbon.inventory.declared import Reconciliation
from dualcarbon.inventory.ledger import Floats, Ledger, Line
from dualcarbon.vocabulary.faults import Fault, Place, cut, note
from dualcarbon.vocabulary.names import BOUNDARIES, INDICATORS, Book
from dualcarbon.vocabulary.units import scale

FILE = "study.toml"
BURNT, PROCESSES, LAND = "1A", "2", "3B"
WASTE = "waste_incinerated"
"""Waste that is burnt for power stands under burning fuel, but in no energy table."""
GASES = {"CO2": "other_co2", "CH4": "methane", "N2O": "nitrous_oxide"}
ITEMS: Mapping[str, Mapping[str, str]] = {
    "trade": {"en": "net trade of electricity and heat", "zh": "净调入电力、热力"},
    "processes": {"en": "carbon dioxide of industrial processes", "zh": "工业生产过程二氧化碳"},
    "other_co2": {"en": "carbon dioxide of fugitive sources, farming and waste", "zh": "逃逸、农业及废弃物二氧化碳"},
    "methane": {"en": "methane without land", "zh": "甲烷（不含土地利用）"},
    "nitrous_oxide": {"en": "nitrous oxide without land", "zh": "氧化亚氮（不含土地利用）"},
    "fluorinated": {"en": "fluorinated gases", "zh": "含氟气体"},
    "land": {"en": "land", "zh": "土地利用"},
    "bunkers": {"en": "fuel of international carriers", "zh": "国际航行燃料"},
    "biomass": {"en": "carbon dioxide of biomass", "zh": "生物质二氧化碳"},
    "stored": {"en": "carbon of feedstock kept in products", "zh": "原料固碳"},
    "counting": {"en": "other counting of electricity", "zh": "电力折算方法不同"},
}  # fmt: skip
"""What the account computes of itself between two totals."""
BOOKS: Mapping[str, Book] = {"official": BOUNDARIES, "districts": INDICATORS}
NEITHER = {"en": "neither", "zh": "两者皆无"}
BOTH = {"en": "both", "zh": "两者皆有"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One step between two totals; ``amount`` in their unit, NaN where it is not known."""

    id: str
    name: Mapping[str, str]
    amount: float
    why: Mapping[str, str] = field(default_factory=dict)
    source: str = ""
    mark: str = ""


def parts(ledger: Ledger, set_name: str) -> dict[str, Floats]:
    """Give what the account holds beside carbon dioxide of energy, by id of an item.

    Parameters
    ----------
    ledger : Ledger
        All lines of the account. [t of the gas]
    set_name : {"SAR", "AR4", "AR5", "AR6"}
        Set of warming potentials.

    Returns
    -------
    dict of ndarray (year)
        Territorial parts, which add up to the whole account less carbon dioxide of energy, and memo items beside them;
        NaN in a year in which a line has no value. [t CO2e]

    References
    ----------
    .. [1] IPCC, "2006 IPCC Guidelines for National Greenhouse Gas Inventories", vol. 1, ch. 8.
    """
    return ledger.where(lambda line: bool(part_of(line))).by(part_of, set_name)


def part_of(line: Line) -> str:
    """Give the item that a line belongs to; nothing for carbon dioxide of energy and for what is outside the territory."""
    if line.memo and line.ledger == "inventory":
        return line.memo
    burnt = line.category.startswith(BURNT) and line.item != WASTE
    if not line.counts or (line.gas == "CO2" and burnt):
        return ""
    if line.category.startswith(LAND):
        return "land"
    if line.gas == "CO2" and line.category.startswith(PROCESSES):
        return "processes"
    return GASES.get(line.gas, "fluorinated")


def items(
    stated: Sequence[Reconciliation],
    against: str,
    boundary: str,
    year: int,
    unit: str,
    at: Callable[[str], float],
) -> tuple[Item, ...]:
    """Give what a study states of a difference in a year.

    Parameters
    ----------
    stated : sequence of Reconciliation
        All statements of the study. [unit of each]
    against : {"official", "districts"}
        What ours is held against.
    boundary : str
        Boundary, or indicator.
    year : int
        Year of the totals.
    unit : str
        Unit of the totals.
    at : callable
        Gives what the account computes for an item in the year. [t CO2e]

    Returns
    -------
    tuple of Item
        [``unit``]

    Raises
    ------
    UnitMismatch
        An amount is in a unit of another kind; see :func:`wrong`.
    """
    mine = [s for s in stated if s.serves(against, boundary, year)]
    return tuple(_item(one, number, unit, at) for number, one in enumerate(mine, 1))


def wrong(stated: Sequence[Reconciliation], units: Mapping[tuple[str, str], str]) -> list[Fault]:
    """Tell of statements that cannot be used.

    Parameters
    ----------
    stated : sequence of Reconciliation
        All statements of the study. [unit of each]
    units : mapping of str
        Unit of each (against, boundary) that has figures.

    Returns
    -------
    list of Fault
        OFF003 a unit of another kind, OFF006 no such boundary or indicator, OFF007 a value beside what is computed, or
        neither.
    """
    return [f for place, one in enumerate(stated) for f in _wrong(one, _place(place), units)]


def idle(stated: Sequence[Reconciliation], served: set[tuple[str, str, int]]) -> list[Fault]:
    """Tell of statements that no figure is explained by (OFF002).

    Parameters
    ----------
    stated : sequence of Reconciliation
        All statements of the study. [unit of each]
    served : set
        (against, boundary, year) of the totals that were compared.
    """
    return [
        note("OFF002", _place(n), item={"en": s.item.en, "zh": s.item.zh}, boundary=BOOKS[s.against].both(s.boundary))
        for n, s in enumerate(stated)
        if not any(s.serves(*one) for one in served)
    ]  # fmt: skip


def _item(one: Reconciliation, number: int, unit: str, at: Callable[[str], float]) -> Item:
    if one.computed is not None:
        amount = one.times * at(one.computed) * scale("t CO2e", unit)
    else:
        amount = (one.value or 0.0) * scale(one.unit, unit)
    name = {"en": one.item.en, "zh": one.item.zh}
    why = {"en": one.why.en, "zh": one.why.zh}
    id = one.computed or f"stated.{number}"
    return Item(id=id, name=name, amount=amount, why=why, source=one.source, mark=one.mark)


def _wrong(one: Reconciliation, place: Place, units: Mapping[tuple[str, str], str]) -> Iterator[Fault]:  # fmt: skip
    book = BOOKS[one.against]
    item = {"en": one.item.en, "zh": one.item.zh}
    if one.boundary not in book:
        near = book.nearest(one.boundary)
        hint = {"en": f'; did you mean "{near}"?', "zh": f"；是否应为“{near}”？"} if near else ""
        what = {"en": book.what, "zh": "口径或指标"}
        yield note("OFF006", place, text=cut(one.boundary), what=what, hint=hint)
        return
    if (one.computed is None) == (one.value is None):
        given = NEITHER if one.value is None else BOTH
        yield note("OFF007", place, item=item, given=given)
        return
    wanted = units.get((one.against, one.boundary))
    given_unit = one.unit if one.computed is None else "t CO2e"
    if wanted is not None and not converts(given_unit, wanted):
        yield note("OFF003", place, boundary=item, given=cut(given_unit) or "-", wanted=wanted)


def converts(given: str, wanted: str) -> bool:
    """Tell whether a unit can be turned into another."""
    try:
        scale(given, wanted)
    except UnitMismatch:
        return False
    return True


def _place(number: int) -> Place:
    return Place(file=FILE, key=f"reconciliation[{number}]")
