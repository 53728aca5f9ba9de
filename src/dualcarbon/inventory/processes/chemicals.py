"""Chemicals: ammonia, methanol, ethylene by their carbon, carbide, soda ash, acids, fluorochemicals."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from dualcarbon.errors import InputError
from dualcarbon.inventory import proportional
from dualcarbon.inventory.activities import Activities, use
from dualcarbon.inventory.ledger import Activity, Floats, Formula, Use
from dualcarbon.inventory.proportional import Part, Source, distinct, entry, overdone
from dualcarbon.reference import fuels
from dualcarbon.reference.numbers import Number, Shelf
from dualcarbon.vocabulary.faults import Fault, note
from dualcarbon.vocabulary.names import FUELS, INDICATORS

CO2_OF_C = 44 / 12
CATEGORIES = {"ammonia": "2B1", "methanol": "2B8", "ethylene": "2B8"}
"""Products that are made of the carbon of fuels, each with its category."""
UREA = "urea_output"
SOURCES = (
    Source(indicator="calcium_carbide_output", category="2B5", gas="CO2", unit="t", factor="t CO2/t"),
    Source(indicator="carbide_to_acetylene", category="2B5", gas="CO2", unit="t", factor="t CO2/t"),
    Source(indicator="soda_ash_output", category="2B7", gas="CO2", unit="t", factor="t CO2/t"),
    Source(
        indicator="nitric_acid_output", category="2B2", gas="N2O", unit="t", factor="t N2O/t",
        destroyed="nitric_acid_n2o_destroyed",
    ),
    Source(
        indicator="adipic_acid_output", category="2B3", gas="N2O", unit="t", factor="t N2O/t",
        destroyed="adipic_acid_n2o_destroyed",
    ),
    Source(
        indicator="hcfc22_output", category="2B9", gas="HFC-23", unit="t", factor="t HFC23/t", destroyed="hfc23_destroyed"
    ),
)  # fmt: skip


def lines(activities: Activities, shelf: Shelf) -> Part:
    """Give the lines of the chemical industry.

    Returns
    -------
    tuple of Line, tuple of Fault
        Emissions. [t of the gas]

    References
    ----------
    .. [1] IPCC, "2006 IPCC Guidelines for National Greenhouse Gas Inventories", vol. 3, ch. 3.
    """
    parts = [_product(name, activities, shelf) for name in CATEGORIES]
    parts.append(proportional.lines(SOURCES, activities, shelf))
    return tuple(x for some, _ in parts for x in some), tuple(f for _, some in parts for f in some)


def of_feedstock(carbon_in: Floats, carbon_in_product: Floats, carbon_out: Floats) -> Floats:
    r"""Compute the carbon dioxide of a feedstock whose carbon is not in the products.

    .. math:: E = (C_{in} - C_{product} - C_{out}) \tfrac{44}{12}

    Parameters
    ----------
    carbon_in : ndarray (..., year)
        Carbon of the feedstock. [t C]
    carbon_in_product : ndarray (..., year)
        Carbon bound in the product. [t C]
    carbon_out : ndarray (..., year)
        Carbon that leaves otherwise: urea, other products, ash, carbon dioxide sold. [t C]

    Returns
    -------
    ndarray (..., year)
        Emissions. [t CO2]

    References
    ----------
    .. [1] IPCC, "2006 IPCC Guidelines for National Greenhouse Gas Inventories", vol. 3, eq. 3.3 and 3.17.

    Examples
    --------
    100 t of carbon to ammonia, of which 12 go on into 60 t of urea:

    >>> round(float(of_feedstock(np.array([100.0]), np.array([0.0]), np.array([12.0]))[0]), 3)
    322.667
    """
    return (carbon_in - carbon_in_product - carbon_out) * CO2_OF_C


def _product(name: str, activities: Activities, shelf: Shelf) -> Part:
    """Give a product of feedstock: by its carbon where the feedstock is stated, else by the default of its kind."""
    feedstock = f"{name}_feedstock"
    if feedstock in activities.indicators:
        return _balanced(name, activities, shelf)
    output = f"{name}_output"
    source = Source(
        indicator=output, category=CATEGORIES[name], gas="CO2", unit="t", factor="t CO2/t"
    )
    made, found = proportional.lines([source], activities, shelf)
    urea = activities.over(UREA, "t") if name == "ammonia" else None
    if urea is None or not made:
        return made, found
    bound = use(shelf, UREA, "CO2", "t CO2/t", activities.years)
    inputs = (urea, bound, *(one for line in made for one in line.inputs))
    line = entry("2B1", "CO2", inputs, "less_urea", _less_urea, indicator=output)
    return (line,), distinct([*found, *overdone(line)])


def _less_urea(urea: Floats, bound: Floats, *pairs: Floats) -> Floats:
    """Take the carbon dioxide that goes into urea off that of ammonia of all kinds."""
    made = sum(a * f for a, f in zip(pairs[::2], pairs[1::2], strict=True))
    return np.asarray(made - urea * bound)


def _balanced(name: str, activities: Activities, shelf: Shelf) -> Part:
    feeds, found = _feeds(name, activities, shelf)
    if not feeds:
        return (), found
    products = _products(name, activities, shelf)
    out = activities.over(f"{name}_carbon_out", "t C")
    urea = _urea(name, activities, shelf)
    inputs = (*feeds, *products, *urea, *(() if out is None else (out,)))
    formula = _balance(len(feeds), len(products), len(urea))
    line = entry(
        CATEGORIES[name], "CO2", inputs, "feedstock_balance", formula, indicator=f"{name}_feedstock"
    )
    unknown = np.isnan(line.amounts())
    years = ", ".join(str(y) for y, gap in zip(line.years, unknown, strict=True) if gap)
    told = [note("PRO015", indicator=INDICATORS.both(line.item), years=years)] if years else []
    return (line,), distinct([*found, *told, *overdone(line)])


def _balance(feeds: int, products: int, urea: int) -> Formula:
    """Give the balance over inputs in pairs: feedstock and its carbon, product and its carbon, urea; then what leaves."""

    def formula(*arrays: Floats) -> Floats:
        carbon = [a * c for a, c in zip(arrays[: feeds + products : 2], arrays[1 : feeds + products : 2], strict=True)]  # fmt: skip
        left = arrays[feeds + products :]
        bound = left[0] * left[1] / CO2_OF_C if urea else np.zeros(1)
        out = left[urea] if len(left) > urea else np.zeros(1)
        nothing = np.zeros(1)
        half = feeds // 2
        return of_feedstock(
            sum(carbon[:half], start=nothing), sum(carbon[half:], start=nothing), bound + out
        )

    return formula


def _feeds(
    name: str, activities: Activities, shelf: Shelf
) -> tuple[tuple[Activity | Use, ...], tuple[Fault, ...]]:
    """Give each fuel fed in, followed by its carbon. [TJ; t C/TJ]."""
    indicator = f"{name}_feedstock"
    inputs: list[Activity | Use] = []
    found: list[Fault] = []
    for kind in activities.kinds(indicator):
        fuel = FUELS.resolve(kind) if kind else None
        if fuel is None:
            near = FUELS.nearest(kind) or "natural_gas"
            label = INDICATORS.both(indicator)
            found.append(
                note(
                    "PRO016",
                    activities.place(indicator, kind),
                    indicator=label,
                    kind=kind or "-",
                    nearest=near,
                )
            )
            continue
        series = activities.over(indicator, "TJ", kind)
        try:
            carbon = _carbon(fuel, activities.years, shelf)
        except InputError as error:
            found += error.faults
            continue
        inputs += [] if series is None else [series, carbon]
    return (() if found else tuple(inputs)), distinct(found)


def _carbon(fuel: str, years: Sequence[int], shelf: Shelf) -> Use:
    """Give the carbon of a fuel: the study's own, else that of the first edition in use that has one. [t C/TJ]."""
    if shelf.has(fuel, "carbon_content"):
        return use(shelf, fuel, "carbon_content", "t C/TJ", years)
    having = {d.tier for d in fuels.data(fuel, "carbon_content")}
    tier = next((t for t in shelf.tiers if t in having), "")
    found = [fuels.find(fuel, "carbon_content", year, tier=tier)[0] for year in years]
    numbers = tuple(
        Number(
            id=d.id, item=fuel, quantity="carbon_content", value=d.value, unit=d.unit, lo95=d.lo95, hi95=d.hi95, edition=d.tier,
            source=d.source, mark=d.mark, note=d.note,
        )
        for d in found
    )  # fmt: skip
    return Use(numbers[:1] if len({n.id for n in numbers}) == 1 else numbers)


def _products(name: str, activities: Activities, shelf: Shelf) -> tuple[Activity | Use, ...]:
    """Give each kind of the product, followed by its carbon; ammonia has none. [t; t C/t]."""
    output = f"{name}_output"
    kinds = activities.kinds(output)
    wanted = [""] if "" in kinds else kinds
    series = [activities.over(output, "t", kind) for kind in wanted]
    carbon = use(shelf, output, "carbon", "t C/t", activities.years)
    return tuple(part for one in series if one is not None for part in (one, carbon))


def _urea(name: str, activities: Activities, shelf: Shelf) -> tuple[Activity | Use, ...]:
    """Give urea and the carbon dioxide bound in it, for ammonia alone. [t; t CO2/t]."""
    urea = activities.over(UREA, "t") if name == "ammonia" else None
    return () if urea is None else (urea, use(shelf, UREA, "CO2", "t CO2/t", activities.years))
