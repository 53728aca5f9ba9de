"""Changes of the files of a study, and the texts that they make: cells of tables, keys of declarations, files that are new."""

from __future__ import annotations

import codecs
import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dualcarbon.errors import InputError
from dualcarbon.readers import files
from dualcarbon.readers.csv import MOST_BYTES
from dualcarbon.study.allowed import hint
from dualcarbon.vocabulary.faults import Fault, Place, cut, errors, note
from dualcarbon.vocabulary.tables import TABLES, Table
from dualcarbon.writers import edited_keys, edited_rows

KINDS = (".csv", ".toml")
KeyPath = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Rows:
    """Changes of a table: cells by line of the file (the heading is line 1) and column, rows added at its end, lines removed.

    A column is named as the vocabulary names it, or as the heading of the file is written.
    """

    table: str
    file: str
    cells: Mapping[tuple[int, str], str] = field(default_factory=dict)
    added: Sequence[Mapping[str, str]] = ()
    removed: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class Values:
    """Changes of a declaration: values by the path of their keys, keys removed."""

    file: str
    values: Mapping[KeyPath, Any] = field(default_factory=dict)
    removed: Sequence[KeyPath] = ()


@dataclass(frozen=True, slots=True)
class New:
    """A file that is not there yet."""

    file: str
    text: str


@dataclass(frozen=True, slots=True)
class Text:
    """A file that is there, written anew as a whole."""

    file: str
    text: str


Change = Rows | Values | New | Text


def texts(folder: Path, changes: Sequence[Change]) -> dict[str, bytes]:
    """Give what the changed files would hold.

    Raises
    ------
    InputError
        With everything that keeps the changes from being written.
    """
    made: dict[str, bytes] = {}
    found: list[Fault] = []
    for change in changes:
        try:
            before = made[change.file] if change.file in made else contents(folder, change.file)
            made[change.file] = changed(before, change)
        except InputError as error:
            found += error.faults
    if found:
        raise InputError(faults=found)
    return made


def contents(folder: Path, file: str) -> bytes | None:
    """Give the bytes of a file; nothing where it is not there.

    Raises
    ------
    InputError
        The file is none of the study's that may be edited, cannot be read, or is too large.
    """
    _allowed(folder, file)
    path = folder / file
    if not path.is_file():
        return None
    data, faults = files.contents(path, file, MOST_BYTES)
    if faults:
        raise InputError(faults=faults)
    return data


def shown(data: bytes | None, file: str) -> str:
    """Give the text of a file as it is shown, its lines ended by line feeds; nothing where it is not there."""
    text = files.decoded(data or b"", file)[0]
    return text.replace("\r\n", "\n").replace("\r", "\n")


def differing(file: str, before: str, after: str) -> Iterator[str]:
    """Give the lines that differ between two texts of a file as a unified diff."""
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    match = difflib.SequenceMatcher(None, old, new, autojunk=False)
    head = [f"--- a/{file}\n", f"+++ b/{file}\n"]
    for group in match.get_grouped_opcodes():
        first, last = group[0], group[-1]
        yield from head
        head = []
        yield f"@@ -{_span(first[1], last[2])} +{_span(first[3], last[4])} @@\n"
        for kind, a, b, c, d in group:
            if kind == "equal":
                yield from (_line(" ", line) for line in old[a:b])
                continue
            yield from (_line("-", line) for line in old[a:b])
            yield from (_line("+", line) for line in new[c:d])


def _span(start: int, end: int) -> str:
    """Name lines as a unified diff does."""
    first = start + 1 if end > start else start
    return f"{first}" if end - start == 1 else f"{first},{end - start}"


def _line(mark: str, line: str) -> str:
    return f"{mark}{line}" if line.endswith("\n") else f"{mark}{line}\n"


def changed(before: bytes | None, change: Change) -> bytes:
    """Give the bytes of a file once it is changed.

    Raises
    ------
    InputError
        With everything that keeps the change from being written.
    """
    if isinstance(change, New):
        if before is not None:
            raise InputError(faults=[note("EDT002", Place(file=change.file))])
        return _encoded(change.text, "utf-8", b"", change.file)
    if isinstance(change, Text):
        return _whole(before, change)
    if isinstance(change, Values):
        return _values(before, change)
    return _rows(before, change)


def _allowed(folder: Path, file: str) -> None:
    """Refuse what is no file of a study that may be edited."""
    parts = file.split("/")
    odd = any(p in ("", "..") or p.startswith(".") for p in parts) or parts[0] == "results"
    if odd or "\\" in file or not file.isprintable() or len(file) > 200:
        raise InputError(faults=[note("PATH002", Place(), text=cut(file))])
    if not (folder / file).resolve().is_relative_to(folder.resolve()):
        raise InputError(faults=[note("PATH002", Place(), text=cut(file))])
    suffix = Path(file).suffix
    if suffix not in KINDS:
        known = ", ".join(kind[1:] for kind in KINDS)
        raise InputError(faults=[note("PATH004", Place(), suffix=cut(suffix or file), known=known)])


def _values(before: bytes | None, change: Values) -> bytes:
    place = Place(file=change.file)
    if before is None:
        raise InputError(faults=[note("EDT003", place)])
    text, mark = _decoded(before, change.file, ("utf-8",))
    if not all((*change.values, *change.removed)):
        raise InputError(faults=[note("EDT005", place, text="")])
    try:
        new = edited_keys.edited(text.replace("\r\n", "\n"), change.values, change.removed)
    except KeyError as error:
        raise InputError(faults=[note("EDT005", place, text=cut(str(error.args[0])))]) from error
    except ValueError as error:
        raise InputError(faults=[note("EDT006", place)]) from error
    return _encoded(_ended(text, new), "utf-8", mark, change.file)


