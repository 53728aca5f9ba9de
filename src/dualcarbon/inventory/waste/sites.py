"""Lines of landfills: each site and kind of waste, and what is recovered."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping

from dualcarbon.errors import InputError
from dualcarbon.inventory.activities import Activities, on_years, use
from dualcarbon.inventory.declared import Waste
from dualcarbon.inventory.ledger import Activity, Formula, Line, Use
from dualcarbon.inventory.multiplied import Found, declared, overdrawn
from dualcarbon.inventory.waste.deposits import BACK, backcast, filled, known, residents
from dualcarbon.inventory.waste.landfill import first_order, mass_balance, recovered
from dualcarbon.reference.numbers import Shelf
from dualcarbon.vocabulary.faults import Fault, Place, note
from dualcarbon.vocabulary.names import INDICATORS, nearest

INDICATOR = "waste_landfilled"
RECOVERED = "landfill_methane_recovered"
DECAYS = ("food", "garden", "paper", "textile", "wood", "nappies", "rubber_leather")
INERT = ("plastics", "metal", "glass", "ash", "other")
"""Kinds of waste that hold no carbon that decays."""
BULK = "bulk"
WHOLE = 1e-6
"""How far shares may add up beside one. [1]"""
KEY = "account.waste"
CLIMATES = ("wet_temperate", "dry_temperate", "wet_tropical", "dry_tropical")


def lines(activities: Activities, settings: Waste, shelf: Shelf) -> Iterator[Found]:
    """Give the lines of landfills and what is worth knowing of them.

    Parameters
    ----------
    activities : Activities
        Statistics of the region: ``waste_landfilled``, its kinds being sites (``managed``), or sites and kinds of waste
        (``managed/food``); ``landfill_methane_recovered``.
    settings : Waste
        Composition, sites, first year, method.
    shelf : Shelf
        Numbers that may be taken.

    Raises
    ------
    InputError
        Neither a composition nor bulk waste is stated (WST005), shares are not whole (WST006), names are unknown
        (WST007), deposits have holes (WST003), residents lack (WST004), more is recovered than made (WST010).
    """
    if not activities.kinds(INDICATOR):
        return
    here = placed(shelf, settings.climate) if settings.landfill == "first_order_decay" else shelf
    found: list[Line] = []
    for kind in activities.kinds(INDICATOR):
        series = activities.series(INDICATOR, "t", kind)
        if series is not None:
            deposits = _deposits(series, activities, settings)
            yield from filled(deposits)
            yield from _young(deposits, activities, settings)
            yield from _whole_and_parts(kind, activities)
            found += _of(kind, deposits, activities.years, settings, here)
    found += _recovery(activities, settings, here)
    yield from found
    year = overdrawn(found, activities.years)
    if year is not None:
        yield note("WST010", Place(key=KEY), year=year)


def placed(shelf: Shelf, climate: str) -> Shelf:
    """Give the shelf of a region that lies in a climate other than that of its province, if one is stated.

    Parameters
    ----------
    shelf : Shelf
        Numbers that may be taken.
    climate : str
        ``wet_temperate`` and so on; nothing for that of the province.

    Raises
    ------
    InputError
        None is stated, and the region lies in no province (WST015).
    """
    zones = frozenset(zone for zone in shelf.zones if not zone.startswith("climate:"))
    if not climate:
        if zones == shelf.zones:
            raise InputError(
                faults=[note("WST015", Place(key=f"{KEY}.climate"), known=", ".join(CLIMATES))]
            )
        return shelf
    other = copy.copy(shelf)
    other.zones = zones | {f"climate:{climate}"}
    return other


def composition(settings: Waste) -> dict[str, Use | None]:
    """Give the kinds of waste with their shares; bulk waste is the whole, and so has none.

    Parameters
    ----------
    settings : Waste
        Choices of the study.

    Raises
    ------
    InputError
        None is stated, or both ways are (WST005); shares are not whole (WST006); a kind is unknown (WST007).
    """
    given = settings.composition
    if (given is None) == (settings.bulk_doc is None):
        raise InputError(faults=[note("WST005", Place(key=KEY))])
    if given is None:
        return {BULK: None}
    _whole(given, "composition", (*DECAYS, *INERT))
    key = f"{KEY}.composition"
    source = settings.composition_source
    return {
        kind: declared(f"{key}.{kind}", share, "1", kind=kind, source=source)
        for kind, share in given.items()
        if kind in DECAYS and share
    }


def _whole(shares: Mapping[str, float], key: str, kinds: tuple[str, ...]) -> None:
    """Hold shares to known names, none below nothing, one together."""
    place = Place(key=f"{KEY}.{key}")
    faults = [_unknown(name, kinds, place) for name in shares if name not in kinds]
    if abs(sum(shares.values()) - 1) > WHOLE or min(shares.values(), default=0) < 0:
        faults.append(note("WST006", place, sum=sum(shares.values())))
    if faults:
        raise InputError(faults=faults)


def _unknown(name: str, kinds: tuple[str, ...], place: Place) -> Fault:
    return note(
        "WST007", place, text=name, nearest=nearest(name, kinds) or "-", known=", ".join(kinds)
    )


def _deposits(series: Activity, activities: Activities, settings: Waste) -> Activity:
    """Give what is deposited: as stated for the mass balance, else back to the first year that counts."""
    if settings.landfill == "mass_balance":
        return on_years(series, activities.years)
    series = known(series)
    begin = _begin(activities, settings)
    if begin >= series.years[0] or settings.backcast == "amount":
        return backcast(series, begin)
    years = range(begin, series.years[0] + 1)
    if activities.population is None:
        raise InputError(faults=[note("WST004", first=begin, last=series.years[0])])
    return backcast(
        series, begin, residents(activities.population, years, settings.population_growth)
    )


def _begin(activities: Activities, settings: Waste) -> int:
    return (
        activities.years[0] - BACK if settings.landfill_begin is None else settings.landfill_begin
    )


def _young(deposits: Activity, activities: Activities, settings: Waste) -> Iterator[Fault]:
    """Tell that fewer years lie before the account than the guidelines want."""
    behind = activities.years[0] - deposits.years[0]
    if settings.landfill == "first_order_decay" and behind < BACK:
        yield note("WST002", name=deposits.name, first=deposits.years[0], years=behind, wanted=BACK)


def _whole_and_parts(kind: str, activities: Activities) -> Iterator[Fault]:
    """Tell that a site is given whole and by kinds of waste, which would count its waste twice."""
    parts = [
        other for other in activities.kinds(INDICATOR) if kind and other.startswith(f"{kind}/")
    ]
    if parts:
        year = activities.years[0]
        yield note(
            "LED020", indicator=INDICATORS.both(INDICATOR), kinds=", ".join(parts), year=year
        )


def _of(
    kind: str, deposits: Activity, years: tuple[int, ...], settings: Waste, shelf: Shelf
) -> Iterator[Line]:
    """Give the lines of one series: its site and kind of waste, where it names them, else those that the study states."""
    site, _, waste = kind.partition("/")
    sites = {site: None} if site else _sites(settings, shelf)
    wastes = composition(settings) if not waste else {waste: None}
    if waste and waste not in (*DECAYS, *INERT):
        raise InputError(faults=[_unknown(waste, (*DECAYS, *INERT), Place(key=deposits.name))])
    for at, part in sites.items():
        for of, share in wastes.items():
            if of not in INERT:
                yield _line(at, of, deposits, (part, share), years, settings, shelf)


def _sites(settings: Waste, shelf: Shelf) -> dict[str, Use | None]:
    """Give the kinds of site with their shares of the waste, as the study states them."""
    given = settings.sites
    if given is None:
        raise InputError(faults=[note("WST008", Place(key=KEY))])
    _whole(given, "sites", shelf.kinds(INDICATOR, "MCF"))
    return {
        site: declared(f"{KEY}.sites.{site}", s, "1", kind=site) for site, s in given.items() if s
    }


def _line(
    site: str, waste: str, deposits: Activity, shares: tuple[Use | None, ...], years: tuple[int, ...], settings: Waste,
    shelf: Shelf,
) -> Line:  # fmt: skip
    formula, uses = _method(site, waste, deposits, years, settings, shelf)
    given = tuple(share for share in shares if share is not None)
    return Line(
        id=_named(deposits.name, site, waste),
        category="4A",
        gas="CH4",
        years=years,
        inputs=(deposits, *given, *uses),
        formula=formula,
        method=f"landfill_{settings.landfill}",
        item=INDICATOR,
        kind=f"{site}/{waste}",
    )


def _named(series: str, site: str, waste: str) -> str:
    """Give the id of a line: the kind of its rows, and what they leave open."""
    kind = series.partition("/")[2]
    parts = ("unplaced", site, waste) if not kind else (kind,) if "/" in kind else (kind, waste)
    return ".".join(("waste.landfill.CH4", *parts))


def _method(
    site: str, waste: str, deposits: Activity, years: tuple[int, ...], settings: Waste, shelf: Shelf
) -> tuple[Formula, tuple[Use, ...]]:
    """Give the formula and the numbers of a method; those of the account's last year hold for all deposits."""

    def taken(quantity: str, unit: str, kind: str = "") -> Use:
        return use(shelf, INDICATOR, quantity, unit, years[-1:], kind=kind)

    bulk = settings.bulk_doc
    doc = (
        taken("DOC", "t/t", waste)
        if waste != BULK or bulk is None
        else declared(
            f"{KEY}.bulk_doc",
            bulk,
            "t/t",
            kind=BULK,
            quantity="DOC",
            source=settings.composition_source,
        )
    )
    carbon = (taken("MCF", "1", site), doc, taken("DOCf", "1", waste))
    end = (taken("CH4_share", "1"), taken("oxidised_share", "1", site))
    if settings.landfill == "mass_balance":
        return mass_balance, (*carbon, *end)
    return first_order(deposits.years, years), (
        *carbon,
        taken("k", "1/year", waste),
        *end,
        taken("delay", "month"),
    )


