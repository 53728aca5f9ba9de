"""Every run predicts its past: what the summary, the table and the explanations say of it."""

from __future__ import annotations

import dataclasses

import pytest

from dualcarbon.cli.reference.summary import undescribed
from dualcarbon.errors import InputError
from dualcarbon.scenarios import structure
from dualcarbon.scenarios.extension import extended
from dualcarbon.scenarios.tree import grow
from dualcarbon.study import calibrating, hindcast
from dualcarbon.study.explain import predicted
from dualcarbon.study.explain.notebook import Notebook

SCORES = {"errors", "mape", "bias", "coverage", "interval"}


@pytest.fixture
def told(computed):
    return {name: one.summary["calibration"] for name, one in computed.items()}


def test_china_is_predicted_from_every_year_that_has_six(told):
    found = told["china"]["hindcast"]
    assert found["refused"] is None
    assert found["origins"] == list(range(2008, 2021))
    assert set(found["scores"]) == {"co2", "energy", "co2_intensity"}
    for one in found["scores"].values():
        assert set(one) == {"model", "naive", "trend", "drift", "skill"}
        assert set(one["model"]) == SCORES
        assert one["model"]["errors"] == sum(range(1, 14))


def test_a_branch_of_the_base_year_alone_leaves_the_past_to_the_tree_of_the_account(prepared):
    """Cars of 2021 alone are no history: the past is predicted as it is without them, and no fit goes through that step."""
    seen, _, _ = prepared["china"].planted
    plain = hindcast.run(seen, grow(seen), seed=1)
    cars = {"title": {"en": "cars", "zh": "汽车"}, "unit": "vehicle", "fuels": ["oil"]}
    key, last = "branches.total.cars", seen.years[-1]
    rows = {f"{key}.activity": {last: 1e6}, f"{key}.intensity": {last: 1.0}, f"{key}.mix.oil": {last: 1.0}}  # fmt: skip
    declared = structure.read([({"branches": {"total": {"cars": cars}}}, "tree.toml")])
    made = hindcast.run(*extended(seen, grow(seen), declared, rows), seed=1)
    assert hindcast.plain(made)["hindcast"] == hindcast.plain(plain)["hindcast"]
    fitted = {fit.key for fit in plain.fits} - {fit.key for fit in made.fits}
    assert fitted == {"intensity.total"}


def test_what_came_is_the_inventory(computed):
    for one in computed.values():
        table, totals = one.tables["hindcast"], one.summary["inventory"]["territorial_mt"]
        for row in table.filter(item="co2").iter_rows(named=True):
            assert row["actual"] == pytest.approx(1e6 * totals[str(row["year"])], rel=1e-9)
            assert row["origin"] < row["year"]
            assert row["model_low"] <= row["model_middle"] <= row["model_high"]
            origin = 1e6 * totals[str(row["origin"])]
            assert row["naive_middle"] == pytest.approx(origin, rel=1e-9)


def test_scores_are_those_of_the_table(computed):
    one = computed["china"]
    rows = list(one.tables["hindcast"].filter(item="energy").iter_rows(named=True))
    for way in ("model", "naive", "trend", "drift"):
        off = [row[f"{way}_middle"] / row["actual"] - 1 for row in rows]
        score = one.summary["calibration"]["hindcast"]["scores"]["energy"][way]
        assert score["mape"] == pytest.approx(sum(map(abs, off)) / len(off))
        assert score["bias"] == pytest.approx(sum(off) / len(off))


def test_a_model_that_does_not_beat_the_simple_ways_is_told(computed):
    codes = {name: [w.code for w in one.warnings] for name, one in computed.items()}
    assert "CAL009" in codes["jiangsu"]
    assert "CAL009" not in codes["china"]
    for name in ("china", "jiangsu"):
        scores = computed[name].summary["calibration"]["hindcast"]["scores"].values()
        beaten = any(one["skill"] <= 0 for one in scores)
        assert ("CAL010" in codes[name]) == beaten
    assert "CAL010" in codes["jiangsu"]
    assert "CAL010" not in codes["china"]


def test_fits_of_growth_and_elasticity_stand_in_the_summary(told):
    gdp = told["china"]["parameters"]["gdp"]
    assert set(gdp) == {"growth"}
    assert gdp["growth"]["low"] < gdp["growth"]["value"] < gdp["growth"]["high"]
    assert (gdp["growth"]["from"], gdp["growth"]["until"]) == (2003, 2021)
    homes = told["jiangsu"]["parameters"]["intensity.households"]
    assert homes["elasticity"]["to"] == "population"


def test_growth_of_gdp_is_that_of_its_first_and_last_year(told, prepared):
    gdp = prepared["china"].account.yearbook.gdp.values
    mean = (gdp[-1] / gdp[0]) ** (1 / 18) - 1
    assert told["china"]["parameters"]["gdp"]["growth"]["value"] == pytest.approx(mean)


def test_every_key_is_described(told):
    for block in told.values():
        assert undescribed({"calibration": block}) == []


def test_a_short_history_gets_a_sentence_and_no_scores(prepared):
    seen, tree, _ = prepared["jiangsu"].planted
    cut = {
        "years": seen.years[:5],
        "population": seen.population[:5],
        "gdp": seen.gdp[:5],
        "value_added": {s: v[:5] for s, v in seen.value_added.items()},
        "energy": {c: v[:5] for c, v in seen.energy.items()},
        "factor": {c: v[:5] for c, v in seen.factor.items()},
        "import_factor": seen.import_factor[:5],
    }
    made = hindcast.run(dataclasses.replace(seen, **cut), tree, seed=1)
    assert made.found is None
    assert made.fits == ()
    assert list(hindcast.rows(made)) == []
    assert "5" in hindcast.plain(made)["hindcast"]["refused"]["en"]


@pytest.mark.parametrize(
    "key",
    [
        "calibration.hindcast.scores.co2.skill",
        "calibration.hindcast.scores.energy.trend.coverage",
        "calibration.hindcast.origins.0",
        "calibration.hindcast.level",
        "calibration.parameters.gdp.growth.low",
        "calibration.parameters.intensity.total.elasticity.value",
    ],
)
def test_every_number_is_explained(key, computed, prepared):
    from dualcarbon.study.explain.lookup import find

    steps, value = find(computed["china"].summary, key)
    book = Notebook(computed["china"], prepared["china"])
    predicted.explain(book, steps, value)
    made = book.book[".".join(steps)]
    assert made.value == value
    assert made.inputs
    assert made.formula_en
    assert made.formula_zh


def test_a_skill_leads_to_its_predictions(computed, prepared):
    steps = ("calibration", "hindcast", "scores", "co2", "skill")
    book = Notebook(computed["china"], prepared["china"])
    value = computed["china"].summary["calibration"]["hindcast"]["scores"]["co2"]["skill"]
    predicted.explain(book, steps, value)
    errors = [book.book[ref.ref] for ref in book.book[".".join(steps)].inputs]
    model, naive, trend = (one.value for one in errors)
    assert value == pytest.approx(1 - model / min(naive, trend))
    pairs = errors[0].inputs
    off = [
        abs(said.value / came.value - 1) for said, came in zip(pairs[::2], pairs[1::2], strict=True)
    ]
    assert sum(off) / len(off) == pytest.approx(model)


def test_a_parameter_that_is_not_there_is_refused_with_the_nearest(examples):
    with pytest.raises(InputError) as refused:
        calibrating.calibrate(examples / "china", "intensity.totl")
    assert [fault.code for fault in refused.value.faults] == ["CAL011"]
    assert '"intensity.total"' in str(refused.value)
