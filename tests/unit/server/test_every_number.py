"""Every number of every page opens the derivation of that very number."""

from __future__ import annotations

import functools
import math
import re
from html import unescape

import pytest

from dualcarbon.report import explained, unrounded
from dualcarbon.study.results import load

PAGES = ("home", "inventory", "inventory?year=2012", "diagnosis", "targets", "measures", "briefing")
BUTTON = re.compile(r'<button type="button" class="n" data-key="([^"]+)" data-value="([^"]*)">')
WORKED_OUT = ("live.", "chosen.")
"""Beginnings of the keys of what pages work out at once, which no run holds."""
PLAIN = re.compile(r'<span class="n"[^>]*>[^<]*\d[^<]*')


@pytest.fixture(scope="module")
def printed(client):
    """The keys and the values of all buttons of the pages, in the units of the results, and the numbers that open nothing."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(unrounded, "value", lambda number, *_: number.value)
        texts = {name: client.get(f"/en/jiangsu/{name}").text for name in PAGES}
    buttons = [(unescape(k), unescape(v), name) for name, t in texts.items() for k, v in BUTTON.findall(t) if not k.startswith(WORKED_OUT)]  # fmt: skip
    return buttons, [(name, one) for name, t in texts.items() for one in PLAIN.findall(t)]


@pytest.fixture(scope="module")
def ask(client):
    """What explains numbers of the run, each once."""
    shelf = client.app.state.shelf
    return functools.cache(shelf.ask(shelf.run("jiangsu")))


def test_every_button_opens_the_number_that_is_printed(printed, ask):
    told = {key: ask(key).book[key].value for key in {key for key, _, _ in printed[0]}}
    assert len(told) > 1000
    other = [(key, value, told[key], page) for key, value, page in printed[0] if not same(value, told[key])]  # fmt: skip
    assert other == []


def test_no_number_is_left_that_opens_nothing(printed):
    assert printed[1] == []


def test_every_formula_gives_the_number_that_it_explains(client):
    shelf = client.app.state.shelf
    run = shelf.run("jiangsu")
    found = explained.composed(shelf.document(run), load(run))
    assert len(found) > 1000
    assert [
        (k, p.value, p.how.value) for k, p in found.items() if not same(p.value, p.how.value)
    ] == []


def test_parts_are_the_numbers_that_their_keys_tell(client, ask):
    shelf = client.app.state.shelf
    run = shelf.run("jiangsu")
    for key, part in explained.composed(shelf.document(run), load(run)).items():
        book = ask(key).book
        for one, told in zip(part.how.parts, book[key].inputs, strict=True):
            assert not one.ref or told.ref, (key, one)
            run_holds = told.ref and "/" not in told.ref and told.ref not in book
            known = ask(told.ref).book if run_holds else book
            given = known[told.ref].value if told.ref in known else one.value
            one_of_several = (
                isinstance(given, str) and str(one.value) in given
            )  # owners of a measure
            assert same(one.value, given) or one_of_several, (key, one)


def test_no_key_of_a_report_names_two_numbers(client):
    shelf = client.app.state.shelf
    document = shelf.document(shelf.run("jiangsu"))
    first = {}
    for number in explained.printed(b for s in document.sections for b in s.blocks):
        if number.known and number.key.startswith("report."):
            assert same(first.setdefault(number.key, number).value, number.value), number.key


def test_a_composed_number_is_followed_on_the_page(client):
    key = "report.change.diagnosis.energy_intensity.2010.2017"
    text = client.get("/en/jiangsu/derivation", params={"key": key}).text
    assert "the second / the first - 1" in text
    for year in (2010, 2017):
        assert f'data-key="diagnosis.energy_intensity.{year}"' in text


def test_a_key_that_the_report_does_not_know_is_told_with_the_nearest(client):
    answer = client.get("/en/jiangsu/derivation", params={"key": "report.abatement_mt.2031"})
    assert answer.status_code == 404
    assert "report.abatement_mt.203" in unescape(answer.text)


def same(one, other):
    try:
        return math.isclose(float(one), float(other), rel_tol=1e-9, abs_tol=1e-12)
    except (TypeError, ValueError):
        return str(one) == str(other)
