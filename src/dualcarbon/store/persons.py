"""Who may sign in: persons, their roles by study, their sessions and tokens. Of secrets only hashes are kept."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import (
    Column,
    Connection,
    Engine,
    ForeignKey,
    Integer,
    Table,
    Text,
    delete,
    func,
    insert,
    select,
    update,
)

from dualcarbon.errors import InputError
from dualcarbon.store import database
from dualcarbon.vocabulary.faults import Place, note
from dualcarbon.vocabulary.names import nearest

EVERY = "*"
"""Stands for every study."""
HIGHEST = "administrator"
STEP = 60
"""How seldom it is written that a session or a token was used. [s]"""


def _owner() -> Column[str]:
    return Column(
        "name", Text, ForeignKey("persons.name", ondelete="CASCADE"), nullable=False, index=True
    )


PERSONS = Table(
    "persons",
    database.SCHEMA,
    Column("name", Text, primary_key=True),
    Column("secret", Text, nullable=False),  # argon2id, never the password
    Column("at", Integer, nullable=False),
)
ROLES = Table(
    "person_roles",
    database.SCHEMA,
    Column("name", Text, ForeignKey("persons.name", ondelete="CASCADE"), primary_key=True),
    Column("study", Text, primary_key=True),
    Column("role", Text, nullable=False),
)
SESSIONS = Table(
    "person_sessions",
    database.SCHEMA,
    Column("hash", Text, primary_key=True),
    _owner(),
    Column("begun", Integer, nullable=False),
    Column("seen", Integer, nullable=False),
)
TOKENS = Table(
    "person_tokens",
    database.SCHEMA,
    Column("id", Text, primary_key=True),
    Column("hash", Text, nullable=False, unique=True),
    _owner(),
    Column("title", Text, nullable=False),
    Column("begun", Integer, nullable=False),
    Column("seen", Integer, nullable=False),
    Column("ends", Integer, nullable=False),
)


@dataclass(frozen=True, slots=True)
class Listed:
    """A person as the list shows them; times in seconds since 1970, UTC."""

    name: str
    at: int
    roles: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Token:
    """A token as its owner sees it: never itself. ``seen`` is 0 before its first use."""

    id: str
    title: str
    begun: int
    seen: int
    ends: int


@dataclass(frozen=True, slots=True)
class Persons:
    """The persons of a database."""

    engine: Engine

    def add(self, name: str, secret: str, at: int) -> None:
        """Add a person, who may do nothing yet.

        Raises
        ------
        InputError
            There is one of this name.
        """
        with database.alone(self.engine, PERSONS) as connection:
            if _secret(connection, name) is not None:
                raise InputError(faults=[note("PER002", Place(), name=name)])
            connection.execute(insert(PERSONS).values(name=name, secret=secret, at=at))

    def remove(self, name: str) -> None:
        """Remove a person with roles, sessions and tokens; the last administrator stays.

        Raises
        ------
        InputError
            There is none of this name, or nobody would be left to administer.
        """
        with self._of(name) as connection:
            connection.execute(delete(PERSONS).where(PERSONS.c.name == name))

    def listed(self) -> list[Listed]:
        """List the persons by name, each with the roles."""
        with self.engine.connect() as connection:
            rows = connection.execute(select(PERSONS.c.name, PERSONS.c.at)).all()
            given = connection.execute(select(ROLES)).all()
        held: dict[str, list[tuple[str, str]]] = {row.name: [] for row in rows}
        for row in given:
            held.setdefault(row.name, []).append((row.study, row.role))
        return sorted(
            (Listed(r.name, r.at, tuple(sorted(held[r.name]))) for r in rows), key=lambda p: p.name
        )

    def secret(self, name: str) -> str | None:
        """Give the hash of a person's password; nothing where there is no such person."""
        with self.engine.connect() as connection:
            return _secret(connection, name)

    def change(self, name: str, secret: str) -> None:
        """Keep the hash of another password.

        Raises
        ------
        InputError
            There is none of this name.
        """
        with database.alone(self.engine, PERSONS) as connection:
            _there(connection, name)
            connection.execute(update(PERSONS).where(PERSONS.c.name == name).values(secret=secret))

    def give(self, name: str, role: str, study: str = EVERY) -> None:
        """Give a person a role in a study, in place of the one there; an empty role takes it away.

        Raises
        ------
        InputError
            There is none of this name, or nobody would be left to administer.
        """
        with self._of(name) as connection:
            own = (ROLES.c.name == name) & (ROLES.c.study == study)
            connection.execute(delete(ROLES).where(own))
            if role:
                connection.execute(insert(ROLES).values(name=name, study=study, role=role))

    def roles(self, name: str) -> tuple[tuple[str, str], ...]:
        """Give the roles of a person by study."""
        asked = select(ROLES.c.study, ROLES.c.role).where(ROLES.c.name == name)
        with self.engine.connect() as connection:
            return tuple((row.study, row.role) for row in connection.execute(asked))

    def begin(self, id: str, name: str, now: int) -> None:
        """Begin a session."""
        row = {"hash": hashed(id), "name": name, "begun": now, "seen": now}
        with database.writing(self.engine) as connection:
            connection.execute(insert(SESSIONS).values(row))

    def session(
        self, id: str, now: int, idle: int, longest: int, *, used: bool = True
    ) -> str | None:
        """Give whose session it is; nothing where there is none, or it was idle or is open for too long.

        ``used`` says that somebody did something; a page that asks of itself keeps no session alive.
        """
        own = SESSIONS.c.hash == hashed(id)
        with self.engine.connect() as connection:
            row = connection.execute(select(SESSIONS).where(own)).first()
        if row is None:
            return None
        if now - row.seen > idle or now - row.begun > longest:
            self.end(id)
            return None
        if used:
            self._seen(SESSIONS, row.hash, row.seen, now)
        return str(row.name)

    def end(self, id: str) -> None:
        """End a session, if it is there."""
        with database.writing(self.engine) as connection:
            connection.execute(delete(SESSIONS).where(SESSIONS.c.hash == hashed(id)))

    def end_all(self, name: str) -> None:
        """End every session of a person."""
        with database.writing(self.engine) as connection:
            connection.execute(delete(SESSIONS).where(SESSIONS.c.name == name))

    def swept(self, now: int, idle: int, longest: int) -> None:
        """Forget the sessions and tokens whose time is over."""
        over = (SESSIONS.c.seen < now - idle) | (SESSIONS.c.begun < now - longest)
        with database.writing(self.engine) as connection:
            connection.execute(delete(SESSIONS).where(over))
            connection.execute(delete(TOKENS).where(TOKENS.c.ends < now))

    def issue(self, name: str, title: str, token: str, now: int, ends: int) -> str:
        """Keep a token by its hash, and give its id."""
        id = secrets.token_hex(8)
        row = {"id": id, "hash": hashed(token), "name": name, "title": title}
        with database.writing(self.engine) as connection:
            connection.execute(insert(TOKENS).values(**row, begun=now, seen=0, ends=ends))
        return id

    def bearer(self, token: str, now: int) -> str | None:
        """Give whose token it is; nothing where there is none, or its time is over."""
        own = TOKENS.c.hash == hashed(token)
        with self.engine.connect() as connection:
            row = connection.execute(select(TOKENS).where(own)).first()
        if row is None or row.ends < now:
            return None
        self._seen(TOKENS, row.hash, row.seen, now)
        return str(row.name)

    def tokens(self, name: str) -> list[Token]:
        """List the tokens of a person, the newest first."""
        columns = [TOKENS.c[one] for one in ("id", "title", "begun", "seen", "ends")]
        asked = select(*columns).where(TOKENS.c.name == name).order_by(TOKENS.c.begun.desc())
        with self.engine.connect() as connection:
            return [Token(*row) for row in connection.execute(asked)]

    def revoke(self, name: str, id: str) -> bool:
        """End a token of a person; tells whether there was one."""
        own = (TOKENS.c.name == name) & (TOKENS.c.id == id)
        with database.writing(self.engine) as connection:
            return bool(connection.execute(delete(TOKENS).where(own)).rowcount)

    def _seen(self, table: Table, hash: str, seen: int, now: int) -> None:
        if now - seen < STEP:
            return
        with database.writing(self.engine) as connection:
            connection.execute(update(table).where(table.c.hash == hash).values(seen=now))

    @contextmanager
    def _of(self, name: str) -> Iterator[Connection]:
        """Change what a person may do, who is there; somebody is left to administer afterwards."""
        with database.alone(self.engine, PERSONS) as connection:
            _there(connection, name)
            highest = _highest(connection)
            yield connection
            _administered(connection, highest)


def hashed(secret: str) -> str:
    """Give what is kept of a session's id or of a token, which are long and random: a hash that leads nowhere."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def _secret(connection: Connection, name: str) -> str | None:
    return connection.execute(select(PERSONS.c.secret).where(PERSONS.c.name == name)).scalar()


def _there(connection: Connection, name: str) -> None:
    if _secret(connection, name) is not None:
        return
    near = nearest(name, connection.execute(select(PERSONS.c.name)).scalars().all())
    raise InputError(faults=[note("PER003", Place(), name=name, near=near or "")])


def _highest(connection: Connection) -> int:
    """Count those who administer everything."""
    own = (ROLES.c.study == EVERY) & (ROLES.c.role == HIGHEST)
    return connection.execute(select(func.count()).select_from(ROLES).where(own)).scalar_one()


def _administered(connection: Connection, before: int) -> None:
    """Refuse to leave nobody who administers where there was somebody."""
    if before and not _highest(connection):
        raise InputError(faults=[note("PER005", Place())])
