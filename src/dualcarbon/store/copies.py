"""The database copied while it is written to: SQLite as a file, any other as the rows of its tables."""

from __future__ import annotations

import base64
import contextlib
import datetime
import importlib
import json
import pkgutil
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, MetaData, Table, func, insert, select, text

from dualcarbon.errors import InputError
from dualcarbon.store import audit, database
from dualcarbon.vocabulary.faults import Place, note

ENDING = ".jsonl"
WHOLE = "ok"
"""What SQLite says of a database in which nothing is wrong."""
PIECE = 1000
"""Rows written at a time."""
ASIDE = "/"
"""Name that no study has."""


def snapshot(file: Path, target: Path) -> None:
    """Copy a SQLite database as it is at one moment, while others write to it.

    Raises
    ------
    InputError
        It is damaged (BAK007).
    """
    with (
        contextlib.closing(sqlite3.connect(file, timeout=database.WAIT)) as source,
        contextlib.closing(sqlite3.connect(target)) as copy,
    ):
        try:
            source.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")
            (said,) = copy.execute("PRAGMA integrity_check").fetchone()
        except sqlite3.DatabaseError as error:
            raise InputError(faults=[note("BAK007", Place(), what=str(error))]) from error
    if said != WHOLE:
        raise InputError(faults=[note("BAK007", Place(), what=said)])


def exported(engine: Engine) -> dict[str, bytes]:
    """Give the rows of every table as they are at one moment: a line of JSON a row, by the name of the table."""
    level = "REPEATABLE READ" if engine.dialect.name == "postgresql" else "SERIALIZABLE"
    with engine.connect().execution_options(isolation_level=level) as connection:
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("BEGIN")
        tables = _tables(connection)
        return {one.name: _lines(connection, one) for one in tables}


def imported(engine: Engine, given: Mapping[str, bytes]) -> None:
    """Write rows that :func:`exported` gave into an empty database, all or none.

    Raises
    ------
    InputError
        The database holds rows already (BAK006), or has no place for a table or a column (BAK009).
    """
    _every_table()
    database.SCHEMA.create_all(engine)
    with database.writing(engine) as connection:
        tables = {one.name: one for one in _tables(connection)}
        full = [n for n, t in tables.items() if connection.scalar(select(func.count()).select_from(t))]  # fmt: skip
        if full:
            raise InputError(faults=[note("BAK006", Place(), tables=", ".join(full))])
        unknown = [note("BAK009", Place(), table=name, columns="") for name in given if name not in tables]  # fmt: skip
        if unknown:
            raise InputError(faults=unknown)
        for name in (n for n in tables if n in given):
            _filled(connection, tables[name], given[name])


def renamed(engine: Engine, old: str, new: str) -> None:
    """Give the rows of a study another name, all or none; what bore that name before gets the old one, so that none collide.

    The audit log stays as it is: each of its rows is sealed with the name that the study had.
    """
    with database.writing(engine) as connection:
        tables = [t for t in _tables(connection) if "study" in t.c and t.name != audit.ROWS.name]
        for before, after in ((new, ASIDE), (old, new), (ASIDE, old)):
            for one in tables:
                connection.execute(one.update().where(one.c.study == before).values(study=after))


def _tables(connection: Connection) -> list[Table]:
    """Give the tables as the database has them, those that others refer to first."""
    found = MetaData()
    found.reflect(connection)
    return found.sorted_tables


def _every_table() -> None:
    """Import what defines tables, so that a new database gets them all."""
    from dualcarbon import store

    for one in pkgutil.iter_modules(store.__path__):
        importlib.import_module(f"{store.__name__}.{one.name}")


def _lines(connection: Connection, table: Table) -> bytes:
    rows = connection.execute(select(table).order_by(*table.primary_key.columns)).mappings()
    each = ({name: _plain(value) for name, value in row.items()} for row in rows)
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in each).encode()


def _filled(connection: Connection, table: Table, lines: bytes) -> None:
    rows = [json.loads(line) for line in lines.decode().splitlines()]
    missing = {name for row in rows[:1] for name in row} - {column.name for column in table.columns}
    if missing:
        told = ", ".join(sorted(missing))
        raise InputError(faults=[note("BAK009", Place(), table=table.name, columns=told)])
    for piece in _pieces(rows):
        values = [{name: _value(value) for name, value in row.items()} for row in piece]
        connection.execute(insert(table), values)
    if connection.dialect.name == "postgresql":
        _counted_on(connection, table)


def _counted_on(connection: Connection, table: Table) -> None:
    """Let numbers that the database gives go on after those that were restored."""
    column = table.autoincrement_column
    if column is None or not connection.scalar(select(func.count()).select_from(table)):
        return
    last = connection.scalar(select(func.max(column)))
    sequence = connection.scalar(
        text("SELECT pg_get_serial_sequence(:name, :column)"),
        {"name": f'"{table.name}"', "column": column.name},
    )
    if sequence is not None:
        connection.execute(text("SELECT setval(:sequence, :last)"), {"sequence": sequence, "last": last})  # fmt: skip


def _pieces(rows: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for begin in range(0, len(rows), PIECE):
        yield rows[begin : begin + PIECE]


def _plain(value: Any) -> Any:  # noqa: ANN401 - a cell may hold anything
    """Give a cell as JSON; what JSON has no word for is named by its kind."""
    if isinstance(value, bytes):
        return {"bytes": base64.b64encode(value).decode("ascii")}
    if isinstance(value, datetime.datetime):
        return {"time": value.isoformat()}
    if isinstance(value, dict | list):
        return {"json": value}
    return value


def _value(plain: Any) -> Any:  # noqa: ANN401 - a cell may hold anything
    if not isinstance(plain, dict):
        return plain
    ((kind, value),) = plain.items()
    if kind == "bytes":
        return base64.b64decode(value)
    return datetime.datetime.fromisoformat(value) if kind == "time" else value


def names(files: Iterable[str], folder: str) -> dict[str, str]:
    """Give the names of tables by the files that hold their rows.

    Examples
    --------
    >>> names(["database/jobs.jsonl", "files/a.csv"], "database/")
    {'database/jobs.jsonl': 'jobs'}
    """
    found = (one for one in files if one.startswith(folder) and one.endswith(ENDING))
    return {one: one.removeprefix(folder).removesuffix(ENDING) for one in found}
