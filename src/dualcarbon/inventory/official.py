"""The officially issued total of a year beside ours: what lies between the two, item by item."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from dualcarbon.inventory import reconciliation
from dualcarbon.inventory.declared import Reconciliation
from dualcarbon.inventory.ledger import Floats
from dualcarbon.inventory.reconciliation import ITEMS, Item
from dualcarbon.vocabulary.faults import Fault, Place, note
from dualcarbon.vocabulary.names import BOUNDARIES
from dualcarbon.yearbook.series import spans

TOLERANCE = 0.02
"""Share of an official total that may stay unexplained before it is told. [1]"""
BEYOND = ("processes", "other_co2", "methane", "nitrous_oxide", "fluorinated")
HOLDS: Mapping[str, tuple[str, ...]] = {
    "co2_energy": (),
    "co2_energy_adjusted": ("trade",),
    "co2_with_processes": ("processes",),
    "ghg": (*BEYOND, "land"),
    "ghg_without_land": BEYOND,
}
"""What each boundary holds beside carbon dioxide of energy."""
LEADS = {"territorial": "co2_energy", "adjusted": "co2_energy_adjusted"}
ENERGY = {
    "energy_total_calorific": "calorific",
    "energy_total_coal_equivalent": "coal_equivalent",
}
"""Boundaries of energy, and how each counts electricity."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Issued:
    """An official total of a year: ``value`` [unit of its boundary], nothing where none is known."""

    year: int
    boundary: str
    value: float | None
    source: str = ""
    mark: str = ""
    file: str = ""

    @property
    def unit(self) -> str:
        """Unit of the boundary."""
        return unit(self.boundary)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ours:
    """What we compute, over the same years.

    ``lead`` is the total that leads (``territorial`` or ``adjusted``) and ``start`` its values (year) [t CO2]; ``parts``
    (year) are by id of an item [t CO2e]; ``energy`` (year) by convention [tce], ``convention`` that of the study.
    """

    years: tuple[int, ...]
    lead: str
    start: Floats
    convention: str
    energy: Mapping[str, Floats]
    parts: Mapping[str, Floats] = field(default_factory=dict)

    def at(self, item: str, year: int) -> float:
        """Give what the account computes for an item in a year; 0 where it has nothing of the kind, NaN in other years. [t CO2e]."""
        if year not in self.years:
            return float("nan")
        values = self.parts.get(item)
        return 0.0 if values is None else float(values[self.years.index(year)])


@dataclass(frozen=True, slots=True, kw_only=True)
class Bridge:
    """From our leading total to the official one of a year, in the unit of the boundary.

    ``start`` and ``computed`` make ``ours`` on the boundary; ``ours``, ``stated`` and ``unexplained`` make the official
    total. What is not known is nothing.
    """

    issued: Issued
    start: float
    computed: tuple[Item, ...]
    stated: tuple[Item, ...]

    @property
    def ours(self) -> float | None:
        """Our total on the boundary. [unit of the boundary]."""
        return _known(self.start + sum(item.amount for item in self.computed))

    @property
    def explained(self) -> float | None:
        """Our total with what the study states of the difference. [unit of the boundary]."""
        if self.ours is None:
            return None
        return _known(self.ours + sum(item.amount for item in self.stated))

    @property
    def unexplained(self) -> float | None:
        """What is left. [unit of the boundary]."""
        if self.issued.value is None or self.explained is None:
            return None
        return self.issued.value - self.explained


def unit(boundary: str) -> str:
    """Give the unit that totals of a boundary are kept in.

    Examples
    --------
    >>> unit("ghg"), unit("energy_total_calorific")
    ('t CO2e', 'tce')
    """
    return BOUNDARIES[boundary].more["unit"]


def reconcile(
    issued: Sequence[Issued], ours: Ours, stated: Sequence[Reconciliation] = ()
) -> tuple[Bridge, ...]:
    r"""Lead from our total to the official one of every year.

    .. math:: O = S + \sum_i c_i + \sum_j s_j + u

    With the official total :math:`O`, our leading total :math:`S`, items :math:`c_i` that the account computes, items
    :math:`s_j` that the study states, and :math:`u` unexplained; the sum closes by construction.

    Parameters
    ----------
    issued : sequence of Issued
        Official totals. [unit of the boundary]
    ours : Ours
        What the account computes. [t CO2e, tce]
    stated : sequence of Reconciliation
        What the study says of the difference. [unit of each]

    Returns
    -------
    tuple of Bridge
        In the order of the boundaries, then of the years; years outside the account are left out. [unit of the boundary]

    Raises
    ------
    UnitMismatch
        A stated amount is in a unit of another kind than the boundary.

    References
    ----------
    .. [1] IPCC, "2006 IPCC Guidelines for National Greenhouse Gas Inventories", vol. 1, ch. 6: comparison with independent
       estimates.

    Examples
    --------
    >>> ours = Ours(years=(2020,), lead="territorial", start=np.array([700.0]), convention="calorific", energy={},
    ...             parts={"processes": np.array([60.0])})
    >>> bridge, = reconcile([Issued(year=2020, boundary="co2_with_processes", value=765.0)], ours)
    >>> bridge.ours, bridge.unexplained
    (760.0, 5.0)
    """
    known = [one for one in issued if one.year in ours.years]
    ordered = sorted(known, key=lambda one: (BOUNDARIES.rank(one.boundary), one.year))
    return tuple(_bridge(one, ours, stated) for one in ordered)


