"""What another edition of factors would move: which years and totals, by how much, and which records are responsible."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl
import xarray as xr

from dualcarbon.errors import InputError
from dualcarbon.inventory.declared import Accounting
from dualcarbon.inventory.ledger import Floats, Ledger, Line, Ranged
from dualcarbon.reference.editions import NONE, Edition, Key, Order, packaged
from dualcarbon.reference.numbers import Shelf
from dualcarbon.study import account as accounts
from dualcarbon.study import editions, ledger, preparation
from dualcarbon.study.account import Account
from dualcarbon.study.allowed import hint
from dualcarbon.study.declared import StudyFile
from dualcarbon.study.edition_use import edition_of
from dualcarbon.study.editions import DECLARATION, FOLDER, Kept, Standing
from dualcarbon.vocabulary.faults import Fault, Place, cut, errors, note

MT = 1e-6
TOTALS = ("territorial", "adjusted", "co2e")
"""Carbon dioxide of energy in the region, the same with the trade of electricity and heat, all gases. [t]"""
FUEL = ("fuel", "purpose")
"""What a fuel is looked up by; all other numbers by item, quantity, kind."""
OTHER = "_against"
"""What is put after the id of an edition where another text of it is held against the one in use."""
Series = Mapping[str, Floats]


@dataclass(frozen=True, slots=True)
class Reckoned:
    """An account under some order of editions: the amounts of every line, its totals, and the numbers that it took.

    ``lines`` (year) [t CO2e], NaN where not known; ``totals`` (year) [t CO2, t CO2e].
    """

    years: tuple[int, ...]
    lines: Series
    of: Mapping[str, Line]
    totals: Series
    records: Mapping[Key, Mapping[int, Ranged]]


@dataclass(frozen=True, slots=True)
class Responsible:
    """One factor that another edition changes.

    ``key`` is (fuel, purpose) or (item, quantity, kind); ``old`` and ``new`` are the records of the last year; ``ids`` all
    records of all years, old and new; ``effect`` is what changes if this factor alone changes, by total, (year) [Mt].
    """

    key: Key
    old: Ranged | None
    new: Ranged | None
    ids: tuple[tuple[str, ...], tuple[str, ...]]
    effect: Series

    @property
    def label(self) -> str:
        """What the factor is of: fuel and purpose, or item, kind and quantity."""
        if len(self.key) == len(FUEL):
            return " ".join(self.key)
        item, quantity, kind = self.key
        return " ".join(part for part in (item, kind, quantity) if part)


@dataclass(frozen=True, slots=True)
class Comparison:
    """An account with its own editions and with another one.

    ``old`` and ``new`` are totals, ``moved`` their difference by total, ``by_category`` and ``by_gas`` the same in carbon
    dioxide equivalent, (year) [Mt]; ``together`` is what the factors change beyond the sum of their effects one at a time.
    """

    edition: Edition
    years: tuple[int, ...]
    old: Series
    new: Series
    moved: Series
    by_category: Series
    by_gas: Series
    records: tuple[Responsible, ...]
    together: Series
    warnings: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class _Bench:
    """What does not change between two accounts: the study, its yearbook, its own factors and numbers."""

    study: StudyFile
    account: Account
    factors: pl.DataFrame | None
    numbers: pl.DataFrame | None

    def reckon(self, standing: Standing, *, fuels: bool = True) -> Reckoned:
        """Compute the account with the editions of a standing; ``fuels`` tells whether their factors may differ."""
        held = self.account
        if fuels:
            held = accounts.keep(self.study, held.yearbook, self.factors, standing)
        held = dataclasses.replace(held, standing=standing)
        shelf = ledger.shelf_of(self.study, self.numbers, standing)
        home = ledger.open_ledger(self.study, held, self.numbers, shelf).territorial
        return _reckoned(held, home, shelf, self.study.gwp)


def compare(folder: Path, against: str) -> Comparison:
    """Compute the account of a study with another edition before all that it uses; nothing is written.

    Parameters
    ----------
    folder : Path
        Folder of the study.
    against : str
        Id of an edition of the study's folder or of the package, or a folder that holds an edition.toml. A guideline of the
        package takes the place of the guideline, an edition of the IPCC that of the IPCC; all others go before them.

    Returns
    -------
    Comparison
        [Mt CO2, Mt CO2e]

    Raises
    ------
    InputError
        With the faults of study or edition; or the edition is not known (EDN016), or used already (EDN010).
    """
    prepared = preparation.prepare(folder)
    read, study = prepared.read, prepared.study
    chosen, kept, told = _other(folder, study.account, read.editions, against)
    here, there = prepared.account.standing, editions.standing(chosen, kept)
    if here.order == there.order:
        raise InputError(faults=[note("EDN010", text=cut(against))])
    bench = _Bench(
        study,
        prepared.account,
        read.factors.frame if read.factors else None,
        read.numbers.frame if read.numbers else None,
    )
    old, new = bench.reckon(here), bench.reckon(there)
    apart = [_alone(bench, here, there, key, old, new) for key in _changed(old, new)]
    records = tuple(one for one in apart if one is not None)
    moved = _difference(old, new)
    return Comparison(
        edition=_named(against, kept),
        years=old.years,
        old=_in_mt(old.totals),
        new=_in_mt(new.totals),
        moved=moved,
        by_category=_grouped(old, new, lambda line: line.category),
        by_gas=_grouped(old, new, lambda line: line.gas),
        records=tuple(sorted(records, key=_weight, reverse=True)),
        together={t: moved[t] - sum((r.effect[t] for r in records), np.zeros(len(old.years))) for t in TOTALS},
        warnings=(*told, *there.warnings),
    )  # fmt: skip


def _other(
    folder: Path, chosen: Accounting, kept: Sequence[Kept], against: str
) -> tuple[Accounting, tuple[Kept, ...], list[Fault]]:
    """Give the choices of the study with another edition, the editions that they need, and what reading them found."""
    own, found = _folder(folder, against), list[Fault]()
    if own is None:
        return _packaged(chosen, against), tuple(kept), []
    new = editions.one(own, found)
    if new is None or errors(found):
        raise InputError(faults=errors(found))
    if new.id not in {one.id for one in kept}:
        names = (new.id, *chosen.editions)
        return chosen.model_copy(update={"editions": names}), (*kept, new), found
    if own.parent == folder / FOLDER:
        raise InputError(faults=[note("EDN010", text=cut(against))])
    return _instead(chosen, new.id), (*kept, _renamed(new)), found


def _instead(chosen: Accounting, id: str) -> Accounting:
    """Let another text of an edition that is used take its place."""
    names = {id: f"{id}{OTHER}"}
    listed = tuple(names.get(name, name) for name in chosen.editions)
    guideline = names.get(chosen.guideline, chosen.guideline)
    return chosen.model_copy(update={"editions": listed, "guideline": guideline})


def _renamed(kept: Kept) -> Kept:
    file = kept.file.model_copy(update={"id": f"{kept.id}{OTHER}"})
    return dataclasses.replace(kept, file=file)


def _folder(folder: Path, against: str) -> Path | None:
    """Give the folder of an edition that is a study's own, or that lies elsewhere."""
    named = folder / FOLDER / against
    inside = (named / DECLARATION).is_file() and named.parent == folder / FOLDER
    if inside:
        return named
    return Path(against) if (Path(against) / DECLARATION).is_file() else None


