"""A study made ready to run: everything read, checked against everything else, all faults at once."""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

from dualcarbon.errors import InputError
from dualcarbon.inventory import rules as inventory_rules
from dualcarbon.inventory.ledger import Ledger
from dualcarbon.inventory.rules import Rule
from dualcarbon.measures.projects import Project
from dualcarbon.measures.reading import Listed, overlaps
from dualcarbon.quantities.correlation import correlated
from dualcarbon.quantities.declared import gathering
from dualcarbon.quantities.draws import Draws
from dualcarbon.readers.toml import Document
from dualcarbon.scenarios import assumptions, checks, declared, inheritance, projection
from dualcarbon.scenarios.assumptions import Span
from dualcarbon.scenarios.inheritance import Resolved
from dualcarbon.scenarios.structure import Structure
from dualcarbon.scenarios.tree import Observed, Tree, widest
from dualcarbon.study import account as accounts
from dualcarbon.study import cells as all_cells
from dualcarbon.study import compared, editions, energy_account, futures, heats, measures, variables
from dualcarbon.study import folder as folders
from dualcarbon.study import ledger as ledgers
from dualcarbon.study.account import Account
from dualcarbon.study.ahead import Carried, carry, with_activity
from dualcarbon.study.cells import REQUIRED, Cells
from dualcarbon.study.compared import Held
from dualcarbon.study.declared import StudyFile
from dualcarbon.study.folder import Folder
from dualcarbon.targets import declared as goals
from dualcarbon.targets.declared import Target
from dualcarbon.vocabulary.faults import Fault, Place, errors
from dualcarbon.vocabulary.faults import warnings as only_warnings
from dualcarbon.yearbook import yearbook

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Prepared:
    """A study that can be run.

    ``ledger`` is the whole account, ``rules`` and ``held`` what it was held against, ``cells`` who signed what and what may
    be published; ``scenarios`` holds those that study.toml lists, in its order; ``listed`` are the measures of the study and
    ``projects`` those of known place; ``warnings`` is what reading, account and scenarios had to say.
    """

    folder: Path
    read: Folder
    study: StudyFile
    account: Account
    ledger: Ledger
    rules: tuple[Rule, ...]
    planted: tuple[Observed, Tree, Span]
    scenarios: Mapping[str, Resolved]
    targets: tuple[Target, ...]
    warnings: tuple[Fault, ...]
    listed: Listed = field(default_factory=Listed)
    projects: tuple[Project, ...] = ()
    held: Held = field(default_factory=Held)
    cells: Cells = field(default_factory=Cells)


def prepare(folder: Path) -> Prepared:
    """Read a study and check all of it.

    Raises
    ------
    InputError
        With every fault of every file; nothing was computed or written.
    """
    read = folders.read_folder(folder)
    gathered = list(read.faults)
    account = _tried(lambda: _account(read), gathered)
    ledger = _tried(lambda: _ledger(read, account), gathered)
    held = _tried(lambda: _held(read, account, ledger), gathered)
    structure = _tried(lambda: _structure(read), gathered)
    planted = _tried(lambda: _planted(read, account, structure), gathered)
    carried = _tried(lambda: _carried(read, account, ledger, planted), gathered) or Carried()
    planted = with_activity(planted, carried) if planted and ledger else None
    whole_tree = planted[1] if planted else widest(structure)
    listed, projects = measures.read(read, whole_tree, gathered)
    scenarios = _scenarios(read, planted, whole_tree, gathered, listed, projects)
    targets = _tried(lambda: _targets(read), gathered)
    gathered += _correlations(read, scenarios)
    if faults := errors(gathered):
        raise InputError(faults=_once(faults))
    if (
        read.study is None
        or account is None
        or ledger is None
        or held is None
        or planted is None
        or scenarios is None
        or targets is None
    ):
        msg = f"{folder}: the study could not be prepared, and no fault says why"
        raise InputError(msg)
    whole, rules = ledger
    told = [
        *only_warnings(gathered),
        *carried.warnings,
        *account.yearbook.warnings,
        *account.warnings,
    ]
    cells = all_cells.of(read)
    told += [*whole.warnings, *held.warnings]
    told += all_cells.faults(cells, required=read.study.account.signed == REQUIRED)
    told += [
        w
        for s in scenarios.values()
        for w in overlaps(s.measures, Place(file=f"scenarios/{s.name}.toml"))
    ]
    return Prepared(
        folder,
        read,
        read.study,
        account,
        whole,
        rules,
        planted,
        scenarios,
        targets,
        tuple(_once(told)),
        listed,
        projects,
        held,
        cells,
    )


