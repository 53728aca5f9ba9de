"""The regional energy balance table: 33 rows by 30 fuels, each fuel in its own unit."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import polars as pl
import xarray as xr

from dualcarbon.vocabulary.faults import Fault, Place, note
from dualcarbon.vocabulary.figures import plain
from dualcarbon.vocabulary.names import BALANCE_ROWS, FUELS
from dualcarbon.yearbook.conversion import PER_KGCE, Own, datum
from dualcarbon.yearbook.series import spans

SINGLE = tuple(f for f in FUELS if FUELS[f].more["nbs_order"])
"""The thirty columns of the table, in its order."""
CONVENTIONS = ("calorific", "coal_equivalent")
OWN_PARTS = ("industry", "residential")
"""Rows that may be given by their parts alone."""
PRODUCT = {"power": "electricity", "heat_supply": "heat"}
"""What plants make, positive; all else in their rows is an input, negative."""
MOST_DIGITS = 6
"""Decimals beyond which a number was computed, not printed."""
MOSTLY = 0.98
"""Share of the cells whose decimals tell how a table is printed; some may be computed. [1]"""


@dataclass(frozen=True, slots=True)
class Balance:
    """The balance table of a region.

    ``cells`` (year, row, fuel) stand in the fuel's own unit [t, m3, GJ, kWh or tce], signs as printed, NaN where the
    table has nothing; ``rates`` (convention, year, fuel) is the standard coal of that unit [tce per unit];
    ``branches`` (year, fuel) sums the branches of industry, NaN where none is given; ``printed`` (convention, year,
    row) holds totals of all fuels as the table prints them [tce], under an empty convention where it does not say how
    electricity is counted; ``steps`` (fuel) is the last digit printed, in the fuel's own unit, 0 where numbers were computed;
    ``refs`` name the file and line of each cell by year, row and fuel.
    """

    cells: xr.DataArray
    rates: xr.DataArray
    branches: xr.DataArray
    printed: xr.DataArray
    steps: xr.DataArray
    file: str = "data/balance.csv"
    refs: Mapping[tuple[int, str, str], str] = field(default_factory=dict)

    @property
    def years(self) -> tuple[int, ...]:
        """Years of the table."""
        return tuple(int(y) for y in self.cells.year.values)

    def __str__(self) -> str:
        """Say what the table holds in a sentence."""
        given = int(self.cells.notnull().sum())
        return f"energy balance of {spans(self.years)}: {given} cells"


@functools.cache
def parts(row: str) -> tuple[str, ...]:
    """Give the rows that add up to a row; what is only "of which" is none of them.

    Examples
    --------
    >>> parts("residential"), parts("losses")
    (('urban', 'rural'), ())
    """
    return tuple(
        id
        for id in BALANCE_ROWS
        if BALANCE_ROWS[id].more["parent"] == row and BALANCE_ROWS[id].more["within"] == "adds"
    )


def unit(fuel: str) -> str:
    """Give the unit that a column is kept in.

    Examples
    --------
    >>> [unit(f) for f in ("raw_coal", "natural_gas", "heat", "electricity", "other_energy", "total")]
    ['t', 'm3', 'GJ', 'kWh', 'tce', 'tce']
    """
    return FUELS[fuel].more["unit"] or "tce"


def faults(frame: pl.DataFrame, file: str) -> list[Fault]:
    """Tell of columns that the table does not have, BAL020, and of signs that it does not print, BAL021.

    Parameters
    ----------
    frame
        Rows of the balance table, one vintage.
    file
        Name of the file in messages.
    """
    found: list[Fault] = []
    for (fuel,), cells in frame.sort("line").group_by(["fuel"], maintain_order=True):
        if fuel not in (*SINGLE, "total"):
            place = Place(file=file, line=min(cells["line"]), column="fuel")
            found.append(note("BAL020", place, fuel=FUELS.both(str(fuel))))
    return found + _signs(frame, file)


def _signs(frame: pl.DataFrame, file: str) -> list[Fault]:
    rows = frame.filter(pl.col("value").is_not_null() & pl.col("fuel").is_in(list(SINGLE)))
    found: list[Fault] = []
    for (row, fuel), cells in rows.sort("line").group_by(["row", "fuel"], maintain_order=True):
        sign = sign_of(str(row), str(fuel))
        wrong = cells.filter(pl.col("value") * sign < 0)
        if not wrong.is_empty():
            first = wrong.row(0, named=True)
            place = Place(file=file, line=first["line"], column="value")
            told = {"row": BALANCE_ROWS.both(str(row)), "fuel": FUELS.both(str(fuel))}
            value = f"{plain(first['given'])} {first['given_unit']}"
            years = spans(wrong["year"])
            found.append(note("BAL021", place, **told, value=value, years=years, sign=_SIGN[sign]))
    return found


_SIGN = {1: {"en": "positive", "zh": "正"}, -1: {"en": "negative", "zh": "负"}}


def sign_of(row: str, fuel: str) -> int:
    """Give the sign that the table prints a cell with: 1, -1, or 0 where it may have either.

    Examples
    --------
    >>> [sign_of(*cell) for cell in (("outflow", "coke"), ("power", "raw_coal"), ("power", "electricity"), ("coking", "coke"))]
    [-1, -1, 1, 0]
    """
    if row in PRODUCT:
        return 1 if fuel == PRODUCT[row] else -1
    return {"+": 1, "-": -1}.get(BALANCE_ROWS[row].more["sign"], 0)


def table(frame: pl.DataFrame, file: str, own: Own = ()) -> Balance:
    """Give the balance table of its rows.

    Parameters
    ----------
    frame
        Rows of one vintage, without groups of fuels. [t, m3, GJ, kWh or tce, as ``unit`` says]
    file
        Name of the file.
    own
        Standard coal by heating values of the study's own. [kgce/kg or kgce/m3]

    Raises
    ------
    InputError
        The yearbook has no conversion for a fuel.
    """
    years = sorted(set(frame["year"]))
    rates = _rates(years, own)
    rows = _in_own_unit(frame.filter(pl.col("value").is_not_null()), rates)
    single = rows.filter(pl.col("fuel") != "total")
    whole = single.filter(pl.col("branch") == "")
    coords = {"year": years, "row": list(BALANCE_ROWS), "fuel": list(SINGLE)}
    branches = single.filter((pl.col("branch") != "") & (pl.col("row") == "industry"))
    summed = branches.group_by(["year", "fuel"], maintain_order=True).agg(pl.col("value").sum())
    printed = rows.filter((pl.col("fuel") == "total") & (pl.col("branch") == ""))
    totals = {"convention": ["", *CONVENTIONS], "year": years, "row": list(BALANCE_ROWS)}
    return Balance(
        cells=_filled(whole, coords).assign_coords(unit=("fuel", [unit(f) for f in SINGLE])),
        rates=rates,
        branches=_filled(summed, {k: coords[k] for k in ("year", "fuel")}),
        printed=_filled(printed, totals).assign_attrs(units="tce"),
        steps=_steps(single),
        file=file,
        refs=_refs(whole),
    )


def _refs(rows: pl.DataFrame) -> dict[tuple[int, str, str], str]:
    """Give the place of each cell, where the rows name theirs."""
    if "ref" not in rows.columns:
        return {}
    cells = rows.select("year", "row", "fuel", "ref").iter_rows()
    return {(year, row, fuel): str(ref) for year, row, fuel, ref in cells}


def _filled(rows: pl.DataFrame, coords: dict[str, list[int] | list[str]]) -> xr.DataArray:
    """Give rows as an array, NaN where there is none."""
    values = np.full([len(labels) for labels in coords.values()], np.nan)
    if not rows.is_empty():
        places = tuple(
            rows[dim].replace_strict(labels, range(len(labels))).to_numpy()
            for dim, labels in coords.items()
        )
        values[places] = rows["value"].to_numpy()
    return xr.DataArray(values, coords=coords, dims=tuple(coords))


def _rates(years: Sequence[int], own: Own) -> xr.DataArray:
    """Give the standard coal of the unit of every fuel by year, electricity either way. [tce per unit]."""
    values = [
        [[_rate(fuel, year, convention, own) for fuel in SINGLE] for year in years]
        for convention in CONVENTIONS
    ]
    coords = {"convention": list(CONVENTIONS), "year": list(years), "fuel": list(SINGLE)}
    shape = (len(CONVENTIONS), len(years), len(SINGLE))
    return xr.DataArray(np.reshape(values, shape), coords=coords, dims=tuple(coords))


def _rate(fuel: str, year: int, convention: str, own: Own) -> float:
    if unit(fuel) == "tce":
        return 1.0
    return datum(fuel, year, convention, own)[0].value * PER_KGCE[unit(fuel)]


def _in_own_unit(rows: pl.DataFrame, rates: xr.DataArray) -> pl.DataFrame:
    """Turn what is given in standard coal into the fuel's own unit, electricity by its heat."""
    heat = rates.sel(convention="calorific").values
    years, fuels = rates.year.values.tolist(), rates.fuel.values.tolist()
    known = [(y, f, heat[i, j]) for i, y in enumerate(years) for j, f in enumerate(fuels)]
    schema = {"year": pl.Int64, "fuel": pl.String, "per": pl.Float64}
    per = pl.DataFrame(known, schema=schema, orient="row")
    joined = rows.join(per, on=["year", "fuel"], how="left", maintain_order="left")
    in_coal = (pl.col("unit") == "tce") & pl.col("per").is_not_null()
    value = pl.when(in_coal).then(pl.col("value") / pl.col("per")).otherwise("value")
    return joined.with_columns(value=value).drop("per")


