"""A study made ready to run: everything read, checked against everything else, all faults at once."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from dualcarbon.errors import InputError
from dualcarbon.inventory import rules as inventory_rules
from dualcarbon.inventory.ledger import Ledger
from dualcarbon.inventory.rules import Rule
from dualcarbon.measures.projects import Project
from dualcarbon.measures.reading import Listed, overlaps
from dualcarbon.quantities.draws import Draws
from dualcarbon.scenarios import assumptions, projection
from dualcarbon.scenarios.assumptions import Span
from dualcarbon.scenarios.inheritance import Resolved
from dualcarbon.scenarios.structure import Structure
from dualcarbon.scenarios.tree import Observed, Tree, widest
from dualcarbon.study import account as accounts
from dualcarbon.study import cells as all_cells
from dualcarbon.study import chosen as figures
from dualcarbon.study import (
    compared,
    district_draws,
    districts,
    editions,
    energy_account,
    futures,
    heats,
    measures,
    placing,
    resolving,
    variables,
)
from dualcarbon.study import folder as folders
from dualcarbon.study import ledger as ledgers
from dualcarbon.study.account import Account
from dualcarbon.study.ahead import Carried, carry, with_activity
from dualcarbon.study.cells import REQUIRED, Cells
from dualcarbon.study.chosen import Chosen
from dualcarbon.study.compared import Held
from dualcarbon.study.declared import StudyFile
from dualcarbon.study.district_draws import Drawn
from dualcarbon.study.districts import Region
from dualcarbon.study.folder import Folder
from dualcarbon.study.resolving import Above
from dualcarbon.targets import declared as goals
from dualcarbon.targets.declared import Target
from dualcarbon.vocabulary.faults import Fault, Place, errors
from dualcarbon.vocabulary.faults import warnings as only_warnings
from dualcarbon.yearbook import yearbook


@dataclass(frozen=True, slots=True)
class Prepared:
    """A study that can be run.

    ``ledger`` is the whole account, ``rules`` and ``held`` what it was held against, ``cells`` who signed what and what may
    be published; ``scenarios`` holds those that study.toml lists, in its order; ``listed`` are the measures of the study and
    ``projects`` those of known place; ``warnings`` is what reading, account and scenarios had to say. ``districts`` are parts
    of the region with studies of their own, by folder, their scenarios laid over the region's; ``chosen`` are figures of the
    report.
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
    districts: Mapping[str, Prepared] = field(default_factory=dict)
    chosen: tuple[Chosen, ...] = ()


def prepare(folder: Path) -> Prepared:
    """Read a study and check all of it.

    Raises
    ------
    InputError
        With every fault of every file; nothing was computed or written.
    """
    read = folders.read_folder(folder)
    gathered = list(read.faults)
    whole, region = _made(read, gathered)
    chosen = placing.tried(lambda: figures.read(read.report) if read.report else (), gathered)
    below: dict[str, Prepared | None] = {}
    files = placing.files(read)
    for where, one in read.districts.items():
        own = list(one.faults)
        below[where] = _made(one, own, (where, region))[0]
        gathered += [placing.at(f, files) for f in districts.under(where, own)]
    if read.study is not None:
        declared_below = {where: one.study for where, one in read.districts.items()}
        gathered += districts.faults(read.study, declared_below)
    if faults := errors(gathered):
        raise InputError(faults=placing.once(faults))
    if whole is None or chosen is None or None in below.values():
        msg = f"{folder}: the study could not be prepared, and no fault says why"
        raise InputError(msg)
    whole = _with_figures(whole, chosen)
    return _with_districts(whole, {where: one for where, one in below.items() if one})


def _with_figures(whole: Prepared, chosen: tuple[Chosen, ...]) -> Prepared:
    """Give a study the figures that its report is to show, and what is doubtful about them."""
    if whole.read.report is None:
        return whole
    units, base_year = whole.planted[1].units, whole.study.base_year
    told = map(whole.read.report.placed, figures.doubts(chosen, whole.scenarios, units, base_year))
    return replace(whole, chosen=chosen, warnings=(*whole.warnings, *told))


