"""How the numbers of the whole account came: lines of the ledger, their cells and the numbers they multiply with."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from dualcarbon.inventory.key_categories import is_land
from dualcarbon.inventory.ledger import Activity, Line, Ranged, Use, central
from dualcarbon.provenance.derivation import Input, Value
from dualcarbon.reference.numbers import Number
from dualcarbon.reference.records import FactorRecord
from dualcarbon.reference.tables import sources
from dualcarbon.study.explain import stocked
from dualcarbon.study.explain.held import HELD
from dualcarbon.study.explain.lookup import Steps
from dualcarbon.study.explain.notebook import Notebook
from dualcarbon.study.explain.stocked import Reading
from dualcarbon.study.explain.viewed_lines import keep as kept_by
from dualcarbon.vocabulary.names import METHODS

SUM = ("sum of the ledger's lines x 10^-6", "账本各行之和 × 10^-6")
SUM_OF_GAS = ("sum of the ledger's lines", "账本各行之和")
DRAWN = (
    "from draws of every datum: one a factor record, shared by all its uses and years, one a cell of statistics; 1,024 members",
    "由各数据抽样得到：每条因子记录一次抽样，各处各年共用；每个统计单元一次抽样；共1,024个成员",
)
PROPAGATED = (
    "error propagation: uses of one datum add up before they are squared",
    "误差传播：同一数据的各次使用先相加后平方",
)
KEEP: dict[str, Callable[[Steps], Callable[[Line], bool]]] = {
    "co2e_mt": lambda _: lambda line: line.counts,
    "co2e_without_land_mt": lambda _: lambda x: x.counts and not is_land(x),
    "by_gas_mt": lambda steps: lambda x: x.counts and x.gas == steps[2],
    "by_gas_co2e_mt": lambda steps: lambda x: x.counts and x.gas == steps[2],
    "by_category_mt": lambda steps: lambda x: x.counts and x.category == steps[2],
    "memo": lambda steps: lambda x: x.memo == steps[2] and x.ledger == "inventory",
}
"""Which lines each block of sums adds up."""
SINKS: dict[str, Callable[[Line], bool]] = {
    "inventory_mt": lambda x: x.counts and is_land(x),
    "project_mt": lambda x: x.ledger == "project",
    "natural_mt": lambda x: x.ledger == "natural",
}

MANY = 2
"""Years of a series that a line must look back on to be told as a whole."""


def explain(note: Notebook, steps: Steps, value: Value) -> None:
    """Explain a number of the block ``account``."""
    block = steps[1]
    if block in KEEP and steps[-1].isdigit():
        return added(
            note, steps, value, KEEP[block](steps), gas=steps[2] if block == "by_gas_mt" else ""
        )
    if block == "sinks":
        return added(note, steps, value, SINKS[steps[2]])
    if block == "views" and steps[-1].isdigit() and (within := kept_by(note, steps)) is not None:
        return added(note, steps, value, within, gas=steps[-2] if "gases_t" in steps else "")
    if block in HELD:
        return HELD[block](note, steps, value)
    if block in ("uncertainty", "tornado", "improve"):
        return _ranged(note, steps, value)
    return _read_off(note, steps, value)


def added(
    note: Notebook, steps: Steps, value: Value, keep: Callable[[Line], bool], *, gas: str = ""
) -> None:  # fmt: skip
    """Explain a sum of lines in a year, in equivalents or in tonnes of one gas."""
    year = int(steps[-1])
    ledger = note.prepared.ledger
    lines = [line for line in ledger.lines if keep(line) and gas in ("", line.gas)]
    plain = "gases_t" in steps
    unit = f"{'t' if plain else 'Mt'} {gas or 'CO2e'}"
    inputs = [part for line in lines if (part := line_input(note, line, year)) is not None]
    if not gas:
        inputs += [Input("warming potentials", note.summary["gwp"], "", "study.toml")]
    note.write(steps, *(SUM_OF_GAS if plain else SUM), value, unit, inputs)


def line_input(note: Notebook, line: Line, year: int) -> Input | None:
    """Write down a line of the ledger in a year and give it as an input of a sum; nothing where it is not known or 0."""
    amount = float(line.amounts()[line.years.index(year)])
    if np.isnan(amount) or amount == 0.0:
        return None
    name = f"line {line.id} {year}"
    if name not in note.book:
        method = METHODS[line.method]
        text, inputs = stocked.made(note, line, year, _reading(note, line)) or (
            (method.en, method.zh),
            [part for given in line.inputs for part in _inputs(note, given, line, year)],
        )
        note.about[name] = method.meaning
        note.write(name, *text, amount, f"t {line.gas}", inputs)
    return Input(line.id, amount, f"t {line.gas}", name)


def _reading(note: Notebook, line: Line) -> Reading:
    """Give what tells a line's inputs as the statistics have them."""
    return Reading(
        "",
        central,
        lambda series, year: of_year(note, series, year),
        lambda use, year: numbers(note, use, line, year),
    )


