"""Home: how the study stands, its first numbers, what to do next, what is worth knowing, its last runs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fastapi import Depends, Response

from dualcarbon.server.chapter import Chapter
from dualcarbon.server.chapters import approval, jobs, report
from dualcarbon.server.here import Here, here
from dualcarbon.server.printed import Writer
from dualcarbon.server.standing import Standing, standing
from dualcarbon.store import times
from dualcarbon.study import contents, freshness
from dualcarbon.study.publishing import published
from dualcarbon.vocabulary import faults as told
from dualcarbon.vocabulary.names import CATEGORIES
from dualcarbon.vocabulary.tables import TABLES

chapter = Chapter("home", 10)
LAST = 8
"""Runs that are listed."""
SHOWN = 20
"""Warnings of a chapter that are listed."""
SUBJECTS: Mapping[str, tuple[str, ...]] = {
    "data": (),
    "inventory": ("AGR", "EDN", "FIL", "FUG", "GRD", "INV", "LED", "LND", "MC", "OFF", "PRO", "REF", "RUL", "VIEW", "WST"),
    "diagnosis": ("DIA", "INT", "KAYA", "LMDI", "STP", "TAPIO", "TREND"),
    "scenarios": ("AHD", "CAL", "DRW", "DST", "LKP", "MOD", "NEUT", "PEAK", "QTY", "SCN", "SEN", "STK", "TRE"),
    "targets": ("SHARE", "TGT"),
    "measures": ("ATT", "CAT", "FIN", "MEA"),
    "report": ("REP",),
}  # fmt: skip
"""Chapters, and the areas of codes that speak of what they show; every other area speaks of the data."""


@dataclass(frozen=True, slots=True)
class Told:
    """Warnings that speak of what a chapter shows."""

    chapter: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """A finished run in the list."""

    id: str
    at: str
    members: int
    full: bool
    standing: Standing


@chapter.page()
def show(at: Here = Depends(here)) -> Response:  # noqa: B008
    """Show how the study stands, the tiles of the run, its warnings, and the runs there are."""
    run = at.run
    document = at.shelf.document(run) if run else None
    last = [kept(at, one) for one in at.shelf.runs(at.study)[:LAST]]
    shown = next((one for one in last if run and one.id == run.name), None)
    sealed = freshness.sealed(at.shelf.results(run)) if run else None
    return at.page(
        "home.html",
        write=Writer(document, at.lang) if document else None,
        document=document,
        run=run,
        runs=last,
        shown=shown or (kept(at, run) if run else None),
        sealed=sealed.sentence(at.lang) if sealed else "",
        whole=whole(at, run),
        warnings=warned(at, run) if run else [],
        next=list(advised(at, run)),
        rail={one.id for one in at.chapters},
        may=at.may_edit,
        key=jobs.key,
        stamp=times.minute,
        **(approval.stated(at, run) if run else {}),
    )


def kept(at: Here, run: Path) -> Kept:
    """Give a finished run as it is listed."""
    made = at.shelf.manifest(run)
    full = bool(made.get("options", {}).get("documents"))
    return Kept(
        run.name, made["finished"], made["members"], full, standing(at.shelf, at.study, run)
    )


def whole(at: Here, run: Path | None) -> dict[str, Any]:
    """Tell how complete the study is: sectors with energy, tables there, categories estimated in the last year of statistics."""
    folder = at.shelf.read(at.study)
    found = contents.parts(folder)
    here_ = {part.table for part in found if part.table}
    known = [name for name in TABLES if not name.startswith("results/")]
    return {
        "sectors": contents.share(found),
        "tables": (len(here_ & set(known)), len(known)),
        "categories": categories(at.shelf.summary(run)) if run else None,
        "errors": len(folder.errors),
        "warnings": len(folder.warnings),
    }


def categories(summary: Mapping[str, Any]) -> tuple[int, int] | None:
    """Count the finest categories that have a value in the base year, and all of them; nothing without an account."""
    account = summary.get("account") or {}
    year = str(summary.get("base_year", ""))
    if not account.get("completeness"):
        return None
    above = {id[:end] for id in CATEGORIES for end in range(1, len(id))}
    every = set(CATEGORIES) - above
    left = {one["category"] for one in account["completeness"] if one["years"].get(year) == "NE"}
    return len(every - left), len(every)


def warned(at: Here, run: Path) -> list[Told]:
    """Give the warnings of a run by the chapter that shows what they speak of, without what closed cells say."""
    results = at.shelf.results(run)
    summary, _ = published(results.summary, results.tables)
    by = {area: name for name, areas in SUBJECTS.items() for area in areas}
    found: dict[str, list[str]] = {name: [] for name in SUBJECTS}
    for one in summary.get("warnings", ()):
        area = re.sub(r"\d+$", "", str(one["code"]))
        found[by.get(area, "data")].append(f"{one['code']} {one['message'][at.lang]}")
    return [Told(name, tuple(said)) for name, said in found.items() if said]


def advised(at: Here, run: Path | None) -> Iterator[tuple[str, str]]:
    """Give what to do next, the first thing first: a text, and the chapter to do it in."""
    errors = told.errors(at.shelf.read(at.study).faults)
    if errors:
        yield at.say("home.next_errors", count=len(errors)), "data"
    if run is None:
        yield from ((at.say(f"home.next_{name}"), name) for name in ("data", "scenarios"))
        return
    yield from _after(at, run, report.written(run))


def _after(
    at: Here, run: Path, written: Mapping[tuple[str, str], object]
) -> Iterator[tuple[str, str]]:
    """Give what to do with a study that has a run."""
    one = kept(at, run)
    if one.standing.old:
        yield at.say("home.next_old", count=len(one.standing.changed)), ""
    if not one.full and not one.standing.old:
        yield at.say("home.next_full"), ""
    if any(said.chapter == "data" for said in warned(at, run)):
        yield at.say("home.next_warnings"), "data"
    if not any(form in ("pdf", "docx") for _, form in written):
        yield at.say("home.next_report"), "report"
