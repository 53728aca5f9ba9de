"""Studies, their files as they are, what is wrong with them, and their versions."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

from fastapi import Depends, Request, Response
from fastapi import Path as InPath

from dualcarbon.errors import InputError
from dualcarbon.readers.files import digest
from dualcarbon.server.api import doors, paging, problems
from dualcarbon.server.api.doors import At, at
from dualcarbon.server.api.models.records import Page
from dualcarbon.server.api.models.studies import Checked, File, Study, Version
from dualcarbon.server.api.paging import Part, part
from dualcarbon.server.here import names
from dualcarbon.server.people.rules import Role, needs
from dualcarbon.server.refused import unknown
from dualcarbon.store.versions import Version as Kept
from dualcarbon.store.versions import Versions
from dualcarbon.study.folder import INPUTS
from dualcarbon.vocabulary.faults import errors

router = doors.router("studies")
RESULTS = "results"
SUFFIXES = (".toml", ".csv", ".xlsx", ".md", ".json", ".geojson", ".docx")
BINARY = (".xlsx", ".docx")
FileName = Annotated[
    str, InPath(max_length=400, description="Path of a file.", examples=["study.toml"])
]
VersionName = Annotated[str, InPath(max_length=64, description="Id of a version.")]
Plain = dict[str, Any]


@router.get("/studies", response_model=Page[Study], dependencies=[needs(Role.viewer)])
def list_studies(request: Request, asked: Part = Depends(part)) -> Plain:  # noqa: B008
    """List the studies that you may see."""
    state = request.app.state
    person = state.people.who(request)
    seen = [one for one in state.shelf.names() if person.role(one) >= Role.viewer]
    return paging.cut_out(seen, asked, lambda name: _study(state.shelf, name))


@router.get("/studies/{study}", response_model=Study, dependencies=[needs(Role.viewer)])
def one_study(at: At = Depends(at)) -> Plain:  # noqa: B008
    """Give one study."""
    return _study(at.shelf, at.study)


@router.get("/studies/{study}/files", response_model=Page[File], dependencies=[needs(Role.viewer)])
def list_files(at: At = Depends(at), asked: Part = Depends(part)) -> Plain:  # noqa: B008
    """List the files of a study, those of its runs left out."""
    return paging.cut_out(sorted(files(at.folder)), asked, lambda name: _file(at.folder, name))


@router.get(
    "/studies/{study}/files/{file:path}",
    response_class=Response,
    responses={200: {"content": {"text/plain": {"schema": {"type": "string"}}}, "description": "The file as it is; ETag is its hash."}},
    dependencies=[needs(Role.viewer)],
)  # fmt: skip
def one_file(file: FileName, at: At = Depends(at)) -> Response:  # noqa: B008
    """Give a file as it is, with its hash as ETag."""
    if file not in set(files(at.folder)):
        raise unknown(file, "file")
    data = (at.folder / file).read_bytes()
    media = "application/octet-stream" if file.endswith(BINARY) else "text/plain"
    return doors.attached(data, Path(file).name, media, {"ETag": doors.etag(digest(data))})


@router.get("/studies/{study}/check", response_model=Checked, dependencies=[needs(Role.viewer)])
def check(at: At = Depends(at)) -> Plain:  # noqa: B008
    """Read a study and list every fault and warning, as dualcarbon check does."""
    try:
        found = list(at.shelf.prepared(at.study).warnings)
    except InputError as error:
        found = problems.raised(error)
    return {"runnable": not errors(found), "faults": [problems.record(one) for one in found]}


@router.get("/studies/{study}/versions", response_model=Page[Version], dependencies=[needs(Role.viewer)])  # fmt: skip
def list_versions(at: At = Depends(at), asked: Part = Depends(part), file: str = "") -> Plain:  # noqa: B008
    """List the changes that were stored, of all files or of one, the newest first."""
    return paging.cut_out(_versions(at).of(at.study, file), asked, version)


@router.get("/studies/{study}/versions/{id}", response_model=Version, dependencies=[needs(Role.viewer)])  # fmt: skip
def one_version(id: VersionName, at: At = Depends(at)) -> Plain:  # noqa: B008
    """Give one change that was stored."""
    return version(_found(at, id))


@router.get(
    "/studies/{study}/versions/{id}/files/{file:path}",
    response_class=Response,
    responses={200: {"content": {"text/plain": {"schema": {"type": "string"}}}, "description": "The file as the version left it."}},
    dependencies=[needs(Role.viewer)],
)  # fmt: skip
def file_of_version(id: VersionName, file: FileName, at: At = Depends(at)) -> Response:  # noqa: B008
    """Give a file as a version left it."""
    data = _versions(at).contents(_found(at, id).id, file)
    if data is None:
        raise unknown(file, "file")
    return doors.attached(data, Path(file).name, "text/plain", {"ETag": doors.etag(digest(data))})


def version(one: Kept) -> Plain:
    """Give a version as plain values."""
    changed = [
        {"path": path, "before": before or None, "after": after or None}
        for path, (before, after) in sorted(one.files.items())
    ]
    return {"id": one.id, "at": one.at.isoformat(), "who": one.who, "note": one.note, "files": changed}  # fmt: skip


def files(folder: Path) -> Iterator[str]:
    """Give the files of a study by their paths: no hidden one, none of a run, none that lies elsewhere."""
    home = folder.resolve()
    for inside in _below(folder, folder):
        if (folder / inside).resolve().is_relative_to(home):
            yield inside


def _below(folder: Path, here: Path) -> Iterator[str]:
    for one in here.iterdir():
        if one.name.startswith(".") or (here == folder and one.name == RESULTS):
            continue
        if one.is_dir() and not one.is_symlink():
            yield from _below(folder, one)
        elif one.suffix in SUFFIXES and one.is_file():
            yield one.relative_to(folder).as_posix()


def _study(shelf: Any, name: str) -> Plain:  # noqa: ANN401
    made = shelf.runs(name)
    newest = made[0].name if made else None
    return {"id": name, "title": names(shelf.path(name)), "runs": len(made), "newest": newest}


def _file(folder: Path, name: str) -> Plain:
    data = (folder / name).read_bytes()
    table = next((table for table, file in INPUTS.items() if file == name), None)
    return {"path": name, "table": table, "size": len(data), "sha256": digest(data)}


def _versions(at: At) -> Versions:
    return Versions(at.request.app.state.engine)


def _found(at: At, id: str) -> Kept:
    found = next((one for one in _versions(at).of(at.study) if one.id == id), None)
    if found is None:
        raise unknown(id, "version")
    return found
