"""A finished run computed again from what it kept, and compared byte by byte."""

from __future__ import annotations

import contextlib
import csv
import dataclasses
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dualcarbon.provenance import manifest
from dualcarbon.reference import tables
from dualcarbon.store import runs
from dualcarbon.study import freshness, preparation, results, running
from dualcarbon.study.results import Results
from dualcarbon.study.running import Step, Writer
from dualcarbon.vocabulary.faults import Fault, Place, note

NOT_DOCUMENTS = (results.TABLES, running.INPUTS, running.REFERENCE)
Keys = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Moved:
    """One key of the summary that came out otherwise."""

    key: str
    old: object
    new: object


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What became of computing a run again.

    ``same`` and ``differ`` name its files; ``left`` are documents that were not written again. ``moved`` tells the keys of the
    summary that came out otherwise.
    """

    run: Path
    same: tuple[str, ...]
    differ: tuple[str, ...]
    left: tuple[str, ...]
    moved: tuple[Moved, ...]
    warnings: tuple[Fault, ...]

    @property
    def identical(self) -> bool:
        """Whether every file that was made again has the bytes that it had."""
        return not self.differ


def rebuild(run: Path, *, step: Step = lambda _: None, documents: Writer | None = None) -> Rebuilt:
    """Compute a finished run again from its inputs and the packaged tables of its time; nothing is kept.

    While it computes, the whole process reads the packaged tables of the run, where they differ from those installed.

    Parameters
    ----------
    run : Path
        Folder of the run.
    step : callable
        Told the name of each step when it begins.
    documents : callable, optional
        Writes the documents of a run; without it they are left out of the comparison.

    Raises
    ------
    InputError
        The folder holds no finished run (RUN002), or one that was changed since (REP009).
    """
    done = results.load(run)
    freshness.must_be_whole(run)
    kept, told = _reference(run)
    wanted = documents if done.manifest["options"].get("documents") else None
    with tempfile.TemporaryDirectory() as scratch, _tables(kept):
        summary = _again(done, run, Path(scratch), step, wanted)
        made = running.outputs(Path(scratch))
    before: Mapping[str, str] = done.manifest["outputs"]
    left = [n for n in before if n not in made and _document(n)]
    names = [n for n in (*before, *(n for n in made if n not in before)) if n not in left]
    differ = [n for n in names if before.get(n) != made.get(n)]
    return Rebuilt(
        run,
        tuple(n for n in names if n not in differ),
        tuple(differ),
        tuple(left),
        tuple(moved(done.summary, summary)),
        (*told, *_program(done, run)),
    )


def as_of(run: Path) -> contextlib.AbstractContextManager[None]:
    """Let the whole process read the packaged tables of a run, where they differ from those installed."""
    return _tables(_reference(run)[0])


def moved(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Moved]:
    """Give the keys that two summaries hold different values under.

    Examples
    --------
    >>> [(m.key, m.old, m.new) for m in moved({"a": {"b": 1, "c": [2]}}, {"a": {"b": 1, "c": [3]}})]
    [('a.c.0', 2, 3)]
    """
    one, other = dict(_leaves(old)), dict(_leaves(new))
    for key in dict.fromkeys((*one, *other)):
        if one.get(key) != other.get(key):
            yield Moved(".".join(key), one.get(key), other.get(key))


def _leaves(value: object, at: Keys = ()) -> Iterator[tuple[Keys, object]]:
    """Give every value that holds no other, with the keys that lead to it."""
    pairs: Iterator[tuple[object, object]] = iter(())
    if isinstance(value, Mapping):
        pairs = iter(value.items())
    elif isinstance(value, list | tuple):
        pairs = iter(enumerate(value))
    else:
        yield at, value
    for key, inside in pairs:
        yield from _leaves(inside, (*at, str(key)))


def _again(
    done: Results, run: Path, folder: Path, step: Step, documents: Writer | None
) -> Mapping[str, Any]:
    """Compute the run and write it into a folder; give its summary."""
    told = done.manifest
    step("read and check")
    prepared = preparation.prepare(run / running.INPUTS)
    computed = running.compute(
        prepared, told["run"], members=told["members"], seed=told["seed"], step=step
    )
    running.write(folder, prepared, computed)
    if documents is not None:
        step("documents")
        plain = {name: value for name, value in told.items() if name != "outputs"}
        documents(dataclasses.replace(computed, manifest=plain, folder=folder), folder)
    read: dict[str, Any] = runs.read_json(folder / results.SUMMARY)
    return read


def _document(name: str) -> bool:
    """Tell whether a file of a run is a document."""
    plain = (results.SUMMARY, results.STUDY)
    return name not in plain and name.partition("/")[0] not in NOT_DOCUMENTS


def _tables(kept: Mapping[str, bytes]) -> contextlib.AbstractContextManager[None]:
    return tables.instead(kept) if kept else contextlib.nullcontext()


def _reference(run: Path) -> tuple[dict[str, bytes], list[Fault]]:
    """Give the packaged tables of a run that are not those installed, and what has to be said of them."""
    place = Place(file=str(run))
    files = {f.stem: f.read_bytes() for f in sorted((run / running.REFERENCE).glob("*.csv"))}
    if not files:
        return {}, [note("EDN013", place)]
    known = {n: b for n, b in files.items() if n in tables.TABLES and b != tables.contents(n)}
    unlike = [n for n in known if not _header(tables.contents(n)) <= _header(known[n])]
    kept = {n: b for n, b in known.items() if n not in unlike}
    told = [("EDN012", list(kept)), ("EDN015", unlike)]
    return kept, [note(code, place, tables=", ".join(names)) for code, names in told if names]


def _header(content: bytes) -> set[str]:
    return set(next(csv.reader(content.decode("utf-8").splitlines()), []))


def _program(done: Results, run: Path) -> Iterator[Fault]:
    """Tell whether another program or other packages made the run."""
    place = Place(file=str(run))
    old, new = done.manifest["options"].get("program", "?"), running.program()
    if old != new:
        yield note("EDN011", place, old=old, new=new)
    now = manifest.versions()
    before: Mapping[str, str] = done.manifest["versions"]
    other = [f"{n} {before[n]} -> {now[n]}" for n in now if n in before and before[n] != now[n]]
    if other:
        yield note("EDN014", place, packages=", ".join(other))
