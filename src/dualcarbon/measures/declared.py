"""Measures as people declare them, each once: what it changes, how far and when, what it costs, who owns it."""

from __future__ import annotations

import re
from typing import Annotated, Literal, Self

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, model_validator

from dualcarbon.errors import InputError
from dualcarbon.quantities.declared import Declared, Number, Text, Title
from dualcarbon.quantities.distributions import Distribution, Fixed
from dualcarbon.quantities.forms import Quantity, Year
from dualcarbon.vocabulary.faults import Place, note

Mark = Literal["", "C", "M", "A"]
Op = Literal["set", "scale", "add", "shift", "save", "capture"]
Id = Annotated[Text, Field(pattern=r"^[A-Za-z0-9_-]+$")]
Share = Annotated[Number, Field(ge=0, le=1)]


class Remarked(Declared):
    """What every number of a measure may say of itself."""

    source: Text = ""
    """Where the numbers come from."""
    note: Text = ""
    """Why these numbers."""
    mark: Mark = ""
    """How sure the source is: "" seen, C computed, M from memory, A an assumption."""


class Change(Remarked):
    """What a measure does to one path of the tree."""

    path: Text
    """Key of a path or of a part of a share group, for example `mix.industry.coal`."""
    op: Op
    """How: replace, multiply, add, shift to another part, save a part of its use, capture its emissions."""
    value: Quantity
    """The value when fully in place. [unit of the path, or `unit`; scale, save, capture: 1]"""
    unit: Text = ""
    """Unit of energy where the value is an amount a year, for example `MWh`; empty: of the path."""
    per: Literal["total", "unit"] = "total"
    """Whether the value is of the whole measure or of one unit of its `amount`."""
    into: Text = ""
    """Part of the same group that a shift goes to."""
    ratio: Annotated[Number, Field(gt=0)] = 1.0
    """Energy of the new part that does the work of one of the old. [tce/tce]"""


class Ramp(Declared):
    """How a measure comes into place."""

    start: Annotated[Year | None, Field(alias="from")] = None
    """Last year without effect; the effect grows evenly from here."""
    to: Year | None = None
    """First year with full effect, which then stays."""
    points: dict[Year, Share] = Field(default_factory=dict)
    """Share in place by year instead, straight lines between, the last one held; before the first: nothing. [1]"""

    @model_validator(mode="after")
    def _one_form(self) -> Self:
        line = self.start is not None and self.to is not None
        bare = self.start is None and self.to is None
        if not ((line and not self.points) or (bare and self.points)):
            raise InputError(faults=[note("MEA028", Place())])
        if self.start is not None and self.to is not None and self.start > self.to:
            raise InputError(faults=[note("MEA002", Place(), start=self.start, end=self.to)])
        return self

    def share(self, years: object) -> NDArray[np.float64]:
        """Give the share in place each year (year). [1].

        Examples
        --------
        >>> Ramp(**{"from": 2020}, to=2024).share([2019, 2020, 2021, 2024, 2025]).tolist()
        [0.0, 0.0, 0.25, 1.0, 1.0]
        >>> Ramp(points={2020: 0.0, 2022: 0.5}).share([2019, 2021, 2030]).tolist()
        [0.0, 0.25, 0.5]
        """
        given = np.asarray(years, float)
        if self.start is not None and self.to is not None:
            return line(self.start, self.to, given)
        knots = sorted(self.points)
        return np.interp(given, knots, [self.points[y] for y in knots], left=0.0)

    @property
    def last(self) -> int:
        """First year in which nothing more changes."""
        return self.to if self.to is not None else max(self.points)

    @property
    def first(self) -> int:
        """Last year without effect, or the first of the points."""
        return self.start if self.start is not None else min(self.points)


