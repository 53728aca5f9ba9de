"""Carbon of feedstocks, acids, by-products, by hand."""

import numpy as np
import pytest

from dualcarbon.reference.numbers import Number

FEED = ("ammonia_feedstock", "natural_gas", 1000.0, "TJ")
GAS_CARBON = Number(
    id="ours", item="natural_gas", quantity="carbon_content", value=15.0, unit="t C/TJ", source="plant"
)  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "expected"),
    [("gas", 169.4), ("gas_excess_air", 166.6), ("gas_average", 210.4), ("partial_oxidation", 277.2), ("", 327.3)],
)  # fmt: skip
def test_ammonia_by_its_route(emitted, kind, expected):
    id = f"2B1.ammonia_output{'/' + kind if kind else ''}.CO2"
    assert emitted(("ammonia_output", kind, 100.0, "t")).amounts(id) == pytest.approx([expected] * 2)  # fmt: skip


def test_the_defaults_of_ammonia_are_heat_times_carbon(emitted):
    """Table 3.1: 42.5 GJ/t at 21.0 kg C/GJ by partial oxidation; 29.7 GJ/t at 15.3 with excess air."""
    for kind, heat, carbon in (("", 42.5, 21.0), ("gas_excess_air", 29.7, 15.3), ("partial_oxidation", 36.0, 21.0)):  # fmt: skip
        id = f"2B1.ammonia_output{'/' + kind if kind else ''}.CO2"
        amount = emitted(("ammonia_output", kind, 1.0, "t")).amounts(id)[0]
        assert amount == pytest.approx(heat * carbon * 44 / 12 / 1000, abs=1e-3)


def test_urea_takes_its_carbon_dioxide_off_all_ammonia(emitted):
    """169.4 + 277.2 - 100 x 44/60 = 373.267."""
    account = emitted(
        ("ammonia_output", "gas", 100.0, "t"),
        ("ammonia_output", "partial_oxidation", 100.0, "t"),
        ("urea_output", "", 100.0, "t"),
    )
    assert account.amounts("2B1.ammonia_output.CO2") == pytest.approx([446.6 - 4400 / 60] * 2)


def test_more_urea_than_the_ammonia_holds_is_refused(emitted):
    account = emitted(("ammonia_output", "gas", 100.0, "t"), ("urea_output", "", 1000.0, "t"))
    told = account.said("PRO010")
    assert told.level == "error"
    assert "2015, 2016" in told.message()
    assert told.place.line == 4


def test_a_feedstock_is_a_balance_of_carbon(emitted):
    """1000 TJ x 15 t C/TJ = 15,000 t C; urea binds 200 t C, 12 in 60; 100 t C are sold: 53,900 t CO2."""
    account = emitted(
        FEED,
        ("ammonia_output", "gas", 100.0, "t"),
        ("urea_output", "", 1000.0, "t"),
        ("ammonia_carbon_out", "", 100.0, "t C"),
        local=[GAS_CARBON],
    )
    expected = (15_000 - 200 - 100) * 44 / 12
    assert account.amounts("2B1.ammonia_feedstock.CO2") == pytest.approx([expected] * 2, rel=1e-12)
    assert list(account.by_id) == ["2B1.ammonia_feedstock.CO2"]


def test_carbon_is_emitted_bound_or_gone_and_nothing_else(emitted):
    """Urea later gives back what it bound: with it, all carbon of the feedstock is found again."""
    bound = emitted(FEED, ("urea_output", "", 1000.0, "t"), local=[GAS_CARBON])
    plain = emitted(FEED, local=[GAS_CARBON])
    taken = plain.lines[0].amounts() - bound.lines[0].amounts()
    assert taken == pytest.approx(np.array([44_000 / 60] * 2), rel=1e-9)
    assert plain.lines[0].amounts() == pytest.approx(np.array([55_000.0] * 2), rel=1e-12)


