"""What the rows of the energy balance table are in the account: sector, flow and sign."""

from __future__ import annotations

import numpy as np
import polars as pl

from dualcarbon.vocabulary.faults import Fault, Place, note
from dualcarbon.vocabulary.names import BALANCE_ROWS, FUELS
from dualcarbon.yearbook import balance
from dualcarbon.yearbook.balance import SINGLE, Balance
from dualcarbon.yearbook.series import spans

REVERSED = ("export", "power", "heat", "other_transformation")
"""Flows that the table prints with the opposite sign of the account."""
PRIMARY = {
    "electricity": (("power", "nonfossil", 1.0), ("power", "electricity", -1.0)),
    "heat": (("other_transformation", "heat", -1.0),),
}
"""Primary production of carriers: flow, fuel and sign of each entry; other fuels enter where they are used."""
MATERIAL = ("naphtha", "lubricants", "paraffin", "white_spirit", "bitumen")
"""Fuels of which industry makes other things, mostly."""
FELT = 1e-9
"""Share below which a difference is rounding of the machine. [1]"""
BOUNDS = ("lo95", "hi95")


def entries(frame: pl.DataFrame) -> pl.DataFrame:
    """Give the rows of the account that the table holds, in the units of the table.

    Inputs and uses become positive, outputs of transformation negative; trade positive both ways. Feedstock is taken
    off the final use of industry. Heads, statistical difference, bunkers, stocks and the production of fuels have no
    entry: the account counts fuels where they are used. A row is entered by its parts only where it is not printed
    itself.

    Parameters
    ----------
    frame
        Rows of the balance table, one vintage. [t, m3, GJ, kWh or tce, as ``unit`` says]

    Returns
    -------
    Rows with ``sector``, ``flow``, ``fuel``; ``ref`` names the cell of the table, ``sign`` is what its value was
    multiplied with, ``balance_row`` its row. [as before]
    """
    used = _chosen(frame.filter(pl.col("fuel").is_in(list(SINGLE))))
    plain = used.join(_places(), on="row", how="inner", maintain_order="left")
    feedstock = used.filter(pl.col("row") == "feedstock").with_columns(
        sector=pl.lit("industry"), flow=pl.lit("final"), sign=pl.lit(-1.0)
    )
    primary = [
        used.filter((pl.col("row") == "production") & (pl.col("fuel") == carrier)).with_columns(
            sector=pl.lit("energy_supply"), flow=pl.lit(flow), sign=pl.lit(sign), fuel=pl.lit(fuel)
        )
        for carrier, ways in PRIMARY.items()
        for flow, fuel, sign in ways
    ]
    every = pl.concat([plain, feedstock, *primary])
    signed = _signed(every).rename({"row": "balance_row"})
    return signed.drop("branch", "convention")


def _places() -> pl.DataFrame:
    """Give sector, flow and sign of every row that has an entry of its own."""
    rows = [
        (id, BALANCE_ROWS[id].more["sector"], BALANCE_ROWS[id].more["flow"]) for id in BALANCE_ROWS
    ]
    known = [(id, s, w, -1.0 if w in REVERSED else 1.0) for id, s, w in rows if w]
    return pl.DataFrame(known, schema=["row", "sector", "flow", "sign"], orient="row")


def _chosen(rows: pl.DataFrame) -> pl.DataFrame:
    """Leave out parts that stand beside the row they add up to."""
    cell = ["year", "fuel"]
    whole = rows.filter((pl.col("branch") == "") & pl.col("value").is_not_null())
    kept = []
    for row, within in (("residential", pl.col("row").is_in(balance.parts("residential"))),
                        ("industry", (pl.col("row") == "industry") & (pl.col("branch") != ""))):  # fmt: skip
        printed = whole.filter(pl.col("row") == row)
        kept.append(rows.filter(within).join(printed, on=cell, how="anti"))
    ours = ~pl.col("row").is_in(balance.parts("residential")) & (pl.col("branch") == "")
    return pl.concat([rows.filter(ours), *kept])


