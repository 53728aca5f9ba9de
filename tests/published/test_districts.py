"""Published inventories of cities against that of their province, by the same publisher."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest

from dualcarbon.inventory import districts
from dualcarbon.inventory.districts import Whole

CASE = json.loads((Path(__file__).parent / "cases/jiangsu_cities_co2.json").read_text(encoding="utf-8"))  # fmt: skip


@pytest.fixture(scope="module")
def compared():
    given = CASE["inputs"]
    rows = [(int(y), city, "co2_total", v, given["unit"]) for y, cities in given["cities"].items() for city, v in cities.items()]  # fmt: skip
    frame = pl.DataFrame(rows, schema=("year", "district", "indicator", "value", "unit"), orient="row")  # fmt: skip
    values = {int(y): v for y, v in given["province"].items()}
    own = {"co2_total": Whole(values=values, unit=given["unit"], source="publisher")}
    return {one.year: one for one in districts.compare(frame, own)}


@pytest.mark.parametrize(("year", "ratio"), CASE["expected"]["ratio"].items())
def test_thirteen_cities_exceed_their_province(compared, year, ratio):
    one = compared[int(year)]
    assert len(one.parts) == 13
    assert one.sum / one.whole == pytest.approx(ratio, abs=CASE["tolerance"]["ratio"])


def test_the_sum_of_2017_and_its_sentence(compared):
    one = compared[2017]
    assert one.sum == pytest.approx(CASE["expected"]["sum"]["2017"], abs=CASE["tolerance"]["sum"])
    said = districts.sentence(one, "320000").message()
    assert "2017: cities sum to 953.7, province says 757.9 (+25.8 %)" in said
