"""How many slips of the unit are noticed in real series, and how many series are doubted that are right; as Markdown.

Slips are put into the statistics of the examples one at a time: into one year, from a year on, or into all years
of what stands under one unit in the source (an indicator, a fuel's column, a whole table). A slip counts as noticed if
the yearbook says anything of it that it does not say of the statistics as they are. What is said of them as they
are counts as false.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl
from _results import keep

from dualcarbon.readers.csv import Reading, read_csv
from dualcarbon.vocabulary.faults import Fault
from dualcarbon.yearbook import levels, slips
from dualcarbon.yearbook.checks import doubts, of_table
from dualcarbon.yearbook.series import Series, series

EXAMPLES = Path(__file__).parents[1] / "examples"
TABLES = ("economy", "population", "energy", "activity", "published")
ENERGY = 29.3076
KINDS: dict[str, tuple[tuple[float, ...], tuple[str, ...]]] = {
    "10^4 times": ((1e4, 1e-4), slips.EVERY),
    "tce, GJ and TJ": ((ENERGY, 1 / ENERGY, 1e3 / ENERGY, ENERGY / 1e3, ENERGY * 10, 0.1 / ENERGY), ("tce",)),
    "carbon dioxide and carbon": ((44 / 12, 12 / 44), ("t CO2",)),
    "10^8 times": ((1e8, 1e-8), slips.EVERY),
    "10 times": ((10.0, 0.1), slips.EVERY),
    "t of raw coal as tce": ((1.4, 1 / 1.4), ("tce",)),
}  # fmt: skip
ASKED = ("10^4 times", "tce, GJ and TJ", "carbon dioxide and carbon", "10^8 times")
DOUBTS = ("UNIT", "SER006", "BAL003", "BAL004")
INDICES = ("gdp_index", "value_added_index")


@dataclass(frozen=True)
class Region:
    """The statistics of an example, and what is said of them as they are."""

    name: str
    frames: dict[str, pl.DataFrame]

    @classmethod
    def of(cls, name: str) -> Region:
        """Read the tables of an example."""
        folder = EXAMPLES / name / "data"
        read: dict[str, Reading] = {t: read_csv(folder / f"{t}.csv", t) for t in TABLES if (folder / f"{t}.csv").exists()}  # fmt: skip
        return cls(name, {t: one.frame for t, one in read.items()})

    def series(self) -> Iterator[tuple[str, Series]]:
        """Give every series that has a unit."""
        for table, frame in self.frames.items():
            yield from (
                (table, one)
                for one in series(frame, table, table)
                if one.key.get("indicator") not in INDICES
            )

    def groups(self) -> Iterator[tuple[str, str, pl.Expr]]:
        """Give what stands under one unit in the source: a name, its table and its rows."""
        for table, frame in self.frames.items():
            column = {"energy": "fuel", "published": "id"}.get(table, "indicator")
            for value in sorted(set(frame[column])):
                if value not in INDICES:
                    yield f"{table} {value}", table, pl.col(column) == value
        yield "energy, all", "energy", pl.lit(value=True)


def of_whole(frames: dict[str, pl.DataFrame]) -> set[str]:
    """Give what is said of the tables taken together, without their numbers."""
    files = {name: name for name in frames}
    found = levels.told(frames, files)
    for name, frame in frames.items():
        found += of_table(name, frame.with_columns(row=pl.lit("")), name, 2010)
    return {_gist(f) for f in found if f.code.startswith(DOUBTS)}


def _gist(fault: Fault) -> str:
    """Give code and what it is about; the numbers are left out."""
    names = [
        str(v)
        for k, v in fault.params
        if k in ("series", "what", "over", "under", "parts", "plants")
    ]
    return " ".join([fault.code, fault.place.file, *names])


def of_series(one: Series, usual: float) -> bool:
    """Tell whether a series is doubted for its size."""
    return any(f.code in ("UNIT013", "SER006") for f in doubts(one, usual))


def times(one: Series, by: float, chosen: range) -> Series:
    """Multiply some years of a series."""
    values = tuple(v if v is None or n not in chosen else v * by for n, v in enumerate(one.values))
    return replace(one, values=values)


def kinds_of(unit: str) -> list[str]:
    """Give the slips that a unit may suffer."""
    plain = "CNY" if unit.startswith("CNY") else unit
    return [kind for kind, (_, units) in KINDS.items() if plain in units]


Counts = dict[tuple[str, str], list[bool]]


def partly(region: Region, stride: int) -> tuple[Counts, list[bool]]:
    """Put slips into one year, and from a year on, of every series; give what was noticed, and what is false."""
    found: Counts = defaultdict(list)
    false: list[bool] = []
    for position, (table, one) in enumerate(region.series()):
        usual = slips.size(region.frames[table]) if table == "energy" else 0.0
        given = [n for n, v in enumerate(one.values) if v]
        if len(given) < slips.LEAST:
            continue
        doubted = of_series(one, usual)
        false.append(doubted)
        material = max(abs(v) for v in one.values if v) >= slips.MATERIAL * usual
        scope = "" if material else " (small cells)"
        for kind in kinds_of(one.unit):
            for by in KINDS[kind][0]:
                for n in given[position % stride :: stride]:
                    year, on = range(n, n + 1), range(n, len(one.values))
                    found[f"one year{scope}", kind].append(of_series(times(one, by, year), usual))
                    if n not in (given[0], given[-1]):
                        found[f"from a year on{scope}", kind].append(of_series(times(one, by, on), usual))  # fmt: skip
    return found, false


def wholly(region: Region) -> tuple[Counts, list[str]]:
    """Put slips into all years of what stands under one unit; give what was noticed, with the names of what was not."""
    found: Counts = defaultdict(list)
    missed: list[str] = []
    before = of_whole(region.frames)
    for name, table, rows in region.groups():
        chosen = region.frames[table].filter(rows & pl.col("value").is_not_null())
        if chosen["value"].abs().sum() == 0:
            continue
        for kind in kinds_of(str(chosen["unit"][0])):
            for by in KINDS[kind][0]:
                value = pl.when(rows).then(pl.col("value") * by).otherwise("value")
                given = pl.when(rows).then(pl.col("given") * by).otherwise("given")
                frame = region.frames[table].with_columns(value=value, given=given)
                is_told = bool(of_whole({**region.frames, table: frame}) - before)
                found["all years", kind].append(is_told)
                missed += [] if is_told else [f"{region.name}: {name} x {by:.4g}"]
    return found, missed


def measure(stride: int = 1) -> tuple[Counts, list[bool], list[str]]:
    """Measure on all examples."""
    found: Counts = defaultdict(list)
    false: list[bool] = []
    missed: list[str] = []
    for name in ("jiangsu", "china"):
        region = Region.of(name)
        some, wrong = partly(region, stride)
        whole, not_told = wholly(region)
        false += [*wrong, *(True for _ in of_whole(region.frames))]
        missed += not_told
        for key, told in [*some.items(), *whole.items()]:
            found[key] += told
    return found, false, missed


def main() -> None:
    """Print hits by kind and scope, and false alarms."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stride", type=int, default=1, help="years between those that are tried")
    parser.add_argument("--missed", action="store_true", help="name what was not noticed")
    asked = parser.parse_args()
    found, false, missed = measure(asked.stride)
    print("| slip | where | tried | noticed [%] |\n|---|---|---|---|")
    for (scope, kind), told in sorted(
        found.items(), key=lambda item: (list(KINDS).index(item[0][1]), item[0][0])
    ):
        print(f"| {kind} | {scope} | {len(told)} | {100 * sum(told) / len(told):.1f} |")
    plain = [
        t
        for (scope, kind), told in found.items()
        for t in told
        if kind in ASKED and "small" not in scope
    ]
    print(
        f"\nAll of {', '.join(ASKED)}, small cells apart: {100 * sum(plain) / len(plain):.1f} % of {len(plain)}"
    )
    print(f"False: {sum(false)} of {len(false)} series ({100 * sum(false) / len(false):.1f} %)")
    keep(
        "unit_slips",
        {
            "tried": len(plain),
            "noticed [%]": round(100 * sum(plain) / len(plain), 1),
            "false [%]": round(100 * sum(false) / len(false), 1),
        },
        {"noticed [%]": ">= 95", "false [%]": "<= 2"},
    )
    if asked.missed:
        print(*missed, sep="\n")


if __name__ == "__main__":
    main()