def rehearse(prepared: Prepared) -> None:
    """Draw every number of every scenario once, to find shares that leave 0 to 1 before a run does.

    Raises
    ------
    InputError
        With every fault that a draw brings out.
    """
    seen, tree, span = prepared.planted
    keys = assumptions.keys_of_draws(list(prepared.scenarios.values()))
    study = prepared.study
    draws = Draws(keys, study.members, study.seed, correlations=study.correlations)
    base = {key: float(series[-1]) for key, series in projection.observed(seen, tree).items()}
    gathered: list[Fault] = []
    for scenario in prepared.scenarios.values():
        own: list[Fault] = []
        _tried(functools.partial(assumptions.evaluate, scenario, tree, base, span, draws), own)
        gathered += _anew(own, gathered, prepared.read)
    with in_lines(prepared.read):
        if gathered:
            raise InputError(faults=_once(gathered))


@contextlib.contextmanager
def in_lines(read: Folder) -> Iterator[None]:
    """Give the faults that numbers bring out the lines of tree.toml and of the scenarios, where these are known."""
    try:
        yield
    except InputError as error:
        if not error.faults:
            raise
        files = _files(read)
        raise InputError(faults=[_at(fault, files) for fault in error.faults]) from None


def _tried(work: Callable[[], T], gathered: list[Fault]) -> T | None:
    """Do a part of the preparation; keep its faults so that the other parts are checked too."""
    try:
        return work()
    except InputError as error:
        if not error.faults:
            raise
        gathered += error.faults
    return None


def _account(read: Folder) -> Account | None:
    """Compile the yearbook and keep the account; not from tables or declarations that are at fault."""
    if read.study is None:
        return None
    apart = (*compared.TABLES, "variables")
    tables = {n: t for n, t in read.tables.items() if n not in apart}
    own, doubts = heats.own(read.numbers.frame if read.numbers else None)
    book = yearbook.compile(tables, read.study, own)
    told = [*doubts, *heats.idle(own, book.energy_rows)]
    book = replace(book, warnings=(*told, *book.warnings))
    if any(
        reading.errors
        for reading in [*read.tables.values(), *([read.factors] if read.factors else [])]
    ):
        return None
    standing = editions.standing(read.study.account, read.editions)
    return accounts.keep(read.study, book, read.factors.frame if read.factors else None, standing)


def _ledger(read: Folder, account: Account | None) -> tuple[Ledger, tuple[Rule, ...]] | None:
    """Open the ledger of the whole account, and hold it against the rules."""
    if read.study is None or account is None or (read.numbers is not None and read.numbers.errors):
        return None
    own = read.numbers.frame if read.numbers else None
    ledger = ledgers.open_ledger(read.study, account, own)
    shelf = ledgers.shelf_of(read.study, own, account.standing)
    rules = energy_account.examined(read.study, account, shelf, ledger.lines)
    if broken := inventory_rules.faults(rules):
        raise InputError(faults=broken)
    return ledger, rules


def _held(
    read: Folder, account: Account | None, ledger: tuple[Ledger, tuple[Rule, ...]] | None
) -> Held | None:
    """Hold the account against official totals and districts; their tables are read also where there is no account."""
    if read.study is None:
        return None
    given = compared.give(read, read.study)
    if account is None or ledger is None:
        return None
    return compared.hold(read.study, account, ledger[0], given)


def _carried(
    read: Folder,
    account: Account | None,
    ledger: tuple[Ledger, tuple[Rule, ...]] | None,
    planted: tuple[Observed, Tree, Span] | None,
) -> Carried | None:
    """Make the account beside energy ready for scenarios."""
    if read.study is None or account is None or ledger is None or planted is None:
        return None
    own = read.numbers.frame if read.numbers else None
    return carry(read.study, account, own, ledger[0], planted)


def _structure(read: Folder) -> Structure | None:
    """Read what is declared beside the account; not from a file that cannot be read."""
    if read.tree is not None and errors(read.tree.faults):
        return None
    return variables.declared(read)


