"""Recommendations on measures, projects, money and owners."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dualcarbon.report import abatement, clauses, drawn, listed, money, projects, schedule, spending
from dualcarbon.report.advised import Advice
from dualcarbon.report.derived import count, sum_of, year
from dualcarbon.report.listed import Measure
from dualcarbon.report.pieces import Sentence, say
from dualcarbon.report.reading import Reading, both
from dualcarbon.vocabulary.names import ACTIONS, CLAUSES

FIRST = 3  # measures that a recommendation names
LEADING = 8  # places that count as leading in a ranking of projects
TIGHT = 0.8  # share of a scarce resource from which it is called tight


def worth_most(reading: Reading) -> Iterator[Advice]:
    """Begin with the measures that are worth most to society."""
    ranked = listed.best(reading, "net_value", FIRST)
    found = [m for m in ranked if (m.told.get("net_value_cny") or 0) > 0]
    if found:
        values = abatement.named(reading, found, "net_value_cny", "money")
        yield _of(
            found,
            say("advice.worth", measures=_names(found)),
            say("advice.worth_why", measures=values),
            see=("ranking", "worth"),
        )


def abate_most(reading: Reading) -> Iterator[Advice]:
    """Prepare in time what abates most by the horizon."""
    horizon = reading.study.horizon
    ranked = abatement.largest(reading, horizon)
    found = [m for m in ranked if m.path("abatement_mt").get(horizon, 0.0) > 0]
    if found:
        each = abatement.named(reading, found, f"abatement_mt.{horizon}", "co2")
        yield _of(
            found,
            say("advice.abate", measures=_names(found)),
            say("advice.abate_why", year=year(horizon), measures=each),
            see=("wedges", "abatement"),
        )


def key_projects(reading: Reading) -> Iterator[Advice]:
    """Start the projects that lead both rankings; without one, the first of each."""
    by = {
        r: [one for _, one in projects.ranked(reading, r)][:LEADING]
        for r in ("abatement", "economy")
    }
    if not by["abatement"]:
        return
    both_lead = [one for one in by["abatement"] if one in by["economy"]][:FIRST]
    chosen = both_lead or [by["abatement"][0], by["economy"][0]]
    ids = [str(one["id"]) for one in chosen]
    there = [(p, one) for p, one in projects.ranked(reading, "abatement") if str(one["id"]) in ids]
    spent, y = projects.spent(reading, there, "projects.first.investment"), listed.middle(reading)
    abated = sum_of(
        "report.projects.first",
        [reading.number(f"projects.{p}.abatement_mt.{y}", "project_co2") for p, _ in there],
    )
    measures = [m for m in listed.measures(reading) if m.id in {one["measure"] for one in chosen}]
    names = clauses.joined([listed.title(one) for one in chosen])
    told = "advice.projects_why" if both_lead else "advice.projects_why_each"
    yield _of(
        measures,
        say("advice.projects", projects=names),
        say(told, amount=abated, year=year(y), spent=spent),
        see=("projects-abatement", "projects-economy"),
    )


def scarce(reading: Reading) -> Iterator[Advice]:
    """Widen what measures use up."""
    chosen = listed.planned(reading)
    for place, one in enumerate(reading.raw("appraisal.resources") or ()):
        used = one["used"].get(chosen.name) if chosen else None
        tight = [y for y in one["available"] if used and _tight(used.get(y), one["available"][y])]
        if not tight:
            continue
        key = f"appraisal.resources.{place}"
        when = tight[0]
        told = {
            "used": reading.number(f"{key}.used.{chosen.name if chosen else ''}.{when}", "level"),
            "available": reading.number(f"{key}.available.{when}", "level"),
        }
        yield Advice(
            ask=say("advice.scarce", resource=both(one["title"])),
            why=say(
                "advice.scarce_why", year=year(int(when)), unit=drawn.unit(str(one["unit"])), **told
            ),
            action="energy",
            clauses=("opinions:12", "opinions:13"),
            see=("resources",),
        )


def fund(reading: Reading) -> Iterator[Advice]:
    """Secure the money of the first years."""
    there = [m for m in listed.valued(reading) if spending.spent(m)]
    if not there:
        return
    first, last = spending.spans(reading, there)[0]
    near = spending.invested(reading, there, first, last)
    top = max(there, key=lambda m: sum(v for y, v in spending.spent(m).items() if y <= last))
    why = say(
        "advice.fund_why",
        near=near,
        first=year(first),
        last=year(last),
        name=top.title,
        amount=spending.invested(reading, [top], first, last, f"investment.{top.id}"),
    )
    ask = say("advice.fund", last=year(last))
    yield _of(
        [top],
        ask,
        why,
        see=("investment", "investment-table"),
        serves=("opinions:30", "opinions:31"),
    )


def priced(reading: Reading) -> Iterator[Advice]:
    """Let the carbon price bind where measures pay only with it."""
    found = [
        m
        for m in listed.valued(reading)
        if money.pays(m, carbon=True) and not money.pays(m, carbon=False)
    ]
    if found:
        shown = sorted(found, key=lambda m: -sum(m.path("abatement_mt").values()))[:FIRST]
        yield _of(
            shown,
            say("advice.priced"),
            say(
                "advice.priced_why",
                count=count("paying.only", listed.parts(reading, found)),
                measures=abatement.named(reading, shown, "mac_cny_per_t", "cny_per_t"),
            ),
            see=("views", "worth"),
            serves=("opinions:32", "opinions:33"),
        )


def support(reading: Reading) -> Iterator[Advice]:
    """Prepare what does not pay even with the carbon price but abates: demonstrate, support, watch its cost."""
    found = [
        m
        for m in listed.valued(reading)
        if money.pays(m, carbon=True) is False and sum(m.path("abatement_mt").values()) > 0
    ]
    shown = sorted(found, key=lambda m: -sum(m.path("abatement_mt").values()))[:FIRST]
    if shown:
        yield Advice(
            ask=say("advice.support", measures=_names(shown)),
            why=say(
                "advice.support_why",
                measures=abatement.named(reading, shown, "mac_cny_per_t", "cny_per_t"),
            ),
            action="technology",
            clauses=("opinions:20", "opinions:21", "opinions:30"),
            see=("cost-curve", "discounting"),
        )


def assess(reading: Reading) -> Iterator[Advice]:
    """Put the indicators of the measures into the yearly assessment."""
    there = [m for m in listed.measures(reading) if m.told.get("indicator")]
    if there:
        proven = [m for m in there if m.told.get("evidence")]
        counts = {
            "count": count("indicators", listed.parts(reading, there)),
            "proven": count("evidence", listed.parts(reading, proven)),
        }
        yield Advice(
            ask=say("advice.assess"),
            why=say("advice.assess_why", **counts),
            action="regions",
            clauses=("opinions:29", "opinions:37"),
            see=("schedule-table",),
        )


def owners(reading: Reading) -> Iterator[Advice]:
    """Name an owner for each measure that has none."""
    there = listed.measures(reading)
    open_ = schedule.without_owner(there)
    if open_ and len(open_) < len(there):
        counts = {
            "count": count("owners.open", listed.parts(reading, open_)),
            "all": count("measures", listed.parts(reading, there)),
        }
        yield Advice(
            ask=say("advice.owners", names=_names(open_)),
            why=say("advice.owners_why", **counts),
            action="regions",
            clauses=("opinions:35", "opinions:36"),
            see=("schedule-table", "schedule"),
        )


def fill(reading: Reading) -> Iterator[Advice]:
    """Complete the list of measures where actions have none."""
    there = listed.every(reading)
    idle = [id for id in ACTIONS if not any(one.get("action") == id for one in there)]
    if there and idle:
        served = {id for one in there for id in one.get("clauses") or ()}
        open_ = [id for id in CLAUSES if id.startswith(clauses.OPINIONS) and id not in served]
        yield Advice(
            ask=say("advice.fill", actions=clauses.joined([clauses.action(id) for id in idle])),
            why=say(
                "advice.fill_why",
                actions=count("actions.idle", idle),
                clauses=count("clauses.open", open_),
            ),
            action=idle[0],
            clauses=("opinions:3", "opinions:5"),
            see=("clauses", "actions"),
        )


def _of(
    found: Sequence[Measure],
    ask: Sentence,
    why: Sentence,
    *,
    see: tuple[str, ...],
    serves: tuple[str, ...] = (),
) -> Advice:
    """Give a recommendation on measures: it serves the action and the clauses of the first of them."""
    actions = [str(m.told.get("action")) for m in found if m.told.get("action") in ACTIONS]
    own = [id for m in found for id in m.told.get("clauses") or () if id in CLAUSES]
    chosen = serves or tuple(sorted(dict.fromkeys(own), key=CLAUSES.rank))[:4] or ("opinions:3",)
    return Advice(ask=ask, why=why, action=next(iter(actions), "regions"), clauses=chosen, see=see)


def _names(found: Sequence[Measure]) -> dict[str, str]:
    return dict(clauses.joined([m.title for m in found]))


def _tight(used: float | None, available: float | None) -> bool:
    return bool(used and available) and plain_share(used, available) >= TIGHT


def plain_share(used: float | None, available: float | None) -> float:
    """Give which share of what there is, is used."""
    return float(used or 0.0) / float(available or 1.0)
