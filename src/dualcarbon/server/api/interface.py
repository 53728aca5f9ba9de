"""The programming interface put into the application: its operations under ``/api/v1``, their description, a page for people."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.openapi.utils import get_openapi
from fastapi.responses import HTMLResponse
from pydantic.json_schema import models_json_schema

from dualcarbon import __version__
from dualcarbon.server.api import approvals, doors, editing, jobs, runs, scenarios, studies, tokens
from dualcarbon.server.api.models.records import Problem
from dualcarbon.server.api.problems import MEDIA
from dualcarbon.server.here import environment
from dualcarbon.server.people.rules import Role, needs
from dualcarbon.server.people.sessions import COOKIE

VERSION = "/api/v1"
REF = "#/components/schemas/{model}"
ABOUT = """The studies, runs and answers of the workbench, for programs. Every error is a problem (RFC 9457) with all faults in English and
Chinese. Lists come in parts: `limit`, `cursor`, and `next` for what comes after. A change names what it was made to (`If-Match` with the `ETag`
that was read); a write can be sent again safely with the same `Idempotency-Key`. Units stand in [ ] in every description; shares are fractions."""
SCHEMES = {
    "bearer": {"type": "http", "scheme": "bearer", "description": "A token made at /api/v1/tokens."},
    "cookie": {"type": "apiKey", "in": "cookie", "name": COOKIE, "description": "The session of somebody who signed in on the pages."},
}  # fmt: skip

ROUTERS = tuple(one.router for one in (studies, editing, runs, approvals, scenarios, jobs, tokens))


def mounted(app: FastAPI) -> None:
    """Put the operations into an application."""
    for router in ROUTERS:
        app.include_router(router, prefix=VERSION)
    own = doors.router("description")
    own.get("/openapi.json", include_in_schema=False, dependencies=[needs(Role.anyone)])(described)
    own.get("/docs", include_in_schema=False, dependencies=[needs(Role.anyone)])(page)
    app.include_router(own, prefix=VERSION)


def described(request: Request) -> Response:
    """Give the description of all operations (OpenAPI)."""
    return doors.Json(description(request.app))


def page(request: Request) -> Response:
    """Give the operations as a page."""
    text = environment().get_template("api.html").render(lang="en", about=description(request.app))
    return HTMLResponse(text)


def description(app: FastAPI) -> dict[str, Any]:
    """Give the description of all operations: every one may be refused with a problem."""
    if app.openapi_schema is None:
        made = get_openapi(
            title="dualcarbon", version=__version__, description=ABOUT, routes=app.routes
        )
        schemas = made["components"]["schemas"]
        problem = models_json_schema([(Problem, "serialization")], ref_template=REF)[1]["$defs"]
        schemas |= problem
        made["components"]["securitySchemes"] = SCHEMES
        made["security"] = [{}, *({name: []} for name in SCHEMES)]
        for one in (each for path in made["paths"].values() for each in path.values()):
            one["responses"].pop("422", None)
            one["responses"]["default"] = _refusal()
        for unused in ("HTTPValidationError", "ValidationError"):
            schemas.pop(unused, None)
        app.openapi_schema = made
    return app.openapi_schema


def _refusal() -> dict[str, Any]:
    schema = {"$ref": REF.format(model="Problem")}
    return {"description": "Why it was refused, with every fault.", "content": {MEDIA: {"schema": schema}}}  # fmt: skip
