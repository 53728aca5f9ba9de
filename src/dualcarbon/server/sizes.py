"""How much a request may bring: an address of a few pages, a body of some megabytes; more is not even read."""

from __future__ import annotations

from fastapi import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dualcarbon.server.refusals import refuse
from dualcarbon.server.refused import MOST_MEGABYTES, of_status
from dualcarbon.vocabulary.faults import Fault, note

MOST_BYTES = MOST_MEGABYTES * 1_000_000
LONGEST = 16_384
"""Bytes of an address."""


class Overflow(Exception):
    """More came than may; whoever read stops reading."""


class Sized:
    """Stands before the application and counts what comes in."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on unless it is too large; one that turns out to be is answered in the place of the application."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        if fault := _before(scope):
            status = 414 if fault.code == "API020" else 413
            await refuse(Request(scope), status, fault)(scope, receive, send)
            return
        gate = _Gate(receive, send)
        try:
            await self.app(scope, gate.receive, gate.send)
        except Overflow:
            if gate.begun:
                raise
        if gate.over and not gate.begun:
            await refuse(Request(scope), 413, of_status(413))(scope, receive, send)


class _Gate:
    def __init__(self, receive: Receive, send: Send) -> None:
        self._receive, self._send = receive, send
        self._taken = 0
        self.over = self.begun = False

    async def receive(self) -> Message:
        message = await self._receive()
        self._taken += len(message.get("body", b""))
        if self._taken > MOST_BYTES:
            self.over = True
            raise Overflow
        return message

    async def send(self, message: Message) -> None:
        """Pass an answer on; one that was made after too much came is not the answer."""
        if self.over and not self.begun:
            return
        self.begun = True
        await self._send(message)


def _before(scope: Scope) -> Fault | None:
    """Tell what is too large from the head of a request alone."""
    if len(scope.get("raw_path") or b"") + len(scope["query_string"]) > LONGEST:
        return note("API020", most=LONGEST)
    told = dict(scope["headers"]).get(b"content-length", b"0")
    return of_status(413) if told.isdigit() and int(told[:18]) > MOST_BYTES else None
