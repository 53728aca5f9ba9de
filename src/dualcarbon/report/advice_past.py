"""Recommendations on the course, the sectors and the energy of the region."""

from __future__ import annotations

from collections.abc import Iterator

from dualcarbon.diagnosis import naming
from dualcarbon.report import clauses, drawn, futures, sentences
from dualcarbon.report.advised import Advice
from dualcarbon.report.apart import size
from dualcarbon.report.derived import share_of
from dualcarbon.report.pathway import MISSED, counts, goal_title, judged, kind_of
from dualcarbon.report.peaks import PLEDGED, central_peak, enough, less, odds_by
from dualcarbon.report.pieces import say
from dualcarbon.report.reading import Reading

LIKELY = 0.5  # probability below which a scenario is said not to be enough
NAMED = 3  # sectors that a sentence names
SECTOR: dict[str, tuple[str, tuple[str, ...]]] = {
    "energy_supply": ("energy", ("opinions:11", "opinions:12")),
    "industry": ("industry", ("opinions:6", "opinions:7")),
    "construction": ("industry", ("opinions:6",)),
    "transport": ("transport", ("opinions:14", "opinions:15")),
    "services": ("construction", ("opinions:18", "opinions:19")),
    "services_buildings": ("construction", ("opinions:18", "opinions:19")),
    "households": ("construction", ("opinions:5", "opinions:19")),
}
FACTOR: dict[str, tuple[str, tuple[str, ...]]] = {
    "structure": ("industry", ("opinions:6", "opinions:8")),
    "mix": ("energy", ("opinions:11", "opinions:12")),
}
SAVING = ("saving", ("opinions:9", "opinions:10"))


def strengthen(reading: Reading) -> Iterator[Advice]:
    """Ask for more than a scenario that probably does not peak by the pledged year."""
    for scenario in reading.scenarios():
        by = odds_by(reading, scenario)
        none = reading.number(f"scenarios.{scenario.name}.peak.no_peak", "odds")
        if by.known and float(by.value or 0) < LIKELY:
            yield Advice(
                ask=say("advice.strengthen", scenario=scenario.title),
                why=say("advice.strengthen_why", scenario=scenario.title, by=by, none=none),
                action="regions",
                clauses=("opinions:3", "opinions:36"),
                see=("peaks", "peak-years"),
            )


def adopt(reading: Reading) -> Iterator[Advice]:
    """Name the first scenario that surely peaks by the pledged year, else the last that peaks at all."""
    there, chosen = reading.scenarios(), enough(reading)
    if chosen is None:
        return
    saved = less(reading, there[0], chosen, PLEDGED)
    if not saved.known or float(saved.value or 0) >= 0:
        return
    why = say(
        "advice.adopt_why",
        scenario=chosen.title,
        first=there[0].title,
        saved=size(saved),
        year=reading.number(f"scenarios.{chosen.name}.peak.year", "year"),
        by=odds_by(reading, chosen),
    )
    yield Advice(
        ask=say("advice.adopt", scenario=chosen.title),
        why=why,
        action="regions",
        clauses=("opinions:3", "opinions:35"),
        see=("paths", "differences"),
    )


def close(reading: Reading) -> Iterator[Advice]:
    """Close the gaps of the leading scenario."""
    leading = reading.leading()
    if leading is None:
        return
    told = counts(reading, leading)
    for place, one in judged(reading, leading):
        late = int(one["year"]) <= reading.study.base_year
        if one.get("national") or one["state"] != MISSED or late:
            continue
        kind, key = kind_of(one), f"scenarios.{leading.name}.targets.{place}"
        goal, value = (reading.number(f"{key}.{n}", kind) for n in ("goal", "value"))
        id = "advice.close_why" if value.known else "advice.close_why_bare"
        counted = {n: told[n] for n in ("met", "all")}
        reached = {"value": value} if value.known else {}
        yield Advice(
            ask=say("advice.close", goal=goal_title(one)),
            why=say(id, scenario=leading.title, goal=goal, **reached, **counted),
            action="saving",
            clauses=("opinions:9", "opinions:37"),
            see=("goals", "goals-figure"),
        )


def later_sectors(reading: Reading) -> Iterator[Advice]:
    """Name the sectors that stand highest after the whole does, in the scenario to adopt."""
    chosen = enough(reading) or reading.leading()
    peak = central_peak(reading, chosen) if chosen else None
    if chosen is None or peak is None:
        return
    found = [
        (id, top)
        for id, path in futures.sectors(reading, chosen).items()
        for top in [futures.highest(path, chosen.name, id)[0]]
        if top.known and float(top.value or 0) > peak.year
    ][:NAMED]
    if not found:
        return
    each = [say("measures.with", name=drawn.sector(id), amount=top) for id, top in found]
    action, served = SECTOR.get(found[0][0], SAVING)
    yield Advice(
        ask=say("advice.later", sectors=clauses.joined([drawn.sector(id) for id, _ in found])),
        why=say(
            "advice.later_why",
            scenario=chosen.title,
            year=reading.number(f"scenarios.{chosen.name}.peak.year", "year"),
            sectors=say(f"measures.list_{len(each)}", **dict(zip("abc", each, strict=False))),
        ),
        action=action,
        clauses=served,
        see=("own-peaks",),
    )


def largest(reading: Reading) -> Iterator[Advice]:
    """Put the largest sector first."""
    base = reading.base
    listed = reading.raw("inventory.by_sector_mt") or {}
    sectors = {id: path[base] for id, path in listed.items() if base in path}
    if len(sectors) < 2:
        return
    top = max(sectors, key=lambda id: sectors[id])
    amount = reading.number(f"inventory.by_sector_mt.{top}.{base}", "co2")
    whole = reading.number(f"inventory.territorial_mt.{base}", "co2")
    name = drawn.sector(top)
    template = f"advice.largest_{top}"
    share = share_of(amount, whole)
    action, served = SECTOR.get(top, SAVING)
    yield Advice(
        ask=say(template if sentences.known(template) else "advice.largest", part=name),
        why=say("advice.largest_why", part=name, share=share, amount=amount, year=base),
        action=action,
        clauses=served,
        see=("sector-shares", "sectors"),
    )


def keep(reading: Reading) -> Iterator[Advice]:
    """Keep up what has lowered emissions most."""
    found = drawn.driven(reading)
    if found is None or float(found.effects[found.ranked()[0]].value or 0) >= 0:
        return
    best = found.ranked()[0]
    name = naming.factor(best)
    template = f"advice.keep_{best}"
    action, served = FACTOR.get(best, SAVING)
    yield Advice(
        ask=say(template if sentences.known(template) else "advice.keep", factor=name),
        why=say(
            "advice.keep_why",
            factor=name,
            first=str(found.start),
            last=str(found.end),
            amount=size(found.effects[best]),
        ),
        action=action,
        clauses=served,
        see=("drivers", "effects"),
    )


def traded(reading: Reading) -> Iterator[Advice]:
    """Have electricity brought in counted where the peak depends on it."""
    leading = reading.leading()
    if leading is None or not reading.trades():
        return
    key = f"scenarios.{leading.name}"
    year, adjusted = (reading.number(f"{key}.{p}.year", "year") for p in ("peak", "peak_adjusted"))
    if not (year.known and adjusted.known) or year.value == adjusted.value:
        return
    why = say("advice.traded_why", scenario=leading.title, year=year, adjusted=adjusted)
    yield Advice(
        ask=say("advice.traded"),
        why=why,
        action="energy",
        clauses=("opinions:9", "opinions:28"),
        see=("totals",),
    )
