"""`dualcarbon editions` and `dualcarbon rebuild`: which factor tables serve, what others would move, old runs made again."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dualcarbon.cli.asking import INPUT_AT_FAULT, Json, Lang, Run, Study, language, told

if TYPE_CHECKING:
    from dualcarbon.study.results import Results


def editions(
    study: Study,
    against: Annotated[
        str,
        typer.Option(
            help="Edition to compare with: id, or folder that holds an edition.toml.",
            metavar="ID|FOLDER",
        ),
    ] = "",
    json: Json = False,
    lang: Lang = "en",
) -> None:
    """List the editions of factors that a study uses, or show what another one would move."""
    spoken = language(lang)
    if against:
        with told(lang, json=json):
            from dualcarbon.study import comparing

            found = comparing.compare(study, against)
        from dualcarbon.cli import moves

        moves.compared(found, as_json=json, lang=spoken)
        return
    with told(lang, json=json):
        from dualcarbon.study import edition_use, preparation

        prepared = preparation.prepare(study)
        listed = edition_use.listed(prepared.account, prepared.ledger)
    from dualcarbon.cli import moves

    told_of = [w for w in prepared.warnings if w.code.startswith("EDN")]
    moves.listed(listed, told_of, as_json=json, lang=spoken)


def rebuild(
    run: Run,
    json: Json = False,
    lang: Lang = "en",
) -> None:
    """Compute a run again from its inputs and factors, and compare every byte; nothing is written."""
    from dualcarbon.cli import show

    with told(lang, json=json):
        from dualcarbon.study import rebuilding

        with show.steps(language(lang)) as step:
            made = rebuilding.rebuild(run, step=step, documents=_documents)
    from dualcarbon.cli import moves

    moves.rebuilt(made, as_json=json, lang=language(lang))
    if not made.identical:
        raise typer.Exit(INPUT_AT_FAULT)


def _documents(results: Results, folder: Path) -> None:
    from dualcarbon.report import html

    html.documents(results, folder)
