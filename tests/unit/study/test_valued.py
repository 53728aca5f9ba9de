"""Measures, projects, attribution and terms as the summary tells them: plain values, each key described."""

from __future__ import annotations

import json
import math

import pytest

from dualcarbon.cli.reference.summary import leaves, undescribed
from dualcarbon.study import preparation, running

YEARS = [str(y) for y in range(2018, 2036)]


@pytest.fixture(scope="module")
def made(small, tmp_path_factory):
    """Compute a study of a few measures with 4 members and give its summary."""

    def computed(ids=(), money=None, projects="", **more):
        folder = tmp_path_factory.mktemp("told") / "told"
        kept = {} if money is None else {"money": money}
        text = small["declared"](ids, **kept) if ids else ""
        scenarios = {"plan": dict.fromkeys(ids, 1.0)}
        small["write"](folder, measures=text, scenarios=scenarios, projects=projects, **more)
        prepared = preparation.prepare(folder)
        return running.compute(prepared, "0" * 12, members=4, seed=1).summary

    return computed


@pytest.mark.parametrize(
    ("ids", "money"),
    [((), None), (("motors", "travel"), None), (("motors", "travel"), ""), (("retrofit",), None)],
)
def test_every_key_is_described(made, small, ids, money):
    projects = small["projects"] if "retrofit" in ids else ""
    assert undescribed(made(ids, money, projects)) == []


def test_the_whole_study_is_described_and_plain(appraised):
    assert undescribed(appraised.summary) == []
    assert json.loads(json.dumps(appraised.summary, allow_nan=False)) == appraised.summary


def test_without_measures_there_is_nothing_to_appraise(made):
    summary = made()
    assert (summary["measures"], summary["projects"], summary["appraisal"]) == ([], [], None)
    assert [(a["scenario"], a["against"]) for a in summary["attribution"]] == [("plan", "base")]
    assert summary["attribution"][0]["players"] == []


def test_without_money_the_terms_are_empty_and_say_why(made):
    summary = made(("motors",), "")
    (motors,) = summary["measures"]
    assert motors["money"] is None
    assert motors["worth"] == motors["worth_alone"] == motors["irr"] == []
    assert motors["ranks"] == {"net_value": None, "abatement": 1, "economy": None}
    assert "not valued" in motors["money_refused"]["en"]
    assert "不作经济评价" in motors["money_refused"]["zh"]
    told = summary["appraisal"]
    assert (told["price_year"], told["rates"], told["carbon_price"]) == (None, {}, {})
    assert told["order"] == {"plan": ["motors"]}
    assert told["discounting"] == []


def test_a_measure_that_lacks_costs_says_which(appraised):
    travel = next(m for m in appraised.summary["measures"] if m["id"] == "travel")
    assert "o_and_m, life" in travel["money_refused"]["en"]
    assert travel["money"] is None
    motors = next(m for m in appraised.summary["measures"] if m["id"] == "motors")
    assert motors["money_refused"] is None


def test_the_terms_are_those_declared(appraised):
    told = appraised.summary["appraisal"]
    assert (told["price_year"], told["horizon"]) == (2020, 2035)
    assert told["rates"] == {"social_8": 0.08, "social_6": 0.06, "financial": 0.07}
    assert told["ranked_by"] == {"view": "social_8", "carbon": True, "taxes": False}
    price = told["carbon_price"]
    assert [price[y] for y in ("2018", "2020", "2025", "2030", "2035")] == pytest.approx([0, 50, 75, 100, 200])  # fmt: skip


def test_measures_stand_in_the_stated_order_and_overlaps_are_told(appraised):
    told = appraised.summary["appraisal"]
    order = ["retrofit", "motors", "kilns", "travel", "heat_pumps", "storage", "wind", "line", "waste_heat", "capture"]  # fmt: skip
    assert told["order"]["plan"] == order
    listed = [m["id"] for m in appraised.summary["measures"] if m["scenario"] == "plan"]
    assert listed == order
    assert {(o["scenario"], o["path"]): o["measures"] for o in told["overlaps"]} == {
        (s, "mix.industry.coal"): ["kilns", "heat_pumps"] for s in ("plan", "other")
    }


def test_worth_by_rate_falls_in_with_the_twelve(appraised):
    points = [p for p in appraised.summary["appraisal"]["discounting"] if p["scenario"] == "plan"]
    at_8 = {p["measure"]: p for p in points if p["rate"] == 0.08}
    assert len(at_8) == 9
    for one in appraised.summary["measures"]:
        if one["scenario"] == "plan" and one["money"]:
            worth = next(w for w in one["worth"] if (w["view"], w["carbon"], w["taxes"]) == ("social_8", True, False))  # fmt: skip
            assert at_8[one["id"]]["npv_cny"] == worth["npv_cny"]
            assert at_8[one["id"]]["mac_cny_per_t"] == worth["mac_cny_per_t"]


