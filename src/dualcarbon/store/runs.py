"""Runs on disk: written aside, renamed when complete, so that a run is whole or not there."""

from __future__ import annotations

import contextlib
import json
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

DONE = "manifest.json"
"""The file that is written last: a folder without it is no run."""


@contextlib.contextmanager
def aside(target: Path) -> Iterator[Path]:
    """Give a scratch folder beside ``target`` that becomes ``target`` when the block ends well.

    If somebody else completed the same run in the meantime theirs is kept: both hold the same bytes.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    scratch = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    try:
        yield scratch
        scratch.chmod(0o755)
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


def _place(scratch: Path, target: Path) -> None:
    """Move the finished folder to its place; an older or unfinished one there makes room first."""
    if target.exists():
        old = Path(tempfile.mkdtemp(prefix=f".{target.name}-old-", dir=target.parent))
        target.replace(old / target.name)
        shutil.rmtree(old, ignore_errors=True)
    try:
        scratch.replace(target)
    except OSError:
        if not is_complete(
            target
        ):  # else somebody finished the same run first: both hold the same bytes
            raise
