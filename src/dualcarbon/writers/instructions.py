"""The first sheet of a template: how it is filled in and handed back, in both languages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from xlsxwriter.worksheet import Worksheet

from dualcarbon.vocabulary.tables import Table
from dualcarbon.vocabulary.workbooks import title

TITLE = "双碳研究数据表 · Tables of a carbon study"
SAID = {
    "zh": (
        "每个工作表对应一张数据表；不需要的表留空即可，也可以删除。",
        "深色表头为必填列，浅色表头为选填列；鼠标停在表头上可查看含义、类型和范围。",
        "数值只写数字，倍数写入单位（如 万吨标准煤、10^4 tce）。没有该项写 0；未估算、不发生、已计入他处、保密分别写 NE、NO、IE、C；缺失请留空。",
        "品种、部门、环节、指标和单位可从下拉列表选择；单位列表随品种变化，请先选品种。",
        "加工转换的产出（电力、热力、焦炭等）写负数；能源平衡表按年鉴所印正负号填写。",
        "表头已锁定（无密码）；可以插入、删除、排序数据行；说明请另建工作表。",
        "检查：dualcarbon workbook read 文件 研究文件夹；标注错误：dualcarbon workbook annotate 文件。",
    ),
    "en": (
        "One sheet for each table; leave those that you do not need empty, or delete them.",
        "Dark headings must be filled in, light ones may be left; hold the mouse over a heading for meaning, type and range.",
        "Write numbers only and put the power of ten into the unit (10^4 tce). 0 where there is none; NE, NO, IE, C for not estimated, not occurring, included elsewhere, confidential; leave empty what is missing.",
        "Fuels, sectors, flows, indicators and units come from lists; the list of units depends on the fuel, so choose the fuel first.",
        "What a transformation puts out (electricity, heat, coke) is negative; the energy balance keeps the signs that the yearbook prints.",
        "Headings are locked, without a password; rows may be inserted, deleted and sorted, and notes may go on sheets of their own.",
        "To check it: dualcarbon workbook read FILE STUDY; to have the faults marked in it: dualcarbon workbook annotate FILE.",
    ),
}  # fmt: skip
LISTED = ("工作表 sheet", "内容 meaning", "每行唯一 one row for each")


def write(sheet: Worksheet, tables: Sequence[Table], forms: dict[str, Any], lang: str) -> None:
    """Write the instructions, the language of the template first, and below them the list of sheets."""
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 1, 86)
    sheet.set_column(2, 2, 36)
    sheet.hide_gridlines(2)
    sheet.write_string(0, 0, TITLE, forms["title"])
    row = 2
    for spoken in (lang, "en" if lang == "zh" else "zh"):
        for sentence in SAID[spoken]:
            sheet.merge_range(row, 0, row, 2, sentence, forms["plain"])
            sheet.set_row(row, 30 if len(sentence) > (62 if spoken == "zh" else 130) else 16)
            row += 1
        row += 1
    for column, text in enumerate(LISTED):
        sheet.write_string(row, column, text, forms["optional"])
    for line, table in enumerate(tables, start=row + 1):
        sheet.write_string(line, 0, title(table), forms["plain"])
        sheet.write_string(line, 1, f"{table.meaning_zh}\n{table.meaning}", forms["plain"])
        sheet.write_string(line, 2, ", ".join(table.key), forms["plain"])
        sheet.set_row(line, 46)
    printed(sheet)
    sheet.protect()


def printed(sheet: Worksheet) -> None:
    """Have a sheet printed across, one page wide, on A4."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