def _with_districts(whole: Prepared, below: Mapping[str, Prepared]) -> Prepared:
    """Give a region its districts, and what they have to say."""
    if not below:
        return whole
    own = {where: one.study for where, one in below.items()}
    told = [
        *whole.warnings,
        *districts.notes(whole.study, whole.scenarios, own),
        *(w for where, one in below.items() for w in districts.under(where, one.warnings)),
    ]
    return replace(whole, districts=below, warnings=tuple(placing.once(told)))


def _made(
    read: Folder, gathered: list[Fault], above: Above | None = None
) -> tuple[Prepared | None, Region | None]:
    """Check a study, or a district below its region, against itself; nothing where it has faults, which join those gathered.

    With it comes what districts take from it, where its scenarios can be told.
    """
    account = placing.tried(lambda: _account(read), gathered)
    ledger = placing.tried(lambda: _ledger(read, account), gathered)
    held = placing.tried(lambda: _held(read, account, ledger), gathered)
    structure = placing.tried(lambda: _structure(read), gathered)
    planted = placing.tried(lambda: _planted(read, account, structure), gathered)
    carried = placing.tried(lambda: _carried(read, account, ledger, planted), gathered) or Carried()
    planted = with_activity(planted, carried) if planted and ledger else None
    whole_tree = planted[1] if planted else widest(structure)
    listed, projects = measures.read(read, whole_tree, gathered)
    resolved = resolving.scenarios(read, planted, whole_tree, gathered, listed, projects, above)
    scenarios = resolving.listed(read, resolved, above)
    region = resolving.region(read, planted, resolved, scenarios)
    targets = placing.tried(lambda: _targets(read), gathered)
    gathered += resolving.correlations(read, scenarios)
    if (
        errors(gathered)
        or read.study is None
        or account is None
        or ledger is None
        or held is None
        or planted is None
        or scenarios is None
        or targets is None
    ):
        return None, region
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
    made = Prepared(
        read.root,
        read,
        read.study,
        account,
        whole,
        rules,
        planted,
        scenarios,
        targets,
        tuple(placing.once(told)),
        listed,
        projects,
        held,
        cells,
    )
    return made, region


def rehearse(prepared: Prepared) -> None:
    """Draw every number of every scenario once, to find shares that leave 0 to 1 before a run does.

    Raises
    ------
    InputError
        With every fault that a draw brings out.
    """
    study = prepared.study
    draws = futures.shared_draws(study, prepared.scenarios, study.members, study.seed)
    gathered = _rehearsed(prepared, lambda _: draws)
    beside = drawn(prepared, draws)
    for where, one in prepared.districts.items():
        of = functools.partial(beside.of, one.study.name)
        gathered += districts.under(where, _rehearsed(one, of))
    with placing.in_lines(prepared.read):
        if gathered:
            raise InputError(faults=placing.once(gathered))


def _rehearsed(prepared: Prepared, draws: Callable[[Resolved], Draws]) -> list[Fault]:
    """Give the faults that the draws of every scenario bring out, in the lines of the study's own files."""
    seen, tree, span = prepared.planted
    base = {key: float(series[-1]) for key, series in projection.observed(seen, tree).items()}
    gathered: list[Fault] = []
    for scenario in prepared.scenarios.values():
        own: list[Fault] = []
        some = draws(scenario)
        evaluate = functools.partial(assumptions.evaluate, scenario, tree, base, span)
        placing.tried(functools.partial(_in_blocks, evaluate, some), own)
        gathered += placing.anew(own, gathered, prepared.read)
    files = placing.files(prepared.read)
    return [placing.at(fault, files) for fault in gathered]


def _in_blocks(evaluate: Callable[[Draws], object], draws: Draws) -> None:
    """Evaluate block by block; where one is at fault all at once, so that what is told counts all members."""
    try:
        for some in draws.blocks():
            evaluate(some)
    except InputError:
        evaluate(draws)
        raise


def drawn(prepared: Prepared, region: Draws) -> Drawn:
    """Draw what the districts of a region state themselves, beside its own draws."""
    every = {one.study.name: one for one in prepared.districts.values()}
    own = {name: frozenset(placing.files(one.read)) for name, one in every.items()}
    scenarios = {name: one.scenarios for name, one in every.items()}
    tied = [district_draws.tied(n, one.study.correlations, one.scenarios, own[n])[0] for n, one in every.items()]  # fmt: skip
    return district_draws.drawn(region, scenarios, own, [c for some in tied for c in some])


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
    with placing.in_lines(read):
        return futures.plant(read.study, account, structure, series)


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
