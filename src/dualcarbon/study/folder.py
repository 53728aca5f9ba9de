"""A study as it lies in its folder: every file read, every fault of all of them together."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from dualcarbon.errors import InputError
from dualcarbon.quantities.declared import declare, faults_of
from dualcarbon.readers.csv import Reading, read_csv
from dualcarbon.readers.toml import Document, read_toml
from dualcarbon.study import editions, workbook_tables
from dualcarbon.study.allowed import hint
from dualcarbon.study.declared import StudyFile
from dualcarbon.study.editions import Kept
from dualcarbon.vocabulary import faults as told
from dualcarbon.vocabulary.faults import Fault, Place, cut, note
from dualcarbon.vocabulary.tables import TABLES
from dualcarbon.vocabulary.workbooks import FILE as WORKBOOK

DECLARATION = "study.toml"
TARGETS = "targets.toml"
MEASURES = "measures.toml"
TREE = "tree.toml"
REPORT = "report.toml"
KNOWN = (
    DECLARATION, TARGETS, MEASURES, TREE, REPORT, "factors.csv", "numbers.csv", "districts.csv", "projects.csv",
)  # fmt: skip
INPUTS = {name: table.file for name, table in TABLES.items() if not name.startswith("results/")}


@dataclass(frozen=True, slots=True)
class Folder:
    """What a study folder holds, as read.

    ``study`` is nothing where study.toml has errors; ``tables`` are those of ``data/`` by name,
    ``factors`` and ``numbers`` the local ones, ``editions`` those that it names, ``projects`` those of measures; scenarios stand in the order of study.toml, after them those that
    a listed one extends.
    """

    root: Path
    declaration: Document
    study: StudyFile | None
    tables: Mapping[str, Reading]
    factors: Reading | None
    scenarios: Mapping[str, Document]
    targets: Document | None
    faults: tuple[Fault, ...]
    measures: Document | None = None
    projects: Reading | None = None
    numbers: Reading | None = None
    editions: tuple[Kept, ...] = ()
    tree: Document | None = None
    districts: Mapping[str, Folder] = field(default_factory=dict)
    """Those of the districts that study.toml lists, by their place in this one; what is wrong with their files they tell themselves."""
    report: Document | None = None
    """What is chosen for the report; of no effect on any number."""

    @property
    def errors(self) -> list[Fault]:
        """Faults that keep the study from being run."""
        return told.errors(self.faults)

    @property
    def warnings(self) -> list[Fault]:
        """Faults that only want to be known."""
        return told.warnings(self.faults)

    @property
    def inputs(self) -> dict[str, str]:
        """Hash of every file that was read, by its name in the folder."""
        read: list[Reading | Document | None] = [self.declaration, *self.tables.values()]
        read += [self.factors, self.numbers, *self.scenarios.values()]
        read += [self.targets, self.measures, self.projects, self.tree, self.report]
        read += [one for edition in self.editions for one in edition.readings]
        own = {one.origin.file: one.origin.sha256 for one in read if one is not None}
        below = self.districts.items()
        return own | {f"{at}/{name}": h for at, one in below for name, h in one.inputs.items()}


def read_folder(path: Path, scenarios: tuple[str, ...] | None = None) -> Folder:
    """Read every file of a study.

    Parameters
    ----------
    path : Path
        Its folder.
    scenarios : tuple of str, optional
        Of a district: the scenarios of its region, of which it may have a file each; it need not list any.

    Raises
    ------
    InputError
        The path is no folder that holds a study.toml. Faults of the files are in the result.
    """
    if not (path / DECLARATION).is_file():
        raise InputError(faults=[note("PATH006", text=cut(path.name or path))])
    declaration = read_toml(path / DECLARATION, shown=DECLARATION)
    study, faults = _declared(declaration, scenarios or ())
    found = [*declaration.faults, *faults]
    tables = dict(_tables(path, study, declaration, found))
    sheets, told_of_them = workbook_tables.tables(path, tables)
    found += told_of_them
    tables |= sheets
    factors, projects, numbers = (
        tables.pop(name, None) for name in ("factors", "projects", "numbers")
    )
    documents = _scenarios(path, study, declaration, found, scenarios)
    targets, measures, tree = (
        _document(path, file, found) if (path / file).exists() else None
        for file in (TARGETS, MEASURES, TREE)
    )
    alone = scenarios is None and (path / REPORT).exists()
    report = _document(path, REPORT, found) if alone else None
    kept = editions.read(path, study.account, declaration, found) if study else ()
    found += [*_strangers(path, study)]
    below = _districts(path, study, declaration, tuple(documents), found) if scenarios is None else {}  # fmt: skip
    return Folder(
        path,
        declaration,
        study,
        tables,
        factors,
        documents,
        targets,
        tuple(found),
        measures,
        projects,
        numbers,
        kept,
        tree,
        below,
        report,
    )


def _declared(
    document: Document, scenarios: tuple[str, ...]
) -> tuple[StudyFile | None, list[Fault]]:
    if told.errors(document.faults):
        return None, []
    data = {"scenarios": list(scenarios), **document.data} if scenarios else document.data
    try:
        return declare(StudyFile, data, Place()), []
    except InputError as error:
        return None, [document.placed(fault) for fault in faults_of(error)]


def _tables(
    root: Path, study: StudyFile | None, declaration: Document, found: list[Fault]
) -> Iterator[tuple[str, Reading]]:
    """Read the tables that are there; one that study.toml names must be."""
    elsewhere = {str(name): file for name, file in study.data.items()} if study else {}
    for name, usual in INPUTS.items():
        file = elsewhere.get(name, usual)
        if name in elsewhere or (root / file).exists():
            if _leaves(root, file):
                place = declaration.place(("data", name)) if name in elsewhere else Place(file=file)
                found.append(note("PATH002", place, text=cut(file)))
                continue
            reading = read_csv(root / file, name, shown=file)
            found += reading.faults
            yield name, reading


def _leaves(root: Path, file: str) -> bool:
    """Tell whether a path, links followed, leads out of the folder."""
    return not (root / file).resolve().is_relative_to(root.resolve())


def _document(root: Path, file: str, found: list[Fault]) -> Document | None:
    if _leaves(root, file):
        found.append(note("PATH002", Place(file=file), text=cut(file)))
        return None
    document = read_toml(root / file, shown=file)
    found += document.faults
    return document


def _districts(
    root: Path,
    study: StudyFile | None,
    declaration: Document,
    scenarios: tuple[str, ...],
    found: list[Fault],
) -> dict[str, Folder]:
    """Read the folders of districts, each inside the study's, another one, and once."""
    read: dict[str, Folder] = {}
    taken = {root.resolve()}
    for position, name in enumerate(study.districts if study else ()):
        place = declaration.place(("districts", position))
        if _leaves(root, name):
            found.append(note("PATH002", place, text=cut(name)))
        elif name in read or ((root / name).resolve() in taken and name != "."):
            what = {"en": "folder", "zh": "文件夹"}
            found.append(note("DIS006", place, what=what, text=cut(name)))
        elif name == "." or not (root / name / DECLARATION).is_file():
            found.append(note("DIS005", place, text=cut(name)))
        else:
            taken.add((root / name).resolve())
            read[name] = read_folder(root / name, scenarios)
    return read


