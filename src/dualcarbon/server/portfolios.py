"""What the page of measures shows while they are chosen: cost curve, wedges and path drawn anew, the numbers of each measure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from dualcarbon.charts.words import Lang
from dualcarbon.report.answered import MT
from dualcarbon.report.choices import Choice
from dualcarbon.report.numbers import Kind, Number, Scale, show

if TYPE_CHECKING:
    from dualcarbon.study.portfolio import Weighed

ODDS = 2030
"""The year by which the odds of a peak are told."""
SAME = 1e-9
"""A number nearer than this, relative, to that of a run is that of the run."""


@dataclass(frozen=True, slots=True)
class Chosen(Choice):
    """A choice with the measures of a run by id, each with its place in the summary."""

    told: Mapping[str, tuple[int, Mapping[str, Any]]]


def rows(chosen: Chosen) -> Iterator[dict[str, Any]]:
    """Give what is told of each measure of the scenario, chosen or not."""
    import numpy as np

    acting = {one.id: one for one in chosen.portfolio.measures}
    declared = {m.id: m for m in chosen.prepared.listed.measures}
    for id, name in chosen.names.items():
        one = acting.get(id)
        yield {
            "id": id,
            "no": chosen.number(id),
            "name": name[chosen.lang],
            "level": float(np.max(one.deployed.level)) if one else 0.0,
            "abatement": {y: _tonnes(chosen, one, y) for y in chosen.shown},
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
    """Give the sums of the choice: abatement by year, first investment of those whose costs are known."""
    some = chosen.portfolio
    costed = [one for one in some.measures if one.first is not None]
    paying = [one for one in some.measures if one.cost is not None and one.cost < 0]
    return {
        "abatement": {
            y: _plain(chosen, chosen.at(some.without - some.reached, y), "co2")
            for y in chosen.shown
        },
        "first": _plain(chosen, sum(one.first or 0.0 for one in costed), "money")
        if costed
        else "–",
        "count": len(some.measures),
        "of": len(chosen.names),
        "costed": len(costed),
        "paying": len(paying),
        **_odds(chosen),
    }


def _odds(chosen: Chosen) -> dict[str, Any]:
    """Give how likely it is that emissions peak by a year: 2030, or the horizon where that is sooner."""
    counted = chosen.answer.odds
    by = ODDS if ODDS in counted.by_year else counted.horizon
    return {"by": by, "odds": _plain(chosen, counted.by_year.get(by, 1 - counted.no_peak), "odds")}


def _tonnes(chosen: Chosen, one: Weighed | None, year: int) -> Markup:
    value = None if one is None else chosen.at(one.abatement, year)
    return _cell(chosen, one, value, "co2", f"abatement_mt.{year}")


def _cell(chosen: Chosen, one: Weighed | None, value: float | None, kind: Kind, key: str) -> Markup:
    """Write a number; one that is that of the run opens how it came."""
    from dualcarbon.report.html import plain

    text = Markup(plain(_plain(chosen, value, kind)))
    if one is None or value is None:
        return text
    place, told = chosen.told.get(one.id, (0, {}))
    first, _, year = key.partition(".")
    said = told.get(first)
    known = said.get(year) if year and isinstance(said, Mapping) else said
    mark = f'data-value="{value!r}"'
    if isinstance(known, int | float) and abs(known - value) <= SAME * abs(value):
        where = escape(f"measures.{place}.{key}")
        return Markup(f'<button type="button" class="n" data-key="{where}" {mark}>{text}</button>')
    return Markup(f'<span class="n" {mark}>{text}</span>')


def _plain(chosen: Chosen, value: float | None, kind: Kind) -> str:
    import numpy as np

    top = float(np.max(chosen.answer.totals.central_territorial)) * MT
    return show(Number(value=value, kind=kind, key=""), chosen.lang, Scale(top, 1.0))


def _both(text: object, lang: Lang) -> str:
    from dualcarbon.report.reading import both

    return both(text)[lang] if text else ""
