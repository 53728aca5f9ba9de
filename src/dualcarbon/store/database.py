"""Where the workbench keeps what it must not lose: SQLite in a file, or PostgreSQL by a URL; one schema, one dialect of SQL.

Every write is one transaction; on SQLite it is on the disk before it is said to be done (WAL, ``synchronous=FULL``), and there is
one writer at a time. Each table is defined in the module that uses it, on ``SCHEMA``.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import DDL, Connection, Engine, MetaData, Table, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.pool import ConnectionPoolEntry

from dualcarbon.errors import InputError
from dualcarbon.vocabulary.faults import Place, note

SCHEMA = MetaData()
"""All tables of the workbench."""
WAIT = 30.0
"""How long a writer waits for another. [s]"""
LOCK = DDL("LOCK TABLE %(table)s IN SHARE ROW EXCLUSIVE MODE")
"""Keeps others from writing to a table until the transaction ends, on PostgreSQL."""


def opened(url: str) -> Engine:
    """Open a database and make the tables that it lacks.

    Parameters
    ----------
    url : str
        ``sqlite:///file`` or ``postgresql://...``.

    Raises
    ------
    InputError
        The URL names no database of these kinds, or it cannot be reached; a password in it is not told.
    """
    try:
        where = make_url(url)
    except ArgumentError as error:
        raise InputError(faults=[note("DBS001", Place())]) from error
    kind = where.get_backend_name()
    if kind not in ("sqlite", "postgresql"):
        raise InputError(faults=[note("DBS001", Place())])
    shown = where.render_as_string(hide_password=True)
    try:
        engine = _sqlite(where.database or "") if kind == "sqlite" else _postgresql(url)
        SCHEMA.create_all(engine)
    except (SQLAlchemyError, OSError, ImportError) as error:
        raise InputError(faults=[note("DBS002", Place(), url=shown)]) from error
    return engine


@contextlib.contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Give a connection whose work is done as a whole or not at all; on SQLite the only one that writes."""
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        else:
            connection.begin()
        try:
            yield connection
        except BaseException:
            connection.rollback()
            raise
        connection.commit()


@contextlib.contextmanager
def alone(engine: Engine, table: Table) -> Iterator[Connection]:
    """Give a connection as :func:`writing` does, while nobody else writes to a table."""
    with writing(engine) as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(LOCK.against(table))
        yield connection


def _sqlite(file: str) -> Engine:
    if file and file != ":memory:":
        Path(file).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    engine = create_engine(f"sqlite:///{file}", connect_args={"timeout": WAIT})

    @event.listens_for(engine, "connect")
    def _settings(connection: sqlite3.Connection, _record: ConnectionPoolEntry) -> None:
        connection.isolation_level = None  # transactions begin where this module says so
        for setting in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {setting}")

    return engine


def _postgresql(url: str) -> Engine:
    plain = url.replace("postgresql://", "postgresql+psycopg://", 1)
    return create_engine(plain, pool_pre_ping=True)
