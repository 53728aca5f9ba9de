"""The one ledger of a region: sources and sinks, each with its activity, its factors and what it emits of one gas.

Every total, view, range and explanation is read off the same lines.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np
import polars as pl
from numpy.typing import NDArray

from dualcarbon.reference.gwp import gwp
from dualcarbon.vocabulary.faults import Fault

Floats = NDArray[np.float64]
Formula = Callable[..., Floats]
KEPT = ("inventory", "project", "natural")
"""Ledgers of sinks, never added without being asked: of the inventory, of credits, of nature and geology."""


class Ranged(Protocol):
    """A number with its source and 95 % range; a ``draw`` is shared by all uses of its name."""

    @property
    def id(self) -> str:
        """Id of the record."""
        ...

    @property
    def value(self) -> float:
        """Best estimate."""
        ...

    @property
    def unit(self) -> str:
        """Its unit."""
        ...

    @property
    def lo95(self) -> float | None:
        """Lower end of the 95 % range."""
        ...

    @property
    def hi95(self) -> float | None:
        """Upper end of the 95 % range."""
        ...

    @property
    def draw(self) -> str:
        """Name of the draw."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """A series of statistics over years of its own.

    ``values`` (year) [``unit``], NaN where there is none; ``refs`` name the source cell of each year, which is also the
    name of its draw; ``lo95`` and ``hi95`` (year) bound 95 % where the table states it, NaN elsewhere; ``grades`` are H,
    M, L or nothing; ``filled`` names the method that made a value, or nothing.
    """

    name: str
    unit: str
    years: tuple[int, ...]
    values: Floats
    refs: tuple[str, ...]
    lo95: Floats | None = None
    hi95: Floats | None = None
    grades: tuple[str, ...] = ()
    filled: tuple[str, ...] = ()

    def times(self, factor: float, unit: str) -> Activity:
        """Give the series in another unit, ``factor`` of the new in one of the old."""
        bounds = [None if b is None else b * factor for b in (self.lo95, self.hi95)]
        return Activity(
            name=self.name, unit=unit, years=self.years, values=self.values * factor, refs=self.refs, lo95=bounds[0],
            hi95=bounds[1], grades=self.grades, filled=self.filled,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Use:
    """Numbers that a line multiplies with: one for all years, or one for each."""

    numbers: tuple[Ranged, ...]

    @property
    def values(self) -> Floats:
        """Best estimates, (1) or (year). [unit of the numbers]."""
        return np.array([n.value for n in self.numbers])


Values = Callable[[Activity | Use], Floats]


def central(given: Activity | Use) -> Floats:
    """Give the best estimates of an input of a line.

    Parameters
    ----------
    given : Activity or Use
        Statistics, or numbers that they are multiplied with.

    Returns
    -------
    ndarray (year) or (1)
        [unit of the input]
    """
    return given.values


def product(activity: Floats, *factors: Floats) -> Floats:
    """Multiply activity with its factors.

    Parameters
    ----------
    activity : ndarray (..., year)
        Statistics. [any unit]
    factors : ndarray (..., 1) or (..., year)
        What they are multiplied with; together they turn the unit of the activity into tonnes. [t per unit]

    Returns
    -------
    ndarray (..., year)
        [t]

    References
    ----------
    .. [1] IPCC, "2006 IPCC Guidelines for National Greenhouse Gas Inventories", vol. 1, ch. 1, sect. 1.2.

    Examples
    --------
    >>> product(np.array([2.0, 4.0]), np.array([0.5]), np.array([1.0, 3.0])).tolist()
    [1.0, 6.0]
    """
    amount = activity
    for factor in factors:
        amount = amount * factor
    return amount


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One source or sink of one gas over the years of the account.

    ``formula`` takes the ``inputs`` as arrays - an activity (..., its own years), a use (..., 1) or (..., year) - and gives
    tonnes of the gas (..., year): removals negative, NaN where the activity is not known. It is plain arithmetic that
    broadcasts, so that the central run and every draw take the same way.

    ``scope`` 1 is the territory; 2 electricity and heat used, wherever made; 3 what is caused outside. ``ledger`` tells
    the account from credits and from nature; a ``memo`` line (``biomass``, ``bunkers``, ``stored``) is in no total.
    """

    id: str
    category: str
    gas: str
    years: tuple[int, ...]
    inputs: tuple[Activity | Use, ...]
    formula: Formula = product
    method: str
    sector: str = ""
    flow: str = ""
    fuel: str = ""
    item: str = ""
    kind: str = ""
    scope: int = 1
    ledger: str = "inventory"
    memo: str = ""

    @property
    def counts(self) -> bool:
        """Whether the line is part of the territorial account."""
        return self.scope == 1 and self.ledger == "inventory" and not self.memo

    @property
    def activities(self) -> tuple[Activity, ...]:
        """Series of statistics among the inputs."""
        return tuple(i for i in self.inputs if isinstance(i, Activity))

    @property
    def numbers(self) -> tuple[Ranged, ...]:
        """Numbers among the inputs, each once."""
        found = (n for i in self.inputs if isinstance(i, Use) for n in i.numbers)
        return tuple({n.id: n for n in found}.values())

    def amounts(self, values: Values = central) -> Floats:
        """Compute what is emitted, (..., year). [t of the gas]."""
        made = self.formula(*(values(one) for one in self.inputs))
        return np.broadcast_to(made, (*made.shape[:-1], len(self.years)))


