"""The page of a study's data: rows as they are written, faults as they are typed, saves, conflicts, versions, workbooks."""

from __future__ import annotations

import difflib
import io
import json
import re
import shutil
from pathlib import Path
from types import SimpleNamespace

import openpyxl
import pytest
from starlette.testclient import TestClient

from dualcarbon.errors import InputError
from dualcarbon.server import edits, uploads
from dualcarbon.server.app import made
from dualcarbon.server.settings import Settings
from dualcarbon.study import preparation, workbooks
from dualcarbon.study.folder import read_folder
from dualcarbon.vocabulary.faults import Place, note
from dualcarbon.vocabulary.workbooks import ORIGINS

EXAMPLES = Path(__file__).parents[3] / "examples"
HOST = "http://127.0.0.1"
AT = "/en/jiangsu/data"
ENERGY = "data/energy.csv"
POPULATION = "data/population.csv"


@pytest.fixture
def study(tmp_path):
    """A copy of the study of Jiangsu that may be written to."""
    ignored = shutil.ignore_patterns("results", "README*", "expected.json")
    return shutil.copytree(EXAMPLES / "jiangsu", tmp_path / "jiangsu", ignore=ignored)


@pytest.fixture
def readers(monkeypatch):
    """Let a study be judged by the readers of its files alone; what its stages say of it is tested with them."""

    def read(folder):
        found = read_folder(folder)
        if found.errors:
            raise InputError(faults=found.faults)
        return SimpleNamespace(read=found, warnings=tuple(found.warnings))

    monkeypatch.setattr(preparation, "prepare", read)


@pytest.fixture
def browser(study, readers):
    app = made(Settings(study.parent))
    return TestClient(app, base_url=HOST, raise_server_exceptions=False)


def files(study):
    return {
        one.relative_to(study).as_posix(): one.read_bytes()
        for one in study.rglob("*")
        if one.is_file()
    }


def given(browser, file, lang="en"):
    page = browser.get(f"/{lang}/jiangsu/data", params={"file": file})
    assert page.status_code == 200
    return json.loads(re.search(r'id="given">(.*?)</script>', page.text, re.DOTALL)[1])


def rows(browser, file, **asked):
    return browser.get(f"{AT}/rows", params={"file": file, **asked}).json()


def edit(browser, file=ENERGY, **changes):
    return {"file": file, "based": given(browser, file)["based"], **changes}


def changed(before, after):
    lines = difflib.unified_diff(before.decode().splitlines(), after.decode().splitlines(), n=0)
    return [line for line in lines if line[0] in "+-" and not line.startswith(("+++", "---"))]


def test_the_overview_lists_every_file_with_rows_and_sectors(browser, study):
    page = browser.get(AT).text
    for name in ("data/energy.csv", "factors.csv", "study.toml", "scenarios/policy.toml"):
        assert name in page
    assert "5 of 6" in page
    assert "without: Households" in page
    broken = (study / POPULATION).read_text(encoding="utf-8").replace("7869.34", "many")
    (study / POPULATION).write_text(broken, encoding="utf-8")
    assert "1 ✕" in browser.get(AT).text


def test_a_table_is_given_as_it_is_written_with_titles_in_the_language_of_the_page(browser, study):
    found = rows(browser, ENERGY)
    lines = (study / ENERGY).read_text(encoding="utf-8").splitlines()
    assert found["count"] == len(lines) - 1
    assert found["rows"][0][:6] == [2, *lines[1].split(",")[:5]]
    zh = {one["name"]: one for one in given(browser, ENERGY, "zh")["columns"]}
    assert zh["fuel"]["title"] == "品种"
    assert ["coal", "煤炭"] in zh["fuel"]["options"]


def test_rows_are_filtered_ordered_and_given_page_by_page(browser):
    coal = rows(browser, ENERGY, **{"f.fuel": "COAL", "sort": "value", "down": ""}, size=3)
    assert coal["count"] == 72
    values = [float(row[5]) for row in coal["rows"]]
    assert len(values) == 3
    assert values == sorted(values, reverse=True)
    named = browser.get("/zh/jiangsu/data/rows", params={"file": ENERGY, "f.fuel": "煤炭"}).json()
    assert named["count"] == coal["count"]
    second = rows(browser, ENERGY, size=3, page=2)["rows"]
    assert [row[0] for row in second] == [5, 6, 7]


