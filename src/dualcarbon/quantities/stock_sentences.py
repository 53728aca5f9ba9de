"""How a stock and what it gives came, as a sentence in English or Chinese."""

from __future__ import annotations

from collections.abc import Mapping

from dualcarbon.quantities.stock import Stock, Survival
from dualcarbon.vocabulary.figures import plain

WORDS: dict[str, dict[str, str]] = {
    "target": {
        "en": "{target}: {survivors} of {before} that survive {survival}, and additions of {additions}",
        "zh": "{target}：{before} 按{survival}尚存 {survivors}，新增 {additions}",
    },
    "followed": {
        "en": "{survivors} of {before} that survive {survival} + {additions}",
        "zh": "{before} 按{survival}尚存 {survivors} + {additions}",
    },
    "some": {"en": "those", "zh": "若干"},
    "rest": {"en": "what is lacking", "zh": "不足部分"},
    "additions": {
        "en": "{target} less what survives of {before}",
        "zh": "{target} 减去 {before} 尚存的部分",
    },
    "retired": {"en": "{before} + {additions} - {stock}", "zh": "{before} + {additions} - {stock}"},
    "scrapped": {
        "en": "{before} + {additions} - {stock}, the oldest scrapped where the target asks for it",
        "zh": "{before} + {additions} - {stock}，目标要求时先报废最老的部分",
    },
    "age": {"en": "mean age of the vintages of {stock}", "zh": "{stock} 各年份车龄（役龄）的平均"},
    "value": {
        "en": "mean over {stock}: each vintage keeps {new} of its year, those to {base_year} have {base}",
        "zh": "{stock} 的平均：各年新增保持当年的 {new}，{base_year} 年及以前为 {base}",
    },
    "weibull": {"en": "Weibull ({shape}, {scale} years)", "zh": "威布尔存活率（{shape}，{scale} 年）"},
    "lifetime": {"en": "a life of {years} years", "zh": "寿命 {years} 年"},
    "table": {"en": "the table {points}", "zh": "存活率表 {points}"},
}  # fmt: skip


def of_stock(form: Stock, key: str, year: int, values: Mapping[str, float], lang: str) -> str:
    """Say how a stock comes in a year: what it follows, what survives, what is added.

    Parameters
    ----------
    form : Stock
        The stock.
    key : str
        Key of its path.
    year : int
        A year after the base year.
    values : mapping of float
        Numbers of the year by key: the stock, its additions, and what it follows; what is not there is named. [unit of each]
    lang : str
        ``en`` or ``zh``.

    Examples
    --------
    >>> from dualcarbon.quantities.paths import read
    >>> from dualcarbon.vocabulary.faults import Place
    >>> cars = {"target": "wanted", "survival": {"lifetime": 12}, "ages": "steady"}
    >>> form = read("cars", {"stock": cars}, Place()).form
    >>> of_stock(form, "cars", 2030, {"cars": 25.0, "cars.additions": 3.0}, "en")
    'wanted 2030: 22 of cars 2029 that survive a life of 12 years, and additions of 3'
    """
    own = form.stock
    stock, added = values.get(key), values.get(f"{key}.additions")
    left = WORDS["some"][lang]
    if stock is not None and added is not None:
        left = plain(stock - added)
    words = {"survival": _survival(own.survival, lang), "before": f"{key} {year - 1}"}
    if own.target:
        more = WORDS["rest"][lang] if added is None else plain(added)
        shown = _shown(own.target, year, values)
        return _said("target", lang, target=shown, survivors=left, additions=more, **words)
    shown = _shown(own.additions, year, values)
    return _said("followed", lang, survivors=left, additions=shown, **words)


def of_output(
    form: Stock,
    key: str,
    name: str,
    year: int,
    *,
    base_year: int,
    values: Mapping[str, float] | None = None,
    lang: str = "en",
) -> str:
    """Say how what a stock gives beside itself comes in a year.

    Parameters
    ----------
    form : Stock
        The stock.
    key : str
        Key of its path.
    name : str
        What it gives, such as ``additions``, or the name of a value.
    year, base_year : int
        A year after the base year, and that.
    values : mapping of float, optional
        Numbers of the year by key; what is not there is named. [unit of each]
    lang : str
        ``en`` or ``zh``.

    Examples
    --------
    >>> from dualcarbon.quantities.paths import read
    >>> from dualcarbon.vocabulary.faults import Place
    >>> cars = {"target": "wanted", "survival": {"lifetime": 12}, "ages": "steady"}
    >>> form = read("cars", {"stock": cars}, Place()).form
    >>> of_output(form, "cars", "retired", 2030, base_year=2020)
    'cars.retired 2030 = cars 2029 + cars.additions 2030 - cars 2030'
    """
    own, given = form.stock, values or {}
    words = {
        "before": f"{key} {year - 1}",
        "stock": _shown(key, year, given),
        "additions": _shown(f"{key}.additions", year, given),
    }
    head = f"{key}.{name} {year} = "
    if name in own.values:
        one = own.values[name]
        return head + _said("value", lang, new=one.new, base=one.base, base_year=base_year, **words)
    if name == "additions" and own.additions:
        return head + _shown(own.additions, year, given)
    words["target"] = _shown(own.target, year, given)
    return head + _said("scrapped" if name == "retired" and own.scrap else name, lang, **words)


def _shown(key: str, year: int, values: Mapping[str, float]) -> str:
    named = f"{key} {year}"
    return f"{plain(values[key])} [{named}]" if key in values else named


def _survival(kind: Survival, lang: str) -> str:
    if kind.weibull:
        shape, scale = kind.weibull
        return _said("weibull", lang, shape=shape, scale=scale)
    if kind.lifetime is not None:
        return _said("lifetime", lang, years=kind.lifetime)
    points = ", ".join(f"{age}: {kind.table[age]:.6g}" for age in sorted(kind.table))
    return _said("table", lang, points="{" + points + "}")


def _said(word: str, lang: str, **params: object) -> str:
    return WORDS[word][lang].format_map(params)
