"""What emissions went with in the past: STIRPAT, a regression in logarithms on people, affluence and technology.

Regressors of one region rise and fall together, so the regression is a ridge with a penalty that the data choose; the
series wander, so it is of levels only if the residuals return to zero, else of yearly changes; neighbouring years are
alike, so the intervals come from noise with as much memory as the residuals have.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import xarray as xr

from dualcarbon.diagnosis import memory, ridge, stirpat_checks, unit_roots
from dualcarbon.diagnosis.memory import Memory
from dualcarbon.diagnosis.ridge import Array
from dualcarbon.diagnosis.stirpat_checks import Form
from dualcarbon.diagnosis.unit_roots import Root
from dualcarbon.vocabulary.faults import Fault

DRAWS = 1024
"""Draws behind an interval. [draws]"""
COVERS = 0.9
"""Share of the draws inside an interval. [1]"""
SURE = 0.10
"""Probability below which residuals are taken to return to zero. [1]"""
AFFLUENCE = "affluence"
SQUARED = "affluence_squared"
TRACED: Array = np.array([0.0, 1e-4, 1e-3, 1e-2, 1e-1])
"""Penalties that the ridge trace is told at. [1]"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """Logarithms that a regression is of, emissions (year) and regressors (year, regressor)."""

    years: tuple[int, ...]
    names: tuple[str, ...]
    emissions: Array
    regressors: Array
    centre: float
    """Mean logarithm of affluence, which its square is taken about. [1]"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """The regression at its central values; coefficients are elasticities."""

    form: Form
    k: float
    """Penalty on the scale of correlations. [1]"""
    intercept: float
    """Logarithm of emissions where all logarithms are zero; 0 of a regression of changes. [1]"""
    coefficients: Array
    """(regressor). [1]"""
    residuals: Array
    """(year), of levels or of changes. [1]"""
    memory: Memory
    together: Root
    """Test of the residuals of levels for a unit root. [1]"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stirpat:
    """The regression of one region with its uncertainty."""

    sample: Sample
    estimate: Estimate
    low: Array
    """Lower ends of the 90 % intervals (regressor). [1]"""
    high: Array
    """Upper ends (regressor). [1]"""
    inflation: Array
    """Variance inflation factors of the regressors as they are regressed on (regressor). [1]"""
    condition: float
    """Condition number of the same. [1]"""
    trace: Array
    """Coefficients at the penalties ``TRACED`` (penalty, regressor). [1]"""
    r2: float
    """Share of the squares explained, about the mean for levels and about zero for changes. [1]"""
    durbin_watson: float
    roots: Mapping[str, Root]
    """Test of each series for a unit root; ``emissions`` among them."""
    shifts: Array
    """How far each draw moves the coefficients (draw, constant and regressor). [1]"""
    rho: Array
    """Memory of each draw (draw). [1]"""
    spread: Array
    """Standard deviation of the noise of each draw (draw). [1]"""
    warnings: tuple[Fault, ...] = field(default=())


def fit(
    emissions: xr.DataArray,
    regressors: Mapping[str, xr.DataArray],
    *,
    seed: int,
    draws: int = DRAWS,
    squared: bool = False,
) -> Stirpat:
    r"""Regress emissions on what drives them.

    .. math:: \ln I = a + b \ln P + c \ln A + c_2 (\ln A - \overline{\ln A})^2 + d \ln T + \dots + e

    Parameters
    ----------
    emissions : DataArray (year)
        Every year's emissions, at least twelve. [t CO2, or the unit it carries]
    regressors : mapping of DataArray (year)
        People, affluence, technology, structure by name, over the same years. [any unit]
    seed : int
        Seed of the draws.
    draws : int
        Draws behind the intervals.
    squared : bool
        With the square of the logarithm of ``affluence``, about its mean.

    Returns
    -------
    Stirpat
        Elasticities with intervals, and what was checked. [1]

    Raises
    ------
    InputError
        Fewer than twelve years, years left out or without a value, a value that is not above zero, or no regressor
        that moves.

    Notes
    -----
    The penalty is that of generalised cross-validation [2]_. Intervals are centred on the ridge estimate and as wide as
    the draws of the unshrunk one, because shrinking buys its narrower spread with a bias that no data tell [3]_. Memory
    and spread of the noise are drawn from their restricted likelihood [4]_.

    References
    ----------
    .. [1] R. York, E.A. Rosa, T. Dietz, "STIRPAT, IPAT and ImPACT: analytic tools for unpacking the driving forces of
           environmental impacts", Ecological Economics 46 (2003) 351-365.
    .. [2] G.H. Golub, M. Heath, G. Wahba, "Generalized cross-validation as a method for choosing a good ridge
           parameter", Technometrics 21 (1979) 215-223.
    .. [3] R.L. Obenchain, "Classical F-tests and confidence regions for ridge regression", Technometrics 19 (1977)
           429-439.
    .. [4] D.A. Harville, "Bayesian inference for variance components using only error contrasts", Biometrika 61
           (1974) 383-385.

    Examples
    --------
    Emissions that follow the number of people one for one, but for noise:

    >>> years = {"year": range(2000, 2014)}
    >>> people = xr.DataArray(np.exp(np.linspace(0.0, 1.0, 14)), coords=years)
    >>> wobble = xr.DataArray(np.resize([1.01, 0.99, 1.0], 14), coords=years)
    >>> found = fit(3.0 * people * wobble, {"population": people}, seed=1)
    >>> found.estimate.form, float(found.estimate.coefficients.round(1)[0])
    ('levels', 1.0)
    """
    taken, told = sample(emissions, regressors, squared=squared)
    found = estimate(taken)
    design = moved(taken, found.form)
    random = np.random.default_rng(seed)
    rho, spread = memory.draw(found.memory, draws, random)
    drawn = memory.noise(rho, spread, len(design), random)
    shifts = drawn @ np.linalg.pinv(_with_constant(design, found.form)).T
    shifts = shifts if found.form == "levels" else np.pad(shifts, ((0, 0), (1, 0)))
    tail = (1 - COVERS) / 2
    low, high = np.quantile(found.coefficients + shifts[:, 1:], (tail, 1 - tail), axis=0)
    inflated, condition, trace = _told_apart(taken, found)
    roots = _roots(taken)
    r2 = _share(explained(taken, found.form), found)
    checked = stirpat_checks.Checked(
        taken.names, found.form, inflated, condition, r2, roots, found.together, len(taken.years)
    )
    return Stirpat(
        sample=taken,
        estimate=found,
        low=low,
        high=high,
        inflation=inflated,
        condition=condition,
        trace=trace,
        r2=r2,
        durbin_watson=memory.durbin_watson(found.residuals),
        roots=roots,
        shifts=shifts,
        rho=rho,
        spread=spread,
        warnings=(*told, *stirpat_checks.cautions(checked)),
    )


