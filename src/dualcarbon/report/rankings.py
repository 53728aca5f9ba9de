"""Which measures come first: by net value, by abatement, by what a yuan invested earns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dualcarbon.charts import ranking
from dualcarbon.report import abatement, listed
from dualcarbon.report.derived import count, year
from dualcarbon.report.listed import Measure
from dualcarbon.report.money import price_year
from dualcarbon.report.pieces import Block, Cell, Figure, Paragraph, Ref, Sentence, Table, say
from dualcarbon.report.reading import Reading

FIRST = 8  # places of a ranking whose robustness is told
SURE = 0.9  # share of members from which a place among the first is called sure


def rankings(reading: Reading) -> Iterator[Block]:
    """Show the measures by net value, with their other places and how sure the first eight are."""
    there = listed.best(reading, "net_value", len(listed.measures(reading)))
    if not there:
        return
    y = listed.middle(reading)
    first = listed.best(reading, "net_value", 3)
    value = abatement.named(reading, first, "net_value_cny", "money")
    yield Paragraph(
        (
            say("money.ranking", figure=Ref("ranking"), table=Ref("ranking-table"), measures=value),
            *_sure(reading, there),
        )
    )
    rows = [_bar(m, y) for m in there]
    yield Figure(
        "ranking",
        say("money.ranking_caption", year=year(y)),
        lambda lang: ranking.option(rows, price_year(reading), lang),
        *ranking.heights(rows),
    )
    yield _ranking_table(reading, there, y)


def _ranking_table(reading: Reading, there: Sequence[Measure], y: int) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (
            m.named,
            m.number(reading, "net_value_cny", "money"),
            *(
                m.number(reading, f"ranks.{by}", "count")
                for by in ("net_value", "abatement", "economy")
            ),
            m.number(reading, "first_eight", "odds"),
            m.number(reading, f"abatement_mt.{y}", "co2"),
        )
        for m in there
    ]
    heads: tuple[Cell, ...] = (
        say("heads.measure"),
        say("heads.net_value"),
        *(say(f"heads.rank_{by}") for by in ("net_value", "abatement", "economy")),
        say("heads.first_eight"),
        say("heads.abatement", year=year(y)),
    )
    return Table("ranking-table", say("money.ranking_table_caption"), heads, tuple(rows))


def _bar(one: Measure, y: int) -> ranking.Row:
    return ranking.Row(
        one.title,
        float(one.told["net_value_cny"]),
        one.path("abatement_mt").get(y, 0.0),
        one.told.get("first_eight"),
    )


def _sure(reading: Reading, there: Sequence[Measure]) -> Iterator[Sentence]:
    told = [m for m in there[:FIRST] if m.told.get("first_eight") is not None]
    if told and len(there) > FIRST:
        sure = [m for m in told if float(m.told["first_eight"]) >= SURE]
        yield say(
            "money.sure",
            count=count("sure", listed.parts(reading, sure, "first_eight")),
            all=count("first", listed.parts(reading, told)),
        )
