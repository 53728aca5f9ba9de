"""What of a view may be published: confidential cells become C, and so does what would give them away."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from dualcarbon.inventory.views.rows import CONFIDENTIAL, Group, Row, View
from dualcarbon.vocabulary.faults import Fault, note

Floats = NDArray[np.float64]


def published(view: View, hide: Collection[str] = ()) -> tuple[View, tuple[Fault, ...]]:
    """Give a view without its confidential cells; totals stay as they are.

    A row whose year rests on a confidential cell shows C. Where it could be had by subtracting its neighbours from what
    they add up to, the smallest neighbour is hidden with it.

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
    return dataclasses.replace(view, rows=shown), faults


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
        ids, bare = _completed(first, view.groups, rows, place)
        cells |= {(id, year) for id in ids}
        faults += [note("VIEW003", view=view.name, year=year, row=id) for id in sorted(bare)]
    return cells, tuple(faults)


def _tells(row: Row, place: int) -> bool:
    """Tell whether a row shows any amount of a year."""
    shown = (row.co2e, row.biogenic, *row.gases.values())
    return any(np.isfinite(values[place]) and values[place] != 0 for values in shown)


def _completed(
    first: set[str], groups: tuple[Group, ...], rows: Mapping[str, Row], place: int
) -> tuple[set[str], set[str]]:
    """Hide neighbours until nothing follows by subtraction; tell what follows all the same."""
    ids, bare = set(first), set[str]()
    while True:
        given_away = [found for group in groups for found in _alone(ids, group, rows, place)]
        more = {other for _, other in given_away if other}
        bare |= {id for id, other in given_away if not other}
        if not more:
            return ids, bare
        ids |= more


def _alone(
    ids: set[str], group: Group, rows: Mapping[str, Row], place: int
) -> Iterator[tuple[str, str]]:
    """Give every row of a group that is the only one hidden, with the neighbour that would cover it, or nothing."""
    whole = (group.whole,) if group.whole else ()
    for amounts in _measures(ids, group, rows, place):
        hidden = [id for id in (*group.parts, *whole) if id in ids and id in amounts]
        if len(hidden) != 1:
            continue
        beside = sorted(
            (abs(amounts[id]), id) for id in group.parts if id in amounts and id not in ids
        )
        above = [id for id in whole if id in amounts and id not in ids]
        yield hidden[0], beside[0][1] if beside else next(iter(above), "")


def _measures(
    ids: set[str], group: Group, rows: Mapping[str, Row], place: int
) -> Iterator[dict[str, float]]:
    """Give the amounts of a group that are shown beside each other: equivalents, and each gas under a row that sums it."""
    members = [rows[id] for id in (*group.parts, *([group.whole] if group.whole else []))]
    yield _amounts(members, {row.id: row.co2e for row in members}, ids, place)
    for gas in {gas for row in members if row.id in ids and group.whole for gas in row.gases}:
        yield _amounts(
            members, {row.id: row.gases[gas] for row in members if gas in row.gases}, ids, place
        )


def _amounts(
    members: list[Row], values: Mapping[str, Floats], ids: set[str], place: int
) -> dict[str, float]:
    """Give what is known of a year; a row of zero covers nothing."""
    known = {row.id: float(values[row.id][place]) for row in members if row.id in values}
    return {
        id: amount for id, amount in known.items() if np.isfinite(amount) and (amount or id in ids)
    }


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
