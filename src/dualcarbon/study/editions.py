"""Editions of factor tables in a study's folder, and the order in which the study takes numbers from editions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import polars as pl
from pydantic import Field

from dualcarbon.errors import InputError
from dualcarbon.inventory.declared import Accounting
from dualcarbon.quantities.declared import Day, Declared, Text, Title, declare, faults_of
from dualcarbon.readers.csv import Reading, read_csv
from dualcarbon.readers.toml import Document, read_toml
from dualcarbon.reference import editions as reference
from dualcarbon.reference.editions import NONE, Edition, Order, chain
from dualcarbon.reference.numbers import Number
from dualcarbon.reference.records import FactorRecord
from dualcarbon.study.allowed import PlainName, hint
from dualcarbon.vocabulary.faults import Fault, Place, cut, note

FOLDER = "editions"
DECLARATION = "edition.toml"
TABLES = ("factors", "numbers")
BESIDE = "EDN002"
"""Code of what is told of files that a run does not read."""


class EditionFile(Declared):
    """What edition.toml says of an edition of a study's own."""

    schema_: Literal["dualcarbon/edition/1"] = Field(alias="schema")
    """Version of the file's form: `dualcarbon/edition/1`."""
    id: PlainName
    """Id of the edition, that of its folder."""
    title: Title
    """Name as people read it."""
    issued: Day
    """Day on which it was issued, such as 2026-06-30."""
    publisher: Text = ""
    """Who issued it."""
    replaces: Text = ""
    """Edition that it follows; where `guideline` names this one, the older serves where this one holds nothing."""
    source: Text = ""
    """Where it was found: title, number of the document."""


