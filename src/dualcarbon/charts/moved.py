"""Which assumption moves the peak: its share of the variance, alone and with all that it acts together with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from dualcarbon.charts import fitting, look, panels
from dualcarbon.charts.words import Lang, Title, number, word

HEAD = 30  # px for the legend
DARK, LIGHT = look.ACCENT, "#a8cbb5"
ROOMS = (264, 196)  # px for the heads of both panels on a page
MOST = 1.0  # longer bars are cut off: no share is more than all


class Share(NamedTuple):
    """Shares of the variance of an output: with others, and alone; alone is none where it is not told from nothing. [1]."""

    total: float
    alone: float | None


class Row(NamedTuple):
    """An assumption with its shares in both outputs; none where an output does not vary."""

    name: Title
    peak: Share | None
    amount: Share | None


def option(rows: Sequence[Row], peak: Title, amount: Title, lang: Lang) -> look.Option:
    """Draw assumptions in the order given: whether there is a peak on the left, how high on the right.

    Parameters
    ----------
    rows : sequence of Row
        Assumptions, the weightiest first. [1]
    peak, amount : mapping of str
        Titles of the outputs.
    lang : {"en", "zh"}
        Language of the labels.

    Examples
    --------
    >>> one = Row({"en": "GDP"}, Share(0.7, 0.3), Share(0.4, None))
    >>> drawn = option([one], {"en": "peak by 2030"}, {"en": "peak amount"}, "en")
    >>> [s["data"][0]["value"] for s in drawn["baseOption"]["series"]]
    [0.7, 0.4, 0.3, 0.0]
    """
    sides = [[r.peak for r in rows], [r.amount for r in rows]]
    names = [r.name[lang] for r in rows]
    shown = [
        panels.Panel(_head(title[lang], room, lang), [_bar(n, s, lang) for n, s in zip(names, side, strict=True)])
        for title, side, room in zip((peak, amount), sides, ROOMS, strict=True)
    ]  # fmt: skip
    drawn = panels.shared(*shown, top=HEAD, row=row_heights(rows))
    base = drawn["baseOption"]
    base["series"] += [_alone(side, place, lang) for place, side in enumerate(sides)]
    base["legend"] = look.legend([word(w, lang) for w in ("by_itself", "with_others")], icon="roundRect")  # fmt: skip
    return drawn


def heights(rows: Sequence[Row]) -> tuple[int, int]:
    """Give how high the figure has to be on a page and on a telephone. [px]."""
    return panels.heights(len(rows), row_heights(rows), top=HEAD)


def row_heights(rows: Sequence[Row]) -> tuple[int, int]:
    """Give how high a row has to be on a page and on a telephone. [px]."""
    return panels.row_heights([r.name for r in rows])


def _head(title: str, room: int, lang: Lang) -> str:
    text = (
        f"{title[:1].upper()}{title[1:]}{', ' if lang == 'en' else '，'}{word('of_variance', lang)}"
    )
    return fitting.broken(text, room, look.SIZE)


def _bar(name: str, share: Share | None, lang: Lang) -> panels.Row:
    """Draw the whole share, its number at the end."""
    total = 0.0 if share is None else min(max(share.total, 0.0), MOST)
    text = "–" if share is None else f"{number(100 * total)}%"
    return panels.Row(name, total, text, LIGHT, group=word("with_others", lang))


def _alone(side: Sequence[Share | None], place: int, lang: Lang) -> look.Option:
    """Draw over it what the assumption makes alone."""
    return {
        "name": word("by_itself", lang),
        "type": "bar",
        "xAxisIndex": place,
        "yAxisIndex": place,
        "barMaxWidth": 15,
        "barGap": "-100%",
        "itemStyle": {"color": DARK},
        "data": [{"value": _within(share)} for share in side],
    }


def _within(share: Share | None) -> float:
    """Give what is drawn of the share alone: never more than the whole, of which it is a part."""
    if share is None or share.alone is None:
        return 0.0
    return min(max(share.alone, 0.0), max(share.total, 0.0), MOST)
