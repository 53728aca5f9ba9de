"""Editing a study: what it would be is read by its own readers before anything is stored, and saved as a whole or not at all."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from dualcarbon.errors import InputError
from dualcarbon.store import saving
from dualcarbon.store.versions import ABSENT, Version, Versions
from dualcarbon.study import merging
from dualcarbon.study.changing import (
    Change,
    KeyPath,
    New,
    Rows,
    Values,
    contents,
    differing,
    shown,
    texts,
)
from dualcarbon.study.put_down import moved_scenario
from dualcarbon.vocabulary import faults as told
from dualcarbon.vocabulary.faults import Fault, Place

__all__ = [
    "Change", "Changed", "KeyPath", "New", "Preview", "Rows", "Values", "hashes", "moved_scenario", "named", "preview",
    "restore", "save",
]  # fmt: skip
READ = (".csv", ".toml", ".xlsx")
"""Kinds of files that a study is read from."""
TRIES = 5
"""How often a save looks again when other files of the study change under it."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What a study would be: the changed files as text, everything that its readers say, the lines that differ."""

    texts: Mapping[str, str]
    faults: tuple[Fault, ...]
    diff: str

    @property
    def errors(self) -> list[Fault]:
        """Faults that keep it from being saved."""
        return told.errors(self.faults)


class Changed(InputError):
    """A file is no longer what the changes are based on; ``mergeable`` tells whether they touch other rows and keys only."""

    def __init__(self, faults: Sequence[Fault], *, mergeable: bool = False) -> None:
        self.mergeable = mergeable
        super().__init__(faults=faults)


def hashes(folder: Path, files: Sequence[str]) -> dict[str, str]:
    """Give what files are now, to base a change on: SHA-256 by name, empty where there is none.

    Raises
    ------
    InputError
        A file is none of the study, or cannot be read.
    """
    return {file: _hash(contents(folder, file)) for file in files}


def named(folder: Path) -> str:
    """Give the name of a study: that of its folder."""
    return folder.resolve().name


def preview(
    folder: Path,
    changes: Sequence[Change],
    based: Mapping[str, str] | None = None,
    versions: Versions | None = None,
    *,
    merge: bool = False,
) -> Preview:
    """Tell what a study would be; nothing is stored.

    Parameters
    ----------
    folder : Path
        The study.
    changes : sequence of Change
        What is to be changed.
    based : mapping of str, optional
        SHA-256 of the files that the changes were made on, by name.
    versions : Versions, optional
        Where it is known who changed a file meanwhile.
    merge : bool
        Whether the changes are to be made on top of what others changed meanwhile, where they touch other rows and keys.
    """
    saving.recovered(folder, versions.entered if versions else None)
    try:
        changes = _current(folder, changes, based or {}, versions, merge=merge)
        made: dict[str, bytes | None] = {**texts(folder, changes)}
    except InputError as error:
        return Preview({}, error.faults, "")
    after = {file: shown(data, file) for file, data in made.items()}
    before = {file: shown(contents(folder, file), file) for file in made}
    diff = "".join(line for file in made for line in differing(file, before[file], after[file]))
    return Preview(after, _read(folder, made), diff)


def save(
    folder: Path,
    changes: Sequence[Change],
    based: Mapping[str, str],
    versions: Versions,
    who: str,
    note: str = "",
    *,
    merge: bool = False,
) -> Version:
    """Save changes of a study: all files or none, as a version with who, when and why.

    Parameters
    ----------
    folder : Path
        The study.
    changes : sequence of Change
        What is to be changed.
    based : mapping of str
        SHA-256 of the files that the changes were made on, by name; every changed file that is there must be named.
    versions : Versions
        Where it is kept.
    who : str
        Who changes it.
    note : str
        Why.
    merge : bool
        Whether the changes are to be made on top of what others changed meanwhile, where they touch other rows and keys.

    Raises
    ------
    Changed
        A file is no longer what the changes are based on.
    InputError
        With every fault that the study would have and does not have now; or nothing differs, or the disk refuses.
    """
    based = {change.file: ABSENT for change in changes} | dict(based)
    for _ in range(TRIES):
        saving.recovered(folder, versions.entered)
        seen = _all(folder)
        changed = _current(folder, changes, based, versions, merge=merge)
        if saved := _stored(folder, {**texts(folder, changed)}, seen, versions, who, note):
            return saved
    raise Changed([told.note("EDT010", Place(file=named(folder)))])


