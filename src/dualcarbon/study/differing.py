"""What differs between the scenarios of a study, for the summary, the table of a run and the command line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import combinations
from typing import Any

from dualcarbon.readers.toml import Document
from dualcarbon.scenarios.assumptions import Span
from dualcarbon.scenarios.differences import Difference, Side, Valued, compared, side, valued
from dualcarbon.study.preparation import Prepared

BETWEEN = (2030, 2035)
"""Years told beside the base year and the horizon."""
Plain = dict[str, Any]


def shown(span: Span) -> list[int]:
    """Give the years in which both sides of a difference are told.

    Examples
    --------
    >>> shown(Span(2017, 2034))
    [2017, 2030, 2034]
    """
    inside = [year for year in BETWEEN if span.base_year < year < span.horizon]
    return [span.base_year, *inside, span.horizon]


def evaluated(prepared: Prepared) -> dict[str, Valued]:
    """Evaluate every scenario of a study, measures left out.

    Raises
    ------
    InputError
        With every fault of a scenario's numbers.
    """
    return {name: valued(s, prepared.planted) for name, s in prepared.scenarios.items()}


def between(prepared: Prepared, ours: Valued, theirs: Valued) -> tuple[Difference, ...]:
    """Give all that differs between two scenarios of a study, each side with file, key and line."""
    documents = _documents(prepared)
    found = compared(ours, theirs, prepared.planted[1])
    return tuple(
        replace(one, ours=_placed(one.ours, documents), theirs=_placed(one.theirs, documents))
        for one in found
    )


def said(prepared: Prepared, one: Valued, key: str) -> Side:
    """Give what a scenario of a study says under a key, with file, key and line. [unit of the key]."""
    return _placed(side(key, one), _documents(prepared))


def _documents(prepared: Prepared) -> dict[str, Document]:
    """Give the files in which scenarios say what they assume, by name."""
    found = {document.file: document for document in prepared.read.scenarios.values()}
    return found | ({prepared.read.tree.file: prepared.read.tree} if prepared.read.tree else {})


def _placed(side: Side, documents: Mapping[str, Document]) -> Side:
    """Give a side the line of its key, where it stands in a file of the study and not in a template."""
    document = documents.get(side.place.file)
    if document is None:
        return side
    line = document.line(side.place.key.split("."))
    return replace(side, place=replace(side.place, line=line))


def plain(prepared: Prepared, scenarios: Mapping[str, Valued]) -> dict[str, list[Plain]]:
    """Give what differs of every scenario against its parent; an empty list for the root, and where the parent is not run."""
    span = prepared.planted[2]
    found: dict[str, list[Plain]] = {}
    for name, one in scenarios.items():
        parent = scenarios.get(one.scenario.parent)
        listed = () if parent is None else between(prepared, one, parent)
        found[name] = [record(each, span, "parents") for each in listed]
    return found


def record(one: Difference, span: Span, other: str) -> Plain:
    """Give a difference as plain values, its other side under the name given."""
    return {
        "key": one.key,
        "kind": one.kind,
        "unit": one.unit,
        "same": one.same,
        "ours": _side(one.ours, span),
        other: _side(one.theirs, span),
        "source": one.ours.source,
        "mark": one.ours.mark,
    }


def rows(prepared: Prepared, scenarios: Mapping[str, Valued]) -> Iterator[Plain]:
    """Give the rows of the table: every pair of scenarios in their order, the later against the earlier. [unit of the row]."""
    for earlier, later in combinations(scenarios.values(), 2):
        for one in between(prepared, later, earlier):
            yield from _rows(one, later.scenario.name, earlier.scenario.name, prepared.planted[2])


def _rows(one: Difference, scenario: str, against: str, span: Span) -> Iterator[Plain]:
    for year in shown(span):
        yield {
            "scenario": scenario,
            "against": against,
            "key": one.key,
            "kind": one.kind,
            "unit": one.unit,
            "year": year,
            "value": _at(one.ours, year, span),
            "against_value": _at(one.theirs, year, span),
            "text_en": one.ours.text["en"],
            "text_zh": one.ours.text["zh"],
            "against_text_en": one.theirs.text["en"],
            "against_text_zh": one.theirs.text["zh"],
            "declared_at": where(one.ours),
            "against_declared_at": where(one.theirs),
            "mark": one.ours.mark,
        }


def where(side: Side) -> str:
    """Give file, line and key of a side, or an empty text where nothing is declared."""
    return side.place.text() if side.place.file else ""


def _side(side: Side, span: Span) -> Plain:
    return {
        "text": dict(side.text),
        "value": {str(year): _at(side, year, span) for year in shown(span)},
        "declared_by": declared_by(side),
        "where": where(side),
    }


def declared_by(side: Side) -> str:
    """Give the scenario that declares a side, the file where that is none of a scenario, or an empty text."""
    folder, _, file = side.place.file.rpartition("/")
    return file.removesuffix(".toml") if folder == "scenarios" else side.place.file


def _at(side: Side, year: int, span: Span) -> float | None:
    if side.values is None:
        return None
    return float(side.values[year - span.base_year])
