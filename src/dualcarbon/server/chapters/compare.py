"""Two scenarios beside each other: their paths, all that differs, and who makes the difference, by sector and year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import xarray as xr
from fastapi import Depends, Response

from dualcarbon.charts import attribution, fan
from dualcarbon.charts.fan import Peak, Scenario
from dualcarbon.charts.words import Lang, known, word
from dualcarbon.errors import InputError, UnknownName
from dualcarbon.peak import verdict
from dualcarbon.report.numbers import Number, Scale, show
from dualcarbon.scenarios import ensemble
from dualcarbon.scenarios.inheritance import Resolved
from dualcarbon.server import differing
from dualcarbon.server.attributions import Asked
from dualcarbon.server.chapter import Chapter
from dualcarbon.server.here import Here, here
from dualcarbon.server.printed import data
from dualcarbon.study import pairs, variables
from dualcarbon.study.pairs import Pair
from dualcarbon.study.preparation import Prepared
from dualcarbon.vocabulary.names import SECTORS

chapter = Chapter("compare", 55, rail=False)
MT = 1e-6
YEARS = (2030, 2035, 2040, 2050)
HEIGHT, TALL = 420, 400  # px


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
    rows = differing.rows(two.prepared, two.b, two.a, (), differing.Words(at.lang, called))
    titles = {name: one.title[at.lang] for name, one in two.prepared.scenarios.items()}
    return at.page(
        "compare.html",
        two=two,
        titles=titles,
        path=data(drawn(two, at.lang)),
        height=HEIGHT,
        tall=TALL,
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


def drawn(two: Two, lang: Lang) -> dict[str, Any]:
    """Draw both central paths, each with its peak."""
    base = two.prepared.study.base_year
    paths = [_central(two.prepared, one) for one in (two.a, two.b)]
    history = {y: v for y, v in paths[0].items() if y <= base}
    both = [
        Scenario(one.title, {y: v for y, v in path.items() if y >= base}, _peak(path))
        for one, path in zip((two.a, two.b), paths, strict=True)
    ]
    return fan.compare(history, both, lang)


def _shares(at: Here, two: Two) -> dict[str, Any] | None:
    """Give who makes the difference as the page prints it; seconds alone while it is worked out, nothing for one scenario."""
    if two.a is two.b:
        return None
    asked = _asked(at, two)
    if not asked.found.done():
        return {"seconds": asked.seconds}
    try:
        return told(two, asked.found.result(), at.lang)
    except InputError as error:
        return {"faults": [fault.sentence(at.lang) for fault in error.faults]}


def _asked(at: Here, two: Two) -> Asked:
    key = (at.study, at.shelf.state(at.study), two.a.name, two.b.name)
    names = two.a.name, two.b.name
    make = lambda: pairs.compare(two.prepared, *names, by_sector=True)  # noqa: E731
    found: Asked = at.request.app.state.attributions.ask(key, make)
    return found


def told(two: Two, pair: Pair, lang: Lang) -> dict[str, Any]:
    """Give a pair as its page prints it: the waterfall of a year, a table of years, a table of sectors."""
    shared, split = pair.attribution, pair.by_sector
    place = shared.years.index(two.year)
    found = shared.shares.territorial * MT
    total = shared.total.territorial[0] * MT
    start, end = (_central(two.prepared, one)[two.year] for one in (two.a, two.b))
    scale = Scale(max(start, end), 1.0)
    ends = [attribution.Total(two.a.title, start), attribution.Total(two.b.title, end)]
    players = [
        attribution.Player(p.title, float(v))
        for p, v in zip(shared.players, found[:, place], strict=True)
    ]
    places = [shared.years.index(y) for y in two.years]
    told = {
        "players": [
            (p.title[lang], [_signed(float(row[i]), lang, scale) for i in places])
            for p, row in zip(shared.players, found, strict=True)
        ],
        "total": [_signed(float(total[i]), lang, scale) for i in places],
        "unit": scale.carbon(lang).label,
        "exact": shared.exact,
        "samples": shared.samples,
    }
    if not players:
        return told
    high, tall = attribution.heights(ends[0], players, ends[1])
    told |= {
        "option": data(attribution.option(ends[0], players, ends[1], lang)),
        "height": high,
        "tall": tall,
    }
    if split is not None:
        by = split.shares.territorial[:, :, place] * MT
        there = [i for i in range(len(split.sectors)) if by[:, i].any()]
        told["sectors"] = [_sector(split.sectors[i], lang) for i in there]
        told["by_sector"] = [
            (p.title[lang], [_signed(float(row[i]), lang, scale) for i in there])
            for p, row in zip(shared.players, by, strict=True)
        ]
    return told


def _central(prepared: Prepared, one: Resolved) -> Mapping[int, float]:
    """Give the central path of a scenario, history included. [Mt CO2]."""
    middle = ensemble.central(one, *prepared.planted)
    return dict(zip(middle.years, (middle.totals.territorial[0] * MT).tolist(), strict=True))


def _peak(path: Mapping[int, float]) -> Peak | None:
    found = verdict.judge(
        xr.DataArray(list(path.values()), coords={"year": list(path)}, attrs={"units": "Mt CO2"}),
        noise=False,
    )
    if not found.interior or found.year is None or found.amount is None:
        return None
    return Peak(int(found.year), path[int(found.year)])


def _signed(amount: float, lang: Lang, scale: Scale) -> str:
    return show(Number(value=amount, kind="co2_change", key=""), lang, scale, bare=True)


def _sector(id: str, lang: Lang) -> str:
    if id in SECTORS:
        return SECTORS.text(id, lang)
    return word(id, lang) if known(id) else id
