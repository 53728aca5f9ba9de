"""Which emission factor serves a cell of an account, and how it was found."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Iterable, Iterator

from dualcarbon.errors import InputError
from dualcarbon.provenance.derivation import Derivation, Input
from dualcarbon.reference import fuels, grid, standard_coal
from dualcarbon.reference import own as own_factors
from dualcarbon.reference.formula import per_physical_unit, per_tce
from dualcarbon.reference.own import Shelf
from dualcarbon.reference.packaged import in_tce, named_set, of_tier, parts
from dualcarbon.reference.records import Attempt, Datum, FactorRecord, Resolution, gap
from dualcarbon.reference.tables import rows
from dualcarbon.vocabulary.faults import Fault, Place, note
from dualcarbon.vocabulary.names import FLOWS, FUELS, SECTORS, nearest
from dualcarbon.vocabulary.units import KGCE_MJ

__all__ = ["PURPOSES", "derivation", "named_set", "per_physical_unit", "per_tce", "resolve"]

PURPOSES = ("direct", "user", "import")
TIERS = ("definition", "provincial_2025", "provincial_2011", "national", "ipcc_2006")
"""Packaged tiers, the best first; the study's own records come before, the grid's factors after them."""


def resolve(
    fuel: str,
    *,
    year: int,
    sector: str = "",
    flow: str = "",
    purpose: str = "direct",
    region: str = "",
    local: Iterable[FactorRecord] | Shelf = (),
    convention: str = "calorific",
) -> Resolution:
    """Find the factor that serves a cell of an account, and say what was looked at on the way.

    The order is: measured or stated by the study; by definition (electricity, heat and non-fossil energy burn
    nothing where they are used); provincial guideline, 2025 edition, then 2011; national; IPCC; for electricity
    charged or brought in, the average factor of the grid. Within the study's own records: sector and flow of the
    year, the same of the nearest year with a warning, then the sector's, the flow's, those of all.

    Parameters
    ----------
    fuel : str
        A fuel or group of fuels of the vocabulary.
    year : int
        Year of the activity.
    sector, flow : str, optional
        Cell of the account.
    purpose : {"direct", "user", "import"}
        Burnt here, charged to the user of electricity or heat, or brought into the region.
    region : str, optional
        Code of GB/T 2260; for grid factors and regional records. Nothing: the nation.
    local : records, or what ``own.shelf`` made of them
        The study's factors.
    convention : {"calorific", "coal_equivalent"}
        How the account counts electricity, which factors per kilowatt-hour are turned with.

    Returns
    -------
    Resolution
        Record [t CO2/tce], trace, and warnings: REF001 and REF002 another year's factor, REF003 a balancing
        factor carried over, REF005 implausible, REF006 oxidation of this kind of boiler, REF009 another year's coal
        rate, REF015 and REF016 of the grid, REF021 to REF028 known conflicts between sources.

    Raises
    ------
    InputError
        No tier has a factor (REF004), or the purpose does not exist (REF012).
    UnknownName
        The vocabulary holds no such fuel.
    UnitMismatch
        A record of the study is not in CO2 per energy.

    References
    ----------
    .. [1] IPCC, "2006 IPCC Guidelines for National Greenhouse Gas Inventories", vol. 1, ch. 3 (tiers).
    .. [2] National Development and Reform Commission, "Guidelines for the preparation of provincial
       greenhouse gas inventories (trial)", 2011.

    Examples
    --------
    >>> found = resolve("coal", year=2017)
    >>> found.value, found.record.tier
    (2.6637, 'provincial_2011')
    >>> print(resolve("electricity", year=2017).text())
    measured or stated by the study - no record
    by definition - taken: 0 t CO2/tce [definition:electricity:direct]
    """
    id = FUELS.find(fuel).id
    if purpose not in PURPOSES:
        near = nearest(purpose, PURPOSES) or "direct"
        raise InputError(faults=[note("REF012", text=purpose, nearest=near)])
    records = local if isinstance(local, dict) else own_factors.shelf(local)
    known = records.get((id, purpose), ())
    mine = own_factors.chosen(known, year=year, sector=sector, flow=flow, region=region)
    if mine is not None:
        return _own(mine, year, convention)
    found = _packaged(id, year, sector, flow, purpose)
    if found is not None:
        return found
    if id != "electricity":
        place = Place(key="/".join(p for p in (sector, flow, str(year)) if p))
        raise InputError(faults=[note("REF004", place, **fuels.named(id), purpose=purpose)])
    return _from_grid(year, purpose, region, convention)


def derivation(record: FactorRecord) -> Derivation:
    """Give how a record's value came, keyed by the record's id.

    Examples
    --------
    >>> print(derivation(resolve("diesel", year=2017).record))
    provincial_2011:diesel:co2 = 2.127301915 t CO2/tce
      : carbon content x oxidation x 44/12 x 29.3076 GJ/tce
      carbon content = 20.2 t C/TJ  <- provincial_2011:diesel:carbon_content
      oxidation = 0.98  <- provincial_2011:diesel:oxidation
    """
    both = parts(record.fuel, record.tier) if record.id.endswith(":co2") else None
    if both is None:
        said = f"{record.source}; {record.note}" if record.note else record.source
        return Derivation(
            record.id, f"as given: {said}", f"取自：{said}", record.value, record.unit
        )
    carbon, oxidation = both
    return Derivation(
        record.id,
        f"carbon content x oxidation x 44/12 x {KGCE_MJ} GJ/tce",
        f"含碳量 × 氧化率 × 44/12 × {KGCE_MJ} GJ/tce",
        record.value,
        record.unit,
        (
            Input("carbon content", carbon.value, carbon.unit, carbon.id),
            Input("oxidation", oxidation.value, "", oxidation.id),
        ),
    )


def _own(record: FactorRecord, year: int, convention: str) -> Resolution:
    """Take a record of the study; what the other tiers hold stands in the trace."""
    taken = in_tce(record, year=year, convention=convention)
    trace = (_attempt("local", taken, year), *_outranked(TIERS, record.fuel, year, record.purpose))
    per_kwh = record.unit.endswith("Wh")
    carried = standard_coal.electricity(year, convention)[1] if per_kwh else ()
    return Resolution(taken, trace, (*carried, *own_factors.remarks(record, taken.value, year)))


def _packaged(fuel: str, year: int, sector: str, flow: str, purpose: str) -> Resolution | None:
    """Take the best packaged record; what is by definition needs no comparison with lower tiers."""
    trace = [_attempt("local", None, year)]
    for place, tier in enumerate(TIERS):
        record = of_tier(tier, fuel, year, purpose)
        trace.append(_attempt(tier, record, year))
        if record is not None:
            rest = TIERS[place + 1 :] if tier != "definition" else ()
            warned = (*_dated(record, year), *_boiler(record, sector, flow))
            conflicts = fuels.conflicts(fuel) if purpose == "direct" else ()
            whole = (*trace, *_outranked(rest, fuel, year, purpose))
            return Resolution(record, whole, (*warned, *conflicts))
    return None


def _from_grid(year: int, purpose: str, region: str, convention: str) -> Resolution:
    """Take the average factor of the grid: the region's own, or that around it for what is brought in."""
    where = grid.around(region) if purpose == "import" else region
    record, warned = grid.grid_factor(where, year, "average")
    rate, carried = standard_coal.electricity(year, convention)
    made = in_tce(record, year=year, convention=convention)
    by_heat = convention == "calorific"
    taken = dataclasses.replace(
        made,
        id=record.id if by_heat else f"{record.id}@{year}",
        purpose=purpose,
        mark=record.mark or rate.mark or "C",
        note=f"{record.value:g} {record.unit} at the {'calorific' if by_heat else 'coal'} rate",
    )
    empty = [_attempt(tier, None, year) for tier in ("local", *TIERS)]
    return Resolution(taken, (*empty, _attempt("grid", taken, year)), (*warned, *carried))


