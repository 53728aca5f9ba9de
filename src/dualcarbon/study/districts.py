"""Districts of a region that are studies of their own: held to the region's study, and laid over its scenarios."""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from dualcarbon.errors import InputError, UnitMismatch
from dualcarbon.measures.declared import Measure
from dualcarbon.measures.projects import Placed
from dualcarbon.quantities.declared import gathering
from dualcarbon.quantities.kinds import Constant, Logistic, Points, Share
from dualcarbon.quantities.paths import Path, check, overlay
from dualcarbon.scenarios import inheritance
from dualcarbon.scenarios.assumptions import Span, unit_factor, units_of
from dualcarbon.scenarios.declared import Scenario
from dualcarbon.scenarios.inheritance import Resolved
from dualcarbon.scenarios.tree import Tree
from dualcarbon.study.declared import StudyFile
from dualcarbon.vocabulary.faults import Fault, Place, note

DECLARATION = "study.toml"
SUM = "total"
"""What the sum of the districts is called beside them."""
SAME = ("base_year", "horizon", "price_year", "gwp")
"""What a district has to have from the region, or its years and tonnes could not be added up."""
AMOUNTS = (Constant, Points, Logistic)
"""Kinds of paths that state a level, which that of a whole region is not in a part of it."""
UP = "../"
Scenarios = Mapping[str, Resolved]
Left = Mapping[str, Sequence[str]]
"""Keys of the region that are left out in a district, by the code that says why."""


@dataclass(frozen=True, slots=True)
class Region:
    """What districts take from their region: its scenarios, resolved, and what each extends.

    ``defaults`` are paths that stand with what its tree declares, ``files`` the names of its scenario files and of its
    tree.toml.
    """

    scenarios: Scenarios
    parents: Mapping[str, str]
    listed: tuple[str, ...]
    defaults: Mapping[str, Path] = field(default_factory=dict)
    files: frozenset[str] = frozenset()


def faults(study: StudyFile, below: Mapping[str, StudyFile | None]) -> Iterator[Fault]:
    """Hold the declarations of districts, by folder, to the region's: years, prices and potentials, names, districts of theirs.

    Parameters
    ----------
    study : StudyFile
        The region's.
    below : mapping of StudyFile
        Those of its districts by folder; nothing where one has faults.
    """
    taken = {SUM}
    for where, own in below.items():
        if own is None:
            continue
        file = f"{where}/{DECLARATION}"
        if own.name in taken:
            what = {"en": "name", "zh": "名称"}
            yield note("DIS006", Place(file=file, key="name"), what=what, text=own.name)
        taken.add(own.name)
        for key in SAME:
            mine, wanted = getattr(own, key), getattr(study, key)
            if mine != wanted:
                yield note("DIS007", Place(file=file, key=key), key=key, own=mine, wanted=wanted)
        if own.districts:
            yield note("DIS008", Place(file=file, key="districts"))


def under(where: str, faults: Collection[Fault]) -> list[Fault]:
    """Give what is told of the files of a district their names from the study's folder.

    Examples
    --------
    >>> told = [note("STU014", Place(file=f), text="x", wanted="x", hint="") for f in ("study.toml", "../../scenarios/a.toml")]
    >>> [fault.place.file for fault in under("districts/north", told)]
    ['districts/north/study.toml', 'scenarios/a.toml']
    """
    return [replace(f, place=replace(f.place, file=seen(where, f.place.file))) for f in faults]


def seen(where: str, file: str) -> str:
    """Give the name of a file of a district from the study's folder; of no file that of its folder."""
    return posixpath.normpath(posixpath.join(where, file))


