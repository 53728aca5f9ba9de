"""The page of the catalogue: every typical measure with its cost, every number with its source."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator

from dualcarbon.appraisal.typical import Cost, cost
from dualcarbon.cli.reference import markdown
from dualcarbon.cli.reference.markdown import both, code
from dualcarbon.measures.catalogue import LEVERS, NAMES, Parameter, Typical, all_typical
from dualcarbon.reference.prices import price
from dualcarbon.vocabulary.figures import rounded
from dualcarbon.vocabulary.names import ACTIONS

ABOUT = """Typical measures that a study may name in its `measures.toml` (`catalogue = "E07"`): what the study leaves open is taken from
here, and everything can be overridden. The same on the command line: `dualcarbon catalogue`, `dualcarbon catalogue E07`.

The cost of a tonne is a first look by unit and year, `(I x CRF + O&M + other - saved energy x price) / (other abatement + saved energy x
factor)`, used energy being negative, with the [prices](factors.md) of the package, no carbon price and no subsidy. Electricity bought
or spared carries the average factor of the grid of 2023, electricity made that of fossil plants: the two belong to different boundaries,
so a study never takes abatement from this page but from its own tree. The better and worse costs have all numbers at one end at once,
prices and life kept: an envelope, no interval. Money is of the years stated, without inflation between them.

Of the {count} numbers {seen} were seen or follow from what was seen (`C`); all others are from memory (`M`), all lives, lead times and
reaches among them, and most published ranges: such a range is a bound for sanity, not evidence. They are to be replaced by local data.

典型措施目录。研究可在 `measures.toml` 中引用（如 `catalogue = "E07"`），未给出的内容取自本目录，且均可覆盖。吨减排成本为按单位和年计的初步数，
不含碳价和补贴；用电类措施采用全国平均电网因子，发电类措施采用化石能源电力因子，二者边界不同，因此研究的减排量始终取自情景树。
{count} 个参数中 {seen} 个见于来源或由其换算（C），其余凭记忆（M），须以本地数据替换。"""
"""What the page says first; the counts are filled in."""

CHECKS = {
    "agrees": ("agrees", "一致"),
    "overlaps": ("ranges overlap", "区间重叠"),
    "disagrees": ("disagrees", "不一致"),
    "none": ("", ""),
}
"""Central cost against the published range."""


def page() -> str:
    """Give the page of every typical measure."""
    groups = [
        (action, list(group))
        for action, group in itertools.groupby(all_typical().values(), key=lambda one: one.action)
    ]
    costs = [_section(action, _costs(group), 2) for action, group in groups]
    numbers = [_section(action, _numbers(group), 3) for action, group in groups]
    marks = [p.mark for one in all_typical().values() for p in one.numbers.values()]
    about = ABOUT.format(count=len(marks), seen=sum(mark in ("", "C") for mark in marks))
    parts = ["## Numbers 参数", *numbers, f"## How they act 作用方式\n\n{_levers()}"]
    return markdown.page("Typical measures 典型措施", about, *costs, *parts)


def _section(action: str, table: str, level: int) -> str:
    name = ACTIONS[action]
    return f"{'#' * level} {name.more['number']} {name.en} {name.zh}\n\n{table}"


def _costs(group: Iterable[Typical]) -> str:
    head = [
        "id", "measure 措施", "unit 单位", "t CO2e a year", "CNY/t, 8 %", "6 %", "8 %, no taxes", "better to worse", "published",
        "check 对照", "seen", "clauses", "requires", "excludes", "overlaps", "note",
    ]  # fmt: skip
    return markdown.table(head, (_cost_row(one, cost(one)) for one in group))


def _cost_row(one: Typical, told: Cost) -> list[str]:
    costs = [_money(value) for value in (told.social_8, told.social_6, told.ex_tax)]
    seen, among = one.seen
    clauses = ", ".join(clause.removeprefix("opinions:") for clause in one.clauses)
    requires = ", ".join([*(" or ".join(any_of) for any_of in one.requires), *filter(None, one.needs[:1])])  # fmt: skip
    return [
        code(one.id),
        both(one.en, one.zh),
        both(*one.units),
        f"{told.abatement:,.4g}",
        *costs,
        _envelope(told),
        _published(one),
        both(*CHECKS[one.check]),
        f"{seen} of {among}",
        clauses,
        requires,
        ", ".join(one.excludes),
        ", ".join(one.overlaps),
        one.note,
    ]


def _numbers(group: Iterable[Typical]) -> str:
    head = ["measure", "number 参数", "low", "central", "high", "unit", "price year", "source", "mark", "note"]  # fmt: skip
    return markdown.table(head, itertools.chain.from_iterable(map(_number_rows, group)))


def _number_rows(one: Typical) -> Iterator[list[str]]:
    for number in one.numbers.values():
        ends = [rounded(value, 6) for value in (number.low, number.mid, number.high)]
        seen = [number.span, code(number.source), number.mark, number.note]
        yield [code(one.id), _name(number), *ends, one.spelled(number, "en"), *seen]


def _name(number: Parameter) -> str:
    of = [f": {code(number.price)} {price(number.price).zh}"] if number.price else []
    return "".join([" ".join(NAMES[number.name]), *of])


def _levers() -> str:
    acting = {lever: [one.id for one in all_typical().values() if one.lever == lever] for lever in LEVERS}  # fmt: skip
    rows = ((code(lever), *told, ", ".join(acting[lever])) for lever, told in LEVERS.items())
    return markdown.table(["lever", "meaning", "含义", "measures"], rows)


def _published(one: Typical) -> str:
    if one.published is None:
        return ""
    low, high = (_money(end) for end in one.published)
    return f"{low} to {high} {one.numbers['published'].mark}".strip()


def _envelope(told: Cost) -> str:
    ends = (told.favourable, told.unfavourable)
    return (
        ""
        if ends == (None, None)
        else " to ".join(_money(end) or "nothing avoided" for end in ends)
    )


def _money(value: float | None) -> str:
    return "" if value is None else f"{round(value):,}"
