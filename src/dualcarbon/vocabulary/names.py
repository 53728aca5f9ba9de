"""The names of the field: fuels, sectors, flows, gases, indicators, actions, clauses; each once, in two languages."""

from __future__ import annotations

import csv
import difflib
import functools
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from importlib import resources

from dualcarbon.errors import UnknownName

HEAD = ("id", "en", "zh", "aliases", "meaning", "source")


@dataclass(frozen=True, slots=True)
class Name:
    """One entry of a book of names."""

    id: str
    en: str
    zh: str
    aliases: tuple[str, ...]
    meaning: str
    source: str
    more: dict[str, str] = field(default_factory=dict)

    def text(self, lang: str) -> str:
        """Give the name as shown to people."""
        return self.zh if lang == "zh" else self.en


class Book:
    """A closed list of names in its official order.

    Examples
    --------
    >>> FUELS["coal"].zh
    '煤炭'
    >>> FUELS.find("天然气").id
    'natural_gas'
    >>> FLOWS.find("finale")
    Traceback (most recent call last):
    ...
    dualcarbon.errors.UnknownName: "finale" is not a flow; did you mean "final"?
    """

    def __init__(self, what: str, file: str) -> None:
        self.what = what
        self._file = file

    def __getitem__(self, id: str) -> Name:
        """Give the entry of an id."""
        return self._names[id]

    def __contains__(self, id: object) -> bool:
        """Tell whether an id is in the book."""
        return id in self._names

    def __iter__(self) -> Iterator[str]:
        """Give the ids in the official order."""
        return iter(self._names)

    def __len__(self) -> int:
        """Count the entries."""
        return len(self._names)

    def text(self, id: str, lang: str) -> str:
        """Give a name as shown to people; an id outside the book is shown as it is."""
        return self._names[id].text(lang) if id in self._names else id

    def both(self, id: str) -> dict[str, str]:
        """Give a name in both languages, as a sentence takes it."""
        return {lang: self.text(id, lang) for lang in ("en", "zh")}

    def resolve(self, text: str) -> str | None:
        """Give the id of a name in any of its spellings, or nothing."""
        return self._spellings.get(_plain(text))

    def find(self, text: str) -> Name:
        """Give the entry of a name in any of its spellings.

        Raises
        ------
        UnknownName
            The book holds no such name; the nearest one is suggested.
        """
        id = self.resolve(text)
        if id is None:
            near = self.nearest(text)
            hint = f'; did you mean "{near}"?' if near else f"; known: {', '.join(self)}"
            msg = f'"{text}" is not a {self.what}{hint}'
            raise UnknownName(msg)
        return self._names[id]

    def nearest(self, text: str) -> str:
        """Give the known spelling that is most like ``text``, or an empty text."""
        return nearest(_plain(text), self._spellings)

    def rank(self, id: str) -> int:
        """Give the place of an id in the official order; strangers come last."""
        return self._order.get(id, len(self._names))

    @functools.cached_property
    def _names(self) -> dict[str, Name]:
        return {name.id: name for name in _read(self._file)}

    @functools.cached_property
    def _spellings(self) -> dict[str, str]:
        return {_plain(s): n.id for n in self._names.values() for s in _spellings(n)}

    @functools.cached_property
    def _order(self) -> dict[str, int]:
        return {id: place for place, id in enumerate(self._names)}


def nearest(text: str, known: Iterable[str]) -> str:
    """Give the member of ``known`` that is most like ``text``, or an empty text.

    Examples
    --------
    >>> nearest("growht", ["growth", "points"])
    'growth'
    """
    matches = difflib.get_close_matches(text, list(known), n=1, cutoff=0.6)
    return matches[0] if matches else ""


def _spellings(name: Name) -> set[str]:
    return {name.id, name.en, name.zh, *name.aliases} - {""}


def _plain(text: str) -> str:
    """Fold width, case and space, which never tell two names apart."""
    return unicodedata.normalize("NFKC", text).strip().casefold().replace(" ", "_")


def _read(file: str) -> Iterator[Name]:
    text = resources.files(__package__).joinpath("data", file).read_text(encoding="utf-8")
    for row in csv.DictReader(text.splitlines()):
        id, en, zh, aliases, meaning, source = (row.pop(key) for key in HEAD)
        spellings = tuple(alias for alias in aliases.split("|") if alias)
        yield Name(id, en, zh, spellings, meaning, source, more=row)


FUELS = Book("fuel", "fuels.csv")
SECTORS = Book("sector", "sectors.csv")
FLOWS = Book("flow", "flows.csv")
GASES = Book("gas", "gases.csv")
INDICATORS = Book("indicator", "indicators.csv")
BALANCE_ROWS = Book("row of the balance", "balance_rows.csv")
UNITS = Book("unit", "units.csv")
ACTIONS = Book("action", "actions.csv")
CLAUSES = Book("clause", "clauses.csv")
CATEGORIES = Book("category", "categories.csv")
METHODS = Book("method", "methods.csv")
GUIDELINE = Book("category of the provincial guideline", "guideline_categories.csv")
GPC = Book("reference of the GPC", "gpc.csv")
BOUNDARIES = Book("boundary of an official total", "boundaries.csv")
DEPARTMENTS = Book("department", "departments.csv")
