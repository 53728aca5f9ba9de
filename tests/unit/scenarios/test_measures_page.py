"""The page on measures says what the code does: its example is played again."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import numpy as np
import pytest

from dualcarbon.measures import projects
from dualcarbon.measures.declared import STAGES, Change, Measure, Ramp, stage_of
from dualcarbon.quantities.declared import declare
from dualcarbon.quantities.distributions import Fixed
from dualcarbon.scenarios import projection
from dualcarbon.scenarios.deployment import Deployed, Setting, deploy, ordered
from dualcarbon.scenarios.tree import SUPPLY, Observed, grow
from dualcarbon.vocabulary import faults
from dualcarbon.vocabulary.faults import Place
from dualcarbon.vocabulary.units import scale

PAGE = Path(__file__).parents[3] / "docs" / "explanation" / "measures.md"
YEARS = [2020, 2021]
CELLS = {
    ("industry", "final", "coal"): 60.0,
    ("industry", "final", "electricity"): 40.0,
    (SUPPLY, "power", "coal"): 75.0,
    (SUPPLY, "power", "nonfossil"): 10.0,
    (SUPPLY, "power", "electricity"): -40.0,
}
UNIT = 1e4  # tce, and t CO2


@pytest.fixture(scope="module")
def text():
    return PAGE.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def example(text):
    """The measures of the page, all in place in the second year."""
    (block,) = re.findall(r"```toml page\n(.*?)```", text, re.DOTALL)
    ramp = Ramp(**{"from": 2020}, to=2021)
    measures = [declare(Measure, one, Place()) for one in tomllib.loads(block)["measures"]]
    measures = [m.model_copy(update={"ramp": ramp}) for m in measures]
    return {m.id: Deployed(m, projects.placed(m, [], YEARS)) for m in measures}


@pytest.fixture(scope="module")
def region():
    energy = {cell: np.array([value * UNIT]) for cell, value in CELLS.items()}
    factor = {cell: np.array([2.66]) for cell in energy if cell[2] == "coal"}
    gdp = np.array([1000.0])
    seen = Observed((2020,), None, gdp, {"industry": gdp}, energy, factor)
    tree = grow(seen)
    values = {k: np.repeat(v[None], 2, axis=1) for k, v in projection.observed(seen, tree).items()}
    values["capture.power"] = np.zeros((1, 2))
    return seen, values, Setting(tree, YEARS, {"power.supply": "thermal"})


@pytest.fixture(scope="module")
def run(region):
    """Give what a row of the table says, after some measures."""
    seen, values, setting = region

    def made(measures):
        after = deploy(measures, values, setting)
        cells = projection.project(after, setting.tree)
        sums = projection.totals(cells, seen.factor, after, None)
        shown = [cells[c] for c in CELLS if c != (SUPPLY, "power", "electricity")]
        coal, used, plants, wind = (float(v[0, 1]) / UNIT for v in shown)
        tonnes = (float(v[0, 1]) / UNIT for v in (sums.captured, sums.territorial))
        return [coal, used, wind, plants, *tonnes]

    return made


@pytest.fixture(scope="module")
def rows(text):
    table = re.search(r"^\| after \|.*\n\|[-|]+\|\n((?:\|.*\|\n)+)", text, re.MULTILINE)
    return [[c.strip() for c in row.strip("|").split("|")] for row in table[1].splitlines()]


def test_every_row_of_the_example_comes_out(example, run, rows):
    done, before = [], run([])
    assert run([]) == pytest.approx([float(cell) for cell in rows[0][1:7]])
    for id, *told in rows[1:]:
        done.append(example[id])
        found = run(done)
        assert found == pytest.approx([float(cell) for cell in told[:6]])
        assert before[-1] - found[-1] == pytest.approx(float(told[6]))
        assert run([])[-1] - run([example[id]])[-1] == pytest.approx(float(told[7]))
        before = found
    assert run(list(example.values())) == pytest.approx(before)  # as declared in the file


def test_sums_of_the_example_are_as_told(text, rows):
    abates, alone = (sum(float(row[n]) for row in rows[1:]) for n in (7, 8))
    assert f"alone the four would abate {alone:g}, together they abate {abates:g}" in text
    assert abates == pytest.approx(float(rows[0][6]) - float(rows[-1][6]))


def test_the_rows_stand_in_the_stated_order(example, rows):
    assert [d.measure.id for d in ordered(example.values())] == [row[0] for row in rows[1:]]


def test_stages_are_those_of_the_code(text):
    table = re.search(r"^\| stage \|.*\n\|[-|]+\|\n((?:\|.*\|\n)+)", text, re.MULTILINE)
    told = {row.split("|")[1].strip(): row.split("|")[2] for row in table[1].splitlines()}
    assert tuple(told) == STAGES
    for stage, changes in told.items():
        for path in re.findall(r"`([a-z_.*]+)`", changes):
            if path == "save":
                continue
            key = path.replace("*.rate", "power.rate").replace("power.*", "power.supply.import")
            key = key.replace("*", "industry").removesuffix(".")
            op = "capture" if stage == "capture" else "set"
            key = f"{key}.coal" if key in ("structure", "mix.industry") else key
            assert stage_of(Change(path=key, op=op, value=Fixed(0.1))) == stage, path


def test_the_codes_of_the_page_exist_and_the_conversion_is_ours(text):
    assert set(re.findall(r"`(MEA\d+)`", text)) <= set(faults.codes())
    told = float(re.search(r"1 MWh = (\S+) tce", text)[1])
    assert told == pytest.approx(scale("MWh", "tce"), abs=5e-6)
