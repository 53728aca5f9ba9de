"""Which emission factor serves a cell of an account, and how it was found."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from dualcarbon.errors import InputError
from dualcarbon.provenance.derivation import Derivation, Input
from dualcarbon.reference import fuels, grid, standard_coal
from dualcarbon.reference import own as own_factors
from dualcarbon.reference.editions import LOCAL, order, packaged
from dualcarbon.reference.formula import per_physical_unit, per_tce
from dualcarbon.reference.own import Shelf
from dualcarbon.reference.packaged import in_tce, named_set, of_tier, parts
from dualcarbon.reference.records import Attempt, Datum, FactorRecord, Resolution, gap
from dualcarbon.vocabulary.faults import Fault, Place, note
from dualcarbon.vocabulary.names import FLOWS, FUELS, SECTORS, nearest
from dualcarbon.vocabulary.units import KGCE_MJ

__all__ = ["PURPOSES", "derivation", "named_set", "per_physical_unit", "per_tce", "resolve"]

PURPOSES = ("direct", "user", "import")
STATED = (LOCAL, "definition")
"""Tiers of the study's own records: what it states, and gases that a rule counts with the coke they come from."""
TIERS = order(guideline="provincial_2025").fuels
"""Editions where a study names none, the best first; its own records come before, the grid's factors after them."""


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
    tiers: Sequence[str] = TIERS,
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
        The study's factors, and those of editions of its own, whose tier is the edition.
    convention : {"calorific", "coal_equivalent"}
        How the account counts electricity, which factors per kilowatt-hour are turned with.
    tiers : sequence of str, optional
        Editions in order of preference, after the study's own records and before the grid.

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
    cell = {"sector": sector, "flow": flow, "region": region}
    stated = (r for r in known if r.tier in STATED)
    mine = own_factors.chosen(stated, year=year, **cell)
    look = _Look(id, year, purpose, known, cell, convention)
    if mine is not None:
        return _own(mine, look, tiers)
    found = _by_edition(look, tiers)
    if found is not None:
        return found
    if id != "electricity":
        place = Place(key="/".join(p for p in (sector, flow, str(year)) if p))
        raise InputError(faults=[note("REF004", place, **fuels.named(id), purpose=purpose)])
    return _from_grid(look, tiers)


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


@dataclass(frozen=True, slots=True)
class _Look:
    """What is looked for: a fuel in a cell of the account, among the study's records of this fuel."""

    fuel: str
    year: int
    purpose: str
    known: Sequence[FactorRecord]
    cell: Mapping[str, str]
    convention: str

    def of(self, tier: str) -> FactorRecord | None:
        """Give the record of an edition: of the study's folder, else of the package."""
        given = [r for r in self.known if r.tier == tier and tier not in STATED]
        if not given:
            return of_tier(tier, self.fuel, self.year, self.purpose)
        record = own_factors.chosen(given, year=self.year, **self.cell)
        if record is None:
            return None
        return in_tce(record, year=self.year, convention=self.convention)


def _own(record: FactorRecord, look: _Look, tiers: Sequence[str]) -> Resolution:
    """Take a record of the study; what the other tiers hold stands in the trace."""
    year, convention = look.year, look.convention
    taken = in_tce(record, year=year, convention=convention)
    trace = (_attempt(LOCAL, taken, year), *_outranked(tiers, look))
    per_kwh = record.unit.endswith("Wh")
    carried = standard_coal.electricity(year, convention)[1] if per_kwh else ()
    return Resolution(taken, trace, (*carried, *own_factors.remarks(record, taken.value, year)))


def _by_edition(look: _Look, tiers: Sequence[str]) -> Resolution | None:
    """Take the record of the best edition; what is by definition needs no comparison with lower tiers."""
    trace = [_attempt(LOCAL, None, look.year)]
    for place, tier in enumerate(tiers):
        record = look.of(tier)
        trace.append(_attempt(tier, record, look.year))
        if record is not None:
            rest = tiers[place + 1 :] if tier != "definition" else ()
            return Resolution(record, (*trace, *_outranked(rest, look)), _remarks(record, look))
    return None


def _remarks(record: FactorRecord, look: _Look) -> tuple[Fault, ...]:
    """Tell of another year, another boiler, known conflicts; an edition of the study is asked whether it is plausible."""
    conflicts = fuels.conflicts(look.fuel) if look.purpose == "direct" else ()
    odd = () if record.tier in packaged() else own_factors.implausible(record, record.value)
    sector, flow = look.cell["sector"], look.cell["flow"]
    return (*_dated(record, look.year), *_boiler(record, sector, flow), *conflicts, *odd)


def _from_grid(look: _Look, tiers: Sequence[str]) -> Resolution:
    """Take the average factor of the grid: the region's own, or that around it for what is brought in."""
    year, region, convention = look.year, look.cell["region"], look.convention
    where = grid.around(region) if look.purpose == "import" else region
    record, warned = grid.grid_factor(where, year, "average")
    rate, carried = standard_coal.electricity(year, convention)
    made = in_tce(record, year=year, convention=convention)
    by_heat = convention == "calorific"
    taken = dataclasses.replace(
        made,
        id=record.id if by_heat else f"{record.id}@{year}",
        purpose=look.purpose,
        mark=record.mark or rate.mark or "C",
        note=f"{record.value:g} {record.unit} at the {'calorific' if by_heat else 'coal'} rate",
    )
    empty = [_attempt(tier, None, year) for tier in (LOCAL, *tiers)]
    return Resolution(taken, (*empty, _attempt("grid", taken, year)), (*warned, *carried))


def _outranked(tiers: Sequence[str], look: _Look) -> Iterator[Attempt]:
    """Look at tiers after the one that was taken, for the trace only."""
    for tier in tiers:
        record = look.of(tier)
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


def _tier(tier: str) -> tuple[str, str]:
    """Give the names of an edition; one of the study's folder is called by its id."""
    known = packaged().get(tier)
    return (known.en, known.zh) if known else (tier, tier)
