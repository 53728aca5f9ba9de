"""A key asked about, and the answer: which part of the study explains it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from dualcarbon.errors import InputError, UnknownName
from dualcarbon.provenance.derivation import Explanation, Input, Value, below
from dualcarbon.store import runs
from dualcarbon.study import preparation, results
from dualcarbon.study.explain import (
    effects,
    key_categories,
    ledgered,
    moved,
    past,
    peaked,
    predicted,
    tabled,
)
from dualcarbon.study.explain.ahead import Ahead
from dualcarbon.study.explain.gases import OfGases
from dualcarbon.study.explain.goals import OfGoals
from dualcarbon.study.explain.held import HELD
from dualcarbon.study.explain.lookup import Steps, find
from dualcarbon.study.explain.notebook import Notebook
from dualcarbon.study.explain.of_districts import OfDistricts
from dualcarbon.study.explain.peaked import Peaked
from dualcarbon.study.explain.planned import Planned
from dualcarbon.study.explain.regression import OfRegression
from dualcarbon.study.explain.worth import OfAppraisal
from dualcarbon.study.running import INPUTS, verify
from dualcarbon.vocabulary.faults import Place, note
from dualcarbon.vocabulary.names import nearest

PARAMETERS = "parameters"
"""Beginning of the keys of paths."""
Explain = Callable[[Notebook, Steps, Any], None]

INVENTORY: dict[str, Explain] = {
    "territorial_mt": past.territorial,
    "territorial_range_mt": past.bounds,
    "adjusted_mt": past.adjusted,
    "imports_mt": past.imports,
    "by_sector_mt": past.by_sector,
    "energy_mtce": past.energy,
    "replications": past.replication,
}
APPRAISED = ("measures", "projects", "attribution", "appraisal")
BLOCKS: dict[str, tuple[str, Callable[[Notebook], OfRegression | OfDistricts | OfAppraisal]]] = {
    "stirpat": ("stirpat", OfRegression),
    "districts_ahead": ("districts", OfDistricts),
    **dict.fromkeys(APPRAISED, ("appraisal", OfAppraisal)),
}
DIAGNOSIS: dict[str, Explain] = {
    "energy_intensity": past.intensity,
    "co2_intensity": past.intensity,
    "co2_intensity_by_boundary": past.intensity,
    "nonfossil_share": past.nonfossil,
    "lmdi": effects.decomposition,
    "decoupling": past.series,
    "trend": past.series,
    "peak": past.series,
    "peak_by_sector": peaked.sector,
    "peak_movers": peaked.movers,
    "peak_by_district": peaked.district,
    "peak_movers_by_district": peaked.movers_of_districts,
}


def explain(run: Path, key: str) -> Explanation:
    """Explain a number of a finished run, down to source cells and factor records.

    The run's own inputs are read and computed again, so that the explanation is of these very numbers.

    Parameters
    ----------
    run : Path
        Folder of the run.
    key : str
        Dotted path in summary.json, for example ``scenarios.baseline.territorial_mt.2030``; or a path of a scenario in a
        year, as tables/parameters.csv holds it: ``parameters.baseline.gdp.2030``; or a number of another table, such as
        ``tables.totals.2015.gdp`` and ``tables.lmdi.2010.2015.population.industry``.

    Raises
    ------
    InputError
        The folder holds no finished run, or one that was changed since.
    UnknownName
        The run holds no such key.
    """
    return opened(run)(key)


def opened(run: Path) -> Callable[[str], Explanation]:
    """Open a finished run for many questions: it is read once, and nothing is computed twice.

    Parameters and errors as in :func:`explain`; what is given back takes a key and gives its explanation.
    """
    if runs.is_complete(run) and not verify(run):
        raise InputError(faults=[note("RUN001", Place(file=str(run)))])
    done = results.load(run)
    book = Notebook(done, preparation.prepare(run / INPUTS))
    return lambda key: _answer(book, key)


def _answer(book: Notebook, key: str) -> Explanation:
    if key.startswith(f"{PARAMETERS}."):
        return _parameter(book, key)
    if key.startswith(f"{tabled.TABLES}.{PARAMETERS}."):
        return _parameter(book, key.removeprefix(f"{tabled.TABLES}."))
    if key.startswith(f"{tabled.TABLES}."):
        tabled.explain(book, key)
        return below(key, book.book, book.about)
    steps, value = find(book.summary, key)
    if isinstance(value, dict | list):
        _listed(book, steps, value)
    else:
        _explainer(steps, book)(book, steps, value)
    return below(".".join(steps), book.book, book.about)


def _parameter(book: Notebook, key: str) -> Explanation:
    """Explain a path of a scenario in a year, which stands in no summary but is what all of it is made of."""
    ahead = book.kept("ahead", lambda: Ahead(book))
    inside, _, year = key.partition(".")[2].rpartition(".")
    for name, middle in ahead.branches.central.items():
        path = inside.removeprefix(f"{name}.")
        if path != inside and path in middle.parameters and year in map(str, middle.years):
            return below(ahead.branches.parameter(name, path, int(year)).ref, book.book, book.about)
    known = (f"{PARAMETERS}.{n}.{k}.{year}" for n, m in ahead.branches.central.items() for k in m.parameters)  # fmt: skip
    near = nearest(key, known)
    hint = f'; did you mean "{near}"?' if near else "; it is parameters.SCENARIO.PATH.YEAR"
    msg = f'no scenario of the run holds "{key}"{hint}'
    raise UnknownName(msg)


def _explainer(steps: Steps, note: Notebook) -> Explain:
    """Give the function that explains a key of this block of the summary."""
    block = steps[0]
    if block == "inventory" and len(steps) > 2:
        return INVENTORY[steps[1]]
    if steps[:2] == ("account", "key_categories") and len(steps) > 4:
        return key_categories.explain
    if block == "account" and (len(steps) > 2 or steps[1] in HELD):
        return ledgered.explain
    if block == "diagnosis" and steps[1] in DIAGNOSIS:
        return DIAGNOSIS[steps[1]]
    if block == "sensitivity" and len(steps) > 1:
        return moved.explain
    if block == "calibration":
        return predicted.explain
    if block == "scenarios":
        ahead = note.kept("ahead", lambda: Ahead(note))
        if steps[2] == "all_gases" and len(steps) > 3:
            gases = note.kept("gases", lambda: OfGases(note, ahead))
            return lambda _, s, v: gases.explain(s, v)
        return _of_scenario(note, steps, ahead)
    if block in BLOCKS and (len(steps) > 1 or block == "stirpat"):
        name, make = BLOCKS[block]
        of = note.kept(name, lambda: make(note))
        return lambda _, s, v: of.explain(s, v)
    return _declared


def _of_scenario(note: Notebook, steps: Steps, ahead: Ahead) -> Explain:
    peaks = note.kept("peaked", lambda: Peaked(note, ahead))
    plans = note.kept("planned", lambda: Planned(note, ahead))
    goals = note.kept("goals", lambda: OfGoals(note, ahead))
    known: dict[str, Callable[[Steps, Any], None]] = {
        "territorial_mt": ahead.total,
        "adjusted_mt": ahead.total,
        "energy_mtce": ahead.total,
        "peak": ahead.peak,
        "peak_adjusted": ahead.peak,
        "peak_by_sector": peaks.sector,
        "peak_movers": peaks.movers,
        "peak_confirmation": peaks.causes,
        "neutrality": ahead.neutrality,
        "cumulative_mt": ahead.cumulative,
        "targets": goals.explain,
        "plans": plans.plan,
        "differences": plans.difference,
    }
    chosen = known.get(steps[2])
    return _declared if chosen is None else lambda _, s, v: chosen(s, v)


def _declared(note: Notebook, steps: Steps, value: Value) -> None:
    """Explain what the study says of itself, and what was observed while it ran."""
    said = {
        "warnings": (
            "observed while the study ran; see its code in the documentation",
            "运行中的提示；代码含义见文档",
        ),
        "measures": ("declared in measures.toml", "在 measures.toml 中声明"),
        "scenarios": ("declared in the scenario's file", "在情景文件中声明"),
        "tree": ("declared in tree.toml or a template", "在 tree.toml 或模板中声明"),
    }
    en, zh = said.get(
        steps[0],
        ("declared in study.toml or an option of the run", "在 study.toml 或运行选项中声明"),
    )
    note.write(
        steps,
        en,
        zh,
        value,
        "",
        [Input("study.toml", None, "", note.declaration(steps[0]))] if steps[0] not in said else [],
    )


def _listed(note: Notebook, steps: Steps, value: dict[str, Any] | list[Any]) -> None:
    """Say what a group of numbers holds, so that one of them can be asked about."""
    names = list(value) if isinstance(value, dict) else [str(i) for i in range(len(value))]
    inputs = [Input(".".join((*steps, name))) for name in names]
    en, zh = f"a group of {len(names)}; ask for one of", f"一组共 {len(names)} 项；请指定其中之一"
    note.write(steps, en, zh, None, "", inputs)
