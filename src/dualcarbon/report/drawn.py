"""What the figures of the report are drawn from, and the tables under them."""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dualcarbon.charts import words
from dualcarbon.charts.decoupling import Period
from dualcarbon.charts.sankey import Cell as Energy
from dualcarbon.charts.sankey import Node, arrange
from dualcarbon.charts.words import Title
from dualcarbon.diagnosis import naming
from dualcarbon.diagnosis.decoupling import STATES, state_of
from dualcarbon.report import periods, sentences
from dualcarbon.report.cells import TRADE, Hows, group, part_of
from dualcarbon.report.cells import rows as _cells
from dualcarbon.report.composed import CHANGE, SHARE, How
from dualcarbon.report.derived import how, sum_of
from dualcarbon.report.numbers import Kind, Number
from dualcarbon.report.pieces import Block, Bullets, Cell, Heading, Ref, Sentence, Table, say
from dualcarbon.report.reading import TONNES, Reading, both
from dualcarbon.vocabulary.names import FLOWS, FUELS, SECTORS, UNITS, Book
from dualcarbon.vocabulary.spellings import MULTIPLIERS

KEY = re.compile(r"^[a-z0-9_]+(?:\.[a-z0-9_]+)+ ?[:：] ?")  # a place that a message begins with
FUEL_ORDER = (
    "coal",
    "oil",
    "natural_gas",
    "other_energy",
    "electricity",
    "nonfossil",
)  # as stacked
EVERY = 5  # years between the rows of a table under a long figure
Paths = dict[str, dict[int, float]]


def energy_cells(reading: Reading, year: int) -> list[Energy]:
    """Give the energy account of a year, in groups of fuels. [Mtce]."""
    found: dict[tuple[str, str, str], float] = defaultdict(float)
    for r in reading.rows("energy", year=year):
        if _plain(r):
            found[r["sector"], r["flow"], group(r["fuel"])] += r["energy_tce"] / TONNES
    return [Energy(*cell, amount) for cell, amount in found.items()]


def sector_paths(reading: Reading, scenario: str | None) -> Paths:
    """Give emissions by sector over all years, power and heat apart, largest first. [Mt CO2].

    Where the rest of energy supply turns negative in any year it is joined to power again, because
    a stack cannot show it.
    """
    found: Paths = defaultdict(lambda: defaultdict(float))
    for row in _cells(reading, scenario):
        if row["flow"] in TRADE or row.get("purpose", "direct") != "direct":
            continue
        found[part_of(row)][int(row["year"])] += row["emissions_tco2"] / TONNES
    if any(v < 0 for v in found.get("energy_rest", {}).values()):
        for year, amount in found.pop("energy_rest").items():
            found["power"][year] += amount
    alive = {id: dict(path) for id, path in found.items() if any(path.values())}
    return dict(sorted(alive.items(), key=lambda item: -sum(item[1].values())))


def fuel_paths(reading: Reading, scenario: str) -> Paths:
    """Give primary energy by fuel over all years: uses less outputs, so nothing counts twice. [Mtce]."""
    found: Paths = defaultdict(lambda: defaultdict(float))
    for row in _cells(reading, scenario):
        if row["flow"] not in TRADE:
            found[group(row["fuel"])][int(row["year"])] += row["energy_tce"] / TONNES
    alive = {id: path for id, path in found.items() if max(path.values()) > 0.001 * _top(found)}
    shown = [f for f in FUEL_ORDER if f in alive] + sorted(
        set(alive) - set(FUEL_ORDER), key=FUELS.rank
    )
    return {id: {y: max(v, 0.0) for y, v in alive[id].items()} for id in shown}


def growths(reading: Reading) -> list[Period]:
    """Give growth of GDP and of territorial emissions by period and by year, as fractions."""
    gdp, co2 = reading.gdp(), reading.path("inventory.territorial_mt")
    years = [y for y in reading.years() if y in gdp]
    named = list(periods.spans(reading))
    yearly = list(itertools.pairwise(years))
    spans = [(s, True) for s in named] + [(s, False) for s in yearly if s not in named]
    return [
        Period(f"{a}–{b}", gdp[b] / gdp[a] - 1, co2[b] / co2[a] - 1, leads)
        for (a, b), leads in spans
        if {a, b} <= set(gdp)
    ]


def states(reading: Reading, found: Sequence[Period]) -> Iterator[Sentence]:
    """Say the state of decoupling of each period of the study."""
    for one in found:
        if one.leads and one.gdp_growth:
            first, last = one.name.split("–")
            gdp, co2 = _grown(reading, one)
            elasticity = Number(
                value=one.co2_growth / one.gdp_growth,
                kind="elasticity",
                key=f"report.elasticity.{one.name}",
                how=how(SHARE, co2, gdp),
            )
            state = STATES[state_of(one.gdp_growth, one.co2_growth)]
            yield say("past.decoupling", first=first, last=last, state=state, elasticity=elasticity)


