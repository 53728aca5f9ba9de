"""The end uses and chains that a study declares beside its account: activity, intensity, shares."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from dualcarbon.charts.words import Title
from dualcarbon.report import assumed, drawn
from dualcarbon.report.derived import year
from dualcarbon.report.numbers import Kind, Number
from dualcarbon.report.pieces import Block, Cell, Paragraph, Ref, Sentence, Table, say
from dualcarbon.report.reading import Reading, both
from dualcarbon.vocabulary.names import FUELS

TABLE = "uses"
HEADS = ("branches.", "chains.")
SIZES = ("activity", "intensity")
Values = Mapping[str, Mapping[int, float]]


def listed(reading: Reading) -> Iterator[Block]:
    """List activity, intensity and shares of every end use and chain, base year, middle and last year of the leading scenario."""
    titles: Mapping[str, object] = reading.raw("tree.titles") or {}
    leading = reading.leading()
    ids = [id for id in titles if id.startswith(HEADS)]
    if leading is None or not ids:
        return
    found, years = assumed.parameters(reading, leading.name), assumed.shown_years(reading)
    rows: list[tuple[Cell, ...]] = [
        row for id in ids for row in _rows(reading, id, found, years, leading.name)
    ]
    if not rows:
        return
    heads: tuple[Cell, ...] = (
        say("heads.end_use"),
        say("heads.quantity"),
        *(year(y) for y in years),
    )
    yield Paragraph((say("uses.lead", table=Ref(TABLE), scenario=leading.title),))
    yield Table(TABLE, say("uses.caption", scenario=leading.title), heads, tuple(rows))


def _rows(
    reading: Reading, id: str, found: Values, years: Sequence[int], scenario: str
) -> Iterator[tuple[Cell, ...]]:
    """Give the rows of an end use or a chain: its sizes with their units, then its shares."""
    name: Title = both(reading.raw("tree.titles")[id])
    units = reading.raw("tree.units")
    keys = [f"{id}.{size}" for size in SIZES if f"{id}.{size}" in found]
    shown: list[tuple[str, Sentence]] = [
        (key, say(f"uses.{key.rpartition('.')[2]}", unit=drawn.unit(units[key]))) for key in keys
    ]
    for group, word in (("mix", "share"), ("supply", "process")):
        parts = [k for k in found if k.startswith(f"{id}.{group}.") and any(found[k].values())]
        shown += [(key, _share(word, key.rpartition(".")[2])) for key in parts]
    for place, (key, said) in enumerate(shown):
        kind: Kind = "level" if key.rpartition(".")[2] in SIZES else "share"
        numbers = (
            Number(
                value=found[key].get(y), kind=kind, key=f"tables.parameters.{scenario}.{key}.{y}"
            )
            for y in years
        )
        yield (name if place == 0 else "", said, *numbers)


def _share(word: str, part: str) -> Sentence:
    """Say what a share is of: a fuel, a process, what is brought in."""
    if part == "import":
        return say("uses.import")
    return say(f"uses.{word}", part=drawn.fuel(part) if part in FUELS else part)
