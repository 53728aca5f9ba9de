"""Dotted keys with their unit and meaning, kept as data beside this module."""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib import resources

from dualcarbon.cli.reference import markdown
from dualcarbon.cli.reference.markdown import both, code

HEAD = ("key", "unit", "meaning 含义")
VARIES = {"year": r"\d{4}", "n": r"\d+", "item": ".+"}
"""What words in braces stand for; any other word is one name, without points."""


@dataclass(frozen=True, slots=True)
class Key:
    """One dotted key, words in braces for what varies."""

    path: str
    unit: str
    en: str
    zh: str

    def matches(self, path: str) -> bool:
        """Tell whether a dotted path is this key.

        Examples
        --------
        >>> key = Key("inventory.by_sector_mt.{sector}.{year}", "Mt CO2", "", "")
        >>> key.matches("inventory.by_sector_mt.industry.2017"), key.matches("inventory.by_sector_mt.2017")
        (True, False)
        """
        return re.fullmatch(_pattern(self.path), path) is not None


@functools.cache
def load(file: str) -> Mapping[str, tuple[Key, ...]]:
    """Give the keys of a data file by the part that they belong to."""
    text = resources.files(__package__).joinpath(file).read_text(encoding="utf-8")
    return {
        part: tuple(Key(path, *told) for path, told in rows.items())
        for part, rows in tomllib.loads(text).items()
    }


def sections(file: str) -> list[str]:
    """Give a section with a table for each part of a data file."""
    return [f"## {part}\n\n{_table(keys)}" for part, keys in load(file).items()]


def undescribed(paths: Iterable[str], file: str) -> list[str]:
    """List the paths that no key of a data file describes."""
    known = [key for part in load(file).values() for key in part]
    return [path for path in paths if not any(key.matches(path) for key in known)]


def _table(keys: tuple[Key, ...]) -> str:
    return markdown.table(HEAD, ((code(k.path), k.unit, both(k.en, k.zh)) for k in keys))


@functools.cache
def _pattern(path: str) -> str:
    pieces = re.split(r"\{(\w+)\}", path)
    return "".join(
        VARIES.get(piece, r"[^.]+") if at % 2 else re.escape(piece)
        for at, piece in enumerate(pieces)
    )
