"""Figures chosen for the report, as the pages add, list and order them: ``report.toml`` of the study, saved as every other file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from dualcarbon.errors import InputError
from dualcarbon.quantities.declared import hint
from dualcarbon.report.pieces import Cell, Document, Figure, say
from dualcarbon.vocabulary.faults import Place, cut, note

if TYPE_CHECKING:
    from dualcarbon.server.here import Here
    from dualcarbon.study.changing import Change
    from dualcarbon.study.chosen import Chosen

PAGES = {
    "moving-path": "scenarios", "moving-odds": "scenarios", "wedges": "measures", "cost-curve": "measures",
    "compare-path": "compare", "compare-why": "compare", "energy-flow": "inventory", "sectors-year": "inventory",
}  # fmt: skip
"""Chapters that show figures in a state of their own."""
CAPTIONS = {
    "moving-path": "chosen.path", "moving-odds": "chosen.odds", "wedges": "chosen.wedges", "cost-curve": "chosen.curve_of",
    "compare-path": "chosen.both", "compare-why": "chosen.why", "energy-flow": "past.flow_caption",
    "sectors-year": "past.sectors_year",
}  # fmt: skip
"""What they are called there."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A chosen figure as the page of the report lists it: what it is, where it is seen in its state, whether the report of the run has it."""

    one: Chosen
    caption: Cell
    lead: str
    there: bool


def add(at: Here, one: Chosen) -> int:
    """Put a figure after those that are chosen, and tell how many there are.

    Raises
    ------
    InputError
        The report cannot draw such a figure in this state, a lever cannot be put there, or the file cannot be changed.
    """
    from dualcarbon.study import choosing

    _must_be_drawn(at, one)
    folder = at.shelf.path(at.study)
    _saved(at, lambda: choosing.added(folder, one), "figure_added", based(at), figure=one.figure)
    return len(chosen(at))


def change(at: Here, make: Callable[[Path], Change], base: str, what: str) -> None:
    """Change what is chosen, if it is still what the page showed; ``what`` names the text that tells of it.

    Raises
    ------
    Changed
        Somebody else has changed it.
    InputError
        There is no such figure, or the file cannot be changed.
    """
    folder = at.shelf.path(at.study)
    _saved(at, lambda: make(folder), what, base)


def chosen(at: Here) -> tuple[Chosen, ...]:
    """Give the figures that the study chooses now.

    Raises
    ------
    InputError
        The file is at fault.
    """
    from dualcarbon.study.chosen import of_folder

    return of_folder(at.shelf.path(at.study))


def based(at: Here) -> str:
    """Tell what the file is now, for changes to be based on."""
    from dualcarbon.study import editing
    from dualcarbon.study.folder import REPORT

    return editing.hashes(at.shelf.path(at.study), [REPORT])[REPORT]


def listed(at: Here, document: Document, leads: Mapping[str, str]) -> Iterator[Listed]:
    """Give the chosen figures in their order."""
    there = _figures(document)
    for one in chosen(at):
        own = there.get(one.figure)
        apart = one.scenario or one.year
        lead = _state(at, one) if apart else leads.get(one.figure, "")
        known = bool(own) or one.figure in PAGES
        yield Listed(one, _caption(at, one, own), lead, known)


def faults(at: Here) -> list[str]:
    """Say what is wrong with the file, or doubtful about what it names."""
    from dualcarbon.study.folder import REPORT

    try:
        found = at.shelf.prepared(at.study).warnings
    except InputError as error:
        found = error.faults
    return [fault.sentence(at.lang) for fault in found if fault.place.file == REPORT]


def _figures(document: Document) -> dict[str, Figure]:
    return {b.id: b for s in document.sections for b in s.blocks if isinstance(b, Figure)}


def _caption(at: Here, one: Chosen, own: Figure | None) -> Cell:
    """Say what a figure is."""
    if own and not (one.scenario or one.year):
        return own.caption
    if one.figure not in CAPTIONS:
        return {"en": one.figure, "zh": one.figure}
    scenario, beside = (_title(at, name) for name in (one.scenario, one.beside))
    year = str(one.year or "")
    return say(CAPTIONS[one.figure], scenario=scenario, a=beside, b=scenario, year=year)


def _title(at: Here, name: str) -> Mapping[str, str]:
    """Give the title of a scenario as its file has it now; its name where there is none any more."""
    from dualcarbon.report.reading import both

    found = at.shelf.read(at.study).scenarios.get(name)
    return both(found.data.get("title") or name) if found else both(name)


def _state(at: Here, one: Chosen) -> str:
    """Give the address at which a figure is seen in the state in which it was chosen."""
    page = PAGES.get(one.figure, "scenarios")
    told: dict[str, object] = {"year": one.year} if one.year else {}
    if page == "compare":
        told |= {"a": one.beside, "b": one.scenario}
    elif one.scenario:
        told |= {"scenario": one.scenario, **({"compare": one.beside} if one.beside else {})}
        told |= {f"m.{id}": value for id, value in one.levers.items()}
    return f"{at.link(page)}?{urlencode(told)}#{one.figure}"


def _must_be_drawn(at: Here, one: Chosen) -> None:
    """Refuse a figure that the report would not draw in this state."""
    where = Place(key="figure")
    if one.scenario:
        _must_be_moved(at, one, where)
    elif at.run is None:
        raise InputError(faults=[note("REP019", where, figure=one.figure, hint=hint(one.figure, ()))])  # fmt: skip
    else:
        from dualcarbon.report.chosen import Run, of_run
        from dualcarbon.report.reading import Reading

        there = _figures(at.shelf.document(at.run))
        of_run(Run(Reading(at.shelf.results(at.run)), there), one, where)


def _must_be_moved(at: Here, one: Chosen, where: Place) -> None:
    """Refuse a figure of scenarios that are not held like this, and levers that a scenario does not have or that cannot stand there."""
    from dualcarbon.report import states
    from dualcarbon.study import levers
    from dualcarbon.study.chosen import lost

    prepared = at.shelf.prepared(at.study)
    states.must_hold(one, prepared.planted[2].years, where, closed=bool(prepared.cells.closed))
    scenarios, units, base = prepared.scenarios, prepared.planted[1].units, prepared.study.base_year
    gone = [
        note("REP017", Place(key=key), figure=one.figure, text=cut(name), hint=meant)
        for key, name, meant in lost(one, scenarios, units, base)
    ]
    if gone:
        raise InputError(faults=gone)
    own = scenarios[one.scenario]
    levers.moved(levers.levers(own, scenarios.get(own.parent), base, units), own, one.levers)


def _saved(at: Here, make: Callable[[], Change], what: str, base: str, **told: str) -> None:
    """Save a change of the file as a version, and write down who made it."""
    from dualcarbon.study import editing
    from dualcarbon.study.folder import REPORT

    state = at.request.app.state
    made = editing.save(
        at.shelf.path(at.study), [make()], {REPORT: base}, state.versions, at.person.name,
        at.say(f"report.{what}", **told),
    )  # fmt: skip
    state.people.record(at.person, f"report.{what}", at.study, {"version": made.id, "files": [REPORT], **told})  # fmt: skip
