from dataclasses import replace

import pytest

from dualcarbon.errors import InputError, UnknownName
from dualcarbon.reference import factors
from dualcarbon.reference.factors import resolve
from dualcarbon.reference.own import shelf
from dualcarbon.reference.records import FactorRecord

LOCAL = FactorRecord(id="factors.csv:2", fuel="coal", value=2.75, unit="t CO2/tce", first_year=2015,
                     last_year=2015, sector="industry", flow="final", source="plants")  # fmt: skip


def codes(found):
    return [fault.code for fault in found.warnings]


def outcomes(found):
    return [attempt.outcome for attempt in found.trace]


def test_the_study_comes_before_every_table():
    found = resolve("coal", year=2015, sector="industry", flow="final", local=[LOCAL])
    assert found.record is LOCAL
    assert found.warnings == ()
    assert outcomes(found) == ["taken", "empty", "empty", "outranked", "empty", "outranked"]


def test_a_shelf_gives_what_the_list_gives():
    cell = {"year": 2015, "sector": "industry", "flow": "final"}
    assert resolve("coal", **cell, local=shelf([LOCAL])) == resolve("coal", **cell, local=[LOCAL])


def test_a_local_record_of_another_year_is_flagged_in_trace_and_warnings():
    found = resolve("coal", year=2017, sector="industry", flow="final", local=[LOCAL])
    assert (found.value, codes(found), outcomes(found)[0]) == (2.75, ["REF001"], "carried")


def test_another_cell_of_the_study_does_not_serve():
    found = resolve("coal", year=2015, sector="transport", flow="final", local=[LOCAL])
    assert found.record.tier == "provincial_2011"


def test_the_guideline_comes_before_national_and_ipcc():
    found = resolve("diesel", year=2015)
    assert found.record.tier == "provincial_2011"
    assert outcomes(found) == ["empty", "empty", "empty", "taken", "outranked", "outranked"]


def test_national_serves_where_the_guideline_is_silent():
    found = resolve("blast_furnace_gas", year=2015)
    assert found.record.tier == "national"
    assert found.value == pytest.approx(70.8 * 0.99 * 44 / 12 * 29.3076 / 1000)
    assert codes(found) == ["REF025"]


def test_ipcc_is_the_last_resort():
    found = resolve("paraffin", year=2015, tiers=("provincial_2025", "ipcc_2006"))
    assert found.record.tier == "ipcc_2006"
    assert found.value == pytest.approx(73.3 * 0.0293076)
    assert outcomes(found) == ["empty"] * 2 + ["taken"]


@pytest.mark.parametrize("fuel", ["paraffin", "white_spirit"])
def test_waxes_and_white_spirit_have_the_guidelines_carbon(fuel):
    found = resolve(fuel, year=2015)
    assert found.record.tier == "provincial_2011"
    assert found.value == pytest.approx(20.0 * 0.98 * 44 / 12 * 0.0293076)


@pytest.mark.parametrize(("year", "given"), [(2003, 2005), (2026, 2025)])
def test_the_guideline_outside_its_years_is_flagged(year, given):
    found = resolve("oil", year=year)
    assert codes(found) == ["REF002"]
    assert f"the factor of {given} (provincial guideline, 2011 edition)" in str(found.warnings[0])


@pytest.mark.parametrize("fuel", ["electricity", "heat", "nonfossil"])
def test_carriers_burn_nothing_where_they_are_used(fuel):
    found = resolve(fuel, year=2015, sector="industry", flow="final")
    assert (found.value, found.record.tier, found.warnings) == (0.0, "definition", ())


def test_electricity_charged_has_the_average_of_its_own_grid():
    found = resolve("electricity", year=2022, purpose="user", region="320000")
    assert found.value == pytest.approx(0.5978 / 0.1229)
    assert (found.record.region, found.record.purpose, found.record.mark) == ("320000", "user", "C")
    assert found.warnings == ()
    assert outcomes(found)[-1] == "taken"


def test_electricity_brought_in_has_the_factor_of_the_grid_around():
    province = resolve("electricity", year=2022, purpose="import", region="320000")
    city = resolve("electricity", year=2022, purpose="import", region="320100")
    nation = resolve("electricity", year=2022, purpose="import")
    regions = [found.record.region for found in (province, city, nation)]
    assert regions == ["east", "320000", "000000"]
    assert province.value == pytest.approx(0.5617 / 0.1229)


def test_a_carried_grid_factor_is_flagged():
    found = resolve("electricity", year=2024, purpose="user", region="320000")
    assert (codes(found), outcomes(found)[-1]) == (["REF015"], "carried")


