"""What a study's ``tree.toml`` declares: variables, end uses within sectors, and chains of conversion.

The account gives the tree its sectors and fuels; what is declared here divides them further. A declared thing may carry
a path of its own, which every scenario inherits and may replace.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import Field

from dualcarbon.errors import InputError
from dualcarbon.quantities.declared import Declared, Text, Title, declare, gathering, hint, within
from dualcarbon.quantities.paths import Path
from dualcarbon.quantities.paths import read as read_path
from dualcarbon.scenarios import named, soundness
from dualcarbon.scenarios.chains import Chain, Process
from dualcarbon.scenarios.tree import widest
from dualcarbon.vocabulary.faults import Fault, Place, cut, note
from dualcarbon.vocabulary.names import FUELS

FILE = "tree.toml"
SCHEMA = "dualcarbon/tree/1"
PLANTS = ("electricity", "heat")
"""Carriers that plants of the account make; a chain meets a part of the demand for them."""
NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*")


@dataclass(frozen=True, slots=True)
class Branch:
    """An end use within a sector: the fuels it may use, and whether its intensity is of useful energy."""

    sector: str
    name: str
    fuels: tuple[str, ...]
    useful: bool = False

    @property
    def key(self) -> str:
        """Beginning of the keys of its paths."""
        return f"branches.{self.sector}.{self.name}"


@dataclass(frozen=True, slots=True)
class Structure:
    """All that is declared beside the account.

    ``units`` are those of every path that is no share, ``titles`` the names of variables, branches and chains, ``paths`` what
    every scenario inherits.
    """

    units: Mapping[str, str] = field(default_factory=dict)
    titles: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    branches: tuple[Branch, ...] = ()
    chains: tuple[Chain, ...] = ()
    paths: Mapping[str, Path] = field(default_factory=dict)
    shares: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Variables that are shares of a whole, with their parts."""

    @property
    def groups(self) -> dict[str, tuple[str, ...]]:
        """Share groups by key, with their parts."""
        mixes = {f"{b.key}.mix": b.fuels for b in self.branches}
        return mixes | {f"{c.flow}.supply": c.parts for c in self.chains} | dict(self.shares)


class ProcessTable(Declared):
    """A process of a chain."""

    inputs: tuple[Text, ...]
    """Fuels and carriers that it takes."""
    burnt: tuple[Text, ...] = ()
    """Those of them whose carbon goes to the air."""
    gives: tuple[Text, ...] = ()
    """What it gives beside the chain's output, such as heat."""


class ChainTable(Declared):
    """A chain of conversion."""

    title: Title
    """Name in both languages."""
    output: Text
    """Carrier that it makes."""
    processes: dict[Text, ProcessTable]
    """Ways to make it, by name."""
    within: Text = ""
    """Sector and flow whose cells hold its energy in the base year, such as `energy_supply/other_transformation`."""


class BranchTable(Declared):
    """An end use within a sector."""

    title: Title
    """Name in both languages."""
    unit: Text
    """Unit of its activity, for example `vehicle` or `m2`."""
    fuels: tuple[Text, ...]
    """Fuels that it may use, groups of fuels where the account has groups."""
    useful: bool = False
    """Whether intensity and shares are of useful energy, which final energy makes at an efficiency."""


class VariableTable(Declared):
    """A value over time that others follow."""

    title: Title
    """Name in both languages."""
    unit: Text
    """Unit of its values."""
    parts: tuple[Text, ...] = ()
    """Parts of a whole, such as `["road", "rail"]`: then it is a group of shares, `variables.<name>.<part>`, unit `1`."""


class TreeTable(Declared):
    """What the file says at its top."""

    use: tuple[Text, ...] = ()
    """Templates that come with the program, by name; what the study declares itself stands over them."""
    without: tuple[Text, ...] = ()
    """What a template declares and this study leaves out, such as `branches.transport.air_freight`."""
    sectors: dict[Text, Text] = Field(default_factory=dict)
    """Sector of this account that stands for one that a template names, such as `{services_buildings = "other"}`."""


OWN: dict[str, type[Declared]] = {
    "variables": VariableTable,
    "branches": BranchTable,
    "chains": ChainTable,
}


