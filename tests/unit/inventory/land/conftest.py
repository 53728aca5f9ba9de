"""Statistics and numbers of land, a few at a time, so that every expected amount can be worked out by hand."""

from __future__ import annotations

import polars as pl
import pytest

from dualcarbon.inventory.activities import Activities
from dualcarbon.inventory.declared import Land
from dualcarbon.inventory.land import lines
from dualcarbon.reference.numbers import Number, Shelf, tiers


def activities(years, *rows):
    """Make statistics of rows (indicator, kind, unit, {year: value})."""
    cells = [(one, year, value) for one in rows for year, value in one[3].items()]
    frame = pl.DataFrame(
        [
            {"year": year, "indicator": one[0], "kind": one[1], "value": value, "unit": one[2],
             "row": f"data/activity.csv:{place + 2}", "lo95": None, "hi95": None}
            for place, (one, year, value) in enumerate(cells)
        ]
    )  # fmt: skip
    return Activities(years, frame)


def shelf(*own, ipcc="2006", guideline="none"):
    """Make a shelf of packaged numbers and the study's own (item, kind, quantity, value, unit)."""
    local = [
        Number(id=f"own.{item}.{kind}.{quantity}", item=item, kind=kind, quantity=quantity, value=value, unit=unit)
        for item, kind, quantity, value, unit in own
    ]  # fmt: skip
    return Shelf(tiers(ipcc, guideline), (), local)


def account(years, rows, own=(), ipcc="2006", guideline="none", **choices):
    """Give lines by id and faults of a study of land."""
    found, faults = lines(
        activities(years, *rows), Land(**choices), shelf(*own, ipcc=ipcc, guideline=guideline)
    )
    return {line.id: line for line in found}, faults


@pytest.fixture(scope="session")
def land():
    return account


@pytest.fixture(scope="session")
def statistics():
    return activities


@pytest.fixture(scope="session")
def numbers():
    return shelf