def sample(
    emissions: xr.DataArray, regressors: Mapping[str, xr.DataArray], *, squared: bool = False
) -> tuple[Sample, tuple[Fault, ...]]:
    """Take the logarithms that a regression is of; what cannot be told apart is left out and said.

    Parameters
    ----------
    emissions : DataArray (year)
        Emissions. [t CO2, or the unit it carries]
    regressors : mapping of DataArray (year)
        What drives them. [any unit]
    squared : bool
        As ``fit``.

    Returns
    -------
    tuple
        The sample [1], and which regressors were left out.

    Raises
    ------
    InputError
        As ``fit``.
    """
    years = stirpat_checks.years(emissions, regressors)
    stirpat_checks.values(emissions, regressors)
    logs = {name: np.log(series.to_numpy().astype(float)) for name, series in regressors.items()}
    centre = float(logs[AFFLUENCE].mean()) if AFFLUENCE in logs else 0.0
    if squared and AFFLUENCE in logs:
        logs[SQUARED] = (logs[AFFLUENCE] - centre) ** 2
    names, told = stirpat_checks.distinct(logs)
    return (
        Sample(
            years=years,
            names=names,
            emissions=np.log(emissions.to_numpy().astype(float)),
            regressors=np.stack([logs[name] for name in names], axis=1),
            centre=centre,
        ),
        told,
    )


def estimate(taken: Sample) -> Estimate:
    """Estimate the regression at its central values, of levels or of changes as its residuals allow.

    Parameters
    ----------
    taken : Sample
        Logarithms. [1]

    Returns
    -------
    Estimate
        Elasticities. [1]

    Raises
    ------
    InputError
        The regressors leave nothing over: emissions are made up of them.

    References
    ----------
    .. [1] R.F. Engle, C.W.J. Granger, "Co-integration and error correction: representation, estimation, and
           testing", Econometrica 55 (1987) 251-276.
    """
    levels = _with_constant(moved(taken, "levels"), "levels")
    stirpat_checks.left_over(taken.emissions, levels)
    together = unit_roots.residual_root(taken.emissions, levels)
    form: Form = "levels" if together.p < SURE else "differences"
    design, response = moved(taken, form), explained(taken, form)
    standard = ridge.standardise(design, centred=form == "levels")
    k = ridge.chosen(standard, response)
    found = ridge.coefficients(standard, response, k)
    intercept = float((response - design @ found).mean()) if form == "levels" else 0.0
    return Estimate(
        form=form,
        k=k,
        intercept=intercept,
        coefficients=found,
        residuals=response - design @ found - intercept,
        memory=memory.weigh(response, _with_constant(design, form)),
        together=together,
    )


def moved(taken: Sample, form: Form) -> Array:
    """Give the regressors as they are regressed on: logarithms less their means, or their yearly changes.

    Parameters
    ----------
    taken : Sample
        Logarithms. [1]
    form : str
        ``levels`` or ``differences``.

    Returns
    -------
    ndarray (year, regressor)
        Regressors. [1]
    """
    if form == "differences":
        return np.diff(taken.regressors, axis=0)
    centred: Array = taken.regressors - taken.regressors.mean(axis=0)
    return centred


def explained(taken: Sample, form: Form) -> Array:
    """Give what is explained: the logarithm of emissions, or its yearly changes.

    Parameters
    ----------
    taken : Sample
        Logarithms. [1]
    form : str
        ``levels`` or ``differences``.

    Returns
    -------
    ndarray (year)
        Response. [1]
    """
    return taken.emissions if form == "levels" else np.diff(taken.emissions)


def _with_constant(design: Array, form: Form) -> Array:
    return np.column_stack([np.ones(len(design)), design]) if form == "levels" else design


def _share(response: Array, found: Estimate) -> float:
    about = response - response.mean() if found.form == "levels" else response
    return 1 - float((found.residuals**2).sum() / (about**2).sum())


def _roots(taken: Sample) -> dict[str, Root]:
    series = {"emissions": taken.emissions}
    series |= {n: taken.regressors[:, i] for i, n in enumerate(taken.names)}
    return {name: unit_roots.unit_root(values) for name, values in series.items()}


def _told_apart(taken: Sample, found: Estimate) -> tuple[Array, float, Array]:
    """Give how well the coefficients are told apart: inflation, condition, ridge trace."""
    centred = found.form == "levels"
    design, response = moved(taken, found.form), explained(taken, found.form)
    standard = ridge.standardise(design, centred=centred)
    trace = np.stack([ridge.coefficients(standard, response, k) for k in TRACED.tolist()])
    return ridge.inflation(design, centred=centred), standard.condition, trace