def of_year(note: Notebook, series: Activity, year: int) -> list[Input]:
    """Give the cell of a year, nothing where the series has none."""
    there = year in series.years and not np.isnan(series.values[series.years.index(year)])
    return cells(note, series, year) if there else []


def _inputs(note: Notebook, given: Activity | Use, line: Line, year: int) -> Sequence[Input]:
    if isinstance(given, Use):
        return numbers(note, given, line, year)
    return [*_reach(given, line, year), *cells(note, given, year)]


def _reach(series: Activity, line: Line, year: int) -> list[Input]:
    """Tell what a year rests on where the line reads a series from its beginning, as the decay of deposits does."""
    there = [i for i, y in enumerate(series.years) if y <= year and not np.isnan(series.values[i])]
    if series.years == line.years or len(there) < MANY:
        return []
    first, last = series.years[there[0]], series.years[there[-1]]
    filled = [i for i in there if series.filled and series.filled[i]]
    more = f", of them {len(filled)} filled to {series.years[filled[-1]]}" if filled else ""
    name = f"{series.name} {first}-{last} together ({len(there)} years{more})"
    total = float(np.sum(series.values[there]))
    return [Input(name, total, series.unit, series.refs[there[-1]])]


def cells(note: Notebook, series: Activity, year: int) -> list[Input]:
    """Give the cells that a line reads for a year: that of the year, or the whole series up to it where it looks back."""
    places = [i for i, y in enumerate(series.years) if y <= year and not np.isnan(series.values[i])]
    now = [i for i in places if series.years[i] == year]
    found = []
    for place in now or places[-2:]:
        ref = series.refs[place]
        filled = series.filled[place] if series.filled else ""
        if ref and filled:
            note.about[ref] = f"filled by {filled}"
        elif ref:
            note.about.setdefault(ref, _said(note, ref))
        found.append(Input(f"{series.name} {series.years[place]}", float(series.values[place]), series.unit, ref))  # fmt: skip
    return found


def _said(note: Notebook, ref: str) -> str:
    """Give what the row of a table says of itself: the number as written, and its source."""
    file, _, line = ref.rpartition(":")
    for reading in note.prepared.read.tables.values():
        if reading.file == file and line.isdecimal():
            rows = reading.frame.filter(reading.frame["line"] == int(line)).to_dicts()
            if rows:
                return f"{rows[0].get('given')} {rows[0].get('given_unit')}; {rows[0].get('source') or ''}"
    return ""


def numbers(note: Notebook, use: Use, line: Line, year: int) -> list[Input]:
    """Give the number that a line multiplies with in a year, with its source."""
    return [number(note, use.numbers[0 if len(use.numbers) == 1 else line.years.index(year)])]


def number(note: Notebook, one: Ranged) -> Input:
    """Give a number with its source."""
    if isinstance(one, FactorRecord):
        note.record(one)
    elif isinstance(one, Number):
        cited = str(sources().get(one.source, one.source))
        said = (cited, note.edition(one.edition), one.note, f"mark {one.mark}" if one.mark else "")
        more = "; ".join(part for part in said if part)
        note.about[one.id] = more
    name = f"{one.quantity} {one.kind}".strip() if isinstance(one, Number) else "factor"
    return Input(name, one.value, one.unit, one.id)


def _ranged(note: Notebook, steps: Steps, value: Value) -> None:
    """Explain a bound, a half width or a place of the list of data: how it is drawn, and the total that it is of."""
    text = (
        PROPAGATED
        if "half" in steps[-1] or "half_share" in steps or steps[1] != "uncertainty"
        else DRAWN
    )
    year = note.summary["account"]["years"][-1]
    home = ("account", "co2e_mt", year)
    total = note.summary["account"]["co2e_mt"][year]
    added(note, home, total, lambda x: x.counts)
    note.write(steps, *text, value, "", [Input(".".join(home), total, "Mt CO2e", ".".join(home))])


def _read_off(note: Notebook, steps: Steps, value: Value) -> None:
    """Explain what is read off the ledger as a whole."""
    ref = "tables/ledger.csv"
    note.about[ref] = "every line of the account, year by year"
    note.write(
        steps, "read off the ledger", "由账本得出", value, "", [Input("ledger", None, "", ref)]
    )
