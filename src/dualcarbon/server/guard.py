"""What every answer carries and every request must have: only this machine's names, writes from our own pages alone."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from urllib.parse import SplitResult, urlsplit

from fastapi import Request, Response

from dualcarbon.server import refusals
from dualcarbon.server.people.limits import Limit, TooMany
from dualcarbon.server.settings import Settings
from dualcarbon.vocabulary.faults import Fault, cut, note

LOOPBACK = ("127.0.0.1", "localhost", "::1")
SAFE = ("GET", "HEAD", "OPTIONS")
OWN = ("same-origin", "none")
"""What a browser says of a request that one of our pages, or nobody's page, has made."""
BURST, RATE = 2000, 300.0
"""Requests that an address may send at once where many share a workbench, and how many more each second."""
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "style-src-attr 'unsafe-inline'",  # chart tooltips are laid out by it
        "img-src 'self' data: blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
Next = Callable[[Request], Awaitable[Response]]


def guarded(settings: Settings) -> Callable[[Request, Next], Awaitable[Response]]:
    """Give what stands before every request."""
    often = Limit(BURST, RATE)

    async def guard(request: Request, call_next: Next) -> Response:
        refused = _refused(request, settings)
        wait = often.take(_address(request)) if settings.shared else 0.0
        if wait:
            answer = refusals.often(request, TooMany(wait))
        else:
            told = refusals.refuse(request, 403, refused) if refused else None
            answer = told or await call_next(request)
        for name, value in HEADERS.items():
            answer.headers.setdefault(name, value)
        if settings.shared:
            answer.headers.setdefault("Cache-Control", "no-store")
        return answer

    return guard


def _refused(request: Request, settings: Settings) -> Fault | None:
    """Tell why a request is refused before anything looks at it; nothing where it may pass."""
    host = _parts(f"//{request.headers.get('host', '')}").hostname or ""
    if host not in (*LOOPBACK, *settings.hosts):
        return note("API022", text=cut(host))
    if request.method in SAFE or _own(request, settings):
        return None
    return note("AUTH007")


def _own(request: Request, settings: Settings) -> bool:
    """Tell whether a write comes from our own pages, or from a program that no browser lends its cookies to."""
    origin = request.headers.get("origin")
    if origin is None:
        site = request.headers.get("sec-fetch-site")
        return site in OWN if site else not (settings.shared and "cookie" in request.headers)
    if origin in settings.origins:
        return True
    own = _parts(origin)
    return (own.scheme, own.netloc) == (request.url.scheme, request.headers.get("host", ""))


def _parts(address: str) -> SplitResult:
    """Take an address apart; one that is none has no parts."""
    try:
        return urlsplit(address)
    except ValueError:
        return urlsplit("")


def _address(request: Request) -> str:
    return request.client.host if request.client else ""
