"""The rule of every route: the least role that may call it. A route without one keeps the application from being made."""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fastapi import Depends, Request
from fastapi.routing import APIRoute

from dualcarbon.errors import DualCarbonError

if TYPE_CHECKING:
    from fastapi import FastAPI


class Role(enum.IntEnum):
    """What a person may do with a region's study, each role all that those before it may."""

    anyone = 0
    viewer = 1
    analyst = 2
    approver = 3
    administrator = 4


@dataclass(frozen=True, slots=True)
class Person:
    """Who asks: a name, and a role by study; ``*`` is every study."""

    name: str
    roles: tuple[tuple[str, Role], ...] = ()

    def role(self, study: str = "") -> Role:
        """Give the highest role that the person has in a study, or outside of all studies."""
        return max((r for s, r in self.roles if s in ("*", study)), default=Role.anyone)


class Denied(DualCarbonError):
    """A person may not do what was asked; ``known`` tells whether they are signed in."""

    def __init__(self, message: str, *, known: bool) -> None:
        self.known = known
        super().__init__(message)


class Rule:
    """Lets a request pass if the person who asks has a role in the study that the address names."""

    def __init__(self, role: Role) -> None:
        self.role = role

    def __call__(self, request: Request) -> Person:
        """Give the person, or refuse."""
        person: Person = request.app.state.people.who(request)
        study = str(request.path_params.get("study", ""))
        if person.role(study) < self.role:
            msg = f"this needs the role {self.role.name}"
            raise Denied(msg, known=person.role() > Role.anyone or bool(person.roles))
        return person


def needs(role: Role) -> Any:  # noqa: ANN401
    """Give the rule of a route as what FastAPI asks before it."""
    return Depends(Rule(role))


def unruled(app: FastAPI) -> Iterator[str]:
    """List the routes that no rule guards."""
    for route in app.routes:
        if isinstance(route, APIRoute) and not any(isinstance(c, Rule) for c in _calls(route)):
            yield f"{' '.join(sorted(route.methods or ()))} {route.path}"


def _calls(route: APIRoute) -> Iterator[Callable[..., Any] | None]:
    waiting = list(route.dependant.dependencies)
    while waiting:
        one = waiting.pop()
        yield one.call
        waiting += one.dependencies
