"""How likely net emissions reach zero and stay there, over an ensemble."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import xarray as xr
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class NeutralOdds:
    """What an ensemble says of neutrality; a member that is not neutral counts as later than the horizon.

    ``probability`` is the share of all members that are neutral at the horizon [1]; ``years`` (member) the first year from
    which on each stays neutral, infinite where none is; ``residuals`` (member) the net emissions of the horizon's year, in the
    unit of the ensemble.
    """

    horizon: int
    probability: float
    years: NDArray[np.float64]
    residuals: NDArray[np.float64]

    def year(self, level: float) -> int | str:
        """Give the year by which at least ``level`` of all members are neutral, or that it is later than the horizon."""
        rank = max(int(np.ceil(level * len(self.years) - 1e-9)), 1) - 1
        value = np.sort(self.years)[rank]
        return int(value) if np.isfinite(value) else f"> {self.horizon}"

    def residual(self, level: float) -> float:
        """Give a quantile of the net emissions of the horizon's year. [unit of the ensemble]."""
        return float(np.quantile(self.residuals, level))


def odds(net: xr.DataArray) -> NeutralOdds:
    r"""Count the members whose net emissions reach zero and stay at or below it to the last year.

    .. math:: y_m = \min \{ y : N_{m,z} \le 0 \text{ for all } z \ge y \}

    Parameters
    ----------
    net : DataArray (member, year)
        Emissions plus the region's own sinks. [t CO2 or t CO2e]

    Returns
    -------
    NeutralOdds
        Probability [1], years, residuals [unit of ``net``].

    References
    ----------
    .. [1] IPCC, "Global Warming of 1.5 C", 2018, Annex I (glossary): net zero emissions.

    Examples
    --------
    One of two members is neutral from 2059 on:

    >>> rows = [[2.0, 0.0, -1.0], [3.0, -1.0, 1.0]]
    >>> found = odds(xr.DataArray(rows, dims=("member", "year"), coords={"year": [2058, 2059, 2060]}))
    >>> found.probability, found.year(0.5), found.year(0.9)
    (0.5, 2059, '> 2060')
    """
    years = net["year"].values
    values = np.asarray(net.transpose("member", "year").values, dtype=float)
    stays = np.logical_and.accumulate((values <= 0)[:, ::-1], axis=1)[:, ::-1]
    first = np.where(stays.any(axis=1), years[np.argmax(stays, axis=1)], np.inf)
    neutral = float(stays[:, -1].mean())
    return NeutralOdds(int(years[-1]), neutral, first.astype(float), values[:, -1])
