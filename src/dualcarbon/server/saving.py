"""What is moved by hand, saved as a scenario of its own: seen as a difference of files first, then stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dualcarbon.errors import InputError
from dualcarbon.server.here import Here
from dualcarbon.study.allowed import PLAIN_NAME
from dualcarbon.vocabulary.faults import Fault, Place, cut, note

if TYPE_CHECKING:
    from dualcarbon.study.changing import Change
    from dualcarbon.study.editing import Preview
    from dualcarbon.study.preparation import Prepared


@dataclass(frozen=True, slots=True)
class Asked:
    """What a person asks to be saved: the levers of a scenario where they are put, under a name, with titles and a source."""

    scenario: str
    values: Mapping[str, float]
    name: str
    title: Mapping[str, str]
    source: str


def preview(at: Here, prepared: Prepared, asked: Asked) -> tuple[Preview, dict[str, str]]:
    """Tell what the study would be, and what its files are now."""
    from dualcarbon.study import editing

    folder = at.shelf.path(at.study)
    changes = _changes(prepared, asked)
    found = editing.preview(folder, changes)
    return found, editing.hashes(folder, [one.file for one in changes])


def save(at: Here, prepared: Prepared, asked: Asked, based: Mapping[str, str]) -> str:
    """Store it as a version, and give the version's id.

    Raises
    ------
    Changed
        A file is no longer what the preview was of.
    InputError
        With every fault that the study would have.
    """
    from dualcarbon.study import editing

    state = at.request.app.state
    changes = _changes(prepared, asked)
    why = at.say("scenarios.saved", name=asked.name)
    made = editing.save(
        at.shelf.path(at.study), changes, based, state.versions, at.person.name, why
    )
    files = [one.file for one in changes]
    told = {"version": made.id, "files": files}
    state.people.record(at.person, "scenarios.saved", at.study, told)
    return made.id


def _changes(prepared: Prepared, asked: Asked) -> tuple[Change, ...]:
    """Give the changes of files.

    Raises
    ------
    InputError
        The name is none that a file may have, or is taken; nothing is moved; no source is given.
    """
    from dualcarbon.study import editing

    if faults := list(_faults(prepared, asked)):
        raise InputError(faults=faults)
    some = next((text for text in asked.title.values() if text), asked.name)
    titles = {lang: asked.title.get(lang) or some for lang in ("en", "zh")}
    return editing.moved_scenario(
        prepared, asked.scenario, asked.values, source=asked.source, child=asked.name, title=titles
    )


def _faults(prepared: Prepared, asked: Asked) -> list[Fault]:
    place, found = Place(key="name"), []
    if not PLAIN_NAME.fullmatch(asked.name):
        found.append(note("SCN029", place, text=cut(asked.name)))
    elif asked.name in prepared.scenarios:
        found.append(note("SCN030", place, name=asked.name))
    if not asked.values:
        found.append(note("SCN031", Place(key=asked.scenario)))
    if not asked.source.strip():
        found.append(note("SCN032", Place(key="source")))
    return found
