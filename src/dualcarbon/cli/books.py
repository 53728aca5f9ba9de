"""What the commands of workbooks print: files made, tables read, faults that remain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.table import Table

from dualcarbon.cli.show import out, print_json, record, warn

if TYPE_CHECKING:
    import polars as pl

    from dualcarbon.study.workbooks import Made, Taken

WORDS = {
    "en": {
        "rows": "rows", "table": "table", "file": "file", "years": "years", "sheets": "sheets",
        "next": "next: fill it in, then  dualcarbon workbook read {file} STUDY", "written": "Written.",
        "preview": "Nothing was written; say --write to write these files.", "marked": "{count} faults marked in {file}",
        "lost": "Charts, pictures and stored results of formulas are not kept: open it, let it recalculate, and save.",
    },
    "zh": {
        "rows": "行数", "table": "数据表", "file": "文件", "years": "年份", "sheets": "工作表",
        "next": "下一步：填写后运行  dualcarbon workbook read {file} STUDY", "written": "已写入。",
        "preview": "尚未写入；加 --write 写入以上文件。", "marked": "已在 {file} 中标注 {count} 处",
        "lost": "图表、图片和公式的存储结果未保留：请打开文件，重新计算后保存。",
    },
}  # fmt: skip


def made(made: Made, *, as_json: bool, lang: str) -> None:
    """Say which workbook was made and what it holds."""
    if as_json:
        faults = [record(fault, lang) for fault in made.faults]
        print_json({"file": str(made.file), "rows": dict(made.rows), "warnings": faults})
        return
    warn(made.faults, lang, limit=len(made.faults))
    console, words = out(), WORDS[lang]
    console.print(f"  {made.file}", markup=False)
    for name, count in made.rows.items():
        console.print(f"    {name}: {count} {words['rows']}", markup=False)
    console.print(words["next"].format(file=made.file), markup=False)


def taken(taken: Taken, *, as_json: bool, lang: str) -> None:
    """Show the tables that a workbook holds, and whether they were written."""
    warnings, readings = taken.workbook.warnings, taken.workbook.readings
    if as_json:
        tables = {
            name: {
                "file": str(taken.files[name]),
                "rows": one.frame.height,
                "sheets": list(taken.workbook.sheets[name]),
            }
            for name, one in readings.items()
        }
        found = [record(fault, lang) for fault in warnings]
        print_json({"tables": tables, "written": taken.written, "faults": [], "warnings": found})
        return
    warn(warnings, lang, limit=len(warnings))
    console, words = out(), WORDS[lang]
    table = Table(box=None, pad_edge=False)
    for word in ("table", "rows", "years", "sheets", "file"):
        table.add_column(words[word])
    for name, one in readings.items():
        sheets = ", ".join(taken.workbook.sheets[name])
        table.add_row(
            name, str(one.frame.height), _years(one.frame), sheets, str(taken.files[name])
        )
    console.print(table)
    console.print(words["written" if taken.written else "preview"], markup=False)


def _years(frame: pl.DataFrame) -> str:
    if "year" not in frame.columns or frame.is_empty():
        return ""
    years = sorted(frame["year"].to_list())
    return f"{years[0]}-{years[-1]}"


def annotated(made: Made, *, as_json: bool, lang: str) -> None:
    """Say where the marked workbook is, and what it did not keep."""
    count = sum(made.rows.values())
    if as_json:
        found = [record(fault, lang) for fault in made.faults]
        print_json({"file": str(made.file), "marked": count, "found": found})
        return
    console, words = out(), WORDS[lang]
    console.print(words["marked"].format(count=count, file=made.file), markup=False)
    console.print(words["lost"], markup=False)
