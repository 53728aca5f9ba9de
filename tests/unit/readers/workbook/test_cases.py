"""Every bad workbook gets its code, its level and its sentence; the files are made here, by hand."""

import zipfile
from pathlib import Path

import pytest

from dualcarbon.readers.workbook.workbook import read_workbook, read_workbook_bytes

MADE = {}
TYPES = '<!DOCTYPE a [<!ENTITY b "cccc"><!ENTITY d "&b;&b;&b;&b;">]>'
OUTSIDE = '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>'


def case(code, message):
    """Keep a case: the function makes the file, the sentence is what a reader of it is told."""

    def keep(function):
        MADE[function.__name__] = (function, code, message)
        return function

    return keep


def of_sheet(make, inside, **more):
    return make.zipped(make.parts({"S": make.worksheet(inside)}, **more))


def one_cell(make, xml, row=1):
    return of_sheet(make, f'<sheetData><row r="{row}">{xml}</row></sheetData>')


@case("XLS001", "{file}: the file is empty")
def empty_file(make):
    return b""


@case("XLS002", "{file}: the content is text, not a workbook; upload it as .csv")
def text_renamed(make):
    return b"a,b\n1,2"


@case("XLS003", "{file}: old .xls or password-protected workbook; save as .xlsx without a password")
def old_or_encrypted(make):
    return bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504)


