"""The studies of a folder: opened when asked for, kept while their files are what they were, the oldest put back."""

from __future__ import annotations

import os
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from dualcarbon.errors import UnknownName
from dualcarbon.store import runs
from dualcarbon.study.allowed import PLAIN_NAME
from dualcarbon.vocabulary.names import nearest

if TYPE_CHECKING:
    from dualcarbon.provenance.derivation import Explanation
    from dualcarbon.report.pieces import Document
    from dualcarbon.study.folder import Folder
    from dualcarbon.study.preparation import Prepared
    from dualcarbon.study.results import Results
    from dualcarbon.study.what_if import Held

DECLARATION, RESULTS, SUMMARY = "study.toml", "results", "summary.json"
KEPT = 12
"""Things of a kind that are held open at once, such as scenarios; the one not asked for longest goes first."""
Made = TypeVar("Made")


@dataclass(slots=True)
class Shelf:
    """The studies under a folder, or the one that it is."""

    folder: Path
    _kept: OrderedDict[Hashable, Any] = field(default_factory=OrderedDict)
    _lock: threading.RLock = field(default_factory=threading.RLock)

    def names(self) -> list[str]:
        """List the studies by the names of their folders."""
        return sorted(self._paths())

    def path(self, name: str) -> Path:
        """Give the folder of a study.

        Raises
        ------
        UnknownName
            There is none of this name.
        """
        paths = self._paths()
        if name not in paths:
            near = nearest(name, paths)
            msg = f'there is no study "{name[:40]}"' + (f'; did you mean "{near}"?' if near else "")
            raise UnknownName(msg)
        return paths[name]

    def runs(self, name: str) -> list[Path]:
        """List the finished runs of a study, the newest first."""
        home = self.path(name) / RESULTS
        found = [
            one
            for one in home.glob("*")
            if PLAIN_NAME.fullmatch(one.name) and runs.is_complete(one)
        ]
        return sorted(found, key=lambda run: (run / runs.DONE).stat().st_mtime_ns, reverse=True)

    def run(self, name: str, id: str = "") -> Path | None:
        """Give a finished run of a study by its id, or the newest; nothing where there is none at all.

        Raises
        ------
        UnknownName
            There is no run of this id.
        """
        found = self.runs(name)
        if not id:
            return found[0] if found else None
        for one in found:
            if one.name == id:
                return one
        msg = f'the study "{name}" has no finished run "{id[:40]}"'
        raise UnknownName(msg)

    def summary(self, run: Path) -> dict[str, Any]:
        """Give what ``summary.json`` of a run holds."""
        return self._held(("summary", _stamp(run / SUMMARY)), lambda: runs.read_json(run / SUMMARY))

    def manifest(self, run: Path) -> dict[str, Any]:
        """Give what ``manifest.json`` of a run holds."""
        return self._held(
            ("manifest", _stamp(run / runs.DONE)), lambda: runs.read_json(run / runs.DONE)
        )

    def results(self, run: Path) -> Results:
        """Give the results of a run."""
        from dualcarbon.study import results

        return self._held(("results", _stamp(run / runs.DONE)), lambda: results.load(run))

    def document(self, run: Path) -> Document:
        """Give the report of a run in its pieces."""
        from dualcarbon.report.outline import outline

        return self._held(("document", _stamp(run / runs.DONE)), lambda: outline(self.results(run)))

    def ask(self, run: Path) -> Callable[[str], Explanation]:
        """Open a run for questions of how its numbers came."""
        from dualcarbon.study.explain import opened

        return self._held(("explain", _stamp(run / runs.DONE)), lambda: opened(run))

    def read(self, name: str) -> Folder:
        """Give a study as its files are now, read alone; their faults are in it."""
        from dualcarbon.study.folder import read_folder

        folder = self.path(name)
        return self._held(("read", name, state(folder)), lambda: read_folder(folder))

    def prepared(self, name: str) -> Prepared:
        """Give a study as its files are now, read and checked.

        Raises
        ------
        InputError
            With every fault of the files.
        """
        from dualcarbon.study import preparation

        folder = self.path(name)
        return self._held(("prepared", name, state(folder)), lambda: preparation.prepare(folder))

    def held(self, name: str, scenario: str) -> Held:
        """Give a scenario of a study, as its files are now, held ready for questions."""
        from dualcarbon.study import what_if

        stamp = state(self.path(name))
        make = lambda: what_if.hold(self.prepared(name), scenario)  # noqa: E731
        return self._held(("held", name, scenario, stamp), make)

    def kept(self, kind: str, name: str, key: str, make: Callable[[], Made]) -> Made:
        """Give what was made of a study as its files are now, made anew where they are others; ``kind`` and ``key`` name it."""
        return self._held((kind, name, key, state(self.path(name))), make)

    def _paths(self) -> dict[str, Path]:
        if (self.folder / DECLARATION).is_file():
            return {self.folder.resolve().name: self.folder}
        there = sorted(self.folder.iterdir()) if self.folder.is_dir() else []
        return {
            one.name: one
            for one in there
            if PLAIN_NAME.fullmatch(one.name) and (one / DECLARATION).is_file()
        }

    def _held(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """Give what is kept under a key, made first where it is not; one is made at a time."""
        with self._lock:
            if key not in self._kept:
                self._kept[key] = make()
            self._kept.move_to_end(key)
            kind = key[0] if isinstance(key, tuple) else key
            same = [k for k in self._kept if isinstance(k, tuple) and k[0] == kind]
            for old in same[:-KEPT]:
                del self._kept[old]
            found: Made = self._kept[key]
            return found


def state(folder: Path) -> tuple[tuple[str, int, int], ...]:
    """Tell the files of a study by name, time and size, so that a change is seen without reading them."""
    return tuple(sorted(_files(str(folder), "")))


def _files(folder: str, before: str) -> Iterator[tuple[str, int, int]]:
    with os.scandir(folder) as there:
        for one in there:
            if one.name.startswith("."):  # what the workbench itself keeps
                continue
            if one.is_dir():
                if one.name != RESULTS:
                    yield from _files(one.path, f"{before}{one.name}/")
            elif one.is_file():
                found = one.stat()
                yield f"{before}{one.name}", found.st_mtime_ns, found.st_size


def _stamp(file: Path) -> tuple[str, int]:
    return str(file), file.stat().st_mtime_ns
