"""Amounts of fuels in physical units, turned into standard coal as the yearbook of their time does."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import polars as pl

from dualcarbon.provenance.sources import marked
from dualcarbon.reference import fuels, standard_coal
from dualcarbon.reference.records import Datum, nearest_in_time
from dualcarbon.reference.tables import sources
from dualcarbon.vocabulary.faults import Fault, Place, cut, note
from dualcarbon.vocabulary.names import FUELS
from dualcarbon.yearbook.series import spans

PER_KGCE = {"t": 1.0, "GJ": 1.0, "m3": 1e-3, "kWh": 1e-3}
"""Standard coal of a unit kept [tce] per that of the unit in which conversions are printed [kgce]."""
ELECTRIC = ("electricity", "nonfossil")
BOUNDS = ("lo95", "hi95")
"""Ends of a range, which stand in the unit of the value beside them."""
MOST_SHOWN = 3
"""Conversions of a fuel that are listed one by one; of more, the first and the last are told."""

Used = Mapping[int, Datum]  # by year
Own = Sequence[Datum]
"""Standard coal of single fuels by heating values of the study's own, which go before those of the yearbook."""


def datum(fuel: str, year: int, convention: str, own: Own = ()) -> tuple[Datum, tuple[Fault, ...]]:
    """Give the standard coal of a unit of a fuel, electricity by the convention of the study.

    Parameters
    ----------
    fuel : str
        A single fuel, heat, electricity, or primary electricity (``nonfossil``).
    year : int
        Year of the activity.
    convention : {"calorific", "coal_equivalent"}
        How the account counts electricity.
    own : sequence of Datum, optional
        Standard coal by heating values of the study's own. [kgce/kg or kgce/m3]

    Returns
    -------
    Datum, tuple of Fault
        [kgce/kg, kgce/m3, kgce/MJ or kgce/kWh]; warnings of the reference.

    Raises
    ------
    InputError
        The yearbook has no conversion for the fuel.

    References
    ----------
    .. [1] National Bureau of Statistics, "China Energy Statistical Yearbook", appendix on standard coal.

    Examples
    --------
    >>> [datum(f, 2017, "calorific")[0].value for f in ("raw_coal", "nonfossil")]
    [0.7143, 0.1229]
    >>> datum("electricity", 2017, "coal_equivalent")[0].value
    0.292
    """
    if fuel in ELECTRIC:
        return standard_coal.electricity(year, convention)
    stated = nearest_in_time((one for one in own if one.fuel == fuel), year)
    if stated is None:
        return standard_coal.per_unit(fuel, year)
    return stated, fuels.carried(stated, year)


def in_standard_coal(
    frame: pl.DataFrame, file: str, convention: str, own: Own = ()
) -> tuple[pl.DataFrame, list[Fault]]:
    """Turn the amounts of a table that stand in physical units into standard coal.

    Parameters
    ----------
    frame
        Rows of the energy table. [tce, t, m3, GJ or kWh, as ``unit`` says]
    file
        Name of the file in messages.
    convention : {"calorific", "coal_equivalent"}
        How the study counts electricity.
    own
        Standard coal by heating values of the study's own. [kgce/kg or kgce/m3]

    Returns
    -------
    All rows [tce], with the id of the conversion in ``datum`` (empty where there was none), and what is to be
    said: YBK010 for each fuel, YBK011 where electricity is counted at the coal rate, YBK012 where the conversion
    changes within the series, and the warnings of the reference.

    Raises
    ------
    InputError
        The yearbook has no conversion for a fuel.
    """
    physical = frame.filter(pl.col("unit").is_in(list(PER_KGCE)))
    keys = physical.select("fuel", "year", "unit").unique().sort("fuel", "year", "unit")
    found = [
        _Found(fuel, year, unit, *datum(fuel, year, convention, own))
        for fuel, year, unit in keys.iter_rows()
    ]
    told = _told(physical.filter(pl.col("value").is_not_null()), found, file, convention)
    remarks = {(f.code, f.sentence()): f for one in found for f in one.faults}
    return _converted(frame, found), [*told, *remarks.values()]


class _Found(NamedTuple):
    """What the amounts of a fuel in a year are multiplied with."""

    fuel: str
    year: int
    unit: str
    datum: Datum
    faults: tuple[Fault, ...]


