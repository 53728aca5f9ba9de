"""A scenario while it is moved: what is sent after a move has the series of what was drawn first, on an axis that holds it."""

from __future__ import annotations

import pytest

from dualcarbon.charts import moving
from dualcarbon.charts.fan import Peak
from dualcarbon.charts.moving import Moved, Other
from dualcarbon.charts.peak_years import Odds
from dualcarbon.charts.units import carbon

TOTAL = {2020: 90.0, 2030: 100.0, 2040: 80.0}
SPREAD = {"p10": {2030: 95.0, 2040: 70.0}, "p50": {2030: 100.0}, "p90": {2030: 108.0, 2040: 90.0}}
GIVEN = Moved({"industry": TOTAL}, TOTAL, SPREAD, Peak(2030, 100.0))
TITLE = {"en": "Policy", "zh": "政策情景"}


@pytest.mark.parametrize("peak", [None, Peak(2030, 100.0)])
def test_data_after_a_move_fit_the_series_drawn_first(peak):
    unit = carbon("en", 100.0)
    first = moving.option(GIVEN, 2020, unit, "en")["baseOption"]
    later = moving.change(GIVEN._replace(peak=peak), 2020, unit, "en")
    assert [len(s["data"]) for s in later["series"][:-1]] == [len(s["data"]) for s in first["series"][:-1]]  # fmt: skip
    assert len(later["series"][-1]["data"]) == (peak is not None)


def test_the_axis_holds_the_spread_and_the_scenario_beside():
    unit = carbon("en", 100.0)
    assert moving.top(GIVEN, unit) == 150.0
    beside = Other(TITLE, {2020: 90.0, 2030: 170.0})
    drawn = moving.option(GIVEN, 2020, unit, "zh", beside)["baseOption"]
    assert drawn["yAxis"]["max"] == moving.least(beside, unit) == 200.0
    assert drawn["series"][-1]["name"] == "政策情景"


def test_odds_stand_over_every_year_ahead_and_no_peak_before_them():
    odds = Odds(TITLE, 1, {2030: 3})
    drawn = moving.odds(odds, 2020, 2040, "en")
    none, gap, *ahead = drawn["series"][0]["data"]
    assert (none["value"], gap, ahead[10], sum(ahead)) == (25.0, None, 75.0, 75.0)
    assert len(ahead) == 21
    assert moving.odds_change(odds, 2020, 2040)["series"][0]["data"] == drawn["series"][0]["data"]
