"""The tables of a run as anybody may take them: nothing of closed cells, no live formula, the same bytes each time."""

from __future__ import annotations

import base64
import gzip
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import polars as pl

from dualcarbon.report.reading import Reading
from dualcarbon.study.publishing import OF_CELLS, OF_PATHS

LONGEST = 20_000
"""Rows of a table up to which it is put into the file."""
MARK = "\ufeff"
"""Lets spreadsheets see that a file is UTF-8."""
FORMULA = r"^[=+\-@\t\r]"
"""Beginnings of a text that a spreadsheet takes for a formula."""
CELL_LABELS = ("scenario", "year", "sector", "flow", "fuel", "purpose")
CELL_AMOUNTS = ("energy_tce", "emissions_tco2")
WITH_CLOSED = (
    *OF_CELLS, *OF_PATHS, "totals", "pathways", "fans", "members", "targets", "plans", "lmdi", "decoupling", "hindcast",
    "assumptions", "attribution", "wedges", "worth", "cash_flows", "projects_worth",
)  # fmt: skip
"""Tables that a study with closed cells gives: those that the report's own figures are drawn from, each known to hold no such cell."""


@dataclass(frozen=True, slots=True)
class Given:
    """A table as it stands in the file."""

    name: str
    rows: int
    columns: int
    text: str

    @property
    def packed(self) -> str:
        """What is saved, as it stands in the page: gzip in base64."""
        return base64.b64encode(gzip.compress(self.bytes, mtime=0)).decode("ascii")

    @property
    def bytes(self) -> bytes:
        """What is saved."""
        return self.text.encode()

    @property
    def digest(self) -> str:
        """SHA-256 of what is saved."""
        return hashlib.sha256(self.bytes).hexdigest()


def given(reading: Reading) -> list[Given]:
    """Give the tables that may be published, by name.

    Parameters
    ----------
    reading : Reading
        A run as it may be published.
    """
    tables = dict(_shown(reading))
    return [_given(name, frame) for name, frame in sorted(tables.items()) if 0 < frame.height <= LONGEST]  # fmt: skip


def closed(reading: Reading) -> frozenset[str]:
    """Give the cells that may not be shown."""
    return frozenset((reading.summary.get("account") or {}).get("closed", ()))


def _shown(reading: Reading) -> Iterator[tuple[str, pl.DataFrame]]:
    below = (reading.summary.get("districts_ahead") or {}).get("closed", ())
    hidden = closed(reading)
    for name, frame in reading.tables.items():
        if (hidden and name not in WITH_CLOSED) or (below and name == "districts_ahead"):
            continue
        yield name, _summed(frame) if hidden and name in OF_CELLS else frame


def _summed(frame: pl.DataFrame) -> pl.DataFrame:
    """Sum the rows that were put together, so that none stands by itself; what names their cells is left out."""
    labels = [c for c in CELL_LABELS if c in frame.columns]
    amounts = [c for c in CELL_AMOUNTS if c in frame.columns]
    return frame.group_by(labels, maintain_order=True).agg(pl.col(amounts).sum())


def _given(name: str, frame: pl.DataFrame) -> Given:
    harmless = frame.with_columns(
        pl.col(pl.String).str.replace(FORMULA, "'${0}"),
        pl.col(pl.Float64).fill_nan(None),
    )
    return Given(name, frame.height, frame.width, MARK + harmless.write_csv())


def digest(tables: list[Given]) -> str:
    """Give one SHA-256 over all tables, by name and content."""
    lines = (f"{one.digest}  {one.name}.csv\n" for one in tables)
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def plain(mapping: Mapping[str, object]) -> list[tuple[str, str]]:
    """Give names and values as texts, sorted."""
    return [(name, str(mapping[name])) for name in sorted(mapping)]
