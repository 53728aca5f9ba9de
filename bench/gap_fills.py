"""How often the 95 % range of a filled value holds the figure that was taken out; printed as Markdown.

Figures of the examples are taken out and filled again from the rest: one, two or three years in the middle of
a series, or at its end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from _results import keep

from dualcarbon.errors import InputError
from dualcarbon.readers.csv import read_csv
from dualcarbon.yearbook.filled import Filled
from dualcarbon.yearbook.filling import hold, interpolate, proxy, splice
from dualcarbon.yearbook.series import series

EXAMPLES = Path(__file__).parents[1] / "examples"
STUDIES = {"jiangsu": ("economy", "population", "energy", "activity"), "china": ("economy", "population", "energy", "activity")}  # fmt: skip
LENGTHS = (1, 2, 3)
Points = dict[int, float]
Cell = tuple[bool, float, float]
"""Whether the range holds the figure, how far off the value is, how wide half the range is."""


def known(study: str) -> dict[tuple[str, ...], Points]:
    """Give the series of a study that have a figure other than 0 in each of their years."""
    found: dict[tuple[str, ...], Points] = {}
    for table in STUDIES[study]:
        frame = read_csv(EXAMPLES / study / "data" / f"{table}.csv", table).frame
        for one in series(frame, table, f"{table}.csv"):
            points = {y: v for y, v in zip(one.years, one.values, strict=True) if v}
            if len(points) == len(one.years) and len(points) >= 6:
                found[(study, table, *one.key.values())] = points
    return found


def gaps(points: Points, length: int, *, inside: bool) -> Iterator[tuple[Points, list[int]]]:
    """Take out years in a row: everywhere in the middle, or at the end of ever longer histories."""
    years = sorted(points)
    if inside:
        for start in range(2, len(years) - length - 1):
            out = years[start : start + length]
            yield {y: v for y, v in points.items() if y not in out}, out
        return
    for end in range(6, len(years) - length + 1):
        yield {y: points[y] for y in years[:end]}, years[end : end + length]


def tried(work: Callable[[], Filled], points: Points) -> list[Cell]:
    """Give for each filled year whether the range holds the figure, how far off the value is, how wide the range."""
    try:
        filled = work()
    except InputError:
        return []
    cells = zip(filled.years, filled.values, filled.lo95, filled.hi95, strict=True)
    return [
        (low - 1e-9 * abs(v) <= points[y] <= high + 1e-9 * abs(v), abs(v / points[y] - 1), (high - low) / abs(v) / 2)
        for y, v, low, high in cells
    ]  # fmt: skip


def by_method(length: int) -> dict[str, list[Cell]]:
    """Try each method on every series of every study with gaps of one length."""
    found: dict[str, list[Cell]] = {name: [] for name in ("linear", "geometric", "hold", "proxy, inside", "proxy, at the end")}  # fmt: skip
    for study in STUDIES:
        all_series = known(study)
        for key, points in all_series.items():
            other = _other(all_series, key)
            for rest, out in gaps(points, length, inside=True):
                found["linear"] += tried(lambda r=rest, o=out: interpolate(r, o), points)
                found["geometric"] += tried(lambda r=rest, o=out: interpolate(r, o, along="geometric"), points)  # fmt: skip
                found["proxy, inside"] += tried(
                    lambda r=rest, o=out, x=other: proxy(r, x, o), points
                )
            for rest, out in gaps(points, length, inside=False):
                found["hold"] += tried(lambda r=rest, o=out: hold(r, o), points)
                found["proxy, at the end"] += tried(lambda r=rest, o=out, x=other: proxy(r, x, o), points)  # fmt: skip
    return found


def _other(all_series: dict[tuple[str, ...], Points], key: tuple[str, ...]) -> Points:
    """Give what a series is likely to be filled by: the money of the whole region, or its people."""
    money = next((v for k, v in all_series.items() if k[1] == "economy" and k[2] == "total" and k[3] in ("value_added", "gdp_index")), {})  # fmt: skip
    people = next((v for k, v in all_series.items() if k[1] == "population"), {})
    return people if key[1] == "economy" else money


def joined(length: int) -> list[Cell]:
    """Join each series to each other of its table by five years of overlap, where their ratio is steady enough."""
    found: list[Cell] = []
    for study in STUDIES:
        every = known(study)
        for key, points in every.items():
            others = [v for k, v in every.items() if k[1] == key[1] and k != key]
            for start in range(length, len(points) - 4):
                years = sorted(points)
                rest = {y: points[y] for y in years[start : start + 5]}
                for other in others:
                    if set(years[start - length : start + 5]) <= set(other):
                        out = years[start - length : start]
                        found += tried(lambda r=rest, o=other, t=out: splice(r, o, t), points)
    return found


def main() -> None:
    """Print coverage, error and width by method and length of the gap."""
    print("| method | gap [years] | cells | held [%] | median error [%] | median half range [%] |")
    print("|---|---|---|---|---|---|")
    every: dict[str, list[bool]] = {}
    for length in LENGTHS:
        for method, cells in {**by_method(length), "splice": joined(length)}.items():
            if cells:
                every.setdefault(method, []).extend(bool(cell[0]) for cell in cells)
                held, off, wide = map(np.array, zip(*cells, strict=True))
                print(f"| {method} | {length} | {len(cells)} | {100 * held.mean():.1f} | {100 * np.median(off):.1f} | {100 * np.median(wide):.1f} |")  # fmt: skip
    shares = {f"{name}: held [%]": round(100 * float(np.mean(told)), 1) for name, told in every.items()}  # fmt: skip
    keep("gap_fills", shares, dict.fromkeys(shares, ">= 95"))


if __name__ == "__main__":
    main()
