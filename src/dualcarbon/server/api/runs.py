"""Finished runs: what they say, their tables, their documents, and how each number came."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from fastapi import Depends, Query, Response
from fastapi import Path as InPath

from dualcarbon.server import downloads
from dualcarbon.server.api import doors, paging, problems
from dualcarbon.server.api.doors import At, Json, RunName, at
from dualcarbon.server.api.models.records import Page
from dualcarbon.server.api.models.runs import Run, TableOf
from dualcarbon.server.api.paging import Filter, Order, Part, part
from dualcarbon.server.people.rules import Role, needs
from dualcarbon.server.refused import unknown

if TYPE_CHECKING:
    import polars as pl

router = doors.router("runs")
RUN = "/studies/{study}/runs/{run}"
DOCUMENTS = "documents"
MEDIA = {
    ".html": "text/html",
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".md": "text/markdown",
}
PARQUET = "application/vnd.apache.parquet"
Key = Annotated[
    str,
    InPath(
        max_length=500,
        description="Dotted key of the summary.",
        examples=["scenarios.baseline.peak.year"],
    ),
]
TableName = Annotated[str, InPath(max_length=200, description="Table.", examples=["pathways"])]
DocumentName = Annotated[str, InPath(max_length=200, description="File of a report.", examples=["report.zh.html"])]  # fmt: skip
Form = Annotated[Literal["json", "csv", "parquet"], Query(alias="format", description="How the rows are written.")]  # fmt: skip
Lang = Annotated[Literal["en", "zh"], Query(description="Language of formulas.")]
ANYTHING: dict[int | str, dict[str, Any]] = {
    200: {"content": {"application/json": {"schema": {}}}, "description": "The value of the key: a number, a text, or what lies below it. Units stand in the names: mt Mt CO2, tco2 t CO2, tce; shares are fractions."}
}  # fmt: skip
Plain = dict[str, Any]


@router.get("/studies/{study}/runs", response_model=Page[Run], dependencies=[needs(Role.viewer)])
def list_runs(at: At = Depends(at), asked: Part = Depends(part)) -> Plain:  # noqa: B008
    """List the finished runs of a study, the newest first."""
    return paging.cut_out(at.shelf.runs(at.study), asked, lambda run: _run(at, run))


@router.get(RUN, response_model=Run, dependencies=[needs(Role.viewer)])
def one_run(run: RunName, at: At = Depends(at)) -> Plain:  # noqa: B008
    """Give one run."""
    return _run(at, at.run(run))


@router.get(RUN + "/summary", response_class=Json, responses=ANYTHING, dependencies=[needs(Role.viewer)])  # fmt: skip
def whole_summary(run: RunName, at: At = Depends(at)) -> Response:  # noqa: B008
    """Give the summary of a run, summary.json as it is."""
    return Json(at.shelf.summary(at.run(run)))


@router.get(RUN + "/summary/{key}", response_class=Json, responses=ANYTHING, dependencies=[needs(Role.viewer)])  # fmt: skip
def part_of_summary(run: RunName, key: Key, at: At = Depends(at)) -> Response:  # noqa: B008
    """Give what the summary holds under a dotted key."""
    from dualcarbon.study.explain.lookup import find

    return Json(find(at.shelf.summary(at.run(run)), key)[1])


@router.get(RUN + "/explain/{key}", response_class=Json, responses=ANYTHING, dependencies=[needs(Role.viewer)])  # fmt: skip
def explain(run: RunName, key: Key, lang: Lang = "en", at: At = Depends(at)) -> Response:  # noqa: B008
    """Tell how a number came: formula, inputs, factors, source cells, as dualcarbon explain does."""
    return Json(at.shelf.ask(at.run(run))(key).as_dict(lang))


@router.get(RUN + "/tables", response_model=Page[TableOf], dependencies=[needs(Role.viewer)])
def list_tables(run: RunName, at: At = Depends(at), asked: Part = Depends(part)) -> Plain:  # noqa: B008
    """List the tables of a run."""
    tables = at.shelf.results(at.run(run)).tables
    return paging.cut_out(
        sorted(tables),
        asked,
        lambda name: {"name": name, "rows": tables[name].height, "columns": tables[name].columns},
    )


@router.get(
    RUN + "/tables/{table}",
    response_model=Page[dict[str, Any]],
    responses={200: {"content": {"text/csv": {"schema": {"type": "string"}}, PARQUET: {"schema": {"type": "string", "format": "binary"}}}, "description": "Rows of the table. Units stand in the names of the columns, and in docs/reference/tables.md."}},
    dependencies=[needs(Role.viewer)],
)  # fmt: skip
def one_table(
    run: RunName,
    table: TableName,
    filter: Filter,
    order: Order = "",
    form: Form = "json",
    at: At = Depends(at),  # noqa: B008
    asked: Part = Depends(part),  # noqa: B008
) -> Any:  # noqa: ANN401
    """Give rows of a table, as JSON, CSV or Parquet."""
    tables = at.shelf.results(at.run(run)).tables
    if table not in tables:
        raise unknown(table, "table")
    rows = chosen(tables[table], filter, order)
    shown = rows.slice(asked.first, asked.limit)
    end = asked.first + asked.limit
    after = str(end) if end < rows.height else None
    if form == "json":
        return {"items": shown.to_dicts(), "total": rows.height, "next": after}
    data = downloads.plain(shown).write_csv().encode() if form == "csv" else _parquet(shown)
    head = {"X-Total": str(rows.height), **({"X-Next": after} if after else {})}
    return doors.attached(data, f"{table}.{form}", "text/csv" if form == "csv" else PARQUET, head)


@router.get(RUN + "/documents", response_model=Page[str], dependencies=[needs(Role.viewer)])
def list_documents(run: RunName, at: At = Depends(at), asked: Part = Depends(part)) -> Plain:  # noqa: B008
    """List the files of the reports of a run."""
    return paging.cut_out(sorted(_documents(at.run(run))), asked, str)


@router.get(
    RUN + "/documents/{name}",
    response_class=Response,
    responses={200: {"content": {media: {"schema": {"type": "string", "format": "binary"}} for media in MEDIA.values()}, "description": "The file."}},
    dependencies=[needs(Role.viewer)],
)  # fmt: skip
def one_document(run: RunName, name: DocumentName, at: At = Depends(at)) -> Response:  # noqa: B008
    """Give a file of the reports of a run."""
    found = _documents(at.run(run)).get(name)
    if found is None:
        raise unknown(name, "document")
    return doors.attached(found.read_bytes(), f"{at.study}.{name}", MEDIA[found.suffix])


def chosen(table: pl.DataFrame, filters: list[str], order: str) -> pl.DataFrame:
    """Give the rows that pass all filters, ordered by a column; names of columns are looked up, values compared as text.

    Raises
    ------
    Refused
        A filter is not understood, or a column is unknown (SQL001, SQL002).
    """
    import polars as pl

    for name, value in paging.conditions(filters, table.columns).items():
        table = table.filter(table[name].cast(pl.String) == value)
    if order:
        by = order.removeprefix("-")
        paging.known("order", by, table.columns)
        table = table.sort(by, descending=order != by, maintain_order=True, nulls_last=True)
    return table


def _parquet(table: pl.DataFrame) -> bytes:
    target = io.BytesIO()
    table.write_parquet(target, compression="zstd", statistics=False)
    return target.getvalue()


def _run(at: At, run: Path) -> Plain:
    manifest, results = at.shelf.manifest(run), at.shelf.results(run)
    return {
        "id": run.name,
        "at": str(manifest["finished"]),
        "members": manifest["members"],
        "seed": manifest["seed"],
        "scenarios": list(results.summary["scenarios"]),
        "documents": sorted(_documents(run)),
        "warnings": [problems.record(one) for one in results.warnings],
    }


def _documents(run: Path) -> dict[str, Path]:
    """Give the files of reports by name, those of the run and those written later."""
    return {one.name: one for home in (run, run / DOCUMENTS) for one in _files(home)}


def _files(home: Path) -> Iterator[Path]:
    if home.is_dir():
        whole = home.resolve()
        files = (f for f in home.iterdir() if f.suffix in MEDIA and f.is_file())
        yield from (f for f in files if f.resolve().parent == whole)
