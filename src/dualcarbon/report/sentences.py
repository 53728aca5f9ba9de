"""Sentences of the report: templates in both languages, numbers put in by rule."""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Iterator, Mapping
from importlib import resources
from typing import NamedTuple

from dualcarbon.charts.words import Lang
from dualcarbon.errors import UnknownName
from dualcarbon.report.numbers import Number, Scale, show
from dualcarbon.report.pieces import Ref, Sentence, Value

PLACE = re.compile(r"\{(\w+)(:bare)?\}")


class Span(NamedTuple):
    """A stretch of a sentence as it is printed, and the number or reference that it stands for."""

    text: str
    of: Number | Ref | None = None


def text(sentence: Sentence, lang: Lang, scale: Scale) -> str:
    """Write a sentence as plain text.

    Raises
    ------
    UnknownName
        The catalogue holds no such sentence, a place in it is not filled, or it refers to another piece.
    """
    written = list(spans(sentence, lang, scale))
    for span in written:
        if isinstance(span.of, Ref):
            msg = f'report: sentence "{sentence.id}" refers to "{span.of.id}" where nothing is numbered'
            raise UnknownName(msg)
    return "".join(span.text for span in written)


def spans(sentence: Sentence, lang: Lang, scale: Scale) -> Iterator[Span]:
    """Write a sentence in stretches; that of a reference has no text before its document is numbered.

    Raises
    ------
    UnknownName
        The catalogue holds no such sentence, or a place in it is not filled.
    """
    end = 0
    template = catalogue(sentence.id, lang)
    for match in PLACE.finditer(template):
        yield from _plain(template[end : match.start()])
        end = match.end()
        if match[1] not in sentence.values:
            msg = f'report: sentence "{sentence.id}" has no value for {{{match[1]}}}'
            raise UnknownName(msg)
        yield from value_spans(sentence.values[match[1]], lang, scale, bare=bool(match[2]))
    yield from _plain(template[end:])


def value_spans(value: Value, lang: Lang, scale: Scale, *, bare: bool = False) -> Iterator[Span]:
    """Write what fills a place in a sentence or a cell of a table."""
    if isinstance(value, Sentence):
        yield from spans(value, lang, scale)
    elif isinstance(value, Number):
        yield Span(show(value, lang, scale, bare=bare), value)
    elif isinstance(value, Ref):
        yield Span("", value)
    else:
        yield from _plain(value[lang] if isinstance(value, Mapping) else value)


def catalogue(id: str, lang: Lang) -> str:
    """Give the template of a sentence.

    Raises
    ------
    UnknownName
        The catalogue holds no such sentence.

    Examples
    --------
    >>> catalogue("parts.method", "zh")
    '研究方法'
    """
    entry = _catalogue().get(id)
    if entry is None:
        msg = f'report: the catalogue holds no sentence "{id}"'
        raise UnknownName(msg)
    return entry[lang]


def ids() -> list[str]:
    """Give the id of every sentence, sorted."""
    return sorted(_catalogue())


def known(id: str) -> bool:
    """Tell whether the catalogue holds a sentence."""
    return id in _catalogue()


def _plain(text: str) -> Iterator[Span]:
    if text:
        yield Span(text)


@functools.cache
def _catalogue() -> dict[str, dict[Lang, str]]:
    folder = resources.files(__package__).joinpath("sentences")
    found: dict[str, dict[Lang, str]] = {}
    for file in sorted(folder.iterdir(), key=lambda f: f.name):
        table = tomllib.loads(file.read_text(encoding="utf-8"))
        for group, entries in table.items():
            for name, entry in entries.items():
                found[f"{group}.{name}"] = {"en": entry["en"], "zh": entry["zh"]}
    return found
