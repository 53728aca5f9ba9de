"""A table of things - projects - has amounts and money but no value with its unit."""

from __future__ import annotations

import pytest

from dualcarbon.readers.csv import empty, read_bytes

HEAD = "id,measure,title_en,title_zh,owner,place,amount,unit,effect,from,to,until,investment,source,mark"
ROW = "p1,wind,Phase 1,一期,省能源局,如东,4e5,kW,1.05,2022,2024,2049,2.4e9,approval,A"


def read(*rows, head=HEAD):
    return read_bytes("\n".join([head, *rows, ""]).encode(), "projects", "projects.csv")


def told(reading):
    return [(f.code, f.place.line, f.place.column) for f in reading.faults]


def test_every_column_is_typed():
    (row,) = read(ROW).frame.iter_rows(named=True)
    assert row == {
        "line": 2, "id": "p1", "measure": "wind", "title_en": "Phase 1", "title_zh": "一期", "owner": "省能源局", "place": "如东",
        "amount": 4e5, "unit": "kW", "effect": 1.05, "from": 2022, "to": 2024, "until": 2049, "investment": 2.4e9, "source": "approval",
        "mark": "A", "refused": False,
    }  # fmt: skip
    assert set(empty("projects").columns) == set(read(ROW).frame.columns)


def test_what_may_be_blank_or_left_out():
    reading = read("p1,wind,5,,2022,2024", head="id,measure,amount,unit,from,to")
    assert reading.faults == ()
    (row,) = reading.frame.iter_rows(named=True)
    assert row["until"] is None
    assert (row["effect"], row["investment"], row["title_zh"], row["unit"]) == (None, None, "", "")
    assert read("p1,wind,,,,,5,,,2022,2024,,,,").faults == ()


@pytest.mark.parametrize(
    ("change", "code", "column"),
    [
        (("p1,", ","), "CSV027", "id"),
        (("wind", ""), "CSV027", "measure"),
        (("4e5", ""), "CSV027", "amount"),
        (("4e5", "-4"), "CSV024", "amount"),
        (("4e5", "40万"), "NUM008", "amount"),
        (("1.05", "-1"), "CSV024", "effect"),
        (("2022", "22"), "CSV024", "from"),
        (("2.4e9", "many"), "NUM004", "investment"),
    ],
)
def test_each_fault_has_line_and_column(change, code, column):
    reading = read(ROW.replace(*change, 1))
    assert told(reading) == [(code, 2, column)]
    assert reading.errors


def test_a_row_twice_is_kept_once_and_two_rows_of_one_id_are_refused():
    same = read(ROW, ROW)
    assert ([f.code for f in same.faults], same.frame.height) == (["CSV030"], 1)
    other = read(ROW, ROW.replace("kW", "MW"))
    (fault,) = other.errors
    assert fault.message() == "projects.csv lines 2 and 3: p1 stands for two different rows"
    assert fault.message("zh") == "projects.csv 第 2 行与第 3 行：p1 对应两条不同的记录"


def test_a_unit_is_any_word():
    units = [row["unit"] for row in read(ROW.replace("kW", "t/h")).frame.iter_rows(named=True)]
    assert units == ["t/h"]