def _planted(
    read: Folder, account: Account | None, structure: Structure | None
) -> tuple[Observed, Tree, Span] | None:
    if structure is None:
        return None
    series = variables.statistics(read, structure)
    if read.study is None or account is None:
        return None
    with in_lines(read):
        return futures.plant(read.study, account, structure, series)


def _scenarios(
    read: Folder,
    planted: tuple[Observed, Tree, Span] | None,
    tree: Tree,
    gathered: list[Fault],
    listed: Listed,
    projects: tuple[Project, ...],
) -> dict[str, Resolved] | None:
    """Read every scenario against the tree; where there is no tree, against the widest one."""
    before = len(errors(gathered))
    found, ids = [], measures.ids(read, listed)
    readable = [one for one in read.scenarios.values() if not errors(one.faults)]
    for document in readable:
        work = functools.partial(_one, document, tree, ids)
        scenario = _placed(document, work, gathered)
        found += [scenario] if scenario else []
    if planted is None or len(readable) < len(read.scenarios) or len(errors(gathered)) > before:
        return None
    placed = measures.placed(listed, projects, planted[2].years)
    inherited = planted[1].defaults
    resolved = _tried(lambda: inheritance.resolve(found, None, placed, inherited), gathered)
    if resolved is None or read.study is None:
        return None
    files = _files(read)
    for whole in resolved.values():  # what is inherited stands in the file of its parent
        wrong = checks.faults(whole, planted[1], planted[2])
        gathered += _anew([_at(fault, files) for fault in wrong], gathered, read)
        own = read.scenarios[whole.name]
        gathered += [own.placed(f) for f in measures.faults(whole, listed, planted[2])]
    return {name: resolved[name] for name in read.study.scenarios if name in resolved}


def _correlations(read: Folder, scenarios: dict[str, Resolved] | None) -> list[Fault]:
    """Hold the correlations that a study states against the uncertain numbers of its scenarios."""
    if read.study is None or scenarios is None:
        return []
    faults: list[Fault] = []
    with gathering(faults):
        keys = assumptions.keys_of_draws(list(scenarios.values()))
        correlated(read.study.correlations, keys, Place(key="correlations"))
    return [read.declaration.placed(fault) for fault in faults]


def _files(read: Folder) -> dict[str, Document]:
    """Give the files that paths stand in, by name."""
    files = {document.file: document for document in read.scenarios.values()}
    return files | ({read.tree.file: read.tree} if read.tree else {})


def _at(fault: Fault, files: Mapping[str, Document]) -> Fault:
    """Give a fault its line, where it stands in a file of the study and not in a template."""
    document = files.get(fault.place.file)
    return fault if document is None else document.placed(fault)


def _one(document: Document, tree: Tree, measures: tuple[str, ...] | None) -> declared.Scenario:
    """Read a scenario against the region's tree, or against the widest one where there is none."""
    return declared.read(document.data, tree, document.file, measures)


def _placed(document: Document, work: Callable[[], T], gathered: list[Fault]) -> T | None:
    """Do a part of the preparation; its faults get the lines of their keys."""
    own: list[Fault] = []
    result = _tried(work, own)
    gathered += [document.placed(fault) for fault in own]
    return result


def _targets(read: Folder) -> tuple[Target, ...]:
    if read.targets is None or errors(read.targets.faults):
        return ()
    document = read.targets
    known = [*goals.BOUNDARIES, *(r.id for r in (read.study.replications if read.study else ()))]
    try:
        return goals.read(document.data, Place(file=document.file), boundaries=known)
    except InputError as error:
        told = [document.placed(fault) for fault in error.faults]
        if read.study is None:  # its replications, which are boundaries too, are not known
            told = [fault for fault in told if fault.code != "TGT007"]
        raise InputError(faults=told or read.errors) from None


def _anew(faults: list[Fault], told: list[Fault], read: Folder) -> list[Fault]:
    """Leave out what was told of the same path before: scenarios inherit it, its years and members may differ."""
    files = _files(read)
    known = {(fault.code, fault.place) for fault in told if fault.place.file in files}
    return [fault for fault in faults if (fault.code, fault.place) not in known]


def _once(faults: list[Fault]) -> list[Fault]:
    """Leave out what was said before, word for word."""
    return list({(f.code, f.sentence()): f for f in faults}.values())
