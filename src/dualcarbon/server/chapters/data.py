"""Data: what the study holds, file by file; its tables edited in grids, checked as they are typed, saved with who and when."""

from __future__ import annotations

from typing import Any

from fastapi import Depends, Request, Response
from fastapi.responses import JSONResponse, RedirectResponse

from dualcarbon.errors import InputError
from dualcarbon.server import edits, grids, histories, series
from dualcarbon.server.chapter import Chapter
from dualcarbon.server.edits import Edit
from dualcarbon.server.here import Here, here
from dualcarbon.server.people.rules import Role
from dualcarbon.server.printed import data
from dualcarbon.server.words import catalogue
from dualcarbon.store import times
from dualcarbon.store.versions import Versions
from dualcarbon.study import changing, editing
from dualcarbon.study.contents import Part, absent, parts, share
from dualcarbon.vocabulary import faults as told
from dualcarbon.vocabulary.names import SECTORS
from dualcarbon.vocabulary.tables import TABLES

chapter = Chapter("data", 20)
FIRST_PAGE = 1_000
"""Rows of a page of a table that is too long to be sent whole."""
SAID = (
    "add", "remove", "filter", "edit", "line", "new", "nothing", "page", "page_size", "first", "last", "prev", "next",
    "checking", "clean", "fresh", "elsewhere", "unchanged", "changed", "unchecked", "refused", "saved", "no_difference", "conflict_by",
    "conflict_unknown", "gone", "no_series", "errors", "warnings", "grid",
)  # fmt: skip
"""Texts that the script of the page puts in itself."""


@chapter.page()
def show(at: Here = Depends(here), file: str = "") -> Response:  # noqa: B008
    """Show all files of the study, or one of them to be edited."""
    if not file:
        begun = absent(at.shelf.read(at.study))
        return at.page("data_overview.html", **listed(at), absent=begun)
    table = edits.part(at, file)
    if not table:
        return _document(at, file)
    grid = grids.opened(at.shelf.path(at.study) / file, file, table)
    if grid.faults:
        return _document(at, file, table)
    given = {
        "file": file,
        "based": grid.sha256,
        "columns": grids.columns(grid, at.lang),
        "total": len(grid.rows),
        "whole": grid.is_whole,
        "size": FIRST_PAGE,
        "editable": at.may_edit,
        "say": _said(at),
        "name": TABLES[table].zh if at.lang == "zh" else TABLES[table].en,
        "checked": edits.checked(at, Edit(file=file, whole=False), table),
    }
    return at.page(
        "data_table.html",
        **listed(at),
        given=data(given),
        table=TABLES[table],
        total=len(grid.rows),
        whole=grid.is_whole,
    )


@chapter.page("/rows")
def rows(request: Request, file: str, at: Here = Depends(here)) -> Response:  # noqa: B008
    """Answer rows of a table: all of a short one, a page of a long one, filtered and ordered as asked."""
    grid = grids.opened(at.shelf.path(at.study) / file, file, edits.part(at, file))
    found, count = grids.page(grid, request.query_params, at.lang)
    plain = [[line, *cells] for line, cells in found]
    return JSONResponse({"rows": plain, "count": count, "based": grid.sha256})


@chapter.page("/row")
def row(file: str, line: int, at: Here = Depends(here)) -> Response:  # noqa: B008
    """Show where the numbers of a row come from, and who changed it last."""
    table = edits.part(at, file)
    found = grids.opened(at.shelf.path(at.study) / file, file, table).record(line)
    folder = at.shelf.path(at.study)
    by = histories.changed_by(versions(at), editing.named(folder), file, table, found)
    return at.page("data_row.html", file=file, line=line, row=found, by=by, stamp=times.second)


@chapter.action("/series", role=Role.viewer)
def drawn(edit: Edit, line: str, at: Here = Depends(here)) -> Response:  # noqa: B008
    """Answer the figure of the series that a row belongs to, with what was typed and not saved."""
    table = edits.part(at, edit.file)
    grid = grids.opened(at.shelf.path(at.study) / edit.file, edit.file, table)
    return JSONResponse(series.drawn(series.overlaid(grid, edit), line, grid, at.lang))


