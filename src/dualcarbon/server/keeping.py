"""Backup of a workbench that goes on working, and restore on a machine that has nothing."""

from __future__ import annotations

import contextlib
import datetime
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.engine import make_url

from dualcarbon import __version__
from dualcarbon.errors import InputError
from dualcarbon.server.settings import STATE, Settings
from dualcarbon.server.shelf import DECLARATION, RESULTS
from dualcarbon.store import archives, copies, database, saving
from dualcarbon.store.versions import Versions
from dualcarbon.vocabulary.faults import Fault, Place, cut, note

FILES, TABLES = "files/", "database/"
"""Where an archive has the files of the folder, and the rows of a database that stands elsewhere."""
BESIDE = ("-wal", "-shm", "-journal")
"""Endings of what SQLite keeps beside its file; a copy needs none of it."""
SHOWN = 5  # names that a sentence tells


@dataclass(frozen=True, slots=True)
class Kept:
    """A backup that was made, or what one gave back.

    The database of the workbench is among the ``files``, which ``within`` says, or its rows are in ``tables``.
    """

    file: Path
    files: int
    tables: int
    within: bool = False
    warnings: tuple[Fault, ...] = ()


def backup(settings: Settings, out: Path) -> Kept:
    """Back up all studies of a folder and what the workbench remembers, as they are at one moment.

    While files that may change and the database are copied nobody can save a study; finished runs are packed after that,
    because nobody changes them.

    Parameters
    ----------
    settings : Settings
        Folder of the studies, and where the database is.
    out : Path
        The archive; readable by its owner alone, since it holds what passwords are checked against.

    Raises
    ------
    InputError
        There is no such folder, or the database is damaged (BAK007).
    """
    folder = settings.folder
    if not folder.is_dir():
        raise InputError(faults=[note("RUN003", Place(file=str(folder)), why="no such folder")])
    told = {"version": __version__, "at": datetime.datetime.now(datetime.UTC).isoformat(), **_named(settings)}  # fmt: skip
    found, _ = _listed(folder, out)
    with tempfile.TemporaryDirectory(prefix="dualcarbon-") as scratch:
        with _still(folder, found):
            fresh, left_out = _listed(folder, out)
            changing = [one for one in fresh if not _finished(one.relative_to(folder))]
            tables = _copied(settings, changing, Path(scratch))
        kept = [one for one in found if _finished(one.relative_to(folder))]
        kept += [
            one for one in fresh if _finished(one.relative_to(folder)) and one not in set(kept)
        ]
        with archives.packed(out, told) as packing:
            for one in sorted(Path(scratch).rglob("*")):
                if one.is_file():
                    packing.add(FILES + one.relative_to(scratch).as_posix(), one)
            for one in kept:
                packing.add(FILES + one.relative_to(folder).as_posix(), one)
            for name, rows in tables.items():
                packing.add_bytes(f"{TABLES}{name}{copies.ENDING}", rows)
    within = _holds(packing.hashes, told)
    files = len(packing.hashes) - 1 - len(tables)
    return Kept(out, files, len(tables), within, tuple(_told(folder, left_out)))


def restore(archive: Path, folder: Path, url: str = "") -> Kept:
    """Put a backup into a new or an empty folder; all of it, or nothing.

    The rows of a database name a study as its folder is named: those of a backup of one study get the name of the new folder.

    Parameters
    ----------
    archive : Path
        The backup.
    folder : Path
        Takes the studies.
    url : str, optional
        Empty database that takes the rows of a database that stood elsewhere.

    Raises
    ------
    InputError
        The folder is not empty (BAK003), the backup is damaged or strange (BAK001, BAK002, BAK004), the database is missing
        (BAK005) or cannot take it (BAK006, BAK009).
    """
    if not archive.is_file():
        raise InputError(faults=[note("BAK001", Place(file=str(archive)), what="no such file")])
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise InputError(faults=[note("BAK003", Place(file=str(folder)))])
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{folder.name}-", dir=folder.parent) as scratch:
        inside = Path(scratch)
        listing = archives.unpacked(archive, inside)
        tables = copies.names(listing["files"], TABLES)
        if tables and not url:
            raise InputError(faults=[note("BAK005", Place(file=str(archive)))])
        if tables:
            rows = {name: (inside / file).read_bytes() for file, name in tables.items()}
            with _opened(url) as engine:
                copies.imported(engine, rows)
        whole = inside / FILES.rstrip("/")
        whole.mkdir(exist_ok=True)
        within = _holds(listing["files"], listing)
        renamed: tuple[Fault, ...] = ()
        if tables or within:
            where = url if tables else _url(whole / listing["database"])
            renamed = tuple(_renamed(where, whole, listing.get("study"), folder.resolve().name))
        if (whole / STATE).is_dir():  # what passwords are checked against
            (whole / STATE).chmod(0o700)
        with contextlib.suppress(FileNotFoundError):
            folder.rmdir()
        whole.replace(folder)
    return Kept(folder, len(listing["files"]) - len(tables), len(tables), within, renamed)


