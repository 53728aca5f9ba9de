"""The approval of finished runs: by a second person, of the very bytes that were seen, and whether it still speaks for them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from starlette.datastructures import State

from dualcarbon.errors import InputError
from dualcarbon.provenance import hashes
from dualcarbon.server.api.models.approvals import LONGEST
from dualcarbon.server.people.rules import Person, Role
from dualcarbon.server.refused import Refused
from dualcarbon.server.settings import Settings
from dualcarbon.store import database, runs
from dualcarbon.store.approvals import Approval, Approvals
from dualcarbon.vocabulary.faults import Fault, Place, note


@dataclass(frozen=True, slots=True)
class Seen:
    """A run and its last approval: ``digest`` is that of its manifest, ``whole`` tells whether its files are what that says."""

    run: str
    digest: str
    whole: bool
    approval: Approval | None

    @property
    def speaks(self) -> bool:
        """Whether the run is approved, as it stands."""
        one = self.approval
        return one is not None and one.stands and one.digest == self.digest and self.whole

    @property
    def stale(self) -> Fault | None:
        """What is told where an approval stands that speaks for other bytes."""
        one = self.approval
        if one is None or not one.stands or self.speaks:
            return None
        return note("APV007", Place(), who=one.who, at=one.day)


def seen(state: State, study: str, run: Path) -> Seen:
    """Look at a run of a workbench, and at its approval."""
    digest = hashes.of_file(run / runs.DONE)
    return Seen(run.name, digest, state.shelf.whole(run), state.approvals.last(study, run.name))


def refused(state: State, person: Person, study: str, run: Path) -> Fault | None:
    """Tell why a person who may approve runs of a study may not approve this one; nothing where they may."""
    if not state.settings.shared:
        return note("APV003")
    if person.name in state.jobs.records.asked(study, run.name):
        return note("APV001", Place(), who=person.name)
    return None


def may(state: State, person: Person, study: str) -> bool:
    """Tell whether a person may approve runs of a study that others asked for."""
    return bool(state.settings.shared) and person.role(study) >= Role.approver


def approve(state: State, person: Person, study: str, run: Path, digest: str, said: str) -> Approval:  # fmt: skip
    """Approve a run as it was seen.

    Parameters
    ----------
    state : State
        The workbench.
    person : Person
        Who approves.
    study, run : str, Path
        The run.
    digest : str
        SHA-256 of the manifest that the person saw.
    said : str
        A note; may be empty.

    Raises
    ------
    InputError
        Nobody approves here (APV003), the person asked for the run (APV001), the run is approved already (APV002), its files are
        not those that were seen (APV006), or the note is none (APV005).
    """
    now = seen(state, study, run)  # first, so that nothing takes its place after it is known whose
    if fault := refused(state, person, study, run):
        raise Refused(403, fault)
    said = _text(said)
    if not now.whole or now.digest != digest:
        raise Refused(409, note("APV006", Place(), run=run.name))
    given: Approval = state.approvals.give(study, run.name, digest, person.name, said)
    detail = {"run": run.name, "digest": digest, "note": said}
    state.people.record(person, "run approved", study, detail)
    return given


def revoke(state: State, person: Person, study: str, run: Path, reason: str) -> Approval:
    """Take the approval of a run back.

    Raises
    ------
    InputError
        Nobody approves here (APV003), there is no reason (APV005), or no approval stands (APV004).
    """
    if not state.settings.shared:
        raise Refused(403, note("APV003"))
    reason = _text(reason)
    if not reason:
        raise InputError(faults=[note("APV005", Place(key="reason"), most=LONGEST)])
    taken: Approval = state.approvals.revoke(study, run.name, person.name, reason)
    detail = {"run": run.name, "digest": taken.digest, "reason": reason}
    state.people.record(person, "approval revoked", study, detail)
    return taken


def recorded(run: Path, url: str = "") -> Approval | None:
    """Give the last approval of a run that stands in the folder of its study; nothing where no workbench keeps any.

    Parameters
    ----------
    run : Path
        Folder of the run.
    url : str, optional
        The database of the workbench, where it is not in the folder of the study or in the one around it.

    Raises
    ------
    InputError
        The database cannot be opened.
    """
    results, study, home = run.resolve().parents[:3]
    if results.name != "results":
        return None
    beside = (Settings(study), Settings(home))
    found = [url] if url else [one.url for one in beside if (one.state / "workbench.sqlite").is_file()]  # fmt: skip
    return next(filter(None, (_last(one, study.name, run.name) for one in found)), None)


def _last(url: str, study: str, run: str) -> Approval | None:
    engine = database.opened(url)
    try:
        return Approvals(engine).last(study, run)
    finally:
        engine.dispose()


def _text(given: str) -> str:
    """Give a note without the blanks around it; refuse what no database or page can hold."""
    text = given.strip()
    if len(text) > LONGEST or not all(
        c.isprintable() or c == "\n" for c in text.replace("\r\n", "\n")
    ):
        raise InputError(faults=[note("APV005", Place(), most=LONGEST)])
    return text
