"""Which measure starts when: years in which it is rolled out and in which it is in full effect."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

from dualcarbon.charts import look, panels, tables
from dualcarbon.charts.words import Lang, Title, word

HEAD, FOOT = 48, 8  # px above and below the rows
ROOM_WIDE, ROOM_SLIM = 262, 156  # px for names
RAMP, FULL = "#86b28f", look.ACCENT
HEADING = {"fontWeight": "bold", "color": look.ACCENT}
FIFTH = 5  # years between the lines of the plan periods


class Task(NamedTuple):
    """A measure, its action, the last year without it and the first year of its full effect."""

    name: Title
    action: Title
    start: int
    full: int


def option(tasks: Sequence[Task], first: int, last: int, lang: Lang) -> look.Option:
    """Draw a bar a measure under the name of its action.

    Parameters
    ----------
    tasks : sequence of Task
        In the order shown; those of an action that stand together share a heading.
    first, last : int
        First and last year of the axis.
    lang : {"en", "zh"}
        Language of the labels.

    Examples
    --------
    >>> task = Task({"en": "Wind"}, {"en": "Energy"}, 2020, 2035)
    >>> drawn = option([task], 2017, 2060, "en")
    >>> [s["data"] for s in drawn["baseOption"]["series"]]
    [[None, 2020], [None, 15], [None, 25]]
    """
    rows = _rows(tasks)
    names = [title[lang] for title, _ in rows]
    headings = {place: HEADING for place, (_, task) in enumerate(rows) if task is None}
    drawn = look.frame(
        legend=look.legend([word("ramp", lang), word("full", lang)], icon="roundRect"),
        tooltip={"trigger": "item"},
        xAxis=_across(first, last),
        yAxis=panels.names_wide(names, ROOM_WIDE, headings),
        series=[
            _hidden([None if t is None else max(t.start, first) for _, t in rows]),
            _bar("ramp", RAMP, [_ramp(t, first, last) for _, t in rows], lang),
            _bar(
                "full", FULL, [None if t is None else max(last - t.full, 0) for _, t in rows], lang
            ),
        ],
    )
    drawn["series"][0]["markLine"] = _calendar(first, last)
    drawn["grid"] = {"left": ROOM_WIDE, "right": 22, "top": HEAD, "bottom": FOOT}
    small = {
        "grid": {"left": ROOM_SLIM, "right": 18},
        "yAxis": panels.names_slim(names, ROOM_SLIM, headings),
    }
    heads = [word(id, lang) for id in ("measure", "action", "last_without", "first_full")]
    table = [(t.name[lang], t.action[lang], str(t.start), str(t.full)) for t in tasks]
    return tables.whole(look.narrow(drawn, small), heads, table)


def heights(tasks: Sequence[Task]) -> tuple[int, int]:
    """Give how high the figure has to be on a page and on a telephone. [px]."""
    names = [title for title, _ in _rows(tasks)]
    wide, slim = panels.row_heights(names, wide=ROOM_WIDE, slim=ROOM_SLIM)
    return HEAD + FOOT + wide * len(names), HEAD + FOOT + slim * len(names)


def _rows(tasks: Sequence[Task]) -> list[tuple[Title, Task | None]]:
    """Give headings, which have no task, and the tasks under them."""
    rows: list[tuple[Title, Task | None]] = []
    for action, group in groupby(tasks, key=lambda t: t.action):
        rows.append((action, None))
        rows += [(task.name, task) for task in group]
    return rows


def _ramp(task: Task | None, first: int, last: int) -> int | None:
    if task is None:
        return None
    return max(min(task.full, last) - max(task.start, first), 0)


def _hidden(data: list[int | None]) -> look.Option:
    bare = {"itemStyle": {"color": "transparent"}, "silent": True, "tooltip": {"show": False}}
    return {"type": "bar", "stack": "all", **bare, "data": data}


def _bar(id: str, colour: str, data: list[int | None], lang: Lang) -> look.Option:
    return {
        "name": word(id, lang),
        "type": "bar",
        "stack": "all",
        "barMaxWidth": 12,
        "itemStyle": {"color": colour},
        "data": data,
    }


def _across(first: int, last: int) -> look.Option:
    bare = {"show": False}
    shown = {"axisLabel": bare, "axisTick": bare, "splitLine": bare}
    return {"type": "value", "min": first, "max": last, **shown}


def _calendar(first: int, last: int) -> look.Option:
    """Give a line every five years, named every ten: an axis of numbers writes 2030 as 2,030."""
    return {
        "silent": True,
        "symbol": "none",
        "z": 0,
        "lineStyle": {"color": look.FAINT, "width": 1, "type": "solid"},
        "label": {"position": "start", "color": look.QUIET, "fontSize": look.SIZE - 1},
        "data": [
            {"xAxis": y, "label": {"formatter": str(y) if y % (2 * FIFTH) == 0 else ""}}
            for y in range(first, last + 1)
            if y % FIFTH == 0
        ],
    }