LEFT_OUT = ("NE", "C", "IE", "NO")
"""Notation keys under which a cell without a value adds nothing to a sum, what is kept from it first: not estimated,
confidential, counted elsewhere, does not occur."""


@dataclass(frozen=True, slots=True)
class Ledger:
    """All lines of an account over the same years, and what is worth knowing of them."""

    years: tuple[int, ...]
    lines: tuple[Line, ...]
    warnings: tuple[Fault, ...] = ()
    notation: Mapping[tuple[str, int], str] = field(default_factory=dict)
    """Notation keys that the tables state: (series, year) -> NO, NE, IE or C; a series is ``indicator`` or ``indicator/kind``."""

    def where(self, keep: Callable[[Line], bool]) -> Ledger:
        """Give the lines that a condition keeps."""
        return Ledger(self.years, tuple(x for x in self.lines if keep(x)), self.warnings, self.notation)  # fmt: skip

    @property
    def territorial(self) -> Ledger:
        """Lines of the territorial account: scope 1, inventory, no memo."""
        return self.where(lambda line: line.counts)

    def amounts(self, values: Values = central) -> Floats:
        """Compute every line, (line, ..., year); 0 where the tables state a key in place of a value. [t of its gas]."""
        made = [self.amounts_of(line, values) for line in self.lines]
        return np.stack(np.broadcast_arrays(*made)) if made else np.zeros((0, len(self.years)))

    def amounts_of(self, line: Line, values: Values = central) -> Floats:
        """Compute a line, (..., year); 0 in years in which a key stands in place of a value. [t of its gas]."""
        amounts = line.amounts(values)
        said = [key in LEFT_OUT for key in self.keys(line)]
        return np.where(said & np.isnan(amounts), 0.0, amounts) if any(said) else amounts

    def keys(self, line: Line) -> tuple[str, ...]:
        """Give the notation key that the tables state of a line in every year, or nothing: of its series before its indicator."""
        if not self.notation:
            return ("",) * len(line.years)
        names = dict.fromkeys((*(a.name for a in line.activities), line.item))
        said = ((self.notation.get((name, year), "") for name in names) for year in line.years)
        return tuple(next(filter(None, found), "") for found in said)

    def potentials(self, set_name: str) -> Floats:
        """Give the warming potential of the gas of every line, (line). [t CO2e/t]."""
        return np.array([gwp(line.gas, set_name) for line in self.lines])

    def co2e(self, set_name: str, values: Values = central) -> Floats:
        """Compute every line in carbon dioxide equivalent, (line, ..., year). [t CO2e]."""
        amounts = self.amounts(values)
        shape = (len(self.lines), *[1] * (amounts.ndim - 1))
        return amounts * self.potentials(set_name).reshape(shape)

    def total(self, set_name: str, values: Values = central) -> Floats:
        """Sum the lines, (..., year), NaN in a year in which one of them is not known. [t CO2e]."""
        return np.sum(self.co2e(set_name, values), axis=0)

    def by(self, key: Callable[[Line], str], set_name: str) -> dict[str, Floats]:
        """Sum the lines by what ``key`` says of them, (year) each; a year of which a part lacks is NaN. [t CO2e]."""
        found: dict[str, Floats] = {}
        for line, amount in zip(self.lines, self.co2e(set_name), strict=True):
            name = key(line)
            found[name] = found[name] + amount if name in found else amount
        return found

    def by_gas(self) -> dict[str, Floats]:
        """Sum the lines by gas, (year) each. [t of the gas]."""
        found: dict[str, Floats] = {}
        for line, amount in zip(self.lines, self.amounts(), strict=True):
            found[line.gas] = found.get(line.gas, np.zeros(len(self.years))) + amount
        return found

    def complete(self) -> NDArray[np.bool_]:
        """Tell for which years every line has a value, (year)."""
        return np.asarray(~np.isnan(self.amounts()).any(axis=0))

    def frame(self, set_name: str) -> pl.DataFrame:
        """Give the ledger as a table, one row a line and year; amounts in t of the gas and t CO2e."""
        rows = [
            row
            for line, potential in zip(self.lines, self.potentials(set_name), strict=True)
            for row in _rows(line, line.amounts(), line.amounts() * potential)
        ]
        return pl.DataFrame(rows, schema=SCHEMA)


