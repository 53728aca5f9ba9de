"""A study run from folder to results: prepared, diagnosed, projected, written aside, renamed when complete."""

from __future__ import annotations

import dataclasses
import datetime
import shutil
from collections.abc import Callable, Mapping
from importlib import resources
from pathlib import Path
from typing import Any

import polars as pl

from dualcarbon.errors import InputError
from dualcarbon.provenance import hashes, manifest
from dualcarbon.reference import tables as reference
from dualcarbon.store import runs
from dualcarbon.store import tables as kept_tables
from dualcarbon.study import (
    all_gases,
    appraisal,
    characteristics,
    differing,
    districts_ahead,
    districts_told,
    frames,
    futures,
    gases_told,
    hindcast,
    moved,
    placing,
    plans,
    preparation,
    results,
    sheets,
    statistical,
    summary,
    tree_told,
    variables,
    whole,
)
from dualcarbon.study.all_gases import AllGases
from dualcarbon.study.futures import Futures
from dualcarbon.study.preparation import Prepared
from dualcarbon.study.results import Results
from dualcarbon.vocabulary.faults import Fault, Place, note

QUICK_MEMBERS = 128
INPUTS = results.INPUTS
REFERENCE = "reference"
"""The folder in that of a run that keeps the packaged tables as they were."""
RESULTS = "results"
DOCUMENTS = "documents"
"""The folder in that of a run that takes documents written later; they are no part of the run."""
BESIDE = ("STU015", "STU016", "EDN002")
"""Codes of what is told of files that a run does not read: results may not depend on them."""
Step = Callable[[str], None]
Writer = Callable[[Results, Path], None]


def run(
    study: Path,
    *,
    out: Path | None = None,
    members: int | None = None,
    seed: int | None = None,
    quick: bool = False,
    step: Step = lambda _: None,
    keep: Step = lambda _: None,
    documents: Writer | None = None,
    scratch: Path | None = None,
) -> Results:
    """Run a study and keep its results.

    A finished run of the same inputs, options and program is given back as it stands.

    Parameters
    ----------
    study : Path
        Folder of the study.
    out : Path, optional
        Folder that takes the run's folder; ``results`` in the study's if not given.
    members, seed : int, optional
        Of the ensemble, in place of the study's own.
    quick : bool
        128 members and no documents.
    step : callable
        Told the name of each step when it begins.
    keep : callable
        Told the id of the run when it is whole, right before it takes its place.
    documents : callable, optional
        Writes the documents of the results into the run's folder.
    scratch : Path, optional
        Folder that holds what is being written until it is complete; that of the results if not given.

    Raises
    ------
    InputError
        With every fault of the study; nothing is written.
    """
    started = _now()
    step("read and check")
    prepared = preparation.prepare(study)
    chosen = _chosen(prepared, members, seed, quick)
    seed, members = chosen["seed"], chosen["members"]
    options = {"documents": documents is not None and not quick, "program": program()}
    made = manifest.made(
        prepared.read.inputs, options=options, started=started, seed=seed, members=members
    )
    target = (out or study / RESULTS) / made.run
    if runs.is_complete(target) and verify(target):
        step("reuse the finished run")
        return results.load(target)
    with placing.in_lines(prepared.read):
        computed = compute(prepared, made.run, step=step, members=members, seed=seed)
    finished = dataclasses.replace(made, warnings=computed.warnings, finished=_now())
    with runs.aside(target, scratch) as begun:
        _written(begun, prepared, computed, finished, step, None if quick else documents)
        step("keep the results")
        keep(made.run)
    return results.load(target)


def compute(
    prepared: Prepared, run: str, *, members: int, seed: int, step: Step = lambda _: None
) -> Results:
    """Compute a prepared study, writing nothing."""
    step("emission characteristics")
    past = characteristics.describe(prepared.study, prepared.account)
    step("the whole account")
    account = whole.describe(prepared.study, prepared.account, prepared.ledger)
    step("scenarios and peak")
    ahead = _ahead(prepared, members, seed)
    if prepared.districts:
        step("districts")
    below = districts_ahead.run(prepared, ahead.draws)
    step("all gases")
    gases, told_of_gases = all_gases.of_study(prepared, ahead)
    step("hindcast")
    behind = hindcast.run(*prepared.planted[:2], seed=seed)
    step("the regression beside")
    beside = statistical.run(prepared.study, ahead)
    step("what moves the peak")
    movers = _movers(prepared, ahead, gases)
    step("measures and attribution")
    worth = appraisal.appraise(
        prepared.study,
        prepared.scenarios,
        prepared.planted,
        prepared.listed,
        prepared.projects,
        ahead.draws,
    )
    step("summary and tables")
    warnings = _once(
        (
            *prepared.warnings,
            *account.warnings,
            *past.warnings,
            *ahead.warnings,
            *below.warnings,
            *told_of_gases,
            *behind.warnings,
            *beside.warnings,
            *movers.warnings,
            *worth.warnings,
        )
    )
    read = tuple(w for w in warnings if w.code not in BESIDE)
    told = summary.summarise(prepared, account, past, ahead, beside, worth, movers, read, run)
    for name, one in gases.items():
        told["scenarios"][name]["all_gases"] = gases_told.plain(one)
    told["calibration"] = hindcast.plain(behind)
    told["tree"] = tree_told.plain(prepared)
    told["districts_ahead"] = districts_told.plain(prepared, below)
    tables = frames.build(prepared.account, past, ahead)
    tables |= {"ledger": frames.ledger(account, prepared.cells)}
    tables["gases"] = frames.table("gases", [r for n, g in gases.items() for r in gases_told.rows(n, g)])  # fmt: skip
    tables["districts_ahead"] = frames.table("districts_ahead", districts_told.rows(below))
    if below.drawn is not None:
        tables["draws"] = pl.concat([tables["draws"], frames.draws(below.drawn.apart)])
    tables |= {"hindcast": frames.table("hindcast", hindcast.rows(behind))}
    tables |= _beside_each_other(prepared, ahead, told)
    tables |= sheets.build(worth, prepared.planted[2].years)
    return Results(prepared.study, told, tables, warnings, {}, chosen=prepared.chosen)


