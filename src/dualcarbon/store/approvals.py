"""Which finished runs were approved: by whom, when, with what words, and for which bytes; taken back only with a reason."""

from __future__ import annotations

import dataclasses
import datetime
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Engine,
    Integer,
    Row,
    String,
    Table,
    Text,
    insert,
    select,
    update,
)

from dualcarbon.errors import InputError
from dualcarbon.store import times
from dualcarbon.store.database import SCHEMA, alone
from dualcarbon.vocabulary.faults import Place, note

APPROVALS = Table(
    "approvals",
    SCHEMA,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("study", String(200), nullable=False, index=True),
    Column("run", String(200), nullable=False),
    Column("digest", String(64), nullable=False),
    Column("who", Text, nullable=False),
    Column("at", String(40), nullable=False),
    Column("note", Text, nullable=False),
    Column("revoked_by", Text, nullable=False, default=""),
    Column("revoked_at", String(40), nullable=False, default=""),
    Column("reason", Text, nullable=False, default=""),
)


@dataclass(frozen=True, slots=True)
class Approval:
    """An approval of a run: ``digest`` is the SHA-256 of the manifest of the run that it speaks for; times are UTC."""

    number: int
    study: str
    run: str
    digest: str
    who: str
    at: str
    note: str
    revoked_by: str
    revoked_at: str
    reason: str

    @property
    def day(self) -> str:
        """The day on which it was given, in the time of China."""
        return times.day(self.at)

    @property
    def stands(self) -> bool:
        """Whether nobody has taken it back."""
        return not self.revoked_at


class Approvals:
    """The approvals of a database."""

    def __init__(self, engine: Engine) -> None:
        SCHEMA.create_all(engine, tables=[APPROVALS])
        self.engine = engine

    def give(self, study: str, run: str, digest: str, who: str, said: str = "") -> Approval:
        """Approve a run, whose manifest has this digest.

        Raises
        ------
        InputError
            It is approved already, for the same bytes (APV002).
        """
        row = {"study": study, "run": run, "digest": digest, "who": who, "at": _now(), "note": said}
        with alone(self.engine, APPROVALS) as connection:
            last = _last(connection, study, run)
            if last is not None and last.stands and last.digest == digest:
                raise InputError(faults=[note("APV002", Place(), who=last.who, at=last.day)])
            done = connection.execute(insert(APPROVALS).values(row).returning(APPROVALS))
            return _approval(done.one())

    def revoke(self, study: str, run: str, who: str, reason: str) -> Approval:
        """Take the approval of a run back, those of other bytes under its name too.

        Raises
        ------
        InputError
            There is none that stands (APV004).
        """
        with alone(self.engine, APPROVALS) as connection:
            last = _last(connection, study, run)
            if last is None or not last.stands:
                raise InputError(faults=[note("APV004", Place(), run=run)])
            now = _now()
            values = {"revoked_by": who, "revoked_at": now, "reason": reason}
            standing = _of(study, run) & (APPROVALS.c.revoked_at == "")
            connection.execute(update(APPROVALS).where(standing).values(values))
            return dataclasses.replace(last, revoked_by=who, revoked_at=now, reason=reason)

    def last(self, study: str, run: str) -> Approval | None:
        """Give the last approval of a run, standing or taken back; nothing where there was none."""
        with self.engine.connect() as connection:
            return _last(connection, study, run)

    def of(self, study: str) -> list[Approval]:
        """List every approval of a study, the newest first."""
        asked = (
            select(APPROVALS).where(APPROVALS.c.study == study).order_by(APPROVALS.c.number.desc())
        )
        with self.engine.connect() as connection:
            return [_approval(row) for row in connection.execute(asked)]


def _last(connection: Connection, study: str, run: str) -> Approval | None:
    row = connection.execute(select(APPROVALS).where(_of(study, run)).order_by(APPROVALS.c.number.desc())).first()  # fmt: skip
    return _approval(row) if row is not None else None


def _of(study: str, run: str) -> ColumnElement[bool]:
    return (APPROVALS.c.study == study) & (APPROVALS.c.run == run)


def _approval(row: Row[Any]) -> Approval:
    return Approval(**row._asdict())


def _now() -> str:
    return datetime.datetime.now(tz=datetime.UTC).isoformat(timespec="seconds")
