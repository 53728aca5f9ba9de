"""The packaged factors of a fuel, tier by tier."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

from dualcarbon.errors import InputError
from dualcarbon.reference import fuels, standard_coal
from dualcarbon.reference.formula import per_tce
from dualcarbon.reference.records import Datum, FactorRecord, nearest_in_time
from dualcarbon.reference.tables import number, remembered, rows, whole
from dualcarbon.vocabulary.faults import note
from dualcarbon.vocabulary.names import nearest
from dualcarbon.vocabulary.units import KGCE_MJ, scale

UNIT = "t CO2/tce"
PER_TCE = {
    UNIT: 1.0,
    "t CO2/GJ": KGCE_MJ,
    "t CO2/TJ": KGCE_MJ / 1e3,
    "kg CO2/GJ": KGCE_MJ / 1e3,
    "kg CO2/TJ": KGCE_MJ / 1e6,
}
"""Units of the tables, each in t CO2/tce; others are left to the registry, which takes seconds to load."""


@remembered
def of_tier(tier: str, fuel: str, year: int, purpose: str) -> FactorRecord | None:
    """Give the factor of a tier that holds for a year, or the nearest one, per standard coal.

    Returns
    -------
    FactorRecord or None
        [t CO2/tce]

    Examples
    --------
    >>> of_tier("provincial_2011", "coal", 2017, "direct").value
    2.6637
    >>> of_tier("provincial_2025", "coal", 2017, "direct") is None
    True
    """
    return nearest_in_time(_records(tier, fuel, purpose), year)


@remembered
def named_set(name: str) -> Mapping[str, FactorRecord]:
    """Give a named set of factors of groups of fuels, such as the quick method of intensity assessments.

    Parameters
    ----------
    name : {"ndrc_quick", "ndrc_quick_old", "guideline", "ipcc"}
        Set of ``groups.csv``; the quick sets are from memory and are never used unless named.

    Returns
    -------
    mapping of FactorRecord
        By group of fuels. [t CO2/tce]

    Raises
    ------
    InputError
        There is no such set.

    Examples
    --------
    >>> {fuel: record.value for fuel, record in named_set("ndrc_quick").items()}
    {'coal': 2.66, 'oil': 1.73, 'natural_gas': 1.56}
    """
    found = {r.fuel: in_tce(r) for s, r in _groups() if s == name and r.purpose == "direct"}
    if not found:
        near = nearest(name, {s for s, _ in _groups()}) or "ndrc_quick"
        raise InputError(faults=[note("REF019", text=name, nearest=near)])
    return found


def parts(fuel: str, tier: str) -> tuple[Datum, Datum] | None:
    """Give the carbon content and the oxidation that a tier has for a fuel in common boilers, if both.

    Examples
    --------
    >>> [d.value for d in parts("diesel", "provincial_2011")]
    [20.2, 0.98]
    """
    plain = [
        next((d for d in fuels.data(fuel, q) if d.tier == tier and not (d.sector or d.flow)), None)
        for q in ("carbon_content", "oxidation")
    ]
    carbon, oxidation = plain
    return None if carbon is None or oxidation is None else (carbon, oxidation)


def in_tce(
    record: FactorRecord, *, year: int | None = None, convention: str = "calorific"
) -> FactorRecord:
    """Give a record per standard coal, its range with it.

    A kilowatt-hour is turned into standard coal as the account does that the factor serves: at 0.1229 kgce, or
    at the coal rate of the year. The factor per kilowatt-hour then comes back from it.

    Parameters
    ----------
    record : FactorRecord
        A factor per unit of energy. [as the record states]
    year : int, optional
        Year of the account; nothing: the first of the record.
    convention : {"calorific", "coal_equivalent"}
        How the account counts electricity.

    Raises
    ------
    UnitMismatch
        The record is not in CO2 per energy.

    Examples
    --------
    >>> heat = FactorRecord(id="x", fuel="heat", value=0.11, unit="t CO2/GJ", first_year=2013)
    >>> round(in_tce(heat).value, 4)
    3.2238
    """
    if record.unit == UNIT:
        return record
    times = _times(record, record.first_year if year is None else year, convention)
    low, high = (None if b is None else b * times for b in (record.lo95, record.hi95))
    return dataclasses.replace(record, value=record.value * times, unit=UNIT, lo95=low, hi95=high)


def _times(record: FactorRecord, year: int, convention: str) -> float:
    if record.unit.replace(" ", "").endswith("Wh"):
        rate, _ = standard_coal.electricity(year, convention)
        return scale(record.unit, "kg CO2/kWh") / rate.value
    return PER_TCE.get(record.unit) or scale(record.unit, UNIT)


@remembered
def _records(tier: str, fuel: str, purpose: str) -> tuple[FactorRecord, ...]:
    wanted = "user" if fuel == "heat" and purpose == "import" else purpose
    given = [r for _, r in _groups() if (r.tier, r.fuel, r.purpose) == (tier, fuel, wanted)]
    if purpose == "direct" and not given:
        given = [r for r in (_composed(tier, fuel), _ipcc(tier, fuel)) if r is not None]
    return tuple(dataclasses.replace(in_tce(r), purpose=purpose) for r in given)


def _composed(tier: str, fuel: str) -> FactorRecord | None:
    """Make a factor of carbon content and oxidation of one tier."""
    both = parts(fuel, tier)
    if both is None:
        return None
    carbon, oxidation = both
    value = per_tce(carbon.value, oxidation.value)
    low, high = _in_proportion(fuel, value)
    return FactorRecord(
        id=f"{tier}:{fuel}:co2",
        fuel=fuel,
        value=value,
        unit=UNIT,
        lo95=low,
        hi95=high,
        first_year=max(carbon.first_year, oxidation.first_year),
        last_year=carbon.last_year,
        tier=tier,
        source="+".join(dict.fromkeys((carbon.source, oxidation.source))),
        mark="M" if "M" in (carbon.mark, oxidation.mark) else "C",
        note="95 % range in proportion to that of IPCC 2006" if low else "",
    )


def _in_proportion(fuel: str, value: float) -> tuple[float | None, float | None]:
    """Give the relative range of the IPCC default, which the guideline does not state, about a value."""
    known = fuels.ipcc_range(fuel)
    if known is None:
        return None, None
    default, low, high = known
    return value * low / default, value * high / default


def _ipcc(tier: str, fuel: str) -> FactorRecord | None:
    found = (r for r in rows("ipcc") if (r["tier"], r["quantity"]) == (tier, "co2"))
    row = next((r for r in found if fuel in r["fuels"].split("|")), None)
    return None if row is None else _record(row, id=f"{row['id']}@{fuel}", fuel=fuel)


@remembered
def _groups() -> tuple[tuple[str, FactorRecord], ...]:
    """Give the factors that are stated as such, each with the name of its set."""
    return tuple(
        (row["set"], _record(row, id=row["id"], fuel=row["fuel"], purpose=row["purpose"]))
        for row in rows("groups")
    )


def _record(row: dict[str, str], *, id: str, fuel: str, purpose: str = "direct") -> FactorRecord:
    return FactorRecord(
        id=id,
        fuel=fuel,
        purpose=purpose,
        value=float(row["value"]),
        unit=row["unit"],
        lo95=number(row["lo95"]),
        hi95=number(row["hi95"]),
        first_year=int(row["first_year"]),
        last_year=whole(row["last_year"]),
        tier=row["tier"],
        source=row["source"],
        mark=row["mark"],
        note=row["note"],
    )
