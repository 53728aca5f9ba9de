"""Time series as scenario databases keep them: the IAMC table, a row a variable, a column a year."""

from __future__ import annotations

from pathlib import Path

import polars as pl

INDEX = ("model", "scenario", "region", "variable", "unit")
"""Columns that name a series, in the order that the template gives them."""


def wide(series: pl.DataFrame) -> pl.DataFrame:
    """Turn long series into the table: years as columns, oldest first; what is not known stays empty.

    Parameters
    ----------
    series : DataFrame
        Columns ``model``, ``scenario``, ``region``, ``variable``, ``unit``, ``year``, ``value`` [``unit``].

    Raises
    ------
    ValueError
        A series is named twice, or a part of its name is empty.

    Examples
    --------
    >>> row = {"model": "m", "scenario": "s", "region": "r", "variable": "Population", "unit": "million"}
    >>> wide(pl.DataFrame([row | {"year": 2020, "value": 8.0}, row | {"year": 2015, "value": 7.0}])).columns
    ['model', 'scenario', 'region', 'variable', 'unit', '2015', '2020']
    """
    _must_be_named(series)
    years = sorted(series["year"].unique().to_list())
    table = series.pivot("year", index=INDEX, values="value", aggregate_function=None)
    return table.select(*INDEX, *map(str, years))


def write(series: pl.DataFrame, file: Path) -> Path:
    """Write long series as an IAMC table in CSV and give the file.

    Raises
    ------
    ValueError
        A series is named twice, or a part of its name is empty.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    wide(series).write_csv(file)
    return file


def _must_be_named(series: pl.DataFrame) -> None:
    for column in INDEX:
        if not bool((series[column].str.strip_chars() != "").all()):
            msg = f"IAMC table: a series has no {column}"
            raise ValueError(msg)
    twice = series.filter(series.select(*INDEX, "year").is_duplicated())
    if not twice.is_empty():
        msg = f"IAMC table: {twice['variable'][0]} of {twice['scenario'][0]} stands twice"
        raise ValueError(msg)
