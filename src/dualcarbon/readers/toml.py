"""What people write in TOML, with the line of every key, so that a fault can name it."""

from __future__ import annotations

import itertools
import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from dualcarbon.readers import files
from dualcarbon.readers.lines import lines_of
from dualcarbon.vocabulary.faults import Fault, Place, cut, note

MOST_BYTES = files.MEGABYTE
MOST_FAULTS = 100
LONGEST_NUMBER = 9  # digits of a place in a list; a key of more is a name
DEEP = re.compile(r"""(?<![\w-])(?:(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+){64}""")
"""A key of more than 64 parts."""
AT_LINE = re.compile(r"\(at line (\d+), column (\d+)\)")
KeyPath = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A file of keys and values as it was read: the values, their lines, what was found."""

    origin: files.Origin
    data: dict[str, Any] = field(default_factory=dict)
    lines: dict[KeyPath, int] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()

    @property
    def file(self) -> str:
        """File as named in the study."""
        return self.origin.file

    def line(self, path: Sequence[str | int]) -> int | None:
        """Give the line of a key, or of the nearest key around it."""
        known = (self.lines.get(tuple(path[:length])) for length in range(len(path), 0, -1))
        return next((line for line in known if line is not None), None)

    def place(self, path: Sequence[str | int] = ()) -> Place:
        """Give the place of a key."""
        return Place(file=self.file, line=self.line(path))

    def placed(self, fault: Fault) -> Fault:
        """Give a fault of the values, placed by its dotted key, the file and the line as well."""
        path = _path(fault.place.key)
        params: dict[str, Any] = dict(fault.params)
        line = self.line((*path, str(params.get("key", ""))))
        place = Place(file=self.file, line=line, key=fault.place.key)
        return Fault(fault.code, place, fault.params)


def _path(key: str) -> KeyPath:
    """Give a dotted key as a path; members of lists are numbers."""
    parts = (part for part in key.split(".") if part)
    return tuple(int(p) if p.isdecimal() and len(p) <= LONGEST_NUMBER else p for p in parts)


def read_toml(path: Path, *, shown: str = "") -> Document:
    """Read a file of keys and values; nothing that its text may hold raises.

    Parameters
    ----------
    path
        File to read, UTF-8.
    shown
        Name of the file in messages; the bare file name if left out.
    """
    shown = shown or path.name
    data, faults = files.contents(path, shown, MOST_BYTES)
    if faults:
        return Document(files.Origin(shown), faults=tuple(faults))
    return parse_toml(data, shown)


def parse_toml(data: bytes, shown: str) -> Document:
    r"""Read keys and values from the bytes of a file.

    Examples
    --------
    >>> document = parse_toml(b'[gdp]\ngrowth = 0.05', "a.toml")
    >>> document.data, str(document.place(("gdp", "growth")))
    ({'gdp': {'growth': 0.05}}, 'a.toml line 2')
    >>> print(parse_toml(b"a = 1\nb = [1", "a.toml").faults[0].message())
    a.toml line 2: an array is opened and never closed
    """
    origin = files.Origin(shown, files.digest(data), "utf-8")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        byte = f"0x{data[error.start]:02X}"
        fault = note("STU001", Place(file=shown), number=error.start, byte=byte)
        return Document(origin, faults=(fault,))
    marked = data.startswith(b"\xef\xbb\xbf")
    before = [note("STU002", Place(file=shown))] if marked else []
    return _parsed(text.replace("\r\n", "\n"), origin, before)


def _parsed(text: str, origin: files.Origin, before: list[Fault]) -> Document:
    if DEEP.search(text):  # the time that such a key takes grows with the square of its length
        return Document(origin, faults=(*before, note("STU005", Place(file=origin.file))))
    try:
        data = tomllib.loads(text)
    except RecursionError:
        return Document(origin, faults=(*before, note("STU005", Place(file=origin.file))))
    except ValueError as error:  # of TOML, or of a number with thousands of digits
        return Document(origin, faults=(*before, _syntax(str(error), text, origin.file)))
    document = Document(origin, data, lines_of(text), tuple(before))
    return replace(document, faults=(*before, *_too_large(document, text.split("\n"))))


def _too_large(document: Document, lines: Sequence[str]) -> Iterator[Fault]:
    """Tell of whole numbers that 64 bits do not hold, up to as many as are listed; TOML knows no others."""
    odd = (path for path, value in _leaves(document.data) if _is_large(value))
    for path in itertools.islice(odd, MOST_FAULTS):
        line = document.line(path) or 1
        yield note("STU003", document.place(path), why=LARGE, text=cut(lines[line - 1].strip()))


def _is_large(value: object) -> bool:
    return type(value) is int and not -(2**63) <= value < 2**63


def _leaves(data: object) -> Iterator[tuple[KeyPath, object]]:
    """Give everything that is neither table nor list, with the path to it, in the order of the file."""
    left: list[tuple[KeyPath, object]] = [((), data)]
    while left:
        path, value = left.pop()
        inside: Iterable[tuple[str | int, object]] = ()
        if isinstance(value, dict):
            inside = value.items()
        elif isinstance(value, list):
            inside = enumerate(value)
        else:
            yield path, value
        left += reversed([((*path, key), part) for key, part in inside])


def _syntax(said: str, text: str, file: str) -> Fault:
    """Say in plain words what the parser found."""
    match = AT_LINE.search(said)
    lines = text.rstrip("\n").split("\n")
    number = min(int(match[1]), len(lines)) if match else len(lines)
    place = Place(file=file, line=number)
    if said.startswith(TWICE):
        return note("STU004", place, text=cut(lines[number - 1].strip()))
    why = next((plain for start, plain in PLAINLY.items() if said.startswith(start)), OTHERWISE)
    return note("STU003", place, why=why, text=cut(lines[number - 1].strip()))


TWICE = (
    "Cannot overwrite",
    "Cannot declare",
    "Duplicate inline",
    "Cannot mutate",
    "Cannot redefine",
)
LARGE = {"en": "a whole number is too large", "zh": "整数过大"}
OTHERWISE = {"en": "this cannot be read", "zh": "此处无法读取"}
PLAINLY = {
    "Unclosed array": {"en": "an array is opened and never closed", "zh": "数组的方括号没有配对"},
    "Unclosed inline table": {"en": "a brace is opened and never closed", "zh": "花括号没有配对"},
    "Unterminated string": {"en": "a quote is opened and never closed", "zh": "引号没有配对"},
    "Expected \"'''\"": {"en": "a quote is opened and never closed", "zh": "引号没有配对"},
    'Expected \'"""\'': {"en": "a quote is opened and never closed", "zh": "引号没有配对"},
    "Illegal character '\\n'": {
        "en": "a quote is not closed on its line",
        "zh": "引号在行末没有配对",
    },
    "Illegal character": {
        "en": "it holds a character that is not allowed",
        "zh": "含有不允许的字符",
    },
    "Expected '=' after a key": {
        "en": 'a key needs "=" and a value',
        "zh": "键后面须写“=”和值",
    },
    "Invalid value": {
        "en": "the value cannot be read; put quotes around text",
        "zh": "值无法读取；文本须加引号",
    },
    "Expected newline or end": {"en": "text goes on after the value", "zh": "值之后还有多余内容"},
    "Invalid statement": {
        "en": "a line is `key = value` or `[table]`",
        "zh": "每行应为“键 = 值”或“[表]”",
    },
    "Invalid initial character": {
        "en": "a key is missing or not allowed",
        "zh": "缺少键名或键名不允许",
    },
    "Expected ']": {"en": "the bracket of a table is not closed", "zh": "表名的方括号没有配对"},
    "Exceeds the limit": {"en": "a number has thousands of digits", "zh": "数字位数过多"},
}
