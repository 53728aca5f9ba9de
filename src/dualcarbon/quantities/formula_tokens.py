"""The words of formulas: numbers, names, operators, and what is none of them, each with its column."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from dualcarbon.vocabulary.faults import cut

LONGEST = 2000  # characters of a formula
MOST_SIGNS = 50  # in a row
MOST_SLIPS = 100  # told of one formula
FUNCTIONS = ("min", "max", "abs", "sqrt", "exp", "ln", "log10")

PARTS = re.compile(
    r"""
    (?P<space>[ \t\r\n]+)
  | (?P<comment>\#[^\n]*)
  | (?P<number>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)(?P<tail>[\w.]*)
  | (?P<text>[A-Za-z]{0,2}(?:"[^"]*"?|'[^']*'?|`[^`]*`?|“[^”]*”?|‘[^’]*’?))
  | (?P<name>[^\W\d]\w*(?:\.\w+)*)
  | (?P<pair>[<>=!:]=|->|//|<<|>>)
  | (?P<sign>\*\*|[-+*/(),^])
  | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)
RUN = re.compile(r"[-+](?:[ \t\r\n]*[-+])+")
"""Signs in a row."""
MEANT = {chr(wide): chr(wide - 0xFEE0) for wide in range(0xFF01, 0xFF5F)} | {
    "\u3000": " ", "、": ",", "。": ".", "【": "[", "】": "]",
}  # fmt: skip
"""Full-width characters, and what was meant."""
WRITTEN = {
    "×": "*",
    "∗": "*",
    "·": "*",
    "⋅": "*",
    "✕": "*",
    "÷": "/",
    "∕": "/",
    "−": "-",
    "–": "-",
    "—": "-",
}
"""Signs of print, and what is written for them."""
NARROW = str.maketrans(MEANT | WRITTEN)
OPERATIONS = {
    "*": {"en": "multiplication", "zh": "乘号"},
    "/": {"en": "division", "zh": "除号"},
    "-": {"en": "subtraction", "zh": "减号"},
}
NO_NUMBERS = frozenset({"true", "false", "none", "null", "nan", "inf", "infinity"})
WORDS = frozenset({
    "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del", "elif", "else", "except", "finally", "for", "from",
    "global", "if", "import", "in", "is", "lambda", "nonlocal", "not", "or", "pass", "raise", "return", "try", "while", "with", "yield",
})  # fmt: skip
"""Words of programming languages, which no path is named by alone."""
SAID: dict[str, dict[str, str]] = {
    "=": {
        "en": '"=" is not allowed; write only the right-hand side',
        "zh": "不允许“=”；只写等号右边的部分",
    },
    "%": {
        "en": '"%" is not allowed; 5 % is written 0.05',
        "zh": "不允许“%”；5% 写作 0.05",
    },
    "compared": {
        "en": '"{sign}" is not allowed: a formula compares nothing; min and max bound a value',
        "zh": "不允许“{sign}”：公式不作比较；可用 min、max 限定数值",
    },
    "other": {"en": '"{sign}" is not allowed', "zh": "不允许“{sign}”"},
    "print": {"en": "write {meant} for {operation}", "zh": "{operation}请写 {meant}"},
}
COMPARISONS = ("<", ">", "<=", ">=", "==", "!=", "<<", ">>", "->")


@dataclass(frozen=True, slots=True)
class Slip:
    """What is wrong with a formula, before it is known where it was written."""

    code: str
    column: int
    params: dict[str, object] = field(default_factory=dict)


class Token(NamedTuple):
    """One word of a formula; where it is not one, what is wrong with it."""

    kind: str
    """number, name, sign, text, comment, pair or other of foreign signs, space that is none of ours, or end."""
    text: str
    column: int
    slip: Slip | None = None
    value: float = 0.0


def said(key: str, **params: object) -> dict[str, str]:
    """Give a wording in both languages, filled in."""
    return {lang: text.format_map(params) for lang, text in SAID[key].items()}


def scan(text: str) -> list[Token]:
    """Split a formula into its words, the last of which is its end; after too many slips the rest is left out.

    Examples
    --------
    >>> [(t.kind, t.text, t.column) for t in scan("2*gdp.total")]
    [('number', '2', 1), ('sign', '*', 2), ('name', 'gdp.total', 3), ('end', '', 12)]
    """
    tokens, slips = list[Token](), 0
    for token in _tokens(text):
        tokens.append(token)
        slips += token.slip is not None
        if slips == MOST_SLIPS:
            break
    return [*tokens, Token("end", "", len(text) + 1)]


def runs_on(text: str) -> Slip | None:
    """Give the slip of a text with nothing in it, with too much, or with signs without an end.

    Signs in a row count as one character of its length, so that they are told as what they are.
    """
    if not text.strip(" \t\r\n"):
        return Slip("F001", 1)
    if len(text) > LONGEST:
        return next(_signs_without_end(text), None) or _too_long(text)
    return None


def _signs_without_end(text: str) -> Iterator[Slip]:
    for run in RUN.finditer(text[:LONGEST]):
        signs = [place for place in range(run.start(), run.end()) if text[place] in "+-"]
        if len(signs) > MOST_SIGNS and len(RUN.sub("-", text)) <= LONGEST:
            yield too_many_signs(signs[MOST_SIGNS] + 1)


def _too_long(text: str) -> Slip:
    return Slip("F002", LONGEST + 1, {"length": len(text), "longest": LONGEST})


def too_many_signs(column: int) -> Slip:
    """Give the slip of more signs in a row than anybody means."""
    what = {
        "en": f"too many signs in a row: more than {MOST_SIGNS}",
        "zh": f"连续的正负号过多：超过 {MOST_SIGNS} 个",
    }
    return Slip("F003", column, {"what": what})


def _tokens(text: str) -> Iterator[Token]:
    narrow = text if text.isascii() else text.translate(NARROW)
    for match in PARTS.finditer(narrow):
        kind, slip = match.lastgroup or "other", None
        if narrow is not text:
            slip = _foreign(text, narrow, match)
        if kind == "sign" and slip is None and match[0] != "^":
            yield Token(kind, match[0], match.start() + 1)
        elif kind != "space" or slip:
            column = match.start() + 1
            yield _token(match, kind, column, slip or _faulty(match, column))


def _token(match: re.Match[str], kind: str, column: int, slip: Slip | None) -> Token:
    if kind == "tail":  # the last group of a number
        number = 0.0 if slip else float(match["number"])
        return Token("number", match[0], column, slip, number)
    return Token(kind, "**" if match[0] == "^" else match[0], column, slip)


def _foreign(text: str, narrow: str, match: re.Match[str]) -> Slip | None:
    """Give the slip of the first character of a word that stands for another one."""
    start, end = match.span()
    if text[start:end] == match[0] or match.lastgroup in ("text", "comment"):
        return None
    place = next(i for i in range(start, end) if text[i] != narrow[i])
    meant = narrow[place]
    if text[place] in MEANT:
        return Slip("F012", place + 1, {"text": text[place], "meant": meant})
    what = said("print", meant=meant, operation=f"{OPERATIONS[meant]['en']}")
    what["zh"] = SAID["print"]["zh"].format(meant=meant, operation=OPERATIONS[meant]["zh"])
    return Slip("F004", place + 1, {"what": what})


def _faulty(match: re.Match[str], column: int) -> Slip | None:
    """Give the slip of a word that no formula holds."""
    kind, word = match.lastgroup, match[0]
    if kind == "name":
        return _name(word, column)
    if kind == "tail":
        return _number(match, column)
    if kind == "text":
        return Slip("F006", column, {"text": cut(word)})
    if kind == "comment":
        return Slip("F017", column)
    return Slip("F010", column) if kind == "sign" else _other(word, column)


def _number(match: re.Match[str], column: int) -> Slip | None:
    if match["tail"]:
        return Slip("F013", column, {"text": cut(match[0])})
    return None if math.isfinite(float(match["number"])) else too_large(column)


def too_large(column: int) -> Slip:
    """Give the slip of a number beyond what a float holds."""
    return Slip("F007", column)


def _name(word: str, column: int) -> Slip | None:
    if "__" in word and any(part.startswith("__") for part in word.split(".")):
        return not_allowed(column, word)
    if word in WORDS:
        return Slip("F004", column, {"what": said("other", sign=word)})
    return Slip("F006", column, {"text": cut(word)}) if word.lower() in NO_NUMBERS else None


def not_allowed(column: int, word: str) -> Slip:
    """Give the slip of a call, an attribute or an index that a formula has no use for."""
    return Slip("F016", column, {"text": cut(word), "known": ", ".join(FUNCTIONS)})


def _other(word: str, column: int) -> Slip | None:
    """Give the slip of a sign that is none of ours."""
    if word in ".[{":  # what they mean depends on what they follow
        return None
    if not word.isprintable():
        return Slip("F020", column, {"text": f"U+{ord(word):04X}"})
    if word in COMPARISONS:
        return Slip("F004", column, {"what": said("compared", sign=word)})
    what = SAID[word] if word in ("=", "%") else said("other", sign=word)
    return Slip("F004", column, {"what": what})