def _steps(rows: pl.DataFrame) -> xr.DataArray:
    """Give the last digit that is printed of each fuel; a table is printed to the same digit throughout. [unit of the fuel]."""
    printed = rows.filter(pl.col("given") != 0)
    decimals = sorted(_decimals(value) for value in printed["given"])
    digits = decimals[int(MOSTLY * (len(decimals) - 1))] if decimals else MOST_DIGITS + 1
    step = 0.0 if digits > MOST_DIGITS else 10.0**-digits
    sizes = dict.fromkeys(SINGLE, 0.0)
    scale = printed.group_by("fuel").agg((pl.col("value") / pl.col("given")).abs().max())
    sizes |= dict(scale.iter_rows())
    values = [step * size for size in sizes.values()]
    return xr.DataArray(values, coords={"fuel": list(sizes)}, dims=["fuel"])


def _decimals(value: float) -> int:
    """Count the decimals of a number as printed."""
    return next((n for n in range(MOST_DIGITS + 1) if round(value, n) == value), MOST_DIGITS + 1)


def in_standard_coal(balance: Balance, convention: str = "calorific") -> xr.DataArray:
    """Give all cells of the table in standard coal, what is not printed as nothing, signs as printed.

    Parameters
    ----------
    balance : Balance
        The table. [unit of the fuel]
    convention : {"calorific", "coal_equivalent"}
        How electricity is counted.

    Returns
    -------
    DataArray (year, row, fuel)
        [tce]
    """
    rates = balance.rates.sel(convention=convention, drop=True)
    cells = balance.cells.drop_vars("unit").fillna(0.0) * rates
    return cells.transpose("year", "row", "fuel").assign_attrs(units="tce")


