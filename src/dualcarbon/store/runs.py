"""Runs on disk: written aside, renamed when complete, so that a run is whole or not there."""

from __future__ import annotations

import contextlib
import json
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dualcarbon.store import saving

DONE = "manifest.json"
"""The file that is written last: a folder without it is no run."""
TRIES = 10
"""How often a finished run tries to take a place that others are taking too."""


@contextlib.contextmanager
def aside(target: Path, home: Path | None = None) -> Iterator[Path]:
    """Give a scratch folder beside ``target``, or in ``home``, that becomes ``target`` when the block ends well.

    If somebody else completed the same run in the meantime theirs is kept: both hold the same bytes.
    """
    home = home or target.parent
    for folder in (target.parent, home):
        folder.mkdir(parents=True, exist_ok=True)
    before = _identity(target)
    scratch = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=home))
    try:
        yield scratch
        scratch.chmod(0o755)
        with saving.alone(target.parent):
            if not is_complete(target) or _identity(target) == before:
                _place(scratch, target)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def is_complete(run: Path) -> bool:
    """Tell whether a folder holds a finished run."""
    return (run / DONE).is_file()


def write_json(file: Path, content: object) -> None:
    """Write JSON that people can read and diff; NaN is refused."""
    file.write_text(dumps(content) + "\n", encoding="utf-8")


def dumps(content: object) -> str:
    """Give JSON text with unescaped Chinese and no NaN."""
    return json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False)


def read_json(file: Path) -> dict[str, Any]:
    """Read JSON."""
    content: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return content


def _identity(folder: Path) -> int | None:
    """Tell a folder from another one that takes its name."""
    try:
        return folder.stat().st_ino
    except FileNotFoundError:  # not there, or just moved away by somebody else
        return None


def _place(scratch: Path, target: Path) -> None:
    """Move the finished folder to its place; an older or unfinished one there makes room first.

    Of two that finish at the same moment one keeps the place; while they take turns it is tried again.
    """
    for left in reversed(range(TRIES)):
        if target.exists():
            _make_room(target)
        try:
            scratch.replace(target)
        except OSError:
            if is_complete(target):
                return  # both hold the same bytes
            if not left:
                raise
        else:
            return


def _make_room(target: Path) -> None:
    """Take away what stands in the place, unless somebody else just did."""
    with (
        tempfile.TemporaryDirectory(prefix=f".{target.name}-old-", dir=target.parent) as old,
        contextlib.suppress(FileNotFoundError),
    ):
        target.replace(Path(old) / target.name)