def test_methanol_keeps_the_carbon_of_the_product(emitted):
    """Two feeds, 1000 TJ at 15 and 10 TJ at 15: 15,150 t C, less 1000 x 0.375."""
    account = emitted(
        ("methanol_feedstock", "natural_gas", 1010.0, "TJ"),
        ("methanol_output", "gas", 1000.0, "t"),
        local=[GAS_CARBON],
    )
    assert account.amounts("2B8.methanol_feedstock.CO2") == pytest.approx([(15_150 - 375) * 44 / 12] * 2)  # fmt: skip


def test_a_feedstock_has_the_carbon_of_the_reference_tables(emitted):
    """Naphtha: 20.0 t C/TJ; anthracite of the guideline 27.4 t C/TJ; heat in standard coal is converted."""
    account = emitted(
        ("ethylene_feedstock", "naphtha", 100.0, "TJ"),
        ("ethylene_feedstock", "natural_gas", 34.1208424, "tce"),
        ("ethylene_output", "", 500.0, "t"),
    )
    carbon = 100 * 20.0 + 1.0 * 15.32 - 500 * 0.857
    assert account.amounts("2B8.ethylene_feedstock.CO2") == pytest.approx([carbon * 44 / 12] * 2, rel=1e-6)  # fmt: skip


def test_a_feedstock_that_is_no_fuel_is_refused(emitted):
    account = emitted(("ammonia_feedstock", "natural_gaz", 1.0, "TJ"))
    assert (account.lines, account.codes) == ((), ["PRO016"])
    assert "natural_gas" in account.said("PRO016").message()


def test_a_group_of_fuels_has_no_carbon_of_its_own(emitted):
    account = emitted(("ammonia_feedstock", "coal", 1.0, "TJ"))
    assert (account.lines, account.codes) == ((), ["REF008"])


def test_a_balance_with_a_gap_is_told_and_not_estimated_there(emitted):
    account = emitted((*FEED, 2016), local=[GAS_CARBON])
    amounts = account.amounts("2B1.ammonia_feedstock.CO2")
    assert np.isnan(amounts[0])
    assert amounts[1] == pytest.approx(55_000)
    assert account.codes == ["PRO015"]


@pytest.mark.parametrize(
    ("indicator", "kind", "category", "gas", "expected"),
    [
        ("methanol_output", "coal", "2B8", "CO2", 528.5),
        ("ethylene_output", "naphtha", "2B8", "CO2", 173),
        ("calcium_carbide_output", "", "2B5", "CO2", 115.4),
        ("carbide_to_acetylene", "", "2B5", "CO2", 110),
        ("soda_ash_output", "natural", "2B7", "CO2", 13.8),
        ("soda_ash_output", "solvay", "2B7", "CO2", 0),
        ("nitric_acid_output", "high_pressure", "2B2", "N2O", 1.39),
        ("nitric_acid_output", "dual_pressure", "2B2", "N2O", 0.8),
        ("adipic_acid_output", "", "2B3", "N2O", 29.3),
        ("hcfc22_output", "", "2B9", "HFC-23", 2.92),
    ],
)
def test_a_hundred_tonnes_of_a_product(emitted, indicator, kind, category, gas, expected):
    account = emitted((indicator, kind, 100.0, "t"))
    id = f"{category}.{indicator}{'/' + kind if kind else ''}.{gas}"
    assert account.amounts(id) == pytest.approx([expected] * 2)
    assert account.codes == []


def test_what_is_destroyed_does_not_escape(emitted):
    account = emitted(("adipic_acid_output", "", 100.0, "t"), ("adipic_acid_n2o_destroyed", "", 28.0, "t"))  # fmt: skip
    assert account.amounts("2B3.adipic_acid_output.N2O") == pytest.approx([1.3, 1.3])
    over = emitted(("hcfc22_output", "", 100.0, "t"), ("hfc23_destroyed", "", 3.0, "t"))
    assert over.codes == ["PRO010"]


@pytest.mark.parametrize("indicator", ["soda_ash_output", "nitric_acid_output", "methanol_output", "ethylene_output"])  # fmt: skip
def test_a_process_must_be_named_where_it_decides(emitted, indicator):
    account = emitted((indicator, "", 100.0, "t"))
    assert (account.lines, account.codes) == ((), ["PRO011"])
