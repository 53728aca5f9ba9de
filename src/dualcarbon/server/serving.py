"""The application on a port of this machine."""

from __future__ import annotations

import contextlib
import re
import socket
import sys
import threading

import uvicorn
from uvicorn.config import STARTUP_FAILURE

from dualcarbon.errors import InputError
from dualcarbon.server.guard import LOOPBACK
from dualcarbon.server.settings import Settings
from dualcarbon.server.shelf import Shelf
from dualcarbon.vocabulary.faults import Fault, Place, cut, note

HOST = "127.0.0.1"


def serve(settings: Settings, *, host: str = HOST, port: int, lang: str = "en") -> None:
    """Serve the studies of a folder until somebody ends it.

    Raises
    ------
    InputError
        There is no such folder, others could reach it without signing in, or the port is taken.
    """
    if found := refused(settings, host):
        raise InputError(faults=found)
    with listening(host, port) as door:
        _answer(settings, door, host, lang)


def _answer(settings: Settings, door: socket.socket, host: str, lang: str) -> None:
    from dualcarbon.server.app import made  # all pages: seconds that a refusal need not take

    app = made(settings)
    if settings.shared and not app.state.people.persons.listed():
        print(note("SRV004").sentence(lang), file=sys.stderr, flush=True)  # noqa: T201
    threading.Thread(target=_warm, args=(app.state.shelf,), daemon=True).start()
    own = f"[{host}]" if ":" in host else host
    address = next(iter(settings.origins), f"http://{own}:{door.getsockname()[1]}")
    print(f"{address}/{lang}", flush=True)  # noqa: T201
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False))
    with contextlib.suppress(KeyboardInterrupt):  # how somebody ends it
        server.run([door])
    if not server.started:
        sys.exit(STARTUP_FAILURE)


def listening(host: str, port: int) -> socket.socket:
    """Take a port before anything else is done; 0 is any that is free.

    Raises
    ------
    InputError
        Another program has it, or the machine has no such address (SRV005).
    """
    door = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        door.bind((host, port))
        door.listen()
    except OSError as error:
        door.close()
        why = error.strerror or str(error)
        raise InputError(
            faults=[note("SRV005", Place(), host=cut(host), port=port, why=why)]
        ) from None
    return door


def refused(settings: Settings, host: str) -> list[Fault]:
    """Tell why it is not served: no folder, or a way in for others that nobody guards."""
    found = [
        note("SRV003", Place(), text=cut(one)) for one in settings.origins if not _is_origin(one)
    ]
    if not settings.folder.is_dir():
        place = Place(file=str(settings.folder))
        found.append(note("RUN003", place, why="no such folder"))
    if host not in LOOPBACK and not settings.shared:
        found.append(note("SRV001", Place(), host=cut(host)))
    elif host not in LOOPBACK and not settings.origins:
        found.append(note("SRV002", Place(), host=cut(host)))
    return found


def _is_origin(text: str) -> bool:
    """Tell whether a text is scheme, host and perhaps a port, as a browser writes it."""
    return re.fullmatch(r"https?://[a-z0-9.-]+(:[0-9]{1,5})?", text) is not None


def _warm(shelf: Shelf) -> None:
    """Open what the first page needs, and import what the first question needs, so that they need not wait."""
    shelf.warm()
    from dualcarbon.study import what_if
    from dualcarbon.study.explain import opened

    del what_if, opened
    shelf.warm(whole=True)
