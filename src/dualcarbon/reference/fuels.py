"""Properties of single fuels: calorific value, standard coal, carbon content, oxidation."""

from __future__ import annotations

from typing import Any

from dualcarbon.errors import InputError
from dualcarbon.reference.records import Datum, gap, nearest_in_time
from dualcarbon.reference.tables import number, remembered, rows, whole
from dualcarbon.vocabulary.faults import Fault, note
from dualcarbon.vocabulary.names import FUELS, nearest

QUANTITIES = ("calorific_value", "standard_coal", "carbon_content", "oxidation")


@remembered
def data(fuel: str, quantity: str) -> tuple[Datum, ...]:
    """Give every record of a fuel's property, special boilers included.

    Examples
    --------
    >>> [d.value for d in data("natural_gas", "carbon_content")]
    [15.32, 15.3]
    """
    return tuple(d for d in _all() if d.fuel == fuel and d.quantity == quantity)


def find(fuel: str, quantity: str, year: int, *, tier: str = "") -> tuple[Datum, tuple[Fault, ...]]:
    """Give a fuel's property in a year, with what is worth knowing about it.

    Parameters
    ----------
    fuel : str
        A single fuel of the vocabulary.
    quantity : {"calorific_value", "standard_coal", "carbon_content", "oxidation"}
        What is asked for. [MJ/kg or MJ/m3; kgce/kg or kgce/m3; t C/TJ; 1]
    year : int
        Year of the activity.
    tier : {"", "provincial_2011", "national"}
        Only records of this tier, where given.

    Returns
    -------
    Datum, tuple of Fault
        A record of another year comes with the warning REF007, a known conflict between sources
        with its own.

    Raises
    ------
    InputError
        No table has this property of this fuel.

    References
    ----------
    .. [1] National Bureau of Statistics, "China Energy Statistical Yearbook", appendix on standard coal.
    .. [2] National Development and Reform Commission, "Guidelines for the preparation of provincial
       greenhouse gas inventories (trial)", 2011.

    Examples
    --------
    >>> coal, _ = find("raw_coal", "standard_coal", 2017)
    >>> coal.value, coal.unit
    (0.7143, 'kgce/kg')
    """
    plain = [d for d in data(fuel, quantity) if not (d.sector or d.flow)]
    datum = nearest_in_time((d for d in plain if tier in ("", d.tier)), year)
    if datum is None:
        known = sorted({d.fuel for d in _all() if d.quantity == quantity})
        near = nearest(fuel, known) or "natural_gas"
        fault = note("REF008", fuel=fuel, quantity=quantity, nearest=near)
        raise InputError(faults=[fault])
    return datum, (*carried(datum, year), *conflicts(fuel, quantity))


def conflicts(fuel: str, quantity: str = "") -> tuple[Fault, ...]:
    """Give the known disagreements between sources about a fuel.

    Examples
    --------
    >>> [fault.code for fault in conflicts("natural_gas")]
    ['REF021']
    """
    return tuple(
        _conflict(row)
        for row in rows("conflicts")
        if row["fuel"] == fuel and quantity in ("", row["quantity"])
    )


def ipcc_range(fuel: str) -> tuple[float, float, float] | None:
    """Give the IPCC default of a single fuel with its 95 % range.

    Returns
    -------
    (float, float, float) or None
        Default, lower and upper bound. [kg CO2/TJ]

    References
    ----------
    .. [1] IPCC, "2006 IPCC Guidelines for National Greenhouse Gas Inventories", vol. 2, table 1.4.

    Examples
    --------
    >>> ipcc_range("diesel")
    (74100.0, 72600.0, 74800.0)
    """
    for row in rows("ipcc"):
        if row["quantity"] == "co2" and fuel in row["fuels"].split("|"):
            return float(row["value"]), float(row["lo95"]), float(row["hi95"])
    return None


def named(fuel: str) -> dict[str, Any]:
    """Give the names of a fuel as the particulars of a message."""
    return {"fuel": FUELS.text(fuel, "en"), "fuel_zh": FUELS.text(fuel, "zh")}


@remembered
def _all() -> tuple[Datum, ...]:
    return tuple(_datum(row) for row in rows("fuels"))


def _datum(row: dict[str, str]) -> Datum:
    plain = {
        k: row[k]
        for k in (
            "id",
            "fuel",
            "quantity",
            "unit",
            "sector",
            "flow",
            "tier",
            "source",
            "mark",
            "note",
        )
    }
    return Datum(
        **plain,
        value=float(row["value"]),
        lo95=number(row["lo95"]),
        hi95=number(row["hi95"]),
        first_year=int(row["first_year"]),
        last_year=whole(row["last_year"]),
    )


def carried(datum: Datum, year: int) -> tuple[Fault, ...]:
    """Say that a record serves a year that it does not hold for: REF007, or nothing."""
    off = gap(datum, year)
    if not off:
        return ()
    quantity = datum.quantity.replace("_", " ")
    return (note("REF007", **named(datum.fuel), quantity=quantity, given=year - off, year=year),)


def _conflict(row: dict[str, str]) -> Fault:
    value, other = float(row["value"]), float(row["other"])
    percent = round(100 * (other / value - 1), 1)
    return note(
        row["code"],
        **named(row["fuel"]),
        value=value,
        other=other,
        unit=row["unit"],
        percent=percent,
    )
