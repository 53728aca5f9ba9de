"""A small city whose balance stands in tonnes, cubic metres, kilowatt-hours and kilojoules, from folder to explanation.

The city is invented: every number of its tables is made up and says so in its source. It has a power plant, a heat
plant, a coke works' gas, and buys what electricity it lacks.
"""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from dualcarbon.cli.app import app
from dualcarbon.study import account, results, running
from dualcarbon.study.explain import explain
from dualcarbon.study.folder import read_folder
from dualcarbon.study.preparation import prepare
from dualcarbon.yearbook import yearbook

YEARS = range(2015, 2019)
INVENTED = "invented"
KGCE = {
    "raw_coal": 0.7143, "coke": 0.9714, "coke_oven_gas": 0.5928, "natural_gas": 1.215, "diesel": 1.4571,
    "gasoline": 1.4714, "lpg": 1.7143, "heat": 0.03412, "electricity": 0.1229, "nonfossil": 0.1229,
}  # fmt: skip
"""Standard coal per kg, m3, MJ and kWh, as the yearbook prints it."""
PER_UNIT = {"10^4 t": 1e4, "10^8 m3": 1e5, "10^10 kJ": 1e4, "10^8 kWh": 1e5, "10^4 tce": 1e4}
"""Tonnes of standard coal in a unit of what has one kilogram of it per kg, m3, MJ or kWh."""
BALANCE = [
    ("industry", "final", "raw_coal", 80, "10^4 t"),
    ("industry", "final", "coke", 30, "10^4 t"),
    ("industry", "final", "coke_oven_gas", 1.5, "10^8 m3"),
    ("industry", "final", "natural_gas", 2, "10^8 m3"),
    ("industry", "final", "heat", 300, "10^10 kJ"),
    ("industry", "final", "electricity", 40, "10^8 kWh"),
    ("industry", "final", "other_energy", 5, "10^4 tce"),
    ("transport", "final", "diesel", 25, "10^4 t"),
    ("transport", "final", "gasoline", 15, "10^4 t"),
    ("households", "final", "natural_gas", 1, "10^8 m3"),
    ("households", "final", "lpg", 2, "10^4 t"),
    ("households", "final", "electricity", 12, "10^8 kWh"),
    ("energy_supply", "power", "raw_coal", 120, "10^4 t"),
    ("energy_supply", "power", "nonfossil", 4, "10^8 kWh"),
    ("energy_supply", "power", "electricity", -32, "10^8 kWh"),
    ("energy_supply", "heat", "raw_coal", 18, "10^4 t"),
    ("energy_supply", "heat", "heat", -300, "10^10 kJ"),
    ("energy_supply", "import", "electricity", 20, "10^8 kWh"),
]
DECLARED = """schema = "dualcarbon/study/1"
name = "small_city"
title = {en = "Small city (invented)", zh = "某小城市（虚构）"}
region = "320100"
base_year = 2018
horizon = 2035
price_year = 2015
gwp = "AR5"
seed = 1
members = 16
boundary = "territorial"
convention = "calorific"
language = "en"
scenarios = ["baseline"]
"""
SCENARIO = """schema = "dualcarbon/scenario/1"
name = "baseline"
title = {en = "Baseline", zh = "基准"}

[gdp]
growth = [{to = 2035, rate = 0.03}]
mark = "A"
"""


FACTORS = "year,flow,fuel,purpose,value,unit,lo95,hi95,source\n" + "".join(
    f"{year},,other_energy,direct,0,t CO2/tce,,,{INVENTED}: biomass\n" for year in YEARS
)


def grown(amount, year):
    """Give an amount of a year: 2 % more in each."""
    return amount * (50 + year - YEARS[0]) / 50


def in_tce(rows):
    """Give the rows in standard coal, by hand."""
    return [
        (*cell, fuel, v * PER_UNIT[unit] * KGCE.get(fuel, 1.0), "tce")
        for *cell, fuel, v, unit in rows
    ]


