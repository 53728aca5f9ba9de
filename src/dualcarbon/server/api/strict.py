"""JSON as it is taken: an object of bounded depth, every number finite, every name once, every text Unicode."""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Callable, Coroutine, Iterator
from typing import Any

from fastapi import HTTPException, Request, Response
from fastapi.routing import APIRoute
from starlette.concurrency import run_in_threadpool

from dualcarbon.errors import InputError
from dualcarbon.server.people.rules import Rule
from dualcarbon.server.refused import Refused
from dualcarbon.vocabulary.faults import Fault, Place, note

DEPTH = 50
DIGITS = 18
JSON = "application/json"
WRITES = ("POST", "PUT", "PATCH")
TORN = {"en": "holds half of a character", "zh": "含有不完整的字符"}
Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class Odd:
    """Stands where something was that is not taken."""

    def __init__(self, code: str, key: str = "") -> None:
        self.code, self.key = code, key


class Strict(APIRoute):
    """A route that looks at a body before anything is made of it, and at who sends it before that."""

    def get_route_handler(self) -> Handler:
        """Give what answers a request."""
        usual = super().get_route_handler()
        rules = [one.call for one in self.dependant.dependencies if isinstance(one.call, Rule)]
        takes = bool(self.body_field)

        async def handle(request: Request) -> Response:
            if takes and request.method in WRITES:
                for rule in rules:
                    await run_in_threadpool(rule, request)
                if (
                    request.headers.get("content-type", "").partition(";")[0].strip().lower()
                    != JSON
                ):
                    raise HTTPException(415)
                read(await request.body())
            return await usual(request)

        return handle


def read(body: bytes) -> Any:  # noqa: ANN401
    """Read the body of a request.

    Raises
    ------
    Refused
        It is no JSON, or nested too deep (API001, API005).
    InputError
        With every number and name in it that is not taken (API002-API004, API006).

    Examples
    --------
    >>> read(b'{"a": [1, 2.5]}')
    {'a': [1, 2.5]}
    >>> read(b'{"v": NaN}')
    Traceback (most recent call last):
    ...
    dualcarbon.errors.InputError: v: not a finite number. Send a number; leave the field out where there is none.
    """
    try:
        found = json.loads(
            body.decode("utf-8"),
            parse_constant=lambda _: Odd("API002"),
            parse_int=_whole,
            parse_float=_number,
            object_pairs_hook=_once,
        )
    except UnicodeDecodeError as error:
        line = body.count(b"\n", 0, error.start) + 1
        column = error.start - body.rfind(b"\n", 0, error.start)
        raise Refused(400, note("API001", line=line, column=column)) from error
    except json.JSONDecodeError as error:
        raise Refused(400, note("API001", line=error.lineno, column=error.colno)) from error
    except RecursionError as error:
        raise Refused(400, note("API005", most=DEPTH)) from error
    if faults := list(_faults(found)):
        raise InputError(faults=faults)
    return found


def _whole(text: str) -> int | Odd:
    return int(text) if len(text.lstrip("-")) <= DIGITS else Odd("API004")


def _number(text: str) -> float | Odd:
    value = float(text)
    return value if math.isfinite(value) else Odd("API004")


def _once(pairs: list[tuple[str, Any]]) -> Any:  # noqa: ANN401
    made = dict(pairs)
    if len(made) == len(pairs):
        return made
    return Odd("API003", Counter(name for name, _ in pairs).most_common(1)[0][0])


def _faults(whole: object) -> Iterator[Fault]:
    """Walk through what was read, without calls that could go too deep."""
    waiting: list[tuple[tuple[str, ...], object]] = [((), whole)]
    while waiting:
        steps, value = waiting.pop()
        if len(steps) > DEPTH:
            raise Refused(400, note("API005", most=DEPTH))
        if isinstance(value, Odd):
            key = ".".join((*steps, value.key) if value.key else steps)
            yield note(value.code, Place(key=_safe(key) or "body"))
        elif isinstance(value, str) and _safe(value) != value:
            yield note("API006", Place(key=_safe(".".join(steps)) or "body"), why=TORN)
        elif isinstance(value, dict):
            torn = [name for name in value if _safe(name) != name]
            yield from (note("API006", Place(key=_safe(name)), why=TORN) for name in torn)
            waiting += [((*steps, name), part) for name, part in reversed(value.items())]
        elif isinstance(value, list):
            waiting += [((*steps, str(n)), part) for n, part in reversed(list(enumerate(value)))]


def _safe(text: str) -> str:
    """Give a text with what is half of a character replaced."""
    return text.encode("utf-8", "replace").decode("utf-8")
