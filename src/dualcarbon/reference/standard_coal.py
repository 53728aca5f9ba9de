"""Standard coal: physical amounts and electricity turned into it, either way."""

from __future__ import annotations

from dualcarbon.errors import InputError
from dualcarbon.reference import fuels
from dualcarbon.reference.records import Datum, gap, nearest_in_time
from dualcarbon.reference.tables import remembered, rows, whole
from dualcarbon.vocabulary.faults import Fault, note
from dualcarbon.vocabulary.names import nearest

CONVENTIONS = {
    "calorific": "",
    "coal_equivalent": "generation",
    "coal_equivalent_supply": "supply",
}
"""How electricity is counted, and the coal rate that each convention reads."""


def per_unit(fuel: str, year: int) -> tuple[Datum, tuple[Fault, ...]]:
    """Give the standard coal in a unit of a fuel, as the yearbook of that time converts it.

    Parameters
    ----------
    fuel : str
        A single fuel; its unit is kg, m3, MJ (heat) or kWh (electricity).
    year : int
        Year of the activity.

    Returns
    -------
    Datum, tuple of Fault
        Standard coal per unit [kgce/kg, kgce/m3, kgce/MJ, kgce/kWh]; warnings where another year's value or
        one of two conflicting values is used.

    Raises
    ------
    InputError
        The yearbook has no conversion for this fuel.

    References
    ----------
    .. [1] National Bureau of Statistics, "China Energy Statistical Yearbook", appendix on standard coal.

    Examples
    --------
    A thousand cubic metres of natural gas are 1.215 tce:

    >>> gas, warnings = per_unit("natural_gas", 2017)
    >>> gas.value, [fault.code for fault in warnings]
    (1.215, ['REF021'])
    """
    return fuels.find(fuel, "standard_coal", year)


def electricity(year: int, convention: str) -> tuple[Datum, tuple[Fault, ...]]:
    """Give the standard coal of a kilowatt-hour under a convention; there is no default.

    Parameters
    ----------
    year : int
        Year of the activity.
    convention : {"calorific", "coal_equivalent", "coal_equivalent_supply"}
        ``calorific``: the heat that electricity is, the same in all years. ``coal_equivalent``: the coal that
        thermal plants burnt for a kilowatt-hour generated in that year, which the yearbook uses for primary
        electricity. ``coal_equivalent_supply``: for one supplied to the grid, own use of plants taken off.

    Returns
    -------
    Datum, tuple of Fault
        Standard coal. [kgce/kWh] Warning REF009 where the rate of another year is used.

    Raises
    ------
    InputError
        There is no such convention.

    References
    ----------
    .. [1] National Bureau of Statistics, "China Energy Statistical Yearbook", notes on total energy.

    Examples
    --------
    >>> electricity(2017, "calorific")[0].value
    0.1229
    >>> electricity(2023, "coal_equivalent_supply")[0].value
    0.303
    """
    kind = CONVENTIONS.get(convention)
    if kind == "":
        return fuels.find("electricity", "standard_coal", year)
    rate = nearest_in_time((r for r in _rates() if r.quantity == kind), year)
    if rate is None:
        near = nearest(convention, CONVENTIONS) or "calorific"
        raise InputError(faults=[note("REF018", text=convention, nearest=near)])
    off = gap(rate, year)
    warned = (note("REF009", kind=kind, given=year - off, year=year),) if off else ()
    return rate, warned


@remembered
def _rates() -> tuple[Datum, ...]:
    return tuple(
        Datum(
            id=row["id"],
            fuel="electricity",
            quantity=row["kind"],
            value=float(row["value"]),
            unit=row["unit"],
            first_year=int(row["first_year"]),
            last_year=whole(row["last_year"]),
            tier="national",
            source=row["source"],
            mark=row["mark"],
            note=row["note"],
        )
        for row in rows("coal_rate")
    )
