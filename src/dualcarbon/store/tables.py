"""Tables on disk: each as Parquet to compute with and as CSV to look at, the same bytes for the same table.

What is too long to be looked at, as the draws of thousands of members, is kept as Parquet alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import polars as pl

LONGEST = 100_000
"""Rows of a table up to which it is written as CSV too."""


def write(folder: Path, tables: Mapping[str, pl.DataFrame]) -> None:
    """Write every table as ``<name>.parquet``, and as ``<name>.csv`` if it is not too long, into ``folder``.

    Raises
    ------
    ValueError
        A number is not finite; results never hold NaN.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name, table in tables.items():
        _must_be_finite(name, table)
        table.write_parquet(folder / f"{name}.parquet", compression="zstd", statistics=False)
        if table.height <= LONGEST:
            table.write_csv(folder / f"{name}.csv")


def read(folder: Path) -> dict[str, pl.DataFrame]:
    """Read every Parquet table of a folder by its name."""
    return {file.stem: pl.read_parquet(file) for file in sorted(folder.glob("*.parquet"))}


def _must_be_finite(name: str, table: pl.DataFrame) -> None:
    for column in table.select(pl.selectors.float()).columns:
        if not bool(table[column].drop_nulls().is_finite().all()):
            msg = f"table {name}: column {column} holds a number that is not finite"
            raise ValueError(msg)
