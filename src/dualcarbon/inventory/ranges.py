"""How far a single datum may be off: the range of a factor, the quality of an activity."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from dualcarbon.inventory.ledger import Activity, Floats, Ledger, Line, Ranged, Use
from dualcarbon.quantities.distributions import Distribution, Fixed, from_range
from dualcarbon.reference.numbers import Number
from dualcarbon.reference.records import FactorRecord
from dualcarbon.reference.tables import remembered, rows
from dualcarbon.vocabulary.faults import Place
from dualcarbon.vocabulary.names import FUELS, INDICATORS

ONE = "1"
"""Unit of shares, of which nothing can be more than the whole."""
GRADES = {"H": "high", "M": "middle", "L": "low", "": "middle"}
"""Column of the packaged ranges by grade; what is not graded is taken as middling."""


@dataclass(frozen=True, slots=True)
class Datum:
    """One number that a total rests on: a factor record, or a cell of statistics.

    ``key`` is the name of its draw; ``kind`` is ``factor`` or ``activity``; ``spread`` tells how it is distributed about 1,
    as a share of its value; ``most`` is what it can be at the utmost, a share of what it is of being no more than 1;
    ``record`` is the id of a factor's record.
    """

    key: str
    kind: str
    name: str
    spread: Distribution
    lo95: float
    hi95: float
    most: float = math.inf
    record: str = ""

    def at(self, u: Floats) -> Floats:
        """Give the draws of the datum as shares of its value, (member). [1]."""
        return np.minimum(self.spread.at(u), self.most)


@remembered
def half_width(category: str, grade: str = "") -> float:
    """Give half the 95 % range of an activity that states none, as a share of it.

    Parameters
    ----------
    category : str
        IPCC category of the line.
    grade : {"H", "M", "L", ""}
        Quality of the datum.

    Returns
    -------
    float
        [1]

    References
    ----------
    .. [1] IPCC, "2006 IPCC Guidelines for National Greenhouse Gas Inventories", vol. 2, table 2.15, and the chapters
       on uncertainty of volumes 3 to 5.

    Examples
    --------
    >>> half_width("1A1a", "H"), half_width("4A")
    (0.02, 0.3)
    """
    fitting = [row for row in rows("activity_ranges") if category.startswith(row["category"])]
    best = max(fitting, key=lambda row: len(row["category"]))
    return float(best[GRADES[grade]])


def of_number(number: Ranged) -> Datum | None:
    """Give the datum of a factor; nothing where its record states no range or stands at 0."""
    low, high, value = number.lo95, number.hi95, number.value
    if low is None or high is None or value == 0.0 or low == high:
        return None
    ends = sorted((low / value, high / value))
    spread = from_range(1.0, ends[0], ends[1], Place(key=number.id))
    most = 1.0 / value if number.unit == ONE and 0 < value <= max(high, value) <= 1.0 else math.inf
    name = named(number)
    return Datum(number.draw, "factor", name, spread, ends[0], ends[1], most, record=number.id)


def named(number: Ranged) -> str:
    """Give a number the name that people read: what it is of what, and who says so.

    Parameters
    ----------
    number : Ranged
        A record of a factor, or a number of any kind. [its unit]

    Returns
    -------
    str
        The id where the record says no more of itself.
    """
    if isinstance(number, FactorRecord):
        of = FUELS[number.fuel].en if number.fuel in FUELS else number.fuel
        return f"factor of {of} ({number.purpose}), {number.tier}"
    if isinstance(number, Number):
        of = INDICATORS[number.item].en if number.item in INDICATORS else number.item
        kind = f" ({number.kind})" if number.kind else ""
        return f"{number.quantity} of {of}{kind}, {number.edition}".replace("_", " ")
    return number.id


def of_cell(line: Line, activity: Activity, place: int) -> Datum | None:
    """Give the datum of a cell of statistics; nothing where it is empty, zero, or has no source cell.

    Parameters
    ----------
    line : Line
        Whose category and gas the cell serves.
    activity : Activity
        The series. [its unit]
    place : int
        Which of its years.
    """
    value, ref = float(activity.values[place]), activity.refs[place]
    if np.isnan(value) or value == 0.0 or not ref:
        return None
    ends = _stated(activity, place, value)
    if ends is None:
        half = half_width(line.category, activity.grades[place] if activity.grades else "")
        ends = (1 - half, 1 + half)
    spread = from_range(1.0, ends[0], ends[1], Place(key=ref))
    if isinstance(spread, Fixed):
        return None
    most = 1.0 / value if activity.unit == ONE and 0 < value <= 1.0 else math.inf
    shared = [y for y, r in zip(activity.years, activity.refs, strict=True) if r == ref]
    span = f"{shared[0]}-{shared[-1]}" if len(shared) > 1 else f"{shared[0]}"
    return Datum(ref, "activity", f"{activity.name} {span}", spread, ends[0], ends[1], most)


def data(ledger: Ledger) -> dict[str, Datum]:
    """Give every datum that a ledger rests on by the name of its draw, each once.

    A cell that serves several lines keeps the widest range that one of them gives it.
    """
    found: dict[str, Datum] = {}
    for line in ledger.lines:
        for one in _of_line(line):
            known = found.get(one.key)
            if known is None or one.hi95 - one.lo95 > known.hi95 - known.lo95:
                found[one.key] = one
    return found


def unranged(ledger: Ledger) -> tuple[str, ...]:
    """Give the factor records that state no range and are therefore taken as they stand."""
    return tuple(
        sorted({n.id for line in ledger.lines for n in line.numbers if of_number(n) is None and n.value})
    )  # fmt: skip


def keys(given: Activity | Use) -> tuple[str, ...]:
    """Give the names of the draws of an input of a line, (year) or (1)."""
    if isinstance(given, Activity):
        return given.refs
    return tuple(number.draw for number in given.numbers)


def _of_line(line: Line) -> Iterator[Datum]:
    for number in line.numbers:
        if (datum := of_number(number)) is not None:
            yield datum
    for activity in line.activities:
        for place in range(len(activity.years)):
            if (cell := of_cell(line, activity, place)) is not None:
                yield cell


def _stated(activity: Activity, place: int, value: float) -> tuple[float, float] | None:
    if activity.lo95 is None or activity.hi95 is None:
        return None
    low, high = float(activity.lo95[place]), float(activity.hi95[place])
    filled = bool(activity.filled and activity.filled[place])
    if np.isnan(low) or np.isnan(high) or (filled and low == high):
        return None  # a constant series tells a filling method nothing of how far off it may be
    first, last = sorted((low / value, high / value))
    return first, last


def scaled(values: Floats, by: Mapping[int, Floats]) -> Floats:
    """Multiply places of an array, each with a number of its own.

    Parameters
    ----------
    values : ndarray (..., place)
        What is multiplied. [any unit]
    by : mapping of ndarray (member) or (1)
        Number by place. [1]

    Returns
    -------
    ndarray (..., place), or (member, place) where there are members
        [unit of ``values``]
    """
    members = max((np.size(b) for b in by.values()), default=1)
    if members == 1 and not by:
        return values
    made = np.repeat(np.atleast_2d(values), members, axis=0) if members > 1 else values.copy()
    for place, factor in by.items():
        made[..., place] = made[..., place] * factor
    return made
