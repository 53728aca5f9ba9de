"""The command that opens the workbench."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Annotated

import typer

from dualcarbon.cli.asking import Database, Lang, told

PORT = 8765
ARENAS = -8, 1
"""The option of the GNU C library that says how many heaps there may be, and how many."""


def serve(
    folder: Annotated[
        Path, typer.Argument(help="Folder of studies, or one study.", show_default=False)
    ] = Path(),
    port: Annotated[int, typer.Option(help="Port on this machine.", min=0, max=65535)] = PORT,
    server: Annotated[
        bool, typer.Option("--server", help="For many persons, who sign in with names and roles.")
    ] = False,
    host: Annotated[
        str,
        typer.Option(help="Address to answer on; only with --server another than this machine's."),
    ] = "127.0.0.1",
    origin: Annotated[
        list[str] | None,
        typer.Option(
            help="Address that browsers know the server by, such as https://carbon.example; repeatable."
        ),
    ] = None,
    database: Database = "",
    lang: Lang = "en",
) -> None:
    """Open the workbench on the studies of a folder, in the browser of this machine or for those who sign in."""
    _one_heap()
    with told(lang):
        from dualcarbon.server import serving
        from dualcarbon.server.settings import Settings

        settings = Settings(folder, server, database, tuple(origin or ()))
        serving.serve(settings, host=host, port=port, lang=lang)


def _one_heap() -> None:
    """Let all threads share a heap, before there are any: by default each keeps one of its own, with all that it ever needed."""
    import ctypes

    with contextlib.suppress(AttributeError, OSError):  # other C libraries have no such option
        ctypes.CDLL(None).mallopt(*ARENAS)
