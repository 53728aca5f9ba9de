"""Which assumption moves neutrality: what is left in the last year, and whether the leading scenario is neutral by a year."""

from __future__ import annotations

from collections.abc import Iterator

from dualcarbon.report import variance
from dualcarbon.report.numbers import Kind, Number
from dualcarbon.report.pieces import Block, Paragraph, Ref, Sentence, say
from dualcarbon.report.reading import Reading, both
from dualcarbon.report.variance import AT, Pair, shared

FIGURE = "neutral-moved"
SCOPES: tuple[tuple[str, str, str, Kind], ...] = (
    ("ghg", "neutral_by_", "net_", "co2e"),
    ("co2", "co2_neutral_by_", "net_co2_", "co2"),
)
"""What is asked of neutrality: scope, heads of the names of the outputs, how what is left is printed."""


def movers(reading: Reading) -> Iterator[Block]:
    """Show which assumption moves what is left, in all gases or else in carbon dioxide; nothing where it was not asked."""
    horizon = reading.study.horizon
    for scope, event, left, kind in SCOPES:
        amount = f"{left}{horizon}_mt"
        if shared(reading, amount):
            yield Paragraph(tuple(_said(reading, scope, event, amount, kind)))
            yield variance.figure(reading, _pair(reading, event, amount))
            return


def _said(reading: Reading, scope: str, event: str, amount: str, kind: Kind) -> Iterator[Sentence]:
    most = variance.two(reading, amount)
    yield say(
        f"neutral_moved.left_{scope}" if "second" in most else f"neutral_moved.single_{scope}",
        year=str(reading.study.horizon),
        scenario=variance.scenario(reading),
        mean=reading.number(f"{AT}.outputs.{amount}.mean", kind),
        spread=reading.number(f"{AT}.outputs.{amount}.spread", kind),
        figure=Ref(FIGURE),
        **most,
    )
    varies = _event(reading, event)
    if varies is None:
        yield from _certain(reading, f"{event}{reading.study.horizon}")
        return
    most, odds = variance.two(reading, varies), _odds(reading, varies)
    if "second" in most:
        yield say("neutral_moved.event", year=varies.removeprefix(event), odds=odds, **most)
    yield from variance.ends(reading, varies, odds)


def _event(reading: Reading, event: str) -> str | None:
    """Give the first of the outputs that say whether it is neutral by a year, if one varies enough."""
    names = [n for n in reading.raw(f"{AT}.outputs") if n.startswith(event)]
    return next((n for n in names if shared(reading, n)), None)


def _certain(reading: Reading, output: str) -> Iterator[Sentence]:
    """Say that all members are neutral by the last year, or none."""
    found = {0.0: "never", 1.0: "always"}.get(reading.raw(f"{AT}.outputs.{output}.mean"))
    if found:
        yield say(f"neutral_moved.{found}", year=str(reading.study.horizon))


def _odds(reading: Reading, output: str) -> Number:
    """Give the probability: over the ensemble, where it stands elsewhere in the report too, or over the sample."""
    told = f"scenarios.{reading.raw(f'{AT}.scenario')}.all_gases.neutrality.ghg.probability"
    whole = output == f"neutral_by_{reading.study.horizon}" and reading.has(told)
    return reading.number(told if whole else f"{AT}.outputs.{output}.mean", "odds")


def _pair(reading: Reading, event: str, amount: str) -> Pair:
    """Give whether it is neutral on the left; what is left of carbon dioxide alone, where all members agree on that."""
    carbon = f"net_co2_{reading.study.horizon}_mt"
    other = carbon if carbon != amount and shared(reading, carbon) else None
    none = both(reading.raw(f"{AT}.outputs.{event}{reading.study.horizon}.title"))
    return Pair(FIGURE, "neutral_moved.caption", _event(reading, event) or other, amount, none)
