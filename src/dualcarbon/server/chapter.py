"""A chapter of the workbench: its place in the rail and its pages. One that is put into ``chapters/`` is there, and no other is touched."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from fastapi import APIRouter

from dualcarbon.server.people.rules import Role, needs

PLACE = "/{lang}/{study}"
Handler = TypeVar("Handler", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter; its title is the text ``<id>.title`` of its own file of words.

    ``order`` places it in the rail; one that ``rail`` leaves out is reached from elsewhere. ``headings`` are those of the
    report whose pieces it prints, so that references from other pages lead to it.
    """

    id: str
    order: int
    rail: bool = True
    headings: tuple[str, ...] = ()
    router: APIRouter = field(default_factory=APIRouter)

    def page(self, path: str = "", role: Role = Role.viewer) -> Callable[[Handler], Handler]:
        """Answer GET at ``/{lang}/{study}/<id><path>``."""
        return self._route("GET", path, role)

    def action(self, path: str, role: Role = Role.analyst) -> Callable[[Handler], Handler]:
        """Answer POST at ``/{lang}/{study}/<id><path>``."""
        return self._route("POST", path, role)

    def _route(self, method: str, path: str, role: Role) -> Callable[[Handler], Handler]:
        return self.router.api_route(
            f"{PLACE}/{self.id}{path}",
            methods=[method],
            include_in_schema=False,
            response_model=None,
            dependencies=[needs(role)],
        )


def chapters() -> list[Chapter]:
    """Give the chapters of the package ``chapters`` in the order of the rail."""
    from dualcarbon.server import chapters as package

    names = [one.name for one in pkgutil.iter_modules(package.__path__)]
    modules = [importlib.import_module(f"{package.__name__}.{name}") for name in names]
    found = [m.chapter for m in modules if isinstance(getattr(m, "chapter", None), Chapter)]
    return sorted(found, key=lambda chapter: chapter.order)
