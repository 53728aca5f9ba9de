import pytest

from dualcarbon.errors import InputError
from dualcarbon.reference import grid
from dualcarbon.reference.grid import KINDS, PURPOSES, grid_factor, grid_factor_for
from dualcarbon.reference.tables import rows

PROVINCES = [r["id"] for r in rows("regions") if r["kind"] == "province"]


def codes(warnings):
    return [fault.code for fault in warnings]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("region", ["000000", "east", "320000", "540000"])
@pytest.mark.parametrize("year", [2005, 2012, 2022, 2030])
def test_the_kind_asked_for_is_the_kind_given(kind, region, year):
    record, warnings = grid_factor(region, year, kind)
    assert record.purpose == kind
    exact = record.region == region and record.first_year <= year <= (record.last_year or 9999)
    assert exact == (not warnings)


def test_kinds_of_one_year_are_far_apart():
    """2023: average 0.5306, residual 0.6096, fossil 0.8273: up to 56 % by kind alone."""
    average, residual, fossil = (
        grid_factor("000000", 2023, kind)[0].value for kind in ("average", "residual", "fossil")
    )
    assert average < residual < fossil
    assert fossil / average == pytest.approx(1.56, abs=0.005)


def test_the_last_factor_is_carried_forward_with_a_flag():
    record, warnings = grid_factor("320000", 2025, "average")
    assert (record.first_year, codes(warnings)) == (2022, ["REF015"])
    assert "江苏：2025年没有电网因子（电网平均），采用2022年的数值" in warnings[0].message("zh")


def test_without_a_factor_of_its_own_the_grid_around_serves():
    """Tibet has no announced factor; its regional grid has."""
    record, warnings = grid_factor("540000", 2022, "average")
    assert (record.region, codes(warnings)) == ("southwest", ["REF016"])
    assert str(warnings[0]) == (
        "REF016 Tibet: it has no average grid factor of its own; that of Southwest grid is used"
    )


def test_a_province_has_no_residual_factor_so_the_nations_serves():
    record, warnings = grid_factor("320000", 2023, "residual")
    assert (record.region, record.purpose) == ("000000", "residual")
    assert codes(warnings) == ["REF016"]


@pytest.mark.parametrize(
    ("year", "region", "given"),
    [(2013, "east", 2012), (2016, "east", 2012), (2017, "320000", 2021), (2020, "320000", 2021), (2023, "320000", 2022)],
)  # fmt: skip
def test_before_the_provinces_the_nearer_of_region_and_province_serves(year, region, given):
    """The region's of 2012 is carried to 2016, four years; in 2017 the province's first of 2021 is nearer."""
    record, warnings = grid_factor("320000", year, "average")
    assert (record.region, record.first_year) == (region, given)
    assert codes(warnings) == (["REF031"] if region == "east" else []) + ["REF015"]


def test_a_province_that_has_factors_later_is_not_said_to_have_none():
    _, (told, _) = grid_factor("320000", 2016, "average")
    assert told.message() == (
        "Jiangsu: its own average grid factors begin in 2021; that of East China grid is used for 2016"
    )
    assert "自有电网因子（电网平均）始于2021年" in told.message("zh")


def test_what_a_region_brings_in_is_carried_forward_as_before():
    assert [grid_factor("east", y, "average")[0].first_year for y in (2012, 2017, 2020, 2021)] == [2012, 2012, 2012, 2021]  # fmt: skip


def test_before_everything_the_nearest_in_time_is_taken_back():
    record, warnings = grid_factor("000000", 2005, "fossil")
    assert (record.first_year, codes(warnings)) == (2021, ["REF015"])


def test_reporting_factors_hold_for_their_years():
    values = [grid_factor("000000", y, "reporting")[0].value for y in (2018, 2021, 2023)]
    assert values == [0.6101, 0.5810, 0.5703]
    assert grid_factor("000000", 2018, "reporting")[1] == ()


def test_footprints_are_by_technology_and_carry_their_own_unit():
    coal, _ = grid_factor("000000", 2023, "footprint", technology="coal")
    mix, _ = grid_factor("000000", 2023, "footprint")
    assert (coal.value, coal.unit) == (0.944, "kg CO2e/kWh")
    assert mix.value == 0.6205


def test_unknown_kinds_regions_and_technologies_are_refused():
    with pytest.raises(InputError, match='"avarage" is not a kind of grid factor; did you mean av'):
        grid_factor("320000", 2022, "avarage")
    with pytest.raises(InputError, match='region "Jiangsoo" is not known; did you mean Jiangsu'):
        grid_factor("Jiangsoo", 2022, "average")
    with pytest.raises(InputError, match='of technology "tidal"; known: biomass, coal'):
        grid_factor("000000", 2023, "footprint", technology="tidal")


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("江苏省", "320000"),
        ("北京市", "110000"),
        ("jiangsu", "320000"),
        ("321283", "320000"),
        ("华东", "east"),
        ("全国", "000000"),
        (" 320000 ", "320000"),
    ],
)
def test_regions_are_understood_by_code_and_name(given, expected):
    assert grid.place(given) == expected


def test_a_code_of_no_province_is_refused():
    with pytest.raises(InputError, match='region "990000"'):
        grid.place("990000")


@pytest.mark.parametrize("province", PROVINCES)
def test_every_province_lies_in_a_grid_of_the_nation(province):
    assert grid.place(grid.around(province)) in {
        r["id"] for r in rows("regions") if r["kind"] == "grid"
    }
    record, _ = grid_factor(province, 2022, "average")
    assert 0.05 < record.value < 0.8


def test_there_are_31_provinces_and_only_tibet_lacks_a_factor():
    known = {r["region"] for r in rows("grid") if r["kind"] == "average"}
    assert len(PROVINCES) == 31
    assert set(PROVINCES) - known == {"540000"}


@pytest.mark.parametrize(
    ("purpose", "kind"),
    [
        ("territorial", "average"),
        ("location_based", "average"),
        ("market_based", "residual"),
        ("reporting", "reporting"),
        ("abatement", "fossil"),
        ("product", "footprint"),
    ],
)
@pytest.mark.parametrize("region", ["000000", "320000", "320100", "east", "540000"])
def test_a_purpose_reads_its_kind_and_no_other(purpose, kind, region):
    for year in (2015, 2022, 2023, 2030):
        assert grid_factor_for(purpose, region, year)[0].purpose == kind


def test_a_city_has_its_provinces_average_carried_with_a_flag():
    record, warnings = grid_factor_for("territorial", "320500", 2024)
    assert (record.region, record.value, codes(warnings)) == ("320000", 0.5978, ["REF015"])


def test_a_technology_is_asked_for_products_only():
    assert grid_factor_for("product", "000000", 2023, technology="coal")[0].value == 0.944
    with pytest.raises(InputError, match="technology"):
        grid_factor_for("territorial", "000000", 2023, technology="coal")


def test_an_unknown_purpose_is_refused():
    with pytest.raises(
        InputError, match='"marked_based" is not a purpose of a grid factor; did you mean market_'
    ):
        grid_factor_for("marked_based", "000000", 2023)  # fmt: skip


def test_every_kind_serves_a_purpose():
    assert {kind for kind, *_ in PURPOSES.values()} == set(KINDS)
