"""Report: seen before it is handed out, written as a page, PDF or Word document in both languages, its tables taken along."""

from __future__ import annotations

import datetime
import io
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import Depends, File, Form, Response, UploadFile
from fastapi.responses import JSONResponse, RedirectResponse

from dualcarbon.errors import InputError
from dualcarbon.quantities.declared import Title
from dualcarbon.server import chosen, tasks
from dualcarbon.server.chapter import Chapter
from dualcarbon.server.chapters import approval, jobs
from dualcarbon.server.downloads import attached, plain
from dualcarbon.server.here import Here, here, names
from dualcarbon.server.printed import Writer
from dualcarbon.server.refused import unknown
from dualcarbon.server.sections import leads
from dualcarbon.server.words import LANGUAGES, Lang
from dualcarbon.store import saving, times
from dualcarbon.store.tables import LONGEST
from dualcarbon.study import choosing
from dualcarbon.study.chosen import Chosen
from dualcarbon.vocabulary.faults import Place, note
from dualcarbon.vocabulary.tables import TABLES

if TYPE_CHECKING:
    import polars as pl

chapter = Chapter("report", 80)
FORMS = ("html", "pdf", "docx")
KINDS = {
    "html": "text/html; charset=utf-8",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "csv": "text/csv; charset=utf-8",
    "parquet": "application/vnd.apache.parquet",
}
LARGEST = 20 * 1024 * 1024
"""Of a template. [bytes]"""
PREVIEW = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; "
    "frame-ancestors 'self'; sandbox",
}
"""Of the report inside the page: it can draw itself, and do nothing else; no script of it runs."""
FRAMED = "frame-src 'self'"
MOST_SAID = 300
"""Characters that are said under a figure."""


@dataclass(frozen=True, slots=True)
class Written:
    """A document of a run: its file, its language and form, its size [bytes] and when it was written (UTC)."""

    file: Path
    lang: str
    form: str
    size: int
    at: str


@chapter.page()
def show(at: Here = Depends(here)) -> Response:  # noqa: B008
    """Show the report of the run, the documents there are, and what can be written."""
    run = at.run
    if run is None:
        return at.page("unrun.html")
    there = written(run)
    answer = at.page(
        "report.html",
        run=run,
        written=there,
        forms=FORMS,
        tables=listed(at, run),
        bureau=(at.shelf.path(at.study) / tasks.TEMPLATE).is_file(),
        may=at.may_edit,
        **figures(at, run),
        key=jobs.key,
        stamp=times.minute,
        **approval.stated(at, run),
    )
    return framed(answer)


@chapter.page("/preview/{run}")
def preview(run: str, at: Here = Depends(here)) -> Response:  # noqa: B008
    """Give the report as it was written, to be shown inside the page and able to do nothing there."""
    one = found(at, run, at.lang, "html")
    return Response(one.file.read_bytes(), media_type=KINDS["html"], headers=PREVIEW)


@chapter.page("/document/{run}/{name}")
def document(run: str, name: str, at: Here = Depends(here)) -> Response:  # noqa: B008
    """Give a document of a run, under the name of the region."""
    parts = name.split(".")
    lang, form = (parts[1], parts[2]) if len(parts) == 3 else ("", "")
    one = found(at, run, lang, form)
    title = f"{at.say('report.title')} {names(at.shelf.path(at.study)).get(lang, '')} {run}.{form}"
    return attached(one.file.read_bytes(), title, KINDS[form])


@chapter.page("/table/{run}/{name}")
def table(run: str, name: str, at: Here = Depends(here)) -> Response:  # noqa: B008
    """Give a table of a run as CSV or Parquet, without what closed cells say."""
    from dualcarbon.study.publishing import published

    stem, _, form = name.rpartition(".")
    results = at.shelf.results(_run(at, run))
    _, tables = published(results.summary, results.tables)
    if stem not in tables or form not in forms(tables[stem]):
        raise unknown(name, "table")
    data = io.BytesIO()
    (plain(tables[stem]).write_csv if form == "csv" else tables[stem].write_parquet)(data)
    return attached(data.getvalue(), f"{at.study} {run} {name}", KINDS[form])


@chapter.action("/template")
def template(
    file: Annotated[UploadFile, File()],
    at: Here = Depends(here),  # noqa: B008
) -> Response:
    """Keep a bureau's own Word document in the folder of the study, if it is one that can be filled."""
    content = file.file.read(LARGEST + 1)
    checked(content)
    saving.saved(at.shelf.path(at.study), {tasks.TEMPLATE: content})
    at.request.app.state.people.record(
        at.person, "report.template", at.study, {"bytes": len(content)}
    )
    return RedirectResponse(at.link("report"), 303)


@chapter.action("/template/remove")
def without(at: Here = Depends(here)) -> Response:  # noqa: B008
    """Take the bureau's Word document away."""
    saving.saved(at.shelf.path(at.study), {tasks.TEMPLATE: None})
    at.request.app.state.people.record(at.person, "report.template", at.study, {"bytes": 0})
    return RedirectResponse(at.link("report"), 303)


