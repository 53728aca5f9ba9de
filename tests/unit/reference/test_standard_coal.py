import pytest

from dualcarbon.errors import InputError
from dualcarbon.reference import standard_coal
from dualcarbon.reference.tables import rows


def codes(warnings):
    return [fault.code for fault in warnings]


def test_calorific_electricity_is_the_heat_it_is_in_every_year():
    """3.6 MJ / 29.3076 MJ/kgce = 0.12284; statistics print 0.1229."""
    values = {
        standard_coal.electricity(year, "calorific")[0].value for year in range(1990, 2061, 10)
    }
    assert values == {0.1229}
    heat = 3.6 / 29.3076
    assert heat == pytest.approx(0.1229, abs=1e-4)


def test_the_rate_of_the_year_is_used_without_a_flag():
    rate, warnings = standard_coal.electricity(2017, "coal_equivalent")
    assert (rate.quantity, rate.first_year, warnings) == ("generation", 2017, ())
    assert rate.mark == "M"


def test_only_the_supply_rate_of_2023_was_seen():
    seen = [r["id"] for r in rows("coal_rate") if not r["mark"]]
    assert seen == ["coal_rate:supply:2023"]
    assert standard_coal.electricity(2023, "coal_equivalent_supply")[0].value == 0.303


@pytest.mark.parametrize(("year", "given"), [(2003, 2005), (2023, 2020)])
def test_the_rate_of_another_year_is_flagged(year, given):
    rate, warnings = standard_coal.electricity(year, "coal_equivalent")
    assert (rate.first_year, codes(warnings)) == (given, ["REF009"])
    assert f"of {given} is used for {year}" in warnings[0].message()


def test_supply_costs_more_coal_than_generation_in_every_year():
    """Power plants use part of what they generate."""
    for year in range(2005, 2021):
        supply, _ = standard_coal.electricity(year, "coal_equivalent_supply")
        generation, _ = standard_coal.electricity(year, "coal_equivalent")
        assert 1.03 < supply.value / generation.value < 1.09


def test_rates_fall_from_year_to_year():
    for kind in ("supply", "generation"):
        values = [float(r["value"]) for r in rows("coal_rate") if r["kind"] == kind and r["mark"]]
        assert values == sorted(values, reverse=True)


def test_the_convention_has_no_default_and_an_unknown_one_is_refused():
    with pytest.raises(TypeError):
        standard_coal.electricity(2017)
    with pytest.raises(InputError, match=r'"calorifc" is not a way .*did you mean calorific'):
        standard_coal.electricity(2017, "calorifc")


def test_physical_units_are_converted_as_the_yearbook_does():
    heat, _ = standard_coal.per_unit("heat", 2017)
    assert (heat.value, heat.unit) == (0.03412, "kgce/MJ")
    assert standard_coal.per_unit("raw_coal", 2017)[0].value == 0.7143


def test_groups_have_no_physical_unit():
    with pytest.raises(InputError, match='no standard_coal is known for "nonfossil"'):
        standard_coal.per_unit("nonfossil", 2017)
