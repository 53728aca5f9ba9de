"""The application on a port of this machine."""

from __future__ import annotations

import threading
from pathlib import Path

import uvicorn

from dualcarbon.errors import InputError
from dualcarbon.server.app import made
from dualcarbon.server.settings import Settings
from dualcarbon.vocabulary.faults import Place, note

HOST = "127.0.0.1"


def serve(folder: Path, *, port: int, lang: str = "en") -> None:
    """Serve the studies of a folder until somebody ends it.

    Raises
    ------
    InputError
        There is no such folder.
    """
    if not folder.is_dir():
        raise InputError(faults=[note("RUN003", Place(file=str(folder)), why="no such folder")])
    app = made(Settings(folder))
    threading.Thread(target=_warm, daemon=True).start()
    print(f"http://{HOST}:{port}/{lang}", flush=True)  # noqa: T201
    uvicorn.run(app, host=HOST, port=port, log_level="warning", access_log=False)


def _warm() -> None:
    """Import what the first question needs, so that it need not wait."""
    from dualcarbon.report import outline
    from dualcarbon.study import what_if
    from dualcarbon.study.explain import opened

    del outline, what_if, opened
