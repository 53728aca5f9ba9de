"""Methane of landfills: first-order decay of each kind of waste, and the older mass balance beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from dualcarbon.inventory.ledger import Floats, Formula, product
from dualcarbon.inventory.multiplied import C_TO_CH4

MONTHS = 12
MEAN_DELAY = 6
"""Delay that puts the beginning of decay on 1 January after the year of deposit. [month]"""


@dataclass(frozen=True, slots=True)
class Decay:
    """What becomes of degradable carbon, (..., year) each: carbon still lying there, and decomposed in the year. [t C]."""

    stored: Floats
    decomposed: Floats


def decay(deposited: Floats, k: Floats, delay: Floats | float = MEAN_DELAY) -> Decay:
    r"""Follow carbon that decays in proportion to what is left of it.

    .. math::

        S_t = S_{t-1} e^{-k} + D_t e^{-k (6 - d) / 12}, \qquad
        X_t = S_{t-1} (1 - e^{-k}) + D_t (1 - e^{-k (6 - d) / 12})

    Parameters
    ----------
    deposited : ndarray (..., year)
        Decomposable degradable organic carbon put there in successive years, the first being the first of the site. [t C]
    k : ndarray (..., 1)
        Rate of decay: ln 2 over the half-life. [1/year]
    delay : ndarray (..., 1) or float
        Months from deposit, on average in the middle of the year, to the beginning of decay; 6 is 1 January of the
        next year, which is month 13 in the guidelines' count. [month]

    Returns
    -------
    Decay
        Stored at the end of each year, decomposed in it, (..., year). [t C]

    References
    ----------
    .. [1] IPCC, "2006 IPCC Guidelines for National Greenhouse Gas Inventories", vol. 5, ch. 3, eq. 3.4, 3.5, 3A1.6-3A1.13.

    Examples
    --------
    Half of what is left goes in a year; nothing goes in the year of deposit:

    >>> found = decay(np.array([8.0, 0.0, 0.0]), np.array([np.log(2)]))
    >>> found.stored.round(9).tolist(), found.decomposed.round(9).tolist()
    ([8.0, 4.0, 2.0], [0.0, 4.0, 2.0])
    """
    kept, begun = np.exp(-k)[..., 0], np.exp(-k * (MEAN_DELAY - np.asarray(delay)) / MONTHS)
    rest, gone = deposited * begun, deposited * (1 - begun)
    stored, decomposed = [], []
    before = np.zeros(np.broadcast_shapes(rest[..., 0].shape, kept.shape))
    for year in range(deposited.shape[-1]):
        decomposed.append(before * (1 - kept) + gone[..., year])
        before = before * kept + rest[..., year]
        stored.append(before)
    return Decay(np.stack(stored, axis=-1), np.stack(decomposed, axis=-1))


def methane(decomposed: Floats, share: Floats, oxidised: Floats) -> Floats:
    r"""Compute the methane that leaves a site, none being recovered.

    .. math:: E = X \cdot F \cdot \tfrac{16}{12} \cdot (1 - OX)

    Parameters
    ----------
    decomposed : ndarray (..., year)
        Carbon decomposed. [t C]
    share : ndarray (..., 1)
        Methane in landfill gas, by volume. [1]
    oxidised : ndarray (..., 1)
        Share oxidised in the cover. [1]

    Returns
    -------
    ndarray (..., year)
        [t CH4]

    References
    ----------
    .. [1] IPCC, "2006 IPCC Guidelines for National Greenhouse Gas Inventories", vol. 5, ch. 3, eq. 3.1, 3.6.

    Examples
    --------
    >>> methane(np.array([12.0]), np.array([0.5]), np.array([0.1])).round(9).tolist()
    [7.2]
    """
    return decomposed * share * C_TO_CH4 * (1 - oxidised)


def first_order(own: Sequence[int], years: Sequence[int]) -> Formula:
    """Give the formula of decay for deposits over years of their own, wanted over those of the account.

    Parameters
    ----------
    own : sequence of int
        Successive years of the deposits.
    years : sequence of int
        Years of the account: nothing before the first deposit, NaN after the last known one.
    """

    def formula(deposited: Floats, *given: Floats) -> Floats:
        *carbon, k, share, oxidised, delay = given
        found = decay(product(deposited, *carbon), k, delay).decomposed
        return methane(onto(found, own, years), share, oxidised)

    return formula


def mass_balance(deposited: Floats, *given: Floats) -> Floats:
    r"""Compute methane as if all of it left in the year of deposit, as the provincial guideline of 2011 has it.

    .. math:: E = W \cdot MCF \cdot DOC \cdot DOC_f \cdot F \cdot \tfrac{16}{12} \cdot (1 - OX)

    Parameters
    ----------
    deposited : ndarray (..., year)
        Waste put there. [t]
    *given : ndarray (..., 1)
        Share of the waste, correction of the site, degradable carbon, part that decomposes; last methane in the gas and
        share oxidised. [1]

    Returns
    -------
    ndarray (..., year)
        [t CH4]

    References
    ----------
    .. [1] National Development and Reform Commission, "Guidelines for the preparation of provincial greenhouse gas
       inventories (trial)", 2011, ch. 5.

    Examples
    --------
    >>> ones = np.array([1.0])
    >>> mass_balance(np.array([100.0]), ones, np.array([0.15]), np.array([0.5]), np.array([0.5]), ones * 0).tolist()
    [5.0]
    """
    *carbon, share, oxidised = given
    return methane(product(deposited, *carbon), share, oxidised)


def onto(values: Floats, own: Sequence[int], years: Sequence[int]) -> Floats:
    """Give values of successive years on those of the account: nothing before the first, NaN after the last.

    Parameters
    ----------
    values : ndarray (..., own year)
        [any unit]
    own : sequence of int
        Their years.
    years : sequence of int
        Years wanted.

    Returns
    -------
    ndarray (..., year)
        [unit of ``values``]

    Examples
    --------
    >>> onto(np.array([1.0, 2.0]), (2019, 2020), (2018, 2020, 2021)).tolist()
    [0.0, 2.0, nan]
    """
    places = [min(max(year - own[0], 0), len(own) - 1) for year in years]
    before = np.array([year < own[0] for year in years])
    after = np.array([year > own[-1] for year in years])
    return np.where(after, np.nan, np.where(before, 0.0, values[..., places]))


def recovered(collected: Floats, oxidised: Floats) -> Floats:
    """Compute what recovery keeps from leaving a site: less than collected, as the cover would have oxidised a part.

    Parameters
    ----------
    collected : ndarray (..., year)
        Methane burnt or used. [t CH4]
    oxidised : ndarray (..., 1)
        Share oxidised in the cover. [1]

    Returns
    -------
    ndarray (..., year)
        Negative. [t CH4]

    Examples
    --------
    >>> recovered(np.array([10.0]), np.array([0.1])).tolist()
    [-9.0]
    """
    return -collected * (1 - oxidised)
