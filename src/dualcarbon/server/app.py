"""The application: pages and programming interface, guarded by rules, its faults told in sentences."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator

from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.responses import RedirectResponse
from sqlalchemy import Engine
from starlette.middleware.gzip import GZipMiddleware

from dualcarbon import __version__
from dualcarbon.errors import DualCarbonError
from dualcarbon.server import assets, guard, refusals
from dualcarbon.server.api import interface
from dualcarbon.server.attributions import Attributions
from dualcarbon.server.chapter import PLACE, chapters
from dualcarbon.server.here import names
from dualcarbon.server.jobs import Jobs
from dualcarbon.server.people import log, pages
from dualcarbon.server.people.accounts import Accounts
from dualcarbon.server.people.owner import Owner
from dualcarbon.server.people.rules import Role, needs, unruled
from dualcarbon.server.settings import Settings
from dualcarbon.server.shelf import Shelf
from dualcarbon.server.sizes import Sized
from dualcarbon.server.words import Lang
from dualcarbon.store import database
from dualcarbon.store.approvals import Approvals
from dualcarbon.store.audit import Audit
from dualcarbon.store.persons import Persons
from dualcarbon.store.versions import Versions


def made(settings: Settings) -> FastAPI:
    """Make the application.

    Parameters
    ----------
    settings : Settings
        Folder of the studies, and how it is used.

    Raises
    ------
    DualCarbonError
        A route has no rule.
    """
    app = FastAPI(
        title="dualcarbon",
        version=__version__,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        lifespan=living,
    )
    app.state.settings = settings
    app.state.engine = database.opened(settings.url)
    app.state.versions = Versions(app.state.engine)
    app.state.approvals = Approvals(app.state.engine)
    app.state.shelf = Shelf(settings.folder, app.state.versions.entered)
    app.state.people = _people(settings, app.state.engine)
    app.state.jobs = Jobs(app.state.engine, settings, app.state.shelf)
    app.state.attributions = Attributions()
    app.state.chapters = chapters()
    interface.mounted(app)
    for one in (
        assets.router,
        *_of_persons(settings),
        *(chapter.router for chapter in app.state.chapters),
    ):
        app.include_router(one)
    app.add_api_route("/", front, include_in_schema=False, dependencies=[needs(Role.anyone)])
    app.add_api_route(
        "/{lang}",
        shelves,
        include_in_schema=False,
        dependencies=[needs(Role.member)],
        response_model=None,
    )
    app.add_api_route(PLACE, first_page, include_in_schema=False, dependencies=[needs(Role.viewer)])
    app.add_middleware(GZipMiddleware, minimum_size=1000, compresslevel=5)
    app.add_middleware(Sized)
    app.middleware("http")(guard.guarded(settings))
    refusals.told(app)
    if bare := list(unruled(app)):
        msg = f"routes without a rule: {'; '.join(bare)}"
        raise DualCarbonError(msg)
    return app


@contextlib.asynccontextmanager
async def living(app: FastAPI) -> AsyncIterator[None]:
    """Let jobs be worked at as long as the application answers."""
    app.state.jobs.start()
    try:
        yield
    finally:
        app.state.jobs.stop()


def _of_persons(settings: Settings) -> list[APIRouter]:
    """Give the pages of persons; on one's own machine there is only the log."""
    return [log.router, *([pages.router] if settings.shared else [])]


def _people(settings: Settings, engine: Engine) -> Accounts | Owner:
    """Give who knows who asks: accounts where the workbench is shared, else the owner of the machine."""
    audit = Audit(engine, settings.state)
    return Accounts(settings, Persons(engine), audit) if settings.shared else Owner(audit)


def front(request: Request) -> Response:
    """Lead to the studies in the language that the browser asks for."""
    wanted = request.headers.get("accept-language", "")
    lang = "zh" if wanted.lower().startswith("zh") else "en"
    return RedirectResponse(f"/{lang}")


def shelves(request: Request, lang: Lang) -> Response:
    """Show the studies of the folder; where there is one only, lead to it."""
    person = request.app.state.people.who(request)
    shelf = request.app.state.shelf
    seen = [one for one in shelf.names() if person.sees(one)]
    if len(seen) == 1:
        return RedirectResponse(f"/{lang}/{seen[0]}/home")
    named = {one: names(shelf.path(one))[lang] for one in seen}
    return pages.page(request, lang, "studies.html", values={"names": named})


def first_page(lang: Lang, study: str) -> Response:
    """Lead from the bare address of a study to its home."""
    return RedirectResponse(f"/{lang}/{study}/home")
