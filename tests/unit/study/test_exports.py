"""Exports: the account of a run as variables, categories and references, without what is confidential."""

from __future__ import annotations

import csv
import math
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from dualcarbon.errors import InputError, UnknownName
from dualcarbon.inventory.ledger import Activity, Ledger, Line
from dualcarbon.study import exports, folder
from dualcarbon.study.results import Results

YEARS = (2019, 2020)
EXAMPLES = Path(__file__).parents[3] / "examples"


def line(place, category, gas, *amounts, **more):
    refs = tuple(f"data/activity.csv:{10 * place + n}" for n in range(2))
    series = Activity(name="made", unit="t", years=YEARS, values=np.array(amounts, dtype=float), refs=refs, grades=("H", "M"))  # fmt: skip
    return Line(id=f"line {place}", category=category, gas=gas, years=YEARS, inputs=(series,), method="combustion", **more)  # fmt: skip


LEDGER = Ledger(YEARS, (
    line(1, "1A1a", "CO2", 100e6, 90e6), line(2, "1A2", "CO2", 50e6, 60e6), line(3, "1A4b", "CO2", 7e6, 7e6, scope=2),
    line(4, "4A", "CH4", 1e6, 1e6), line(5, "2B9", "HFC-23", 1e3, 2e3), line(6, "2C3", "CF4", 1e3, 1e3),
    line(7, "1A1bc", "CO2", 1e6, 1e6), line(8, "3B1", "CO2", -5e6, -6e6), line(9, "2A1", "CO2", 8e6, np.nan),
))  # fmt: skip
PATHWAYS = pl.DataFrame(
    [
        {"scenario": name, "year": year, "territorial_tco2": tco2, "adjusted_tco2": tco2 + 1e6, "energy_tce": 1e8, "gdp": gdp, "population_person": 8e7}
        for name, year, tco2, gdp in [("baseline", 2020, 700e6, 5e12), ("baseline", 2030, 650e6, None), ("policy", 2020, 700e6, 5e12)]
    ]
)  # fmt: skip


@pytest.fixture
def run(tmp_path, monkeypatch):
    """A finished run whose results are made up; `tables` may be changed before it is read."""
    study = folder.read_folder(EXAMPLES / "jiangsu").study
    tables = {"ledger": LEDGER.frame("AR5"), "pathways": PATHWAYS}
    results = Results(study, {}, tables, (), {"run": "abc"}, tmp_path)
    monkeypatch.setattr(exports.kept, "load", lambda _: results)
    return tmp_path, tables


def of(frame, **labels):
    """Give the only value that carries some labels."""
    for name, label in labels.items():
        frame = frame.filter(pl.col(name) == label)
    (row,) = frame.iter_rows(named=True)
    return row["value"], row["unit"]


def test_variables_hold_gases_in_the_units_of_their_trade(run):
    series, faults = exports.variables_of(exports.read(run[0]))
    past = series.filter(pl.col("scenario") == "Historical")
    assert of(past, variable="Emissions|CO2|Energy|Supply|Electricity and Heat", year=2020) == (
        90,
        "Mt CO2/yr",
    )
    assert of(past, variable="Emissions|CO2|Energy", year=2019) == (pytest.approx(151), "Mt CO2/yr")
    assert of(past, variable="Emissions|CH4", year=2019) == (1, "Mt CH4/yr")
    assert of(past, variable="Emissions|HFC|HFC23", year=2020) == (2, "kt HFC23/yr")
    assert of(past, variable="Emissions|PFC|CF4", year=2020) == (1, "kt CF4/yr")
    assert faults == ()


def test_a_sum_of_gases_names_its_set(run):
    for gases, methane in (("AR5", 28), ("AR4", 25)):
        series, _ = exports.variables_of(exports.read(run[0], gases))
        waste = of(series, variable=f"Emissions|Kyoto Gases ({gases}-GWP100)|Waste", year=2019)
        assert waste == (pytest.approx(methane), "Mt CO2-equiv/yr")


