"""The kinds of paths that people may declare, and what each must obey."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, ClassVar, Literal

import numpy as np
from pydantic import PlainValidator

from dualcarbon.errors import InputError
from dualcarbon.quantities import distributions
from dualcarbon.quantities.declared import Declared, Text, declare, hint, within
from dualcarbon.quantities.derived import Formula, Lookup
from dualcarbon.quantities.distributions import Distribution
from dualcarbon.quantities.forms import FIRST, HERE, LAST, Form, Quantity, QuantityIfAny, Year
from dualcarbon.quantities.stock import Stock
from dualcarbon.vocabulary.faults import Fault, Place, cut, note
from dualcarbon.vocabulary.names import nearest

RESIDUAL = "residual"
STEEPEST = 10.0
"""An elasticity beyond it is taken for per cent. [1]"""
TAILS = (0.01, 0.99)
"""Between these probabilities a distribution is held to what one value must obey. [1]"""


class Constant(Form):
    """One value in all years after the base year."""

    constant: Quantity
    """The value. [unit of the path]"""

    def numbers(self) -> dict[str, Distribution]:
        """Give the one number."""
        return {"constant": self.constant}


class Points(Form):
    """Values of some years, joined in between, held after the last."""

    points: dict[Year, Quantity]
    """Year and value, for example `{2030 = 0.40}`; the first stretch starts at the base year. [unit of the path]"""
    between: Literal["linear", "step", "smooth"] = "linear"
    """Between two points: a straight line, the earlier value until the later year, or a monotone curve."""

    def numbers(self) -> dict[str, Distribution]:
        """Give the number of each point, in order of years."""
        return {f"points.{year}": self.points[year] for year in sorted(self.points)}

    def faults(self, place: Place) -> Iterator[Fault]:
        """Give the fault of a path without points."""
        if not self.points:
            yield note("QTY006", place, kind="points")


class Period(Declared):
    """Years with one growth rate."""

    to: Year
    """Last year of the period; it starts after the period before, or after the base year."""
    rate: Quantity
    """Growth a year, as a fraction: 0.05 is five per cent. [1/year]"""


class Growth(Form):
    """The value of the base year, grown by rates of periods."""

    relative: ClassVar[bool] = True
    growth: tuple[Period, ...]
    """Periods in order, for example `[{to = 2025, rate = 0.055}, {to = 2060, rate = 0.03}]`."""

    def numbers(self) -> dict[str, Distribution]:
        """Give the rate of each period."""
        return {f"growth.{period.to}": period.rate for period in self.growth}

    def faults(self, place: Place) -> Iterator[Fault]:
        """Give the faults of periods: none, out of order, rates that look like per cent."""
        years = [period.to for period in self.growth]
        if not years:
            yield note("QTY006", place, kind="growth")
        if years != sorted(set(years)):
            yield note("QTY004", within(place, "growth"), years=", ".join(map(str, years)))
        for position, period in enumerate(self.growth):
            rate = period.rate.central
            where = within(place, "growth", position, "rate")
            if abs(rate) >= 1:
                yield note("QTY005", where, value=rate, percent=100 * rate)
            elif ends := _beyond_one(period.rate):
                yield note("QTY026", where, low=ends[0], high=ends[1])


class Stretch(Declared):
    """Years with one elasticity."""

    to: Year
    """Last year of the period; it starts after the period before, or after the base year."""
    value: Quantity
    """Elasticity of the period. [1]"""


class Slope(Declared):
    """How a path follows another one: one value, or one for each period."""

    to: Text
    """Key of the other path, for example `gdp`."""
    value: QuantityIfAny = None
    """Elasticity: growth by one per cent of the other gives so many per cent here. [1]"""
    periods: tuple[Stretch, ...] = ()
    """Periods in order, for example `[{to = 2030, value = 0.5}, {to = 2060, value = 0.3}]`."""


class Elasticity(Form):
    """The value of the base year, times the growth of another path to a power."""

    relative: ClassVar[bool] = True
    elasticity: Slope
    """The other path and the power, or the power of each period."""

    def numbers(self) -> dict[str, Distribution]:
        """Give the power, or that of each period."""
        slope = self.elasticity
        if slope.value is not None:
            return {"elasticity.value": slope.value}
        return {f"elasticity.{period.to}": period.value for period in slope.periods}

    def follows(self) -> tuple[str, ...]:
        """Give the key of the other path."""
        return (self.elasticity.to,)

    def faults(self, place: Place) -> Iterator[Fault]:
        """Give the faults of a slope: no power, a power and periods, periods out of order."""
        slope, where = self.elasticity, within(place, "elasticity")
        years = [period.to for period in slope.periods]
        if (slope.value is None) == (not years):
            yield note("QTY024", where)
        if years != sorted(set(years)):
            yield note("QTY004", within(where, "periods"), years=", ".join(map(str, years)))
        powers = {f"periods.{n}.value": one.value for n, one in enumerate(slope.periods)}
        powers |= {} if slope.value is None else {"value": slope.value}
        for key, power in powers.items():
            if abs(power.central) > STEEPEST:
                yield note("QTY025", within(where, key), value=power.central, most=STEEPEST)


class Curve(Declared):
    """An S-shaped approach to a saturation."""

    saturation: Quantity
    """Value that is approached. [unit of the path]"""
    midpoint: Quantity
    """Year of the steepest change. [year]"""
    rate: Quantity
    """Steepness: 4 / rate years pass at the steepest slope from start to saturation. [1/year]"""


class Logistic(Form):
    """From the value of the base year in an S to a saturation."""

    relative: ClassVar[bool] = True
    logistic: Curve
    """Saturation, midpoint and rate."""

    def numbers(self) -> dict[str, Distribution]:
        """Give the three numbers of the curve."""
        names = ("saturation", "midpoint", "rate")
        return {f"logistic.{name}": getattr(self.logistic, name) for name in names}

    def faults(self, place: Place) -> Iterator[Fault]:
        """Give the faults of a curve that does not rise towards its saturation, or that is steepest in no year."""
        middle = self.logistic.midpoint.central
        if not FIRST <= middle <= LAST:
            yield note("QTY007", within(place, "logistic", "midpoint"), year=middle)
        if self.logistic.rate.central <= 0:
            where = within(place, "logistic", "rate")
            yield note("QTY012", where, value=self.logistic.rate.central)


class Share(Form):
    """Parts of a whole: fractions that sum to 1 in every year and member."""

    share: dict[Text, Annotated[Any, PlainValidator(lambda value: _part(value))]]
    """Each part a path, or the word "residual" for at most one of them, which takes what the others leave."""

    def numbers(self) -> dict[str, Distribution]:
        """Give the numbers of all parts."""
        forms = {name: form for name, form in self.share.items() if isinstance(form, Form)}
        return {
            f"{name}.{key}": n for name, form in forms.items() for key, n in form.numbers().items()
        }

    def faults(self, place: Place) -> Iterator[Fault]:
        """Give the faults of a group: no parts, several residuals, shares in percent."""
        residuals = [name for name, form in self.share.items() if form == RESIDUAL]
        if not self.share:
            yield note("QTY006", place, kind="share")
        if len(residuals) > 1:
            where = within(place, "share")
            yield note("QTY013", where, count=len(residuals), parts=", ".join(residuals))
        if max((value for _, value in self._stated()), default=0.0) > 1:
            yield note("MOD002", within(place, "share"), total=self._largest_sum())

    def follows(self) -> tuple[str, ...]:
        """Give the keys that its parts follow."""
        forms = [form for form in self.share.values() if isinstance(form, Form)]
        return tuple(dict.fromkeys(key for form in forms for key in form.follows()))

    def _stated(self) -> Iterator[tuple[str, float]]:
        """Give what the parts say a share is, each with the position that it is said for."""
        for form in self.share.values():
            if isinstance(form, Constant | Points):
                yield from ((position, n.central) for position, n in form.numbers().items())

    def _largest_sum(self) -> float:
        sums: dict[str, float] = {}
        for position, value in self._stated():
            sums[position] = sums.get(position, 0.0) + value
        return max(sums.values())

    @property
    def residual(self) -> str:
        """Name of the residual part, or an empty text."""
        parts = self.share.items()
        return next((name for name, form in parts if isinstance(form, str)), "")


KINDS: dict[str, type[Form]] = {
    "constant": Constant,
    "points": Points,
    "growth": Growth,
    "elasticity": Elasticity,
    "logistic": Logistic,
    "share": Share,
    "stock": Stock,
    "formula": Formula,
    "lookup": Lookup,
}
"""Kinds that can be evaluated, by the key that tells them."""


def read_form(value: object, place: Place) -> Form:
    """Read a path: a number or distribution (a constant), or a table with one kind.

    Raises
    ------
    InputError
        With every fault found: no kind or several, keys unknown, numbers unusable.
    """
    if not isinstance(value, Mapping) or _is_distribution(value):
        return Constant(constant=distributions.read(value, place))
    kinds = [key for key in KINDS if key in value]
    if len(kinds) != 1:
        raise InputError(faults=[_not_one(kinds, value, place)])
    form = declare(KINDS[kinds[0]], value, place)
    if faults := list(form.faults(place)):
        raise InputError(faults=faults)
    return form


def _is_distribution(table: Mapping[str, object]) -> bool:
    return len(table) == 1 and next(iter(table)) in distributions.FORMS


def _beyond_one(rate: Distribution) -> tuple[float, float] | None:
    """Give the ends of nearly all of a rate where they are not between -1 and 1."""
    with np.errstate(over="ignore", invalid="ignore"):  # a rate beyond a float is beyond 1
        low, high = (float(end) for end in rate.at(TAILS))
    return None if low > -1 and high < 1 else (low, high)


def _part(value: object) -> Form | str:
    return RESIDUAL if value == RESIDUAL else read_form(value, HERE)


def _not_one(kinds: list[str], table: Mapping[str, object], place: Place) -> Fault:
    if kinds:
        return note("QTY002", place, count=len(kinds), kinds=", ".join(kinds))
    odd = next((key for key in table if key not in Form.model_fields), "")
    if nearest(str(odd), KINDS):
        return note("STU006", place, key=cut(odd), hint=hint(odd, KINDS))
    return note("QTY001", place, hint=hint(odd, KINDS))
