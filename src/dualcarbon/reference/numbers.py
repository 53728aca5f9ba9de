"""Numbers of everything but fuels: factors of processes, livestock, waste, land; which one serves a line of the account."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dualcarbon.errors import InputError, UnitMismatch
from dualcarbon.reference.editions import Order, order
from dualcarbon.reference.records import gap, nearest_in_time
from dualcarbon.reference.tables import number, remembered, rows, whole
from dualcarbon.vocabulary.faults import Fault, Place, cut, note
from dualcarbon.vocabulary.names import nearest
from dualcarbon.vocabulary.units import scale

AREAS = ("combustion", "processes", "fugitive", "agriculture", "waste", "land")
"""Areas of the account, each with a packaged table ``numbers_<area>``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """One number that activity is multiplied with: what it is of, where and when it holds, who says so.

    ``item`` is the indicator, group of fuels or pool that it belongs to, ``quantity`` what it says of it (``CH4``,
    ``carbon_content``), ``kind`` a kind within the item, ``zone`` where it holds (nothing: everywhere).
    """

    id: str
    item: str
    kind: str = ""
    quantity: str
    value: float
    unit: str
    lo95: float | None = None
    hi95: float | None = None
    zone: str = ""
    edition: str = "local"
    first_year: int = 1900
    last_year: int | None = None
    source: str = ""
    mark: str = ""
    note: str = ""

    @property
    def draw(self) -> str:
        """Name of the one draw that all uses of the number share."""
        return self.id

    def __str__(self) -> str:
        """Give the number in one line."""
        what = " ".join(part for part in (self.quantity, "of", self.item, self.kind) if part)
        mark = f", mark {self.mark}" if self.mark else ""
        return f"{what} = {self.value:.6g} {self.unit} ({self.edition}; {self.source}{mark})"

    def within(self, unit: str) -> Number:
        """Give the number in another unit of the same kind.

        Raises
        ------
        UnitMismatch
            The units are of different kinds.
        """
        if unit == self.unit:
            return self
        by = scale(self.unit, unit)
        low, high = (None if b is None else b * by for b in (self.lo95, self.hi95))
        return dataclasses.replace(self, value=self.value * by, unit=unit, lo95=low, hi95=high)


def tiers(ipcc: str = "2006", guideline: str = "provincial_2011") -> tuple[str, ...]:
    """Give the editions that a study takes numbers from, the best first.

    Parameters
    ----------
    ipcc : {"2006", "2019"}
        Edition of the IPCC's guidelines; that of 2019 refines the one of 2006, whose other numbers go on.
    guideline : {"provincial_2025", "provincial_2011", "none"}
        Edition of the provincial guideline; an older one serves where the newer holds no number.

    Examples
    --------
    >>> tiers("2019", "none")
    ('local', 'national', 'ipcc_2019', 'ipcc_2006')
    """
    return order(ipcc, guideline).numbers


@remembered
def packaged(area: str) -> tuple[Number, ...]:
    """Give the packaged numbers of an area.

    Raises
    ------
    KeyError
        There is no such area.
    """
    return tuple(_number(row) for row in rows(f"numbers_{area}"))


@remembered
def zones(region: str) -> frozenset[str]:
    """Give the zones that a region lies in, for livestock, rice, soils and climate.

    Parameters
    ----------
    region : str
        Code of GB/T 2260; cities lie where their province does.

    Examples
    --------
    >>> "livestock:East" in zones("320100"), "soil:IV" in zones("320100")
    (True, True)
    """
    found = [row for row in rows("zones") if row["province"] == region[:2]]
    return frozenset(f"{row['scheme']}:{row['zone']}" for row in found)


