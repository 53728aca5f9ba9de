"""Fuels lost on the way leak and are not burnt, unless the account says so; electricity and heat are no fuel."""

from __future__ import annotations

import pytest

from dualcarbon.inventory import losses
from dualcarbon.inventory.emission_factors import assign
from dualcarbon.reference.records import FactorRecord

YEARS = (2019, 2020)
LOST = ("energy_supply", "losses", "natural_gas")
CELLS = {
    LOST: [10.0, 0.0],
    ("energy_supply", "losses", "electricity"): 5.0,
    ("industry", "final", "natural_gas"): 100.0,
}


@pytest.mark.parametrize(
    ("stated", "balanced", "how"),
    [
        ("auto", True, "leaked"), ("auto", False, "burnt"), ("burnt", True, "burnt"), ("leaked", False, "leaked"),
    ],
)  # fmt: skip
def test_a_balance_leaks_and_a_table_of_flows_burns_unless_it_is_said(stated, balanced, how):
    assert losses.way(stated, balanced=balanced) == how


def burnt(energy, own=(), how="leaked"):
    given = [*own, *losses.records(energy, how, own)]
    return (energy * assign(energy, given, region="320000").direct).sum(["sector", "fuel"])


def test_what_leaks_is_no_carbon_dioxide_and_the_rest_stays(make):
    energy = make(CELLS, YEARS)
    leaked, counted = burnt(energy), burnt(energy, how="burnt")
    assert leaked.sel(flow="losses").values.tolist() == [0.0, 0.0]
    assert float(counted.sel(flow="losses", year=2019)) == pytest.approx(10 * 15.32 * 0.99 * 44 / 12 * 0.0293076)  # fmt: skip
    assert (leaked.sel(flow="final") == counted.sel(flow="final")).all()


def own(**more):
    return FactorRecord(id="factors.csv:2", fuel="natural_gas", value=1.5, unit="t CO2/tce", first_year=2019, **more)  # fmt: skip


def test_a_factor_of_the_study_for_losses_holds_and_one_for_all_flows_does_not_burn_leaks(make):
    energy = make(CELLS, YEARS)
    stated = own(flow="losses", sector="energy_supply")
    assert burnt(energy, [stated]).sel(flow="losses").values.tolist() == [15.0, 0.0]
    assert not burnt(energy, [own(sector="energy_supply")]).sel(flow="losses").any()


def test_it_is_told_how_losses_are_counted(make):
    energy = make(CELLS, YEARS)
    (leaked,), (counted,) = (losses.faults(energy, how) for how in ("leaked", "burnt"))
    assert (leaked.code, leaked.level) == ("INV019", "warn")
    assert "losses of Natural gas (10 tce in 2019): they leak" in leaked.message()
    assert "按泄漏处理" in leaked.message("zh")
    assert "counted as burnt" in counted.message()
    only = {k: v for k, v in CELLS.items() if k != LOST}
    assert losses.faults(make(only, YEARS), "leaked") == []