@chapter.action("/check")
def check(edit: Edit, at: Here = Depends(here)) -> Response:  # noqa: B008
    """Answer every fault that a file would have, by row and column, and the difference; nothing is stored."""
    return JSONResponse(edits.checked(at, edit, edits.part(at, edit.file)))


@chapter.action("/save")
def save(edit: Edit, at: Here = Depends(here)) -> Response:  # noqa: B008
    """Save a file, or answer why not: its faults, or what somebody else saved meanwhile."""
    table = edits.part(at, edit.file)
    based = {edit.file: edit.based}
    folder, who = at.shelf.path(at.study), at.person.name
    try:
        made = editing.save(folder, [edit.change(table)], based, versions(at), who, edit.note)
    except InputError as error:
        stale = isinstance(error, editing.Changed)
        return JSONResponse(edits.refused(at, edit, table, error), 409 if stale else 422)
    recorded(at, "data.saved", made.id, [edit.file])
    return JSONResponse({"version": made.id, "at": times.second(made.at), "who": made.who})


@chapter.page("/versions")
def history(at: Here = Depends(here), file: str = "") -> Response:  # noqa: B008
    """List what was saved: who, when, why, which files."""
    found = versions(at).of(editing.named(at.shelf.path(at.study)), file)
    return at.page(
        "data_versions.html", **listed(at), versions=found, file=file, stamp=times.second
    )


@chapter.page("/version")
def version(id: str, at: Here = Depends(here)) -> Response:  # noqa: B008
    """Show what a version changed."""
    one = histories.version(versions(at), editing.named(at.shelf.path(at.study)), id)
    found = {file: histories.difference(versions(at), one, file) for file in one.files}
    return at.page(
        "data_version.html", **listed(at), version=one, differences=found, stamp=times.second
    )


@chapter.action("/restore")
def restore(id: str, at: Here = Depends(here), before: bool = False) -> Response:  # noqa: B008
    """Bring the files back to what they were after a version, or before it; that is a version of its own."""
    folder = at.shelf.path(at.study)
    one = histories.version(versions(at), editing.named(folder), id)
    why = at.say("data.undone" if before else "data.restored", at=times.second(one.at))
    made = editing.restore(folder, id, versions(at), at.person.name, why, before=before)
    recorded(at, "data.restored", made.id, list(made.files))
    return RedirectResponse(f"{at.link('data')}/versions", 303)


def listed(at: Here) -> dict[str, Any]:
    """Give what the list of files needs."""
    faults = edits.stored(at)
    found = parts(at.shelf.read(at.study), faults=faults)
    return {
        "tables": [one for one in found if one.table],
        "documents": [one for one in found if not one.table],
        "share": share(found),
        "errors": len(told.errors(faults)),
        "warnings": len(told.warnings(faults)),
        "chosen": at.request.query_params.get("file", ""),
        "titled": lambda one: titled(one, at.lang),
        "sectors": lambda names: _joined([SECTORS.text(name, at.lang) for name in names], at.lang),
        "editable": at.may_edit,
    }


def titled(one: Part, lang: str) -> str:
    """Give what a file is called in the list: its table, or its own name."""
    if one.of is None:
        return one.file
    return one.of.zh if lang == "zh" else one.of.en


def versions(at: Here) -> Versions:
    """Give the versions of all studies."""
    found: Versions = at.request.app.state.versions
    return found


def recorded(at: Here, what: str, version: str, files: list[str]) -> None:
    """Write down that somebody changed the study."""
    people = at.request.app.state.people
    people.record(at.person, what, at.study, {"version": version, "files": files})


def _document(at: Here, file: str, table: str = "") -> Response:
    """Show a file as text."""
    stored = changing.contents(at.shelf.path(at.study), file)
    given = {
        "file": file,
        "based": editing.hashes(at.shelf.path(at.study), [file])[file],
        "editable": at.may_edit and not table,
        "say": _said(at),
        "checked": edits.checked(at, Edit(file=file, whole=False), table) if table else None,
    }
    text = changing.shown(stored, file)
    return at.page(
        "data_text.html", **listed(at), given=data(given), text=text, file=file, table=table
    )


def _said(at: Here) -> dict[str, str]:
    return {name: catalogue()[f"data.{name}"][at.lang] for name in SAID}


def _joined(names: list[str], lang: str) -> str:
    return ("、" if lang == "zh" else ", ").join(names)
