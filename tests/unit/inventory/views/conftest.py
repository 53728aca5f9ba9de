"""Small ledgers of two years, each line with one cell a year."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from dualcarbon.inventory.ledger import Activity, Ledger, Line

YEARS = (2019, 2020)


@pytest.fixture
def line():
    """Make a line from its category and the amounts of both years; cells are numbered as they come."""
    number = itertools.count(1)

    def made(category, *amounts, gas="CO2", grades=(), series_years=YEARS, **more):
        place = next(number)
        values = np.array(amounts, dtype=float)
        refs = tuple(f"data/activity.csv:{10 * place + n}" for n in range(len(series_years)))
        series = Activity(
            name="made", unit="t", years=series_years, values=np.resize(values, len(series_years)), refs=refs, grades=grades
        )  # fmt: skip
        formula = {} if series_years == YEARS else {"formula": lambda a: a[..., -2:]}
        return Line(
            id=f"line {place}", category=category, gas=gas, years=YEARS, inputs=(series,), method="combustion",
            **formula, **more,
        )  # fmt: skip

    return made


@pytest.fixture
def ledger():
    """Put lines into a ledger."""

    def made(*lines, notation=None):
        return Ledger(YEARS, tuple(lines), notation=notation or {})

    return made
