"""Inventories as PRIMAP2 exchanges them: a CSV of series and a YAML file that says what its columns are."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

TEXTS = ("title", "references", "rights", "contact", "comment", "institution", "history")
"""Attributes that an archive may state in words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """The lists that codes are taken from, and what is said of the whole."""

    area: str
    category: str
    scenario: str
    attrs: Mapping[str, str]

    @property
    def dimensions(self) -> tuple[str, ...]:
        """Columns that name a series, in their order."""
        return (
            "source",
            f"scenario ({self.scenario})",
            f"area ({self.area})",
            "entity",
            "unit",
            f"category ({self.category})",
        )


def table(series: pl.DataFrame, terms: Terms) -> pl.DataFrame:
    """Turn long series into the table of the interchange format: years as columns, oldest first.

    Parameters
    ----------
    series : DataFrame
        Columns ``source``, ``scenario``, ``area``, ``entity``, ``unit``, ``category``, ``year``, ``value`` [``unit``].
    terms : Terms
        Lists that the codes are taken from.

    Raises
    ------
    ValueError
        A series stands twice, or an entity in two units.
    """
    plain = ("source", "scenario", "area", "entity", "unit", "category")
    if series.select(*plain, "year").is_duplicated().any():
        msg = "PRIMAP2 table: a series stands twice"
        raise ValueError(msg)
    if series.select("entity", "unit").unique().height > series["entity"].n_unique():
        msg = "PRIMAP2 table: an entity stands in two units"
        raise ValueError(msg)
    years = [str(year) for year in sorted(series["year"].unique().to_list())]
    made = series.pivot("year", index=plain, values="value", aggregate_function=None)
    named = made.rename(dict(zip(plain, terms.dimensions, strict=True)))
    return named.select(*terms.dimensions, *years)


def write(series: pl.DataFrame, terms: Terms, file: Path) -> tuple[Path, Path]:
    """Write the CSV and, beside it, the YAML; give both files.

    Raises
    ------
    ValueError
        A series stands twice, or an entity in two units.
    """
    made, about = table(series, terms), file.with_suffix(".yaml")
    file.parent.mkdir(parents=True, exist_ok=True)
    made.write_csv(file, quote_style="non_numeric")
    about.write_text(description(terms, file.name), encoding="utf-8")
    return file, about


def description(terms: Terms, data_file: str) -> str:
    """Give the YAML text: attributes, the dimensions of every entity, and how a year is written.

    Examples
    --------
    >>> terms = Terms(area="ISO3", category="IPCC2006", scenario="general", attrs={"title": "T"})
    >>> print(description(terms, "t.csv").splitlines()[1])
      area: "area (ISO3)"
    """
    source, scenario, area, entity, unit, category = terms.dimensions
    attrs = {"area": area, "cat": category, "scen": scenario}
    attrs |= {name: terms.attrs[name] for name in TEXTS if terms.attrs.get(name)}
    order = ("time", area, category, scenario, source, entity, unit)
    lines = ["attrs:", *(f"  {name}: {_text(text)}" for name, text in attrs.items())]
    lines += [f"data_file: {_text(data_file)}", "dimensions:", '  "*":']
    lines += [f"  - {_text(name)}" for name in order]
    return "\n".join([*lines, 'time_format: "%Y"', ""])


def _text(text: str) -> str:
    """Quote a text as YAML and JSON both understand it."""
    return json.dumps(" ".join(text.split()), ensure_ascii=False)
