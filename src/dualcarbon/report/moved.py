"""Which assumption moves the peak: a figure, what it says in a sentence, and what happens at the ends of an assumption."""

from __future__ import annotations

from collections.abc import Iterator

from dualcarbon.report import drawn, variance
from dualcarbon.report.numbers import Number
from dualcarbon.report.pieces import Block, Cell, Paragraph, Ref, Sentence, say
from dualcarbon.report.reading import Reading, both
from dualcarbon.report.variance import AT, Pair, Record, inside, name, ranked, share, shared

AMOUNT = "peak_amount_mt"
BY, NO_PEAK = "peak_by_", "no_peak"
REFUSALS = ("SEN001", "SEN004", "SEN007")


def movers(reading: Reading) -> Iterator[Block]:
    """Show which assumption moves whether and how high the leading scenario peaks."""
    told = reading.raw(AT) or {}
    if told and not told["groups"]:
        yield from _refused(told)
    if shared(reading, AMOUNT) is None:
        return
    peak = _peak(reading)
    left = peak or both(reading.raw(f"{AT}.outputs.{NO_PEAK}.title"))
    yield Paragraph((_said(reading, peak), *_more(reading, peak), *_left(reading)))
    yield variance.figure(reading, Pair("moved", "moved.caption", left, AMOUNT))


def _refused(told: Record) -> Iterator[Block]:
    for fault in told["told"]:
        if fault["code"] in REFUSALS:
            yield Paragraph((say("moved.refused", why=drawn.reason(fault["message"])),))


def _peak(reading: Reading) -> str | None:
    """Give the first of the outputs that say whether there is a peak, if one varies enough."""
    names = [n for n in reading.raw(f"{AT}.outputs") or {} if n.startswith((BY, NO_PEAK))]
    return next((n for n in names if shared(reading, n)), None)


def _said(reading: Reading, peak: str | None) -> Sentence:
    high, *rest = ranked(reading, AMOUNT)
    values: dict[str, Cell] = {
        "scenario": variance.scenario(reading),
        "figure": Ref("moved"),
        "high": inside(name(reading, high)),
        "high_share": share(reading, AMOUNT, high),
    }
    if not rest:
        return say("moved.single", **values)
    values |= {
        "next": inside(name(reading, rest[0])),
        "next_share": share(reading, AMOUNT, rest[0]),
    }
    if peak is None:
        return say("moved.amount", **values)
    values |= variance.two(reading, peak)
    return say("moved.peak", event=_event(peak), odds=_odds(reading, peak), **values)


def _event(peak: str) -> Sentence:
    if peak == NO_PEAK:
        return say("moved.none")
    return say("moved.by", year=peak.removeprefix(BY))


def _odds(reading: Reading, peak: str) -> Number:
    """Give the probability over the ensemble, that stands elsewhere in the report too."""
    home = f"scenarios.{reading.raw(f'{AT}.scenario')}.peak"
    year = peak.removeprefix(BY)
    key = f"{home}.no_peak" if peak == NO_PEAK else f"{home}.probability_by.{year}"
    return reading.number(key, "odds")


def _more(reading: Reading, peak: str | None) -> Iterator[Sentence]:
    if peak is None:
        return
    if reading.raw(f"{AT}.outputs.{peak}.interactions.told"):
        yield say("moved.together", alone=reading.number(f"{AT}.outputs.{peak}.alone.value", "odds"))  # fmt: skip
    yield from variance.ends(reading, peak, _odds(reading, peak))
    if reading.raw(f"{AT}.correlated"):
        yield say("moved.correlated")


def _left(reading: Reading) -> Iterator[Sentence]:
    """Say what moves the emissions of the last year, where nothing is told of neutrality itself."""
    horizon = str(reading.study.horizon)
    output = f"co2_{horizon}_mt"
    if any(n.startswith("net_") for n in reading.raw(f"{AT}.outputs")) or not shared(reading, output):  # fmt: skip
        return
    most = variance.two(reading, output)
    if "second" in most:
        yield say("moved.left", year=horizon, **most)