def _collecting(activities: Activities, settings: Waste, shelf: Shelf) -> str:
    """Give the kind of site whose gas is collected where the rows do not say: managed ones, if there are any.

    Raises
    ------
    InputError
        The sites are others, and their covers oxidise different shares (WST016).
    """
    named = (kind.partition("/")[0] for kind in activities.kinds(INDICATOR))
    sites = list(
        dict.fromkeys(
            s for s in (*named, *(k for k, v in (settings.sites or {}).items() if v)) if s
        )
    )
    year = activities.years[-1]
    shares = {
        s: shelf.take(INDICATOR, "oxidised_share", "1", year=year, kind=s).value for s in sites
    }
    if "managed" in shares or not shares:
        return "managed"
    if len(set(shares.values())) > 1:
        place = activities.place(RECOVERED)
        raise InputError(faults=[note("WST016", place, sites=", ".join(sites))])
    return sites[0]


def _recovery(activities: Activities, settings: Waste, shelf: Shelf) -> Iterator[Line]:
    """Give what is recovered, which keeps from the air what the cover would not have oxidised."""
    for kind in activities.kinds(RECOVERED):
        site = kind or _collecting(activities, settings, shelf)
        collected = activities.over(RECOVERED, "t", kind)
        if collected is not None:
            oxidised = use(
                shelf,
                INDICATOR,
                "oxidised_share",
                "1",
                activities.years[-1:],
                kind=site,
            )
            yield Line(
                id=f"waste.landfill.recovered.{site}", category="4A", gas="CH4", years=activities.years,
                inputs=(collected, oxidised), formula=recovered, method="methane_recovery", item=RECOVERED, kind=kind,
            )  # fmt: skip
