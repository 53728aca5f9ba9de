"""The three views of a study's ledger as plain values: ``views`` of the summary's block ``account``. Mt = 10^6 t."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dualcarbon.inventory.ledger import Ledger
from dualcarbon.inventory.views import entries, gpc, guideline, hiding, ipcc
from dualcarbon.inventory.views.rows import Row, View
from dualcarbon.study.declared import StudyFile
from dualcarbon.vocabulary.faults import Fault
from dualcarbon.vocabulary.names import CATEGORIES, GPC, GUIDELINE, Book

MT = 1e-6
STANDARDS = {"guideline": (guideline.view, GUIDELINE), "ipcc": (ipcc.view, CATEGORIES), "gpc": (gpc.view, GPC)}  # fmt: skip
"""How each view is made, and the book that names its rows."""
MORE = ("scope", *gpc.SUMS)
"""What the references of a city say beside their names."""
Floats = NDArray[np.float64]


def views(
    study: StudyFile, ledger: Ledger, hide: Collection[str] = ()
) -> tuple[dict[str, Any], tuple[Fault, ...]]:
    """Give the views of a ledger, each with its totals and the rows that hold a value or say why not.

    Parameters
    ----------
    study : StudyFile
        Says the set of warming potentials, and why rows have no value.
    ledger : Ledger
        All lines of the account. [t of the gas]
    hide : collection of str
        Source cells that may not be shown.

    Returns
    -------
    dict
        ``guideline``, ``ipcc``, ``gpc``: totals by year [Mt CO2e], rows [Mt CO2e, t of each gas].
    tuple of Fault
        Rows that can be worked out although they are hidden (VIEW003).

    Raises
    ------
    InputError
        A line has a place in no row (VIEW001, VIEW002).
    """
    found, stated = entries.of(ledger), study.account.views.notation
    told: dict[str, Any] = {}
    faults: list[Fault] = []
    for name, (make, book) in STANDARDS.items():
        shown, bare = hiding.published(make(found, ledger.years, study.gwp, stated=stated), hide)
        told[name] = _view(shown, book)
        faults += bare
    return told, tuple(faults)


def _view(view: View, book: Book) -> dict[str, Any]:
    totals = {f"{name}_mt": by_year(view.years, v) for name, v in view.totals.items()}
    rows = [_row(row, view.years, book) for row in view.rows if not row.empty or _said(row)]
    return {"gwp": view.gwp, **totals, "rows": rows}


def _said(row: Row) -> bool:
    """Tell whether a row without lines says more than that it was not estimated."""
    return any(key != "NE" for key in row.notation) or bool(np.nan_to_num(row.biogenic).any())


def _row(row: Row, years: Sequence[int], book: Book) -> dict[str, Any]:
    texts = {"notation": row.notation, "grade": row.grades}
    return {
        "id": row.id,
        "name": book.both(row.id),
        **{name: book[row.id].more[name] for name in MORE if name in book[row.id].more},
        "co2e_mt": by_year(years, row.co2e),
        "gases_t": {gas: by_year(years, amounts, 1.0) for gas, amounts in row.gases.items()},
        **{name: {str(y): text for y, text in zip(years, said, strict=True) if text} for name, said in texts.items()},
    }  # fmt: skip


def by_year(years: Sequence[int], values: Floats, factor: float = MT) -> dict[str, float | None]:
    """Give a series with years as texts; a year that is not known has nothing."""
    pairs = zip(years, values, strict=True)
    return {str(y): None if np.isnan(v) else float(v) * factor for y, v in pairs}