def growth_table(reading: Reading, found: Sequence[Period]) -> Table:
    """Show growth and state of each period."""
    rows = [
        (
            p.name,
            *_grown(reading, p),
            STATES[state_of(p.gdp_growth, p.co2_growth)],
        )
        for p in found
    ]
    heads = (
        say("heads.period"),
        say("heads.gdp_growth"),
        say("heads.co2_growth"),
        say("heads.state"),
    )
    return Table("decoupling-data", say("past.decoupling_caption"), heads, tuple(rows))


def _grown(reading: Reading, one: Period) -> tuple[Number, Number]:
    """Give the growth of GDP and of territorial emissions over a period, as fractions."""
    years = one.name.split("–")
    gdp = reading.gdp()
    product = [Number(value=gdp[int(y)], kind="level", key=f"tables.totals.{y}.gdp") for y in years]
    co2 = [reading.number(f"inventory.territorial_mt.{y}", "co2") for y in years]
    return (
        Number(value=one.gdp_growth, kind="change", key=f"report.gdp_growth.{one.name}", how=how(CHANGE, *product)),
        Number(value=one.co2_growth, kind="change", key=f"report.co2_growth.{one.name}", how=how(CHANGE, *co2)),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Driven:
    """What drove the change over the study's periods, one after the other. [Mt CO2]."""

    start: int
    end: int
    effects: dict[str, Number]

    def ranked(self) -> list[str]:
        """Give the factors from the strongest downwards to the strongest upwards."""
        factors = [f for f in self.effects if f != "apart"]
        return sorted(factors, key=lambda f: float(self.effects[f].value or 0))


def driven(reading: Reading) -> Driven | None:
    """Add up the effects of periods that follow each other, from the first one decomposed."""
    entries = reading.raw("diagnosis.lmdi") or []
    if not entries:
        return None
    chain = [0]
    for place, one in enumerate(entries):
        if one["from"] == entries[chain[-1]]["to"]:
            chain.append(place)
    effects: dict[str, Number] = {}
    for factor in dict.fromkeys(f for i in chain for f in entries[i]["effects_mt"]):
        keys = tuple(
            f"diagnosis.lmdi.{i}.effects_mt.{factor}"
            for i in chain
            if factor in entries[i]["effects_mt"]
        )
        parts = [reading.number(key, "co2_change") for key in keys]
        effects[factor] = parts[0] if len(chain) == 1 else sum_of(f"report.drivers.{factor}", parts)
    return Driven(int(entries[0]["from"]), int(entries[chain[-1]]["to"]), effects)


def effects_table(reading: Reading) -> Table:
    """Show every period decomposed: effects, change, and what the rounding left."""
    entries = reading.raw("diagnosis.lmdi") or []
    factors = list(dict.fromkeys(f for one in entries for f in one["effects_mt"]))
    names = {f: _word(f) if words.known(f) else _named(naming.factor(f)) for f in factors}
    heads: list[Cell] = [say("heads.period"), *(names[f] for f in factors), say("heads.change")]
    rows: list[tuple[Cell, ...]] = [
        (
            f"{one['from']}–{one['to']}",
            *(reading.number(f"diagnosis.lmdi.{i}.effects_mt.{f}", "co2_change") for f in factors),
            reading.number(f"diagnosis.lmdi.{i}.change_mt", "co2_change"),
        )
        for i, one in enumerate(entries)
    ]
    return Table("effects", say("past.effects_caption"), tuple(heads), tuple(rows))


def apart_note(found: Driven) -> Iterator[Sentence]:
    """Say what the decomposition leaves to be reported apart."""
    amount = found.effects.get("apart")
    if amount and amount.value:
        yield say("past.apart", amount=amount)


def flow_table(cells: Sequence[Energy], when: int, come: Mapping[tuple[Node, Node], How]) -> Table:
    """Show the links of the energy flow of a year; ``come`` says what each is made of."""
    rows: list[tuple[Cell, ...]] = [
        (
            _node(a.kind, a.id),
            _node(b.kind, b.id),
            Number(value=v, kind="energy", key=f"report.flow.{when}.{a.id}.{b.id}", how=come[a, b]),
        )
        for (a, b), v in sorted(arrange(cells).items())
    ]
    year = Number(value=when, kind="year", key=f"report.year.{when}")
    heads = (say("heads.from"), say("heads.to"), say("heads.energy"))
    return Table("energy-flow-data", say("past.flow_caption", year=year), heads, tuple(rows))


def years_table(
    id: str,
    paths: Mapping[str, Mapping[int, float]],
    name: Callable[[str], Title],
    kind: Kind,
    how: Hows | None = None,
    rounded: Callable[[Mapping[str, Number]], Mapping[str, Number]] | None = None,
) -> Table:
    """Show the paths of a figure by year, and ``how`` each of them is composed; long ones every few years.

    ``rounded`` gives the numbers of a year with what is printed of them.
    """
    years = sorted({y for path in paths.values() for y in path})
    if len(years) > 4 * EVERY:
        years = [y for y in years if y % EVERY == 0 or y in (years[0], years[-1])]
    rows: list[tuple[Cell, ...]] = []
    for y in years:
        row: Mapping[str, Number] = {
            p: Number(
                value=path.get(y),
                kind=kind,
                key=f"report.{id}.{p}.{y}",
                how=how(p, y) if how and y in path else None,
            )
            for p, path in paths.items()
        }
        row = rounded(row) if rounded else row
        rows.append((str(y), *(row[p] for p in paths)))
    unit = {
        "co2": "heads.unit_co2",
        "co2e": "heads.unit_co2e",
        "energy": "heads.unit_energy",
        "factor": "heads.unit_intensity",
        "level": "heads.unit_intensity_index",
    }[kind]
    return Table(
        f"{id}-data", say(unit), (say("heads.year"), *(name(p) for p in paths)), tuple(rows)
    )


def part_name(id: str) -> Title:
    """Give the name of a part of the stack by sector."""
    return _word(id) if words.known(id) else sector(id)


def sector(id: str) -> Title:
    """Give the name of a sector."""
    return _of(SECTORS, id)


def fuel(id: str) -> Title:
    """Give the name of a fuel; traded electricity where it stands for primary energy."""
    return _of(FUELS, id)


def flow(id: str) -> Title:
    """Give the name of a flow."""
    return _of(FLOWS, id)


def unit(id: str) -> Title:
    """Give a unit as each language writes it; one that the vocabulary lacks stands as it is.

    Examples
    --------
    >>> unit("kW")["zh"], unit("kW")["en"], unit("10^6 t km")["zh"], unit("ship")["zh"]
    ('千瓦', 'kW', '百万吨公里', 'ship')
    """
    power, _, bare = id.partition(" ")
    many = next((word for word, ten in MULTIPLIERS.items() if ten == f"{power} "), "")
    named = bare if many else id
    return {"en": id, "zh": many + UNITS[named].zh if named in UNITS else id}


def bullets(said: Sequence[Sentence]) -> Bullets:
    """Give sentences as a list."""
    return Bullets(tuple((one, None) for one in said))


def chapter(id: str, *parts: Iterable[Block]) -> Iterator[Block]:
    """Give blocks under a heading; without any block there is no heading."""
    blocks = [block for part in parts for block in part]
    if blocks:
        yield Heading(id, say(f"headings.{id.replace('-', '_')}"))
        yield from blocks


def run(said: Sequence[Sentence]) -> Sentence:
    """Give parts of a sentence one after the other."""
    found = said[0]
    for one in said[1:]:
        found = say("refs.then", first=found, last=one)
    return found


def refs(ids: Sequence[str]) -> Ref | Sentence:
    """Refer to several pieces, one after the other."""
    found: Ref | Sentence = Ref(ids[0])
    for place, id in enumerate(ids[1:], 2):
        found = say("refs.both" if place == len(ids) else "refs.comma", first=found, last=Ref(id))
    return found


def item_name(id: str) -> Cell:
    """Give the name of a step of a bridge: `without.FLOW`, `charged.CARRIER.FLOW`, or a plain word."""
    kind, _, rest = id.partition(".")
    if kind == "without" and rest != "import":
        return say("items.without", flow=flow(rest))
    if kind == "charged":
        carrier, _, where = rest.partition(".")
        return say("items.charged", carrier=fuel(carrier), flow=flow(where))
    known = f"items.{id.replace('.', '_')}"
    return say(known) if sentences.known(known) else both(id.replace("_", " "))


def reason(given: object) -> Title:
    """Give a reason in both languages, without the key and the full stop around it."""
    return {
        lang: KEY.sub("", text).lstrip(":： ").rstrip(".。") for lang, text in both(given).items()
    }


def _plain(row: Mapping[str, Any]) -> bool:
    return bool(row["energy_tce"]) and row["fuel"] != "total"


def _node(kind: str, id: str) -> Title:
    if (words.known(id) and kind in ("plant", "use")) or id == "import":
        return _word(id)
    return sector(id) if kind == "use" else fuel(id)


def _named(title: Title) -> Title:
    return {"en": title["en"][:1].upper() + title["en"][1:], "zh": title["zh"]}


def _word(id: str) -> Title:
    return {"en": words.word(id, "en"), "zh": words.word(id, "zh")}


def _of(book: Book, id: str) -> Title:
    return {"en": book.text(id, "en"), "zh": book.text(id, "zh")}


def _top(paths: Paths) -> float:
    return max((v for path in paths.values() for v in path.values()), default=0.0)
