"""Part three: when and how high emissions peak in each scenario."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from dualcarbon.charts import fan, peak_years, stacks
from dualcarbon.report import (
    apart,
    assumed,
    beside,
    cells,
    districts,
    drawn,
    falls,
    futures,
    gases,
    moved,
    neutral_moved,
    plans,
    sentences,
    trends,
    whole,
)
from dualcarbon.report.composed import SAME, SUM_MT, How, Part
from dualcarbon.report.derived import count, how
from dualcarbon.report.numbers import Number
from dualcarbon.report.peaks import QUANTILES, central_peak, future_of, history_of, quantiles_of
from dualcarbon.report.pieces import (
    Block,
    Cell,
    Figure,
    Paragraph,
    Ref,
    Section,
    Sentence,
    Table,
    Value,
    say,
)
from dualcarbon.report.reading import Reading, Shown

Builder = Callable[[Reading], Iterator[Block]]
ALWAYS = "2030"  # the year that the nation's pledge names


def section(reading: Reading) -> Section:
    """Say what each scenario comes to."""
    chapters: tuple[tuple[str, tuple[Builder, ...]], ...] = (
        ("scenarios", (scenarios, assumed.assumptions, plans.differing)),
        ("peaks", (verdicts, paths, districts.ahead)),
        ("odds", (spread, odds, kinds, moved.movers, beside.regression)),
        ("composition", (futures.by_sector, futures.own_peaks, sources, futures.by_fuel)),
        ("gases", (gases.gases, neutral_moved.movers)),
        ("differences", (apart.differences, apart.attribution)),
        ("neutrality", (neutrality,)),
    )
    blocks = [
        block
        for id, builders in chapters
        for block in drawn.chapter(f"outlook-{id}", *(build(reading) for build in builders))
    ]
    return Section("outlook", tuple(blocks))


def scenarios(reading: Reading) -> Iterator[Block]:
    """Say what each scenario is."""
    there = reading.scenarios()
    if not there:
        return
    yield Paragraph((say("outlook.scenarios", count=count("scenarios", [s.name for s in there])),))
    described = [(s, reading.description(s.name)) for s in there]
    said = [say("method.scenario", title=s.title, description=d) for s, d in described if d]
    if said:
        yield drawn.bullets(said)


def verdicts(reading: Reading) -> Iterator[Block]:
    """Show the peak of every scenario, no peak first among the probabilities."""
    there = reading.scenarios()
    if not there:
        return
    yield Paragraph((say("outlook.peaks", table=Ref("peaks")),))
    yield drawn.bullets([falls.told(reading, s, verdict(reading, s)) for s in there])
    horizon = reading.study.horizon
    heads: tuple[Cell, ...] = (
        say("heads.scenario"),
        say("heads.no_peak", horizon=str(horizon)),
        say("heads.by_year", year=ALWAYS),
        say("heads.central_year"),
        say("heads.low_year"),
        say("heads.median_year"),
        say("heads.high_year"),
        say("heads.central_amount"),
        say("heads.range"),
        say("heads.horizon_amount", horizon=str(horizon)),
    )
    yield Table(
        "peaks", say("outlook.table_caption"), heads, tuple(_row(reading, s) for s in there)
    )


def verdict(reading: Reading, scenario: Shown) -> Sentence:
    """Say in a sentence what a scenario comes to."""
    key = f"scenarios.{scenario.name}.peak"
    odds = reading.number(f"{key}.no_peak", "odds")
    values: dict[str, Value] = {
        "scenario": scenario.title,
        "horizon": str(reading.study.horizon),
        "odds": odds,
        "by": reading.number(f"{key}.probability_by.{ALWAYS}", "odds"),
    }
    certain = "" if odds.known else "_certain"
    peak = central_peak(reading, scenario)
    if peak is None:
        return say(f"outlook.no_peak{certain}", **values)
    values["amount"] = reading.number(f"{key}.amount_mt", "co2")
    values["year"] = reading.number(f"{key}.year", "year")
    plateau = [reading.number(f"{key}.plateau.{end}", "year") for end in (0, 1)]
    if certain or not all(end.known for end in plateau):
        return say(f"outlook.peak{certain}", **values)
    return say("outlook.peak_plateau", first=plateau[0], last=plateau[1], **values)


def paths(reading: Reading) -> Iterator[Block]:
    """Show the central paths of the scenarios side by side."""
    history = history_of(reading)
    there = reading.scenarios()
    shown = [fan.Scenario(s.title, future_of(reading, s), central_peak(reading, s)) for s in there]
    if len(shown) < 2 or not all(s.path for s in shown):
        return
    table = {s.name: {**history, **future_of(reading, s)} for s in there}
    yield Paragraph((say("outlook.paths", figure=Ref("paths")),))
    titles = {s.name: s.title for s in there}
    yield Figure(
        "paths",
        say("outlook.paths_caption"),
        lambda lang: fan.compare(history, shown, lang),
        260,
        360,
        drawn.years_table(
            "paths",
            table,
            lambda id: titles[id],
            "co2",
            reading.taken({s.name: f"scenarios.{s.name}.territorial_mt" for s in there}),
        ),
    )


def spread(reading: Reading) -> Iterator[Block]:
    """Show the leading scenario with the spread of its members."""
    leading = reading.leading()
    if leading is None:
        return
    history, central = history_of(reading), future_of(reading, leading)
    quantiles = quantiles_of(reading, leading)
    peak = central_peak(reading, leading)
    if not central:
        return
    names = {
        "central": {"en": "central path", "zh": "中心路径"},
        "p10": {"en": "10 %", "zh": "10%分位"},
        "p50": {"en": "median", "zh": "中位数"},
        "p90": {"en": "90 %", "zh": "90%分位"},
    }
    yield Paragraph((say("outlook.fan", figure=Ref("fan"), members=members(reading)),))
    yield Figure(
        "fan",
        say("outlook.fan_caption", scenario=leading.title),
        lambda lang: fan.option(history, central, quantiles, peak, lang),
        260,
        360,
        drawn.years_table(
            "fan",
            {"central": {**history, **central}, **quantiles},
            names.__getitem__,
            "co2",
            lambda id, y: _of_fan(reading, leading, id, y),
        ),
    )


def _of_fan(reading: Reading, scenario: Shown, id: str, y: int) -> How:
    """Say that the middle is the total of the scenario, and a quantile one of the table of the run."""
    if id == "central":
        return how(SAME, reading.number(f"scenarios.{scenario.name}.territorial_mt.{y}", "co2"))
    where = {"scenario": scenario.name, "boundary": "territorial", "year": y}
    rows = reading.rows("fans", **where)
    return How(SUM_MT, tuple(Part(f"{id} {y}", r[id], "t CO2", "tables/fans.csv") for r in rows))


def odds(reading: Reading) -> Iterator[Block]:
    """Show how probable each peak year is, no peak first."""
    found = [_odds(reading, s) for s in reading.scenarios()]
    shown = [o for o in found if o.no_peak or o.by_year]
    if not shown:
        return
    horizon = reading.study.horizon
    height = 60 + 120 * len(shown)
    yield Paragraph((say("outlook.odds", figure=Ref("peak-years")),))
    yield Figure(
        "peak-years",
        say("outlook.odds_caption", horizon=str(horizon)),
        lambda lang: peak_years.option(shown, horizon, lang),
        height,
        height,
        _odds_table(reading),
    )


def kinds(reading: Reading) -> Iterator[Block]:
    """Show the probability of every verdict, where any is certain to no one."""
    there = [s for s in reading.scenarios() if reading.has(f"scenarios.{s.name}.peak.verdicts")]
    if not there:
        return
    found = {s.name: reading.raw(f"scenarios.{s.name}.peak.verdicts") for s in there}
    ids = [k for k in dict.fromkeys(k for f in found.values() for k in f) if _any(found, k)]
    rows: list[tuple[Cell, ...]] = [
        (
            trends.verdict(id),
            *(reading.number(f"scenarios.{s.name}.peak.verdicts.{id}", "odds") for s in there),
        )
        for id in ids
    ]
    heads = (say("heads.verdict"), *(say("heads.reached", scenario=s.title) for s in there))
    yield Paragraph((say("outlook.kinds", table=Ref("kinds"), rule=Ref("rule")),))
    yield Table("kinds", say("outlook.kinds_caption"), heads, tuple(rows))


def members(reading: Reading) -> Number:
    """Give how many members the ensemble has."""
    given = replace(reading.number("members", "count"), value=reading.members())
    return replace(given, key="report.members", how=how(SAME, given))


def _any(found: Mapping[str, Mapping[str, float]], id: str) -> bool:
    return any(odds.get(id) for odds in found.values())


def sources(reading: Reading) -> Iterator[Block]:
    """Show what energy the leading scenario uses."""
    leading = reading.leading()
    parts = drawn.fuel_paths(reading, leading.name) if leading else {}
    if leading is None or not parts:
        return
    base = reading.study.base_year
    yield Paragraph((say("outlook.fuels", figure=Ref("fuels"), scenario=leading.title),))
    yield Figure(
        "fuels",
        say("outlook.fuels_caption", scenario=leading.title),
        lambda lang: stacks.fuels(parts, base, lang),
        260,
        350,
        drawn.years_table(
            "fuels",
            parts,
            drawn.fuel,
            "energy",
            lambda id, y: cells.fuel(reading, leading.name, id, y),
        ),
    )


def _no_year(reading: Reading, scenario: Shown) -> Sentence:
    """Say why no year of neutrality is given."""
    if whole.there(reading):
        return say("outlook.no_year_whole")
    told = reading.raw(f"scenarios.{scenario.name}.neutrality.reason")
    return say("outlook.no_year_told", why=drawn.reason(told)) if told else say("outlook.no_year")


def neutrality(reading: Reading) -> Iterator[Block]:
    """Show what is left in the last year, and say why no year of neutrality is given; not beside all gases, which tell it."""
    if gases.there(reading):
        return
    there = [s for s in reading.scenarios() if reading.has(f"scenarios.{s.name}.neutrality")]
    if not there:
        return
    horizon = str(reading.study.horizon)
    states = {reading.raw(f"scenarios.{s.name}.neutrality.state") for s in there}
    said = [say("outlook.neutrality")]
    if states == {"not_assessable"} or not any(
        reading.has(f"scenarios.{s.name}.neutrality.year") for s in there
    ):
        said.append(_no_year(reading, there[0]))
    said.append(say("outlook.neutrality_table", table=Ref("neutrality")))
    yield Paragraph(tuple(said))
    rows = tuple(
        (
            s.title,
            reading.number(f"scenarios.{s.name}.neutrality.residual_mt", "co2"),
            reading.number(f"scenarios.{s.name}.cumulative_mt", "co2"),
            _neutral_state(str(reading.raw(f"scenarios.{s.name}.neutrality.state"))),
        )
        for s in there
    )
    heads = (
        say("heads.scenario"),
        say("heads.residual", horizon=horizon),
        say("heads.cumulative"),
        say("heads.neutral_state"),
    )
    yield Table("neutrality", say("outlook.neutrality_caption"), heads, rows)


def _row(reading: Reading, scenario: Shown) -> tuple[Cell, ...]:
    key = f"scenarios.{scenario.name}.peak"
    central = central_peak(reading, scenario)
    year = reading.number(f"{key}.year", "year")
    amount = reading.number(f"{key}.amount_mt", "co2")
    none = trends.verdict(str(reading.raw(f"{key}.verdict")))
    low, high = (
        reading.number(f"{key}.amount_p10_mt", "co2"),
        reading.number(f"{key}.amount_p90_mt", "co2"),
    )
    return (
        scenario.title,
        reading.number(f"{key}.no_peak", "odds"),
        reading.number(f"{key}.probability_by.{ALWAYS}", "odds"),
        year if central else none,
        *(reading.number(f"{key}.year_{q}", "year") for q in QUANTILES),
        amount if central else "–",
        say("outlook.range", low=low, high=high) if low.known else "–",
        reading.number(f"scenarios.{scenario.name}.territorial_mt.{reading.study.horizon}", "co2"),
    )


def _neutral_state(id: str) -> Cell:
    return say(f"neutral.{id}") if sentences.known(f"neutral.{id}") else id


def _odds(reading: Reading, scenario: Shown) -> peak_years.Odds:
    by_year: dict[int, int] = {}
    no_peak = 0
    for row in reading.rows("members", scenario=scenario.name):
        if row["peak_year"] is None:
            no_peak += 1
        else:
            by_year[int(row["peak_year"])] = by_year.get(int(row["peak_year"]), 0) + 1
    return peak_years.Odds(scenario.title, no_peak, by_year)


def _odds_table(reading: Reading) -> Table:
    """Show the probability of a peak by each year that the results name, no peak first."""
    there = reading.scenarios()
    years = sorted(
        {y for s in there for y in reading.raw(f"scenarios.{s.name}.peak.probability_by") or {}}
    )
    heads = (
        say("heads.scenario"),
        say("heads.no_peak", horizon=str(reading.study.horizon)),
        *(say("heads.by_year", year=y) for y in years),
    )
    rows: list[tuple[Cell, ...]] = []
    for s in there:
        key = f"scenarios.{s.name}.peak"
        by: list[Number] = [reading.number(f"{key}.probability_by.{y}", "odds") for y in years]
        rows.append((s.title, reading.number(f"{key}.no_peak", "odds"), *by))
    return Table("peak-years-data", say("outlook.odds_table_caption"), heads, tuple(rows))
