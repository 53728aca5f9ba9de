"""Every bad table of the catalogue gets its code, its level and its sentence."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dualcarbon.readers.csv import read_bytes, read_csv

CASES = json.loads(Path(__file__).with_name("cases.json").read_text(encoding="utf-8"))["cases"]
HEAD = "year,sector,flow,fuel,value,unit\n"


def contents(case):
    """Give the bytes of a case."""
    if "bytes" in case:
        return bytes.fromhex(case["bytes"])
    if "utf16" in case:
        return case["utf16"].encode("utf-16")
    row = f"2020,industry,final,coal,{case.get('cell')},tce\n"
    return case.get("file", HEAD + case.get("text", row)).encode()


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['code']}-{case['message'][-24:]}")
def test_a_bad_table_is_told_what_is_wrong_and_where(case, tmp_path):
    table = case.get("table", "energy")
    file = tmp_path / f"{table}.csv"
    file.write_bytes(contents(case))
    reading = read_csv(file, table)
    told = [fault for fault in reading.faults if fault.code == case["code"]]
    assert [fault.message() for fault in told] == [case["message"]]
    assert told[0].level == case["level"]
    assert reading.errors == [f for f in reading.faults if f.level == "error"]
    assert str(tmp_path) not in str(told[0])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["code"])
def test_a_bad_table_is_told_in_chinese(case):
    told = read_bytes(contents(case), case.get("table", "energy"), "能源.csv").faults
    if contents(case):
        sentence = next(fault for fault in told if fault.code == case["code"]).sentence("zh")
        assert sentence.startswith("能源.csv")
        assert "{" not in sentence
