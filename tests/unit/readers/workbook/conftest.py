"""Workbooks put together by hand, so that any part of one may be wrong."""

import io
import zipfile

import pytest

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
HEADINGS = ["year", "sector", "flow", "fuel", "value", "unit"]
ROW = [2020, "industry", "final", "coal", 12.5, "10^4 tce"]


def cell(address, value):
    """Write a cell the plain way: a number, a text, or XML as it is given."""
    if isinstance(value, str) and value.startswith("<"):
        return value.replace("@", address)
    if isinstance(value, str):
        text = value.replace("&", "&amp;").replace("<", "&lt;")
        return f'<c r="{address}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
    return "" if value is None else f'<c r="{address}"><v>{value}</v></c>'


def sheet_of(rows, before="", after=""):
    """Write a sheet from rows of values."""
    lines = "".join(
        f'<row r="{r}">'
        + "".join(cell(f"{chr(65 + c)}{r}", value) for c, value in enumerate(values))
        + "</row>"
        for r, values in enumerate(rows, start=1)
    )
    return worksheet(f"{before}<sheetData>{lines}</sheetData>{after}")


def worksheet(inside):
    return f'{HEAD}<worksheet xmlns="{MAIN}">{inside}</worksheet>'


def parts_of(sheets, *, formats=(), texts=(), states=None):
    """Give the parts of a workbook by name; the cells of style n + 1 use the n-th format."""
    states = states or {}
    listed = "".join(
        f'<sheet name="{name}" sheetId="{n}" r:id="rId{n}" state="{states.get(name, "visible")}"/>'
        for n, name in enumerate(sheets, start=1)
    )
    related = "".join(
        f'<Relationship Id="rId{n}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in range(1, len(sheets) + 1)
    )
    more = "".join(
        f'<Relationship Id="rId{90 + n}" Type="{OFFICE}/{kind}" Target="{kind}.xml"/>'
        for n, kind in enumerate(("styles", "sharedStrings"))
    )
    codes = "".join(
        f'<numFmt numFmtId="{164 + n}" formatCode="{c}"/>' for n, c in enumerate(formats)
    )
    used = "".join(f'<xf numFmtId="{164 + n}"/>' for n in range(len(formats)))
    overrides = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
        for n in range(1, len(sheets) + 1)
    )
    kinds = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    return {
        "[Content_Types].xml": f'{HEAD}<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kinds}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{kinds}.styles+xml"/>'
        f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kinds}.sharedStrings+xml"/>{overrides}</Types>',
        "_rels/.rels": f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{related}{more}</Relationships>',
        "xl/styles.xml": f'{HEAD}<styleSheet xmlns="{MAIN}"><numFmts>{codes}</numFmts>'
        '<fonts><font/></fonts><fills><fill/></fills><borders><border/></borders>'
        '<cellStyleXfs><xf numFmtId="0"/></cellStyleXfs>'
        f'<cellXfs><xf numFmtId="0"/>{used}</cellXfs></styleSheet>',
        "xl/sharedStrings.xml": f'{HEAD}<sst xmlns="{MAIN}">' + "".join(f"<si><t>{t}</t></si>" for t in texts) + "</sst>",
        **{f"xl/worksheets/sheet{n}.xml": xml for n, xml in enumerate(sheets.values(), start=1)},
    }  # fmt: skip


def zipped(parts):
    """Zip parts into the bytes of a workbook."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


class Maker:
    """What tests make workbooks with."""

    headings, row = HEADINGS, ROW
    zipped = staticmethod(zipped)
    parts = staticmethod(parts_of)
    sheet = staticmethod(sheet_of)
    worksheet = staticmethod(worksheet)

    @staticmethod
    def energy(**changed):
        """Give a workbook of one row of energy in which the cells named are changed."""
        return Maker.of([HEADINGS, [changed.get(n, v) for n, v in zip(HEADINGS, ROW, strict=True)]])

    @staticmethod
    def of(rows, name="energy", **more):
        """Give a workbook of one sheet."""
        around = {key: more.pop(key) for key in ("before", "after") if key in more}
        return zipped(parts_of({name: sheet_of(rows, **around)}, **more))


@pytest.fixture(scope="session")
def make():
    return Maker
