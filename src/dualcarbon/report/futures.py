"""What the scenarios come to in sectors and fuels, and when each sector stands highest."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from dualcarbon.charts import mix
from dualcarbon.report import cells, drawn
from dualcarbon.report.assumed import MIDDLE, shown_years
from dualcarbon.report.composed import HIGHEST, HIGHEST_YEAR, How, Part
from dualcarbon.report.derived import sum_of, year
from dualcarbon.report.numbers import SLACK, Number, adding_up, plain
from dualcarbon.report.peaks import PLEDGED, movers, turned
from dualcarbon.report.pieces import Block, Cell, Figure, Paragraph, Ref, Table, say
from dualcarbon.report.reading import TONNES, Reading, Shown
from dualcarbon.vocabulary.names import SECTORS

MILESTONES = (2020, 2025, MIDDLE, 2035, 2040, 2050)
Paths = Mapping[str, Mapping[int, float]]


def milestones(reading: Reading) -> list[int]:
    """Give base year, the ends of the plans, and the horizon."""
    base, horizon = reading.study.base_year, reading.study.horizon
    return [base, *(y for y in MILESTONES if base < y < horizon), horizon]


def by_sector(reading: Reading) -> Iterator[Block]:
    """Show emissions by sector at the ends of the plans, a table for each scenario."""
    shown = [(s, sectors(reading, s)) for s in reading.scenarios()]
    tables = [_sector_table(reading, s, paths) for s, paths in shown if len(paths) > 1]
    if not tables:
        return
    where = drawn.refs([table.id for table in tables])
    yield Paragraph((say("outlook.by_sector", tables=where),))
    yield from tables


def own_peaks(reading: Reading) -> Iterator[Block]:
    """Show the peak of each sector on the central path of each scenario, and who moves the total of the leading one."""
    there = reading.scenarios()
    found = {s.name: sectors(reading, s) for s in there}
    if not there or not all(len(paths) > 1 for paths in found.values()):
        return
    names = list(dict.fromkeys(id for paths in found.values() for id in paths))
    heads: list[Cell] = [say("heads.sector")]
    for s in there:
        heads += [
            say("heads.highest_year", scenario=s.title),
            say("heads.highest", scenario=s.title),
        ]
    rows: list[tuple[Cell, ...]] = [
        (
            drawn.sector(id),
            *(cell for s in there for cell in turning(reading, s.name, id, found[s.name])),
        )
        for id in sorted(names, key=SECTORS.rank)
    ]
    told = say("outlook.own_peaks", table=Ref("own-peaks"), pledged=str(PLEDGED))
    yield Paragraph((told, *movers(reading, "outlook.movers", drawn.sector)))
    yield Table("own-peaks", say("outlook.own_peaks_caption"), tuple(heads), tuple(rows))


def turning(reading: Reading, scenario: str, id: str, paths: Paths) -> tuple[Cell, Cell]:
    """Give the peak year of a sector, or its verdict where it has none, and its highest emissions. [Mt CO2]."""
    key = f"scenarios.{scenario}.peak_by_sector.{id}"
    if not reading.raw(key):
        return highest(paths.get(id, {}), scenario, id)
    return turned(reading, key)


def by_fuel(reading: Reading) -> Iterator[Block]:
    """Show primary energy by fuel in every scenario, base, middle and last year."""
    there = reading.scenarios()
    found = {s.name: drawn.fuel_paths(reading, s.name) for s in there}
    if not there or not all(found.values()):
        return
    years = shown_years(reading)
    fuels = list(dict.fromkeys(f for paths in found.values() for f in paths))
    spots = [(there[0], years[0]), *((s, y) for s in there for y in years[1:])]
    columns = [_fuel_column(reading, found[s.name], s, fuels, y) for s, y in spots]
    heads: list[Cell] = [say("heads.fuel"), year(years[0])]
    heads += [say("heads.scenario_in", scenario=s.title, year=year(y)) for s, y in spots[1:]]
    names: list[Cell] = [*(drawn.fuel(f) for f in fuels), say("heads.total")]
    told = say("outlook.by_fuel", figure=Ref("mix-figure"), table=Ref("fuels-table"))
    yield Paragraph((told,))
    bars = [
        mix.Bar(
            y,
            s.title if y != years[0] else None,
            {f: found[s.name].get(f, {}).get(y, 0.0) for f in fuels},
        )
        for s, y in spots
    ]
    yield Figure(
        "mix-figure",
        say("outlook.mix_caption"),
        lambda lang: mix.fuels(bars, lang),
        *mix.heights(bars),
    )
    rows = tuple(zip(names, *columns, strict=True))
    yield Table("fuels-table", say("outlook.by_fuel_caption"), tuple(heads), rows, total=True)


def sectors(reading: Reading, scenario: Shown) -> dict[str, dict[int, float]]:
    """Give territorial emissions by sector and year, history included. [Mt CO2]."""
    found: dict[str, dict[int, float]] = defaultdict(lambda: defaultdict(float))
    for row in reading.rows("pathway_cells", scenario=scenario.name):
        if row["flow"] not in cells.TRADE:
            found[row["sector"]][int(row["year"])] += row["emissions_tco2"] / TONNES
    alive = {id: dict(path) for id, path in found.items() if any(path.values())}
    return dict(sorted(alive.items(), key=lambda item: SECTORS.rank(item[0])))


def _sector_table(reading: Reading, scenario: Shown, paths: Paths) -> Table:
    years = milestones(reading)
    columns = [sector_column(reading, scenario, paths, y) for y in years]
    names: list[Cell] = [*(drawn.sector(id) for id in paths), say("heads.total")]
    caption = say("outlook.by_sector_caption", scenario=scenario.title)
    heads: tuple[Cell, ...] = (say("heads.sector"), *(year(y) for y in years))
    rows = tuple(zip(names, *columns, strict=True))
    return Table(f"sectors-{scenario.name}", caption, heads, rows, total=True)


def sector_column(reading: Reading, scenario: Shown, paths: Paths, y: int) -> list[Number]:
    """Give emissions by sector of a year and their sum, rounded so that they add up."""
    parts = [
        sector_number(reading, scenario, id, y, path.get(y, 0.0)) for id, path in paths.items()
    ]
    whole = reading.number(f"scenarios.{scenario.name}.territorial_mt.{y}", "co2")
    return [*adding_up(parts, whole, reading.scale()), whole]


def sector_number(
    reading: Reading, scenario: Shown, id: str, y: int, amount: float | None = None
) -> Number:
    """Give the emissions of a sector in a year, which may be known. [Mt CO2]."""
    how = cells.sector(reading, scenario.name, id, y)
    key = f"report.sector.{scenario.name}.{id}.{y}"
    return Number(value=how.value if amount is None else amount, kind="co2", key=key, how=how)


def _fuel_column(
    reading: Reading, paths: Paths, scenario: Shown, fuels: list[str], y: int
) -> list[Number]:
    parts = [
        Number(
            value=paths.get(f, {}).get(y, 0.0),
            kind="energy",
            key=f"report.fuel.{scenario.name}.{f}.{y}",
            how=cells.fuel(reading, scenario.name, f, y),
        )
        for f in fuels
    ]
    whole = reading.number(f"scenarios.{scenario.name}.energy_mtce.{y}", "energy")
    added = sum_of(f"report.fuel.{scenario.name}.total.{y}", parts)
    if not whole.known or abs(plain(whole) - plain(added)) > SLACK * plain(added):
        whole = added  # fuels too small to show are left out
    return [*adding_up(parts, whole, reading.scale()), whole]


def highest(path: Mapping[int, float], scenario: str, id: str) -> tuple[Number, Number]:
    """Give the year in which a sector stands highest, and what it emits then. [Mt CO2]."""
    top = max(path, key=lambda y: path[y]) if path else None
    key = f"report.highest.{scenario}.{id}"
    parts = tuple(Part(str(y), v, "Mt CO2", "tables/pathway_cells.csv") for y, v in path.items())
    amount = path[top] if top is not None else None
    return (
        Number(value=top, kind="year", key=f"{key}.year", how=How(HIGHEST_YEAR, parts)),
        Number(value=amount, kind="co2", key=key, how=How(HIGHEST, parts)),
    )
