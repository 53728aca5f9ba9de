"""What was tried by hand put down as assumptions: in the file of a scenario, or in a new one that extends it."""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from typing import Any

from dualcarbon.errors import InputError, UnknownName
from dualcarbon.quantities import distributions
from dualcarbon.quantities.declared import hint
from dualcarbon.quantities.distributions import (
    Distribution,
    Fixed,
    Lognormal,
    Normal,
    Triangular,
    Uniform,
)
from dualcarbon.scenarios.declared import SCHEMA
from dualcarbon.scenarios.inheritance import Resolved
from dualcarbon.study import levers
from dualcarbon.study.changing import Change, KeyPath, New, Values
from dualcarbon.study.preparation import Prepared
from dualcarbon.vocabulary.faults import Place, note
from dualcarbon.writers import edited_keys

ASSUMED = "A"
REMARKS = ("mark", "source", "note")
WEIBULL = ("shape", "scale")
"""Names of the two numbers that are written as a list."""


def moved_scenario(
    prepared: Prepared,
    scenario: str,
    values: Mapping[str, float],
    *,
    source: str,
    child: str = "",
    title: Mapping[str, str] | None = None,
) -> tuple[Change, ...]:
    """Give the changes that put moved levers down as assumptions.

    Parameters
    ----------
    prepared : Prepared
        The study.
    scenario : str
        Name of the scenario whose levers were moved.
    values : mapping of float
        Where each was put, by id. [unit of each]
    source : str
        What the person says of where the numbers come from.
    child : str
        Name of a new scenario that extends it; the scenario's own file is changed where it is left out.
    title : mapping of str, optional
        Title of the new scenario by language.

    Raises
    ------
    UnknownName
        The study has no such scenario, or the scenario no such lever.
    InputError
        A number stands where it cannot be changed alone.
    """
    if scenario not in prepared.scenarios:
        msg = f'the study has no scenario "{scenario[:40]}"; {hint(scenario, prepared.scenarios)["en"]}'
        raise UnknownName(msg)
    said = _said(prepared, prepared.scenarios[scenario], values, source)
    if not child:
        return (Values(prepared.read.scenarios[scenario].file, said),)
    listed = len(prepared.study.scenarios)
    return (
        New(f"scenarios/{child}.toml", _child(scenario, child, title or {}, said)),
        Values("study.toml", {("scenarios", listed): child}),
    )


def _said(
    prepared: Prepared, one: Resolved, values: Mapping[str, float], source: str
) -> dict[KeyPath, Any]:
    """Give what a scenario file is to say, by the path of keys."""
    there = levers.levers(one, prepared.scenarios.get(one.parent), prepared.study.base_year)
    numbers, levels = levers.moved(there, one, values)
    paths = dict.fromkeys(there[id].path for id in values if there[id].kind != "level")
    said: dict[KeyPath, Any] = {}
    for path in paths:
        at, raw = _raw(prepared, one, path)
        own = {
            k.removeprefix(f"{path}."): n for k, n in numbers.items() if k.startswith(f"{path}.")
        }
        for position, number in own.items():
            try:
                raw = _with(raw, position.split("."), _written(number))
            except (KeyError, TypeError) as error:
                raise InputError(
                    faults=[note("EDT012", Place(key=f"{path}.{position}"))]
                ) from error
        said[at] = _assumed(raw, source)
    return said | {("measures", id): level for id, level in levels.items()}


def _raw(prepared: Prepared, one: Resolved, path: str) -> tuple[KeyPath, Any]:
    """Give what was written of a path where it was declared last, in a scenario or with the tree, and its keys there."""
    place, read = one.declared_at[path], prepared.read
    every = [*read.scenarios.values(), *([read.tree] if read.tree else [])]
    document = next((d for d in every if d.file == place.file), None)
    keys = _keys(document.data, place.key) if document else None
    if document is None or keys is None:
        raise InputError(faults=[note("EDT012", Place(key=path))])
    raw: Any = document.data
    for key in keys:
        raw = raw[key]
    if document is read.tree and path in one.paths and isinstance(raw, Mapping):
        own = type(one.paths[path].form).model_fields  # a thing of the tree says more than its path
        raw = {key: value for key, value in raw.items() if key in {*own, *distributions.FORMS}}
    return keys, copy.deepcopy(raw)


