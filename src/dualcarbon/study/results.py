"""What a run gives: the summary, the tables, the warnings, and where they stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl
from pydantic import ValidationError

from dualcarbon.errors import InputError
from dualcarbon.store import runs, tables
from dualcarbon.vocabulary.faults import Fault, Place, note

if TYPE_CHECKING:
    from dualcarbon.study.chosen import Chosen
    from dualcarbon.study.declared import StudyFile

SUMMARY = "summary.json"
TABLES = "tables"
STUDY = "study.json"
INPUTS = "inputs"


@dataclass(frozen=True, slots=True)
class Results:
    """The results of one run, kept together.

    ``summary`` is what ``summary.json`` holds (Mt CO2, Mtce, fractions), ``tables`` what stands in
    ``tables/`` (t CO2, tce), by name; ``chosen`` are figures that the report is to show besides.
    """

    study: StudyFile
    summary: Mapping[str, Any]
    tables: Mapping[str, pl.DataFrame]
    warnings: tuple[Fault, ...]
    manifest: Mapping[str, Any]
    folder: Path | None = None
    chosen: tuple[Chosen, ...] = ()

    def report(self, lang: str = "en") -> Path | None:
        """Give the file of the report, if the run made one."""
        file = self.folder / f"report.{lang}.html" if self.folder else None
        return file if file and file.is_file() else None

    def __str__(self) -> str:
        """Give the verdicts of all scenarios as a sentence each."""
        lines = (
            f"{name}: {one['peak']['sentence']['en']}"
            for name, one in self.summary["scenarios"].items()
        )
        return "\n".join(lines)


def load(folder: Path) -> Results:
    """Read the results of a finished run.

    Raises
    ------
    InputError
        The folder holds no finished run, or one of another edition of the program that this one cannot read.
    """
    from dualcarbon.study import chosen
    from dualcarbon.study.declared import StudyFile

    if not runs.is_complete(folder):
        raise InputError(faults=[note("RUN002", Place(file=str(folder)))])
    manifest = runs.read_json(folder / runs.DONE)
    try:
        study = StudyFile.model_validate(runs.read_json(folder / STUDY))
    except ValidationError as error:
        raise InputError(faults=[note("RUN005", Place(file=str(folder)))]) from error
    warnings = tuple(_fault(w) for w in manifest["warnings"])
    return Results(
        study,
        runs.read_json(folder / SUMMARY),
        tables.read(folder / TABLES),
        warnings,
        manifest,
        folder,
        chosen.of_folder(folder / INPUTS),
    )


def _fault(told: Mapping[str, Any]) -> Fault:
    """Give a warning back its record; its particulars are kept beside its sentence."""
    return Fault(
        told["code"], Place(**told["where"]), tuple(sorted(told.get("params", {}).items()))
    )
