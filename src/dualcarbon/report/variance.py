"""Who makes the variance of an output: read off a sensitivity, in the words and the figure of a report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from dualcarbon.charts import moved as drawing
from dualcarbon.charts.words import Title
from dualcarbon.report.numbers import Kind, Number
from dualcarbon.report.pieces import Cell, Figure, Sentence, Table, say
from dualcarbon.report.reading import Reading, both

AT = "sensitivity"
DRAWN = 6  # assumptions that a figure shows
Record = Mapping[str, Any]


class Pair(NamedTuple):
    """A figure of two outputs beside each other, with its caption; the left one has a title only where it does not vary."""

    id: str
    caption: str
    left: str | Title
    right: str

    @property
    def outputs(self) -> list[str]:
        """The outputs that vary."""
        return [one for one in (self.left, self.right) if isinstance(one, str)]


def shared(reading: Reading, output: str) -> Record | None:
    """Give an output whose variance was shared out."""
    found = reading.raw(f"{AT}.outputs.{output}")
    return found if found and found["total"] else None


def scenario(reading: Reading) -> Title:
    """Give the title of the scenario that was looked at."""
    return reading.title_of(str(reading.raw(f"{AT}.scenario")))


def ranked(reading: Reading, output: str) -> list[str]:
    """Give the assumptions, the weightiest first."""
    total = reading.raw(f"{AT}.outputs.{output}.total")
    return sorted(total, key=lambda id: (-total[id]["value"], id))


def share(reading: Reading, output: str, id: str, order: str = "total") -> Number:
    """Give the share of the variance that an assumption makes, with others or alone. [1]."""
    return reading.number(f"{AT}.outputs.{output}.{order}.{id}.value", "odds")


def name(reading: Reading, id: str) -> Title:
    """Give the title of an assumption."""
    return both(next(g["title"] for g in reading.raw(f"{AT}.groups") if g["id"] == id))


def inside(title: Title) -> Title:
    """Give a title as it stands within a sentence.

    Examples
    --------
    >>> inside({"en": "Energy intensity", "zh": "能源强度"})["en"], inside({"en": "GDP", "zh": "GDP"})["en"]
    ('energy intensity', 'GDP')
    """
    en = title["en"]
    plain = en[:1].lower() + en[1:] if en[1:2].islower() else en
    return {"en": plain, "zh": title["zh"]}


def two(reading: Reading, output: str) -> dict[str, Cell]:
    """Give the two assumptions that move an output most with their shares; one where there is no other."""
    found: dict[str, Cell] = {}
    for id, (who, part) in zip(ranked(reading, output), (("first", "share"), ("second", "more")), strict=False):  # fmt: skip
        found |= {who: inside(name(reading, id)), part: share(reading, output, id)}
    return found


def farthest(reading: Reading, output: str) -> tuple[str, Record] | None:
    """Give the level whose lowest and highest fifths differ most in an output, with what comes out in both; none by chance."""
    found = {k: one["outputs"][output] for k, one in (reading.raw(f"{AT}.fifths") or {}).items()}
    apart = {k: abs(e["high"] - e["low"]) for k, e in found.items() if e["told"]}
    most = min(apart, key=lambda k: (-apart[k], k), default=None)
    return None if most is None else (most, found[most])


def both_ends(reading: Reading, level: str, output: str, kind: Kind) -> dict[str, Cell]:
    """Give a level by its title, and what comes out in its highest and its lowest fifth."""
    home = f"{AT}.fifths.{level}"
    at = {end: f"{home}.outputs.{output}.{end}" for end in ("high", "low")}
    told: dict[str, Cell] = {"name": inside(both(reading.raw(f"{home}.title")))}
    return told | {end: reading.number(key, kind) for end, key in at.items()}


def ends(reading: Reading, output: str, odds: Number) -> Iterator[Sentence]:
    """Say what the probability is at the ends of the assumption whose fifths differ most."""
    if found := farthest(reading, output):
        level, out = found
        id = "moved.end_fall" if out["high"] < out["low"] else "moved.end_rise"
        yield say(id, odds=odds, **both_ends(reading, level, output, "odds"))


def figure(reading: Reading, pair: Pair) -> Figure:
    """Draw the assumptions that weigh most in either of two outputs, with their numbers under it."""
    shown = _weightiest(reading, pair)
    rows = [
        drawing.Row(name(reading, id), *(_drawn(reading, id, o) for o in (pair.left, pair.right)))
        for id in shown
    ]
    left = _title(reading, pair.left) if isinstance(pair.left, str) else pair.left
    titles = left, _title(reading, pair.right)
    wide, tall = drawing.heights(rows)
    runs = reading.number(f"{AT}.runs", "count")
    return Figure(
        pair.id,
        say(pair.caption, scenario=scenario(reading), runs=runs),
        lambda lang: drawing.option(rows, *titles, lang),
        wide,
        tall,
        _data(reading, shown, pair),
    )


def _title(reading: Reading, output: str) -> Title:
    return both(reading.raw(f"{AT}.outputs.{output}.title"))


def _weightiest(reading: Reading, pair: Pair) -> list[str]:
    """Give the assumptions that the figure shows, by the larger of their two shares."""
    largest = {
        id: max(reading.raw(f"{AT}.outputs.{name}.total.{id}.value") for name in pair.outputs)
        for id in ranked(reading, pair.right)
    }
    ordered = sorted(largest, key=lambda id: (-largest[id], id))
    return [id for id in ordered if largest[id] > 0][:DRAWN]


def _drawn(reading: Reading, id: str, output: str | Title) -> drawing.Share | None:
    if not isinstance(output, str):
        return None
    first = reading.raw(f"{AT}.outputs.{output}.first.{id}")
    total = reading.raw(f"{AT}.outputs.{output}.total.{id}.value")
    return drawing.Share(total, first["value"] if first["told"] else None)


def _data(reading: Reading, ids: Sequence[str], pair: Pair) -> Table:
    """Give the numbers under the figure; a share that is not told from nothing is not printed."""
    outputs = pair.outputs
    heads: list[Cell] = [say("heads.assumption")]
    for output in outputs:
        title = _title(reading, output)
        heads += [say("moved.of_peak", output=title), say("moved.of_peak_all", output=title)]
    rows = tuple(
        (
            name(reading, id),
            *(
                cell
                for output in outputs
                for cell in (_alone(reading, output, id), share(reading, output, id))
            ),
        )
        for id in ids
    )
    return Table(f"{pair.id}-data", say("moved.table"), tuple(heads), rows)


def _alone(reading: Reading, output: str, id: str) -> Cell:
    if not reading.raw(f"{AT}.outputs.{output}.first.{id}.told"):
        return "–"
    return share(reading, output, id, "first")
