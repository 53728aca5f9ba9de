"""What is told when something cannot be done: every fault with its place and advice, never a traceback.

A person sees a page, a program that came to ``/api/`` gets problem details.
"""

from __future__ import annotations

import errno
import logging
import secrets
from typing import Any
from urllib.parse import urlencode

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, RedirectResponse
from sqlalchemy.exc import OperationalError
from starlette.exceptions import HTTPException

from dualcarbon.errors import DualCarbonError, InputError, UnknownName
from dualcarbon.server import words
from dualcarbon.server.api import problems
from dualcarbon.server.here import environment
from dualcarbon.server.people.limits import TooMany
from dualcarbon.server.people.rules import Denied
from dualcarbon.server.refused import NoStudy, Refused, inside, of_status
from dualcarbon.vocabulary.faults import Fault, note

FULL = (errno.ENOSPC, errno.EDQUOT)
NO_ROOM = ("disk is full", "No space left")
"""What SQLite and PostgreSQL say of it."""
LOG = logging.getLogger(__name__)


def told(app: FastAPI) -> None:
    """Let the application tell its faults."""
    app.add_exception_handler(DualCarbonError, _raised)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(OSError, _system)
    app.add_exception_handler(OperationalError, _system)
    app.add_exception_handler(Exception, _unexpected)


def status(error: DualCarbonError) -> int:
    """Give the HTTP status of a fault."""
    if isinstance(error, Refused):
        return error.status
    if isinstance(error, TooMany):
        return 429
    if isinstance(error, Denied):
        return 403 if error.known else 401
    if isinstance(error, NoStudy) or (isinstance(error, UnknownName) and not error.faults):
        return 404
    return 422 if isinstance(error, InputError) else 409


def refuse(request: Request, code: int, *faults: Fault, headers: Any = None) -> Response:  # noqa: ANN401
    """Tell faults to whoever asked: a page to a person, problem details to a program."""
    faults = tuple(inside(fault, request.app.state.settings.folder) for fault in faults)
    if problems.wanted(request):
        return problems.answer(request, code, faults, headers)
    shown = page(request, code, [fault.sentence(_lang(request)) for fault in faults])
    shown.headers.update(headers or {})
    return shown


def often(request: Request, error: TooMany) -> Response:
    """Tell that something was tried too often, and when it may be tried again."""
    return refuse(request, 429, *error.faults, headers={"Retry-After": str(error.after)})


def _signs_in(request: Request, error: Exception) -> Response | None:
    """Lead a person who must sign in first to where it is done, and back; a program or a script is told."""
    if not isinstance(error, Denied) or error.known or problems.wanted(request):
        return None
    if request.headers.get("hx-request"):
        return Response(status_code=401, headers={"HX-Redirect": f"/{_lang(request)}/sign-in"})
    if request.method != "GET" or "text/html" not in request.headers.get("accept", ""):
        return None
    query = f"?{request.url.query}" if request.url.query else ""
    back = urlencode({"next": f"{request.url.path}{query}"})
    return RedirectResponse(f"/{_lang(request)}/sign-in?{back}", 303)


async def _raised(request: Request, error: Any) -> Response:  # noqa: ANN401
    if isinstance(error, TooMany):
        return often(request, error)
    if _full(error):
        return refuse(request, 507, note("SYS001"), *problems.raised(error))
    return _signs_in(request, error) or refuse(request, status(error), *problems.raised(error))


async def _invalid(request: Request, error: Any) -> Response:  # noqa: ANN401
    if "path" in {one["loc"][0] for one in error.errors()}:
        return refuse(request, 404, of_status(404))
    return refuse(request, 422, *problems.invalid(error.errors()))


async def _http(request: Request, error: Any) -> Response:  # noqa: ANN401
    fault = of_status(error.status_code, request.method, str(error.detail))
    return refuse(request, error.status_code, fault, headers=error.headers)


async def _system(request: Request, error: Any) -> Response:  # noqa: ANN401
    """Tell of a full disk; whatever else the system refuses is unexpected."""
    if not _full(error):
        raise error
    return refuse(request, 507, note("SYS001"))


def _full(error: BaseException | None) -> bool:
    """Tell whether an error, or what it comes from, is that there is no room."""
    while error is not None:
        told = str(error) if isinstance(error, OperationalError) else ""
        if any(text in told for text in NO_ROOM) or getattr(error, "errno", None) in FULL:
            return True
        error = error.__cause__
    return False


async def _unexpected(request: Request, error: Any) -> Response:  # noqa: ANN401
    """Tell that something failed, and write why into the log alone."""
    reference = secrets.token_hex(4)
    LOG.error("reference %s: %s", reference, type(error).__name__)
    return refuse(request, 500, note("SYS002", reference=reference))


def page(request: Request, code: int, said: list[str]) -> Response:
    """Write the page of a refusal."""
    lang = _lang(request)
    text = (
        environment()
        .get_template("refused.html")
        .render(lang=lang, code=code, said=said, say=lambda key: words.say(key, lang))
    )
    return HTMLResponse(text, code)


def _lang(request: Request) -> words.Lang:
    return "zh" if request.url.path.startswith("/zh") else "en"