def _packaged(chosen: Accounting, against: str) -> Accounting:
    """Give the choices of the study with an edition of the package in its place.

    Raises
    ------
    InputError
        The package has no such edition that could be chosen (EDN016).
    """
    known = packaged().get(against)
    kind = "guideline" if against == NONE else known.kind if known else ""
    if kind == "guideline":
        return chosen.model_copy(update={"guideline": against})
    if kind == "ipcc":
        return chosen.model_copy(update={"ipcc": against.removeprefix("ipcc_")})
    names = [NONE, *(e.id for e in packaged().values() if e.kind in ("guideline", "ipcc"))]
    raise InputError(faults=[note("EDN016", Place(), text=cut(against), hint=hint(against, names))])


def _named(against: str, kept: Sequence[Kept]) -> Edition:
    """Give the edition that was asked for, as people know it."""
    own = {one.id: one for one in kept}
    name = Path(against).name
    found = own.get(f"{name}{OTHER}") or own.get(against) or own.get(name)
    if found is not None:
        return found.edition()
    return packaged().get(against, Edition(id=against, en="no guideline", zh="不采用省级指南"))


def _reckoned(account: Account, home: Ledger, shelf: Shelf, gases: str) -> Reckoned:
    amounts = home.co2e(gases)
    records: dict[Key, dict[int, Ranged]] = {k: dict(v) for k, v in shelf.taken.items()}
    for (purpose, year, _, _, fuel), record in account.factors.records.items():
        records.setdefault((fuel, purpose), {})[year] = record
    totals = {
        "territorial": _series(account.territorial),
        "adjusted": _series(account.adjusted),
        "co2e": home.total(gases),
    }
    lines = {line.id: amounts[i] for i, line in enumerate(home.lines)}
    return Reckoned(home.years, lines, {x.id: x for x in home.lines}, totals, records)


