"""The ledger as a city reports it: references and scopes of the GPC, BASIC, BASIC+ and the territory."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping, Sequence

from dualcarbon.errors import InputError
from dualcarbon.inventory.views import ipcc, rows
from dualcarbon.inventory.views.entries import Entry
from dualcarbon.inventory.views.rows import ELSEWHERE, Group, View
from dualcarbon.vocabulary.faults import note
from dualcarbon.vocabulary.names import CATEGORIES, GPC

NAME = {"en": "view of a city (GPC)", "zh": "城市视图（GPC）"}
SUMS = ("basic", "basic_plus", "territorial")
"""Totals, each with the column of the table of references that says what it holds."""
BROUGHT_IN = "import"
"""Flow of waste that was generated outside and is treated within."""
BIOGENIC = "biomass"
"""Memo of carbon dioxide from biomass, which a row tells beside its emissions."""


def view(
    entries: Sequence[Entry],
    years: Sequence[int],
    set_name: str,
    *,
    stated: Mapping[str, str] | None = None,
) -> View:
    """Put the ledger into the references of the GPC.

    Lines of scope 1 stand where the table of categories says; electricity and heat used (scope 2) and what is caused
    outside (scope 3) in the row of the same sub-sector. Energy supplied to the grid (I.4.4) and waste of others
    (III.x.3, lines of waste with the flow ``import``) are territorial and in neither BASIC nor BASIC+. Waste generated
    in the city counts wherever it is treated.

    Parameters
    ----------
    entries : sequence of Entry
        Sources and sinks of every scope. [t of the gas]
    years : sequence of int
        Years of the account.
    set_name : {"SAR", "AR4", "AR5", "AR6"}
        Set of warming potentials.
    stated : mapping of str, optional
        Notation keys NO, NE, IE or C by reference or category that has no line.

    Returns
    -------
    View
        Rows by reference; totals ``basic``, ``basic_plus``, ``territorial``. [t CO2e]

    Raises
    ------
    InputError
        A line has a category without a reference (VIEW001) or a scope that its sub-sector lacks (VIEW002).

    References
    ----------
    .. [1] GHG Protocol for Cities, "Global Protocol for Community-Scale Greenhouse Gas Emission Inventories",
       version 1.1, 2021, ch. 4, tables 4.1 and 5.1.
    """
    inside = rows.keys_of(stated or {}, GPC, "gpc")
    keys = dict.fromkeys(_included(entries), ELSEWHERE) | inside
    found = rows.build(entries, tuple(GPC), _place, years=years, set_name=set_name, keys=keys)
    totals = {name: rows.summed(found, members(name), len(years)) for name in SUMS}
    return View(
        name="gpc", gwp=set_name, years=tuple(years), rows=found, groups=_groups(), totals=totals,
        memo=rows.memo(entries, set_name, len(years)),
    )  # fmt: skip


def members(total: str) -> tuple[str, ...]:
    """Give the references that a total holds.

    Examples
    --------
    >>> "I.4.4" in members("territorial"), "I.4.4" in members("basic"), "III.1.2" in members("basic")
    (True, False, True)
    """
    return tuple(id for id in GPC if GPC[id].more[total] == "1")


def reference(category: str, scope: int, *, brought_in: bool = False) -> str:
    """Give the reference of a category and scope, or nothing.

    Examples
    --------
    >>> reference("1A4b", 1), reference("1A4b", 2), reference("1A1a", 1), reference("1A1a", 2)
    ('I.1.1', 'I.1.2', 'I.4.4', 'I.4.2')
    >>> reference("4A", 3), reference("4A", 1, brought_in=True), reference("2A1", 2)
    ('III.1.2', 'III.1.3', '')
    """
    own = CATEGORIES[category].more["gpc"]
    if not own or (scope == 1 and not brought_in):
        return own
    return _by_scope().get((GPC[own].more["sub"], scope, brought_in), "")


@functools.cache
def _by_scope() -> dict[tuple[str, int, bool], str]:
    """Give the reference by sub-sector, scope, and whether the waste is that of others."""
    found: dict[tuple[str, int, bool], str] = {}
    for id in GPC:
        more = GPC[id].more
        others = more["sector"] == "waste" and more["basic_plus"] == "0"
        found.setdefault((more["sub"], int(more["scope"]), others), id)
    return found


def _place(entry: Entry) -> tuple[str, ...]:
    found = rows.category(entry, NAME)
    if entry.memo == BIOGENIC and entry.gas == "CO2" and entry.ledger == "inventory":
        row = reference(found.id, entry.scope)
        return (row,) if row else ()
    if entry.memo or entry.ledger != "inventory":
        return ()
    own = rows.mapped(entry, "gpc", NAME)
    brought_in = entry.flow == BROUGHT_IN and GPC[own].more["sector"] == "waste"
    row = reference(found.id, entry.scope, brought_in=brought_in)
    if not row:
        sub = {lang: GPC[own].more[f"sub_{lang}"] for lang in ("en", "zh")}
        raise InputError(faults=[note("VIEW002", line=entry.line, scope=entry.scope, sub=sub)])
    return (row,)


def _included(entries: Iterable[Entry]) -> set[str]:
    """Give the references whose emissions are counted in those of a broader category of the same scope."""
    used: dict[int, set[str]] = {}
    for entry in entries:
        if entry.ledger == "inventory" and not entry.memo and entry.category in CATEGORIES:
            used.setdefault(entry.scope, set()).add(entry.category)
    return {reference(id, scope) for scope, some in used.items() for id in ipcc.covered(some)} - {
        ""
    }


@functools.cache
def _groups() -> tuple[Group, ...]:
    """Give the rows of each total: of these no single one may be left out unseen."""
    return tuple(Group(members(total), by_gas=total == "territorial") for total in SUMS)
