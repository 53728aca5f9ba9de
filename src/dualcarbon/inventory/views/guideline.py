"""The ledger as the provincial guideline orders it: energy, processes, agriculture, land, waste."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence

from dualcarbon.inventory.views import ipcc, rows
from dualcarbon.inventory.views.entries import Entry
from dualcarbon.inventory.views.rows import ELSEWHERE, TOTAL, WITHOUT_LAND, Group, View
from dualcarbon.vocabulary.names import CATEGORIES, GUIDELINE

NAME = {"en": "view by the provincial guideline", "zh": "省级清单指南视图"}
LAND = ("land",)
MEMO = "memo"
"""Sector of what is told apart and stands in no total."""


def view(
    entries: Sequence[Entry],
    years: Sequence[int],
    set_name: str,
    *,
    stated: Mapping[str, str] | None = None,
) -> View:
    """Put the ledger into the order of the provincial guideline.

    Parameters
    ----------
    entries : sequence of Entry
        Sources and sinks; those outside the territorial account are left out. [t of the gas]
    years : sequence of int
        Years of the account.
    set_name : {"SAR", "AR4", "AR5", "AR6"}
        Set of warming potentials; the guideline of 2011 uses SAR.
    stated : mapping of str, optional
        Notation keys NO, NE, IE or C by row or category that has no line.

    Returns
    -------
    View
        Rows by sector and category; totals ``total`` and ``without_land``. [t CO2e]

    Raises
    ------
    InputError
        A line has a category that the guideline has no place for (VIEW001).

    References
    ----------
    .. [1] National Development and Reform Commission, "Guidelines for the preparation of provincial greenhouse gas
       inventories (trial)", 2011.
    """
    used = {e.category for e in entries if e.counts}
    within = {CATEGORIES[id].more["guideline"] for id in ipcc.covered(used)} - {""}
    keys = dict.fromkeys(within, ELSEWHERE) | rows.keys_of(stated or {}, GUIDELINE, "guideline")
    found = rows.build(entries, order(), _place, years=years, set_name=set_name, keys=keys)
    whole = rows.summed(found, sectors(), len(years))
    land = rows.summed(found, LAND, len(years))
    return View(
        name="guideline", gwp=set_name, years=tuple(years), rows=found, groups=_groups(),
        totals={TOTAL: whole, WITHOUT_LAND: whole - land}, memo=rows.memo(entries, set_name, len(years)),
    )  # fmt: skip


@functools.cache
def order() -> tuple[str, ...]:
    """Give the rows in their order, without those told apart."""
    return tuple(id for id in GUIDELINE if _sector(id) != MEMO)


@functools.cache
def sectors() -> tuple[str, ...]:
    """Give the rows of whole sectors."""
    return tuple(id for id in order() if id == _sector(id))


def _place(entry: Entry) -> tuple[str, ...]:
    if not entry.counts:
        rows.category(entry, NAME)
        return ()
    id = rows.mapped(entry, "guideline", NAME)
    if _sector(id) == MEMO:
        raise rows.unplaced(entry, NAME)
    return (id, _sector(id))


def _sector(id: str) -> str:
    return id.partition(".")[0]


@functools.cache
def _groups() -> tuple[Group, ...]:
    parts = {s: tuple(id for id in order() if _sector(id) == s and id != s) for s in sectors()}
    return (
        Group(sectors(), by_gas=True),
        Group((*LAND, WITHOUT_LAND)),
        *(Group(below, sector) for sector, below in parts.items()),
    )