def line(start: int, to: int, years: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give 0 until ``start``, 1 from ``to`` on, a straight line between.

    Parameters
    ----------
    start, to : int
        Last year without, first year with the whole.
    years : ndarray (year)
        Years asked for. [year]

    Returns
    -------
    ndarray (year)
        Share in place. [1]
    """
    if start == to:
        return np.asarray(years >= to, float)
    return np.asarray(np.clip((years - start) / (to - start), 0.0, 1.0))


class Cost(Remarked):
    """What one unit of a measure costs."""

    price_year: Year | None = None
    """Year whose prices the costs are counted in."""
    investment: Quantity | None = None
    """Paid once, in place of what would be bought otherwise. [CNY/unit]"""
    o_and_m: Quantity | None = None
    """Operation and upkeep. [CNY/unit/year]"""
    other: Quantity | None = None
    """Other yearly cost, such as transport and storage; negative where something is earned. [CNY/unit/year]"""
    life: Quantity | None = None
    """Years until it must be replaced. [year]"""
    lead: Quantity | None = None
    """Years from the beginning of spending to effect. [year]"""


class Measure(Remarked):
    """Something that could be done."""

    id: Id
    """Short name, letters, digits, - and _."""
    title: Title | None = None
    """Name as people read it; that of the catalogue if not given."""
    catalogue: Text = ""
    """Id of the typical measure that gives what is not given here."""
    action: Text = ""
    """Which of the ten peaking actions it belongs to."""
    clauses: tuple[Text, ...] = ()
    """Clauses that it serves, for example `opinions:12`."""
    owner: Title | None = None
    """Who is responsible."""
    indicator: Title | None = None
    """What shows its progress."""
    evidence: Title | None = None
    """What proves it."""
    amount: Annotated[Number, Field(gt=0)] | None = None
    """Units in place at full deployment. [unit]"""
    unit: Text = ""
    """What its amount and costs are counted by, for example `kW`."""
    potential: Annotated[Number, Field(gt=0)] | None = None
    """Units that the region could hold. [unit]"""
    reach: dict[Year, Share] = Field(default_factory=dict)
    """Share of the potential that can be in place by a year. [1]"""
    ramp: Ramp | None = None
    """How it comes into place; not needed where projects say it."""
    requires: tuple[Id, ...] = ()
    """Measures without which it has no effect."""
    excludes: tuple[Id, ...] = ()
    """Measures that cannot act beside it."""
    uses: dict[Text, Annotated[Number, Field(ge=0)]] = Field(default_factory=dict)
    """Scarce resources it takes, by id. [unit of the resource per unit and year]"""
    cost: Cost | None = None
    """What one unit costs; what is not given comes from the catalogue."""
    prices: dict[Text, Text] = Field(default_factory=dict)
    """Price id by fuel, where the owner pays another price than usual."""
    changes: tuple[Change, ...] = ()
    """What it does, in order."""

    @property
    def stage(self) -> str:
        """Stage of the stated order in which it is applied, that of its first change."""
        return stage_of(self.changes[0]) if self.changes else STAGES[0]

    def name(self, lang: str) -> str:
        """Give the name as people read it."""
        return self.id if self.title is None else str(getattr(self.title, lang))


STAGES = ("activity", "efficiency", "fuels", "supply", "capture")
"""The stated order: less to do, done with less, with other fuels, from other plants, caught at last."""
ACTIVITY = ("gdp", "population", "structure.", "activity.")
BRANCH_ACTIVITY = re.compile(r"branches\..+\.activity")
EFFICIENCY = re.compile(
    r"intensity\..+|.+\.rate|chains\..+\.rate\..+|branches\..+\.(intensity|efficiency\..+)"
)
SUPPLIES = ("power.", "heat.", "factor.")


def stage_of(change: Change) -> str:
    """Give the stage in which a change is applied.

    Examples
    --------
    >>> stage_of(Change(path="mix.industry.coal", op="save", value=0.1))
    'efficiency'
    >>> stage_of(Change(path="mix.industry.coal", op="shift", into="electricity", value=0.1))
    'fuels'
    """
    if change.op == "capture":
        return "capture"
    if change.path.startswith(ACTIVITY) or BRANCH_ACTIVITY.fullmatch(change.path):
        return "activity"
    if change.op == "save" or EFFICIENCY.fullmatch(change.path):
        return "efficiency"
    return "supply" if change.path.startswith(SUPPLIES) else "fuels"


def numbers(measure: Measure) -> dict[str, Distribution]:
    """Give every number of a measure's changes by its draw key."""
    return {draw_key(measure, n): change.value for n, change in enumerate(measure.changes)}


def draw_key(measure: Measure, position: int) -> str:
    """Give the key under which the value of a change is drawn."""
    return f"measures.{measure.id}.{position}.{measure.changes[position].path}"


def cost_key(measure: Measure, name: str) -> str:
    """Give the key under which a cost is drawn."""
    return f"measures.{measure.id}.cost.{name}"


def draw_keys(measure: Measure) -> tuple[str, ...]:
    """Give the draw keys of the uncertain numbers of a measure's changes, sorted."""
    return tuple(sorted(k for k, n in numbers(measure).items() if not isinstance(n, Fixed)))
