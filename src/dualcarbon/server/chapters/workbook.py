"""The study's tables as a workbook: given to be filled in, taken back when what it would change was seen."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import quote

from fastapi import Depends, Form, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse, RedirectResponse

from dualcarbon.errors import InputError
from dualcarbon.readers.csv import Reading
from dualcarbon.server import edits, outdated, uploads
from dualcarbon.server.chapters.data import chapter as data
from dualcarbon.server.chapters.data import listed, recorded, versions
from dualcarbon.server.here import Here, here
from dualcarbon.server.outdated import Parted
from dualcarbon.server.people.rules import Role
from dualcarbon.server.uploads import Upload
from dualcarbon.store import times
from dualcarbon.study import editing, marking, workbooks
from dualcarbon.study.changing import Change, Rows
from dualcarbon.study.differences import Difference, difference
from dualcarbon.vocabulary.tables import TABLES

PATH = "/workbook"
"""Where it stands under the pages of the data."""
SHOWN = 200
"""Cells saved since that are listed; of more the number is told."""
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@data.page(PATH)
def download(at: Here = Depends(here)) -> Response:  # noqa: B008
    """Give the tables of the study as a workbook in the language of the page."""
    with tempfile.TemporaryDirectory() as scratch:
        file = Path(scratch) / "tables.xlsx"
        workbooks.new(at.shelf.path(at.study), out=file, lang=at.lang)
        return _file(file.read_bytes(), f"{at.study}.xlsx")


@data.action(f"{PATH}/upload")
async def upload(request: Request, name: str = "", at: Here = Depends(here)) -> Response:  # noqa: B008
    """Keep a workbook to be looked at; it changes nothing of the study."""
    kept = await uploads.received(request, _home(at), name)
    await run_in_threadpool(lambda: kept.workbook)
    return JSONResponse({"id": kept.id, "page": f"{at.link('data')}{PATH}/seen?id={kept.id}"})


@data.page(f"{PATH}/seen", role=Role.analyst)
def seen(id: str, drop: bool = False, over: bool = False, at: Here = Depends(here)) -> Response:  # noqa: B008
    """Show what was found in a workbook, by sheet and cell, and what taking it over would change."""
    one = uploads.found(_home(at), id)
    every = {} if one.workbook.errors else _parted(at, one, drop=drop)
    apart = _taken(every, over=over)
    after = _preview(at, apart, drop=drop)
    fresh = edits.fresh(at, after.faults) if after else []
    return at.page(
        "data_workbook.html",
        **listed(at),
        upload=one,
        drop=drop,
        over=over,
        differences=[(TABLES[name], each) for name, each in apart.items()],
        since=[cell for each in every.values() for cell in each.cells],
        shown=SHOWN,
        stamp=times.second,
        after=after,
        fresh=fresh,
        found=[*one.workbook.faults, *fresh],
        based=editing.hashes(at.shelf.path(at.study), _files(at, apart)),
    )


@data.page(f"{PATH}/annotated", role=Role.analyst)
def annotated(id: str, at: Here = Depends(here)) -> Response:  # noqa: B008
    """Give a workbook back with its faults in red cells."""
    one = uploads.found(_home(at), id)
    marks = [marking.mark(fault, at.lang) for fault in one.workbook.faults]
    stem = Path(one.shown).stem
    return _file(marking.marked(one.file, one.workbook, marks), f"{stem}-annotated.xlsx")


@data.action(f"{PATH}/take")
def take(
    id: str,
    at: Here = Depends(here),  # noqa: B008
    drop: bool = False,
    over: bool = False,
    note: str = Form("", max_length=500),
    file: list[str] = Form([]),  # noqa: B008
    sha256: list[str] = Form([]),  # noqa: B008
) -> Response:
    """Take a workbook over into the study, if its files are still what the preview showed."""
    one = uploads.found(_home(at), id)
    if one.workbook.errors:
        raise InputError(faults=one.workbook.faults)
    folder, based = at.shelf.path(at.study), dict(zip(file, sha256, strict=False))
    why = note or at.say("data.took", name=one.shown)
    changes = _changes(at, _taken(_parted(at, one, drop=drop), over=over), drop=drop)
    made = editing.save(folder, changes, based, versions(at), at.person.name, why)
    recorded(at, "workbook.taken", made.id, list(made.files))
    return RedirectResponse(f"{at.link('data')}/version?id={made.id}", 303)


def _parted(at: Here, one: Upload, *, drop: bool) -> dict[str, Parted]:
    """Give what the workbook would change, table by table, and which of it was saved since; those that say the same are left out."""
    there, book, study = _readings(at), one.workbook, editing.named(at.shelf.path(at.study))
    every = {name: difference(there.get(name), new) for name, new in book.readings.items()}
    return {
        name: outdated.parted(
            each, there.get(name), book, name, versions(at), study, at.lang, drop=drop
        )
        for name, each in every.items()
        if each or each.lacking
    }


def _taken(every: dict[str, Parted], *, over: bool) -> dict[str, Difference]:
    """Give what is taken over: what nobody touched since the workbook was downloaded, or all where that is asked for."""
    found = {name: each.whole if over else each.mine for name, each in every.items()}
    return {name: each for name, each in found.items() if each or each.lacking}


def _readings(at: Here) -> dict[str, Reading]:
    read = at.shelf.read(at.study)
    alone = {"factors": read.factors, "numbers": read.numbers, "projects": read.projects}
    return {**read.tables, **{name: one for name, one in alone.items() if one is not None}}


def _changes(at: Here, apart: dict[str, Difference], *, drop: bool) -> list[Change]:
    files = dict(zip(apart, _files(at, apart), strict=True))
    return [
        Rows(name, files[name], each.cells, each.added, each.lacking if drop else ())
        for name, each in apart.items()
        if each or (drop and each.lacking)
    ]


def _files(at: Here, apart: dict[str, Difference]) -> list[str]:
    """Name the file of each table: where the study has it, or where it usually is."""
    there = _readings(at)
    return [there[name].origin.file if name in there else TABLES[name].file for name in apart]


def _preview(at: Here, apart: dict[str, Difference], *, drop: bool) -> Any:  # noqa: ANN401
    """Tell what the study would be; nothing where nothing would change."""
    changes = _changes(at, apart, drop=drop)
    return editing.preview(at.shelf.path(at.study), changes) if changes else None


def _home(at: Here) -> Path:
    return Path(at.request.app.state.settings.state) / "uploads" / at.study


def _file(content: bytes, name: str) -> Response:
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}"}
    return Response(content, media_type=KIND, headers=headers)
