"""How a number of a path came, as a sentence in English or Chinese."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from dualcarbon.quantities.derived import Formula, Lookup
from dualcarbon.quantities.forms import Form
from dualcarbon.quantities.formula_tokens import FUNCTIONS, scan
from dualcarbon.quantities.kinds import (
    Constant,
    Elasticity,
    Growth,
    Logistic,
    Points,
    Share,
)
from dualcarbon.quantities.paths import Path
from dualcarbon.quantities.stock import Stock
from dualcarbon.quantities.stock_sentences import of_stock
from dualcarbon.vocabulary.figures import plain

WORDS: dict[str, dict[str, str]] = {
    "constant": {"en": "the constant {value}", "zh": "常数 {value}"},
    "hold": {"en": "the point of {year}, held: {value}", "zh": "沿用 {year} 年的设定值 {value}"},
    "point": {"en": "the point of {year}: {value}", "zh": "{year} 年的设定值 {value}"},
    "linear": {
        "en": "{low} + ({high} - {low}) × {done}/{all}, on the line from {start} to {end}",
        "zh": "{low} + ({high} - {low}) × {done}/{all}，{start} 年至 {end} 年直线插值",
    },
    "smooth": {
        "en": "on the monotone curve from {low} in {start} to {high} in {end}",
        "zh": "由 {start} 年的 {low} 至 {end} 年的 {high} 单调平滑插值",
    },
    "power": {
        "en": "({to} {year} / {to} {before})^{power}",
        "zh": "({to} {year} / {to} {before})^{power}",
    },
    "logistic": {
        "en": "{base} + ({top} - {base}) × (1 - (1 + e^({rate} × ({base_year} - {middle}))) / (1 + e^({rate} × ({year} - {middle}))))",
        "zh": "{base} + ({top} - {base}) × (1 - (1 + e^({rate} × ({base_year} - {middle}))) / (1 + e^({rate} × ({year} - {middle}))))",
    },
    "scaled": {
        "en": "{formula}, scaled to the value of {base_year}",
        "zh": "{formula}，按 {base_year} 年数值等比调整",
    },
    "entering": {"en": "{formula}, with {names}", "zh": "{formula}，其中{names}"},
    "enters": {"en": "{name} in {unit}", "zh": " {name} 以 {unit} 计"},
    "planned": {
        "en": "the plan of {series} in data/variables.csv ({between})",
        "zh": "data/variables.csv 中 {series} 的规划值（{between}）",
    },
    "table": {
        "en": "the table {points} ({between}) at {at}",
        "zh": "表 {points}（{between}）在 {at} 处的值",
    },
    "residual": {"en": "1 less {parts}", "zh": "1 减去 {parts}"},
    "parts": {"en": "parts {parts}, together 1", "zh": "{parts} 各项之和为 1"},
    "observed": {"en": "observed", "zh": "统计值"},
}  # fmt: skip


def describe(
    path: Path,
    year: int,
    *,
    base_year: int,
    base: float | None = None,
    values: Mapping[str, float] | None = None,
    lang: str = "en",
) -> str:
    """Say how the central value of a path in a year comes.

    Parameters
    ----------
    path : Path
        Any kind.
    year : int
        Year of the value.
    base_year : int
        Last year of the statistics.
    base : float, optional
        Value of the base year; without it the sentence names it. [unit of the path]
    values : mapping of float, optional
        Values of the followed paths in the year, by key, to be put into a formula, of a stock also its own and its additions; without them names are said. [unit in which each enters]
    lang : str
        ``en`` or ``zh``.

    Examples
    --------
    >>> from dualcarbon.quantities.paths import read
    >>> from dualcarbon.vocabulary.faults import Place
    >>> rates = [{"to": 2020, "rate": 0.065}, {"to": 2025, "rate": {"normal": [0.055, 0.01]}}]
    >>> describe(read("gdp", {"growth": rates}, Place()), 2022, base_year=2017)
    'gdp 2022 = gdp 2017 × 1.065^3 × (1 + 0.055 (normal, sd 0.01))^2'
    """
    computed = isinstance(path.form, Formula | Lookup)
    if year == base_year and not (computed and base is None):
        start = WORDS["observed"][lang] if base is None else plain(base)
        return f"{path.key} {year} = {start}"
    first = f"{path.key} {base_year}" if base is None else plain(base)
    form = Valued(path.form, values or {}) if computed else path.form
    if isinstance(path.form, Stock):
        return f"{path.key} {year} = {of_stock(path.form, path.key, year, values or {}, lang)}"
    formula = FORMULAS[type(path.form)](form, year, base_year, first, lang)
    return f"{path.key} {year} = {formula}"


def describe_residual(path: Path, year: int, *, lang: str = "en") -> str:
    """Say how the residual part of a share group comes.

    Examples
    --------
    >>> from dualcarbon.quantities.paths import read
    >>> from dualcarbon.vocabulary.faults import Place
    >>> mix = read("mix", {"share": {"coal": 0.5, "oil": 0.2, "gas": "residual"}}, Place())
    >>> describe_residual(mix, 2030)
    'mix.gas 2030 = 1 less mix.coal, mix.oil'
    """
    parts = ", ".join(part.key for part in path.parts.values())
    return f"{path.key}.{path.residual} {year} = {_said('residual', lang, parts=parts)}"


def _said(word: str, lang: str, **params: object) -> str:
    return WORDS[word][lang].format_map(params)


def _constant(form: Constant, year: int, base_year: int, first: str, lang: str) -> str:
    return _said("constant", lang, value=form.constant)


def _growth(form: Growth, year: int, base_year: int, first: str, lang: str) -> str:
    ends = [base_year, *(period.to for period in form.growth)]
    factors = [first]
    for period, (start, end) in zip(form.growth, pairwise(ends), strict=True):
        count = min(end, year) - start
        if count > 0:
            plain = str(period.rate) == f"{period.rate.central:.6g}"
            step = f"{1 + period.rate.central:.6g}" if plain else f"(1 + {period.rate})"
            factors.append(step if count == 1 else f"{step}^{count}")
    return " × ".join(factors)


def _points(form: Points, year: int, base_year: int, first: str, lang: str) -> str:
    known: dict[int, object] = {base_year: first, **form.points}
    years = sorted(known)
    before = years[bisect_right(years, year) - 1]
    if before == year:
        return _said("point", lang, year=year, value=known[year])
    if before == years[-1] or form.between == "step":
        return _said("hold", lang, year=before, value=known[before])
    after = years[bisect_left(years, year)]
    ends = {"start": before, "end": after, "low": known[before], "high": known[after]}
    return _said(form.between, lang, done=year - before, all=after - before, **ends)


def _elasticity(form: Elasticity, year: int, base_year: int, first: str, lang: str) -> str:
    slope = form.elasticity
    powers = [(year, slope.value)] if slope.value is not None else [(p.to, p.value) for p in slope.periods]  # fmt: skip
    starts = [base_year, *(end for end, _ in powers)]
    factors = [
        _said("power", lang, to=slope.to, year=min(end, year), before=start, power=power)
        for (end, power), start in zip(powers, starts, strict=False)
        if start < year
    ]
    return " × ".join([first, *factors])


def _logistic(form: Logistic, year: int, base_year: int, first: str, lang: str) -> str:
    curve = form.logistic
    numbers = {"top": curve.saturation, "middle": curve.midpoint, "rate": curve.rate}
    return _said("logistic", lang, base=first, year=year, base_year=base_year, **numbers)


@dataclass(frozen=True, slots=True)
class Valued:
    """A form that follows others, with the values of these."""

    form: Any
    values: Mapping[str, float]


def _formula(valued: Valued, year: int, base_year: int, first: str, lang: str) -> str:
    """Say a formula as it was written, each name with its value or its year."""
    form, text = valued.form, valued.form.formula
    calendar = {"year": str(year), "base_year": str(base_year)}
    for token in reversed(scan(text)):
        if token.kind == "name" and token.text not in FUNCTIONS:
            shown = calendar.get(token.text) or _put_in(token.text, year, valued.values)
            start = token.column - 1
            text = text[:start] + shown + text[start + len(token.text) :]
    said = " ".join(text.split())
    if form.in_:
        names = [_said("enters", lang, name=n, unit=u) for n, u in form.in_.items()]
        said = _said("entering", lang, formula=said, names=", ".join(names))
    return _said("scaled", lang, formula=said, base_year=base_year) if form.scaled else said


def _put_in(name: str, year: int, values: Mapping[str, float]) -> str:
    if name not in values:
        return f"{name} {year}"
    number = plain(values[name])
    return f"{f'({number})' if number.startswith('-') else number} [{name} {year}]"


def _lookup(valued: Valued, year: int, base_year: int, first: str, lang: str) -> str:
    table = valued.form.lookup
    if table.series:
        return _said("planned", lang, series=table.series, between=table.between)
    points = ", ".join(f"{knot:.6g}: {table.points[knot]}" for knot in sorted(table.points))
    at = _put_in(table.of, year, valued.values)
    said = _said("table", lang, points="{" + points + "}", between=table.between, at=at)
    scaled = valued.form.scaled
    return _said("scaled", lang, formula=said, base_year=base_year) if scaled else said


def _share(form: Share, year: int, base_year: int, first: str, lang: str) -> str:
    return _said("parts", lang, parts=", ".join(form.share))


FORMULAS: dict[type[Form], Callable[[Any, int, int, str, str], str]] = {
    Constant: _constant,
    Points: _points,
    Growth: _growth,
    Elasticity: _elasticity,
    Logistic: _logistic,
    Share: _share,
    Formula: _formula,
    Lookup: _lookup,
}
