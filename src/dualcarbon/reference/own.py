"""Which of the study's own factors serves a cell."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from dualcarbon.reference import fuels
from dualcarbon.reference.packaged import PER_TCE
from dualcarbon.reference.records import FactorRecord, gap, nearest_in_time
from dualcarbon.reference.tables import rows
from dualcarbon.vocabulary.faults import Fault, note
from dualcarbon.vocabulary.names import FLOWS, FUELS, SECTORS

SLACK = 0.2
"""How far beyond the IPCC range a local factor may lie before it is asked about: coal badly burnt loses a
tenth, a slip of the unit moves it by more than three times."""

Shelf = dict[tuple[str, str], tuple[FactorRecord, ...]]


def shelf(records: Iterable[FactorRecord]) -> Shelf:
    """Sort the study's factors by fuel and purpose, so that each cell looks at few.

    Examples
    --------
    >>> one = FactorRecord(id="factors.csv:2", fuel="coal", value=2.7, unit="t CO2/tce", first_year=2017)
    >>> list(shelf([one]))
    [('coal', 'direct')]
    """
    sorted_: dict[tuple[str, str], list[FactorRecord]] = {}
    for record in records:
        sorted_.setdefault((record.fuel, record.purpose), []).append(record)
    return {key: tuple(found) for key, found in sorted_.items()}


def chosen(
    records: Iterable[FactorRecord], *, year: int, sector: str, flow: str, region: str
) -> FactorRecord | None:
    """Give the record of sector and flow, else of the sector, of the flow, or of all; each in its own year.

    Where the records that fit best hold for other years only, the nearest is carried over before a
    broader one is looked at.
    """
    here = [r for r in records if r.region in ("", region)]
    sector = _plain(sector)
    for wanted in dict.fromkeys(((sector, flow), (sector, ""), ("", flow), ("", ""))):
        fitting = [r for r in here if (_plain(r.sector), r.flow) == wanted]
        if fitting:
            return nearest_in_time(fitting, year)
    return None


def remarks(record: FactorRecord, value: float, year: int) -> tuple[Fault, ...]:
    """Give what is worth knowing about a local factor: another year's, or outside what is plausible.

    Parameters
    ----------
    record : FactorRecord
        As the study states it.
    value : float
        Its value per standard coal. [t CO2/tce]
    year : int
        Year of the cell it serves.
    """
    found: list[Fault] = []
    if off := gap(record, year):
        code = "REF003" if record.balancing else "REF001"
        found.append(note(code, **_cell(record), given=year - off, year=year))
    return (*found, *implausible(record, value))


def implausible(record: FactorRecord, value: float) -> tuple[Fault, ...]:
    """Hold a factor of a fuel that burns to the IPCC range of its kind; balancing factors are exempt.

    Parameters
    ----------
    record : FactorRecord
        As study or edition states it.
    value : float
        Its value per standard coal. [t CO2/tce]

    Returns
    -------
    tuple of Fault
        REF005, a known conflict of sources, or nothing.

    References
    ----------
    .. [1] IPCC, "2006 IPCC Guidelines for National Greenhouse Gas Inventories", vol. 2, table 1.4.
    """
    bounds = plausible(record.fuel) if record.purpose == "direct" else None
    if bounds is None or record.balancing or not record.value:
        return ()
    if bounds[0] <= value <= bounds[1]:
        return ()
    if record.fuel == "blast_furnace_gas" and value < bounds[0]:
        return fuels.conflicts("blast_furnace_gas")
    low, high = (round(b, 2) for b in bounds)
    return (note("REF005", **_cell(record), value=value, low=low, high=high, id=record.id),)


def plausible(fuel: str) -> tuple[float, float] | None:
    """Give the bounds within which a factor of a fuel is not asked about.

    For a group of fuels: from the lowest to the highest of its solids and liquids, gases of coal left out.

    Returns
    -------
    (float, float) or None
        [t CO2/tce]

    References
    ----------
    .. [1] IPCC, "2006 IPCC Guidelines for National Greenhouse Gas Inventories", vol. 2, table 1.4.

    Examples
    --------
    >>> [round(bound, 2) for bound in plausible("natural_gas")]
    [1.27, 2.05]
    """
    ranges = [fuels.ipcc_range(one) for one in _members(fuel)]
    known = [r for r in ranges if r]
    if not known:
        return None
    tce = PER_TCE["kg CO2/TJ"]
    low, high = min(r[1] for r in known), max(r[2] for r in known)
    return low * tce * (1 - SLACK), high * tce * (1 + SLACK)


def _members(fuel: str) -> list[str]:
    if fuel not in FUELS or FUELS[fuel].more["kind"] != "group":
        return [fuel]
    in_m3 = {row["fuel"] for row in rows("fuels") if row["unit"] == "kgce/m3"}
    return [
        one
        for one in FUELS
        if FUELS[one].more["group"] == fuel
        and FUELS[one].more["kind"] == "fuel"
        and one not in in_m3
    ]


def _cell(record: FactorRecord) -> dict[str, Any]:
    sector, flow = record.sector or "total", record.flow
    return {
        **fuels.named(record.fuel),
        "sector": SECTORS.text(sector, "en"),
        "sector_zh": SECTORS.text(sector, "zh"),
        "flow": FLOWS.text(flow, "en") if flow else "all flows",
        "flow_zh": FLOWS.text(flow, "zh") if flow else "各环节",
    }


def _plain(sector: str) -> str:
    """Write all sectors in one way: a record may say so with ``total`` or with nothing."""
    return "" if sector == "total" else sector
