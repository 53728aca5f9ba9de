"""Which assumption moves the peak: a figure, what it says in a sentence, and what happens at the ends of an assumption."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from dualcarbon.charts import moved as drawing
from dualcarbon.charts.words import Title
from dualcarbon.report import drawn
from dualcarbon.report.numbers import Number
from dualcarbon.report.pieces import Block, Cell, Figure, Paragraph, Ref, Sentence, Table, say
from dualcarbon.report.reading import Reading, both

AT = "sensitivity"
AMOUNT = "peak_amount_mt"
BY, NO_PEAK = "peak_by_", "no_peak"
DRAWN = 6  # assumptions that the figure shows
REFUSALS = ("SEN001", "SEN004", "SEN007")
Record = Mapping[str, Any]


def movers(reading: Reading) -> Iterator[Block]:
    """Show which assumption moves whether and how high the leading scenario peaks."""
    told = reading.raw(AT) or {}
    if told and not told["groups"]:
        yield from _refused(told)
    amount = _output(reading, AMOUNT)
    if amount is None:
        return
    peak = _peak(reading)
    yield Paragraph((_said(reading, peak), *_more(reading, peak), *_left(reading)))
    yield _figure(reading, peak)


def _refused(told: Record) -> Iterator[Block]:
    for fault in told["told"]:
        if fault["code"] in REFUSALS:
            yield Paragraph((say("moved.refused", why=drawn.reason(fault["message"])),))


def _output(reading: Reading, name: str) -> Record | None:
    """Give an output whose variance was shared out."""
    found = reading.raw(f"{AT}.outputs.{name}")
    return found if found and found["total"] else None


def _peak(reading: Reading) -> str | None:
    """Give the first of the outputs that say whether there is a peak, if one varies enough."""
    names = [n for n in reading.raw(f"{AT}.outputs") or {} if n.startswith((BY, NO_PEAK))]
    return next((n for n in names if _output(reading, n)), None)


def _ranked(reading: Reading, output: str) -> list[str]:
    total = reading.raw(f"{AT}.outputs.{output}.total")
    return sorted(total, key=lambda id: (-total[id]["value"], id))


def _share(reading: Reading, output: str, id: str, order: str = "total") -> Number:
    return reading.number(f"{AT}.outputs.{output}.{order}.{id}.value", "odds")


def _title(reading: Reading, id: str) -> Title:
    return both(next(g["title"] for g in reading.raw(f"{AT}.groups") if g["id"] == id))


def _inside(title: Title) -> Title:
    """Give a title as it stands within a sentence."""
    en = title["en"]
    plain = en[:1].lower() + en[1:] if en[1:2].islower() else en
    return {"en": plain, "zh": title["zh"]}


def _said(reading: Reading, peak: str | None) -> Sentence:
    high, *rest = _ranked(reading, AMOUNT)
    scenario = reading.title_of(str(reading.raw(f"{AT}.scenario")))
    values: dict[str, Cell] = {
        "scenario": scenario,
        "figure": Ref("moved"),
        "high": _inside(_title(reading, high)),
        "high_share": _share(reading, AMOUNT, high),
    }
    if not rest:
        return say("moved.single", **values)
    values |= {
        "next": _inside(_title(reading, rest[0])),
        "next_share": _share(reading, AMOUNT, rest[0]),
    }
    if peak is None:
        return say("moved.amount", **values)
    first, second, *_ = _ranked(reading, peak)
    return say(
        "moved.peak",
        event=_event(peak),
        odds=_odds(reading, peak),
        first=_inside(_title(reading, first)),
        share=_share(reading, peak, first),
        second=_inside(_title(reading, second)),
        more=_share(reading, peak, second),
        **values,
    )


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
    yield from _ends(reading, peak)
    if reading.raw(f"{AT}.correlated"):
        yield say("moved.correlated")


def _left(reading: Reading) -> Iterator[Sentence]:
    """Say what moves the emissions of the last year."""
    horizon = str(reading.study.horizon)
    output = f"co2_{horizon}_mt"
    ranked = _ranked(reading, output) if _output(reading, output) else []
    if len(ranked) > 1:
        yield say(
            "moved.left",
            year=horizon,
            first=_inside(_title(reading, ranked[0])),
            share=_share(reading, output, ranked[0]),
            second=_inside(_title(reading, ranked[1])),
            more=_share(reading, output, ranked[1]),
        )


def _ends(reading: Reading, peak: str) -> Iterator[Sentence]:
    """Say what happens at the ends of the assumption whose fifths differ most."""
    found = {k: one["outputs"][peak] for k, one in (reading.raw(f"{AT}.fifths") or {}).items()}
    apart = {k: abs(e["high"] - e["low"]) for k, e in found.items() if e["told"]}
    for key in sorted(apart, key=lambda k: (-apart[k], k))[:1]:
        home = f"{AT}.fifths.{key}"
        odds = _odds(reading, peak)
        falls = found[key]["high"] < found[key]["low"]
        yield say(
            "moved.end_fall" if falls else "moved.end_rise",
            name=_inside(both(reading.raw(f"{home}.title"))),
            odds=odds,
            high=reading.number(f"{home}.outputs.{peak}.high", "odds"),
            low=reading.number(f"{home}.outputs.{peak}.low", "odds"),
        )


def _figure(reading: Reading, peak: str | None) -> Figure:
    weightiest = _weightiest(reading, peak)
    rows = [_row(reading, id, peak) for id in weightiest]
    titles = [both(reading.raw(f"{AT}.outputs.{name}.title")) for name in (peak or NO_PEAK, AMOUNT)]  # fmt: skip
    wide, tall = drawing.heights(rows)
    return Figure(
        "moved",
        say(
            "moved.caption",
            scenario=reading.title_of(str(reading.raw(f"{AT}.scenario"))),
            runs=reading.number(f"{AT}.runs", "count"),
        ),
        lambda lang: drawing.option(rows, titles[0], titles[1], lang),
        wide,
        tall,
        _data(reading, weightiest, peak, titles),
    )


def _weightiest(reading: Reading, peak: str | None) -> list[str]:
    """Give the assumptions that the figure shows, by the larger of their two shares."""
    outputs = [name for name in (peak, AMOUNT) if name]
    largest = {
        id: max(reading.raw(f"{AT}.outputs.{name}.total.{id}.value") for name in outputs)
        for id in _ranked(reading, AMOUNT)
    }
    ordered = sorted(largest, key=lambda id: (-largest[id], id))
    return [id for id in ordered if largest[id] > 0][:DRAWN]


def _row(reading: Reading, id: str, peak: str | None) -> drawing.Row:
    return drawing.Row(
        _title(reading, id),
        _drawn(reading, id, peak) if peak else None,
        _drawn(reading, id, AMOUNT),
    )


def _drawn(reading: Reading, id: str, output: str) -> drawing.Share:
    first = reading.raw(f"{AT}.outputs.{output}.first.{id}")
    total = reading.raw(f"{AT}.outputs.{output}.total.{id}.value")
    return drawing.Share(total, first["value"] if first["told"] else None)


def _data(reading: Reading, ids: Sequence[str], peak: str | None, titles: Sequence[Title]) -> Table:
    """Give the numbers under the figure; a share that is not told from nothing is not printed."""
    shown = [(name, title) for name, title in zip((peak, AMOUNT), titles, strict=True) if name]
    heads: list[Cell] = [say("heads.assumption")]
    for _, title in shown:
        heads += [say("moved.of_peak", output=title), say("moved.of_peak_all", output=title)]
    rows = tuple(
        (
            _title(reading, id),
            *(
                cell
                for name, _ in shown
                for cell in (_alone(reading, name, id), _share(reading, name, id))
            ),
        )
        for id in ids
    )
    return Table("moved-data", say("moved.table"), tuple(heads), rows)


def _alone(reading: Reading, output: str, id: str) -> Cell:
    if not reading.raw(f"{AT}.outputs.{output}.first.{id}.told"):
        return "–"
    return _share(reading, output, id, "first")