def test_a_measure_says_what_was_declared_of_it(appraised):
    retrofit = appraised.summary["measures"][0]
    assert retrofit["name"] == {"en": "retrofit", "zh": "retrofit"}
    assert (retrofit["mark"], retrofit["source"]) == ("A", "invented: retrofit")
    assert retrofit["ramp"] is None  # its projects say when
    assert retrofit["amount"] == 900000
    assert retrofit["changes"] == [
        {"path": "power.mix.coal", "op": "save", "value": 2.0, "unit": "GJ", "per": "unit", "into": "", "ratio": 1.0, "mark": "", "source": ""}
    ]  # fmt: skip
    assert retrofit["money"]["unit_cost"] == {
        "investment": 400, "o_and_m": 4, "other": None, "life": 8, "lead": 1, "price_year": 2015,
        "mark": "M", "source": "survey of plants", "note": "",
    }  # fmt: skip
    wind = next(m for m in appraised.summary["measures"] if m["id"] == "wind")
    assert (wind["level"], wind["requires"], wind["ramp"]) == (0.5, ["storage"], {"from": 2020, "to": 2030})  # fmt: skip
    assert wind["units"]["2025"] == 0.5 * 2e6 / 2


def test_a_measure_that_nobody_counts_has_no_amount(small, tmp_path):
    shares = {
        "amount = 1e6\n": "",
        ', unit = "MWh", per = "unit"': "",
        "value = 0.6": "value = 0.06",
    }
    text = small["declared"](["motors"], motors=shares)
    small["write"](tmp_path / "told", measures=text, scenarios={"plan": {"motors": 1.0}})
    prepared = preparation.prepare(tmp_path / "told")
    (motors,) = running.compute(prepared, "0" * 12, members=4, seed=1).summary["measures"]
    assert (motors["amount"], motors["units"]["2021"], motors["units"]["2024"]) == (None, 0.5, 1.0)


def test_projects_say_where_they_are_and_how_far_they_are_deployed(appraised):
    east, west = (p for p in appraised.summary["projects"] if p["scenario"] == "plan")
    assert (east["id"], east["name"], east["place"], east["owner"]) == ("east", {"en": "East plant", "zh": "东厂"}, "East", "East Power")  # fmt: skip
    assert (east["from"], east["to"], east["effect"], west["effect"]) == (2018, 2020, 1.2, 1.0)
    assert (east["level"], east["source"], east["mark"]) == (1.0, "plans of the owner", "A")


def test_energy_is_told_where_it_changes_and_rounding_is_no_change(appraised):
    retrofit = appraised.summary["measures"][0]
    assert set(retrofit["energy_mtce"]) == {"coal"}
    line = next(m for m in appraised.summary["measures"] if m["id"] == "line")
    assert line["energy_mtce"]["coal"]["2018"] == 0.0
    assert set(line["energy_mtce"]) == {"coal", "natural_gas", "electricity"}
    # what is brought in is no longer made: sources are counted net of what they make
    assert line["energy_mtce"]["electricity"]["2030"] == pytest.approx(0.1228, rel=1e-2)


def test_no_number_is_written_as_minus_nothing(appraised):
    for path in leaves(appraised.summary["measures"][0]):
        value = appraised.summary["measures"][0]
        for step in path.split("."):
            value = value[int(step) if isinstance(value, list) else step]
        if isinstance(value, float) and path.startswith("attributed"):
            assert math.copysign(1, value) > 0 or value < 0, path


def test_resources_say_what_there_is_and_what_is_taken(small, tmp_path):
    extra = """
[[resources]]
id = "curtailed"
title = {en = "Curtailed power", zh = "弃电"}
unit = "MWh"
available = {2020 = 1e5, 2030 = 3e5}
mark = "A"
source = "dispatch centre"
"""
    text = small["declared"](["motors"], motors={'unit = "kW"': 'unit = "kW"\nuses = {curtailed = 0.1}'})  # fmt: skip
    folder = small["write"](tmp_path / "few", measures=text + extra, scenarios={"plan": {"motors": 0.5}})  # fmt: skip
    (told,) = small["compute"](folder, members=4).summary["appraisal"]["resources"]
    assert (told["id"], told["unit"], told["mark"], told["source"]) == ("curtailed", "MWh", "A", "dispatch centre")  # fmt: skip
    assert [told["available"][y] for y in ("2018", "2020", "2025", "2035")] == [1e5, 1e5, 2e5, 3e5]
    assert told["used"]["plan"]["2021"] == pytest.approx(0.5 * 1e6 * 0.5 * 0.1)
    assert list(told["used"]) == ["plan"]