@dataclass(frozen=True, slots=True)
class Kept:
    """An edition of a study's folder as it was read."""

    file: EditionFile
    declaration: Document
    tables: Mapping[str, Reading]

    @property
    def id(self) -> str:
        """Id of the edition."""
        return self.file.id

    @property
    def readings(self) -> list[Document | Reading]:
        """All files that were read."""
        return [self.declaration, *self.tables.values()]

    def edition(self) -> Edition:
        """Give the edition with its records."""
        file, frames = self.file, {n: r.frame for n, r in self.tables.items()}
        return Edition(
            id=file.id, en=file.title.en, zh=file.title.zh, issued=file.issued, replaces=file.replaces,
            source=file.source or file.publisher,
            factors=tuple(records(frames.get("factors"), file.id)), numbers=tuple(numbers(frames.get("numbers"), file.id)),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Standing:
    """The editions that a study takes numbers from: their order, and those of its own by id."""

    order: Order = field(default_factory=reference.order)
    own: Mapping[str, Edition] = field(default_factory=dict)
    warnings: tuple[Fault, ...] = ()

    @property
    def factors(self) -> tuple[FactorRecord, ...]:
        """Factors of fuels of the study's editions."""
        return tuple(record for one in self.own.values() for record in one.factors)

    @property
    def numbers(self) -> tuple[Number, ...]:
        """Other numbers of the study's editions."""
        return tuple(number for one in self.own.values() for number in one.numbers)


def records(frame: pl.DataFrame | None, edition: str) -> Iterator[FactorRecord]:
    """Turn the rows of an edition's factors.csv into records: each holds from its year until a later row replaces it."""
    for row in () if frame is None else frame.iter_rows(named=True):
        if row["value"] is None or row["year"] is None:
            continue
        yield FactorRecord(
            id=f"{_file(edition, 'factors')}:{row['line']}", fuel=row["fuel"], value=row["value"], unit=row["unit"],
            lo95=row["lo95"], hi95=row["hi95"], first_year=row["year"], sector=row["sector"] or "", flow=row["flow"] or "",
            purpose=row["purpose"], tier=edition, source=row["source"] or "", mark=row["mark"] or "",
        )  # fmt: skip


def numbers(frame: pl.DataFrame | None, edition: str, file: str = "") -> Iterator[Number]:
    """Turn the rows of a numbers.csv into numbers; a number's id is its line.

    Parameters
    ----------
    frame : DataFrame
        As read.
    edition : str
        Edition of rows that name none.
    file : str, optional
        Name of the file; that of the edition if not given.
    """
    file = file or _file(edition, "numbers")
    for row in () if frame is None else frame.iter_rows(named=True):
        if row["value"] is None:
            continue
        yield Number(
            id=f"{file}:{row['line']}", item=row["item"], kind=row["kind"] or "", quantity=row["quantity"], value=row["value"],
            unit=row["unit"], lo95=row["lo95"], hi95=row["hi95"], zone=row.get("zone") or "", edition=row["edition"] or edition,
            first_year=row["first_year"] or 1900, last_year=row["last_year"], source=row["source"] or "", mark=row["mark"] or "",
        )  # fmt: skip


def read(
    root: Path, chosen: Accounting, declaration: Document, found: list[Fault]
) -> tuple[Kept, ...]:
    """Read the editions of a study's folder that study.toml names; tell of those that it does not name.

    Parameters
    ----------
    root : Path
        Folder of the study.
    chosen : Accounting
        Names the editions.
    declaration : Document
        study.toml, for the places of names.
    found : list of Fault
        Takes what is found: EDN001 to EDN006, EDN009.
    """
    there = sorted(f.parent.name for f in (root / FOLDER).glob(f"*/{DECLARATION}"))
    found += [*_unknown(chosen, there, declaration), *_twice(chosen, declaration)]
    tried: dict[str, Kept | None] = {}
    for name in (n for n in chosen.editions if n in there):
        tried[name] = _inside(root, name, found)
    name = chosen.guideline
    while name in there and name not in tried:
        tried[name] = kept = _inside(root, name, found)
        name = kept.file.replaces if kept else NONE
    unused = [n for n in there if n not in tried]
    found += [note("EDN002", Place(file=f"{FOLDER}/{n}"), text=cut(n)) for n in unused]
    read = [kept for kept in tried.values() if kept is not None]
    found += _without(read, there)
    return tuple(read)


def one(folder: Path, found: list[Fault]) -> Kept | None:
    """Read one edition; nothing where its declaration has faults.

    Parameters
    ----------
    folder : Path
        Holds edition.toml and tables.
    found : list of Fault
        Takes what is found.
    """
    shown = f"{FOLDER}/{folder.name}"
    document = read_toml(folder / DECLARATION, shown=f"{shown}/{DECLARATION}")
    found += document.faults
    file = _declared(document, folder.name, found)
    paths = {name: folder / f"{name}.csv" for name in TABLES}
    tables = {n: read_csv(p, n, shown=f"{shown}/{n}.csv") for n, p in paths.items() if p.is_file()}
    for reading in tables.values():
        found += reading.faults
    if file is None:
        return None
    kept = Kept(file, document, tables)
    made = kept.edition()
    if not (made.factors or made.numbers):
        found.append(note("EDN009", Place(file=shown)))
    found += _strange(made)
    return kept


def standing(chosen: Accounting, kept: Sequence[Kept]) -> Standing:
    """Give the order of the editions that a study names; one that was issued too late is left out and told."""
    own = {one.id: one.edition() for one in kept}
    until = chosen.factors_until or ""
    order = reference.order(
        chosen.ipcc, chosen.guideline, first=chosen.editions, own=own, until=until
    )
    wanted = [*chosen.editions, *chain(chosen.guideline, own), *chain(f"ipcc_{chosen.ipcc}")]
    late = reference.late(dict.fromkeys(wanted), own, until)
    told = [note("EDN007", edition={"en": e.en, "zh": e.zh}, issued=e.issued, until=until) for e in late]  # fmt: skip
    told += [note("EDN008", until=until)] if until else []
    return Standing(order, {i: e for i, e in own.items() if i in order.numbers}, tuple(told))


def _inside(root: Path, name: str, found: list[Fault]) -> Kept | None:
    """Read an edition of a study's folder, unless a link leads out of it."""
    folder = root / FOLDER / name
    files = [folder / f for f in (DECLARATION, *(f"{t}.csv" for t in TABLES))]
    if all(f.resolve().is_relative_to(root.resolve()) for f in files):
        return one(folder, found)
    found.append(note("PATH002", Place(file=f"{FOLDER}/{name}"), text=cut(name)))
    return None


def _without(read: Iterable[Kept], there: Iterable[str]) -> Iterator[Fault]:
    """Tell of editions that are said to be replaced and that nobody knows."""
    known = [*there, *reference.packaged()]
    for kept in read:
        if (name := kept.file.replaces) and name not in known:
            place = kept.declaration.place(("replaces",))
            yield note("EDN001", place, text=cut(name), hint=hint(name, known))


def _file(edition: str, table: str) -> str:
    return f"{FOLDER}/{edition}/{table}.csv"


def _declared(document: Document, folder: str, found: list[Fault]) -> EditionFile | None:
    """Read the declaration of an edition and hold its id against its folder and the package."""
    if any(fault.level == "error" for fault in document.faults):
        return None
    try:
        file = declare(EditionFile, document.data, Place())
    except InputError as error:
        found += [document.placed(fault) for fault in faults_of(error)]
        return None
    known = reference.packaged().get(file.id)
    place = document.place(("id",))
    if file.id != folder:
        found.append(note("EDN003", place, text=cut(file.id), folder=cut(folder)))
    if known is not None and known.status != "unseen":
        found.append(note("EDN004", place, text=cut(file.id)))
    return file


def _strange(edition: Edition) -> Iterator[Fault]:
    """Tell of rows that name another edition than that of their file."""
    for number in edition.numbers:
        if number.edition != edition.id:
            file, _, line = number.id.rpartition(":")
            place = Place(file=file, line=int(line), column="edition")
            yield note("EDN005", place, text=cut(number.edition), edition=edition.id)


def _unknown(chosen: Accounting, there: Iterable[str], document: Document) -> Iterator[Fault]:
    """Tell of names that neither the package nor the folder knows."""
    packaged = reference.packaged()
    guidelines = [NONE, *there, *(e.id for e in packaged.values() if e.kind == "guideline")]
    dated = [*there, *(e.id for e in packaged.values() if e.kind in ("guideline", "ipcc"))]
    named = [(("account", "guideline"), chosen.guideline, guidelines)]
    named += [(("account", "editions"), name, dated) for name in chosen.editions]
    for path, name, known in named:
        if name not in known:
            yield note("EDN001", document.place(path), text=cut(name), hint=hint(name, known))


def _twice(chosen: Accounting, document: Document) -> Iterator[Fault]:
    names = [*chosen.editions, chosen.guideline]
    for name in dict.fromkeys(n for n in names if names.count(n) > 1):
        yield note("EDN006", document.place(("account", "editions")), text=cut(name))
