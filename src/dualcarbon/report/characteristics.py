"""Part two: what the past shows."""

from __future__ import annotations

from collections.abc import Iterator

from dualcarbon.charts import decoupling, intensity, sankey, stacks, waterfall
from dualcarbon.charts.words import Title
from dualcarbon.diagnosis import naming
from dualcarbon.report import drawn, periods
from dualcarbon.report.numbers import Number, adding_up
from dualcarbon.report.pieces import Block, Cell, Figure, Paragraph, Section, Sentence, Table, say
from dualcarbon.report.reading import Reading, both
from dualcarbon.vocabulary.names import SECTORS


def section(reading: Reading) -> Section:
    """Say what was emitted, by whom, and what drove the change."""
    builders = (
        totals,
        energy_flow,
        by_sector,
        boundary_matters,
        drivers,
        coupling,
        bridge,
        past_peak,
    )
    return Section(
        "characteristics", tuple(block for build in builders for block in build(reading))
    )


def totals(reading: Reading) -> Iterator[Block]:
    """Show the totals of every year, each boundary in its column."""
    years, paths = reading.years(), reading.boundaries()
    first, last = str(years[0]), reading.base
    yield Paragraph(
        (
            say(
                "past.total",
                year=_year(int(last)),
                total=reading.number(f"inventory.territorial_mt.{last}", "co2"),
                first=_year(int(first)),
                change=_ratio(
                    paths["territorial"], years[0], years[-1], "inventory.territorial_mt"
                ),
            ),
            *_adjusted(reading, last),
            *_bounds(reading, last),
        )
    )
    keys = reading.boundary_keys()
    rows = [
        (
            _year(y),
            *(reading.number(f"{keys[b]}.{y}", "co2") for b in paths),
            reading.number(f"inventory.energy_mtce.{y}", "energy"),
        )
        for y in years
    ]
    heads = (say("heads.year"), *(reading.boundary_head(b) for b in paths), say("heads.energy"))
    yield Table("totals", say("past.totals_caption"), heads, tuple(rows))


def energy_flow(reading: Reading) -> Iterator[Block]:
    """Show where the energy of the base year comes from and who uses it."""
    cells = drawn.energy_cells(reading)
    if not cells or sankey.circle(sankey.arrange(cells)):
        return
    back = sankey.returned(cells)
    notes = [
        say(
            "past.returned",
            fuel=drawn.fuel(f),
            amount=Number(value=v, kind="energy", key=f"report.returned.{f}"),
        )
        for f, v in back.items()
    ]
    yield Figure(
        "energy-flow",
        say("past.flow_caption", year=_year(reading.study.base_year)),
        lambda lang: sankey.option(cells, lang),
        470,
        560,
        drawn.flow_table(cells, reading),
        tuple(notes),
    )


def by_sector(reading: Reading) -> Iterator[Block]:
    """Show emissions by sector: the stack over time and the shares of the base year."""
    leading = reading.leading()
    parts = drawn.sector_paths(reading, leading.name if leading else None)
    if len(parts) > 1:
        base = reading.study.base_year
        title = leading.title if leading else {"en": "", "zh": ""}
        yield Figure(
            "sectors",
            say("past.sectors_caption", scenario=title)
            if leading
            else say("past.sectors_past_caption"),
            lambda lang: stacks.sectors(parts, base, lang),
            400,
            430,
            drawn.years_table("sectors", parts, drawn.part_name, "co2"),
        )
    yield from _sector_table(reading)


def boundary_matters(reading: Reading) -> Iterator[Block]:
    """Show intensity by period on every boundary, and say that the verdict depends on which."""
    found = periods.changes(reading)
    if not found:
        return
    lead, *each = periods.verdicts(reading, found)
    yield Paragraph((lead,))
    yield drawn.bullets(each)
    yield periods.table(reading, found)
    lines = periods.lines(reading)
    titles: dict[str, Title] = {id: periods.line_title(reading, id) for id in lines}
    yield Figure(
        "intensity",
        say("past.intensity_caption"),
        lambda lang: intensity.option(lines, titles, lang),
        370,
        430,
        drawn.years_table("intensity", lines, lambda id: titles[id], "factor"),
    )


def drivers(reading: Reading) -> Iterator[Block]:
    """Show what drove the change over the longest period decomposed."""
    found = drawn.driven(reading)
    path = reading.path("inventory.territorial_mt")
    if found is None:
        return
    down, up = found.ranked()[0], found.ranked()[-1]
    first, last = _year(found.start), _year(found.end)
    told = {"up": naming.factor(up), "down": naming.factor(down)}
    amounts = {"up_mt": found.effects[up], "down_mt": found.effects[down]}
    yield Paragraph(
        (say("past.drivers", first=first, last=last, **told, **amounts), *_caution(reading))
    )
    effects = {f: float(n.value or 0) for f, n in found.effects.items()}
    ends = ((found.start, path[found.start]), (found.end, path[found.end]))
    yield Figure(
        "drivers",
        say("past.drivers_caption", first=first, last=last),
        lambda lang: waterfall.option(ends[0], effects, ends[1], lang),
        390,
        440,
        drawn.effects_table(reading),
        tuple(drawn.apart_note(found)),
    )


def coupling(reading: Reading) -> Iterator[Block]:
    """Show whether emissions still grow with the economy."""
    found = drawn.growths(reading)
    if not found:
        return
    yield drawn.bullets(list(drawn.states(found)))
    yield Figure(
        "decoupling",
        say("past.decoupling_caption"),
        lambda lang: decoupling.option(found, lang),
        400,
        420,
        drawn.growth_table(found),
    )


