"""Whether a finished run still is what it was: its own bytes, the inputs of its study, the program."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from dualcarbon.errors import InputError
from dualcarbon.provenance import hashes
from dualcarbon.reference import tables as reference
from dualcarbon.study import chosen as figures
from dualcarbon.study import editions, folder, publishing, running
from dualcarbon.study.chosen import Chosen
from dualcarbon.study.results import Results, load
from dualcarbon.vocabulary.faults import Fault, Place, note

SHOWN = 5  # names of files that a sentence tells
FACTORS = ("factors.csv", "numbers.csv")
"""Tables of a study's own factors."""


def must_be_whole(run: Path) -> None:
    """Refuse a run whose results were changed after it was written.

    Raises
    ------
    InputError
        A file of the run is missing or was changed.
    """
    if not running.verify(run):
        raise InputError(faults=[note("REP009", Place(file=str(run)))])


def held(run: Path, *, stale: bool = False) -> Results:
    """Give the results of a run that a document is written of.

    Parameters
    ----------
    run : Path
        Folder of the run.
    stale : bool
        Whether inputs of its study may have changed since; their change then is among its warnings.

    Raises
    ------
    InputError
        There is no finished run, a file of it was changed (REP009), or inputs of its study were (REP003).
    """
    found = load(run)
    must_be_whole(run)
    if not stale and (faults := list(_inputs(found, "REP003"))):
        raise InputError(faults=faults)
    return _stated(found)


def warnings(results: Results) -> tuple[Fault, ...]:
    """Tell what has changed since a run: inputs in the folder of its study, the program."""
    return (*_inputs(results, "REP026"), *_program(results))


def _stated(results: Results) -> Results:
    """Give results whose warnings say what of the inputs has changed since, for what is written of them."""
    found = [
        publishing.plain(replace(fault, place=Place())) for fault in _inputs(results, "REP026")
    ]
    if not found:
        return results
    told = {**results.summary, "warnings": [*results.summary.get("warnings", ()), *found]}
    return replace(results, summary=told)


def changed(results: Results) -> list[str]:
    """List the inputs of a run that its study's folder no longer holds as they were, what is chosen for the report left out.

    The folder is known where the run stands in its ``results``; elsewhere nothing is compared, because
    the run keeps a copy of all it read.
    """
    study = _study(results)
    if study is None:
        return []
    inputs = results.manifest["inputs"].items()
    return [n for n, digest in inputs if n != folder.REPORT and _hash(study / n) != digest]


def chosen(results: Results) -> tuple[Chosen, ...]:
    """Give the figures that are chosen for the report: those of the study as it is now, of the run where its study is not known.

    Raises
    ------
    InputError
        With every fault of what the study says now.
    """
    study = _study(results)
    return results.chosen if study is None else figures.of_folder(study)


def sealed(results: Results) -> Fault | None:
    """Tell that a run is sealed, where factors are not any more what it was computed with; the run itself is not touched.

    Factors are the packaged tables, of which the run keeps its own, and the factors, numbers and editions of its study.
    """
    names = [*_packaged(results), *filter(_of_factors, changed(results)), *_more(results)]
    if not names:
        return None
    return note("RUN006", Place(file=str(results.manifest["run"])), files=_named(names))


def _packaged(results: Results) -> Iterator[str]:
    """List the packaged tables that are not those of the run."""
    for table in reference.TABLES:
        kept = results.folder / running.REFERENCE / f"{table}.csv" if results.folder else None
        if kept is not None and kept.is_file() and kept.read_bytes() != reference.contents(table):
            yield f"reference/{table}.csv"


def _added(results: Results) -> list[str]:
    """List the files that the study reads now and the run did not."""
    study = _study(results)
    if study is None:
        return []
    try:
        now = folder.read_folder(study).inputs
    except InputError:  # what cannot be read any more is among those that were changed
        return []
    return [n for n in now if n != folder.REPORT and n not in results.manifest["inputs"]]


def _more(results: Results) -> Iterator[str]:
    """List the tables of factors that the study has now and the run did not read; editions that nothing names are none."""
    study = _study(results)
    for name in FACTORS if study else ():
        if (
            study is not None
            and (study / name).is_file()
            and name not in results.manifest["inputs"]
        ):
            yield name


def _of_factors(name: str) -> bool:
    return name in FACTORS or name.startswith(f"{editions.FOLDER}/")


def _named(names: list[str]) -> str:
    return ", ".join(names[:SHOWN]) + (" ..." if len(names) > SHOWN else "")


def _hash(file: Path) -> str:
    return hashes.of_file(file) if file.is_file() else ""


def _study(results: Results) -> Path | None:
    if results.folder is None:
        return None
    kept, study = results.folder.resolve().parents[:2]
    return (
        study if kept.name == running.RESULTS and (study / folder.DECLARATION).is_file() else None
    )


def _inputs(results: Results, code: str) -> Iterator[Fault]:
    names = sorted({*changed(results), *_added(results)})
    if names:
        place = Place(file=str(results.folder))
        yield note(code, place, files=_named(names), date=str(results.manifest["finished"])[:10])


def _program(results: Results) -> Iterator[Fault]:
    made = results.manifest.get("options", {}).get("program")
    if made != running.program():
        yield note("REP011", Place(file=str(results.folder)))
