"""Forests that grow older: curves of biomass by age, and what planting year by year adds up to."""

from __future__ import annotations

import numpy as np

from dualcarbon.errors import InputError
from dualcarbon.inventory.land.forest import CO2_PER_C
from dualcarbon.inventory.ledger import Floats
from dualcarbon.vocabulary.faults import Place, note


def chapman_richards(age: Floats, most: Floats, rate: Floats, shape: Floats) -> Floats:
    r"""Compute the biomass of a hectare by its age after Chapman and Richards.

    .. math:: B(t) = A \, (1 - e^{-k t})^c

    Parameters
    ----------
    age : ndarray
        Years since planting; younger than 0 holds nothing. [yr]
    most : ndarray
        Biomass that the forest grows towards. [t/ha]
    rate : ndarray
        k. [1/yr]
    shape : ndarray
        c, above 1 for a slow start. [1]

    Returns
    -------
    ndarray
        [t/ha]

    References
    ----------
    .. [1] F.J. Richards, "A flexible growth function for empirical use", Journal of Experimental Botany 10 (1959)
       290-301.

    Examples
    --------
    Half of the way at ln 2 / k for c = 1:

    >>> round(float(chapman_richards(np.log(2) / 0.05, 200.0, 0.05, 1.0)), 9)
    100.0
    """
    return most * (1 - np.exp(-rate * np.maximum(age, 0.0))) ** shape


def logistic(age: Floats, most: Floats, rate: Floats, start: Floats) -> Floats:
    r"""Compute the biomass of a hectare by its age as a logistic curve that begins at nothing.

    .. math:: B(t) = \frac{A}{1 + w e^{-k t}} - \frac{A}{1 + w}

    Parameters
    ----------
    age : ndarray
        Years since planting; younger than 0 holds nothing. [yr]
    most : ndarray
        A of the curve. [t/ha]
    rate : ndarray
        k. [1/yr]
    start : ndarray
        w, the larger the slower the start. [1]

    Returns
    -------
    ndarray
        The curve less its value at age 0, which would be biomass before planting. [t/ha]

    References
    ----------
    .. [1] B. Xu, Z. Guo, S. Piao, J. Fang, "Biomass carbon stocks in China's forests between 2000 and 2050: a prediction
       based on forest biomass-age relationships", Science China Life Sciences 53 (2010) 776-783.

    Examples
    --------
    >>> float(logistic(0.0, 200.0, 0.1, 9.0)), round(float(logistic(np.log(9) / 0.1, 200.0, 0.1, 9.0)), 9)
    (0.0, 80.0)
    """
    grown = most / (1 + start * np.exp(-rate * np.maximum(age, 0.0)))
    return grown - most / (1 + start)


def standing(planted: Floats, density: Floats) -> Floats:
    r"""Compute the stock of all that was planted, year by year.

    .. math:: S_t = \sum_{s \le t} P_s \, B(t - s)

    Parameters
    ----------
    planted : ndarray (..., year)
        Area planted in each of consecutive years. [ha]
    density : ndarray (..., age)
        Stock per area at age 0, 1, 2 ..., as many ages as years; what is planted in a year is of age 0 at its end. [t/ha]

    Returns
    -------
    ndarray (..., year)
        Stock at the end of each year. [t]

    Raises
    ------
    InputError
        There are fewer ages than years.

    References
    ----------
    .. [1] IPCC, "2006 IPCC Guidelines for National Greenhouse Gas Inventories", vol. 4, ch. 2, sec. 2.3.1.1.

    Examples
    --------
    >>> standing(np.array([10.0, 0.0, 5.0]), np.array([0.0, 2.0, 3.0]))
    array([ 0., 20., 30.])
    """
    return np.einsum("...s,...ts->...t", planted, _by_planting(density, planted.shape[-1]))


