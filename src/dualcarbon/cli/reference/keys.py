"""Dotted keys as tables of a page, and those that no page describes."""

from __future__ import annotations

from collections.abc import Iterable

from dualcarbon.cli.reference import markdown
from dualcarbon.cli.reference.markdown import both, code
from dualcarbon.vocabulary.keys import Key, alike, load

HEAD = ("key", "unit", "meaning 含义")


def sections(file: str) -> list[str]:
    """Give a section with a table for each part of a data file."""
    return [f"## {part}\n\n{_table(keys)}" for part, keys in load(file).items()]


def undescribed(paths: Iterable[str], file: str) -> list[str]:
    """List the paths that no key of a data file describes; one for all that are alike."""
    known = [key for part in load(file).values() for key in part]
    return [path for path in alike(paths) if not any(key.matches(path) for key in known)]


def _table(keys: tuple[Key, ...]) -> str:
    return markdown.table(HEAD, ((code(k.path), k.unit, both(k.en, k.zh)) for k in keys))
