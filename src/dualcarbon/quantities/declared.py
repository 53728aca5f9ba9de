"""What people write, as frozen models; every fault of it told at once, coded and placed."""

from __future__ import annotations

import datetime
import inspect
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Annotated, Any, TypeVar, get_args, get_origin

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    Strict,
    StrictInt,
    StrictStr,
    ValidationError,
)
from pydantic.fields import FieldInfo
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from dualcarbon.errors import InputError
from dualcarbon.vocabulary.faults import Fault, Place, cut, note
from dualcarbon.vocabulary.names import nearest

Text = StrictStr
Whole = StrictInt
Number = Annotated[float, Strict()]


def _written(value: object) -> object:
    """Give a date as it is written; TOML has dates of its own."""
    return value.isoformat() if type(value) is datetime.date else value


DAY = "[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
Day = Annotated[StrictStr, BeforeValidator(_written), Field(pattern=f"^{DAY}$")]


class Declared(BaseModel):
    """Base of what people write: frozen, no key beyond the declared ones, a docstring under each field."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", use_attribute_docstrings=True, allow_inf_nan=False
    )

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """Give the schema with the docstring of every key; those of keys that hold a table get lost otherwise."""
        schema = handler(core_schema)
        properties = handler.resolve_ref_schema(schema).get("properties", {})
        for name, field in cls.model_fields.items():
            known = properties.get(field.alias or name)
            if known is not None and field.description:
                known.setdefault("description", field.description)
        return schema


class Title(Declared):
    """A name in both languages."""

    en: Text
    """Name in English."""
    zh: Text
    """Name in Chinese."""


Model = TypeVar("Model", bound=BaseModel)

WANTED: dict[str, dict[str, str]] = {
    "string": {"en": "a text", "zh": "文本"},
    "int": {"en": "a whole number", "zh": "整数"},
    "float": {"en": "a number", "zh": "数"},
    "bool": {"en": "true or false", "zh": "true 或 false"},
    "finite_number": {"en": "a finite number", "zh": "有限的数"},
    "tuple": {"en": "a list", "zh": "列表"},
    "list": {"en": "a list", "zh": "列表"},
    "dict": {"en": "a table", "zh": "表"},
    "model": {"en": "a table", "zh": "表"},
    "greater_than_equal": {"en": "{ge} or more", "zh": "不小于 {ge} 的数"},
    "greater_than": {"en": "more than {gt}", "zh": "大于 {gt} 的数"},
    "less_than_equal": {"en": "{le} or less", "zh": "不大于 {le} 的数"},
    "less_than": {"en": "less than {lt}", "zh": "小于 {lt} 的数"},
    "too_short": {"en": "long enough: it needs {min_length}", "zh": "足够长的列表：至少需 {min_length} 项"},
    "string_too_short": {"en": "a text that says something", "zh": "非空文本"},
    "string_pattern_mismatch": {"en": "of the form {pattern}", "zh": "符合 {pattern} 的文本"},
}  # fmt: skip
"""What was wanted, by the kind of error that pydantic reports."""


def declare(model: type[Model], table: object, place: Place) -> Model:
    """Make a declared model of what people wrote.

    Raises
    ------
    InputError
        With every fault of the table: keys unknown (the nearest is named) or missing, values of
        another kind or out of range, and whatever the fields' own readers found.
    """
    try:
        return model.model_validate(table)
    except ValidationError as error:
        raise InputError(faults=_translated(model, error, place)) from None


def within(place: Place, *keys: object) -> Place:
    """Give the place of a key inside a place.

    Examples
    --------
    >>> within(Place(key="gdp"), "growth", 0).key
    'gdp.growth.0'
    """
    path = ".".join(str(part) for part in (place.key, *keys) if part != "")
    return Place(file=place.file, line=place.line, column=place.column, cell=place.cell, key=path)


def hint(text: object, known: Iterable[str]) -> dict[str, str]:
    """Say which known name was meant, or which names are known.

    Examples
    --------
    >>> hint("growht", ["growth", "points"])["en"]
    'did you mean "growth"?'
    """
    names = list(known)
    if not names:
        return {"en": "there is none", "zh": "没有可用的名称"}
    if near := nearest(str(text), names):
        return {"en": f'did you mean "{near}"?', "zh": f"是否应为“{near}”？"}
    return {"en": f"known: {', '.join(names)}", "zh": f"可用：{'、'.join(names)}"}


@contextmanager
def gathering(faults: list[Fault]) -> Iterator[None]:
    """Add the faults of an input to a list, so that its neighbours are read too."""
    try:
        yield
    except InputError as error:
        if not error.faults:
            raise
        faults += faults_of(error)


def faults_of(error: InputError) -> list[Fault]:
    """Give the coded faults that an error carries."""
    return [fault for fault in error.faults if isinstance(fault, Fault)]


def _translated(model: type[BaseModel], error: ValidationError, place: Place) -> list[Fault]:
    return [
        fault
        for detail in error.errors(include_url=False)
        for fault in _faults(model, dict(detail), place)
    ]


def _faults(model: type[BaseModel], detail: dict[str, Any], place: Place) -> list[Fault]:
    """Give the faults of one error of pydantic's, which may carry faults of ours."""
    loc = tuple(step for step in detail["loc"] if step != "[key]")
    where, above, key = within(place, *loc), within(place, *loc[:-1]), (loc or ("",))[-1]
    cause = detail.get("ctx", {}).get("error")
    if isinstance(cause, InputError):
        return [_moved(fault, where) for fault in faults_of(cause)]
    if detail["type"] == "extra_forbidden":
        return [note("STU006", above, key=cut(key), hint=hint(key, _fields(model, loc[:-1])))]
    if detail["type"] == "missing":
        return [note("STU007", above, key=key)]
    return [_unsuitable(detail, where)]


