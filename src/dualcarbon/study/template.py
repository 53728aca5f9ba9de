"""The folder of a new study: tables with their headings, and assumptions marked as such."""

from __future__ import annotations

import json
import re
from importlib import resources
from pathlib import Path

from dualcarbon.errors import InputError
from dualcarbon.study.allowed import PLAIN_NAME, RESERVED
from dualcarbon.vocabulary.faults import Place, note
from dualcarbon.vocabulary.tables import TABLES

FILLED = ("economy", "population", "energy")
"""Tables that a first study needs; the others may follow."""
ORIGIN = ("source", "vintage")


def make(folder: Path, *, title: str = "", region: str = "000000") -> list[Path]:
    """Make the folder of a new study and give the files made.

    Raises
    ------
    InputError
        The folder exists and is not empty, or its name cannot be a study's name.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise InputError(faults=[note("NEW001", Place(file=str(folder)))])
    if not PLAIN_NAME.fullmatch(folder.name) or folder.name.lower() in RESERVED:
        raise InputError(faults=[note("NEW002", Place(file=str(folder)), text=folder.name)])
    if not re.fullmatch(r"[0-9]{6}", region):
        raise InputError(faults=[note("NEW003", text=region)])
    words = {"NAME": folder.name, "TITLE": title or folder.name, "REGION": region}
    made = [_write(folder / name, _filled(source, words)) for name, source in _documents().items()]
    made += [_write(folder / TABLES[name].file, ",".join(_columns(name)) + "\n") for name in FILLED]
    return sorted(made)


def _columns(name: str) -> list[str]:
    """Give the columns that every row needs, and where it comes from; the others may be added."""
    table = TABLES[name]
    return [c for c in table.columns if c not in table.optional or c in ORIGIN]


def _documents() -> dict[str, str]:
    """Give the files of the template by their place in the folder."""
    root = resources.files(__package__).joinpath("new")
    files = [f for f in root.iterdir() if f.name.endswith((".toml", ".md"))]
    scenarios = [f for f in root.joinpath("scenarios").iterdir() if f.name.endswith(".toml")]
    plain = {f.name: f.read_text(encoding="utf-8") for f in files}
    return plain | {f"scenarios/{f.name}": f.read_text(encoding="utf-8") for f in scenarios}


def _filled(text: str, words: dict[str, str]) -> str:
    """Put words in their places, written so that they can stand in a text of TOML."""
    return re.sub(r"@([A-Z]+)@", lambda m: json.dumps(words[m[1]], ensure_ascii=False)[1:-1], text)


def _write(file: Path, text: str) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file
