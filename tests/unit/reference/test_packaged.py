import dataclasses

import pytest

from dualcarbon.errors import InputError, UnitMismatch
from dualcarbon.reference.formula import per_tce
from dualcarbon.reference.packaged import in_tce, named_set, of_tier, parts
from dualcarbon.reference.records import FactorRecord

GIVEN = FactorRecord(id="x", fuel="coal", value=2.0, unit="t CO2/tce", first_year=2015,
                     lo95=1.0, hi95=3.0)  # fmt: skip


def test_group_defaults_are_those_of_their_representative_fuel():
    """Raw coal 26.37 t C/TJ x 0.94; crude oil 20.08 x 0.98; both x 44/12 x 29.3076."""
    assert named_set("guideline")["coal"].value == pytest.approx(per_tce(26.37, 0.94), abs=5e-5)
    assert named_set("guideline")["oil"].value == pytest.approx(per_tce(20.08, 0.98), abs=5e-5)
    assert named_set("ipcc")["coal"].value == pytest.approx(94.6 * 0.0293076, abs=5e-5)
    assert named_set("ipcc")["oil"].value == pytest.approx(73.3 * 0.0293076, abs=5e-5)
    assert {r.mark for s in ("guideline", "ipcc") for r in named_set(s).values()} == {"C"}


def test_quick_sets_are_marked_as_memory_and_never_resolved():
    for name in ("ndrc_quick", "ndrc_quick_old"):
        assert {r.mark for r in named_set(name).values()} == {"M"}
        assert {r.tier for r in named_set(name).values()} == {"named"}
    old = {fuel: r.value for fuel, r in named_set("ndrc_quick_old").items()}
    assert old == {"coal": 2.64, "oil": 2.08, "natural_gas": 1.63}


def test_an_unknown_set_is_refused():
    with pytest.raises(InputError, match=r'"ndrc" is not a named set .* did you mean ndrc_quick'):
        named_set("ndrc")


def test_a_composed_record_carries_its_formula_in_proportion():
    record = of_tier("provincial_2011", "natural_gas", 2015, "direct")
    assert record.value == pytest.approx(15.32 * 0.99 * 44 / 12 * 29.3076 / 1000)
    assert record.lo95 / record.value == pytest.approx(54300 / 56100)
    assert record.hi95 / record.value == pytest.approx(58300 / 56100)
    assert (record.mark, record.source) == ("C", "guideline-2011")


def test_one_number_from_memory_marks_the_whole_record():
    assert of_tier("provincial_2011", "gangue", 2015, "direct").mark == "M"


def test_both_sources_of_a_mixed_record_are_named():
    record = of_tier("provincial_2011", "cleaned_coal", 2015, "direct")
    assert record.source == "guideline-2011+enterprise-guidelines"


def test_a_tier_without_both_parts_has_no_record():
    assert parts("blast_furnace_gas", "provincial_2011") is None
    assert of_tier("provincial_2011", "blast_furnace_gas", 2015, "direct") is None


def test_the_slot_of_the_new_guideline_is_empty():
    assert of_tier("provincial_2025", "coal", 2026, "direct") is None


def test_heat_brought_in_has_the_factor_of_heat_charged():
    user = of_tier("national", "heat", 2015, "user")
    brought = of_tier("national", "heat", 2015, "import")
    assert brought == dataclasses.replace(user, purpose="import")
    assert user.value == pytest.approx(0.11 * 29.3076)


@pytest.mark.parametrize(
    ("unit", "times"),
    [
        ("t CO2/tce", 1),
        ("t CO2/GJ", 29.3076),
        ("kg CO2/TJ", 29.3076e-6),
        ("kg CO2/kgce", 1),
        ("t CO2/MWh", 1 / 0.1229),
        ("kg CO2/kWh", 1 / 0.1229),
        ("10^4 t CO2/10^8 kWh", 0.1 / 0.1229),
    ],
)
def test_records_are_turned_into_standard_coal_with_their_range(unit, times):
    given = dataclasses.replace(GIVEN, unit=unit)
    made = in_tce(given)
    assert (made.value, made.lo95, made.hi95) == pytest.approx((2 * times, times, 3 * times))
    assert made.unit == "t CO2/tce"


def test_a_factor_per_kilowatt_hour_is_turned_with_the_rate_that_its_account_counts_by():
    given = dataclasses.replace(GIVEN, unit="kg CO2/kWh")
    by_heat = in_tce(given, year=2017)
    by_coal = in_tce(given, year=2017, convention="coal_equivalent")
    assert by_heat == in_tce(given)
    assert (by_coal.value, by_coal.hi95) == pytest.approx((2 / 0.292, 3 / 0.292))
    assert in_tce(given, year=2015, convention="coal_equivalent").value == pytest.approx(2 / 0.297)


def test_the_convention_moves_no_factor_but_those_per_kilowatt_hour():
    given = dataclasses.replace(GIVEN, unit="t CO2/GJ")
    assert in_tce(given, year=2017, convention="coal_equivalent") == in_tce(given)


def test_registry_and_table_of_units_agree():
    from dualcarbon.reference.packaged import PER_TCE
    from dualcarbon.vocabulary.units import scale

    for unit, times in PER_TCE.items():
        assert scale(unit, "t CO2/tce") == pytest.approx(times, rel=1e-12)


def test_a_factor_per_tonne_is_refused():
    with pytest.raises(UnitMismatch, match="t CO2/t"):
        in_tce(dataclasses.replace(GIVEN, unit="t CO2/t"))