def given(balance: Balance, row: str) -> xr.DataArray:
    """Tell in which years the table prints a row at all.

    Parameters
    ----------
    balance : Balance
        The table.
    row : str
        A row of it.

    Returns
    -------
    DataArray (year)
        True where any cell of the row is printed. [1]
    """
    return balance.cells.sel(row=row, drop=True).notnull().any("fuel")


def amount(balance: Balance, row: str) -> xr.DataArray:
    """Give a row as printed; where it is not, what its parts add up to; 0 where there are none.

    Parameters
    ----------
    balance : Balance
        The table.
    row : str
        A row of it.

    Returns
    -------
    DataArray (year, fuel)
        [unit of the fuel]
    """
    printed = balance.cells.sel(row=row, drop=True)
    rest = balance.branches.fillna(0.0) if row == "industry" else of_parts(balance, row)
    return printed.where(printed.notnull(), rest)


def of_parts(balance: Balance, row: str) -> xr.DataArray:
    """Give the sum of the parts of a row, 0 where there are none.

    Parameters
    ----------
    balance : Balance
        The table.
    row : str
        A row that others add up to.

    Returns
    -------
    DataArray (year, fuel)
        [unit of the fuel]
    """
    names = list(parts(row))
    apart = balance.cells.sel(row=names)
    summed = apart.sum("row")  # what is not printed is nothing
    for name in (n for n in names if n in OWN_PARTS):
        summed += amount(balance, name).where(apart.sel(row=name, drop=True).isnull(), 0.0)
    return summed


def total(balance: Balance, convention: str) -> xr.DataArray:
    r"""Compute the total energy consumption of the region.

    .. math:: E_y = \sum_f (C_{y,f} + L_{y,f} - T_{y,f} - R_{y,f}) \cdot r_{y,f}

    with final use C, losses L, net output of transformation T, recovered energy R and standard coal r.

    Parameters
    ----------
    balance : Balance
        The table.
    convention : {"calorific", "coal_equivalent"}
        How electricity is counted: by its heat, or by the coal that plants burnt for a kilowatt-hour in that year.
        What thermal plants made cancels out; what differs is primary and traded electricity.

    Returns
    -------
    DataArray (year)
        Energy consumed. [tce]

    References
    ----------
    .. [1] National Bureau of Statistics, "China Energy Statistical Yearbook", explanatory notes on total energy
       consumption.
    """
    used = net_use(balance)
    return (
        (used * balance.rates.sel(convention=convention, drop=True))
        .sum("fuel")
        .assign_attrs(units="tce")
    )


def net_use(balance: Balance) -> xr.DataArray:
    """Give what a region uses of each fuel, less what its own plants give back.

    Parameters
    ----------
    balance : Balance
        The table.

    Returns
    -------
    DataArray (year, fuel)
        Negative for what is made and sent out. [unit of the fuel]
    """
    made = of_parts(balance, "transformation") + amount(balance, "recovery")
    return of_parts(balance, "final") + amount(balance, "losses") - made


def totals(balance: Balance) -> xr.DataArray:
    """Give the total energy consumption by both conventions.

    Parameters
    ----------
    balance : Balance
        The table.

    Returns
    -------
    DataArray (convention, year)
        [tce]

    References
    ----------
    .. [1] National Bureau of Statistics, "China Energy Statistical Yearbook", explanatory notes on total energy
       consumption.
    """
    both = [total(balance, one) for one in CONVENTIONS]
    return xr.concat(both, dim="convention").assign_coords(convention=list(CONVENTIONS))
