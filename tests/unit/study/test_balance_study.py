"""A study that gives the energy balance table of thirty fuels in place of the energy table, from folder to results."""

import shutil

import polars as pl
import pytest

from dualcarbon.errors import InputError
from dualcarbon.study import preparation, running, template
from dualcarbon.study.explain import explain
from dualcarbon.yearbook import balance

YEARS = range(2018, 2021)
ADDED = {
    "agriculture": 1000,
    "industry": 9000,
    "construction": 1200,
    "transport": 1000,
    "services": 2500,
    "other": 5000,
}
ECONOMY = "year,sector,indicator,value,unit\n" + "".join(
    f"{year},{sector},value_added,{value},10^8 CNY2020\n"
    for year in YEARS
    for sector, value in {**ADDED, "total": sum(ADDED.values())}.items()
)
PEOPLE = "year,indicator,value,unit\n" + "".join(
    f"{y},population,5000,10^4 person\n" for y in YEARS
)
FACTORS = "year,sector,flow,fuel,purpose,value,unit,lo95,hi95,source,mark\n" + "".join(
    f"{y},total,,other_energy,direct,0,t CO2/tce,,,biomass and waste heat,A\n" for y in YEARS
)


@pytest.fixture(scope="module")
def study(tmp_path_factory, closed_balance):
    folder = tmp_path_factory.mktemp("balance") / "study"
    template.make(folder, title="Invented", region="320000")
    (folder / "data/energy.csv").unlink()
    (folder / "data").mkdir(exist_ok=True)
    built = closed_balance(YEARS, lambda year, row, fuel: 1 + 0.02 * (year - 2018))
    texts = {
        "data/balance.csv": built.csv(),
        "data/economy.csv": ECONOMY,
        "data/population.csv": PEOPLE,
        "factors.csv": FACTORS,
    }
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def prepared(study):
    return preparation.prepare(study)


@pytest.fixture(scope="module")
def results(study, tmp_path_factory):
    return running.run(study, out=tmp_path_factory.mktemp("out"), members=8)


def test_the_account_holds_single_fuels_and_the_scenarios_their_groups(prepared):
    _, tree, _ = prepared.planted
    assert "raw_coal" in prepared.account.energy.fuel.values
    assert tree.groups["mix.transport"] == ("electricity", "natural_gas", "oil")
    assert set(tree.groups["power.mix"]) == {"coal", "natural_gas"}
    assert "other_transformation.cleaned_coal" in tree.units


def test_the_total_is_that_of_the_table(prepared):
    account = prepared.account
    table = account.yearbook.balance
    ours = balance.total(table, "calorific")
    assert account.energy_total.values == pytest.approx(ours.values, rel=1e-9)


def test_history_of_the_scenarios_is_the_account(prepared, results):
    cells = results.tables["pathway_cells"].filter(
        pl.col("scenario") == "baseline", pl.col("year") == 2020
    )
    inside = cells.filter(~pl.col("flow").is_in(["import", "export"]))
    whole = prepared.account.territorial.sel(year=2020).item()
    assert inside["emissions_tco2"].sum() == pytest.approx(whole, rel=1e-9)


def test_no_lean_gas_is_told_to_close_a_balance(results):
    told = [fault.message() for fault in results.warnings if fault.code == "INV003"]
    assert [message for message in told if "gas" in message] == []
    assert "INV016" not in {
        fault.code for fault in results.warnings
    }  # feedstock was taken off already


def test_every_cell_names_the_rows_of_the_table(results):
    rows = results.tables["energy"]
    assert rows.select("year", "sector", "flow", "fuel").is_unique().all()
    coal = rows.filter(year=2020, flow="other_transformation", fuel="raw_coal")["source"].item()
    assert len(coal.split()) == 3  # washing, gas works and briquettes
    assert all(part.startswith("data/balance.csv:") for part in coal.split())


@pytest.mark.parametrize(
    ("key", "cited"),
    [
        ("inventory.territorial_mt.2020", "data/balance.csv:"),
        (
            "scenarios.baseline.territorial_mt.2040",
            "emissions of the fuels of the group / their energy",
        ),
    ],
)
def test_numbers_are_explained_down_to_the_table(results, key, cited):
    assert cited in str(explain(results.folder, key))


def test_an_energy_table_beside_it_is_refused(study, tmp_path):

    both = tmp_path / "both"
    shutil.copytree(study, both, ignore=shutil.ignore_patterns("results"))
    (both / "data/energy.csv").write_text(
        "year,sector,flow,fuel,value,unit\n2020,industry,final,coke,1,10^4 t\n"
    )
    with pytest.raises(InputError) as caught:
        preparation.prepare(both)
    assert "BAL024" in {fault.code for fault in caught.value.faults}
