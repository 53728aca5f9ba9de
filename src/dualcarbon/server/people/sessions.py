"""Sessions: kept by the server, named by a random id in a cookie that no script can read and no other site can send."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass

from fastapi import Request, Response

from dualcarbon.server.settings import Settings
from dualcarbon.store.persons import Persons

IDLE = 2 * 3600
"""How long a session lasts that is not used. [s]"""
LONGEST = 12 * 3600
"""How long a session lasts at all. [s]"""
STRIP = "jobs"
"""What a page asks for again and again while nobody touches it."""
COOKIE = "dualcarbon"
SAFE = f"__Host-{COOKIE}"
"""The name where the way is encrypted: browsers take it from this very host only."""


@dataclass(frozen=True, slots=True)
class Sessions:
    """The sessions of persons."""

    persons: Persons
    settings: Settings
    clock: Callable[[], float] = time.time

    def name(self, request: Request) -> str | None:
        """Give who has signed in on the browser that asks."""
        id = self._id(request)
        used = request.headers.get("hx-target") != STRIP
        return self.persons.session(id, self.now, IDLE, LONGEST, used=used) if id else None

    def begin(self, request: Request, answer: Response, name: str) -> None:
        """Begin a session under a new id; the one that the browser had ends."""
        self.persons.swept(self.now, IDLE, LONGEST)
        if old := self._id(request):
            self.persons.end(old)
        id = secrets.token_urlsafe(32)
        self.persons.begin(id, name, self.now)
        secure = self.secure(request)
        answer.set_cookie(
            SAFE if secure else COOKIE,
            id,
            max_age=LONGEST,
            path="/",
            secure=secure,
            httponly=True,
            samesite="lax",
        )

    def end(self, request: Request, answer: Response) -> None:
        """End the session of the browser that asks."""
        if id := self._id(request):
            self.persons.end(id)
        for name in (COOKIE, SAFE):
            answer.delete_cookie(name, path="/", secure=name == SAFE, httponly=True, samesite="lax")

    def secure(self, request: Request) -> bool:
        """Tell whether the way to the browser is encrypted, by the server itself or by one in front of it."""
        own = f"https://{request.headers.get('host', '')}"
        return request.url.scheme == "https" or own in self.settings.origins

    @property
    def now(self) -> int:
        """The time in seconds since 1970, UTC."""
        return int(self.clock())

    def _id(self, request: Request) -> str:
        return request.cookies.get(SAFE if self.secure(request) else COOKIE, "")
