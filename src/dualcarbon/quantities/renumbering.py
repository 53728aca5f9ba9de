"""A path with other numbers in the places of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from dualcarbon.errors import InputError
from dualcarbon.quantities.declared import Declared
from dualcarbon.quantities.distributions import Distribution
from dualcarbon.quantities.forms import Form
from dualcarbon.quantities.paths import Path


def renumbered(path: Path, numbers: Mapping[str, Distribution]) -> Path:
    """Give a path with some of its numbers replaced.

    Parameters
    ----------
    path : Path
        Any kind.
    numbers : mapping of Distribution
        New numbers by their position, the draw key without the path's own: ``growth.2030``, ``coal.points.2030``. [unit of each]

    Returns
    -------
    Path
        The same kind, of the same parts and years. [unit of ``path``]

    Raises
    ------
    KeyError
        The path has no number there.
    ValueError
        Two numbers of the path are one object.
    InputError
        A number is none that the path may have.

    Examples
    --------
    >>> from dualcarbon.quantities.distributions import Fixed
    >>> from dualcarbon.quantities.paths import read
    >>> from dualcarbon.vocabulary.faults import Place
    >>> gdp = read("gdp", {"growth": [{"to": 2025, "rate": 0.05}, {"to": 2060, "rate": 0.05}]}, Place())
    >>> [str(n) for n in renumbered(gdp, {"growth.2060": Fixed(0.03)}).form.numbers().values()]
    ['0.05', '0.03']
    """
    own = path.form.numbers()
    new = {id(own[position]): number for position, number in numbers.items()}
    form = _replaced(path.form, new)
    if not isinstance(form, Form):
        msg = f"a path is no longer one: {path.key}"
        raise TypeError(msg)
    if form.numbers() != {**own, **numbers}:
        msg = f"two numbers of {path.key} are one object: give each its own"
        raise ValueError(msg)
    if faults := list(form.faults(path.place)):
        raise InputError(faults=faults)
    return replace(path, form=form)


def _replaced(value: object, new: Mapping[int, Distribution]) -> object:
    """Give a value with new numbers in the places of the old, found by what they are and not by what they say."""
    if id(value) in new:
        return new[id(value)]
    if isinstance(value, Declared):
        return value.model_copy(update={k: _replaced(v, new) for k, v in value})
    if isinstance(value, Mapping):
        return {key: _replaced(one, new) for key, one in value.items()}
    if isinstance(value, tuple):
        return tuple(_replaced(one, new) for one in value)
    return value