def read(tables: Sequence[tuple[Mapping[str, Any], str]]) -> Structure:
    """Read what is declared, a later table over an earlier one: templates first, then the study's own.

    Parameters
    ----------
    tables : sequence of (table, file)
        Tables of TOML and the file that each stands in.

    Raises
    ------
    InputError
        With every fault of every table.
    """
    faults: list[Fault] = []
    made = _Reading(faults)
    for table, file in tables:
        faults += _strange(table, file)
        left = {name for other, at in tables if at != file for name in _without(other)}
        for head, name, value in _declared(table):
            if f"{head}.{name}" in left:
                continue
            with gathering(faults):
                made.take(head, name, value, Place(file=file, key=f"{head}.{name}"))
    faults += _not_there(tables)
    chains = tuple(made.chains.values())
    with gathering(faults):
        chains = soundness.in_turn(chains, tables[-1][1] if tables else FILE)
    found = Structure(made.units, made.titles, tuple(made.branches.values()), chains, made.paths, made.shares)  # fmt: skip
    faults += soundness.of_paths(made.paths, found.groups)
    if faults:
        raise InputError(faults=[*faults, *_unnamed(made.stated, found, tables)])
    return found


def _unnamed(
    stated: Sequence[tuple[str, object, str]],
    found: Structure,
    tables: Sequence[tuple[Mapping[str, Any], str]],
) -> Iterator[Fault]:
    """Tell of names in formulas that are no key of any account, nor of what is declared, also where that cannot be read."""
    declared = {f"{head}.{name}" for table, _ in tables for head, name, _ in _declared(table)}
    unread = {key for key in declared if key not in found.titles}
    every = widest(found)
    for key, value, file in stated:
        yield from named.strange([(key, value)], every, file, unread)


def _without(table: Mapping[str, Any]) -> list[str]:
    """Give the names that a table takes out of the others, or nothing where it does not say so in a list."""
    left = table.get("without", [])
    return [str(name) for name in left] if isinstance(left, list) else []


def _not_there(tables: Sequence[tuple[Mapping[str, Any], str]]) -> Iterator[Fault]:
    """Tell of what the study leaves out and no template declares; a template may leave out what another would bring."""
    for own, file in (pair for pair in tables if pair[1] == FILE):
        if not isinstance(own.get("without", []), list):
            wanted = {"en": "a list", "zh": "列表"}
            yield note("KEY001", Place(file=file, key="without"), text=cut(own["without"]), wanted=wanted)  # fmt: skip
        others = [table for table, at in tables if at != file]
        known = [f"{head}.{name}" for table in others for head, name, _ in _declared(table)]
        for name in _without(own):
            if name not in known:
                place = Place(file=file, key="without")
                yield note("TRE018", place, name=cut(name), hint=hint(name, known))


def _strange(table: Mapping[str, Any], file: str) -> Iterator[Fault]:
    """Tell of keys at the top that are none, and of another form of the file."""
    known = ("schema", *TreeTable.model_fields, *OWN)
    for key in table:
        if key not in known:
            yield note("STU006", Place(file=file), key=cut(key), hint=hint(key, known))
    if table.get("schema", SCHEMA) != SCHEMA:
        yield note("TRE001", Place(file=file, key="schema"), text=cut(table["schema"]), wanted=SCHEMA)  # fmt: skip
    for head in OWN:
        if not isinstance(table.get(head, {}), Mapping):
            wanted = {"en": "a table", "zh": "表"}
            yield note("KEY001", Place(file=file, key=head), text=cut(table[head]), wanted=wanted)


def _declared(table: Mapping[str, Any]) -> Iterator[tuple[str, str, object]]:
    """Give head, name and table of everything declared; branches stand under their sector."""
    for head in OWN:
        named = table.get(head, {})
        if not isinstance(named, Mapping):
            continue
        for name, value in named.items():
            if head == "branches" and isinstance(value, Mapping):
                yield from ((head, f"{name}.{own}", one) for own, one in value.items())
            else:
                yield head, name, value


