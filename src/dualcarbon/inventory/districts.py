"""Figures of the parts of a region against its own: the sum, what is missing, the difference and what explains it."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from dualcarbon.inventory import reconciliation
from dualcarbon.inventory.declared import Reconciliation
from dualcarbon.inventory.reconciliation import Item
from dualcarbon.vocabulary.faults import Fault, Place, note
from dualcarbon.vocabulary.names import INDICATORS
from dualcarbon.vocabulary.units import scale

TOLERANCE = 0.005
"""Share of the region's figure that rounding may make the sum differ by. [1]"""
THOUSAND = 1000
LARGE = 1e6
Texts = Mapping[str, str]
NATION: tuple[Texts, Texts] = (
    {"en": "provinces", "zh": "各省"},
    {"en": "the nation", "zh": "全国"},
)
PROVINCE: tuple[Texts, Texts] = ({"en": "cities", "zh": "各市"}, {"en": "province", "zh": "全省"})
CITY: tuple[Texts, Texts] = ({"en": "districts", "zh": "各区县"}, {"en": "city", "zh": "全市"})
MUNICIPALITIES = ("11", "12", "31", "50")
"""Provinces of GB/T 2260 that are cities."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """The region's own figure of an indicator by year, in ``unit``, and where it is from."""

    values: Mapping[int, float]
    unit: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """An indicator of a year: what each district says, and what the region says, in ``unit``.

    ``missing`` are districts that speak of the indicator in another year; ``stated`` is what the study knows of the
    difference. ``scaled`` holds the districts in proportion to the region's figure, and is nothing unless it was asked for.
    """

    year: int
    indicator: str
    unit: str
    parts: Mapping[str, float]
    missing: tuple[str, ...]
    whole: float | None
    source: str = ""
    stated: tuple[Item, ...] = ()
    scaled: Mapping[str, float] | None = None

    @property
    def sum(self) -> float:
        """Sum of the districts. [unit]."""
        return sum(self.parts.values())

    @property
    def gap(self) -> float | None:
        """Sum of the districts less the region's figure; nothing where a district is missing. [unit]."""
        if self.whole is None or self.missing:
            return None
        return self.sum - self.whole

    @property
    def share(self) -> float | None:
        """The gap as a share of the region's figure. [1]."""
        return None if self.gap is None or not self.whole else self.gap / abs(self.whole)

    @property
    def unexplained(self) -> float | None:
        """What of the gap the statements of the study leave. [unit]."""
        return None if self.gap is None else self.gap - sum(i.amount for i in self.stated)


def compare(
    frame: pl.DataFrame,
    own: Mapping[str, Whole],
    *,
    stated: Sequence[Reconciliation] = (),
    scaled: Sequence[str] = (),
    at: Callable[[str, int], float] = lambda _item, _year: float("nan"),
) -> tuple[Compared, ...]:
    r"""Hold the sum of the districts against the region in every year.

    .. math:: \sum_d x_d = X + \sum_j s_j + u

    With figures of districts :math:`x_d`, the region's own :math:`X`, what the study states :math:`s_j` and the rest
    :math:`u`. Where it is asked for, :math:`x_d' = x_d X / \sum x_d` is given beside them, never in their place.

    Parameters
    ----------
    frame : DataFrame
        Rows of the table of districts: year, district, indicator, value, unit. [unit of the row]
    own : mapping of Whole
        The region's figures by indicator. [unit of each]
    stated : sequence of Reconciliation
        What the study says of the difference. [unit of each]
    scaled : sequence of str
        Indicators whose districts are also given in proportion to the region's figure.
    at : callable
        Gives what the account computes for an item in a year. [t CO2e]

    Returns
    -------
    tuple of Compared
        In the order of the indicators, then of the years. [unit of the region's figure]

    Raises
    ------
    UnitMismatch
        A row is in a unit of another kind; see :func:`wrong`.

    References
    ----------
    .. [1] IPCC, "2006 IPCC Guidelines for National Greenhouse Gas Inventories", vol. 1, ch. 6: completeness and comparison.

    Examples
    --------
    >>> rows = {"year": [2019] * 2, "district": ["North", "South"], "indicator": ["co2_total"] * 2,
    ...         "value": [60.0, 38.0], "unit": ["Mt CO2"] * 2}
    >>> one, = compare(pl.DataFrame(rows), {"co2_total": Whole(values={2019: 100.0}, unit="Mt CO2", source="")})
    >>> one.sum, one.gap
    (98.0, -2.0)
    """
    known = frame.filter(pl.col("value").is_not_null())
    found: list[Compared] = []
    for indicator in sorted(set(known["indicator"]), key=INDICATORS.rank):
        rows = known.filter(pl.col("indicator") == indicator)
        every = tuple(dict.fromkeys(frame.filter(pl.col("indicator") == indicator)["district"]))
        for year in sorted(set(rows["year"])):
            some = rows.filter(pl.col("year") == year)
            one = _compared(indicator, year, some, every, own.get(indicator))
            given = functools.partial(_at, at, year)
            items = reconciliation.items(stated, "districts", indicator, year, one.unit, given)
            found.append(_with(one, items, is_scaled=indicator in scaled))
    return tuple(found)


def wrong(frame: pl.DataFrame, own: Mapping[str, Whole], file: str) -> list[Fault]:
    """Tell of rows in a unit of another kind than the region's figure, or than the first row (DIS001).

    Parameters
    ----------
    frame : DataFrame
        Rows of the table of districts. [unit of the row]
    own : mapping of Whole
        The region's figures by indicator. [unit of each]
    file : str
        Name of the file in messages.
    """
    wanted: dict[str, str] = {name: whole.unit for name, whole in own.items()}
    told: list[Fault] = []
    for row in frame.iter_rows(named=True):
        unit = wanted.setdefault(row["indicator"], row["unit"])
        if not reconciliation.converts(row["unit"], unit):
            names = {"indicator": INDICATORS.both(row["indicator"]), "district": row["district"]}
            told.append(note("DIS001", Place(file=file, line=row["line"]), given=row["unit"], wanted=unit, **names))  # fmt: skip
    return told


