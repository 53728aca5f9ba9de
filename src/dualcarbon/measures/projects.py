"""Projects: measures of known place and owner, from projects.csv, and how they deploy their measure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dualcarbon.errors import InputError
from dualcarbon.measures.declared import Measure, line
from dualcarbon.measures.reading import Listed
from dualcarbon.quantities.declared import hint
from dualcarbon.vocabulary.faults import Fault, Place, cut, note

FILE = "projects.csv"
NONE = {"en": "there is no measures.toml", "zh": "没有 measures.toml"}
"""Said in place of the nearest measure where the study has none."""
Series = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """A measure at one place: so many of its units, between two years.

    ``effect`` is what a unit does relative to a unit of the measure [1]; ``until`` is the last year of service, nothing
    where it serves to the horizon; ``investment`` is the whole project's [CNY], or nothing where the measure's cost a
    unit holds.
    """

    id: str
    measure: str
    title: Mapping[str, str]
    owner: str
    place: str
    amount: float
    unit: str
    effect: float
    start: int
    to: int
    until: int | None = None
    investment: float | None
    source: str
    mark: str
    line: int

    def share(self, years: Sequence[int]) -> Series:
        """Give the share of the project in place each year (year). [1]."""
        given = np.asarray(years, float)
        last = np.inf if self.until is None else self.until
        return np.where(given <= last, line(self.start, self.to, given), 0.0)


@dataclass(frozen=True, slots=True)
class Placed:
    """A measure over the years at full level.

    ``units`` in place [unit]; ``effective`` the share of its full effect that is in place [1]; ``amount``
    the units of full deployment, 1 where the measure counts none: it is not ``counted``. Arrays (year). ``place`` is where it
    is declared.
    """

    amount: float
    units: Series
    effective: Series
    place: Place | None = None
    counted: bool = True


NEEDED = ("amount", "from", "to")
"""Numbers that a project cannot do without."""


def read(
    rows: Iterable[Mapping[str, Any]], listed: Listed, file: str = FILE
) -> tuple[Project, ...]:
    """Read projects from the rows of their table and hold them to the measures of the study.

    Parameters
    ----------
    rows : iterable of mapping
        Rows of projects.csv, columns as in the vocabulary, ``line`` the line of the file.
    listed : Listed
        The measures of the study.
    file : str
        Name for messages.

    Raises
    ------
    InputError
        With every fault: an unknown measure, another unit, nothing put in place, years turned round, more than the
        measure's amount, a measure that nothing brings into place or counts.
    """
    rows = list(rows)
    lacking = [
        note("CSV027", Place(file=file, line=row.get("line"), column=column))
        for row in rows
        for column in NEEDED
        if row[column] is None  # a key such as NE stands where a number is needed
    ]
    if lacking:
        raise InputError(faults=lacking)
    projects = tuple(_project(row) for row in rows)
    faults = [fault for one in projects for fault in _faults(one, listed, file)]
    faults += _surplus(projects, listed)
    if faults:
        raise InputError(faults=faults)
    return projects


def placed(measure: Measure, projects: Sequence[Project], years: Sequence[int]) -> Placed:
    """Give how a measure comes into place, its projects first, the rest of its amount by its own ramp.

    Parameters
    ----------
    measure : Measure
        The measure.
    projects : sequence of Project
        Its projects, none of another measure.
    years : sequence of int
        Years asked for.

    Examples
    --------
    >>> from dualcarbon.measures.declared import Ramp
    >>> wind = Measure(id="wind", amount=10, unit="MW", ramp=Ramp(**{"from": 2020}, to=2022))
    >>> placed(wind, [], [2020, 2021, 2022]).units.tolist()
    [0.0, 5.0, 10.0]
    """
    own = sum(p.amount for p in projects)
    amount = measure.amount if measure.amount is not None else own or 1.0
    rest = max(amount - own, 0.0) if measure.ramp is not None else 0.0
    ramp = np.zeros(len(years)) if measure.ramp is None else measure.ramp.share(years)
    units, effect = rest * ramp, rest * ramp
    for project in projects:
        share = project.amount * project.share(years)
        units, effect = units + share, effect + share * project.effect
    counted = measure.amount is not None or own > 0
    return Placed(amount, units, effect / amount, counted=counted)


def _project(row: Mapping[str, Any]) -> Project:
    titles = {"en": row["title_en"] or row["title_zh"], "zh": row["title_zh"] or row["title_en"]}
    plain = {
        k: row.get(k) or "" for k in ("id", "measure", "owner", "place", "unit", "source", "mark")
    }
    effect = row.get("effect")
    return Project(
        **plain,
        title={lang: text or plain["id"] for lang, text in titles.items()},
        amount=float(row["amount"]),
        effect=1.0 if effect is None else float(effect),
        start=int(row["from"]),
        to=int(row["to"]),
        until=None if row.get("until") is None else int(row["until"]),
        investment=row.get("investment"),
        line=int(row.get("line") or 0),
    )


def _faults(project: Project, listed: Listed, file: str) -> Iterator[Fault]:
    place = Place(file=file, line=project.line)
    if not project.amount > 0:
        yield note("MEA044", place, id=cut(project.id))
    if project.measure not in listed.ids:
        known = hint(project.measure, listed.ids) if listed.ids else NONE
        yield note("MEA026", place, id=cut(project.measure), hint=known)
        return
    wanted = listed[project.measure].unit
    if project.unit != wanted:
        yield note("MEA031", place, unit=cut(project.unit), wanted=wanted)
    if project.start > project.to:
        yield note("MEA002", place, start=project.start, end=project.to)
    if project.until is not None and project.until < project.to:
        yield note("MEA051", place, until=project.until, to=project.to)


def _surplus(projects: Sequence[Project], listed: Listed) -> Iterator[Fault]:
    """Tell of ids given twice, of projects beyond their measure's amount, of measures nobody brings into place."""
    for id, count in Counter(p.id for p in projects).items():
        if count > 1:
            yield note("MEA032", Place(file=FILE), id=cut(id))
    for measure in listed.measures:
        own = sum(p.amount for p in projects if p.measure == measure.id)
        place = listed.place(measure.id)
        if measure.amount is not None and own > measure.amount * (1 + 1e-9):
            yield note("MEA027", place, sum=own, amount=measure.amount, unit=measure.unit)
        if measure.ramp is None and not own:
            yield note("MEA033", place, id=measure.id)
        if measure.amount is None and not own and any(c.per == "unit" for c in measure.changes):
            yield note("MEA013", place, id=measure.id)
