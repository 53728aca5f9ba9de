"""The annex of chosen figures: drawn again from the run, of another year, of a moved scenario; what cannot be drawn is told."""

import dataclasses

import pytest

from dualcarbon.report import chosen as annex
from dualcarbon.report.outline import outline
from dualcarbon.report.phrases import Phrases
from dualcarbon.report.pieces import Figure, Heading, Table
from dualcarbon.report.reading import Reading
from dualcarbon.study import preparation, what_if
from dualcarbon.study.chosen import Chosen, lost
from dualcarbon.study.declared import Title
from dualcarbon.study.levers import levers, moved
from dualcarbon.study.results import INPUTS, load

NOTE = Title(en="As shown to the meeting.", zh="会上所示。")


def picked(results, *chosen):
    """The annex of a run with some figures chosen: its pieces by id, and the faults that the report tells."""
    document = outline(dataclasses.replace(results, chosen=chosen))
    annex = document.sections[-1].blocks
    ids = [b.id for b in annex if isinstance(b, Heading)]
    if "annex-chosen" not in ids:
        return {}, document.left_out
    start = next(i for i, b in enumerate(annex) if getattr(b, "id", "") == "annex-chosen")
    end = next(i for i, b in enumerate(annex) if getattr(b, "id", "") == "annex-warnings")
    return {getattr(b, "id", ""): b for b in annex[start:end]}, document.left_out


def codes(faults):
    return [f.code for f in faults if f.place.file == "report.toml"]


def test_a_report_without_chosen_figures_has_no_such_annex(results):
    assert picked(results) == ({}, outline(results).left_out)


def test_figures_of_the_report_are_drawn_again_in_the_order_chosen(results):
    there = {b.id: b for s in outline(results).sections for b in s.blocks if isinstance(b, Figure)}
    found, faults = picked(results, Chosen(figure="fan", note=NOTE), Chosen(figure="sectors"))
    figures = {id: b for id, b in found.items() if isinstance(b, Figure)}
    assert list(figures) == ["chosen-1", "chosen-2"]
    assert figures["chosen-1"].draw("zh") == there["fan"].draw("zh")
    assert figures["chosen-2"].draw("en") == there["sectors"].draw("en")
    assert codes(faults) == []


def test_the_note_and_the_source_stand_under_it(results):
    chosen = dataclasses.replace(results, chosen=(Chosen(figure="fan", note=NOTE),))
    document = outline(chosen)
    (figure,) = (b for b in document.sections[-1].blocks if getattr(b, "id", "") == "chosen-1")
    for lang, said in (("en", NOTE.en), ("zh", NOTE.zh)):
        phrases = Phrases(document, lang)
        note, source = (phrases.text(one) for one in figure.notes[-2:])
        assert note == said
        assert document.run in source


def test_what_is_gone_is_told_with_its_place_and_what_was_meant(results):
    found, faults = picked(results, Chosen(figure="fann"), Chosen(figure="fan", year=2012), Chosen(figure="x", scenario="policy"))  # fmt: skip
    assert not any(isinstance(b, Figure) for b in found.values())
    assert codes(faults) == ["REP019"] * 3
    assert "fan" in faults[-3].sentence("en").partition("did you mean")[2]
    assert str(faults[-1].place) == "report.toml [figures.2]"


def test_another_year_is_drawn_and_one_without_account_is_told(results):
    found, faults = picked(results, Chosen(figure="sectors-year", year=2012), Chosen(figure="energy-flow", year=1990))  # fmt: skip
    (title,) = (b.caption.values["year"].value for b in found.values() if isinstance(b, Figure))
    assert title == 2012
    assert codes(faults) == ["REP020"]
    table = found["chosen-1"].data
    amounts = [row[1].value for row in table.rows]
    assert sum(amounts[:-1]) == pytest.approx(amounts[-1])


def test_a_run_that_kept_nothing_cannot_be_moved(results):
    _, faults = picked(results, Chosen(figure="moving-path", scenario="policy"))
    assert codes(faults) == ["REP020"]


@pytest.mark.parametrize(
    ("one", "why"),
    [
        ({"figure": "wedges", "year": 2030}, "该图不针对某一年份"),
        ({"figure": "compare-path"}, "未指定并列的情景"),
        ({"figure": "compare-why", "beside": "policy"}, "情景与自身无差异"),
        ({"figure": "compare-why", "beside": "baseline", "levers": {"gdp": 0.05}}, "不能带调节项"),
        ({"figure": "compare-why", "beside": "baseline", "year": 1999}, "情景中没有1999年"),
    ],
)
def test_a_state_that_a_figure_is_not_drawn_in_is_told(results, one, why):
    found, faults = picked(results, Chosen(scenario="policy", **one))
    assert not any(isinstance(b, Figure) for b in found.values())
    assert codes(faults) == ["REP020"]
    assert why in faults[-1].sentence("zh")


