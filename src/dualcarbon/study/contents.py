"""What the folder of a study holds, file by file: tables and documents, their rows, what is wrong with them, the sectors they cover."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dualcarbon.vocabulary.names import BALANCE_ROWS
from dualcarbon.vocabulary.tables import TABLES, Table

if TYPE_CHECKING:
    from dualcarbon.readers.csv import Reading
    from dualcarbon.readers.toml import Document
    from dualcarbon.study.folder import Folder
    from dualcarbon.vocabulary.faults import Fault

TOTAL = "total"
"""The sector that is the whole region, and none of it."""
OF_ENERGY = ("energy", "balance")
OF_SECTORS = ("energy", "balance", "economy", "activity")
"""Tables whose rows say which sectors a region has."""

DISTRICTS, EDITIONS = "districts/", "editions/"


@dataclass(frozen=True, slots=True)
class Part:
    """A file of a study.

    ``table`` names its table, nothing for a document; ``sheet`` is set where the rows stand in a workbook; ``rows`` counts those
    that are read; ``sectors`` are those that its rows name, ``missing`` those of the region that they do not; ``years`` are the
    first and the last.
    """

    file: str
    table: str = ""
    sheet: str = ""
    rows: int = 0
    errors: int = 0
    warnings: int = 0
    sectors: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    years: tuple[int, int] | None = None

    @property
    def of(self) -> Table | None:
        """The table that its rows are of."""
        return TABLES.get(self.table)

    @property
    def covered(self) -> float | None:
        """Share of the region's sectors that its rows name. [1]; nothing where rows are of no sector."""
        known = len(self.sectors) + len(self.missing)
        return len(self.sectors) / known if self.sectors and known else None


def parts(folder: Folder, below: str = "", faults: Sequence[Fault] | None = None) -> list[Part]:
    """List the files of a study, its tables first, then what is declared, then the same of its districts.

    Parameters
    ----------
    folder : Folder
        The study as it was read.
    below : str
        Where it stands in its region, if it is a district.
    faults : sequence of Fault, optional
        All that is wrong with the region, counted by file; what reading found if not given.
    """
    readings = list(_readings(folder))
    every = sorted({s for one in readings if one.table in OF_SECTORS for s in _sectors(one)})
    if faults is None:
        counted = Counter((f"{below}{fault.place.file}", fault.level) for fault in folder.faults)
    else:
        counted = Counter((fault.place.file, fault.level) for fault in faults)
    found = [_table(one, every, counted, below) for one in readings]
    found += [_document(one, counted, below) for one in _documents(folder)]
    for name, district in folder.districts.items():
        found += parts(district, f"{below}{name}/", faults)
    return found


def readings(folder: Folder, below: str = "") -> Iterator[tuple[str, Reading]]:
    """Give the tables of a study and of its districts, each with its file as :func:`parts` names it."""
    yield from ((f"{below}{one.origin.file}", one) for one in _readings(folder))
    for name, district in folder.districts.items():
        yield from readings(district, f"{below}{name}/")


def absent(folder: Folder) -> list[Table]:
    """List the tables that a study does not have, none of which its declaration puts elsewhere."""
    there = {one.table for one in _readings(folder) if not one.origin.file.startswith(EDITIONS)}
    names = [n for n in TABLES if not n.startswith("results/") and n not in there]
    return [TABLES[name] for name in names]


def share(found: list[Part]) -> float | None:
    """Give the share of a region's sectors that have energy [1]; nothing where no table of energy names a sector."""
    held = (one for one in found if one.table in OF_ENERGY and not one.file.startswith(DISTRICTS))
    return next((one.covered for one in held if one.covered is not None), None)


def _readings(folder: Folder) -> Iterator[Reading]:
    yield from folder.tables.values()
    yield from (one for one in (folder.factors, folder.numbers, folder.projects) if one is not None)
    yield from (one for edition in folder.editions for one in edition.tables.values())


def _documents(folder: Folder) -> Iterator[Document]:
    yield folder.declaration
    yield from (
        one
        for one in (folder.targets, folder.measures, folder.tree, folder.report)
        if one is not None
    )
    yield from folder.scenarios.values()
    yield from (edition.declaration for edition in folder.editions)


def _table(one: Reading, every: list[str], counted: Counter[tuple[str, str]], below: str) -> Part:
    file, named = one.origin.file, _sectors(one)
    return Part(
        f"{below}{file}",
        one.table,
        one.sheet,
        one.frame.height,
        counted[f"{below}{file}", "error"],
        counted[f"{below}{file}", "warn"],
        tuple(named),
        tuple(s for s in every if s not in named) if named else (),
        _years(one),
    )


def _document(one: Document, counted: Counter[tuple[str, str]], below: str) -> Part:
    file = f"{below}{one.origin.file}"
    return Part(file, errors=counted[file, "error"], warnings=counted[file, "warn"])


def _sectors(one: Reading) -> list[str]:
    """Give the sectors that the rows of a table are of, sorted; those of a balance by what each of its rows is of."""
    if one.table == "balance":
        rows = one.frame["row"].unique().to_list()
        named = {BALANCE_ROWS[row].more.get("sector", "") for row in rows if row in BALANCE_ROWS}
    elif "sector" in one.frame.columns:
        named = set(one.frame["sector"].unique().to_list())
    else:
        return []
    return sorted(s for s in named if s and s != TOTAL)


def _years(one: Reading) -> tuple[int, int] | None:
    if "year" not in one.frame.columns:
        return None
    years = one.frame["year"].drop_nulls().to_list()
    return (min(years), max(years)) if years else None
