"""Fits on the command line: a table, paths to paste, JSON, refusals."""

from __future__ import annotations

import io
import tomllib

import pytest
from rich.console import Console

from dualcarbon.cli.calibrating import table
from dualcarbon.scenarios.estimates import Estimate, Fit
from dualcarbon.scenarios.fitting import Tried
from dualcarbon.study import calibrating
from dualcarbon.vocabulary.faults import note


@pytest.fixture(scope="module")
def china(jiangsu):
    return jiangsu.parent / "china"


def test_the_table_shows_value_interval_years_and_memory(call, china):
    status, out, err = call("calibrate", china)
    assert status == 0
    lines = {" ".join(line.split()[:2]): line.split() for line in out.splitlines()}
    growth = lines["gdp growth"]
    assert growth[2:4] == ["rate", "0.0858"]
    assert "2003–2021" in growth
    assert "CAL004" in err


def test_paths_to_paste_are_toml(call, china):
    _, out, _ = call("calibrate", china, "--toml")
    told = tomllib.loads(out)
    assert told["gdp"]["growth"][0]["to"] == 2060
    assert told["intensity"]["total"]["mark"] == "C"
    _, out, _ = call("calibrate", china, "--toml", "--model", "elasticity")
    assert tomllib.loads(out)["intensity"]["total"]["elasticity"]["to"] == "gdp"


def test_json_holds_every_fit_and_every_refusal(told, china):
    status, found = told("calibrate", china, "--parameter", "population")
    assert status == 0
    assert [one["model"] for one in found] == ["growth", "logistic"]
    assert found[0]["fitted"]
    assert found[0]["numbers"]["rate"]["low"] < found[0]["numbers"]["rate"]["value"]
    assert [one["code"] for one in found[1]["said"]] == ["CAL004"]


def test_where_nothing_is_fitted_it_says_so(call, china, monkeypatch):
    monkeypatch.setattr(
        calibrating,
        "calibrate",
        lambda *_: calibrating.Calibrated((), 2060, (note("CAL012", n=1),)),
    )
    status, out, _ = call("calibrate", china, "--toml")
    assert (status, out) == (0, "")
    assert "CAL012" in call("calibrate", china)[2]


def test_it_speaks_chinese(call, china):
    _, out, err = call("calibrate", china, "--lang", "zh")
    assert "估计值" in out
    assert "数据未显示饱和" in err


def test_strangers_are_refused(call, china):
    assert call("calibrate", china, "--parameter", "gpd")[0] == 1
    assert call("calibrate", china, "--model", "magic")[0] == 2


def test_a_long_key_is_folded_and_no_number_is_cut():
    key = "activity.fgas_new.HFC-134a.vehicle_air_conditioning.of_a_kind"
    rate = Estimate(-0.0123, 0.001, -0.0139, -0.0107, 18)
    console = Console(width=80, record=True, file=io.StringIO())
    fit = Fit(key=key, model="growth", numbers={"rate": rate}, years=(2003, 2021), memory=0.1, noise=0.1)  # fmt: skip
    console.print(table((Tried(key, "growth", fit),), "en"))
    shown = console.export_text()
    assert "-0.0139 … -0.0107" in shown
    assert "of_a_kind" in "".join(line.split(" ")[0] for line in shown.splitlines())
