"""The studies of a folder: opened when asked for, kept while their files are what they were, the oldest put back."""

from __future__ import annotations

import contextlib
import os
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from dualcarbon.errors import InputError
from dualcarbon.server.refused import NoStudy, unknown
from dualcarbon.store import runs, saving
from dualcarbon.store.saving import Settle
from dualcarbon.study.allowed import PLAIN_NAME
from dualcarbon.vocabulary.names import nearest

if TYPE_CHECKING:
    from dualcarbon.provenance.derivation import Explanation
    from dualcarbon.report.composed import Part
    from dualcarbon.report.pieces import Document
    from dualcarbon.study.folder import Folder
    from dualcarbon.study.preparation import Prepared
    from dualcarbon.study.results import Results
    from dualcarbon.study.what_if import Held

DECLARATION, RESULTS, SUMMARY = "study.toml", "results", "summary.json"
KEPT = 12
"""Things of a kind that are held open at once, such as scenarios; the one not asked for longest goes first."""
READINGS = 3
"""How often a study is read whose files change while they are read."""
Made = TypeVar("Made")


@dataclass(slots=True)
class Shelf:
    """The studies under a folder, or the one that it is."""

    folder: Path
    settle: Settle | None = None
    """Takes what a save that was interrupted is remembered by."""
    _kept: OrderedDict[Hashable, Any] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _making: dict[Hashable, threading.RLock] = field(default_factory=dict)
    _answering: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1, "answers"))

    def names(self) -> list[str]:
        """List the studies by the names of their folders."""
        return sorted(self._paths())

    def path(self, name: str) -> Path:
        """Give the folder of a study.

        Raises
        ------
        NoStudy
            There is none of this name.
        """
        paths = self._paths()
        if name not in paths:
            raise NoStudy(name, nearest(name, paths))
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
        Refused
            There is no run of this id.
        """
        return self.one(name, id) if id else next(iter(self.runs(name)), None)

    def one(self, name: str, id: str) -> Path:
        """Give a finished run of a study by its id.

        Raises
        ------
        Refused
            There is no run of this id.
        """
        for run in self.runs(name):
            if run.name == id:
                return run
        raise unknown(id, "run")

    def summary(self, run: Path) -> dict[str, Any]:
        """Give what ``summary.json`` of a run holds."""
        return self._held(("summary", _stamp(run / SUMMARY)), lambda: runs.read_json(run / SUMMARY))

    def manifest(self, run: Path) -> dict[str, Any]:
        """Give what ``manifest.json`` of a run holds."""
        return self._held(
            ("manifest", _stamp(run / runs.DONE)), lambda: runs.read_json(run / runs.DONE)
        )

    def whole(self, run: Path) -> bool:
        """Tell whether a finished run still holds the bytes that it was written with."""
        from dualcarbon.study import running

        later = run / running.DOCUMENTS  # written while others look, and none of those bytes
        files = (f for f in sorted(run.rglob("*")) if later not in (f, *f.parents))
        stats = ((str(file), file.stat()) for file in files)
        stamp = tuple((name, one.st_mtime_ns, one.st_ctime_ns, one.st_size) for name, one in stats)
        return self._held(("whole", stamp), lambda: running.verify(run))

    def results(self, run: Path) -> Results:
        """Give the results of a run."""
        from dualcarbon.study import results

        def make() -> Results:
            summary, manifest = self.summary(run), self.manifest(run)  # what is large is held once
            return replace(results.load(run), summary=summary, manifest=manifest)

        return self._held(("results", _stamp(run / runs.DONE)), make)

    def document(self, run: Path) -> Document:
        """Give the report of a run in its pieces, without the annex of chosen figures, which no page prints."""
        from dualcarbon.report.outline import outline

        make = lambda: outline(replace(self.results(run), chosen=()))  # noqa: E731
        return self._held(("document", _stamp(run / runs.DONE)), make)

    def ask(self, run: Path) -> Callable[[str], Explanation]:
        """Open a run for questions of how its numbers came, and those that its report composes."""
        from dualcarbon.report import explained
        from dualcarbon.study.explain import opened

        stamp = _stamp(run / runs.DONE)

        def composed() -> Mapping[str, Part]:
            make = lambda: explained.composed(self.document(run), self.results(run))  # noqa: E731
            return self._held(("composed", stamp), make)

        return self._held(("explain", stamp), lambda: explained.asked(opened(run), composed))

    def read(self, name: str) -> Folder:
        """Give a study as its files are now, read alone; their faults are in it."""
        from dualcarbon.study.folder import read_folder

        folder = self.path(name)
        make = lambda: _steady(folder, lambda: read_folder(folder))  # noqa: E731
        return self._held(("read", name, self.state(name)), make)

    def prepared(self, name: str) -> Prepared:
        """Give a study as its files are now, read and checked.

        Raises
        ------
        InputError
            With every fault of the files.
        """
        folder, now = self.path(name), self.state(name)

        def make() -> Prepared:
            made = _prepared(folder)
            self._keep(("read", name, now), made.read)  # in place of one that was read before
            return made

        return self._held(("prepared", name, now), make)

    def held(self, name: str, scenario: str) -> Held:
        """Give a scenario of a study, as its files are now, held ready for questions."""
        from dualcarbon.study import what_if

        stamp = self.state(name)
        make = lambda: what_if.hold(self.prepared(name), scenario)  # noqa: E731
        return self._held(("held", name, scenario, stamp), make)

    def state(self, name: str) -> tuple[tuple[str, int, int], ...]:
        """Tell the files of a study as they are now; a save that was interrupted is brought to its end first.

        Raises
        ------
        InputError
            A save that was interrupted cannot be brought to its end.
        """
        folder = self.path(name)
        saving.recovered(folder, self.settle)
        return state(folder)

    def warm(self, *, whole: bool = False) -> None:
        """Open the study of the newest run, so that the first page that is asked for need not; the ``whole`` study for those after it."""
        with contextlib.suppress(InputError, OSError):  # its page tells what is wrong with it
            newest = [(one, found[0]) for one in self.names() if (found := self.runs(one))]
            if newest:
                name, run = max(newest, key=lambda pair: (pair[1] / runs.DONE).stat().st_mtime_ns)
                self.document(run)
                self.prepared(name) if whole else self.read(name)

    def in_turn(self, work: Callable[[], Made]) -> Made:
        """Do what takes milliseconds from memory, one after the other as asked: side by side each would wait for all the others."""
        return self._answering.submit(work).result()

    def kept(self, kind: str, name: str, key: str, make: Callable[[], Made]) -> Made:
        """Give what was made of a study as its files are now, made anew where they are others; ``kind`` and ``key`` name it."""
        return self._held((kind, name, key, self.state(name)), make)

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
        """Give what is kept under a key, made first where it is not: once, and while others are made or given."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                there: Made = self._kept[key]
                return there
            mine = self._making.setdefault(key, threading.RLock())
        with mine:
            with self._lock:
                if key in self._kept:
                    made: Made = self._kept[key]
                    return made
            try:
                made = make()
                self._keep(key, made)
            finally:
                with self._lock:
                    self._making.pop(key, None)
            return made

    def _keep(self, key: Hashable, made: object) -> None:
        """Keep a thing; of its kind the one not asked for longest goes where there are too many."""
        with self._lock:
            self._kept[key] = made
            kind = key[0] if isinstance(key, tuple) else key
            same = [k for k in self._kept if isinstance(k, tuple) and k[0] == kind]
            for old in same[:-KEPT]:
                del self._kept[old]