def test_nothing_is_moved_where_cells_are_closed(results):
    summary = results.summary | {"account": {"closed": ["data/energy.csv:2"]}}
    chosen = (Chosen(figure="moving-path", scenario="policy"),)
    (fault,) = annex.picked(Reading(dataclasses.replace(results, summary=summary, chosen=chosen)), {}).faults  # fmt: skip
    assert "cells of the study are closed" in fault.sentence("en")


@pytest.fixture(scope="module")
def jiangsu(ran):
    """The finished run of the province."""
    (run,) = (ran / "jiangsu" / "results").iterdir()
    return load(run)


def test_a_moved_scenario_is_computed_anew_from_what_the_run_kept(jiangsu):
    values = {"gdp": 0.05, "intensity.industry": -0.04}
    one = Chosen(figure="moving-path", scenario="policy", beside="baseline", levers=values)
    odds = Chosen(figure="moving-odds", scenario="policy", levers={"gdp": 0.05})
    bad = Chosen(figure="moving-odds", scenario="policy", levers={"gdp": 99.0})
    gone = Chosen(figure="moving-odds", scenario="policy", levers={"gpd": 0.05})
    found, faults = picked(jiangsu, one, odds, bad, gone)
    prepared = preparation.prepare(jiangsu.folder / INPUTS)
    scenario = prepared.scenarios["policy"]
    there = levers(scenario, None, prepared.study.base_year)
    answer = what_if.hold(prepared, "policy").answer(*moved(there, scenario, values))
    rows = {row[0]: row[1].value for row in found["chosen-1"].data.rows}
    last = answer.totals.years[-1]
    assert rows[str(last)] == pytest.approx(answer.totals.central_territorial[-1] / 1e6)
    assert isinstance(found["chosen-1-levers"], Table)
    assert [row[1] for row in found["chosen-1-levers"].rows] == ["5 %", "-4 %"]
    shares = [row[1].value for row in found["chosen-2"].data.rows]
    assert sum(shares) == pytest.approx(1)
    assert codes(faults) == ["REP020", "REP020"]
    assert "99" in faults[-2].sentence("en")
    units = prepared.planted[1].units
    assert [name for _, name, _ in lost(gone, prepared.scenarios, units, 2017)] == ["gpd"]


def test_measures_that_are_taken_out_are_taken_out_of_their_figures(jiangsu):
    out = {"measures.motors": 0.0}
    found, faults = picked(
        jiangsu,
        Chosen(figure="wedges", scenario="enhanced", levers=out),
        Chosen(figure="cost-curve", scenario="enhanced", levers=out),
        Chosen(figure="cost-curve", scenario="enhanced"),
        Chosen(figure="compare-path", scenario="policy"),
        Chosen(figure="compare-path", scenario="policy", beside="baseline", levers={"gdp": 0.05}),
        Chosen(figure="wedges", scenario="enhanced", year=2030),
    )
    measures = [[row[0]["en"] for row in found[f"chosen-{n}"].data.rows] for n in (1, 2, 3)]
    assert measures[0] == measures[1]
    assert len(set(measures[2]) - set(measures[0])) == 1
    drawn = str(found["chosen-2"].draw("zh"))
    assert drawn != str(found["chosen-3"].draw("zh"))
    assert codes(faults) == ["REP020"] * 3
    for fault, why in zip(faults[-3:], ("beside", "levers", "one year"), strict=True):
        assert why in fault.sentence("en")


@pytest.mark.slow
def test_shares_of_a_difference_are_the_difference(jiangsu):
    both = {"scenario": "policy", "beside": "baseline"}
    found, faults = picked(
        jiangsu,
        Chosen(figure="compare-path", **both),
        Chosen(figure="compare-why", year=2035, **both),
        Chosen(figure="compare-why", year=1999, **both),
    )
    ((year, a, b),) = (row for row in found["chosen-1"].data.rows if row[0] == "2035")
    shares = [row[1].value for row in found["chosen-2"].data.rows]
    assert year == "2035"
    assert sum(shares) == pytest.approx(b.value - a.value)
    assert codes(faults) == ["REP020"]
