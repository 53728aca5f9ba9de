"""The page on attribution says what the code does: its tables are played again."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

from dualcarbon.scenarios.coalitions import acting
from dualcarbon.scenarios.players import GROUPS
from dualcarbon.scenarios.projection import project, totals
from dualcarbon.scenarios.shapley import MOST_EXACT, SAMPLES, exact
from dualcarbon.scenarios.tree import Tree

PAGE = Path(__file__).parents[3] / "docs" / "explanation" / "attribution.md"
TABLE = re.compile(r"^\|(.+)\|\n\|[-|]+\|\n((?:\|.*\|\n)+)", re.MULTILINE)
COAL, GAS = ("industry", "final", "coal"), ("industry", "final", "natural_gas")
ROOF_AND_WIND = ["storage", "wind", "collectors", "panels"]


@pytest.fixture(scope="module")
def text():
    return PAGE.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def tables(text):
    """Rows of the tables of the page, by the first two words of their heads."""
    split = lambda line: [cell.strip() for cell in line.strip().strip("|").split("|")]  # noqa: E731
    return {
        tuple(split(head)[:2]): [split(row) for row in rows.splitlines()]
        for head, rows in TABLE.findall(text)
    }


def emitted(growth, efficiency, fuels):
    """Run the sector of the page on the tree."""
    tree = Tree({"industry": ("final", "gdp")}, {"mix.industry": ("coal", "natural_gas")}, ())
    coal = 0.5 if fuels else 1.0
    given = {
        "gdp": 110.0 if growth else 100.0,
        "intensity.industry": 1.6 if efficiency else 2.0,
        "mix.industry.coal": coal,
        "mix.industry.natural_gas": 1 - coal,
    }
    given = {key: np.array([[value]]) for key, value in given.items()}
    factor = {COAL: np.array([2.5]), GAS: np.array([1.5])}
    return float(totals(project(given, tree), factor, given, None).territorial[0, 0])


def test_the_eight_coalitions_emit_what_the_page_says(tables):
    rows = np.array(tables["growth", "efficiency"], float)
    assert len(rows) == 8
    for *inside, tonnes in rows:
        assert emitted(*inside) == pytest.approx(tonnes)


def test_the_shares_of_the_page_are_those_of_its_coalitions(tables):
    worth = {tuple(row[:3]): float(row[3]) for row in tables["growth", "efficiency"]}

    def valued(coalitions):
        return np.array([[worth[tuple(str(int(there)) for there in row)]] for row in coalitions])

    shares = exact(valued, 3).values[:, 0]
    said = [float(share) for _, share in tables["player", "share, t CO2"]]
    np.testing.assert_allclose([*shares, shares.sum()], said, atol=5e-4)


def test_the_rules_of_the_page_act_as_it_says(tables, text):
    rules = {"wind": ["storage"]}, {"collectors": ["panels"]}
    abated = {"storage, wind": 30.0}
    for inside, acts, tonnes in tables["in the coalition", "acts"]:
        row = np.array([[id in inside.split(", ") for id in ROOF_AND_WIND]])
        (does,) = acting(row, ROOF_AND_WIND, *rules)
        assert ", ".join(id for id, there in zip(ROOF_AND_WIND, does, strict=True) if there) == acts
        assert abated.setdefault(acts, float(tonnes)) == float(tonnes)
    alone = np.array([0.0, 30.0, 10.0, 6.0])  # wind with what it requires
    shares = exact(lambda c: (acting(c, ROOF_AND_WIND, *rules) @ alone)[:, None], 4).values[:, 0]
    np.testing.assert_allclose(shares, [15, 15, 7, 3])
    assert "Storage and wind get 15 t each. Collectors get (10 + 4) / 2 = 7 t, panels (6 + 0) / 2 = 3 t." in text  # fmt: skip


def test_the_page_lists_every_group_and_the_limits(tables, text):
    assert [row[1] for row in tables["kind", "player"] if row[0] == "group"] == list(GROUPS)
    for _, name, paths in tables["kind", "player"][:-1]:
        heads = [path.strip("` ").removesuffix(".*") for path in paths.split(",")]
        assert [head.partition(".")[0] for head in heads] == list(GROUPS[name])
    assert f"Up to {MOST_EXACT} players" in text
    assert f"{SAMPLES:,} orders unless asked otherwise" in text