def test_a_bad_cell_is_told_by_line_and_column_and_nothing_is_stored(browser, study):
    before = files(study)
    for whole in (False, True):
        sent = edit(browser, cells=[[3, "value", "abc"], [4, "fuel", "coall"]], whole=whole)
        found = browser.post(f"{AT}/check", json=sent).json()
        assert {(one["row"], one["column"], one["code"]) for one in found["faults"]} >= {
            (3, "value", "NUM004")
        }
        spelling = next(one for one in found["faults"] if one["row"] == 4)
        assert spelling["column"] == "fuel"
        assert "coal" in spelling["message"] + spelling["advice"]
    assert "+2010,agriculture,final,oil,abc" in found["diff"]
    refused = browser.post(f"{AT}/save", json=sent)
    assert refused.status_code == 422
    assert refused.json()["errors"] == found["errors"]
    assert files(study) == before


def test_faults_keep_their_rows_where_rows_before_them_go_and_new_ones_have_names(browser):
    new = {"year": "2018", "sector": "industry", "flow": "final", "fuel": "coal", "value": "x"}
    sent = edit(browser, cells=[[9, "value", "abc"]], removed=[2, 3], added=[new], whole=False)
    found = browser.post(f"{AT}/check", json=sent).json()["faults"]
    assert {one["row"] for one in found if one["column"] == "value"} == {9, "n1"}
    assert "line 9," in next(one["message"] for one in found if one["row"] == 9)


@pytest.mark.slow
def test_what_the_stages_say_of_a_change_is_told_beside_what_the_readers_say(study):
    browser = TestClient(made(Settings(study.parent)), base_url=HOST)
    sent = edit(
        browser,
        "study.toml",
        text=(study / "study.toml")
        .read_text(encoding="utf-8")
        .replace("base_year = 2017", "base_year = 2019"),
    )
    found = browser.post(f"{AT}/check", json=sent).json()
    assert found["errors"] > 0
    assert {one["level"] for one in found["faults"]} >= {"error"}


def test_a_save_changes_the_one_line_and_stands_among_the_versions(browser, study):
    before = files(study)
    sent = edit(browser, cells=[[3, "value", "275.5"]], note="as the yearbook prints it")
    saved = browser.post(f"{AT}/save", json=sent)
    assert saved.status_code == 200
    after = files(study)
    assert [name for name in after if after[name] != before.get(name)] == [ENERGY]
    gone, come = changed(before[ENERGY], after[ENERGY])
    assert come == gone.replace("-", "+", 1).replace("274.31493265503207", "275.5")
    page = browser.get(f"{AT}/versions").text
    assert "as the yearbook prints it" in page
    assert ENERGY in page
    row = browser.get(f"{AT}/row", params={"file": ENERGY, "line": 3}).text
    assert saved.json()["who"] in row
    other = browser.get(f"{AT}/row", params={"file": ENERGY, "line": 4}).text
    assert "not changed in the workbench" in other
    assert "China Graduate" in other


def test_a_version_is_shown_and_restored(browser, study):
    before = files(study)
    first = browser.post(f"{AT}/save", json=edit(browser, cells=[[3, "value", "1"]])).json()
    browser.post(f"{AT}/save", json=edit(browser, cells=[[3, "value", "2"]]))
    shown = browser.get(f"{AT}/version", params={"id": first["version"]}).text
    assert "+2010,agriculture,final,oil,1,10^4 tce" in shown
    restored = browser.post(f"{AT}/restore", params={"id": first["version"]})
    assert restored.status_code == 200
    (line,) = [one for one in changed(before[ENERGY], files(study)[ENERGY]) if one[0] == "+"]
    assert line.startswith("+2010,agriculture,final,oil,1,")
    assert restored.text.count("<code>data/energy.csv</code>") == 3
    assert browser.get(f"{AT}/version", params={"id": "nothing"}).status_code == 404
    assert "as they were before it" in shown
    browser.post(f"{AT}/restore", params={"id": first["version"], "before": True})
    assert files(study)[ENERGY] == before[ENERGY]


