"""What the data of an account are called: a cell of statistics, or a number of a table of factors."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from dualcarbon.charts.words import Title
from dualcarbon.reference import tables
from dualcarbon.report import sentences
from dualcarbon.vocabulary.names import CATEGORIES, FLOWS, FUELS, INDICATORS, SECTORS

BOOKS = (SECTORS, FLOWS, FUELS, INDICATORS, CATEGORIES)
SPLIT = re.compile(r"[.:]")
FUEL = "factor."
NONE: Mapping[str, str] = {}
PLAIN = ("final", "total", "activity")  # parts of a name that say nothing to a reader


def title(one: Mapping[str, str], categories: Mapping[str, str] = NONE) -> Title:
    """Give the name of a datum of the list of what to improve.

    Parameters
    ----------
    one : mapping
        With ``key``, ``kind`` and ``name``.
    categories : mapping of record to category, optional
        What the numbers of tables serve.

    Examples
    --------
    >>> title({"key": "data/energy.csv:9", "kind": "activity", "name": "industry/final/coal 2017"})["en"]
    'Industry, Coal and coal products, 2017'
    >>> title({"key": "factor.coal", "kind": "factor", "name": "factors.csv:40"})["zh"]
    '煤炭排放因子'
    """
    if one["kind"] == "activity":
        return _cell(one["name"])
    if one["key"].startswith(FUEL):
        fuel = _named(one["key"].removeprefix(FUEL))
        return {lang: sentences.catalogue("datum.fuel", lang).replace("{fuel}", fuel[lang]) for lang in ("en", "zh")}  # fmt: skip
    return _number(one["key"], categories.get(one.get("record") or one["name"], ""))


def place(one: Mapping[str, str]) -> str:
    """Give where a datum stands: its cell, its record, or the edition that holds its number.

    Examples
    --------
    >>> place({"key": "data/energy.csv:9", "kind": "activity", "name": "industry/final/coal 2017"})
    'data/energy.csv:9'
    >>> place({"key": "provincial_2011.rice_area.CH4", "kind": "factor", "name": "provincial_2011.rice_area.CH4"})
    'provincial_2011'
    """
    if one["kind"] == "activity":
        return one["key"]
    record = one.get("record") or one["name"]
    edition = SPLIT.split(record)[0]
    return edition if edition in _editions() else record


def _cell(name: str) -> Title:
    """Name a cell of statistics by its series and its year."""
    series, _, year = name.rpartition(" ")
    parts = [p for p in re.split(r"[/ ]", series) if p and p not in PLAIN]
    return _joined([*map(_named, parts), {"en": year, "zh": year}])


def _number(key: str, category: str) -> Title:
    """Name a number of a table by the category that it serves and what it is; its record names the edition."""
    edition, *parts = SPLIT.split(key)
    held = parts if edition in _editions() else [edition, *parts]
    if category:
        return _joined([CATEGORIES.both(category), *(_named(p) for p in held[1:] if p)])
    return _joined([_named(p) for p in held if p])


def _named(id: str) -> Title:
    """Give what a name of the vocabulary is called; one that it lacks stands as it is."""
    book = next((b for b in BOOKS if id in b), None)
    plain = id.replace("_", " ")
    return {"en": plain, "zh": plain} if book is None else dict(book.both(id))


def _joined(parts: list[Title]) -> Title:
    return {lang: mark.join(p[lang] for p in parts) for lang, mark in (("en", ", "), ("zh", "，"))}


@cache
def _editions() -> frozenset[str]:
    return frozenset(row["id"] for row in tables.rows("editions"))
