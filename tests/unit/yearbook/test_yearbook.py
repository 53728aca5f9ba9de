"""The yearbook as a whole: arrays over the same years, and a sentence for what is missing."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from dualcarbon.errors import InputError
from dualcarbon.readers.csv import read_bytes
from dualcarbon.yearbook import yearbook

YEARS = range(2016, 2021)


@dataclass(frozen=True)
class Study:
    """What the yearbook needs of a study."""

    base_year: int = 2020
    price_year: int = 2010
    convention: str = "calorific"
    vintages: dict = field(default_factory=dict)
    fills: tuple = ()


def table(name, head, rows):
    return read_bytes((head + "\n" + "\n".join(rows) + "\n").encode(), name, f"data/{name}.csv")


def economy(*more, years=YEARS):
    rows = [
        f"{year},{sector},value_added,{size + year - 2016},10^8 CNY2010,"
        for year in years
        for sector, size in (("total", 301), ("industry", 200), ("transport", 101))
    ]
    rows = [row.replace(f"total,value_added,{301 + y - 2016}", f"total,value_added,{301 + 2 * (y - 2016)}")
            for row, y in zip(rows, (y for y in years for _ in range(3)), strict=True)]  # fmt: skip
    return table("economy", "year,sector,indicator,value,unit,vintage", [*rows, *more])


def population(*more, years=YEARS):
    rows = [f"{year},population,{1000 + year - 2016},10^4 person," for year in years]
    return table("population", "year,indicator,value,unit,vintage", [*rows, *more])


def energy(*more, years=YEARS):
    rows = [
        f"{year},{sector},{flow},{fuel},{size + year - 2016},10^4 tce,"
        for year in years
        for sector, flow, fuel, size in (
            ("industry", "final", "coal", 50),
            ("transport", "final", "oil", 20),
        )
    ]
    return table("energy", "year,sector,flow,fuel,value,unit,vintage", [*rows, *more])


def compiled(study=Study(), **tables):
    return yearbook.compile(tables, study)


def refused(study=Study(), **tables):
    with pytest.raises(InputError) as caught:
        yearbook.compile(tables, study)
    return caught.value.faults


def test_everything_over_the_same_years():
    book = compiled(economy=economy(), population=population(), energy=energy())
    assert book.years == tuple(YEARS)
    assert book.gdp.attrs["units"] == book.value_added.attrs["units"] == "CNY2010"
    assert book.gdp.sel(year=2020).item() == pytest.approx(309e8)
    assert book.value_added.sel(year=2020, sector="industry").item() == pytest.approx(204e8)
    assert book.population.sel(year=2016).item() == pytest.approx(1e7)
    assert book.energy.sel(year=2016).sum().item() == pytest.approx(70e4)
    assert (book.missing, book.sector_energy) == ((), None)
    # a village's energy for ten million people, and no sources
    assert {w.code for w in book.warnings} == {"UNIT003", "SER013"}
    assert str(book) == "statistics of 2016-2020: energy, GDP, value added, population"


def test_rows_keep_their_cell():
    book = compiled(energy=energy())
    row = book.energy_rows.filter(year=2017, fuel="oil").row(0, named=True)
    assert (row["row"], row["value"], row["given"]) == ("data/energy.csv:5", 21e4, 21.0)


@pytest.mark.parametrize(
    ("tables", "codes"),
    [
        ({"economy": economy(), "energy": energy()}, ["YBK001"]),
        ({"population": population(), "energy": energy()}, ["YBK002", "YBK003"]),
        ({"economy": economy(), "population": population()}, ["YBK004"]),
        ({"energy": energy()}, ["YBK001", "YBK002", "YBK003"]),
    ],
)
def test_a_missing_dimension_drops_its_chapter_with_a_sentence(tables, codes):
    book = compiled(**tables)
    assert [fault.code for fault in book.missing] == codes
    assert all(fault in book.warnings for fault in book.missing)
    assert all(fault.level == "warn" for fault in book.missing)


def test_current_prices_do_not_stand_in():
    rows = [f"{year},total,gdp_current,{400 + year - 2016},10^8 CNY," for year in YEARS]
    current = table("economy", "year,sector,indicator,value,unit,vintage", rows)
    book = compiled(economy=current, energy=energy())
    assert book.gdp is None
    sentence = next(fault for fault in book.missing if fault.code == "YBK003").message()
    assert "only gdp_current at current prices" in sentence


def national(*more):
    rows = [
        f"{year},{sector},consumption,{fuel},{size},10^4 tce,"
        for year in YEARS
        for sector, fuel, size in (
            ("total", "coal", 60),
            ("total", "nonfossil", 40),
            ("industry", "total", 70),
        )
    ]
    return table("energy", "year,sector,flow,fuel,value,unit,vintage", [*rows, *more])


def test_energy_by_fuel_for_the_whole_and_totals_by_sector():
    book = compiled(energy=national())
    assert book.energy.sector.values.tolist() == ["total"]
    assert book.sector_energy.dims == ("year", "sector", "flow")
    assert book.sector_energy.sel(year=2018, sector="industry").item() == 70e4
    assert "YBK006" in [fault.code for fault in book.missing]


@pytest.mark.parametrize(
    ("convention", "words"), [("calorific", "by its heat"), ("coal_equivalent", "at the coal rate")]
)
def test_the_convention_of_primary_electricity_is_said(convention, words):
    book = compiled(Study(convention=convention), energy=national())
    assert words in next(fault for fault in book.warnings if fault.code == "YBK007").message()


def test_years_that_one_table_lacks_are_left_out_and_said():
    book = compiled(
        economy=economy(),
        population=population(years=range(2018, 2021)),
        energy=energy(years=range(2017, 2021)),
    )
    assert book.years == (2018, 2019, 2020)
    told = next(fault for fault in book.warnings if fault.code == "YBK005")
    assert told.message() == "2016-2017 left out: population, energy have no figures for them"
    assert set(book.energy_rows["year"]) == {2018, 2019, 2020}


def test_rows_after_the_base_year_are_held_out():
    book = compiled(Study(base_year=2018), energy=energy())
    assert book.years == (2016, 2017, 2018)
    told = next(fault for fault in book.warnings if fault.code == "SER009")
    assert (
        told.message() == "data/energy.csv: rows after the base year 2018 are held out (2019-2020)"
    )


def test_rows_that_name_no_source_are_told_by_line():
    given = ["yearbook", " ", "", "yearbook", ""]
    rows = [f"{y},population,1000,10^4 person,{s}" for y, s in zip(YEARS, given, strict=True)]
    people = table("population", "year,indicator,value,unit,source", rows)
    told = [f for f in compiled(population=people, energy=energy()).warnings if f.code == "SER013"]
    assert [fault.message() for fault in told] == [
        "data/population.csv: rows without a source: 3 (lines 3-4, 6)",
        "data/energy.csv: rows without a source: 10 (lines 2-11)",
    ]


def test_a_base_year_without_figures_is_refused():
    faults = refused(Study(base_year=2021), economy=economy(), energy=energy())
    assert [fault.message() for fault in faults] == [
        "base_year: 2021 is not among the years of the tables (2016-2020)"
    ]


def test_no_statistics_at_all_are_refused():
    assert [fault.code for fault in refused()] == ["YBK009"]


def test_faults_of_all_tables_come_together():
    faults = refused(
        Study(vintages={"population": "census"}),
        economy=economy("2020,agriculture,value_added,1,10^8 CNY2005,"),
        population=population(),
        energy=energy("2016,industry,final,oil,-3,10^4 tce,", "2018,industry,final,oil,3,10^4 tce,",
                      "2016,households,final,raw_coal,3,10^4 tce,", "2016,industry,final,raw_coal,3,10^4 tce,"),
    )  # fmt: skip
    assert sorted(fault.code for fault in faults) == [
        "ECO002", "MOD004", "MOD010", "SER003", "SER004", "SER004", "SER008",
    ]  # fmt: skip


def test_check_tells_warnings_and_errors_and_raises_nothing():
    faults = yearbook.check({"energy": energy("2016,industry,final,oil,-3,10^4 tce,")}, Study())
    assert {fault.code for fault in faults} == {"MOD004", "SER007", "SER013"}


@pytest.mark.parametrize(
    ("indicator", "unit", "codes"),
    [("forest_stock", "10^4 m3", set()), ("mangrove_created", "ha", set()), ("cement_output", "10^4 t", {"MOD010"})],
)  # fmt: skip
def test_inventories_of_forests_and_areas_created_are_not_yearly(indicator, unit, codes):
    rows = [f"{year},agriculture,{indicator},{value},{unit}" for year, value in ((2015, 50), (2020, 52))]  # fmt: skip
    given = table("activity", "year,sector,indicator,value,unit", rows)
    assert {f.code for f in yearbook.check({"activity": given}, Study())} & {"MOD010"} == codes


def test_rows_lost_to_faults_are_not_called_missing():
    rows = [f"{year},industry,final,coal,5,10^4 tce," for year in (2016, 2018, 2020)]
    faulty = table(
        "energy",
        "year,sector,flow,fuel,value,unit,vintage",
        [*rows, "2O17,industry,final,coal,5,10^4 tce,"],
    )
    assert faulty.lost == 1
    assert "MOD010" not in [fault.code for fault in yearbook.check({"energy": faulty}, Study())]


def test_tables_at_fault_are_not_called_absent():
    faulty = table("energy", "year,sector,flow,fuel,value,unit", ["2020,industry,final,coal,x,tce"])
    headless = read_bytes(b"nothing", "energy", "data/energy.csv")
    assert faulty.errors
    assert headless.errors
    for broken in (faulty, headless):
        codes = {fault.code for fault in yearbook.check({"energy": broken}, Study())}
        assert not codes & {"YBK005", "YBK008", "YBK009", "MOD010", "MOD011"}
        assert yearbook.compile({"energy": broken}, Study()).energy is None


def test_a_declared_vintage_is_used():
    both = energy(*(f"{year},industry,final,coal,99,10^4 tce,census" for year in YEARS))
    assert [fault.code for fault in refused(energy=both)] == ["SER001"]
    book = compiled(Study(vintages={"energy": "census"}), energy=both)
    assert book.energy.sel(year=2020, sector="industry", flow="final", fuel="coal").item() == 99e4


def test_activity_and_published_totals_are_kept_with_their_cells():
    made = table(
        "activity", "year,sector,indicator,value,unit", ["2020,industry,cement_output,3,10^4 t"]
    )
    printed = table(
        "published", "id,year,sector,value,unit", ["guideline,2020,total,-3,10^4 t CO2"]
    )
    book = compiled(energy=energy(), activity=made, published=printed)
    assert book.activity.select("value", "row").rows() == [(3e4, "data/activity.csv:2")]
    assert book.published.select("value", "row").rows() == [(-3e4, "data/published.csv:2")]


def test_a_sector_without_value_added_in_some_years_is_no_zero():
    later = [f"{year},services,value_added,9,10^8 CNY2010," for year in (2019, 2020)]
    (fault,) = refused(economy=economy(*later), energy=energy())
    assert fault.code == "SER004"
    assert "services value_added has no row for 2016-2018" in fault.message()


def sectors_of(*more):
    rows = [
        f"{y},{s},value_added,100,10^8 CNY2010," for y in YEARS for s in ("industry", "transport")
    ]
    return table("economy", "year,sector,indicator,value,unit,vintage", [*rows, *more])


@pytest.mark.parametrize(
    ("gdp", "codes"),
    [
        ("gdp_index,{0},1978=100,", ["YBK001", "YBK013"]),
        ("gdp_current,{0},10^8 CNY,", ["YBK001", "YBK013", "YBK003"]),
        ("value_added,200,10^8 CNY2010,", ["YBK001"]),
    ],
)
def test_value_added_is_a_share_of_gdp_or_left_out(gdp, codes):
    rows = [f"{y},total,{gdp.format(y)}" for y in YEARS]
    book = compiled(economy=sectors_of(*rows), energy=energy())
    assert [fault.code for fault in book.missing] == codes
    assert (book.value_added is None) == ("YBK013" in codes)


@pytest.mark.parametrize(("step", "told"), [(2, False), (2.1, False), (8, True)])
def test_an_index_that_contradicts_the_amounts_is_told(step, told):
    index = [f"{y},total,gdp_index,{301 + step * (y - 2016)},2016=301," for y in YEARS]
    rows = [row.replace("2016=301", "1978=100") for row in index]
    found = yearbook.check({"economy": economy(*rows), "energy": energy()}, Study())
    assert [f.code for f in found if f.code.startswith("ECO")] == ["ECO006"] * told
