"""How verdicts on sectors and districts came, who moves the total, and what a fall ahead is made of."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from dualcarbon.inventory.totals import TRADE
from dualcarbon.peak.verdict import RULE
from dualcarbon.provenance.derivation import Input, Value
from dualcarbon.study.explain import past
from dualcarbon.study.explain.ahead import AMOUNT, QUANTILE, Ahead
from dualcarbon.study.explain.lookup import Steps
from dualcarbon.study.explain.notebook import MT, Notebook
from dualcarbon.study.peaks import CARBON

Of = Callable[[str, int], Input]
"""Writes down what a part emits in a year, and gives it as an input."""
QUANTILES = re.compile(r"(year|amount)_p\d\d")
SHARE = (
    "members counted / all members; the cells of the sector are summed in each, and judged by the rule of the total",
    "计入的成员数 / 全部成员数；逐成员加总该部门各单元，按与总量相同的规则判定",
)
CELLS = ("sum of the sector's cells of the tree x 10^-6", "该部门在情景树中各单元之和 × 10^-6")
PAST_RULE = (
    "rule for statistics: the highest year, never the last; {later} years or more after it that fall (p < {p}) by more than {fall} %, and not by one step",
    "历史规则：最大值所在年且不为最后一年；其后至少 {later} 年显著下降（p < {p}）且降幅超过 {fall} %，并非一次突变",
)
AHEAD_RULE = (
    "rule for computed paths: the highest year, never the last; {later} years or more after it, the last more than {plateau} % lower and no more than half of the fall won back",
    "情景规则：最大值所在年且不为最后一年；其后至少 {later} 年，末年低于最大值 {plateau} % 以上，且回升不超过降幅的一半",
)
CHANGE = ("value of the last year - value of the first", "末年值 - 首年值")
MOVERS = (
    "from the year of the total's maximum to the last year (while it rises, the last five; never across a break); parts whose change has the sign of the total's, the largest first",
    "自总量最大值年至最后一年（上升时为最近五年，不跨断点）；与总量同向变化者按大小排列",
)
EFFECTS = (
    "LMDI effects of the central run, added up year by year; supported where structure, intensity, mix and capture give more than half of the fall while the economy grows",
    "中心情景逐年 LMDI 效应之和；结构、强度、能源结构与捕集贡献过半且经济增长时为 supported",
)


class Peaked:
    """What the summary says of the peaks of parts, each number from the values of the years around it."""

    def __init__(self, note: Notebook, ahead: Ahead) -> None:
        self.note, self.ahead = note, ahead

    def sector(self, steps: Steps, value: Value) -> None:
        """Explain a verdict on a sector of a scenario, by the rule and the values around its maximum."""
        name, sector, what = steps[1], steps[3], steps[4]
        told = self.note.summary["scenarios"][name]["peak_by_sector"][sector]
        if what in ("no_peak", "probability_by", "verdicts") or QUANTILES.match(what):
            self._odds(steps, value, what)
            return
        years = self.ahead.branches.central[name].years
        shown = around(told["highest_year"], years[0], years[-1])
        inputs = [self._sector(name, sector, y) for y in shown]
        self.note.write(steps, *said(told, AHEAD_RULE), value, _unit(what), inputs)

    def _odds(self, steps: Steps, value: Value, what: str) -> None:
        """Explain a probability or a quantile over the members of a sector; they are counted and not kept."""
        count = self.note.summary["members"]
        inputs = [Input("members", count)]
        if not QUANTILES.match(what):
            counted = Input("members counted", round(float(value or 0.0) * count))
            self.note.write(steps, *SHARE, value, "1", [counted, *inputs])
            return
        text = QUANTILE if what.startswith("year") else AMOUNT
        self.note.write(steps, *text, value, _unit(what), inputs)

    def movers(self, steps: Steps, value: Value) -> None:
        """Explain who moves the total of a scenario."""
        name = steps[1]
        told = self.note.summary["scenarios"][name]["peak_movers"]
        movers_of(self.note, steps, value, told, lambda part, year: self._sector(name, part, year))

    def causes(self, steps: Steps, value: Value) -> None:
        """Explain what the fall of a scenario is made of."""
        name = steps[1]
        told = self.note.summary["scenarios"][name]["peak_confirmation"]
        if told is None:
            text = ("no peak inside, no fall after it, or no GDP", "无达峰、其后无下降或无 GDP")
            self.note.write(steps, *text, value)
            return
        inputs = [
            Input(f"effect of {effect}", amount, "Mt CO2") for effect, amount in told["effects_mt"].items()
        ]  # fmt: skip
        inputs += [self.ahead.path(name, year) for year in (told["from"], told["to"])]
        numeric = steps[-1] == "change_mt" or "effects_mt" in steps
        self.note.write(steps, *EFFECTS, value, "Mt CO2" if numeric else "", inputs)

    def _sector(self, name: str, sector: str, year: int) -> Input:
        """Write down what a sector emits in a year of a scenario: from the inventory, or from its cells."""
        if year <= self.note.prepared.study.base_year:
            return history(self.note, sector, year)
        middle = self.ahead.branches.central[name]
        place = middle.years.index(year)
        cells = [c for c in sorted(middle.emissions) if c[0] == sector and c[1] not in TRADE]
        cells = [c for c in cells if middle.emissions[c][place] != 0.0]
        key = f"{name} {sector} {year}"
        value = sum(float(middle.emissions[c][place]) for c in cells) * MT
        inputs = [self.ahead.branches.cell(name, cell, year, place) for cell in cells]
        self.note.write(key, *CELLS, value, "Mt CO2", inputs)
        return Input(key, value, "Mt CO2", key)


def history(note: Notebook, sector: str, year: int) -> Input:
    """Write down what a sector emits in a year of the statistics. [Mt CO2]."""
    steps: Steps = ("inventory", "by_sector_mt", sector, str(year))
    key, value = ".".join(steps), note.summary["inventory"]["by_sector_mt"][sector][str(year)]
    past.by_sector(note, steps, value)
    return Input(key, value, "Mt CO2", key)


def sector(note: Notebook, steps: Steps, value: Value) -> None:
    """Explain a verdict on the past of a sector by all of its years."""
    name = steps[2]
    told = note.summary["diagnosis"]["peak_by_sector"][name]
    years = note.summary["inventory"]["by_sector_mt"][name]
    inputs = [history(note, name, int(year)) for year in years]
    note.write(steps, *said(told, PAST_RULE), value, _unit(steps[3]), inputs)


def movers(note: Notebook, steps: Steps, value: Value) -> None:
    """Explain who moved the total of the past."""
    told = note.summary["diagnosis"]["peak_movers"]
    movers_of(note, steps, value, told, lambda part, year: history(note, part, year))


def district(note: Notebook, steps: Steps, value: Value) -> None:
    """Explain a verdict on a district by its years, or why there is none."""
    told = note.summary["diagnosis"]["peak_by_district"][steps[2]]
    if steps[2] == "refused":
        note.write(steps, told["en"], told["zh"], value)
        return
    years = [int(c["year"]) for c in _districts(note)]
    inputs = [_district(note, steps[2], year) for year in years]
    note.write(steps, *said(told, PAST_RULE), value, _unit(steps[3]), inputs)


def movers_of_districts(note: Notebook, steps: Steps, value: Value) -> None:
    """Explain which districts moved their sum."""
    told = note.summary["diagnosis"]["peak_movers_by_district"]
    movers_of(note, steps, value, told, lambda part, year: _district(note, part, year))


def around(year: int | None, first: int, last: int) -> list[int]:
    """Give a year, the one before, the one after, and the last: what a verdict is read off.

    Examples
    --------
    >>> around(2030, 2010, 2060), around(2060, 2010, 2060), around(None, 2010, 2060)
    ([2029, 2030, 2031, 2060], [2059, 2060], [2010, 2060])
    """
    if year is None:
        return [first, last]
    return sorted({y for y in (year - 1, year, year + 1) if first <= y <= last} | {last})


def movers_of(note: Notebook, steps: Steps, value: Value, told: Mapping[str, Any], of: Of) -> None:
    """Write down a change by its two years, or the movers by all changes."""
    start, end = told["window"]
    at = steps.index("change_mt") + 1 if "change_mt" in steps else 0
    if at:
        note.write(steps, *CHANGE, value, "Mt CO2", [of(steps[at], start), of(steps[at], end)])
        return
    inputs = [
        Input(f"change of {part} {start}-{end}", x, "Mt CO2")
        for part, x in told["change_mt"].items()
    ]
    note.write(steps, *MOVERS, value, _unit(steps[-1]), inputs)


def _districts(note: Notebook) -> Sequence[Mapping[str, Any]]:
    return [c for c in note.summary["account"]["districts"] if c["item"] == CARBON]


def _district(note: Notebook, name: str, year: int) -> Input:
    one = next(c for c in _districts(note) if int(c["year"]) == year)
    ref = note.row("districts", year=year, indicator=CARBON, district=name)
    return Input(f"{name} {year}", one["districts"][name], one["unit"], ref)


def said(told: Mapping[str, Any], rule: tuple[str, str]) -> tuple[str, str]:
    """Give the verdict in words and the rule with its numbers, in both languages."""
    shown = {
        "later": RULE.later,
        "p": RULE.p,
        "fall": f"{100 * RULE.fall:g}",
        "plateau": f"{100 * RULE.plateau:g}",
    }
    en, zh = (text.format_map(shown) for text in rule)
    return f"{told['sentence']['en']}; {en}", f"{told['sentence']['zh']}；{zh}"


def _unit(what: str) -> str:
    return "Mt CO2" if what.endswith("_mt") else ""
