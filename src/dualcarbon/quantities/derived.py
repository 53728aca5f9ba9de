"""Paths that are computed from others by a formula, or looked up in a table."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, StrictBool

from dualcarbon.errors import InputError
from dualcarbon.quantities.declared import Declared, Text, hint, within
from dualcarbon.quantities.distributions import Distribution
from dualcarbon.quantities.forms import HERE, Form, Quantity
from dualcarbon.quantities.formula import parse
from dualcarbon.quantities.formula_tokens import Slip
from dualcarbon.quantities.formula_units import CALENDAR, settle, strangers
from dualcarbon.vocabulary.faults import Fault, Place, cut, note

DECIMAL = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,2})?")


def told(slips: Iterable[Slip], place: Place) -> list[Fault]:
    """Give the slips of a formula as faults of the place where it stands."""
    return [note(slip.code, place, col=slip.column, **slip.params) for slip in slips]


class Formula(Form):
    """An expression over other paths, its units checked."""

    formula: Text
    """Numbers, keys of paths, `year`, `base_year`, `+ - * / **`, parentheses, min, max, abs, sqrt, exp, ln, log10."""
    in_: dict[Text, Text] = Field(default_factory=dict, alias="in")
    """Names that enter as bare numbers, each with the unit of the number, for formulas fitted to numbers: `{gdp = "10^8 CNY2010"}`."""
    scaled: StrictBool = False
    """Multiply the formula, in all years, by the number that makes it meet the statistics of the base year."""

    def follows(self) -> tuple[str, ...]:
        """Give the names of the formula."""
        return tuple(name for name in parse(self.formula).names if name not in CALENDAR)

    def faults(self, place: Place) -> Iterator[Fault]:
        """Give the slips of the text, which need no other path to be told."""
        yield from told(parse(self.formula).slips, within(place, "formula"))

    def misfits(self, place: Place, *, known: Iterable[str], units: Mapping[str, str] | None, unit: str) -> list[Fault]:  # fmt: skip
        """Give the faults of names and units, among the paths of a study.

        Parameters
        ----------
        place : Place
            Where the path stands.
        known : iterable of str
            Keys of the other paths.
        units : mapping of str, optional
            Their units; without them only names are judged.
        unit : str
            Unit of the path itself.
        """
        where = within(place, "formula")
        odd = strangers(parse(self.formula), known)
        if odd or units is None or not unit:
            return told(odd, where)
        if lacking := [name for name in self.follows() if not units.get(name)]:
            return [note("UNIT004", where, text=name, wanted="10^4 tce") for name in lacking]
        among = {name: units[name] for name in self.follows()}
        return told(settle(self.formula, units=among, unit=unit, enter=self.in_).slips, where)


def _knot(value: object) -> float:
    """Read a number from the key of a TOML table, which is a text."""
    if isinstance(value, float):
        return value
    text = str(value)
    if not DECIMAL.fullmatch(text):
        raise InputError(faults=[note("LKP001", HERE, text=cut(text))])
    return float(text)


def _distinct(value: object) -> object:
    """Refuse keys that are one number, and a decimal that TOML took for a key inside a key."""
    if not isinstance(value, Mapping):
        return value
    faults = [
        note("LKP003", HERE, text=f"{key}.{next(iter(inner))}")
        for key, inner in value.items()
        if isinstance(inner, Mapping) and re.fullmatch("[0-9]+", str(next(iter(inner), "")))
    ]
    texts = [str(key) for key in value if DECIMAL.fullmatch(str(key))]
    seen: dict[float, str] = {}
    for text in texts:
        if float(text) in seen:
            faults.append(note("LKP002", HERE, one=seen[float(text)], other=cut(text)))
        seen[float(text)] = cut(text)
    if faults:
        raise InputError(faults=faults)
    return value


Knots = Annotated[dict[Annotated[float, BeforeValidator(_knot)], Quantity], BeforeValidator(_distinct)]  # fmt: skip


class Table(Declared):
    """Where to look: in the plans of a series, or in a table over another path."""

    series: Text = ""
    """Name of a series in data/variables.csv, whose rows after the base year are the points of the path."""
    of: Text = ""
    """Key of another path, whose value of the year is looked up in `points`."""
    points: Knots = Field(default_factory=dict)
    """Value of the other path, quoted, and of this one: `{"0.1" = 5.0, "0.9" = 2.0}`. [units of the two]"""
    between: Literal["linear", "step", "smooth"] = "linear"
    """Between two points: a straight line, the earlier value until the later point, or a monotone curve."""
    hold: StrictBool = False
    """Take the first and the last point for what lies beyond them; otherwise it is refused."""


class Lookup(Form):
    """Values of a table: a series by year, or points over another path."""

    lookup: Table
    """`{series = "x"}`, or `{of = "key", points = {"0.1" = 5.0, "0.9" = 2.0}}`."""
    scaled: StrictBool = False
    """Multiply what is looked up over another path by the number that makes it meet the statistics of the base year."""

    def numbers(self) -> dict[str, Distribution]:
        """Give the number of each point, in order."""
        points = self.lookup.points
        return {f"lookup.points.{knot:.12g}": points[knot] for knot in sorted(points)}

    def follows(self) -> tuple[str, ...]:
        """Give the key of the other path, if there is one."""
        return (self.lookup.of,) if self.lookup.of else ()

    def faults(self, place: Place) -> Iterator[Fault]:
        """Give the faults of a table that is none, or two."""
        table, where = self.lookup, within(place, "lookup")
        if bool(table.series) == bool(table.of):
            yield note("LKP004", where)
        elif table.of and len(table.points) < 2:
            yield note("LKP005", within(where, "points"), count=len(table.points))
        elif table.series and (table.points or table.hold or self.scaled):
            yield note("LKP006", where)

    def lacking(
        self, place: Place, *, series: Mapping[str, Mapping[int, float]], base_year: int
    ) -> list[Fault]:
        """Give the faults of a series that is not there, or says nothing of the years to come.

        Parameters
        ----------
        place : Place
            Where the path stands.
        series : mapping of {year: value}
            Statistics and plans by name. [unit of each]
        base_year : int
            Last year of the statistics.
        """
        name, where = self.lookup.series, within(place, "lookup", "series")
        if not name:
            return []
        if name not in series:
            return [note("LKP007", where, series=cut(name), hint=hint(name, series))]
        if not any(year > base_year for year in series[name]):
            last = max(series[name], default=0)
            return [note("LKP008", where, series=cut(name), base_year=base_year, last=last)]
        return []
