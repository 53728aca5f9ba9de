"""How a number came: no key without an answer, sums that add up, and at the end cells and factor records."""

from __future__ import annotations

import math
import re

import polars as pl
import pytest

from dualcarbon.errors import InputError, UnknownName
from dualcarbon.study.explain import explain
from dualcarbon.study.explain.lookup import leaves

BLOCKS = {
    "schema": "study.toml:2",
    "price_year": "study.toml:9",
    "scenarios.policy.peak.probability_by.2030": "scenarios/policy.toml:",
    "inventory.territorial_mt.2017": "factors.csv:",
    "inventory.adjusted_mt.2012": "data/energy.csv:",
    "inventory.imports_mt.2012": "data/energy.csv:",
    "inventory.by_sector_mt.transport.2010": "factors.csv:",
    "inventory.energy_mtce.2015": "data/energy.csv:",
    "inventory.replications.user_charged.co2_mt.2010": "factors.csv:",
    "inventory.replications.user_charged.published_mt.2013": "data/published.csv:",
    "inventory.replications.0.bridge_mt.charged.electricity.final.2014": "data/energy.csv:",
    "inventory.replications.0.bridge_mt.without.import.2014": "factors.csv:",
    "diagnosis.energy_intensity.2016": "data/economy.csv:",
    "diagnosis.co2_intensity_by_boundary.user_charged.2017": "factors.csv:",
    "diagnosis.nonfossil_share.calorific.2017": "data/energy.csv:",
    "diagnosis.lmdi.0.effects_mt.intensity": "data/economy.csv:",
    "diagnosis.decoupling.0.elasticity": "data/energy.csv:",
    "diagnosis.trend.slope_mt_per_year": "data/energy.csv:",
    "diagnosis.peak.verdict": "factors.csv:",
    "scenarios.policy.territorial_mt.2013": "data/energy.csv:",
    "scenarios.policy.territorial_mt.2035": "scenarios/policy.toml",
    "scenarios.enhanced.adjusted_mt.2040": "measures.toml:",
    "scenarios.baseline.energy_mtce.2030": "scenarios/baseline.toml",
    "scenarios.policy.peak.amount_mt": "factors.csv:",
    "scenarios.policy.peak.no_peak": "tables/members.csv",
    "scenarios.policy.peak_by_sector.transport.year": "scenarios/policy.toml",
    "scenarios.baseline.peak_by_sector.industry.amount_mt": "factors.csv:",
    "scenarios.policy.peak_movers.change_mt.transport": "factors.csv:",
    "scenarios.policy.peak_confirmation.effects_mt.intensity": "factors.csv:",
    "diagnosis.peak_by_sector.transport.verdict": "data/energy.csv:",
    "diagnosis.peak_movers.change_mt.transport": "factors.csv:",
    "diagnosis.peak_by_district.Suzhou.highest_year": "districts.csv:",
    "diagnosis.peak_movers_by_district.change_mt.Suzhou": "districts.csv:",
    "scenarios.policy.peak.year_p50": "scenarios/baseline.toml",
    "scenarios.policy.neutrality.residual_mt": "factors.csv:",
    "scenarios.policy.cumulative_mt": "factors.csv:",
    "scenarios.policy.targets.fyp13_co2_intensity.value": "scenarios/policy.toml",
    "scenarios.policy.targets.fyp12_energy_intensity.gap": "targets.toml:13",
    "scenarios.policy.targets.co2_peak_2030.goal": "targets.toml:120",
    "scenarios.policy.targets.ndc:nonfossil_share:2035.goal": "goals.ndc:nonfossil_share:2035",
    "scenarios.policy.targets.ndc:nonfossil_share:2035.value": "data/energy.csv:",
}
TABLED = {
    "tables.totals.2015.gdp": "data/economy.csv:",
    "tables.totals.2015.population_person": "data/population.csv:",
    "tables.totals.2015.territorial_tco2": "factors.csv:",
    "tables.totals.2015.adjusted_tco2": "factors.csv:",
    "tables.totals.2015.energy_tce": "data/energy.csv:",
    "tables.lmdi.2010.2011.apart.total": "factors.csv:",
    "tables.lmdi.2010.2015.intensity.industry": "data/economy.csv:",
    "tables.lmdi.2010.2011.intensity.industry": "factors.csv:",
    "tables.parameters.policy.gdp.2030": "scenarios/baseline.toml",
}