def _outranked(tiers: tuple[str, ...], fuel: str, year: int, purpose: str) -> Iterator[Attempt]:
    """Look at tiers after the one that was taken, for the trace only."""
    for tier in tiers:
        record = of_tier(tier, fuel, year, purpose)
        yield Attempt(*_tier(tier), "outranked" if record else "empty", record)


def _attempt(tier: str, record: FactorRecord | None, year: int) -> Attempt:
    if record is None:
        return Attempt(*_tier(tier), "empty")
    return Attempt(*_tier(tier), "carried" if gap(record, year) else "taken", record)


def _dated(record: FactorRecord, year: int) -> tuple[Fault, ...]:
    off = gap(record, year)
    if not off:
        return ()
    tier, tier_zh = _tier(record.tier)
    names = fuels.named(record.fuel)
    return (note("REF002", **names, tier=tier, tier_zh=tier_zh, given=year - off, year=year),)


def _boiler(record: FactorRecord, sector: str, flow: str) -> tuple[Fault, ...]:
    """Say where the guideline has another oxidation for this kind of boiler than the default used."""
    if record.tier != "provincial_2011" or record.fuel not in ("raw_coal", "coal"):
        return ()
    known = fuels.data("raw_coal", "oxidation")
    used = next(d for d in known if d.tier == record.tier and not (d.sector or d.flow))
    by_flow = [d for d in known if d.flow and d.flow == flow]
    by_sector = [d for d in known if d.sector and d.sector == sector and flow in ("", "final")]
    return tuple(_compared(record.fuel, d, used) for d in (*by_flow, *by_sector)[:1])


def _compared(fuel: str, special: Datum, used: Datum) -> Fault:
    book, id = (FLOWS, special.flow) if special.flow else (SECTORS, special.sector)
    return note(
        "REF006",
        **fuels.named(fuel),
        place_en=book.text(id, "en"),
        place_zh=book.text(id, "zh"),
        default=used.value,
        value=special.value,
        percent=round(100 * (special.value / used.value - 1), 1),
    )


@functools.cache
def _tier(tier: str) -> tuple[str, str]:
    row = next(r for r in rows("tiers") if r["id"] == tier)
    return row["en"], row["zh"]
