"""A city's inventory as a workbook: a sheet of totals, and a sheet a year with every reference of the GPC."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from dualcarbon.vocabulary.names import GPC

GASES = ("CO2", "CH4", "N2O", "HFC", "PFC", "SF6", "NF3")
"""Gases and groups of gases that the table gives a column each."""
HEADS = {
    "row": ("GPC ref. no.", "编号"), "sector": ("Sector", "部门"), "name": ("Sub-sector", "子部门"), "scope": ("Scope", "范围"),
    "notation": ("Notation key", "标记"), **{gas: (gas, gas) for gas in GASES}, "CO2e": ("Total CO2e", "合计 CO2e"),
    "CO2b": ("CO2(b)", "生物源 CO2"), "grade": ("Data quality", "数据质量"), "basic": ("In BASIC", "计入 BASIC"),
    "basic_plus": ("In BASIC+", "计入 BASIC+"), "territorial": ("Territorial", "属地"),
}  # fmt: skip
TOTALS = {
    "basic": ("BASIC", "BASIC"),
    "basic_plus": ("BASIC+", "BASIC+"),
    "territorial": ("Territorial (scope 1)", "属地（范围一）"),
}
SECTORS = {
    "stationary": ("I Stationary energy", "I 固定源能源"),
    "transport": ("II Transportation", "II 交通"),
    "waste": ("III Waste", "III 废弃物"),
    "processes": ("IV Industrial processes and product use", "IV 工业生产过程与产品使用"),
    "afolu": ("V Agriculture, forestry and other land use", "V 农业、林业和其他土地利用"),
    "other": ("VI Other scope 3", "VI 其他范围三"),
}
KEYS = {
    "NO": ("not occurring", "不发生"),
    "NE": ("not estimated", "未估算"),
    "IE": ("included elsewhere", "计入他处"),
    "C": ("confidential", "保密"),
}
WIDTHS = {"row": 10, "sector": 30, "name": 60, "notation": 12}
ALWAYS = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)  # the same results give the same bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class City:
    """What the head of every sheet says."""

    title: Mapping[str, str]
    region: str
    gwp: str
    run: str


def write(rows: pl.DataFrame, totals: pl.DataFrame, city: City, file: Path) -> Path:
    """Write the workbook and give the file.

    Parameters
    ----------
    rows : DataFrame
        Columns ``year``, ``row``, ``notation``, ``grade`` and the amounts of every gas column in t CO2e, ``CO2b`` in t
        CO2; empty where ``notation`` holds a key.
    totals : DataFrame
        Columns ``year``, ``total``, ``value`` [t CO2e].
    city : City
        What the sheets are of.
    file : Path
        File to write.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    options = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    with xlsxwriter.Workbook(str(file), options) as book:
        book.set_properties({"title": city.title["en"], "created": ALWAYS})
        forms = _forms(book)
        _totals(book.add_worksheet("totals"), totals, city, forms)
        for year in sorted(rows["year"].unique().to_list()):
            one = rows.filter(pl.col("year") == year)
            _year(book.add_worksheet(str(year)), one, f"{year}", city, forms)
    return file


def _forms(book: xlsxwriter.Workbook) -> dict[str, Format]:
    return {
        "title": book.add_format({"bold": True, "font_size": 13}),
        "head": book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1}),
        "number": book.add_format({"num_format": "#,##0.0"}),
        "key": book.add_format({"align": "center", "font_color": "#7a5c00"}),
        "text": book.add_format({}),
    }


def _totals(
    sheet: Worksheet, totals: pl.DataFrame, city: City, forms: Mapping[str, Format]
) -> None:
    _title(sheet, city, "", forms)
    years = sorted(totals["year"].unique().to_list())
    _heads(sheet, ["t CO2e", *map(str, years)], forms)
    values = {(row["total"], row["year"]): row["value"] for row in totals.iter_rows(named=True)}
    for place, (total, names) in enumerate(TOTALS.items(), start=4):
        sheet.write_string(place, 0, " ".join(dict.fromkeys(names)))
        for column, year in enumerate(years, start=1):
            _number(sheet, place, column, values.get((total, year)), forms)
    for place, (key, names) in enumerate(KEYS.items(), start=5 + len(TOTALS)):
        sheet.write_string(place, 0, f"{key}: {' '.join(names)}")
    sheet.set_column(0, 0, 40)
    sheet.set_column(1, max(1, len(years)), 16)


def _year(
    sheet: Worksheet, rows: pl.DataFrame, year: str, city: City, forms: Mapping[str, Format]
) -> None:
    _title(sheet, city, year, forms)
    _heads(sheet, ["\n".join(dict.fromkeys(names)) for names in HEADS.values()], forms)
    for place, row in enumerate(rows.iter_rows(named=True), start=4):
        _row(sheet, place, row, forms)
    for column, name in enumerate(HEADS):
        sheet.set_column(column, column, WIDTHS.get(name, 12))
    sheet.freeze_panes(4, 1)


def _title(sheet: Worksheet, city: City, year: str, forms: Mapping[str, Format]) -> None:
    sheet.write_string(
        0, 0, f"{city.title['en']} {city.title['zh']} {year}".strip(), forms["title"]
    )
    sheet.write_string(1, 0, f"GB/T 2260: {city.region}; t CO2e, {city.gwp}; run {city.run}")


def _heads(sheet: Worksheet, heads: Sequence[str], forms: Mapping[str, Format]) -> None:
    for column, head in enumerate(heads):
        sheet.write_string(3, column, head, forms["head"])


def _row(sheet: Worksheet, place: int, row: Mapping[str, Any], forms: Mapping[str, Format]) -> None:
    for column, (name, value) in enumerate(_cells(row)):
        if name in (*GASES, "CO2e", "CO2b"):
            _number(sheet, place, column, value, forms)
        else:
            sheet.write_string(place, column, value, forms["key" if name == "notation" else "text"])


def _cells(row: Mapping[str, Any]) -> Iterable[tuple[str, Any]]:
    """Give the cells of a row in the order of the headings."""
    id = str(row["row"])
    name = GPC[id]
    known = {
        "row": id, "sector": " ".join(SECTORS[name.more["sector"]]), "name": f"{name.en} {name.zh}",
        "scope": name.more["scope"], "notation": row["notation"], "grade": row["grade"],
        **{total: "x" if name.more[total] == "1" else "" for total in TOTALS},
    }  # fmt: skip
    return ((head, known.get(head, row.get(head))) for head in HEADS)


def _number(sheet: Worksheet, place: int, column: int, value: float | None, forms: Mapping[str, Format]) -> None:  # fmt: skip
    if value is not None:
        sheet.write_number(place, column, value, forms["number"])
