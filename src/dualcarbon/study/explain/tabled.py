"""How numbers of the tables of a run came: totals, people and product of a year, an effect in a sector."""

from __future__ import annotations

from typing import Any

import polars as pl

from dualcarbon.errors import UnknownName
from dualcarbon.provenance.derivation import Input
from dualcarbon.study.explain import effects, past
from dualcarbon.study.explain.lookup import Steps
from dualcarbon.study.explain.notebook import Notebook
from dualcarbon.study.explain.read_off import stood

TABLES = "tables"
"""Beginning of the keys of numbers in tables."""
PEOPLE, PRODUCT = "population_person", "gdp"
SUMMED = {
    "territorial_tco2": ("CO2", "territorial", "t CO2"),
    "adjusted_tco2": ("CO2", "adjusted", "t CO2"),
    "energy_tce": ("energy", "", "tce"),
}
"""Columns of the totals that the summary holds too, in millions: what each is, on which boundary, in which unit."""
MILLIONS = ("as in the summary, x 10^6", "摘要中的数值 × 10^6")
FORMS = {
    "totals": "tables.totals.YEAR.COLUMN",
    "lmdi": "tables.lmdi.START.END.EFFECT.SECTOR",
    "parameters": "tables.parameters.SCENARIO.PATH.YEAR",
}


def explain(note: Notebook, key: str) -> None:
    """Explain a number of a table of the run.

    Parameters
    ----------
    note : Notebook
        The run; what is found is written down in it under the key.
    key : str
        ``tables.totals.YEAR.COLUMN`` or ``tables.lmdi.START.END.EFFECT.SECTOR``.

    Raises
    ------
    UnknownName
        The table has no such number, or its numbers are not explained one by one.
    """
    steps = tuple(key.split("."))
    known = {("totals", 4): _total, ("lmdi", 6): effects.explain}
    told = known.get((steps[1], len(steps)))
    if told is None or not told(note, steps):
        raise UnknownName(_unknown(note, steps[1], key))


def _unknown(note: Notebook, table: str, key: str) -> str:
    """Say whether there is no such table, no such number in it, or no key for its numbers."""
    asked, forms = f'"{key[:80]}"', " or ".join(FORMS.values())
    if table not in note.results.tables:
        return f"the run has no table for {asked}; numbers of tables are {forms}"
    if table in FORMS:
        return f"tables/{table}.csv holds no {asked}; its numbers are {FORMS[table]}"
    return f"how the numbers of tables/{table}.csv came is not told one by one, as {asked} asks; ask for {forms}, or for a key of the summary"


def _total(note: Notebook, steps: Steps) -> bool:
    """Explain a total of a year by the summary, people or product by the row that they were read from or the fill for it."""
    _, _, year, column = steps
    found = _rows(note, "totals", {"year": year})
    if not found or found[0].get(column) is None:
        return False
    if column in SUMMED:
        what, boundary, unit = SUMMED[column]
        whole = past.amount(note, what, boundary, year)
        note.write(steps, *MILLIONS, found[0][column], unit, [whole])
        return True
    return column in (PEOPLE, PRODUCT) and _observed(note, steps, found[0][column])


def _observed(note: Notebook, steps: Steps, value: float) -> bool:
    """Explain people or product of a year by the row that they were read from, or the fill that stands for one."""
    _, _, year, column = steps
    own = int(year)
    if column == PEOPLE:
        name, unit = "population", "person"
        ref = note.row("population", year=own, indicator="population")
    else:
        product = note.account.yearbook.gdp
        name, unit = "GDP", "" if product is None else str(product.attrs["units"])
        ref = note.gdp_row(own)
    text = stood(ref)
    note.write(steps, text["en"], text["zh"], value, unit, [Input(name, value, unit, ref)])
    return True


def _rows(note: Notebook, table: str, labels: dict[str, str]) -> list[dict[str, Any]]:
    """Give the rows of a table of the run that carry labels."""
    frame = note.results.tables.get(table)
    if frame is None:
        return []
    for column, text in labels.items():
        frame = frame.filter(frame[column].cast(pl.String) == text)
    return list(frame.iter_rows(named=True))
