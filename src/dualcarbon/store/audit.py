"""What was done by whom: a log that only grows, each row sealed together with the seal of the row before it.

The last number and its seal, the head, stand in the database, and outside of it in a file: whoever changes the log so that it
agrees with itself again still differs from what was kept.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Column, Connection, Engine, Integer, Row, Table, Text, insert, select, text

from dualcarbon.store import database
from dualcarbon.vocabulary.faults import Fault, Place, cut, note

ROWS = Table(
    "audit",
    database.SCHEMA,
    Column("number", Integer, primary_key=True, autoincrement=False),
    *(Column(name, Text, nullable=False) for name in ("at", "who", "what", "study", "detail")),
    Column("seal", Text, nullable=False),
)
HEAD = Table(
    "audit_head",
    database.SCHEMA,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("number", Integer, nullable=False),
    Column("seal", Text, nullable=False),
)
KEPT = "audit.head"
LONGEST = 200
"""Characters of a name that are kept."""
Head = tuple[int, str]
NONE: Head = (0, "")


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the log."""

    number: int
    at: str
    who: str
    what: str
    study: str
    detail: Mapping[str, Any]
    seal: str


@dataclass(frozen=True, slots=True)
class Audit:
    """The log of a database; ``folder`` is where its head is kept outside of it."""

    engine: Engine
    folder: Path
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def record(
        self, who: str, what: str, study: str = "", detail: Mapping[str, Any] | None = None
    ) -> Head:
        """Add a row, and give the head that it makes."""
        told = (_now(), _plain(who), _plain(what), _plain(study), _json(detail or {}))
        with self._lock:
            with database.writing(self.engine) as connection:
                head = _appended(connection, told)
            self._keep(head)
        return head

    def entries(
        self, limit: int = 100, before: int | None = None, study: str | None = None
    ) -> list[Entry]:
        """Give rows, the newest first: at most ``limit`` of them, those before a number, those of a study."""
        asked = select(ROWS).order_by(ROWS.c.number.desc()).limit(limit)
        asked = asked if before is None else asked.where(ROWS.c.number < before)
        asked = asked if study is None else asked.where(ROWS.c.study == study)
        with self.engine.connect() as connection:
            return [_entry(row) for row in connection.execute(asked)]

    def head(self) -> Head:
        """Give the number of the last row and its seal, as the database keeps them."""
        with self.engine.connect() as connection:
            return _head(connection)

    def kept(self) -> Head | None:
        """Give the head that is kept outside of the database; nothing where there is none or it cannot be read."""
        try:
            number, seal = (self.folder / KEPT).read_text(encoding="ascii").split()
            return int(number), seal
        except (OSError, ValueError):
            return None

    def verify(self, seal: str = "") -> list[Fault]:
        """Hold every row against the one before it, and the last against both heads.

        Parameters
        ----------
        seal : str
            The seal of a head that somebody has noted elsewhere; it must be in the log.

        Returns
        -------
        list of Fault
            Rows that were changed, moved or put in, gaps, an end that was cut off; empty if the log is whole.
        """
        kept = self.kept()
        with self.engine.connect() as connection:
            head = _head(connection)
            seals, found = _read(connection, {kept[0] if kept else 0})
            noted = not seal or connection.execute(select(ROWS.c.number).where(ROWS.c.seal == seal)).first()  # fmt: skip
        last = seals["last"]
        if not noted:
            found.append(note("AUD006", Place(), seal=cut(seal)))
        if last != head:
            found.append(note("AUD003", Place(), number=last[0], head=head[0]))
        if kept is None:
            return [*found, *([note("AUD005", Place())] if last[0] else [])]
        if kept != NONE and seals.get(kept[0]) != kept:
            found.append(note("AUD004", Place(), head=kept[0], number=last[0]))
        return found

    def _keep(self, head: Head) -> None:
        """Write the head beside the database, unless another process has kept a later one."""
        kept = self.kept()
        if kept is not None and kept[0] >= head[0]:
            return
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        new = self.folder / f"{KEPT}.{secrets.token_hex(4)}"
        with new.open("w", encoding="ascii") as file:
            file.write(f"{head[0]} {head[1]}\n")
            file.flush()
            os.fsync(file.fileno())
        new.replace(self.folder / KEPT)


def seal(before: str, number: int, told: tuple[str, ...]) -> str:
    """Give the seal of a row: a hash of the seal before it and of everything that it says."""
    said = json.dumps([before, number, *told], ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(said.encode("ascii")).hexdigest()


def _appended(connection: Connection, told: tuple[str, ...]) -> Head:
    if connection.dialect.name == "postgresql":
        connection.execute(text("LOCK TABLE audit_head IN EXCLUSIVE MODE"))
    number, before = _head(connection)
    head = (number + 1, seal(before, number + 1, told))
    names = ("at", "who", "what", "study", "detail")
    row = dict(zip(names, told, strict=True)) | {"number": head[0], "seal": head[1]}
    connection.execute(insert(ROWS).values(row))
    if number:
        connection.execute(HEAD.update().values(number=head[0], seal=head[1]))
    else:
        connection.execute(HEAD.delete())
        connection.execute(insert(HEAD).values(id=1, number=head[0], seal=head[1]))
    return head


def _head(connection: Connection) -> Head:
    row = connection.execute(select(HEAD.c.number, HEAD.c.seal)).first()
    return (row.number, row.seal) if row else NONE


def _read(connection: Connection, wanted: set[int]) -> tuple[dict[Any, Head], list[Fault]]:
    """Walk along the chain: the seals of some numbers and of the last, and every fault."""
    seals: dict[Any, Head] = {"last": NONE}
    found: list[Fault] = []
    for row in connection.execute(
        select(ROWS).order_by(ROWS.c.number).execution_options(yield_per=1000)
    ):
        found += _faults(row, seals["last"])
        seals["last"] = (row.number, row.seal)
        if row.number in wanted:
            seals[row.number] = seals["last"]
    return seals, found


def _faults(row: Row[Any], before: Head) -> Iterator[Fault]:
    if row.number != before[0] + 1:
        yield note("AUD002", Place(), first=before[0] + 1, last=row.number - 1)
        return
    told = (row.at, row.who, row.what, row.study, row.detail)
    if seal(before[1], row.number, told) != row.seal:
        yield note("AUD001", Place(), number=row.number, at=row.at, what=row.what)


def _entry(row: Row[Any]) -> Entry:
    try:
        detail = json.loads(row.detail)
    except ValueError:
        detail = {"": row.detail}
    return Entry(row.number, row.at, row.who, row.what, row.study, detail, row.seal)


def _plain(given: str) -> str:
    """Give a name as any database can keep it."""
    return "".join(c if c.isprintable() else "\ufffd" for c in given)[:LONGEST]


def _json(detail: Mapping[str, Any]) -> str:
    return json.dumps(dict(detail), ensure_ascii=True, sort_keys=True, default=str)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")
