"""Sources whose emissions are in proportion to one activity, kind by kind."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dualcarbon.inventory.activities import Activities, placed, use
from dualcarbon.inventory.ledger import Activity, Floats, Formula, Line, Use, product
from dualcarbon.reference.numbers import Shelf
from dualcarbon.vocabulary.faults import Fault, Place, note
from dualcarbon.vocabulary.names import INDICATORS, nearest

Part = tuple[tuple[Line, ...], tuple[Fault, ...]]
"""What an area gives: its lines, and what is worth knowing of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One gas of one activity: in which units it is counted, and under which category.

    ``quantity`` is what the number is called (else the gas), ``item`` whose number it is (else the indicator's), ``as_kind``
    the kind whose number serves rows without one, ``destroyed`` the indicator of gas caught before it leaves, ``only`` the
    kinds that the source holds for (else all), ``kinds_of`` the quantity whose kinds rows may name, where the source has
    none; an ``optional`` source is left out where the editions in use have no number of it.
    """

    indicator: str
    category: str
    gas: str
    unit: str
    factor: str
    method: str = "activity_times_factor"
    quantity: str = ""
    item: str = ""
    as_kind: str = ""
    destroyed: str = ""
    sector: str = "industry"
    only: tuple[str, ...] = ()
    kinds_of: str = ""
    optional: bool = False

    @property
    def key(self) -> tuple[str, str]:
        """Item and quantity of the number."""
        return self.item or self.indicator, self.quantity or self.gas


def lines(sources: Iterable[Source], activities: Activities, shelf: Shelf) -> Part:
    r"""Give a line for every source and kind that the study has an activity of.

    .. math:: E_{g,k,y} = A_{k,y} \cdot F_{g,k} - D_{k,y}

    Parameters
    ----------
    sources : iterable of Source
        What is looked for.
    activities : Activities
        Statistics of the region.
    shelf : Shelf
        Numbers that the study may take.

    Returns
    -------
    tuple of Line, tuple of Fault
        Lines [t of their gas]; PRO002 and PRO011 where a kind has no number, PRO006 where a total stands beside its parts,
        PRO010 where more is destroyed than made.

    References
    ----------
    .. [1] IPCC, "2006 IPCC Guidelines for National Greenhouse Gas Inventories", vol. 1, ch. 1, eq. 1.1.
    """
    made: list[Line] = []
    found: list[Fault] = []
    for source in sources:
        for kind in activities.kinds(source.indicator):
            if source.only and kind not in source.only:
                continue
            if source.optional and not shelf.has(*source.key, kind=kind):
                continue
            told = _lacking(source, kind, activities, shelf)
            found += told
            made += [] if told else _lines(source, kind, activities, shelf)
        found += beside(activities, source.indicator)
    return tuple(made), distinct([*found, *(f for line in made for f in overdone(line))])


def _lacking(source: Source, kind: str, activities: Activities, shelf: Shelf) -> list[Fault]:
    place = activities.place(source.indicator, kind)
    return lacking(
        shelf, source.indicator, *source.key, kind or source.as_kind, source.kinds_of, place=place
    )


def lacking(
    shelf: Shelf,
    indicator: str,
    item: str,
    quantity: str,
    kind: str,
    kinds_of: str = "",
    *,
    place: Place | None = None,
) -> list[Fault]:
    """Tell of a kind that has no number: PRO002 where it is not known, PRO011 where one must be named.

    A kind that nobody has a number of is never taken for the general case.
    """
    kinds = [k for k in shelf.kinds(item, kinds_of or quantity) if k]
    name, known_kinds = INDICATORS.both(indicator), ", ".join(kinds) or "-"
    if kind and kind not in kinds:
        near = nearest(kind, kinds) or "-"
        return [note("PRO002", place, indicator=name, kind=kind, nearest=near, known=known_kinds)]
    if shelf.has(item, quantity, kind=kind):
        return []
    return [note("PRO011", place, indicator=name, known=known_kinds)]


def beside(activities: Activities, indicator: str) -> list[Fault]:
    """Tell of an indicator that is given both with kinds and without: a total beside its parts counts twice (PRO006)."""
    kinds = activities.kinds(indicator)
    if "" not in kinds or len(kinds) == 1:
        return []
    return [note("PRO006", activities.place(indicator), indicator=INDICATORS.both(indicator))]


def overdone(line: Line) -> list[Fault]:
    """Tell of years in which less than nothing is emitted: more is taken off than was made (PRO010)."""
    below = [y for y, low in zip(line.years, line.amounts() < 0, strict=True) if low]
    if not below:
        return []
    first = line.activities[0]
    at = placed(first.refs[first.years.index(below[0])]) if below[0] in first.years else None
    years = ", ".join(str(y) for y in below)
    return [note("PRO010", at, indicator=INDICATORS.both(line.item), years=years)]


def shares(*given: Activity | None) -> list[Fault]:
    """Tell of shares that are none (PRO005): below 0 or above 1."""
    return [
        note("PRO005", placed(one.refs[n]), indicator=INDICATORS.both(one.name.split("/")[0]),
             year=one.years[n], value=one.values[n])
        for one in given
        if one is not None
        for n in np.flatnonzero((one.values < 0) | (one.values > 1))
    ]  # fmt: skip


def known(activity: Activity | None, years: tuple[int, ...]) -> NDArray[np.bool_]:
    """Tell for which years of the account a series has a value.

    Parameters
    ----------
    activity : Activity or None
        A series over the years of the account. [any unit]
    years : tuple of int
        Years of the account.

    Returns
    -------
    ndarray (year)
        Whether there is a value. [true or false]
    """
    return np.zeros(len(years), bool) if activity is None else ~np.isnan(activity.values)


def distinct(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    """Give each fault once, in the order met."""
    found: list[Fault] = []
    found.extend(f for f in faults if f not in found)
    return tuple(found)


def named(indicator: str, kind: str, category: str, last: str) -> str:
    """Give the id of a line, which ends with its gas or a part of the source.

    Examples
    --------
    >>> named("carbonate_use", "dolomite", "2A4", "CO2")
    '2A4.carbonate_use/dolomite.CO2'
    """
    return f"{category}.{indicator}{'/' + kind if kind else ''}.{last}"


def entry(
    category: str,
    gas: str,
    inputs: tuple[Activity | Use, ...],
    method: str,
    formula: Formula = product,
    *,
    indicator: str,
    kind: str = "",
    sector: str = "industry",
    part: str = "",
    years: tuple[int, ...] = (),
) -> Line:
    """Give the line of an indicator, or of a ``part`` of it; its years are those of its first activity, if not named."""
    own = next((i.years for i in inputs if isinstance(i, Activity)), ())
    return Line(
        id=named(indicator, kind, category, part or gas), category=category, gas=gas, years=years or own, inputs=inputs,
        formula=formula, method=method, sector=sector, item=indicator, kind=kind,
    )  # fmt: skip


def after_destruction(activity: Floats, factor: Floats, destroyed: Floats) -> Floats:
    """Take what is destroyed off what is made.

    Parameters
    ----------
    activity : ndarray (..., year)
        Output. [t or m3]
    factor : ndarray (..., 1) or (..., year)
        Gas made per unit of output. [t/t or t/m3]
    destroyed : ndarray (..., year)
        Gas burnt, broken down or kept before it leaves. [t]

    Returns
    -------
    ndarray (..., year)
        Emissions. [t]
    """
    return activity * factor - destroyed


def _lines(source: Source, kind: str, activities: Activities, shelf: Shelf) -> Iterator[Line]:
    activity = activities.over(source.indicator, source.unit, kind)
    if activity is None:
        return
    caught = activities.over(source.destroyed, "t", kind) if source.destroyed else None
    factor = use(shelf, *source.key, source.factor, activities.years, kind=kind or source.as_kind)
    inputs: tuple[Activity | Use, ...] = (activity, factor)
    method = source.method
    formula: Formula = product
    if caught is not None:
        inputs, method, formula = (*inputs, caught), "after_destruction", after_destruction
    yield entry(
        source.category, source.gas, inputs, method, formula, indicator=source.indicator, kind=kind, sector=source.sector
    )  # fmt: skip
