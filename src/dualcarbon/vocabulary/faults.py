"""What is wrong with an input, or worth knowing about a number: coded, placed, in two languages.

A fault of level ``error`` keeps its scope from being used; one of level ``warn`` travels with the
results to the annex of the report. The sentences are data: ``messages/<area>.toml``, where the area
is the letters of the code in lower case.
"""

from __future__ import annotations

import functools
import re
import tomllib
from dataclasses import dataclass
from importlib import resources

from dualcarbon.vocabulary.figures import plain

LIMIT = 40  # characters of offending text that a message quotes
STOPS = {"en": (".", " "), "zh": ("。", "")}
NAMES_OF_PLACES = {
    "en": ("line {0}", ', column "{0}"', "cell {0}", 'sheet "{0}"'),
    "zh": ("第{0}行", "，“{0}”列", "单元格 {0}", "工作表“{0}”"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where something was found; every part is optional.

    Examples
    --------
    >>> str(Place(file="data/energy.csv", line=12, column="value"))
    'data/energy.csv line 12, column "value"'
    >>> str(Place(file="scenarios/baseline.toml", key="gdp.growth"))
    'scenarios/baseline.toml [gdp.growth]'
    >>> str(Place(file="a.xlsx", sheet="S", cell="D4"))
    'a.xlsx sheet "S" cell D4'
    """

    file: str = ""
    line: int | None = None
    column: str = ""
    cell: str = ""
    key: str = ""
    sheet: str = ""

    def text(self, lang: str = "en") -> str:
        """Give the place as the beginning of a sentence."""
        line, column, cell, _ = NAMES_OF_PLACES[lang]
        line = line.replace("line", "row") if self.sheet else line
        spot = " ".join(
            part
            for part in (
                self.source(lang),
                line.format(self.line) if self.line is not None else "",
                cell.format(self.cell) if self.cell else "",
                f"[{_short(self.key)}]" if self.key and self.file else _short(self.key),
            )
            if part
        )
        return spot + column.format(self.column) if self.column else spot

    def source(self, lang: str = "en") -> str:
        """Give the file, and the sheet of a workbook."""
        if not self.sheet:
            return self.file
        return f"{self.file} {NAMES_OF_PLACES[lang][3].format(self.sheet)}".lstrip()

    def __str__(self) -> str:
        """Give the place in English."""
        return self.text()


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault or warning: its code, where it stands, and the particulars of its sentence."""

    code: str
    place: Place
    params: tuple[tuple[str, object], ...] = ()

    @property
    def level(self) -> str:
        """``error`` or ``warn``, as the catalogue says."""
        return str(entry(self.code)["level"])

    def message(self, lang: str = "en") -> str:
        """Give the sentence, the place in front of it where the sentence asks for it."""
        return self._filled(lang)

    def advice(self, lang: str = "en") -> str:
        """Give what to do, or nothing where the sentence says it already."""
        return self._filled(f"advice_{lang}") if f"advice_{lang}" in entry(self.code) else ""

    def sentence(self, lang: str = "en") -> str:
        """Give message and advice as one line."""
        said, advice = self.message(lang), self.advice(lang)
        if not advice:
            return said
        stop, gap = STOPS[lang]
        return (said if said.endswith((".", "。", "?", "？")) else said + stop) + gap + advice

    def __str__(self) -> str:
        """Give code and sentence in English."""
        return f"{self.code} {self.sentence()}"

    def _filled(self, form: str) -> str:
        template = str(entry(self.code)[form])
        lang = form.removeprefix("advice_")
        known = {name: _shown(value, lang) for name, value in self.params}
        return template.format_map(
            {"where": self.place.text(lang), "file": self.place.source(lang), **known}
        )


def note(code: str, place: Place | None = None, **params: object) -> Fault:
    """Make the record of a fault or of a warning.

    Raises
    ------
    KeyError
        The catalogue holds no such code.

    Examples
    --------
    >>> fault = note("UNIT006", Place(file="a.csv", line=3), text="ton")
    >>> fault.level, fault.message()
    ('error', 'a.csv line 3: "ton" is ambiguous; write t')
    """
    entry(code)
    plain = ((name, _plain(value)) for name, value in params.items())
    return Fault(code, place or Place(), tuple(plain))


def errors(faults: tuple[Fault, ...] | list[Fault]) -> list[Fault]:
    """Give those faults that refuse their scope."""
    return [fault for fault in faults if fault.level == "error"]


def warnings(faults: tuple[Fault, ...] | list[Fault]) -> list[Fault]:
    """Give those faults that only want to be known."""
    return [fault for fault in faults if fault.level == "warn"]


@functools.cache
def entry(code: str) -> dict[str, str]:
    """Give the catalogue's entry of a code: level, en, zh, and perhaps advice.

    Raises
    ------
    KeyError
        The catalogue holds no such code.
    """
    match = re.fullmatch(r"([A-Z]+)\d+", code)
    area = match[1].lower() if match else ""
    return dict(_catalogue(area)[code])


@functools.cache
def _catalogue(area: str) -> dict[str, dict[str, str]]:
    file = resources.files(__package__).joinpath("messages", f"{area}.toml")
    if not area or not file.is_file():
        return {}
    return tomllib.loads(file.read_text(encoding="utf-8"))


def codes() -> list[str]:
    """Give every code of the catalogue, sorted."""
    folder = resources.files(__package__).joinpath("messages")
    areas = sorted(
        f.name.removesuffix(".toml") for f in folder.iterdir() if f.name.endswith(".toml")
    )
    return [code for area in areas for code in sorted(_catalogue(area))]


def _plain(value: object) -> object:
    """Give a number of an array as the number that it is, so that a record can be written down."""
    return value.item() if hasattr(value, "item") else value


def _shown(value: object, lang: str) -> str:
    """Give a particular of a sentence: a short text, a plain number, or a text by language."""
    if isinstance(value, dict):
        value = value.get(lang, value.get("en", ""))
    if isinstance(value, float):
        return plain(value)
    text = str(value)
    return text if len(text) <= LIMIT * 8 else text[: LIMIT * 8] + "…"


def _short(key: str) -> str:
    """Cut the parts of a dotted key to what a message quotes, and the whole to a few lines."""
    if len(key) <= LIMIT:
        return key
    whole = ".".join(cut(part) for part in key.split("."))
    return whole if len(whole) <= LIMIT * 4 else whole[: LIMIT * 4] + "…"


def cut(text: object) -> str:
    """Cut an offending text to what a message quotes.

    Examples
    --------
    >>> cut("x" * 50) == "x" * 39 + "…"
    True
    """
    plain = str(text)
    return plain if len(plain) <= LIMIT else plain[: LIMIT - 1] + "…"