def refs(explanation):
    return {part.ref for made in explanation.book.values() for part in made.inputs}


@pytest.mark.parametrize(("key", "source"), BLOCKS.items())
def test_every_block_is_explained_down_to_its_sources(ask, finished, key, source):
    found = ask(key)
    assert any(ref.startswith(source) for ref in refs(found))
    first = found.text("en").splitlines()[0]
    assert first.startswith(found.key)
    assert found.text("zh").splitlines()[1] != found.text("en").splitlines()[1]
    assert found.as_dict("en")["key"] == found.key
    assert found.book[found.key].value == dict(plain(finished.summary))[found.key]


@pytest.mark.parametrize(("key", "source"), TABLED.items())
def test_a_number_of_a_table_is_explained_down_to_its_sources(ask, key, source):
    found = ask(key)
    assert any(ref.startswith(source) for ref in refs(found))
    assert found.book[found.key].value is not None
    assert found.text("zh") != found.text("en")


def plain(summary):
    return ((".".join(steps), value) for steps, value in leaves(summary))


def sampled(summary):
    """Give all keys of inventory and diagnosis in two years, and one of every kind of each scenario."""
    kinds = {}
    for key, _ in plain(summary):
        of_the_past = key.startswith(("inventory.", "diagnosis."))
        in_year = key.rpartition(".")[2] in ("2010", "2017") or not re.search(r"\.20\d\d$", key)
        kinds.setdefault(key if of_the_past and in_year else re.sub(r"\d+", "", key), key)
    return list(kinds.values())


def test_no_key_is_left_without_an_answer(ask, finished):
    keys = sampled(finished.summary)
    assert len(keys) > 300
    for key in keys:
        found = ask(key)
        assert found.key == key
        assert "\n" in found.text("en")
        assert "\n" in found.text("zh")


@pytest.mark.slow
def test_no_key_at_all_is_left_without_an_answer(ask, finished):
    for key, value in plain(finished.summary):
        assert ask(key).book[key].value == (
            value if value is None or isinstance(value, int | float | str) else str(value)
        )


SUMS = (
    "sum of sectors",
    "sum of cells",
    "sum of all uses",
    "sum of the cells",
    "territorial + net trade",
    "net trade x factor",
)
PRODUCTS = (
    "energy x factor",
    "activity x intensity x share",
    "demand x balance x share",
    "rate x ",
)


def recomputed(made):
    """Compute a derivation from its inputs, where it is a sum or a product; else nothing."""
    values = [part.value for part in made.inputs]
    if made.formula_en.startswith(SUMS):
        return sum(values) * (1e-6 if "10^-6" in made.formula_en else 1.0)
    if made.formula_en.removeprefix("- ").startswith(PRODUCTS):
        return math.prod(values) * (-1.0 if made.formula_en.startswith("- ") else 1.0)
    return None


@pytest.mark.parametrize(
    "key",
    [
        "inventory.adjusted_mt.2017",
        "inventory.energy_mtce.2010",
        "inventory.replications.0.co2_mt.2011",
        "scenarios.enhanced.territorial_mt.2044",
        "scenarios.policy.adjusted_mt.2031",
        "scenarios.policy.energy_mtce.2027",
    ],
)
def test_what_goes_in_gives_what_comes_out(ask, key):
    book = ask(key).book
    checked = [(made, recomputed(made)) for made in book.values()]
    sums = [(made, value) for made, value in checked if value is not None]
    assert sums
    assert any(made.key == key for made, _ in sums) or "adjusted" in key
    for made, value in sums:
        if "share of non-fossil)" not in made.formula_en:
            assert made.value == pytest.approx(value, rel=1e-9, abs=1e-9), made.key


def test_energy_points_at_the_cell_and_the_factor_says_its_source(ask, finished):
    found = ask("inventory.by_sector_mt.agriculture.2010")
    text = found.text("en")
    cell = (finished.folder / "inputs/data/energy.csv").read_text(encoding="utf-8").splitlines()[1]
    assert cell.startswith("2010,agriculture,final,coal,36.186438,")
    assert "<- data/energy.csv:2 (36.186438 10^4 tce; 2023 China Graduate" in text
    assert "factor = 2.66367346 t CO2/tce  <- factors.csv:2 (" in text