def faults(bridges: Sequence[Bridge], tolerance: float = TOLERANCE) -> list[Fault]:
    """Say what stays unexplained and what is not known.

    Parameters
    ----------
    bridges : sequence of Bridge
        Official totals beside ours. [unit of the boundary]
    tolerance : float
        Share of an official total that may stay unexplained. [1]

    Returns
    -------
    list of Fault
        For each boundary OFF001 with its worst year, OFF004 years without an official total, OFF005 without ours.
    """
    groups: dict[str, list[Bridge]] = {}
    for bridge in bridges:
        groups.setdefault(bridge.issued.boundary, []).append(bridge)
    return [fault for some in groups.values() for fault in _told(some, tolerance)]


def _bridge(one: Issued, ours: Ours, stated: Sequence[Reconciliation]) -> Bridge:
    place = ours.years.index(one.year)
    energetic = one.boundary in ENERGY
    start = ours.energy.get(ours.convention) if energetic else ours.start
    steps = _counting(one, ours) if energetic else _steps(one, ours)
    return Bridge(
        issued=one,
        start=float("nan") if start is None else float(start[place]),
        computed=tuple(steps),
        stated=reconciliation.items(
            stated, "official", one.boundary, one.year, one.unit, lambda item: ours.at(item, one.year)
        ),
    )  # fmt: skip


def _steps(one: Issued, ours: Ours) -> Iterator[Item]:
    """Give what the boundary holds beyond the total that leads, and takes off what only the latter holds."""
    lead, wanted = HOLDS[LEADS[ours.lead]], HOLDS[one.boundary]
    signs = [(id, -1.0) for id in lead if id not in wanted]
    signs += [(id, 1.0) for id in wanted if id not in lead]
    for id, sign in signs:
        amount = sign * ours.at(id, one.year)
        if amount:
            yield Item(id=id, name=ITEMS[id], amount=amount)


def _counting(one: Issued, ours: Ours) -> Iterator[Item]:
    """Give the difference of the two ways to count electricity."""
    wanted = ENERGY[one.boundary]
    if wanted == ours.convention:
        return
    place = ours.years.index(one.year)
    both = [ours.energy.get(name) for name in (ours.convention, wanted)]
    own, other = (float("nan") if v is None else float(v[place]) for v in both)
    yield Item(id="counting", name=ITEMS["counting"], amount=other - own)


def _told(some: Sequence[Bridge], tolerance: float) -> Iterator[Fault]:
    boundary, place = some[0].issued.boundary, Place(file=some[0].issued.file)
    name = BOUNDARIES.both(boundary)
    if empty := [b.issued.year for b in some if b.issued.value is None]:
        yield note("OFF004", place, boundary=name, years=spans(empty))
    dark = [b for b in some if b.issued.value is not None and b.explained is None]
    if dark:
        years = spans([b.issued.year for b in dark])
        yield note("OFF005", place, boundary=name, years=years, parts=_lacking(dark[0]))
    wide = [b for b in some if _share(b) > tolerance]
    if wide:
        yield _wide(max(wide, key=_share), len(wide) - 1, place)


def _wide(bridge: Bridge, others: int, place: Place) -> Fault:
    gap, official, ours = bridge.unexplained, bridge.issued.value, bridge.explained
    if gap is None or official is None or ours is None:
        msg = "a bridge without figures is not wide"
        raise ValueError(msg)
    more = (
        {"en": f"; {others} more years differ", "zh": f"；另有 {others} 年不符"} if others else ""
    )
    sizes = {"official": _shown(official, bridge), "ours": _shown(ours, bridge), "gap": _shown(gap, bridge)}  # fmt: skip
    share = f"{100 * gap / abs(official):+.1f}"
    return note("OFF001", place, year=bridge.issued.year, boundary=BOUNDARIES.both(bridge.issued.boundary), share=share, more=more, **sizes)  # fmt: skip


def _share(bridge: Bridge) -> float:
    """Give how much of the official total stays unexplained. [1]."""
    if bridge.unexplained is None or not bridge.issued.value:
        return 0.0
    return abs(bridge.unexplained / bridge.issued.value)


def _lacking(bridge: Bridge) -> dict[str, str]:
    steps = [i for i in (*bridge.computed, *bridge.stated) if np.isnan(i.amount)]
    total = {"en": "the leading total", "zh": "主要总量"}
    names = [i.name for i in steps] or [total]
    return {lang: ", ".join(name[lang] for name in names) for lang in ("en", "zh")}


def _shown(value: float, bridge: Bridge) -> str:
    return f"{value / 1e6:.6g} M{bridge.issued.unit}"


def _known(value: float) -> float | None:
    return None if np.isnan(value) else value
