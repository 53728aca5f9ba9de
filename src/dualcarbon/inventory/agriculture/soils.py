"""Nitrous oxide of managed soils, carbon dioxide of urea and lime."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dualcarbon.inventory.activities import Activities
from dualcarbon.inventory.agriculture.livestock import ANIMALS
from dualcarbon.inventory.declared import Agriculture
from dualcarbon.inventory.multiplied import (
    C_TO_CO2,
    N_TO_N2O,
    Factor,
    Found,
    Kind,
    Source,
    declared,
    found,
)
from dualcarbon.reference.numbers import Shelf
from dualcarbon.vocabulary.faults import Place, note
from dualcarbon.vocabulary.names import GASES, INDICATORS

SOIL = "managed_soil"
FERTILISER, MANURE, RESIDUE = "fertiliser_nitrogen", "manure_nitrogen", "residue_nitrogen"
CARBON = {"urea_applied": "3C3", "limestone_applied": "3C2", "dolomite_applied": "3C2"}
"""What gives off its own carbon, and where it stands."""
KEY = "account.agriculture.manure_kept"
FERTILISERS = ("synthetic", "straight", "compound", "urea", "flooded_rice")
"""Kinds of fertiliser; all but that of flooded rice have one number."""


def organic(kind: str) -> str:
    """Give the kind of factor of manure and residues: that of flooded rice for what is spread there.

    Examples
    --------
    >>> organic("flooded_rice"), organic("pig")
    ('flooded_rice', 'organic')
    """
    return kind if kind == "flooded_rice" else "organic"


def synthetic(kind: str) -> str:
    """Give the kind of factor of fertiliser: that of flooded rice for what is spread there.

    Examples
    --------
    >>> synthetic("flooded_rice"), synthetic("compound")
    ('flooded_rice', 'synthetic')
    """
    return kind if kind == "flooded_rice" else "synthetic"


def lines(activities: Activities, settings: Agriculture, shelf: Shelf) -> Iterator[Found]:
    """Give the lines of managed soils.

    Parameters
    ----------
    activities : Activities
        Statistics of the region, in nitrogen: ``fertiliser_nitrogen``, ``manure_nitrogen``, ``residue_nitrogen``; in
        mass: ``urea_applied``, ``limestone_applied``, ``dolomite_applied``.
    settings : Agriculture
        Where the nitrogen of manure is from.
    shelf : Shelf
        Numbers that may be taken.
    """
    yield from _remarks(activities, settings, shelf)
    for spread in _spread(settings, shelf):
        for source in spread.sources():
            yield from found(source, activities, shelf)
    for source in _carbon():
        yield from found(source, activities, shelf)


def _remarks(activities: Activities, settings: Agriculture, shelf: Shelf) -> Iterator[Found]:
    herds = any(activities.kinds(animal) for animal in ANIMALS)
    stated = bool(activities.kinds(MANURE))
    if settings.manure_nitrogen == "stated" and herds and not stated:
        yield note("AGR002")
    if settings.manure_nitrogen == "from_livestock" and stated:
        yield note("AGR003")
    if settings.manure_nitrogen == "from_livestock" and settings.manure_kept is None:
        yield note("AGR004", Place(key=KEY))
    if settings.manure_nitrogen == "from_livestock":
        for animal in ANIMALS:
            if activities.kinds(animal) and not shelf.has(animal, "N_excreted"):
                yield note(
                    "AGR001",
                    animal=INDICATORS.both(animal),
                    gas=GASES.both("N2O"),
                    quantity="N_excreted",
                )


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """Nitrogen spread on fields: by which activity, through which numbers it becomes nitrogen, and what kind it is."""

    indicator: str
    kind: Kind
    unit: str = "t"
    before: tuple[Factor, ...] = ()
    deposited: bool = True
    origin: str = "organic"
    kinds: tuple[str, ...] | None = None
    checked: bool = True

    def sources(self) -> Iterator[Source]:
        """Give its direct nitrous oxide, and that of nitrogen deposited and leached."""
        yield self._source(
            "direct", "3C4", Factor(quantity="N2O_direct", unit="kg/kg", item=SOIL, kind=self.kind)
        )
        if self.deposited:
            lost = Factor(quantity="volatilised_share", unit="1", item=SOIL, kind=self.origin)
            factor = Factor(quantity="N2O_deposition", unit="kg/kg", item=SOIL, kind="")
            yield self._source("deposition", "3C5", lost, factor)
        lost = Factor(quantity="leached_share", unit="1", item=SOIL, kind="")
        yield self._source(
            "leaching",
            "3C5",
            lost,
            Factor(quantity="N2O_leaching", unit="kg/kg", item=SOIL, kind=""),
        )

    def _source(self, way: str, category: str, *factors: Factor) -> Source:
        return Source(
            name=f"agriculture.soil.{way}", indicator=self.indicator, unit=self.unit, category=category, gas="N2O",
            factors=(*self.before, *factors), method=f"soil_nitrogen_{way}", times=N_TO_N2O, sector="agriculture",
            kinds=self.kinds, checked=self.checked and way == "direct",
        )  # fmt: skip


def _spread(settings: Agriculture, shelf: Shelf) -> Iterator[Spread]:
    yield Spread(indicator=FERTILISER, kind=synthetic, origin="synthetic", kinds=FERTILISERS)
    yield Spread(indicator=RESIDUE, kind=organic, deposited=False)
    if settings.manure_nitrogen == "stated":
        yield Spread(indicator=MANURE, kind=organic)
    elif settings.manure_kept is not None:
        kept = declared(KEY, settings.manure_kept, "1")
        excreted = Factor(quantity="N_excreted", unit="t/head", kind="")
        for animal in filter(lambda one: shelf.has(one, "N_excreted"), ANIMALS):
            yield Spread(
                indicator=animal,
                kind="organic",
                unit="head",
                before=(excreted, Factor(given=kept)),
                checked=False,
            )


def _carbon() -> Iterator[Source]:
    """Give what gives off its own carbon: all of it in the year it is spread."""
    for indicator, category in CARBON.items():
        yield Source(
            name="agriculture.soil", indicator=indicator, unit="t", category=category, gas="CO2",
            factors=(Factor(quantity="carbon_content", unit="t/t"),), method="carbon_released", times=C_TO_CO2,
            sector="agriculture", kinds=(),
        )  # fmt: skip
