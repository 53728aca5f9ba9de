"""The account beside the carbon dioxide of energy, carried to the horizon by the functions that made its past.

What is not burnt follows its activity: the lines of the ledger, compiled again over the years to come, take a path in
place of statistics. Methane and nitrous oxide of burning follow the energy of their cell.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from dualcarbon.errors import InputError
from dualcarbon.inventory.key_categories import LAND
from dualcarbon.inventory.ledger import Activity, Ledger, Line, Use, Values, central
from dualcarbon.quantities.arrays import worst
from dualcarbon.reference.gwp import gwp
from dualcarbon.reference.numbers import Number
from dualcarbon.scenarios.end_uses import Cell, Series
from dualcarbon.scenarios.ratios import add
from dualcarbon.vocabulary.faults import note
from dualcarbon.vocabulary.names import CATEGORIES

SUPPLY = "energy_supply"
PEOPLE = "population"
"""Activity that the tree itself carries."""
ROUNDING = 1e-9
"""Share of its largest value that a source may be below nothing by rounding. [1]"""
RECOVERY = "methane_recovery"
"""Method of lines that take methane off what others make, before it leaves."""
COLLECTING = "managed"
"""The sites of waste that gas is collected on unless another is named."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the account ahead: its category, its gas."""

    category: str
    gas: str


@dataclass(frozen=True, slots=True)
class Beyond:
    """What is needed to carry the account beside energy ahead.

    ``ledger`` holds the lines over the years of the account and on to the horizon, their activity held after the base year;
    ``years`` run from that to the horizon; ``gases`` are the emissions of other gases per energy of a cell in the base year
    [t of the gas per tce], by part and cell; ``set_name`` names the warming potentials; ``units`` and ``past`` (year of the
    account) are those of the paths of activity and of what is abated.
    """

    ledger: Ledger
    years: tuple[int, ...]
    gases: Mapping[Part, Mapping[Cell, float]]
    set_name: str
    units: Mapping[str, str] = field(default_factory=dict)
    past: Mapping[str, Series] = field(default_factory=dict)
    numbers: Mapping[tuple[Part, Cell], Number] = field(default_factory=dict)
    """Reference numbers of gases of cells that burnt nothing in the base year; their factors are among ``gases``. [kg/TJ]"""
    lacking: tuple[tuple[str, Cell], ...] = ()
    """Gas and cell of what the tree may burn and of which no factor is known."""
    onward: Mapping[str, Series] = field(default_factory=dict)
    """Stocks that are compared with the year before, base year to horizon: held, they would take up nothing, so they go on."""

    @property
    def keys(self) -> tuple[str, ...]:
        """Keys of the paths of activity, sorted."""
        return tuple(sorted(key for key in self.units if key.startswith("activity.")))


def key_of(activity: Activity | str, head: str = "activity") -> str:
    """Give the key of the path that an activity follows.

    Examples
    --------
    >>> key_of("waste_landfilled/managed"), key_of("population")
    ('activity.waste_landfilled.managed', 'population')
    """
    name = activity if isinstance(activity, str) else activity.name
    people = (
        name == PEOPLE and head == "activity"
    )  # what is abated of them is a share like any other
    return PEOPLE if people else f"{head}.{name.replace('/', '.')}"


def abated_key(line: Line) -> str:
    """Give the key of the share of a line's emissions that is kept from the air: that of its first activity."""
    return key_of(line.activities[0], "abated")


def abated_of(line: Line) -> tuple[str, str]:
    """Give the keys of what is kept of a line: of all that its activity emits, and of its category alone."""
    return abated_key(line), key_of(line.activities[0], f"abated.{line.category}")


