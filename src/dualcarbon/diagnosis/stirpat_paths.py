"""What a regression in logarithms says of other years, from the last statistic on."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from dualcarbon.diagnosis import memory
from dualcarbon.diagnosis.ridge import Array
from dualcarbon.diagnosis.stirpat import AFFLUENCE, SQUARED, Estimate, Sample, Stirpat
from dualcarbon.diagnosis.stirpat_checks import Form


def ahead(taken: Sample, regressors: Mapping[str, Array]) -> Array:
    """Give how far the logarithms of regressors move from their last year in the sample.

    Parameters
    ----------
    taken : Sample
        The sample that the regression is of. [1]
    regressors : mapping of ndarray (..., year)
        Regressors by name in later years, ``affluence_squared`` not among them. [unit of each, as in the sample]

    Returns
    -------
    ndarray (..., year, regressor)
        Differences of logarithms. [1]
    """
    logs = {name: np.log(values) for name, values in regressors.items()}
    if SQUARED in taken.names:
        logs[SQUARED] = (logs[AFFLUENCE] - taken.centre) ** 2
    steps: Array = np.stack([logs[name] for name in taken.names], axis=-1) - taken.regressors[-1]
    return steps


def carried(residual: Array, rho: Array, years: int, form: Form) -> Array:
    r"""Give what becomes of the residual of the last year.

    Of levels :math:`(\rho^h - 1) e_T`: it dies away as residuals do, so that the path starts at the last statistic and
    nears the regression. Of changes :math:`\sum_{j \le h} \rho^j e_T`: the level is kept, for nothing draws it back.

    Parameters
    ----------
    residual : ndarray (draw)
        Residual of the last year. [1]
    rho : ndarray (draw)
        Memory. [1]
    years : int
        Years ahead.
    form : str
        ``levels`` or ``differences``.

    Returns
    -------
    ndarray (draw, year)
        What is added to the logarithm of the last statistic. [1]

    References
    ----------
    .. [1] A.S. Goldberger, "Best linear unbiased prediction in the generalized linear regression model", Journal of
           the American Statistical Association 57 (1962) 369-375.

    Examples
    --------
    >>> carried(np.array([0.1]), np.array([0.5]), 2, "levels").round(4).tolist()
    [[-0.05, -0.075]]
    """
    powers = rho[:, None] ** np.arange(1, years + 1)
    weights = powers - 1 if form == "levels" else np.cumsum(powers, axis=1)
    path: Array = residual[:, None] * weights
    return path


def central(taken: Sample, found: Estimate, steps: Array) -> Array:
    """Give the logarithm of emissions at the central values of the regression.

    Parameters
    ----------
    taken : Sample
        The sample. [1]
    found : Estimate
        The regression. [1]
    steps : ndarray (..., year, regressor)
        As ``ahead`` gives them. [1]

    Returns
    -------
    ndarray (..., year)
        Logarithms of emissions. [1]
    """
    last, rho = found.residuals[-1:], np.array([found.memory.mean])
    moved: Array = steps @ found.coefficients
    return taken.emissions[-1] + moved + carried(last, rho, moved.shape[-1], found.form)[0]


def drawn(found: Stirpat, steps: Array) -> Array:
    """Give the logarithm of expected emissions of each draw of the regression, without yearly noise.

    Parameters
    ----------
    found : Stirpat
        The regression and its draws. [1]
    steps : ndarray (draw or 1, year, regressor)
        As ``ahead`` gives them, one path for each draw or one for all. [1]

    Returns
    -------
    ndarray (draw, year)
        Logarithms of emissions, as many draws as ``steps`` has or, of one path, all. [1]
    """
    count = len(steps) if len(steps) > 1 else len(found.rho)
    slopes = found.estimate.coefficients + found.shifts[:count, 1:]
    moved: Array = (steps @ slopes[:, :, None])[..., 0]
    form = found.estimate.form
    held = carried(_last(found)[:count], found.rho[:count], moved.shape[-1], form)
    return found.sample.emissions[-1] + moved + held


def noise(found: Stirpat, count: int, years: int, random: np.random.Generator) -> Array:
    """Give what years may differ from their expectation, for a draw each.

    Parameters
    ----------
    found : Stirpat
        The regression and its draws. [1]
    count, years : int
        Draws, and years after the last statistic.
    random : Generator
        Where it comes from.

    Returns
    -------
    ndarray (draw, year)
        Added to the logarithm of emissions; of a regression of changes it adds up. [1]
    """
    made = memory.noise(found.rho[:count], found.spread[:count], years, random, start=False)
    return made if found.estimate.form == "levels" else np.cumsum(made, axis=1)


def _last(found: Stirpat) -> Array:
    """Give the residual of the last year of each draw."""
    own = found.estimate.residuals[-1]
    design = found.sample.regressors
    last = (
        design[-1] - design.mean(axis=0)
        if found.estimate.form == "levels"
        else design[-1] - design[-2]
    )
    return own - found.shifts[:, 0] - found.shifts[:, 1:] @ last
