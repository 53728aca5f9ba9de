"""Which sentence gives the reason of a verdict, with which particulars, and what else is worth knowing."""

from __future__ import annotations

import numpy as np

from dualcarbon.diagnosis import ranks
from dualcarbon.peak import sentences, steps
from dualcarbon.peak.record import Verdict
from dualcarbon.peak.rule import Kind, Rule
from dualcarbon.peak.series import Series
from dualcarbon.vocabulary.faults import Fault, note


def why(verdict: Verdict, rule: Rule) -> str:
    """Name the sentence of a verdict."""
    if verdict.kind is Kind.RISING:
        return (
            "near" if verdict.years_after else "last" if verdict.year == verdict.last else "level"
        )
    if verdict.kind is Kind.PEAKED:
        return "peaked" if verdict.noise else "peaks"
    if verdict.kind is Kind.DECLINING_UNPROVEN and verdict.step is not None:
        return "one_step"
    if verdict.kind is not Kind.UNDETERMINED:
        return PLAIN[verdict.kind]
    if verdict.fall is None:
        return "not_positive"
    if verdict.p is not None and verdict.p < rule.p:
        return "slight"
    band = rule.band if verdict.noise else rule.plateau
    return "returned" if verdict.deepest is not None and verdict.deepest > band else "climbing"


PLAIN = {
    Kind.TOO_EARLY: "early",
    Kind.PLATEAU: "plateau",
    Kind.REBOUND: "rebound",
    Kind.DECLINING_UNPROVEN: "unproven",
    Kind.SLUMP: "slump",
}


def words(verdict: Verdict, rule: Rule) -> dict[str, sentences.Particular]:
    """Give the particulars that any sentence may name."""
    top = verdict.amount or 0.0
    return {
        "year": _counted_from(verdict),
        "last": verdict.last,
        "after": verdict.years_after,
        "later": rule.later,
        "recent": rule.recent,
        "amount": {lang: sentences.amount(top, verdict.unit, lang) for lang in ("en", "zh")},
        "plateau": sentences.span(*(verdict.plateau or (verdict.last, verdict.last))),
        "boundary": sentences.percent(rule.boundary),
        "ties": sentences.percent(rule.ties),
        "band": sentences.percent(rule.band if verdict.noise else rule.plateau),
        "share": sentences.percent(rule.fall),
        "limit": rule.p,
        "step": verdict.step,
        "fall": sentences.percent(verdict.fall or 0.0),
        "deepest": sentences.percent(verdict.deepest or 0.0),
        "p": f"{verdict.p:.2g}" if verdict.p is not None else "-",
        "series": sentences.SERIES[verdict.noise],
        "confirmed": sentences.CONFIRMED[verdict.confirmation is not None],
    }


def _counted_from(verdict: Verdict) -> str:
    """Give the year of the maximum, up to the last one as high: from that one the years after it are counted."""
    year = verdict.last if verdict.year is None else verdict.year
    return sentences.span(year, year if verdict.tie is None else verdict.tie[1])


def warnings(verdict: Verdict, series: Series, rule: Rule) -> tuple[Fault, ...]:
    """Give what is worth knowing of a verdict."""
    year = verdict.year
    if not verdict.interior:
        return ()
    notes = []
    if year == verdict.first:
        notes.append(note("PEAK002", year=year))
    notes += _ties(verdict, series, rule)
    if verdict.noise and _alone(verdict, series, rule):
        notes.append(note("PEAK020", year=year))
    after = verdict.years_after
    if verdict.p is not None and after and ranks.straight(series.values[-after:]):
        notes.append(note("PEAK024", first=verdict.last - after + 1, last=verdict.last))
    if verdict.kind is Kind.DECLINING_UNPROVEN and (verdict.p or 0.0) > 1 - rule.p:
        notes.append(note("PEAK019", year=year, last=verdict.last))
    if verdict.kind is Kind.PEAKED and verdict.noise and verdict.confirmation is None:
        notes.append(note("PEAK006", year=year, last=verdict.last))
    return tuple(notes)


def _ties(verdict: Verdict, series: Series, rule: Rule) -> list[Fault]:
    """Tell of years as high as the maximum, and of a fall between them that was won back."""
    tie, plateau = verdict.tie, verdict.plateau
    if tie is None or plateau is None or tie[0] == tie[1]:
        return []
    close = np.flatnonzero(series.values >= (1 - rule.ties) * series.values.max())
    apart = tie[0] < plateau[0] or tie[1] > plateau[1]
    return [
        note(
            "PEAK018" if apart else "PEAK003",
            years=sentences.listed([series.first + int(i) for i in close]),
            ties=sentences.percent(rule.ties),
            year=verdict.year,
            last=tie[1],
        )
    ]


def _alone(verdict: Verdict, series: Series, rule: Rule) -> bool:
    """Tell whether the maximum is one year that both neighbours undo; a path with zeros has no growth rates."""
    if verdict.year is None or (series.values <= 0).any():
        return False
    return bool(steps.spikes(series.values[None, :], rule)[0, verdict.year - series.first])
