"""Which sentence gives the reason of a verdict, with which particulars, and what else is worth knowing."""

from __future__ import annotations

import numpy as np

from dualcarbon.peak import sentences
from dualcarbon.peak.record import Verdict
from dualcarbon.peak.rule import Kind, Rule
from dualcarbon.peak.series import Series
from dualcarbon.vocabulary.faults import Fault, note


def why(verdict: Verdict, rule: Rule) -> str:
    """Name the sentence of a verdict."""
    if verdict.kind is Kind.RISING:
        return "near" if verdict.years_after else "last"
    if verdict.kind is Kind.PEAKED:
        return "peaked" if verdict.noise else "peaks"
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
        "year": verdict.year,
        "last": verdict.last,
        "after": verdict.years_after,
        "later": rule.later,
        "recent": rule.recent,
        "amount": {lang: sentences.amount(top, verdict.unit, lang) for lang in ("en", "zh")},
        "plateau": sentences.span(*(verdict.plateau or (verdict.last, verdict.last))),
        "boundary": sentences.percent(rule.boundary),
        "band": sentences.percent(rule.band if verdict.noise else rule.plateau),
        "share": sentences.percent(rule.fall),
        "limit": rule.p,
        "fall": sentences.percent(verdict.fall or 0.0),
        "deepest": sentences.percent(verdict.deepest or 0.0),
        "p": f"{verdict.p:.2g}" if verdict.p is not None else "-",
        "series": sentences.SERIES[verdict.noise],
        "confirmed": sentences.CONFIRMED[verdict.confirmation is not None],
    }


def warnings(verdict: Verdict, series: Series, rule: Rule) -> tuple[Fault, ...]:
    """Give what is worth knowing of a verdict."""
    year, tie = verdict.year, verdict.tie
    if not verdict.interior:
        return ()
    notes = []
    if year == verdict.first:
        notes.append(note("PEAK002", first=sentences.FIRST_YEAR[verdict.noise], year=year))
    if tie is not None and tie[0] < tie[1]:
        close = series.values >= (1 - rule.ties) * series.values.max()
        years = sentences.listed([series.first + int(i) for i in np.flatnonzero(close)])
        notes.append(note("PEAK003", years=years, ties=sentences.percent(rule.ties), year=year))
    if verdict.kind is Kind.PEAKED and verdict.noise and verdict.confirmation is None:
        notes.append(note("PEAK006", year=year, last=verdict.last))
    return tuple(notes)
