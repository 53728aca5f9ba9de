"""Files that are given to be kept: under a name that is safe on every system, never opened as a page of ours, no text a formula."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from fastapi import Response

if TYPE_CHECKING:
    import polars as pl

FORMULA = r"^[=+\-@\t\r]"
"""How a cell begins that a spreadsheet would compute; such a text goes out with an apostrophe before it."""


def attached(data: bytes, name: str, kind: str) -> Response:
    r"""Give a file to be kept.

    Examples
    --------
    >>> attached(b"", "a/b\r\n.csv", "text/csv").headers["content-disposition"]
    "attachment; filename*=UTF-8''a_b_.csv"
    """
    from dualcarbon.report.writing import safe

    stem, dot, suffix = name.rpartition(".")
    shown = f"{safe(stem)}{dot}{safe(suffix)}" if dot else safe(name)
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(shown, safe='')}"}
    return Response(data, media_type=kind, headers=headers)


def plain(table: pl.DataFrame) -> pl.DataFrame:
    """Give a table in which no text is a formula to a spreadsheet."""
    import polars as pl

    texts = (name for name, kind in table.schema.items() if kind == pl.String)
    return table.with_columns(
        pl.when(pl.col(name).str.contains(FORMULA))
        .then("'" + pl.col(name))
        .otherwise(pl.col(name))
        .alias(name)
        for name in texts
    )
