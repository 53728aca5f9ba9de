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
OWN: Mapping[str, Texts] = {
    "activity": {"en": "activity", "zh": "活动水平"},
    "intensity": {"en": "energy intensity", "zh": "用能强度"},
    "mix": {"en": "fuel mix", "zh": "用能结构"},
    "efficiency": {"en": "efficiency", "zh": "效率"},
    "supply": {"en": "processes", "zh": "工艺结构"},
    "part": {"en": "share supplied", "zh": "供应占比"},
    "loss": {"en": "losses", "zh": "损失"},
    "export": {"en": "export", "zh": "外送"},
}
"""What a path is of, beside the name of a branch or a chain that a study declares."""
PLACES: Mapping[str, Texts] = {
    "stock.survival.weibull.shape": {"en": "survival by age, shape of the Weibull curve", "zh": "存活曲线（威布尔）形状参数"},
    "stock.survival.weibull.scale": {"en": "survival by age, scale of the Weibull curve, years", "zh": "存活曲线（威布尔）尺度参数，年"},
    "stock.survival.lifetime": {"en": "service life, years", "zh": "使用寿命，年"},
    "stock.values.{}.base": {"en": "mean of the stock of the base year ({})", "zh": "基准年存量平均值（{}）"},
    "elasticity.value": {"en": "elasticity", "zh": "弹性系数"},
    "elasticity.{}": {"en": "elasticity to {}", "zh": "弹性系数（至{}年）"},
    "logistic.saturation": {"en": "saturation level", "zh": "饱和水平"},
    "logistic.midpoint": {"en": "year of the steepest rise", "zh": "增长最快的年份"},
    "logistic.rate": {"en": "steepness of the S-curve, a year", "zh": "S形曲线增长速率，每年"},
    "lookup.points.{}": {"en": "value looked up at {}", "zh": "查表值（自变量为{}）"},
}  # fmt: skip
"""What a number that shapes a path is, by its place in it; braces stand for a year, a value or a name of the study's own."""
JOINT: Texts = {"en": " and ", "zh": "与"}


def title(key: str, declared: Mapping[str, Texts] | None = None) -> dict[str, str]:
    """Give the title of a path by its key; a path of the study's own is called as declared, else by its key.

    Parameters
    ----------
    key : str
        Key of a path, a group of shares, or a part of one.
    declared : mapping, optional
        Titles of variables, branches and chains by the beginning of their keys.

    Examples
    --------
    >>> title("mix.industry.coal")
    {'en': 'Share of coal: industry', 'zh': '工业煤炭占比'}
    >>> title("intensity.industry")["zh"], title("variables.car_stock")["en"]
    ('工业能源强度', 'variables.car_stock')
    >>> title("branches.transport.cars.intensity", {"branches.transport.cars": {"en": "Cars", "zh": "乘用车"}})
    {'en': 'Cars: energy intensity', 'zh': '乘用车用能强度'}
    """
    steps = key.split(".")
    for pattern, texts in TITLES.items():
        parts = pattern.split(".")
        if len(parts) == len(steps) and all(p in (s, "{}") for p, s in zip(parts, steps, strict=True)):  # fmt: skip
            open_ = [s for p, s in zip(parts, steps, strict=True) if p == "{}"]
            return {lang: text.format(*(_part(s, lang) for s in open_)) for lang, text in texts.items()}  # fmt: skip
    return _own(key, declared or {})


def _own(key: str, declared: Mapping[str, Texts]) -> dict[str, str]:
    """Call a path by what the study calls the variable, branch or chain, and by what it is of that."""
    heads = [head for head in declared if key == head or key.startswith(f"{head}.")]
    if not heads:
        return {"en": key, "zh": key}
    head = max(heads, key=len)
    rest = key[len(head) + 1 :].split(".") if key != head else []
    said = {lang: [OWN[r][lang] if r in OWN else _part(r, lang) for r in rest] for lang in ("en", "zh")}  # fmt: skip
    en, zh = declared[head]["en"], declared[head]["zh"]
    return {"en": ": ".join([en, *([" ".join(said["en"])] if rest else [])]), "zh": zh + "".join(said["zh"])}  # fmt: skip


def place(key: str) -> dict[str, str]:
    """Say what a number is that shapes a path, by its place in it; one of the study's own keeps its key.

    Examples
    --------
    >>> place("stock.survival.lifetime")["zh"], place("elasticity.2030")["en"]
    ('使用寿命，年', 'elasticity to 2030')
    """
    for pattern, texts in PLACES.items():
        head, open_, tail = pattern.partition("{}")
        if key == pattern or (open_ and key.startswith(head) and key.endswith(tail)):
            own = key.removeprefix(head).removesuffix(tail)
            return {lang: text.format(own) for lang, text in texts.items()}
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
