"""What comes out where an assumption is among its lowest, and among its highest: read off the members there are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

FIFTHS = 5
STANDARD_ERRORS = 3.0
"""A difference below so many standard errors is taken for chance: many assumptions are looked at. [1]"""


@dataclass(frozen=True, slots=True)
class Ends:
    """The mean of an output over the members in which an assumption is lowest, and over those in which it is highest.

    ``told`` is false where the difference may be chance. [unit of the output]
    """

    low: float
    high: float
    told: bool


def ends(quantity: Floats, output: Floats) -> Ends:
    r"""Give the mean of an output in the lowest and in the highest fifth of a quantity.

    .. math:: \bar y_{low} = \frac{5}{N} \sum_{j \le N/5} y_{(j)}, \qquad \bar y_{high} = \frac{5}{N} \sum_{j > 4N/5} y_{(j)}

    with members in the order of the quantity. No member is computed for it.

    Parameters
    ----------
    quantity : ndarray (member)
        What is low or high. [any unit]
    output : ndarray (member)
        What comes out; 0 or 1 for what happens or not, so that the mean is its probability. [any unit]

    Returns
    -------
    Ends
        Means of both fifths. [unit of ``output``]

    References
    ----------
    .. [1] E. Plischke, E. Borgonovo, C. L. Smith, "Global sensitivity measures from given data", European Journal of
       Operational Research 226 (2013) 536-550.

    Examples
    --------
    >>> ends(np.arange(10.0), np.array([1, 1, 1, 0, 1, 0, 1, 0, 0, 1.0]))
    Ends(low=1.0, high=0.5, told=False)
    """
    order = np.argsort(quantity, kind="stable")
    count = max(len(order) // FIFTHS, 1)
    low, high = output[order[:count]], output[order[-count:]]
    return Ends(float(low.mean()), float(high.mean()), _apart(low, high, output))


def weights(quantities: Mapping[str, Floats], outputs: Mapping[str, Floats]) -> dict[str, float]:
    """Say of each quantity how much of any output goes with it in a straight line, for a first look.

    Parameters
    ----------
    quantities, outputs : mapping of ndarray (member)
        By name. [any unit]

    Returns
    -------
    dict of float
        Largest squared correlation with an output, 0 to 1. [1]

    Examples
    --------
    >>> some = np.array([0.0, 1.0, 2.0, 3.0])
    >>> weights({"a": some, "b": np.array([0.0, 1.0, 1.0, 0.0])}, {"y": 2 * some})
    {'a': 1.0, 'b': 0.0}
    """
    told = [y for y in map(_standard, outputs.values()) if y is not None]
    found = {}
    for name, values in quantities.items():
        x = _standard(values)
        shares = [] if x is None else [float((x * y).mean()) ** 2 for y in told]
        found[name] = max(shares, default=0.0)
    return found


def _standard(values: Floats) -> Floats | None:
    spread = float(values.std())
    return (values - values.mean()) / spread if spread > 0 else None


def _apart(low: Floats, high: Floats, whole: Floats) -> bool:
    """Tell a difference of means from chance by the spread of all members."""
    error = float(whole.std()) * np.sqrt(1 / len(low) + 1 / len(high))
    return bool(abs(float(high.mean() - low.mean())) > STANDARD_ERRORS * error > 0)
