"""Carbon of forests from what inventories measure: stock volume, area, growth, loss; removals are negative."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from dualcarbon.inventory.ledger import Floats

CO2_PER_C = 44 / 12
"""Carbon dioxide per carbon, by molar mass. [t CO2/t C]"""
THIN = 20.0
"""Stock per area below which the constant term of the continuous function makes most of the biomass. [m3/ha]"""


def carbon(volume: Floats, density: Floats, expansion: Floats, root: Floats, share: Floats) -> Floats:  # fmt: skip
    r"""Compute the carbon that a forest holds in living trees.

    .. math:: C = V \, D \, BEF \, (1 + R) \, CF

    Parameters
    ----------
    volume : ndarray (..., year)
        Stock volume. [m3]
    density : ndarray
        Dry matter of a cubic metre of stem. [t/m3]
    expansion : ndarray
        Above-ground biomass per stem biomass. [1]
    root : ndarray
        Below-ground per above-ground biomass. [1]
    share : ndarray
        Carbon of dry matter. [t C/t]

    Returns
    -------
    ndarray (..., year)
        [t C]

    References
    ----------
    .. [1] IPCC, "2006 IPCC Guidelines for National Greenhouse Gas Inventories", vol. 4, ch. 2, eq. 2.8.

    Examples
    --------
    A thousand cubic metres at 0.5 t/m3, half as much again in branches, a quarter of that in roots, half carbon:

    >>> float(carbon(1000.0, 0.5, 1.5, 0.25, 0.5))
    468.75
    """
    return volume * density * expansion * (1 + root) * share


def by_volume(volume: Floats, area: Floats, slope: Floats, constant: Floats) -> Floats:
    r"""Compute the biomass of forests by the continuous function of stock per area, summed over the area.

    .. math:: B = A \, (a \, V / A + b) = a V + b A

    Parameters
    ----------
    volume : ndarray (..., year)
        Stock volume. [m3]
    area : ndarray (..., year)
        Area. [ha]
    slope : ndarray
        a of the type of forest. [t/m3]
    constant : ndarray
        b of the type of forest. [t/ha]

    Returns
    -------
    ndarray (..., year)
        Biomass of whole trees. [t]

    References
    ----------
    .. [1] J. Fang, A. Chen, C. Peng, S. Zhao, L. Ci, "Changes in forest biomass carbon storage in China between
       1949 and 1998", Science 292 (2001) 2320-2322.

    Examples
    --------
    Ten hectares of poplar with 50 m3/ha, 0.4754 x 500 + 30.6034 x 10:

    >>> round(float(by_volume(500.0, 10.0, 0.4754, 30.6034)), 3)
    543.734
    """
    return slope * volume + constant * area


def yearly(own: Sequence[int], years: Sequence[int], *, hold: bool = False) -> Floats:
    r"""Give the weights that turn stocks of inventories into their change in each year.

    .. math:: \Delta C_y = (C_{t_2} - C_{t_1}) / (t_2 - t_1), \qquad t_1 < y \le t_2

    Parameters
    ----------
    own : sequence of int
        Years of the inventories, two or more, rising.
    years : sequence of int
        Years of the account.
    hold : bool
        Whether the change between the last two goes on after the last.

    Returns
    -------
    ndarray (own, year)
        Weights, to be multiplied with stocks from the right; NaN where no two inventories enclose the year. [1/yr]

    References
    ----------
    .. [1] IPCC, "2006 IPCC Guidelines for National Greenhouse Gas Inventories", vol. 4, ch. 2, eq. 2.5.

    Examples
    --------
    >>> stocks = np.array([100.0, 110.0, 130.0])
    >>> stocks @ yearly([2010, 2015, 2020], [2010, 2015, 2018])
    array([nan,  2.,  4.])
    """
    marks = np.asarray(own)
    weights = np.full((len(marks), len(years)), np.nan)
    for place, year in enumerate(years):
        after = int(np.searchsorted(marks, year))
        after = len(marks) - 1 if hold and after == len(marks) else after
        if 0 < after < len(marks):
            span = 1 / (marks[after] - marks[after - 1])
            weights[:, place] = 0.0
            weights[after - 1 : after + 1, place] = -span, span
    return weights


def difference(stocks: Floats, weights: Floats) -> Floats:
    r"""Compute what forests take up between inventories (stock-difference method).

    .. math:: E = -\frac{44}{12} \cdot \frac{C_{t_2} - C_{t_1}}{t_2 - t_1}

    Parameters
    ----------
    stocks : ndarray (..., own)
        Carbon at the inventories. [t C]
    weights : ndarray (own, year)
        Weights of ``yearly``. [1/yr]

    Returns
    -------
    ndarray (..., year)
        Emissions, removals negative. [t CO2]

    References
    ----------
    .. [1] IPCC, "2006 IPCC Guidelines for National Greenhouse Gas Inventories", vol. 4, ch. 2, eq. 2.5.
    """
    return -(stocks @ weights) * CO2_PER_C


def stock_volume(
    volume: Floats, density: Floats, expansion: Floats, share: Floats, growth: Floats, use: Floats
) -> Floats:
    r"""Compute what trees take up by the growth and consumption rates of their stock (provincial guideline).

    .. math:: E = -\frac{44}{12} \, V \, SVD \, BEF \, CF \, (GR - CR)

    Parameters
    ----------
    volume : ndarray (..., year)
        Stock volume. [m3]
    density : ndarray
        Dry matter of a cubic metre of stem. [t/m3]
    expansion : ndarray
        Biomass of the whole tree per stem biomass. [1]
    share : ndarray
        Carbon of dry matter. [t C/t]
    growth, use : ndarray
        Share of the stock that grows, that is felled or dies, in a year. [1/yr]

    Returns
    -------
    ndarray (..., year)
        Emissions, removals negative. [t CO2]

    References
    ----------
    .. [1] National Development and Reform Commission, "Guidelines for the preparation of provincial greenhouse gas
       inventories (trial)", 2011, ch. 5.

    Examples
    --------
    A thousand cubic metres, 0.5 t/m3, whole trees twice the stem, half carbon, growing 6 %, felled 2 %:

    >>> round(float(stock_volume(1000.0, 0.5, 2.0, 0.5, 0.06, 0.02)), 3)
    -73.333
    """
    return -volume * density * expansion * share * (growth - use) * CO2_PER_C


def gain(area: Floats, increment: Floats, root: Floats, share: Floats) -> Floats:
    r"""Compute what growth takes up (gain of the gain-loss method).

    .. math:: E = -\frac{44}{12} \, A \, G_w \, (1 + R) \, CF

    Parameters
    ----------
    area : ndarray (..., year)
        Area. [ha]
    increment : ndarray
        Above-ground growth. [t/ha yr]
    root : ndarray
        Below-ground per above-ground biomass. [1]
    share : ndarray
        Carbon of dry matter. [t C/t]

    Returns
    -------
    ndarray (..., year)
        Emissions, negative. [t CO2]

    References
    ----------
    .. [1] IPCC, "2006 IPCC Guidelines for National Greenhouse Gas Inventories", vol. 4, ch. 2, eq. 2.9 and 2.10.

    Examples
    --------
    >>> round(float(gain(100.0, 4.0, 0.25, 0.48)), 6)
    -880.0
    """
    return -area * increment * (1 + root) * share * CO2_PER_C


def harvest(volume: Floats, expansion: Floats, root: Floats, share: Floats) -> Floats:
    r"""Compute what felling or the gathering of whole trees for fuel releases (loss of the gain-loss method).

    .. math:: E = \frac{44}{12} \, H \, BCEF_R \, (1 + R) \, CF

    Parameters
    ----------
    volume : ndarray (..., year)
        Wood taken out. [m3]
    expansion : ndarray
        Biomass felled for each cubic metre taken out. [t/m3]
    root : ndarray
        Below-ground per above-ground biomass. [1]
    share : ndarray
        Carbon of dry matter. [t C/t]

    Returns
    -------
    ndarray (..., year)
        Emissions. [t CO2]

    References
    ----------
    .. [1] IPCC, "2006 IPCC Guidelines for National Greenhouse Gas Inventories", vol. 4, ch. 2, eq. 2.12 and 2.13.
    """
    return volume * expansion * (1 + root) * share * CO2_PER_C


def disturbance(area: Floats, biomass: Floats, root: Floats, share: Floats, lost: Floats) -> Floats:
    r"""Compute what fire, wind and pests release.

    .. math:: E = \frac{44}{12} \, A \, B_w \, (1 + R) \, CF \, f_d

    Parameters
    ----------
    area : ndarray (..., year)
        Area hit. [ha]
    biomass : ndarray
        Above-ground biomass before. [t/ha]
    root : ndarray
        Below-ground per above-ground biomass. [1]
    share : ndarray
        Carbon of dry matter. [t C/t]
    lost : ndarray
        Share of the biomass that is lost. [1]

    Returns
    -------
    ndarray (..., year)
        Emissions. [t CO2]

    References
    ----------
    .. [1] IPCC, "2006 IPCC Guidelines for National Greenhouse Gas Inventories", vol. 4, ch. 2, eq. 2.14.
    """
    return area * biomass * (1 + root) * share * lost * CO2_PER_C


def conversion(
    area: Floats, before: Floats, after: Floats, share: Floats, oxidised: Floats
) -> Floats:
    r"""Compute what forest turned to other land releases.

    .. math:: E = \frac{44}{12} \, A \, (B_{before} - B_{after}) \, CF \, f_{ox}

    Parameters
    ----------
    area : ndarray (..., year)
        Area converted in the year. [ha]
    before, after : ndarray
        Biomass. [t/ha]
    share : ndarray
        Carbon of dry matter. [t C/t]
    oxidised : ndarray
        Share of the carbon that goes to the air. [1]

    Returns
    -------
    ndarray (..., year)
        Emissions. [t CO2]

    References
    ----------
    .. [1] National Development and Reform Commission, "Guidelines for the preparation of provincial greenhouse gas
       inventories (trial)", 2011, ch. 5.

    Examples
    --------
    >>> round(float(conversion(12.0, 60.0, 10.0, 0.5, 0.9)), 6)
    990.0
    """
    return area * (before - after) * share * oxidised * CO2_PER_C


def thin(volume: Floats, area: Floats) -> np.ndarray:
    """Tell where the stock per area is too small for the continuous function.

    Parameters
    ----------
    volume : ndarray (year)
        Stock volume. [m3]
    area : ndarray (year)
        Area. [ha]

    Returns
    -------
    ndarray of bool (year)
        Whether there are less than 20 m3/ha. [m3/ha compared]

    Examples
    --------
    >>> thin(np.array([100.0, 300.0]), np.array([10.0, 10.0])).tolist()
    [True, False]
    """
    return volume < THIN * area