SCHEMA: dict[str, Any] = {
    "year": pl.Int64, "line": pl.String, "category": pl.String, "sector": pl.String, "flow": pl.String, "fuel": pl.String,
    "indicator": pl.String, "kind": pl.String, "gas": pl.String, "scope": pl.Int64, "ledger": pl.String, "memo": pl.String,
    "activity": pl.Float64, "activity_unit": pl.String, "activity_ref": pl.String, "filled": pl.String, "grade": pl.String,
    "factor_records": pl.String, "amount_t": pl.Float64, "amount_tco2e": pl.Float64, "method": pl.String,
}  # fmt: skip


def _rows(line: Line, amounts: Floats, equivalents: Floats) -> Iterator[dict[str, Any]]:
    records = "|".join(number.id for number in line.numbers)
    first = line.activities[0] if line.activities else None
    for place, year in enumerate(line.years):
        if np.isnan(amounts[place]):
            continue
        yield {
            "year": year, "line": line.id, "category": line.category, "sector": line.sector, "flow": line.flow,
            "fuel": line.fuel, "indicator": line.item, "kind": line.kind, "gas": line.gas, "scope": line.scope,
            "ledger": line.ledger, "memo": line.memo, "factor_records": records, "method": line.method,
            "amount_t": float(amounts[place]), "amount_tco2e": float(equivalents[place]), **_cell(first, year),
        }  # fmt: skip


def _cell(activity: Activity | None, year: int) -> dict[str, Any]:
    """Give the activity of a year and where it came from; nothing where the series does not hold the year."""
    if activity is None or year not in activity.years:
        return {}
    place = activity.years.index(year)
    value = float(activity.values[place])
    return {
        "activity": None if np.isnan(value) else value,
        "activity_unit": activity.unit,
        "activity_ref": activity.refs[place],
        "filled": activity.filled[place] if activity.filled else "",
        "grade": activity.grades[place] if activity.grades else "",
    }


def joined(parts: Sequence[tuple[Sequence[Line], Sequence[Fault]]], years: Sequence[int]) -> Ledger:
    """Put the lines of the areas of an account into one ledger.

    Parameters
    ----------
    parts : sequence of (lines, faults)
        What each area gives.
    years : sequence of int
        Years of the account.

    Raises
    ------
    ValueError
        Two lines have the same id.
    """
    lines = tuple(line for some, _ in parts for line in some)
    ids = [line.id for line in lines]
    if len(set(ids)) < len(ids):
        twice = sorted({id for id in ids if ids.count(id) > 1})
        msg = f"lines of the ledger named twice: {', '.join(twice)}"
        raise ValueError(msg)
    return Ledger(tuple(years), lines, tuple(fault for _, faults in parts for fault in faults))
