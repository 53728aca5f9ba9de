"""Products whose carbon is that of fuels: which statistics processes tell them by, and in which category they emit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

from dualcarbon.inventory.ledger import Line
from dualcarbon.quantities.declared import hint
from dualcarbon.vocabulary.faults import Fault, cut, note

STATISTICS = {
    "ammonia": ("ammonia_output", "ammonia_feedstock"),
    "methanol": ("methanol_output", "methanol_feedstock"),
    "ethylene": ("ethylene_output", "ethylene_feedstock"),
    "calcium_carbide": ("calcium_carbide_output",),
    "anodes": ("anode_use", "aluminium_output"),
    "electrodes": ("electrode_use",),
    "ferroalloys": ("ferroalloy_output",),
    "lead": ("lead_output",),
    "zinc": ("zinc_output",),
    "lubricants": ("lubricant_use",),
    "paraffin": ("paraffin_use",),
    "bitumen": (),
}
"""Products, each with the statistics that processes tell its carbon dioxide from."""
CATEGORY = {
    "ammonia": "2B1", "calcium_carbide": "2B5", "anodes": "2C3", "electrodes": "2C1", "ferroalloys": "2C2", "lead": "2C5",
    "zinc": "2C6", "lubricants": "2D", "paraffin": "2D", "bitumen": "2D",
}  # fmt: skip
"""Category of what a product's making or use emits; other products are petrochemicals."""
PETROCHEMICALS = "2B8"
RAW = ("ammonia", "methanol", "ethylene", "calcium_carbide", "anodes")
"""Products that hold fuel as raw material, which must stand apart from what is burnt."""
REDUCED = ("ferroalloys", "lead", "zinc")
"""Metals whose ores are reduced by coke and coal, which the factor of a tonne holds."""
METHOD = "feedstock_carbon"
"""Method of the lines that post the carbon of feedstock itself."""
ALIASES = {"anode": "anodes", "aluminium": "anodes", "electrode": "electrodes", "ferroalloy": "ferroalloys", "lubricant": "lubricants"}  # fmt: skip
"""Other names under which a study may state where its feedstock goes."""


def product(name: str) -> str:
    """Give the product that a study means.

    Examples
    --------
    >>> product("aluminium"), product("ammonia"), product("resins")
    ('anodes', 'ammonia', 'resins')
    """
    return ALIASES.get(name, name)


def unknown(names: Iterable[str]) -> list[Fault]:
    """Tell of products that no process of the account tells of: what they emit stands under petrochemicals.

    Parameters
    ----------
    names : iterable of str
        Products as a study states them for its feedstock.

    Returns
    -------
    list of Fault
        RUL032, one for each such name.
    """
    known = (*STATISTICS, *ALIASES)
    other = [n for n in dict.fromkeys(names) if n not in known]
    return [
        note("RUL032", product=cut(n), category=PETROCHEMICALS, hint=hint(n, known)) for n in other
    ]


def of_statistic(indicator: str) -> str:
    """Give the product that a statistic tells of, or nothing.

    Examples
    --------
    >>> of_statistic("aluminium_output"), of_statistic("clinker_output")
    ('anodes', '')
    """
    return next((name for name, told in STATISTICS.items() if indicator in told), "")


def told(lines: Iterable[Line]) -> dict[str, Line]:
    """Give the products whose carbon dioxide processes tell, each with the first line that does.

    Lines of other gases tell nothing of the carbon, and neither does a line that has no amount in any year.

    Parameters
    ----------
    lines : iterable of Line
        Lines of the account.

    Returns
    -------
    dict
        By product.
    """
    found: dict[str, Line] = {}
    for name, line in _telling(lines):
        if emitting(line).any():
            found.setdefault(name, line)
    return found


def years_told(lines: Iterable[Line]) -> dict[str, NDArray[np.bool_]]:
    """Give the products whose carbon dioxide processes tell, each with the years in which they do.

    Parameters
    ----------
    lines : iterable of Line
        Lines of the account, all over the same years.

    Returns
    -------
    dict
        By product, (year). [true or false]
    """
    found: dict[str, NDArray[np.bool_]] = {}
    for name, line in _telling(lines):
        if (there := emitting(line)).any():
            found[name] = found[name] | there if name in found else there
    return found


def emitting(line: Line) -> NDArray[np.bool_]:
    """Tell in which years a line has an amount, and one that is not nothing.

    Parameters
    ----------
    line : Line
        Line of the account. [t of its gas]

    Returns
    -------
    ndarray (year)
        [true or false]
    """
    amounts = line.amounts()
    there: NDArray[np.bool_] = np.isfinite(amounts) & (amounts != 0)
    return there


def _telling(lines: Iterable[Line]) -> Iterator[tuple[str, Line]]:
    for line in lines:
        name = of_statistic(line.item) if line.method != METHOD else ""
        if name and line.gas == "CO2" and line.counts:
            yield name, line
