"""What the report says of what moves neutrality: what is left, whether it is neutral, and nothing where it was not asked."""

from __future__ import annotations

import copy
import dataclasses

import pytest

from dualcarbon.report import moved, neutral_moved, sentences
from dualcarbon.report.pieces import Figure, Paragraph, Ref
from dualcarbon.report.reading import Reading

TITLES = {
    "gdp": {"en": "GDP", "zh": "地区生产总值"},
    "activity.forest_stock": {"en": "Stock of wood", "zh": "森林蓄积量"},
}
LEFT = {"gdp": 0.3, "activity.forest_stock": 0.7}
EVENT = {"gdp": 0.6, "activity.forest_stock": 0.5}


def output(total, mean, title="some output"):
    def bounds(v):
        return {"value": v, "low": v - 0.1, "high": v + 0.1, "told": True}

    first = {id: bounds(v / 2) for id, v in total.items()}
    titles = {"en": title, "zh": title}
    whole = {"alone": bounds(0.5), "interactions": {"value": 0.5, "told": True}} if total else {"alone": None, "interactions": None}  # fmt: skip
    return {"title": titles, "mean": mean, "spread": 2.0, "first": first, "total": {id: bounds(v) for id, v in total.items()}, **whole}  # fmt: skip


@pytest.fixture
def told(results):
    """Give what the report says where these outputs were asked, and the figure."""
    horizon = results.study.horizon

    def of(lang="en", **outputs):
        block = {
            "scenario": "policy", "members": 512, "runs": 3072, "confidence": 0.95, "correlated": [], "told": [],
            "groups": [{"id": id, "title": t, "of": [id], "keys": [f"{id}.constant"]} for id, t in TITLES.items()],
            "outputs": {name.replace("HORIZON", str(horizon)): one for name, one in outputs.items()},
        }  # fmt: skip
        ends = {"low": 0.2, "high": 0.9, "told": True}
        wood = {"title": TITLES["activity.forest_stock"], "group": "activity.forest_stock"}
        block["fifths"] = {"activity.forest_stock": {**wood, "outputs": dict.fromkeys(block["outputs"], ends)}}  # fmt: skip
        reading = Reading(dataclasses.replace(results, summary={**copy.deepcopy(results.summary), "sensitivity": block}))  # fmt: skip
        blocks = list(neutral_moved.movers(reading))
        said = [s for b in blocks if isinstance(b, Paragraph) for s in b.sentences]
        text = "".join(written(s, lang, reading) for s in said)
        return text, next((b for b in blocks if isinstance(b, Figure)), None), reading

    return of


def written(sentence, lang, reading):
    spans = sentences.spans(sentence, lang, reading.scale())
    return "".join("FIGURE" if isinstance(s.of, Ref) else s.text for s in spans)


def rows(figure):
    return next(c.cell_contents for c in figure.draw.__closure__ if isinstance(c.cell_contents, list) and hasattr(c.cell_contents[0], "peak"))  # fmt: skip


def whole(**more):
    """Outputs of a study that can judge both neutralities."""
    return {
        "neutral_by_HORIZON": output(EVENT, 0.4, "neutral"), "net_HORIZON_mt": output(LEFT, 12.0, "net"),
        "co2_neutral_by_HORIZON": output(EVENT, 0.5, "CO2-neutral"), "net_co2_HORIZON_mt": output(LEFT, 10.0, "net CO2"), **more,
    }  # fmt: skip


def test_what_is_left_of_all_gases_leads_with_its_mean_and_its_movers(told):
    text, figure, _ = told(**whole())
    assert "leaves of all gases" in text
    assert "12.0 Mt CO2e" in text
    assert "by stock of wood (70% of the variance) and GDP (30%)" in text
    assert "is neutral by 2060 (probability 40%) is moved most by GDP (60%) and stock of wood (50%)" in text  # fmt: skip
    assert "the probability rises from 40% to 90%; in its lowest fifth it is 20%" in text
    assert figure.id == "neutral-moved"
    assert [h.values["output"]["en"] for h in figure.data.heads[1:]] == ["neutral"] * 2 + ["net"] * 2  # fmt: skip


def test_the_same_in_chinese(told):
    text, _, _ = told("zh", **whole())
    assert "森林蓄积量（占方差70%）和地区生产总值（30%）" in text
    assert (
        "对2060年前能否实现中和（概率40%）影响最大的是地区生产总值（60%）和森林蓄积量（50%）"
        in text
    )


def test_where_no_member_is_neutral_that_is_said_and_no_figure_says_it_again(told):
    text, figure, _ = told(**whole(neutral_by_HORIZON=output({}, 0.0, "neutral")))
    assert "No member is neutral by 2060." in text
    assert "probability" not in text
    assert figure is None


def test_what_is_left_is_told_at_the_ends_of_what_moves_it(told):
    text, _, _ = told(**whole())
    assert "Where stock of wood is in its highest fifth, 0.9 Mt CO2e are left; in its lowest fifth 0.2 Mt CO2e." in text  # fmt: skip


def test_where_all_are_neutral_the_year_before_is_asked_and_the_figure_shows_it(told):
    outputs = {"neutral_by_2051": output(EVENT, 0.45, "neutral by 2051")}
    outputs |= whole(neutral_by_HORIZON=output({}, 1.0, "neutral"))
    text, figure, _ = told(**outputs)
    assert "is neutral by 2051 (probability 45%)" in text
    assert "Every member" not in text
    assert figure.data.heads[1].values["output"]["en"] == "neutral by 2051"
    always = whole(neutral_by_HORIZON=output({}, 1.0, "neutral"))
    assert "Every member is neutral by 2060." in told(**always)[0]


def test_where_only_carbon_dioxide_can_be_judged_it_is_told_of(told):
    outputs = {n: one for n, one in whole().items() if "co2" in n}
    text, figure, _ = told(**outputs)
    assert "leaves of CO2" in text
    assert "10.0 Mt CO2 " in text
    assert figure.data.heads[1].values["output"]["en"] == "CO2-neutral"


def test_one_mover_is_named_alone(told):
    outputs = {"net_HORIZON_mt": output({"gdp": 1.0}, 3.0, "net"), "neutral_by_HORIZON": output({}, 0.0, "neutral")}  # fmt: skip
    text, figure, _ = told(**outputs)
    assert "is moved by GDP (100% of the variance)" in text
    assert figure is None
    outputs["neutral_by_HORIZON"] = output({"gdp": 1.0}, 0.5, "neutral")
    text, figure, _ = told(**outputs)
    assert "(probability 50%) is moved by GDP (100%)" in text
    assert [(row.peak.total, row.amount.total) for row in rows(figure)] == [(1.0, 1.0)]


def test_nothing_is_said_where_it_was_not_asked(told, results):
    assert told(peak_amount_mt=output(LEFT, 5.0))[:2] == ("", None)
    assert list(neutral_moved.movers(Reading(results))) == []


def test_emissions_stand_for_it_only_where_it_was_not_asked(told, results):
    co2 = {f"co2_{results.study.horizon}_mt": output(LEFT, 5.0)}
    *_, without = told(**co2)
    *_, asked = told(**co2, **whole())
    assert [s.id for s in moved._left(without)] == ["moved.left"]
    assert list(moved._left(asked)) == []
