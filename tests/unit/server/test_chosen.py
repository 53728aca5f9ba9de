"""Figures put into the report from the pages: added in their state, listed, ordered, noted and taken out; roles and conflicts."""

from __future__ import annotations

import dataclasses
import hashlib
import tomllib

import pytest
from starlette.testclient import TestClient

from dualcarbon.report.chosen import BY_YEAR, picked
from dualcarbon.report.moved_figures import FIGURES
from dualcarbon.report.pieces import Figure
from dualcarbon.report.reading import Reading
from dualcarbon.server import chosen
from dualcarbon.server.app import made
from dualcarbon.server.people.rules import Person, Role
from dualcarbon.server.settings import Settings
from dualcarbon.server.words import catalogue
from dualcarbon.study import results, running
from dualcarbon.study.cells import Cells
from dualcarbon.study.chosen import Chosen

HOST = "http://127.0.0.1"
LEVER = "gdp"
WRITTEN = """schema = "dualcarbon/report/1"

# asked for by the mayor
[[figures]]
figure = "moving-odds"  # as it stands
scenario = "base"

# for the annex of last year
[[figures]]
figure = "moving-path"
scenario = "base"
[figures.levers]
gdp = 0.01

[[figures]]
figure = "gone"
"""


FIRM = """schema = "dualcarbon/scenario/1"
name = "firm"
extends = "base"
title = {en = "Firm", zh = "强化"}

[gdp]
growth = [{to = 2035, rate = 0.01}]
mark = "A"
"""


@pytest.fixture(scope="module")
def app(made_town, tmp_path_factory):
    town = made_town(tmp_path_factory.mktemp("chosen") / "town")
    (town / "scenarios/firm.toml").write_text(FIRM, encoding="utf-8")
    study = (town / "study.toml").read_text("utf-8").replace('["base"]', '["base", "firm"]')
    (town / "study.toml").write_text(study, encoding="utf-8")
    running.run(town, quick=True, members=16)
    return made(Settings(town))


@pytest.fixture
def page(app):
    return TestClient(app, base_url=HOST, raise_server_exceptions=False, follow_redirects=False)


@pytest.fixture
def file(app):
    found = app.state.shelf.path("town") / "report.toml"
    yield found
    found.unlink(missing_ok=True)


def add(page, lang="en", **one):
    return page.post(f"/{lang}/town/report/figures", json=one)


def figures(file):
    return tomllib.loads(file.read_text(encoding="utf-8"))["figures"]


def based(file):
    return hashlib.sha256(file.read_bytes()).hexdigest()


def change(page, what, **form):
    return page.post(f"/en/town/report/figures/{what}", data=form)


def test_a_figure_is_added_in_its_state_as_a_version_that_is_written_down(page, file, app):
    assert add(page, figure="energy-flow", year=2018).json()["lead"] == "/en/town/report#figures"
    moved = {"figure": "moving-path", "scenario": "base", "levers": {LEVER: 0.01}}  # fmt: skip
    assert "2" in add(page, "zh", **moved).json()["said"]
    assert figures(file) == [{"figure": "energy-flow", "year": 2018}, moved]
    (_, second, *_) = reversed(app.state.versions.of("town", "report.toml"))
    assert second.who


@pytest.mark.parametrize(
    ("one", "said"),
    [
        ({"figure": "moving-paths", "scenario": "base"}, "did you mean 'moving-path'?"),
        ({"figure": "moving-path"}, "moving-path"),
        ({"figure": "energy-flow", "scenario": "base"}, "energy-flow"),
        ({"figure": "moving-path", "year": 2018}, "moving-path"),
        ({"figure": "moving-path", "scenario": "bse"}, "did you mean 'base'?"),
        ({"figure": "moving-path", "scenario": "base", "levers": {LEVER: 99}}, "9900"),
        ({"figure": "moving-path", "scenario": "base", "levers": {"lost": 0.1}}, "lost"),
        ({"figure": "fan", "levers": {LEVER: 0.1}}, "no scenario says whose they are"),
    ],
)
def test_what_cannot_be_drawn_is_not_added(page, file, one, said):
    answer = add(page, **one)
    assert answer.status_code in (404, 422)
    assert said in answer.text.replace('\\"', "'")
    assert not file.exists()


YEARS, BESIDE = ({}, {"year": 1999}, {"year": 2030}), ({}, {"beside": "base"}, {"beside": "firm"})
STATES = [
    *({"figure": f, "scenario": "firm", **y, **b} for f in FIGURES for y in YEARS for b in BESIDE),
    *({"figure": f, "scenario": "firm", "levers": {LEVER: 0.02}, **b} for f in FIGURES for b in BESIDE[:2]),
    *({"figure": f, **y} for f in (*BY_YEAR, "sectors") for y in ({}, {"year": 1999}, {"year": 2017})),
]  # fmt: skip
"""Figures in states in which they can be named."""


def test_a_figure_is_added_where_the_report_draws_it_and_else_refused_in_its_words(page, file, app):
    (run,) = (app.state.shelf.path("town") / "results").glob("[!.]*")
    chosen = tuple(Chosen(**one) for one in STATES)
    made = dataclasses.replace(results.load(run), chosen=chosen)
    there = {b.id: b for s in app.state.shelf.document(run).sections for b in s.blocks if isinstance(b, Figure)}  # fmt: skip
    blocks, faults = picked(Reading(made), there)
    drawn = {block.id for block in blocks if isinstance(block, Figure)}
    told = {str(fault.place): dict(fault.params) for fault in faults}
    assert 0 < len(drawn) < len(STATES)
    for place, one in enumerate(STATES):
        answer = add(page, **one)
        assert answer.status_code == (200 if f"chosen-{place + 1}" in drawn else 422), one
        if answer.status_code == 422:
            particulars = told[f"report.toml [figures.{place}]"]
            said = particulars["why" if "why" in particulars else "hint"]["en"]
            assert said in answer.json()["faults"][0]
        file.unlink(missing_ok=True)