def energy(rows):
    lines = [
        f"{year},{sector},{flow},{fuel},{grown(value, year)!r},{unit},{INVENTED}"
        for year in YEARS
        for sector, flow, fuel, value, unit in rows
    ]
    return "\n".join(["year,sector,flow,fuel,value,unit,source", *lines]) + "\n"


def city(folder, rows=BALANCE, **other):
    """Write the study of the city."""
    gdp = [f"{y},total,value_added,{grown(500, y)!r},10^8 CNY2015,{INVENTED}" for y in YEARS]
    people = [f"{y},population,{grown(100, y)!r},10^4 person,{INVENTED}" for y in YEARS]
    files = {
        "study.toml": DECLARED,
        "scenarios/baseline.toml": SCENARIO,
        "factors.csv": FACTORS,
        "data/energy.csv": energy(rows),
        "data/economy.csv": "\n".join(["year,sector,indicator,value,unit,source", *gdp]) + "\n",
        "data/population.csv": "\n".join(["year,indicator,value,unit,source", *people]) + "\n",
        **other,
    }
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def ran(tmp_path_factory):
    """The answer of ``dualcarbon run --quick`` on the city, and its folder."""
    folder = city(tmp_path_factory.mktemp("city"))
    return CliRunner().invoke(app, ["run", str(folder), "--quick"]), folder


@pytest.fixture(scope="module")
def finished(ran):
    (run,) = (ran[1] / "results").iterdir()
    return results.load(run)


def test_the_command_runs_the_study(ran):
    assert ran[0].exit_code == 0, ran[0].output


def test_the_emissions_are_those_worked_out_by_hand(finished):
    """Diesel of 2015: 25 x 10^4 t x 1.4571 tce/t x 20.2 t C/TJ x 0.98 x 44/12 x 29.3076 GJ/tce."""
    table = finished.tables["emissions"]
    diesel = table.filter((table["fuel"] == "diesel") & (table["year"] == 2015))
    found = diesel.row(0, named=True)
    tce = 25e4 * 1.4571
    assert found["energy_tce"] == pytest.approx(tce, rel=1e-12)
    tonnes = tce * 29.3076 * 20.2 / 1000 * 0.98 * 44 / 12
    assert found["emissions_tco2"] == pytest.approx(tonnes, rel=1e-12)


def test_electricity_bought_carries_the_grid_factor_of_its_kilowatt_hours(finished):
    """20 x 10^8 kWh at the factor that the year's record names, whatever a kilowatt-hour is in standard coal."""
    bought = finished.summary["inventory"]["adjusted_mt"]["2015"]
    bought -= finished.summary["inventory"]["territorial_mt"]["2015"]
    table, cells = finished.tables["factors"], finished.tables["emissions"]
    (record,) = set(cells.filter((cells["purpose"] == "import") & (cells["year"] == 2015))["factor_record"])  # fmt: skip
    (factor,) = table.filter(table["id"] == record)["note"]
    per_kwh = float(factor.split()[0])  # "0.5978 kg CO2/kWh at the calorific rate"
    assert bought == pytest.approx(20e8 * per_kwh / 1e9, rel=1e-9)


def test_the_balance_closes_without_a_remark(finished):
    assert {w.code for w in finished.warnings} & {"BAL001", "BAL003"} == set()


def test_each_fuel_says_once_what_it_was_converted_with(finished):
    told = [w.message() for w in finished.warnings if w.code == "YBK010"]
    assert len(told) == len(KGCE)
    assert sum("converted at 0.7143 kgce/kg" in one for one in told) == 1
    assert any(w.code == "REF021" for w in finished.warnings)  # natural gas: 1.215 against 1.33


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_an_amount_is_explained_down_to_the_number_in_the_table(finished, lang):
    said = explain(finished.folder, "inventory.territorial_mt.2016").text(lang)
    line = 2 + len(BALANCE) + 7
    assert f"given = 25.5 10^4 t  <- data/energy.csv:{line} (invented)" in said
    assert "standard coal = 1.4571 kgce/kg  <- yearbook:diesel:standard_coal" in said
    assert "energy transport final diesel 2016 = 371560.5 tce" in said
    assert ("amount given x standard coal" if lang == "en" else "给定实物量 × 折标准煤系数") in said


