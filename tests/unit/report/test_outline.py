"""What the outline says, and what it leaves unsaid, as the results change."""

import copy
import dataclasses

import pytest

from dualcarbon.errors import DataError
from dualcarbon.report import outline, sentences
from dualcarbon.report.pieces import Bullets, Paragraph, Sentence, Table


@pytest.fixture
def told(results):
    """Give a function: the results with changes, as the sentences and tables of the report."""

    def tell(change=lambda summary: None, **study):
        summary = copy.deepcopy(dict(results.summary))
        change(summary)
        fresh = copy.copy(results.study)
        vars(fresh).update(study)
        return Told(outline.outline(dataclasses.replace(results, summary=summary, study=fresh)))

    return tell


def flat(sentence):
    """A sentence and those inside it."""
    inside = [v for v in sentence.values.values() if isinstance(v, Sentence)]
    return [sentence, *(inner for one in inside for inner in flat(one))]


class Told:
    def __init__(self, document):
        self.blocks = [b for s in document.sections for b in s.blocks]
        self.scale = document.scale
        self.sentences = [s for b in self.blocks for s in self._of(b)]
        self.tiles = document.tiles

    def _of(self, block):
        said = ()
        if isinstance(block, Paragraph):
            said = block.sentences
        elif isinstance(block, Bullets):
            said = [s for pair in block.items for s in pair if s]
        return [inner for s in said for inner in flat(s)]

    def table(self, id):
        return next((b for b in self.blocks if isinstance(b, Table) and b.id == id), None)

    def text(self, id):
        return [sentences.text(s, "en", self.scale) for s in self.sentences if s.id == id]


def test_without_trade_the_adjusted_total_is_not_told(told):
    def change(summary):
        summary["inventory"]["adjusted_mt"] = dict(summary["inventory"]["territorial_mt"])
        summary["inventory"]["replications"] = []

    said = told(change)
    assert not said.text("past.adjusted")
    assert not said.text("method.adjusted")
    assert len(said.table("totals").heads) == 3  # year, territorial, energy


def test_boundaries_that_agree_in_print_give_no_verdict_of_boundary(told):
    def change(summary):
        lines = summary["diagnosis"]["co2_intensity_by_boundary"]
        lines.update(dict.fromkeys(lines, lines["territorial"]))

    said = told(change)
    assert not said.text("past.boundary_matters")
    assert not said.text("advice.agree")


def test_a_region_of_one_sector_has_no_table_of_sectors(told):
    def change(summary):
        summary["inventory"]["by_sector_mt"] = {"total": summary["inventory"]["territorial_mt"]}

    said = told(change)
    assert said.table("sector-shares") is None
    assert not any(s.id.startswith("advice.largest") for s in said.sentences)


def test_the_largest_sector_comes_first_among_the_recommendations(told):
    def change(summary):
        sectors = summary["inventory"]["by_sector_mt"]
        sectors["households"], sectors["energy_supply"] = (
            sectors["energy_supply"],
            sectors["households"],
        )

    assert told().text("advice.largest_energy_supply")
    assert told(change).text("advice.largest") == ["Begin with the largest source: Households."]


def test_a_goal_that_is_missed_is_to_be_closed(told):
    def change(summary):
        summary["scenarios"]["policy"]["targets"][0] |= {"state": "missed", "value": -0.15}

    assert told(change).text("advice.close_why") == [
        "Current policy reaches -15.0% where -20.0% is asked; it meets 0 of 2 goals."
    ]


def test_a_goal_that_is_missed_without_a_value_is_to_be_closed_too(told):
    def change(summary):
        summary["scenarios"]["policy"]["targets"][0] |= {"state": "missed", "value": None}

    assert told(change).text("advice.close_why_bare") == [
        "Current policy does not reach -20.0%; it meets 0 of 2 goals."
    ]


def test_a_goal_that_stands_twice_is_shown_once(told):
    def change(summary):
        for one in summary["scenarios"].values():
            one["targets"].append(
                {**one["targets"][0], "id": "again", "title": {"en": "Again", "zh": "再次"}}
            )

    said = told(change)
    assert len(said.table("goals").rows) == 2
    assert len(said.table("compliance").rows) == 1


def test_goals_without_their_years_in_the_name_get_them(told):
    names = [row[0]["zh"] for id in ("goals", "compliance") for row in told().table(id).rows]
    assert names == ["单位GDP碳排放（2015–2020年）", "非化石能源占比（2020年）", "碳达峰（2030年）"]


def only_named(summary):
    """Leave of the measures what a run without an appraisal tells."""
    kept = ("id", "name", "scenario")
    summary["measures"] = [{k: one[k] for k in kept} | {"unit": ""} for one in summary["measures"]]
    summary.update(projects=[], attribution=[], appraisal=None)


def test_measures_without_abatement_are_only_named(told):
    said = told(only_named)
    names = [sentences.text(row[0], "en", said.scale) for row in said.table("measures").rows]
    assert names[:2] == ["1. Offshore wind", "2. Storage"]
    assert said.table("abatement") is None


