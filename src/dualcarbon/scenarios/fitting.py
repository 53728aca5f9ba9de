"""Every fit that the history of a tree's parameters carries, and why the others are refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from dualcarbon.errors import InputError
from dualcarbon.scenarios import calibration, saturation, survival
from dualcarbon.scenarios.continuation import varies
from dualcarbon.scenarios.estimates import Fit
from dualcarbon.scenarios.tree import Series, Tree
from dualcarbon.vocabulary.faults import Fault

MODELS = ("growth", "elasticity", "logistic", "survival")
"""In the order in which they are tried."""
ADDED = "additions"
"""Name that the additions of a stock have in the statistics, after that of the stock."""


@dataclass(frozen=True, slots=True)
class Tried:
    """A model tried on a parameter: the fit, or why there is none."""

    key: str
    model: str
    fit: Fit | None
    refused: tuple[Fault, ...] = ()


def fits(
    history: Mapping[str, Series],
    years: Sequence[int],
    tree: Tree,
    only: str = "",
    since: Mapping[str, int] | None = None,
) -> tuple[Tried, ...]:
    """Try every model on the history of every parameter that is no share.

    Parameters
    ----------
    history : mapping of ndarray (year)
        Parameters of the tree, as read off the account. [unit of each key]
    years : sequence of int
        Years of the account. [year]
    tree : Tree
        The region's tree.
    only : str, optional
        The one parameter wanted.
    since : mapping of int, optional
        First year from which on a parameter is of one thing, where that is not the first of all. [year]
    """
    wanted = [key for key in parameters(history, tree) if only in ("", key)]
    late = since or {}
    found = [
        one for key in wanted for one in _of(key, *known(key, history, years, late), drivers(tree))
    ]
    return (*found, *(one for key in _stocks(tree) if only in ("", key) for one in _stock(key, tree)))  # fmt: skip


def known(
    key: str, history: Mapping[str, Series], years: Sequence[int], since: Mapping[str, int]
) -> tuple[dict[str, Series], list[int]]:
    """Give the years of all histories in which that of one parameter is of one thing, and these years.

    Parameters
    ----------
    key : str
        The parameter.
    history : mapping of ndarray (year)
        Parameters of the tree. [unit of each key]
    years : sequence of int
        Their years. [year]
    since : mapping of int
        First year of a parameter, where that is not the first of all. [year]
    """
    kept = [place for place, year in enumerate(years) if year >= since.get(key, years[0])]
    return {k: np.asarray(v)[kept] for k, v in history.items()}, [years[i] for i in kept]


def parameters(history: Mapping[str, Series], tree: Tree) -> list[str]:
    """Name the parameters that are fitted: those that are no share and ever moved.

    Parameters
    ----------
    history : mapping of ndarray (year)
        Parameters of the tree. [unit of each key]
    tree : Tree
        The region's tree.
    """
    shares = set(tree.parts)
    return [key for key, series in history.items() if key not in shares and varies(series)]


def drivers(tree: Tree) -> dict[str, str]:
    """Give what drives the branch of each intensity."""
    return {use.intensity: use.activity[-1] for use in tree.uses.values() if use.activity}


def _of(
    key: str, history: Mapping[str, Series], years: Sequence[int], driven: Mapping[str, str]
) -> Iterator[Tried]:
    """Try growth, elasticity and saturation."""
    values = history[key]
    yield _tried(key, "growth", lambda: calibration.growth(values, years, key))
    to = calibration.follows(key, history, driven)
    if to:
        other = history[to]
        yield _tried(
            key, "elasticity", lambda: calibration.elasticity(values, other, years, key, to)
        )
    yield _tried(key, "logistic", lambda: saturation.logistic(values, years, key))


def _stocks(tree: Tree) -> list[str]:
    """Name the variables whose statistics hold a stock and what was added to it."""
    return [f"variables.{name}" for name in tree.series if f"{name}.{ADDED}" in tree.series]


def _stock(key: str, tree: Tree) -> Iterator[Tried]:
    name = key.removeprefix("variables.")
    stocks, added = tree.series[name], tree.series[f"{name}.{ADDED}"]
    years = sorted(set(stocks) & {*added, min(stocks)})
    held, new = ([series.get(y, 0.0) for y in years] for series in (stocks, added))
    yield _tried(
        key, "survival", lambda: survival.weibull(np.array(held), np.array(new), years, key)
    )


def _tried(key: str, model: str, work: Callable[[], Fit]) -> Tried:
    try:
        return Tried(key, model, work())
    except InputError as error:
        return Tried(key, model, None, tuple(f for f in error.faults if isinstance(f, Fault)))
