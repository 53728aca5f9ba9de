"""What a region has in all of something, read off the tables: what is held against its people and its like."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from dualcarbon.yearbook import energy
from dualcarbon.yearbook.ranges import Points

USED = ("final", "consumption", "power", "heat", "other_transformation", "losses", "feedstock")
MADE = ("power", "heat", "other_transformation")
TRADED = {"import": 1.0, "export": -1.0}
WAYS = ("final", "consumption")


def amounts(frames: Mapping[str, pl.DataFrame]) -> dict[str, tuple[Points, str]]:
    """Give the amounts of a region by name, each by year and with its unit.

    Parameters
    ----------
    frames
        Rows of each table that the study uses.

    Returns
    -------
    ``population`` and ``population_urban``; ``economy:<indicator>`` of all sectors; ``activity:<indicator>`` of all sectors
    and kinds; ``energy:total``, ``energy:<group of fuels>`` and ``energy:sector:<sector>``; ``energy:by_fuel`` and
    ``energy:by_sector`` where the table gives both sums; ``electricity:made`` and ``electricity:used``, ``heat:made`` and
    ``heat:used``; ``published:<id>``. Each by year [its unit].
    """
    found: dict[str, tuple[Points, str]] = {}
    for table, prefix in (("population", ""), ("economy", "economy:"), ("activity", "activity:")):
        if table in frames:
            found |= _by_indicator(frames[table], prefix)
    if "published" in frames:
        whole = _known(frames["published"]).filter(pl.col("sector") == "total")
        for (id,), rows in whole.group_by(["id"]):
            found[f"published:{id}"] = _summed(rows)
    if "energy" in frames:
        found |= _of_energy(_known(frames["energy"]))
    return {name: (points, unit) for name, (points, unit) in found.items() if points}


def _by_indicator(frame: pl.DataFrame, prefix: str) -> dict[str, tuple[Points, str]]:
    """Sum indicators over sectors and kinds; a row of all sectors goes before its parts."""
    found: dict[str, tuple[Points, str]] = {}
    for (indicator,), rows in _known(frame).group_by(["indicator"], maintain_order=True):
        if "sector" in rows.columns:
            whole = rows.filter(pl.col("sector") == "total")
            rows = rows if whole.is_empty() else whole
        if rows["unit"].n_unique() == 1:
            found[f"{prefix}{indicator}"] = _summed(rows)
    return found


def _of_energy(frame: pl.DataFrame) -> dict[str, tuple[Points, str]]:
    account = energy.account_rows(frame)
    totals = frame.filter(pl.col("fuel") == "total")
    inside = account.filter(~pl.col("flow").is_in(list(TRADED)))
    found = {"energy:total": _summed(inside)}
    bought = pl.col("flow").is_in(USED) & (pl.col("value") > 0)
    for (fuel,), rows in account.filter(bought).group_by(["fuel"]):
        final = rows.filter(pl.col("flow").is_in(WAYS))
        found[f"energy:{fuel}"] = _summed(final if fuel in ("electricity", "heat") else rows)
    found |= _by_sector(account, totals)
    for carrier in ("electricity", "heat"):
        found |= _balance(account.filter(pl.col("fuel") == carrier), carrier)
    by_sector = totals.filter(pl.col("sector") != "total")
    by_fuel = account.filter(pl.col("sector") == "total")
    return {**found, "energy:by_sector": _summed(by_sector), "energy:by_fuel": _summed(by_fuel)}


def _by_sector(account: pl.DataFrame, totals: pl.DataFrame) -> dict[str, tuple[Points, str]]:
    """Sum what sectors use at last; where only their totals are given, those."""
    found: dict[str, tuple[Points, str]] = {}
    for rows in (totals, account):
        used = rows.filter(pl.col("flow").is_in(WAYS) & (pl.col("sector") != "total"))
        for (sector,), own in used.group_by(["sector"]):
            found[f"energy:sector:{sector}"] = _summed(own)
    return found


def _balance(rows: pl.DataFrame, carrier: str) -> dict[str, tuple[Points, str]]:
    """Give what plants and trade bring of a carrier, and what is used and lost of it, where both are given."""
    sign = pl.when(pl.col("flow") == "export").then(-1.0).otherwise(1.0)
    outputs = pl.col("flow").is_in(MADE) & (pl.col("value") < 0)
    brought = rows.filter(outputs | pl.col("flow").is_in(list(TRADED)))
    made = brought.with_columns(
        value=pl.when(outputs).then(-pl.col("value")).otherwise(sign * pl.col("value"))
    )
    used = rows.filter(pl.col("flow").is_in(["final", "losses"]))
    if rows.filter(outputs).is_empty() or used.is_empty():
        return {}
    return {f"{carrier}:made": _summed(made), f"{carrier}:used": _summed(used)}


def _known(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.filter(pl.col("value").is_not_null())


def _summed(rows: pl.DataFrame) -> tuple[Points, str]:
    if rows.is_empty():
        return {}, ""
    summed = rows.group_by("year").agg(pl.col("value").sum()).sort("year")
    return dict(summed.iter_rows()), str(rows["unit"][0])
