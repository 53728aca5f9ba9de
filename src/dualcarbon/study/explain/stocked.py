"""How lines came that no product makes: banks of gas, waste that decays, methane that is recovered, term by term."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from dualcarbon.inventory.ledger import Activity, Floats, Line, Use
from dualcarbon.inventory.processes.fgases import BANK, RETIRED, bank
from dualcarbon.inventory.waste.landfill import MEAN_DELAY, MONTHS
from dualcarbon.provenance.derivation import Input
from dualcarbon.study.explain.notebook import Notebook

Text = tuple[str, str]
LEAKS = ("bank x share that leaks", "存量 × 年泄漏率")
ESCAPES = (" + retired x (1 - share recovered)", " + 报废量 ×（1 − 回收率）")
HELD = (
    "bank of the year before + put to use - retired",
    "上年存量 + 新投入量 − 报废量",
)
DECAY = (
    "waste that decomposes in the year x correction of the site, degradable carbon, part that decomposes and shares of the waste x methane in the gas x 16/12 x (1 - share oxidised)",
    "当年降解的垃圾 × 场地修正系数、可降解碳、可降解部分与垃圾份额 × 填埋气甲烷份额 × 16/12 ×（1 − 氧化率）",
)
DECOMPOSED = (
    "sum over the years of deposit of what was deposited x share of it that decomposes in the year: "
    "e^(-k (6 - delay)/12) x e^(-k (age - 1)) x (1 - e^-k), in the year of deposit itself 1 - e^(-k (6 - delay)/12)",
    "对各填埋年份求和：填埋量 × 当年降解比例；比例为 e^(−k(6−延迟)/12) × e^(−k(年龄−1)) ×（1 − e^−k），填埋当年为 1 − e^(−k(6−延迟)/12)",
)
BALANCE = (
    "waste x correction of the site, degradable carbon, part that decomposes and shares of the waste x methane in the gas x 16/12 x (1 - share oxidised)",
    "垃圾 × 场地修正系数、可降解碳、可降解部分与垃圾份额 × 填埋气甲烷份额 × 16/12 ×（1 − 氧化率）",
)
RECOVERED = ("- methane recovered", "-回收的甲烷")
COVERED = (" x (1 - share oxidised in the cover)", " ×（1 − 覆盖层氧化率）")


@dataclass(frozen=True, slots=True)
class Reading:
    """Where a line takes its inputs from: statistics, or the paths of a scenario.

    ``head`` begins the keys that are written down; ``values`` gives an input (year); ``series`` writes down an activity in a
    year; ``numbers`` writes down what the line multiplies with in a year.
    """

    head: str
    values: Callable[[Activity | Use], Floats]
    series: Callable[[Activity, int], list[Input]]
    numbers: Callable[[Use, int], list[Input]]

    def of(self, use: Activity | Use) -> float:
        """Give a number that is one for all years."""
        return float(self.values(use).reshape(-1)[-1])


def made(note: Notebook, line: Line, year: int, reading: Reading) -> tuple[Text, list[Input]] | None:  # fmt: skip
    """Give the formula and the inputs of a line in a year; nothing for a line that is the product of its inputs.

    Parameters
    ----------
    note : Notebook
        Where the stocks behind it are written down.
    line, year
        The line, and the year looked at.
    reading : Reading
        Where its inputs come from.
    """
    how = STOCKED.get(line.method)
    return None if how is None else how(note, line, year, reading)


def _bank(note: Notebook, line: Line, year: int, reading: Reading) -> tuple[Text, list[Input]]:
    _, leak, recovered, *_ = line.inputs
    retired = _named(line, RETIRED)
    held = _held(note, line, year, reading)
    inputs = [held, *_numbers(reading, (leak,), year)]
    if retired is None:
        return LEAKS, inputs
    inputs += [*reading.series(retired, year), *_numbers(reading, (recovered,), year)]
    return (LEAKS[0] + ESCAPES[0], LEAKS[1] + ESCAPES[1]), inputs


def _held(note: Notebook, line: Line, year: int, reading: Reading) -> Input:
    """Write down what is in equipment at the end of a year, and of each year before it."""
    new, retired, before = line.activities[0], _named(line, RETIRED), _named(line, BANK)
    added = reading.values(new).reshape(-1)
    gone = np.zeros_like(added) if retired is None else reading.values(retired).reshape(-1)
    start = np.zeros(1) if before is None else reading.values(before).reshape(-1)
    opening = Input(f"bank {new.years[0] - 1}", float(start[0]), new.unit)
    if before is not None:
        opening = reading.series(before, new.years[0] - 1)[0]
    for one, amount in zip(new.years, bank(added, gone, start).tolist(), strict=True):
        key = f"{reading.head}bank {line.id} {one}"
        if key not in note.book:
            less = [] if retired is None else reading.series(retired, one)
            inputs = [opening, *reading.series(new, one), *map(_taken_off, less)]
            note.write(key, *HELD, amount, new.unit, inputs)
        opening = Input(f"bank {one}", amount, new.unit, key)
        if one == year:
            break
    return opening


def _taken_off(one: Input) -> Input:
    return Input(f"- {one.name}", one.value, one.unit, one.ref)


def _decay(note: Notebook, line: Line, year: int, reading: Reading) -> tuple[Text, list[Input]]:
    deposits, (*carbon, k, share, oxidised, delay) = line.activities[0], line.inputs[1:]
    key, left = f"{reading.head}decomposed {line.id} {year}", (k, delay)
    rates = reading.of(k), reading.of(delay)
    terms = list(_terms(deposits, year, rates, reading))
    total = math.fsum(float(one.value or 0.0) for one in terms)
    note.write(key, *DECOMPOSED, total, deposits.unit, [*terms, *_numbers(reading, left, year)])
    whole = Input("waste that decomposes", total, deposits.unit, key)
    return DECAY, [whole, *_numbers(reading, (*carbon, share, oxidised), year)]


def _terms(deposits: Activity, year: int, rates: tuple[float, float], reading: Reading) -> Iterator[Input]:  # fmt: skip
    """Give what decomposes in a year of the waste of each year of deposit."""
    amounts = reading.values(deposits).reshape(-1)
    for place, one in enumerate(deposits.years):
        amount = float(amounts[place])
        part = decomposing(year - one, *rates) if one <= year else 0.0
        if amount * part:
            name = f"{deposits.name} {one}: {amount:.10g} {deposits.unit} x {part:.10g}"
            ref = next((i.ref for i in reading.series(deposits, one)), "")
            yield Input(name, amount * part, deposits.unit, ref)


def decomposing(age: int, k: float, delay: float) -> float:
    """Give the share of what was deposited that decomposes in a year, so many years after.

    Parameters
    ----------
    age : int
        Years since the deposit. [year]
    k : float
        Rate of decay. [1/year]
    delay : float
        Months from deposit to the beginning of decay. [month]

    Examples
    --------
    >>> [round(decomposing(age, math.log(2), 6), 9) for age in (0, 1, 2)]
    [0.0, 0.5, 0.25]
    """
    begun = math.exp(-k * (MEAN_DELAY - delay) / MONTHS)
    return 1 - begun if age == 0 else begun * math.exp(-k * (age - 1)) * (1 - math.exp(-k))


def _balance(note: Notebook, line: Line, year: int, reading: Reading) -> tuple[Text, list[Input]]:
    given = reading.series(line.activities[0], year)
    return BALANCE, [*given, *_numbers(reading, line.inputs[1:], year)]


def _recovered(note: Notebook, line: Line, year: int, reading: Reading) -> tuple[Text, list[Input]]:
    given, cover = reading.series(line.activities[0], year), line.inputs[1:]
    text = (RECOVERED[0] + COVERED[0], RECOVERED[1] + COVERED[1]) if cover else RECOVERED
    return text, [*given, *_numbers(reading, cover, year)]


def _named(line: Line, indicator: str) -> Activity | None:
    """Give the series of an indicator that a line reads, if it reads one."""
    return next((a for a in line.activities if a.name.partition("/")[0] == indicator), None)


def _numbers(reading: Reading, given: tuple[Activity | Use, ...], year: int) -> list[Input]:
    return [one for use in given if isinstance(use, Use) for one in reading.numbers(use, year)]


STOCKED: Mapping[str, Callable[[Notebook, Line, int, Reading], tuple[Text, list[Input]]]] = {
    "gas_bank": _bank,
    "landfill_first_order_decay": _decay,
    "landfill_mass_balance": _balance,
    "methane_recovery": _recovered,
}
"""Methods whose lines are no product of their inputs."""