def _series(values: xr.DataArray) -> Floats:
    return np.asarray(values.values, dtype=float)


def _changed(old: Reckoned, new: Reckoned) -> list[Key]:
    """Give what was looked up in both accounts, or in one, and came out otherwise."""
    keys = dict.fromkeys((*old.records, *new.records))
    return [key for key in keys if old.records.get(key) != new.records.get(key)]


def _alone(
    bench: _Bench, here: Standing, there: Standing, key: Key, old: Reckoned, new: Reckoned
) -> Responsible | None:
    """Look up one factor in the other order and all else in the study's own, and see what moves.

    What only follows from another factor, as a share of a balance does, moves nothing by itself and is left out.
    """
    order = Order(here.order.fuels, here.order.numbers, there.order, frozenset({key}))
    mixed = Standing(order, {**here.own, **there.own})
    effect = _difference(old, bench.reckon(mixed, fuels=len(key) == len(FUEL)))
    before, after = old.records.get(key, {}), new.records.get(key, {})
    still = not any(np.any(effect[total]) for total in TOTALS)
    if still and _editions(before) == _editions(after):
        return None
    ids = (_ids(before), _ids(after))
    return Responsible(key, _last(before), _last(after), ids, effect)


def _editions(records: Mapping[int, Ranged]) -> set[str]:
    return {edition_of(one) for one in records.values()}


def _ids(records: Mapping[int, Ranged]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(records[year].id for year in sorted(records)))


def _last(records: Mapping[int, Ranged]) -> Ranged | None:
    return records[max(records)] if records else None


def _difference(old: Reckoned, new: Reckoned) -> dict[str, Floats]:
    """Give what moves in each total, (year). [Mt].

    The total of all gases moves by the sum of its lines: so it is known where the total itself is not, and a line that
    only one of the accounts has counts as nothing in the other.
    """
    moved = {t: (new.totals[t] - old.totals[t]) * MT for t in ("territorial", "adjusted")}
    steps = [step for _, step in _steps(old, new)]
    return moved | {"co2e": sum(steps, np.zeros(len(old.years)))}


def _steps(old: Reckoned, new: Reckoned) -> Iterator[tuple[Line, Floats]]:
    """Give what moves in each line, (year). [Mt CO2e]."""
    for id in dict.fromkeys((*old.lines, *new.lines)):
        nothing = np.zeros(len(old.years))
        step = new.lines.get(id, nothing) - old.lines.get(id, nothing)
        yield new.of.get(id) or old.of[id], np.nan_to_num(step) * MT


def _grouped(old: Reckoned, new: Reckoned, name: Callable[[Line], str]) -> dict[str, Floats]:
    """Sum what moves by what is said of a line; what does not move is left out. [Mt CO2e]."""
    found: dict[str, Floats] = {}
    for line, step in _steps(old, new):
        found[name(line)] = found.get(name(line), np.zeros(len(old.years))) + step
    return {n: v for n, v in found.items() if np.any(v)}


def _in_mt(totals: Series) -> dict[str, Floats]:
    return {name: values * MT for name, values in totals.items()}


def _weight(one: Responsible) -> float:
    return float(max(np.abs(one.effect[total]).max() for total in TOTALS))


def value(record: Ranged | None) -> str:
    """Give the value of a record with its unit, as short text."""
    return "-" if record is None else f"{record.value:.6g} {record.unit}"
