"""Units as statistics usually write them, by what they are of."""

from __future__ import annotations

from dualcarbon.vocabulary.spellings import CHINESE
from dualcarbon.vocabulary.units import spelled

BY_KIND = {
    "t": ("10^4 t", "t", "10^4 tce", "tce"),
    "m3": ("10^8 m3", "10^4 m3", "m3", "10^4 tce"),
    "kWh": ("10^8 kWh", "10^4 kWh", "kWh", "10^4 tce"),
    "GJ": ("10^10 kJ", "GJ", "TJ", "10^4 tce"),
    "": ("10^4 tce", "tce", "TJ"),
}
"""Units that statistics give a fuel in, by the unit that it is kept in; groups of fuels are counted in standard coal."""
IN_CHINESE = {
    "10^4 t": "万吨", "t": "吨", "10^4 tce": "万吨标准煤", "tce": "吨标准煤", "10^8 m3": "亿立方米", "10^4 m3": "万立方米",
    "m3": "立方米", "10^8 kWh": "亿千瓦时", "10^4 kWh": "万千瓦时", "kWh": "千瓦时", "10^10 kJ": "百亿千焦", "GJ": "吉焦",
    "TJ": "太焦", "10^4 person": "万人", "person": "人", "10^8 CNY": "亿元", "10^4 t CO2": "万吨二氧化碳", "t CO2": "吨二氧化碳",
}  # fmt: skip
OF_TABLES = {
    "person": ("10^4 person", "person"),
    "t CO2": ("10^4 t CO2", "t CO2"),
    "t CO2/tce": ("t CO2/tce", "kg CO2/GJ", "t CO2/TJ", "kg CO2/kWh"),
}
"""Units of a table that keeps all its values in one; a factor is given per any energy."""
OF_COLUMNS = {**OF_TABLES, "tce": BY_KIND[""], "CNY": ("10^8 CNY",), "MWh": ("MWh", "10^8 kWh")}
"""Units of whatever is kept in one."""
JOINED = {"en": ", ", "zh": "、"}


def written(unit: str, lang: str) -> str:
    """Give a unit as it is written in a language; what is read back is the same unit."""
    zh = IN_CHINESE.get(unit, unit)
    return zh if lang == "zh" and (zh in CHINESE or spelled(zh) == unit) else unit


def listed(wanted: str, own: str = "") -> dict[str, str]:
    """List the units of what is kept in one, or of a fuel with a unit of its own, as a sentence takes them; nothing where any will do.

    Examples
    --------
    >>> listed("person"), listed("tce", "m3")["en"], listed("")
    ({'en': '10^4 person, person', 'zh': '万人、人'}, '10^8 m3, 10^4 m3, m3, 10^4 tce', {})
    """
    units = BY_KIND[own] if own else OF_COLUMNS.get(wanted, ())
    return {lang: mark.join(written(unit, lang) for unit in units) for lang, mark in JOINED.items() if units}  # fmt: skip