def _moved(fault: Fault, place: Place) -> Fault:
    """Give a fault that was found inside a value its place in the file."""
    return Fault(fault.code, within(place, fault.place.key), fault.params)


def _unsuitable(detail: dict[str, Any], place: Place) -> Fault:
    kind, context = detail["type"], detail.get("ctx", {})
    if kind == "literal_error":
        known = [part.strip(" '") for part in context["expected"].replace(" or ", ",").split(",")]
        return note("KEY002", place, text=cut(detail["input"]), hint=hint(detail["input"], known))
    stems = ("_type", "_parsing", "_from_float", "_attributes_type")
    plain = next((kind.removesuffix(s) for s in stems if kind.endswith(s)), kind)
    wanted = WANTED.get(plain, {"en": detail["msg"], "zh": detail["msg"]})
    filled = {lang: text.format_map(context) for lang, text in wanted.items()}
    return note("KEY001", place, text=cut(detail["input"]), wanted=filled)


def _fields(model: type[BaseModel], loc: tuple[int | str, ...]) -> list[str]:
    """Give the keys that a model takes at a location inside it."""
    named = False
    for step in loc:
        # a place in a list, or a name of which people have the choice
        if isinstance(step, int) or named:
            named = False
            continue
        inside = _annotations(_field(model, step).annotation)
        named = any(get_origin(a) is dict for a in inside)
        model = next(a for a in inside if isinstance(a, type) and issubclass(a, BaseModel))
    own = inspect.get_annotations(model)  # before what every model of the kind may say
    names = sorted(model.model_fields, key=lambda name: name not in own)
    return [model.model_fields[name].alias or name for name in names]


def _field(model: type[BaseModel], key: str) -> FieldInfo:
    """Give the field of a key as people write it, which may be another than its name: `from` is a word of the language."""
    fields = model.model_fields
    return fields[key] if key in fields else next(f for f in fields.values() if f.alias == key)


def _annotations(annotation: object) -> list[object]:
    """Give an annotation and all that stands inside it."""
    return [annotation, *(a for part in get_args(annotation) for a in _annotations(part))]
