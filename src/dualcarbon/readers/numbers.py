"""Numbers as statistics write them: understood, flagged, or refused with what to write instead."""

from __future__ import annotations

import math
import re
import unicodedata
from typing import Any, NamedTuple

PLAIN = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
THOUSANDS = re.compile(r"[+-]?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]*)?")
DECIMAL_COMMA = re.compile(r"[+-]?[0-9]+,[0-9]+")
BRACKETS = re.compile(r"\(([0-9][0-9.,]*)\)")
PERCENT = re.compile(r"(.*?)\s*[%％]")
MULTIPLIER = re.compile(r"(.*?[0-9])\s*([百千十]?[万亿]|万亿)")
POWERS = {"百": 2, "千": 3, "十": 1, "万": 4, "亿": 8}
INFINITE = {"nan", "inf", "+inf", "-inf", "infinity", "-infinity", "+infinity"}
ERRORS = {"#div/0!", "#n/a", "#name?", "#null!", "#num!", "#ref!", "#value!", "#spill!", "#calc!"}
DASHES = "−–—‒―－﹣"
NOTHING = {"-", "--", "—", "——", "–", "−", "－", "…", "……", "...", "/", ".", "..", "*", "无", "n/a", "na", "n.a.", "null",
           "none", "nil", "缺"}  # fmt: skip
KEYS = {
    "NE": {"en": "not estimated", "zh": "未估算"},
    "NO": {"en": "not occurring", "zh": "不发生"},
    "IE": {"en": "included elsewhere", "zh": "已在他处计入"},
    "C": {"en": "confidential", "zh": "保密"},
}


class Parsed(NamedTuple):
    """A number or nothing, the notation key it stood for, and the fault of its text."""

    value: float | None = None
    key: str = ""
    code: str = ""
    params: dict[str, Any] = {}  # noqa: RUF012  (a named tuple is never written to)


def number(text: str) -> Parsed:
    """Read the text of a cell as a number.

    Empty text is a missing value. The unit that some sentences name is left to the caller.

    Examples
    --------
    >>> number("1234.5").value, number("").value, number("NE").key
    (1234.5, None, 'NE')
    >>> number("1,234").value, number("1,234").code, number("1,5").code
    (1234.0, 'NUM001', 'NUM002')
    """
    if PLAIN.fullmatch(text):
        return _plain(text)
    if not text:
        return Parsed()
    if text.upper() in KEYS:
        key = text.upper()
        return Parsed(None, key, "NUM014", {"text": key, "meaning": KEYS[key]})
    if THOUSANDS.fullmatch(text):
        plain = text.replace(",", "")
        return Parsed(float(plain), "", "NUM001", {"number": plain})
    return _refused(text)


def _plain(text: str) -> Parsed:
    value = float(text)
    if math.isinf(value):
        return Parsed(None, "", "NUM010", {})
    if value == 0 and re.search("[1-9]", re.split("[eE]", text)[0]):
        return Parsed(0.0, "", "NUM011", {})
    return Parsed(value + 0.0)


def _refused(text: str) -> Parsed:
    """Say what is wrong with a text that is no number."""
    for code, look in REFUSALS:
        params = look(text)
        if params is not None:
            return Parsed(None, "", code, params)
    return Parsed(None, "", "NUM004", {})


def _nothing(text: str) -> dict[str, Any] | None:
    return {} if text.lower() in NOTHING else None


def _spreadsheet_error(text: str) -> dict[str, Any] | None:
    return {} if text.lower() in ERRORS else None


def _infinite(text: str) -> dict[str, Any] | None:
    return {} if text.lower() in INFINITE else None


def _full_width(text: str) -> dict[str, Any] | None:
    plain = unicodedata.normalize("NFKC", text)
    wide = any("０" <= letter <= "９" for letter in text)
    return {"number": plain} if wide and PLAIN.fullmatch(plain) else None


def _minus(text: str) -> dict[str, Any] | None:
    if text[0] in DASHES and PLAIN.fullmatch(text[1:].strip()):
        return {"sign": f"U+{ord(text[0]):04X}", "number": f"-{text[1:].strip()}"}
    return None


def _decimal_comma(text: str) -> dict[str, Any] | None:
    return {"number": text.replace(",", ".")} if DECIMAL_COMMA.fullmatch(text) else None


def _brackets(text: str) -> dict[str, Any] | None:
    match = BRACKETS.fullmatch(unicodedata.normalize("NFKC", text))
    return {"number": f"-{match[1].replace(',', '')}"} if match else None


def _percent(text: str) -> dict[str, Any] | None:
    match = PERCENT.fullmatch(text)
    if match is None or not PLAIN.fullmatch(match[1]):
        return None
    return {"number": f"{float(match[1]) / 100:.12g}"}


def _multiplier(text: str) -> dict[str, Any] | None:
    match = MULTIPLIER.fullmatch(text)
    if match is None or not (PLAIN.fullmatch(match[1]) or THOUSANDS.fullmatch(match[1])):
        return None
    return {"number": match[1].replace(",", ""), "power": sum(POWERS[sign] for sign in match[2])}


REFUSALS = (
    ("NUM013", _nothing),
    ("NUM012", _spreadsheet_error),
    ("NUM009", _infinite),
    ("NUM003", _full_width),
    ("NUM005", _minus),
    ("NUM002", _decimal_comma),
    ("NUM006", _brackets),
    ("NUM007", _percent),
    ("NUM008", _multiplier),
)