def _keys(data: Any, dotted: str) -> tuple[str, ...] | None:  # noqa: ANN401
    """Take a dotted key apart as the tables of a file do; nothing where it leads nowhere."""
    if not dotted:
        return ()
    for name in data if isinstance(data, Mapping) else ():
        if dotted == name or dotted.startswith(f"{name}."):
            rest = _keys(data[name], dotted[len(name) + 1 :])
            if rest is not None:
                return (name, *rest)
    return None


def _with(raw: Any, parts: Sequence[str], new: Any) -> Any:  # noqa: ANN401
    """Give what was written with one number replaced; periods are known by their last year."""
    if not parts:
        return new
    first, rest = parts[0], parts[1:]
    if isinstance(raw, list) and first in WEIBULL:
        return [new if name == first else old for name, old in zip(WEIBULL, raw, strict=True)]
    if isinstance(raw, list):
        places = {str(part["to"]): n for n, part in enumerate(raw)}
        period = raw[places[first]]
        name = next(n for n in ("rate", "value") if n in period)
        raw[places[first]] = {**period, name: _with(period[name], rest, new)}
        return raw
    if first == "constant" and (not isinstance(raw, Mapping) or first not in raw):
        return new
    if first not in raw and "periods" in raw:
        return {**raw, "periods": _with(raw["periods"], parts, new)}
    return {**raw, first: _with(raw[first], rest, new)}


def _assumed(raw: Any, source: str) -> dict[str, Any]:  # noqa: ANN401
    """Give a path as an assumption with its source; a number alone becomes a path of one."""
    path = (
        raw
        if isinstance(raw, Mapping) and not set(raw) & set(distributions.FORMS)
        else {"constant": raw}
    )
    kept = {key: value for key, value in path.items() if key not in REMARKS}
    return {**kept, "mark": ASSUMED, "source": source}


def _written(number: Distribution) -> Any:  # noqa: ANN401
    """Write a number as people do."""
    if isinstance(number, Fixed):
        return float(number.value)
    if isinstance(number, Normal):
        return {"normal": [float(number.mean), float(number.sd)]}
    if isinstance(number, Triangular):
        return {"triangular": [float(n) for n in (number.low, number.mode, number.high)]}
    if isinstance(number, Uniform):
        return {"uniform": [float(number.low), float(number.high)]}
    if isinstance(number, Lognormal):
        return {"lognormal": [float(number.median), float(number.gsd)]}
    raise KeyError(type(number).__name__)


def _child(parent: str, name: str, title: Mapping[str, str], said: Mapping[KeyPath, Any]) -> str:
    """Write the file of a scenario that extends another one: its head, then a heading for each path."""
    titles = {lang: title.get(lang) or name for lang in ("en", "zh")}
    head: dict[KeyPath, Any] = {
        ("schema",): SCHEMA,
        ("name",): name,
        ("extends",): parent,
        ("title",): titles,
    }
    return edited_keys.edited("", head, []) + "".join(
        f"\n{edited_keys.edited('', {(*at, key): one for key, one in path.items()}, [])}"
        for at, path in _headed(said).items()
    )


def _headed(said: Mapping[KeyPath, Any]) -> dict[KeyPath, dict[str, Any]]:
    """Give the tables of a file; levels of measures stand together."""
    found: dict[KeyPath, dict[str, Any]] = {}
    for at, value in said.items():
        if isinstance(value, Mapping):
            found[at] = dict(value)
        else:
            found.setdefault(at[:-1], {})[str(at[-1])] = value
    return found
