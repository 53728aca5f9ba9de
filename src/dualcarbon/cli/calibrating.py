"""`dualcarbon calibrate`: parameters of the tree fitted to history, as a table or as paths to paste."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dualcarbon.cli.asking import Json, Lang, Study, choice, language, told

if TYPE_CHECKING:
    from rich.table import Table

    from dualcarbon.scenarios.estimates import Estimate, Fit
    from dualcarbon.scenarios.fitting import Tried

MODELS = ("growth", "elasticity", "logistic", "survival")
WORDS = {
    "en": {
        "parameter": "parameter", "model": "model", "number": "number", "value": "value", "interval": "90 % interval",
        "years": "years", "memory": "memory", "fit": "R²", "follows": "to {}",
        "growth": "growth", "elasticity": "elasticity", "logistic": "saturation", "survival": "survival",
    },
    "zh": {
        "parameter": "参数", "model": "模型", "number": "数值", "value": "估计值", "interval": "90%区间",
        "years": "年份", "memory": "自相关", "fit": "R²", "follows": "对 {}",
        "growth": "增长", "elasticity": "弹性", "logistic": "饱和", "survival": "存活",
    },
}  # fmt: skip


def calibrate(
    study: Study,
    parameter: Annotated[
        str, typer.Option(help="Key of one parameter; all of them if not given.", metavar="KEY")
    ] = "",
    toml: Annotated[
        bool, typer.Option("--toml", help="Print paths that a scenario file takes.")
    ] = False,
    model: Annotated[
        str,
        typer.Option(
            help="What the paths are made of.", metavar="growth|elasticity|logistic|survival"
        ),
    ] = "growth",
    json: Json = False,
    lang: Lang = "en",
) -> None:
    """Fit growth, elasticity, saturation and survival to the history of a study."""
    spoken = language(lang)
    choice("--model", model, MODELS, spoken)
    with told(lang, json=json):
        from dualcarbon.study import calibrating

        found = calibrating.calibrate(study, parameter)
    from dualcarbon.cli import show

    if json:
        show.print_json([record(one, spoken) for one in found.tried])
    elif toml:
        text = found.toml(model)
        sys.stdout.write(f"{text}\n" if text else "")
    else:
        show.out().print(table(found.tried, spoken))
    if not json:
        faults = [*found.told, *(fault for one in found.tried for fault in _said(one))]
        show.warn(faults, spoken, limit=len(faults))


def record(one: Tried, lang: str) -> dict[str, Any]:
    """Give what was tried as JSON."""
    plain: dict[str, Any] = {"parameter": one.key, "model": one.model}
    plain["said"] = [{"code": f.code, "message": f.sentence(lang)} for f in _said(one)]
    if one.fit is None:
        return {**plain, "fitted": False}
    fit = one.fit
    numbers = {
        name: {"value": n.value, "error": n.error, "low": n.low, "high": n.high}
        for name, n in fit.numbers.items()
    }
    told_of = ("to", "count", "memory", "noise", "explained")
    return {
        **plain, "fitted": True, "numbers": numbers, "first": fit.years[0], "last": fit.years[1],
        **{name: getattr(fit, name) for name in told_of},
    }  # fmt: skip


def table(tried: tuple[Tried, ...], lang: str) -> Table:
    """Lay out every fit, a row a number."""
    from rich.table import Table

    words, made = WORDS[lang], Table(box=None, pad_edge=False, header_style="bold")
    for name in ("parameter", "model", "number", "value", "interval", "years", "memory", "fit"):
        named = name in ("parameter", "model", "number")
        made.add_column(
            words[name],
            justify="left" if named else "right",
            no_wrap=name != "parameter",  # a long key is folded; a number is never cut
            overflow="fold",
        )
    for one in tried:
        for name, number in one.fit.numbers.items() if one.fit else ():
            made.add_row(one.key, _model(one.fit, words), name, *_cells(number, one.fit))
    return made


def _model(fit: Fit | None, words: dict[str, str]) -> str:
    if fit is None:
        return ""
    return words[fit.model] + (f" {words['follows'].format(fit.to)}" if fit.to else "")


def _cells(number: Estimate, fit: Fit | None) -> tuple[str, ...]:
    if fit is None:
        return ()
    explained = "–" if fit.explained is None else f"{fit.explained:.2f}"
    years = f"{fit.years[0]}–{fit.years[1]}"
    value, low, high = (_short(x) for x in (number.value, number.low, number.high))
    return (value, f"{low} … {high}", years, f"{fit.memory:.2f}", explained)


def _short(value: float) -> str:
    """Write a number with three figures; a year or a large amount in full."""
    return f"{value:.1f}" if 1000 <= abs(value) < 1e6 else f"{value:.3g}"


def _said(one: Tried) -> tuple[Any, ...]:
    """Give what is told of a fit: its notes, or why it was refused."""
    return one.fit.notes if one.fit else one.refused
