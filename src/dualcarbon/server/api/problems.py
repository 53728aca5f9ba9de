"""What a program is told when something cannot be done: problem details (RFC 9457) with every fault in both languages."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any

from fastapi import Request, Response

from dualcarbon.errors import DualCarbonError
from dualcarbon.vocabulary.faults import Fault, Place, cut, note

PREFIX = "/api/"
MEDIA = "application/problem+json"
SCHEME = "Bearer"
OUTSIDE = ("path", "query", "header", "cookie", "body")
"""First steps of a place that only say which part of the request it is in."""
MOST = 100
"""Faults that one answer lists."""
EXPECTED = {
    "int": ("a whole number is expected", "应为整数"),
    "float": ("a number is expected", "应为数"),
    "bool": ("true or false is expected", "应为 true 或 false"),
    "string": ("a text is expected", "应为文本"),
    "dict": ("an object is expected", "应为对象"),
    "model": ("an object is expected", "应为对象"),
    "list": ("a list is expected", "应为列表"),
    "tuple": ("a list is expected", "应为列表"),
    "literal": ("is none of the values that are possible", "不是可用的取值"),
    "enum": ("is none of the values that are possible", "不是可用的取值"),
    "too": ("is too long or too short", "长度不合要求"),
    "greater": ("is out of range", "超出范围"),
    "less": ("is out of range", "超出范围"),
}
OUTSIDER = {"en": "something outside of the workbench", "zh": "工作台之外的程序"}
ODD = ("is not understood", "无法理解")


def wanted(request: Request) -> bool:
    """Tell whether a request came to the programming interface."""
    return request.url.path.startswith(PREFIX)


def answer(
    request: Request, status: int, faults: Iterable[Fault], headers: Mapping[str, str] | None = None
) -> Response:
    """Write the problem that faults are."""
    listed = list(faults)[:MOST]
    body = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": listed[0].sentence() if listed else HTTPStatus(status).phrase,
        "instance": request.url.path[:200],
        "faults": [record(fault) for fault in listed],
    }
    more = {"WWW-Authenticate": SCHEME} if status == HTTPStatus.UNAUTHORIZED else {}
    return Response(dumped(body), status, {**more, **(headers or {})}, MEDIA)


def raised(error: DualCarbonError) -> list[Fault]:
    """Give the faults of an error; one that has none is told by its own sentence."""
    faults: tuple[Fault, ...] = getattr(error, "faults", ())
    return list(faults) or [note("API016", said=str(error))]


def invalid(errors: Iterable[Mapping[str, Any]]) -> list[Fault]:
    """Give the faults of what the checks of the request found."""
    return [_invalid(one) for one in errors]


def stale(fault: Fault) -> Fault:
    """Tell a program of a file that was changed since it was read, by whom and when, where it is known."""
    if fault.code not in ("EDT001", "EDT011"):
        return fault
    known = dict(fault.params)
    at = {"en": f" at {known['at']}", "zh": f"于 {known['at']} "} if "at" in known else ""
    return note("API012", fault.place, who=known.get("who", OUTSIDER), at=at)


def record(fault: Fault) -> dict[str, Any]:
    """Give a fault as plain values."""
    spot = fault.place
    parts = ("file", "line", "column", "cell", "key", "sheet")
    return {
        "code": fault.code,
        "level": fault.level,
        "place": {k: v for k in parts if (v := getattr(spot, k)) not in ("", None)},
        "message_en": fault.message("en"),
        "message_zh": fault.message("zh"),
        "advice_en": fault.advice("en"),
        "advice_zh": fault.advice("zh"),
    }


def dumped(content: object) -> bytes:
    """Write JSON that ends no element of a page and holds no NaN; a text that is no Unicode is refused before it comes here."""
    text = json.dumps(content, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    for mark, code in (("&", "26"), ("<", "3c"), (">", "3e")):
        text = text.replace(mark, f"\\u00{code}")
    return text.encode("utf-8", "replace")


def _invalid(error: Mapping[str, Any]) -> Fault:
    steps = [str(step) for step in error["loc"]]
    key = ".".join(steps[1:] if steps[0] in OUTSIDE and len(steps) > 1 else steps)
    place, kind = Place(key=cut(key)), str(error["type"])
    if kind == "missing":
        return note("API013") if key.lower() == "if-match" else note("API009", place)
    if kind == "extra_forbidden":
        return note("API007", place)
    if kind == "finite_number":
        return note("API002", place)
    if key == "limit" and kind == "less_than_equal":
        return note("API011", most=error["ctx"]["le"])
    if kind == "int_parsing_size":
        return note("API004", place)
    en, zh = EXPECTED.get(kind.partition("_")[0], ODD)
    return note("API006", place, why={"en": en, "zh": zh})
