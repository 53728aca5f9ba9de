"""Lines on which the keys of a TOML text stand; the text is known to be valid."""

from __future__ import annotations

import re
import tomllib

KeyPath = tuple[str | int, ...]
SPACE = re.compile(r"(?:[ \t]+|#[^\n]*)*")
SPACE_AND_LINES = re.compile(r"(?:[ \t\n]+|#[^\n]*)*")
PART = re.compile(r"""[ \t]*("(?:[^"\\]|\\.)*"|'[^']*'|[A-Za-z0-9_-]+)[ \t]*""")
STRING = re.compile(
    r'"""(?:[^\\]|\\.)*?"""+|' r"'''.*?'''+|" r'"(?:[^"\\]|\\.)*"|' r"'[^']*'", re.DOTALL
)
SCALAR = re.compile(r"[^,\]}#\n]+")


def lines_of(text: str) -> dict[KeyPath, int]:
    r"""Give the line of every table, key and member of an array.

    Examples
    --------
    >>> found = lines_of('a = 1\n[[b]]\nc = [\n {d = 2},\n]\n')
    >>> found[("a",)], found[("b", 0)], found[("b", 0, "c", 0, "d")]
    (1, 2, 4)
    """
    scanner = _Scanner(text)
    scanner.document()
    return scanner.found


class _Scanner:
    """A walk through valid TOML that notes where keys stand."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.found: dict[KeyPath, int] = {}
        self.counts: dict[KeyPath, int] = {}
        self.line, self.counted = 1, 0

    def document(self) -> None:
        """Walk through all statements."""
        table: KeyPath = ()
        self._skip(SPACE_AND_LINES)
        while self.at < len(self.text):
            if self.text[self.at] == "[":
                table = self._header()
            else:
                self._pair(table)
            self._skip(SPACE_AND_LINES)

    def _header(self) -> KeyPath:
        many = self.text.startswith("[[", self.at)
        line = self._line()
        self.at += 2 if many else 1
        keys = self._key()
        self.at += 2 if many else 1
        path = self._inside(keys[:-1], line) + keys[-1:]
        if many:
            number = self.counts[path] = self.counts.get(path, -1) + 1
            self.found.setdefault(path, line)
            path = (*path, number)
        self.found[path] = line
        return path

    def _inside(self, keys: KeyPath, line: int) -> KeyPath:
        """Give the path of a table, the last member of each array of tables on the way."""
        path: KeyPath = ()
        for key in keys:
            path = (*path, key)
            self.found.setdefault(path, line)
            if path in self.counts:
                path = (*path, self.counts[path])
        return path

    def _pair(self, table: KeyPath) -> None:
        line = self._line()
        path = table
        for key in self._key():
            path = (*path, key)
            self.found.setdefault(path, line)
        self.at += 1
        self._skip(SPACE)
        self._value(path)

    def _key(self) -> KeyPath:
        keys: list[str] = []
        while True:
            match = PART.match(self.text, self.at)
            if match is None:
                return tuple(keys)
            keys.append(_bare(match[1]))
            self.at = match.end()
            if self.text[self.at : self.at + 1] != ".":
                return tuple(keys)
            self.at += 1

    def _value(self, path: KeyPath) -> None:
        first = self.text[self.at : self.at + 1]
        if first == "[":
            self._members(path)
        elif first == "{":
            self._inline(path)
        else:
            self._skip(STRING if first in ('"', "'") else SCALAR)

    def _members(self, path: KeyPath) -> None:
        self.at += 1
        number = 0
        while True:
            self._skip(SPACE_AND_LINES)
            if self.text[self.at] == "]":
                break
            self.found[(*path, number)] = self._line()
            self._value((*path, number))
            number += 1
            self._skip(SPACE_AND_LINES)
            self.at += self.text[self.at] == ","
        self.at += 1

    def _inline(self, path: KeyPath) -> None:
        self.at += 1
        while True:
            self._skip(SPACE_AND_LINES)
            if self.text[self.at] == "}":
                break
            self._pair(path)
            self._skip(SPACE_AND_LINES)
            self.at += self.text[self.at] == ","
        self.at += 1

    def _skip(self, pattern: re.Pattern[str]) -> None:
        match = pattern.match(self.text, self.at)
        self.at = match.end() if match else self.at

    def _line(self) -> int:
        self.line += self.text.count("\n", self.counted, self.at)
        self.counted = self.at
        return self.line


def _bare(key: str) -> str:
    """Give a key without its quotes."""
    if key[0] == "'":
        return key[1:-1]
    return str(tomllib.loads(f"k = {key}")["k"]) if key[0] == '"' else key
