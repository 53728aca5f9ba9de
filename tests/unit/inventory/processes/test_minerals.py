"""Clinker, lime, glass, carbonates: every expected number can be worked out by hand."""

import numpy as np
import pytest


def test_clinker_has_the_default_of_the_guideline_in_use(emitted):
    row = ("clinker_output", "", [100.0, 200.0], "10^4 t")
    assert emitted(row).amounts("2A1.clinker_output.CO2") == pytest.approx([538_000, 1_076_000])
    ipcc = emitted(row, guideline="none").amounts("2A1.clinker_output.CO2")
    assert ipcc == pytest.approx([1e6 * 0.51 * 1.02, 2e6 * 0.51 * 1.02])


def test_clinker_goes_by_its_oxides_where_they_are_stated(emitted):
    """(0.65 - 0.02) 44/56 + (0.02 - 0.01) 44/40 = 0.506 t CO2/t, times 1.02 for dust."""
    account = emitted(
        ("clinker_output", "", 1000.0, "t"),
        ("clinker_cao", "", 0.65, "t/t"),
        ("clinker_mgo", "", 20.0, "kg/t"),
        ("clinker_cao_other", "", 0.02, "t/t"),
        ("clinker_mgo_other", "", 0.01, "t/t"),
    )
    assert account.amounts("2A1.clinker_output.CO2") == pytest.approx([516.12, 516.12])
    assert account.by_id["2A1.clinker_output.CO2"].method == "clinker_oxides"
    assert account.codes == []


def test_a_year_without_oxides_has_the_default_and_is_told(emitted):
    account = emitted(
        ("clinker_output", "", 1000.0, "t"),
        ("clinker_cao", "", 0.56, "t/t", 2015),
        ("clinker_mgo", "", 0.0, "t/t", 2015),
    )
    assert account.amounts("2A1.clinker_output.CO2") == pytest.approx([440 * 1.02, 538])
    assert account.codes == ["PRO004", "PRO003"]
    assert "2016" in account.said("PRO004").message()
    assert "clinker_cao_other, clinker_mgo_other" in account.said("PRO003").message("zh")


def test_plants_have_oxides_of_their_own(emitted):
    account = emitted(
        ("clinker_output", "north", 1000.0, "t"),
        ("clinker_output", "south", 1000.0, "t"),
        ("clinker_cao", "north", 0.56, "t/t"),
        ("clinker_mgo", "north", 0.0, "t/t"),
    )
    assert account.amounts("2A1.clinker_output/north.CO2") == pytest.approx([448.8, 448.8])
    assert account.amounts("2A1.clinker_output/south.CO2") == pytest.approx([538, 538])


def test_cement_alone_is_told_and_never_counted(emitted):
    account = emitted(("cement_output", "", 15_829.74, "10^4 t"))
    assert (account.lines, account.codes) == ((), ["PRO001"])


def test_cement_with_a_stated_ratio_is_counted_with_a_remark(emitted):
    account = emitted(("cement_output", "", 1000.0, "t"), ("clinker_ratio", "", 0.6, "t/t"))
    assert account.amounts("2A1.cement_output.CO2") == pytest.approx([322.8, 322.8])
    assert account.codes == ["PRO012"]


def test_clinker_goes_before_cement_and_ratio(emitted):
    account = emitted(
        ("clinker_output", "", 500.0, "t"),
        ("cement_output", "", 1000.0, "t"),
        ("clinker_ratio", "", 0.6, "t/t"),
    )
    assert list(account.by_id) == ["2A1.clinker_output.CO2"]


@pytest.mark.parametrize(
    "row",
    [
        ("clinker_cao", "", 65.5, "t/t"),
        ("clinker_mgo", "", -0.1, "t/t"),
        ("clinker_cao_other", "", 2.0, "t/t"),
    ],
)
def test_a_share_in_per_cent_is_refused_by_its_cell(emitted, row):
    others = [r for r in (("clinker_cao", "", 0.65, "t/t"), ("clinker_mgo", "", 0.02, "t/t")) if r[0] != row[0]]  # fmt: skip
    account = emitted(row, ("clinker_output", "", 1000.0, "t"), *others)
    told = account.said("PRO005")
    assert (told.level, told.place.line) == ("error", 2)


def test_lime_and_carbonates(emitted):
    account = emitted(
        ("lime_output", "", 100.0, "t"),
        ("carbonate_use", "limestone", 100.0, "t"),
        ("carbonate_use", "soda_ash", 100.0, "t"),
    )
    assert account.amounts("2A2.lime_output.CO2") == pytest.approx([68.3, 68.3])
    assert account.amounts("2A4.carbonate_use/limestone.CO2") == pytest.approx([43.971, 43.971])
    assert account.amounts("2A4.carbonate_use/soda_ash.CO2") == pytest.approx([41.492, 41.492])


