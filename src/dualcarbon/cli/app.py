"""The commands. Everything heavy is imported inside them, so that ``--help`` answers at once."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dualcarbon.cli import (
    auditing,
    calibrating,
    comparing,
    editioning,
    exporting,
    keeping,
    publishing,
    requesting,
    serving,
    users,
    workbook,
)
from dualcarbon.cli.asking import Json, Lang, Out, Run, Stale, Study, choice, language, told

if TYPE_CHECKING:
    from dualcarbon.study.results import Results

FORMS = ("html", "pdf", "docx")

app = typer.Typer(
    name="dualcarbon",
    help="Carbon peak and neutrality study of a region, from statistics to report. 区域碳达峰碳中和研究。",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.add_typer(workbook.app, name="workbook")
app.add_typer(users.app, name="users")
app.add_typer(auditing.app, name="audit")


@app.command()
def new(
    folder: Annotated[
        Path,
        typer.Argument(
            help="Folder to make; its name becomes the study's. A district stands in the folder of its region.",
            show_default=False,
        ),
    ],
    title: Annotated[str, typer.Option(help="Name of the region as shown to people.")] = "",
    region: Annotated[str, typer.Option(help="Code of the region, GB/T 2260.")] = "000000",
    template: Annotated[
        str,
        typer.Option(
            help="Kind of region: province, city or industrial-park, with rows to fill in and a tree."
        ),
    ] = "",
    lang: Lang = "en",
) -> None:
    """Make the folder of a new study, with tables to fill in."""
    with told(lang):
        from dualcarbon.study import template as templates

        made = templates.make(folder, title=title, region=region, template=template)
    from dualcarbon.cli import show

    show.made(made, folder, lang=language(lang))


@app.command()
def check(study: Study, json: Json = False, lang: Lang = "en") -> None:
    """Read a study and list all its faults."""
    with told(lang, json=json):
        from dualcarbon.study import preparation

        prepared = preparation.prepare(study)
        preparation.rehearse(prepared)
    from dualcarbon.cli import show

    show.checked(prepared.folder, prepared.warnings, as_json=json, lang=language(lang))


@app.command()
def run(
    study: Study,
    out: Annotated[
        Path | None, typer.Option(help="Folder for results; STUDY/results if not given.")
    ] = None,
    members: Annotated[
        int | None, typer.Option(help="Members of the ensemble, a power of two.")
    ] = None,
    seed: Annotated[int | None, typer.Option(help="Seed of the draws.")] = None,
    quick: Annotated[bool, typer.Option("--quick", help="128 members and no documents.")] = False,
    json: Json = False,
    lang: Lang = "en",
) -> None:
    """Compute a study, from inventory to report."""
    from dualcarbon.cli import show

    with told(lang, json=json):
        from dualcarbon.study import running

        with show.steps(language(lang)) as step:
            results = running.run(
                study,
                out=out,
                members=members,
                seed=seed,
                quick=quick,
                step=step,
                documents=_documents,
            )
    show.ran(results, study, as_json=json, lang=language(lang))


@app.command()
def explain(
    run: Run,
    key: Annotated[
        str,
        typer.Argument(
            help="Dotted path in summary.json, or of a number that the report composes.",
            show_default=False,
        ),
    ],
    depth: Annotated[
        int,
        typer.Option(min=0, help="Levels shown, such as 2 to see the parts of a total; 0 for all."),
    ] = 0,
    json: Json = False,
    lang: Lang = "en",
) -> None:
    """Show how a number came: formula, inputs, factor, source cell."""
    with told(lang, json=json):
        from dualcarbon.report.explained import explain as explained

        derivation = explained(run, key)
    from dualcarbon.cli import show

    show.explained(derivation, as_json=json, lang=language(lang), depth=depth)


@app.command()
def report(
    run: Run,
    lang: Annotated[
        str,
        typer.Option("--lang", help="Language; that of the study if not given.", metavar="en|zh"),
    ] = "",
    format: Annotated[
        str, typer.Option("--format", help="What to write.", metavar="html|pdf|docx")
    ] = "html",
    out: Out = None,
    template: Annotated[
        Path | None, typer.Option(help="Word document whose styles and pages a docx takes.")
    ] = None,
    stale: Stale = False,
    json: Json = False,
) -> None:
    """Write the report of a run as a page, as PDF or as a Word document."""
    spoken = language(lang or "en")
    choice("--format", format, FORMS, spoken)
    with told(spoken, json=json):
        from dualcarbon.report import writing

        written = writing.again(
            run,
            lang=language(lang) if lang else None,
            form=format,
            out=out,
            template=template,
            stale=stale,
        )
    from dualcarbon.cli import show

    show.written(written.file, written.warnings, as_json=json, lang=spoken)


@app.command()
def catalogue(
    measure: Annotated[
        str, typer.Argument(help="Id of a typical measure; all of them if not given.")
    ] = "",
    json: Json = False,
    lang: Lang = "en",
) -> None:
    """List the typical measures, or show one with its numbers and their sources."""
    with told(lang, json=json):
        from dualcarbon.cli import typical

        if measure:
            typical.shown(measure, as_json=json, lang=language(lang))
        else:
            typical.listed(as_json=json, lang=language(lang))


app.command()(exporting.export)
app.command()(publishing.publish)
app.command()(keeping.backup)
app.command()(keeping.restore)
app.command()(calibrating.calibrate)
app.command()(comparing.compare)
app.command()(serving.serve)
app.command()(editioning.editions)
app.command()(editioning.rebuild)
app.command()(requesting.requests)


def _documents(results: Results, folder: Path) -> None:
    """Write the documents of a run; the report is imported only when there is one to write."""
    from dualcarbon.report import html

    html.documents(results, folder)
