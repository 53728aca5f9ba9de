"""Dotted keys with their unit and meaning: those of ``summary.json``, and those of the scenario tree."""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib import resources

VARIES = {"year": r"\d{4}", "n": r"\d+", "item": ".+"}
"""What words in braces stand for; any other word is one name, without points."""
YEAR = 4
"""Digits of a year."""


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
        return _pattern(self.path).fullmatch(path) is not None


@functools.cache
def load(file: str) -> Mapping[str, tuple[Key, ...]]:
    """Give the keys of a data file, ``summary.toml`` or ``tree.toml``, by the part that they belong to."""
    text = resources.files(__package__).joinpath("data", file).read_text(encoding="utf-8")
    return {
        part: tuple(Key(path, *told) for path, told in rows.items())
        for part, rows in tomllib.loads(text).items()
    }


def alike(paths: Iterable[str]) -> list[str]:
    """Give one of the paths that differ in years and places of lists alone, which keys tell alike.

    Examples
    --------
    >>> alike(["territorial_mt.2017", "territorial_mt.2018", "measures.0.npv", "measures.1.npv"])
    ['territorial_mt.2017', 'measures.0.npv']
    """
    found: dict[str, str] = {}
    for path in paths:
        found.setdefault(_counted(path), path)
    return list(found.values())


def _counted(path: str) -> str:
    """Write every year as 0000 and every other whole number as 0."""
    pieces = path.split(".")
    return ".".join(("0000" if len(p) == YEAR else "0") if p.isdecimal() else p for p in pieces)


@functools.cache
def _pattern(path: str) -> re.Pattern[str]:
    pieces = re.split(r"\{(\w+)\}", path)
    return re.compile(
        "".join(
            VARIES.get(piece, r"[^.]+") if at % 2 else re.escape(piece)
            for at, piece in enumerate(pieces)
        )
    )