def test_two_people_do_not_write_over_each_other(browser, study):
    mine = edit(browser, cells=[[3, "value", "1"], [5, "value", "9"]])
    was = dict(zip(("year", "sector", "flow", "fuel", "value", "unit", "source", "vintage"),
                   rows(browser, ENERGY)["rows"][1][1:], strict=True))  # fmt: skip
    mine["was"] = {3: was}
    theirs = edit(browser, cells=[[3, "value", "2"]], removed=[2], note="new yearbook")
    assert browser.post(f"{AT}/save", json=theirs).status_code == 200
    stored = files(study)
    refused = browser.post(f"{AT}/save", json=mine)
    assert refused.status_code == 409
    found = refused.json()["conflict"]
    assert found["who"]
    assert found["note"] == "new yearbook"
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", found["at"])
    assert found["moved"] == {"3": 2}
    cell = found["cells"][0]
    assert (cell["was"], cell["theirs"], cell["yours"]) == ("274.31493265503207", "2", "1")
    assert "+2010,agriculture,final,oil,2," in found["diff"]
    assert files(study) == stored
    again = {"file": ENERGY, "based": found["based"], "cells": [[2, "value", "1"]]}
    assert browser.post(f"{AT}/save", json=again).status_code == 200


def test_a_document_is_checked_and_saved_as_text_with_its_comments(browser, study):
    file = "scenarios/policy.toml"
    page = browser.get(AT, params={"file": file})
    assert page.status_code == 200
    text = (study / file).read_text(encoding="utf-8")
    bad = browser.post(f"{AT}/check", json=edit(browser, file, text=text + "\nnonsense = \n"))
    (fault,) = [one for one in bad.json()["faults"] if one["level"] == "error"]
    assert (fault["file"], fault["line"]) == (file, len(text.splitlines()) + 2)
    sent = edit(browser, file, text=text + "# looked at again\n")
    assert browser.post(f"{AT}/save", json=sent).status_code == 200
    assert (study / file).read_text(encoding="utf-8") == text + "# looked at again\n"


def test_the_series_of_a_row_is_drawn_with_what_was_typed(browser):
    sent = {**edit(browser, cells=[[3, "value", "5"]]), "whole": False}
    found = browser.post(f"{AT}/series", params={"line": "3"}, json=sent).json()
    points = [point["value"] for point in found["option"]["series"][0]["data"]]
    assert len(points) == 8
    assert points[0] == 5.0
    assert found["title"] == "Agriculture · Final use · Oil and oil products"
    sent = {**edit(browser, "projects.csv"), "whole": False}
    assert browser.post(f"{AT}/series", params={"line": "2"}, json=sent).json() == {}


@pytest.mark.parametrize("file", ["../secret.csv", "/etc/passwd", "data/none.csv", "expected.json"])
def test_only_files_of_the_study_are_opened(browser, file):
    for path in (AT, f"{AT}/rows"):
        assert browser.get(path, params={"file": file}).status_code == 404
    sent = {"file": file, "text": "x"}
    assert browser.post(f"{AT}/save", json=sent).status_code == 404


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    """The workbook of one table of the study, as it is given to be filled in."""
    file = tmp_path_factory.mktemp("book") / "filled.xlsx"
    workbooks.new(EXAMPLES / "jiangsu", out=file, tables=["population"], lang="zh")
    return file


def test_the_tables_are_given_as_a_workbook(browser):
    answer = browser.get("/zh/jiangsu/data/workbook")
    assert answer.headers["content-disposition"].startswith("attachment")
    assert answer.content.startswith(b"PK")


def sent(browser, workbook, name="filled.xlsx"):
    target = io.BytesIO()
    workbook.save(target)
    at = "/en/jiangsu/data/workbook/upload"
    return browser.post(at, params={"name": name}, content=target.getvalue())


