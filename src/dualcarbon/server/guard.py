"""What every answer carries and every request must have: only this machine's names, writes from our own pages alone."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from fastapi import Request, Response
from fastapi.responses import PlainTextResponse

from dualcarbon.server.settings import Settings

LOOPBACK = ("127.0.0.1", "localhost", "::1")
SAFE = ("GET", "HEAD", "OPTIONS")
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

    async def guard(request: Request, call_next: Next) -> Response:
        refused = _refused(request, settings)
        answer = PlainTextResponse(refused, 403) if refused else await call_next(request)
        for name, value in HEADERS.items():
            answer.headers.setdefault(name, value)
        return answer

    return guard


def _refused(request: Request, settings: Settings) -> str:
    """Tell why a request is refused before anything looks at it; nothing where it may pass."""
    host = request.url.hostname or ""
    if not settings.shared and host not in LOOPBACK:
        return f'"{host[:40]}" is no name of this machine'
    if request.method in SAFE:
        return ""
    origin = request.headers.get("origin")
    if origin is None or origin in settings.origins:
        return ""
    own = urlsplit(origin)
    same = (own.scheme, own.netloc) == (request.url.scheme, request.headers.get("host", ""))
    return "" if same else "the request comes from a page of another site"
