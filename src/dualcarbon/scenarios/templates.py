"""Branches ready to use: vehicles, buildings, steel by route and others, each a tree of its own."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from importlib import resources
from typing import TYPE_CHECKING, Any

from dualcarbon.errors import InputError
from dualcarbon.quantities.declared import hint
from dualcarbon.vocabulary.faults import Place, cut, note

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

Table = tuple[Mapping[str, Any], str]


def names() -> tuple[str, ...]:
    """Give the names of all templates, sorted."""
    return tuple(sorted(f.name.removesuffix(".toml") for f in _folder().iterdir() if f.name.endswith(".toml")))  # fmt: skip


def text(name: str) -> str:
    """Give a template as it is written.

    Parameters
    ----------
    name : str
        One of :func:`names`.
    """
    return _folder().joinpath(f"{name}.toml").read_text(encoding="utf-8")


def used(listed: object, place: Place, sectors: Mapping[str, str] | None = None) -> list[Table]:
    """Give the tables of the templates that a study names, each with what it is called in messages.

    Parameters
    ----------
    listed : list of str
        Names, as the study writes them.
    place : Place
        Where they stand.
    sectors : mapping of str, optional
        Sector of the account that stands for one that a template names.

    Raises
    ------
    InputError
        With every name that is none.
    """
    if not isinstance(listed, list):
        wanted = {"en": "a list", "zh": "列表"}
        raise InputError(faults=[note("KEY001", place, text=cut(listed), wanted=wanted)])
    known = names()
    odd = [one for one in listed if one not in known]
    if odd:
        faults = [note("TRE011", place, name=cut(one), hint=hint(one, known)) for one in odd]
        raise InputError(faults=faults)
    tables = {name: _placed(tomllib.loads(text(name)), sectors or {}) for name in listed}
    return [(table, f"template {name}") for name, table in tables.items()]


def _placed(table: dict[str, Any], sectors: Mapping[str, str]) -> dict[str, Any]:
    """Put the branches of a template into the sectors that the account has."""
    moved: dict[str, dict[str, Any]] = {}
    for sector, branches in table.get("branches", {}).items():
        moved[sectors.get(sector, sector)] = {**moved.get(sectors.get(sector, sector), {}), **branches}  # fmt: skip
    return {**table, "branches": moved}


def _folder() -> Traversable:
    return resources.files(__package__).joinpath("branches")