def levels(region: str) -> tuple[Texts, Texts]:
    """Name the parts and the whole of a region by its code of GB/T 2260.

    Parameters
    ----------
    region : str
        Six digits.

    Examples
    --------
    >>> levels("320000")[0]["en"], levels("320100")[0]["en"], levels("110000")[0]["en"], levels("000000")[1]["en"]
    ('cities', 'districts', 'districts', 'the nation')
    """
    if region == "000000":
        return NATION
    return PROVINCE if region.endswith("0000") and region[:2] not in MUNICIPALITIES else CITY


def sentence(one: Compared, region: str, file: str = "", others: int = 0) -> Fault:
    """Say what the districts of a region sum to, and what it says itself (BAL003).

    Parameters
    ----------
    one : Compared
        An indicator of a year that has a gap. [its unit]
    region : str
        Code of GB/T 2260.
    file : str
        Name of the file in messages.
    others : int
        How many more years differ.

    Raises
    ------
    ValueError
        There is nothing to compare.
    """
    if one.whole is None or one.share is None:
        msg = f"{one.indicator} {one.year}: there is no figure to hold the districts against"
        raise ValueError(msg)
    parts, whole = levels(region)
    factor, unit = (LARGE, f"M{one.unit}") if _is_large(one) else (1.0, one.unit)
    sums = {"sum": _printed(one.sum / factor), "total": _printed(one.whole / factor)}
    more = _more(INDICATORS.both(one.indicator), unit, others)
    gap = f"{100 * one.share:+.1f}"
    return note("BAL003", Place(file=file), year=one.year, parts=parts, whole=whole, gap=gap, more=more, hint="", **sums)  # fmt: skip


def faults(
    compared: Sequence[Compared], region: str, file: str, tolerance: float = TOLERANCE
) -> list[Fault]:
    """Say where districts and region differ, where a district is missing, and what was scaled.

    Parameters
    ----------
    compared : sequence of Compared
        Districts held against the region. [unit of each]
    region : str
        Code of GB/T 2260.
    file : str
        Name of the file in messages.
    tolerance : float
        Share of the region's figure that the sum may differ by. [1]

    Returns
    -------
    list of Fault
        For each indicator BAL003 with its worst year, DIS002 years with a district missing, DIS003 no figure of the region,
        DIS004 scaled.
    """
    groups: dict[str, list[Compared]] = {}
    for one in compared:
        groups.setdefault(one.indicator, []).append(one)
    return [f for some in groups.values() for f in _told(some, region, file, tolerance)]


def _at(at: Callable[[str, int], float], year: int, item: str) -> float:
    return at(item, year)


def _compared(
    indicator: str, year: int, rows: pl.DataFrame, every: Sequence[str], own: Whole | None
) -> Compared:
    unit = own.unit if own else rows["unit"][0]
    parts = {r["district"]: r["value"] * scale(r["unit"], unit) for r in rows.iter_rows(named=True)}
    missing = tuple(name for name in every if name not in parts)
    whole = own.values.get(year) if own else None
    source = own.source if own else ""
    return Compared(
        year=year, indicator=indicator, unit=unit, parts=parts, missing=missing, whole=whole, source=source
    )  # fmt: skip


def _with(one: Compared, items: tuple[Item, ...], *, is_scaled: bool) -> Compared:
    scaled = None
    if is_scaled and one.gap is not None and one.whole is not None and one.sum:
        scaled = {name: value * one.whole / one.sum for name, value in one.parts.items()}
    return Compared(
        year=one.year, indicator=one.indicator, unit=one.unit, parts=one.parts, missing=one.missing, whole=one.whole,
        source=one.source, stated=items, scaled=scaled,
    )  # fmt: skip


def _told(some: Sequence[Compared], region: str, file: str, tolerance: float) -> Iterator[Fault]:
    indicator = INDICATORS.both(some[0].indicator)
    if all(one.whole is None for one in some):
        yield note("DIS003", Place(file=file), indicator=indicator, parts=levels(region)[0])
    for one in some:
        if one.missing:
            yield note("DIS002", Place(file=file), year=one.year, indicator=indicator, missing=", ".join(one.missing))  # fmt: skip
    wide = [one for one in some if one.share is not None and abs(one.share) > tolerance]
    if wide:
        worst = max(wide, key=lambda one: abs(one.share or 0.0))
        yield sentence(worst, region, file, len(wide) - 1)
    factors = [one.whole / one.sum for one in some if one.scaled is not None and one.whole is not None]  # fmt: skip
    if factors:
        low, high = (f"{f:.4g}" for f in (min(factors), max(factors)))
        yield note("DIS004", Place(file=file), indicator=indicator, low=low, high=high)


def _printed(value: float) -> str:
    """Write a figure: of a thousand and more without decimals, its thousands parted."""
    return f"{value:,.0f}" if abs(value) >= THOUSAND else f"{value:.1f}"


def _is_large(one: Compared) -> bool:
    """Tell whether tonnes are told by the million."""
    return abs(one.sum) >= LARGE and one.unit.startswith("t")


def _more(name: Texts, unit: str, others: int) -> dict[str, str]:
    years = {"en": f"; {others} more years differ", "zh": f"；另有 {others} 年不符"}
    said = {"en": f", {name['en']} in {unit}", "zh": f"，{name['zh']}，单位 {unit}"}
    return {lang: text + (years[lang] if others else "") for lang, text in said.items()}
