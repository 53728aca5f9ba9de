"""What energy the region uses and which sectors emit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from dualcarbon.charts import sankey, sectors_year, stacks
from dualcarbon.charts.words import Title
from dualcarbon.report import cells as account
from dualcarbon.report import drawn
from dualcarbon.report.composed import SUM, How
from dualcarbon.report.derived import difference, moved, share_of, sum_of, year
from dualcarbon.report.numbers import Number, Scale, adding_up, plain
from dualcarbon.report.pieces import Block, Cell, Figure, Paragraph, Ref, Sentence, Table, say
from dualcarbon.report.reading import TONNES, Reading
from dualcarbon.vocabulary.names import FUELS, SECTORS


def energy_flow(reading: Reading, at: int | None = None) -> Iterator[Block]:
    """Show where the energy of a year, the base year if none is given, comes from and who uses it."""
    when = reading.study.base_year if at is None else at
    cells = drawn.energy_cells(reading, when)
    if not cells or sankey.circle(sankey.arrange(cells)):
        return
    base = year(when)
    yield Paragraph((say("past.flow", figure=Ref("energy-flow"), year=base),))
    back = account.returned(reading, when)
    notes = [
        say(
            "past.returned",
            fuel=drawn.fuel(f),
            amount=Number(value=v, kind="energy", key=f"report.returned.{when}.{f}", how=back[f]),
        )
        for f, v in sankey.returned(cells).items()
    ]
    yield Figure(
        "energy-flow",
        say("past.flow_caption", year=base),
        lambda lang: sankey.option(cells, lang),
        430,
        560,
        drawn.flow_table(cells, when, account.flows(reading, when)),
        tuple(notes),
    )


def energy_mix(reading: Reading) -> Iterator[Block]:
    """Show primary energy by fuel in the first and the last year of statistics, and the shares."""
    first, last = reading.years()[0], reading.study.base_year
    used = {y: _by_fuel(reading, y) for y in (first, last)}
    fuels = [f for f in used[last] if plain(used[last][f]) or plain(used[first].get(f, NOTHING))]
    if len(fuels) < 2:
        return
    columns = [_column(reading, used[y], fuels, y) for y in (first, last)]
    shares = [_shares(column, reading) for column in columns]
    names: list[Cell] = [*(_fuel_name(f) for f in fuels), say("heads.total")]
    rows = tuple(zip(names, *columns, *shares, strict=True))
    yield Paragraph((_most(fuels, shares, first, last), say("past.mix_table", table=Ref("mix"))))
    heads: list[Cell] = [say("heads.fuel")]
    heads += [say("heads.energy_in", year=year(y)) for y in (first, last)]
    heads += [say("heads.share_in", year=year(y)) for y in (first, last)]
    caption = say("past.mix_caption", first=year(first), last=year(last))
    yield Table("mix", caption, tuple(heads), rows, total=True)


def by_sector(reading: Reading) -> Iterator[Block]:
    """Show emissions by sector: first and last year of statistics, then the stack over time."""
    yield from _sector_table(reading)
    leading = reading.leading()
    parts = drawn.sector_paths(reading, leading.name if leading else None)
    if len(parts) < 2:
        return
    base = reading.study.base_year
    title = leading.title if leading else {"en": "", "zh": ""}
    yield Paragraph((say("past.sectors", figure=Ref("sectors")),))
    yield Figure(
        "sectors",
        say("past.sectors_caption", scenario=title)
        if leading
        else say("past.sectors_past_caption"),
        lambda lang: stacks.sectors(parts, base, lang),
        350,
        430,
        drawn.years_table(
            "sectors",
            parts,
            drawn.part_name,
            "co2",
            account.stacked(reading, leading.name if leading else None, parts),
            lambda row: within_sectors(row, sum_of("", list(row.values())), reading.scale()),
        ),
    )


def sectors_of(reading: Reading, at: int) -> Iterator[Figure]:
    """Show emissions by sector in a year of the statistics."""
    parts = drawn.sector_paths(reading, None)
    amounts = {id: path[at] for id, path in parts.items() if path.get(at)}
    if len(amounts) < 2:
        return
    found = _year_rows(reading, amounts, at, account.stacked(reading, None, parts))
    shown = [
        sectors_year.Row(drawn.part_name(id), plain(n), n.shown, share.shown)
        for id, (n, share) in found.items()
    ]
    wide, tall = sectors_year.heights(shown)
    yield Figure(
        "sectors-year",
        say("past.sectors_year", year=year(at)),
        lambda lang: sectors_year.option(shown, lang),
        wide,
        tall,
        _year_table(found, at),
    )


def _year_rows(
    reading: Reading, amounts: Mapping[str, float], at: int, how: account.Hows
) -> dict[str, tuple[Number, Number]]:
    """Give the amounts of a year and their shares by part, to be printed as the table of sectors prints them."""
    key = f"report.sectors-year.{at}"
    parts = {
        id: Number(value=v, kind="co2", key=f"{key}.{id}", how=how(id, at))
        for id, v in amounts.items()
    }
    whole = sum_of(key, list(parts.values()))
    shares = {id: share_of(n, whole) for id, n in parts.items()}
    columns = (
        within_sectors(parts, whole, reading.scale()),
        within_sectors(shares, share_of(whole, whole), reading.scale()),
    )
    return {id: (columns[0][id], columns[1][id]) for id in parts}


def within_sectors(parts: Mapping[str, Number], whole: Number, scale: Scale) -> dict[str, Number]:
    """Round parts of the stack so that they add up to their sectors as these are printed where they stand alone."""
    groups: dict[str, list[str]] = defaultdict(list)
    for id in parts:
        groups[id if id in SECTORS else SUPPLY].append(id)
    order = sorted(groups, key=SECTORS.rank)
    sums = [sum_of(one, [parts[id] for id in groups[one]]) for one in order]
    found: dict[str, Number] = {}
    for one, total in zip(order, adding_up(sums, whole, scale), strict=True):
        inside = [parts[id] for id in groups[one]]
        found |= zip(groups[one], _as_printed(inside, total, scale), strict=True)
    return found


def _as_printed(parts: Sequence[Number], total: Number, scale: Scale) -> list[Number]:
    """Round parts so that they add up to what is printed of their total."""
    if total.shown is None or not total.value or not all(part.known for part in parts):
        return list(parts)
    factor = total.shown / plain(total)
    as_if = [replace(part, value=factor * plain(part)) for part in parts]
    rounded = adding_up(as_if, replace(total, value=total.shown), scale)
    return [replace(part, shown=one.shown) for part, one in zip(parts, rounded, strict=True)]


def _year_table(found: Mapping[str, tuple[Number, Number]], at: int) -> Table:
    """Give the amounts of a year and their shares."""
    whole = sum_of(f"report.sectors-year.{at}", [amount for amount, _ in found.values()])
    rows: list[tuple[Cell, ...]] = [(drawn.part_name(id), *both) for id, both in found.items()]
    rows.append((say("heads.total"), whole, share_of(whole, whole)))
    heads = (say("heads.sector"), say("heads.co2_in", year=year(at)), say("heads.share"))
    caption = say("past.sectors_year", year=year(at))
    return Table("sectors-year-data", caption, heads, tuple(rows), total=True)


SUPPLY = "energy_supply"
"""The sector whose power and heat the stack shows apart."""
NOTHING = Number(value=0.0, kind="energy", key="report.nothing", how=How(SUM, ()))


def _by_fuel(reading: Reading, y: int) -> dict[str, Number]:
    """Give primary energy by fuel of a year, uses less outputs, in the order of the book."""
    found: dict[str, float] = {}
    for row in reading.rows("energy", year=y):
        if row["flow"] not in account.TRADE and row["fuel"] != "total":
            fuel = account.group(row["fuel"])
            found[fuel] = found.get(fuel, 0.0) + row["energy_tce"] / TONNES
    whole, made = sum(found.values()), account.used(reading, y)
    return {
        fuel: Number(
            value=found[fuel], kind="energy", key=f"report.energy.{fuel}.{y}", how=made[fuel]
        )
        for fuel in sorted(found, key=FUELS.rank)
        if abs(found[fuel]) > 1e-9 * whole
    }


def _column(reading: Reading, used: dict[str, Number], fuels: list[str], y: int) -> list[Number]:
    parts = [used.get(f, NOTHING) for f in fuels]
    whole = reading.number(f"inventory.energy_mtce.{y}", "energy")
    if not whole.known:
        whole = sum_of(f"report.energy.{y}", parts)
    return [*adding_up(parts, whole, reading.scale()), whole]


def _shares(column: list[Number], reading: Reading) -> list[Number]:
    whole = share_of(column[-1], column[-1])
    return [
        *adding_up([share_of(n, column[-1]) for n in column[:-1]], whole, reading.scale()),
        whole,
    ]


def _most(fuels: list[str], shares: list[list[Number]], first: int, last: int) -> Sentence:
    top = max(range(len(fuels)), key=lambda i: plain(shares[-1][i]))
    return say(
        "past.mix",
        fuel=_fuel_name(fuels[top]),
        first=year(first),
        last=year(last),
        before=shares[0][top],
        after=shares[1][top],
    )


def _fuel_name(fuel: str) -> Title:
    """Give the name of a fuel; what is left of electricity and heat was brought in."""
    brought = {
        "electricity": {"en": "Electricity brought in", "zh": "净调入电力"},
        "heat": {"en": "Heat brought in", "zh": "净调入热力"},
    }
    return brought.get(fuel) or drawn.fuel(fuel)


def _sector_table(reading: Reading) -> Iterator[Block]:
    sectors = reading.raw("inventory.by_sector_mt") or {}
    first, base = str(reading.years()[0]), reading.base
    there = [s for s in sorted(sectors, key=SECTORS.rank) if {first, base} <= set(sectors[s])]
    if len(there) < 2:
        return
    scale = reading.scale()
    ends = {y: [_sector(reading, s, y) for s in there] for y in (first, base)}
    whole = {y: reading.number(f"inventory.territorial_mt.{y}", "co2") for y in (first, base)}
    changes = [_change(a, b, s) for a, b, s in zip(ends[first], ends[base], there, strict=True)]
    change = _change(whole[first], whole[base], "total")
    shares = adding_up(
        [share_of(n, whole[base]) for n in ends[base]], share_of(whole[base], whole[base]), scale
    )
    columns = [
        [*adding_up(ends[first], whole[first], scale), whole[first]],
        [*adding_up(ends[base], whole[base], scale), whole[base]],
        [*adding_up(changes, change, scale), change],
        [*shares, share_of(whole[base], whole[base])],
    ]
    names: list[Cell] = [*(drawn.sector(s) for s in there), say("heads.total")]
    top = max(range(len(there)), key=lambda i: plain(ends[base][i]))
    yield Paragraph(
        (
            say(
                "past.largest_sector",
                sector=drawn.sector(there[top]),
                share=shares[top],
                year=year(int(base)),
                first=year(int(first)),
                moved=moved(f"report.moved.{there[top]}", ends[first][top], ends[base][top]),
            ),
            say("past.sector_table", table=Ref("sector-shares")),
        )
    )
    heads: tuple[Cell, ...] = (
        say("heads.sector"),
        say("heads.co2_in", year=year(int(first))),
        say("heads.co2_in", year=year(int(base))),
        say("heads.change"),
        say("heads.share_in", year=year(int(base))),
    )
    caption = say("past.sector_table_caption", first=year(int(first)), last=year(int(base)))
    rows = tuple(zip(names, *columns, strict=True))
    yield Table("sector-shares", caption, heads, rows, total=True)


def _sector(reading: Reading, sector: str, y: str) -> Number:
    return reading.number(f"inventory.by_sector_mt.{sector}.{y}", "co2")


def _change(before: Number, after: Number, name: str) -> Number:
    return difference(f"report.change.by_sector.{name}", after, before, "co2_change")
