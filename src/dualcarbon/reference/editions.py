"""Editions of factor tables: when each was issued, what it replaces, and in which order a study takes numbers from them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dualcarbon.reference.tables import remembered, rows

if TYPE_CHECKING:
    from dualcarbon.reference.numbers import Number
    from dualcarbon.reference.records import FactorRecord

LOCAL = "local"
NONE = "none"
"""What a study says that takes nothing from any provincial guideline."""
Key = tuple[str, ...]
"""What is looked up: (fuel, purpose), or (item, quantity, kind)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """One edition of a table of factors.

    ``kind`` is ``guideline``, ``ipcc``, ``nation``, ``grid``, ``definition``, ``set``, or ``study`` where it lies in the
    study's own folder; ``issued`` is an ISO date, a year alone where the day is not known, nothing where every row has a date
    of its own. ``factors`` [t CO2/tce or another unit] and ``numbers`` are those of an edition of a study.
    """

    id: str
    en: str
    zh: str
    kind: str = "study"
    issued: str = ""
    replaces: str = ""
    source: str = ""
    status: str = "dated"
    factors: tuple[FactorRecord, ...] = ()
    numbers: tuple[Number, ...] = ()

    def after(self, until: str) -> bool:
        """Tell whether it was issued after a day; what bears no date was not.

        Examples
        --------
        >>> new = Edition(id="x", en="", zh="", issued="2026-01-04")
        >>> new.after("2026-01-03"), new.after("2026-01-04"), new.after("")
        (True, False, False)
        >>> Edition(id="y", en="", zh="", issued="2026").after("2026-06-30")
        True
        """
        last = self.issued if len(self.issued) > len("2026") else f"{self.issued}-12-31"
        return bool(until and self.issued) and last > until


@dataclass(frozen=True, slots=True)
class Order:
    """Editions in order of preference, for fuels and for all other numbers.

    What is listed in ``keys`` is looked up in the ``other`` order: so the effect of one factor can be told from that of
    the whole edition.
    """

    fuels: tuple[str, ...]
    numbers: tuple[str, ...]
    other: Order | None = None
    keys: frozenset[Key] = frozenset()

    def of(self, key: Key) -> tuple[str, ...]:
        """Give the editions that serve a fuel (fuel, purpose) or a number (item, quantity, kind), the best first.

        Examples
        --------
        >>> new = Order(("a",), ("a",))
        >>> Order(("b",), ("b",), new, frozenset({("coal", "direct")})).of(("coal", "direct"))
        ('a',)
        """
        order = self.other if self.other is not None and key in self.keys else self
        return order.fuels if len(key) == len(("fuel", "purpose")) else order.numbers

    @property
    def known(self) -> tuple[str, ...]:
        """Every edition that numbers may come from, in either order."""
        more = self.other.numbers if self.other is not None else ()
        return tuple(dict.fromkeys((*self.numbers, *more)))


@remembered
def packaged() -> Mapping[str, Edition]:
    """Give the editions that come with the package, by id.

    Examples
    --------
    >>> packaged()["provincial_2025"].issued
    '2026-01-04'
    """
    return {row["id"]: _edition(row) for row in rows("editions")}


def _edition(row: Mapping[str, str]) -> Edition:
    return Edition(
        id=row["id"], en=row["en"], zh=row["zh"], kind=row["kind"], issued=row["issued"], replaces=row["replaces"],
        source=row["source"], status=row["status"],
    )  # fmt: skip


def chain(id: str, own: Mapping[str, Edition] | None = None) -> tuple[str, ...]:
    """Give an edition and those that it replaces, one after the other: an older one serves where the newer holds nothing.

    Parameters
    ----------
    id : str
        Of the package or of the study; of no other an empty chain comes.
    own : mapping of Edition, optional
        Editions of the study, which go before those of the package.

    Examples
    --------
    >>> chain("provincial_2025"), chain("none")
    (('provincial_2025', 'provincial_2011'), ())
    """
    known = {**packaged(), **(own or {})}
    found: list[str] = []
    while id in known and id not in found:
        found.append(id)
        id = known[id].replaces
    return tuple(found)


def order(
    ipcc: str = "2006",
    guideline: str = "provincial_2011",
    *,
    first: Iterable[str] = (),
    own: Mapping[str, Edition] | None = None,
    until: str = "",
) -> Order:
    """Give the order in which a study takes numbers from editions.

    The study's own numbers, then the editions that it names, the guideline with those that it replaces, national numbers,
    the IPCC. An edition issued after ``until`` is left out. For fuels, what burns nothing by definition goes before all.

    Parameters
    ----------
    ipcc : {"2006", "2019"}
        Edition of the IPCC's guidelines.
    guideline : str
        Edition of the provincial guideline, of the package or of the study; ``none`` for none.
    first : iterable of str
        Editions that go before the guideline, the best first.
    own : mapping of Edition, optional
        Editions of the study by id.
    until : str, optional
        ISO date.

    Examples
    --------
    >>> order("2019", first=["mine"], own={"mine": Edition(id="mine", en="", zh="")}).numbers
    ('local', 'mine', 'provincial_2011', 'national', 'ipcc_2019', 'ipcc_2006')
    """
    known = {**packaged(), **(own or {})}
    wanted = [*first, *chain(guideline, own), "national", *chain(f"ipcc_{ipcc}", own)]
    kept = [id for id in dict.fromkeys(wanted) if id in known and not known[id].after(until)]
    return Order(("definition", *kept), (LOCAL, *kept))


def late(ids: Iterable[str], own: Mapping[str, Edition], until: str) -> Iterator[Edition]:
    """Give those of some editions that were issued after a day."""
    known = {**packaged(), **own}
    return (known[id] for id in ids if id in known and known[id].after(until))
