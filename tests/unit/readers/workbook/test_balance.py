"""The energy balance as yearbooks print it, in either direction, one year a sheet."""

import pytest

from dualcarbon.readers.workbook.workbook import read_workbook_bytes

FUELS = ["原煤\nRaw Coal", "洗精煤", "天然气", "电力", "热力"]
UNITS = ["（万吨）", "（万吨）", "（亿立方米）", "（亿千瓦时）", "（百亿千焦）"]
USES = [
    "一、可供本地区消费的能源量",
    "1.一次能源生产量",
    "二、加工转换投入（-）产出（+）量",
    "1.火力发电",
    "四、终端消费量",
    "1.农、林、牧、渔业",
]
VALUES = [[100, 20, 3, 4, None], [90, None, 1, 2, None], [-50, -5, None, 30, 8], [-45, None, None, 30, None], [40, 10, 3, 30, 8], [1, None, 0.5, 2, None]]  # fmt: skip
TITLE = "江苏省能源平衡表（实物量）- 2020"


def upright(title=TITLE):
    """Lay the balance out with a line of units below the names of the fuels."""
    rows = [[title], ["项目", *FUELS], [None, *UNITS]]
    return rows + [[use, *values] for use, values in zip(USES, VALUES, strict=True)]


def turned(title=TITLE):
    columns = [list(column) for column in zip(*VALUES, strict=True)]
    named = [
        f"{fuel} {unit}".replace("\nRaw Coal", "") for fuel, unit in zip(FUELS, UNITS, strict=True)
    ]
    return [
        [title],
        ["品种", *USES],
        *([name, *column] for name, column in zip(named, columns, strict=True)),
    ]


def read(make, rows, name="平衡表"):
    return read_workbook_bytes(make.of(rows, name), "f.xlsx")


@pytest.mark.parametrize("layout", [upright, turned])
def test_a_printed_balance_is_a_row_for_each_cell(make, layout):
    book = read(make, layout())
    assert book.faults == ()
    frame = book.readings["balance"].frame
    filled = [value for values in VALUES for value in values if value is not None]
    assert sorted(frame["given"].to_list()) == sorted(filled)
    assert set(frame["year"].to_list()) == {2020}
    known = {(row, fuel): (given, unit, kept) for row, fuel, given, unit, kept in frame.select("row", "fuel", "given", "given_unit", "unit").rows()}  # fmt: skip
    assert known["power", "raw_coal"] == (-45, "万吨", "t")
    assert known["production", "natural_gas"] == (1, "亿立方米", "m3")
    assert known["transformation", "heat"] == (8, "百亿千焦", "GJ")


def test_both_directions_say_the_same(make):
    first, second = (
        read(make, layout()).readings["balance"].frame.drop("line") for layout in (upright, turned)
    )
    key = ["row", "fuel"]
    assert first.sort(key).equals(second.sort(key))


def test_a_bad_cell_is_named_by_its_address(make):
    rows = upright()
    rows[4][1] = "—"
    told = [(f.code, f.place.sheet, f.place.cell) for f in read(make, rows).errors]
    assert told == [("NUM013", "平衡表", "B5")]


def test_the_year_may_stand_in_the_name_of_the_sheet_but_must_stand_somewhere(make):
    assert (
        read(make, upright("能源平衡表"), "2019").readings["balance"].frame["year"].to_list()[0]
        == 2019
    )
    told = read(make, upright("能源平衡表")).errors
    assert [f.code for f in told] == ["XLS032"]


def test_two_years_in_the_title_are_none(make):
    assert [f.code for f in read(make, upright("2019-2020 能源平衡表")).errors] == ["XLS032"]


def test_a_fuel_without_a_unit_is_refused_and_the_rest_is_looked_at(make):
    rows = upright()
    rows[2][3] = None
    assert [(f.code, f.place.cell) for f in read(make, rows).errors] == [("XLS033", "D2")]


def test_names_that_are_neither_fuel_nor_row_are_told_and_not_read(make):
    rows = upright()
    rows[1][2] = "折标系数表"
    rows.insert(5, ["其他未列名", 1, 2, 3, 4, 5])
    book = read(make, rows)
    assert [(f.code, f.place.cell) for f in book.faults] == [("XLS037", "C2"), ("XLS037", "A6")]


def test_one_fuel_or_row_twice_is_refused(make):
    rows = upright()
    rows[1][2] = "原煤"
    rows[7][0] = "1.火力发电"
    assert [(f.code, f.place.cell) for f in read(make, rows).errors] == [
        ("XLS036", "C2"),
        ("XLS036", "A8"),
    ]


def test_years_stand_on_sheets_of_their_own(make):
    sheets = {str(year): make.sheet(upright("能源平衡表")) for year in (2019, 2020)}
    book = read_workbook_bytes(make.zipped(make.parts(sheets)), "f.xlsx")
    assert book.errors == []
    assert sorted(set(book.readings["balance"].frame["year"].to_list())) == [2019, 2020]
    assert book.sheets["balance"] == ("2019", "2020")


def test_a_long_table_of_fuels_and_uses_is_no_printed_balance(make):
    rows = [["year", "sector", "flow", "fuel", "value", "unit"]]
    for sector in ("agriculture", "industry", "transport", "construction"):
        rows += [
            [2020, sector, "final", fuel, 1, "10^4 tce"]
            for fuel in ("coal", "oil", "natural_gas", "heat")
        ]
    book = read(make, rows, "energy")
    assert (list(book.readings), book.faults) == (["energy"], ())


def test_the_balance_in_long_form_is_read_as_it_stands(make):
    rows = [["year", "row", "fuel", "value", "unit"], [2020, "火力发电", "原煤", -45, "万吨"], [2020, "生产量", "洗精煤", 1, "万吨"], [2020, "终端消费量", "天然气", 1, "亿立方米"]]  # fmt: skip
    book = read(make, rows, "balance")
    assert book.faults == ()
    assert book.readings["balance"].frame["row"].to_list()[0] == "power"
