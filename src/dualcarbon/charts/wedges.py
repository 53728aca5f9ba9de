"""What each measure takes off emissions: wedges between the path without measures and the scenario."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from dualcarbon.charts import fitting, look, tables
from dualcarbon.charts.stacks import base_line
from dualcarbon.charts.units import Unit, carbon
from dualcarbon.charts.words import Lang, Title, word

Path = Mapping[int, float]
LARGEST = 10  # wedges that stand alone; the rest is joined
THICK = 0.04  # of the axis; a thinner wedge has no room for its number
DARK = 0.3  # luminance; on a darker wedge the number is white
LISTED = 184  # px for the names of measures beside the plot
EDGE = 4  # years before the end of the plot where the numbers stand
HATCH = {  # lines over an area, white enough between them to see what lies below
    "symbol": "rect",
    "dashArrayX": [1, 0],
    "dashArrayY": [1.5, 4],
    "rotation": -0.785398,
    "color": look.INK,
}


class Wedge(NamedTuple):
    """A measure: its name, what it takes off emissions by year [Mt CO2], its number elsewhere."""

    name: Title
    path: Path
    code: str = ""


class Line(NamedTuple):
    """A path with its title. [Mt CO2]."""

    title: Title
    path: Path


def option(
    history: Path, without: Path, scenario: Line, wedges: Sequence[Wedge], lang: Lang
) -> look.Option:
    """Draw the ten largest measures as wedges, and the rest as one.

    A measure that raises emissions in a year stands hatched above the path without measures, and the
    wedges of the others reach up to its top: what they take off includes what it adds.

    Parameters
    ----------
    history : mapping of year to amount
        Statistics up to the base year. [Mt CO2]
    without, scenario : mapping of year to amount, Line
        The path without measures, and that of the scenario, after the base year. [Mt CO2]
    wedges : sequence of Wedge
        Measures in any order; their paths add up to the difference of the two. [Mt CO2]
    lang : {"en", "zh"}
        Language of the labels.

    Examples
    --------
    >>> path = Line({"en": "Policy"}, {2018: 7.0})
    >>> one = Wedge({"en": "Wind"}, {2018: 3.0})
    >>> drawn = option({2017: 9.0}, {2018: 10.0}, path, [one], "en")
    >>> [s["data"] for s in drawn["baseOption"]["series"] if s.get("stack") == "down"]
    [[9.0, 7.0], [0.0, 3.0]]
    """
    kept = gathered(wedges, lang)
    unit = carbon(lang, max([*history.values(), *without.values()]))
    base = max(history)
    years = sorted({*history, *without})
    joined = {base: history[base]}
    paths = (joined | dict(without), joined | dict(scenario.path))
    floor = [unit.of(paths[1][y]) if y >= base else None for y in years]
    top = [unit.of(paths[0][y]) if y >= base else None for y in years]
    colours = look.ramp(len(kept))[::-1]
    lines = [
        _line(word("without", lang), top, look.INK, "dashed", 1.8),
        _line(scenario.title[lang], floor, look.ACCENT, "solid", 2.8),
        _line(word("history", lang), [_value(history, y, unit) for y in years], look.HISTORY),
    ]
    lines[-1]["markLine"] = base_line(base, lang)
    areas = [
        _floor(floor, "down"),
        *(
            _wedge(name, [_part(path, y, base, unit, 1) for y in years], colour)
            for (name, path), colour in reversed(list(zip(kept.items(), colours, strict=True)))
        ),
    ]
    raised = _raised(kept, years, base, unit, lang)
    marks = _numbers(kept, colours, paths[1], word("other_measures", lang), unit)
    series = [*areas, *([_floor(top, "up"), *raised] if raised else []), *lines, marks]
    heads = [str(s["name"]) for s in lines[::-1]]
    drawn = _drawn(heads, [*(s["name"] for s in raised[:1]), *kept], series, unit, years)
    columns = dict(reversed(tables.named(series).items()))
    return tables.read(drawn, word("year", lang), unit.label, columns)


def gathered(wedges: Sequence[Wedge], lang: Lang) -> dict[str, dict[int, tuple[float, float]]]:
    """Give the largest measures, largest first, and the rest joined: what each lowers and raises.

    Parameters
    ----------
    wedges : sequence of Wedge
        Measures in any order. [Mt CO2]
    lang : {"en", "zh"}
        Language of the names.

    Returns
    -------
    dict of name to {year: (lowered, raised)}
        Both positive; a number is part of the name. [Mt CO2]
    """
    ordered = sorted(wedges, key=lambda w: -sum(map(abs, w.path.values())))
    alone = len(ordered) if len(ordered) <= LARGEST + 1 else LARGEST
    found = {
        f"{w.code or place} {w.name[lang]}": _signed([w.path])
        for place, w in enumerate(ordered[:alone], 1)
    }
    if ordered[alone:]:
        found[word("other_measures", lang)] = _signed([w.path for w in ordered[alone:]])
    return found


def _signed(paths: Sequence[Path]) -> dict[int, tuple[float, float]]:
    years = sorted({y for path in paths for y in path})
    values = {y: [path.get(y, 0.0) for path in paths] for y in years}
    return {
        y: (sum(v for v in each if v > 0), -sum(v for v in each if v < 0))
        for y, each in values.items()
    }


def _part(
    path: Mapping[int, tuple[float, float]], year: int, base: int, unit: Unit, side: int
) -> float | None:
    """Give what a measure lowers (1) or raises (-1) in a year; nothing before the base year."""
    lowered, raised = path.get(year, (0.0, 0.0))
    return None if year < base else unit.of(lowered if side > 0 else raised)


def _raised(
    kept: Mapping[str, Mapping[int, tuple[float, float]]],
    years: list[int],
    base: int,
    unit: Unit,
    lang: Lang,
) -> list[look.Option]:
    return [
        {
            **_area([_part(path, y, base, unit, -1) for y in years], "up"),
            "name": word("raises", lang),
            "itemStyle": {"color": "transparent", "decal": HATCH},
            "areaStyle": {"color": "transparent"},
            "lineStyle": {"color": look.INK, "width": 0.8},
            "z": 4,
        }
        for path in kept.values()
        if any(raised > 0 for _, raised in path.values())
    ]


def _floor(data: list[float | None], stack: str) -> look.Option:
    """Give what the areas of a stack stand on, not drawn itself."""
    bare = {"lineStyle": {"opacity": 0}, "silent": True, "tooltip": {"show": False}}
    return {**_area(data, stack), **bare}


def _wedge(name: str, data: list[float | None], colour: str) -> look.Option:
    return {
        **_area(data, "down"),
        "name": name,
        "lineStyle": {"width": 0.8, "color": look.CARD},
        "itemStyle": {"color": colour},
        "areaStyle": {"color": colour, "opacity": 1},
    }


def _area(data: list[float | None], stack: str) -> look.Option:
    shared = {"type": "line", "symbol": "none", "stack": stack, "stackStrategy": "all"}
    return {**shared, "data": data}


def _line(
    name: str, data: list[float | None], colour: str, dash: str = "solid", width: float = 3
) -> look.Option:
    return {
        "name": name,
        "type": "line",
        "symbol": "none",
        "z": 5,
        "lineStyle": {"color": colour, "type": dash, "width": width},
        "itemStyle": {"color": colour},
        "data": data,
    }


def _numbers(
    kept: Mapping[str, Mapping[int, tuple[float, float]]],
    colours: list[str],
    floor: Path,
    rest: str,
    unit: Unit,
) -> look.Option:
    """Write the number of each measure into its wedge where it is thickest, if it is thick enough."""
    levels = {y: floor[y] for y in floor}
    top = max(floor[y] + sum(p.get(y, (0.0, 0.0))[0] for p in kept.values()) for y in floor)
    data: list[look.Option] = []
    for (name, path), colour in reversed(list(zip(kept.items(), colours, strict=True))):
        last = max(levels) - EDGE
        there = path.get(last, (0.0, 0.0))[0] >= THICK * top
        year = last if there else max(path, key=lambda y: path[y][0])
        thick = path[year][0]
        if thick >= THICK * top and name != rest:
            label = {
                "formatter": name.split()[0],
                "color": look.CARD if look.lightness(colour) < DARK else look.INK,
            }
            data.append({"value": [str(year), unit.of(levels[year] + thick / 2)], "label": label})
        for y in levels:
            levels[y] += path.get(y, (0.0, 0.0))[0]
    return {
        "type": "scatter",
        "symbolSize": 0.01,
        "silent": True,
        "z": 6,
        "label": {
            "show": True,
            "position": "inside",
            "fontWeight": "bold",
            "fontSize": fitting.SMALL,
        },
        "data": data,
    }


def _drawn(
    heads: list[str], wedges: list[str], series: list[look.Option], unit: Unit, years: list[int]
) -> look.Option:
    lines = look.legend(heads, itemWidth=30, itemHeight=3, id="lines")
    parts, _ = fitting.legend(wedges, itemWidth=22, icon="roundRect", id="wedges")
    parts |= {"data": fitting.items(wedges, LISTED, fitting.SMALL), "top": 40}
    parts |= {"orient": "vertical", "left": "auto", "right": 0}
    drawn = look.frame(
        legend=[lines, parts],
        xAxis=look.decades(years, boundaryGap=False),
        yAxis=look.values(unit.label),
        series=series,
    )
    top = look.under(heads, fitting.WIDE - LISTED) + 8
    drawn["grid"].update(top=top, right=LISTED + 52)
    return look.narrow(drawn, _narrow(heads, wedges))


def _narrow(heads: list[str], wedges: list[str]) -> look.Option:
    """Put the list of measures under the lines, and the plot under both."""
    begin = look.under(heads, fitting.SLIM - 10, axis_name=False) + 2
    room = fitting.SLIM_ROOM
    below = begin + sum(fitting.item_height(name, room) for name in wedges)
    place = {"left": 0, "right": "auto", "top": begin}
    return {
        "legend": [
            {"id": "lines", "left": 0},
            {"id": "wedges", **place, "data": fitting.items(wedges, room, fitting.SMALL)},
        ],
        "grid": {"top": below + 56, "right": 16},
    }


def heights(wedges: Sequence[Wedge]) -> tuple[int, int]:
    """Give how high the figure has to be on a page and on a telephone. [px]."""
    langs = [g for g in fitting.LANGUAGES if all(g in w.name for w in wedges)]
    names = [list(gathered(wedges, g)) for g in langs]
    wide, slim = (
        max(sum(fitting.item_height(n, room) for n in each) for each in names)
        for room in (LISTED, fitting.SLIM_ROOM)
    )
    return max(430, 90 + wide), 430 + slim


def _value(path: Path, year: int, unit: Unit) -> float | None:
    return unit.of(path[year]) if year in path else None
