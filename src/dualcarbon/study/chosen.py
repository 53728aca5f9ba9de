"""Figures chosen for the report: ``report.toml``, which names each and where the levers of its scenario stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated

from pydantic import Field

from dualcarbon.errors import InputError
from dualcarbon.quantities.declared import (
    Declared,
    Number,
    Text,
    declare,
    gathering,
    hint,
    within,
)
from dualcarbon.readers.toml import Document, read_toml
from dualcarbon.scenarios.inheritance import Resolved
from dualcarbon.study import folder, levers
from dualcarbon.study.declared import Label, Year
from dualcarbon.vocabulary.faults import Fault, Place, cut, errors, note
from dualcarbon.vocabulary.names import nearest

FILE = folder.REPORT
SCHEMA = "dualcarbon/report/1"
MOST = 40
"""Figures that a report takes."""
FIGURES = "figures"
LISTED = {"en": "the page of scenarios lists its levers", "zh": "可用的调节项见情景页"}


class Chosen(Declared):
    """A figure that the annex of chosen figures draws, from the results of the run or from a scenario whose levers were moved."""

    figure: Annotated[Text, Field(pattern="^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
    """Key of the figure: that of a figure of the report, such as `fan`, or `moving-path` and `moving-odds` of a scenario that is moved."""
    scenario: Annotated[Text, Field(max_length=64)] = ""
    """Scenario that is moved, or of which measures are chosen; empty for a figure of the run."""
    beside: Annotated[Text, Field(max_length=64)] = ""
    """Scenario that is held beside it; empty for none."""
    year: Year | None = None
    """Year that the figure is of, where it can be of several."""
    levers: dict[Text, Number] = Field(default={})
    """Where levers are put, by id, all others where the scenario has them. [unit of each]"""
    note: Label | None = None
    """What is to be said under the figure."""

    def plain(self) -> dict[str, object]:
        """Give what stands in the file: nothing of what is left at its usual value."""
        told: dict[str, object] = self.model_dump(exclude_defaults=True)
        return told


class _File(Declared):
    """What stands in the file."""

    schema_: Annotated[Text, Field(alias="schema")] = SCHEMA
    figures: tuple[dict[str, object], ...] = ()


def read(document: Document) -> tuple[Chosen, ...]:
    """Read the figures that are chosen, in their order.

    Raises
    ------
    InputError
        With every fault of every figure.
    """
    if errors(document.faults):
        raise InputError(faults=errors(document.faults))
    try:
        return declared(document.data, Place(file=document.file))
    except InputError as error:
        raise InputError(faults=[document.placed(fault) for fault in error.faults]) from None


def declared(table: object, place: Place) -> tuple[Chosen, ...]:
    """Give the figures that a table of the file's keys names.

    Raises
    ------
    InputError
        With every fault of every figure.

    Examples
    --------
    >>> declared({"figures": [{"figure": "fan"}]}, Place())[0].plain()
    {'figure': 'fan'}
    """
    file = declare(_File, table, place)
    faults: list[Fault] = []
    if file.schema_ != SCHEMA:
        faults.append(
            note("REP014", within(place, "schema"), schema=cut(file.schema_), known=SCHEMA)
        )
    if len(file.figures) > MOST:
        faults.append(note("REP015", within(place, FIGURES), count=len(file.figures), most=MOST))
    found: list[Chosen] = []
    for position, entry in enumerate(file.figures):
        where = within(place, FIGURES, position)
        with gathering(faults):
            one = declare(Chosen, entry, where)
            found.append(one)
            faults += _unmoved(one, where)
    if faults:
        raise InputError(faults=faults)
    return tuple(found)


def of_folder(study: Path) -> tuple[Chosen, ...]:
    """Give the figures that the file of a folder names; none where it is not there.

    Raises
    ------
    InputError
        With every fault of the file.
    """
    file = study / FILE
    return read(read_toml(file, shown=FILE)) if file.is_file() else ()


def doubts(
    chosen: Sequence[Chosen],
    scenarios: Mapping[str, Resolved],
    units: Mapping[str, str],
    base_year: int,
) -> Iterator[Fault]:
    """Tell of figures that cannot be drawn from the study as it is, and of those that are named twice.

    Parameters
    ----------
    chosen : sequence of Chosen
        The figures.
    scenarios : mapping of Resolved
        Scenarios of the study by name.
    units : mapping of str
        Units of the paths, as the tree has them.
    base_year : int
        Last year of statistics. [year]
    """
    seen: list[Chosen] = []
    for position, one in enumerate(chosen):
        where = within(Place(file=FILE), FIGURES, position)
        if one in seen:
            yield note("REP018", where, figure=one.figure)
        seen.append(one)
        for key, name, told in lost(one, scenarios, units, base_year):
            yield note("REP017", within(where, key), figure=one.figure, text=cut(name), hint=told)


def lost(
    one: Chosen, scenarios: Mapping[str, Resolved], units: Mapping[str, str], base_year: int
) -> Iterator[tuple[str, str, dict[str, str]]]:
    """List what a figure names and the study does not have: its key, the name, and which was meant."""
    for key in ("scenario", "beside"):
        if (name := getattr(one, key)) and name not in scenarios:
            yield key, name, hint(name, scenarios)
    if one.levers and one.scenario in scenarios:
        own = scenarios[one.scenario]
        there = levers.levers(own, scenarios.get(own.parent), base_year, units)
        for id in one.levers:
            if id not in there:
                yield "levers", id, hint(id, there) if nearest(id, there) else LISTED


def _unmoved(one: Chosen, place: Place) -> Iterator[Fault]:
    """Tell of levers without the scenario whose they are."""
    if one.levers and not one.scenario:
        yield note("REP016", place, figure=one.figure)
