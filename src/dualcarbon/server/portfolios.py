"""What the page of measures shows while they are chosen: cost curve, wedges and path drawn anew, the numbers of each measure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from dualcarbon.charts.words import Lang
from dualcarbon.report.answered import MT
from dualcarbon.report.choices import Choice
from dualcarbon.report.numbers import Kind, Number, Scale, adding_up, show
from dualcarbon.server import opening

if TYPE_CHECKING:
    from dualcarbon.study.portfolio import Weighed

ODDS = 2030
"""The year by which the odds of a peak are told."""
CHOSEN = "chosen"
"""Beginning of the keys of numbers that are worked out for a choice."""


@dataclass(frozen=True, slots=True)
class Chosen(Choice):
    """A choice with the measures of a run by id, each with its place in the summary."""

    told: Mapping[str, tuple[int, Mapping[str, Any]]]


def rows(chosen: Chosen) -> Iterator[dict[str, Any]]:
    """Give what is told of each measure of the scenario, chosen or not."""
    acting = {one.id: one for one in chosen.portfolio.measures}
    declared = {m.id: m for m in chosen.prepared.listed.measures}
    amounts = {y: abatement(chosen, y) for y in chosen.shown}
    for id, name in chosen.names.items():
        one = acting.get(id)
        yield {
            "id": id,
            "no": chosen.number(id),
            "name": name[chosen.lang],
            "level": level(one) if one else 0.0,
            "deployed": _deployed(chosen, one),
            "abatement": {y: _tonnes(chosen, one, y, amounts[y].get(id)) for y in chosen.shown},
            "cost": _cell(chosen, one, one.cost if one else None, "cny_per_t", "mac_cny_per_t"),
            "alone": _cell(chosen, one, one.cost_alone if one else None, "cny_per_t", "mac_alone_cny_per_t"),
            "first": _cell(chosen, one, one.first if one else None, "money", "first_investment_cny"),
            "owner": _both(declared[id].owner, chosen.lang),
            "links": {
                kind: ", ".join(declared[o].name(chosen.lang) for o in others if o in declared)
                for kind, others in (("requires", declared[id].requires), ("excludes", declared[id].excludes))
            },
        }  # fmt: skip


def totals(chosen: Chosen) -> dict[str, Any]:
    """Give the sums of the choice: abatement by year, first investment of those whose costs are known; ``cells`` open how they came."""
    some = chosen.portfolio
    costed = [one for one in some.measures if one.first is not None]
    abated_by = {y: abated(chosen, y) for y in chosen.shown}
    first = spent(chosen) if costed else None
    return {
        "abatement": {y: _plain(chosen, value, "co2") for y, value in abated_by.items()},
        "first": _plain(chosen, first, "money"),
        "cells": {
            **{y: _sum(chosen, v, "co2", f"abatement.{y}") for y, v in abated_by.items()},
            "first": _sum(chosen, first, "money", "first"),
        },
        "count": len(some.measures),
        "of": len(chosen.names),
        "costed": len(costed),
        "paying": paying(chosen),
        **_odds(chosen),
    }


def abated(chosen: Chosen, year: int) -> float:
    """Give what the measures take off in a year. [Mt CO2]."""
    return chosen.at(chosen.portfolio.without - chosen.portfolio.reached, year)


def spent(chosen: Chosen) -> float:
    """Give the first investment of those whose costs are known. [CNY]."""
    return float(sum(one.first or 0.0 for one in chosen.portfolio.measures))


def paying(chosen: Chosen) -> int:
    """Count the measures that pay for themselves."""
    return sum(one.cost is not None and one.cost < 0 for one in chosen.portfolio.measures)


def level(one: Weighed) -> float:
    """Tell how far a measure is deployed. [1]."""
    import numpy as np

    return float(np.max(one.deployed.level))


def horizon(chosen: Chosen) -> int:
    """Give the year by which the odds of a peak are told: 2030, or the horizon where that is sooner."""
    counted = chosen.answer.odds
    return ODDS if ODDS in counted.by_year else counted.horizon


def _odds(chosen: Chosen) -> dict[str, Any]:
    """Give how likely it is that emissions peak by a year."""
    counted, by = chosen.answer.odds, horizon(chosen)
    return {"by": by, "odds": _plain(chosen, counted.by_year.get(by, 1 - counted.no_peak), "odds")}


def _deployed(chosen: Chosen, one: Weighed | None) -> Markup:
    """Write how far a measure is deployed; where it is put by hand, that is all there is to it."""
    value = level(one) if one else 0.0
    key = "" if one is None else held(chosen, one, value, "level")
    return opening.number(f"{round(100 * value)} %", key, value)


def abatement(chosen: Chosen, year: int) -> dict[str, float | None]:
    """Give what is printed of the abatement of each measure, rounded as the report does: so that it adds up. [Mt CO2]."""
    some = chosen.portfolio.measures
    parts = [Number(value=chosen.at(one.abatement, year), kind="co2", key=one.id) for one in some]
    whole = Number(value=sum(chosen.at(one.abatement, year) for one in some), kind="co2", key="")
    return {part.key: part.shown for part in adding_up(parts, whole, _scale(chosen))}


def _tonnes(chosen: Chosen, one: Weighed | None, year: int, shown: float | None) -> Markup:
    value = None if one is None else chosen.at(one.abatement, year)
    return _cell(chosen, one, value, "co2", f"abatement_mt.{year}", shown)


def _cell(
    chosen: Chosen,
    one: Weighed | None,
    value: float | None,
    kind: Kind,
    key: str,
    shown: float | None = None,
) -> Markup:
    """Write a number of a measure; it opens how it came, in the run where that holds it."""
    text = _plain(chosen, value, kind, shown)
    if one is None or value is None:
        return opening.number(text, "")
    here = f"{CHOSEN}.{chosen.name}.measures.{one.id}.{key}"
    return opening.number(text, held(chosen, one, value, key) or here, value)


def held(chosen: Chosen, one: Weighed, value: float, key: str) -> str:
    """Give the key under which the run holds a number of a measure, or an empty text where it is another one."""
    place, told = chosen.told.get(one.id, (0, {}))
    known = opening.held(told, tuple(key.split(".")))
    return f"measures.{place}.{key}" if opening.same(value, known) else ""


def _sum(chosen: Chosen, value: float | None, kind: Kind, key: str) -> Markup:
    """Write a sum, which no run holds; it opens its parts."""
    lead = "" if value is None else f"{CHOSEN}.{chosen.name}.{key}"
    return opening.number(_plain(chosen, value, kind), lead, value)


def _plain(chosen: Chosen, value: float | None, kind: Kind, shown: float | None = None) -> str:
    return show(Number(value=value, kind=kind, key="", shown=shown), chosen.lang, _scale(chosen))


def _scale(chosen: Chosen) -> Scale:
    import numpy as np

    return Scale(float(np.max(chosen.answer.totals.central_territorial)) * MT, 1.0)


def _both(text: object, lang: Lang) -> str:
    from dualcarbon.report.reading import both

    return both(text)[lang] if text else ""
