"""The ledger by the categories of the IPCC: a tree in which every category holds those below it."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence

from dualcarbon.inventory.views import rows
from dualcarbon.inventory.views.entries import Entry
from dualcarbon.inventory.views.rows import ELSEWHERE, TOTAL, WITHOUT_LAND, Group, View
from dualcarbon.vocabulary.names import CATEGORIES

NAME = {"en": "view by IPCC categories", "zh": "IPCC 类别视图"}
LAND = ("3B", "3D")
"""Categories of land and of what it leaves in products."""


def view(
    entries: Sequence[Entry],
    years: Sequence[int],
    set_name: str,
    *,
    stated: Mapping[str, str] | None = None,
) -> View:
    r"""Put the ledger into the categories of the IPCC.

    .. math:: E_{c,y} = \sum_{i \in c} A_{i,y} \, GWP_{g(i)}

    Parameters
    ----------
    entries : sequence of Entry
        Sources and sinks; those outside the territorial account are left out. [t of the gas]
    years : sequence of int
        Years of the account.
    set_name : {"SAR", "AR4", "AR5", "AR6"}
        Set of warming potentials.
    stated : mapping of str, optional
        Notation keys NO, NE, IE or C by category that has no line.

    Returns
    -------
    View
        Rows by category; totals ``total`` and ``without_land``. [t CO2e]

    Raises
    ------
    InputError
        A line has a category that the list does not hold (VIEW001).

    References
    ----------
    .. [1] IPCC, "2006 IPCC Guidelines for National Greenhouse Gas Inventories", vol. 1, ch. 8, table 8.2.
    """
    used = {e.category for e in entries if e.counts}
    keys = dict.fromkeys(covered(used), ELSEWHERE) | dict(stated or {})
    found = rows.build(entries, tree(), _place, years=years, set_name=set_name, keys=keys)
    whole = rows.summed(found, top(), len(years))
    land = rows.summed(found, LAND, len(years))
    return View(
        name="ipcc", gwp=set_name, years=tuple(years), rows=found, groups=_groups(),
        totals={TOTAL: whole, WITHOUT_LAND: whole - land}, memo=rows.memo(entries, set_name, len(years)),
    )  # fmt: skip


@functools.cache
def parent(id: str) -> str:
    """Give the category that holds another, or nothing at the top.

    Examples
    --------
    >>> parent("1A1a"), parent("1A1bc"), parent("2B10"), parent("3")
    ('1A1', '1A1', '2B', '')
    """
    return "".join(re.findall(r"\d+|[A-Z]|[a-z]+", id)[:-1])


@functools.cache
def ancestors(id: str) -> tuple[str, ...]:
    """Give a category and all that hold it, itself first.

    Examples
    --------
    >>> ancestors("1A3b")
    ('1A3b', '1A3', '1A', '1')
    """
    return (id, *ancestors(parent(id))) if id else ()


def covered(used: set[str]) -> set[str]:
    """Give the categories whose emissions are counted in a broader one that is used.

    Examples
    --------
    >>> sorted(covered({"1A3", "1A1bc"}))
    ['1A1b', '1A1c', '1A3a', '1A3b', '1A3c', '1A3d', '1A3e']
    """
    return {id for id in tree() for broad in used if id not in used and _within(id, broad)}


@functools.cache
def tree() -> tuple[str, ...]:
    """Give the categories of the tree in their order, without those told apart."""
    return tuple(id for id in CATEGORIES if CATEGORIES[id].more["sector"] != "memo")


def top() -> tuple[str, ...]:
    """Give the categories that nothing holds."""
    return tuple(id for id in tree() if not parent(id))


@functools.cache
def _within(id: str, broad: str) -> bool:
    """Tell whether a category is below another one, or one of several that it puts together (1A1b of 1A1bc)."""
    joined = len(broad) > len(id) and parent(id) == parent(broad) and set(id) < set(broad)
    return id != broad and (broad in ancestors(id) or joined)


def _place(entry: Entry) -> tuple[str, ...]:
    found = rows.category(entry, NAME)
    if not entry.counts:
        return ()
    if found.more["sector"] == "memo":
        raise rows.unplaced(entry, NAME)
    return ancestors(found.id)


@functools.cache
def _groups() -> tuple[Group, ...]:
    below: dict[str, list[str]] = {}
    for id in tree():
        below.setdefault(parent(id), []).append(id)
    tree_of = (Group(tuple(parts), whole, by_gas=not whole) for whole, parts in below.items())
    return (*tree_of, Group((*LAND, WITHOUT_LAND)))
