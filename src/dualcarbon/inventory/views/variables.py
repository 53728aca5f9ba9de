"""The ledger by the variables of scenario databases: a tree of paths such as ``Energy|Demand|Industry``."""

from __future__ import annotations

import functools
from collections.abc import Sequence

from dualcarbon.inventory.views import rows
from dualcarbon.inventory.views.entries import Entry
from dualcarbon.inventory.views.rows import TOTAL, Group, View
from dualcarbon.vocabulary.names import CATEGORIES

NAME = {"en": "view by variables of scenarios", "zh": "情景变量视图"}


def view(entries: Sequence[Entry], years: Sequence[int], set_name: str) -> View:
    """Put the ledger into the variables of scenario databases.

    Parameters
    ----------
    entries : sequence of Entry
        Sources and sinks; those outside the territorial account are left out. [t of the gas]
    years : sequence of int
        Years of the account.
    set_name : {"SAR", "AR4", "AR5", "AR6"}
        Set of warming potentials.

    Returns
    -------
    View
        Rows by path, each with all below it; total ``total``. [t CO2e]

    Raises
    ------
    InputError
        A line has a category that no variable holds (VIEW001).

    References
    ----------
    .. [1] Integrated Assessment Modeling Consortium, "Time-series data template", as described in the documentation
       of pyam.
    """
    found = rows.build(entries, paths(), _place, years=years, set_name=set_name, keys={})
    top = [path for path in paths() if "|" not in path]
    return View(
        name="variables", gwp=set_name, years=tuple(years), rows=found, groups=_groups(),
        totals={TOTAL: rows.summed(found, top, len(years))}, memo=rows.memo(entries, set_name, len(years)),
    )  # fmt: skip


@functools.cache
def paths() -> tuple[str, ...]:
    """Give every path, a path after the one that holds it."""
    leaves = (CATEGORIES[id].more["iamc"] for id in CATEGORIES)
    return tuple(sorted({above for leaf in leaves if leaf for above in holders(leaf)}))


def holders(path: str) -> tuple[str, ...]:
    """Give a path and all that hold it, itself first.

    Examples
    --------
    >>> holders("Energy|Demand|Industry")
    ('Energy|Demand|Industry', 'Energy|Demand', 'Energy')
    """
    return (path, *holders(path.rpartition("|")[0])) if path else ()


def _place(entry: Entry) -> tuple[str, ...]:
    if not entry.counts:
        rows.category(entry, NAME)
        return ()
    return holders(rows.mapped(entry, "iamc", NAME))


@functools.cache
def _groups() -> tuple[Group, ...]:
    below: dict[str, list[str]] = {}
    for path in paths():
        below.setdefault(path.rpartition("|")[0], []).append(path)
    return tuple(Group(tuple(parts), whole, by_gas=not whole) for whole, parts in below.items())
