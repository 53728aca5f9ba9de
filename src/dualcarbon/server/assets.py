"""The files that pages use: our own, the libraries that set-up fetched, and a Chinese font. Nothing comes from another machine."""

from __future__ import annotations

import functools
import hashlib
import re
from importlib import resources
from importlib.resources.abc import Traversable

from fastapi import APIRouter, Response

from dualcarbon.errors import UnknownName
from dualcarbon.report import fonts
from dualcarbon.server.people.rules import Role, needs

KINDS = {
    ".js": "text/javascript",
    ".css": "text/css",
    ".svg": "image/svg+xml",
    ".woff": "font/woff",
    ".woff2": "font/woff2",
}
HOMES = (("server", "static"), ("server", "vendor"), ("charts", "vendor"))
FACES = {
    "latin.woff": lambda: fonts.latin(400),
    "latin-bold.woff": lambda: fonts.latin(700),
    "han.woff": lambda: fonts.common(400),
    "han-bold.woff": lambda: fonts.common(700),
    "han-rare.woff": fonts.rare,
}
"""Cut from the font of the reports when a browser without one of the fonts of the pages first asks."""
YEAR = 31_536_000  # s
IMPORT = re.compile(rb'from "\./([\w-]+\.js)"')
"""Where one of our scripts names another."""
FACE = re.compile(rb"url\(([\w-]+\.woff)\)")
"""Where our style names a face."""
router = APIRouter()


@router.get("/assets/{name}", include_in_schema=False, dependencies=[needs(Role.anyone)])
def give(name: str) -> Response:
    """Give a file by its name."""
    data, kind = read(name)
    headers = {"Cache-Control": f"public, max-age={YEAR}, immutable"}
    return Response(data, media_type=kind, headers=headers)


@functools.cache
def read(name: str) -> tuple[bytes, str]:
    """Give a file and what it is.

    Raises
    ------
    UnknownName
        There is no such file; set-up fetches the libraries.
    """
    if name in FACES:
        return FACES[name](), KINDS[".woff"]
    file = _known().get(name)
    if file is None:
        msg = f'there is no file "{name[:40]}"'
        raise UnknownName(msg)
    data = FACE.sub(_marked, IMPORT.sub(_stamped, file.read_bytes()))
    return data, KINDS[f".{name.rpartition('.')[2]}"]


@functools.cache
def stamp(name: str) -> str:
    """Give a mark of the content of a file."""
    return hashlib.sha256(read(name)[0]).hexdigest()[:10]


def _stamped(found: re.Match[bytes]) -> bytes:
    """Name a script by its mark too, so that pages and scripts mean the same one, and a new one is fetched."""
    name = found[1].decode()
    return f'from "./{name}?{stamp(name)}"'.encode()


def _marked(found: re.Match[bytes]) -> bytes:
    """Name a face by what it holds too, without cutting it."""
    return f"url({found[1].decode()}?{fonts.mark()})".encode()


@functools.cache
def _known() -> dict[str, Traversable]:
    """List the files by name; names are ours, so that no address can lead elsewhere."""
    root = resources.files("dualcarbon")
    homes = [root.joinpath(*home) for home in HOMES]
    files = (one for home in homes if home.is_dir() for one in home.iterdir())
    return {one.name: one for one in files if f".{one.name.rpartition('.')[2]}" in KINDS}
