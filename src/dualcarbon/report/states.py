"""Whether a chosen figure of scenarios can be drawn in its state: asked alike when it is chosen and when the report draws it."""

from __future__ import annotations

from collections.abc import Container, Iterator
from typing import TYPE_CHECKING

from dualcarbon.charts.words import Title
from dualcarbon.errors import InputError
from dualcarbon.quantities.declared import hint
from dualcarbon.report.moved_figures import FIGURES, OF_TWO, OF_YEAR
from dualcarbon.vocabulary.faults import Place, note

if TYPE_CHECKING:
    from dualcarbon.study.chosen import Chosen

CLOSED = {
    "en": "cells of the study are closed, and its sectors would tell what they hold",
    "zh": "研究含有保密数据，分部门结果会使其泄露",
}
EVERY_YEAR = {"en": "it is not of one year", "zh": "该图不针对某一年份"}
NO_YEAR = {"en": "there is no year {year} in the scenarios", "zh": "情景中没有{year}年"}
ALONE = {"en": "it names no scenario beside", "zh": "未指定并列的情景"}
ITSELF = {"en": "a scenario does not differ from itself", "zh": "情景与自身无差异"}
AS_THEY_ARE = {
    "en": "it shows both scenarios as they are, and levers are put for it",
    "zh": "该图按原值展示两个情景，不能带调节项",
}


def must_hold(one: Chosen, years: Container[int], where: Place, *, closed: bool) -> None:
    """Refuse a figure of scenarios that cannot be drawn in the state in which it is chosen.

    Parameters
    ----------
    one : Chosen
        The figure.
    years : container of int
        Years of the scenarios. [year]
    where : Place
        Where it is chosen.
    closed : bool
        Whether cells of the study are closed.

    Raises
    ------
    InputError
        There is no such figure (REP019), or it is not drawn in this state (REP020).
    """
    if one.figure not in FIGURES:
        told = hint(one.figure, sorted(FIGURES))
        raise InputError(faults=[note("REP019", where, figure=one.figure, hint=told)])
    if (why := next(_against(one, years, closed=closed), None)) is not None:
        raise refused(one, where, why, year=one.year)


def refused(one: Chosen, where: Place, why: Title, **values: object) -> InputError:
    """Say why a figure cannot be drawn."""
    told = {lang: text.format(**values) for lang, text in why.items()}
    return InputError(faults=[note("REP020", where, figure=one.figure, why=told)])


def _against(one: Chosen, years: Container[int], *, closed: bool) -> Iterator[Title]:
    """List what speaks against the state of a figure."""
    two, yearly = one.figure in OF_TWO, one.figure in OF_YEAR
    if one.year and not yearly:
        yield EVERY_YEAR
    if one.year and one.year not in years:
        yield NO_YEAR
    if two and not one.beside:
        yield ALONE
    if yearly and one.beside == one.scenario:
        yield ITSELF
    if two and one.levers:
        yield AS_THEY_ARE
    if closed:
        yield CLOSED
