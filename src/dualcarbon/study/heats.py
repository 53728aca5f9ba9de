"""Heating values of the study's own: what a fuel of the region gives, in the place of what the yearbook takes for all."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from dualcarbon.errors import InputError, UnitMismatch
from dualcarbon.reference import fuels, heating_values
from dualcarbon.reference.records import Datum
from dualcarbon.vocabulary.faults import Fault, Place, cut, errors, note
from dualcarbon.vocabulary.names import FUELS, nearest
from dualcarbon.vocabulary.units import KGCE_MJ, scale
from dualcarbon.yearbook.conversion import Own

QUANTITY = "calorific_value"
PER = {"t": "kg", "m3": "m3"}
"""What a heating value is counted per, by the unit that statistics give a fuel in."""
USUAL = (0.4, 1.6)
"""How far a heating value may lie from that of the yearbook before its unit is asked about. [1]"""

Row = Mapping[str, Any]
FILE = "numbers.csv"


def own(numbers: pl.DataFrame | None) -> tuple[tuple[Datum, ...], tuple[Fault, ...]]:
    """Give the standard coal of fuels by the heating values that the study states.

    Parameters
    ----------
    numbers
        Rows of numbers.csv; those of quantity ``calorific_value`` are heating values, net. [any heat per t or m3]

    Returns
    -------
    tuple of Datum
        [kgce/kg or kgce/m3]
    tuple of Fault
        UNIT002 where a value is that of standard coal, UNIT008 where it is gross, UNIT014 where its unit looks wrong.

    Raises
    ------
    InputError
        YBK014 for what is no single fuel in t or m3, UNIT001 for another unit, CSV024 for a value that is not above 0.
    """
    if numbers is None:
        return (), ()
    rows = numbers.filter((pl.col("quantity") == QUANTITY) & pl.col("value").is_not_null())
    found: list[Datum] = []
    told: list[Fault] = []
    for row in rows.iter_rows(named=True):
        told += _refused(row) or _kept(row, found)
    if wrong := errors(told):
        raise InputError(faults=wrong)
    return tuple(found), tuple(told)


def idle(stated: Own, rows: pl.DataFrame) -> list[Fault]:
    """Tell of heating values that convert nothing: no amount of the fuel is given in its own unit (YBK015)."""
    used = set(rows["datum"]) if "datum" in rows.columns else set()
    return [
        note("YBK015", _place(one.id), fuel=FUELS.both(one.fuel), unit=FUELS[one.fuel].more["unit"])
        for one in stated
        if one.id not in used
    ]


def _refused(row: Row) -> list[Fault]:
    """Say why a row can be no heating value."""
    place, item = _place(_id(row)), FUELS.resolve(row["item"]) or ""
    if not item or FUELS[item].more["unit"] not in PER:
        near = nearest(row["item"], [f for f in FUELS if FUELS[f].more["unit"] in PER])
        return [note("YBK014", place, item=cut(row["item"]), nearest=near or "raw_coal")]
    if row["value"] <= 0:
        return [note("CSV024", place, text=row["value"], least="0", most="100")]
    wanted, what = _unit(item), {"en": f"the heat of {item}", "zh": f"{FUELS.text(item, 'zh')}热值"}
    try:
        scale(row["unit"], wanted)
    except UnitMismatch:
        given = f'"{cut(row["unit"])}"'
        return [note("UNIT001", place, text=what, given=given, wanted=f'"{wanted}"')]
    return []


def _kept(row: Row, found: list[Datum]) -> list[Fault]:
    """Keep a heating value as standard coal; give what is to be asked about it."""
    fuel = FUELS.find(row["item"]).id
    heat = row["value"] * scale(row["unit"], _unit(fuel))
    year = row["first_year"] or 1900
    found.append(
        Datum(
            id=_id(row), fuel=fuel, quantity="standard_coal", value=heat / KGCE_MJ, unit=f"kgce/{PER[FUELS[fuel].more['unit']]}",
            first_year=year, last_year=row["last_year"], tier="local", source=row["source"] or "", mark=row["mark"] or "",
        )
    )  # fmt: skip
    words = " ".join(str(row[name] or "") for name in ("kind", "given_unit", "source"))
    place = _place(_id(row))
    doubts = heating_values.doubts(fuel, heat, year, place, words)
    return [*doubts] or _unlikely(fuel, heat, year, place)


def _unlikely(fuel: str, heat: float, year: int, place: Place) -> list[Fault]:
    usual, _ = fuels.find(fuel, QUANTITY, year)
    low, high = (usual.value * share for share in USUAL)
    if low <= heat <= high:
        return []
    over = {"en": f"the heat of {fuel}", "zh": f"{FUELS.text(fuel, 'zh')}的热量"}
    under = {"en": "its amount", "zh": "其实物量"}
    bounds = {"low": f"{low:.3g}", "high": f"{high:.3g}", "hint": ""}
    return [note("UNIT014", place, over=over, under=under, value=heat, unit=usual.unit, **bounds)]


def _unit(fuel: str) -> str:
    return f"MJ/{PER[FUELS[fuel].more['unit']]}"


def _id(row: Row) -> str:
    return f"{FILE}:{row['line']}"


def _place(id: str) -> Place:
    return Place(file=FILE, line=int(id.rpartition(":")[2]))