def test_a_messy_workbook_is_shown_and_given_back_with_its_faults(browser, study, filled):
    before = files(study)
    workbook = openpyxl.load_workbook(filled)
    workbook["人口 population"]["C2"] = "1,5"
    answer = sent(browser, workbook, "../../up<b>.xlsx")
    assert answer.status_code == 200
    page = browser.get(answer.json()["page"]).text
    assert "人口 population" in page
    assert "NUM002" in page
    assert ">C2<" in page
    assert "up&lt;b&gt;.xlsx" in page
    assert 'action="/en/jiangsu/data/workbook/take' not in page
    id = answer.json()["id"]
    marked = browser.get("/en/jiangsu/data/workbook/annotated", params={"id": id})
    cell = openpyxl.load_workbook(io.BytesIO(marked.content))["人口 population"]["C2"]
    assert cell.comment.text.startswith("NUM002")
    assert browser.post("/en/jiangsu/data/workbook/take", params={"id": id}).status_code == 422
    assert files(study) == before


def test_a_workbook_changes_only_what_it_says_otherwise_and_only_when_confirmed(
    browser, study, filled
):
    before = files(study)
    workbook = openpyxl.load_workbook(filled)
    sheet = workbook["人口 population"]
    sheet["C2"] = 7870
    sheet.delete_rows(9)
    answer = sent(browser, workbook)
    page = browser.get(answer.json()["page"]).text
    assert "+2010,population,7870,10^4 person" in page
    assert "-2017" not in page
    assert files(study) == before
    assert "-2017,population" in browser.get(f"{answer.json()['page']}&drop=true").text
    assert files(study) == before
    fields = {
        name: re.findall(rf'name="{name}" value="(.*?)"', page) for name in ("file", "sha256")
    }
    taken = browser.post(
        "/en/jiangsu/data/workbook/take", params={"id": answer.json()["id"]}, data=fields
    )
    assert taken.status_code == 200
    assert "taken over from the workbook filled.xlsx" in taken.text
    after = files(study)
    assert [name for name in after if after[name] != before.get(name)] == [POPULATION]
    assert len(changed(before[POPULATION], after[POPULATION])) == 2


def test_a_workbook_that_was_seen_before_somebody_saved_is_not_taken_over(browser, study, filled):
    workbook = openpyxl.load_workbook(filled)
    workbook["人口 population"]["C2"] = 7870
    answer = sent(browser, workbook).json()
    page = browser.get(answer["page"]).text
    fields = {
        name: re.findall(rf'name="{name}" value="(.*?)"', page) for name in ("file", "sha256")
    }
    browser.post(f"{AT}/save", json=edit(browser, POPULATION, cells=[[2, "value", "7000"]]))
    stored = files(study)
    taken = browser.post("/en/jiangsu/data/workbook/take", params={"id": answer["id"]}, data=fields)
    assert taken.status_code == 422
    assert "while you were editing" in taken.text
    assert files(study) == stored


def downloaded(browser):
    return openpyxl.load_workbook(io.BytesIO(browser.get("/zh/jiangsu/data/workbook").content))


def seen(browser, workbook, **asked):
    """Send a workbook; give the page that shows it, and what its form would post."""
    id = sent(browser, workbook).json()["id"]
    page = browser.get(f"{AT}/workbook/seen", params={"id": id, **asked}).text
    fields = {
        name: re.findall(rf'name="{name}" value="(.*?)"', page) for name in ("file", "sha256")
    }
    return SimpleNamespace(page=page, asked={"id": id, **asked}, fields=fields)


def take(browser, one):
    return browser.post(f"{AT}/workbook/take", params=one.asked, data=one.fields)


def save_population(browser, **changes):
    assert browser.post(f"{AT}/save", json=edit(browser, POPULATION, **changes)).status_code == 200


def sheet_of(workbook, table):
    return next(one for one in workbook.worksheets if one.title.endswith(f" {table}"))