@case("XLS004", "{file}: the file is damaged (zip directory not found); upload again")
def cut_in_half(make):
    whole = make.energy()
    return whole[: len(whole) // 2]


@case(
    "XLS004",
    "{file}: the file is damaged (part xl/worksheets/sheet1.xml cannot be unpacked); upload again",
)
def one_byte_changed(make):
    whole = bytearray(make.energy())
    whole[whole.index(b"xl/worksheets/sheet1.xml") + 60] ^= 0xFF
    return bytes(whole)


@case("XLS004", "{file}: the file is damaged (two parts are called xl/styles.xml); upload again")
def one_name_twice(make, tmp_path):
    path = tmp_path / "twice.zip"
    path.write_bytes(make.energy())
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/styles.xml", "<styleSheet/>")
    return path.read_bytes()


@case("XLS005", "{file}: no workbook in the form .xlsx: it is a Word document")
def another_document(make):
    return make.zipped({"word/document.xml": "<document/>"})


@case("XLS005", "{file}: no workbook in the form .xlsx: it begins like no workbook")
def a_picture(make):
    return b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"


@case("XLS006", "{file}: would unpack to 1,000 MB; the limit is 200 MB")
def one_giant_text(make):
    return bomb(make)


def bomb(make, size=1_000_000_000):
    """Zip a part that is one long text, piece by piece, so that the test itself stays small."""
    import io

    target = io.BytesIO(make.energy())
    with (
        zipfile.ZipFile(target, "a", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/giant.xml", "w") as part,
    ):
        for _ in range(size // 1_000_000):
            part.write(b"a" * 1_000_000)
    return target.getvalue()


@case("XLS006", "{file}: unpacking ratio over 100:1")
def two_million_cells(make):
    row = "<row>" + "<c><v>1</v></c>" * 2_000 + "</row>"
    return of_sheet(make, f"<sheetData>{row * 1_000}</sheetData>")


@case("XLS008", "{file}: 10,009 parts; the limit is 2,000")
def ten_thousand_parts(make):
    return make.zipped(
        make.parts({"S": make.sheet([["x"]])}) | {f"xl/p{n}": "" for n in range(10_002)}
    )


@case(
    "XLS009",
    '{file} sheet "S": used range A1:XFD1048576 is 17,179,869,184 cells; the limit is 5,000,000',
)
def a_cell_in_the_last_corner(make):
    return one_cell(make, '<c r="XFD1048576"><v>1</v></c>', row=1_048_576)


@case("XLS010", "{file}: the file is damaged (part xl/workbook.xml is missing or is not XML)")
def broken_xml(make):
    return make.zipped(
        make.parts({"S": make.sheet([["x"]])})
        | {"xl/workbook.xml": "<workbook><sheets></workbook>"}
    )


@case(
    "XLS010",
    "{file}: the file is damaged (part xl/styles.xml is missing or is not XML)",
)
def letters_of_any_name(make):
    named = '<?xml version="1.0" encoding="UTFA0"?><styleSheet/>'
    return make.zipped(make.parts({"S": make.sheet([["x"]])}) | {"xl/styles.xml": named})


@case(
    "XLS010",
    '{file} sheet "S": the file is damaged (part xl/worksheets/sheet1.xml is missing or is not XML)',
)
def a_sheet_that_is_not_there(make):
    parts = make.parts({"S": make.sheet([["x"]])})
    del parts["xl/worksheets/sheet1.xml"]
    return make.zipped(parts)


@case("XLS011", '{file} sheet "S": cell address "A-1" is not valid')
def negative_row(make):
    return one_cell(make, "<c><v>1</v></c>", row=-1)


@case("XLS011", '{file} sheet "S": cell address "ZZZZZ99999999999" is not valid')
def beyond_the_grid(make):
    return one_cell(make, '<c r="ZZZZZ99999999999"><v>1</v></c>')


@case("XLS012", '{file} sheet "S" cell A1: the cell stands twice, or out of its row')
def one_cell_twice(make):
    return one_cell(make, '<c r="A1"><v>1</v></c><c r="A1"><v>2</v></c>')


@case("XLS013", '{file} sheet "S" cell A1: "abc" in a number cell')
def no_number(make):
    return one_cell(make, '<c r="A1"><v>abc</v></c>')


@case("NUM009", '{file} sheet "S" cell B1: "NaN" is not a finite number')
def not_finite(make):
    return one_cell(make, '<c r="B1"><v>NaN</v></c>')


@case("NUM009", '{file} sheet "energy" cell E2: "1e999" is not a finite number')
def beyond_all_numbers(make):
    return make.energy(value='<c r="@"><v>1e999</v></c>')


@case(
    "XLS015",
    '{file} sheet "S" cell A1: formula without a stored result; open, recalculate and save',
)
def never_calculated(make):
    return one_cell(make, '<c r="A1"><f>SUM(C1:C9)</f></c>')


@case("XLS016", '{file} sheet "energy" cell E2: #REF!')
def error_value(make):
    return make.energy(value='<c r="@" t="e"><f>Z9</f><v>#REF!</v></c>')


@case("XLS018", "{file}: document type declarations are not allowed")
def billion_laughs(make):
    parts = make.parts({"S": make.sheet([["x"]])})
    return make.zipped(parts | {"xl/sharedStrings.xml": f"{TYPES}<sst><si><t>&d;</t></si></sst>"})


@case("XLS018", "{file}: document type declarations are not allowed")
def outside_entity(make):
    parts = make.parts({"S": make.sheet([["x"]])})
    return make.zipped(parts | {"xl/worksheets/sheet1.xml": f"{OUTSIDE}<worksheet>&b;</worksheet>"})


@case("XLS018", "{file}: document type declarations are not allowed")
def entity_in_two_byte_letters(make):
    parts = make.parts({"S": make.sheet([["x"]])})
    wide = f'<?xml version="1.0" encoding="UTF-16"?>{OUTSIDE}<worksheet/>'.encode("utf-16")
    return make.zipped(parts | {"xl/worksheets/sheet1.xml": wide})


@case("XLS019", '{file} sheet "S" cell A1: text longer than 32,767 characters')
def too_long_a_text(make):
    return one_cell(make, f'<c r="A1" t="str"><v>{"a" * 40_000}</v></c>')


@case("XLS020", "{file}: workbooks with macros are not accepted")
def macros(make):
    return make.zipped(make.parts({"S": make.sheet([["x"]])}) | {"xl/vbaProject.bin": "x"})


@case("XLS021", '{file} sheet "energy": rows 3-4 are hidden; they are read')
def hidden_rows(make):
    rows = [make.headings, *([year, *make.row[1:]] for year in (2018, 2019, 2020))]
    sheet = make.sheet(rows)
    for row in (3, 4):
        sheet = sheet.replace(f'<row r="{row}">', f'<row r="{row}" hidden="1">')
    return make.zipped(make.parts({"energy": sheet}))


@case("XLS021", '{file} sheet "energy": column F is hidden; it is read')
def hidden_column(make):
    return make.of(
        [make.headings, make.row], before='<cols><col min="6" max="6" hidden="1"/></cols>'
    )


@case("XLS021", '{file} sheet "energy": the sheet is hidden; it is read')
def hidden_sheet(make):
    return make.of([make.headings, make.row], states={"energy": "hidden"})


@case("XLS023", '{file} sheet "energy" cell E2: number stored as text; read as 12')
def number_as_text(make):
    return make.energy(value="12")


@case("XLS024", '{file} sheet "energy" cell A2: a date where a year is expected')
def days_for_a_year(make):
    return make.energy(year=43831)


@case("XLS024", '{file} sheet "energy" cell A2: a date where a year is expected')
def date_for_a_year(make):
    return make.energy(year='<c r="@" t="d"><v>2020-01-01</v></c>')


@case("CSV024", '{file} sheet "energy" cell A2: 20203 is outside 1900 to 2200')
def digit_too_many_in_a_year(make):
    return make.energy(year=20203)


@case("XLS026", '{file} sheet "energy" cell E2: shown as 5%, read as 0.05')
def percentage(make):
    return styled(make, 0.05, "0%")


@case(
    "XLS027",
    '{file} sheet "energy" cell E2: number format hides a factor of 10,000; read as 12340000',
)
def hidden_factor(make):
    return styled(make, 12_340_000, "#,##0!.0000")


def styled(make, value, code, name="energy"):
    row = [f'<c r="@" s="1"><v>{value}</v></c>' if v == 12.5 else v for v in make.row]
    return make.of([make.headings, row], name, formats=[code])


@case("XLS029", '{file} sheet "S" cell B7: control character U+0001')
def control_character(make):
    return one_cell(make, '<c r="B7" t="inlineStr"><is><t>a\x01b</t></is></c>', row=7)


@case("XLS029", '{file} sheet "S" cell B7: control character U+0001')
def control_character_by_number(make):
    return one_cell(make, '<c r="B7" t="inlineStr"><is><t>a&#1;b</t></is></c>', row=7)


@case("XLS029", '{file} sheet "S" cell B7: control character U+0001')
def control_character_escaped(make):
    return one_cell(make, '<c r="B7" t="inlineStr"><is><t>a_x0001_b</t></is></c>', row=7)


@case("XLS029", '{file} sheet "S" cell B7: control character U+0001')
def control_character_among_shared_texts(make):
    cell = '<sheetData><row r="7"><c r="B7" t="s"><v>1</v></c></row></sheetData>'
    return of_sheet(make, cell, texts=["good", "a\x01b"])


@case("XLS030", "{file}: no sheet holds a table that is known")
def no_table(make):
    return make.of([["shopping"], ["milk", 2]], "S")


def built(name, make, tmp_path):
    function = MADE[name][0]
    return function(make, tmp_path) if name == "one_name_twice" else function(make)


@pytest.mark.parametrize("name", MADE)
def test_a_bad_workbook_is_told_what_is_wrong_and_where(name, make, tmp_path):
    _, code, message = MADE[name]
    found = read_workbook_bytes(built(name, make, tmp_path), "f.xlsx")
    told = [fault.message() for fault in found.faults if fault.code == code]
    assert told == [message.format(file="f.xlsx")]
    level = next(fault.level for fault in found.faults if fault.code == code)
    assert level == ("warn" if code in ("XLS021", "XLS023", "XLS026", "XLS027") else "error")
    assert bool(found.errors) == (level == "error")


@pytest.mark.parametrize(
    "name", [name for name in MADE if name not in ("one_giant_text", "two_million_cells")]
)
def test_a_bad_workbook_is_told_in_chinese_without_a_path(name, make, tmp_path):
    path = tmp_path / "能源.xlsx"
    path.write_bytes(built(name, make, tmp_path))
    code = MADE[name][1]
    fault = next(f for f in read_workbook(path).faults if f.code == code)
    sentence = fault.sentence("zh")
    assert sentence.startswith("能源.xlsx")
    assert "{" not in sentence
    assert str(Path(tmp_path)) not in fault.sentence("en")