def _rates(found: Sequence[_Found]) -> pl.DataFrame:
    """Give standard coal per unit kept by fuel, year and unit. [tce/t, tce/GJ, tce/m3, tce/kWh]."""
    rows = [(*one[:3], one.datum.value * PER_KGCE[one.unit], one.datum.id) for one in found]
    schema = {"fuel": pl.String, "year": pl.Int64, "unit": pl.String, "per": pl.Float64, "datum": pl.String}  # fmt: skip
    return pl.DataFrame(rows, schema=schema, orient="row")


def _converted(frame: pl.DataFrame, found: Sequence[_Found]) -> pl.DataFrame:
    """Multiply each row with what its fuel, year and unit ask for; others stay as they are."""
    joined = frame.join(
        _rates(found), on=["fuel", "year", "unit"], how="left", maintain_order="left"
    )
    was_physical = pl.col("per").is_not_null()
    measured = ["value", *(name for name in BOUNDS if name in joined.columns)]
    return joined.with_columns(
        *(pl.col(name) * pl.col("per").fill_null(1.0) for name in measured),
        unit=pl.when(was_physical).then(pl.lit("tce")).otherwise("unit"),
        datum=pl.col("datum").fill_null(""),
    ).drop("per")


def _told(rows: pl.DataFrame, found: Sequence[_Found], file: str, convention: str) -> list[Fault]:
    """Say fuel by fuel what was converted with which number."""
    data = {(one.fuel, one.year): one.datum for one in found}
    faults: list[Fault] = []
    for fuel in sorted(set(rows["fuel"]), key=FUELS.rank):
        of_fuel = rows.filter(pl.col("fuel") == fuel)
        place = Place(file=file, line=min(of_fuel["line"]))
        used = {year: data[fuel, year] for year in sorted(set(of_fuel["year"]))}
        given = ", ".join(sorted(set(of_fuel["given_unit"])))
        faults.append(note("YBK010", place, **_named(fuel), given=given, **_cited(used)))
        if fuel not in ELECTRIC:
            faults += _changes(fuel, used, place)
    if convention == "coal_equivalent" and set(rows["fuel"]) & set(ELECTRIC):
        faults.append(note("YBK011", Place(file=file)))
    return faults


def _cited(used: Used) -> dict[str, Any]:
    """Give the conversions of a fuel with their years, source and mark as particulars of a sentence."""
    known = sources()
    titles = dict.fromkeys(
        known[one.source].title if one.source in known else f"{one.id}: {cut(one.source)}"
        for one in used.values()
    )
    marks = [m for m in dict.fromkeys(one.mark for one in used.values()) if m]
    mark = {
        "en": "".join(f"; {marked(m)} (mark {m})" for m in marks),
        "zh": "".join(f"；{marked(m, 'zh')}（标记 {m}）" for m in marks),
    }
    return {"factors": _listed(used), "source": "; ".join(titles), "mark": mark}


def _listed(used: Used) -> dict[str, str] | str:
    """Give conversions with the years that each serves."""
    runs = [(one, list(years)) for one, years in _runs(used)]
    first, last = runs[0][0], runs[-1][0]
    if len(runs) == 1:
        return f"{first.value:g} {first.unit}"
    if len(runs) <= MOST_SHOWN:
        return ", ".join(f"{one.value:g} {one.unit} ({spans(years)})" for one, years in runs)
    ends, whole = f"{first.value:g}", f"{last.value:g} {last.unit}"
    return {
        "en": f"{ends} to {whole}, year by year ({spans(used)})",
        "zh": f"{ends} 至 {whole}，逐年取值（{spans(used)}）",
    }


def _runs(used: Used) -> Iterable[tuple[Datum, Iterable[int]]]:
    """Give each conversion with the years in a row that it serves."""
    return ((one, years) for one, years in itertools.groupby(sorted(used), key=lambda y: used[y]))


def _changes(fuel: str, used: Used, place: Place) -> list[Fault]:
    """Say where a series passes from one generation of the yearbook's table to the next."""
    runs = [(one, list(years)) for one, years in _runs(used)]
    return [
        note(
            "YBK012",
            place,
            **_named(fuel),
            start=before[-1],
            end=after[0],
            old=old.value,
            new=new.value,
            unit=new.unit,
            percent=f"{100 * (new.value / old.value - 1):+.1f}",
        )
        for (old, before), (new, after) in itertools.pairwise(runs)
    ]


def _named(fuel: str) -> dict[str, Any]:
    return {"fuel": {"en": FUELS.text(fuel, "en"), "zh": FUELS.text(fuel, "zh")}}
