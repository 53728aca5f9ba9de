"""Data requests of a study or of a finished run, written as a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dualcarbon.errors import InputError
from dualcarbon.store import runs
from dualcarbon.study import preparation, results, whole
from dualcarbon.study.requests import frame, plain, requests
from dualcarbon.study.running import DOCUMENTS
from dualcarbon.vocabulary.faults import Place, note

SUFFIXES = (".csv", ".xlsx")


@dataclass(frozen=True, slots=True)
class Asked:
    """The requests of a study, and the file that they were written to."""

    listed: Sequence[Mapping[str, Any]]
    file: Path | None


def ask(folder: Path, *, lang: str, out: Path | None = None) -> Asked:
    """List what to ask of which department, and write it.

    Parameters
    ----------
    folder : Path
        Folder of a study, or of a finished run.
    lang : {"en", "zh"}
        Language of the file.
    out : Path, optional
        File to write, ``.csv`` or ``.xlsx``; that of a run goes to its ``documents`` if not given, that of a study nowhere.

    Raises
    ------
    InputError
        The study has faults, there is no finished run, or the file is neither CSV nor workbook (CEL004).
    """
    if out is not None and out.suffix not in SUFFIXES:
        raise InputError(faults=[note("CEL004", Place(file=out.name), known=", ".join(SUFFIXES))])
    finished = runs.is_complete(folder)
    listed = _kept(folder) if finished else _computed(folder)
    file = out or (folder / DOCUMENTS / f"requests.{lang}.csv" if finished else None)
    if file is not None:
        from dualcarbon.writers import requests as writer

        writer.write(frame(listed, lang), file)
    return Asked(listed, file)


def _kept(run: Path) -> list[Mapping[str, Any]]:
    return list(results.load(run).summary["account"].get("requests", ()))


def _computed(study: Path) -> list[Mapping[str, Any]]:
    prepared = preparation.prepare(study)
    account = whole.describe(prepared.study, prepared.account, prepared.ledger)
    return [plain(one) for one in requests(prepared, account)]
