"""How yearbooks print the energy balance table: its rows and columns, whatever stands around their names."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from dualcarbon.vocabulary.names import BALANCE_ROWS, FUELS

NUMBERED = re.compile(
    r"(?:[一二三四五六七八九十]+\s*[、.]|\(?[0-9]{1,2}(?:\.[0-9]{1,2})*[a-z]?\s*[)、.]?(?![0-9])|#|其中\s*[:、]?|of which\s*:?)\s*",
    re.IGNORECASE,
)
SIGN = re.compile(r"\(\s*[-+±−－]\s*\)")
UNIT = re.compile(r"\(([^()]*)\)\s*$")
TOTAL = {
    "电热当量": "calorific",
    "calorific": "calorific",
    "发电煤耗": "coal_equivalent",
    "coal equivalent": "coal_equivalent",
    "coal-equivalent": "coal_equivalent",
}
"""Words by which a printed total says how it counts electricity."""
WHOLE = ("能源合计", "合计", "total", "total energy")
IN_SUPPLY = {"energy_recovery": "recovery"}
"""Rows that are printed by one name in two sections, and which of them stands in the supply."""
GROUPS = ("coal", "oil")
"""Printed sums of several fuels, which the table does not take: their parts stand beside them."""


class Column(NamedTuple):
    """A column of the wide table: its fuel, how a total counts electricity, and whether it only adds up others."""

    fuel: str
    convention: str = ""
    sum: bool = False


def row(text: str, section: str = "") -> str | None:
    """Give the row that a heading of the printed table names, or nothing.

    Parameters
    ----------
    text
        First cell of a line, in Chinese or English, with its number and signs.
    section
        Section that the line stands in, as ``BALANCE_ROWS[id].more["section"]`` of the head above it says; two rows
        bear the same name in supply and in transformation.

    Examples
    --------
    >>> row("6.本省（区、市）调出量（-）"), row("二、加工转换投入(-)产出(+)量"), row("# 用作原料、材料")
    ('outflow', 'transformation', 'feedstock')
    >>> row("9.回收能"), row("2.回收能", "supply"), row("注：本表为初步数")
    ('energy_recovery', 'recovery', None)
    """
    plain = SIGN.sub("", unicodedata.normalize("NFKC", text)).strip()
    while (match := NUMBERED.match(plain)) and match.end() < len(plain):
        plain = plain[match.end() :]
    spellings = (" ".join(plain.split()), "".join(plain.split()))
    found = next((id for id in map(BALANCE_ROWS.resolve, spellings) if id), None)
    return IN_SUPPLY.get(found or "", found) if section == "supply" else found


def column(text: str) -> Column | None:
    """Give the column that a heading of the printed table names, or nothing.

    Parameters
    ----------
    text
        Heading with or without its unit, in Chinese or English.

    Examples
    --------
    >>> column("洗精煤（万吨）"), column("煤合计").sum
    (Column(fuel='cleaned_coal', convention='', sum=False), True)
    >>> column("能源合计（发电煤耗计算法）（万吨标准煤）")
    Column(fuel='total', convention='coal_equivalent', sum=False)
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    counted = next((how for word, how in TOTAL.items() if word in plain.casefold()), "")
    while match := UNIT.search(plain):
        plain = plain[: match.start()].strip()
    if "".join(plain.split()).casefold() in WHOLE or plain.casefold() in WHOLE:
        return Column("total", counted)
    spellings = (plain, "".join(plain.split()))
    fuel = next((id for id in map(FUELS.resolve, spellings) if id), None)
    return None if fuel is None else Column(fuel, sum=fuel in GROUPS)
