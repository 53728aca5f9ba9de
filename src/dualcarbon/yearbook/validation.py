"""Does the energy balance table hold: seven checks, each with its residual, its tolerance and a sentence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import xarray as xr

from dualcarbon.vocabulary.faults import Fault, Place, note
from dualcarbon.vocabulary.names import BALANCE_ROWS, FUELS
from dualcarbon.yearbook import balance, closing, plants
from dualcarbon.yearbook.balance import Balance

HOLDS, BROKEN, NOT_TESTABLE = "holds", "broken", "not_testable"
TITLES = {
    "V1": {"en": "available is the sum of its parts", "zh": "可供量等于各分项之和"},
    "V2": {"en": "total consumption is final use, losses and inputs of plants", "zh": "消费量合计等于终端消费、损失与加工转换投入之和"},
    "V3": {"en": "supply less use is the statistical difference", "zh": "供应减使用等于平衡差额"},
    "V4": {"en": "rows are the sums of their parts", "zh": "各行等于其分项之和"},
    "V5": {"en": "the fuels add up to total energy", "zh": "各品种合计等于能源总量"},
    "V6": {"en": "plants make what is physically possible", "zh": "加工转换效率在物理可能范围内"},
    "V7": {"en": "carbon that goes into plants is in their products", "zh": "加工转换投入的碳存在于产品中"},
}  # fmt: skip
CODES = dict(zip(TITLES, ("BAL010", "BAL011", "BAL012", "BAL013", "BAL014", "BAL015", "BAL016"), strict=True))  # fmt: skip
WHY = {
    "no_row": {"en": "the table does not print what it needs", "zh": "平衡表未给出所需的行"},
    "groups": {
        "en": "the study gives energy by sector and flow, not the balance table",
        "zh": "研究按部门和环节给出能源，没有能源平衡表",
    },
}
SAME_KIND = ("final", "transformation", "industry", "residential")
"""Rows whose parts are held against them, besides what is available."""
MOST_BRANCHES = 41
"""Divisions of industry in GB/T 4754, mining to water supply, each rounded by itself."""
MACHINE = 1e-9
"""Share of the numbers compared that binary arithmetic may leave. [1]"""
STANDARD_COAL = 0.01
"""Share by which a printed total may differ, since statistics weigh coal by its measured heat. [1]"""
GRAVE = 0.05
"""Share of what is compared beyond which a broken check is grave. [1]"""


@dataclass(frozen=True, slots=True)
class Check:
    """One check of the table in one year.

    ``residual`` and ``tolerance`` are those of the worst cell, in ``unit``; ``severity`` is ``minor`` or ``grave``
    where the check is broken, empty otherwise; ``fault`` holds the sentence.
    """

    id: str
    year: int
    state: str
    residual: float
    tolerance: float
    severity: str
    fault: Fault
    unit: str = ""

    @property
    def sentence(self) -> dict[str, str]:
        """What was found, in both languages."""
        return {lang: self.fault.sentence(lang) for lang in ("en", "zh")}


class _Sum(NamedTuple):
    """A printed row beside the sum of what it holds, each (year, fuel), and how many numbers were added."""

    row: str
    printed: xr.DataArray
    summed: xr.DataArray
    terms: int
    tested: xr.DataArray  # (year,)


def validate(table: Balance) -> tuple[Check, ...]:
    """Check a balance table, year by year.

    Parameters
    ----------
    table : Balance
        The table. [t, m3, GJ, kWh or tce]

    Returns
    -------
    tuple of Check
        V1 to V7 of every year, in this order. Sums are held to the rounding of the last digit printed, supply less use to a
        two-hundredth of what passes through where no difference is printed, a printed total
        of energy to a hundredth, efficiencies and carbon to the ranges of ``plants``.

    References
    ----------
    .. [1] National Bureau of Statistics, "China Energy Statistical Yearbook", explanatory notes on the energy balance.
    .. [2] IPCC, "2006 IPCC Guidelines for National Greenhouse Gas Inventories", vol. 2, ch. 1 (carbon balance of
       fuel transformation).
    """
    sums = {"V1": [_available(table)], "V2": [_consumption(table)], "V3": [_difference(table)], "V4": _parts(table)}  # fmt: skip
    found = [check for id, rows in sums.items() for check in _identity(table, id, rows)]
    found = [_closed(table, c.year) if c.id == "V3" and c.state == NOT_TESTABLE else c for c in found]  # fmt: skip
    found += _energy(table)
    for id, judged in (("V6", plants.efficiency), ("V7", plants.carbon)):
        found += [_judged(table, id, year, judged(table, year)) for year in table.years]
    return tuple(sorted(found, key=lambda check: (check.year, check.id)))


def untestable(years: Iterable[int], file: str = "data/energy.csv") -> tuple[Check, ...]:
    """Give the checks of a study that has no balance table: none can be made, and each says why.

    Parameters
    ----------
    years
        Years of the account.
    file
        Table that the study gives instead.
    """
    return tuple(_untested(id, year, file, "groups") for year in years for id in TITLES)


def told(checks: Sequence[Check]) -> list[Fault]:
    """Give the sentences of broken checks."""
    return [check.fault for check in checks if check.state == BROKEN]


def _untested(id: str, year: int, file: str, why: str) -> Check:
    fault = note("BAL018", Place(file=file), year=year, check=id, what=TITLES[id], why=WHY[why])
    return Check(id, year, NOT_TESTABLE, float("nan"), float("nan"), "", fault)


def _held(table: Balance, id: str, year: int, residual: float, tolerance: float, unit: str) -> Check:  # fmt: skip
    fault = note("BAL017", Place(file=table.file), year=year, check=id, what=TITLES[id], gap=residual, unit=unit)  # fmt: skip
    return Check(id, year, HOLDS, residual, tolerance, "", fault, unit)


def _broken(
    id: str, year: int, residual: float, tolerance: float, share: float, fault: Fault, unit: str
) -> Check:
    severity = "grave" if abs(share) > GRAVE else "minor"
    return Check(id, year, BROKEN, residual, tolerance, severity, fault, unit)


def _available(table: Balance) -> _Sum:
    parts = balance.parts("available")
    tested = balance.given(table, "available") & _any_given(table, parts)
    summed = balance.of_parts(table, "available")
    return _Sum("available", _printed(table, "available"), summed, len(parts), tested)


def _consumption(table: Balance) -> _Sum:
    """Hold total consumption to final use, losses and what plants put in; what they make is not taken off."""
    rows = balance.parts("transformation")
    put_in = sum((-balance.amount(table, row)).clip(min=0) for row in rows)
    summed = balance.amount(table, "final") + balance.amount(table, "losses") + put_in
    tested = balance.given(table, "consumption") & _any_given(table, ("final", *balance.parts("final")))  # fmt: skip
    return _Sum("consumption", _printed(table, "consumption"), summed, len(rows) + 2, tested)


def _difference(table: Balance) -> _Sum:
    supply = balance.amount(table, "available") + balance.amount(table, "transformation")
    summed = supply - balance.amount(table, "losses") - balance.amount(table, "final")
    tested = balance.given(table, "difference") & _any_given(
        table, ("available", *balance.parts("available"))
    )
    return _Sum("difference", _printed(table, "difference"), summed, 4, tested)


def _closed(table: Balance, year: int) -> Check:
    """Hold supply to use where no difference is printed, by the sums or their parts, whichever the table gives."""
    supply = (("available", *balance.parts("available")), ("final", *balance.parts("final")))
    printed = bool(balance.given(table, "difference").sel(year=year))
    if printed or not all(bool(_any_given(table, rows).sel(year=year)) for rows in supply):
        return _untested("V3", year, table.file, "no_row")
    cells = closing.left(table, year)
    wrong = [cell for cell in cells if cell.breaks]
    worst = max(wrong or cells, key=lambda cell: cell.size)
    unit = balance.unit(worst.fuel)
    if not wrong:
        return _held(table, "V3", year, worst.residual, worst.tolerance, unit)
    share = worst.residual / max(worst.through, abs(worst.residual))
    told = {"fuel": FUELS.both(worst.fuel), "more": _more(len(wrong) - 1), "share": f"{100 * share:.3g}"}  # fmt: skip
    fault = note("BAL027", Place(file=table.file), year=year, gap=worst.residual, unit=unit, **told)
    return _broken("V3", year, worst.residual, worst.tolerance, share, fault, unit)


def _parts(table: Balance) -> list[_Sum]:
    found = []
    for row in SAME_KIND:
        parts = balance.parts(row)
        apart = (
            table.branches.notnull().any("fuel") if row == "industry" else _any_given(table, parts)
        )
        summed = table.branches if row == "industry" else balance.of_parts(table, row)
        printed = _printed(table, row).where(summed.notnull(), 0.0)
        count = len(parts) if row != "industry" else MOST_BRANCHES
        found.append(_Sum(row, printed, summed.fillna(0.0), count, balance.given(table, row) & apart))  # fmt: skip
    return found


def _printed(table: Balance, row: str) -> xr.DataArray:
    """Give a row with its blank cells as nothing, as a yearbook leaves them."""
    return table.cells.sel(row=row, drop=True).fillna(0.0)


def _any_given(table: Balance, rows: Sequence[str]) -> xr.DataArray:
    return table.cells.sel(row=list(rows)).notnull().any(["row", "fuel"])


def _identity(table: Balance, id: str, sums: Sequence[_Sum]) -> Iterator[Check]:
    for year in table.years:
        tested = [one for one in sums if bool(one.tested.sel(year=year))]
        yield (
            _of_sums(table, id, year, tested)
            if tested
            else _untested(id, year, table.file, "no_row")
        )


class _Cell(NamedTuple):
    """One comparison: the row and fuel, what is printed and summed, and how far they may be apart. [unit of the fuel]."""

    row: str
    fuel: str
    printed: float
    summed: float
    tolerance: float
    weight: float  # tce of a unit

    @property
    def residual(self) -> float:
        return self.summed - self.printed

    @property
    def breaks(self) -> bool:
        return abs(self.residual) > self.tolerance

    @property
    def size(self) -> float:
        """What is left over in standard coal, by which cells are ranked. [tce]."""
        return abs(self.residual) * self.weight


def _of_sums(table: Balance, id: str, year: int, sums: Sequence[_Sum]) -> Check:
    cells = [cell for one in sums for cell in _cells(table, one, year)]
    wrong = [cell for cell in cells if cell.breaks]
    worst = max(wrong or cells, key=lambda cell: cell.size)
    unit = balance.unit(worst.fuel)
    if not wrong:
        return _held(table, id, year, worst.residual, worst.tolerance, unit)
    told = {"row": BALANCE_ROWS.both(worst.row), "fuel": FUELS.both(worst.fuel), "more": _more(len(wrong) - 1)}  # fmt: skip
    numbers = {"whole": worst.printed, "sum": worst.summed, "gap": worst.residual, "unit": unit}
    fault = note(CODES[id], Place(file=table.file), year=year, **told, **numbers)
    share = worst.residual / max(abs(worst.printed), abs(worst.summed))
    return _broken(id, year, worst.residual, worst.tolerance, share, fault, unit)


def _cells(table: Balance, one: _Sum, year: int) -> Iterator[_Cell]:
    rates = table.rates.sel(convention="calorific", year=year).values
    steps, printed, summed = (
        array.values
        for array in (table.steps, one.printed.sel(year=year), one.summed.sel(year=year))
    )
    scale = np.nan_to_num(np.abs(table.cells.sel(year=year).values)).max(axis=0)
    for place, fuel in enumerate(table.cells.fuel.values):
        slack = (one.terms + 1) * steps[place] / 2 + MACHINE * scale[place]
        numbers = (float(printed[place]), float(summed[place]), float(slack), float(rates[place]))
        yield _Cell(one.row, str(fuel), *numbers)


def _more(others: int) -> Mapping[str, str]:
    if not others:
        return {"en": "", "zh": ""}
    return {"en": f"; {others} more cells differ", "zh": f"；另有 {others} 格不符"}


def _energy(table: Balance) -> Iterator[Check]:
    """Hold the total that is printed, or else the supply less the difference, to the sum over the fuels."""
    ours, supplied = balance.totals(table), _supplied(table)
    for year in table.years:
        used = ours.sel(year=year)
        compared = [*_totals(table, year, used)] or [*_supply(table, year, used, supplied)]
        yield _of_totals(table, year, compared) if compared else _untested("V5", year, table.file, "no_row")  # fmt: skip


def _of_totals(table: Balance, year: int, compared: Sequence[_Total]) -> Check:
    worst = max(compared, key=lambda one: abs(one.summed - one.printed) - one.tolerance)
    residual = worst.summed - worst.printed
    if abs(residual) <= worst.tolerance:
        return _held(table, "V5", year, residual, worst.tolerance, "tce")
    numbers = {"whole": worst.printed, "sum": worst.summed, "gap": residual}
    fault = note("BAL014", Place(file=table.file), year=year, how=worst.how, counted=worst.counted, **numbers)  # fmt: skip
    share = residual / max(abs(worst.printed), abs(worst.summed))
    return _broken("V5", year, residual, worst.tolerance, share, fault, "tce")


class _Total(NamedTuple):
    how: Mapping[str, str]
    counted: Mapping[str, str]
    printed: float
    summed: float
    tolerance: float


COUNTED = {
    "calorific": {"en": "by its heat", "zh": "（电力按电热当量）"},
    "coal_equivalent": {"en": "at the coal rate of generation", "zh": "（电力按发电煤耗）"},
}
HOW = {
    "printed": {"en": "the table", "zh": "表列"},
    "supply": {"en": "supply less the difference", "zh": "供应侧（可供量减平衡差额）"},
}


def _totals(table: Balance, year: int, ours: xr.DataArray) -> Iterator[_Total]:
    """Give printed totals beside ours; one that does not say how it counts electricity by what is nearer."""
    for stated in table.printed.convention.values:
        printed = float(table.printed.sel(convention=stated, year=year, row="consumption"))
        if np.isnan(printed):
            continue
        known = [str(stated)] if stated else list(balance.CONVENTIONS)
        both = [
            _Total(HOW["printed"], COUNTED[one], printed, float(ours.sel(convention=one)), STANDARD_COAL * abs(printed))
            for one in known
        ]  # fmt: skip
        yield min(both, key=lambda one: abs(one.summed - one.printed))


def _supplied(table: Balance) -> xr.DataArray:
    """Give what is supplied less the difference, recovered energy left out, (convention, year). [tce]."""
    rows = {"available": 1.0, "difference": -1.0, "recovery": -1.0}
    net = sum(sign * balance.amount(table, row) for row, sign in rows.items())
    return (net * table.rates).sum("fuel")


def _supply(
    table: Balance, year: int, ours: xr.DataArray, supplied: xr.DataArray
) -> Iterator[_Total]:
    needed = ("available", "difference")
    if not all(bool(balance.given(table, row).sel(year=year)) for row in needed):
        return
    for one in balance.CONVENTIONS:
        rates = table.rates.sel(convention=one, year=year)
        slack = float((rates * table.steps).sum()) * len(BALANCE_ROWS) / 2
        slack += MACHINE * _turnover(table, year)
        whole, used = (
            float(supplied.sel(convention=one, year=year)),
            float(ours.sel(convention=one)),
        )
        yield _Total(HOW["supply"], COUNTED[one], whole, used, slack)


def _turnover(table: Balance, year: int) -> float:
    """Give the sum of all cells, against which what arithmetic leaves is small. [tce]."""
    rates = table.rates.sel(convention="coal_equivalent", year=year)
    return float((abs(table.cells.sel(year=year)).fillna(0.0) * rates).sum())


def _judged(table: Balance, id: str, year: int, found: Sequence[plants.Judged]) -> Check:
    """Give the check of rows of plants that are held to a range."""
    if not found:
        return _untested(id, year, table.file, "no_row")
    worst = max(found, key=lambda one: one.outside)
    unit = "1"
    if worst.outside <= 0:
        nearest = max(found, key=lambda one: abs(one.value))
        return _held(table, id, year, nearest.value if id == "V7" else 0.0, 0.0, unit)
    scale = 100 if id == "V7" else 1
    low, high = (f"{scale * bound:.3g}" for bound in (worst.low, worst.high))
    numbers = {"share": f"{scale * worst.value:.3g}", "low": low, "high": high}
    amounts = {"sum": worst.taken, "whole": worst.given} if id == "V7" else {}
    row = BALANCE_ROWS.both(worst.row)
    fault = note(CODES[id], Place(file=table.file), year=year, row=row, **numbers, **amounts)
    return _broken(id, year, worst.outside, 0.0, worst.outside, fault, unit)
