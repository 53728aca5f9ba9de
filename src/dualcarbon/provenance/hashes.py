"""Fingerprints of inputs: SHA-256 of their bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

CHUNK = 1 << 20  # bytes read at a time


def of_bytes(content: bytes) -> str:
    """Give the SHA-256 of some bytes, in hexadecimal.

    References
    ----------
    .. [1] FIPS 180-4, "Secure Hash Standard", NIST, 2015.

    Examples
    --------
    >>> of_bytes(b"abc")[:16]
    'ba7816bf8f01cfea'
    """
    return hashlib.sha256(content).hexdigest()


def of_file(path: Path) -> str:
    """Give the SHA-256 of a file, read in pieces.

    Raises
    ------
    OSError
        The file cannot be read.
    """
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while piece := stream.read(CHUNK):
            digest.update(piece)
    return digest.hexdigest()


def of_files(root: Path, paths: Iterable[Path]) -> dict[str, str]:
    """Give the SHA-256 of files by their name below ``root``, sorted by that name.

    Names are written with ``/`` on every system, so that a folder has one fingerprint everywhere.

    Raises
    ------
    OSError
        A file cannot be read.
    ValueError
        A file does not lie below ``root``.
    """
    found = {path.relative_to(root).as_posix(): of_file(path) for path in paths}
    return dict(sorted(found.items()))
