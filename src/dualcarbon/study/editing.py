"""Editing a study: what it would be is read by its own readers before anything is stored, and saved as a whole or not at all."""

from __future__ import annotations

import difflib
import hashlib
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from dualcarbon.errors import InputError
from dualcarbon.store import saving
from dualcarbon.store.versions import ABSENT, Version, Versions, version
from dualcarbon.study import preparation
from dualcarbon.study.changing import Change, KeyPath, New, Rows, Values, contents, shown, texts
from dualcarbon.study.put_down import moved_scenario
from dualcarbon.vocabulary.faults import Fault, Place, errors, note

__all__ = [
    "Change", "Changed", "KeyPath", "New", "Preview", "Rows", "Values", "hashes", "moved_scenario", "preview", "restore",
    "save",
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
        return errors(self.faults)


class Changed(InputError):
    """A file is no longer what the change is based on."""


def hashes(folder: Path, files: Sequence[str]) -> dict[str, str]:
    """Give what files are now, to base a change on: SHA-256 by name, empty where there is none."""
    return {file: _hash(contents(folder, file)) for file in files}


def preview(
    folder: Path, changes: Sequence[Change], based: Mapping[str, str] | None = None
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
    """
    try:
        made: dict[str, bytes | None] = {**texts(folder, changes)}
    except InputError as error:
        return Preview({}, error.faults, "")
    told = _stale(folder, based or {}, None, "")
    return _previewed(folder, made, told)


def save(
    folder: Path,
    changes: Sequence[Change],
    based: Mapping[str, str],
    versions: Versions,
    who: str,
    note: str = "",
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

    Raises
    ------
    Changed
        A file is no longer what the changes are based on.
    InputError
        With every fault that the study would have.
    """
    made: dict[str, bytes | None] = {**texts(folder, changes)}
    based = {file: based.get(file, ABSENT) for file in made} | dict(based)
    return _stored(folder, made, based, versions, who, note)


def restore(folder: Path, id: str, versions: Versions, who: str, note: str = "") -> Version:
    """Bring the files of a study back to what they were right after a version; that is a version of its own.

    Raises
    ------
    UnknownName
        The study has no such version.
    InputError
        With every fault that the study would have.
    """
    then = versions.then(named(folder), id)
    based = hashes(folder, list(then))
    made = {file: data for file, data in then.items() if _hash(data) != based[file]}
    return _stored(folder, made, based, versions, who, note)


def named(folder: Path) -> str:
    """Give the name of a study: that of its folder."""
    return folder.resolve().name


def _stored(
    folder: Path,
    made: Mapping[str, bytes | None],
    based: Mapping[str, str],
    versions: Versions,
    who: str,
    why: str,
) -> Version:
    for _ in range(TRIES):
        if told := _stale(folder, based, versions, named(folder)):
            raise Changed(faults=told)
        seen = _all(folder)
        _refuse(folder, made)
        with saving.alone(folder):
            if _all(folder) != seen:
                continue
            before = {file: contents(folder, file) for file in made}
            now = datetime.now(UTC)
            memo = versions.prepared(named(folder), who, now, why, before, made)
            saving.put(folder, made, memo, versions.entered)
            return version(memo)
    raise Changed(faults=[note("EDT010", Place(file=folder.name))])


def _refuse(folder: Path, made: Mapping[str, bytes | None]) -> None:
    """Refuse a study that would have faults which it does not have now."""
    if not (found := errors(_read(folder, made))):
        return
    there = Counter((f.code, f.place.file) for f in errors(_read(folder, {})))
    if Counter((f.code, f.place.file) for f in found) - there:
        raise InputError(faults=found)


def _previewed(folder: Path, made: Mapping[str, bytes | None], told: Sequence[Fault]) -> Preview:
    after = {file: shown(data, file) for file, data in made.items()}
    before = {file: shown(contents(folder, file), file) for file in made}
    diff = "".join(line for file in made for line in _differing(file, before[file], after[file]))
    return Preview(after, (*told, *_read(folder, made)), diff)


def _differing(file: str, before: str, after: str) -> Iterator[str]:
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    for line in difflib.unified_diff(old, new, f"a/{file}", f"b/{file}"):
        yield line if line.endswith("\n") else f"{line}\n"


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
            return preparation.prepare(copy).warnings
        except InputError as error:
            return error.faults


def _inputs(folder: Path) -> list[Path]:
    """List the files that a study is read from."""
    every = (f for f in folder.rglob("*") if f.suffix.lower() in READ and f.is_file())
    return sorted(f for f in every if not _apart(f.relative_to(folder).parts))


def _apart(parts: Sequence[str]) -> bool:
    return parts[0] == "results" or any(part.startswith(".") for part in parts)


def _all(folder: Path) -> dict[str, str]:
    return {str(file): _hash(file.read_bytes()) for file in _inputs(folder)}


def _stale(
    folder: Path, based: Mapping[str, str], versions: Versions | None, study: str
) -> list[Fault]:
    """Tell of every file that is no longer what a change is based on, and who changed it, where that is known."""
    now = hashes(folder, list(based))
    return [
        _told(file, now[file], versions, study) for file, sha in based.items() if now[file] != sha
    ]


def _told(file: str, now: str, versions: Versions | None, study: str) -> Fault:
    for one in versions.of(study, file) if versions else ():
        if one.files[file][1] == now:
            return note("EDT001", Place(file=file), who=one.who, at=one.at)
    return note("EDT011", Place(file=file))


def _hash(data: bytes | None) -> str:
    return ABSENT if data is None else hashlib.sha256(data).hexdigest()
