"""Formulas as text: every slip with its code and column, and nothing that leads out of the language."""

from __future__ import annotations

import numpy as np
import pytest

from dualcarbon.errors import InputError
from dualcarbon.quantities.evaluation import values
from dualcarbon.quantities.formula import parse
from dualcarbon.quantities.formula_tokens import FUNCTIONS, scan
from dualcarbon.quantities.paths import check, read
from dualcarbon.vocabulary.faults import Place

UNITS = {"gdp": "10^8 CNY2010", "pop": "10^4 person", "energy": "1", "energy_tce": "tce", "energy_TJ": "TJ"}  # fmt: skip
YEARS = list(range(2020, 2031))


def faults_of(text, *, unit="1", **other):
    """Give every fault of a formula: when it is read, held against its study, or computed."""
    units = UNITS | {"x": unit}
    try:
        path = read("x", {"formula": text}, Place(file="s.toml"))
        if found := check(path, base_year=2020, horizon=2030, known=units, units=units):
            return found
        arrays = {name: np.ones((1, len(YEARS))) for name in UNITS} | other
        values(path, years=YEARS, base_year=2020, other=arrays, units=units)
    except InputError as error:
        return list(error.faults)
    return []


BAD = {
    "formula-001": ("", "F001", "s.toml [x.formula]: formula is empty"),
    "formula-002": ("x" * 20_000, "F002", "s.toml [x.formula]: longer than 2,000 characters"),
    "formula-004": ("-" * 20_000, "F003", "s.toml [x.formula] col 51: too many signs in a row"),
    "formula-005": ("+".join("1" * 5000), "F002", "s.toml [x.formula]: longer than 2,000 characters"),
    "formula-007": ("+".join("1" * 600), "F005", "s.toml [x.formula] col 1001: more than 500 terms"),
    "formula-008": ("'a'*10**10", "F006", "s.toml [x.formula] col 1: only numbers are allowed, not 'a'"),
    "formula-010": ("1e3083", "F007", "s.toml [x.formula] col 1: number too large"),
    "formula-011": ("secret+1", "F008", 's.toml [x.formula] col 1: unknown name "secret"; known: gdp, pop, energy'),
    "formula-013": ("1/0", "F009", "s.toml [x], year 2020: division by zero"),
    "formula-014": ("2^3", "F010", "s.toml [x.formula] col 2: use ** for power, not ^"),
    "formula-016": ("max(1，2)", "F012", 's.toml [x.formula] col 6: full-width character ，; did you mean ","?'),
    "formula-017": ("1×2", "F004", "s.toml [x.formula] col 2: write * for multiplication"),
    "formula-019": ("ln(0)", "F015", "s.toml [x], year 2020: ln of 0"),
    "formula-020": ("__import__('os')", "F016", 's.toml [x.formula] col 1: "__import__" is not allowed; nor are calls other than min, max, abs, sqrt, exp, ln, log10'),
    "formula-022": ("().__class__.__bases__", "F016", 's.toml [x.formula] col 1: "." is not allowed'),
    "formula-023": ("y=5", "F004", 's.toml [x.formula] col 2: "=" is not allowed; write only the right-hand side'),
    "formula-025": ("True+True", "F006", "s.toml [x.formula] col 1: only numbers are allowed"),
    "formula-026": ("1 # x", "F017", "s.toml [x.formula] col 3: comments are not allowed"),
    "formula-028": ("energy_tce + energy_TJ", "F021", "s.toml [x.formula] col 1: cannot add tce and TJ; convert one"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "code", "said"), BAD.values(), ids=BAD)
def test_bad_formulas_are_answered_with_code_place_and_column(text, code, said):
    found = faults_of(text, unit="tce" if code == "F021" else "1")
    assert {fault.code for fault in found} == {code}
    assert found[0].message().startswith(said)
    assert found[0].level == "error"
    assert found[0].message("zh").startswith("s.toml [x")


def test_a_result_of_other_length_than_the_years():  # formula-029
    (fault,) = faults_of("energy", energy=np.ones((1, 5)))
    assert fault.code == "F022"
    assert fault.message() == "s.toml [x]: energy in x has 5 values for 11 years"


