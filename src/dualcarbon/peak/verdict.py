"""The verdict on one path, past or future: has it peaked, when, how high, and why we say so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import xarray as xr

from dualcarbon.diagnosis.trend import calibrated_p
from dualcarbon.peak import confirmation as causes
from dualcarbon.peak import sentences, shape, steps, wording
from dualcarbon.peak.record import Verdict
from dualcarbon.peak.rule import Kind, Rule
from dualcarbon.peak.series import Series, read, read_driver
from dualcarbon.vocabulary.faults import note

__all__ = ["RULE", "Kind", "Rule", "Verdict", "judge"]

RULE = Rule()


def judge(
    path: xr.DataArray,
    *,
    rule: Rule = RULE,
    drivers: xr.DataArray | None = None,
    noise: bool = True,
    confirmation: Mapping[str, float] | None = None,
    breaks: Sequence[int] = (),
) -> Verdict:
    r"""Judge one path of emissions.

    With :math:`y^*` the last year within ``rule.ties`` of the maximum :math:`M` and :math:`k` the years after
    it, the past has peaked if :math:`k \ge 5`, the years after :math:`y^*` (and they alone: the maximum was
    picked) fall by the calibrated Mann-Kendall test and no single step explains that fall better, the last
    value is below :math:`(1 - fall) M`, no more than half of the fall was won back, and a slump alone does
    not explain it.

    Parameters
    ----------
    path : DataArray (year)
        Yearly emissions; a gap is a missing year or a missing value. [t CO2, or the unit it carries]
    rule : Rule, optional
        The numbers that decide.
    drivers : DataArray (year), optional
        What moves the emissions, for example energy use: a step that it takes too is no revision. [any unit]
    noise : bool, optional
        True for statistics. False for computed futures: nothing is tested, the numbers decide.
    confirmation : mapping of str to float, optional
        Effects of a decomposition from the year of the maximum to the last year. [unit of ``path``]
    breaks : sequence of int, optional
        First years of a new level, declared by the study.

    Returns
    -------
    Verdict
        Kind, year, amount [unit of ``path``], reason, and what is worth knowing.

    Raises
    ------
    InputError
        The path has other dimensions, or its years are not ascending whole numbers.
    Misaligned
        ``drivers`` covers other years.
    UnknownName
        ``confirmation`` names an unknown effect.

    References
    ----------
    .. [1] H. B. Mann, "Nonparametric tests against trend", Econometrica 13 (1945) 245-259.
    .. [2] M. G. Kendall, "Rank Correlation Methods", Griffin, London, 1948.

    Examples
    --------
    >>> values = [8.0, 9.0, 10.0, 9.9, 9.0, 8.0, 7.0, 6.0]
    >>> path = xr.DataArray(values, coords={"year": range(2028, 2036)}, attrs={"units": "Mt CO2"})
    >>> print(judge(path, noise=False))
    peaks in 2030 at 10 Mt CO2, plateau 2030-2031
    >>> print(judge(path[:3], noise=False))
    not enough data: 3 values, at least 6 are needed
    """
    series = read(path, "path")
    if why := _lacking(series, rule):
        return _without(series, noise, *why)
    drive = None if drivers is None else read_driver(drivers, path)
    found = _steps(series, rule, drive) if noise else ()
    declared = tuple(sorted({b for b in breaks if series.first < b <= series.last}))
    cuts = tuple(sorted({*found, *declared}))
    if not cuts:
        verdict = _judged(series, rule, noise, confirmation, drive)
    else:
        sides = series.split(cuts)
        asked = [None] * (len(sides) - 1) + [confirmation]
        parts = tuple(
            _side(
                s,
                rule,
                noise,
                c,
                None if drive is None else drive[s.first - series.first :][: len(s.values)],
            )
            for s, c in zip(sides, asked, strict=True)
        )
        verdict = _broken(series, noise, parts, found, declared, drive is not None)
    unseen = noise and bool((series.values <= 0).any())
    return replace(verdict, warnings=(*verdict.warnings, *([note("PEAK007")] if unseen else [])))


def _lacking(series: Series, rule: Rule) -> tuple[str, dict[str, sentences.Particular]] | None:
    """Tell what a series lacks to be judged at all."""
    if series.missing:
        return "gap", {"missing": sentences.listed(series.missing)}
    if len(series.values) < rule.least:
        return "short", {"count": len(series.values), "least": rule.least}
    return None


def _without(
    series: Series, noise: bool, why: str, words: Mapping[str, sentences.Particular]
) -> Verdict:
    """Give the verdict on a series that cannot be judged."""
    verdict = Verdict(
        kind=Kind.NO_DATA,
        first=series.first,
        last=series.last,
        noise=noise,
        unit=series.unit,
        why=why,
        words=words,
    )
    text = {lang: verdict.reason(lang) for lang in ("en", "zh")}
    return replace(verdict, warnings=(note("PEAK001", text=text),))


def _steps(series: Series, rule: Rule, drive: steps.Floats | None) -> tuple[int, ...]:
    """Give the years in which the level steps; a path with zeros has no growth rates to tell by."""
    if (series.values <= 0).any():
        return ()
    marks = steps.found(series.values[None, :], rule, None if drive is None else drive[None, :])
    return tuple(series.first + int(i) for i in np.flatnonzero(marks[0]))


def _side(
    series: Series,
    rule: Rule,
    noise: bool,
    confirmation: Mapping[str, float] | None,
    drive: steps.Floats | None,
) -> Verdict:
    """Judge one side of a break."""
    if why := _lacking(series, rule):
        return _without(series, noise, *why)
    return _judged(series, rule, noise, confirmation, drive)


def _judged(
    series: Series,
    rule: Rule,
    noise: bool,
    effects: Mapping[str, float] | None,
    drive: steps.Floats | None,
) -> Verdict:
    """Judge a series without gaps and breaks."""
    facts = shape.of(series.values[None, :], rule)
    top, end = float(facts.top[0]), float(facts.end[0])
    p, rising = (None, None) if not noise else _tested(series, facts, rule)
    proven = p is not None and p < rule.p and end < top * (1 - rule.fall)
    step = _only_step(series, facts, rule, drive) if proven else None
    kind = _kind(facts, rule, noise, p, rising, step)
    confirmed = causes.confirm(effects, top - end) if effects is not None and end < top else None
    if kind is Kind.PEAKED and confirmed == causes.SLUMP:
        kind = Kind.SLUMP
    verdict = Verdict(
        kind=kind,
        first=series.first,
        last=series.last,
        noise=noise,
        unit=series.unit,
        year=series.first + int(facts.at[0]),
        tie=(series.first + int(facts.tie_from[0]), series.first + int(facts.tie_to[0])),
        amount=top,
        plateau=(series.first + int(facts.flat_from[0]), series.first + int(facts.flat_to[0])),
        years_after=int(facts.after[0]),
        fall=_lost(top, end),
        deepest=_lost(top, float(facts.lowest[0])),
        p=p,
        step=step,
        confirmation=confirmed,
    )
    said = replace(verdict, why=wording.why(verdict, rule), words=wording.words(verdict, rule))
    return replace(said, warnings=wording.warnings(said, series, rule))


def _tested(series: Series, facts: shape.Shape, rule: Rule) -> tuple[float | None, float | None]:
    """Test the years after the maximum, for a fall and for a rise; without enough of them, not at all."""
    after = int(facts.after[0])
    if after < rule.later or facts.open_end[0]:
        return None, None
    later = series.values[None, -after:] / float(facts.top[0])  # squares of any unit stay floats
    fall = calibrated_p(later, seed=rule.seed, draws=rule.draws, side="falling")
    rise = calibrated_p(later, seed=rule.seed, draws=rule.draws, side="rising")
    return float(fall[0]), float(rise[0])


def _only_step(
    series: Series, facts: shape.Shape, rule: Rule, drive: steps.Floats | None
) -> int | None:
    """Give the year of the one step that explains the fall, if it does; with zeros none is looked for."""
    after = int(facts.after[0])
    later = series.values[None, -after:]
    if (later <= 0).any():
        return None
    found = int(steps.only(later, rule, None if drive is None else drive[None, -after:])[0])
    return series.last - after + 1 + found if found else None


def _kind(
    facts: shape.Shape,
    rule: Rule,
    noise: bool,
    p: float | None,
    rising: float | None,
    step: int | None,
) -> Kind:
    """Give the kind of a shape and its tests."""
    if not noise:
        return shape.KINDS[int(shape.kinds_of_futures(facts, rule)[0])]
    falls = p is not None and p < rule.p
    moves = falls or (rising is not None and rising < rule.p)
    codes = shape.kinds(
        facts,
        rule,
        band=rule.band,
        fall=rule.fall,
        falling=np.array([falls and step is None]),
        trending=np.array([moves]),
    )
    return shape.KINDS[int(codes[0])]


def _lost(top: float, value: float) -> float | None:
    """Give the share of the maximum that is lost; of a maximum that is not positive there is none."""
    return (top - value) / top if top > 0 else None


def _broken(
    series: Series,
    noise: bool,
    parts: tuple[Verdict, ...],
    found: tuple[int, ...],
    declared: tuple[int, ...],
    driven: bool,
) -> Verdict:
    """Give the verdict on a series with breaks: that of each side."""
    growth = {year: series.growth(year) for year in found}
    notes = [note("PEAK005", year=year) for year in declared]
    notes += [
        note(
            "PEAK004",
            year=year,
            step=f"{100 * growth[year]:+.1f}",
            drivers=sentences.DRIVERS[driven],
        )
        for year in found
        if year not in declared
    ]
    said = {
        lang: "; ".join(f"{sentences.span(p.first, p.last)} {p.reason(lang)}" for p in parts)
        for lang in ("en", "zh")
    }
    words: dict[str, sentences.Particular] = {
        "breaks": sentences.listed(sorted({*found, *declared})),
        "parts": said,
    }
    return Verdict(
        kind=Kind.REVISION,
        first=series.first,
        last=series.last,
        noise=noise,
        unit=series.unit,
        parts=parts,
        warnings=(*notes, *(w for p in parts for w in p.warnings)),
        why="revision",
        words=words,
    )
