"""Sections read off declared models."""

from typing import Annotated, Literal

import pytest
from pydantic import BaseModel, ConfigDict, Field

from dualcarbon.cli.reference.schema import kind, sections
from dualcarbon.quantities.declared import Title


class Leaf(BaseModel):
    """Something small."""

    model_config = ConfigDict(use_attribute_docstrings=True)

    weight: float
    """Its weight. [t]"""


class Plant(BaseModel):
    """Something with leaves."""

    model_config = ConfigDict(use_attribute_docstrings=True)

    name: Title
    """What it is called."""
    leaves: tuple[Leaf, ...] = ()
    """Its leaves."""
    best: Leaf | None = None
    """The best of them."""
    roots: dict[str, Leaf] = Field(default_factory=dict)
    """Its roots by name."""
    colour: Literal["green", "red"] = "green"
    """Its colour."""
    years: Annotated[int, Field(ge=1)]
    """Its age. [year]"""


@pytest.fixture(scope="module")
def found():
    return list(sections("Plant", Plant.model_json_schema(), path="plant", level=2))


def test_each_model_has_a_section_with_its_key(found):
    heads = [one.splitlines()[0] for one in found]
    assert heads == [
        "## Plant",
        "### [[plant.leaves]]",
        "### [plant.best]",
        "### [plant.roots.NAME]",
    ]


def test_rows_tell_type_default_and_meaning(found):
    rows = found[0].splitlines()[-6:]
    assert rows == [
        "| `name` | table `{en, zh}` | needed | What it is called. |",
        "| `leaves` | list of tables |  | Its leaves. |",
        "| `best` | table |  | The best of them. |",
        "| `roots` | table of tables |  | Its roots by name. |",
        '| `colour` | one of `"green"`, `"red"` | `"green"` | Its colour. |',
        "| `years` | whole number, 1 or more | needed | Its age. [year] |",
    ]


def test_keys_can_be_left_out():
    schema = Plant.model_json_schema()
    only = list(
        sections("P", schema, leave=frozenset({"leaves", "best", "roots", "colour", "name"}))
    )
    assert len(only) == 1
    assert only[0].count("\n| `") == 1


@pytest.mark.parametrize(
    ("schema", "words"),
    [
        ({"type": "boolean"}, "true or false"),
        ({"type": "object", "additionalProperties": True}, "table of paths"),
        ({"type": "object", "additionalProperties": {"type": "string"}}, "table of texts"),
        ({"anyOf": [{"type": "number"}, {"type": "null"}]}, "number"),
        ({"description": "a number or a distribution"}, "quantity"),
    ],
)
def test_types_in_words(schema, words):
    assert kind(schema) == words
