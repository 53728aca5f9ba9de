"""What a person sees when something cannot be done: every fault with its place and advice, never a traceback."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse
from starlette.exceptions import HTTPException

from dualcarbon.errors import DualCarbonError, InputError, UnknownName
from dualcarbon.server import words
from dualcarbon.server.here import environment
from dualcarbon.server.people.rules import Denied

API = "/api/"


def told(app: FastAPI) -> None:
    """Let the application tell its faults."""
    app.add_exception_handler(DualCarbonError, _raised)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)


def status(error: DualCarbonError) -> int:
    """Give the HTTP status of a fault."""
    if isinstance(error, Denied):
        return 403 if error.known else 401
    if isinstance(error, UnknownName) and not error.faults:
        return 404
    return 422 if isinstance(error, InputError) else 409


async def _raised(request: Request, error: Any) -> Response:  # noqa: ANN401
    lang = _lang(request)
    faults = [f.sentence(lang) for f in getattr(error, "faults", ())] or [str(error)]
    return page(request, status(error), faults)


async def _invalid(request: Request, error: Any) -> Response:  # noqa: ANN401
    said = [f"{'.'.join(str(p) for p in one['loc'][1:])}: {one['msg']}" for one in error.errors()]
    return page(request, 404 if "path" in {one["loc"][0] for one in error.errors()} else 422, said)


async def _http(request: Request, error: Any) -> Response:  # noqa: ANN401
    return page(request, error.status_code, [str(error.detail)])


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
