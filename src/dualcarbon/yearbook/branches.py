"""Branches of the balance table: industry alone is given by them."""

from __future__ import annotations

import polars as pl

from dualcarbon.vocabulary.faults import Fault, Place, note
from dualcarbon.vocabulary.names import BALANCE_ROWS
from dualcarbon.yearbook.series import spans

BRANCHED = "industry"
"""The row whose branches are given one by one."""


def faults(frame: pl.DataFrame, file: str) -> list[Fault]:
    """Tell of branches of other rows than industry, which no entry of the account would hold.

    Parameters
    ----------
    frame
        Rows of the balance table, one vintage.
    file
        Name of the file in messages.

    Returns
    -------
    list of Fault
        BAL026 for each row and branch, at its first line.
    """
    apart = frame.filter(
        (pl.col("branch") != "") & (pl.col("row") != BRANCHED) & pl.col("value").is_not_null()
    )
    found: list[Fault] = []
    for (row, branch), cells in apart.sort("line").group_by(["row", "branch"], maintain_order=True):
        place = Place(file=file, line=min(cells["line"]), column="branch")
        found.append(
            note("BAL026", place, row=BALANCE_ROWS.both(str(row)), branch=str(branch), years=spans(cells["year"]))
        )  # fmt: skip
    return found
