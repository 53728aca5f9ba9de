"""Which lines of the ledger a number of a view adds up: by its row, or by the total that it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from dualcarbon.inventory.key_categories import is_land
from dualcarbon.inventory.ledger import Line
from dualcarbon.inventory.views import entries, gpc
from dualcarbon.inventory.views.rows import TOTAL, WITHOUT_LAND
from dualcarbon.study.explain.lookup import Steps
from dualcarbon.study.explain.notebook import Notebook
from dualcarbon.study.viewed import STANDARDS

OF_TOTAL: Mapping[str, Callable[[Line], bool]] = {
    TOTAL: lambda line: line.counts,
    WITHOUT_LAND: lambda line: line.counts and not is_land(line),
}


def keep(note: Notebook, steps: Steps) -> Callable[[Line], bool] | None:
    """Give what keeps the lines of a number ``account.views.VIEW...YEAR``, or nothing where it is no sum of lines."""
    name, place = steps[2], steps[3]
    if place != "rows":
        return _of_total(note, name, place.removesuffix("_mt"))
    if "co2e_mt" not in steps and "gases_t" not in steps:
        return None
    row = note.summary["account"]["views"][name]["rows"][int(steps[4])]["id"]
    return _of_rows(note, name, {row})


def _of_total(note: Notebook, name: str, total: str) -> Callable[[Line], bool] | None:
    if total in OF_TOTAL:
        return OF_TOTAL[total]
    return _of_rows(note, name, set(gpc.members(total))) if total in gpc.SUMS else None


def _of_rows(note: Notebook, name: str, rows: set[str]) -> Callable[[Line], bool]:
    found = note.kept(f"rows of {name}", lambda: _rows(note, name))
    return lambda line: bool(found[line.id] & rows)


def _rows(note: Notebook, name: str) -> Mapping[str, frozenset[str]]:
    """Give the rows that each line of the ledger counts in, as the view itself puts it when it is alone."""
    ledger, make = note.prepared.ledger, STANDARDS[name][0]
    alone = {
        one.line: make((one,), ledger.years, note.summary["gwp"]) for one in entries.of(ledger)
    }
    return {line: frozenset(r.id for r in view.rows if not r.empty) for line, view in alone.items()}
