"""Any two scenarios of a study beside each other: all that differs, and who makes the difference of their emissions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dualcarbon.errors import InputError
from dualcarbon.scenarios.attribution import (  # fmt: skip
    Attribution,
    BySector,
    Emissions,
    attribute,
    attribute_by_sector,
)
from dualcarbon.scenarios.differences import Difference, valued
from dualcarbon.scenarios.tree import Series
from dualcarbon.study import differing
from dualcarbon.study.allowed import hint
from dualcarbon.study.preparation import Prepared
from dualcarbon.vocabulary.faults import Place, cut, note

MT = 1e-6
KINDS: Mapping[str, str] = {
    "territorial": "territorial_mt",
    "adjusted": "adjusted_mt",
    "all_gases": "co2e_mt",
}
"""What is shared out, each with its name in plain values."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A scenario held ``against`` another: what differs, and the shares of the difference, by sector where that was asked."""

    scenario: str
    against: str
    differences: tuple[Difference, ...]
    attribution: Attribution
    by_sector: BySector | None = None


def compare(prepared: Prepared, against: str, scenario: str, *, by_sector: bool = False) -> Pair:
    """Hold a scenario against another one of the same study.

    Parameters
    ----------
    prepared : Prepared
        The study.
    against, scenario : str
        Names of two of its scenarios.
    by_sector : bool
        Whether the difference is shared out sector by sector too.

    Returns
    -------
    Pair
        Shares [t CO2, t CO2e] of the central runs.

    Raises
    ------
    InputError
        No scenario of that name (SCN025), the same twice (SCN026), or a mixture of the two does not hold.
    """
    one, other = (_named(prepared, name, key) for name, key in ((against, "A"), (scenario, "B")))
    if one is other:
        raise InputError(faults=[note("SCN026", Place(key="B"), name=scenario)])
    ours, theirs = (valued(s, prepared.planted) for s in (other, one))
    apart = differing.between(prepared, ours, theirs)
    seed = prepared.study.seed
    if not by_sector:
        return Pair(scenario, against, apart, attribute(one, other, *prepared.planted, seed=seed))
    split = attribute_by_sector(one, other, *prepared.planted, seed=seed)
    return Pair(scenario, against, apart, split.whole, split)


def _named(prepared: Prepared, name: str, key: str) -> Any:  # noqa: ANN401 - a Resolved
    if name not in prepared.scenarios:
        known = hint(name, prepared.scenarios)
        raise InputError(faults=[note("SCN025", Place(key=key), name=cut(name), hint=known)])
    return prepared.scenarios[name]


def plain(pair: Pair, prepared: Prepared, years: Sequence[int]) -> dict[str, Any]:
    """Give a pair as plain values, shares in the years given. [Mt CO2, Mt CO2e]."""
    span, shared = prepared.planted[2], pair.attribution
    return {
        "scenario": pair.scenario,
        "against": pair.against,
        "differences": [differing.record(one, span, "theirs") for one in pair.differences],
        "attribution": {
            "of": shared.of,
            "exact": shared.exact,
            "samples": shared.samples,
            "players": [
                {
                    "id": player.id,
                    "kind": player.kind,
                    "name": dict(player.title),
                    **_amounts(shared.shares, place, shared.years, years),
                    **_errors(shared, place, years),
                    **_sectors(pair, place, years),
                }
                for place, player in enumerate(shared.players)
            ],
            "total": {**_amounts(shared.total, 0, shared.years, years), **_sectors(pair, None, years)},
        },
    }  # fmt: skip


def _amounts(
    found: Emissions, place: int, known: Sequence[int], years: Sequence[int], sector: int | None = None
) -> dict[str, dict[str, float]]:  # fmt: skip
    """Give what is shared out in some years, of one player and, where given, of one sector."""
    plain = {}
    for kind, values in _kinds(found):
        row = values[place] if sector is None else values[place, sector]
        plain[KINDS[kind]] = {str(y): float(row[known.index(y)]) * MT for y in years}
    return plain


def _kinds(found: Emissions) -> Iterator[tuple[str, Series]]:
    for kind in KINDS:
        if (values := getattr(found, kind)) is not None:
            yield kind, values


def _errors(shared: Attribution, place: int, years: Sequence[int]) -> dict[str, Any]:
    if shared.error is None:
        return {}
    return {"error": _amounts(shared.error, place, shared.years, years)}


def _sectors(pair: Pair, place: int | None, years: Sequence[int]) -> dict[str, Any]:
    """Give the shares of a player, or of all, by sector; nothing where that was not asked."""
    split = pair.by_sector
    if split is None:
        return {}
    found, row = (split.total, 0) if place is None else (split.shares, place)
    known = split.whole.years
    by = {s: _amounts(found, row, known, years, i) for i, s in enumerate(split.sectors)}
    return {"by_sector": by}
