"""Who makes the difference of two scenarios, as a page prints it: each share opens how it came, in the run where that holds it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from markupsafe import Markup

from dualcarbon.charts.words import Lang, known, word
from dualcarbon.errors import UnknownName
from dualcarbon.provenance.derivation import Input
from dualcarbon.report.answered import MT
from dualcarbon.report.numbers import Number, Scale, show
from dualcarbon.server import opening
from dualcarbon.server.live import CARBON, Book
from dualcarbon.vocabulary.names import SECTORS

if TYPE_CHECKING:
    from dualcarbon.study.pairs import Pair

PAIR = "pair"
"""Beginning of the keys of shares that are worked out for a page."""
Steps = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shares:
    """The shares of a pair, in a language and a unit; ``summary`` is what the run that is shown holds."""

    pair: Pair
    summary: Mapping[str, Any]
    lang: Lang
    scale: Scale

    def share(self, player: int, year: int) -> Markup:
        """Write the share of a player in a year."""
        one = self.pair.attribution.players[player]
        inside = self._players.get(one.id)
        steps = () if inside is None else ("players", inside, "mt", str(year))
        return self._number(share(self.pair, player, year), steps, year, one.id)

    def total(self, year: int) -> Markup:
        """Write the whole difference of a year."""
        return self._number(whole(self.pair, year), ("total_mt", str(year)), year)

    def inside(self, player: int, year: int, sector: int) -> Markup:
        """Write the share of a player in the emissions of a sector, which no run holds."""
        split, id = self.pair.by_sector, self.pair.attribution.players[player].id
        name = split.sectors[sector] if split else ""
        return self._number(by_sector(self.pair, player, year)[sector], (), year, id, name)

    def _number(self, value: float, inside: Steps, year: int, *who: str) -> Markup:
        text = show(
            Number(value=value, kind="co2_change", key=""), self.lang, self.scale, bare=True
        )
        place = self._place
        held = "" if place is None or not inside else opening.key(self.summary, value, "attribution", place, *inside)  # fmt: skip
        here = ".".join((PAIR, self.pair.against, self.pair.scenario, str(year), *who))
        return opening.number(text, held or here, value)

    @property
    def _place(self) -> str | None:
        """The place of the pair among the attributions of the run."""
        wanted = self.pair.scenario, self.pair.against
        every = enumerate(self.summary.get("attribution") or ())
        return next((str(n) for n, a in every if (a["scenario"], a["against"]) == wanted), None)

    @property
    def _players(self) -> dict[str, str]:
        """The places of the players in that attribution, by id."""
        if self._place is None:
            return {}
        held = self.summary["attribution"][int(self._place)]["players"]
        return {one["id"]: str(n) for n, one in enumerate(held)}


def share(pair: Pair, player: int, year: int) -> float:
    """Give the share of a player in a year. [Mt CO2]."""
    shared = pair.attribution
    return float(shared.shares.territorial[player, shared.years.index(year)]) * MT


def whole(pair: Pair, year: int) -> float:
    """Give the whole difference of a year. [Mt CO2]."""
    shared = pair.attribution
    return float(shared.total.territorial[0, shared.years.index(year)]) * MT


def by_sector(pair: Pair, player: int, year: int) -> list[float]:
    """Give the share of a player in a year by sector. [Mt CO2]."""
    split = pair.by_sector
    if split is None:
        return []
    found = split.shares.territorial[player, :, pair.attribution.years.index(year)] * MT
    return [float(one) for one in np.asarray(found)]


def explained(pair: Pair, ends: Mapping[str, Input], rest: Steps, lang: Lang) -> dict[str, Any]:
    """Explain a share of a pair, a part of it in a sector, or the whole difference.

    Parameters
    ----------
    pair : Pair
        The pair, by sector too.
    ends : mapping of Input
        Both scenarios by name, each with its emissions in the year. [Mt CO2]
    rest : tuple of str
        Year, player and sector; only the year for the whole difference.
    lang : {"en", "zh"}
        Language of the page.

    Raises
    ------
    UnknownName
        Nobody of this name makes a difference, or not in this sector.
    """
    book, year, who = Book(lang), int(rest[0]), rest[1:]
    key = ".".join((PAIR, pair.against, pair.scenario, *rest))
    _whole(book, pair, ends, year)
    if who:
        ids = [one.id for one in pair.attribution.players]
        sectors = pair.by_sector.sectors if pair.by_sector else ()
        if who[0] not in ids or len(who) > 2 or not set(who[1:]) <= set(sectors):
            msg = f'nobody makes a difference here as "{".".join(who)[:60]}"'
            raise UnknownName(msg)
        player = ids.index(who[0])
        _share(book, pair, player, year)
        if len(who) > 1:
            _part(book, pair, player, year, sectors.index(who[1]))
    return book.told(key, lambda said: book.say("pair", said=said))


def _key(pair: Pair, *rest: str | int) -> str:
    return ".".join((PAIR, pair.against, pair.scenario, *map(str, rest)))


def _whole(book: Book, pair: Pair, ends: Mapping[str, Input], year: int) -> None:
    """Explain the whole difference by the emissions of both."""
    start, end = ends[pair.against], ends[pair.scenario]
    said = book.say("difference", a=start.name, b=end.name, year=year)
    book.write(_key(pair, year), said, whole(pair, year), CARBON, [end, start])


def _share(book: Book, pair: Pair, player: int, year: int) -> None:
    """Explain a share by the whole difference and the shares of all others."""
    shared, every = pair.attribution, enumerate(pair.attribution.players)
    over = (
        book.say("every_order") if shared.exact else book.say("some_orders", samples=shared.samples)
    )
    inputs = [Input(book.say("whole"), whole(pair, year), CARBON, _key(pair, year))]
    inputs += [
        Input(book.say("share_of", name=p.title[book.lang]), share(pair, n, year), CARBON)
        for n, p in every
    ]
    said = book.say("shapley", year=year, over=over)
    key = _key(pair, year, shared.players[player].id)
    book.write(key, said, share(pair, player, year), CARBON, inputs)


def _part(book: Book, pair: Pair, player: int, year: int, place: int) -> None:
    """Explain the share in a sector by those in all sectors and the share that they add up to."""
    one, amounts = pair.attribution.players[player], by_sector(pair, player, year)
    sectors = pair.by_sector.sectors if pair.by_sector else ()
    above = _key(pair, year, one.id)
    inputs = list(_sectors(book.lang, sectors, amounts))
    inputs.append(Input(book.say("share_of", name=one.title[book.lang]), share(pair, player, year), CARBON, above))  # fmt: skip
    said = book.say("shapley_in", year=year, sector=sector(sectors[place], book.lang))
    book.write(_key(pair, year, one.id, sectors[place]), said, amounts[place], CARBON, inputs)


def _sectors(lang: Lang, sectors: Steps, amounts: list[float]) -> Iterator[Input]:
    for id, amount in zip(sectors, amounts, strict=True):
        if amount:
            yield Input(sector(id, lang), amount, CARBON)


def sector(id: str, lang: Lang) -> str:
    """Give the name of a sector of a scenario."""
    if id in SECTORS:
        return SECTORS.text(id, lang)
    return word(id, lang) if known(id) else id