def test_years_that_are_not_known_are_left_out(run):
    series, _ = exports.variables_of(exports.read(run[0]))
    whole = series.filter(pl.col("variable") == "Emissions|Kyoto Gases (AR5-GWP100)")
    assert whole["year"].to_list() == [2019]


def test_pathways_stand_beside_the_account(run):
    series, _ = exports.variables_of(exports.read(run[0]))
    base = series.filter(pl.col("scenario") == "baseline")
    assert of(base, variable="Emissions|CO2|Energy", year=2030) == (pytest.approx(650), "Mt CO2/yr")
    assert of(base, variable="Adjusted Emissions|CO2|Energy", year=2030) == (
        pytest.approx(651),
        "Mt CO2/yr",
    )
    assert of(base, variable="Energy Consumption", year=2020) == (pytest.approx(2.93076), "EJ/yr")
    assert of(base, variable="GDP", year=2020) == (pytest.approx(5000), "billion CNY_2010/yr")
    assert of(base, variable="Population", year=2020) == (pytest.approx(80), "million")
    assert base.filter(variable="GDP")["year"].to_list() == [2020]


def test_only_the_scenarios_that_are_asked_for(run):
    account = exports.read(run[0])
    series, _ = exports.variables_of(account, ["policy"])
    assert set(series["scenario"]) == {"Historical", "policy"}
    with pytest.raises(
        InputError, match='no scenario "polciy" in this run; did you mean "policy"'
    ) as refusal:
        exports.variables_of(account, ["polciy"])
    assert [fault.code for fault in refusal.value.faults] == ["VIEW005"]


def test_categories_are_those_of_the_ipcc_and_others_stay_in_what_holds_them(run):
    series, _ = exports.inventory_of(exports.read(run[0]))
    assert of(series, category="1.A.1.a", entity="CO2", year=2019) == (100e6, "t CO2 / yr")
    assert of(series, category="1.A.1", entity="CO2", year=2019) == (101e6, "t CO2 / yr")
    assert of(series, category="2.B.9", entity="HFC23", year=2020) == (2e3, "t HFC23 / yr")
    assert not [c for c in series["category"].unique() if "bc" in c]
    value, _ = of(series, category="0", entity="KYOTOGHG (AR5GWP100)", year=2019)
    assert value == pytest.approx(LEDGER.territorial.total("AR5")[0])


def test_a_city_has_every_reference_in_every_year(run):
    rows, totals, _ = exports.city_of(exports.read(run[0]))
    told = {(r["year"], r["row"]): r for r in rows.iter_rows(named=True)}
    assert told[2019, "I.4.4"]["CO2"] == 100e6
    assert told[2019, "I.1.2"]["CO2e"] == 7e6
    assert told[2019, "III.1.1"]["CH4"] == 28e6
    assert told[2019, "IV.1"]["HFC"] == pytest.approx(1e3 * 12400)
    assert told[2019, "IV.1"]["PFC"] == pytest.approx(1e3 * 6630)
    assert (told[2020, "IV.1"]["notation"], told[2020, "IV.1"]["CO2e"]) == ("NE", None)
    assert told[2019, "I.5.1"]["notation"] == "NE"
    assert told[2020, "I.4.4"]["grade"] == "M"
    basic = totals.filter((pl.col("total") == "basic") & (pl.col("year") == 2019))["value"].item()
    assert basic == pytest.approx(50e6 + 7e6 + 28e6 + 1e6)


def test_what_a_study_says_of_a_row_is_its_key(run, monkeypatch):
    account = exports.read(run[0])
    views = account.results.study.account.views.model_copy(update={"notation": {"1B1": "NO"}})
    study = account.results.study.model_copy(
        update={"account": account.results.study.account.model_copy(update={"views": views})}
    )
    monkeypatch.setattr(
        exports.kept, "load", lambda _: Results(study, {}, run[1], (), {"run": "abc"}, None)
    )
    rows, _, _ = exports.city_of(exports.read(run[0]))
    assert rows.filter(pl.col("row") == "I.7.1")["notation"].to_list() == ["NO", "NO"]


