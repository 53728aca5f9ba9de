"""Laws of process emissions: linear in activity, one way for one number and for a thousand, carbon kept."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dualcarbon.inventory import fugitive, processes
from dualcarbon.inventory.activities import Activities
from dualcarbon.inventory.declared import Processes
from dualcarbon.inventory.ledger import Activity
from dualcarbon.inventory.processes import chemicals, fgases
from dualcarbon.reference.numbers import Shelf, tiers

YEARS = (2014, 2015, 2016)
FEW = settings(max_examples=25)
ROWS = [
    ("clinker_output", "", "t"), ("clinker_cao", "", "t/t"), ("clinker_mgo", "", "t/t"), ("lime_output", "", "t"),
    ("carbonate_use", "dolomite", "t"), ("glass_output", "float", "t"), ("flux_use", "limestone", "t"),
    ("electrode_use", "", "t"), ("pig_iron_to_steel", "", "t"), ("crude_steel_output", "", "t"),
    ("ferroalloy_output", "silicon_metal", "t"), ("aluminium_output", "prebake_point_fed", "t"),
    ("magnesium_output", "dolomite", "t"), ("ammonia_feedstock", "natural_gas", "TJ"), ("urea_output", "", "t"),
    ("methanol_output", "coal", "t"), ("nitric_acid_output", "high_pressure", "t"), ("hcfc22_output", "", "t"),
    ("lubricant_use", "", "t"), ("fgas_new", "HFC-134a/vehicle_air_conditioning", "t"),
    ("fgas_bank", "HFC-134a/vehicle_air_conditioning", "t"), ("raw_coal_output", "deep", "t"),
    ("mine_methane_used", "", "m3"), ("natural_gas_distributed", "", "m3"),
]  # fmt: skip
SHARES = ("clinker_cao", "clinker_mgo")
SMALL = {"urea_output": 1e-3, "mine_methane_used": 1e-2, "fgas_new": 1.0}


def ledger(values, edition=("2006", "provincial_2011")):
    """Make an account of all sources; ``values`` (row) are amounts of every year, shares aside."""
    table = [
        {"year": year, "indicator": i, "kind": k, "value": 0.3 if i in SHARES else v * SMALL.get(i, 1.0),
         "unit": u, "row": f"{i}:{year}", "lo95": None, "hi95": None}
        for (i, k, u), v in zip(ROWS, values, strict=True)
        for year in ((YEARS[0] - 1,) if i == "fgas_bank" else YEARS)
    ]  # fmt: skip
    activities, shelf = Activities(YEARS, pl.DataFrame(table)), Shelf(tiers(*edition))
    parts = (
        processes.lines(activities, Processes(), shelf),
        fugitive.lines(activities, Processes(), shelf),
    )
    return [line for lines, _ in parts for line in lines], [f for _, faults in parts for f in faults]  # fmt: skip


amounts = st.floats(1.0, 1e6)


@FEW
@given(amounts, st.floats(1e-3, 1e3))
def test_twice_the_activity_is_twice_the_emissions(size, times):
    once, _ = ledger([size] * len(ROWS))
    more, _ = ledger([size * times] * len(ROWS))
    for one, other in zip(once, more, strict=True):
        assert other.amounts() == pytest.approx(times * one.amounts(), rel=1e-9), one.id


@FEW
@given(st.integers(0, 2**32 - 1))
def test_every_line_takes_a_thousand_members_as_it_takes_one(seed):
    """What member 3 gives alone, it gives among the others."""
    lines, faults = ledger([1000.0] * len(ROWS))
    assert [f.code for f in faults if f.level == "error"] == []
    factors = np.random.default_rng(seed).uniform(0.9, 1.1, 8)
    for line in lines:
        many = line.amounts(lambda one: np.multiply.outer(factors, one.values))
        alone = line.amounts(lambda one: factors[3] * one.values)
        assert many.shape == (8, len(YEARS)), line.id
        assert many[3] == pytest.approx(alone, rel=1e-12), line.id


@pytest.mark.parametrize(
    "edition", [("2006", "none"), ("2019", "none"), ("2019", "provincial_2011")]
)
def test_every_line_is_named_once_has_a_method_and_a_source(edition):
    from dualcarbon.reference.tables import sources
    from dualcarbon.vocabulary.names import CATEGORIES, GASES, METHODS

    lines, _ = ledger([1000.0] * len(ROWS), edition)
    assert len({line.id for line in lines}) == len(lines) >= 20
    assert {line.category for line in lines} <= set(CATEGORIES)
    assert {line.gas for line in lines} <= set(GASES)
    assert {line.method for line in lines} <= set(METHODS)
    cited = {number.source for line in lines for number in line.numbers}
    assert cited <= set(sources())


@FEW
@given(st.floats(0, 1e6), st.floats(0, 1e6), st.floats(0, 1e6))
def test_carbon_of_a_feedstock_is_emitted_or_elsewhere(carbon, product, out):
    emitted = chemicals.of_feedstock(*(np.array([x]) for x in (carbon, product, out)))
    assert emitted[0] * 12 / 44 + product + out == pytest.approx(carbon, rel=1e-9, abs=1e-6)


@FEW
@given(st.lists(st.floats(0, 1e3), min_size=1, max_size=20), st.floats(0, 1e4), st.floats(0, 1))
def test_a_bank_keeps_all_that_was_put_in_and_not_taken_out(new, before, share):
    put = np.array(new)
    taken = share * put
    banked = fgases.bank(put, taken, np.array([before]))
    assert banked[-1] == pytest.approx(before + put.sum() - taken.sum(), rel=1e-9, abs=1e-9)
    nothing = fgases.escaped(banked, taken, np.array([0.0]), np.array([1.0]))
    assert not nothing.any()


def test_one_draw_of_a_cell_is_shared_by_all_gases_of_it():
    """Three gases of aluminium read the same cells: their first input has the same references."""
    lines, _ = ledger([1000.0] * len(ROWS))
    cells = {line.inputs[0].refs for line in lines if line.item == "aluminium_output"}
    assert len(cells) == 1
    assert all(isinstance(line.inputs[0], Activity) for line in lines)
