"""What the top of every page tells of a study: its years and its scenarios, read from what declares them and from nothing else."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dualcarbon.charts.words import Title
from dualcarbon.readers.toml import read_toml
from dualcarbon.server.words import LANGUAGES
from dualcarbon.study.allowed import PLAIN_NAME

DECLARATION, SCENARIOS = "study.toml", "scenarios"


@dataclass(frozen=True, slots=True)
class Stated:
    """The last year of statistics and of the scenarios, nothing where it is not a year; the titles of the scenarios."""

    base_year: int | None
    horizon: int | None
    scenarios: tuple[Title, ...]


def stated(folder: Path) -> Stated:
    """Give what a study says of itself; what cannot be read is left out, and told where the study is checked."""
    data = _data(folder / DECLARATION)
    base, horizon = (_year(data.get(name)) for name in ("base_year", "horizon"))
    named = data.get("scenarios")
    names = [one for one in (named if isinstance(named, list) else ()) if isinstance(one, str)]
    titles = [
        _title(_data(folder / SCENARIOS / f"{name}.toml"), name)
        for name in names
        if PLAIN_NAME.fullmatch(name)
    ]
    return Stated(base, horizon, tuple(titles))


def _title(data: Mapping[str, Any], name: str) -> Title:
    title = data.get("title")
    each = title if isinstance(title, dict) else {"en": title, "zh": title}
    return {lang: str(each.get(lang) or each.get("en") or name) for lang in LANGUAGES}


def _year(value: object) -> int | None:
    return value if type(value) is int else None


def _data(file: Path) -> Mapping[str, Any]:
    """Give what a file says, read once for a state of it; nothing where there is none."""
    try:
        stat = file.stat()
    except OSError:
        return {}
    return _read(file, stat.st_mtime_ns, stat.st_size)


@functools.lru_cache(256)
def _read(file: Path, _at: int, _size: int) -> Mapping[str, Any]:
    found = read_toml(file).data
    return {name: found.get(name) for name in ("title", "base_year", "horizon", SCENARIOS)}