def test_a_path_that_its_cells_contradict_is_refused(told):
    def change(summary):
        path = summary["scenarios"]["policy"]["territorial_mt"]
        path["2030"] = summary["scenarios"]["baseline"]["territorial_mt"]["2030"] + 1.0

    with pytest.raises(DataError, match="parts add up"):  # the cells of the table say otherwise
        told(change)


def test_the_nonfossil_share_is_told_as_a_range_where_both_counts_are_known(told):
    def change(summary):
        summary["diagnosis"]["nonfossil_share"] |= {
            "calorific": {"2017": 0.027},
            "coal_equivalent": {"2017": 0.047},
        }

    assert (
        "is 2.7% where primary electricity counts by its heat and 4.7%"
        in told(change).text("past.nonfossil_range")[0]
    )


def test_a_key_in_front_of_a_reason_is_left_out(told):
    def change(summary):
        reason = {"en": "diagnosis.nonfossil_share: no.", "zh": "diagnosis.nonfossil_share：否。"}
        summary["diagnosis"]["nonfossil_share"] = {"refused": reason}

    assert told(change).text("past.nonfossil_refused") == [
        "The non-fossil share is not judged: no."
    ]


def test_a_study_without_periods_shows_the_whole_of_its_statistics(told):
    rows = told(periods=()).table("intensity-periods").rows
    assert [sentences.text(row[0], "en", told().scale) for row in rows] == ["2010–2017"]


def test_a_plateau_is_told_with_the_peak(told):
    def change(summary):
        summary["scenarios"]["policy"]["peak"]["plateau"] = [2027, 2031]

    assert (
        "stays within 2 % of it from 2027 to 2031" in told(change).text("outlook.peak_plateau")[0]
    )


def test_sectors_have_a_peak_year_or_a_verdict_and_the_movers_are_named(told):
    def change(summary):
        one = summary["scenarios"]["policy"]
        one["peak_by_sector"] = {
            "industry": {"verdict": "peaked", "year": 2024, "amount_mt": 120.0},
            "transport": {"verdict": "rising", "year": None, "amount_mt": 90.0}
            | {"probability_by": {"2030": 0.25}},
        }
        movers = ["industry", "energy_supply", "households", "agriculture"]
        one["peak_movers"] = {"window": [2029, 2060], "movers": movers}

    found = told(change)
    rows = {row[0]["en"]: row[3:5] for row in found.table("own-peaks").rows}
    year, amount = rows["Industry"]
    assert (year.value, year.kind, amount.value) == (2024, "year", 120.0)
    assert year.key == "scenarios.policy.peak_by_sector.industry.year"
    assert sentences.text(rows["Transport"][0], "en", found.scale) == "rising (25%)"
    assert sentences.text(rows["Transport"][0], "zh", found.scale) == "仍在上升（25%）"
    assert "between 2029 and 2060 mainly by" in found.text("outlook.movers")[0]
    assert found.text("outlook.movers")[0].count(",") == 2  # three sectors, in this order


def test_a_study_without_breaks_names_none(told):
    said = told(breaks=())
    assert not said.text("method.break")
    assert not said.text("past.caution")
    assert said.text("advice.mend")


def test_a_year_of_neutrality_needs_no_excuse(told):
    def change(summary):
        for one in summary["scenarios"].values():
            one["neutrality"] = {
                "state": "neutral",
                "year": 2055,
                "residual_mt": 0.0,
                "reason": None,
            }

    said = told(change)
    for id in ("outlook.no_year_whole", "advice.widen_whole", "outlook.no_year", "advice.widen"):
        assert not said.text(id)


def test_without_a_reason_the_account_itself_is_given_as_one(told):
    def change(summary):
        summary["account"] = {}
        for one in summary["scenarios"].values():
            one["neutrality"]["reason"] = None

    assert told(change).text("outlook.no_year")


def test_a_study_of_energy_alone_gives_the_reason_that_its_scenarios_give(told):
    said = told(lambda summary: summary.update(account={}))
    assert said.text("outlook.no_year_told") == [
        "No year of neutrality is given: sinks are missing."
    ]
    assert said.text("advice.widen")
    assert not said.text("outlook.no_year_whole")


def test_the_tile_of_a_scenario_without_a_peak_says_so(told):
    tile = told(leading="baseline").tiles[2]
    assert sentences.text(tile.value, "en", told().scale) == "none by 2060"
    assert tile.alarm


def test_marks_that_are_absent_are_said_to_be(told):
    assert not told().text("method.marks_none")
    assert told(lambda s: s.update(marks={"C": 3})).text("method.marks_none")


def test_the_description_of_a_scenario_is_told(told):
    def change(summary):
        summary["scenarios"]["policy"]["description"] = {"en": "the plans", "zh": "各项规划"}

    assert told(change).text("method.scenario") == ["Current policy: the plans"]