def test_the_same_city_in_standard_coal_has_the_same_account(tmp_path):
    physical = prepare(city(tmp_path / "physical")).account
    plain = prepare(city(tmp_path / "plain", in_tce(BALANCE))).account
    for name in ("energy", "emissions", "territorial", "trade", "adjusted", "energy_total"):
        one, other = getattr(physical, name), getattr(plain, name)
        assert one.coords.equals(other.coords)
        assert one.values == pytest.approx(other.values, rel=1e-12), name
    codes = {w.code for w in physical.warnings} - {w.code for w in plain.warnings}
    assert codes == set()  # what is said of conversions comes from the yearbook


def test_a_row_in_standard_coal_is_explained_as_before(tmp_path):
    run = running.run(city(tmp_path, in_tce(BALANCE)), members=2)
    said = explain(run.folder, "inventory.energy_mtce.2015").text()
    assert "amount given" not in said
    assert "energy transport final diesel 2015 = 364275 tce  <- data/energy.csv:9" in said


def without_plants():
    """Rows of the city if it had no power plant: all of its 52 x 10^8 kWh are brought in."""
    rows = [row for row in BALANCE if row[1] not in ("power", "import")]
    return [*rows, ("energy_supply", "import", "electricity", 52, "10^8 kWh")]


def account_of(folder):
    """Give account and warnings of a study that has no tree: none grows at the coal rate, or without plants."""
    read = read_folder(folder)
    book = yearbook.compile(read.tables, read.study)
    kept = account.keep(read.study, book, read.factors.frame)
    return kept, (*book.warnings, *kept.warnings)


def test_at_the_coal_rate_electricity_is_counted_so_in_every_row(tmp_path):
    """0.297 kgce/kWh in 2015 (from memory); emissions of what was bought do not change with it."""
    declared = DECLARED.replace('"calorific"', '"coal_equivalent"')
    by_coal, told = account_of(
        city(tmp_path / "coal", without_plants(), **{"study.toml": declared})
    )
    by_heat, before = account_of(city(tmp_path / "heat", without_plants()))
    here = {"year": 2015, "fuel": "electricity"}
    for sector, flow, kwh in (("industry", "final", 40e8), ("energy_supply", "import", 52e8)):
        cell = by_coal.energy.sel(here | {"sector": sector, "flow": flow})
        assert float(cell) == pytest.approx(kwh * 0.297e-3, rel=1e-12)
    assert by_coal.trade.values == pytest.approx(by_heat.trade.values, rel=1e-12)
    assert {w.code for w in told} - {w.code for w in before} == {"YBK011"}
    (said,) = (w.message() for w in told if w.code == "YBK010" and "0.297" in w.message())
    assert "0.297 to 0.29 kgce/kWh, year by year (2015-2018)" in said
    assert "from memory, not official (mark M)" in said


def test_the_citys_own_factor_per_kilowatt_hour_is_taken_as_it_stands(tmp_path):
    """0.7 kg CO2/kWh: 52 x 10^8 kWh bought cause 3.64 Mt, by heat and at the coal rate alike."""
    own = FACTORS + "".join(
        f"{y},import,electricity,import,0.7,kg CO2/kWh,0.6,0.8,{INVENTED}\n" for y in YEARS
    )
    declared = DECLARED.replace('"calorific"', '"coal_equivalent"')
    for name, study in (("heat", DECLARED), ("coal", declared)):
        files = {"factors.csv": own, "study.toml": study}
        kept, _ = account_of(city(tmp_path / name, without_plants(), **files))
        assert float(kept.trade.sel(year=2015)) == pytest.approx(3.64e6, rel=1e-12)
        record = kept.factors.records["import", 2015, "", "import", "electricity"]
        assert record.lo95 / record.value == pytest.approx(6 / 7)
