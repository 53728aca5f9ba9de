"""The messy workbook of a bureau: what is clear is read, what is not is told."""

import polars as pl
import pytest

from dualcarbon.readers.csv import read_bytes
from dualcarbon.readers.workbook import formats, layout
from dualcarbon.readers.workbook.workbook import read_workbook_bytes
from dualcarbon.vocabulary.tables import FIELDS, TABLES
from dualcarbon.vocabulary.workbooks import OF_A_STUDY, table_of, title

CHINESE = ["年份", "部门", "环节", "能源品种", "数值（万吨标准煤）", "资料来源"]


def read(data):
    return read_workbook_bytes(data, "f.xlsx")


def codes(book):
    return [fault.code for fault in book.faults]


def test_a_clean_sheet_reads_like_the_same_csv(make):
    rows = [make.headings, make.row, [2021, "工业", "终端消费", "煤炭", "1,300.5", "万吨标准煤"]]
    book = read(make.of(rows))
    text = "\n".join(",".join(f'"{cell}"' for cell in row) for row in rows)
    plain = read_bytes(text.encode(), "energy", "energy.csv")
    assert book.readings["energy"].frame.equals(plain.frame)
    assert (
        codes(book)
        == [fault.code for fault in plain.faults]
        == ["CSV032", "CSV032", "CSV032", "NUM001"]
    )
    assert book.faults[-1].message().startswith('f.xlsx sheet "energy" cell E3: "1,300.5"')
    assert book.readings["energy"].file == "f.xlsx!energy"


def test_titles_above_blank_rows_and_notes_below_are_no_rows(make):
    rows = [
        ["江苏省能源消费量"], ["制表：统计处", None, None, None, "2021年10月"], [None],
        CHINESE, [None], [2020, "工业", "终端消费", "煤炭", 12.5, "年鉴"], [None],
        ["2021", "工业", "终端消费", "煤炭", 13, "年鉴"], ["注：2021年为初步数"], ["资料来源：年鉴"],
    ]  # fmt: skip
    book = read(make.of(rows, "能源"))
    frame = book.readings["energy"].frame
    assert frame.select("line", "year", "fuel", "value", "unit", "source").rows() == [
        (6, 2020, "coal", 125_000.0, "tce", "年鉴"),
        (8, 2021, "coal", 130_000.0, "tce", "年鉴"),
    ]
    assert [(f.code, f.place.cell) for f in book.faults] == [("XLS025", "A9"), ("XLS025", "A10")]


def test_one_unit_for_the_table_may_stand_in_a_line_above_it(make):
    rows = [["单位：万吨标准煤"], [*CHINESE[:4], "数值"], [2020, "工业", "终端消费", "煤炭", 2]]
    frame = read(make.of(rows, "energy")).readings["energy"].frame
    assert frame["value"].to_list() == [20_000.0]


def test_two_units_above_a_table_are_none(make):
    rows = [
        ["单位：万吨标准煤"],
        ["单位：吨"],
        [*CHINESE[:4], "数值"],
        [2020, "工业", "终端消费", "煤炭", 2],
    ]
    assert "CSV004" in codes(read(make.of(rows, "energy")))


def test_merged_cells_are_read_in_each_row_and_told(make):
    rows = [
        make.headings,
        make.row,
        [None, "transport", *make.row[2:]],
        [None, "households", *make.row[2:]],
    ]
    merged = '<mergeCells count="1"><mergeCell ref="A2:A4"/></mergeCells>'
    book = read(make.of(rows, after=merged))
    assert book.readings["energy"].frame["year"].to_list() == [2020] * 3
    assert [f.message() for f in book.faults] == [
        'f.xlsx sheet "energy" cell A2: merged cells A2:A4; their value is read in each row'
    ]


def test_a_blank_cell_that_is_not_merged_is_not_filled(make):
    book = read(make.of([make.headings, make.row, [None, "transport", *make.row[2:]]]))
    assert [(f.code, f.place.cell) for f in book.errors] == [("CSV027", "A3")]


def test_every_fault_of_all_sheets_is_told_at_once(make):
    first = make.sheet(
        [make.headings, ["２０２０", "industri", "final", "coal", "1,5", "10^4 tce"]]
    )
    second = make.sheet(
        [["year", "indicator", "value", "unit"], [2020, "population", "—", "10^4 person"]]
    )
    book = read(make.zipped(make.parts({"energy": first, "人口": second})))
    assert [(f.code, f.place.sheet, f.place.cell) for f in book.errors] == [
        ("NUM003", "energy", "A2"), ("CSV025", "energy", "B2"), ("NUM002", "energy", "E2"), ("NUM013", "人口", "C2"),
    ]  # fmt: skip


