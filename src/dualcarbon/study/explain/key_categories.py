"""How the ranking of the categories of the account came: the lines of each, its share, and the shares before it."""

from __future__ import annotations

from typing import Any

from dualcarbon.inventory import key_categories
from dualcarbon.provenance.derivation import Input, Value
from dualcarbon.study.explain.ledgered import SUM, line_input
from dualcarbon.study.explain.lookup import Steps
from dualcarbon.study.explain.notebook import MT, Notebook

UNIT = "Mt CO2e"
SHARES = {
    "level": (
        "|emissions of the category| / sum over all categories of |emissions|",
        "|该类别排放| / 全部类别 |排放| 之和",
    ),
    "trend": (
        "departure of its change from that of the whole / sum over all categories of the departures",
        "其变化偏离总体变化的程度 / 全部类别偏离程度之和",
    ),
}
CUMULATIVE = ("sum of the shares up to it", "至该类别为止的份额之和")
READ = (
    "as the ledger has it; key until the shares before it reach 95 %",
    "由账本得出；在其之前的份额之和达到95%以前为关键类别",
)


def explain(note: Notebook, steps: Steps, value: Value) -> None:
    """Explain a number of a category in the ranking, ``account.key_categories.level.N...``."""
    ranking, place, what = steps[2], int(steps[3]), steps[4]
    every = note.summary["account"]["key_categories"][ranking]
    if what == "mt":
        _amount(note, steps, value, every[place])
    elif what == "share":
        others = [n for n in range(len(every)) if n != place]
        inputs = [_of(note, steps, n, "mt") for n in (place, *others)]
        inputs += [_begun(note, one) for one in every] if ranking == "trend" else []
        note.write(steps, *SHARES[ranking], value, "1", inputs)
    elif what == "cumulative":
        inputs = [_of(note, steps, n, "share") for n in range(place + 1)]
        note.write(steps, *CUMULATIVE, value, "1", inputs)
    else:
        note.write(steps, *READ, value, "", [_of(note, steps, place, "mt")])


def _amount(note: Notebook, steps: Steps, value: Value, one: dict[str, Any]) -> None:
    """Explain the emissions of a category by its lines in the last year."""
    year = int(note.summary["account"]["key_categories"]["year"])
    note.write(steps, *SUM, value, UNIT, _lines(note, one, year))


def _begun(note: Notebook, one: dict[str, Any]) -> Input:
    """Write down the emissions of a category in the year that the trend is measured from."""
    year = int(note.summary["account"]["key_categories"]["base"])
    key = f"{one['category']} {one['gas']} {year}"
    if told := note.told(key):
        return told
    ledger = note.prepared.ledger
    amounts = key_categories.amounts(ledger, note.summary["gwp"], year)
    value = amounts.get((one["category"], one["gas"]), 0.0) * MT
    note.write(key, *SUM, value, UNIT, _lines(note, one, year))
    return Input(key, value, UNIT, key)


def _lines(note: Notebook, one: dict[str, Any], year: int) -> list[Input]:
    """Give the lines of a category in a year, and the warming potentials that they are summed by."""
    own = (one["category"], one["gas"])
    lines = [x for x in note.prepared.ledger.lines if x.counts and (x.category, x.gas) == own]
    inputs = [part for line in lines if (part := line_input(note, line, year)) is not None]
    potentials = Input("warming potentials", note.summary["gwp"], "", note.declaration("gwp"))
    return [*inputs, potentials]


def _of(note: Notebook, steps: Steps, place: int, what: str) -> Input:
    """Write down a number of a category in the same ranking, and give it as an input."""
    key: Steps = (*steps[:3], str(place), what)
    value = note.summary["account"]["key_categories"][steps[2]][place][what]
    name = ".".join(key)
    if name not in note.book:
        explain(note, key, value)
    return Input(name, value, note.book[name].unit, name)