def _whole(before: bytes | None, change: Text) -> bytes:
    if before is None:
        raise InputError(faults=[note("EDT003", Place(file=change.file))])
    text, mark = _decoded(before, change.file, ("utf-8",))
    new = change.text.replace("\r\n", "\n")
    return _encoded(_ended(text, new), "utf-8", mark, change.file)


def _rows(before: bytes | None, change: Rows) -> bytes:
    table = TABLES.get(change.table)
    if table is None:
        raise InputError(
            faults=[note("EXP004", Place(), text=cut(change.table), tables=", ".join(TABLES))]
        )
    if before is None:
        before = _heading(change, table)
    text, mark, encoding = _table_text(before, change.file)
    try:
        text = edited_rows.widened(text, _lacking(text, change, table))
        at = _positions(text, change, table)
        cells = {(line, at[name]): new for (line, name), new in change.cells.items()}
        added = [{at[name]: new for name, new in row.items()} for row in change.added]
        new = edited_rows.edited(text, cells, added, change.removed)
    except edited_rows.Unsplit as error:
        raise InputError(
            faults=[note("CSV013", Place(file=change.file, line=error.line))]
        ) from error
    except KeyError as error:
        raise InputError(
            faults=[note("EDT007", Place(file=change.file), text=cut(str(error.args[0])))]
        ) from error
    made = _encoded(new, encoding, mark, change.file)
    if encoding == "gb18030" and files.decoded(made, change.file)[0] != new:
        raise InputError(faults=[note("EDT008", Place(file=change.file))])
    return made


def _heading(change: Rows, table: Table) -> bytes:
    """Give the heading of a table that is not there yet: what it needs, and what its rows hold."""
    used = {name for row in change.added for name in row}
    names = [n for n in table.columns if n not in table.optional or n in used]
    return (",".join(names) + "\n").encode()


def _named(text: str, table: Table) -> dict[str, int]:
    """Give the positions of columns by the name of the vocabulary and by their heading."""
    rows = edited_rows.records(text)
    heads = [edited_rows.value(c).strip() for c in edited_rows.cells(rows[0].text)] if rows else []
    names = {head: place for place, head in reversed(list(enumerate(heads))) if head}
    return names | {
        name: place
        for place, head in reversed(list(enumerate(heads)))
        if (name := table.heading(head))
    }


def _asked(change: Rows) -> list[str]:
    names = [name for _, name in change.cells]
    return list(dict.fromkeys([*names, *(name for row in change.added for name in row)]))


def _lacking(text: str, change: Rows, table: Table) -> list[str]:
    """List the columns of the table that the change fills and the file lacks."""
    there = _named(text, table)
    return [name for name in _asked(change) if name not in there and name in table.columns]


def _positions(text: str, change: Rows, table: Table) -> dict[str, int]:
    there = _named(text, table)
    unknown = [name for name in _asked(change) if name not in there]
    if unknown:
        raise InputError(
            faults=[
                note("EDT004", Place(file=change.file), text=cut(n), hint=hint(n, table.columns))
                for n in unknown
            ]
        )
    return there


def _decoded(data: bytes, file: str, encodings: Sequence[str]) -> tuple[str, bytes]:
    """Give a text and the mark before it, in one of some encodings; one that would not come out the same is refused."""
    for encoding in encodings:
        mark = codecs.BOM_UTF8 if data.startswith(codecs.BOM_UTF8) else b""
        try:
            text = data[len(mark) :].decode(encoding)
        except UnicodeDecodeError:
            continue
        if text.encode(encoding) == data[len(mark) :]:
            return text, mark
    raise InputError(faults=[note("EDT008", Place(file=file))])


def _table_text(data: bytes, file: str) -> tuple[str, bytes, str]:
    """Give the text of a table, the mark before it, and its encoding."""
    _, read_as, faults = files.decoded(data, file)
    if errors(faults):
        raise InputError(faults=faults)
    if read_as == "utf-16":
        encoding = "utf-16-le" if data.startswith(codecs.BOM_UTF16_LE) else "utf-16-be"
        mark, encodings = data[:2], [encoding]
        text = _decoded(data[2:], file, encodings)[0]
        return text, mark, encoding
    text, mark = _decoded(data, file, [read_as])
    return text, mark, read_as


def _encoded(text: str, encoding: str, mark: bytes, file: str) -> bytes:
    try:
        return mark + text.encode(encoding)
    except UnicodeEncodeError as error:
        raise InputError(faults=[note("EDT009", Place(file=file), number=error.start)]) from error


def _ended(old: str, new: str) -> str:
    """Give new text the line ends of the old one: a line that was there its own, another one those of most."""
    if "\r\n" not in old:
        return new
    before, after = old.splitlines(keepends=True), new.splitlines(keepends=True)
    usual = "\r\n" if old.count("\r\n") * 2 >= old.count("\n") else "\n"
    bare = [line.replace("\r\n", "\n") for line in before]
    made = [line.replace("\n", usual) for line in after]
    match = difflib.SequenceMatcher(None, bare, after, autojunk=False)
    for a, b, size in match.get_matching_blocks():
        made[b : b + size] = before[a : a + size]
    return "".join(made)
