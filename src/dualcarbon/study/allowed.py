"""Names, paths and words that a study file may hold, each refused with a sentence."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable
from pathlib import PurePosixPath, PureWindowsPath
from typing import Annotated, NoReturn

from pydantic import AfterValidator

from dualcarbon.errors import InputError
from dualcarbon.quantities.declared import Text
from dualcarbon.vocabulary.faults import Place, cut, note
from dualcarbon.vocabulary.names import FLOWS, SECTORS, Book

PLAIN_NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")
PORTS = {f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10)}
RESERVED = {"con", "prn", "aux", "nul", *PORTS}
REMOTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://|//|\\\\")
SPELLING = {
    "en": "study name may hold letters, digits, - and _ (1-64)",
    "zh": "研究名称只能包含字母、数字、- 和 _（1—64 个）",
}
ODD = {
    "en": "name holds a character that is not allowed: {0}",
    "zh": "名称含有不允许的字符：{0}",
}
TAKEN = {"en": '"{0}" is a reserved name on some systems', "zh": "“{0}”是某些系统的保留名称"}


def refuse(code: str, **params: object) -> NoReturn:
    """Refuse a value; whoever reads the file adds the place."""
    raise InputError(faults=[note(code, Place(), **params)])


def plain_name(text: str) -> str:
    """Refuse a name that could not be the name of a folder everywhere.

    Raises
    ------
    InputError
        PATH001.
    """
    odd = next((c for c in text if not c.isascii() or not c.isprintable()), "")
    if odd:
        shown = f"U+{ord(odd):04X}" + (
            f" ({odd})" if unicodedata.category(odd)[0] in "LNPS" else ""
        )
        refuse("PATH001", why={lang: words.format(shown) for lang, words in ODD.items()})
    if not PLAIN_NAME.fullmatch(text):
        refuse("PATH001", why=SPELLING)
    if text.lower() in RESERVED:
        refuse("PATH001", why={lang: words.format(text) for lang, words in TAKEN.items()})
    return text


def data_path(text: str) -> str:
    """Refuse a path that leaves the study folder, is remote, or is of a kind that is not read.

    Raises
    ------
    InputError
        PATH002, PATH003 or PATH004.
    """
    _stays_inside(text)
    suffix = PurePosixPath(text).suffix
    if suffix.lower() != ".csv":
        refuse("PATH004", suffix=cut(suffix or text), known="csv")
    return text


def folder_path(text: str) -> str:
    """Refuse a folder that leaves the study folder or is remote.

    Raises
    ------
    InputError
        PATH002 or PATH003.
    """
    _stays_inside(text)
    return PurePosixPath(text.replace("\\", "/")).as_posix()


def _stays_inside(text: str) -> None:
    if REMOTE.match(text):
        refuse("PATH003")
    windows = PureWindowsPath(text)
    if windows.drive or windows.root or ".." in windows.parts or "\0" in text:
        refuse("PATH002", text=cut(text))


def hint(text: str, known: Iterable[str]) -> dict[str, str]:
    """Give the end of a sentence that says which known name was meant, or which are known."""
    names = list(known)
    near = difflib.get_close_matches(text, names, n=1, cutoff=0.6)
    if near:
        return {"en": f'; did you mean "{near[0]}"?', "zh": f"；是否应为“{near[0]}”？"}
    return {"en": f"; known: {', '.join(names)}", "zh": f"；可用：{'、'.join(names)}"}


def _in(book: Book, zh: str) -> AfterValidator:
    def resolved(text: str) -> str:
        id = book.resolve(text)
        if id is None:
            what = {"en": book.what, "zh": zh}
            refuse("STU026", text=cut(text), what=what, hint=hint(text, book))
        return id

    return AfterValidator(resolved)


PlainName = Annotated[Text, AfterValidator(plain_name)]
DataPath = Annotated[Text, AfterValidator(data_path)]
FolderPath = Annotated[Text, AfterValidator(folder_path)]
Sector = Annotated[Text, _in(SECTORS, "部门")]
Flow = Annotated[Text, _in(FLOWS, "环节")]