def bridge(reading: Reading) -> Iterator[Block]:
    """Show how the adjusted total leads to each published one in the base year."""
    for place, one in enumerate(reading.raw("inventory.replications") or ()):
        items = one.get("bridge_mt") or {}
        base = reading.base
        if not items or any(base not in path for path in items.values()):
            continue
        key = f"inventory.replications.{place}"
        numbers = [reading.number(f"{key}.bridge_mt.{i}.{base}", "co2_change") for i in items]
        whole = reading.number(f"{key}.published_mt.{base}", "co2")
        start = reading.number(f"inventory.adjusted_mt.{base}", "co2")
        names: list[Cell] = [say("heads.adjusted"), *(drawn.item_name(i) for i in items)]
        shown = adding_up([start, *numbers], whole, reading.scale())
        rows = [*zip(names, shown, strict=True), (reading.replication_title(one["id"]), whole)]
        caption = say(
            "past.bridge_caption", title=reading.replication_title(one["id"]), year=_year(int(base))
        )
        yield Table(
            f"bridge-{one['id']}",
            caption,
            (say("heads.item"), say("heads.co2")),
            tuple(rows),
            total=True,
        )
        yield from _exceptions(reading, one["id"])


def past_peak(reading: Reading) -> Iterator[Block]:
    """Say whether the past holds a peak, and what may not be judged."""
    said: list[Sentence] = []
    told = reading.raw("diagnosis.peak.sentence")
    if told:
        said.append(say("past.peak", sentence=both(told)))
    elif reading.has("diagnosis.peak.verdict"):
        said.append(say(f"verdicts.{reading.raw('diagnosis.peak.verdict')}"))
    if getattr(reading.study, "breaks", None):
        said.append(say("past.no_verdict_from_break"))
    said += _nonfossil(reading)
    if said:
        yield drawn.bullets(said)


def _adjusted(reading: Reading, year: str) -> Iterator[Sentence]:
    if reading.trades() and reading.has(f"inventory.adjusted_mt.{year}"):
        yield say("past.adjusted", total=reading.number(f"inventory.adjusted_mt.{year}", "co2"))


def _bounds(reading: Reading, year: str) -> Iterator[Sentence]:
    """Say how far the territorial total may be off for the ranges of its factors, where they state any."""
    low, high = (f"inventory.territorial_range_mt.{bound}.{year}" for bound in ("low", "high"))
    if reading.has(low) and reading.raw(low) != reading.raw(high):
        yield say("past.bounds", low=reading.number(low, "co2"), high=reading.number(high, "co2"))


def _sector_table(reading: Reading) -> Iterator[Block]:
    sectors = reading.raw("inventory.by_sector_mt") or {}
    base = reading.base
    there = [s for s in sorted(sectors, key=SECTORS.rank) if base in sectors[s]]
    if len(there) < 2:
        return
    whole = reading.number(f"inventory.territorial_mt.{base}", "co2")
    numbers = [reading.number(f"inventory.by_sector_mt.{s}.{base}", "co2") for s in there]
    shown = adding_up(numbers, whole, reading.scale())
    shares = adding_up(
        [share_of(n, whole) for n in numbers], share_of(whole, whole), reading.scale()
    )
    rows: list[tuple[Cell, ...]] = [
        (drawn.sector(s), n, p) for s, n, p in zip(there, shown, shares, strict=True)
    ]
    rows.append((say("heads.total"), whole, share_of(whole, whole)))
    caption = say("past.sector_table_caption", year=_year(int(base)))
    heads = (say("heads.sector"), say("heads.co2"), say("heads.share"))
    yield Table("sector-shares", caption, heads, tuple(rows), total=True)


def _exceptions(reading: Reading, id: str) -> Iterator[Block]:
    declared = getattr(reading.study, "replications", None) or ()
    for one in declared:
        for odd in getattr(one, "exceptions", ()) if one.id == id else ():
            yield Paragraph(
                (
                    say(
                        "past.exception",
                        sector=drawn.sector(odd.sector),
                        year=str(odd.year),
                        why=both(odd.why),
                    ),
                )
            )


def _caution(reading: Reading) -> Iterator[Sentence]:
    broken = [y for one in getattr(reading.study, "breaks", None) or () for y in one.years]
    if broken:
        yield say("past.caution", years=f"{min(broken)}–{max(broken)}")


def _nonfossil(reading: Reading) -> Iterator[Sentence]:
    key, base = "diagnosis.nonfossil_share", reading.base
    refused = reading.raw(f"{key}.refused")
    if not refused:
        return
    low, high = (
        reading.number(f"{key}.{c}.{base}", "share") for c in ("calorific", "coal_equivalent")
    )
    if low.known and high.known:
        yield say("past.nonfossil_range", year=base, low=low, high=high)
    yield say("past.nonfossil_refused", why=drawn.reason(refused))


def share_of(part: Number, whole: Number) -> Number:
    """Give a part as a fraction of its whole."""
    if not (part.known and whole.known):
        return Number(value=None, kind="share", key=f"report.share.{part.key}")
    value = float(part.value or 0) / float(whole.value or 1)
    return Number(
        value=value, kind="share", key=f"report.share.{part.key}", of=(part.key, whole.key)
    )


def _ratio(path: dict[int, float], first: int, last: int, key: str) -> Number:
    return Number(
        value=path[last] / path[first] - 1,
        kind="moved",
        key=f"report.change.{key}.{first}.{last}",
        of=(f"{key}.{first}", f"{key}.{last}"),
    )


def _year(value: int) -> Number:
    return Number(value=value, kind="year", key=f"report.year.{value}")
