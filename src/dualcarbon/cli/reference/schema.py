"""Sections of keys, types, defaults and meanings, read off the schema of a declared model."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from dualcarbon.cli.reference import markdown
from dualcarbon.cli.reference.markdown import code

Schema = Mapping[str, Any]

WORDS = {
    "string": "text",
    "integer": "whole number",
    "number": "number",
    "boolean": "true or false",
}
HEAD = ("key", "type", "default", "meaning")
TITLE = "Title"
"""The model of a text in both languages, which needs no section of its own."""


def sections(
    heading: str,
    schema: Schema,
    *,
    path: str = "",
    level: int = 2,
    leave: frozenset[str] = frozenset(),
) -> Iterator[str]:
    """Give the section of a model, and one for each model inside it, headed by its key."""
    keys = {key: value for key, value in schema["properties"].items() if key not in leave}
    needed = schema.get("required", ())
    rows = [_row(key, value, key in needed) for key, value in keys.items()]
    yield f"{'#' * level} {heading}\n\n{schema['description']}\n\n{markdown.table(HEAD, rows)}"
    for key, value in keys.items():
        model = _model(value)
        if model not in ("", TITLE):
            below = f"{path}.{key}".strip(".")
            shown = f"[[{below}]]" if value.get("type") == "array" else f"[{below}{_named(value)}]"
            inside = {**schema["$defs"][model], "$defs": schema["$defs"]}
            yield from sections(shown, inside, path=below, level=level + 1)


def kind(value: Schema) -> str:
    """Give the type of a value in words.

    Examples
    --------
    >>> kind({"type": "array", "items": {"type": "string"}, "minItems": 1})
    'list of texts'
    >>> kind({"type": "integer", "minimum": 1900, "maximum": 2200})
    'whole number, 1900 to 2200'
    """
    if "anyOf" in value:
        return " or ".join(kind(one) for one in value["anyOf"] if one.get("type") != "null")
    if "enum" in value:
        return "one of " + ", ".join(code(json.dumps(one)) for one in value["enum"])
    if "$ref" in value:
        return "table `{en, zh}`" if _model(value) == TITLE else "table"
    if value.get("type") == "array":
        return f"list of {_plural(kind(value['items']))}"
    if value.get("type") == "object":
        return f"table of {_plural(_inside(value))}"
    return _bounded(value) if "type" in value else "quantity"


def _row(key: str, value: Schema, needed: bool) -> tuple[str, str, str, str]:
    default = value.get("default")
    shown = code(json.dumps(default, ensure_ascii=False)) if default else ""
    return code(key), kind(value), "needed" if needed else shown, value.get("description", "")


def _inside(value: Schema) -> str:
    """Give what the values of an open table are; anything at all is a path."""
    values = value["additionalProperties"]
    return "path" if values is True else kind(values)


def _bounded(value: Schema) -> str:
    low, high = value.get("minimum"), value.get("maximum")
    word = WORDS[value["type"]]
    if low is not None and high is not None:
        return f"{word}, {low} to {high}"
    return word if low is None else f"{word}, {low} or more"


def _plural(words: str) -> str:
    """Give the plural of a type, its bounds kept.

    Examples
    --------
    >>> _plural("whole number, 1900 to 2200"), _plural("quantity")
    ('whole numbers, 1900 to 2200', 'quantities')
    """
    first, comma, bounds = words.partition(",")
    return (first[:-1] + "ies" if first.endswith("ty") else first + "s") + comma + bounds


def _model(value: Schema) -> str:
    """Give the model that a value or its items are, those of an open table too, or nothing."""
    inside = value.get("additionalProperties")
    many = (value.get("items", {}), inside if isinstance(inside, dict) else {})
    for one in (value, *many, *value.get("anyOf", ())):
        if "$ref" in one:
            return str(one["$ref"]).rpartition("/")[2]
    return ""


def _named(value: Schema) -> str:
    """Give how the tables of an open table are told apart in the heading of their section."""
    return ".NAME" if isinstance(value.get("additionalProperties"), dict) else ""
