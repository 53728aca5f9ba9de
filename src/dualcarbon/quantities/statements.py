"""What a path says over all its years, as a sentence in English or Chinese."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from dualcarbon.quantities.derived import Formula, Lookup
from dualcarbon.quantities.forms import Form
from dualcarbon.quantities.kinds import Constant, Elasticity, Growth, Logistic, Points, Share
from dualcarbon.quantities.stock import Stock, Survival

WORDS: dict[str, dict[str, str]] = {
    "constant": {"en": "{value} in all years", "zh": "各年均为 {value}"},
    "growth": {"en": "growth a year: {periods}", "zh": "年增长率：{periods}"},
    "until": {"en": "{value} to {year}", "zh": "至 {year} 年 {value}"},
    "points": {"en": "{points} ({between})", "zh": "{points}（{between}）"},
    "point": {"en": "{value} in {year}", "zh": "{year} 年 {value}"},
    "linear": {"en": "straight lines between", "zh": "直线插值"},
    "step": {"en": "steps", "zh": "阶梯"},
    "smooth": {"en": "smooth between", "zh": "平滑插值"},
    "elasticity": {"en": "follows {to} with an elasticity of {powers}", "zh": "随 {to} 变化，弹性 {powers}"},
    "logistic": {"en": "in an S to {top}, steepest in {middle}, rate {rate}", "zh": "S 形趋于 {top}，{middle} 年最陡，速率 {rate}"},
    "formula": {"en": "= {formula}", "zh": "= {formula}"},
    "scaled": {"en": "{said}, scaled to the base year", "zh": "{said}，按基准年等比调整"},
    "series": {"en": "the plan of {series} in data/variables.csv", "zh": "data/variables.csv 中 {series} 的规划值"},
    "lookup": {"en": "by {of}: {points}", "zh": "按 {of} 查表：{points}"},
    "knot": {"en": "{value} at {at}", "zh": "{at} 处 {value}"},
    "stock": {"en": "a stock that {how}; left of a vintage: {survival}", "zh": "存量，{how}；存活：{survival}"},
    "target": {"en": "keeps to {of}", "zh": "保持在 {of}"},
    "additions": {"en": "takes in {of}", "zh": "新增 {of}"},
    "weibull": {"en": "Weibull {numbers}", "zh": "威布尔 {numbers}"},
    "lifetime": {"en": "all for {years} years", "zh": "寿命 {years} 年"},
    "table": {"en": "a table over ages", "zh": "按役龄的存活率表"},
    "residual": {"en": "what the other parts leave", "zh": "其余部分之外的余项"},
    "none": {"en": "not declared: the base year's value held", "zh": "未声明：保持基准年值"},
    "parts": {"en": "parts {parts}", "zh": "各项 {parts}"},
    "unit": {"en": "{said} [{unit}]", "zh": "{said}［{unit}］"},
}  # fmt: skip
BETWEEN = {"en": ", ", "zh": "，"}


def statement(form: Form | str | None, lang: str = "en") -> str:
    """Say what a path, or a part of a share group, is declared as.

    Parameters
    ----------
    form : Form, str or None
        The declared form; the word ``residual``; nothing where nothing is declared.
    lang : str
        ``en`` or ``zh``.

    Examples
    --------
    >>> from dualcarbon.quantities.paths import read
    >>> from dualcarbon.vocabulary.faults import Place
    >>> rates = [{"to": 2025, "rate": {"normal": [0.05, 0.01]}}, {"to": 2060, "rate": 0.02}]
    >>> statement(read("gdp", {"growth": rates}, Place()).form)
    'growth a year: 0.05 (normal, sd 0.01) to 2025, 0.02 to 2060'
    >>> statement(None)
    "not declared: the base year's value held"
    """
    if form is None:
        return _said("none", lang)
    if isinstance(form, str):
        return _said("residual", lang)
    said = STATEMENTS[type(form)](form, lang)
    return _said("unit", lang, said=said, unit=form.unit) if form.unit else said


def _said(word: str, lang: str, **params: object) -> str:
    return WORDS[word][lang].format_map(params)


def _joined(parts: Iterable[str], lang: str) -> str:
    return BETWEEN[lang].join(parts)


def _constant(form: Constant, lang: str) -> str:
    return _said("constant", lang, value=form.constant)


def _growth(form: Growth, lang: str) -> str:
    said = (_said("until", lang, value=p.rate, year=p.to) for p in form.growth)
    return _said("growth", lang, periods=_joined(said, lang))


def _points(form: Points, lang: str) -> str:
    said = (_said("point", lang, value=form.points[y], year=y) for y in sorted(form.points))
    return _said("points", lang, points=_joined(said, lang), between=_said(form.between, lang))


def _elasticity(form: Elasticity, lang: str) -> str:
    slope = form.elasticity
    powers = (_said("until", lang, value=p.value, year=p.to) for p in slope.periods)
    said = _joined(powers, lang) if slope.value is None else str(slope.value)
    return _said("elasticity", lang, to=slope.to, powers=said)


def _logistic(form: Logistic, lang: str) -> str:
    curve = form.logistic
    return _said("logistic", lang, top=curve.saturation, middle=curve.midpoint, rate=curve.rate)


def _formula(form: Formula, lang: str) -> str:
    said = _said("formula", lang, formula=" ".join(form.formula.split()))
    return _said("scaled", lang, said=said) if form.scaled else said


def _lookup(form: Lookup, lang: str) -> str:
    table = form.lookup
    if table.series:
        return _said("series", lang, series=table.series)
    knots = (
        _said("knot", lang, value=table.points[k], at=f"{k:.6g}") for k in sorted(table.points)
    )
    said = _said("lookup", lang, of=table.of, points=_joined(knots, lang))
    return _said("scaled", lang, said=said) if form.scaled else said


def _stock(form: Stock, lang: str) -> str:
    own = form.stock
    how = _said("target", lang, of=own.target) if own.target else _said("additions", lang, of=own.additions)  # fmt: skip
    return _said("stock", lang, how=how, survival=_survival(own.survival, lang))


def _survival(survival: Survival, lang: str) -> str:
    if survival.weibull:
        return _said("weibull", lang, numbers=_joined(map(str, survival.weibull), lang))
    if survival.lifetime is not None:
        return _said("lifetime", lang, years=survival.lifetime)
    return _said("table", lang)


def _share(form: Share, lang: str) -> str:
    return _said("parts", lang, parts=_joined(form.share, lang))


STATEMENTS: dict[type[Form], Callable[[Any, str], str]] = {
    Constant: _constant,
    Points: _points,
    Growth: _growth,
    Elasticity: _elasticity,
    Logistic: _logistic,
    Share: _share,
    Formula: _formula,
    Lookup: _lookup,
    Stock: _stock,
}
