"""Paths: values over time, as scenarios declare, inherit and compare them."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from dualcarbon.errors import InputError
from dualcarbon.quantities.declared import gathering, hint, within
from dualcarbon.quantities.derived import Formula, Lookup
from dualcarbon.quantities.distributions import Distribution, Fixed
from dualcarbon.quantities.forms import Form
from dualcarbon.quantities.kinds import (
    KINDS,
    Elasticity,
    Growth,
    Points,
    Share,
    read_form,
)
from dualcarbon.quantities.stock import Stock
from dualcarbon.vocabulary.faults import Fault, Place, note

REMARKS = ("source", "note", "mark")
"""What a path says besides its numbers; another unit makes other numbers."""


@dataclass(frozen=True, slots=True)
class Path:
    """A value over time under its key."""

    key: str
    form: Form
    place: Place = field(default=Place(), compare=False)

    @property
    def kind(self) -> str:
        """Kind of the path, for example ``growth``."""
        return next(name for name, form in KINDS.items() if isinstance(self.form, form))

    @property
    def parts(self) -> dict[str, Path]:
        """Parts of a share group that are paths of their own, by name; the residual is none."""
        if not isinstance(self.form, Share):
            return {}
        forms = {name: form for name, form in self.form.share.items() if isinstance(form, Form)}
        return {
            name: Path(f"{self.key}.{name}", form, within(self.place, "share", name))
            for name, form in forms.items()
        }

    @property
    def residual(self) -> str:
        """Name of the residual part of a share group, or an empty text."""
        return self.form.residual if isinstance(self.form, Share) else ""


def read(key: str, table: object, place: Place) -> Path:
    """Read one path from a table of TOML, a number, or a distribution.

    Raises
    ------
    InputError
        With every fault of the path.

    Examples
    --------
    >>> read("gdp", {"growth": [{"to": 2030, "rate": 0.05}]}, Place()).kind
    'growth'
    >>> read("gdp", {"growht": []}, Place(file="baseline.toml"))
    Traceback (most recent call last):
    ...
    dualcarbon.errors.InputError: baseline.toml [gdp]: "growht" is not known here; did you mean "growth"?
    """
    where = within(place, key)
    return Path(key, read_form(table, where), where)


def read_tree(table: Mapping[str, object], place: Place) -> dict[str, Path]:
    """Read all paths of nested tables; a table that holds a kind is a path, others only group.

    Raises
    ------
    InputError
        With every fault of every path.

    Examples
    --------
    >>> list(read_tree({"intensity": {"industry": {"constant": 1.5}}}, Place()))
    ['intensity.industry']
    """
    faults: list[Fault] = []
    paths: dict[str, Path] = {}
    for key, value in _leaves(table):
        with gathering(faults):
            paths[key] = read(key, value, place)
    if faults:
        raise InputError(faults=faults)
    return paths


def _leaves(table: Mapping[str, object], above: str = "") -> Iterator[tuple[str, object]]:
    for name, value in table.items():
        key = f"{above}.{name}" if above else name
        if isinstance(value, Mapping) and not _is_path(value):
            yield from _leaves(value, key)
        else:
            yield key, value


def _is_path(table: Mapping[str, object]) -> bool:
    """Tell a path from a group of paths: it holds a kind, or no table at all, or nothing."""
    holds_tables = any(isinstance(value, Mapping) for value in table.values())
    return bool(set(table) & set(KINDS)) or not holds_tables


def overlay(parent: Path, child: Path) -> Path:
    """Give what a scenario inherits where its child says something of its own.

    Share groups merge part by part; every other path of the child replaces its parent's.

    Raises
    ------
    InputError
        The merged group has two residual parts.

    Examples
    --------
    >>> old = read("mix", {"share": {"coal": 0.6, "gas": "residual"}}, Place())
    >>> new = read("mix", {"share": {"coal": 0.5}}, Place())
    >>> {name: str(part) for name, part in overlay(old, new).form.share.items()}["gas"]
    'residual'
    """
    if not (isinstance(parent.form, Share) and isinstance(child.form, Share)):
        return child
    merged = child.form.model_copy(update={"share": {**parent.form.share, **child.form.share}})
    if faults := list(merged.faults(child.place)):
        raise InputError(faults=faults)
    return Path(child.key, merged, child.place)


def differs(one: Path, other: Path) -> bool:
    """Tell whether two paths say different numbers; what they say of sources does not count.

    Examples
    --------
    >>> old = read("gdp", {"constant": 1}, Place())
    >>> differs(old, read("gdp", {"constant": 1, "note": "as before"}, Place()))
    False
    """
    return _bare(one.form) != _bare(other.form)


def changed_parts(one: Path, other: Path) -> tuple[str, ...]:
    """Name the parts of two share groups that differ, sorted."""
    mine, theirs = (p.form.share if isinstance(p.form, Share) else {} for p in (one, other))
    names = sorted({*mine, *theirs})
    return tuple(n for n in names if _bare(mine.get(n)) != _bare(theirs.get(n)))


def _bare(form: object) -> object:
    """Give a form without what it says of itself."""
    if isinstance(form, Share):
        return {name: _bare(part) for name, part in form.share.items()}
    if isinstance(form, Form):
        told = {name: value for name, value in form if name not in REMARKS}
        return type(form), told
    return form


def numbers(path: Path) -> dict[str, Distribution]:
    """Give every number of a path by its draw key.

    Examples
    --------
    >>> path = read("gdp", {"growth": [{"to": 2025, "rate": {"normal": [0.05, 0.01]}}]}, Place())
    >>> numbers(path)
    {'gdp.growth.2025': Normal(mean=0.05, sd=0.01)}
    """
    return {f"{path.key}.{key}": number for key, number in path.form.numbers().items()}


def draw_keys(paths: Path | Iterable[Path]) -> tuple[str, ...]:
    """Give the draw keys of all uncertain numbers of paths, sorted, each once."""
    given = [paths] if isinstance(paths, Path) else paths
    uncertain = {
        key
        for path in given
        for key, number in numbers(path).items()
        if not isinstance(number, Fixed)
    }
    return tuple(sorted(uncertain))


def check(
    path: Path,
    *,
    base_year: int,
    horizon: int,
    known: Iterable[str] = (),
    units: Mapping[str, str] | None = None,
    series: Mapping[str, Mapping[int, float]] | None = None,
) -> list[Fault]:
    """Give the faults of a path among the years and the paths of its study.

    Parameters
    ----------
    path : Path
        A path, as read.
    base_year, horizon : int
        Last year of the statistics and last year of the scenarios.
    known : iterable of str
        Keys of all paths that another may follow.
    units : mapping of str, optional
        Their units, that of the path among them; without them those of formulas and stocks are not judged.
    series : mapping of {year: value}, optional
        Statistics and plans by name; without them what is looked up there is not judged. [unit of each]
    """
    every = list(known)
    keys = [key for key in every if key != path.key]
    if path.parts:
        again = functools.partial(check, base_year=base_year, horizon=horizon, known=every)
        parts = path.parts.values()
        return [fault for part in parts for fault in again(part, units=units, series=series)]
    found = [*_out_of_time(path, base_year, horizon), *_out_of_reach(path, keys)]
    if isinstance(path.form, Formula):
        unit = path.form.unit or (units or {}).get(path.key, "")
        return found + path.form.misfits(path.place, known=keys, units=units, unit=unit)
    if isinstance(path.form, Lookup) and series is not None:
        found += path.form.lacking(path.place, series=series, base_year=base_year)
    if isinstance(path.form, Stock):
        unit = (units or {}).get(path.key, "")
        found += path.form.misfits(path.place, unit=unit, units=units or {})
        found += path.form.lacking(path.place, series=series) if series is not None else ()
    return found


def _out_of_time(path: Path, base_year: int, horizon: int) -> Iterator[Fault]:
    where, ends = within(path.place, path.kind), _ends(path.form)
    if ends and ends[-1] < horizon:
        yield note("QTY009", where, kind=path.kind, last=ends[-1], horizon=horizon)
    for year in sorted(path.form.points) if isinstance(path.form, Points) else ends:
        if year <= base_year:
            yield note("QTY008", where, year=year, base_year=base_year)


def _ends(form: Form) -> list[int]:
    """Give the last year of each period of a form that goes by periods."""
    if isinstance(form, Growth):
        return [period.to for period in form.growth]
    return [period.to for period in form.elasticity.periods] if isinstance(form, Elasticity) else []


def _out_of_reach(path: Path, known: list[str]) -> Iterator[Fault]:
    if isinstance(path.form, Formula):  # tells its own names, with their columns
        return
    others = dict.fromkeys(known)
    for to in path.form.follows():
        if to not in others and isinstance(path.form, Lookup):
            yield note("LKP011", within(path.place, "lookup", "of"), of=to, hint=hint(to, others))
        elif to not in others:
            keys = ("elasticity", "to") if isinstance(path.form, Elasticity) else (path.kind,)
            yield note("QTY010", within(path.place, *keys), to=to, hint=hint(to, others))