class _Reading:
    """What was read so far."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = faults
        self.units: dict[str, str] = {}
        self.titles: dict[str, Mapping[str, str]] = {}
        self.branches: dict[str, Branch] = {}
        self.chains: dict[str, Chain] = {}
        self.paths: dict[str, Path] = {}
        self.shares: dict[str, tuple[str, ...]] = {}
        self.stated: list[tuple[str, object, str]] = []

    def take(self, head: str, name: str, value: object, place: Place) -> None:
        """Read one declared thing."""
        if not all(NAME.fullmatch(part) for part in name.split(".")):
            raise InputError(faults=[note("TRE012", place, name=cut(name))])
        if not isinstance(value, Mapping):
            wanted = {"en": "a table", "zh": "表"}
            raise InputError(faults=[note("KEY001", place, text=cut(value), wanted=wanted)])
        known = OWN[head].model_fields
        own = {key: part for key, part in value.items() if key in known}
        more = {key: part for key, part in value.items() if key not in known}
        if head == "variables":
            self._variable(f"variables.{name}", own, dict(value), place)
        elif head == "branches":
            self._branch(name, declare(BranchTable, own, place), more, place)
        else:
            self._chain(name, declare(ChainTable, own, place), more, place)

    def _variable(
        self, key: str, own: Mapping[str, Any], value: dict[str, Any], place: Place
    ) -> None:
        table = declare(VariableTable, own, place)
        self.titles[key] = table.title.model_dump()
        if table.parts:
            self.shares[key] = table.parts
        else:
            self.units[key] = table.unit
        path = {name: one for name, one in value.items() if name not in ("title", "parts")}
        if set(path) - {"unit"}:
            self._path(key, path, place)

    def _branch(self, name: str, table: BranchTable, more: Mapping[str, Any], place: Place) -> None:
        sector, _, own = name.partition(".")
        self.faults += _no_fuels(table.fuels, within(place, "fuels"))
        self.faults += soundness.of_fuels(table.fuels, within(place, "fuels"))
        branch = Branch(sector, own, table.fuels, table.useful)
        self.branches[name], self.titles[branch.key] = branch, table.title.model_dump()
        self.units |= {f"{branch.key}.activity": table.unit, f"{branch.key}.intensity": f"tce/{table.unit}"}  # fmt: skip
        if table.useful:
            self.units |= {f"{branch.key}.efficiency.{fuel}": "1" for fuel in table.fuels}
        known = ("activity", "intensity", "mix", *(["efficiency"] if table.useful else []))
        self._more(branch.key, more, known, place)

    def _chain(self, name: str, table: ChainTable, more: Mapping[str, Any], place: Place) -> None:
        ways = {
            way: Process(one.inputs, one.burnt, one.gives) for way, one in table.processes.items()
        }
        for way in ways.values():
            self.faults += _no_fuels((table.output, *way.inputs, *way.gives), place)
        where = tuple(table.within.split("/")) if table.within else None
        inside = (where[0], where[1]) if where and len(where) == 2 else None
        chain = Chain(name, table.output, ways, table.output not in PLANTS, inside)
        self.faults += soundness.of_chain(chain, table.within, place)
        self.faults += [note("TRE012", place, name=cut(way)) for way in ways if not NAME.fullmatch(way)]  # fmt: skip
        self.chains[name], self.titles[chain.flow] = chain, table.title.model_dump()
        self.units |= chain.units()
        self._more(chain.flow, more, ("part", "loss", "export", "supply", *ways), place)

    def _more(self, head: str, more: Mapping[str, Any], known: Sequence[str], place: Place) -> None:
        """Read the paths that stand with a branch or a chain, down to keys of the tree."""
        for key, value in more.items():
            if key not in known:
                self.faults.append(note("STU006", place, key=cut(key), hint=hint(key, known)))
                continue
            self._paths(f"{head}.{key}", value, place)

    def _paths(self, key: str, value: object, place: Place) -> None:
        if key in self.units or key.rpartition(".")[2] in ("mix", "supply"):
            self._path(key, value, place)
        elif isinstance(value, Mapping):
            for name, part in value.items():
                self._paths(f"{key}.{name}", part, place)
        else:
            self.faults.append(note("SCN001", Place(file=place.file, key=key), key=key, hint=hint(key, self.units)))  # fmt: skip

    def _path(self, key: str, value: object, place: Place) -> None:
        self.stated.append((key, value, place.file))
        with gathering(self.faults):
            self.paths[key] = read_path(key, value, Place(file=place.file))


def _no_fuels(names: Sequence[str], place: Place) -> list[Fault]:
    return [
        note("TRE003", place, fuel=cut(name), hint=hint(name, FUELS))
        for name in dict.fromkeys(names)
        if name not in FUELS
    ]