def test_a_member_beside_a_quantile_is_a_member_with_its_draws(ask, finished):
    peak = finished.summary["scenarios"]["policy"]
    for block in ("peak", "peak_adjusted"):
        found = ask(f"scenarios.policy.{block}.amount_p50_mt")
        amounts = [float(m[1]) for m in re.finditer(r"peak of ([0-9.]+) Mt CO2", found.text("en"))]
        assert len(amounts) == 2
        assert amounts[0] - 1e-3 <= peak[block]["amount_p50_mt"] <= amounts[1] + 1e-3
    assert "gdp.growth.2020" in found.text("en")


def test_the_year_of_a_quantile_is_that_of_its_member(ask, finished):
    for level in (10, 50, 90):
        found = ask(f"scenarios.policy.peak.year_p{level}")
        member = found.book[found.key].inputs[0]
        assert member.value == finished.summary["scenarios"]["policy"]["peak"][f"year_p{level}"]


def test_a_parameter_says_how_it_was_declared_and_what_measures_did(ask):
    text = ask("scenarios.enhanced.territorial_mt.2035").text("en")
    assert (
        "then measures eaf_steel (shift mix.industry.coal to electricity 22.08 GJ per unit;" in text
    )
    assert "residual: 1 less the other parts, then measures" in text
    assert re.search(
        r"declared  <- scenarios/policy\.toml:\d+ \[mix\.industry\.share\.coal\] \(", text
    )
    assert "mark A" in text


def test_what_is_captured_is_taken_off(ask, finished):
    """Of 40 Mt of units 0.6 are in place in 2050, and 0.8 t of each is caught at power plants: 19.2 Mt, of what they
    emit before they make good the output lost, 0.22 MWh a tonne. Of what they then burn more the same share is caught."""
    found = ask("scenarios.enhanced.territorial_mt.2050")
    assert "energy x factor x scale x share not captured" in found.text("en")
    caught = next(one for one in found.book.values() if one.key == "enhanced capture.power 2050")
    assert caught.formula_en.startswith("nothing captured, then measures ccus_power (capture")
    here = (
        (pl.col("scenario") == "enhanced") & (pl.col("year") == 2050) & (pl.col("flow") == "power")
    )
    plants = finished.tables["pathway_cells"].filter(here)
    energy = dict(zip(plants["fuel"], plants["energy_tce"], strict=True))
    output, lost = -energy["electricity"] - energy["nonfossil"], 0.22 * 24e6 * 3.6 / 29.3076
    made = plants["emissions_tco2"].sum() / (1 - caught.value)
    assert caught.value * made * (1 - lost / output) == pytest.approx(0.8 * 0.6 * 40e6)
    assert "无捕集，再计入措施 ccus_power" in caught.formula_zh


def test_electricity_sent_out_is_explained(selling):
    found = explain(selling.folder, "inventory.imports_mt.2017")
    lines = found.text("en")
    assert "- energy x factor, as it leaves the region" in lines
    parts = [part.value for part in found.book[found.key].inputs]
    assert sum(parts) * 1e-6 == pytest.approx(selling.summary["inventory"]["imports_mt"]["2017"])
    assert "data/energy.csv:393" in lines  # the last line added


def test_a_run_is_explained_from_its_own_inputs(finished):
    found = explain(finished.folder, "inventory.territorial_mt.2010")
    assert found.book[found.key].value == finished.summary["inventory"]["territorial_mt"]["2010"]


def test_a_group_lists_what_can_be_asked(ask):
    found = ask("inventory.territorial_mt")
    assert [part.name for part in found.book[found.key].inputs][:2] == [
        "inventory.territorial_mt.2010",
        "inventory.territorial_mt.2011",
    ]


def test_an_unknown_key_is_refused_with_the_nearest(ask):
    with pytest.raises(UnknownName) as caught:
        ask("inventory.teritorial_mt.2017")
    assert 'did you mean "inventory.territorial_mt.2017"?' in str(caught.value)
    with pytest.raises(UnknownName, match="it begins with one of: schema, region"):
        ask("zzzz")


