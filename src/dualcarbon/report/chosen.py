"""The annex of chosen figures: those of the report, or of a scenario whose levers were moved, computed anew from what the run kept."""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from dualcarbon.errors import InputError
from dualcarbon.quantities.declared import hint, within
from dualcarbon.report import structure
from dualcarbon.report.pieces import Block, Figure, Paragraph, Ref, Sentence, Table, say
from dualcarbon.report.reading import Reading
from dualcarbon.vocabulary.faults import Fault, Place, note

if TYPE_CHECKING:
    from dualcarbon.report.moved_figures import Moving
    from dualcarbon.study.chosen import Chosen

BY_YEAR: Mapping[str, Callable[[Reading, int], Iterator[Block]]] = {
    "energy-flow": structure.energy_flow,
    "sectors-year": structure.sectors_of,
}
"""Figures that can be of any year of the statistics."""
LOST = {"en": "the study of the run has no {names}", "zh": "该运行的研究中没有{names}"}
NO_INPUTS = {"en": "the run has not kept what it was made of", "zh": "该运行未保留其输入"}
NO_YEAR = {"en": "there is no account of {year}", "zh": "没有{year}年的账户"}


class Picked(NamedTuple):
    """What the annex shows, and what has to be said of figures that it cannot."""

    blocks: tuple[Block, ...] = ()
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True)
class Run:
    """The run that the figures are of: its report, the figures of that by key, the study as it was."""

    reading: Reading
    figures: Mapping[str, Figure]

    @property
    def id(self) -> str:
        """Its id."""
        return str(self.reading.summary.get("run", ""))

    @property
    def folder(self) -> Path | None:
        """Where it stands."""
        return self.reading.results.folder

    @functools.cached_property
    def moving(self) -> Moving:
        """The scenarios of the study as the run read it, ready to be moved.

        Raises
        ------
        InputError
            Its inputs cannot be read any more.
        """
        from dualcarbon.report.moved_figures import Moving
        from dualcarbon.study import preparation, results

        return Moving(preparation.prepare((self.folder or Path()) / results.INPUTS))


def picked(reading: Reading, there: Mapping[str, Figure]) -> Picked:
    """Draw the figures that are chosen, in their order; one that cannot be drawn is told, never left out in silence.

    Parameters
    ----------
    reading : Reading
        The run.
    there : mapping of Figure
        Figures of its report by key.
    """
    chosen = reading.results.chosen
    if not chosen:
        return Picked()
    from dualcarbon.study.chosen import FIGURES, FILE

    run = Run(reading, there)
    blocks: list[Block] = []
    faults: list[Fault] = []
    with _as_of(run, chosen):
        for place, one in enumerate(chosen):
            where = within(Place(file=FILE), FIGURES, place)
            try:
                blocks += _drawn(run, one, f"chosen-{place + 1}", where)
            except InputError as error:
                faults += [_told(fault, one, where) for fault in error.faults]
    count = sum(isinstance(block, Figure) for block in blocks)
    lead = say("chosen.lead" if count else "chosen.none", run=run.id)
    lacking = len(chosen) > count
    more = (say("chosen.lacking", annex=Ref("annex-warnings")),) if lacking else ()
    return Picked((Paragraph((lead, *more)), *blocks), tuple(faults))


def _as_of(run: Run, chosen: Sequence[Chosen]) -> contextlib.AbstractContextManager[None]:
    """Let the packaged tables be those of the run where something is computed anew."""
    if run.folder is None or not any(one.scenario for one in chosen):
        return contextlib.nullcontext()
    from dualcarbon.study import rebuilding

    return rebuilding.as_of(run.folder)


def _told(fault: Fault, one: Chosen, where: Place) -> Fault:
    """Tell why a figure is not drawn."""
    if fault.code in ("REP019", "REP020"):
        return fault
    why = {lang: fault.sentence(lang) for lang in ("en", "zh")}
    return note("REP020", where, figure=one.figure, why=why)


def _drawn(run: Run, one: Chosen, id: str, where: Place) -> Iterator[Block]:
    """Draw a figure, and the table of its levers where some are put elsewhere.

    Raises
    ------
    InputError
        It cannot be drawn, and why.
    """
    if one.scenario:
        figure = _moved(run, one, id, where)
        source, more = run.moving.source(one, id, run.id)
    else:
        figure = of_run(run, one, where)
        source, more = say("chosen.source", run=run.id), ()
    yield titled(figure, id, one, source)
    yield from more


def of_run(run: Run, one: Chosen, where: Place) -> Figure:
    """Give a figure of the report, or draw it of another year of the statistics.

    Raises
    ------
    InputError
        The report has no such figure (REP019), or there is no account of the year (REP020).
    """
    from dualcarbon.report import states

    known: Collection[str] = BY_YEAR if one.year else run.figures
    if one.figure not in known:
        told = hint(one.figure, sorted(known))
        raise InputError(faults=[note("REP019", where, figure=one.figure, hint=told)])
    if one.year is None:
        return run.figures[one.figure]
    there = one.year in run.reading.years()
    blocks = BY_YEAR[one.figure](run.reading, one.year) if there else ()
    found = next((block for block in blocks if isinstance(block, Figure)), None)
    if found is None:
        raise states.refused(one, where, NO_YEAR, year=one.year)
    return found


def _moved(run: Run, one: Chosen, id: str, where: Place) -> Figure:
    """Draw a figure of a scenario with its levers where they were put."""
    from dualcarbon.report import states
    from dualcarbon.report.moved_figures import FIGURES

    closed = bool(run.reading.raw("account.closed"))
    ahead = range(run.reading.study.base_year, run.reading.study.horizon + 1)
    states.must_hold(one, ahead, where, closed=closed)
    if run.folder is None:
        raise states.refused(one, where, NO_INPUTS)
    if lost := run.moving.lost(one):
        raise states.refused(one, where, LOST, names=", ".join(lost))
    return FIGURES[one.figure](run.moving, one, id)


def titled(figure: Figure, id: str, one: Chosen, source: Sentence) -> Figure:
    """Give a figure its id in the annex, what the person says of it, and its source."""
    said = (say("chosen.said", text=one.note.model_dump()),) if one.note else ()
    data = replace(figure.data, id=f"{id}-data") if isinstance(figure.data, Table) else None
    return replace(figure, id=id, data=data, notes=(*figure.notes, *said, source))
