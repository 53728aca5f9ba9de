"""Regions of a few statistics, and what their processes emit."""

from __future__ import annotations

import polars as pl
import pytest

from dualcarbon.inventory import processes
from dualcarbon.inventory.activities import Activities
from dualcarbon.inventory.declared import Processes
from dualcarbon.reference.numbers import Shelf, tiers

YEARS = (2015, 2016)


def statistics(rows, years=YEARS):
    """Make statistics of rows ``(indicator, kind, value, unit, *years)``; a value for each year, or one for all."""
    table = []
    for indicator, kind, values, unit, *own in rows:
        when = own or years
        each = values if isinstance(values, list) else [values] * len(when)
        table += [
            {"year": y, "indicator": indicator, "kind": kind, "value": v, "unit": unit, "row": f"data/activity.csv:{len(table) + n}"}
            for n, (y, v) in enumerate(zip(when, each, strict=True), start=2)
        ]  # fmt: skip
    frame = pl.DataFrame(table, schema_overrides={"value": pl.Float64})
    bounds = [pl.lit(None, pl.Float64).alias(name) for name in ("lo95", "hi95")]
    return Activities(years, frame.with_columns(bounds))


class Account:
    """What a region's statistics give: amounts by line, and the codes told."""

    def __init__(self, part, activities):
        self.lines, self.faults = part
        self.by_id = {line.id: line for line in self.lines}
        self.codes = [fault.code for fault in self.faults]
        self.activities = activities

    def amounts(self, id):
        return self.by_id[id].amounts().tolist()

    def said(self, code):
        return next(fault for fault in self.faults if fault.code == code)


@pytest.fixture(scope="session")
def emitted():
    """Give the account of processes of some rows."""

    def account(*rows, years=YEARS, ipcc="2006", guideline="provincial_2011", local=(), **settings):
        activities = statistics(rows, years)
        shelf = Shelf(tiers(ipcc, guideline), local=local)
        return Account(processes.lines(activities, Processes(**settings), shelf), activities)

    return account


@pytest.fixture(scope="session")
def region():
    return statistics
