"""What of a view may be published: confidential cells become C, and so does what would give them away."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Mapping, Sequence

import numpy as np

from dualcarbon.inventory.views import disclosure
from dualcarbon.inventory.views.disclosure import Equation, Sums, exposed, involved
from dualcarbon.inventory.views.rows import CONFIDENTIAL, WITHOUT_LAND, Row, View
from dualcarbon.vocabulary.faults import Fault, note


def published(view: View, hide: Collection[str] = ()) -> tuple[View, tuple[Fault, ...]]:
    """Give a view without its confidential cells; totals stay as they are, but for that without land where it tells land.

    A row whose year rests on a confidential cell shows C. Where it, or a gas of it, follows from the sums that are shown,
    the smallest neighbours that prevent it are hidden with it.

    Parameters
    ----------
    view : View
        Any view. [t CO2e]
    hide : collection of str
        Source cells that may not be published, such as ``data/activity.csv:12``; cells that the ledger itself calls
        closed are hidden anyhow.

    Returns
    -------
    View
        [t CO2e]
    tuple of Fault
        Rows that can still be worked out (VIEW003).

    References
    ----------
    .. [1] L. Willenborg, T. de Waal, "Elements of Statistical Disclosure Control", 2001, ch. 6: secondary suppression.
    """
    cells, faults = _hidden(view, frozenset(hide))
    if not cells:
        return view, ()
    shown = tuple(
        _covered(row, [(row.id, year) in cells for year in view.years]) for row in view.rows
    )
    totals = dict(view.totals)
    if WITHOUT_LAND in totals:
        blank = np.array([(WITHOUT_LAND, year) in cells for year in view.years])
        totals[WITHOUT_LAND] = np.where(blank, np.nan, totals[WITHOUT_LAND])
    return dataclasses.replace(view, rows=shown, totals=totals), faults


def count(view: View) -> int:
    """Count the cells of a published view that show C."""
    return sum(row.notation.count(CONFIDENTIAL) for row in view.rows if not row.empty)


def _hidden(view: View, hide: frozenset[str]) -> tuple[set[tuple[str, int]], tuple[Fault, ...]]:
    rows = {row.id: row for row in view.rows}
    cells: set[tuple[str, int]] = set()
    faults: list[Fault] = []
    for place, year in enumerate(view.years):
        first = {row.id for row in view.rows if row.refs[place] & hide or row.closed[place]}
        first = {id for id in first if _tells(rows[id], place)}
        if first:
            ids, bare = _completed(first, disclosure.of(view, place))
            cells |= {(id, year) for id in ids}
            faults += [note("VIEW003", view=view.name, year=year, row=id) for id in sorted(bare)]
    return cells, tuple(faults)


def _tells(row: Row, place: int) -> bool:
    """Tell whether a row shows any amount of a year."""
    shown = (row.co2e, row.biogenic, *row.gases.values())
    return any(np.isfinite(values[place]) and values[place] != 0 for values in shown)


def _completed(first: set[str], sums: Sums) -> tuple[set[str], set[str]]:
    """Hide neighbours until nothing closed follows; tell what follows all the same.

    Sums of a gas over the whole account are heeded where that is possible; a gas that closed cells alone make has no sum.
    """
    bare = set(exposed(sums, sums.stated, {*first, *sums.amounts}, first))
    ids = _with_neighbours(set(first), first - bare, sums, sums.stated)
    open_sums = set(exposed(sums, sums.every, {*first, *sums.amounts}, first))
    ids = _with_neighbours(ids, first - open_sums, sums, sums.every)
    return _no_more_than_needed(ids, first, sums), bare


def _with_neighbours(
    ids: set[str], guarded: set[str], sums: Sums, equations: Sequence[Equation]
) -> set[str]:
    """Hide one neighbour after the other, of those that help the smallest, until no guarded row follows."""
    while found := exposed(sums, equations, ids, guarded):
        target, weights = next(iter(found.items()))
        beside = _beside(involved(equations, weights), ids, sums)
        helping = (id for id in beside if target not in exposed(sums, equations, ids | {id}, {target}))  # fmt: skip
        ids = ids | {next(helping, beside[0])}
    return ids


def _beside(members: Mapping[str, float], ids: set[str], sums: Sums) -> list[str]:
    """Give the rows that could go as well: parts before what holds them, small ones first, totals last."""
    sizes = {id: abs(sum(sums.amounts[id].values())) for id in members if id not in ids}
    return sorted(sizes, key=lambda id: (id == WITHOUT_LAND, -members[id], sizes[id], id))


def _no_more_than_needed(ids: set[str], first: set[str], sums: Sums) -> set[str]:
    """Show again what was hidden on the way and keeps nothing from being worked out, the largest first."""
    following = {len(e): set(exposed(sums, e, ids, first)) for e in (sums.stated, sums.every)}
    sizes = {id: abs(sum(sums.amounts[id].values())) for id in ids - first}
    for id in sorted(sizes, key=lambda id: (id != WITHOUT_LAND, -sizes[id], id)):
        less = ids - {id}
        if all(set(exposed(sums, e, less, first)) <= following[len(e)] for e in (sums.stated, sums.every)):  # fmt: skip
            ids = less
    return ids


def _covered(row: Row, hidden: list[bool]) -> Row:
    if not any(hidden):
        return row
    blank = np.array(hidden)
    return dataclasses.replace(
        row,
        notation=tuple(CONFIDENTIAL if h else k for h, k in zip(hidden, row.notation, strict=True)),
        gases={gas: np.where(blank, np.nan, amounts) for gas, amounts in row.gases.items()},
        co2e=np.where(blank, np.nan, row.co2e),
        biogenic=np.where(blank, np.nan, row.biogenic),
        grades=tuple("" if h else g for h, g in zip(hidden, row.grades, strict=True)),
    )