def test_two_sheets_of_one_table_are_put_together_and_compared(make):
    sheets = {
        f"能源 {year}": make.sheet([make.headings, [year, *make.row[1:]]]) for year in (2019, 2020)
    }
    book = read(make.zipped(make.parts(sheets)))
    assert book.readings["energy"].frame["year"].to_list() == [2019, 2020]
    assert book.sheets == {"energy": ("能源 2019", "能源 2020")}
    twice = {"energy a": make.sheet([make.headings, make.row]), "energy b": make.sheet([make.headings, [*make.row[:4], 13, make.row[5]]])}  # fmt: skip
    told = read(make.zipped(make.parts(twice))).errors
    assert [f.message() for f in told] == [
        "f.xlsx lines energy a!2 and energy b!2: two values for 2020 industry final coal: 12.5 and 13"
    ]


def test_a_sheet_of_another_name_is_known_by_its_headings_and_told(make):
    book = read(make.of([make.headings, make.row], "Sheet1"))
    assert (list(book.readings), codes(book)) == (["energy"], ["XLS031"])


def test_headings_that_fit_two_tables_are_not_guessed(make):
    rows = [
        ["year", "sector", "indicator", "value", "unit"],
        [2020, "total", "value_added", 1, "10^8 CNY2010"],
    ]
    book = read(make.of(rows, "Sheet1"))
    assert (list(book.readings), codes(book)) == ([], ["XLS017", "XLS030"])


def test_columns_without_a_heading_and_beside_the_table_are_told(make):
    rows = [
        [*make.headings[:2], None, *make.headings[2:]],
        [2020, "industry", 7, *make.row[2:], None, 99],
    ]
    book = read(make.of(rows))
    assert [(f.code, f.place.cell) for f in book.faults] == [("CSV009", "C2"), ("XLS025", "I2")]


def test_an_extra_column_is_told_and_an_empty_workbook_too(make):
    book = read(make.of([[*make.headings, "备注一"], [*make.row, "x"]]))
    assert [f.message() for f in book.faults] == [
        'f.xlsx sheet "energy" row 1: column "备注一" is not used'
    ]
    assert codes(read(make.of([make.headings]))) == ["CSV002"]


def test_texts_numbers_and_truths_are_what_they_were(make):
    rows = [
        [*make.headings, "source", "vintage"],
        [*make.row, "_x0041_ 1", '<c r="@" t="b"><v>1</v></c>'],
    ]
    row = read(make.of(rows)).readings["energy"].frame.row(0, named=True)
    assert (row["source"], row["vintage"]) == ("A 1", "TRUE")


@pytest.mark.parametrize("name", OF_A_STUDY)
def test_headings_and_sheets_of_every_table_are_read_back(name):
    table = TABLES[name]
    assert table_of(title(table)) == name
    for field in table.fields:
        for text in (
            f"{field.zh}\n{field.name}",
            f"{field.zh}（{field.name}）",
            field.zh,
            f" {field.name.upper()} ",
        ):
            assert layout.heading(text, table) == (field.name, "")


@pytest.mark.parametrize(
    ("code", "meaning"),
    [("General", ""), ("0.00", ""), ("#,##0", ""), ("#,##0,", "/1000"), ('0!.0,"万"', "/10000"), ("0.0%", "%"),
     ('"%"0', ""), ("yyyy/m/d", "d"), ("[h]:mm", "d"), ("[Red]0;[Blue]-0", ""), (r"0\.0000", "/10000"), ('0"元"', "")],
)  # fmt: skip
def test_a_format_says_what_it_hides(code, meaning):
    assert formats.meaning(164, code) == meaning


def test_no_row_is_lost_without_a_word(make):
    rows = [make.headings, *([2000 + n, *make.row[1:]] for n in range(20))]
    rows[7][0] = "n.a."
    book = read(make.of(rows))
    assert book.readings["energy"].frame.height + book.readings["energy"].lost == 20
    assert len(book.errors) == 1
    assert book.readings["energy"].frame.schema["value"] == pl.Float64
    assert set(FIELDS) >= set(TABLES["energy"].columns)
