"""Sentences of the report: templates in both languages, numbers put in by rule."""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Callable, Mapping
from importlib import resources

from dualcarbon.charts.words import Lang, Title
from dualcarbon.errors import UnknownName
from dualcarbon.report.numbers import Number, Scale, show
from dualcarbon.report.pieces import Ref, Sentence

PLACE = re.compile(r"\{(\w+)(:bare)?\}")

Mark = Callable[[Number, str], str]
Point = Callable[[Ref], str]


def text(sentence: Sentence, lang: Lang, scale: Scale, *, point: Point | None = None) -> str:
    """Write a sentence as plain text; ``point`` says what stands for a reference.

    Raises
    ------
    UnknownName
        The catalogue holds no such sentence, or a place in it is not filled.
    """
    return written(sentence, lang, scale, plain=str, number=lambda n, shown: shown, point=point)


def written(
    sentence: Sentence,
    lang: Lang,
    scale: Scale,
    *,
    plain: Callable[[str], str],
    number: Mark,
    point: Point | None = None,
) -> str:
    """Write a sentence: plain parts through ``plain``, numbers through ``number``, references through ``point``."""
    parts: list[str] = []
    end = 0
    template = catalogue(sentence.id, lang)
    for match in PLACE.finditer(template):
        parts.append(plain(template[end : match.start()]))
        end = match.end()
        if match[1] not in sentence.values:
            msg = f'report: sentence "{sentence.id}" has no value for {{{match[1]}}}'
            raise UnknownName(msg)
        value = sentence.values[match[1]]
        if isinstance(value, Ref):
            parts.append(_pointed(value, sentence.id, point))
        elif isinstance(value, Sentence):
            inner = written(value, lang, scale, plain=plain, number=number, point=point)
            parts.append(inner)
        else:
            parts.append(_value(value, lang, scale, bool(match[2]), plain, number))
    return "".join([*parts, plain(template[end:])])


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


def _pointed(ref: Ref, sentence: str, point: Point | None) -> str:
    if point is None:
        msg = f'report: sentence "{sentence}" refers to "{ref.id}" where nothing is numbered'
        raise UnknownName(msg)
    return point(ref)


def _value(
    value: Number | Title | str,
    lang: Lang,
    scale: Scale,
    bare: bool,
    plain: Callable[[str], str],
    number: Mark,
) -> str:
    if isinstance(value, Number):
        return number(value, show(value, lang, scale, bare=bare))
    if isinstance(value, Mapping):
        return plain(value[lang])
    return plain(value)


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
