"""Part five: recommendations, each tied to the number that supports it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from dualcarbon.diagnosis import naming
from dualcarbon.report import drawn, periods, sentences
from dualcarbon.report.apart import size
from dualcarbon.report.derived import share_of
from dualcarbon.report.numbers import Number
from dualcarbon.report.pathway import MISSED, counts, goal_title, judged, kind_of
from dualcarbon.report.peaks import enough, less
from dualcarbon.report.pieces import Bullets, Paragraph, Section, Sentence, say
from dualcarbon.report.reading import Reading

Advice = tuple[Sentence, Sentence | None]
LIKELY = 0.5  # probability from which a scenario is said not to be enough


def section(reading: Reading) -> Section:
    """Give the recommendations that the numbers of this run support, and no other."""
    items = tuple(item for rule in RULES for item in rule(reading))
    if not items:
        return Section("advice", (Paragraph((say("advice.none"),)),))
    return Section("advice", (Paragraph((say("advice.lead"),)), Bullets(items)))


def strengthen(reading: Reading) -> Iterator[Advice]:
    """Ask for more than a scenario that probably does not peak by the pledged year."""
    for scenario in reading.scenarios():
        by = reading.number(f"scenarios.{scenario.name}.peak.probability_by.2030", "odds")
        none = reading.number(f"scenarios.{scenario.name}.peak.no_peak", "odds")
        if by.known and float(by.value or 0) < LIKELY:
            evidence = say("advice.strengthen_why", scenario=scenario.title, by=by, none=none)
            yield say("advice.strengthen", scenario=scenario.title), evidence


def adopt(reading: Reading) -> Iterator[Advice]:
    """Name the first scenario that surely peaks by the pledged year, else the last that peaks at all."""
    there, chosen = reading.scenarios(), enough(reading)
    if chosen is None:
        return
    saved = less(reading, there[0], chosen, 2030)
    if not saved.known or float(saved.value or 0) >= 0:
        return
    key = f"scenarios.{chosen.name}.peak"
    why = say(
        "advice.adopt_why",
        scenario=chosen.title,
        first=there[0].title,
        saved=size(saved),
        year=reading.number(f"{key}.year", "year"),
        by=reading.number(f"{key}.probability_by.2030", "odds"),
    )
    yield say("advice.adopt", scenario=chosen.title), why


def largest(reading: Reading) -> Iterator[Advice]:
    """Put the largest sector first."""
    base = reading.base
    sectors = {
        id: path[base]
        for id, path in (reading.raw("inventory.by_sector_mt") or {}).items()
        if base in path
    }
    if len(sectors) < 2:
        return
    top = max(sectors, key=lambda id: sectors[id])
    amount = reading.number(f"inventory.by_sector_mt.{top}.{base}", "co2")
    whole = reading.number(f"inventory.territorial_mt.{base}", "co2")
    name = drawn.sector(top)
    template = f"advice.largest_{top}"
    share = share_of(amount, whole)
    why = say("advice.largest_why", part=name, share=share, amount=amount, year=base)
    yield say(template if sentences.known(template) else "advice.largest", part=name), why


def keep(reading: Reading) -> Iterator[Advice]:
    """Keep up what has lowered emissions most."""
    found = drawn.driven(reading)
    if found is None or float(found.effects[found.ranked()[0]].value or 0) >= 0:
        return
    best = found.ranked()[0]
    name = naming.factor(best)
    why = say(
        "advice.keep_why",
        factor=name,
        first=str(found.start),
        last=str(found.end),
        amount=size(found.effects[best]),
    )
    template = f"advice.keep_{best}"
    yield say(template if sentences.known(template) else "advice.keep", factor=name), why


def close(reading: Reading) -> Iterator[Advice]:
    """Close the gaps of the leading scenario."""
    leading = reading.leading()
    if leading is None:
        return
    told = counts(reading, leading)
    for place, one in judged(reading, leading):
        if (
            one.get("national")
            or one["state"] != MISSED
            or int(one["year"]) <= reading.study.base_year
        ):
            continue
        key = f"scenarios.{leading.name}.targets.{place}"
        kind = kind_of(one)
        goal, value = (reading.number(f"{key}.{n}", kind) for n in ("goal", "value"))
        id = "advice.close_why" if value.known else "advice.close_why_bare"
        yield (
            say("advice.close", goal=goal_title(one)),
            say(
                id,
                scenario=leading.title,
                goal=goal,
                value=value,
                **{n: told[n] for n in ("met", "all")},
            ),
        )


def agree(reading: Reading) -> Iterator[Advice]:
    """Agree the boundary before judging, where boundaries disagree."""
    for (a, b), by in reversed(list(periods.changes(reading).items())):
        co2 = {id: n for id, n in by.items() if id != periods.ENERGY}
        if periods.disagree(co2):
            low, high = (pick(co2, key=lambda id: float(co2[id].value or 0)) for pick in (min, max))
            yield (
                say("advice.agree"),
                say(
                    "advice.agree_why",
                    first=str(a),
                    last=str(b),
                    low=periods.moved(by[low]),
                    low_title=reading.boundary_title(low),
                    high=periods.moved(by[high]),
                    high_title=reading.boundary_title(high),
                ),
            )
            return


def mend(reading: Reading) -> Iterator[Advice]:
    """Mend the statistics where the study had to refuse a verdict."""
    listed = reading.raw("warnings") or ()
    count = Number(value=len(listed), kind="count", key="warnings")
    if listed:
        broken = [y for one in getattr(reading.study, "breaks", None) or () for y in one.years]
        years = f"{min(broken)}–{max(broken)}" if broken else ""
        ask = say("advice.mend_break", years=years) if broken else say("advice.mend")
        yield ask, say("advice.mend_why", count=count)


def widen(reading: Reading) -> Iterator[Advice]:
    """Account for processes and sinks before neutrality is promised."""
    leading = reading.leading()
    if leading is None or reading.raw(f"scenarios.{leading.name}.neutrality.year") is not None:
        return
    residual = reading.number(f"scenarios.{leading.name}.neutrality.residual_mt", "co2")
    if residual.known:
        horizon = str(reading.study.horizon)
        yield (
            say("advice.widen"),
            say("advice.widen_why", scenario=leading.title, residual=residual, horizon=horizon),
        )


RULES: tuple[Callable[[Reading], Iterator[Advice]], ...] = (
    strengthen, adopt, largest, keep, close, agree, mend, widen,
)  # fmt: skip
