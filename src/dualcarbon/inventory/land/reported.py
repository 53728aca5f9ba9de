"""Fluxes of land that someone else computed, as the study states them: removals negative."""

from __future__ import annotations

from collections.abc import Iterable

from dualcarbon.inventory.activities import Activities
from dualcarbon.inventory.ledger import Activity, Line
from dualcarbon.vocabulary.faults import Fault, Place, note

FLUX = "land_flux"
CLASSES = {
    "forest": "3B1", "cropland": "3B2", "grassland": "3B3", "wetland": "3B4", "settlement": "3B5", "wood_products": "3D1",
}  # fmt: skip


def raising(series: Activity) -> tuple[Fault, ...]:
    """Tell the years in which what should be a sink raises the total: most often the sign was left out.

    Parameters
    ----------
    series : Activity
        Flux of land, removals negative. [t CO2]

    Returns
    -------
    tuple of Fault
        MOD005, one a year.
    """
    return tuple(
        note("MOD005", _cell(ref), value=f"{value:+.6g} {series.unit}")
        for value, ref in zip(series.values, series.refs, strict=True)
        if value > 0
    )


def lines(
    activities: Activities, computed: Iterable[Line]
) -> tuple[tuple[Line, ...], tuple[Fault, ...]]:
    """Give the fluxes that the study states, none for a class of land of which the account computes any itself."""
    taken = {line.category for line in computed if line.counts}
    found: list[Line] = []
    faults: list[Fault] = []
    for kind in activities.kinds(FLUX):
        series = activities.over(FLUX, "t CO2", kind)
        if series is None:
            continue
        if told := _refused(kind, taken):
            faults.append(told)
            continue
        faults += raising(series)
        found.append(_line(activities, kind, series))
    return tuple(found), tuple(faults)


def _refused(kind: str, taken: set[str]) -> Fault | None:
    place = Place(file="data/activity.csv")
    if kind not in CLASSES:
        return note("LND019", place, kind=kind or "-", known=", ".join(CLASSES))
    return note("LND008", place, kind=kind) if CLASSES[kind] in taken else None


def _line(activities: Activities, kind: str, series: Activity) -> Line:
    return Line(
        id=f"land.{FLUX}.{kind}", category=CLASSES[kind], gas="CO2", years=activities.years, inputs=(series,),
        method="land_reported", item=FLUX, kind=kind,
    )  # fmt: skip


def _cell(ref: str) -> Place:
    """Give the place that a reference names: file and line."""
    file, _, line = ref.rpartition(":")
    return Place(file=file, line=int(line)) if line.isdecimal() else Place(key=ref)
