"""The summary says what the tables of the study say; expected figures come from spreadsheets, not from us."""

from __future__ import annotations

import json
import math
import tomllib

import polars as pl
import pytest

from dualcarbon.store.runs import dumps

BLOCKS = {"schema", "region", "base_year", "run", "gwp", "price_year", "inventory", "diagnosis", "scenarios", "measures", "warnings"}  # fmt: skip
PEAK = {"verdict", "year", "amount_mt", "plateau", "no_peak", "probability_by", "year_p10", "year_p50", "year_p90", "amount_p10_mt", "amount_p50_mt", "amount_p90_mt"}  # fmt: skip
STUDIES = ["jiangsu", "china"]


@pytest.fixture(params=STUDIES)
def name(request):
    return request.param


@pytest.fixture
def summary(computed, name):
    return computed[name].summary


def value(summary, key):
    """Follow a dotted key, lists by position."""
    found = summary
    for step in key.split("."):
        found = found[int(step)] if isinstance(found, list) else found[step]
    return found


def evaluated(summary, entry):
    """Give what an entry of expected.json asks for: a key, a ratio, or products."""
    if "key" in entry:
        return value(summary, entry["key"])
    above, below = entry.get("times"), entry.get("over")
    if "ratio_of" in entry:
        above, below = entry["ratio_of"][:1], entry["ratio_of"][1:]
    return math.prod(value(summary, k) for k in above) / math.prod(value(summary, k) for k in below)


def test_what_a_spreadsheet_gives_is_what_the_summary_holds(summary, name, examples):
    told = json.loads((examples / name / "expected.json").read_text(encoding="utf-8"))["values"]
    kinds = {kind for entry in told for kind in ("key", "ratio_of", "times") if kind in entry}
    assert len(told) > 60
    assert "key" in kinds
    assert "ratio_of" in kinds
    off = [e for e in told if abs(evaluated(summary, e) - e["value"]) > e["tolerance"]]
    assert off == []


def test_the_schema_is_kept(summary):
    assert summary["schema"] == "dualcarbon/summary/1"
    assert set(summary) >= BLOCKS
    for one in summary["scenarios"].values():
        assert set(one["peak"]) >= PEAK
        assert set(one["peak_adjusted"]) >= PEAK
        assert set(one) >= {
            "territorial_mt",
            "adjusted_mt",
            "neutrality",
            "cumulative_mt",
            "targets",
        }
        assert set(one["neutrality"]) >= {"state", "year", "residual_mt"}
    assert json.loads(dumps(summary)) == summary  # plain values, no NaN, keys of years are texts


def test_sectors_and_boundaries_add_up(summary):
    inventory = summary["inventory"]
    for year, total in inventory["territorial_mt"].items():
        parts = sum(sector[year] for sector in inventory["by_sector_mt"].values())
        assert parts == pytest.approx(total, rel=1e-12)
        both = total + inventory["imports_mt"][year]
        assert both == pytest.approx(inventory["adjusted_mt"][year], rel=1e-12)


def test_history_in_a_scenario_is_the_inventory(summary):
    for one in summary["scenarios"].values():
        for key in ("territorial_mt", "adjusted_mt", "energy_mtce"):
            past = {y: v for y, v in one[key].items() if int(y) <= summary["base_year"]}
            assert past == pytest.approx(summary["inventory"][key], rel=1e-9)
            years = [int(y) for y in one[key]]
            assert years == list(range(years[0], summary["horizon"] + 1))


def test_effects_add_up_to_the_change(summary):
    totals = summary["inventory"]["territorial_mt"]
    assert summary["diagnosis"]["lmdi"]
    for one in summary["diagnosis"]["lmdi"]:
        first, last = totals[str(one["from"])], totals[str(one["to"])]
        assert one["change_mt"] == pytest.approx(last - first, rel=1e-9, abs=1e-9)
        effects = sum(one["effects_mt"].values())
        assert abs(effects - one["change_mt"]) <= 1e-9 * max(first, last)
        assert abs(one["residual"]) <= 1e-9 * max(first, last)


def test_decoupling_is_the_ratio_of_growths(summary, name, examples):
    gdp = gross_domestic_product(examples / name)
    totals = summary["inventory"]["territorial_mt"]
    assert len(summary["diagnosis"]["decoupling"]) >= len(totals) - 1
    for one in summary["diagnosis"]["decoupling"]:
        start, end = one["from"], one["to"]
        more = totals[str(end)] / totals[str(start)] - 1
        assert one["elasticity"] == pytest.approx(more / (gdp[end] / gdp[start] - 1), rel=1e-9)


