"""The futures of a region's districts: each in the region's scenarios, their sum member by member, and who moves it."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import xarray as xr

from dualcarbon.errors import InputError
from dualcarbon.inventory import districts as compared
from dualcarbon.inventory.districts import Compared
from dualcarbon.peak import odds as peak_odds
from dualcarbon.peak import parts as peak_parts
from dualcarbon.peak import verdict
from dualcarbon.peak.odds import Odds
from dualcarbon.peak.parts import Parts
from dualcarbon.peak.verdict import Verdict
from dualcarbon.quantities.declared import gathering
from dualcarbon.quantities.draws import Draws
from dualcarbon.scenarios import ensemble
from dualcarbon.study import district_draws, districts, futures, placing, preparation
from dualcarbon.study.district_draws import Drawn
from dualcarbon.study.districts import DECLARATION
from dualcarbon.study.frames import LEVELS
from dualcarbon.study.peaks import CARBON
from dualcarbon.study.preparation import Prepared
from dualcarbon.vocabulary.faults import Fault, Place, note

KEY = "districts_ahead"
Paths = tuple[xr.DataArray, xr.DataArray]
"""Territorial emissions of the central run (year), and of all members (member, year). [t CO2]"""


@dataclass(frozen=True, slots=True)
class Judged:
    """A district, or the sum of all, in a scenario.

    ``central`` is (year) and ``fan`` (level, year), history included. [t CO2]
    """

    central: xr.DataArray
    fan: xr.DataArray
    verdict: Verdict
    odds: Odds


@dataclass(frozen=True, slots=True)
class Together:
    """The districts of a region in one scenario, by name, their sum, and who moves it."""

    districts: Mapping[str, Judged]
    total: Judged
    parts: Parts


@dataclass(frozen=True, slots=True)
class DistrictsAhead:
    """The futures of all districts; nothing in a study without them.

    ``gap`` holds what they emit in the base year against the region's own account.
    """

    by_scenario: Mapping[str, Together] = field(default_factory=dict)
    gap: Compared | None = None
    drawn: Drawn | None = None
    warnings: tuple[Fault, ...] = ()


def run(prepared: Prepared, draws: Draws) -> DistrictsAhead:
    """Run every district of a region in every scenario, and add them up.

    Parameters
    ----------
    prepared : Prepared
        The region, with its districts.
    draws : Draws
        The region's: what districts take from it is drawn once for all.

    Returns
    -------
    DistrictsAhead
        Paths and amounts. [t CO2]

    Raises
    ------
    InputError
        With every fault that the numbers of any district bring out, under its folder.
    """
    if not prepared.districts:
        return DistrictsAhead()
    drawn = preparation.drawn(prepared, draws)
    faults: list[Fault] = []
    told = [*_untied(prepared)]
    found: dict[str, Together] = {}
    for name in prepared.scenarios:
        paths: dict[str, Paths] = {}
        for where, one in prepared.districts.items():
            with (
                gathering(faults),
                placing.retold(functools.partial(districts.under, where)),
                placing.in_lines(one.read),
            ):
                paths[one.study.name] = of_district(one, name, drawn)
        if len(paths) == len(prepared.districts):
            found[name] = together(paths, [y for y in futures.BY if y <= prepared.study.horizon])
            told += _told(name, found[name])
    if faults:
        raise InputError(faults=placing.once(faults))
    gap = against(prepared)
    told += [*_unsaid(prepared), *_short(prepared), *_apart(prepared, gap)]
    return DistrictsAhead(found, gap, drawn, tuple(told))


def of_district(one: Prepared, name: str, drawn: Drawn) -> Paths:
    """Compute a scenario of a district: its territorial emissions, history included.

    Parameters
    ----------
    one : Prepared
        The district.
    name : str
        The scenario.
    drawn : Drawn
        Draws of region and districts.

    Returns
    -------
    tuple of DataArray
        The central run (year) and all members (member, year). [t CO2]

    Raises
    ------
    InputError
        With every fault of its numbers.
    """
    scenario = one.scenarios[name]
    draws = drawn.of(one.study.name, scenario)
    middle = ensemble.central(scenario, *one.planted)
    many = ensemble.territorial(scenario, *one.planted, draws)
    wide = (drawn.region.members, many.sizes["year"])
    rows = xr.DataArray(
        np.broadcast_to(many.values, wide), dims=many.dims, coords={"year": many.year}, attrs=many.attrs
    )  # fmt: skip
    years = {"year": list(middle.years)}
    path = xr.DataArray(middle.totals.territorial[0], dims="year", coords=years, attrs=many.attrs)
    return path, rows


def together(paths: Mapping[str, Paths], by: Sequence[int]) -> Together:
    r"""Judge districts and their sum by one rule, the members of the sum being sums of theirs.

    .. math:: E_{m,t} = \sum_d E_{d,m,t}

    Parameters
    ----------
    paths : mapping of (DataArray (year), DataArray (member, year))
        Central run and members of each district by name. [t CO2]
    by : sequence of int
        Years up to which the probability of a peak is given.

    Returns
    -------
    Together
        Over the years that all have. [t CO2]

    Examples
    --------
    >>> years = {"year": range(2020, 2028)}
    >>> one = xr.DataArray([8.0, 9, 10, 9, 8, 7, 6, 5], dims="year", coords=years, attrs={"units": "t CO2"})
    >>> both = together({n: (one, one.expand_dims(member=2)) for n in ("north", "south")}, by=[2022])
    >>> both.total.verdict.year, both.total.verdict.amount, both.parts.movers()
    (2022, 20.0, ['north', 'south'])
    """
    names = list(paths)
    central = _stacked({n: middle for n, (middle, _) in paths.items()})
    members = _stacked({n: many for n, (_, many) in paths.items()})
    total = _judged(central.sum("district"), members.sum("district"), by)
    each = {n: _judged(*paths[n], by) for n in names}
    parts = peak_parts.by_part(central, dim="district", noise=False, total=total.verdict)
    return Together(each, total, parts)


def against(prepared: Prepared) -> Compared:
    """Hold the sum of what districts emit in the base year against the region's own account. [t CO2].

    Parameters
    ----------
    prepared : Prepared
        The region, with its districts.
    """
    year = prepared.study.base_year
    return Compared(
        year=year,
        indicator=CARBON,
        unit="t CO2",
        parts={one.study.name: emitted(one, year) for one in prepared.districts.values()},
        missing=(),
        whole=emitted(prepared, year),
        source="inventory",
    )


def emitted(one: Prepared, year: int) -> float:
    """Give the territorial emissions of an account in a year. [t CO2]."""
    return float(one.account.territorial.sel(year=year))


def _stacked(paths: Mapping[str, xr.DataArray]) -> xr.DataArray:
    """Put districts beside each other over the years that all have. [t CO2]."""
    some = list(paths.values())
    years = sorted(set.intersection(*({*one.year.values.tolist()} for one in some)))
    held = [one.sel(year=years) for one in some]
    stacked = xr.concat(held, dim="district", join="exact", combine_attrs="identical")
    return stacked.assign_coords(district=list(paths)).assign_attrs(units="t CO2")


def _judged(central: xr.DataArray, members: xr.DataArray, by: Sequence[int]) -> Judged:
    """Judge a central run and its members. [t CO2]."""
    middle, many = (one.assign_attrs(units="t CO2") for one in (central, members))
    levels = np.quantile(many.values, list(LEVELS.values()), axis=many.dims.index("member"))
    fan = xr.DataArray(levels, dims=("level", "year"), coords={"level": list(LEVELS), "year": many.year})  # fmt: skip
    return Judged(middle, fan, verdict.judge(middle, noise=False), peak_odds.odds(many, by=by))


def _told(name: str, found: Together) -> Iterator[Fault]:
    """Tell what the verdicts have to say of themselves."""
    every = {f"districts.{n}": one for n, one in found.districts.items()} | {"sum": found.total}
    for at, one in every.items():
        place = Place(key=f"{KEY}.scenarios.{name}.{at}.peak")
        yield from (Fault(w.code, place, w.params) for w in one.verdict.warnings)


def _unsaid(prepared: Prepared) -> Iterator[Fault]:
    """Tell which paths no scenario says anything of in a district: they stay as they were."""
    for where, one in prepared.districts.items():
        for scenario in one.scenarios.values():
            own = Place(file=districts.own_file(scenario.name))
            for fault in futures.held(scenario, *one.planted):
                inside = fault.place.file and not fault.place.file.startswith(districts.UP)
                place = fault.place if inside else replace(own, key=fault.place.key)
                yield from districts.under(where, [Fault(fault.code, place, fault.params)])


def _untied(prepared: Prepared) -> Iterator[Fault]:
    """Tell of the correlations of districts that are left out."""
    for where, one in prepared.districts.items():
        own = placing.files(one.read)
        given = one.study.name, one.study.correlations, one.scenarios, own
        yield from districts.under(where, district_draws.tied(*given)[1])


def _short(prepared: Prepared) -> Iterator[Fault]:
    """Tell where the sum begins later than the statistics of some districts."""
    first = {one.study.name: int(one.account.territorial.year[0]) for one in prepared.districts.values()}  # fmt: skip
    last = max(first.values())
    late = [name for name, year in first.items() if year == last]
    if min(first.values()) < last:
        yield note("DIS016", Place(file=DECLARATION, key="districts"), year=last, names=", ".join(late))  # fmt: skip


def _apart(prepared: Prepared, gap: Compared) -> Iterator[Fault]:
    """Tell how far the districts are from the region's account, where that is more than rounding."""
    if gap.share is not None and abs(gap.share) > compared.TOLERANCE:
        yield compared.sentence(gap, prepared.study.region, DECLARATION)
