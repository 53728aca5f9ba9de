"""Which assumption moves neutrality: what is left in the last year, and whether the leading scenario is neutral by a year."""

from __future__ import annotations

from collections.abc import Iterator

from dualcarbon.report import variance
from dualcarbon.report.numbers import Kind, Number
from dualcarbon.report.pieces import Block, Paragraph, Ref, Sentence, say
from dualcarbon.report.reading import Reading
from dualcarbon.report.variance import AT, Pair, shared

FIGURE = "neutral-moved"
SCOPES: tuple[tuple[str, str, Kind], ...] = (
    ("neutral_by_", "net_", "co2e"),
    ("co2_neutral_by_", "net_co2_", "co2"),
)
"""What is asked of neutrality, in all gases and in carbon dioxide: heads of the names of the outputs, how what is left is printed."""


def movers(reading: Reading) -> Iterator[Block]:
    """Say which assumption moves what is left, in all gases or else in carbon dioxide; nothing where it was not asked.

    The figure stands where some members are neutral and some are not: else it would show what the sentence says.
    """
    for event, left, kind in SCOPES:
        amount = f"{left}{reading.study.horizon}_mt"
        if not shared(reading, amount):
            continue
        varies = _event(reading, event)
        yield Paragraph((*_left(reading, amount, kind), *_said(reading, event, varies)))
        if varies:
            yield variance.figure(reading, Pair(FIGURE, "neutral_moved.caption", varies, amount))
        return


def _left(reading: Reading, amount: str, kind: Kind) -> Iterator[Sentence]:
    """Say what moves what is left in the last year, and what is left at the ends of the assumption that moves it most."""
    most = variance.two(reading, amount)
    yield say(
        f"neutral_moved.{'left' if 'second' in most else 'single'}_{kind}",
        year=str(reading.study.horizon),
        scenario=variance.scenario(reading),
        mean=reading.number(f"{AT}.outputs.{amount}.mean", kind),
        spread=reading.number(f"{AT}.outputs.{amount}.spread", kind),
        **most,
    )
    if found := variance.farthest(reading, amount):
        yield say("neutral_moved.end", **variance.both_ends(reading, found[0], amount, kind))


def _said(reading: Reading, event: str, varies: str | None) -> Iterator[Sentence]:
    """Say what moves whether it is neutral by a year, or that all members agree on that."""
    if varies is None:
        yield from _certain(reading, f"{event}{reading.study.horizon}")
        return
    most, odds = variance.two(reading, varies), _odds(reading, varies)
    year = varies.removeprefix(event)
    id = "neutral_moved.event" if "second" in most else "neutral_moved.event_single"
    yield say(id, year=year, odds=odds, figure=Ref(FIGURE), **most)
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