def gross_domestic_product(study):
    """Read GDP at constant prices, or its index, from the table itself."""
    rows = pl.read_csv(study / "data/economy.csv", schema_overrides={"value": pl.Float64})
    wanted = pl.col("indicator").is_in(["value_added", "gdp_index"])
    return dict(rows.filter((pl.col("sector") == "total") & wanted).select("year", "value").rows())


def test_intensities_are_amounts_per_gdp(summary, name, examples):
    gdp = gross_domestic_product(examples / name)
    unit = 1e4 if name == "jiangsu" else 1.0  # 10^8 CNY in tce/10^4 CNY
    told, inventory = summary["diagnosis"], summary["inventory"]
    assert told["units"]["energy_intensity"] == ("tce/10^4 CNY2010" if unit > 1 else "tce/1978=100")
    for year, intensity in told["energy_intensity"].items():
        by_hand = inventory["energy_mtce"][year] * 1e6 / (gdp[int(year)] * unit)
        assert intensity == pytest.approx(by_hand, rel=1e-9)
    for year, intensity in told["co2_intensity_by_boundary"]["adjusted"].items():
        by_hand = inventory["adjusted_mt"][year] * 1e6 / (gdp[int(year)] * unit)
        assert intensity == pytest.approx(by_hand, rel=1e-9)
    assert told["co2_intensity"] == told["co2_intensity_by_boundary"]["territorial"]


def test_the_budget_is_the_sum_of_the_years_ahead(summary):
    for one in summary["scenarios"].values():
        ahead = [v for y, v in one["territorial_mt"].items() if int(y) > summary["base_year"]]
        assert one["cumulative_mt"] == pytest.approx(sum(ahead), rel=1e-12)


def test_odds_are_odds(summary):
    for one in summary["scenarios"].values():
        for peak in (one["peak"], one["peak_adjusted"]):
            assert sum(peak["verdicts"].values()) == pytest.approx(1.0, abs=1e-12)
            by = list(peak["probability_by"].values())
            assert by == sorted(by)
            assert by[-1] <= 1 - peak["no_peak"] + 1e-12
            amounts = [peak[f"amount_p{level}_mt"] for level in (10, 50, 90)]
            assert amounts == sorted(amounts)
            assert amounts[0] < amounts[2]


def test_quantiles_of_the_peak_year_count_members_without_one(computed, name):
    members = computed[name].tables["members"]
    for scenario, one in computed[name].summary["scenarios"].items():
        years = members.filter(pl.col("scenario") == scenario)["peak_year"].to_list()
        ranked = sorted(y if y is not None else math.inf for y in years)
        for level in (10, 50, 90):
            wanted = ranked[math.ceil(level / 100 * len(ranked)) - 1]
            shown = one["peak"][f"year_p{level}"]
            assert shown == (wanted if wanted < math.inf else "> 2060")
        missing = sum(y is None for y in years) / len(years)
        assert one["peak"]["no_peak"] == pytest.approx(missing)


def test_the_share_of_jiangsu_is_refused_with_both_conventions_beside(computed):
    share = computed["jiangsu"].summary["diagnosis"]["nonfossil_share"]
    assert set(share) == {"refused", "calorific", "coal_equivalent"}
    assert share["calorific"]["2017"] == pytest.approx(0.0273, abs=5e-5)
    assert share["coal_equivalent"]["2017"] == pytest.approx(
        0.047, abs=1e-3
    )  # at 303 g/kWh; the year's is lower
    assert set(share["refused"]) == {"en", "zh"}


def test_warnings_and_measures_are_listed_in_both_languages(computed, examples):
    summary = computed["jiangsu"].summary
    assert {w["code"] for w in summary["warnings"]} >= {"INV003", "INV004", "LED004"}
    assert all(w["message"]["en"] != w["message"]["zh"] != "" for w in summary["warnings"])
    declared = tomllib.loads((examples / "jiangsu/scenarios/enhanced.toml").read_text("utf-8"))
    told = {m["id"] for m in summary["measures"] if m["scenario"] == "enhanced"}
    assert told == set(declared["measures"])
    assert all(m["name"]["en"] != m["name"]["zh"] != "" for m in summary["measures"])


def test_goals_that_cannot_be_judged_say_why(computed):
    for one in computed["jiangsu"].summary["scenarios"].values():
        goals = {goal["id"]: goal for goal in one["targets"]}
        refused = goals["fyp13_nonfossil_share"]
        assert (refused["state"], refused["gap"]) == ("refused", None)
        assert refused["reason"]["zh"]
        past = goals["fyp12_energy_intensity"]
        assert (past["state"], past["goal"]) == ("met", -0.18)
        assert past["value"] == pytest.approx(-0.2213, abs=5e-5)
        assert past["gap"] == pytest.approx(past["value"] - past["goal"])
