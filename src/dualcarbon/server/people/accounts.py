"""The persons of a shared workbench: known by a session or by a token, their roles read anew for every request."""

from __future__ import annotations

import re
import secrets
import time
from collections.abc import Callable, Collection, Mapping
from typing import Any

from fastapi import Request, Response

from dualcarbon.errors import InputError
from dualcarbon.server.people import passwords
from dualcarbon.server.people.limits import Limit
from dualcarbon.server.people.record import written
from dualcarbon.server.people.rules import NOBODY, Denied, Person, Role
from dualcarbon.server.people.sessions import Sessions
from dualcarbon.server.settings import Settings
from dualcarbon.store import database
from dualcarbon.store.audit import Audit
from dualcarbon.store.persons import EVERY, Persons
from dualcarbon.vocabulary.faults import Place, cut, note

NAME = re.compile(r"[^\W_](?:[\w.@-]{0,62}[^\W_])")
TOKEN = "dualcarbon_"
DAY = 86_400  # s
DAYS, TITLE = 365, 80
"""Longest life of a token in days, longest title of one."""
AGAIN = 900
"""How long after ten wrong passwords the next one for the same account is looked at. [s]"""


class Accounts:
    """Knows who asks, signs them in and out, and writes down what they do."""

    def __init__(
        self,
        settings: Settings,
        persons: Persons,
        audit: Audit,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.persons = persons
        self.audit = audit
        self.sessions = Sessions(persons, settings, clock)
        self.by_account = Limit(10, 1 / AGAIN, clock)
        self.by_address = Limit(30, 1 / 20, clock)

    def who(self, request: Request) -> Person:
        """Give the person who asks, known once for a request.

        Raises
        ------
        TooMany
            Too many tokens that are none came from this address.
        """
        known: Person | None = getattr(request.state, "person", None)
        if known is None:
            known = self._who(request)
            request.state.person = known
        return known

    def record(
        self, person: Person, what: str, study: str = "", detail: Mapping[str, Any] | None = None
    ) -> None:
        """Write down what a person did."""
        written(self.audit, person.name, what, study, detail)

    def sign_in(self, request: Request, answer: Response, name: str, password: str) -> None:
        """Begin a session of a person who gives the right password.

        Raises
        ------
        Denied
            Name or password are not right; it is not told which.
        TooMany
            It was tried too often for this account or from this address.
        """
        name, address = passwords.plain(name).strip()[:64], _address(request)
        self.by_address.need(address)
        self.by_account.need(name)
        secret = self.persons.secret(name) if NAME.fullmatch(name) else None
        if not passwords.right(secret, password):
            written(self.audit, "", "sign-in refused", "", {"name": name, "address": address})
            raise Denied(note("PER008", Place()), known=False)
        self.by_address.back(address)
        self.by_account.back(name)
        if secret and passwords.stale(secret):
            self.persons.change(name, passwords.kept(password))
        self.sessions.begin(request, answer, name)
        written(self.audit, name, "sign-in", "", {"address": address})

    def sign_out(self, request: Request, answer: Response, *, everywhere: bool = False) -> None:
        """End the session, or every session, of the person who asks."""
        person = self.who(request)
        if everywhere:
            self.persons.end_all(person.name)
        self.sessions.end(request, answer)
        if person.known:
            self.record(person, "sign-out everywhere" if everywhere else "sign-out")

    def add(self, by: Person, name: str, password: str) -> str:
        """Add a person, who may do nothing yet, and give the name as it is kept."""
        name = passwords.plain(name).strip()
        if not NAME.fullmatch(name):
            raise InputError(faults=[note("PER001", Place(), name=cut(name))])
        passwords.checked(name, password)
        self.persons.add(name, passwords.kept(password), self.sessions.now)
        self.record(by, "person added", "", {"name": name})
        return name

    def remove(self, by: Person, name: str) -> None:
        """Remove a person with everything that lets them in."""
        self.persons.remove(name)
        self.record(by, "person removed", "", {"name": name})

    def checked(self, role: str, study: str, studies: Collection[str]) -> None:
        """Refuse a role or a study that there is not; a role can be taken away in one that is gone.

        Raises
        ------
        InputError
            There is no such role or study.
        """
        if role not in GIVEN:
            raise InputError(faults=[note("PER004", Place(), role=cut(role))])
        if study not in (EVERY, *studies) and role != "none":
            raise InputError(faults=[note("PER013", Place(), study=cut(study))])

    def give(self, by: Person, name: str, role: str, study: str = EVERY) -> None:
        """Give a person a role in a study, or with ``none`` take it away.

        Raises
        ------
        InputError
            There is no such person, or nobody would be left to administer.
        """
        self.persons.give(name, "" if role == "none" else role, study)
        self.record(by, "role given", "" if study == EVERY else study, {"name": name, "role": role})

    def password(self, by: Person, name: str, password: str) -> None:
        """Give a person another password; every session ends."""
        passwords.checked(name, password)
        self.persons.change(name, passwords.kept(password))
        self.persons.end_all(name)
        self.record(by, "password changed", "", {"name": name})

    def own_password(self, request: Request, answer: Response, old: str, new: str) -> None:
        """Let the person who asks change their password; other sessions end, this one goes on under a new id.

        Raises
        ------
        Denied
            The present password is not right.
        """
        person = self.who(request)
        self.by_account.need(person.name)
        if not passwords.right(self.persons.secret(person.name), old):
            raise Denied(note("PER008", Place()), known=True)
        self.by_account.back(person.name)
        self.password(person, person.name, new)
        self.sessions.begin(request, answer, person.name)

    def issue(self, person: Person, title: str, days: int) -> str:
        """Make a token for a person, and give it this once.

        Raises
        ------
        InputError
            It has no title, or would last for too long.
        """
        title = passwords.plain(title).strip()
        if not (title.isprintable() and 0 < len(title) <= TITLE and 0 < days <= DAYS):
            raise InputError(faults=[note("PER012", Place(), most=TITLE, days=DAYS)])
        token, now = TOKEN + secrets.token_urlsafe(32), self.sessions.now
        id = self.persons.issue(person.name, title, token, now, now + days * DAY)
        self.record(person, "token made", "", {"id": id, "title": title, "days": days})
        return token

    def revoke(self, person: Person, id: str) -> None:
        """End a token of a person."""
        if re.fullmatch(r"[0-9a-f]{16}", id) and self.persons.revoke(person.name, id):
            self.record(person, "token ended", "", {"id": id})

    def _who(self, request: Request) -> Person:
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        bearer = scheme.casefold() == "bearer"
        name = self._bearer(request, token.strip()) if bearer else self.sessions.name(request)
        if name is None:
            return NOBODY
        roles = ((study, Role[role]) for study, role in self.persons.roles(name))
        return Person(name, tuple(roles), token=bearer)

    def _bearer(self, request: Request, token: str) -> str | None:
        address = _address(request)
        self.by_address.need(address)
        name = self.persons.bearer(token, self.sessions.now) if token.startswith(TOKEN) else None
        if name is not None:
            self.by_address.back(address)
        return name


def opened(settings: Settings) -> Accounts:
    """Open the accounts of a workbench."""
    engine = database.opened(settings.url)
    return Accounts(settings, Persons(engine), Audit(engine, settings.state))


GIVEN = (*(role.name for role in Role if role > Role.member), "none")
"""What can be given: the roles, or none."""


def _address(request: Request) -> str:
    return request.client.host if request.client else ""
