"""Two scenarios beside each other: their paths, all that differs, and who makes the difference, by sector and year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import Depends, Response

from dualcarbon.charts import attribution
from dualcarbon.charts.attribution import Total
from dualcarbon.charts.words import Lang
from dualcarbon.errors import InputError, UnknownName
from dualcarbon.provenance.derivation import Input
from dualcarbon.report import two_scenarios
from dualcarbon.report.numbers import Scale
from dualcarbon.scenarios.inheritance import Resolved
from dualcarbon.server import differing, opening
from dualcarbon.server import pairs as pairs_told
from dualcarbon.server.attributions import Asked
from dualcarbon.server.chapter import Chapter
from dualcarbon.server.chapters.scenarios import held
from dualcarbon.server.here import Here, here
from dualcarbon.server.live import CARBON
from dualcarbon.server.pairs import Shares
from dualcarbon.server.printed import data
from dualcarbon.study import pairs, variables
from dualcarbon.study.pairs import Pair
from dualcarbon.study.preparation import Prepared

chapter = Chapter("compare", 55, rail=False)
YEARS = (2030, 2035, 2040, 2050)


@dataclass(frozen=True, slots=True)
class Two:
    """Two scenarios of a study: ``b`` is held against ``a``, in ``year``."""

    prepared: Prepared
    a: Resolved
    b: Resolved
    year: int

    @property
    def years(self) -> list[int]:
        """Years that can be looked at."""
        base, horizon = self.prepared.study.base_year, self.prepared.study.horizon
        return [*(y for y in YEARS if base < y < horizon), horizon]


@chapter.page()
def show_both(at: Here = Depends(here), a: str = "", b: str = "", year: int = 0) -> Response:  # noqa: B008
    """Show two scenarios beside each other; the last one and its parent where none is named."""
    two = chosen(at, a, b, year)
    called = variables.declared(two.prepared.read).titles
    words = differing.Words(at.lang, called, held(at))
    rows = differing.rows(two.prepared, two.b, two.a, (), words)
    titles = {name: one.title[at.lang] for name, one in two.prepared.scenarios.items()}
    return at.page(
        "compare.html",
        two=two,
        titles=titles,
        path=data(two_scenarios.paths(two.prepared, two.a, two.b, at.lang)),
        height=two_scenarios.HEIGHT,
        tall=two_scenarios.TALL,
        differences=rows,
        shares=_shares(at, two),
    )


@chapter.page("/shares")
def shares(a: str, b: str, year: int = 0, at: Here = Depends(here)) -> Response:  # noqa: B008
    """Show who makes the difference, or that it is being worked out."""
    two = chosen(at, a, b, year)
    return at.page("compare_shares.html", two=two, shares=_shares(at, two))


def chosen(at: Here, a: str, b: str, year: int) -> Two:
    """Give the scenarios and the year that an address names.

    Raises
    ------
    UnknownName
        The study has no such scenario, or only one.
    """
    prepared = at.shelf.prepared(at.study)
    names = list(prepared.scenarios)
    second = b or next((n for n in reversed(names) if n != a), "")
    first = a or prepared.scenarios[second].parent if second in names else a
    for name in (first, second):
        if name not in prepared.scenarios:
            msg = at.say("compare.unknown", name=name[:40])
            raise UnknownName(msg)
    two = Two(prepared, prepared.scenarios[first], prepared.scenarios[second], year)
    return two if year in two.years else Two(prepared, two.a, two.b, two.years[0])


def _shares(at: Here, two: Two) -> dict[str, Any] | None:
    """Give who makes the difference as the page prints it; seconds alone while it is worked out, nothing for one scenario."""
    if two.a is two.b:
        return None
    asked = _asked(at, two)
    if not asked.found.done():
        return {"seconds": asked.seconds}
    try:
        return told(two, asked.found.result(), at.lang, held(at))
    except InputError as error:
        return {"faults": [fault.sentence(at.lang) for fault in error.faults]}


def _asked(at: Here, two: Two) -> Asked:
    key = (at.study, at.shelf.state(at.study), two.a.name, two.b.name)
    names = two.a.name, two.b.name
    make = lambda: pairs.compare(two.prepared, *names, by_sector=True)  # noqa: E731
    found: Asked = at.request.app.state.attributions.ask(key, make)
    return found


def told(two: Two, pair: Pair, lang: Lang, summary: Mapping[str, Any]) -> dict[str, Any]:
    """Give a pair as its page prints it: the waterfall of a year, a table of years, a table of sectors."""
    shared, split = pair.attribution, pair.by_sector
    start, end = two_scenarios.ends(two.prepared, two.a, two.b, two.year)
    scale = Scale(max(start.amount, end.amount), 1.0)
    shares = Shares(pair, summary, lang, scale)
    players = two_scenarios.players(pair, two.year)
    told = {
        "players": [
            (p.title[lang], [shares.share(n, year) for year in two.years])
            for n, p in enumerate(shared.players)
        ],
        "total": [shares.total(year) for year in two.years],
        "unit": scale.carbon(lang).label,
        "exact": shared.exact,
        "samples": shared.samples,
    }
    if not players:
        return told
    high, tall = attribution.heights(start, players, end)
    told |= {
        "option": data(attribution.option(start, players, end, lang)),
        "height": high,
        "tall": tall,
    }
    if split is not None:
        every = [pairs_told.by_sector(pair, n, two.year) for n in range(len(shared.players))]
        there = [i for i in range(len(split.sectors)) if any(row[i] for row in every)]
        told["sectors"] = [pairs_told.sector(split.sectors[i], lang) for i in there]
        told["by_sector"] = [
            (p.title[lang], [shares.inside(n, two.year, i) for i in there])
            for n, p in enumerate(shared.players)
        ]
    return told


def explained(at: Here, rest: str) -> dict[str, Any]:
    """Explain a share of a pair as this page works it out.

    Raises
    ------
    UnknownName
        There is no such pair, year, or share of it.
    """
    a, _, left = rest.partition(".")
    b, _, left = left.partition(".")
    year, *who = left.split(".")
    two = chosen(at, a, b, int(year) if year.isdigit() else 0)
    if two.a is two.b or str(two.year) != year:
        msg = f'there is no pair of scenarios and year "{rest[:60]}"'
        raise UnknownName(msg)
    ends = two_scenarios.ends(two.prepared, two.a, two.b, two.year)
    inputs = {name: _end(at, name, end, year) for name, end in zip((a, b), ends, strict=True)}
    return pairs_told.explained(_asked(at, two).found.result(), inputs, (year, *who), at.lang)


def _end(at: Here, name: str, end: Total, year: str) -> Input:
    """Give the emissions of a scenario; those of the run lead there."""
    key = opening.key(held(at), end.amount, "scenarios", name, "territorial_mt", year)
    return Input(end.title[at.lang], end.amount, CARBON, key)