def _ahead(prepared: Prepared, members: int, seed: int) -> Futures:
    """Compute every scenario on shared draws."""
    return futures.run(
        prepared.study,
        prepared.account,
        prepared.planted,
        prepared.scenarios,
        prepared.targets,
        members=members,
        seed=seed,
    )


def _movers(prepared: Prepared, ahead: Futures, gases: Mapping[str, AllGases]) -> moved.Moved:
    """Ask which assumption moves the leading scenario, its neutrality among the rest."""
    titles, tied = variables.declared(prepared.read).titles, prepared.study.correlations
    whole_of = gases.get(moved.leading(ahead.by_name))
    return moved.run(ahead, prepared.planted, tied, titles, whole_of)


def _beside_each_other(
    prepared: Prepared, ahead: Futures, told: Mapping[str, Any]
) -> dict[str, pl.DataFrame]:
    """Tell of the plans of every scenario, and of what it says otherwise than its parent; give the tables of both."""
    planned = {n: plans.of_run(prepared.study, f.central) for n, f in ahead.by_name.items()}
    said = differing.evaluated(prepared)
    for name, apart in differing.plain(prepared, said).items():
        told["scenarios"][name] |= {"plans": plans.plain(planned[name]), "differences": apart}
    return {
        "plans": frames.table("plans", plans.rows(planned)),
        "differences": frames.table("differences", differing.rows(prepared, said)),
    }


def verify(run: Path) -> bool:
    """Tell whether a finished run still holds the bytes that it was written with."""
    recorded: Mapping[str, str] = runs.read_json(run / runs.DONE).get("outputs", {})
    return bool(recorded) and recorded == outputs(run)


def program() -> str:
    """Give the hash of the program itself: another program's results are not reused."""
    root = resources.files("dualcarbon")
    with resources.as_file(root) as folder:
        kinds = (".py", ".toml", ".csv", ".j2", ".css", ".typ")
        files = sorted(f for f in folder.rglob("*") if f.suffix in kinds)
        parts = [f"{f.relative_to(folder)} {hashes.of_bytes(f.read_bytes())}" for f in files]
    return hashes.of_bytes("\n".join(parts).encode())[:12]


def _chosen(
    prepared: Prepared, members: int | None, seed: int | None, quick: bool
) -> dict[str, int]:
    """Give members and seed of this run; members must be a power of two."""
    usual = QUICK_MEMBERS if quick else prepared.study.members
    wanted = usual if members is None else members
    if wanted < 2 or wanted & (wanted - 1):
        upper = 1 << max(wanted, 2).bit_length()
        place = Place(key="members")
        raise InputError(faults=[note("STU024", place, text=wanted, lower=upper // 2, upper=upper)])
    return {"members": wanted, "seed": prepared.study.seed if seed is None else seed}


def _written(
    folder: Path,
    prepared: Prepared,
    computed: Results,
    made: manifest.Manifest,
    step: Step,
    documents: Writer | None,
) -> None:
    """Write all that a run holds, its manifest last."""
    write(folder, prepared, computed)
    plain = made.as_dict()
    if documents is not None:
        step("documents")
        documents(dataclasses.replace(computed, manifest=plain, folder=folder), folder)
    runs.write_json(folder / runs.DONE, {**plain, "outputs": outputs(folder)})


def write(folder: Path, prepared: Prepared, computed: Results) -> None:
    """Write what a run holds but documents and manifest: tables, summary, study, and all that they were made of.

    Raises
    ------
    InputError
        A file was changed after it was read (RUN004).
    """
    kept_tables.write(folder / results.TABLES, computed.tables)
    runs.write_json(folder / results.SUMMARY, computed.summary)
    runs.write_json(folder / results.STUDY, prepared.study.model_dump(mode="json", by_alias=True))
    _copy_inputs(prepared, folder / INPUTS)
    (folder / REFERENCE).mkdir()
    for table in reference.TABLES:
        (folder / REFERENCE / f"{table}.csv").write_bytes(reference.contents(table))


def _copy_inputs(prepared: Prepared, folder: Path) -> None:
    """Keep what was read beside the results, so that every number can be followed and computed again.

    Raises
    ------
    InputError
        A file was changed after it was read; the run is given up.
    """
    for name in prepared.read.inputs:
        copy = folder / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(prepared.folder / name, copy)
        if hashes.of_file(copy) != prepared.read.inputs[name]:
            raise InputError(faults=[note("RUN004", Place(file=name))])


def outputs(run: Path) -> dict[str, str]:
    """Give the hash of every file of a run by its name, manifest and later documents left out."""
    later = run / DOCUMENTS
    files = sorted(
        f for f in run.rglob("*") if f.is_file() and f.name != runs.DONE and later not in f.parents
    )
    return {f.relative_to(run).as_posix(): hashes.of_bytes(f.read_bytes()) for f in files}


def _once(warnings: tuple[Fault, ...]) -> tuple[Fault, ...]:
    return tuple({(w.code, w.sentence()): w for w in warnings}.values())


def _now() -> str:
    return datetime.datetime.now(tz=datetime.UTC).isoformat(timespec="seconds")
