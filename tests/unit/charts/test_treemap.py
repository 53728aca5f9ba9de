"""A whole and its parts: what is left is an area of its own, what is too much is none."""

import pytest

from dualcarbon.charts import look, treemap
from dualcarbon.charts.treemap import Part

ONE, OTHER = Part({"en": "A", "zh": "甲"}, 30.0), Part({"en": "B", "zh": "乙"}, 50.0)
SINK = Part({"en": "Sink", "zh": "汇"}, -5.0)


def areas(drawn):
    return {one["name"]: one["value"] for one in drawn["series"][0]["data"]}


def test_areas_add_up_to_the_whole_the_largest_first():
    found = areas(treemap.option([ONE, OTHER], 100.0, "en"))
    assert list(found) == ["B", "A", "not given yet"]
    assert sum(found.values()) == 100.0


def test_nothing_left_is_no_area():
    assert list(areas(treemap.option([ONE, OTHER], 80.0, "en"))) == ["B", "A"]


def test_more_than_there_is_leaves_less_than_nothing():
    assert treemap.remainder([ONE, OTHER], 70.0) == -10.0
    assert list(areas(treemap.option([ONE, OTHER], 70.0, "en"))) == ["B", "A"]


def test_a_sink_has_no_area_and_counts_in_what_is_left():
    assert treemap.undrawn([ONE, SINK]) == [SINK]
    assert areas(treemap.option([ONE, SINK], 100.0, "en"))["not given yet"] == 75.0


@pytest.mark.parametrize("count", [1, 4, 9])
def test_labels_stand_out_on_their_areas(count):
    parts = [Part({"en": str(n)}, float(n + 1)) for n in range(count)]
    for one in treemap.option(parts, 1.0, "en")["series"][0]["data"]:
        lights = sorted(
            look.lightness(c) for c in (one["itemStyle"]["color"], one["label"]["color"])
        )
        assert (lights[1] + 0.05) / (lights[0] + 0.05) >= 4.5
