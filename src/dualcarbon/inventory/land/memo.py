"""Fluxes of nature and geology, for information only: karst, permafrost; they stand in a ledger of their own."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from dualcarbon.inventory.activities import Activities, use
from dualcarbon.inventory.land.forest import CO2_PER_C
from dualcarbon.inventory.land.kinds import apart
from dualcarbon.inventory.ledger import Floats, Line
from dualcarbon.quantities.declared import gathering
from dualcarbon.reference.numbers import Shelf
from dualcarbon.vocabulary.faults import Fault

CARBON = 12e-6
"""Mass of a mole of carbon. [t C/mol]"""
CARBONATE = 12 / 100
"""Carbon of calcium carbonate by mass, as the share of it that comes from the air. [t C/t]"""


def acids(cations: Floats, bicarbonate: Floats) -> tuple[Floats, Floats]:
    r"""Split the dissolution of carbonate rock by the acid that did it.

    .. math:: x = H - T, \qquad y = 2T - H, \qquad T = [Ca^{2+} + Mg^{2+}], \; H = [HCO_3^-]

    Carbonic acid gives two of bicarbonate for each cation, strong acids one.

    Parameters
    ----------
    cations : ndarray
        Calcium and magnesium of carbonate, that of gypsum taken off. [mol/m3]
    bicarbonate : ndarray
        [mol/m3]

    Returns
    -------
    (ndarray, ndarray)
        Rock dissolved by carbonic acid, by sulphuric and nitric acid. [mol/m3]

    References
    ----------
    .. [1] J. Gaillardet, B. Dupre, P. Louvat, C.J. Allegre, "Global silicate weathering and CO2 consumption rates deduced
       from the chemistry of large rivers", Chemical Geology 159 (1999) 3-30.

    Examples
    --------
    >>> acids(2.0, 4.0), acids(2.0, 3.0)
    ((2.0, 0.0), (1.0, 1.0))
    """
    return bicarbonate - cations, 2 * cations - bicarbonate


def hydrochemical(discharge: Floats, cations: Floats, bicarbonate: Floats) -> Floats:
    r"""Compute the carbon of the air that karst water carries off.

    .. math:: F_C = \max(0, H - T) \cdot 12 \cdot Q

    With carbonic acid alone (T/H = 0.5) this is half of the bicarbonate.

    Parameters
    ----------
    discharge : ndarray (..., year)
        Water of the basin in the year. [m3]
    cations : ndarray
        Calcium and magnesium of carbonate, that of gypsum taken off. [mol/m3]
    bicarbonate : ndarray
        [mol/m3]

    Returns
    -------
    ndarray (..., year)
        Emissions, removals negative. [t CO2]

    References
    ----------
    .. [1] Z. Liu, W. Dreybrodt, H. Wang, "A new direction in effective accounting for the atmospheric CO2 budget:
       considering the combined action of carbonate dissolution, the global water cycle and photosynthetic uptake of DIC by
       aquatic organisms", Earth-Science Reviews 99 (2010) 162-172.

    Examples
    --------
    A million cubic metres with 4 mol/m3 of bicarbonate and 2 of cations carry 24 t C:

    >>> round(float(hydrochemical(1e6, 2.0, 4.0)), 6)
    -88.0
    """
    by_carbonic, _ = acids(cations, bicarbonate)
    return -np.maximum(by_carbonic, 0.0) * CARBON * discharge * CO2_PER_C


def tablet(area: Floats, loss: Floats, purity: Floats) -> Floats:
    r"""Compute the carbon of the air that dissolves limestone, from what tablets of rock lose.

    .. math:: F_C = L \, A \, \frac{12}{100} \, p

    Parameters
    ----------
    area : ndarray (..., year)
        Karst area. [ha]
    loss : ndarray
        Rock lost by tablets set out in the soil. [t/ha yr]
    purity : ndarray
        Calcium carbonate of the rock. [1]

    Returns
    -------
    ndarray (..., year)
        Emissions, removals negative. [t CO2]

    References
    ----------
    .. [1] D. Yuan, "The carbon cycle in karst", Zeitschrift fuer Geomorphologie, Supplementband 108 (1997) 91-102.

    Examples
    --------
    >>> round(float(tablet(1000.0, 0.5, 1.0)), 6)
    -220.0
    """
    return -loss * area * CARBONATE * purity * CO2_PER_C


def permafrost(area: Floats, rate: Floats) -> Floats:
    """Compute the flux of frozen ground from a rate of the study.

    Parameters
    ----------
    area : ndarray (..., year)
        Area of permafrost. [ha]
    rate : ndarray
        Carbon dioxide given off, negative where taken up. [t CO2/ha yr]

    Returns
    -------
    ndarray (..., year)
        Emissions, removals negative. [t CO2]

    Examples
    --------
    >>> float(permafrost(1000.0, -0.2))
    -200.0
    """
    return area * rate


Part = tuple[str, str, tuple[tuple[str, str], ...], Callable[..., Floats], str]
PARTS: tuple[Part, ...] = (
    ("karst_discharge", "m3", (("cations", "mol/m3"), ("bicarbonate", "mol/m3")), hydrochemical, "karst_hydrochemical"),
    ("karst_area", "ha", (("loss", "t/ha yr"), ("purity", "1")), tablet, "karst_tablet"),
    ("permafrost_area", "ha", (("flux", "t CO2/ha yr"),), permafrost, "permafrost_flux"),
)  # fmt: skip
"""Statistic, its unit, the numbers it is multiplied with, formula, method."""


def lines(activities: Activities, shelf: Shelf) -> tuple[tuple[Line, ...], tuple[Fault, ...]]:
    """Give the lines of karst and permafrost: ledger ``natural``, in no total."""
    found: list[Line] = []
    faults: list[Fault] = []
    for part in PARTS:
        for kind in apart(activities, part[0], faults):
            with gathering(faults):
                found += _natural(activities, shelf, part, kind)
    return tuple(found), tuple(faults)


def _natural(activities: Activities, shelf: Shelf, part: Part, kind: str) -> list[Line]:
    item, unit, wanted, formula, method = part
    statistic, years = activities.over(item, unit, kind), activities.years
    if statistic is None:
        return []
    numbers = [use(shelf, item, quantity, of, years, kind=kind) for quantity, of in wanted]
    return [
        Line(
            id=f"land.{item}.{kind}", category="M3", gas="CO2", years=years, inputs=(statistic, *numbers), formula=formula,
            method=method, item=item, kind=kind, ledger="natural", memo="natural",
        )
    ]  # fmt: skip
