import pytest

from dualcarbon.errors import InputError
from dualcarbon.reference import fuels
from dualcarbon.vocabulary.names import FUELS

SINGLE = [f for f in FUELS if FUELS[f].more["kind"] == "fuel" and f != "other_energy"]


def codes(warnings):
    return [fault.code for fault in warnings]


def test_the_standard_in_force_gives_the_heat_value():
    old, _ = fuels.find("diesel", "calorific_value", 2020)
    new, _ = fuels.find("diesel", "calorific_value", 2021)
    assert (old.source, old.value) == ("gbt-2589-2008", 42.652)
    assert (new.source, new.mark) == ("gbt-2589-2020", "M")


def test_before_the_first_standard_its_value_is_carried_with_a_warning():
    datum, warnings = fuels.find("diesel", "calorific_value", 2005)
    assert datum.value == 42.652
    assert [str(w) for w in warnings] == [
        "REF007 Diesel: the calorific value of 2008 is used for 2005, which lies outside its years"
    ]


def test_older_yearbooks_convert_differently():
    """Other washed coal 0.2850 in older issues, 0.3333 in newer ones: 16.9 % apart."""
    old, _ = fuels.find("other_washed_coal", "standard_coal", 2008)
    new, warnings = fuels.find("other_washed_coal", "standard_coal", 2012)
    assert new.value / old.value == pytest.approx(1.169, abs=1e-3)
    assert codes(warnings) == ["REF022"]


def test_a_tier_can_be_asked_for():
    assert fuels.find("coke", "carbon_content", 2015, tier="national")[0].value == 29.4
    assert fuels.find("coke", "carbon_content", 2015, tier="provincial_2011")[0].value == 29.42


def test_sector_values_never_stand_in_for_the_default():
    assert fuels.find("raw_coal", "oxidation", 2015, tier="provincial_2011")[0].value == 0.94
    assert {d.value for d in fuels.data("raw_coal", "oxidation")} >= {0.985, 0.94, 0.90}


def test_an_unknown_property_is_refused_with_the_nearest_fuel():
    with pytest.raises(InputError) as caught:
        fuels.find("raw_cole", "carbon_content", 2015)
    assert str(caught.value) == (
        'no carbon_content is known for "raw_cole"; it is known for example for raw_coal'
    )


@pytest.mark.parametrize("fuel", SINGLE)
def test_every_fuel_that_burns_has_an_ipcc_default_with_a_range(fuel):
    default, low, high = fuels.ipcc_range(fuel)
    assert 37_000 < low < default < high < 310_000


def test_carriers_have_no_default():
    assert fuels.ipcc_range("electricity") is None


@pytest.mark.parametrize("fuel", SINGLE)
def test_heat_value_and_standard_coal_agree_but_where_a_conflict_is_listed(fuel):
    """29.3076 MJ/kgce joins the two; more than 1 % apart must be a listed conflict."""
    kgce, _ = fuels.find(fuel, "standard_coal", 2015)
    heat, _ = fuels.find(fuel, "calorific_value", 2015)
    apart = abs(kgce.value * 29.3076 / heat.value - 1)
    assert apart < 0.01 or fuels.conflicts(fuel)


def test_natural_gas_conflict_says_nine_per_cent():
    (fault,) = fuels.conflicts("natural_gas")
    assert fault.level == "warn"
    assert "1.215 kgce/m3" in fault.message()
    assert "by 9.5 %" in fault.message()


def test_blast_furnace_gas_is_not_given_the_carbon_of_other_gas():
    datum, warnings = fuels.find("blast_furnace_gas", "carbon_content", 2015)
    assert datum.value / 12.2 == pytest.approx(5.8, abs=0.01)
    assert codes(warnings) == ["REF025"]
    assert datum.value * 44 / 12 * 1000 == pytest.approx(260_000, rel=2e-3)


def test_conflicts_can_be_asked_by_quantity():
    assert not fuels.conflicts("natural_gas", "carbon_content")
    assert codes(fuels.conflicts("lng")) == ["REF028"]
