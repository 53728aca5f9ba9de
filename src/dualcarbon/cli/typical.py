"""What the catalogue of typical measures shows: all of them in a table, or one with every number and its source."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from rich.markup import escape
from rich.table import Table

from dualcarbon.appraisal.typical import Cost, cost
from dualcarbon.cli.show import out, print_json
from dualcarbon.measures.catalogue import LEVERS, NAMES, Parameter, Typical, all_typical, typical
from dualcarbon.reference.prices import price
from dualcarbon.reference.tables import sources
from dualcarbon.vocabulary.figures import rounded
from dualcarbon.vocabulary.names import ACTIONS, CLAUSES, SECTORS

WORDS = {
    "en": {
        "id": "id", "name": "measure", "unit": "unit", "avoided": "t CO2e/a", "at_8": "CNY/t, 8 %", "at_6": "6 %",
        "ex_tax": "without taxes", "range": "published", "seen": "seen", "mark": "mark",
        "action": "action", "clauses": "clauses", "lever": "acts by", "sectors": "sectors", "requires": "requires", "needs": "needs",
        "excludes": "excludes on one unit", "overlaps": "overlaps with", "barriers": "barriers", "base": "reach is a share of",
        "cost": "cost of a tonne", "note": "note", "number": "number", "low": "low", "mid": "central", "high": "high",
        "year": "price year", "source": "source",
        "envelope": "{at_8} CNY/t at 8 %, {at_6} at 6 %, {ex_tax} at 8 % without taxes; {favourable} to {unfavourable} with all numbers at one end",
        "foot": "A first look by unit and year, grid of 2023; a study takes abatement from its tree. seen: numbers seen of those that make the cost. M: from memory, not official.",
        "or": " or ",
    },
    "zh": {
        "id": "编号", "name": "措施", "unit": "单位", "avoided": "t CO2e/年", "at_8": "元/t（8%）", "at_6": "6%",
        "ex_tax": "不含税", "range": "文献范围", "seen": "已核", "mark": "标记",
        "action": "行动", "clauses": "条款", "lever": "作用方式", "sectors": "部门", "requires": "前提措施", "needs": "其他前提",
        "excludes": "同一单位上互斥", "overlaps": "相互影响", "barriers": "障碍", "base": "可达比例的基数",
        "cost": "吨减排成本", "note": "备注（英文）", "number": "参数", "low": "低", "mid": "中", "high": "高",
        "year": "价格年份", "source": "来源",
        "envelope": "8% 折现率 {at_8} 元/t，6% {at_6} 元/t，8% 不含税 {ex_tax} 元/t；全部参数取同一端时 {favourable} 至 {unfavourable}",
        "foot": "按单位和年计的初步数，电网因子为2023年；研究中的减排量取自情景树。已核：构成成本的参数中见于来源的个数。M：凭记忆，非官方。",
        "or": "或",
    },
}  # fmt: skip


def listed(*, as_json: bool, lang: str) -> None:
    """Show every typical measure, action by action."""
    found = {one.id: (one, cost(one)) for one in all_typical().values()}
    if as_json:
        print_json({"measures": [record(one, told) for one, told in found.values()]})
        return
    console = out()
    for table in _tables(list(found.values()), lang):
        console.print(table, soft_wrap=False)
    console.print(WORDS[lang]["foot"], markup=False, soft_wrap=False)


def shown(id: str, *, as_json: bool, lang: str) -> None:
    """Show one typical measure with all its numbers and where they come from.

    Raises
    ------
    UnknownName
        The catalogue holds no such measure.
    """
    one = typical(id)
    told = cost(one)
    if as_json:
        print_json(record(one, told) | {"numbers": [_number(p) for p in one.numbers.values()]})
        return
    console, words = out(), WORDS[lang]
    console.print(f"{one.id} {one.title(lang)}", markup=False, style="bold")
    for word, text in _facts(one, told, lang).items():
        console.print(f"  {words[word]}: {text}", markup=False, soft_wrap=False)
    console.print(_numbers(one, lang), soft_wrap=False)
    for number in one.numbers.values():
        if number.note:
            console.print(f"  {_name(number, lang)}: {number.note}", markup=False, soft_wrap=False)
    for source in dict.fromkeys(p.source for p in one.numbers.values()):
        console.print(f"  {source}: {sources()[source]}", markup=False, soft_wrap=False)


def record(one: Typical, told: Cost) -> dict[str, Any]:
    """Give a typical measure as JSON."""
    return {
        "id": one.id,
        "name": {"en": one.en, "zh": one.zh},
        "action": one.action,
        "clauses": list(one.clauses),
        "lever": one.lever,
        "sectors": list(one.sectors),
        "unit": dict(zip(("en", "zh"), one.units, strict=True)),
        "requires": [list(any_of) for any_of in one.requires],
        "excludes": list(one.excludes),
        "overlaps": list(one.overlaps),
        "abatement_t_per_unit_year": told.abatement,
        "mac_cny_per_t": {
            "social_8": told.social_8,
            "social_6": told.social_6,
            "social_8_ex_tax": told.ex_tax,
            "favourable": told.favourable,
            "unfavourable": told.unfavourable,
        },
        "published_mac": list(one.published) if one.published else None,
        "check": one.check,
        "numbers_seen": list(one.seen),
        "mark": one.mark,
        "note": one.note,
    }


def _tables(found: list[tuple[Typical, Cost]], lang: str) -> Iterator[Table]:
    """Lay out the measures, a table for each action."""
    for action, group in itertools.groupby(found, key=lambda pair: pair[0].action):
        table = _empty(lang, {"id": "", "name": "wide", "unit": "half"}, ("avoided", "at_8", "at_6", "range", "seen", "mark"))  # fmt: skip
        table.title = ACTIONS.text(action, lang)
        for one, told in group:
            table.add_row(
                one.id, escape(one.title(lang)), escape(one.unit(lang)), *_cells(one, told)
            )
        yield table


def _empty(lang: str, texts: Mapping[str, str], numbers: Iterable[str]) -> Table:
    """Give a table without rows that fills the width, texts to the left and numbers to the right."""
    table = Table(box=None, pad_edge=False, expand=True, title_justify="left", title_style="bold")
    ratios = {"wide": 2, "half": 1, "": None}
    for word, width in texts.items():
        table.add_column(WORDS[lang][word], ratio=ratios[width], no_wrap=not width, overflow="fold")
    for word in numbers:
        table.add_column(WORDS[lang][word], justify="right", no_wrap=True)
    return table


def _cells(one: Typical, told: Cost) -> list[str]:
    seen, all_of_them = one.seen
    costs = (_money(told.social_8), _money(told.social_6), _published(one))
    return [f"{told.abatement:,.4g}", *costs, f"{seen}/{all_of_them}", one.mark]


def _facts(one: Typical, told: Cost, lang: str) -> dict[str, str]:
    words, zh = WORDS[lang], lang == "zh"
    facts = {
        "action": ACTIONS.text(one.action, lang),
        "clauses": ", ".join(f"{id} {CLAUSES.text(id, lang)}" for id in one.clauses),
        "lever": LEVERS[one.lever][zh],
        "sectors": ", ".join(SECTORS.text(id, lang) for id in one.sectors),
        "unit": one.unit(lang),
        "avoided": f"{told.abatement:,.4g}",
        "cost": _envelope(told, words["envelope"]),
        "range": _published(one),
        "requires": ", ".join(words["or"].join(any_of) for any_of in one.requires),
        "needs": one.needs[zh],
        "excludes": ", ".join(one.excludes),
        "overlaps": ", ".join(one.overlaps),
        "barriers": one.barriers[zh],
        "base": one.base[zh],
        "note": one.note,
    }
    return {word: text for word, text in facts.items() if text}


def _published(one: Typical) -> str:
    """Give the published range with its mark."""
    if one.published is None:
        return ""
    low, high = (_money(end) for end in one.published)
    return f"{low} – {high} {one.numbers['published'].mark}".rstrip()


def _envelope(told: Cost, form: str) -> str:
    if told.social_8 is None:
        return ""
    costs = {"at_8": told.social_8, "at_6": told.social_6, "ex_tax": told.ex_tax}
    ends = {"favourable": told.favourable, "unfavourable": told.unfavourable}
    return form.format(**{name: _money(value) for name, value in (costs | ends).items()})


def _numbers(one: Typical, lang: str) -> Table:
    texts = {"number": "wide", "unit": "half", "year": "half", "mark": "", "source": ""}
    table = _empty(lang, texts, ("low", "mid", "high"))
    for number in one.numbers.values():
        ends = [rounded(value, 6) for value in (number.low, number.mid, number.high)]
        told = (_name(number, lang), escape(one.spelled(number, lang)), number.span, number.mark)
        table.add_row(*told, number.source, *ends)
    return table


def _name(number: Parameter, lang: str) -> str:
    name = NAMES[number.name][lang == "zh"]
    return f"{name}: {price(number.price).title(lang)}" if number.price else name


def _number(number: Parameter) -> dict[str, Any]:
    told = ("name", "price", "low", "mid", "high", "better", "unit", "price_year", "years", "source", "mark", "note")  # fmt: skip
    return {key: getattr(number, key) for key in told}


def _money(value: float | None) -> str:
    return "–" if value is None else f"{round(value):,}"