def abated_keys(lines: Iterable[Line]) -> list[str]:
    """Give the keys of what is kept from the air, by category too where an activity emits in several.

    What is recovered emits nothing, and so has none.

    Parameters
    ----------
    lines : iterable of Line
        Lines of the account, each with an activity.
    """
    categories: dict[str, set[str]] = {}
    emitting = [line for line in lines if line.method != RECOVERY]
    for line in emitting:
        categories.setdefault(abated_key(line), set()).add(line.category)
    several = {key for key, found in categories.items() if len(found) > 1}
    fine = {abated_of(line)[1] for line in emitting if abated_key(line) in several}
    return [*categories, *sorted(fine)]


def sources(line: Line, lines: Sequence[Line]) -> tuple[Line, ...]:
    """Give the lines that methane is recovered of: those of its category and of the site or treatment that it names.

    Where it names none, gas is collected on managed sites; where there are none of these, on all.

    Parameters
    ----------
    line : Line
        What is recovered; any other line is its own source.
    lines : sequence of Line
        All lines of the account.
    """
    if line.method != RECOVERY:
        return (line,)
    part, site = (line.category, line.gas), line.kind or COLLECTING
    found = [x for x in lines if (x.category, x.gas) == part and x.method != RECOVERY]
    there = [x for x in found if site in (x.kind, x.kind.partition("/")[0])]
    return tuple(there or found)


def left(
    given: Mapping[str, Series],
    line: Line,
    lines: Sequence[Line] = (),
    values: Values = central,
) -> Series:
    r"""Give the share of a line's emissions that is not kept from the air, (member or 1, year). [1].

    What is abated is a share of what would leave after recovery, (E - R)(1 - a), so that nothing is kept twice: recovery
    counts by the share that is left of its sources, together where they are several.

    Parameters
    ----------
    given : mapping of ndarray (member, year)
        Shares abated by key, those of a category where there are any. [1]
    line : Line
        The line.
    lines : sequence of Line, optional
        All lines of the account, among which its sources are, if it is of recovery.
    values : callable, optional
        What gives the inputs of lines.
    """
    some = [(x, _left(given, x)) for x in sources(line, lines)]
    if len({abated_of(x) for x, _ in some}) == 1:
        return some[0][1]
    ahead = max((share.shape[-1] for _, share in some), default=1)
    made = [np.atleast_2d(x.amounts(values))[..., -ahead:] for x, _ in some]
    whole, kept = sum(made, np.zeros(1)), sum((m * s for m, (_, s) in zip(made, some, strict=True)), np.zeros(1))  # fmt: skip
    return np.divide(kept, whole, out=np.ones_like(whole + kept), where=whole > 0)


def _left(given: Mapping[str, Series], line: Line) -> Series:
    keys = abated_of(line)
    return (1 - given[keys[0]]) * (1 - given[keys[1]]) if keys[1] in given else 1 - given[keys[0]]


def emitted(
    beyond: Beyond, given: Mapping[str, Series], energy: Mapping[Cell, Series]
) -> dict[Part, Series]:
    """Compute the emissions and removals beside the carbon dioxide of energy, base year to horizon.

    Parameters
    ----------
    beyond : Beyond
        The lines and factors.
    given : mapping of ndarray (member, year)
        Parameters of a scenario. [unit of each key]
    energy : mapping of ndarray (member, year)
        Energy by cell. [tce]

    Returns
    -------
    dict of ndarray (member, year)
        By category and gas, removals negative. [t CO2e]

    References
    ----------
    .. [1] IPCC, "2006 IPCC Guidelines for National Greenhouse Gas Inventories", vol. 1, ch. 1, sect. 1.2.
    """
    found: dict[Part, Series] = {}
    for part, _, amount in contributions(beyond, given, energy):
        add(found, part, np.atleast_2d(amount))
    return found


