"""The one person of one's own machine: nobody signs in, everything is allowed, and what is done is written down all the same."""

from __future__ import annotations

import getpass
import os
from collections.abc import Mapping
from typing import Any

from fastapi import Request

from dualcarbon.server.people.record import written
from dualcarbon.server.people.rules import Person, Role
from dualcarbon.store.audit import Audit


class Owner:
    """Gives the person whose machine it is for every request."""

    def __init__(self, audit: Audit) -> None:
        self.audit = audit
        self._person = Person(name(), (("*", Role.administrator),))

    def who(self, _request: Request) -> Person:
        """Give the person who asks."""
        return self._person

    def record(
        self, person: Person, what: str, study: str = "", detail: Mapping[str, Any] | None = None
    ) -> None:
        """Write down what a person did."""
        written(self.audit, person.name, what, study, detail)


def name() -> str:
    """Give the name of the account that runs the program; some machines have none."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return str(os.getuid()) if hasattr(os, "getuid") else "owner"
