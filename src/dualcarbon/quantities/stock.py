"""Stocks by vintage, as people declare them: what they follow, how long units last, how old they are."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Annotated, Any, ClassVar

import numpy as np
from pydantic import BeforeValidator, Field, PlainValidator, RootModel, WithJsonSchema
from pydantic import StrictBool as Choice

from dualcarbon.errors import InputError, UnitMismatch
from dualcarbon.quantities import distributions, vintages
from dualcarbon.quantities.arrays import Array
from dualcarbon.quantities.declared import Declared, Number, Text, declare, hint, within
from dualcarbon.quantities.distributions import Distribution
from dualcarbon.quantities.forms import HERE, Form, Quantity, QuantityIfAny, whole
from dualcarbon.vocabulary.faults import Fault, Place, cut, note
from dualcarbon.vocabulary.units import scale

FLOWS = ("additions", "retired", "age")
"""What every stock gives beside itself."""
NAME = re.compile("[a-z][a-z0-9_]*")
"""What a value may be called."""
ASSUMED = ("steady", "history")
"""Ages of the base year that follow from something else."""
STEEPEST = 8.0
"""A shape of Weibull beyond it lets all leave within a few years of one age; more likely it is the scale. [1]"""
TOLERANCE = 1e-6
"""How far the shares of the ages may sum from 1. [1]"""


def _age(value: object) -> int:
    """Read an age."""
    age = whole(value)
    if age is None or not 0 <= age <= vintages.OLDEST:
        raise InputError(faults=[note("STK001", HERE, text=cut(value), most=vintages.OLDEST)])
    return age


Age = Annotated[int, BeforeValidator(_age)]


class _ByAge(RootModel[dict[Age, Number]]):
    """Shares by age."""


def _ages(value: object) -> str | dict[int, float]:
    """Read the ages of the base year: shares by age, or the word that says what they follow from."""
    if isinstance(value, Mapping):
        return declare(_ByAge, value, HERE).root
    if value in ASSUMED:
        return str(value)
    raise InputError(faults=[note("KEY002", HERE, text=cut(value), hint=hint(value, ASSUMED))])


def _start(value: object) -> Distribution | str:
    return value if isinstance(value, str) else distributions.read(value, HERE)


class Survival(Declared):
    """How many of a vintage are left at each age; one of the three."""

    weibull: tuple[Quantity, ...] = ()
    """`[shape, scale]`: of age a the share e^-((a / scale)^shape) is left. [1, year]"""
    lifetime: QuantityIfAny = None
    """All leave at this age; of 12.4 years two fifths stay a thirteenth year. [year]"""
    table: dict[Age, Number] = Field(default_factory=dict)
    """Share left by age, `{0 = 1.0, 10 = 0.8, 20 = 0.0}`: from 1 to 0, on straight lines between. [1]"""

    def numbers(self) -> dict[str, Distribution]:
        """Give the numbers that may be uncertain."""
        found = dict(zip(("weibull.shape", "weibull.scale"), self.weibull, strict=False))
        return found | ({} if self.lifetime is None else {"lifetime": self.lifetime})

    def curve(self, numbers: Mapping[str, Array], reach: int) -> Array:
        """Give the share left at each age (age, member), from the values of ``numbers`` (member). [1]."""
        if self.weibull:
            return vintages.weibull(numbers["weibull.shape"], numbers["weibull.scale"], reach)
        if self.lifetime is not None:
            return vintages.lifetime(numbers["lifetime"], reach)
        return vintages.listed(self.table, reach)

    def faults(self, place: Place) -> Iterator[Fault]:
        """Give what is wrong with it: none or several, numbers that no unit can have."""
        given = [n for n in ("weibull", "lifetime", "table") if getattr(self, n) not in (None, (), {})]  # fmt: skip
        if len(given) != 1:
            yield note("STK002", place, count=len(given))
        if self.weibull and len(self.weibull) != 2:
            params = {"form": "weibull", "names": "shape, scale", "given": len(self.weibull)}
            yield note("DST002", within(place, "weibull"), **params)
        for name, number in self.numbers().items():
            least = 1.0 if name == "lifetime" else 0.0
            if number.central < least or number.central == 0:
                yield note("STK003", within(place, *name.split(".")[:1]), **too_small(name, number.central))  # fmt: skip
        yield from self._of_table(within(place, "table"))

    def _of_table(self, place: Place) -> Iterator[Fault]:
        """Tell of a table that does not start with all, lose some and end with none."""
        known = sorted(self.table)
        shares = [self.table[age] for age in known]
        if not known:
            return
        if known[0] != 0 or shares[0] != 1 or shares[-1] != 0:
            ends = f"{known[0]} = {shares[0]:.6g}, {known[-1]} = {shares[-1]:.6g}"
            yield note("STK004", place, ends=ends)
        for (younger, age), (before, share) in zip(pairwise(known), pairwise(shares), strict=True):
            if share > before:
                yield note("STK005", within(place, age), age=age, share=share, younger=younger, before=before)  # fmt: skip


class Kept(Declared):
    """A value that a unit keeps all its life, such as the fuel that a car uses."""

    new: Text
    """Key of the path of what is new, by year of its addition."""
    base: Annotated[
        Any,
        PlainValidator(_start),
        WithJsonSchema({"anyOf": [{"description": "a quantity"}, {"type": "string"}]}),
    ]
    """Mean over the stock of the base year: a quantity, or the name of its statistics. [unit of the path of what is new]"""


class Turnover(Declared):
    """What a stock follows, and what its units are like."""

    target: Text = ""
    """Key of the path that the stock keeps to; what it lacks is added."""
    additions: Text = ""
    """Key of the path of what is added each year; the stock follows. One of the two. [unit of the stock per year]"""
    survival: Survival
    """How many of a vintage are left at each age."""
    ages: Annotated[
        Any,
        PlainValidator(_ages),
        WithJsonSchema({"anyOf": [{"type": "object", "additionalProperties": {"type": "number"}}, {"type": "string"}]}),
    ]  # fmt: skip
    """Ages of the stock of the base year: shares by age, `{0 = 0.12, 1 = 0.11, ...}`; "history", from statistics; or "steady", as if the same number had always been added. [1]"""
    past: Text = ""
    """Name of the statistics of past additions, for ages = "history"."""
    past_stock: Text = ""
    """Name of the statistics of past stocks instead; their first year counts as steady."""
    scrap: Choice = False
    """Whether the oldest may be scrapped before their time where the target falls faster than they leave."""
    values: dict[Text, Kept] = Field(default_factory=dict)
    """Values that units keep, by name; the path gives the mean of each over the stock."""


class Stock(Form):
    """A stock whose units are added, grow old and leave."""

    relative: ClassVar[bool] = True
    stock: Turnover
    """What the stock follows, survival and ages."""

    def numbers(self) -> dict[str, Distribution]:
        """Give the numbers of the survival and the values of the base year."""
        survival = {f"stock.survival.{k}": n for k, n in self.stock.survival.numbers().items()}
        kept = {f"stock.values.{k}.base": one.base for k, one in self.stock.values.items()}
        return survival | {k: n for k, n in kept.items() if isinstance(n, Distribution)}

    def follows(self) -> tuple[str, ...]:
        """Give the key of the target or of the additions, and those of what is new."""
        own = self.stock
        keys = (own.target, own.additions, *(one.new for one in own.values.values()))
        return tuple(dict.fromkeys(key for key in keys if key))

    def gives(self) -> tuple[str, ...]:
        """Give the names of flows, mean age and mean values."""
        return (*FLOWS, *self.stock.values)

    def gives_in(self, unit: str, units: Mapping[str, str]) -> dict[str, str]:
        """Give the unit of each: that of the stock, years, and for values that of what is new."""
        values = {name: units.get(one.new, "") for name, one in self.stock.values.items()}
        return {"additions": unit, "retired": unit, "age": "year", **values}

    def misfits(self, place: Place, *, unit: str, units: Mapping[str, str]) -> Iterator[Fault]:
        """Give what does not fit the other paths of a study: a stock counts in the unit of what it follows.

        Parameters
        ----------
        place : Place
            Where the path stands.
        unit : str
            Unit of the stock in the tree, empty where it is not known.
        units : mapping of str
            Units of the paths that it may follow, by key.
        """
        where, key = within(place, "stock"), self.stock.target or self.stock.additions
        given = units.get(key, "")
        if self.unit and unit and not _same(self.unit, unit):
            yield note("STK021", place, unit=self.unit, wanted=unit)
        if given and unit and not _same(given, unit):
            yield note("STK022", where, name=key, unit=given, wanted=unit)
        for shape in self.stock.survival.weibull[:1]:
            if shape.central > STEEPEST:
                inside = within(where, "survival", "weibull")
                yield note(
                    "STK024",
                    inside,
                    shape=shape.central,
                    scale=self.stock.survival.weibull[1].central,
                )

    def lacking(self, place: Place, *, series: Mapping[str, object]) -> Iterator[Fault]:
        """Give the statistics that it names and nobody gave.

        Parameters
        ----------
        place : Place
            Where the path stands.
        series : mapping
            Statistics by name.
        """
        own = self.stock
        bases = [one.base for one in own.values.values() if isinstance(one.base, str)]
        for name in dict.fromkeys((own.past, own.past_stock, *bases)):
            if name and name not in series:
                where = within(place, "stock")
                yield note("STK012", where, name=cut(name), hint=hint(name, series))

    def faults(self, place: Place) -> Iterator[Fault]:
        """Give what the fields allow one by one but a stock does not."""
        own, where = self.stock, within(place, "stock")
        if bool(own.target) == bool(own.additions):
            yield note("STK006", where)
        for name in own.values:
            if name in FLOWS:
                yield note("STK007", within(where, "values", name), name=name)
            elif not NAME.fullmatch(name):
                yield note("STK023", within(where, "values"), name=cut(name))
        if (own.ages == "history") != bool(own.past or own.past_stock) or (own.past and own.past_stock):  # fmt: skip
            yield note("STK008", within(where, "ages"))
        wrong = list(own.survival.faults(within(where, "survival")))
        yield from wrong
        if isinstance(own.ages, dict):
            yield from _of_ages(own.ages, within(where, "ages"))
        if isinstance(own.ages, dict) and not wrong:
            yield from _outlived(own.ages, own.survival, within(where, "ages"))


def _same(one: str, other: str) -> bool:
    """Tell whether two units are one."""
    try:
        return scale(one, other) == 1.0
    except UnitMismatch:
        return False


def _of_ages(ages: Mapping[int, float], place: Place) -> Iterator[Fault]:
    total = math.fsum(ages.values())
    for age, share in ages.items():
        if share < 0:
            yield note("STK009", within(place, age), age=age, share=share)
    if abs(total - 1) > TOLERANCE:
        yield note("STK010", place, total=total)


def _outlived(ages: Mapping[int, float], survival: Survival, place: Place) -> Iterator[Fault]:
    """Tell of units older than any can be."""
    central = {name: np.array([number.central]) for name, number in survival.numbers().items()}
    left = survival.curve(central, max(ages, default=0))
    for age, share in ages.items():
        if share > 0 and (age >= len(left) or left[age, 0] == 0):
            yield note("STK011", within(place, age), age=age, share=share)


def too_small(name: str, value: float) -> dict[str, object]:
    """Say which number of a survival is too small, and what it must be.

    Parameters
    ----------
    name : str
        Key of the number, such as ``weibull.scale``.
    value : float
        What it is. [1 or year]
    """
    least = {"en": "1 or more", "zh": "不小于 1"}
    above = {"en": "above 0", "zh": "大于 0"}
    return {"name": name, "value": value, "wanted": least if name == "lifetime" else above}