def contributions(
    beyond: Beyond, given: Mapping[str, Series], energy: Mapping[Cell, Series]
) -> Iterator[tuple[Part, str, Series]]:
    """Give what stands beside the carbon dioxide of energy piece by piece, each with its part and its sector.

    Parameters
    ----------
    beyond, given, energy
        As in :func:`emitted`.

    Returns
    -------
    iterator of (Part, str, ndarray (member, year))
        Emissions, removals negative. [t CO2e]
    """
    values, ahead = values_of(given, beyond.years), len(beyond.years)
    lines = beyond.ledger.lines
    for line in lines:
        amount = line.amounts(values)[..., -ahead:] * left(given, line, lines, values)
        amount = amount * gwp(line.gas, beyond.set_name)
        yield Part(line.category, line.gas), sector_of(line.category, line.sector), amount
    for part, factors in beyond.gases.items():
        potential = gwp(part.gas, beyond.set_name)
        for cell, factor in factors.items():
            if cell in energy:
                yield part, cell[0], energy[cell] * (factor * potential)


def hold(name: str, amounts: Mapping[Part, Series], years: Sequence[int]) -> None:
    """Refuse sources that fall below nothing: more is recovered or retired than there is. Land may take up.

    Parameters
    ----------
    name : str
        The scenario's, for what is told.
    amounts : mapping of ndarray (member, year)
        Emissions by part, removals negative. [t CO2e]
    years : sequence of int
        Base year to horizon.

    Raises
    ------
    InputError
        AHD006, with every part that does.
    """
    faults = []
    for part, values in amounts.items():
        below = (values < -ROUNDING * np.abs(values).max()) & (values[:, :1] >= 0)
        if not part.category.startswith(LAND) and below.any():
            spot = worst(values / 1e6, below, years)
            told = {"category": CATEGORIES.both(part.category), "gas": part.gas, **spot}
            faults.append(note("AHD006", name=name, **told))
    if faults:
        raise InputError(faults=faults)


def sector_of(category: str, sector: str = "") -> str:
    """Give the sector that a line belongs to: its own, or that of its category; what escapes fuels is of their supply.

    Examples
    --------
    >>> sector_of("2A1", "industry"), sector_of("4A"), sector_of("1B1")
    ('industry', 'waste', 'energy_supply')
    """
    own = sector or CATEGORIES[category].more["sector"]
    return SUPPLY if own == "energy" else own


def of_cells(
    lines: Iterable[tuple[Line, float]],
    cell_of: Callable[[Line], Cell],
    energy: Mapping[Cell, float],
) -> dict[Part, dict[Cell, float]]:
    """Give the factors of gases that follow the energy of a cell.

    Parameters
    ----------
    lines : iterable of (Line, float)
        Lines of fuels and their emissions in the base year. [t of the gas]
    cell_of : callable
        The cell of the tree that a line belongs to.
    energy : mapping of float
        Energy of each cell in the base year. [tce]

    Returns
    -------
    dict of dict of float
        By part and cell. [t of the gas per tce]
    """
    found: dict[Part, dict[Cell, float]] = {}
    for line, amount in lines:
        cell = cell_of(line)
        if amount and energy.get(cell):
            cells = found.setdefault(Part(line.category, line.gas), {})
            cells[cell] = cells.get(cell, 0.0) + amount / energy[cell]
    return found


def values_of(
    given: Mapping[str, Series], years: Sequence[int]
) -> Callable[[Activity | Use], Series]:
    """Give what gives the inputs of lines: activities as the paths have them from the year after the base year on.

    Parameters
    ----------
    given : mapping of ndarray (member, year)
        Parameters of a scenario. [unit of each key]
    years : sequence of int
        Base year to horizon.
    """

    def values(one: Activity | Use) -> Series:
        if isinstance(one, Use) or key_of(one) not in given:
            return central(one)
        path = given[key_of(one)]
        at = {year: place for place, year in enumerate(years)}
        ahead = [(i, at[y]) for i, y in enumerate(one.years) if y in at and y > years[0]]
        whole = np.repeat(one.values[None, :], len(path), axis=0)
        if ahead:
            here, there = (list(column) for column in zip(*ahead, strict=True))
            whole[:, here] = path[:, there]
        return whole

    return values
