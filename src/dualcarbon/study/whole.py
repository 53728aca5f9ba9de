"""The whole account of a study: all gases, sectors and sinks, what they may be off by, and what is missing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from dualcarbon.inventory import key_categories, monte_carlo, propagation, ranges
from dualcarbon.inventory.key_categories import KeyCategory
from dualcarbon.inventory.ledger import Floats, Ledger, Line
from dualcarbon.inventory.monte_carlo import Spread
from dualcarbon.inventory.propagation import Propagated
from dualcarbon.inventory.views import entries, ipcc
from dualcarbon.inventory.views.rows import View
from dualcarbon.quantities.draws import Draws
from dualcarbon.sensitivity import improvement
from dualcarbon.sensitivity.improvement import Improvement
from dualcarbon.study import examined
from dualcarbon.study.account import Account
from dualcarbon.study.declared import StudyFile
from dualcarbon.study.examined import Examined
from dualcarbon.vocabulary.faults import Fault, note
from dualcarbon.vocabulary.names import CATEGORIES

BURNT = "1A"
"""Categories of burning fuel."""
WASTE = "waste_incinerated"
"""Waste that is burnt for power stands under burning fuel, but in no energy table."""
UNKNOWN = ("NE", "C")
"""Notation keys of what there is, but of which nothing is told."""
MEMBERS = 1024
"""Draws of the ranges. [members]"""
JUDGED = 256
"""The first of them, whose past is judged: judging takes longer than drawing. [members]"""


@dataclass(frozen=True, slots=True)
class Whole:
    """What the ledger of a region shows.

    ``since`` is the first of the years up to the last one in which every line has a value; the ``spread`` and what was
    ``propagated`` are of the territorial account [t CO2e]; ``improvements`` rank its data.
    """

    ledger: Ledger
    set_name: str
    since: int | None
    spread: Spread
    propagated: Propagated
    level: tuple[KeyCategory, ...]
    trend: tuple[KeyCategory, ...]
    improvements: tuple[Improvement, ...]
    by_category: View
    examined: Examined
    warnings: tuple[Fault, ...]

    @property
    def years(self) -> tuple[int, ...]:
        """Years of the account."""
        return self.ledger.years

    @property
    def territorial(self) -> Ledger:
        """Lines of the territorial account."""
        return self.ledger.territorial


def describe(study: StudyFile, account: Account, ledger: Ledger) -> Whole:
    """Read totals, ranges, key categories and the list of data to improve off the ledger of a study."""
    home, gases = ledger.territorial, study.gwp
    found = examined.examine(account)
    draws = Draws(ranges.data(home), MEMBERS, study.seed)
    some = draws.part(0, JUDGED)
    spread = monte_carlo.simulate(home, gases, draws)
    moved = propagation.propagate(home, gases)
    since = complete_since(home)
    base = home.years[-1]
    first = since if since is not None and since < base else None
    return Whole(
        ledger,
        gases,
        since,
        spread,
        moved,
        key_categories.level(home, gases, base),
        () if first is None else key_categories.trend(home, gases, first, base),
        improvement.rank(moved, base, verdicts=_verdicts(study, home, some), draws=some),
        _by_category(study, ledger),
        found,
        (*found.warnings, *_told(home, account, since, gases)),
    )


def _by_category(study: StudyFile, ledger: Ledger) -> View:
    """Put the ledger in the IPCC's categories, with the key of what has no value."""
    read, stated = entries.of(ledger), study.account.views.notation
    return ipcc.view(read, ledger.years, study.gwp, stated=stated)


def complete_since(ledger: Ledger) -> int | None:
    """Give the first of the years up to the last that are whole alike: every line has a value, or the same lines have none.

    A line that the tables leave out (NE, C) in one year and not in the other would make a trend of its own.
    """
    known = ledger.complete()
    if not known[-1]:
        return None
    left = [
        tuple(keys[i] in UNKNOWN for keys in map(ledger.keys, ledger.lines))
        for i in range(len(known))
    ]
    unlike = np.flatnonzero([not k or one != left[-1] for k, one in zip(known, left, strict=True)])
    return ledger.years[int(unlike[-1]) + 1] if len(unlike) else ledger.years[0]


def energy_carbon(line: Line) -> bool:
    """Tell whether a line is carbon dioxide of burning fuel: what the verdict on the past is read from."""
    burnt = line.category.startswith(BURNT) and line.item != WASTE
    return line.gas == "CO2" and burnt


def sums(ledger: Ledger, keep: Callable[[Line], bool], set_name: str) -> Floats:
    """Sum the lines that a condition keeps, (year). [t CO2e]."""
    return np.asarray(ledger.where(keep).total(set_name)) + np.zeros(len(ledger.years))


def _verdicts(study: StudyFile, home: Ledger, draws: Draws) -> list[bool]:
    """Judge the carbon dioxide of energy of every member, and compare it with the central run's verdict."""
    burnt = home.where(energy_carbon)
    breaks = [max(b.years) for b in study.breaks if b.series in ("energy", "factors")]
    members = monte_carlo.simulate(burnt, study.gwp, draws).total
    usual = improvement.verdicts_of(burnt.total(study.gwp)[None, :], home.years, breaks=breaks)[0]
    return [kind == usual for kind in improvement.verdicts_of(members, home.years, breaks=breaks)]


def _told(home: Ledger, account: Account, since: int | None, gases: str) -> list[Fault]:
    """Say what the account holds beside energy, which years are whole, and what has no range."""
    faults: list[Fault] = []
    beyond = [line for line in home.lines if not energy_carbon(line)]
    if not any(not line.category.startswith(BURNT) for line in home.lines):
        faults.append(note("INV008"))
    if beyond and since is not None:
        total = float(home.total(gases)[-1])
        energy = float(account.territorial[-1])
        faults.append(note("LED004", year=home.years[-1], total=total / 1e6, energy=energy / 1e6, gwp=gases))  # fmt: skip
    whole = home.complete().tolist()
    lacking = [y for y, known in zip(home.years, whole, strict=True) if not known]
    if lacking:
        parts = _lacking(home)
        faults.append(note("LED005", years=", ".join(map(str, lacking)), parts=parts))
    if bare := ranges.unranged(home):
        faults.append(note("LED006", count=len(bare), first=bare[0]))
    return faults


def _lacking(home: Ledger) -> dict[str, str]:
    """Name the categories of which a year lacks."""
    gaps = np.asarray(np.isnan(home.amounts()).any(axis=1)).tolist()
    ids = list(dict.fromkeys(x.category for x, gap in zip(home.lines, gaps, strict=True) if gap))
    names = [CATEGORIES.both(id) for id in ids]
    return {lang: ", ".join(n[lang] for n in names) for lang in ("en", "zh")}
