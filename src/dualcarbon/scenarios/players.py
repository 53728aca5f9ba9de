"""Who makes the difference between two scenarios: groups of assumptions that differ, and measures at another level."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from dualcarbon.scenarios.deployment import Deployed, ordered
from dualcarbon.scenarios.inheritance import Resolved, differences

GROUPS: Mapping[str, tuple[str, ...]] = {
    "growth": ("population", "gdp"),
    "structure": ("structure",),
    "efficiency": ("intensity",),
    "fuels": ("mix",),
    "conversion": ("other_transformation", "losses", "feedstock"),
    "electricity": ("power",),
    "heat": ("heat",),
    "imports": ("factor",),
    "factors": ("factor_scale",),
    "variables": ("variables",),
    "branches": ("branches",),
    "chains": ("chains",),
    "activities": ("activity",),
    "abatement": ("abated",),
}
"""Groups of assumptions, by the first word of the keys of their paths."""

TITLES: Mapping[str, Mapping[str, str]] = {
    "growth": {"en": "Growth of people and economy", "zh": "人口与经济增长"},
    "structure": {"en": "Economic structure", "zh": "经济结构"},
    "efficiency": {"en": "Energy intensity", "zh": "能源强度"},
    "fuels": {"en": "Fuels of final use", "zh": "终端用能结构"},
    "conversion": {"en": "Conversion and losses", "zh": "加工转换与损失"},
    "electricity": {"en": "Electricity supply", "zh": "电力供应"},
    "heat": {"en": "Heat supply", "zh": "热力供应"},
    "imports": {"en": "Factor of imported electricity", "zh": "外来电排放因子"},
    "factors": {"en": "Emission factors of fuels", "zh": "燃料排放因子"},
    "variables": {"en": "Vehicles, floor area and other variables", "zh": "车辆、建筑面积等变量"},
    "branches": {"en": "End uses of sectors", "zh": "部门终端用途"},
    "chains": {"en": "Chains of conversion", "zh": "能源转换链"},
    "activities": {"en": "Activity beside energy", "zh": "非能源活动水平"},
    "abatement": {"en": "Abatement beside energy", "zh": "非能源排放控制"},
}


@dataclass(frozen=True, slots=True)
class Player:
    """One of those who share the difference between two scenarios.

    ``kind`` is ``group``, of assumptions, or ``measure``; ``paths`` are the keys of the paths that differ, or those
    that the measure changes.
    """

    id: str
    kind: str
    title: Mapping[str, str]
    paths: tuple[str, ...]


def players(one: Resolved, other: Resolved) -> tuple[Player, ...]:
    """Give who makes the difference between two scenarios, groups first, then measures in the stated order.

    Parameters
    ----------
    one, other : Resolved
        The scenario compared against, and the one that differs from it.
    """
    return (*_groups(one, other), *_measures(one, other))


def group_of(key: str) -> str:
    """Give the group of assumptions that the key of a path belongs to.

    Examples
    --------
    >>> group_of("mix.industry"), group_of("factor.import")
    ('fuels', 'imports')
    """
    head = key.partition(".")[0]
    return next(name for name, heads in GROUPS.items() if head in heads)


def merged(one: Resolved, other: Resolved) -> list[Deployed]:
    """Give the measures of two scenarios together in the stated order, each once.

    Parameters
    ----------
    one, other : Resolved
        Measures of both are in declared order. Where the lines of their file are known these decide; otherwise what
        only one has stands after what it follows there.
    """
    declared = list(one.deployed)
    place = 0
    for deployed in other.deployed:
        ids = [d.measure.id for d in declared]
        if deployed.measure.id in ids:
            place = ids.index(deployed.measure.id)
        else:
            declared.insert(place, deployed)
        place += 1
    lines = {d.measure.id: d.place.line for d in declared}
    if None not in lines.values():
        declared.sort(key=lambda d: lines[d.measure.id] or 0)
    return ordered(declared)


def _groups(one: Resolved, other: Resolved) -> Iterator[Player]:
    apart = [key for key in differences(one, other) if not key.startswith("measures.")]
    for name in GROUPS:
        if paths := tuple(key for key in apart if group_of(key) == name):
            yield Player(name, "group", TITLES[name], paths)


def _measures(one: Resolved, other: Resolved) -> Iterator[Player]:
    for deployed in merged(one, other):
        measure = deployed.measure
        if level(one, measure.id) != level(other, measure.id):
            titles = {lang: measure.name(lang) for lang in ("en", "zh")}
            paths = tuple(dict.fromkeys(change.path for change in measure.changes))
            yield Player(measure.id, "measure", titles, paths)


def level(scenario: Resolved, id: str) -> float:
    """Give the level at which a scenario deploys a measure, 0 where it does not.

    Parameters
    ----------
    scenario : Resolved
        Its measures act at one level each.
    id : str
        Id of the measure.

    Returns
    -------
    float
        0 to 1. [1]
    """
    return next((float(d.level) for d in scenario.deployed if d.measure.id == id), 0.0)
