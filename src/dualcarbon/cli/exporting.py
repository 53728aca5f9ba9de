"""`dualcarbon export`: the account of a run in the form that others read."""

from __future__ import annotations

from typing import Annotated

import typer

from dualcarbon.cli.asking import Json, Lang, Out, Run, choice, language, told

FORMS = ("iamc", "primap2", "gpc")
SETS = ("SAR", "AR4", "AR5", "AR6")


def export(
    run: Run,
    form: Annotated[
        str,
        typer.Option(
            "--form",
            help="What to write: table of scenario databases, inventory archive, workbook of a city.",
            metavar="iamc|primap2|gpc",
            show_default=False,
        ),
    ],
    gwp: Annotated[
        str,
        typer.Option(
            "--gwp",
            help="Set of warming potentials; that of the study if not given.",
            metavar="SAR|AR4|AR5|AR6",
        ),
    ] = "",
    out: Out = None,
    scenario: Annotated[
        list[str] | None,
        typer.Option(
            help="Scenario whose pathway an iamc table holds; may be repeated; all if not given."
        ),
    ] = None,
    json: Json = False,
    lang: Lang = "en",
) -> None:
    """Write the account of a run as an IAMC table, in PRIMAP2's format or as a GPC workbook."""
    spoken = language(lang)
    choice("--form", form, FORMS, spoken)
    if gwp:
        choice("--gwp", gwp, SETS, spoken)
    with told(lang, json=json):
        from dualcarbon.study import exports

        made = exports.export(run, form, set_name=gwp, out=out, scenarios=scenario or ())
    from dualcarbon.cli import show

    show.exported(made.files, made.warnings, as_json=json, lang=spoken)
