"""Warming potentials over a hundred years, by assessment report; two sets never mix."""

from __future__ import annotations

import functools
from collections.abc import Mapping

from dualcarbon.errors import InputError
from dualcarbon.vocabulary.faults import Place, cut, note
from dualcarbon.vocabulary.names import GASES

SETS = {
    "SAR": "SARGWP100",
    "AR4": "AR4GWP100",
    "AR5": "AR5GWP100",
    "AR6": "AR6GWP100",
}
"""Sets that can be chosen, and what the kept package calls them."""


def gwp(gas: str, set_name: str) -> float:
    """Give the warming potential of a gas over a hundred years.

    Parameters
    ----------
    gas : str
        A gas of the vocabulary, in any of its spellings.
    set_name : {"SAR", "AR4", "AR5", "AR6"}
        Assessment report whose values are used; there is no default.

    Returns
    -------
    float
        [t CO2e/t]

    Raises
    ------
    UnknownName
        The vocabulary holds no such gas.
    InputError
        There is no such set, or the report has no value for the gas.

    Notes
    -----
    Methane is the report's value for all methane: 28 in AR5 without climate-carbon feedback, 27.9 in AR6.

    References
    ----------
    .. [1] IPCC, "Climate Change 2013: The Physical Science Basis", table 8.A.1.
    .. [2] IPCC, "Climate Change 2021: The Physical Science Basis", table 7.SM.7.

    Examples
    --------
    >>> gwp("CH4", "AR5"), gwp("N2O", "AR6"), gwp("CO2", "SAR")
    (28.0, 273.0, 1.0)
    """
    id = GASES.find(gas).id
    values = potentials(set_name)
    if id not in values:
        raise InputError(faults=[note("REF011", gas=id, set=set_name)])
    return values[id]


@functools.cache
def potentials(set_name: str) -> Mapping[str, float]:
    """Give all warming potentials of a set by gas.

    Returns
    -------
    mapping of float
        By id of the gas. [t CO2e/t]

    Raises
    ------
    InputError
        There is no such set.
    """
    if set_name not in SETS:
        raise InputError(faults=[note("REF010", text=set_name, known=", ".join(SETS))])
    import globalwarmingpotentials  # only studies of several gases need it

    given = globalwarmingpotentials.data[SETS[set_name]]
    found = {gas: given.get(gas.replace("-", "")) for gas in GASES}
    return {"CO2": 1.0} | {gas: float(value) for gas, value in found.items() if value is not None}


def one_set(used: Mapping[str, str], place: Place | None = None) -> str:
    """Give the one set that all of some things use.

    Parameters
    ----------
    used : mapping of str
        Set by what uses it: a gas, a table.
    place : Place, optional
        Where they were found.

    Raises
    ------
    InputError
        They use two sets, or nothing uses any.

    Examples
    --------
    >>> one_set({"CH4": "AR5", "N2O": "AR5"})
    'AR5'
    """
    sets = set(used.values())
    if len(sets) == 1:
        return sets.pop()
    text = {lang: _named(used, lang) for lang in SAID}
    raise InputError(faults=[note("UNIT009", place, text=text)])


SAID = {"en": ("{0} uses {1}", ", ", "no set is named"), "zh": ("{0} 用 {1}", "，", "未指明")}


def _named(used: Mapping[str, str], lang: str) -> str:
    """Say which set each thing uses."""
    said, gap, nothing = SAID[lang]
    return gap.join(said.format(cut(what), cut(name)) for what, name in used.items()) or nothing
