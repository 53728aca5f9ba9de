"""The views as plain values: totals that agree, rows with names, keys where values lack."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from dualcarbon.inventory.ledger import Activity, Ledger, Line
from dualcarbon.study import folder, preparation, viewed

YEARS = (2019, 2020)
EXAMPLES = Path(__file__).parents[3] / "examples"


def line(place, category, *amounts, **more):
    refs = tuple(f"data/activity.csv:{10 * place + n}" for n in range(2))
    series = Activity(name="made", unit="t", years=YEARS, values=np.array(amounts, dtype=float), refs=refs, grades=("H", "M"))  # fmt: skip
    return Line(id=f"line {place}", category=category, gas="CO2", years=YEARS, inputs=(series,), method="combustion", **more)  # fmt: skip


LEDGER = Ledger(YEARS, (line(1, "1A1a", 3e6, 4e6), line(2, "2A1", 2e6, np.nan), line(3, "1A4b", 1e6, 1e6, scope=2), line(4, "1A3", 1e6, 1e6)))  # fmt: skip


@pytest.fixture(scope="module")
def study():
    return folder.read_folder(EXAMPLES / "jiangsu").study


def test_the_three_views_agree_and_can_be_written_down(study):
    told, faults = viewed.views(study, LEDGER)
    assert list(told) == ["guideline", "ipcc", "gpc"]
    totals = [
        told["guideline"]["total_mt"],
        told["ipcc"]["total_mt"],
        told["gpc"]["territorial_mt"],
    ]
    assert totals == [{"2019": pytest.approx(6), "2020": None}] * 3
    assert told["gpc"]["basic_mt"] == {"2019": pytest.approx(2), "2020": pytest.approx(2)}
    assert faults == ()
    json.dumps(told, allow_nan=False)


def test_a_row_has_its_name_scope_and_keys(study):
    rows = {row["id"]: row for row in viewed.views(study, LEDGER)[0]["gpc"]["rows"]}
    cement = rows["IV.1"]
    assert cement["co2e_mt"] == {"2019": pytest.approx(2), "2020": None}
    assert (cement["notation"], cement["grade"]) == ({"2020": "NE"}, {"2019": "H", "2020": "M"})
    assert (cement["scope"], cement["basic"], cement["basic_plus"]) == ("1", "0", "1")
    assert "工业生产过程" in cement["name"]["zh"]
    assert rows["II.2.1"]["notation"] == {"2019": "IE", "2020": "IE"}
    assert "I.5.1" not in rows


def test_hidden_cells_show_their_key_alone(study):
    told, _ = viewed.views(study, LEDGER, {"data/activity.csv:20"})
    rows = {row["id"]: row for row in told["guideline"]["rows"]}
    assert rows["processes.cement"]["notation"]["2019"] == "C"
    assert rows["processes.cement"]["gases_t"]["CO2"]["2019"] is None
    assert told["guideline"]["total_mt"]["2019"] == pytest.approx(6)


STUDIES = sorted(file.parent.name for file in EXAMPLES.glob("*/study.toml"))


@pytest.mark.parametrize("name", STUDIES)
def test_the_views_of_the_examples_sum_to_their_ledger(name):
    prepared = preparation.prepare(EXAMPLES / name)
    ledger, study = prepared.ledger, prepared.study
    told, _ = viewed.views(study, ledger)
    whole = ledger.territorial.total(study.gwp) * 1e-6
    for view, total in (("guideline", "total_mt"), ("ipcc", "total_mt"), ("gpc", "territorial_mt")):
        given = [np.nan if v is None else v for v in told[view][total].values()]
        assert given == pytest.approx(whole, rel=1e-9, nan_ok=True)
