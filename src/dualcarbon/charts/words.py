"""The words on figures, in English and Chinese."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from importlib import resources
from typing import Literal

from dualcarbon.errors import UnknownName

Lang = Literal["en", "zh"]
Title = Mapping[str, str]  # {"en": ..., "zh": ...}


def word(id: str, lang: Lang, **values: object) -> str:
    """Give a word or a short phrase of the figures.

    Raises
    ------
    UnknownName
        The list of words holds no such id.

    Examples
    --------
    >>> word("peak", "en")
    'peak'
    >>> word("no_peak", "zh", horizon=2060)
    '2060年前不达峰'
    """
    entry = _words().get(id)
    if entry is None:
        msg = f'"{id}" is not a word of the figures'
        raise UnknownName(msg)
    return entry[lang].format(**values)


def known(id: str) -> bool:
    """Tell whether the list of words holds an id."""
    return id in _words()


def number(value: float, digits: int = 0, *, signed: bool = False) -> str:
    """Write a number with thousands separators.

    Examples
    --------
    >>> number(-1234.56, 1)
    '-1,234.6'
    >>> number(0.04, 1, signed=True)
    '0.0'
    >>> number(68634, -1)
    '68,630'
    """
    text = f"{round(abs(value), digits):,.{max(digits, 0)}f}"
    if not any(c in "123456789" for c in text):
        return text
    return ("-" if value < 0 else "+" if signed else "") + text


@functools.cache
def _words() -> dict[str, dict[Lang, str]]:
    text = resources.files(__package__).joinpath("words.toml").read_text(encoding="utf-8")
    return dict(_leaves(tomllib.loads(text), ""))


def _leaves(table: dict[str, object], prefix: str) -> list[tuple[str, dict[Lang, str]]]:
    found: list[tuple[str, dict[Lang, str]]] = []
    for key, value in table.items():
        if isinstance(value, dict) and "en" in value:
            found.append((prefix + key, {"en": str(value["en"]), "zh": str(value["zh"])}))
        elif isinstance(value, dict):
            found += _leaves(value, f"{prefix}{key}.")
    return found