def test_a_path_can_be_asked_about_itself(ask, finished):
    table = finished.tables["parameters"]
    for path, year in (("gdp", 2030), ("mix.industry.coal", 2025), ("intensity.transport", 2017)):
        found = ask(f"parameters.policy.{path}.{year}")
        row = table.filter(scenario="policy", key=path, year=year)
        assert found.book[found.key].value == pytest.approx(row["value"].item(), rel=1e-12)
        assert found.text("en").startswith(f"policy {path} {year} = ")
        assert any(ref.startswith(("scenarios/", "data/")) for ref in refs(found))


def test_an_unknown_path_is_refused_with_the_nearest(ask):
    with pytest.raises(UnknownName, match=r'did you mean "parameters\.policy\.gdp\.2030"'):
        ask("parameters.policy.gpd.2030")
    with pytest.raises(UnknownName, match="no scenario of the run holds"):
        ask("parameters.policy.gdp.1066")


def test_a_folder_that_is_no_run_is_refused(tmp_path):
    with pytest.raises(InputError, match="holds no finished run"):
        explain(tmp_path, "schema")


def test_an_effect_in_a_sector_is_the_sum_of_its_years_and_one_of_those_of_all_sectors(
    ask, finished
):
    one = finished.summary["diagnosis"]["lmdi"][0]
    span = f"{one['from']}.{one['to']}"
    rows = finished.tables["lmdi"].filter(
        (pl.col("start") == one["from"]) & (pl.col("end") == one["to"]) & (pl.col("effect") == "intensity")
    )  # fmt: skip
    found = {s: ask(f"tables.lmdi.{span}.intensity.{s}") for s in rows["sector"]}
    made = {s: e.book[e.key] for s, e in found.items()}
    assert math.isclose(
        sum(m.value for m in made.values()), one["effects_mt"]["intensity"], rel_tol=1e-9
    )
    for each in made.values():
        assert len(each.inputs) > 2
        assert math.isclose(
            sum(part.value for part in each.inputs), each.value, rel_tol=1e-9, abs_tol=1e-9
        )


def test_what_stands_apart_is_no_effect_of_a_factor(ask):
    found = ask("tables.lmdi.2010.2015.apart.total")
    made = found.book[found.key]
    assert made.formula_en.startswith("change of the emissions that stand apart")
    assert math.isclose(sum(part.value for part in made.inputs), made.value, abs_tol=1e-9)


@pytest.mark.parametrize(
    ("column", "key"),
    [
        ("territorial_tco2", "inventory.territorial_mt.2015"),
        ("adjusted_tco2", "inventory.adjusted_mt.2015"),
        ("energy_tce", "inventory.energy_mtce.2015"),
    ],
)
def test_totals_of_tables_lead_to_the_summary(ask, column, key):
    found = ask(f"tables.totals.2015.{column}")
    made = found.book[found.key]
    assert [part.ref for part in made.inputs] == [key]
    assert math.isclose(made.value, 1e6 * found.book[key].value)


def test_every_row_of_the_effects_leads_somewhere(ask, finished):
    for row in finished.tables["lmdi"].iter_rows(named=True):
        found = ask("tables.lmdi.{start}.{end}.{effect}.{sector}".format(**row))
        assert found.book[found.key].inputs, row


def test_what_stands_apart_leads_to_its_cells_at_both_ends(ask):
    found = ask("tables.lmdi.2010.2011.apart.total")
    made = found.book[found.key]
    first, last = (found.book[part.ref] for part in made.inputs)
    assert math.isclose((last.value - first.value) * 1e-6, made.value)
    for end in (first, last):
        assert math.isclose(sum(part.value for part in end.inputs), end.value)


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("tables.", "the run has no table for"),
        ("tables.totals", r"totals\.csv holds no .*; its numbers are tables\.totals\.YEAR"),
        ("tables.totals.1900.gdp", r"tables/totals\.csv holds no"),
        ("tables.totals.2015.mood", r"tables/totals\.csv holds no"),
        ("tables.totals.2015.year", r"tables/totals\.csv holds no"),
        ("tables.lmdi.2010.2015.luck.industry", r"tables/lmdi\.csv holds no"),
        ("tables.parameters.policy.gdp.1900", "no scenario of the run holds"),
        (
            "tables.emissions.0.factor",
            r"numbers of tables/emissions\.csv came is not told one by one",
        ),
    ],
)
def test_a_number_that_no_table_has_is_not_followed(ask, key, said):
    with pytest.raises(UnknownName, match=said):
        ask(key)
