"""A workbook to fill in: a sheet for each table, headings in two languages, drop-downs, ranges, locked headings.

Text that users gave is written as text and never as a formula. Numbers keep all digits that they need to be read back the
same, so that a filled template returns the table that it was made from.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from dualcarbon.vocabulary.faults import Fault, Place, cut, note
from dualcarbon.vocabulary.tables import FIELDS, NEEDED, TYPES, Field, Table
from dualcarbon.vocabulary.workbooks import ABSENT, HELP, LISTS, OF_A_STUDY, ORIGINS, title
from dualcarbon.writers import instructions, lists

Rows = Sequence[Mapping[str, str]]
LAST = 20_000
"""Row down to which cells are checked as they are typed."""
MOST_NOTED = 100
FORMULA_STARTS = ("=", "+", "-", "@")
OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}  # fmt: skip
ALLOWED = dict.fromkeys(
    ("format_cells", "format_columns", "format_rows", "insert_rows", "delete_rows", "sort", "autofilter", "objects"), True
)  # fmt: skip
WIDTHS = {"year": 8, "number": 14, "unit": 16, "name": 20, "choice": 13, "text": 26, "integer": 10}
RANGE_SAID = {"en": "from {0} to {1}", "zh": "{0} 至 {1}"}


class _Exact(Worksheet):  # type: ignore[misc]  # the library carries no types
    """A sheet whose numbers keep the digits that tell them apart; the library keeps sixteen."""

    def _xml_number_element(self, number: float, attributes: list[tuple[str, str]]) -> None:
        said = "".join(f' {key}="{value}"' for key, value in attributes)
        self.fh.write(f"<c{said}><v>{number!r}</v></c>")


def template(
    rows: Mapping[str, Rows],
    *,
    tables: Iterable[str] = (),
    lang: str = "en",
    origins: Mapping[str, str] | None = None,
) -> tuple[bytes, tuple[Fault, ...]]:
    """Give a workbook to fill in, with the rows that are there already.

    Parameters
    ----------
    rows
        Texts of each table by column, in the order of the rows.
    tables
        Tables that get a sheet; all of a study if left out.
    lang
        Language in which names and units are offered; headings stand in both.
    origins
        The study that the rows are from and the hashes of its files, kept on a hidden sheet.

    Returns
    -------
    bytes
        The file.
    tuple of Fault
        Texts that could be taken for formulas, which are written as text.
    """
    target, faults = io.BytesIO(), list[Fault]()
    wanted = [OF_A_STUDY[name] for name in (tuple(tables) or OF_A_STUDY)]
    with xlsxwriter.Workbook(target, OPTIONS) as book:
        forms = _forms(book)
        instructions.write(book.add_worksheet(HELP), wanted, forms, lang)
        sheets = [
            (table, book.add_worksheet(title(table), worksheet_class=_Exact)) for table in wanted
        ]
        names = _lists(book, forms, lang)
        for table, sheet in sheets:
            _headings(sheet, table, forms, lang)
            _checks(sheet, table, names, lang)
            faults += _filled(sheet, table, rows.get(table.name, ()), lang)
        _origins(book, origins or {})
        sheets[0][1].activate()
    return target.getvalue(), tuple(faults[:MOST_NOTED])


def _origins(book: xlsxwriter.Workbook, origins: Mapping[str, str]) -> None:
    if not origins:
        return
    sheet = book.add_worksheet(ORIGINS)
    sheet.very_hidden()
    for row, (name, kept) in enumerate(origins.items()):
        sheet.write_string(row, 0, name)
        sheet.write_string(row, 1, kept or ABSENT)


def _forms(book: xlsxwriter.Workbook) -> dict[str, Any]:
    font = {"font_name": "Microsoft YaHei", "font_size": 10}
    head = font | {"bold": True, "text_wrap": True, "valign": "vcenter", "border": 1}
    return {
        "needed": book.add_format(head | {"bg_color": "#1f4e4a", "font_color": "#ffffff"}),
        "optional": book.add_format(head | {"bg_color": "#dfe9e6"}),
        "cell": book.add_format(font | {"locked": False}),
        "plain": book.add_format(font | {"text_wrap": True, "valign": "top"}),
        "title": book.add_format(font | {"bold": True, "font_size": 14}),
    }


def _headings(sheet: Worksheet, table: Table, forms: dict[str, Any], lang: str) -> None:
    """Write the headings, each with a comment that says what the column holds; cells below are free to edit."""
    for place, column in enumerate(table.fields):
        sheet.set_column(place, place, WIDTHS[column.type], forms["cell"])
    for place, column in enumerate(table.fields):
        kind = "optional" if column.name in table.optional else "needed"
        sheet.write_string(0, place, f"{column.zh}\n{column.name}", forms[kind])
        sheet.write_comment(0, place, _about(table, column), {"x_scale": 2, "y_scale": 1.4})
    sheet.set_row(0, 34)
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    instructions.printed(sheet)
    sheet.protect("", ALLOWED)


def _about(table: Table, column: Field) -> str:
    """Say in both languages what a column holds, in what unit and range, and whether it is needed."""
    needed = 2 if column.name in table.optional else int(column.name in table.blank)
    return "\n".join(
        f"{meaning} [{'; '.join(part for part in (TYPES[lang][column.type], _unit(table, column), _range(column, lang), NEEDED[lang][needed]) if part)}]"
        for lang, meaning in (("zh", column.meaning_zh), ("en", column.meaning))
    )


def _unit(table: Table, column: Field) -> str:
    return table.unit if column.name == "value" and not table.physical else column.unit


def _range(column: Field, lang: str) -> str:
    if column.at_least is None and column.at_most is None:
        return ""
    ends = ("" if end is None else f"{end:g}" for end in (column.at_least, column.at_most))
    return RANGE_SAID[lang].format(*ends).strip()


def _lists(book: xlsxwriter.Workbook, forms: dict[str, Any], lang: str) -> dict[str, str]:
    """Write what may be chosen to a sheet of its own, and give the name of each list by column, or by table and column."""
    sheet = book.add_worksheet(LISTS)
    sheet.protect()
    names: dict[str, str] = {}
    column = 0
    for table in OF_A_STUDY.values():
        for name in table.columns:
            known = lists.choices(table, name, lang)
            key = f"{table.name}_{name}" if name == "unit" else name
            if known and key not in names:
                names[key] = f"list_{key}"
                _list(book, sheet, column, names[key], known)
                column += 2
    for fuel in FIELDS["fuel"].book or ():
        units = [(unit, "") for unit in lists.units_of_fuel(fuel, lang)]
        _list(book, sheet, column, f"units_{fuel}", units)
        column += 1
    sheet.set_column(0, column, 14, forms["plain"])
    return names


def _list(
    book: xlsxwriter.Workbook,
    sheet: Worksheet,
    column: int,
    name: str,
    known: list[tuple[str, str]],
) -> None:
    """Write a list under its name, ids beside what is shown; both columns have a name of their own."""
    sheet.write_string(0, column, name)
    last = len(known)
    for row, (text, id) in enumerate(known, start=1):
        sheet.write_string(row, column, text)
        if id:
            sheet.write_string(row, column + 1, id)
    first, second = xl_col_to_name(column), xl_col_to_name(column + 1)
    book.define_name(name, f"='{LISTS}'!${first}$2:${first}${last + 1}")
    if any(id for _, id in known):
        book.define_name(f"{name}_ids", f"='{LISTS}'!${first}$2:${second}${last + 1}")


def _checks(sheet: Worksheet, table: Table, names: dict[str, str], lang: str) -> None:
    """Have cells checked as they are typed: drop-downs, years, ranges; units depend on the fuel of the row."""
    places = {name: xl_col_to_name(place) for place, name in enumerate(table.columns)}
    for place, column in enumerate(table.fields):
        rule = _rule(table, column, names, places)
        if rule:
            said = {
                "input_title": f"{column.zh} {column.name}"[:32],
                "input_message": (column.meaning_zh if lang == "zh" else column.meaning)[:255],
            }
            sheet.data_validation(1, place, LAST, place, rule | said)


def _rule(
    table: Table, column: Field, names: dict[str, str], places: dict[str, str]
) -> dict[str, Any]:
    if column.name == "unit" and table.physical and table.unit == "tce":
        fuel = f"VLOOKUP(${places['fuel']}2,{names['fuel']}_ids,2,FALSE)"
        return {
            "validate": "list",
            "source": f'=INDIRECT("units_"&{fuel})',
            "error_type": "warning",
        }
    named = names.get(f"{table.name}_unit" if column.name == "unit" else column.name)
    if named:
        return {"validate": "list", "source": f"={named}", "error_type": "warning"}
    if column.type == "year":
        return {"validate": "integer", "criteria": "between"} | _ends(column, 1900, 2200)
    if column.type == "number" and column.name != "value":
        return {"validate": "decimal", "criteria": "between", "error_type": "warning"} | _ends(
            column, -1e300, 1e300
        )
    return {}


def _ends(column: Field, least: float, most: float) -> dict[str, float]:
    low = least if column.at_least is None else column.at_least
    high = most if column.at_most is None else column.at_most
    whole = column.type == "year"
    return (
        {"minimum": int(low), "maximum": int(high)} if whole else {"minimum": low, "maximum": high}
    )


def _filled(sheet: Worksheet, table: Table, rows: Rows, lang: str) -> Iterable[Fault]:
    """Write the rows that are there, and tell of texts that look like formulas."""
    for number, row in enumerate(rows, start=1):
        for place, column in enumerate(table.fields):
            text = row.get(column.name, "").strip()
            value = _value(column, text, lang)
            if isinstance(value, str):
                if value:
                    sheet.write_string(number, place, value)
            else:
                sheet.write_number(number, place, value)
            if (
                isinstance(value, str)
                and value.startswith(FORMULA_STARTS)
                and column.type == "text"
            ):
                cell = f"{xl_col_to_name(place)}{number + 1}"
                yield note("EXP001", Place(sheet=title(table), cell=cell), text=cut(value[0]))


def _value(column: Field, text: str, lang: str) -> float | int | str:
    """Give what a cell holds: a number where the text is the plain form of one, a name in the language, else the text."""
    if column.type in ("number", "year", "integer"):
        return _number(text)
    if column.book is not None and (id := column.book.resolve(text)):
        return lists.shown(column.book, id, lang)
    return text


def _number(text: str) -> float | int | str:
    """Give a plain number; a text that is none, such as a notation key, stays what it is."""
    if not text.isascii() or "_" in text or not text[-1:].isdigit():
        return text
    try:
        value = float(text)
    except ValueError:
        return text
    if value in (float("inf"), float("-inf")):
        return text
    return int(value) if value.is_integer() and abs(value) < 1e15 else value
