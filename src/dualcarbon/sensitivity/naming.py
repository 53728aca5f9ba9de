"""What assumptions are called: the paths of a scenario by their keys, in English and Chinese."""

from __future__ import annotations

from collections.abc import Mapping

from dualcarbon.vocabulary.names import FUELS, INDICATORS, SECTORS

Texts = Mapping[str, str]

TITLES: Mapping[str, Texts] = {
    "population": {"en": "Population", "zh": "人口"},
    "gdp": {"en": "GDP", "zh": "地区生产总值"},
    "structure": {"en": "Structure of the economy", "zh": "产业结构"},
    "structure.{}": {"en": "Share of value added: {}", "zh": "{}增加值占比"},
    "intensity.{}": {"en": "Energy intensity: {}", "zh": "{}能源强度"},
    "mix.{}": {"en": "Fuel mix: {}", "zh": "{}用能结构"},
    "mix.{}.{}": {"en": "Share of {1}: {0}", "zh": "{0}{1}占比"},
    "power.supply": {"en": "Sources of electricity", "zh": "供电来源"},
    "power.supply.import": {"en": "Share of imported electricity", "zh": "外来电占比"},
    "power.supply.nonfossil": {"en": "Share of own non-fossil power", "zh": "本地非化石电量占比"},
    "power.supply.thermal": {"en": "Share of thermal power", "zh": "火电占比"},
    "power.rate": {"en": "Fuel per unit of thermal power", "zh": "火电单位电量耗能"},
    "power.balance": {"en": "Balance of electricity", "zh": "电力平衡"},
    "power.mix": {"en": "Fuels of thermal power", "zh": "火电燃料结构"},
    "power.mix.{}": {"en": "Share of {} in thermal power", "zh": "火电{}占比"},
    "heat.supply": {"en": "Sources of heat", "zh": "供热来源"},
    "heat.supply.plants": {"en": "Share of heat from plants", "zh": "热电厂与锅炉供热占比"},
    "heat.supply.recovered": {"en": "Share of recovered heat", "zh": "余热占比"},
    "heat.rate": {"en": "Fuel per unit of heat", "zh": "单位供热耗能"},
    "heat.balance": {"en": "Balance of heat", "zh": "热力平衡"},
    "heat.mix": {"en": "Fuels of heat plants", "zh": "供热燃料结构"},
    "heat.mix.{}": {"en": "Share of {} in heat plants", "zh": "供热{}占比"},
    "other_transformation.{}": {"en": "Conversion of {}", "zh": "{}加工转换"},
    "feedstock.{}": {"en": "Feedstock: {}", "zh": "{}原料用途"},
    "losses.{}": {"en": "Losses of {}", "zh": "{}损失"},
    "factor.import": {"en": "Factor of imported electricity", "zh": "外来电排放因子"},
    "factor_scale.{}": {"en": "Emission factor of {}", "zh": "{}排放因子"},
    "activity.{}": {"en": "Activity: {}", "zh": "{}"},
    "abated.{}": {"en": "Abatement: {}", "zh": "{}减排率"},
}  # fmt: skip
"""Titles by key; braces stand for a sector, a fuel or an indicator."""
SHORT: Mapping[str, Texts] = {
    "coal": {"en": "coal", "zh": "煤炭"},
    "oil": {"en": "oil", "zh": "石油"},
    "nonfossil": {"en": "non-fossil power", "zh": "非化石电力"},
}
"""Fuels whose names are too long beside a bar."""
JOINT: Texts = {"en": " and ", "zh": "与"}


def title(key: str) -> dict[str, str]:
    """Give the title of a path by its key; a path of the study's own is called by its key.

    Examples
    --------
    >>> title("mix.industry.coal")
    {'en': 'Share of coal: industry', 'zh': '工业煤炭占比'}
    >>> title("intensity.industry")["zh"], title("variables.car_stock")["en"]
    ('工业能源强度', 'variables.car_stock')
    """
    steps = key.split(".")
    for pattern, texts in TITLES.items():
        parts = pattern.split(".")
        if len(parts) == len(steps) and all(p in (s, "{}") for p, s in zip(parts, steps, strict=True)):  # fmt: skip
            open_ = [s for p, s in zip(parts, steps, strict=True) if p == "{}"]
            return {lang: text.format(*(_part(s, lang) for s in open_)) for lang, text in texts.items()}  # fmt: skip
    return {"en": key, "zh": key}


def joined(titles: list[Texts]) -> dict[str, str]:
    """Give one title for assumptions that are moved together.

    Examples
    --------
    >>> joined([title("gdp"), title("population")])["en"]
    'GDP and population'
    """
    first, *rest = titles
    more = {"en": [t["en"][:1].lower() + t["en"][1:] for t in rest], "zh": [t["zh"] for t in rest]}
    return {lang: JOINT[lang].join([first[lang], *more[lang]]) for lang in ("en", "zh")}


def _part(id: str, lang: str) -> str:
    """Name a sector, a fuel or an indicator; what the study calls by its own word stays."""
    if id in SHORT:
        return SHORT[id][lang]
    book = next((b for b in (SECTORS, FUELS, INDICATORS) if id in b), None)
    if book is None:
        return id
    text = book.text(id, lang)
    return text[:1].lower() + text[1:] if lang == "en" else text