def test_nothing_that_is_moved_is_added_where_cells_are_closed(page, file, app, monkeypatch):
    prepared = app.state.shelf.prepared("town")
    closed = dataclasses.replace(prepared, cells=Cells(access={"data/energy.csv:2": "secret"}))
    monkeypatch.setattr(type(app.state.shelf), "prepared", lambda *_: closed)
    answer = add(page, "zh", figure="moving-path", scenario="base")
    assert answer.status_code == 422
    assert "研究含有保密数据" in answer.json()["faults"][0]
    assert not file.exists()


def test_every_figure_that_can_be_drawn_in_a_state_of_its_own_is_seen_on_a_page():
    assert set(chosen.PAGES) == set(chosen.CAPTIONS) == {*FIGURES, *BY_YEAR}


def test_figures_change_places_with_the_comments_above_them(page, file):
    file.write_text(WRITTEN, encoding="utf-8")
    assert change(page, "move", place=1, to=0, based=based(file)).status_code == 303
    text = file.read_text(encoding="utf-8")
    assert [one["figure"] for one in figures(file)] == ["moving-path", "moving-odds", "gone"]
    assert text.index("# for the annex") < text.index('"moving-path"') < text.index("# asked for") < text.index("# as it stands")  # fmt: skip
    assert sorted(text.splitlines()) == sorted(WRITTEN.splitlines())


def test_a_figure_is_taken_out_with_its_comment_and_no_other(page, file):
    file.write_text(WRITTEN, encoding="utf-8")
    assert change(page, "remove", place=0, based=based(file)).status_code == 303
    text = file.read_text(encoding="utf-8")
    assert [one["figure"] for one in figures(file)] == ["moving-path", "gone"]
    assert "mayor" not in text
    assert "# for the annex of last year\n[[figures]]" in text


def test_a_note_is_kept_and_taken_away_again(page, file):
    file.write_text(WRITTEN, encoding="utf-8")
    assert change(page, "note", place=0, based=based(file), en="As shown.").status_code == 303
    assert figures(file)[0]["note"] == {"en": "As shown.", "zh": "As shown."}
    assert "# asked for by the mayor\n" in file.read_text(encoding="utf-8")
    assert change(page, "note", place=0, based=based(file), en=" ").status_code == 303
    assert file.read_text(encoding="utf-8") == WRITTEN


@pytest.mark.parametrize(("what", "more", "said"), [("remove", {}, "移去图表"), ("move", {"to": 1}, "次序"), ("note", {"zh": "注"}, "附注")])  # fmt: skip
def test_what_was_done_is_told_in_the_language_of_who_did_it(page, file, app, what, more, said):
    file.write_text(WRITTEN, encoding="utf-8")
    form = {"place": 0, "based": based(file), **more}
    assert page.post(f"/zh/town/report/figures/{what}", data=form).status_code == 303
    assert said in app.state.versions.of("town", "report.toml")[0].note
    (row,) = app.state.people.audit.entries(1)
    assert catalogue()[f"audit.{row.what.replace('.', '_')}"]["zh"]


def test_a_page_that_is_behind_changes_nothing(page, file):
    file.write_text(WRITTEN, encoding="utf-8")
    old = based(file)
    add(page, figure="moving-odds", scenario="base")
    after = file.read_text(encoding="utf-8")
    answer = change(page, "remove", place=0, based=old)
    assert answer.status_code == 422
    assert "report.toml" in answer.text
    assert file.read_text(encoding="utf-8") == after


def test_the_page_lists_them_with_what_leads_to_their_state_and_what_is_lost(page, file):
    file.write_text(WRITTEN, encoding="utf-8")
    text = page.get("/en/town/report").text
    assert f'href="/en/town/scenarios?scenario=base&amp;m.{LEVER}=0.01#moving-path"' in text
    assert f'value="{based(file)}"' in text
    assert text.count("not in the report of this run") == 1
    file.write_text('[[figures]]\nfigure = "Fan"\n', encoding="utf-8")
    assert "report.toml" in page.get("/zh/town/report").text


def test_a_figure_that_stands_in_one_line_with_others_is_left_to_people(page, file):
    file.write_text(
        'figures = [{figure = "energy-flow"}, {figure = "moving-path", scenario = "base"}]\n',
        encoding="utf-8",
    )
    answer = change(page, "remove", place=0, based=based(file))
    assert answer.status_code == 422
    assert "disturbing" in answer.text
    assert len(figures(file)) == 2


def test_a_viewer_looks_and_adds_nothing(page, file, app, monkeypatch):
    file.write_text(WRITTEN, encoding="utf-8")
    viewer = Person("li", (("town", Role.viewer),))
    monkeypatch.setattr(app.state.people, "who", lambda _: viewer)
    assert add(page, figure="energy-flow").status_code == 403
    for what in ("move", "remove", "note"):
        assert change(page, what, place=0, to=1, based="a").status_code == 403
    assert "figures/remove" not in page.get("/en/town/report").text
    assert "data-add" not in page.get("/en/town/inventory").text
    assert file.read_text(encoding="utf-8") == WRITTEN
