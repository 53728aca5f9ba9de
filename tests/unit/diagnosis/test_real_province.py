"""The account of a real province, from the tables of the example: fuels burnt where they are burnt."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest
import xarray as xr

from dualcarbon.diagnosis.account import Account, merge, set_apart
from dualcarbon.diagnosis.drivers import decompose

STUDY = Path(__file__).parents[3] / "examples" / "jiangsu"
CELL = ("year", "sector", "flow", "fuel")


def rows(file):
    with (STUDY / file).open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def table(found, dims, unit):
    labels = {d: list(dict.fromkeys(key[i] for key in found)) for i, d in enumerate(dims)}
    array = xr.DataArray(
        np.zeros([len(x) for x in labels.values()]), coords=labels, attrs={"units": unit}
    )
    for key, value in found.items():
        array.loc[dict(zip(dims, key, strict=True))] = value
    return array


@pytest.fixture(scope="module")
def parts():
    factors = {
        tuple(r[c] for c in CELL): float(r["value"])
        for r in rows("factors.csv")
        if r["purpose"] == "direct"
    }
    burnt = {
        tuple(r[c] for c in CELL): float(r["value"])
        for r in rows("data/energy.csv")
        if tuple(r[c] for c in CELL) in factors and r["vintage"] == "contest 2023"
    }
    emitted = {(int(k[0]), *k[1:]): v * factors[k] for k, v in burnt.items()}
    energy = table({(int(k[0]), *k[1:]): v for k, v in burnt.items()}, CELL, "10^4 tce")
    return set_apart(energy, table(emitted, CELL, "10^4 t CO2"))


@pytest.fixture(scope="module")
def account(parts):
    added = {
        (int(r["year"]), r["sector"]): float(r["value"])
        for r in rows("data/economy.csv")
        if r["indicator"] == "value_added" and r["vintage"] == "contest 2023"
    }
    people = {
        (int(r["year"]),): float(r["value"])
        for r in rows("data/population.csv")
        if r["indicator"] == "population" and r["vintage"] == "contest 2023"
    }
    energy, emissions, value_added = (
        merge(a, "industry", ["energy_supply"])
        for a in (
            parts.energy.sum("flow").assign_attrs(units="10^4 tce"),
            parts.emissions.sum("flow").assign_attrs(units="10^4 t CO2"),
            table(added, ("year", "sector"), "10^8 CNY2010"),
        )
    )
    population = table(people, ("year",), "10^4 person")
    return Account(
        energy=energy, emissions=emissions, value_added=value_added, population=population
    )


def test_only_the_sign_changing_row_is_set_apart(parts):
    assert [c["en"] for c in parts.cells] == ["energy supply/other transformation/coal"]
    assert (parts.apart > 0).any()
    assert (parts.apart < 0).any()


def test_effects_of_every_year_and_period_leave_nothing_over(account):
    result = decompose(account, [(2010, 2015), (2015, 2017)])
    totals = account.emissions.sum(["sector", "fuel"]) * 1e4
    for step in (*result.yearly, *(f for p in result.periods for f in (p.ends, p.chained))):
        first, last = (float(totals.sel(year=year)) for year in step.period)
        assert abs(sum(step.totals.values()) - (last - first)) <= 1e-9 * max(first, last)
        cells = sum(e.sum(["sector", "fuel"]) for e in step.effects.values())
        assert float(cells) == pytest.approx(last - first, rel=1e-9)


def test_growth_drives_and_intensity_restrains(account):
    (plan, _) = decompose(account, [(2010, 2015), (2015, 2017)]).periods
    for form in (plan.ends, plan.chained):
        assert form.totals["affluence"] == max(form.totals.values()) > form.change
        assert form.totals["intensity"] < 0
        assert form.totals["structure"] < 0
