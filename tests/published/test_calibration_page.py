"""What the page on calibration says is what the program gives."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import numpy as np
import pytest

from dualcarbon.scenarios.coverage import coverage, mixture, plain
from dualcarbon.scenarios.histories import APART, GENERATORS
from dualcarbon.study import calibrating, hindcast

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "explanation" / "calibration.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| \*{0,2}([\w ,'-]+?)\*{0,2} \|(.+)\|$", re.MULTILINE)
METHODS = ("model", "naive", "trend", "drift")
PRINTED = 0.015  # a draw of 256 members moves a mean error by about a point


def numbers(text):
    return [float(x) for x in re.findall(r"[-+]?\d+(?:\.\d+)?", text)]


def printed(name):
    table = PAGE.partition("## How often 90 % intervals hold")[2]
    return next(numbers(cells) for label, cells in ROW.findall(table) if label == name)


def scores(study):
    rows = re.findall(rf"^\| {study} \| (\w+) \| (.+) \|$", PAGE, re.MULTILINE)
    return {name: numbers(cells) for name, cells in rows}


@pytest.mark.parametrize("study", ["china", "jiangsu"])
def test_the_scores_of_the_hindcast_are_those_of_the_page(study, request):
    prepared = request.getfixturevalue(study)
    found = hindcast.run(*prepared.planted[:2], seed=prepared.study.seed).found
    told = scores(study)
    assert set(told) == set(found.indicators)
    for name, (errors, *rest) in told.items():
        assert errors == found.score(name).errors
        ours = [found.score(name, way).mape for way in METHODS]
        assert ours == pytest.approx([x / 100 for x in rest[:4]], abs=PRINTED)
        assert found.score(name).bias == pytest.approx(rest[4] / 100, abs=PRINTED)
        assert found.score(name).coverage == pytest.approx(rest[5] / 100, abs=0.03)
        assert (found.skill(name) > 0) == (rest[7] > 0)


def test_the_simple_ways_are_printed_to_the_digit(china):
    found = hindcast.run(*china.planted[:2], seed=1).found
    for name, (_, _, *rest) in scores("china").items():
        ours = [found.score(name, way).mape for way in METHODS[1:]]
        assert ours == pytest.approx([x / 100 for x in rest[:3]], abs=0.00051)


def test_wangjin_is_too_short_and_says_so(wangjin):
    made = hindcast.run(*wangjin.planted[:2], seed=1)
    assert made.found is None
    assert [fault.code for fault in made.warnings] == ["CAL008"]
    assert hindcast.plain(made)["hindcast"]["refused"]["code"] == "CAL008"


@pytest.mark.parametrize("place", range(len(GENERATORS)))
def test_the_coverage_of_every_process_is_that_of_the_page(place):
    name, maker = list(GENERATORS.items())[place]
    held = 100 * coverage(maker, 200, seed=1000 + place)
    assert held == pytest.approx(printed(name.replace("_", " ")), abs=0.051)


def test_the_pooled_row_is_the_mean_and_lies_within_what_is_promised():
    rows = [printed(name.replace("_", " ")) for name in GENERATORS]
    assert np.mean(rows, axis=0) == pytest.approx(printed("pooled"), abs=0.1)
    assert all(87 <= held <= 93 for held in printed("pooled"))


@pytest.mark.parametrize(
    ("label", "way"),
    [("steady drift, Student's t", "drift"), ("log-linear trend, prediction interval", "trend")],
)
def test_ways_that_believe_one_model_are_those_of_the_page(label, way):
    held = [
        coverage(maker, 40, seed=1000 + place, holds=plain(way))
        for place, maker in enumerate(GENERATORS.values())
    ]
    assert 100 * np.mean(held, axis=0) == pytest.approx(printed(label), abs=4)


def test_the_two_halves_of_the_break_are_those_of_the_page():
    for place, (maker, sure) in enumerate(zip(APART.values(), ("93.0", "61.2"), strict=True)):
        held = 100 * coverage(maker, 200, seed=1100 + place, holds=mixture)
        said = re.search(rf"{sure}, [\d., ]+", PAGE)
        assert held == pytest.approx(numbers(said[0]), abs=0.051)


def test_the_how_to_shows_what_the_command_prints():
    page = (DOCS / "how-to" / "calibrate.md").read_text(encoding="utf-8")
    (shown,) = re.findall(r"```toml\n(.+?)```", page, re.DOTALL)
    made = calibrating.calibrate(DOCS.parent / "examples" / "china", "intensity.total")
    assert tomllib.loads(made.toml("growth")) == tomllib.loads(shown)
