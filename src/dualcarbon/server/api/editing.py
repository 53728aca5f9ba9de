"""Changing a study: rows of its tables and values of its files, written as the pages write them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import Depends, Header, Response
from fastapi import Path as InPath

from dualcarbon.server import grids
from dualcarbon.server.api import doors, once, paging, problems, studies
from dualcarbon.server.api.doors import At, Json, at
from dualcarbon.server.api.models.editing import Change, Row, RowsChange, ValuesChange
from dualcarbon.server.api.models.records import Page
from dualcarbon.server.api.once import Key
from dualcarbon.server.api.paging import Filter, Order, Part, part
from dualcarbon.server.people.rules import Role, needs
from dualcarbon.server.refused import Refused, unknown
from dualcarbon.store.versions import Versions
from dualcarbon.study import editing
from dualcarbon.study.editing import Rows, Values
from dualcarbon.study.folder import INPUTS

router = doors.router("editing")
TABLE = "/studies/{study}/tables/{table}"
TableName = Annotated[
    str, InPath(max_length=200, description="Table of the study.", examples=["energy"])
]
IfMatch = Annotated[
    str | None,
    Header(
        alias="If-Match", description="ETag of the content that the change was made to; needed."
    ),
]
TOML = ".toml"
Plain = dict[str, Any]


@router.get("/studies/{study}/tables", response_model=Page[str], dependencies=[needs(Role.viewer)])
def list_study_tables(at: At = Depends(at), asked: Part = Depends(part)) -> Plain:  # noqa: B008
    """List the tables that a study has."""
    there = [name for name, file in INPUTS.items() if (at.folder / file).is_file()]
    return paging.cut_out(sorted(there), asked, str)


@router.get(TABLE + "/rows", response_model=Page[Row], dependencies=[needs(Role.viewer)])
def rows(
    table: TableName,
    response: Response,
    filter: Filter,
    order: Order = "",
    at: At = Depends(at),  # noqa: B008
    asked: Part = Depends(part),  # noqa: B008
) -> Plain:
    """Give rows of a table as they are written; the ETag is what a change of them is made to."""
    grid = _grid(at, table)
    response.headers["ETag"] = doors.etag(grid.sha256)
    heads = [name or head for name, head in zip(grid.columns, grid.headings, strict=True)]
    found = [(line, dict(zip(heads, cells, strict=False))) for line, cells in grid.rows]
    wanted = paging.conditions(filter, heads)
    kept = [one for one in found if all(one[1].get(k) == v for k, v in wanted.items())]
    if order:
        by = order.removeprefix("-")
        paging.known("order", by, heads)
        kept.sort(key=lambda one: _rank(one[1].get(by, "")), reverse=order != by)
    return paging.cut_out(kept, asked, lambda one: {"line": one[0], "cells": one[1]})


@router.patch(TABLE + "/rows", response_model=Change, dependencies=[needs(Role.analyst)])
def change_rows(
    table: TableName,
    body: RowsChange,
    if_match: IfMatch = None,
    key: Key = "",
    at: At = Depends(at),  # noqa: B008
) -> Response:
    """Write cells, add rows, take rows out: all of it or, where a fault comes of it, nothing."""
    if table not in INPUTS:
        raise unknown(table, "table")
    cells = {(one.line, one.column): one.value for one in body.cells}
    change = Rows(table, INPUTS[table], cells, tuple(body.added), tuple(body.removed))
    return _written(at, [change], INPUTS[table], body, if_match, key)


@router.put(
    "/studies/{study}/values/{file:path}", response_model=Change, dependencies=[needs(Role.analyst)]
)
def put_values(
    file: studies.FileName,
    body: ValuesChange,
    if_match: IfMatch = None,
    key: Key = "",
    at: At = Depends(at),  # noqa: B008
) -> Response:
    """Put values into a TOML file by their keys, comments and layout kept: all or, where a fault comes of it, nothing."""
    if not file.endswith(TOML) or file not in set(studies.files(at.folder)):
        raise unknown(file, "file")
    values: dict[editing.KeyPath, Any] = {tuple(one.key): one.value for one in body.values}
    change = Values(file, values, tuple(tuple(one) for one in body.removed))
    return _written(at, [change], file, body, if_match, key)


def _written(
    at: At,
    changes: Sequence[editing.Change],
    file: str,
    body: RowsChange | ValuesChange,
    if_match: str | None,
    key: str,
) -> Response:
    marks = doors.named(if_match)

    def make() -> Response:
        now = editing.hashes(at.folder, [file])[file]
        based = {file: now if {"*", now} & set(marks) else marks[0]}
        return _previewed(at, changes, based) if body.preview else _saved(at, changes, based, body)

    if body.preview:
        return make()
    return once.answered(at.request, at.person.name, key, body, make)


def _previewed(at: At, changes: Sequence[editing.Change], based: dict[str, str]) -> Response:
    found = editing.preview(at.folder, changes, based)
    return Json({"version": None, "diff": found.diff, "faults": _told(found.faults)})


def _saved(
    at: At,
    changes: Sequence[editing.Change],
    based: dict[str, str],
    body: RowsChange | ValuesChange,
) -> Response:
    versions = Versions(at.request.app.state.engine)
    before = editing.preview(at.folder, changes)
    try:
        made = editing.save(at.folder, changes, based, versions, at.person.name, body.note)
    except editing.Changed as error:
        raise Refused(412, *map(problems.stale, error.faults)) from error
    at.request.app.state.people.record(at.person, "edit", at.study, {"version": made.id})
    head = {"ETag": doors.etag(next(after for _, after in made.files.values()))}
    return Json(
        {"version": made.id, "diff": before.diff, "faults": _told(before.faults)}, headers=head
    )


def _told(faults: Sequence[Any]) -> list[Plain]:
    return [problems.record(one) for one in faults]


def _grid(at: At, table: str) -> grids.Grid:
    file = INPUTS.get(table, "")
    if not file or not (at.folder / file).is_file():
        raise unknown(table, "table")
    return grids.opened(at.folder / file, file, table)


def _rank(text: str) -> tuple[bool, float, str]:
    """Put numbers before texts, each in its own order."""
    try:
        return False, float(text), text
    except ValueError:
        return True, 0.0, text
