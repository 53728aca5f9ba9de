"""The reason of a verdict in English and Chinese."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dualcarbon.vocabulary.figures import rounded

Particular = Mapping[str, str] | str | float | None
"""What fills a place of a sentence; a mapping holds it by language."""

REASONS: dict[str, dict[str, str]] = {
    "gap": {
        "en": "not enough data: no value in {missing}",
        "zh": "数据不足：{missing} 年缺值",
    },
    "short": {
        "en": "not enough data: {count} values, at least {least} are needed",
        "zh": "数据不足：仅有 {count} 个值，至少需要 {least} 个",
    },
    "revision": {
        "en": "break in the series, {breaks}; judged apart: {parts}",
        "zh": "序列存在断点（{breaks}），分段判定：{parts}",
    },
    "last": {
        "en": "rising: the highest value is the last year, {last}; extend the {series}",
        "zh": "仍在上升：最大值在最后一年 {last}；请延长{series}",
    },
    "level": {
        "en": "rising: the last year, {last}, is as high as the highest value within {ties} %; extend the {series}",
        "zh": "仍在上升：最后一年 {last} 与最大值相差不到 {ties} %；请延长{series}",
    },
    "near": {
        "en": "rising: the last year, {last}, is within {boundary} % of the highest of {year} and the last {recent} years do not fall",
        "zh": "仍在上升：最后一年 {last} 与 {year} 年最大值相差不到 {boundary} %，且近 {recent} 年未下降",
    },
    "early": {
        "en": "too early to tell: {after} years after the highest value of {year}, at least {later} are needed",
        "zh": "为时尚早：{year} 年最大值之后仅有 {after} 年，至少需要 {later} 年",
    },
    "peaked": {
        "en": "peaked in {year} at {amount}; {after} years later {fall} % lower and falling (p = {p}), {confirmed}",
        "zh": "{year} 年达峰，峰值 {amount}；其后 {after} 年下降 {fall} %，趋势显著（p = {p}），{confirmed}",
    },
    "peaks": {
        "en": "peaks in {year} at {amount}, plateau {plateau}",
        "zh": "{year} 年达峰，峰值 {amount}，平台期 {plateau}",
    },
    "slump": {
        "en": "fall by slump: {fall} % below the {amount} of {year}, but structure, intensity and mix explain no more than half of it, or the economy shrank",
        "zh": "衰退性下降：比 {year} 年的 {amount} 低 {fall} %，但结构、强度与能源结构的贡献不足一半，或经济收缩",
    },
    "plateau": {
        "en": "plateau: no trend in the {after} years after the highest value of {year}, {amount}, all within {band} % of it",
        "zh": "平台期：{year} 年最大值 {amount} 之后 {after} 年无显著趋势，均在其 {band} % 以内",
    },
    "rebound": {
        "en": "rebound: after {year} down by {deepest} %, since then more than half of it won back",
        "zh": "回升：{year} 年之后曾下降 {deepest} %，此后已回升一半以上",
    },
    "unproven": {
        "en": "declining, not proven: {fall} % below the highest value of {year}; the claim needs {share} % and p below {limit}, found p = {p}",
        "zh": "下降尚未证实：比 {year} 年最大值低 {fall} %；认定达峰要求下降 {share} % 且 p 小于 {limit}，实际 p = {p}",
    },
    "one_step": {
        "en": "declining, not proven: {fall} % below the highest value of {year}, but one step of level in {step} explains the years after it better than a steady fall; a revision of the statistics looks the same",
        "zh": "下降尚未证实：比 {year} 年最大值低 {fall} %，但 {step} 年的一次水平突变比持续下降更能解释其后各年；统计修订也会呈现这种形状",
    },
    "not_positive": {
        "en": "undetermined: the largest value, {amount}, is not positive; shares of it say nothing",
        "zh": "无法判定：最大值 {amount} 不为正，无法以其份额衡量",
    },
    "slight": {
        "en": "undetermined: falling since {year} (p = {p}), but only {fall} % lower",
        "zh": "无法判定：{year} 年以来下降（p = {p}），但仅低 {fall} %",
    },
    "climbing": {
        "en": "undetermined: rising again after {year} without having left the band of {band} %",
        "zh": "无法判定：{year} 年之后再度上升，且未离开 {band} % 的范围",
    },
    "returned": {
        "en": "undetermined: was {deepest} % below the highest value of {year}, now back within {band} % of it",
        "zh": "无法判定：曾比 {year} 年最大值低 {deepest} %，现又回到其 {band} % 以内",
    },
}  # fmt: skip

CONFIRMED = {
    True: {"en": "by structure, intensity and mix", "zh": "由结构、强度与能源结构支撑"},
    False: {"en": "causes not tested", "zh": "原因未检验"},
}
SERIES = {
    True: {"en": "series", "zh": "数据序列"},
    False: {"en": "horizon", "zh": "情景期"},
}
DRIVERS = {
    True: {"en": "the drivers do not", "zh": "驱动量并无相应变化"},
    False: {"en": "no drivers were given to tell it from a real change", "zh": "未提供驱动量，无法与真实变化区分"},
}  # fmt: skip


def amount(value: float, unit: str, lang: str = "en") -> str:
    """Give an amount with its unit as people read it.

    Parameters
    ----------
    value : float
        Amount. [unit]
    unit : str
        Unit, perhaps empty; tonnes are shown in millions, in Chinese in 万吨 or 亿吨.
    lang : str
        ``en`` or ``zh``.

    Examples
    --------
    >>> amount(704.5e6, "t CO2"), amount(704.5e6, "t CO2", "zh"), amount(12.5, "tce")
    ('704.5 Mt CO2', '7.045 亿吨CO2', '12.5 tce')
    """
    if unit.startswith("t ") and abs(value) >= 1e4:
        if lang == "en":
            return f"{rounded(value / 1e6)} M{unit}"
        size, word = (1e8, "亿吨") if abs(value) >= 1e8 else (1e4, "万吨")
        return f"{rounded(value / size)} {word}{unit.removeprefix('t ')}"
    return f"{rounded(value)} {unit}".rstrip()


def span(first: int, last: int) -> str:
    """Give a range of years, or the one year that it is.

    Examples
    --------
    >>> span(2028, 2030), span(2030, 2030)
    ('2028-2030', '2030')
    """
    return f"{first}-{last}" if last > first else f"{first}"


def listed(years: Sequence[int]) -> str:
    """Give years as ranges.

    Examples
    --------
    >>> listed([2001, 2002, 2003, 2010])
    '2001-2003, 2010'
    """
    runs: list[list[int]] = []
    for year in years:
        if runs and year == runs[-1][1] + 1:
            runs[-1][1] = year
        else:
            runs.append([year, year])
    return ", ".join(span(*run) for run in runs)


def percent(share: float) -> str:
    """Give a share in per cent with the digits that say something.

    Parameters
    ----------
    share : float
        Share. [1]

    Examples
    --------
    >>> percent(0.1234), percent(0.005)
    ('12.3', '0.5')
    """
    return f"{100 * share:.3g}"


def chosen(value: Particular, lang: str) -> str | float | None:
    """Give a particular in a language, where it has one.

    Returns
    -------
    str, float or None
        What stands in the sentence. [the unit that the sentence names]

    Examples
    --------
    >>> chosen({"en": "series", "zh": "数据序列"}, "zh"), chosen(2030, "zh")
    ('数据序列', 2030)
    """
    return value[lang] if isinstance(value, Mapping) else value