def _named(settings: Settings) -> dict[str, str]:
    """Give what a listing keeps of names: that of the study where the folder is one, and the file of the database in it."""
    folder, own = settings.folder, _own_file(settings)
    study = folder.resolve().name if (folder / DECLARATION).is_file() else ""
    return {"study": study, "database": own.relative_to(folder).as_posix() if own else ""}


def _holds(files: Mapping[str, str], told: Mapping[str, Any]) -> bool:
    """Tell whether the file of the database is among those of an archive."""
    return bool(told.get("database")) and f"{FILES}{told['database']}" in files


def _renamed(url: str, folder: Path, old: object, new: str) -> Iterator[Fault]:
    """Let the rows of a study follow it into a folder of another name, and tell of it."""
    if not isinstance(old, str) or old in ("", new):
        return
    with _opened(url) as engine:
        with contextlib.suppress(InputError):  # a save that waits bears the old name as well
            saving.recovered(folder, Versions(engine).entered)
        copies.renamed(engine, old, new)
    yield note("BAK010", Place(), old=cut(old), new=cut(new))


def _listed(folder: Path, out: Path) -> tuple[list[Path], list[Path]]:
    """List the plain files of a folder, scratch of runs left out; and links and other things that are not packed."""
    found, left_out = list[Path](), list[Path]()
    own = out.resolve()
    for home, folders, names in os.walk(folder):
        here = Path(home)
        left_out += [here / one for one in folders if (here / one).is_symlink()]
        folders[:] = sorted(
            n for n in folders if not (here / n).is_symlink() and not _scratch(here, n)
        )
        for name in sorted(names):
            one = here / name
            if one.is_file() and not one.is_symlink():
                if one.resolve() != own and not name.startswith(f".{out.name}-"):
                    found.append(one)
            elif os.path.lexists(one):  # what is gone by now was of a moment only
                left_out.append(one)
    return found, left_out


def _scratch(here: Path, name: str) -> bool:
    """Tell whether a folder holds a run or a document that is being made."""
    return name.startswith(".") and RESULTS in here.parts


def _finished(name: Path) -> bool:
    """Tell whether a file belongs to a run, which nobody changes after it is finished."""
    return RESULTS in name.parts[:-1]


@contextlib.contextmanager
def _still(folder: Path, found: list[Path]) -> Iterator[None]:
    """Let nobody save a study that is among the files of the folder until the block ends."""
    with contextlib.ExitStack() as stack:
        for file in sorted(one for one in found if one.name == DECLARATION):
            if not _finished(file.relative_to(folder)):
                stack.enter_context(saving.alone(file.parent))
        yield


def _copied(settings: Settings, changing: list[Path], scratch: Path) -> dict[str, bytes]:
    """Copy files and database into a scratch folder; give the rows of a database that stands elsewhere."""
    own = _own_file(settings)
    beside = {own.with_name(own.name + ending) for ending in BESIDE} if own else set()
    for one in changing:
        target = scratch / one.relative_to(settings.folder)
        if one in beside or one == own:
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        with contextlib.suppress(FileNotFoundError):  # a lock or a log of a job that is over by now
            shutil.copy2(one, target)
    if own is None:
        with _opened(settings.url) as engine:
            return copies.exported(engine)
    if own.is_file():
        target = scratch / own.relative_to(settings.folder)
        target.parent.mkdir(parents=True, exist_ok=True)
        copies.snapshot(own, target)
    return {}


@contextlib.contextmanager
def _opened(url: str) -> Iterator[Engine]:
    """Open a database until the block ends."""
    engine = database.opened(url)
    try:
        yield engine
    finally:
        engine.dispose()


def _url(file: Path) -> str:
    return f"sqlite:///{file}"


def _own_file(settings: Settings) -> Path | None:
    """Give the file of the database where it stands in the folder."""
    where = make_url(settings.url)
    file = Path(where.database or "")
    inside = where.get_backend_name() == "sqlite" and file.is_relative_to(settings.folder)
    return file if inside else None


def _told(folder: Path, left_out: list[Path]) -> Iterator[Fault]:
    if left_out:
        names = [one.relative_to(folder).as_posix() for one in left_out]
        told = ", ".join(names[:SHOWN]) + (" ..." if len(names) > SHOWN else "")
        yield note("BAK008", Place(file=str(folder)), files=told)
