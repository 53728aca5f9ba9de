"""What a regression on a short series must not pass over in silence: years, zeros, twins, unit roots, arithmetic."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import xarray as xr

from dualcarbon.diagnosis import naming
from dualcarbon.diagnosis.ridge import Array, standardise
from dualcarbon.diagnosis.unit_roots import Root
from dualcarbon.errors import InputError
from dualcarbon.vocabulary.faults import Fault, Place, note

Form = Literal["levels", "differences"]
WHERE = Place(key="stirpat")
LEAST = 12
"""Fewer years are refused."""
SPARE = 5
"""Degrees of freedom that a regression of changes must leave. [1]"""
INFLATED = 10.0
"""Variance inflation from which a coefficient is told to be poorly known. [1]"""
ILL = 30.0
"""Condition number from which regressors are told to be nearly one. [1]"""
ROOTED = 0.10
"""Probability from which a unit root is not excluded. [1]"""
ARITHMETIC = 0.99
"""Share explained from which the regressors nearly make up the emissions by definition. [1]"""
STILL = 1e-9
"""Spread of a logarithm, or singular value, below which it counts as none. [1]"""


@dataclass(frozen=True, slots=True)
class Checked:
    """What the cautions are read off."""

    names: Sequence[str]
    form: Form
    inflation: Array
    condition: float
    r2: float
    roots: Mapping[str, Root]
    together: Root
    years: int


def years(emissions: xr.DataArray, regressors: Mapping[str, xr.DataArray]) -> tuple[int, ...]:
    """Give the years of a sample.

    Parameters
    ----------
    emissions : DataArray (year)
        Emissions. [t CO2, or the unit it carries]
    regressors : mapping of DataArray (year)
        What drives them. [any unit]

    Returns
    -------
    tuple of int
        Years. [year]

    Raises
    ------
    InputError
        There are fewer than twelve, one is left out, the regressors are of other years, or there are none.
    """
    found = tuple(int(year) for year in emissions["year"].to_numpy())
    faults: list[Fault] = []
    if len(found) < LEAST:
        faults.append(note("STP001", WHERE, n=len(found), least=LEAST))
    elif found != tuple(range(found[0], found[0] + len(found))):
        faults.append(note("STP005", WHERE, years=", ".join(map(str, found))))
    for name, series in regressors.items():
        if tuple(int(year) for year in series["year"].to_numpy()) != found:
            faults.append(note("STP006", WHERE, name=naming.factor(name)))
    if faults:
        raise InputError(faults=faults)
    return found


def values(emissions: xr.DataArray, regressors: Mapping[str, xr.DataArray]) -> None:
    """Refuse what has no logarithm.

    Parameters
    ----------
    emissions : DataArray (year)
        Emissions. [t CO2, or the unit it carries]
    regressors : mapping of DataArray (year)
        What drives them. [any unit]

    Raises
    ------
    InputError
        Values that are missing, zero or negative, each with its year.
    """
    faults = [
        note("STP002", WHERE, name=naming.factor(name), year=int(year), value=float(value))
        if np.isfinite(value)
        else note("STP004", WHERE, name=naming.factor(name), year=int(year))
        for name, series in {"emissions": emissions, **regressors}.items()
        for year, value in zip(series["year"].to_numpy(), series.to_numpy(), strict=True)
        if not (np.isfinite(value) and value > 0)
    ]
    if faults:
        raise InputError(faults=faults)


def distinct(logs: Mapping[str, Array]) -> tuple[tuple[str, ...], tuple[Fault, ...]]:
    """Give the regressors that move, each in its own way, and tell of the others.

    Parameters
    ----------
    logs : mapping of ndarray (year)
        Logarithms of regressors. [1]

    Returns
    -------
    tuple
        Names that are kept, and warnings of those left out.

    Raises
    ------
    InputError
        None is left, or so many that nothing is left to judge them by.
    """
    kept: list[str] = []
    told: list[Fault] = []
    for name, series in logs.items():
        if np.ptp(series) < STILL:
            told.append(note("STP003", WHERE, name=naming.factor(name)))
        elif kept and _combined([logs[n] for n in (*kept, name)]):
            told.append(
                note("STP007", WHERE, name=naming.factor(name), others=naming.factors(kept))
            )
        else:
            kept.append(name)
    if not kept:
        raise InputError(faults=[note("STP008", WHERE)])
    count = len(next(iter(logs.values())))
    if count - 1 - len(kept) < SPARE:
        most = count - 1 - SPARE
        raise InputError(faults=[note("STP021", WHERE, n=len(kept), years=count, most=most)])
    return tuple(kept), tuple(told)


def left_over(response: Array, design: Array) -> None:
    """Refuse emissions that are made up of their regressors.

    Parameters
    ----------
    response : ndarray (year)
        Logarithm of emissions. [1]
    design : ndarray (year, regressor)
        Logarithms of regressors, and a constant. [1]

    Raises
    ------
    InputError
        Nothing is left over to estimate from.
    """
    base, _ = np.linalg.qr(design)
    if np.abs(response - base @ (base.T @ response)).max() < STILL:
        raise InputError(faults=[note("STP014", WHERE)])


def cautions(found: Checked) -> tuple[Fault, ...]:
    """Tell what a reader of the coefficients must know.

    Parameters
    ----------
    found : Checked
        What was checked.

    Returns
    -------
    tuple of Fault
        Warnings.
    """
    return (*_inflated(found), *_wandering(found), *_arithmetic(found))


def _combined(series: Sequence[Array]) -> bool:
    """Tell whether the last series is a combination of the others and a constant."""
    return bool(standardise(np.stack(series, axis=1)).singular[-1] < STILL)


def _inflated(found: Checked) -> Iterator[Fault]:
    pairs = dict(zip(found.names, found.inflation.tolist(), strict=True))
    high = [name for name, vif in pairs.items() if vif > INFLATED]
    if high or found.condition > ILL:
        most, condition = round(max(pairs.values()), 1), round(found.condition, 1)
        listed = naming.factors(high)
        yield note("STP009", WHERE, listed=listed, most=most, condition=condition)


def _wandering(found: Checked) -> Iterator[Fault]:
    """Tell which series may wander, and what the regression is of therefore."""
    names = [name for name, root in found.roots.items() if root.p >= ROOTED]
    code = "STP010" if found.form == "levels" else "STP011"
    listed = naming.factors(names)
    yield note(code, WHERE, listed=listed, p=found.together.p, n=found.years)


def _arithmetic(found: Checked) -> Iterator[Fault]:
    if found.r2 > ARITHMETIC:
        yield note("STP012", WHERE, r2=round(found.r2, 4))