def _scenarios(
    root: Path,
    study: StudyFile | None,
    declaration: Document,
    found: list[Fault],
    wanted: tuple[str, ...] | None,
) -> dict[str, Document]:
    """Read all scenario files, of a district those wanted of it; tell which are missing and which nobody uses."""
    there = {file.stem: file.name for file in sorted((root / "scenarios").glob("*.toml"))}
    there = {name: file for name, file in there.items() if wanted is None or name in wanted}
    read = {name: _document(root, f"scenarios/{file}", found) for name, file in there.items()}
    documents = {name: document for name, document in read.items() if document is not None}
    if study is None or wanted is not None:
        return documents
    for position, name in enumerate(study.scenarios):
        if name not in there:
            place, file = declaration.place(("scenarios", position)), f"scenarios/{name}.toml"
            found.append(note("STU014", place, text=name, wanted=file, hint=hint(name, there)))
    used = _used(study.scenarios, documents)
    unused = [name for name in documents if name not in used]
    found += [note("STU015", Place(file=documents[n].file), text=cut(n)) for n in unused]
    return {name: documents[name] for name in used}


def _used(listed: tuple[str, ...], documents: Mapping[str, Document]) -> list[str]:
    """Give the listed scenarios that are there, after them those that one of them extends."""
    used = [name for name in listed if name in documents]
    for name in used:
        parent = documents[name].data.get("extends")
        if isinstance(parent, str) and parent in documents and parent not in used:
            used.append(parent)
    return used


def _strangers(root: Path, study: StudyFile | None) -> Iterator[Fault]:
    """Tell of files in data/ that are no table, and of root files that look like a known one."""
    known = {*INPUTS.values(), WORKBOOK, *(study.data.values() if study else ())}
    for file in sorted((root / "data").glob("*")):
        shown = f"data/{file.name}"
        if shown not in known and not file.name.startswith("."):
            yield note("STU016", Place(file=cut(shown)), hint=hint(shown, sorted(known)))
    for file in sorted(root.glob("*.*")):
        near = difflib.get_close_matches(file.name, KNOWN, n=1, cutoff=0.8)
        if near and file.name not in KNOWN and file.suffix in (".toml", ".csv"):
            yield note("STU016", Place(file=cut(file.name)), hint=hint(file.name, near))
