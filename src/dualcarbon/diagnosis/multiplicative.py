"""The multiplicative form of a decomposition, by sector or another dimension: factors of growth instead of amounts."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import xarray as xr

from dualcarbon.diagnosis.decomposition import Decomposition
from dualcarbon.diagnosis.logarithmic import log_mean


def ratios(steps: Sequence[Decomposition], dim: str) -> dict[str, xr.DataArray]:
    r"""Give the multiplicative effects over consecutive steps along one dimension.

    .. math:: D_{x,s} = \prod_t \exp \frac{\Delta_{x,s,t}}{L(V_t, V_{t-1})}

    Over all factors and labels they multiply to the growth of the total, as the additive effects add up to its change.

    Parameters
    ----------
    steps : sequence of Decomposition
        Steps of a chain, or one step. [unit of the quantity]
    dim : str
        Dimension to keep, for example ``sector``.

    Returns
    -------
    dict of DataArray (dim)
        Effect of each factor; empty where a total is 0 and there is no growth to tell. [1]

    References
    ----------
    .. [1] B.W. Ang, "The LMDI approach to decomposition analysis: a practical guide",
           Energy Policy 33 (2005) 867-871.

    Examples
    --------
    >>> from dualcarbon.diagnosis.decomposition import lmdi
    >>> of = lambda values: xr.DataArray(values, coords={"sector": ["a", "b"]})
    >>> step = lmdi({"use": of([1.0, 3.0])}, {"use": of([2.0, 6.0])})
    >>> found = ratios([step], "sector")["use"]
    >>> round(float(found.prod()), 9)
    2.0
    """
    if any(step.start <= 0 or step.end <= 0 for step in steps):
        return {}
    powers: dict[str, xr.DataArray] = {}
    for step in steps:
        weight = float(log_mean(step.start, step.end))
        for name, effect in step.by(dim).items():
            power = effect / weight
            powers[name] = powers[name] + power if name in powers else power
    return {
        name: power.copy(data=np.exp(power.values)).assign_attrs(units="1")
        for name, power in powers.items()
    }