class Shelf:
    """The numbers that a study may take, the best first: its own, guidelines, nation, IPCC.

    Parameters
    ----------
    tiers : sequence of str, or Order
        Editions in order of preference.
    zones : iterable of str
        Where the region lies; a number of its zone goes before one that holds everywhere.
    local : iterable of Number
        The study's own numbers, and those of editions of its own.

    Attributes
    ----------
    taken : dict
        Every number that was asked for, as it was found: by (item, quantity, kind) and year.
    """

    def __init__(
        self, tiers: Sequence[str] | Order, zones: Iterable[str] = (), local: Iterable[Number] = ()
    ) -> None:
        self._order = tiers if isinstance(tiers, Order) else Order((), tuple(tiers))
        self.tiers = self._order.numbers
        self.taken: dict[tuple[str, str, str], dict[int, Number]] = {}
        self.zones = frozenset(zones)
        self._warned: dict[str, Fault] = {}
        self._known: dict[tuple[str, str, str], list[Number]] = {}
        self._kinds: dict[str, set[str]] = {}
        for one in (*local, *(n for area in AREAS for n in packaged(area))):
            self._kinds.setdefault(one.item, set()).add(one.kind)
            if one.edition in self._order.known:
                self._known.setdefault((one.item, one.quantity, one.kind), []).append(one)

    @property
    def warnings(self) -> tuple[Fault, ...]:
        """What is worth knowing of the numbers that were taken."""
        return tuple(self._warned.values())

    def has(self, item: str, quantity: str, *, kind: str = "") -> bool:
        """Tell whether there is a number at all."""
        return bool(self._fitting(item, quantity, kind))

    def kinds(self, item: str, quantity: str) -> tuple[str, ...]:
        """Give the kinds of an item that have a number."""
        named = dict.fromkeys(k for i, q, k in self._known if (i, q) == (item, quantity))
        return tuple(k for k in named if self._held((item, quantity, k), (k,)))

    def take(
        self, item: str, quantity: str, unit: str, *, year: int, kind: str = "", label: bool = False
    ) -> Number:
        """Find the number that serves.

        The best edition; within it that of the region's zone before that of everywhere; within these the one of the
        year or the nearest. A number of the kind goes before one without a kind.

        Parameters
        ----------
        item, quantity : str
            What is looked for, such as ``dairy_cattle`` and ``CH4``.
        unit : str
            Unit that it is wanted in.
        year : int
            Year of the activity.
        kind : str, optional
            Kind within the item.
        label : bool
            Whether the kind is a name that the study gives, a project or a crop: one without a number of its own then
            takes that of the item.

        Returns
        -------
        Number
            [``unit``]

        Raises
        ------
        InputError
            No edition has one (REF040), or no number of the item is of such a kind (REF042).
        UnitMismatch
            It stands in a unit of another kind.
        """
        if not label:
            self._refuse_strange(item, kind)
        fitting = self._fitting(item, quantity, kind)
        if not fitting:
            near = nearest(item, {i for i, _, _ in self._known}) if not self._of(item) else ""
            raise InputError(
                faults=[
                    note(
                        "REF040",
                        item=item,
                        quantity=quantity,
                        kind=kind or "-",
                        nearest=near or "-",
                    )
                ]
            )
        served = self._order.of((item, quantity, kind)).index
        best = min(fitting, key=lambda n: (served(n.edition), n.kind == "", n.zone == ""))
        rank = (best.edition, best.kind, best.zone)
        self._overridden(best, fitting, kind)
        same = [n for n in fitting if (n.edition, n.kind, n.zone) == rank]
        taken = nearest_in_time(same, year) or best
        if off := gap(taken, year):
            told = note("REF041", Place(key=taken.id), given=year - off, year=year)
            self._warned.setdefault(taken.id, told)
        self.taken.setdefault((item, quantity, kind), {})[year] = taken
        return _measured(taken, unit)

    def _overridden(self, best: Number, fitting: Sequence[Number], kind: str) -> None:
        """Tell that a general number of a better edition serves a kind that another edition has a number of."""
        own = next((n for n in fitting if kind and n.kind == kind), None)
        if own is not None and best.kind != kind and own.value != best.value:
            told = {"kind": kind, "own": own.value, "edition": own.edition, "value": best.value}
            fault = note("REF043", Place(key=best.id), unit=own.unit, **told)
            self._warned.setdefault(f"{best.id} {kind}", fault)

    def _refuse_strange(self, item: str, kind: str) -> None:
        """Refuse a kind that no number of the item has, where its numbers tell kinds: it may be a slip of the pen.

        Raises
        ------
        InputError
            The kind is not known (REF042).
        """
        known = self._kinds.get(item, set()) - {""}
        if kind and known and kind not in known:
            near, listed = nearest(kind, known) or "-", ", ".join(sorted(known))
            raise InputError(
                faults=[note("REF042", item=item, kind=kind, nearest=near, known=listed)]
            )

    def _fitting(self, item: str, quantity: str, kind: str) -> list[Number]:
        fitting = self._held((item, quantity, kind), (kind, "") if kind else ("",))
        return [n for n in fitting if not n.zone or n.zone in self.zones]

    def _held(self, key: tuple[str, str, str], kinds: Iterable[str]) -> list[Number]:
        """Give the numbers of some kinds from the editions that serve what is asked for."""
        item, quantity, _ = key
        served = self._order.of(key)
        known = (n for kind in kinds for n in self._known.get((item, quantity, kind), ()))
        return [n for n in known if n.edition in served]

    def _of(self, item: str) -> bool:
        return any(i == item for i, _, _ in self._known)


def _number(row: dict[str, str]) -> Number:
    return Number(
        id=row["id"], item=row["item"], kind=row["kind"], quantity=row["quantity"], value=float(row["value"]), unit=row["unit"],
        lo95=number(row["lo95"]), hi95=number(row["hi95"]), zone=row["zone"], edition=row["edition"],
        first_year=whole(row["first_year"]) or 1900, last_year=whole(row["last_year"]), source=row["source"],
        mark=row["mark"], note=row["note"],
    )  # fmt: skip


def _measured(number: Number, unit: str) -> Number:
    """Give a number in the unit wanted; say where one of another kind stands.

    Raises
    ------
    UnitMismatch
        LED002.
    """
    try:
        return number.within(unit)
    except UnitMismatch:
        file, _, line = number.id.rpartition(":")
        place = Place(file=file, line=int(line)) if line.isdecimal() else Place(key=number.id)
        what = f"{number.quantity} of {number.item}"
        told = {"indicator": what, "given": cut(number.unit) or "-", "wanted": unit}
        raise UnitMismatch(faults=[note("LED002", place, **told)]) from None
