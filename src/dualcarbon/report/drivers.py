"""What drove the change of emissions, by period and by sector, and whether it follows the economy."""

from __future__ import annotations

from collections.abc import Iterator

from dualcarbon.charts import decoupling, waterfall
from dualcarbon.charts.words import Title
from dualcarbon.diagnosis import naming
from dualcarbon.report import drawn, periods
from dualcarbon.report.derived import sum_of, year
from dualcarbon.report.numbers import Number, adding_up
from dualcarbon.report.pieces import Block, Cell, Figure, Paragraph, Ref, Sentence, Table, say
from dualcarbon.report.reading import TONNES, Reading
from dualcarbon.vocabulary.names import SECTORS

APART = "apart"


def drivers(reading: Reading) -> Iterator[Block]:
    """Show what drove the change over the periods decomposed."""
    found = drawn.driven(reading)
    path = reading.path("inventory.territorial_mt")
    if found is None:
        return
    yield Paragraph(tuple(_told(reading, found)))
    effects = {f: float(n.value or 0) for f, n in found.effects.items()}
    ends = ((found.start, path[found.start]), (found.end, path[found.end]))
    yield Figure(
        "drivers",
        say("past.drivers_caption", first=year(found.start), last=year(found.end)),
        lambda lang: waterfall.option(ends[0], effects, ends[1], lang),
        350,
        440,
        None,
        tuple(drawn.apart_note(found)),
    )
    yield drawn.effects_table(reading)
    yield from _by_sector(reading)


def coupling(reading: Reading) -> Iterator[Block]:
    """Show whether emissions still grow with the economy."""
    found = drawn.growths(reading)
    if not found:
        return
    yield Paragraph((say("past.coupling", figure=Ref("decoupling")),))
    yield drawn.bullets(list(drawn.states(reading, found)))
    yield Figure(
        "decoupling",
        say("past.decoupling_caption"),
        lambda lang: decoupling.option(found, lang),
        350,
        420,
        drawn.growth_table(reading, found),
    )


def _told(reading: Reading, found: drawn.Driven) -> Iterator[Sentence]:
    down, up = found.ranked()[0], found.ranked()[-1]
    yield say(
        "past.drivers",
        figure=Ref("drivers"),
        first=year(found.start),
        last=year(found.end),
        up=naming.factor(up),
        down=naming.factor(down),
        up_mt=found.effects[up],
        down_mt=found.effects[down],
    )
    yield say("past.effects", table=Ref("effects"))
    broken = [y for one in getattr(reading.study, "breaks", None) or () for y in one.years]
    if broken:
        yield say("past.caution", years=f"{min(broken)}–{max(broken)}")


def _by_sector(reading: Reading) -> Iterator[Block]:
    """Show which sector each effect of the longest period stands in, where the run tells."""
    spans = [s for s in periods.spans(reading) if any(reading.rows("lmdi", start=s[0], end=s[1]))]
    if not spans:
        return
    start, end = max(spans, key=lambda s: s[1] - s[0])
    found = {
        (str(r["effect"]), str(r["sector"])): r["effect_tco2"]
        for r in reading.rows("lmdi", start=start, end=end)
        if r["effect_tco2"] is not None
    }
    effects = list(dict.fromkeys(e for e, _ in found if e != APART))
    sectors = sorted({s for e, s in found if e != APART}, key=SECTORS.rank)
    if len(sectors) < 2:
        return
    rows = list(_sector_rows(reading, found, effects, sectors, f"{start}.{end}"))
    yield Paragraph(
        (say("past.by_sector", table=Ref("effects-sectors"), first=year(start), last=year(end)),)
    )
    heads: list[Cell] = [say("heads.sector"), *(_name(e) for e in effects), say("heads.change")]
    caption = say("past.by_sector_caption", first=year(start), last=year(end))
    yield Table("effects-sectors", caption, tuple(heads), tuple(rows), total=True)


def _sector_rows(
    reading: Reading,
    found: dict[tuple[str, str], float],
    effects: list[str],
    sectors: list[str],
    span: str,
) -> Iterator[tuple[Cell, ...]]:
    columns: dict[str, list[Number]] = {}
    for effect in effects:
        parts = [_effect(found, effect, s, span) for s in sectors]
        whole = sum_of(f"report.effect.{span}.{effect}", parts)
        columns[effect] = [*adding_up(parts, whole, reading.scale()), whole]
    for place, sector in enumerate([*sectors, "total"]):
        cells = [columns[e][place] for e in effects]
        change = sum_of(f"report.effect.{span}.{sector}.change", cells)
        name: Cell = say("heads.explained") if sector == "total" else drawn.sector(sector)
        yield (name, *cells, change)


def _effect(found: dict[tuple[str, str], float], effect: str, sector: str, span: str) -> Number:
    value = found.get((effect, sector))
    key = f"tables.lmdi.{span}.{effect}.{sector}"
    return Number(value=None if value is None else value / TONNES, kind="co2_change", key=key)


def _name(effect: str) -> Title:
    name = naming.factor(effect)
    return {"en": name["en"][:1].upper() + name["en"][1:], "zh": name["zh"]}
