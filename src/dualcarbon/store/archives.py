"""An archive of files that tells when one of them is not what was put in: the hash of each, checked before anything is in its place."""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import io
import json
import os
import re
import shutil
import tarfile
import tempfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from dualcarbon.errors import InputError
from dualcarbon.vocabulary.faults import Place, cut, note

LISTING = "backup.json"
"""The last member: what was packed, by name and hash."""
SCHEMA = "dualcarbon/backup/1"
PIECE = 1 << 20  # bytes read at a time
SHOWN = 5  # names that a sentence tells
LEVEL = 5  # of compression
DRIVE = re.compile(r"^[A-Za-z]:")
Listing = dict[str, Any]


@dataclass(slots=True)
class Packing:
    """An archive while files are put into it."""

    tar: tarfile.TarFile
    hashes: dict[str, str] = field(default_factory=dict)

    def add(self, name: str, file: Path) -> None:
        """Put a file in; one that was renamed away since it was seen is left out as if it had never been there.

        The file is read from one handle: who replaces it by renaming another one over it changes nothing here.
        """
        try:
            stream = file.open("rb")
        except FileNotFoundError:
            return
        with stream:
            kept = os.fstat(stream.fileno())
            self._put(name, _Hashed(stream), kept.st_size, kept.st_mtime)

    def add_bytes(self, name: str, data: bytes) -> None:
        """Put bytes in."""
        self._put(name, _Hashed(io.BytesIO(data)), len(data), 0.0)

    def _put(self, name: str, stream: _Hashed, size: int, at: float) -> None:
        member = tarfile.TarInfo(name)
        member.size, member.mtime, member.mode = size, at, 0o644
        self.tar.addfile(member, stream)
        self.hashes[name] = stream.digest.hexdigest()


class _Hashed:
    """Reads a stream, and keeps the hash of what was read."""

    def __init__(self, stream: IO[bytes]) -> None:
        self.stream, self.digest = stream, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        piece = self.stream.read(size)
        self.digest.update(piece)
        return piece


@contextlib.contextmanager
def packed(target: Path, told: Mapping[str, Any]) -> Iterator[Packing]:
    """Give an archive to be filled; it is in its place, whole and on the disk, when the block ends well.

    Parameters
    ----------
    target : Path
        The archive, readable by its owner alone.
    told : mapping
        What its listing says besides the hashes.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, aside = tempfile.mkstemp(prefix=f".{target.name}-", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as raw:
            with (
                gzip.GzipFile(filename="", mode="wb", compresslevel=LEVEL, fileobj=raw) as stream,
                tarfile.open(fileobj=stream, mode="w", format=tarfile.PAX_FORMAT) as tar,
            ):
                packing = Packing(tar)
                yield packing
                listing = {"schema": SCHEMA, **told, "files": dict(sorted(packing.hashes.items()))}
                packing.add_bytes(LISTING, json.dumps(listing, ensure_ascii=False, indent=1).encode())  # fmt: skip
            raw.flush()
            os.fsync(raw.fileno())
        Path(aside).replace(target)
    finally:
        Path(aside).unlink(missing_ok=True)


def unpacked(archive: Path, folder: Path) -> Listing:
    """Put the files of an archive into an empty folder and hold each against its hash; give the listing.

    Files that the listing does not name are not kept. Who calls this takes the folder away where it raises.

    Raises
    ------
    InputError
        It is no such archive or damaged (BAK001), a name leads out of the folder or is no plain file (BAK002), or a file is
        not what was packed (BAK004).
    """
    place = Place(file=str(archive))
    try:
        with gzip.open(archive, "rb") as stream, tarfile.open(fileobj=stream, mode="r|") as tar:
            found = dict(_members(tar, folder, place))
            while stream.read(PIECE):  # the checksum of the whole stands at its end
                pass
    except (tarfile.TarError, EOFError, zlib.error, gzip.BadGzipFile, UnicodeDecodeError) as error:
        what = cut(str(error) or type(error).__name__)
        raise InputError(faults=[note("BAK001", place, what=what)]) from error
    listing = _listing(folder, place)
    wanted: Mapping[str, str] = listing["files"]
    wrong = sorted(name for name, digest in wanted.items() if found.get(name) != digest)
    if wrong:
        told = ", ".join(wrong[:SHOWN]) + (" ..." if len(wrong) > SHOWN else "")
        raise InputError(faults=[note("BAK004", place, files=told)])
    for name in found.keys() - wanted.keys() - {LISTING}:
        (folder / name).unlink()
    return listing


def safe(name: str) -> bool:
    r"""Tell whether a name stays inside the folder that it is put into, on every system.

    Examples
    --------
    >>> safe("a/data/energy.csv"), safe("../x"), safe("/etc/x"), safe("a\\..\\x"), safe("C:/x"), safe("a//b")
    (True, False, False, False, False, False)
    """
    parts = name.split("/")
    odd = DRIVE.match(name) or "\\" in name or "\0" in name
    return not odd and all(part not in ("", ".", "..") for part in parts)


def _members(tar: tarfile.TarFile, folder: Path, place: Place) -> Iterator[tuple[str, str]]:
    """Write every member and give its hash; one that is no plain file, or stands twice, ends it."""
    seen: set[str] = set()
    for member in tar:
        name = member.name
        if not (member.isreg() and safe(name)) or name.casefold() in seen:
            raise InputError(faults=[note("BAK002", place, name=cut(name))])
        seen.add(name.casefold())
        source = tar.extractfile(member)
        if source is None:
            raise InputError(faults=[note("BAK002", place, name=cut(name))])
        yield name, _written(source, folder / name, member.mtime, place)


def _written(source: IO[bytes], file: Path, at: float, place: Place) -> str:
    hashed = _Hashed(source)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("xb") as target:
            shutil.copyfileobj(hashed, target, PIECE)
            target.flush()
            os.fsync(target.fileno())
    except (FileExistsError, NotADirectoryError) as error:
        raise InputError(faults=[note("BAK002", place, name=cut(file.name))]) from error
    os.utime(file, (at, at))
    return hashed.digest.hexdigest()


def _listing(folder: Path, place: Place) -> Listing:
    file = folder / LISTING
    try:
        listing = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise InputError(faults=[note("BAK001", place, what=LISTING)]) from error
    file.unlink()
    given = listing if isinstance(listing, dict) else {}
    if given.get("schema") != SCHEMA or not isinstance(given.get("files"), dict):
        raise InputError(faults=[note("BAK001", place, what=LISTING)])
    return given
