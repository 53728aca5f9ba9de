"""The futures of districts as plain values and as the rows of their table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dualcarbon.inventory import districts as compared
from dualcarbon.study import judged
from dualcarbon.study.districts import DECLARATION, SUM
from dualcarbon.study.districts_ahead import DistrictsAhead, Judged, Together
from dualcarbon.study.frames import LEVELS
from dualcarbon.study.preparation import Prepared
from dualcarbon.study.summary import by_year

MT = 1e-6


def plain(prepared: Prepared, found: DistrictsAhead) -> dict[str, Any]:
    """Give the futures of districts as the summary holds them; nothing in a study without districts. [Mt CO2]."""
    if not prepared.districts:
        return {}
    below = {one.study.name: (where, one) for where, one in prepared.districts.items()}
    closed = sorted(f"{where}/{ref}" for where, one in below.values() for ref in one.cells.closed)
    return {
        "districts": {
            name: {
                "folder": where,
                "title": {"en": one.study.title.en, "zh": one.study.title.zh},
                "region": one.study.region,
                "boundary": one.study.boundary,
            }
            for name, (where, one) in below.items()
        },
        "closed": closed,
        "gap": _gap(prepared, found),
        "scenarios": {name: _together(one) for name, one in found.by_scenario.items()},
    }


def rows(found: DistrictsAhead) -> Iterator[dict[str, Any]]:
    """Give the table of districts: of each and of their sum the central run and quantiles of the members. [t CO2]."""
    for name, one in found.by_scenario.items():
        for district, some in (*one.districts.items(), (SUM, one.total)):
            for place, year in enumerate(some.central.year.values.tolist()):
                levels = {level: float(some.fan.sel(level=level).values[place]) for level in LEVELS}
                amount = float(some.central.values[place])
                yield {"scenario": name, "district": district, "year": year, "emissions_tco2": amount, **levels}  # fmt: skip


def _together(one: Together) -> dict[str, Any]:
    moved = judged.parts(one.parts, dim="district")["peak_movers_by_district"]
    return {
        "districts": {name: _judged(some) for name, some in one.districts.items()},
        "sum": _judged(one.total),
        "peak_movers": moved,
    }


def _judged(one: Judged) -> dict[str, Any]:
    path = by_year(one.central, MT)
    return {"territorial_mt": path, "peak": {**judged.verdict(one.verdict), **judged.odds(one.odds)}}  # fmt: skip


def _gap(prepared: Prepared, found: DistrictsAhead) -> dict[str, Any] | None:
    """Give how far the sum is from the region's own account in the base year. [Mt CO2]."""
    gap = found.gap
    if gap is None or gap.whole is None or gap.gap is None or gap.share is None:
        return None
    told = compared.sentence(gap, prepared.study.region, DECLARATION)
    return {
        "year": gap.year,
        "sum_mt": gap.sum * MT,
        "region_mt": gap.whole * MT,
        "gap_mt": gap.gap * MT,
        "share": gap.share,
        "sentence": {lang: told.sentence(lang) for lang in ("en", "zh")},
    }