def laid(
    region: Region,
    where: str,
    own: Sequence[Scenario],
    placed: Mapping[str, tuple[Measure, Placed]],
    planted: tuple[Tree, Span],
) -> tuple[dict[str, Resolved], list[Fault]]:
    """Lay what a district says over the region's scenarios, key by key.

    What a file of the district says holds in the scenarios that extend its own, as in the region. What the region says holds
    where the district says nothing; what stands with the district's tree lies below both.

    Parameters
    ----------
    region : Region
        The region's scenarios.
    where : str
        Folder of the district.
    own : sequence of Scenario
        The district's files of these scenarios.
    placed : mapping
        Measures of the district by id, and how each comes into place.
    planted : tuple
        Its tree, base year and horizon.

    Returns
    -------
    tuple
        The listed scenarios by name, and what was left out or may surprise.

    Raises
    ------
    InputError
        A file extends another scenario than the region's (DIS009), or a group would have two residual parts.
    """
    said = {one.name: one for one in own}
    wrong = [f for one in own for f in _extending(one, region.parents)]
    if wrong:
        raise InputError(faults=wrong)
    chain = [_said(name, region, said.get(name)) for name in region.parents]
    mine = inheritance.resolve(chain, Place(file=where), placed)
    found: dict[str, Resolved] = {}
    left: dict[str, Left] = {}
    for name in region.listed:
        with gathering(wrong):
            found[name], left[name] = _one(region, where, mine[name], planted)
    if wrong:
        raise InputError(faults=wrong)
    return found, [fault for name in found for fault in _told(name, region, left)]


def _told(name: str, region: Region, left: Mapping[str, Left]) -> Iterator[Fault]:
    """Tell what of a scenario of the region is left out, where it was not told of the one that it extends."""
    before = left.get(region.parents[name], {})
    for code, keys in left[name].items():
        if anew := [key for key in keys if key not in before.get(code, ())]:
            place = Place(file=own_file(name))
            yield note(code, place, name=name, count=len(anew), keys=", ".join(anew))


def _extending(one: Scenario, parents: Mapping[str, str]) -> Iterator[Fault]:
    """Refuse a file that extends another scenario than that of the region."""
    wanted = parents[one.name]
    if one.extends and one.extends != wanted:
        place = Place(file=one.file, key="extends")
        yield note("DIS009", place, name=one.name, own=one.extends, wanted=wanted or "-")


def _said(name: str, region: Region, own: Scenario | None) -> Scenario:
    """Give what a district says in a scenario, in the chain of the region; nothing where it has no file of it."""
    parent = region.parents[name]
    if own is not None:
        return replace(own, extends=parent)
    return Scenario(name, {}, {}, parent, {}, {}, "")


def _one(
    region: Region, where: str, mine: Resolved, planted: tuple[Tree, Span]
) -> tuple[Resolved, Left]:
    """Lay the district over one scenario of the region, and name what of the region is left out."""
    whole, tree = _from_below(region, where, region.scenarios[mine.name]), planted[0]
    base, odd, amounts = _fitting(whole, tree)
    laid = _over(region, whole, base, mine, tree)
    while strange := _astray(laid, base, planted):
        odd += strange
        base = {key: path for key, path in base.items() if key not in strange}
        laid = _over(region, whole, base, mine, tree)
    out = {"DIS010": _unsaid(sorted(odd), mine), "DIS011": _unsaid(sorted(amounts), mine)}
    out["DIS013"] = _staying(whole, mine, region, laid)
    return replace(laid, title=whole.title, description=whole.description), out


def _unsaid(keys: Sequence[str], mine: Resolved) -> list[str]:
    """Give the keys, or parts of groups, that a district says nothing of itself."""
    return [k for k in keys if not {k, k.rpartition(".")[0]} & {*mine.paths}]


def own_file(scenario: str) -> str:
    """Give the name of a district's file of a scenario, whether it has one or not."""
    return f"scenarios/{scenario}.toml"


def _from_below(region: Region, where: str, whole: Resolved) -> Resolved:
    """Give a scenario of the region with the names that its files have from the folder of a district."""

    def moved(place: Place) -> Place:
        if place.file not in region.files:
            return place
        return replace(place, file=posixpath.relpath(place.file, where))

    paths = {key: replace(path, place=moved(path.place)) for key, path in whole.paths.items()}
    at = {key: moved(place) for key, place in whole.declared_at.items()}
    return replace(whole, paths=paths, declared_at=at, deployed=(), levels={})


