"""What the files of a study were: every saved change with who, when and why, and the contents before and after."""

from __future__ import annotations

import hashlib
import secrets
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Engine,
    ForeignKey,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    select,
)
from sqlalchemy.exc import SQLAlchemyError

from dualcarbon.errors import InputError, UnknownName
from dualcarbon.store import saving
from dualcarbon.store.database import SCHEMA, writing
from dualcarbon.vocabulary.faults import Place
from dualcarbon.vocabulary.faults import note as fault

CONTENTS = Table(
    "contents",
    SCHEMA,
    Column("sha256", String(64), primary_key=True),
    Column("data", LargeBinary, nullable=False),
)
"""Contents of files, compressed, each once."""
VERSIONS = Table(
    "versions",
    SCHEMA,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("id", String(40), nullable=False, unique=True),
    Column("study", String(200), nullable=False, index=True),
    Column("at", String(40), nullable=False),
    Column("who", Text, nullable=False),
    Column("note", Text, nullable=False),
)
FILES = Table(
    "version_files",
    SCHEMA,
    Column("version", String(40), ForeignKey("versions.id"), primary_key=True),
    Column("file", String(400), primary_key=True),
    Column("before", String(64), nullable=False),
    Column("after", String(64), nullable=False),
)
ABSENT = ""
"""In place of a hash: the file was not there."""


@dataclass(frozen=True, slots=True)
class Version:
    """A saved change: ``at`` is UTC, ``files`` gives the hashes before and after by file, nothing where there was none."""

    id: str
    at: datetime
    who: str
    note: str
    files: Mapping[str, tuple[str, str]]


class Versions:
    """The versions of all studies in a database."""

    def __init__(self, engine: Engine) -> None:
        SCHEMA.create_all(engine, tables=[CONTENTS, VERSIONS, FILES])
        self.engine = engine

    def saved(
        self, folder: Path, study: str, made: Mapping[str, bytes | None], who: str, note: str = ""
    ) -> Version:
        """Save files of a study as a version, for one who is alone in its folder; all of it lasts or none.

        Parameters
        ----------
        folder : Path
            The study.
        study : str
            Its name.
        made : mapping of bytes
            New contents by name in the folder, nothing for a file that goes.
        who, note : str
            Who saves it, and why.

        Raises
        ------
        InputError
            The disk or the database refuses; nothing was changed then.
        """
        saving.finished(folder, self.entered)
        before = {name: _contents(folder / name) for name in made}
        memo = self.prepared(study, who, datetime.now(UTC), note, before, made)
        saving.put(folder, made, memo, self.entered)
        return version(memo)

    def kept(
        self,
        study: str,
        who: str,
        at: datetime,
        note: str,
        before: Mapping[str, bytes | None],
        after: Mapping[str, bytes | None],
    ) -> Version:
        """Keep a change that was saved elsewhere.

        Raises
        ------
        InputError
            The database refuses.
        """
        memo = self.prepared(study, who, at, note, before, after)
        if not self.entered(memo):
            raise InputError(faults=[fault("SAV004")])
        return version(memo)

    def prepared(
        self,
        study: str,
        who: str,
        at: datetime,
        note: str,
        before: Mapping[str, bytes | None],
        after: Mapping[str, bytes | None],
    ) -> dict[str, Any]:
        """Keep the contents of a change that is about to be saved, and give what :meth:`entered` will need.

        Raises
        ------
        InputError
            The database refuses, or the note holds what no database keeps.
        """
        if any("\0" in text or not _whole(text) for text in (who, note)):
            raise InputError(faults=[fault("SAV005")])
        hashes = {name: [_hash(before.get(name)), _hash(after[name])] for name in after}
        try:
            with writing(self.engine) as connection:
                _store(connection, [*before.values(), *after.values()])
        except SQLAlchemyError as error:
            raise InputError(faults=[fault("SAV004")]) from error
        when = at.astimezone(UTC)
        return {
            "id": f"{when:%Y%m%dT%H%M%S}-{secrets.token_hex(4)}",
            "study": study,
            "at": when.isoformat(),
            "who": who,
            "note": note,
            "files": hashes,
        }

    def entered(self, memo: Mapping[str, Any]) -> bool:
        """Enter a change into the list, and tell whether the database took it; entered twice it stands there once."""
        try:
            with writing(self.engine) as connection:
                _enter(connection, memo)
        except (SQLAlchemyError, KeyError, TypeError, ValueError, AttributeError):
            return False  # the database refuses, or it is none of our memos; it stays where it is
        return True

    def of(self, study: str, file: str = "") -> list[Version]:
        """List the versions of a study, or those that changed one file of it, the newest first."""
        wanted = (
            select(VERSIONS).where(VERSIONS.c.study == study).order_by(VERSIONS.c.number.desc())
        )
        if file:
            with_file = select(FILES.c.version).where(FILES.c.file == file)
            wanted = wanted.where(VERSIONS.c.id.in_(with_file))
        with self.engine.connect() as connection:
            rows = connection.execute(wanted).all()
            files = _files(connection, [row.id for row in rows])
        return [
            Version(row.id, datetime.fromisoformat(row.at), row.who, row.note, files[row.id])
            for row in rows
        ]

    def since(self, study: str, file: str, sha256: str) -> list[Version] | None:
        """List the versions that changed a file after it had some contents, the newest first; nothing where it is not known when."""
        later = list[Version]()
        for one in self.of(study, file):
            before, after = one.files[file]
            if after == sha256:
                return later
            later.append(one)
            if before == sha256:
                return later
        return None

    def contents(self, id: str, file: str, *, before: bool = False) -> bytes | None:
        """Give a file as a version left it, or as it was before; nothing where it was not there.

        Raises
        ------
        UnknownName
            There is no such version, or it did not change the file.
        """
        with self.engine.connect() as connection:
            found = _files(connection, [id]).get(id, {}).get(file)
        if found is None:
            msg = f'the version "{id[:40]}" holds no file "{file[:40]}"'
            raise UnknownName(msg)
        return self.data(found[0 if before else 1])

    def data(self, sha256: str) -> bytes | None:
        """Give contents by their hash; nothing where they were never kept."""
        if sha256 == ABSENT:
            return None
        with self.engine.connect() as connection:
            row = connection.execute(
                select(CONTENTS.c.data).where(CONTENTS.c.sha256 == sha256)
            ).first()
        return zlib.decompress(row.data) if row else None

    def then(self, study: str, id: str, *, before: bool = False) -> dict[str, bytes | None]:
        """Give every file that was changed at a version or after it, as it was right after that version, or before it.

        Raises
        ------
        UnknownName
            The study has no such version.
        InputError
            What a file held was not kept.
        """
        every = self.of(study)
        place = next((n for n, one in enumerate(every) if one.id == id), None)
        if place is None:
            msg = f'the study "{study[:40]}" has no version "{id[:40]}"'
            raise UnknownName(msg)
        hashes: dict[str, str] = {}
        for later in every[: place + before]:  # the oldest of the later ones has the last word
            hashes |= {file: was for file, (was, _) in later.files.items()}
        if not before:
            hashes |= {file: after for file, (_, after) in every[place].files.items()}
        held = {file: self.data(sha) for file, sha in hashes.items()}
        lost = [file for file, data in held.items() if data is None and hashes[file] != ABSENT]
        if lost:
            raise InputError(faults=[fault("EDT015", Place(file=file)) for file in lost])
        return held


