"""What is printed: sparklines, faults as records, progress, a limit on warnings."""

from __future__ import annotations

import json

import pytest
from rich.cells import cell_len

from dualcarbon.cli import show
from dualcarbon.errors import InputError, NoSolution
from dualcarbon.vocabulary.faults import Place, note

WARNINGS = [note("SCN005", name=f"s{i}", keys="gdp", year=2017) for i in range(15)]


@pytest.mark.parametrize(
    ("values", "drawn"),
    [([0, 4, 8, 4, 0], "▁▄█▄▁"), ([5, 5, 5], "▁▁▁"), ([1], "▁"), ([2, 1], "█▁")],
)
def test_a_sparkline_by_hand(values, drawn):
    assert show.sparkline(values) == drawn


def test_a_fault_is_a_record_with_the_parts_of_its_place_that_are_known():
    fault = note("UNIT006", Place(file="a.csv", line=0), text="ton")
    assert show.record(fault, "en") == {
        "code": "UNIT006",
        "level": "error",
        "message": 'a.csv line 0: "ton" is ambiguous; write t',
        "where": {"file": "a.csv", "line": 0},
    }


@pytest.mark.parametrize(
    ("lang", "names"), [("en", ["read and check", "all gases"]), ("zh", ["读取与校验", "全部气体"])]
)
def test_steps_are_told_in_the_language_when_they_end(capsys, lang, names):
    with show.steps(lang) as step:
        step("read and check")
        step("all gases")
    with show.steps(lang):
        pass
    lines = capsys.readouterr().err.splitlines()
    assert [line[2:].rsplit(maxsplit=2)[0].strip() for line in lines] == names
    assert all(line.endswith(" s") for line in lines)
    assert len({cell_len(line) for line in lines}) == 1


def test_an_error_without_faults_is_said_as_it_is(capsys):
    show.refused(NoSolution("no [bold] answer"), as_json=False, lang="en")
    assert capsys.readouterr().err == "no [bold] answer\n1 fault. Nothing was written.\n"
    show.refused(NoSolution("none"), as_json=True, lang="en")
    assert json.loads(capsys.readouterr().out) == {
        "faults": [{"code": "NoSolution", "message": "none"}]
    }


def test_only_errors_count_as_faults(capsys):
    mixed = [WARNINGS[0], note("INV006"), note("INV006")]
    show.refused(InputError(faults=mixed), as_json=False, lang="en")
    assert capsys.readouterr().err.splitlines()[-1] == "2 faults. Nothing was written."


def test_many_warnings_are_cut_where_a_limit_is_given(finished, capsys, monkeypatch):
    monkeypatch.setattr(show, "SHOWN_WARNINGS", 3)
    show.ran(finished, finished.folder, as_json=False, lang="en")
    err = capsys.readouterr().err.splitlines()
    assert err[0] == f"{len(finished.warnings)} warnings"
    assert err[-1] == f"+{len(finished.warnings) - 3} more in the annex of the report"
    show.checked(finished.folder, WARNINGS, as_json=False, lang="zh")
    shown = capsys.readouterr()
    assert shown.err.splitlines()[0] == "15 条提示"
    assert len(shown.err.splitlines()) == 16
    assert shown.out == f"✓ {finished.folder}: 该研究可以运行。\n"


def test_nothing_is_said_of_no_warnings(capsys, tmp_path):
    show.checked(tmp_path, [], as_json=False, lang="en")
    assert capsys.readouterr().err == ""


def test_the_report_is_named_where_there_is_one(finished, capsys, monkeypatch):
    monkeypatch.setattr(
        type(finished), "report", lambda _self, lang: finished.folder / f"report.{lang}.html"
    )
    show.ran(finished, finished.folder, as_json=False, lang="zh")
    assert f"报告  {finished.folder / 'report.zh.html'}" in capsys.readouterr().out


def test_the_peak_table_says_chance_year_and_amount(finished, capsys):
    show.ran(finished, finished.folder, as_json=False, lang="en")
    rows = capsys.readouterr().out.splitlines()[1:4]
    for row, one in zip(rows, finished.summary["scenarios"].values(), strict=True):
        peak = one["peak"]
        assert row.startswith(one["title"]["en"])
        assert f"{peak['no_peak']:.0%}" in row
        assert f"{peak['amount_p50_mt']:,.0f}" in row
        assert f"{one['territorial_mt']['2060']:,.0f}" in row


def test_json_on_standard_output_holds_no_nan():
    with pytest.raises(ValueError, match="not JSON compliant"):
        show.print_json({"x": float("nan")})
