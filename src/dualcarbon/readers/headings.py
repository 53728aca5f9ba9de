"""The heading line of a table: which column stands where."""

from __future__ import annotations

from dataclasses import dataclass, field

from dualcarbon.readers.cells import did_you_mean
from dualcarbon.vocabulary.faults import Fault, Place, cut, note
from dualcarbon.vocabulary.tables import Table

SEPARATORS = {";": {"en": "semicolons", "zh": "分号"}, "\t": {"en": "tabs", "zh": "制表符"}}


@dataclass(slots=True)
class Headings:
    """Positions of the known columns, and of columns without a heading."""

    width: int
    names: dict[str, int] = field(default_factory=dict)
    nameless: list[int] = field(default_factory=list)


def headings(values: list[str], table: Table, place: Place) -> tuple[Headings | None, list[Fault]]:
    """Give the headings of a table, nothing where the line is none, and their faults."""
    known = [table.heading(text) for text in values]
    if not any(known):
        return None, [_no_heading(values, table, place)]
    head = Headings(len(values))
    faults: list[Fault] = []
    for position, (text, name) in enumerate(zip(values, known, strict=True)):
        if name is None:
            faults += _unknown(text, position, head, table, place)
        elif name in head.names:
            first = head.names[name] + 1
            faults.append(note("CSV006", place, column=name, first=first, second=position + 1))
        else:
            head.names[name] = position
    return head, faults + _missing(head, table, place)


def _no_heading(values: list[str], table: Table, place: Place) -> Fault:
    line = ",".join(values)
    for separator, text in SEPARATORS.items():
        if any(table.heading(part) for part in line.split(separator)):
            return note("CSV018", place, text=text)
    return note("CSV003", place, text=cut(line), columns=", ".join(table.columns))


def _unknown(text: str, position: int, head: Headings, table: Table, place: Place) -> list[Fault]:
    if not text.strip():
        head.nameless.append(position)
        return []
    hint = did_you_mean(cut(text.strip()), table.columns)
    return [note("CSV005", place, text=cut(text.strip()), hint=hint)]


def _missing(head: Headings, table: Table, place: Place) -> list[Fault]:
    needed = [name for name in table.columns if name not in table.optional]
    return [note("CSV004", place, column=name) for name in needed if name not in head.names]