def version(memo: Mapping[str, Any]) -> Version:
    """Give the version that a memo tells of."""
    files = {file: (before, after) for file, (before, after) in memo["files"].items()}
    return Version(memo["id"], datetime.fromisoformat(memo["at"]), memo["who"], memo["note"], files)


def _enter(connection: Connection, memo: Mapping[str, Any]) -> None:
    known = select(VERSIONS.c.id).where(VERSIONS.c.id == memo["id"])
    if connection.execute(known).first():
        return
    row = {name: memo[name] for name in ("id", "study", "at", "who", "note")}
    connection.execute(VERSIONS.insert().values(**row))
    rows = [
        {"version": memo["id"], "file": file, "before": before, "after": after}
        for file, (before, after) in memo["files"].items()
    ]
    if rows:
        connection.execute(FILES.insert(), rows)


def _files(connection: Connection, ids: Iterable[str]) -> dict[str, dict[str, tuple[str, str]]]:
    found: dict[str, dict[str, tuple[str, str]]] = {id: {} for id in ids}
    rows = connection.execute(select(FILES).where(FILES.c.version.in_(list(found))))
    for row in rows:
        found[row.version][row.file] = (row.before, row.after)
    return found


def _store(connection: Connection, every: Iterable[bytes | None]) -> None:
    by_hash = {_hash(data): data for data in every if data is not None}
    known = select(CONTENTS.c.sha256).where(CONTENTS.c.sha256.in_(list(by_hash)))
    there = set(connection.execute(known).scalars())
    rows = [
        {"sha256": sha, "data": zlib.compress(data)}
        for sha, data in by_hash.items()
        if sha not in there
    ]
    if rows:
        connection.execute(CONTENTS.insert(), rows)


def _contents(file: Path) -> bytes | None:
    return file.read_bytes() if file.is_file() else None


def _whole(text: str) -> bool:
    """Tell whether a text can be written at all; half of a pair of surrogates cannot."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _hash(data: bytes | None) -> str:
    return ABSENT if data is None else hashlib.sha256(data).hexdigest()
