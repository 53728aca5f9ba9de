"""Recommendations on statistics, accounting and what the study does not yet hold."""

from __future__ import annotations

from collections.abc import Iterator

from dualcarbon.report import periods, whole
from dualcarbon.report.advised import Advice
from dualcarbon.report.numbers import Number
from dualcarbon.report.pieces import Value, say
from dualcarbon.report.reading import Reading, Shown


def agree(reading: Reading) -> Iterator[Advice]:
    """Agree the boundary before judging, where boundaries disagree."""
    for (a, b), by in reversed(list(periods.changes(reading).items())):
        co2 = {id: n for id, n in by.items() if id != periods.ENERGY}
        if not periods.disagree(co2):
            continue
        low, high = (pick(co2, key=lambda id: float(co2[id].value or 0)) for pick in (min, max))
        yield Advice(
            ask=say("advice.agree"),
            why=say(
                "advice.agree_why",
                first=str(a),
                last=str(b),
                low=periods.moved(by[low]),
                low_title=reading.boundary_title(low),
                high=periods.moved(by[high]),
                high_title=reading.boundary_title(high),
            ),
            action="regions",
            clauses=("opinions:28", "opinions:29", "code:1035"),
            see=("intensity-periods", "intensity"),
        )
        return


def mend(reading: Reading) -> Iterator[Advice]:
    """Mend the statistics where the study had to refuse a verdict."""
    listed = reading.raw("warnings") or ()
    if not listed:
        return
    count = Number(value=len(listed), kind="count", key="warnings")
    broken = [y for one in getattr(reading.study, "breaks", None) or () for y in one.years]
    years = f"{min(broken)}–{max(broken)}" if broken else ""
    yield Advice(
        ask=say("advice.mend_break", years=years) if broken else say("advice.mend"),
        why=say("advice.mend_why", count=count),
        action="regions",
        clauses=("opinions:29", "code:1035"),
        see=("annex-warnings",),
    )


def replace_marked(reading: Reading) -> Iterator[Advice]:
    """Replace what is remembered or assumed by what is measured, the most weighty first."""
    found = reading.marks()
    if not (found.get("M") or found.get("A")):
        return
    told = {
        name: Number(value=found.get(m, 0), kind="count", key=f"marks.{m}")
        for name, m in (("memory", "M"), ("assumed", "A"))
    }
    yield Advice(
        ask=say("advice.marked"),
        why=say("advice.marked_why", **told),
        action="regions",
        clauses=("opinions:28", "opinions:29"),
        see=("annex-assumptions", "annex-factors"),
    )


def widen(reading: Reading) -> Iterator[Advice]:
    """Account for processes and sinks before neutrality is promised."""
    leading = reading.leading()
    if leading is not None and reading.has(f"scenarios.{leading.name}.all_gases"):
        yield from _rest(reading, leading)
        return
    if leading is None or reading.raw(f"scenarios.{leading.name}.neutrality.year") is not None:
        return
    residual = reading.number(f"scenarios.{leading.name}.neutrality.residual_mt", "co2")
    if residual.known:
        horizon = str(reading.study.horizon)
        told: dict[str, Value] = {"scenario": leading.title, "horizon": horizon}
        yield Advice(
            ask=say("advice.widen_whole" if whole.there(reading) else "advice.widen"),
            why=say("advice.widen_why", residual=residual, **told),
            action="sinks",
            clauses=("opinions:22", "opinions:23", "code:1040"),
            see=("neutrality",),
        )


def _rest(reading: Reading, leading: Shown) -> Iterator[Advice]:
    """Say how what is left in all gases is avoided or taken up, where a scenario is not neutral."""
    key = f"scenarios.{leading.name}.all_gases.neutrality.ghg"
    residual = reading.number(f"{key}.residual_mt", "co2e")
    if reading.raw(f"{key}.state") == "neutral" or not residual.known:
        return
    told: dict[str, Value] = {"scenario": leading.title, "horizon": str(reading.study.horizon)}
    yield Advice(
        ask=say("advice.rest"),
        why=say("advice.widen_why", residual=residual, **told),
        action="sinks",
        clauses=("opinions:22", "opinions:23", "code:1040"),
        see=("gases",),
    )