def _prepared(folder: Path) -> Prepared:
    from dualcarbon.study import preparation

    return _steady(folder, lambda: preparation.prepare(folder))


def _steady(folder: Path, make: Callable[[], Made]) -> Made:
    """Read a study; where a save came in between it is read again, so that no file of it is of another time."""
    for _ in range(READINGS):
        before = state(folder)
        try:
            found = make()
        except InputError:
            if state(folder) == before:
                raise
            continue
        if state(folder) == before:
            return found
    return make()


def state(folder: Path) -> tuple[tuple[str, int, int], ...]:
    """Tell the files of a study by name, time and size, so that a change is seen without reading them."""
    return tuple(sorted(_files(str(folder), "")))


def _files(folder: str, before: str) -> Iterator[tuple[str, int, int]]:
    """Walk a study; what is hidden in it, such as the state of the workbench, is none of its files."""
    with os.scandir(folder) as there:
        for one in there:
            if one.name == RESULTS or one.name.startswith("."):
                continue
            if one.is_dir(follow_symlinks=False):
                yield from _files(one.path, f"{before}{one.name}/")
            elif one.is_file():
                with contextlib.suppress(FileNotFoundError):
                    found = one.stat()
                    yield f"{before}{one.name}", found.st_mtime_ns, found.st_size


def _stamp(file: Path) -> tuple[str, int]:
    return str(file), file.stat().st_mtime_ns