def _fitting(whole: Resolved, tree: Tree) -> tuple[dict[str, Path], list[str], list[str]]:
    """Give the paths of the region that a district's tree has, the keys that it does not have, those that are amounts."""
    kept: dict[str, Path] = {}
    odd: list[str] = []
    amounts: list[str] = []
    for key, path in whole.paths.items():
        if isinstance(path.form, Share) and key in tree.groups:
            lost = [part for part in path.form.share if part not in tree.groups[key]]
            odd += [f"{key}.{part}" for part in lost]
            left = {part: form for part, form in path.form.share.items() if part not in lost}
            if left and path.residual not in lost:
                kept[key] = replace(path, form=path.form.model_copy(update={"share": left}))
        elif key not in tree.units:
            odd.append(key)
        elif isinstance(path.form, AMOUNTS) and _is_amount(tree.units[key]):
            amounts.append(key)
        else:
            kept[key] = path
    return kept, odd, amounts


def _is_amount(unit: str) -> bool:
    """Tell whether a unit is that of an amount, which a part of a region has less of, and not of a ratio."""
    return unit not in ("", "1", "%") and "/" not in unit


def _over(
    region: Region, whole: Resolved, base: Mapping[str, Path], mine: Resolved, tree: Tree
) -> Resolved:
    """Lay defaults of the region, those of the district, the region's scenario and the district's own over each other."""
    plain = {k: p for k, p in base.items() if region.scenarios[mine.name].paths[k] is region.defaults.get(k)}  # fmt: skip
    stated = {k: p for k, p in base.items() if k not in plain}
    paths: dict[str, Path] = {}
    at: dict[str, Place] = {}
    for layer, places in (
        (plain, whole.declared_at),
        (tree.defaults, {}),
        (stated, whole.declared_at),
        (mine.paths, mine.declared_at),
    ):
        for key, path in layer.items():
            paths[key] = overlay(paths[key], path) if key in paths else path
            at |= {k: places.get(k, path.place) for k in _keys(path)}
    return replace(mine, paths=paths, declared_at={**mine.declared_at, **at})


def _keys(path: Path) -> list[str]:
    """Give the key of a path, and of its parts where it is a group."""
    parts = path.form.share if isinstance(path.form, Share) else ()
    return [path.key, *(f"{path.key}.{part}" for part in parts)]


def _astray(laid: Resolved, base: Mapping[str, Path], planted: tuple[Tree, Span]) -> list[str]:
    """Name the paths of the region that follow what a district does not have, or stand in another kind of unit."""
    tree, span = planted
    units = units_of(laid, tree)
    years = {"base_year": span.base_year, "horizon": span.horizon}
    taken = [p for k, p in laid.paths.items() if k in base and p.place == base[k].place]
    return [
        p.key
        for p in taken
        if check(p, known=units, units=units, series=tree.series, **years) or not _converts(p, tree)
    ]


def _converts(path: Path, tree: Tree) -> bool:
    try:
        unit_factor(path, tree)
    except UnitMismatch:
        return False
    return True


def _staying(whole: Resolved, mine: Resolved, region: Region, laid: Resolved) -> list[str]:
    """Name what the region says later in the chain of a scenario than the district, whose word stands."""
    chain = [mine.name]
    while region.parents[chain[-1]]:
        chain.append(region.parents[chain[-1]])

    def depth(place: Place) -> int:
        stem = place.file.rpartition("/")[2].removesuffix(".toml")
        return chain.index(stem) if stem in chain else len(chain)

    both = [k for k in mine.declared_at if k in whole.declared_at and k in _every(laid)]
    return sorted(k for k in both if depth(whole.declared_at[k]) < depth(mine.declared_at[k]))


def _every(laid: Resolved) -> set[str]:
    """Give the keys of paths, of a group those of its parts alone."""
    return {k for p in laid.paths.values() for k in (_keys(p)[1:] or _keys(p))}


def notes(study: StudyFile, region: Scenarios, below: Mapping[str, StudyFile]) -> Iterator[Fault]:
    """Tell once that measures are not shared, and of scenarios that only a district has."""
    ids = dict.fromkeys(id for one in region.values() for id in one.levels)
    if ids:
        yield note("DIS012", Place(file=DECLARATION, key="districts"), ids=", ".join(ids))
    for where, own in below.items():
        odd = [name for name in own.scenarios if name not in study.scenarios]
        if odd:
            place = Place(file=f"{where}/{DECLARATION}", key="scenarios")
            yield note("DIS014", place, names=", ".join(odd))
