"""Whether a fall is a change of structure or only a slump."""

from __future__ import annotations

from collections.abc import Mapping

from dualcarbon.errors import UnknownName
from dualcarbon.vocabulary.faults import Place, note

ACTIVITY = ("activity", "population", "affluence")
"""Effects that together are the growth of the economy."""
STRUCTURAL = ("structure", "intensity", "mix", "capture")
"""Effects that stay when the economy grows again."""
APART = ("factor", "use", "use_per_head", "household_use", "other")
"""Effects that are neither: emission factors, household use, what is reported apart."""
ECONOMY = ("activity", "affluence")
"""Effects without which nothing is known of the size of the economy."""

SUPPORTED = "supported"
SLUMP = "slump"


def confirm(effects: Mapping[str, float], fall: float) -> str:
    r"""Say whether the effects of a decomposition support a fall.

    Supported if :math:`-(\Delta_{structure} + \Delta_{intensity} + \Delta_{mix} + \Delta_{capture}) > fall / 2` while
    activity raised emissions, which it does exactly when the economy grew; otherwise a slump.

    Parameters
    ----------
    effects : mapping of str to float
        Additive effects from the year of the maximum to the last year; names in ``ACTIVITY``,
        ``STRUCTURAL`` or ``APART``. [t CO2]
    fall : float
        What was lost from the maximum to the last year, positive. [t CO2]

    Returns
    -------
    str
        ``supported`` or ``slump``.

    Raises
    ------
    UnknownName
        An effect has another name.

    References
    ----------
    .. [1] B. W. Ang, "The LMDI approach to decomposition analysis: a practical guide", Energy Policy 33
       (2005) 867-871.

    Examples
    --------
    >>> confirm({"population": 1, "affluence": 9, "intensity": -20, "mix": -5}, fall=15)
    'supported'
    >>> confirm({"activity": -12, "intensity": -3}, fall=15)
    'slump'
    """
    known = (*ACTIVITY, *STRUCTURAL, *APART)
    where = Place(key="peak.confirmation")
    strange = [
        note("PEAK016", where, text=name, known=", ".join(known))
        for name in effects
        if name not in known
    ]
    if strange:
        raise UnknownName(faults=strange)
    growth = sum(effects.get(name, 0.0) for name in ACTIVITY)
    lasting = -sum(effects.get(name, 0.0) for name in STRUCTURAL)
    return SUPPORTED if growth > 0 and lasting > fall / 2 else SLUMP


def tellable(effects: Mapping[str, object]) -> bool:
    """Tell whether a decomposition knows the size of the economy: without it a slump cannot be told.

    Parameters
    ----------
    effects : mapping
        Effects by name. [t CO2]

    Examples
    --------
    >>> tellable({"population": 1.0, "affluence": 9.0}), tellable({"population": 1.0, "use_per_head": -4.0})
    (True, False)
    """
    return any(name in effects for name in ECONOMY)
