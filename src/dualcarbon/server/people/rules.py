"""The rule of every route: the least role that may call it. A route without one keeps the application from being made."""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fastapi import Depends, Request
from fastapi.dependencies.models import Dependant
from fastapi.routing import iter_route_contexts

from dualcarbon.errors import DualCarbonError
from dualcarbon.server.refused import NoStudy
from dualcarbon.vocabulary.faults import Fault, Place, note

if TYPE_CHECKING:
    from fastapi import FastAPI


class Role(enum.IntEnum):
    """What a person may do with a region's study, each role all that those before it may; a member has signed in, no more."""

    anyone = 0
    member = 1
    viewer = 2
    analyst = 3
    approver = 4
    administrator = 5


@dataclass(frozen=True, slots=True)
class Person:
    """Who asks: a name, and a role by study; ``*`` is every study. Without a name nobody has signed in.

    ``token`` tells that a program asks in the name of the person.

    Examples
    --------
    >>> one = Person("li", (("jiangsu", Role.analyst),))
    >>> one.role("jiangsu").name, one.role("henan").name, one.role().name, one.somewhere.name
    ('analyst', 'member', 'member', 'analyst')
    """

    name: str
    roles: tuple[tuple[str, Role], ...] = ()
    token: bool = False

    def role(self, study: str = "") -> Role:
        """Give the highest role that the person has in a study; without one, in every study."""
        return max((r for s, r in self.roles if s in ("*", study)), default=self._least)

    def sees(self, study: str) -> bool:
        """Tell whether the person may know that there is such a study."""
        return self.role(study) >= Role.viewer

    @property
    def known(self) -> bool:
        """Whether the person has signed in."""
        return bool(self.name)

    @property
    def somewhere(self) -> Role:
        """The highest role that the person has in any study."""
        return max((r for _, r in self.roles), default=self._least)

    @property
    def _least(self) -> Role:
        return Role.member if self.known else Role.anyone


NOBODY = Person("")


class Denied(DualCarbonError):
    """A person may not do what was asked; ``known`` tells whether they are signed in."""

    def __init__(self, fault: Fault, *, known: bool) -> None:
        self.known = known
        self.faults = (fault,)
        super().__init__(fault.sentence())


class Rule:
    """Lets a request pass if the person who asks has a role in the study that the address names.

    Where the address names none, a viewer of any study is a viewer, and every higher role must be one in all studies.
    What ``in_person`` marks a person does who has signed in, and no token in their name.
    """

    def __init__(self, role: Role, *, in_person: bool = False) -> None:
        self.role = role
        self.in_person = in_person

    def __call__(self, request: Request) -> Person:
        """Give the person, or refuse."""
        person: Person = request.app.state.people.who(request)
        permit(person, self.role, str(request.path_params.get("study", "")))
        if self.in_person and person.token:
            raise Denied(note("AUTH008"), known=True)
        return person


def permit(person: Person, role: Role, study: str = "") -> None:
    """Refuse what a person may not do in a study, or outside of all; a study that they may not see is not there for them.

    Raises
    ------
    Denied
        The role is too low, or nobody has signed in.
    NoStudy
        The person may not know whether there is such a study.
    """
    outside = person.somewhere if role <= Role.viewer else person.role()
    if (person.role(study) if study else outside) >= role:
        return
    if not person.known:
        raise Denied(note("AUTH001"), known=False)
    if study and not person.sees(study):
        raise NoStudy(study)
    raise Denied(note("PER010", Place(), role=role.name), known=True)


def needs(role: Role, *, in_person: bool = False) -> Any:  # noqa: ANN401
    """Give the rule of a route as what FastAPI asks before it."""
    return Depends(Rule(role, in_person=in_person))


def unruled(app: FastAPI) -> Iterator[str]:
    """List the routes that no rule guards; one that cannot carry a rule is such a route."""
    for methods, path, rule in ruled(app):
        if rule is None:
            yield f"{methods} {path}".strip()


def ruled(app: FastAPI) -> Iterator[tuple[str, str, Rule | None]]:
    """List every route, those of the chapters too: its methods, its path, its rule."""
    for route in iter_route_contexts(app.routes):
        methods = " ".join(sorted(getattr(route, "methods", None) or ()))
        calls = _calls(getattr(route, "dependant", None))
        rules = [call for call in calls if isinstance(call, Rule)]
        yield methods, str(route.path or ""), max(rules, key=lambda r: r.role, default=None)


def _calls(dependant: Dependant | None) -> Iterator[Callable[..., Any] | None]:
    waiting = list(dependant.dependencies) if dependant else []
    while waiting:
        one = waiting.pop()
        yield one.call
        waiting += one.dependencies