@chapter.action("/figures")
def add(one: Chosen, at: Here = Depends(here)) -> Response:  # noqa: B008
    """Put a figure into the report, in the state in which a page shows it."""
    try:
        count = chosen.add(at, one)
    except InputError as error:
        said = [fault.sentence(at.lang) for fault in error.faults] or [str(error)]
        return JSONResponse({"faults": said}, 422)
    return JSONResponse({"said": at.say("report.added", count=count), "lead": f"{at.link('report')}#figures"})  # fmt: skip


@chapter.action("/figures/remove")
def remove(
    place: Annotated[int, Form()],
    based: Annotated[str, Form(max_length=64)],
    at: Here = Depends(here),  # noqa: B008
) -> Response:
    """Take a figure out of the report."""
    chosen.change(at, lambda folder: choosing.without(folder, place), based, "figure_removed")
    return RedirectResponse(f"{at.link('report')}#figures", 303)


@chapter.action("/figures/move")
def move(
    place: Annotated[int, Form()],
    to: Annotated[int, Form()],
    based: Annotated[str, Form(max_length=64)],
    at: Here = Depends(here),  # noqa: B008
) -> Response:
    """Let a figure of the report change places with another."""
    chosen.change(at, lambda folder: choosing.moved(folder, place, to), based, "figure_moved")
    return RedirectResponse(f"{at.link('report')}#figures", 303)


@chapter.action("/figures/note")
def say_of(
    place: Annotated[int, Form()],
    based: Annotated[str, Form(max_length=64)],
    en: Annotated[str, Form(max_length=MOST_SAID)] = "",
    zh: Annotated[str, Form(max_length=MOST_SAID)] = "",
    at: Here = Depends(here),  # noqa: B008
) -> Response:
    """Say something under a figure of the report; one language stands for both where the other is left out."""
    told = {"en": en.strip() or zh.strip(), "zh": zh.strip() or en.strip()}
    said = Title(**told) if told["en"] else None
    chosen.change(at, lambda folder: choosing.noted(folder, place, said), based, "figure_noted")
    return RedirectResponse(f"{at.link('report')}#figures", 303)


def figures(at: Here, run: Path) -> dict[str, Any]:
    """Give the figures that are chosen as the page lists them, and what is wrong with their file."""
    document = at.shelf.document(run)
    told: dict[str, Any] = {"figures": [], "figure_faults": chosen.faults(at), "based": ""}
    try:
        there = list(chosen.listed(at, document, leads(at, document, ())))
    except InputError:  # told by the faults
        return told | {"write": None}
    return told | {"figures": there, "based": chosen.based(at), "write": Writer(document, at.lang)}


def listed(at: Here, run: Path) -> dict[str, tuple[str, tuple[str, ...]]]:
    """Give the tables of a run by name: what each is called, and the forms that it can be taken in."""
    there = at.shelf.results(run).tables
    titles = {name: getattr(TABLES.get(f"results/{name}"), at.lang, name) for name in there}
    return {name: (titles[name], forms(there[name])) for name in sorted(there)}


def forms(table: pl.DataFrame) -> tuple[str, ...]:
    """Give the forms that a table can be taken in; one that is too long to be looked at is no CSV."""
    return ("csv", "parquet") if table.height <= LONGEST else ("parquet",)


def checked(content: bytes) -> None:
    """Refuse what is no Word document that a report can be put into; it is opened in a process of its own.

    Raises
    ------
    InputError
        It is too large, no Word document, holds macros, or brings in content from elsewhere.
    """
    from dualcarbon.report import docx_trial

    if len(content) > LARGEST:
        raise InputError(faults=[note("JOB009", Place(file=tasks.TEMPLATE), mb=LARGEST >> 20)])
    docx_trial.tried(content, tasks.TEMPLATE)


def written(run: Path) -> dict[tuple[str, str], Written]:
    """Give the documents of a run by language and form; one written later goes before that of the run itself."""
    made: dict[tuple[str, str], Written] = {}
    for folder in (run, run / tasks.DOCUMENTS):
        for lang in LANGUAGES:
            for form in FORMS:
                file = folder / f"report.{lang}.{form}"
                if file.is_file():
                    stat = file.stat()
                    at = datetime.datetime.fromtimestamp(stat.st_mtime, datetime.UTC).isoformat()
                    made[lang, form] = Written(file, lang, form, stat.st_size, at)
    return made


def found(at: Here, run: str, lang: Lang | str, form: str) -> Written:
    """Give a document of a run.

    Raises
    ------
    Refused
        There is no such run, or it has no such document.
    """
    there = written(_run(at, run))
    if (lang, form) not in there:
        raise unknown(".".join((lang, form)), "document")
    return there[lang, form]


def framed(answer: Response) -> Response:
    """Let a page show a page of our own inside it."""
    from dualcarbon.server.guard import POLICY

    answer.headers["Content-Security-Policy"] = f"{POLICY}; {FRAMED}"
    return answer


def _run(at: Here, id: str) -> Path:
    run = at.shelf.run(at.study, id or "-")
    if run is None:
        raise unknown(id, "run")
    return run
