"""Stated targets turned into amounts of emissions."""

from __future__ import annotations

from dualcarbon.errors import InputError
from dualcarbon.vocabulary.faults import Place, note

HERE = Place(key="targets.amounts")


def from_stated(
    change: float,
    reference: float,
    *,
    growth: float = 1.0,
    covered: float = 1.0,
    projected: float = 0.0,
    covered_then: float = 1.0,
) -> float:
    r"""Give the emissions of the target year that a stated change allows.

    .. math:: E = \gamma (1 + c) k_0 E_0 + (1 - k_1) P

    The covered part of the reference changes as stated; what is not covered in the target year goes its
    projected way. An intensity target grows with GDP, a target against the base year or against business
    as usual does not; for business as usual ``reference`` is the projection itself.

    Parameters
    ----------
    change : float
        Stated change :math:`c`; -0.49 is 49 per cent lower. [1]
    reference : float
        Emissions :math:`E_0` that the change refers to. [any unit of emissions]
    growth : float
        Ratio :math:`\gamma` of GDP in the target year to the reference year, for an intensity target. [1]
    covered : float
        Share :math:`k_0` of the reference that the target covers. [1]
    projected : float
        Emissions :math:`P` of the target year without the target. [unit of ``reference``]
    covered_then : float
        Share :math:`k_1` of ``projected`` that the target covers. [1]

    Returns
    -------
    float
        Emissions of the target year, all sectors. [unit of ``reference``]

    Raises
    ------
    InputError
        A share lies outside 0 to 1, or the change would leave less than nothing.

    References
    ----------
    .. [1] A. Günther, J. Gütschow, M. L. Jeffery, "NDCmitiQ v1.0.0: a tool to quantify and analyse
       greenhouse gas mitigation targets", Geoscientific Model Development 14 (2021).

    Examples
    --------
    Half of 100 Mt per GDP, GDP doubled, all covered:

    >>> from_stated(-0.5, 100.0, growth=2.0)
    100.0
    """
    bounds = {
        "covered": (covered, 0.0, 1.0),
        "covered_then": (covered_then, 0.0, 1.0),
        "change": (change, -1.0, float("inf")),
    }
    faults = [
        note("TGT032", HERE, name=name, value=value, low=low, high=high)
        for name, (value, low, high) in bounds.items()
        if not low <= value <= high
    ]
    if faults:
        raise InputError(faults=faults)
    return growth * (1 + change) * reference * covered + projected * (1 - covered_then)
