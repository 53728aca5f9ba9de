"""The appraisal of the small province: tonnes that add up, pairs by the stated rule, what is missing told."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from dualcarbon.errors import InputError
from dualcarbon.scenarios import ensemble
from dualcarbon.study import appraisal

YEARS = range(2018, 2036)


@pytest.fixture(scope="module")
def summary(appraised):
    return appraised.summary


@pytest.fixture(scope="module")
def measures(summary):
    """Measures by scenario and id."""
    return {(m["scenario"], m["id"]): m for m in summary["measures"]}


# ---- tonnes ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("what", ["abatement_mt", "attributed_mt"])
@pytest.mark.parametrize("scenario", ["plan", "other"])
def test_measures_add_up_to_the_scenario_without_less_with_them(summary, appraised, what, scenario):
    mine = [m for m in summary["measures"] if m["scenario"] == scenario]
    assert len(mine) == 10
    without = summary["scenarios"]["base"]["territorial_mt"]  # no path of the plan differs
    whole = summary["scenarios"][scenario]["territorial_mt"]
    for year in map(str, YEARS):
        added = sum(m[what][year] for m in mine)
        assert added == pytest.approx(without[year] - whole[year], abs=1e-9 * without[year])
    assert sum(m[what]["2035"] for m in mine) > 5


def test_attributions_add_up_to_the_difference_of_their_scenarios(summary):
    told = [(a["scenario"], a["against"]) for a in summary["attribution"]]
    assert told == [("plan", ""), ("other", ""), ("plan", "base"), ("other", "plan"), ("other", "base")]  # fmt: skip
    for one in summary["attribution"]:
        against = one["against"] or "base"
        for year in map(str, YEARS):
            ends = [
                summary["scenarios"][s]["territorial_mt"][year] for s in (one["scenario"], against)
            ]
            assert one["total_mt"][year] == pytest.approx(ends[0] - ends[1], abs=1e-9 * ends[0])
            shares = sum(p["mt"][year] for p in one["players"])
            assert shares == pytest.approx(one["total_mt"][year], abs=1e-9 * ends[0])
        assert one["exact"]
        assert one["samples"] == 0


def test_an_exclusive_pair_is_shared_out_by_the_stated_rule(summary, study_of, small):
    """Wind and solar exclude each other; the plan has wind and its storage, the other scenario solar."""
    (one,) = (a for a in summary["attribution"] if a["against"] == "plan")
    assert [p["id"] for p in one["players"]] == ["wind", "solar"]
    year = "2030"
    wind, solar = (p["mt"][year] for p in one["players"])
    ends = {s: summary["scenarios"][s]["territorial_mt"][year] for s in ("plan", "other")}
    # v(nobody) = plan; v(solar alone): wind, applied first, is still there and solar does not act = plan;
    # v(wind gone) = neither; v(both) = other
    without = neither_of(study_of, small)
    assert wind == pytest.approx(((without - ends["plan"]) + (ends["other"] - ends["plan"])) / 2, rel=1e-6)  # fmt: skip
    assert solar == pytest.approx((0 + (ends["other"] - without)) / 2, rel=1e-6)


def neither_of(study_of, small):
    """Emissions of 2030 of the plan without wind, and without solar. [Mt CO2]."""
    ids = ("retrofit", "motors", "kilns", "heat_pumps", "storage", "line", "waste_heat", "capture", "travel")  # fmt: skip
    study = study_of(ids, projects=small["projects"])
    middle = ensemble.central(study.scenarios["plan"], *study.planted)
    return float(middle.totals.territorial[0, middle.years.index(2030)]) * 1e-6


def test_a_pair_that_needs_each_other_shares_what_both_do(measures):
    wind, storage = (measures["plan", id] for id in ("wind", "storage"))
    for year in ("2025", "2030", "2035"):
        shared = wind["attributed_mt"][year] + storage["attributed_mt"][year]
        assert wind["attributed_mt"][year] == pytest.approx(shared / 2, rel=0.02)
        assert storage["alone_mt"][year] < 0 < storage["attributed_mt"][year]


def test_three_requires_and_two_alone_by_the_definition(study_of, appraise):
    """Storage and wind only: the whole is v(both); each gets half of it, storage its own loss besides."""
    study = study_of(["storage", "wind"])
    found = {a.deployed.measure.id: a for a in appraise(study).measures}
    storage, wind = found["storage"], found["wind"]
    both = storage.residual.territorial[0] + wind.residual.territorial[0]
    own = storage.alone.territorial[0]
    assert storage.attributed == pytest.approx((own + both) / 2, rel=1e-9, abs=1e-3)
    assert wind.attributed == pytest.approx((both - own) / 2, rel=1e-9, abs=1e-3)


# ---- what is missing -------------------------------------------------------------------------------


def codes(found):
    return [w.code for w in found.warnings]


def test_without_money_nothing_is_valued_and_that_is_told_once(study_of, appraise):
    found = appraise(study_of(["motors", "kilns"], money=""))
    assert codes(found) == ["FIN021"]
    assert found.market is None
    for one in found.measures:
        assert (one.money, one.money_alone, one.first_eight) == (None, None, None)
        assert one.ranks["net_value"] is None
        assert one.ranks["abatement"] in (1, 2)
        assert one.residual.territorial[0, -1] > 0


def test_a_measure_that_lacks_costs_says_which_and_the_others_are_valued(study_of, appraise):
    found = appraise(study_of(["motors", "travel"]))
    by_id = {a.deployed.measure.id: a for a in found.measures}
    assert by_id["motors"].money is not None
    assert by_id["travel"].money is None
    assert by_id["travel"].lacks == ("o_and_m", "life")
    (told,) = (w for w in found.warnings if w.code == "FIN022")
    assert dict(told.params) == {"costs": "o_and_m, life"}
    assert told.place.key == "measures.travel"
    assert by_id["motors"].first_eight == 1.0


def test_without_measures_only_differences_are_shared(study_of, appraise):
    study = study_of(["motors"])
    bare = replace(study, scenarios={n: s.without() for n, s in study.scenarios.items()})
    found = appraise(bare)
    assert found.measures == found.projects == ()
    assert [(a.scenario, a.against) for a in found.attributions] == [("plan", "base")]
    assert found.warnings == ()


def test_a_difference_that_cannot_be_shared_is_told_and_the_rest_goes_on(
    study_of, monkeypatch, appraise
):
    def refuse(one, other, *_, **__):
        told = appraisal.note("ATT003", scenario=other.name, against=one.name, why="no room")
        raise InputError(faults=[told])

    study = study_of(["motors"])
    monkeypatch.setattr(appraisal, "attribute", refuse)
    found = appraise(study)
    assert found.attributions == ()
    assert [a.attributed for a in found.measures] == [None]
    assert codes(found).count("ATT003") == 2
    assert found.measures[0].money is not None


def test_what_is_paid_before_the_first_year_is_told(study_of, appraise):
    found = appraise(study_of(["motors"], changed={"motors": {"life = 10": "life = 10, lead = 3"}}))
    told = [dict(w.params) for w in found.warnings if w.code == "FIN007"]
    assert len(told) == 1
    # a sixth each from 2019: of the first two, two thirds and one third fall before 2018; all is bought twice
    assert float(told[0]["share"]) == pytest.approx(100 * (2 / 3 + 1 / 3) / 11.1, rel=0.1)


def test_money_that_comes_back_by_the_rest_value_only_is_told_once(study_of, appraise):
    """Motors that cost 12000 a kilowatt and last 40 years: what they save by 2035 is about half of it."""
    dear = {"motors": {"{triangular = [300, 500, 900]}": "12000", "life = 10": "life = 40"}}
    found = appraise(study_of(["motors", "kilns"], changed=dear))
    (told,) = (w for w in found.warnings if w.code == "FIN027")
    assert told.place.key == "measures.motors"
    stream = found.measures[0].money.stream
    flows = stream.financial + stream.salvage - stream.investment - stream.running
    assert sum(flows) > 0 > max(np.cumsum(flows - stream.salvage)[1:])
    assert "through the rest value of the units at the end of 2035" in told.message()
    assert "仅因计入 2035 年末余值" in told.message("zh")
    assert "FIN027" not in codes(appraise(study_of(["motors"])))


def test_equal_measures_are_told(study_of, appraise):
    same = {"wind": {'requires = ["storage"]\n': ""}}
    study = study_of(["wind", "kilns"], changed=same)
    twin = next(d for d in study.scenarios["plan"].deployed if d.measure.id == "wind")
    other = replace(twin, measure=twin.measure.model_copy(update={"id": "twin"}))
    plan = study.scenarios["plan"]
    both = replace(plan, deployed=(twin, other))
    found = appraise(replace(study, scenarios={"plan": both}))
    told = [w for w in found.warnings if w.code == "FIN013"]
    assert {w.place.key for w in told} == {
        f"scenarios.plan.ranks.{by}" for by in ("net_value", "abatement", "economy")
    }
    assert [a.ranks["net_value"] for a in found.measures] == [1, 2]


def test_the_boundary_that_leads_earns_the_carbon_price(study_of, appraise):
    territorial, adjusted = (
        appraise(study_of(["line"], boundary=b)).measures[0] for b in ("territorial", "adjusted")
    )
    assert territorial.money.stream.abatement == pytest.approx(territorial.residual.territorial[0])
    assert adjusted.money.stream.abatement == pytest.approx(adjusted.residual.adjusted[0])
    gap = np.abs(adjusted.residual.adjusted - adjusted.residual.territorial).max()
    assert gap > 1e4
