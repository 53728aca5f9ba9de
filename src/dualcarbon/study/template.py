"""The folder of a new study: tables with their headings, or with rows to fill in, and assumptions marked as such."""

from __future__ import annotations

import json
import re
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from dualcarbon.errors import InputError
from dualcarbon.quantities.declared import hint
from dualcarbon.study.allowed import PLAIN_NAME, RESERVED
from dualcarbon.vocabulary.faults import Place, cut, note
from dualcarbon.vocabulary.tables import TABLES

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

FILLED = ("economy", "population", "energy")
"""Tables that a first study needs; the others may follow."""
ORIGIN = ("source", "vintage")
TEXTS = (".toml", ".md", ".csv")
STARTERS = "starters"
"""Folder of the studies to start from, with what all of them hold beside."""


def kinds() -> tuple[str, ...]:
    """Give the names of the studies to start from, sorted."""
    return tuple(sorted(one.name for one in _root(STARTERS).iterdir() if one.is_dir()))


def make(
    folder: Path, *, title: str = "", region: str = "000000", template: str = ""
) -> list[Path]:
    """Make the folder of a new study and give the files made.

    Parameters
    ----------
    folder : Path
        Where; its name becomes the study's.
    title, region : str
        Name of the region as shown to people, and its code.
    template : str
        One of :func:`kinds`, for tables with rows to fill in and a tree; without it the tables have headings only.

    Raises
    ------
    InputError
        The folder exists and is not empty, its name cannot be a study's name, or there is no such template.
    """
    if template and template not in kinds():
        raise InputError(faults=[note("NEW004", text=cut(template), hint=hint(template, kinds()))])
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise InputError(faults=[note("NEW001", Place(file=str(folder)))])
    if not PLAIN_NAME.fullmatch(folder.name) or folder.name.lower() in RESERVED:
        raise InputError(faults=[note("NEW002", Place(file=str(folder)), text=folder.name)])
    if not re.fullmatch(r"[0-9]{6}", region):
        raise InputError(faults=[note("NEW003", text=region)])
    words = {"NAME": folder.name, "TITLE": title or folder.name, "REGION": region, "KIND": template}
    documents = _starter(template) if template else _documents()
    made = [_write(folder / name, _filled(source, words)) for name, source in documents.items()]
    heads = () if template else FILLED
    made += [_write(folder / TABLES[name].file, ",".join(_columns(name)) + "\n") for name in heads]
    return sorted(made)


def _columns(name: str) -> list[str]:
    """Give the columns that every row needs, and where it comes from; the others may be added."""
    table = TABLES[name]
    return [c for c in table.columns if c not in table.optional or c in ORIGIN]


def _documents() -> dict[str, str]:
    """Give the files of a plain new study by their place in the folder."""
    return _texts(_root("new"))


def _starter(kind: str) -> dict[str, str]:
    """Give the files of a study to start from: its own, what all of them hold, and the goals of a plain one."""
    shared = {name: text for name, text in _texts(_root(STARTERS)).items() if "/" not in name}
    goals = {"targets.toml": _documents()["targets.toml"]}
    return goals | shared | _texts(_root(STARTERS).joinpath(kind))


def _root(name: str) -> Traversable:
    return resources.files(__package__).joinpath(name)


def _texts(folder: Traversable, above: str = "") -> dict[str, str]:
    """Give the texts of a folder and of those in it by their place in it."""
    found: dict[str, str] = {}
    for one in folder.iterdir():
        if one.is_dir():
            found |= _texts(one, f"{above}{one.name}/")
        elif one.name.endswith(TEXTS):
            found[f"{above}{one.name}"] = one.read_text(encoding="utf-8")
    return found


def _filled(text: str, words: dict[str, str]) -> str:
    """Put words in their places, written so that they can stand in a text of TOML."""
    return re.sub(r"@([A-Z]+)@", lambda m: json.dumps(words[m[1]], ensure_ascii=False)[1:-1], text)


def _write(file: Path, text: str) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file
