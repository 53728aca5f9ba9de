"""Metals: steel beyond its energy, ferroalloys, aluminium, magnesium, zinc, lead."""

from __future__ import annotations

from dualcarbon.inventory import proportional
from dualcarbon.inventory.activities import Activities, use
from dualcarbon.inventory.declared import Processes
from dualcarbon.inventory.ledger import Activity, Floats, Use
from dualcarbon.inventory.proportional import Part, Source, beside, distinct, entry, known
from dualcarbon.reference.numbers import Shelf
from dualcarbon.vocabulary.faults import note
from dualcarbon.vocabulary.names import INDICATORS

CO2_OF_C = 44 / 12
PIG, STEEL, ALUMINIUM = "pig_iron_to_steel", "crude_steel_output", "aluminium_output"
CO2_PER_T = "t CO2/t"


def _source(indicator: str, category: str, gas: str = "CO2") -> Source:
    return Source(indicator=indicator, category=category, gas=gas, unit="t", factor=f"t {gas}/t")


BESIDE_ENERGY = (_source("flux_use", "2C1"), _source("electrode_use", "2C1"))
WHOLE = (
    Source(
        indicator=STEEL, category="2C1", gas="CO2", unit="t", factor=CO2_PER_T, method="steel_whole"
    ),
    *(
        Source(indicator=name, category="2C1", gas="CO2", unit="t", factor=CO2_PER_T, method="steel_whole")
        for name in ("pig_iron_sold", "direct_reduced_iron_output", "sinter_output", "pellet_output")
    ),
)  # fmt: skip
OTHERS = (
    _source("ferroalloy_output", "2C2"),
    _source(ALUMINIUM, "2C3", "CF4"),
    _source(ALUMINIUM, "2C3", "C2F6"),
    Source(
        indicator="magnesium_output", category="2C4", gas="SF6", unit="t", factor="t SF6/t", kinds_of="CO2", optional=True
    ),
    _source("magnesium_cast_output", "2C4", "SF6"),
    _source("lead_output", "2C5"),
    _source("zinc_output", "2C6"),
)  # fmt: skip


def lines(activities: Activities, settings: Processes, shelf: Shelf) -> Part:
    """Give the lines of steel, ferroalloys, aluminium, magnesium, lead and zinc.

    The coke and coal of iron-making stand in the energy account: here are only fluxes, electrodes and the carbon that pig
    iron loses on its way to steel. With ``steel = "whole"`` all of it stands here, and must not stand there.

    Returns
    -------
    tuple of Line, tuple of Fault
        Emissions. [t of the gas]

    References
    ----------
    .. [1] IPCC, "2006 IPCC Guidelines for National Greenhouse Gas Inventories", vol. 3, ch. 4.
    .. [2] National Development and Reform Commission, "Guidelines for the preparation of provincial greenhouse gas
       inventories (trial)", 2011, ch. 2.
    """
    parts = [
        _steel(activities, settings, shelf),
        _anodes(activities, shelf),
        proportional.lines(_with_ore(activities), activities, shelf),
    ]
    return tuple(x for some, _ in parts for x in some), tuple(f for _, some in parts for f in some)


def of_carbon(pig_iron: Floats, steel: Floats, carbon_pig: Floats, carbon_steel: Floats) -> Floats:
    r"""Compute the carbon dioxide of the carbon that pig iron loses when steel is made of it.

    .. math:: E = (P\,c_P - S\,c_S) \tfrac{44}{12}

    Parameters
    ----------
    pig_iron : ndarray (..., year)
        Pig iron charged to steel furnaces. [t]
    steel : ndarray (..., year)
        Crude steel made. [t]
    carbon_pig, carbon_steel : ndarray (..., 1) or (..., year)
        Carbon in them. [t C/t]

    Returns
    -------
    ndarray (..., year)
        Emissions. [t CO2]

    References
    ----------
    .. [1] National Development and Reform Commission, "Guidelines for the preparation of provincial greenhouse gas
       inventories (trial)", 2011, ch. 2.

    Examples
    --------
    >>> import numpy as np
    >>> sizes = (np.array([x]) for x in (1000.0, 1100.0, 0.041, 0.00248))
    >>> round(float(of_carbon(*sizes)[0]), 3)
    140.331
    """
    return (pig_iron * carbon_pig - steel * carbon_steel) * CO2_OF_C


