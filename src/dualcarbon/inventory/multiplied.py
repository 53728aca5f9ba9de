"""Sources that are activity times numbers: a line for each kind that the statistics hold."""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from dualcarbon.errors import InputError
from dualcarbon.inventory.activities import Activities, use
from dualcarbon.inventory.ledger import Activity, Floats, Formula, Line, Use, product
from dualcarbon.reference.numbers import Number, Shelf
from dualcarbon.vocabulary.faults import Fault, note
from dualcarbon.vocabulary.names import INDICATORS, nearest

C_TO_CO2 = 44 / 12
"""Carbon dioxide of a mass of carbon. [t CO2/t C]"""
C_TO_CH4 = 16 / 12
"""Methane of a mass of carbon. [t CH4/t C]"""
N_TO_N2O = 44 / 28
"""Nitrous oxide of a mass of nitrogen. [t N2O/t N]"""

Found = Line | Fault
Parts = tuple[tuple[Line, ...], tuple[Fault, ...]]
Kind = str | Callable[[str], str] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Factor:
    """A number that a source multiplies with.

    ``item`` is the indicator unless it says otherwise; ``kind`` that of the activity (None), a fixed one, or what a
    function makes of that of the activity; ``given`` is a choice of the study, for which nothing is looked up.
    """

    quantity: str = ""
    unit: str = "1"
    item: str = ""
    kind: Kind = None
    given: Use | None = None
    label: bool = False
    """Whether the kind is a name that the study gives, such as a crop."""

    def of(self, indicator: str, kind: str, shelf: Shelf, years: Sequence[int]) -> Use:
        """Take the number for a kind of an indicator.

        Raises
        ------
        InputError
            No edition has it (REF040).
        """
        if self.given is not None:
            return self.given
        wanted = kind if self.kind is None else self.kind
        wanted = wanted if isinstance(wanted, str) else wanted(kind)
        return use(
            shelf,
            self.item or indicator,
            self.quantity,
            self.unit,
            years,
            kind=wanted,
            label=self.label,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What emits one gas in proportion to one activity."""

    name: str
    """Beginning of the ids of its lines."""
    indicator: str
    unit: str
    """Unit that the activity is wanted in."""
    category: str
    gas: str
    factors: tuple[Factor, ...]
    method: str
    times: float = 1.0
    """Ratio of masses, such as 44/12."""
    sector: str = ""
    memo: str = ""
    kinds: tuple[str, ...] | None = None
    """Kinds that rows may name beside those that have numbers; without it any, and what serves is told (LED021)."""
    strange: tuple[str, ...] = ()
    """Kinds that want a number of their own, which no edition has: refused unless the study states it."""
    checked: bool = True
    """Whether kinds are looked at here; not where another source of the same statistic does."""

    def known(self, shelf: Shelf) -> set[str]:
        """Give the kinds that rows may name: those that a number is of, and others that are said to be like them."""
        own = (f for f in self.factors if f.given is None and not isinstance(f.kind, str))
        numbered = {
            kind
            for f in own
            for kind in shelf.kinds(f.item or self.indicator, f.quantity)
            if f.kind is None or (callable(f.kind) and f.kind(kind) == kind)
        }
        return (numbered | set(self.kinds or ())) - {""}


def times(ratio: float) -> Formula:
    """Give the formula of a source: activity, times its numbers, times a ratio of masses.

    Parameters
    ----------
    ratio : float
        [t of the gas per t of its element]
    """

    def formula(activity: Floats, *factors: Floats) -> Floats:
        return product(activity, *factors) * ratio

    return formula


def found(source: Source, activities: Activities, shelf: Shelf) -> Iterator[Found]:
    """Give the lines of a source, one for each kind that there is activity of; a number that lacks is told.

    Parameters
    ----------
    source : Source
        What emits.
    activities : Activities
        Statistics of the region.
    shelf : Shelf
        Numbers that may be taken.
    """
    for kind in activities.kinds(source.indicator):
        activity = activities.over(source.indicator, source.unit, kind)
        if activity is not None:
            yield from told(functools.partial(_of_kind, source, activity, kind, shelf))


def refuse(item: str, kind: str, known: Iterable[str]) -> None:
    """Refuse a kind, with the nearest that is known.

    Parameters
    ----------
    item, kind : str
        Statistic, and the kind that its row names.
    known : iterable of str
        Kinds that it may name.

    Raises
    ------
    InputError
        REF042.
    """
    listed = ", ".join(sorted(known)) or "-"
    near = nearest(kind, known) or "-"
    raise InputError(faults=[note("REF042", item=item, kind=kind, nearest=near, known=listed)])


def _of_kind(source: Source, activity: Activity, kind: str, shelf: Shelf) -> Iterator[Found]:
    """Give the line of a kind; where no number is of it, refuse it or tell which number serves.

    Raises
    ------
    InputError
        The kind is not known, is like one that is, or wants a number of its own (REF042).
    """
    known = source.known(shelf)
    lacks = source.checked and bool(kind) and kind not in known
    strict = source.kinds is not None or kind in source.strange
    if lacks and (strict or nearest(kind, known)):
        refuse(source.indicator, kind, known)
    made = list(_lines(source, activity, kind, shelf))
    yield from made
    if lacks:
        yield _general(source.indicator, kind, made)


def _general(indicator: str, kind: str, made: Iterable[Line]) -> Fault:
    """Tell which numbers serve a kind that none is of."""
    numbers = [n for line in made for n in line.numbers if isinstance(n, Number)]
    serving = ", ".join(f"{n.quantity} {n.value:.6g} {n.unit}" for n in numbers)
    return note("LED021", indicator=INDICATORS.both(indicator), kind=kind, serving=serving)


def told(make: Callable[[], Iterable[Found]]) -> Iterator[Found]:
    """Give what is made, or the faults that it was refused with."""
    try:
        yield from list(make())
    except InputError as error:
        yield from error.faults


def _lines(source: Source, activity: Activity, kind: str, shelf: Shelf) -> Iterator[Line]:
    uses = [f.of(source.indicator, kind, shelf, activity.years) for f in source.factors]
    yield Line(
        id=".".join(part for part in (source.name, source.gas, source.indicator, kind) if part),
        category=source.category,
        gas=source.gas,
        years=activity.years,
        inputs=(activity, *uses),
        formula=times(source.times),
        method=source.method,
        sector=source.sector,
        item=source.indicator,
        kind=kind,
        memo=source.memo,
    )


def parted(parts: Iterable[Found]) -> Parts:
    """Part lines from faults; a fault that several lines share is told once."""
    every = list(parts)
    lines = tuple(one for one in every if isinstance(one, Line))
    faults: list[Fault] = []
    faults.extend(one for one in every if isinstance(one, Fault) and one not in faults)
    return lines, tuple(faults)


def twice(indicator: str, unit: str, activities: Activities) -> Iterator[Fault]:
    """Tell that an indicator is given whole and by kind in one year, which would count it twice.

    Parameters
    ----------
    indicator, unit : str
        What is looked at.
    activities : Activities
        Statistics of the region.
    """
    by_kind = {
        kind: stated(activities.series(indicator, unit, kind))
        for kind in activities.kinds(indicator)
    }
    whole = by_kind.pop("", set())
    kinds = ", ".join(kind for kind, years in by_kind.items() if years & whole)
    if kinds:
        year = min(whole & set().union(*by_kind.values()))
        yield note("LED020", indicator=INDICATORS.both(indicator), kinds=kinds, year=year)


def stated(series: Activity | None) -> set[int]:
    """Give the years that a series has a value of.

    Parameters
    ----------
    series : Activity, optional
        Values (its own years). [any unit]
    """
    if series is None:
        return set()
    return {
        y for y, value in zip(series.years, series.values, strict=True) if not math.isnan(value)
    }


def declared(
    key: str, value: float, unit: str, *, kind: str = "", quantity: str = "share", source: str = ""
) -> Use:
    """Give a choice of the study as a number that a line can multiply with.

    Parameters
    ----------
    key : str
        Key of study.toml that states it, for example ``account.waste.composition.food``.
    value : float
        [``unit``]
    unit : str
        Its unit.
    kind, quantity : str, optional
        What it says of what.
    source : str, optional
        Who says so; without one it is an assumption.
    """
    given = Number(
        id=key, item=key, kind=kind, quantity=quantity, value=value, unit=unit, source=source or "study.toml",
        mark="" if source else "A",
    )  # fmt: skip
    return Use((given,))


def overdrawn(lines: Iterable[Line], years: Sequence[int]) -> int | None:
    """Give the first year in which lines together emit less than nothing, or nothing if there is none.

    Parameters
    ----------
    lines : iterable of Line
        Sources of one gas and what is recovered of it.
    years : sequence of int
        Years of the account.
    """
    amounts = [line.amounts() for line in lines]
    total = np.sum(amounts, axis=0) if amounts else np.zeros(len(years))
    below = [
        year
        for year, amount in zip(years, total, strict=True)
        if amount < 0 and not math.isnan(amount)
    ]
    return below[0] if below else None