def test_at_the_coal_rate_the_grid_factor_comes_back_per_kilowatt_hour():
    """0.5978 kg CO2/kWh in Jiangsu 2022; the last rate of generation known, 0.287 of 2020, is flagged."""
    found = resolve("electricity", year=2022, purpose="user", region="320000",
                    convention="coal_equivalent")  # fmt: skip
    assert found.value == pytest.approx(0.5978 / 0.287)
    assert codes(found) == ["REF009"]
    assert found.record.mark == "M"
    assert found.record.id.endswith(":average:2022@2022")
    assert found.record.note == "0.5978 kg CO2/kWh at the coal rate"


def test_a_local_factor_per_kilowatt_hour_at_the_coal_rate_flags_the_rate_of_another_year():
    own = FactorRecord(id="f:3", fuel="electricity", value=0.8, unit="kg CO2/kWh", first_year=2022,
                       flow="import", purpose="import")  # fmt: skip
    asked = {"flow": "import", "purpose": "import", "local": [own]}
    found = resolve("electricity", year=2022, convention="coal_equivalent", **asked)
    assert found.value == pytest.approx(0.8 / 0.287)
    assert codes(found) == ["REF009"]
    assert codes(resolve("electricity", year=2022, **asked)) == []


def test_a_local_factor_per_kilowatt_hour_comes_back_at_the_calorific_rate():
    own = FactorRecord(id="f:3", fuel="electricity", value=0.8, unit="kg CO2/kWh", first_year=2015,
                       flow="import", purpose="import")  # fmt: skip
    found = resolve("electricity", year=2015, flow="import", purpose="import", local=[own])
    assert found.value == pytest.approx(0.8 / 0.1229)


@pytest.mark.parametrize(
    ("sector", "flow", "expected", "percent"),
    [
        ("energy_supply", "power", "about 0.985", "4.8"),
        ("households", "final", "about 0.9", "-4.3"),
        ("industry", "final", "about 0.93", "-1.1"),
    ],
)
def test_the_oxidation_of_the_boiler_is_told_not_used(sector, flow, expected, percent):
    found = resolve("raw_coal", year=2015, sector=sector, flow=flow)
    assert found.value == resolve("raw_coal", year=2015).value
    (told,) = [w for w in found.warnings if w.code == "REF006"]
    assert expected in told.message()
    assert f"by {percent} %" in told.message()


@pytest.mark.parametrize(
    ("fuel", "code"),
    [
        ("natural_gas", "REF021"),
        ("other_washed_coal", "REF022"),
        ("briquettes", "REF022"),
        ("converter_gas", "REF023"),
        ("other_gas", "REF024"),
        ("blast_furnace_gas", "REF025"),
        ("raw_coal", "REF026"),
        ("coal", "REF026"),
        ("other_coking", "REF027"),
        ("lng", "REF028"),
    ],
)
def test_known_conflicts_are_surfaced(fuel, code):
    assert code in codes(resolve(fuel, year=2015))


def test_a_fuel_without_any_factor_is_refused_with_advice():
    with pytest.raises(InputError) as caught:
        resolve("other_energy", year=2015, sector="industry", flow="final")
    (fault,) = caught.value.faults
    assert (fault.code, fault.level) == ("REF004", "error")
    assert fault.message().startswith("industry/final/2015: no emission factor is known for Other")
    assert "factors.csv" in fault.advice()


def test_names_are_understood_in_both_languages():
    assert resolve("天然气", year=2015).record == resolve("natural gas", year=2015).record


def test_unknown_fuels_and_purposes_are_refused_with_the_nearest():
    with pytest.raises(UnknownName, match="did you mean"):
        resolve("cole", year=2015)
    with pytest.raises(InputError, match='"users" is not a purpose of a factor; did you mean user'):
        resolve("heat", year=2015, purpose="users")


def test_warnings_of_all_years_are_one_warning():
    """A conflict does not depend on the year, so a study of many years tells it once."""
    told = {w for year in range(2010, 2018) for w in resolve("natural_gas", year=year).warnings}
    assert len(told) == 1


def test_a_composed_record_explains_itself_by_its_parts():
    made = factors.derivation(resolve("coke", year=2015).record)
    assert [i.ref for i in made.inputs] == [
        "provincial_2011:coke:carbon_content",
        "provincial_2011:coke:oxidation",
    ]
    carbon, oxidation = (i.value for i in made.inputs)
    assert carbon * oxidation * 44 / 12 * 29.3076 / 1000 == pytest.approx(made.value)


def test_a_given_record_explains_itself_by_its_source():
    made = factors.derivation(replace(LOCAL, note="measured"))
    assert made.formula() == "as given: plants; measured"
    assert made.formula("zh") == "取自：plants; measured"
    assert made.inputs == ()
