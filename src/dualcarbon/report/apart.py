"""Why two scenarios differ: by sector, and by measure and group of assumptions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from dualcarbon.charts import attribution as drawing
from dualcarbon.charts.words import Title
from dualcarbon.report import drawn, futures, peaks
from dualcarbon.report.assumed import shown_years
from dualcarbon.report.composed import DIFFERENCE, How
from dualcarbon.report.derived import count, how
from dualcarbon.report.derived import year as named
from dualcarbon.report.numbers import Number, adding_up
from dualcarbon.report.peaks import less
from dualcarbon.report.pieces import Block, Cell, Figure, Paragraph, Ref, Sentence, Table, say
from dualcarbon.report.reading import Reading, Shown, both

LATER = (2030, 2040, 2050)
PAIRS = 2  # pairs of scenarios that a table sets beside each other
Record = Mapping[str, Any]


def differences(reading: Reading) -> Iterator[Block]:
    """Show by sector how far each scenario lies below the first one."""
    there = reading.scenarios()
    if len(there) < 2:
        return
    first, rest = there[0], there[1:]
    for year in [y for y in LATER if reading.study.base_year < y <= reading.study.horizon][:1]:
        by = {s.name: _sectors(reading, s, year) for s in there}
        if not all(by.values()):
            return
        yield drawn.bullets([_difference(reading, first, s, year) for s in rest])
        if len(by[first.name]) > 1:
            yield Paragraph((say("pathway.difference", table=Ref("differences")),))
            yield _difference_table(reading, first, rest, by, year)


def _sectors(reading: Reading, scenario: Shown, year: int) -> dict[str, float]:
    return {id: path.get(year, 0.0) for id, path in futures.sectors(reading, scenario).items()}


def attribution(reading: Reading) -> Iterator[Block]:
    """Show which measure and which group of assumptions makes how much of a difference."""
    names = {s.name for s in reading.scenarios()}
    listed = enumerate(reading.raw("attribution") or ())
    found = [(p, one) for p, one in listed if {one["scenario"], one["against"]} <= names]
    if not found:
        return
    place, shown = _chosen(reading, found)
    figure = _figure(reading, place, shown)
    yield Paragraph(
        (
            say("outlook.attribution"),
            _accuracy(place, shown),
            say(
                "outlook.attributed",
                figure=Ref(figure.id),
                table=Ref("attribution-table"),
                **_pair(reading, shown),
            ),
        )
    )
    yield _attributed(reading, _pairs(found, shown))
    yield figure


def _chosen(reading: Reading, found: Sequence[tuple[int, Record]]) -> tuple[int, Record]:
    """Give the attribution to draw: the scenario that is enough against the first one, else the last."""
    enough, first = peaks.enough(reading), reading.scenarios()[0].name
    fitting = (
        f for f in found if enough and (f[1]["scenario"], f[1]["against"]) == (enough.name, first)
    )
    return next(fitting, found[-1])


def _pairs(found: Sequence[tuple[int, Record]], drawn_one: Record) -> list[tuple[int, Record]]:
    """Give the differences that the table shows: where there are many, not that of the figure."""
    rest = [f for f in found if f[1] is not drawn_one]
    return rest[-PAIRS:] if len(found) > PAIRS else list(found)


def _figure(reading: Reading, place: int, one: Record) -> Figure:
    y = shown_years(reading)[1]
    totals = [
        drawing.Total(reading.title_of(name), reading.path(f"scenarios.{name}.territorial_mt")[y])
        for name in (str(one["against"]), str(one["scenario"]))
    ]
    players = [drawing.Player(both(p["name"]), float(p["mt"][str(y)])) for p in one["players"]]
    return Figure(
        "attribution",
        say("outlook.attribution_figure_caption", year=named(y), **_pair(reading, one)),
        lambda lang: drawing.option(totals[0], players, totals[1], lang),
        *drawing.heights(totals[0], players, totals[1]),
        _data(reading, place, one),
    )


def _data(reading: Reading, place: int, one: Record) -> Table:
    """Give the numbers under the figure, for every year told."""
    table = _attributed(reading, [(place, one)])
    return replace(table, id="attribution-data")


def _pair(reading: Reading, one: Record) -> dict[str, Title]:
    return {
        "scenario": reading.title_of(str(one["scenario"])),
        "against": reading.title_of(str(one["against"])),
    }


def _accuracy(place: int, one: Record) -> Sentence:
    players = count("attribution.players", [str(p["id"]) for p in one["players"]])
    if one.get("exact"):
        return say("outlook.attribution_exact", players=players)
    samples = Number(value=one.get("samples"), kind="count", key=f"attribution.{place}.samples")
    return say("outlook.attribution_sampled", players=players, samples=samples)


def _attributed(reading: Reading, found: Sequence[tuple[int, Record]]) -> Table:
    """Set the differences of several pairs of scenarios beside each other, players in rows."""
    years = shown_years(reading)[1:]
    players = {p["id"]: p for _, one in found for p in one["players"]}
    columns = [
        _column(reading, place, one, list(players), y) for place, one in found for y in years
    ]
    heads: list[Cell] = [say("heads.player"), say("heads.kind")]
    for _, one in found:
        heads += [say("heads.against_in", year=named(y), **_pair(reading, one)) for y in years]
    names: list[Cell] = [*(both(p["name"]) for p in players.values()), say("heads.total")]
    kinds: list[Cell] = [*(say(f"players.{p['kind']}") for p in players.values()), ""]
    rows = tuple(zip(names, kinds, *columns, strict=True))
    caption = say("outlook.attribution_caption")
    return Table("attribution-table", caption, tuple(heads), rows, total=True)


def _column(
    reading: Reading, place: int, one: Record, ids: Sequence[str], y: int
) -> Sequence[Number]:
    """Give the part of every player in a difference, and the whole; a player may have none."""
    key = f"attribution.{place}"
    own = [p["id"] for p in one["players"]]
    parts = [reading.number(f"{key}.players.{i}.mt.{y}", "co2_change") for i in range(len(own))]
    whole = reading.number(f"{key}.total_mt.{y}", "co2_change")
    shown = dict(zip(own, adding_up(parts, whole, reading.scale()), strict=True))
    nothing = Number(value=None, kind="co2_change", key=key)
    return [*(shown.get(id, nothing) for id in ids), whole]


def _difference(reading: Reading, first: Shown, other: Shown, year: int) -> Sentence:
    amount = less(reading, first, other, year)
    id = "pathway.below" if float(amount.value or 0) < 0 else "pathway.above"
    return say(id, scenario=other.title, first=first.title, year=str(year), amount=size(amount))


def size(difference: Number) -> Number:
    """Give a difference without its sign, where words tell which way it goes."""
    return replace(difference, kind="co2", shown=abs(float(difference.value or 0)))


def _between(reading: Reading, one: Shown, other: Shown, id: str, year: int) -> How:
    """Say that the difference of two scenarios in a sector is that of its emissions in both."""
    return how(DIFFERENCE, *(futures.sector_number(reading, s, id, year) for s in (one, other)))


def _difference_table(
    reading: Reading,
    first: Shown,
    rest: list[Shown],
    by: Mapping[str, Mapping[str, float]],
    year: int,
) -> Table:
    sectors = [
        s for s in by[first.name] if any(by[first.name][s] != by[o.name].get(s) for o in rest)
    ]
    columns: list[list[Number]] = []
    for other in rest:
        parts = [
            Number(
                value=by[other.name].get(s, 0.0) - by[first.name][s],
                kind="co2_change",
                key=f"report.difference.{other.name}.{year}.{s}",
                how=_between(reading, other, first, s, year),
            )
            for s in sectors
        ]
        columns.append(
            [
                *adding_up(parts, less(reading, first, other, year), reading.scale()),
                less(reading, first, other, year),
            ]
        )
    names: list[Cell] = [*(drawn.sector(s) for s in sectors), say("heads.total")]
    rows = [(name, *(column[i] for column in columns)) for i, name in enumerate(names)]
    heads = (say("heads.group"), *(say("heads.reached", scenario=o.title) for o in rest))
    caption = say("pathway.difference_caption", first=first.title, year=str(year))
    return Table("differences", caption, heads, tuple(rows), total=True)