def restore(
    folder: Path, id: str, versions: Versions, who: str, note: str = "", *, before: bool = False
) -> Version:
    """Bring the files of a study back to what they were right after a version, or before it; that is a version of its own.

    Raises
    ------
    UnknownName
        The study has no such version.
    InputError
        With every fault that the study would have and does not have now; or nothing differs, what a file held was not
        kept, or the disk refuses.
    """
    for _ in range(TRIES):
        saving.recovered(folder, versions.entered)
        seen = _all(folder)
        then = versions.then(named(folder), id, before=before)
        if saved := _stored(folder, then, seen, versions, who, note):
            return saved
    raise Changed([told.note("EDT010", Place(file=named(folder)))])


def _stored(
    folder: Path,
    made: Mapping[str, bytes | None],
    seen: Mapping[str, str],
    versions: Versions,
    who: str,
    why: str,
) -> Version | None:
    """Save files if nothing of the study is another than was seen before they were made; else nothing."""
    other = {file: data for file, data in made.items() if contents(folder, file) != data}
    if not other:
        raise InputError(faults=[told.note("EDT013", Place(file=named(folder)))])
    _refuse(folder, other)
    with saving.alone(folder):
        if _all(folder) != seen:
            return None
        return versions.saved(folder, named(folder), other, who, why)


def _current(
    folder: Path,
    changes: Sequence[Change],
    based: Mapping[str, str],
    versions: Versions | None,
    *,
    merge: bool,
) -> Sequence[Change]:
    """Give changes as they are to be made now; those on files that are others now only if they are to be merged and can be.

    Raises
    ------
    Changed
        A file is no longer what the changes are based on.
    """
    now = hashes(folder, list(based))
    stale = [file for file, sha in based.items() if now[file] != sha]
    if not stale:
        return changes
    bases = {file: versions.data(based[file]) if versions else None for file in stale}
    again = merging.merged(folder, changes, bases)
    if merge and again is not None:
        return again
    faults = [_told(file, now[file], versions, named(folder)) for file in stale]
    if again is not None:
        faults.append(told.note("EDT014", Place(file=named(folder))))
    raise Changed(faults, mergeable=again is not None)


def _told(file: str, now: str, versions: Versions | None, study: str) -> Fault:
    """Tell that a file was changed, and who did it when, where a version knows."""
    for one in versions.of(study, file) if versions else ():
        if one.files[file][1] == now:
            at = f"{one.at:%Y-%m-%d %H:%M} UTC"
            return told.note("EDT001", Place(file=file), who=one.who, at=at)
    return told.note("EDT011", Place(file=file))


def _refuse(folder: Path, made: Mapping[str, bytes | None]) -> None:
    """Refuse a study that would have faults which it does not have now."""
    if not (found := told.errors(_read(folder, made))):
        return
    there = Counter((f.code, f.place.file) for f in told.errors(_read(folder, {})))
    if Counter((f.code, f.place.file) for f in found) - there:
        raise InputError(faults=found)


def _read(folder: Path, made: Mapping[str, bytes | None]) -> tuple[Fault, ...]:
    """Give what the readers say of a study with some files changed, in a copy that is thrown away."""
    with tempfile.TemporaryDirectory(prefix="dualcarbon-") as scratch:
        copy = Path(scratch) / named(folder)
        for file in _inputs(folder):
            target = copy / file.relative_to(folder)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, target)
        for name, data in made.items():
            target = copy / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.unlink(missing_ok=True)
            if data is not None:
                target.write_bytes(data)
        try:
            from dualcarbon.study import preparation  # the whole model, a second of import

            return preparation.prepare(copy).warnings
        except InputError as error:
            return error.faults


def _inputs(folder: Path) -> list[Path]:
    """List the files that a study is read from; results, what is hidden, and links that lead out are left."""
    found: list[Path] = []
    home = folder.resolve()
    for there, folders, files in os.walk(folder):
        own = Path(there)
        apart = {"results"} if own == folder else set()
        folders[:] = [name for name in folders if name not in apart and not name.startswith(".")]
        some = (own / name for name in files if not name.startswith("."))
        found += [file for file in some if file.suffix.lower() in READ and file.is_file()]
    return sorted(file for file in found if file.resolve().is_relative_to(home))


def _all(folder: Path) -> dict[str, str]:
    return {str(file): _hash(file.read_bytes()) for file in _inputs(folder)}


def _hash(data: bytes | None) -> str:
    return ABSENT if data is None else hashlib.sha256(data).hexdigest()
