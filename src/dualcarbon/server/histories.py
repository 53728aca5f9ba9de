"""What was saved of a study: versions, who changed a row last, and how two versions differ."""

from __future__ import annotations

import difflib
from collections.abc import Mapping

from dualcarbon.server import grids
from dualcarbon.server.refused import unknown
from dualcarbon.store.versions import Version, Versions

LOOKED_AT = 20
"""Versions of a file that are searched for the one that changed a row."""


def changed_by(
    versions: Versions, study: str, file: str, table: str, row: Mapping[str, str]
) -> Version | None:
    """Give the version that made a row of a table what it is; nothing where none of the last ones did."""
    wanted = _plain(row)
    for one in versions.of(study, file)[:LOOKED_AT]:
        after, before = (
            _rows(versions.contents(one.id, file, before=b), file, table) for b in (False, True)
        )
        if wanted in after and wanted not in before:
            return one
    return None


def version(versions: Versions, study: str, id: str) -> Version:
    """Give a version of a study.

    Raises
    ------
    Refused
        The study has none of this id.
    """
    for one in versions.of(study):
        if one.id == id:
            return one
    raise unknown(id, "version")


def difference(versions: Versions, version: Version, file: str) -> str | None:
    """Give how a version changed a file; nothing where its contents were not kept."""
    from dualcarbon.study.changing import shown

    old, new = (versions.contents(version.id, file, before=b) for b in (True, False))
    hashes = version.files[file]
    if (old is None and hashes[0]) or (new is None and hashes[1]):
        return None
    was, now = (shown(data, file).splitlines() for data in (old, new))
    return "\n".join(difflib.unified_diff(was, now, f"a/{file}", f"b/{file}", lineterm="", n=2))


def _rows(data: bytes | None, file: str, table: str) -> set[tuple[tuple[str, str], ...]]:
    from dualcarbon.study.changing import shown

    grid = grids.of_text(shown(data, file), file, table)
    return {_plain(dict(zip(grid.columns, cells, strict=False))) for _, cells in grid.rows}


def _plain(row: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted((name, text) for name, text in row.items() if name and text))
