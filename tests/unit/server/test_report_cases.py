"""The cases of the catalogue of bad inputs that are about what goes out in a report."""

from __future__ import annotations

import dataclasses
import io
import shutil

import docx
import openpyxl
import polars as pl
import pytest

from dualcarbon.errors import InputError
from dualcarbon.report import docx_package, html, writing
from dualcarbon.report.outline import outline
from dualcarbon.server import downloads
from dualcarbon.study import freshness, workbooks
from dualcarbon.study.results import load
from dualcarbon.vocabulary.faults import codes


def case(number, code):
    """Name a test of a case of the catalogue by its number, and give it the code of the case."""
    return pytest.mark.parametrize("code", [pytest.param(code, id=f"report-{number:03}")])


@pytest.fixture
def run(besieged, tmp_path):
    """A run of the study in a copy of its folder, which may be changed."""
    town = shutil.copytree(besieged.home / "studies/town", tmp_path / "town", symlinks=True)
    (made,) = (one.parent for one in (town / "results").glob("*/manifest.json"))
    return made


@case(1, "EXP001")
def test_a_value_that_begins_like_a_formula_is_exported_as_a_text(run, tmp_path, code):
    out = tmp_path / "tables.xlsx"
    made = workbooks.new(run.parents[1], out=out, lang="en")
    cells = [
        one
        for sheet in openpyxl.load_workbook(io.BytesIO(out.read_bytes()))
        for row in sheet.iter_rows()
        for one in row
    ]
    evil = [one for one in cells if str(one.value).endswith("=cmd|'/C calc'!A0")]
    assert evil
    assert {one.data_type for one in evil} == {"s"}
    assert {one.data_type for one in cells} <= {"s", "n"}
    assert code in {fault.code for fault in made.faults}
    starts = pl.DataFrame({"a": ["=1", "+1", "-x", "@x", "\tx", "\rx", "x=1", "-"], "b": range(8)})
    assert downloads.plain(starts)["a"].to_list() == [
        "'=1",
        "'+1",
        "'-x",
        "'@x",
        "'\tx",
        "'\rx",
        "x=1",
        "'-",
    ]


@case(2, "REP001")
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_name_that_is_a_piece_of_a_page_is_shown_as_text(run, lang, code):
    assert code not in codes()  # nobody is told: it is shown as it was written
    whole, evil = load(run), pl.lit("<img src=x onerror=1>").alias("source")
    named = {**whole.tables, "assumptions": whole.tables["assumptions"].with_columns(evil)}
    page = html.render(dataclasses.replace(whole, tables=named), lang)
    assert "<img src=x" not in page
    assert "&lt;img src=x onerror=1&gt;" in page


@case(4, "REP003")
def test_a_report_over_results_whose_inputs_changed_says_which_and_since_when(run, code):
    assert freshness.held(run).summary == load(run).summary
    with (run.parents[1] / "data/energy.csv").open("a", encoding="utf-8") as file:
        file.write("\n")
    with pytest.raises(InputError) as refused:
        writing.again(run)
    (fault,) = refused.value.faults
    assert (fault.code, fault.level) == (code, "error")
    assert "data/energy.csv" in fault.message("en")
    assert load(run).manifest["finished"][:10] in fault.message("en")
    assert "Run the study again" in fault.advice("en")
    page = writing.again(run, lang="en", out=run.parent / "asked.html", stale=True).file.read_text()
    assert "REP026" in page


@case(5, "REP004")
def test_a_number_without_a_source_is_told_by_its_table_and_row(run, code):
    whole = load(run)
    assert code not in {one.code for one in outline(whole).left_out}
    named = whole.tables["assumptions"]
    bare = named.with_columns(pl.lit("").alias("source"))
    spoilt = dataclasses.replace(whole, tables={**whole.tables, "assumptions": bare})
    (fault,) = [one for one in outline(spoilt).left_out if one.code == code]
    assert f"table assumptions, row 1: no source recorded ({named.height} rows)" in fault.message(
        "en"
    )
    assert "no source recorded" in html.render(spoilt, "en")


@case(7, "REP006")
def test_content_from_another_machine_is_off(run, tmp_path, code):
    word = docx.Document()
    word.part.relate_to("http://127.0.0.1/x.png", f"{OFFICE}/image", is_external=True)
    word.save(tmp_path / "bureau.docx")
    with pytest.raises(InputError, match="remote content is off") as error:
        docx_package.opened(tmp_path / "bureau.docx")
    assert [fault.code for fault in error.value.faults] == [code]
    page = html.render(load(run), "en")
    assert not [
        mark for mark in ('src="http', "src='http", "url(http", "@import", "<link") if mark in page
    ]


OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


@case(8, "PATH001")
def test_a_file_named_after_a_region_is_a_name_on_every_system(code):
    assert code in codes()
    assert writing.safe("a/b:c") == "a_b_c"
    head = downloads.attached(b"", "a/b:c.csv", "text/csv").headers["content-disposition"]
    assert head.endswith("''a_b_c.csv")
