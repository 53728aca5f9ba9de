"""What a study declares beside its account, and the statistics of it: tree.toml and data/variables.csv."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import polars as pl

from dualcarbon.errors import InputError, UnitMismatch
from dualcarbon.quantities.declared import hint
from dualcarbon.scenarios import structure, templates
from dualcarbon.scenarios.structure import Structure
from dualcarbon.study.folder import Folder
from dualcarbon.vocabulary.faults import Fault, Place, cut, note
from dualcarbon.vocabulary.names import SECTORS
from dualcarbon.vocabulary.units import scale

FILE = "data/variables.csv"
Series = Mapping[str, Mapping[int, float]]


def declared(read: Folder) -> Structure:
    """Read the tree that a study declares, the templates that it uses before its own.

    Raises
    ------
    InputError
        With every fault of tree.toml and of the templates that it names.
    """
    if read.tree is None:
        return Structure()
    document = read.tree
    try:
        where = Place(file=document.file, key="sectors")
        sectors = _sectors(document.data.get("sectors", {}), where)
        use = Place(file=document.file, key="use")
        used = templates.used(document.data.get("use", []), use, sectors)
        made = structure.read([*used, (document.data, document.file)])
    except InputError as error:
        told = [document.placed(f) if isinstance(f, Fault) else f for f in error.faults]
        raise InputError(faults=told) from None
    if strange := [document.placed(f) for f in _strangers(made, document.file)]:
        raise InputError(faults=strange)
    return made


def _strangers(made: Structure, file: str) -> Iterator[Fault]:
    """Tell of branches of a sector that no account can have, before rows and paths are held against their keys."""
    for branch in made.branches:
        if branch.sector not in SECTORS:
            told = {"sector": branch.sector, "hint": hint(branch.sector, SECTORS)}
            yield note("TRE002", Place(file=file, key=branch.key), **told)


def _sectors(given: object, place: Place) -> dict[str, str]:
    """Give the sectors that stand for those of templates."""
    if not isinstance(given, Mapping) or not all(isinstance(name, str) for name in given.values()):
        wanted = {"en": "a table of sectors", "zh": "部门对照表"}
        raise InputError(faults=[note("KEY001", place, text=cut(given), wanted=wanted)])
    return dict(given)


def statistics(read: Folder, tree: Structure) -> Series:
    """Give the rows of data/variables.csv by variable, in the unit that each is declared in.

    Raises
    ------
    InputError
        With every fault: a variable that is not declared, a unit of another kind, a value still to be filled in.
    """
    table = read.tables.get("variables")
    if table is None or table.errors:
        return {}
    units = _units(tree)
    faults: list[Fault] = list(_empty(table.frame, units))
    found: dict[str, dict[int, float]] = {}
    for row in table.frame.filter(pl.col("value").is_not_null()).iter_rows(named=True):
        name, place = row["variable"], Place(file=FILE, line=row["line"])
        if name not in units:
            faults.append(note("TRE009", place, name=name, hint=hint(name, units)))
            continue
        try:
            value = row["value"] * scale(row["unit"], units[name])
        except UnitMismatch:
            faults.append(note("TRE010", place, unit=row["unit"], wanted=units[name]))
            continue
        found.setdefault(name, {})[row["year"]] = value
    if faults:
        raise InputError(faults=faults)
    return found


def _empty(rows: pl.DataFrame, units: Mapping[str, str]) -> Iterator[Fault]:
    """Tell of rows that wait for their value; an unknown name is not asked for, and a past year may be left open."""
    empty = rows.filter(pl.col("value").is_null())
    filled = rows.filter(pl.col("value").is_not_null())
    last: dict[str, int] = dict(filled.group_by("variable").agg(pl.max("year")).iter_rows())
    for row in empty.iter_rows(named=True):
        if row["variable"] in units and row["year"] > last.get(row["variable"], 0):
            place = Place(file=FILE, line=row["line"], column="value")
            yield note(
                "TRE019", place, name=row["variable"], year=row["year"], unit=row["given_unit"]
            )


def _units(tree: Structure) -> dict[str, str]:
    """Give the unit of everything that may have a row, by its name in the table."""
    plain = {key.removeprefix("variables."): unit for key, unit in tree.units.items()}
    groups = {key.removeprefix("variables."): parts for key, parts in tree.groups.items()}
    return plain | {f"{group}.{part}": "1" for group, parts in groups.items() for part in parts}
