"""Fits as the text of paths that a scenario file takes, marked C, their source saying years and method."""

from __future__ import annotations

from dualcarbon.scenarios.estimates import Estimate, Fit

METHODS = {
    "growth": "mean growth of the logarithm, standard error widened for memory {memory:.2f}",
    "elasticity": "least squares of yearly growth of the logarithm on that of {to}, without constant, standard error widened for memory {memory:.2f}",
    "logistic": "logistic curve from 0 by least squares of the logarithm, standard error widened for memory {memory:.2f}",
    "survival": "Weibull survival by least squares of stocks, given additions, standard error widened for memory {memory:.2f}",
}
DIGITS = 5
"""Significant figures: more than any error of such a fit leaves."""


def path(fit: Fit, horizon: int) -> str:
    """Write a fit as the table of its path.

    Parameters
    ----------
    fit : Fit
        A growth rate, an elasticity or a saturation; survival is written as the key ``survival`` of a stock.
    horizon : int
        Last year of the scenarios.

    Examples
    --------
    >>> told = {"rate": Estimate(0.021, 0.008, 0.006, 0.036, 2000)}
    >>> fit = Fit(key="gdp", model="growth", numbers=told, years=(2010, 2017), memory=0.0, noise=0.01)
    >>> print(path(fit, 2060))
    [gdp]
    growth = [{to = 2060, rate = {normal = [0.021, 0.008004]}}]
    mark = "C"
    source = "fitted to 2010-2017: mean growth of the logarithm, standard error widened for memory 0.00"
    """
    method = METHODS[fit.model].format(memory=fit.memory, to=fit.to)
    source = f"fitted to {fit.years[0]}-{fit.years[1]}: {method}"
    remarks = ['mark = "C"', f'source = "{source}"']
    if fit.model == "survival":
        return "\n".join([f"[{fit.key}]", *remarks, "", f"[{fit.key}.stock]", _line(fit, horizon)])
    return "\n".join([f"[{fit.key}]", _line(fit, horizon), *remarks])


def _line(fit: Fit, horizon: int) -> str:
    """Write the one line of numbers of a fit."""
    told = {name: _number(one) for name, one in fit.numbers.items()}
    if fit.model == "growth":
        return f"growth = [{{to = {horizon}, rate = {told['rate']}}}]"
    if fit.model == "elasticity":
        return f'elasticity = {{to = "{fit.to}", value = {told["value"]}}}'
    if fit.model == "logistic":
        names = ("saturation", "midpoint", "rate")
        return f"logistic = {{{', '.join(f'{n} = {told[n]}' for n in names)}}}"
    return f"survival = {{weibull = [{told['shape']}, {told['scale']}]}}"


def _number(one: Estimate) -> str:
    """Write a number as the distribution of what is known of it; one without error as it is."""
    if one.sd <= 0 or not one.sd > 1e-9 * abs(one.value):
        return _plain(one.value)
    return f"{{normal = [{_plain(one.value)}, {_plain(one.sd)}]}}"


def _plain(value: float) -> str:
    """Write a number as TOML takes it; one that looks like a whole number stays a float."""
    text = f"{value:.{DIGITS}g}" if abs(value) < 1000 else f"{value:.2f}"
    return text if any(c in text for c in ".e") else f"{text}.0"