SLIPS = [
    ("  \n\t ", [("F001", 1)]),
    ("+" * 51, [("F003", 51)]),
    ("1" + " -" * 51, [("F003", 103)]),
    ("(" * 51 + "1" + ")" * 51, [("F003", 51)]),
    ("1+", [("F004", 3)]),
    ("*2", [("F004", 1)]),
    ("1 + * 2", [("F004", 5)]),
    ("(1", [("F004", 1)]),
    ("((1)", [("F004", 1)]),
    ("1)", [("F004", 2)]),
    (")", [("F004", 1)]),
    ("()", [("F004", 2)]),
    ("2 3", [("F004", 3)]),
    ("gdp pop", [("F004", 5)]),
    ("2(3)", [("F004", 2)]),
    ("(1)(2)", [("F004", 4)]),
    ("max", [("F004", 1)]),
    ("y == 5", [("F004", 3)]),
    ("a < b", [("F004", 3)]),
    ("7 // 2", [("F004", 3)]),
    ("5 %", [("F004", 3)]),
    ("a if b else c", [("F004", 3), ("F004", 8)]),
    ("lambda x: x", [("F004", 1), ("F004", 9)]),
    ("1; 2", [("F004", 2)]),
    ("1 − 2", [("F004", 3)]),
    ("1 ÷ 2", [("F004", 3)]),
    ("b'a'", [("F006", 1)]),
    ("“a” + 1", [("F006", 1)]),
    ("None", [("F006", 1)]),
    ("nan + inf", [("F006", 1), ("F006", 7)]),
    ("[1, 2]", [("F006", 1)]),
    ("{1: 2}", [("F006", 1)]),
    ("2 + 1e999 * 1e400", [("F007", 5), ("F007", 13)]),
    ("1,5", [("F011", 2)]),
    ("(1, 2)", [("F011", 3)]),
    ("１２ + 3", [("F012", 1)]),
    ("a\u3000+ 1", [("F012", 2)]),
    ("（1）", [("F012", 1), ("F012", 3)]),
    ("2x", [("F013", 1)]),
    ("1_000", [("F013", 1)]),
    ("0x1F", [("F013", 1)]),
    ("1.2.3", [("F013", 1)]),
    ("1e + 2", [("F013", 1)]),
    ("3j", [("F013", 1)]),
    ("max()", [("F014", 1)]),
    ("max(1)", [("F014", 1)]),
    ("1 + ln(1, 2)", [("F014", 5)]),
    ("eval('1')", [("F016", 1)]),
    ("gdp(2020)", [("F016", 1)]),
    ("gdp.__class__", [("F016", 1)]),
    ("gdp[0]", [("F016", 1)]),
    ("(gdp).real", [("F016", 1)]),
    ("gdp .real", [("F016", 1)]),
    ("max(1, 2).real + open(x, y)", [("F016", 1), ("F016", 18)]),
    ("getattr((), '__cl' + 'ass__')(1)", [("F016", 1)]),
    ("# all", [("F017", 1)]),
    ("1 + a\u200b", [("F020", 6)]),
    ("1 \x00", [("F020", 3)]),
    ("2^3 + 1×2 + 'a' + 1，5", [("F010", 2), ("F004", 8), ("F006", 13), ("F012", 20)]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "slips"), SLIPS)
def test_every_slip_is_told_with_its_column_and_what_follows_from_it_is_not(text, slips):
    parsed = parse(text)
    assert [(slip.code, slip.column) for slip in parsed.slips] == slips
    assert parsed.steps == ()


@pytest.mark.parametrize("text", [*(text for text, _ in SLIPS), *(text for text, *_ in BAD.values())])  # fmt: skip
def test_every_slip_is_said_in_both_languages(text):
    for fault in faults_of(text):
        for lang in ("en", "zh"):
            assert fault.sentence(lang).startswith("s.toml [x")
            assert fault.sentence(lang).encode("utf-8")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("-2**2", -4),
        ("2**3**2", 512),
        ("2**-1", 0.5),
        ("-2**-2", -0.25),
        ("8/4/2", 1),
        ("2 - 3 - 4", -5),
        ("2 + 3 * 4", 14),
        ("(2 + 3) * 4", 20),
        ("--2", 2),
        ("2 * -3 + 1", -5),
        ("+-+2", -2),
        ("1.5e3 + .5 + 2.", 1502.5),
        ("max(1, min(5, 3), -2)", 3),
        ("abs(-3) + sqrt(16) + exp(0) + ln(1) + log10(1000)", 11),
        ("year - base_year", 0),
        ("2\n  * (\n 3)\t", 6),
    ],
)
def test_operators_bind_as_in_mathematics(text, expected):
    path = read("x", {"formula": text}, Place())
    found = values(path, years=[2020], base_year=2020, units={"x": "1"})
    assert found.tolist() == [[pytest.approx(expected)]]


def test_names_are_dotted_and_told_with_their_first_column():
    parsed = parse(
        "variables.car_stock * 2 + mix.industry.coal / variables.car_stock + abated.3A1.x"
    )
    assert parsed.names == {"variables.car_stock": 1, "mix.industry.coal": 27, "abated.3A1.x": 69}
    assert parse("max(a, a) + year").names == {"a": 5, "year": 13}


def test_a_formula_at_its_limits_is_read():
    assert parse("+".join("1" * 500)).slips == ()
    assert parse("(" * 50 + "1" + ")" * 50).slips == ()
    assert parse("-" * 50 + "1").slips == ()
    assert parse("1" + "0" * 300 + " " * 1699).slips == ()
    assert len(parse("**".join("1" * 500)).steps) == 999


def test_words_of_a_formula():
    assert [t.text for t in scan("min(gdp,1e-3)**2")][:-1] == ["min", "(", "gdp", ",", "1e-3", ")", "**", "2"]  # fmt: skip
    assert {t.kind for t in scan(" ".join(FUNCTIONS))} == {"name", "end"}


def test_too_many_slips_end_the_reading():
    assert len(parse("@" * 1500).slips) == 100
