"""Formulas in bulk, valid, nearly valid and hostile, and what becomes of one."""

from __future__ import annotations

import random

import numpy as np

from dualcarbon.errors import InputError
from dualcarbon.quantities import formula_units
from dualcarbon.quantities.derived import told
from dualcarbon.quantities.formula import parse
from dualcarbon.quantities.formula_units import settle
from dualcarbon.quantities.formula_values import Where, compute
from dualcarbon.vocabulary.faults import Fault, Place

UNITS = {
    "gdp": "10^8 CNY2010", "pop": "10^4 person", "coal": "tce", "gas": "tce", "ratio": "1", "mix.industry.coal": "1",
    "variables.car_stock": "10^4 vehicle",
}  # fmt: skip
YEARS = list(range(2020, 2028))
HERE = Where(path="x", place=Place(file="s.toml", key="x"), years=YEARS)
VALUES = {name: np.random.default_rng(7).uniform(0.1, 2, (2, len(YEARS))) for name in UNITS} | {
    "year": np.array([YEARS], float),
    "base_year": np.full((1, len(YEARS)), 2020.0),
}
NAMES = (
    "gdp",
    "pop",
    "coal",
    "gas",
    "ratio",
    "mix.industry.coal",
    "variables.car_stock",
    "year",
    "base_year",
)
NUMBERS = ("0", "1", "2", "0.5", "1.02", "3e2", ".25", "100", "1e-3", "7.", "1e300", "1e-300")
ONE, MANY = ("abs", "sqrt", "exp", "ln", "log10"), ("min", "max")
HOSTILE = (
    "__import__('os').system('x')", "().__class__", "__builtins__", "eval('1')", "exec(", "open('/etc/passwd')", "getattr(gdp, 'x')", "lambda x: x",
    "[x for x in (1,)]", "{1: 2}", "f'{gdp}'", "'a' * 10**10", '"""', "'", "`", "#", "\\", "//", "%", "<<", ">>", "&", "|", "~", "@", "!", "?", ":", ";",
    "=", "==", ":=", "!=", "<", ">", "^", "1e3083", "9" * 400, "0x1F", "0b1", "1_000", "1j", "1e", "1..2", "٣", "１２", "（", "）", "，", "＋", "×", "÷",
    "−", "“", "”", "\u3000", "\u200b", "\u202e", "\ufeff", "\x00", "\x1b", "\ud800", "\U0001f600", "é", "煤", "True", "None", "nan", "inf", "secret",
    "gdp.__class__", "gdp.", ".gdp", "gdp[0]", "gdp(1)", "max", "max()", "ln(1,2)", "in", "if", "import os", "-" * 60, "(" * 60, ")" * 5, "**" * 3,
    "9**9**9**9", "9**9", "1/0", "ln(0)", "sqrt(-1)", "(-8)**(1/3)", "exp(1e9)", "()", ",", ".", "1,5", "$", "\t", "\n", "\r\n",
)  # fmt: skip
LONG = (
    "+1" * 600,
    "*gdp" * 300,
    "a" * 2500,
    "@" * 1500,
    "+ " * 900,
    "-" * 5000,
    "(" * 1500,
    "gdp/(" * 49,
    "2**" * 499,
    "'" * 1999,
    "煤" * 1000,
    "a b " * 400,
)
"""Pieces of which one is enough."""
SIGNS = ("+", "-", "*", "/", "**", " + ", " - ", " * ", "/", "*")

PIECES = HOSTILE + NAMES + NUMBERS + SIGNS


def valid(dice: random.Random, depth: int) -> str:
    """Give an expression of the language, of whatever units."""
    turn = dice.random()
    if depth == 0 or turn < 0.3:
        return dice.choice(NAMES) if turn < 0.2 else dice.choice(NUMBERS)
    one = valid(dice, depth - 1)
    if turn < 0.4:
        return f"({one})"
    if turn < 0.45:
        return f"-{one}"
    if turn < 0.52:
        return f"{dice.choice(ONE)}({one})"
    other = valid(dice, depth - 1)
    if turn < 0.6:
        return f"{dice.choice(MANY)}({one}, {other})"
    return f"{one}{dice.choice(SIGNS)}{other}"


def nearly(dice: random.Random) -> str:
    """Give a valid expression with something put in, taken out or put elsewhere."""
    text = valid(dice, 3)
    start = dice.randrange(len(text) + 1)
    end = start + dice.choice((0, 1, 1, 2, 5))
    return text[:start] + dice.choice((dice.choice(HOSTILE), "", text[start:])) + text[end:]


def hostile(dice: random.Random) -> str:
    """Give pieces in a row."""
    pieces = dice.choices(PIECES, k=dice.choice((1, 2, 3, 5, 8)))
    if dice.random() < 0.02:
        pieces.insert(dice.randrange(len(pieces) + 1), dice.choice(LONG))
    return dice.choice(("", "", " ")).join(pieces)


def texts(seed: int, count: int) -> list[str]:
    """Give so many formulas, the same ones for the same seed."""
    dice = random.Random(seed)
    made = []
    for turn in range(count):
        kind = turn % 10
        made.append(valid(dice, 2 + kind % 3) if kind < 4 else nearly(dice) if kind < 7 else hostile(dice))  # fmt: skip
    return made


def forget() -> None:
    """Let the next formula be read and judged anew, though it was before."""
    parse.cache_clear()
    formula_units._settle.cache_clear()


def answer(text: str) -> list[Fault] | np.ndarray:
    """Give the faults of a formula, or its values (member, year)."""
    settled = settle(text, units=UNITS, unit="1")
    if settled.slips:
        return told(settled.slips, HERE.place)
    try:
        return compute(parse(text), VALUES, settled.factor, HERE)
    except InputError as error:
        return [fault for fault in error.faults if isinstance(fault, Fault)]
