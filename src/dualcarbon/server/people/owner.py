"""The one person of one's own machine: nobody signs in, everything is allowed."""

from __future__ import annotations

import getpass
import os

from fastapi import Request

from dualcarbon.server.people.rules import Person, Role


class Owner:
    """Gives the person whose machine it is for every request."""

    def __init__(self) -> None:
        self._person = Person(_name(), (("*", Role.administrator),))

    def who(self, _request: Request) -> Person:
        """Give the person who asks."""
        return self._person


def _name() -> str:
    """Give the name of the account that runs the program; some machines have none."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return str(os.getuid()) if hasattr(os, "getuid") else "owner"