def increments(planted: Floats, density: Floats) -> Floats:
    r"""Compute what all that was planted adds in each year: planting convolved with the annual increment.

    .. math:: \Delta S_t = \sum_{s \le t} P_s \, [B(t - s) - B(t - s - 1)], \qquad B(-1) = 0

    Parameters
    ----------
    planted : ndarray (..., year)
        Area planted in each of consecutive years. [ha]
    density : ndarray (..., age)
        Stock per area at age 0, 1, 2 ..., as many ages as years. [t/ha]

    Returns
    -------
    ndarray (..., year)
        Added in each year; adds up to the stock. [t/yr]

    Raises
    ------
    InputError
        There are fewer ages than years.

    References
    ----------
    .. [1] IPCC, "2006 IPCC Guidelines for National Greenhouse Gas Inventories", vol. 4, ch. 2, eq. 2.9.

    Examples
    --------
    >>> increments(np.array([10.0, 0.0, 5.0]), np.array([0.0, 2.0, 3.0]))
    array([ 0., 20., 10.])
    """
    return standing(planted, np.diff(density, axis=-1, prepend=0.0))


def uptake(planted: Floats, density: Floats, share: Floats) -> Floats:
    r"""Compute what planting year by year takes up.

    .. math:: E_t = -\frac{44}{12} \, CF \, \Delta S_t

    Parameters
    ----------
    planted : ndarray (..., year)
        Area planted in each of consecutive years. [ha]
    density : ndarray (..., age)
        Biomass of whole trees per area at age 0, 1, 2 ..., as many ages as years. [t/ha]
    share : ndarray
        Carbon of dry matter. [t C/t]

    Returns
    -------
    ndarray (..., year)
        Emissions, negative while the forest grows. [t CO2]

    Raises
    ------
    InputError
        There are fewer ages than years.

    References
    ----------
    .. [1] IPCC, "2006 IPCC Guidelines for National Greenhouse Gas Inventories", vol. 4, ch. 2, eq. 2.9.

    Examples
    --------
    >>> uptake(np.array([30.0, 0.0]), np.array([0.0, 2.0]), 0.5).tolist()
    [-0.0, -110.0]
    """
    return -increments(planted, density) * share * CO2_PER_C


def ageing(areas: Floats, density: Floats, years: int) -> Floats:
    """Compute the stock of forests that stand already as they grow older.

    Parameters
    ----------
    areas : ndarray (..., age)
        Area at each age in the year of the last inventory. [ha]
    density : ndarray (..., age)
        Stock per area by age, to the oldest of ``areas`` and ``years`` more. [t/ha]
    years : int
        How many years to go on.

    Returns
    -------
    ndarray (..., year)
        Stock in the year of the inventory and in each year after it. [t]

    Raises
    ------
    InputError
        The curve does not reach the age that the oldest come to.

    Examples
    --------
    >>> ageing(np.array([10.0, 5.0]), np.array([0.0, 2.0, 3.0]), 1)
    array([10., 35.])
    """
    ages = areas.shape[-1]
    _reach(density, ages + years)
    stocks = [np.sum(areas * density[..., y : y + ages], axis=-1) for y in range(years + 1)]
    return np.stack(stocks, axis=-1)


def calibration(observed: Floats, modelled: Floats) -> Floats:
    """Give the factor that brings a curve to what the last inventory found.

    Parameters
    ----------
    observed, modelled : ndarray
        Stock of the last inventory, and what the curve gives for its areas by age. [t]

    Returns
    -------
    ndarray
        Factor on the biomass of the curve at every age. [1]

    Raises
    ------
    InputError
        The curve gives nothing where the inventory found something.

    Examples
    --------
    >>> float(calibration(np.array(120.0), np.array(100.0)))
    1.2
    """
    if np.any(np.asarray(modelled) <= 0):
        raise InputError(faults=[note("LND020", Place(key="land.growth"))])
    return observed / modelled


def _by_planting(density: Floats, years: int) -> Floats:
    """Give the stock per area in year t of what was planted in year s, (..., t, s)."""
    _reach(density, years)
    age = np.subtract.outer(np.arange(years), np.arange(years))
    return np.where(age >= 0, density[..., np.maximum(age, 0)], 0.0)


def _reach(density: Floats, ages: int) -> None:
    if density.shape[-1] < ages:
        told = note("LND021", Place(key="land.growth"), ages=density.shape[-1], years=ages)
        raise InputError(faults=[told])
