"""Faults given the lines of the files that they stand in, and gathered, so that all of a study are told at once."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TypeVar

from dualcarbon.errors import InputError
from dualcarbon.readers.toml import Document
from dualcarbon.study.folder import Folder
from dualcarbon.vocabulary.faults import Fault

T = TypeVar("T")


@contextlib.contextmanager
def retold(anew: Callable[[Sequence[Fault]], list[Fault]]) -> Iterator[None]:
    """Tell the faults that numbers bring out as they are seen from outside."""
    try:
        yield
    except InputError as error:
        if not error.faults:
            raise
        raise InputError(faults=anew(error.faults)) from None


def in_lines(read: Folder) -> contextlib.AbstractContextManager[None]:
    """Give the faults that numbers bring out the lines of tree.toml and of the scenarios, where these are known."""
    known = files(read)
    return retold(lambda faults: [at(fault, known) for fault in faults])


def tried(work: Callable[[], T], gathered: list[Fault]) -> T | None:
    """Do a part of the preparation; keep its faults so that the other parts are checked too."""
    try:
        return work()
    except InputError as error:
        if not error.faults:
            raise
        gathered += error.faults
    return None


def placed(document: Document, work: Callable[[], T], gathered: list[Fault]) -> T | None:
    """Do a part of the preparation; its faults get the lines of their keys."""
    own: list[Fault] = []
    result = tried(work, own)
    gathered += [document.placed(fault) for fault in own]
    return result


def files(read: Folder) -> dict[str, Document]:
    """Give the files that paths stand in, by name."""
    files = {document.file: document for document in read.scenarios.values()}
    return files | ({read.tree.file: read.tree} if read.tree else {})


def at(fault: Fault, files: Mapping[str, Document]) -> Fault:
    """Give a fault its line, where it stands in a file of the study and not in a template."""
    document = files.get(fault.place.file)
    return fault if document is None else document.placed(fault)


def anew(faults: list[Fault], told: list[Fault], read: Folder) -> list[Fault]:
    """Leave out what was told of the same path before: scenarios inherit it, its years and members may differ."""
    own = files(read)
    known = {(fault.code, fault.place) for fault in told if fault.place.file in own}
    return [fault for fault in faults if (fault.code, fault.place) not in known]


def once(faults: list[Fault]) -> list[Fault]:
    """Leave out what was said before, word for word."""
    return list({(f.code, f.sentence()): f for f in faults}.values())
