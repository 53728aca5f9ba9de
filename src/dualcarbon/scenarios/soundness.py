"""Branches and chains as they are declared, held to what can be: each fuel once, each carrier made once, in an order that ends."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from dualcarbon.errors import InputError
from dualcarbon.quantities.declared import hint, within
from dualcarbon.quantities.kinds import Share
from dualcarbon.quantities.paths import Path
from dualcarbon.vocabulary.faults import Fault, Place, cut, note
from dualcarbon.vocabulary.names import FLOWS, FUELS, SECTORS

if TYPE_CHECKING:
    from dualcarbon.scenarios.chains import Chain

RESERVED = ("supply", "mix", "loss", "export", "part", "import")
"""Words that have a meaning of their own in the keys of a chain."""


def of_fuels(fuels: Sequence[str], place: Place) -> Iterator[Fault]:
    """Tell of fuels named twice, TRE035, or none, TRE042.

    Parameters
    ----------
    fuels : sequence of str
        As declared.
    place : Place
        Where they stand.
    """
    if not fuels:
        yield note("TRE042", place)
    yield from (note("TRE035", place, name=cut(name)) for name in _twice(fuels))


def of_chain(chain: Chain, inside: str, place: Place) -> Iterator[Fault]:
    """Tell of processes that cannot be, and of a cell of the account that is none.

    Parameters
    ----------
    chain : Chain
        As declared.
    inside : str
        What it says of the cells that hold its energy.
    place : Place
        Where it stands.
    """
    if inside and not _is_cell(inside):
        yield note("TRE039", within(place, "within"), text=cut(inside))
    for name, process in chain.processes.items():
        where = within(place, "processes", name)
        if name in RESERVED:
            yield note("TRE038", where, name=name)
        for fuels in (process.inputs, process.burnt, process.gives):
            yield from (note("TRE035", where, name=cut(fuel)) for fuel in _twice(fuels))
        lost = [fuel for fuel in process.burnt if fuel not in process.inputs]
        yield from (note("TRE036", where, fuel=cut(fuel)) for fuel in lost)
    yield from _burnt_and_not(chain, place)
    if chain.whole and _made_only(chain.output) and _moves(chain, chain.output):
        yield note("TRE041", place, names=chain.name)


def in_turn(chains: Sequence[Chain], file: str) -> tuple[Chain, ...]:
    """Sort chains so that each comes after those that take or give what it makes, in declared order where nothing says more.

    Parameters
    ----------
    chains : sequence of Chain
        In declared order.
    file : str
        Where they stand.

    Raises
    ------
    InputError
        Chains take what others make in a circle, or two meet all demand for a carrier.
    """
    if faults := list(_made_twice(chains, file)):
        raise InputError(faults=faults)
    left: list[Chain] = list(chains)
    found: list[Chain] = []
    while left:
        free = next((c for c in left if not any(_moves(o, c.output) for o in left if o is not c)), None)  # fmt: skip
        if free is None:
            names = ", ".join(c.name for c in _circle(left))
            raise InputError(faults=[note("TRE041", Place(file=file, key="chains"), names=names)])
        found.append(free)
        left.remove(free)
    return tuple(found)


def of_paths(paths: Mapping[str, Path], groups: Mapping[str, Sequence[str]]) -> Iterator[Fault]:
    """Tell of shares where none can be, of groups that are no shares, and of parts that a group does not have.

    Parameters
    ----------
    paths : mapping of Path
        Those that stand with what is declared.
    groups : mapping of sequence of str
        Share groups and their parts.
    """
    for key, path in paths.items():
        form, group = path.form, key in groups
        if group != isinstance(form, Share):
            kind = "share" if group else "path over time"
            example = "{coal = ..., oil = ...}" if group else "growth = [...]"
            yield note("SCN008", path.place, key=key, kind=kind, example=example)
        elif isinstance(form, Share):
            odd = [part for part in form.share if part not in groups[key]]
            told = {"group": key}
            yield from (note("SCN007", path.place, part=cut(p), hint=hint(p, groups[key]), **told) for p in odd)  # fmt: skip


def _made_twice(chains: Sequence[Chain], file: str) -> Iterator[Fault]:
    first: dict[str, Chain] = {}
    for chain in chains:
        other = first.setdefault(chain.output, chain)
        if chain.whole and other is not chain:
            yield note("TRE040", Place(file=file, key=chain.flow), output=chain.output, other=other.flow)  # fmt: skip


def _circle(left: Sequence[Chain]) -> list[Chain]:
    """Give the chains of a circle, without those that only take from it."""
    found = list(left)
    while idle := [c for c in found if not any(_moves(c, o.output) for o in found if o is not c)]:
        found = [c for c in found if c not in idle]
    return found


def _made_only(carrier: str) -> bool:
    """Tell whether a carrier is made of others alone: fuels may be the feed of what is made of them, as crude oil is."""
    return carrier in FUELS and FUELS[carrier].more["kind"] == "carrier"


def _moves(chain: Chain, carrier: str) -> bool:
    """Tell whether a chain takes a carrier or gives it beside its own."""
    return any(carrier in (*p.inputs, *p.gives) for p in chain.processes.values())


def _burnt_and_not(chain: Chain, place: Place) -> Iterator[Fault]:
    """Tell of a fuel that one process burns and another only takes: they share a cell, which has one factor."""
    processes = chain.processes.items()
    for fuel in dict.fromkeys(f for _, p in processes for f in p.burnt):
        burnt = [name for name, p in processes if fuel in p.burnt]
        taken = [name for name, p in processes if fuel in p.inputs and fuel not in p.burnt]
        if taken:
            yield note("TRE037", place, fuel=fuel, burnt=", ".join(burnt), taken=", ".join(taken))


def _is_cell(text: str) -> bool:
    sector, _, flow = text.partition("/")
    return sector in SECTORS and flow in FLOWS


def _twice(names: Sequence[str]) -> list[str]:
    return [name for name, count in Counter(names).items() if count > 1]
