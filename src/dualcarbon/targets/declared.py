"""Targets as people declare them, and the nation's goals in the same form."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Annotated, Literal

from pydantic import Field

from dualcarbon.errors import InputError
from dualcarbon.quantities.declared import (
    Declared,
    Number,
    Text,
    Title,
    declare,
    gathering,
    hint,
    within,
)
from dualcarbon.quantities.forms import Year
from dualcarbon.reference.goals import Goal
from dualcarbon.vocabulary.faults import Fault, Place, note
from dualcarbon.vocabulary.names import INDICATORS

SCHEMA = "dualcarbon/targets/1"
BOUNDARIES = ("territorial", "adjusted")
"""Boundaries that every study has; its replications are boundaries too."""
LESS_IS_BETTER = {
    "co2_intensity", "co2_peak", "co2_total", "coal", "coal_share", "energy_intensity",
    "energy_total", "ghg_net", "industrial_energy_intensity", "oil", "oil_share",
}  # fmt: skip
MORE_IS_BETTER = {"electrification", "forest_cover", "forest_stock", "nonfossil_share"}
SHARES = {"coal_share", "electrification", "natural_gas_share", "nonfossil_share", "oil_share"}
PEAKS = {"co2_total", "co2_peak"}
INTENSITIES = {"co2_intensity", "energy_intensity", "industrial_energy_intensity"}
"""Indicators of which no plan asks for a rise: a positive change is a slip of the sign."""


class Target(Declared):
    """One quantified target of a plan."""

    id: Annotated[Text, Field(pattern=r"^[A-Za-z0-9_:.-]+$")]
    """Short name, letters, digits and `- _ : .`."""
    title: Title
    """Name as people read it."""
    indicator: Text
    """Name of an indicator in the vocabulary, for example `energy_intensity`."""
    kind: Literal["change", "level", "peak_by"]
    """Change against a base year, level of a year, or last year in which emissions may peak."""
    year: Year
    """Year by which it must be met."""
    base_year: Year | None = None
    """Year that a change is measured from."""
    value: Number | None = None
    """Change as a fraction, -0.18 is eighteen per cent lower; or level, in `unit`. [1 or unit]"""
    unit: Text = ""
    """Unit of a level, for example `10^8 t CO2`; empty for shares."""
    boundary: Text = "territorial"
    """`territorial`, `adjusted`, or the id of a replication."""
    comparator: Literal["", "at_least", "at_most"] = ""
    """Whether the value is a floor or a cap; empty for what the indicator implies."""
    source: Text = ""
    """Document that sets the target."""
    note: Text = ""
    """What else to know."""
    mark: Literal["", "C", "M", "A"] = ""
    """How sure the source is: "" seen, C computed, M from memory, A an assumption."""

    @property
    def better(self) -> str:
        """``at_least``, ``at_most``, or an empty text where it is not settled."""
        if self.comparator:
            return self.comparator
        less, more = self.indicator in LESS_IS_BETTER, self.indicator in MORE_IS_BETTER
        return "at_most" if less else "at_least" if more else ""

    @property
    def goal(self) -> float:
        """Value to be reached; for a peak its last year."""
        return float(self.year if self.value is None else self.value)


class _File(Declared):
    """What stands in a file of targets."""

    schema_: Annotated[Text, Field(alias="schema")] = SCHEMA
    targets: tuple[dict[str, object], ...] = ()


def read(
    table: object, place: Place, *, boundaries: Iterable[str] = BOUNDARIES
) -> tuple[Target, ...]:
    """Read the targets of a study.

    Parameters
    ----------
    table : table
        What the file holds: ``schema`` and ``[[targets]]``.
    place : Place
        The file.
    boundaries : iterable of str
        Boundaries that the study has, the ids of its replications included.

    Raises
    ------
    InputError
        With every fault of every target.

    Examples
    --------
    >>> table = {"id": "ci", "title": {"en": "CO2 per GDP", "zh": "碳强度"}, "kind": "change", "year": 2030,
    ...          "indicator": "co2_intensity", "base_year": 2025, "value": -0.17}
    >>> read({"targets": [table]}, Place())[0].better
    'at_most'
    """
    file = declare(_File, table, place)
    faults = [] if file.schema_ == SCHEMA else [_of_other_schema(file.schema_, place)]
    targets: list[Target] = []
    for position, entry in enumerate(file.targets):
        where = within(place, "targets", position)
        with gathering(faults):
            target = declare(Target, entry, where)
            targets.append(target)
            faults += _faults(target, list(boundaries), where)
    repeated = [id for id, count in Counter(t.id for t in targets).items() if count > 1]
    faults += [note("TGT006", within(place, "targets"), id=id) for id in repeated]
    if faults:
        raise InputError(faults=faults)
    return tuple(targets)


def from_goal(goal: Goal) -> Target | None:
    """Give a national goal as a target; nothing where it states what no series shows.

    Examples
    --------
    >>> from dualcarbon.reference.goals import national
    >>> goals = {goal.id: goal for goal in national()}
    >>> from_goal(goals["opinions:co2_peak:2030"]).kind, from_goal(goals["opinions:coal:2030"])
    ('peak_by', None)
    """
    name = INDICATORS[goal.indicator]
    told = {
        "id": goal.id,
        "title": {"en": name.en, "zh": name.zh},
        "indicator": goal.indicator,
        "year": goal.year,
        "source": goal.source,
        "note": goal.note,
        "mark": goal.mark,
    }
    if goal.indicator == "co2_peak":
        return Target.model_validate({**told, "kind": "peak_by", "indicator": "co2_total"})
    if goal.value is None or not (
        goal.kind == "level" or (goal.kind == "change" and goal.base_year)
    ):
        return None
    unit = "" if goal.unit == "1" else goal.unit
    numbers = {"value": goal.value, "unit": unit, "comparator": goal.comparator}
    return Target.model_validate(
        {**told, **numbers, "kind": goal.kind, "base_year": goal.base_year}
    )


def _from_a_year(goal: Goal) -> bool:
    """Tell changes against a year from those against a peak that is still to come."""
    return goal.kind == "change" and goal.base_year is not None


def _of_other_schema(schema: str, place: Place) -> Fault:
    return note("TGT010", place, schema=schema, known=SCHEMA)


def _faults(target: Target, boundaries: Sequence[str], place: Place) -> Iterator[Fault]:
    """Give what the fields allow one by one but the target does not."""
    if target.indicator not in INDICATORS:
        told = hint(target.indicator, INDICATORS)
        yield note("TGT001", within(place, "indicator"), text=target.indicator, hint=told)
    if target.boundary not in boundaries:
        told = hint(target.boundary, boundaries)
        yield note("TGT007", within(place, "boundary"), boundary=target.boundary, hint=told)
    yield from {"change": _of_change, "level": _of_level, "peak_by": _of_peak}[target.kind](
        target, place
    )


def _of_change(target: Target, place: Place) -> Iterator[Fault]:
    yield from _missing(target, ("base_year", "value"), place)
    yield from _undirected(target, place)
    if target.base_year is not None and target.base_year >= target.year:
        years = {"base_year": target.base_year, "year": target.year}
        yield note("TGT003", within(place, "base_year"), **years)
    if target.value is not None and target.value > 0 and target.indicator in INTENSITIES:
        yield note("TGT012", within(place, "value"), value=target.value)
    if target.value is not None and abs(target.value) >= 1:
        value = {"value": target.value, "percent": 100 * target.value}
        yield note("TGT004", within(place, "value"), **value)


def _of_level(target: Target, place: Place) -> Iterator[Fault]:
    yield from _missing(target, ("value",), place)
    yield from _undirected(target, place)
    if target.indicator in SHARES and not 0 <= (target.value or 0) <= 1:
        yield note("TGT005", within(place, "value"), value=target.value)
    if target.indicator not in SHARES and not target.unit:
        yield note("TGT002", place, kind=target.kind, key="unit")


def _of_peak(target: Target, place: Place) -> Iterator[Fault]:
    if target.indicator not in PEAKS:
        yield note("TGT009", within(place, "indicator"), indicator=target.indicator)
    if target.value is not None and target.value != target.year:
        yield note("TGT011", within(place, "value"), value=target.value, year=target.year)


def _missing(target: Target, keys: tuple[str, ...], place: Place) -> Iterator[Fault]:
    for key in keys:
        if getattr(target, key) is None:
            yield note("TGT002", place, kind=target.kind, key=key)


def _undirected(target: Target, place: Place) -> Iterator[Fault]:
    if not target.better and target.indicator in INDICATORS:
        yield note("TGT008", within(place, "comparator"), indicator=target.indicator)
