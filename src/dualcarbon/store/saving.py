"""Several files of a folder saved together: all of them are new, or none is, whatever stops the process in between.

What is to be written is laid into a journal inside the folder, forced to the disk and marked as decided; only then are the
files put in their places, one rename each. Whoever comes upon a journal finishes it where it was decided and drops it where
it was not; nothing is told as saved before it was decided.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import os
import secrets
import shutil
import stat
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dualcarbon.errors import InputError
from dualcarbon.vocabulary.faults import Fault, Place, cut, note

JOURNAL = ".saving"
"""Folder inside the study that holds what is being saved; gone when it is done."""
PLAN = "plan.json"
"""The mark that a save was decided, with what goes where."""
Settle = Callable[[dict[str, Any]], bool]
"""Takes what a save is remembered by, once its files are in their places, and tells whether it could; twice is the same as once."""


@dataclass(frozen=True, slots=True)
class _Begun:
    """A save that was decided: its journal, what goes where, and what it is remembered by."""

    journal: Path
    files: Mapping[str, str]
    memo: dict[str, Any] | None


def saved(
    folder: Path,
    files: Mapping[str, bytes | None],
    memo: dict[str, Any] | None = None,
    settle: Settle | None = None,
) -> None:
    """Write files of a folder, all or none; a file given as nothing is taken away.

    Parameters
    ----------
    folder : Path
        The folder.
    files : mapping of bytes
        New contents by name in the folder.
    memo : dict, optional
        What the save is to be remembered by; it is as durable as the files, and kept until something settles it.
    settle : callable, optional
        Takes the memo.

    Raises
    ------
    InputError
        A file leads out of the folder, or the disk refuses what is to be written; nothing was changed then.
    """
    with alone(folder):
        put(folder, files, memo, settle)


def recovered(folder: Path, settle: Settle | None = None) -> None:
    """Finish what was decided in a folder and drop what was only begun; call it before the folder is read.

    Raises
    ------
    InputError
        A journal does not hold what was decided, or the disk refuses to be written.
    """
    if not (folder / JOURNAL).is_dir():
        return
    with alone(folder):
        finished(folder, settle)


@contextlib.contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Let one at a time put something in its place in a folder, of all processes and threads; the others wait."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def put(
    folder: Path,
    files: Mapping[str, bytes | None],
    memo: dict[str, Any] | None = None,
    settle: Settle | None = None,
) -> None:
    """Save as :func:`saved` does, for one who is alone in the folder already."""
    finished(folder, settle)
    for name in files:
        _inside(folder, name)
    journal = folder / JOURNAL / secrets.token_hex(8)
    try:
        _decided(folder, journal, files, memo)
    except OSError as error:
        shutil.rmtree(journal, ignore_errors=True)
        with contextlib.suppress(OSError):
            journal.parent.rmdir()
        raise InputError(faults=[_refused("SAV001", folder, error)]) from error
    finished(folder, settle)


def _decided(
    folder: Path, journal: Path, files: Mapping[str, bytes | None], memo: dict[str, Any] | None
) -> None:
    """Lay all contents into the journal, force them to the disk, then mark them as decided."""
    journal.mkdir(parents=True)
    plan: dict[str, str] = {}
    for number, (name, data) in enumerate(files.items()):
        plan[name] = "" if data is None else hashlib.sha256(data).hexdigest()
        if data is not None:
            _durable(journal / str(number), data)
            _like(folder / name, journal / str(number))
    text = json.dumps({"files": plan, "memo": memo}, ensure_ascii=False)
    _durable(journal / f"{PLAN}.part", text.encode())
    for there in (journal, journal.parent, folder):
        _forced(there)
    (journal / f"{PLAN}.part").replace(journal / PLAN)
    _forced(journal)


def finished(folder: Path, settle: Settle | None = None) -> None:
    """Bring every journal of a folder to its end, as :func:`recovered` does, for one who is alone in it already."""
    home = folder / JOURNAL
    if not home.is_dir():
        return
    try:
        for journal in sorted(home.iterdir()):
            begun = _begun(folder, journal)
            if begun is None:
                shutil.rmtree(journal)
                continue
            _placed(folder, begun)
            if begun.memo is None or (settle is not None and settle(begun.memo)):
                _removed(journal)
        with contextlib.suppress(OSError):  # one that waits to be settled stays
            home.rmdir()
    except OSError as error:
        raise InputError(faults=[_refused("SAV003", folder, error)]) from error


def _begun(folder: Path, journal: Path) -> _Begun | None:
    """Read what was decided; nothing where a save was only begun."""
    if not (journal / PLAN).is_file():
        return None
    try:
        plan = json.loads((journal / PLAN).read_bytes())
        files = {str(name): str(sha) for name, sha in plan["files"].items()}
        memo = plan["memo"]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputError(faults=[_spoilt(journal)]) from error
    for number, (name, sha) in enumerate(files.items()):
        _inside(folder, name)
        content = journal / str(number)
        if content.exists() and (content.is_symlink() or _hash(content) != sha):
            raise InputError(faults=[_spoilt(journal)])
    return _Begun(journal, files, memo)


def _placed(folder: Path, begun: _Begun) -> None:
    """Put the files in their places; those that are there already are left."""
    touched: set[Path] = set()
    for number, (name, sha) in enumerate(begun.files.items()):
        target, content = (folder / name).resolve(), begun.journal / str(number)
        if not sha:
            target.unlink(missing_ok=True)
        elif content.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            content.replace(target)
        if target.parent.is_dir():
            touched |= {target.parent, target.parent.parent}
    for there in sorted(touched):
        _forced(there)


def _removed(journal: Path) -> None:
    """Take a finished journal away, its mark first, so that it is never finished a second time."""
    (journal / PLAN).unlink()
    shutil.rmtree(journal)


def _inside(folder: Path, name: str) -> None:
    """Refuse a file that leads out of the folder.

    Raises
    ------
    InputError
        PATH002.
    """
    if "\0" not in name:
        inner = (folder / name).resolve()
        if inner != folder.resolve() and inner.is_relative_to(folder.resolve()):
            return
    raise InputError(faults=[note("PATH002", Place(), text=cut(name))])


def _durable(file: Path, data: bytes) -> None:
    with file.open("xb") as target:
        target.write(data)
        target.flush()
        os.fsync(target.fileno())


def _like(old: Path, new: Path) -> None:
    """Give a new file the rights of the one that it takes the place of."""
    if old.is_file():
        new.chmod(stat.S_IMODE(old.stat().st_mode))


def _forced(folder: Path) -> None:
    """Force the names in a folder to the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _hash(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def _refused(code: str, folder: Path, error: OSError) -> Fault:
    return note(code, Place(file=folder.resolve().name), why=error.strerror or str(error))


def _spoilt(journal: Path) -> Fault:
    return note("SAV002", Place(file=f"{JOURNAL}/{journal.name}"))
