"""When the money is spent: investment by year, by action, and by period of each measure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate

from dualcarbon.charts import investment
from dualcarbon.charts.words import Title
from dualcarbon.report import clauses, listed
from dualcarbon.report.derived import sum_of, year
from dualcarbon.report.listed import Measure
from dualcarbon.report.money import price_year
from dualcarbon.report.numbers import Number, adding_up
from dualcarbon.report.pieces import Block, Cell, Figure, Paragraph, Ref, Table, say
from dualcarbon.report.reading import Reading
from dualcarbon.vocabulary.names import ACTIONS


def spending(reading: Reading) -> Iterator[Block]:
    """Show when the money is spent, by action."""
    there = [m for m in listed.valued(reading) if spent(m)]
    if not there:
        return
    parts = _by_action(there)
    whole: dict[int, float] = {}
    for part in parts:
        for y, v in part.path.items():
            whole[y] = whole.get(y, 0.0) + v
    years = [y for y in sorted(whole) if y >= reading.study.base_year]
    cumulative = dict(zip(years, accumulate(whole[y] for y in years), strict=True))
    cut = spans(reading, there)
    yield Paragraph(
        (
            say(
                "money.spending",
                amount=invested(reading, there, years[0], years[-1]),
                near=invested(reading, there, *cut[0]),
                first=year(cut[0][0]),
                last=year(cut[0][1]),
                figure=Ref("investment"),
                table=Ref("investment-table"),
            ),
        )
    )
    yield Figure(
        "investment",
        say("money.spending_caption"),
        lambda lang: investment.option(parts, cumulative, price_year(reading), lang),
        *investment.heights(parts),
    )
    yield _spending_table(reading, there, cut)


def invested(
    reading: Reading, there: Sequence[Measure], first: int, last: int, name: str = "investment"
) -> Number:
    """Give what measures invest from a first to a last year; the key of the number has the ``name``. [CNY]."""
    parts = [
        m.number(reading, f"money.investment_cny.{y}", "money")
        for m in there
        for y in sorted(spent(m))
        if first <= y <= last
    ]
    return sum_of(f"report.{name}.{first}.{last}", parts, "money")


def spans(reading: Reading, there: Sequence[Measure]) -> list[tuple[int, int]]:
    """Give the spans that the ends of the plans and the horizon cut, from the first year with investment."""
    years = sorted({y for m in there for y, v in spent(m).items() if v})
    first = years[0] if years else reading.study.base_year
    ends = [y for y in listed.years(reading) if y >= first]
    starts = [first, *(e + 1 for e in ends[:-1])]
    return list(zip(starts, ends, strict=True))


def spent(one: Measure) -> dict[int, float]:
    """Give what a measure invests by year. [CNY]."""
    path = (one.told.get("money") or {}).get("investment_cny") or {}
    return {int(y): float(v) for y, v in path.items()}


def _by_action(there: Sequence[Measure]) -> list[investment.Part]:
    found: dict[str, dict[int, float]] = {}
    for one in there:
        path = found.setdefault(str(one.told.get("action") or ""), {})
        for y, v in spent(one).items():
            path[y] = path.get(y, 0.0) + v
    named = sorted((id for id in found if id in ACTIONS), key=ACTIONS.rank)
    parts = [investment.Part(clauses.action(id), found[id]) for id in named]
    rest = [path for id, path in found.items() if id not in ACTIONS]
    other: Title = {"en": "other", "zh": "其他"}
    return parts + [investment.Part(other, path) for path in rest]


def _spending_table(
    reading: Reading, there: Sequence[Measure], cut: Sequence[tuple[int, int]]
) -> Table:
    columns = []
    for first, last in cut:
        parts = [invested(reading, [m], first, last, f"investment.{m.id}") for m in there]
        known = [p if p.known else replace(p, value=0.0) for p in parts]
        whole = sum_of(f"report.investment.{first}.{last}", known, "money")
        columns.append([*adding_up(known, whole, reading.scale()), whole])
    sums = [m.number(reading, "investment_cny", "money") for m in there]
    total = sum_of("report.investment", sums, "money")
    names: list[Cell] = [*(m.named for m in there), say("heads.total")]
    heads: tuple[Cell, ...] = (
        say("heads.measure"),
        *(say("heads.plain_span", first=str(a), last=str(b)) for a, b in cut),
        say("heads.investment"),
    )
    columns.append([*adding_up(sums, total, reading.scale()), total])
    rows = tuple(zip(names, *columns, strict=True))
    return Table("investment-table", say("money.spending_table_caption"), heads, rows, total=True)
