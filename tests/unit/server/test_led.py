"""Every number of a page that the study explains leads to a cell, a line of a declaration or a packaged row."""

from __future__ import annotations

import html
import re

import pytest

from dualcarbon.report.explained import REPORT
from dualcarbon.server.worked import HERE
from dualcarbon.study.explain import opened

PAGES = ("home", "inventory", "diagnosis", "scenarios", "measures", "targets", "briefing")
KEY = re.compile(r'data-key="([^"]+)"')
LINE = re.compile(r"(?P<file>[\w./-]+\.(?:csv|toml)):(?P<line>\d+)(?: \[.*\])?")
PACKAGED = re.compile(r"(?:catalogue:|prices\.|goals\.).+")
OF_OTHERS = (REPORT, *HERE)
"""What begins the keys of numbers that the report composes or that pages work out: the study does not explain them."""


@pytest.fixture(scope="module")
def run(studies):
    """The folder of the finished run."""
    return next((studies / "jiangsu/results").iterdir())


@pytest.fixture(scope="module")
def ask(run):
    """Ask about keys of the run, which is read once."""
    return opened(run)


def leaves(found):
    """Give the references at which a derivation ends."""
    parts = (part for made in found.book.values() for part in made.inputs)
    return {part.ref for part in parts if part.ref and part.ref not in found.book}


def grounded(found, run):
    """Tell whether one of the leaves is a line that the study has, or a packaged row of which the source is told."""
    for ref in leaves(found):
        line = LINE.fullmatch(ref)
        if line and (run / "inputs" / line["file"]).is_file():
            return True
        if PACKAGED.fullmatch(ref) and found.about.get(ref):
            return True
    return False


@pytest.mark.parametrize("page", PAGES)
def test_every_number_of_a_page_leads_to_a_cell_a_line_or_a_packaged_row(client, ask, run, page):
    text = client.get(f"/en/jiangsu/{page}").text
    keys = {html.unescape(key) for key in KEY.findall(text)}
    own = sorted(key for key in keys if key.partition(".")[0] not in OF_OTHERS)
    assert own
    assert [key for key in own if not grounded(ask(key), run)] == []


def test_a_goal_that_is_not_judged_is_told_where_it_is_stated(client):
    key = "scenarios.policy.targets.ndc:nonfossil_share:2035.value"
    text = client.get("/en/jiangsu/derivation", params={"key": key}).text
    assert "goals.ndc:nonfossil_share:2035" in text
    assert 'data-key="scenarios.policy.energy_mtce.2035"' in text


def test_a_judged_goal_is_led_to_its_line(client):
    key = "scenarios.policy.targets.fyp12_energy_intensity.goal"
    text = client.get("/en/jiangsu/derivation", params={"key": key}).text
    assert 'data?file=targets.toml&amp;line=13"' in text


def test_an_effect_can_be_followed_by_itself(client):
    key = "report.effect.2010.2015.industry.change"
    text = client.get("/en/jiangsu/derivation", params={"key": key}).text
    assert 'data-key="tables.lmdi.2010.2015.intensity.industry"' in text


def test_what_is_declared_of_a_scenario_is_led_to_its_line(ask):
    found = ask("scenarios.policy.energy_mtce.2035")
    assert any(LINE.fullmatch(ref) for ref in leaves(found) if ref.startswith("scenarios/"))
    assert not [ref for ref in leaves(found) if ref.startswith("scenarios/") and not LINE.fullmatch(ref)]  # fmt: skip
