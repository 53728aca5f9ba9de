"""Why two scenarios differ in a year: from the one to the other, what each measure and group adds."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import NamedTuple

from dualcarbon.charts import fitting, look, panels, tables
from dualcarbon.charts.units import Unit, carbon
from dualcarbon.charts.waterfall import DOWN, UP, WHOLE
from dualcarbon.charts.words import Lang, Title, number, word

LARGEST = 10  # players that stand alone; the rest is joined
SPARE = 0.12  # of the span, kept free on both sides
HEAD, FOOT = 62, 30  # px above and below the rows
ROOM_WIDE, ROOM_SLIM = 310, 132  # px for names


class Total(NamedTuple):
    """A scenario and what it emits in the year. [Mt CO2]."""

    title: Title
    amount: float


class Player(NamedTuple):
    """A measure or a group of assumptions, and what it adds to emissions; less is negative. [Mt CO2]."""

    name: Title
    amount: float


def option(start: Total, players: Sequence[Player], end: Total, lang: Lang) -> look.Option:
    """Draw the way from one scenario to another, the largest lowering first, what raises last.

    The axis begins near the lower of the two totals, so they stand as marks and not as bars.

    Parameters
    ----------
    start, end : Total
        The two scenarios. [Mt CO2]
    players : sequence of Player
        Signed parts that add up to the difference. [Mt CO2]
    lang : {"en", "zh"}
        Language of the labels.

    Examples
    --------
    >>> drawn = option(
    ...     Total({"en": "Baseline"}, 10.0), [Player({"en": "Wind"}, -3.0)], Total({"en": "Policy"}, 7.0), "en"
    ... )
    >>> floors, rises, falls, _ = drawn["baseOption"]["series"]
    >>> floors["data"][1], rises["data"][1], falls["data"][1]["value"]
    (7.0, 0.0, 3.0)
    """
    shown = gathered(players)
    levels = [start.amount]
    for player in shown:
        levels.append(levels[-1] + player.amount)
    unit = carbon(lang, max(map(abs, (*levels, end.amount))))
    names = [t[lang] for t in (start.title, *(p.name for p in shown), end.title)]
    ends = {place: {"fontWeight": "bold"} for place in (0, len(names) - 1)}
    drawn = look.frame(
        legend=look.legend(
            [word(w, lang) for w in ("fall", "rise", "total")], icon="roundRect", itemWidth=18
        ),
        title={"text": unit.label, "right": 0, "top": 30, "textStyle": look.quiet()},
        yAxis=panels.names_wide(names, ROOM_WIDE, ends),
        xAxis=_across([unit.of(v) for v in (*levels, end.amount)]),
        series=_series(start, shown, levels, end, unit, lang),
    )
    drawn["grid"] = {"left": ROOM_WIDE, "right": 12, "top": HEAD - 8, "bottom": FOOT}
    small = {
        "grid": {"left": ROOM_SLIM, "right": 4},
        "yAxis": panels.names_slim(names, ROOM_SLIM, ends),
        "xAxis": {"splitNumber": 2},
    }
    return tables.whole(
        look.narrow(drawn, small),
        [
            word("player", lang),
            *(tables.head(word(w, lang), unit.label) for w in ("total", "change")),
        ],
        [
            (names[0], unit.of(start.amount), None),
            *((p.name[lang], None, unit.of(p.amount)) for p in shown),
            (names[-1], unit.of(end.amount), None),
        ],
    )


def gathered(players: Sequence[Player]) -> list[Player]:
    """Give the largest players, what lowers most first and what raises most last, the rest joined.

    Parameters
    ----------
    players : sequence of Player
        In any order. [Mt CO2]
    """
    by_size = sorted(players, key=lambda p: -abs(p.amount))
    alone = len(by_size) if len(by_size) <= LARGEST + 1 else LARGEST
    shown = sorted(by_size[:alone], key=lambda p: p.amount)
    rest = by_size[alone:]
    if not rest:
        return shown
    name: Title = {g: word("others", g, count=len(rest)) for g in fitting.LANGUAGES}
    return [*shown, Player(name, sum(p.amount for p in rest))]


def heights(start: Total, players: Sequence[Player], end: Total) -> tuple[int, int]:
    """Give how high the figure has to be on a page and on a telephone. [px]."""
    names = [start.title, *(p.name for p in gathered(players)), end.title]
    wide, slim = panels.row_heights(names, wide=ROOM_WIDE, slim=ROOM_SLIM)
    return HEAD + FOOT + wide * len(names), HEAD + FOOT + slim * len(names)


def _across(values: list[float]) -> look.Option:
    low, high = min(values), max(values)
    spare = SPARE * ((high - low) or abs(high) or 1.0)
    axis = look.values("", min=max(0.0, low - spare) if low >= 0 else low - spare, max=high + spare)
    axis["axisLabel"] |= {"showMinLabel": False, "showMaxLabel": False, "hideOverlap": True}
    axis["splitLine"] |= {"showMinLine": False, "showMaxLine": False}
    return axis


def _series(
    start: Total,
    players: Sequence[Player],
    levels: list[float],
    end: Total,
    unit: Unit,
    lang: Lang,
) -> list[look.Option]:
    floors = [unit.of(min(a, b)) for a, b in itertools.pairwise(levels)]
    middle = (min(*levels, end.amount) + max(*levels, end.amount)) / 2
    sides = [_side(level + p.amount / 2, middle) for level, p in zip(levels, players, strict=False)]
    steps = [_step(p, side, unit) for p, side in zip(players, sides, strict=True)]
    rises = [s if p.amount >= 0 else 0.0 for p, s in zip(players, steps, strict=True)]
    falls = [s if p.amount < 0 else 0.0 for p, s in zip(players, steps, strict=True)]
    bare = {"itemStyle": {"color": "transparent"}, "silent": True, "tooltip": {"show": False}}
    return [
        {**_bars([0.0, *floors, 0.0]), **bare},
        {**_bars([0.0, *rises, 0.0]), "name": word("rise", lang), "itemStyle": {"color": UP}},
        {**_bars([0.0, *falls, 0.0]), "name": word("fall", lang), "itemStyle": {"color": DOWN}},
        _totals(start, end, middle, len(players) + 1, unit, lang),
    ]


def _side(amount: float, middle: float) -> str:
    """Put a number on the side where the row is empty."""
    return "left" if amount > middle else "right"


def _bars(data: Sequence[object]) -> look.Option:
    shared = {"type": "bar", "stack": "all", "stackStrategy": "all", "barMaxWidth": 16}
    return {**shared, "data": list(data)}


def _step(player: Player, side: str, unit: Unit) -> look.Option:
    text = number(unit.of(player.amount), unit.digits, signed=True)
    label = {"show": True, "position": side, "formatter": text, "color": look.INK}
    return {"value": unit.of(abs(player.amount)), "label": {**label, "fontSize": fitting.SMALL}}


def _totals(
    start: Total, end: Total, middle: float, last: int, unit: Unit, lang: Lang
) -> look.Option:
    return {
        "name": word("total", lang),
        "type": "scatter",
        "symbol": "rect",
        "symbolSize": [5, 20],
        "itemStyle": {"color": WHOLE},
        "z": 5,
        "label": {
            "show": True,
            "fontWeight": "bold",
            "color": look.INK,
            "fontSize": fitting.SMALL,
        },
        "data": [
            {
                "value": [unit.of(total.amount), place],
                "label": {
                    "formatter": number(unit.of(total.amount), unit.digits),
                    "position": _side(total.amount, middle),
                },
            }
            for total, place in ((start, 0), (end, last))
        ],
    }
