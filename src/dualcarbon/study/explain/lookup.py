"""Finding a key in the summary: names, years, places in lists, ids."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from dualcarbon.errors import UnknownName
from dualcarbon.vocabulary.names import nearest

Steps = tuple[str, ...]


def find(summary: Mapping[str, Any], key: str) -> tuple[Steps, Any]:
    """Give the steps and the value of a dotted key; an entry of a list is named by its place, or else by its id.

    Raises
    ------
    UnknownName
        The summary holds no such key; the nearest ones are named.

    Examples
    --------
    >>> summary = {"a": {"b.c": 1}, "list": [{"id": "x", "v": 2}]}
    >>> find(summary, "a.b.c"), find(summary, "list.x.v")
    ((('a', 'b.c'), 1), (('list', '0', 'v'), 2))
    """
    found = _walk(summary, key.split("."))
    if found is None:
        near = nearest(key, (".".join(steps) for steps, _ in leaves(summary)))
        hint = (
            f'; did you mean "{near}"?'
            if near
            else f"; it begins with one of: {', '.join(summary)}"
        )
        msg = f'the summary holds no "{key}"{hint}'
        raise UnknownName(msg)
    return found


def holds(summary: Mapping[str, Any], key: str) -> bool:
    """Tell whether the summary holds a dotted key.

    Examples
    --------
    >>> holds({"a": {"b.c": 1}}, "a.b.c"), holds({"a": 1}, "a.b")
    (True, False)
    """
    return _walk(summary, key.split(".")) is not None


def leaves(value: object, above: Steps = ()) -> Iterator[tuple[Steps, Any]]:
    """Give every number and text of the summary with its steps."""
    if isinstance(value, Mapping):
        for name, part in value.items():
            yield from leaves(part, (*above, str(name)))
    elif isinstance(value, list):
        for place, part in enumerate(value):
            yield from leaves(part, (*above, str(place)))
    else:
        yield above, value


def _walk(value: object, parts: Sequence[str]) -> tuple[Steps, Any] | None:
    """Follow the parts of a key; names of the summary may hold dots themselves."""
    if not parts:
        return (), value
    for length in range(len(parts), 0, -1):
        step = _step(value, ".".join(parts[:length]))
        if step is None:
            continue
        rest = _walk(step[1], parts[length:])
        if rest is not None:
            return (step[0], *rest[0]), rest[1]
    return None


def _step(value: object, name: str) -> tuple[str, Any] | None:
    if isinstance(value, Mapping):
        return (name, value[name]) if name in value else None
    if isinstance(value, list):
        place = _place(value, name)
        return None if place is None else (str(place), value[place])
    return None


def _place(entries: Sequence[object], name: str) -> int | None:
    """Give the place that a name means: an id may look like a place (category "1"), and the place goes first."""
    if name in map(str, range(len(entries))):
        return int(name)
    named = (
        i for i, one in enumerate(entries) if isinstance(one, Mapping) and one.get("id") == name
    )
    return next(named, None)