def of_anodes(anodes: Floats, sulphur: Floats, ash: Floats) -> Floats:
    r"""Compute the carbon dioxide of anodes that electrolysis uses up.

    .. math:: E = N (1 - s - a) \tfrac{44}{12}

    Parameters
    ----------
    anodes : ndarray (..., year)
        Net consumption of prebaked anodes, stubs taken off. [t]
    sulphur, ash : ndarray (..., 1) or (..., year)
        Their share in the anodes. [t/t]

    Returns
    -------
    ndarray (..., year)
        Emissions. [t CO2]

    References
    ----------
    .. [1] IPCC, "2006 IPCC Guidelines for National Greenhouse Gas Inventories", vol. 3, eq. 4.21.

    Examples
    --------
    The anodes of a tonne of aluminium:

    >>> import numpy as np
    >>> round(float(of_anodes(np.array([0.42]), np.array([0.02]), np.array([0.004]))[0]), 3)
    1.503
    """
    return anodes * (1 - sulphur - ash) * CO2_OF_C


def _with_ore(activities: Activities) -> tuple[Source, ...]:
    """Give the other sources; magnesium also has the carbon dioxide of its ore where the ore is named."""
    ores = tuple(kind for kind in activities.kinds("magnesium_output") if kind)
    ore = Source(
        indicator="magnesium_output", category="2C4", gas="CO2", unit="t", factor=CO2_PER_T, only=ores
    )  # fmt: skip
    return (*OTHERS, *((ore,) if ores else ()))


def _steel(activities: Activities, settings: Processes, shelf: Shelf) -> Part:
    if settings.steel == "whole":
        made, found = proportional.lines(WHOLE, activities, shelf)
        return made, distinct([*found, *([note("PRO007")] if made else [])])
    made, found = proportional.lines(BESIDE_ENERGY, activities, shelf)
    more, told = _lost_carbon(activities, settings, shelf)
    return (*made, *more), (*found, *told)


def _lost_carbon(activities: Activities, settings: Processes, shelf: Shelf) -> Part:
    pig = activities.over(PIG, "t")
    if settings.pig_iron_carbon == "in_energy":
        return (), ()
    if pig is None:
        missing = "pig_iron_output" in activities.indicators
        return (), ((note("PRO009"),) if missing else ())
    steels = _whole_or_parts(activities)
    if not steels:
        return (), (note("PRO013"),)
    carbon = [use(shelf, name, "carbon", "t C/t", activities.years) for name in (PIG, STEEL)]
    inputs: tuple[Activity | Use, ...] = (pig, *carbon, *steels)
    line = entry("2C1", "CO2", inputs, "steel_carbon", _of_all, indicator=PIG)
    return (line,), (note("PRO014"),)


def _whole_or_parts(activities: Activities) -> list[Activity]:
    """Give the series of crude steel: the total where it is given, else all kinds."""
    kinds = activities.kinds(STEEL)
    wanted = [""] if "" in kinds else kinds
    found = (activities.over(STEEL, "t", kind) for kind in wanted)
    return [one for one in found if one is not None]


def _of_all(pig: Floats, carbon_pig: Floats, carbon_steel: Floats, *steels: Floats) -> Floats:
    steel = sum(steels[1:], start=steels[0])
    return of_carbon(pig, steel, carbon_pig, carbon_steel)


def _anodes(activities: Activities, shelf: Shelf) -> Part:
    """Aluminium's carbon dioxide: by anodes used up in the years that state them, else by the metal."""
    anodes = activities.over("anode_use", "t")
    kinds = activities.kinds(ALUMINIUM)
    found = beside(activities, ALUMINIUM)
    if anodes is not None:
        return _used_up(anodes, activities, shelf)
    made, told = (
        proportional.lines([_source(ALUMINIUM, "2C3")], activities, shelf) if kinds else ((), ())
    )
    return made, distinct([*found, *told])


def _used_up(anodes: Activity, activities: Activities, shelf: Shelf) -> Part:
    years = activities.years
    parts = [use(shelf, "anode_use", what, "t/t", years) for what in ("sulphur", "ash")]
    gaps = ~known(anodes, years)
    line = entry("2C3", "CO2", (anodes, *parts), "anodes", of_anodes, indicator="anode_use")
    missing = ", ".join(str(y) for y, gap in zip(years, gaps, strict=True) if gap)
    return (line,), (
        (note("PRO015", indicator=INDICATORS.both("anode_use"), years=missing),) if missing else ()
    )
