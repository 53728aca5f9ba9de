"""Whatever a workbook holds, reading it ends in tables and faults; damage is never read as something else.

Thousands of files are taken apart by the code of the child process in one capped process, because starting Python takes longer
than reading a small file; some go the whole way. A file that ends that process (a library may abort) is handed to the real
reader, which must answer with a code all the same.
"""

from __future__ import annotations

import io
import json
import random
import struct
import subprocess
import sys
import zipfile

import pytest
import xlsxwriter

from dualcarbon.readers.files import Origin
from dualcarbon.readers.workbook import capped
from dualcarbon.readers.workbook.workbook import of_contents, read_workbook_bytes
from dualcarbon.vocabulary.faults import codes

KNOWN = set(codes())
MANY = """
import json, struct, sys
from dualcarbon.readers.workbook import child
child.limited(seconds=600)
source = sys.stdin.buffer
while size := source.read(4):
    data = source.read(struct.unpack("<I", size)[0])
    try:
        answer = child.taken_apart(data)
    except BaseException as foreign:
        answer = {"foreign": repr(foreign)}
    print(json.dumps(answer), flush=True)
"""
PIECES = [
    "", "0", "-1", "1e999", "NaN", "inf", "1_000", "99999999999999999999", "A0", "XFD1048576", "XFE1", "R1C1", "abc", "年份", "&#0;", "&#1;", "&#xD800;",
    "&lt;", "&amp;x", "_x0000_", "_x0001_", "]]>", "<c>", "</c>", "<v>", "</v>", "</row>", "<row>", "<!DOCTYPE x>", "<!--", "\0", "\x01", "\x7f", '"', "'",
    ' t="s"', ' t="b"', ' t="e"', ' t="d"', ' t="str"', ' t="x"', ' s="1"', ' s="999"', ' s="-1"', ' r="A1"', ' hidden="1"', "<f>1</f>", "\ud7ff", "\ue000", "a" * 300,
]  # fmt: skip


def workbook():
    """Write a small workbook of several sheets, kinds of cells and formats."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        percent, day = (
            book.add_format({"num_format": "0%"}),
            book.add_format({"num_format": "yyyy-mm-dd"}),
        )
        energy, people = book.add_worksheet("能源 energy"), book.add_worksheet("population")
        energy.write_row(0, 0, ["年份", "部门", "环节", "品种", "数值", "单位", "来源"])
        for row in range(1, 12):
            energy.write_row(
                row,
                0,
                [
                    2009 + row,
                    "工业",
                    "终端消费",
                    "煤炭",
                    10.5 * row,
                    "万吨标准煤",
                    "Yearbook, table 5",
                ],
            )
        energy.merge_range("G5:G8", "merged")
        people.write_row(0, 0, ["year", "indicator", "value", "unit", "note"])
        people.write_row(1, 0, [2020, "population", 8477.26, "10^4 person"])
        people.write_number(1, 4, 0.05, percent)
        people.write_formula(2, 4, "=1+1", day, 2)
        people.write_boolean(3, 4, True)
    return target.getvalue()


WHOLE = workbook()


def damaged(dice):
    """Change bytes of a file: flipped, cut out, doubled, put elsewhere."""
    data = bytearray(WHOLE)
    for _ in range(dice.choice((1, 1, 1, 2, 5))):
        at, size = dice.randrange(len(data)), dice.choice((1, 1, 2, 8, 64, 500))
        how = dice.randrange(5)
        if how < 2:
            data[at] ^= 1 << dice.randrange(8)
        elif how == 2:
            del data[at : at + size]
        elif how == 3:
            data[at:at] = data[at : at + size]
        else:
            data[at : at + size] = dice.randbytes(min(size, len(data) - at))
    return bytes(data)


def rewritten(dice):
    """Change the XML of a part, and zip it properly."""
    with zipfile.ZipFile(io.BytesIO(WHOLE)) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    name = dice.choice([n for n in parts if n.startswith("xl/")])
    for _ in range(dice.choice((1, 1, 2, 4))):
        text = parts[name]
        at = dice.randrange(len(text) + 1)
        end = min(at + dice.choice((0, 1, 2, 5, 30)), len(text))
        parts[name] = text[:at] + dice.choice(PIECES) + text[end:]
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, text in parts.items():
            archive.writestr(part, text)
    return target.getvalue()


def answers(many):
    """Have many files taken apart, in order; a file that ends the process gives nothing."""
    left, found = list(many), []
    while left:
        sent = b"".join(struct.pack("<I", len(data)) + data for data in left)
        done = subprocess.run(
            [sys.executable, "-P", "-c", MANY], input=sent, capture_output=True, check=False
        )
        lines = done.stdout.decode().splitlines()
        found += [json.loads(line) for line in lines]
        if len(lines) < len(left):
            found.append(None)
        left = left[len(lines) + 1 :]
    return found


def is_told(book):
    """Hold every fault of a reading to its promise; damage gives a fault or the tables that were there."""
    for fault in book.faults:
        assert fault.code in KNOWN
        for lang in ("en", "zh"):
            assert fault.sentence(lang).startswith("t.xlsx")
        assert len(fault.message()) < 700
    assert book.errors or book.readings
    return book


def read(data, answer):
    """Read a file from the answer of a child, or the whole way where it ended the child."""
    first = capped._first_look(data, "t.xlsx")
    if first is not None or answer is None:
        return is_told(read_workbook_bytes(data, "t.xlsx"))
    assert "foreign" not in answer, answer
    return is_told(of_contents(capped.of_answer(answer, Origin("t.xlsx"))))


def same(book, whole):
    return {name: one.frame.rows() for name, one in book.readings.items()} == {
        name: one.frame.rows() for name, one in whole.readings.items()
    }


def hold(count, seed):
    dice = random.Random(seed)
    made = [damaged(dice) if n % 2 else rewritten(dice) for n in range(count)]
    whole = read_workbook_bytes(WHOLE, "t.xlsx")
    refused = 0
    for number, (data, answer) in enumerate(zip(made, answers(made), strict=True)):
        book = read(data, answer)
        refused += bool(book.errors)
        if number % 2 and not book.errors:
            assert same(book, whole), number
    assert count / 4 < refused < count


def test_the_workbook_itself_is_read():
    book = read_workbook_bytes(WHOLE, "t.xlsx")
    assert {name: one.frame.height for name, one in book.readings.items()} == {
        "energy": 11,
        "population": 1,
    }
    assert book.errors == []


def test_two_thousand_mutated_workbooks_are_read_or_explained():
    hold(2_000, seed=20261126)


def test_mutated_workbooks_are_told_the_whole_way():
    dice = random.Random(4)
    for n in range(20):
        is_told(read_workbook_bytes(damaged(dice) if n % 2 else rewritten(dice), "t.xlsx"))


@pytest.mark.slow
def test_ten_thousand_mutated_workbooks_are_read_or_explained():
    hold(10_000, seed=1)


@pytest.mark.slow
def test_two_hundred_mutated_workbooks_are_told_the_whole_way():
    dice = random.Random(5)
    for n in range(200):
        is_told(read_workbook_bytes(damaged(dice) if n % 2 else rewritten(dice), "t.xlsx"))
