"""`dualcarbon requests`: the list is shown, in JSON too, and written where it is asked for."""

from pathlib import Path

import pytest

from dualcarbon.study import asking

ONE = {
    "department": {"en": "Bureau of statistics", "zh": "统计局"}, "table": "activity", "series": {"en": "lime [output]", "zh": "石灰产量"},
    "years": ["2010", "2011", "2013"], "why": {"en": "these years lack", "zh": "缺少这些年份"},
}  # fmt: skip


@pytest.fixture
def asked(monkeypatch):
    """Let the command only note what it is asked for."""
    seen = []

    def ask(folder, **more):
        seen.append((folder, more))
        return asking.Asked([ONE], more["out"])

    monkeypatch.setattr(asking, "ask", ask)
    return seen


def test_the_list_is_shown_by_department(call, asked):
    status, out, _ = call("requests", "study")
    assert status == 0
    for word in ("Bureau of statistics", "lime [output]", "2010-2011, 2013", "these years lack"):
        assert word in out
    assert asked == [(Path("study"), {"lang": "en", "out": None})]


def test_the_list_in_chinese_and_the_file_it_was_written_to(call, asked):
    status, out, _ = call("requests", "study", "--lang", "zh", "--out", "r.xlsx")
    assert status == 0
    assert "统计局" in out
    assert "缺少这些年份" in out
    assert out.strip().endswith("r.xlsx")


def test_the_list_in_json(told, asked):
    assert told("requests", "study") == (0, {"requests": [ONE], "file": ""})


def test_a_folder_that_is_no_study_is_one_clear_fault(call, tmp_path):
    status, _, err = call("requests", tmp_path)
    assert status == 1
    assert "PATH006" in err
