"""The workbook to fill in: what it offers, what it locks, and that it gives back the table it was made from."""

import io
import re
import zipfile

import openpyxl
import pytest

from dualcarbon.readers.csv import read_bytes
from dualcarbon.readers.workbook.workbook import read_workbook_bytes
from dualcarbon.vocabulary import usual_units
from dualcarbon.vocabulary.names import FUELS
from dualcarbon.vocabulary.tables import TABLES
from dualcarbon.vocabulary.units import scale
from dualcarbon.vocabulary.workbooks import HELP, LISTS, OF_A_STUDY, title
from dualcarbon.writers import lists
from dualcarbon.writers.template import template

ENERGY = [
    {"year": "2020", "sector": "industry", "flow": "final", "fuel": "raw_coal", "value": "0.30000000000000004", "unit": "10^4 t"},
    {"year": "2020", "sector": "industry", "flow": "final", "fuel": "heat", "value": "1e-300", "unit": "10^10 kJ", "source": "=cmd|' /C calc'!A0"},
    {"year": "2020", "sector": "households", "flow": "final", "fuel": "natural_gas", "value": "NE", "unit": "10^8 m3", "source": "@SUM(A1)"},
    {"year": "2020", "sector": "energy_supply", "flow": "power", "fuel": "electricity", "value": "-1234567.8901234567", "unit": "10^8 kWh", "vintage": "1, \"2\""},
]  # fmt: skip


def opened(data):
    return openpyxl.load_workbook(io.BytesIO(data))


def as_csv(rows, table):
    names = TABLES[table].columns
    quoted = ('"' + row.get(name, "").replace('"', '""') + '"' for row in rows for name in names)
    cells = list(quoted)
    lines = [",".join(cells[n : n + len(names)]) for n in range(0, len(cells), len(names))]
    return "\n".join([",".join(names), *lines]).encode()


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_filled_template_gives_back_the_table_it_was_made_from(lang):
    data, _ = template({"energy": ENERGY}, lang=lang)
    book = read_workbook_bytes(data, "t.xlsx")
    assert book.errors == []
    plain = read_bytes(as_csv(ENERGY, "energy"), "energy", "energy.csv")
    assert book.readings["energy"].frame.equals(plain.frame)
    assert list(book.readings) == ["energy"]


def test_text_that_looks_like_a_formula_is_written_as_text_and_told():
    data, faults = template({"energy": ENERGY})
    told = [(f.code, f.place.sheet, f.place.cell) for f in faults]
    column = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[TABLES["energy"].columns.index("source")]
    assert told == [("EXP001", title(TABLES["energy"]), f"{column}{row}") for row in (3, 4)]
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sheets = [archive.read(n).decode() for n in archive.namelist() if "worksheets/sheet" in n]
    assert not any("<f>" in sheet or "<f " in sheet for sheet in sheets)
    cell = opened(data)[title(TABLES["energy"])][f"{column}3"]
    assert (cell.value, cell.data_type) == ("=cmd|' /C calc'!A0", "s")


def test_every_table_has_a_sheet_with_locked_headings_and_free_cells():
    book = opened(template({}, lang="zh")[0])
    assert book.sheetnames == [HELP, *(title(table) for table in OF_A_STUDY.values()), LISTS]
    for table in OF_A_STUDY.values():
        sheet = book[title(table)]
        assert sheet.protection.sheet
        assert sheet["A1"].protection.locked
        assert not sheet.column_dimensions["A"].protection.locked
        heads = [cell.value.split("\n") for cell in sheet[1]]
        assert heads == [[field.zh, field.name] for field in table.fields]
        assert all(cell.comment for cell in sheet[1])


def test_tables_that_are_asked_for_are_those_that_are_made():
    book = opened(template({}, tables=["population"])[0])
    assert book.sheetnames == [HELP, title(TABLES["population"]), LISTS]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_list_of_units_depends_on_the_fuel_of_the_row(lang):
    book = opened(template({}, lang=lang)[0])
    rules = {str(r.sqref): r for r in book[title(TABLES["energy"])].data_validations.dataValidation}
    columns = TABLES["energy"].columns
    fuel, unit = (chr(65 + columns.index(name)) for name in ("fuel", "unit"))
    assert rules[f"{fuel}2:{fuel}20001"].formula1 == "list_fuel"
    wanted = f'INDIRECT("units_"&VLOOKUP(${fuel}2,list_fuel_ids,2,FALSE))'
    assert rules[f"{unit}2:{unit}20001"].formula1 == wanted
    ids = dict(listed(book, "list_fuel_ids"))
    assert sorted(ids.values()) == sorted(FUELS)
    for name, id in ids.items():
        assert FUELS.resolve(name) == id
        assert [row[0] for row in listed(book, f"units_{id}")] == lists.units_of_fuel(id, lang)


def listed(book, name):
    sheet, _, area = book.defined_names[name].attr_text.rpartition("!")
    return [[cell.value for cell in row] for row in book[sheet.strip("'")][area.replace("$", "")]]


def test_years_and_ranges_are_checked_as_they_are_typed():
    book = opened(template({}, lang="en")[0])
    rules = {
        str(r.sqref): r for r in book[title(TABLES["economy"])].data_validations.dataValidation
    }
    year = rules["A2:A20001"]
    assert (year.type, year.formula1, year.formula2) == ("whole", "1900", "2200")
    assert year.prompt == "Calendar year"


@pytest.mark.parametrize("unit", sorted(usual_units.IN_CHINESE))
def test_a_unit_in_chinese_is_the_same_unit(unit):
    assert scale(usual_units.written(unit, "zh"), unit) == 1.0


def test_no_list_names_what_is_not_read_back():
    for table in OF_A_STUDY.values():
        for field in table.fields:
            for text, id in lists.choices(table, field.name, "zh"):
                if field.book is not None:
                    assert field.book.resolve(text) == id
                assert not re.search(r"[\r\n]", text)
