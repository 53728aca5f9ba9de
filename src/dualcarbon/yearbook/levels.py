"""Whole series in a wrong unit: amounts per person against the nation's, and against what they go with."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from dualcarbon.reference.tables import rows as packaged
from dualcarbon.vocabulary.faults import Fault, Place, note
from dualcarbon.vocabulary.figures import plain
from dualcarbon.vocabulary.names import FUELS, INDICATORS, SECTORS
from dualcarbon.yearbook.amounts import amounts
from dualcarbon.yearbook.ranges import Points
from dualcarbon.yearbook.slips import factor_of

Amounts = Mapping[str, tuple[Points, str]]
Texts = dict[str, str]

NEAR = math.log(25.0)
"""How far from the mean, on a logarithm, a factor must bring an amount that it explains. [1]"""
MOST_OF_ALL = 0.6
"""Share of amounts per person that must be off for the people to be the ones that are wrong. [1]"""
TITLES: Mapping[str, Texts] = {
    "energy:total": {"en": "energy", "zh": "能源消费"},
    "energy:by_sector": {"en": "energy of the sectors", "zh": "各部门能源合计"},
    "energy:by_fuel": {"en": "energy by fuel", "zh": "分品种能源合计"},
    "electricity:made": {"en": "electricity made and bought", "zh": "电力供应"},
    "electricity:used": {"en": "electricity used and lost", "zh": "电力消费与损失"},
    "heat:made": {"en": "heat made and bought", "zh": "热力供应"},
    "heat:used": {"en": "heat used and lost", "zh": "热力消费与损失"},
}


@dataclass(frozen=True, slots=True)
class Apart:
    """An amount that is ``times`` what it should be about. [1]."""

    amount: str
    times: float
    value: float
    mean: float
    unit: str


def told(frames: Mapping[str, pl.DataFrame], files: Mapping[str, str]) -> list[Fault]:
    """Tell of amounts that cannot be in the unit they are given in.

    Parameters
    ----------
    frames
        Rows of each table that the study uses.
    files
        File of each table.

    Returns
    -------
    UNIT003 for amounts per person far off the nation's, UNIT015 where it is the people that are wrong; UNIT014 for
    two amounts that go together and do not.
    """
    found = amounts(frames)
    return [*_per_head(found, files), *_related(found, files)]


def per_head(found: Amounts) -> tuple[list[Apart], int]:
    """Give the amounts per person that are out of the range of regions, and how many there are in all.

    Parameters
    ----------
    found
        Amounts by name, with their units.
    """
    people = found.get("population", ({}, ""))[0]
    apart: list[Apart] = []
    count = 0
    for row in packaged("national_means"):
        points = found.get(row["amount"], ({}, ""))[0]
        each = _ratio(points, people)
        if each is None:
            continue
        count += 1
        mean = float(row["value"])
        if not float(row["low"]) <= each / mean <= float(row["high"]):
            apart.append(Apart(row["amount"], each / mean, each, mean, row["unit"]))
    return apart, count


def _per_head(found: Amounts, files: Mapping[str, str]) -> Iterator[Fault]:
    apart, count = per_head(found)
    if len(_tables(apart)) > 1 and len(apart) >= MOST_OF_ALL * count and _alike(apart):
        times = math.exp(float(np.mean([math.log(one.times) for one in apart])))
        place = Place(file=files.get("population", ""))
        shown = {"times": plain(times, 3), "count": len(apart)}
        yield note("UNIT015", place, hint=_hint(1 / times, "person"), **shown)
        return
    for one in _leading(apart):
        place, unit = _place(one.amount, files), found[one.amount][1]
        hint = _hint(one.times, unit)
        shown = {"value": plain(one.value, 4), "mean": one.mean, "unit": one.unit}
        words = {"what": _title(one.amount), "hint": hint, "times": plain(one.times, 3)}
        yield note("UNIT003", place, **words, **shown)


def _tables(apart: Sequence[Apart]) -> set[str]:
    return {one.amount.partition(":")[0] for one in apart}


def _leading(apart: Sequence[Apart]) -> list[Apart]:
    """Leave out the parts of an energy that is off as a whole."""
    is_all = any(one.amount == "energy:total" for one in apart)
    return [
        a for a in apart if not is_all or a.amount == "energy:total" or a.amount[:7] != "energy:"
    ]


def _alike(apart: Sequence[Apart]) -> bool:
    """Tell whether all are off to the same side by about as much."""
    logs = [math.log(one.times) for one in apart if one.times > 0]
    return len(logs) == len(apart) and (min(logs) > 0 or max(logs) < 0)


def _related(found: Amounts, files: Mapping[str, str]) -> Iterator[Fault]:
    for row in packaged("related_amounts"):
        low, high = float(row["low"]), float(row["high"])
        for name in (
            n
            for n in found
            if n == row["over"] or (row["over"][-1] == ":" and n.startswith(row["over"]))
        ):
            under = found.get(row["under"], ({}, ""))[0]
            each = _ratio(found[name][0], under)
            if each is None or low <= each <= high:
                continue
            hint = _hint(each / math.sqrt(low * high), found[name][1])
            shown = {
                "value": plain(each, 3),
                "low": low,
                "high": high,
                "unit": "" if row["unit"] == "1" else row["unit"],
            }
            titles = {"over": _title(name), "under": _title(row["under"])}
            yield note("UNIT014", _place(name, files), hint=hint, **titles, **shown)


def _ratio(over: Points, under: Points) -> float | None:
    """Give the middle ratio over the years that both have, or nothing."""
    ratios = [over[year] / under[year] for year in over if under.get(year, 0.0) > 0]
    return float(np.median(ratios)) if ratios else None


def _hint(times: float, unit: str) -> Texts:
    """Say which slip would explain it."""
    factor = factor_of(times, unit, NEAR) if times > 0 else None
    if factor is None:
        return {"en": "", "zh": ""}
    return {"en": f"; perhaps {factor.en}", "zh": f"；可能为 {factor.zh}"}


def _place(amount: str, files: Mapping[str, str]) -> Place:
    table, _, rest = amount.partition(":")
    table = "energy" if table in ("electricity", "heat") else table
    return Place(file=files.get(table if rest else "population", ""))


def _title(amount: str) -> Texts:
    """Name an amount in both languages."""
    if amount in TITLES:
        return dict(TITLES[amount])
    last = amount.rpartition(":")[2]
    book = next((book for book in (INDICATORS, FUELS, SECTORS) if last in book), None)
    if book is None:
        return {"en": amount.replace(":", " "), "zh": amount.replace(":", " ")}
    return {
        lang: f"{ENERGY_OF.get(amount.rpartition(':')[0], {}).get(lang, '')}{text}"
        for lang, text in book.both(last).items()
    }


ENERGY_OF: Mapping[str, Texts] = {"energy:sector": {"en": "energy of ", "zh": "能源消费："}}