def test_confidential_cells_of_the_study_stay_out(run, monkeypatch):
    monkeypatch.setattr(exports, "closed", lambda _: frozenset({"data/activity.csv:50"}))
    account = exports.read(run[0])
    rows, _, faults = exports.city_of(account)
    told = {(r["year"], r["row"]): r for r in rows.iter_rows(named=True)}
    assert (told[2019, "IV.1"]["notation"], told[2019, "IV.1"]["HFC"]) == ("C", None)
    assert "VIEW006" in [f.code for f in faults]
    series, _ = exports.inventory_of(account)
    assert series.filter((pl.col("category") == "2.B.9") & (pl.col("year") == 2019)).is_empty()


def test_cells_that_the_kept_tables_close_are_found(tmp_path):
    copy = tmp_path / "inputs"
    (copy / "data").mkdir(parents=True)
    (copy / "study.toml").write_bytes((EXAMPLES / "jiangsu" / "study.toml").read_bytes())
    text = "year,sector,indicator,value,unit,access\n2019,industry,clinker_output,1,10^4 t,confidential\n2020,industry,clinker_output,1,10^4 t,public\n2021,industry,clinker_output,1,10^4 t,internal\n"
    (copy / "data" / "activity.csv").write_text(text, encoding="utf-8")
    assert exports.closed(copy) == {"data/activity.csv:2", "data/activity.csv:4"}
    assert exports.closed(tmp_path / "none") == frozenset()


def test_a_run_without_a_ledger_is_refused(run):
    del run[1]["ledger"]
    with pytest.raises(InputError, match="holds no ledger") as refusal:
        exports.read(run[0])
    assert [fault.code for fault in refusal.value.faults] == ["VIEW004"]


def test_a_set_or_form_that_does_not_exist_is_refused(run):
    with pytest.raises(InputError, match="AR7"):
        exports.read(run[0], "AR7")
    with pytest.raises(UnknownName, match='no form "crf", only iamc, primap2, gpc'):
        exports.export(run[0], "crf")


@pytest.mark.parametrize(
    ("form", "names"),
    [
        ("iamc", ["jiangsu.iamc.csv"]),
        ("primap2", ["jiangsu.primap2.csv", "jiangsu.primap2.yaml"]),
        ("gpc", ["jiangsu.gpc.xlsx"]),
    ],
)
def test_files_are_written_among_the_documents_of_the_run_or_where_wanted(
    run, tmp_path, form, names
):
    made = exports.export(run[0], form)
    assert [file.name for file in made.files] == names
    assert all(file.parent == run[0] / "documents" and file.stat().st_size for file in made.files)
    elsewhere = exports.export(run[0], form, out=tmp_path / "elsewhere")
    assert [file.parent.name for file in elsewhere.files] == ["elsewhere"] * len(names)
    named = exports.export(run[0], form, out=tmp_path / f"own{made.files[0].suffix}")
    assert named.files[0].name == f"own{made.files[0].suffix}"


def test_the_iamc_table_is_wide_and_whole(run):
    with exports.export(run[0], "iamc").files[0].open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == [
        "model",
        "scenario",
        "region",
        "variable",
        "unit",
        "2019",
        "2020",
        "2030",
    ]
    names = [tuple(row[c] for c in ("scenario", "variable")) for row in rows]
    assert len(set(names)) == len(names)
    assert {row["region"] for row in rows} == {"Jiangsu"}
    assert all(
        math.isfinite(float(row[y])) for row in rows for y in ("2019", "2020", "2030") if row[y]
    )


def test_the_same_results_give_the_same_bytes(run, tmp_path):
    for form in exports.FORMS:
        one, two = (exports.export(run[0], form, out=tmp_path / name) for name in ("a", "b"))
        assert [f.read_bytes() for f in one.files] == [f.read_bytes() for f in two.files]