def _signed(rows: pl.DataFrame) -> pl.DataFrame:
    """Multiply values with the sign of their entry; the ends of a range change places with it."""
    low, high = (pl.col(name) * pl.col("sign") for name in BOUNDS)
    turned = pl.col("sign") < 0
    return rows.with_columns(
        (pl.col("value") * pl.col("sign")).alias("value"),
        pl.when(turned).then(high).otherwise(low).alias("lo95"),
        pl.when(turned).then(low).otherwise(high).alias("hi95"),
    )


def faults(table: Balance) -> list[Fault]:
    """Tell what keeps the table from becoming an account.

    Parameters
    ----------
    table : Balance
        The table.

    Returns
    -------
    list of Fault
        BAL022 where a sum is printed and none of its parts, BAL023 where more is feedstock than industry uses; warnings:
        BAL025 how large the statistical difference is, which is reported and not emitted, BAL028 fuels that are raw material
        in years without the row of feedstock.
    """
    heads = [fault for head in ("final", "transformation") for fault in _partless(table, head)]
    return [*heads, *_overdrawn(table), *_all_burnt(table), *_difference(table)]


def _partless(table: Balance, head: str) -> list[Fault]:
    """Tell of a printed sum whose parts are nowhere."""
    printed = table.cells.sel(row=head, drop=True).fillna(0.0)
    apart = balance.of_parts(table, head)
    absent = (table.cells.sel(row=list(balance.parts(head))).isnull()).all("row")
    lone = (printed != 0) & absent & (apart == 0)
    if not bool(lone.any()):
        return []
    fuels = [str(f) for f in lone.fuel.values[lone.any("year").values]]
    years = spans(int(y) for y in lone.year.values[lone.any("fuel").values])
    return [note("BAL022", Place(file=table.file), row=BALANCE_ROWS.both(head), fuels=named(fuels), years=years)]  # fmt: skip


def _overdrawn(table: Balance) -> list[Fault]:
    use, apart = (balance.amount(table, row) for row in ("industry", "feedstock"))
    wrong = apart > use + FELT * abs(use)  # rounding keeps the order of two numbers
    found = []
    for fuel in wrong.fuel.values[wrong.any("year").values]:
        years = wrong.year.values[wrong.sel(fuel=fuel).values]
        one = {"year": years[0], "fuel": fuel}
        numbers = {
            "part": float(apart.sel(one)),
            "whole": float(use.sel(one)),
            "unit": balance.unit(str(fuel)),
        }
        place = Place(file=table.file)
        found.append(note("BAL023", place, fuel=FUELS.both(str(fuel)), years=spans(map(int, years)), **numbers))  # fmt: skip
    return found


def _all_burnt(table: Balance) -> list[Fault]:
    """Tell of fuels that are raw material where the row of feedstock is left out altogether."""
    used = balance.amount(table, "industry").sel(fuel=list(MATERIAL))
    years = ~balance.given(table, "feedstock") & (used > 0).any("fuel")
    if not bool(years.any()):
        return []
    fuels = [f for f in MATERIAL if bool((used.sel(fuel=f).values[years.values] > 0).any())]
    told = {
        "fuels": named(fuels),
        "years": spans(int(y) for y in table.cells.year.values[years.values]),
    }
    return [note("BAL028", Place(file=table.file), **told)]


def _difference(table: Balance) -> list[Fault]:
    """Say how large the statistical difference of the last year is, where the table prints it."""
    year = table.years[-1]
    apart = balance.amount(table, "difference").sel(year=year)
    if not bool((apart != 0).any()):
        return []
    rates = table.rates.sel(convention="calorific", year=year)
    value = float((apart * rates).sum())
    whole = float(balance.total(table, "calorific").sel(year=year))
    largest = str(apart.fuel.values[int(np.argmax(abs(apart * rates).values))])
    share = 100 * value / whole if whole else 0.0
    told = {"value": value, "share": share, "fuel": FUELS.both(largest)}
    return [note("BAL025", Place(file=table.file), year=year, **told)]


def named(fuels: list[str]) -> dict[str, str]:
    """Give a list of fuels in both languages."""
    return {
        "en": ", ".join(FUELS.text(f, "en") for f in fuels),
        "zh": "、".join(FUELS.text(f, "zh") for f in fuels),
    }