def test_what_was_saved_since_a_workbook_was_downloaded_is_told_and_left(browser, study):
    workbook = downloaded(browser)
    save_population(browser, cells=[[2, "value", "7000"], [3, "value", "7100"]])
    sheet_of(workbook, "energy")["E2"] = 37
    sheet_of(workbook, "population")["C3"] = 7200  # changed here and there
    one = seen(browser, workbook)
    since = one.page.partition('id="since"')[2].partition("</section>")[0]
    rows = re.findall(r"<tr><td.*?</tr>", since)
    assert len(rows) == 2
    assert "2010" in rows[0]
    for text in ("7869.34 10^4 person", "7000 10^4 person"):
        assert text in rows[0]
    assert "7200 10^4 person" in rows[1]
    assert all(re.search(r"\d{4}-\d\d-\d\d \d\d:\d\d", row) for row in rows)
    assert one.fields["file"] == [ENERGY]
    stored = (study / POPULATION).read_bytes()
    assert take(browser, one).status_code == 200
    assert (study / POPULATION).read_bytes() == stored
    assert b",37," in (study / ENERGY).read_bytes()


def test_what_was_saved_since_is_replaced_where_that_is_asked_for(browser, study):
    workbook = downloaded(browser)
    save_population(browser, cells=[[2, "value", "7000"]])
    assert take(browser, seen(browser, workbook, over=True)).status_code == 200
    assert b"7869.34" in (study / POPULATION).read_bytes()


def test_rows_added_or_removed_since_are_neither_removed_nor_put_back(browser, study):
    workbook = downloaded(browser)
    row = {"year": "1999", "indicator": "population", "value": "7000", "unit": "10^4 person", "source": "a"}  # fmt: skip
    save_population(browser, added=[row], removed=[2])
    one = seen(browser, workbook, drop=True)
    assert "no such row" in one.page
    assert one.fields["file"] == []
    assert b"1999" in (study / POPULATION).read_bytes()
    assert "1999" not in seen(browser, workbook).page  # nothing removes it then


def test_what_was_changed_outside_of_the_workbench_since_is_left_too(browser, study):
    workbook = downloaded(browser)
    file = study / POPULATION
    file.write_bytes(file.read_bytes().replace(b"7869.34", b"7000"))
    one = seen(browser, workbook)
    assert "not known: changed outside the workbench" in one.page
    assert one.fields["file"] == []


def test_a_workbook_that_does_not_say_what_it_was_made_of_is_taken_as_it_is(browser, study):
    workbook = downloaded(browser)
    del workbook[ORIGINS]
    save_population(browser, cells=[[2, "value", "7000"]])
    one = seen(browser, workbook)
    assert 'id="since"' not in one.page
    assert one.fields["file"] == [POPULATION]


def test_a_workbook_of_another_study_is_taken_as_it_is(browser, study):
    workbook = downloaded(browser)
    workbook[ORIGINS]["B1"] = "elsewhere"
    save_population(browser, cells=[[2, "value", "7000"]])
    assert 'id="since"' not in seen(browser, workbook).page


def test_warnings_are_counted_beside_no_errors(browser, monkeypatch):
    workbook = downloaded(browser)
    assert "No errors, no warnings." in seen(browser, workbook).page
    sheet_of(workbook, "population")["C2"] = 7869.0
    warned = note("BAK008", Place(file=POPULATION), files="x")
    monkeypatch.setattr(edits, "fresh", lambda _at, _faults: [warned])
    page = seen(browser, workbook).page
    assert "No errors; warnings: 1." in page
    assert "No errors, no warnings." not in page


def test_a_workbook_is_limited_in_size_and_its_name_is_no_path(browser, study, monkeypatch):
    monkeypatch.setattr(uploads, "MOST_BYTES", 1000)
    answer = browser.post("/en/jiangsu/data/workbook/upload", content=b"x" * 1001)
    assert answer.status_code == 422
    assert not list(study.parent.rglob("book.xlsx"))
    for id in ("../../jiangsu", "0" * 32, ""):
        seen = browser.get("/en/jiangsu/data/workbook/seen", params={"id": id})
        assert seen.status_code == 404
