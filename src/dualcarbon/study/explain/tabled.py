"""How numbers came that stand in the tables of a run and in no summary: people and product of a year, an effect in a sector."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import polars as pl

from dualcarbon.errors import UnknownName
from dualcarbon.provenance.derivation import Input
from dualcarbon.study.explain import past
from dualcarbon.study.explain.lookup import Steps
from dualcarbon.study.explain.notebook import MT, Notebook

TABLES = "tables"
"""Beginning of the keys of numbers in tables."""
PEOPLE, PRODUCT = "population_person", "gdp"
LMDI = "tables/lmdi.csv"


def explain(note: Notebook, key: str) -> None:
    """Explain a number of a table of the run.

    Parameters
    ----------
    note : Notebook
        The run; what is found is written down in it under the key.
    key : str
        ``tables.totals.YEAR.gdp`` or ``population_person``; ``tables.lmdi.START.END.EFFECT.SECTOR``.

    Raises
    ------
    UnknownName
        No table of the run has such a number.
    """
    steps = tuple(key.split("."))
    known = {("totals", 4): _total, ("lmdi", 6): _effect}
    told = known.get((steps[1], len(steps)))
    if told is None or not told(note, steps):
        msg = f'no table of the run holds "{key[:80]}"; it is tables.totals.YEAR.COLUMN or tables.lmdi.START.END.EFFECT.SECTOR'
        raise UnknownName(msg)


def _total(note: Notebook, steps: Steps) -> bool:
    """Explain people or product of a year by the rows of the study that they were read from."""
    _, _, year, column = steps
    found = _rows(note, "totals", {"year": year})
    if not found or found[0].get(column) is None or column not in (PEOPLE, PRODUCT):
        return False
    value, own = found[0][column], int(year)
    if column == PEOPLE:
        ref = note.row("population", year=own, indicator="population")
        inputs = [Input("population", value, "person", ref)]
        note.write(steps, "as the table says, in persons", "取自数据表，换算为人", value, "person", inputs)  # fmt: skip
        return True
    product = note.account.yearbook.gdp
    unit = "" if product is None else str(product.attrs["units"])
    note.write(
        steps,
        "gross domestic product at constant prices: what the table says of the whole, or the sum of its sectors",
        "不变价地区生产总值：取表中合计，或各行业增加值之和",
        value,
        unit,
        _product(note, own, value, unit),
    )
    return True


def _product(note: Notebook, year: int, value: float, unit: str) -> list[Input]:
    """Give the row of the whole product, or those of all sectors as they were given."""
    if ref := note.gdp_row(year):
        return [Input("GDP", value, unit, ref)]
    reading = note.prepared.read.tables.get("economy")
    if reading is None:
        return []
    some = reading.frame.filter((pl.col("year") == year) & (pl.col("indicator") == "value_added"))
    return [
        Input(
            f"value added of {row['sector']}",
            row["given"],
            row["given_unit"],
            note.row("economy", year=year, sector=row["sector"], indicator="value_added"),
        )
        for row in some.iter_rows(named=True)
    ]


def _effect(note: Notebook, steps: Steps) -> bool:
    """Explain an effect in a sector: over years by those of each year, in a year by the sector's emissions at both ends."""
    _, _, start, end, effect, sector = steps
    labels = {"start": start, "end": end, "effect": effect, "sector": sector}
    found = _rows(note, "lmdi", labels)
    if not found or found[0]["effect_tco2"] is None:
        return False
    yearly = _yearly(note, labels)
    note.write(
        steps,
        *past.LMDI["effects_mt"],
        found[0]["effect_tco2"] * MT,
        "Mt CO2",
        yearly or _ends(note, (start, end), sector),
    )
    return True


def _yearly(note: Notebook, labels: dict[str, str]) -> list[Input]:
    """Give the effects of the years of a span; none where it is one year."""
    years = range(int(labels["start"]), int(labels["end"]) + 1)
    if len(years) == 2:
        return []
    rows = [
        row
        for a, b in pairwise(map(str, years))
        for row in _rows(note, "lmdi", {**labels, "start": a, "end": b})
    ]
    name, where = labels["effect"], labels["sector"]
    return [
        Input(f"{name} of {where} {row['start']}-{row['end']}", row["effect_tco2"] * MT, "Mt CO2", LMDI)
        for row in rows
    ]  # fmt: skip


def _ends(note: Notebook, years: tuple[str, str], sector: str) -> list[Input]:
    """Give the emissions of a sector in the first and the last year."""
    inputs = []
    told = note.summary["inventory"]["by_sector_mt"].get(sector, {})
    for year in years:
        key = f"inventory.by_sector_mt.{sector}.{year}"
        if year in told:
            past.by_sector(note, tuple(key.split(".")), told[year])
            inputs.append(Input(key, told[year], "Mt CO2", key))
    return inputs


def _rows(note: Notebook, table: str, labels: dict[str, str]) -> list[dict[str, Any]]:
    """Give the rows of a table of the run that carry labels."""
    frame = note.results.tables.get(table)
    if frame is None:
        return []
    for column, text in labels.items():
        frame = frame.filter(frame[column].cast(pl.String) == text)
    return list(frame.iter_rows(named=True))
