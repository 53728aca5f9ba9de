"""Dated records of numbers, and what became of looking for one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol, TypeVar

from dualcarbon.vocabulary.faults import Fault

BALANCING = "other_transformation"
"""Flow whose factors close a carbon balance: of any size and sign, so never held to a range."""

OUTCOMES = {
    "taken": ("taken", "采用"),
    "carried": ("taken, of another year", "采用（取自其他年份）"),
    "empty": ("no record", "无记录"),
    "outranked": ("not taken: a better one exists", "未采用：已有更优先的记录"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Datum:
    """One property of a fuel: calorific value, standard coal, carbon content or oxidation."""

    id: str
    fuel: str
    quantity: str
    value: float
    unit: str
    lo95: float | None = None
    hi95: float | None = None
    first_year: int
    last_year: int | None = None
    sector: str = ""
    flow: str = ""
    tier: str
    source: str
    mark: str = ""
    note: str = ""

    def __str__(self) -> str:
        """Give the datum in one line."""
        return f"{self.quantity} of {self.fuel} = {self.value:.6g} {self.unit} ({self.source}{_mark(self)})"


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorRecord:
    """One emission factor: where it holds, for which years, and who says so.

    ``purpose`` is ``direct`` (where the fuel is burnt), ``user`` (electricity and heat charged to who uses
    them), ``import`` (brought into the region), or the kind of a grid factor.
    """

    id: str
    fuel: str
    value: float
    unit: str
    lo95: float | None = None
    hi95: float | None = None
    first_year: int
    last_year: int | None = None
    region: str = ""
    sector: str = ""
    flow: str = ""
    purpose: str = "direct"
    tier: str = "local"
    source: str = ""
    mark: str = ""
    note: str = ""

    @property
    def draw(self) -> str:
        """Name of the draw: one a fuel and purpose, shared by sectors and years."""
        return f"factor.{self.fuel}" if self.purpose == "direct" else f"{self.purpose}.{self.fuel}"

    @property
    def balancing(self) -> bool:
        """Whether the factor closes a carbon balance instead of describing a fuel."""
        return self.flow == BALANCING

    def __str__(self) -> str:
        """Give the record in one line."""
        where = f"{self.source}{_mark(self)}"
        return f"{self.fuel}, {self.purpose}: {self.value:.6g} {self.unit} ({self.tier}; {where})"


@dataclass(frozen=True, slots=True)
class Attempt:
    """One tier looked at: what was found there, and whether it was taken."""

    tier: str
    tier_zh: str
    outcome: str
    record: FactorRecord | None = None

    def text(self, lang: str = "en") -> str:
        """Give the attempt as one line of a trace."""
        zh = lang == "zh"
        name, said = (self.tier_zh if zh else self.tier), OUTCOMES[self.outcome][zh]
        what = (
            f": {self.record.value:.6g} {self.record.unit} [{self.record.id}]"
            if self.record
            else ""
        )
        return f"{name} - {said}{what}"


@dataclass(frozen=True, slots=True)
class Resolution:
    """The factor that was taken, every tier that was looked at, and what is worth knowing about it."""

    record: FactorRecord
    trace: tuple[Attempt, ...]
    warnings: tuple[Fault, ...] = ()

    @property
    def value(self) -> float:
        """The factor [t CO2/tce]."""
        return self.record.value

    def text(self, lang: str = "en") -> str:
        """Give the trace, a tier a line."""
        return "\n".join(attempt.text(lang) for attempt in self.trace)

    def __str__(self) -> str:
        """Give record and trace."""
        return f"{self.record}\n{self.text()}"


class Dated(Protocol):
    """What holds for some years."""

    @property
    def first_year(self) -> int:
        """The first year it holds for."""
        ...

    @property
    def last_year(self) -> int | None:
        """The last year it holds for; nothing: until replaced."""
        ...


D = TypeVar("D", bound=Dated)


def gap(record: Dated, year: int) -> int:
    """Give the years between a record and ``year``: 0 inside, positive after it, negative before it.

    Examples
    --------
    >>> old = Datum(id="", fuel="coke", quantity="oxidation", value=0.93, unit="1", tier="", source="",
    ...             first_year=2005, last_year=2010)
    >>> gap(old, 2007), gap(old, 2012), gap(old, 2003)
    (0, 2, -2)
    """
    if year < record.first_year:
        return year - record.first_year
    if record.last_year is not None and year > record.last_year:
        return year - record.last_year
    return 0


def nearest_in_time(records: Iterable[D], year: int) -> D | None:
    """Give the record that holds for a year, or the nearest one; of two as near the earlier.

    Where several hold for the year, the one that began last is given.
    """
    known = list(records)
    holding = [r for r in known if gap(r, year) == 0]
    if holding:
        return max(holding, key=lambda r: r.first_year)
    return min(known, key=lambda r: (abs(gap(r, year)), -gap(r, year)), default=None)


def _mark(record: Datum | FactorRecord) -> str:
    return f", mark {record.mark}" if record.mark else ""