@pytest.mark.parametrize(
    ("mineral", "gas", "mineral_mass"),
    [
        ("limestone", 1, 40.078 + 12.011 + 3 * 15.999),
        ("magnesite", 1, 24.305 + 12.011 + 3 * 15.999),
        ("dolomite", 2, 40.078 + 24.305 + 2 * 12.011 + 6 * 15.999),
        ("siderite", 1, 55.845 + 12.011 + 3 * 15.999),
        ("soda_ash", 1, 2 * 22.990 + 12.011 + 3 * 15.999),
    ],
)
def test_carbonates_are_those_of_their_molecules(emitted, mineral, gas, mineral_mass):
    account = emitted(("carbonate_use", mineral, 1.0, "t"))
    expected = gas * (12.011 + 2 * 15.999) / mineral_mass
    assert account.amounts(f"2A4.carbonate_use/{mineral}.CO2") == pytest.approx([expected] * 2, rel=1e-3)  # fmt: skip


def test_a_mineral_that_nobody_knows_is_refused_with_the_nearest(emitted):
    account = emitted(("carbonate_use", "dolomit", 1.0, "t"))
    told = account.said("PRO002")
    assert account.lines == ()
    assert "did you mean dolomite? Known: limestone, dolomite" in told.message()
    assert str(told.place) == "data/activity.csv line 2"
    assert "使用量" in told.message("zh")


def test_a_mineral_must_be_named(emitted):
    account = emitted(("carbonate_use", "", 1.0, "t"))
    assert (account.lines, account.codes) == ((), ["PRO011"])


def test_glass_is_made_of_batch_and_cullet(emitted):
    """Float glass 0.21 (1 - 0.2) where the cullet is stated; else the middle of 10 to 25 %."""
    stated = emitted(("glass_output", "float", 100.0, "t"), ("glass_cullet", "float", 0.2, "t/t"))
    assert stated.amounts("2A3.glass_output/float.CO2") == pytest.approx([16.8, 16.8])
    default = emitted(("glass_output", "float", 100.0, "t"))
    assert default.amounts("2A3.glass_output/float.CO2") == pytest.approx([17.325, 17.325])
    plain = emitted(("glass_output", "", 100.0, "t"))
    assert plain.amounts("2A3.glass_output.CO2") == pytest.approx([10, 10])


def test_flat_glass_is_float_glass_unless_all_glass_is_given(emitted):
    flat = ("flat_glass_output", "", 100.0, "t")
    assert emitted(flat).amounts("2A3.flat_glass_output.CO2") == pytest.approx([17.325, 17.325])
    cases = emitted(("flat_glass_output", "", 2000.0, "case"))  # of 50 kg
    assert cases.amounts("2A3.flat_glass_output.CO2") == pytest.approx([17.325, 17.325])
    both = emitted(flat, ("glass_output", "float", 100.0, "t"))
    assert list(both.by_id) == ["2A3.glass_output/float.CO2"]
    assert both.codes == ["PRO008"]


@pytest.mark.parametrize("indicator", ["clinker_output", "lime_output", "glass_output"])
def test_a_total_beside_its_parts_is_refused(emitted, indicator):
    kind = {"lime_output": "dolomitic", "glass_output": "float"}.get(indicator, "north")
    account = emitted((indicator, "", 3.0, "t"), (indicator, kind, 1.0, "t"))
    assert "PRO006" in account.codes


def test_a_year_without_a_value_is_not_estimated(emitted):
    amounts = emitted(("lime_output", "", 100.0, "t", 2016)).amounts("2A2.lime_output.CO2")
    assert np.isnan(amounts[0])
    assert amounts[1] == pytest.approx(68.3)


def test_a_mass_in_a_unit_of_another_kind_is_told(emitted):
    account = emitted(("lime_output", "", 100.0, "m3"))
    assert account.lines == ()
    assert [f.code for f in account.activities.faults] == ["LED002"]


@pytest.mark.parametrize(
    ("given", "lacks"), [("clinker_cao", "clinker_mgo"), ("clinker_mgo", "clinker_cao")]
)
def test_one_oxide_without_the_other_is_refused_at_its_cell(emitted, given, lacks):
    account = emitted(("clinker_output", "", 1000.0, "t"), (given, "", 0.02, "t/t"))
    told = account.said("PRO021")
    assert (told.level, told.place.line) == ("error", 4)
    assert f"{given} is stated without {lacks}" in told.message()


def test_oxides_of_years_that_never_meet_are_told(emitted):
    account = emitted(
        ("clinker_output", "", 1000.0, "t"),
        ("clinker_cao", "", 0.65, "t/t", 2015),
        ("clinker_mgo", "", 0.02, "t/t", 2016),
    )
    assert account.codes == ["PRO004"]
    assert "2015, 2016" in account.said("PRO004").message()


def test_oxides_beside_cement_and_a_ratio_are_refused(emitted):
    account = emitted(
        ("cement_output", "", 1000.0, "t"),
        ("clinker_ratio", "", 0.6, "t/t"),
        ("clinker_cao", "", 0.65, "t/t"),
    )
    assert account.codes == ["PRO012", "PRO021"]


@pytest.mark.parametrize(("carbonate", "codes"), [("soda_ash", ["PRO022"]), ("limestone", [])])
def test_soda_ash_beside_glass_is_told(emitted, carbonate, codes):
    account = emitted(("glass_output", "float", 10.0, "t"), ("carbonate_use", carbonate, 2.0, "t"))
    assert account.codes == codes
