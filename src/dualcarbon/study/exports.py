"""A run's account written for others: scenario databases (IAMC), inventory archives (PRIMAP2), cities (GPC)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from dualcarbon.errors import InputError, UnknownName
from dualcarbon.inventory.views import entries, gpc, hiding, ipcc, variables
from dualcarbon.inventory.views.entries import Entry
from dualcarbon.inventory.views.rows import TOTAL, Row, View
from dualcarbon.quantities.declared import hint
from dualcarbon.reference.gwp import SETS, gwp
from dualcarbon.study import cells, folder
from dualcarbon.study import results as kept
from dualcarbon.study.results import Results
from dualcarbon.study.running import DOCUMENTS, INPUTS
from dualcarbon.vocabulary.faults import Fault, Place, cut, note

FORMS = ("iamc", "primap2", "gpc")
SUFFIXES = {"iamc": ".csv", "primap2": ".csv", "gpc": ".xlsx"}
LEDGER = "ledger"
MODEL = "dualcarbon"
HISTORY = "Historical"
"""Scenario under which the account of past years stands."""
MT, KT = 1e-6, 1e-3
EJ_PER_TCE = 29.3076e-9
FLUORINATED = ("HFC", "PFC")
"""Groups of gases: those that begin with HFC, and carbon with fluorine alone."""


@dataclass(frozen=True, slots=True)
class Account:
    """What an export reads off a run: entries of its ledger, years, warming potentials, cells that stay closed."""

    results: Results
    entries: tuple[Entry, ...]
    years: tuple[int, ...]
    set_name: str
    hide: frozenset[str]

    def published(self, view: View) -> tuple[View, tuple[Fault, ...]]:
        """Give a view as it may be published, and what has to be said of it."""
        shown, faults = hiding.published(view, self.hide)
        count = hiding.count(shown)
        return shown, (*faults, *([note("VIEW006", count=count)] if count else []))


@dataclass(frozen=True, slots=True)
class Exported:
    """Files that were written, the first the one that was asked for."""

    files: tuple[Path, ...]
    warnings: tuple[Fault, ...]


def export(
    run: Path,
    form: str,
    *,
    set_name: str = "",
    out: Path | None = None,
    scenarios: Sequence[str] = (),
) -> Exported:
    """Write the account of a finished run in the form that others read.

    Parameters
    ----------
    run : Path
        Folder of the run.
    form : {"iamc", "primap2", "gpc"}
        What to write.
    set_name : {"SAR", "AR4", "AR5", "AR6"}, optional
        Set of warming potentials; that of the study if not given.
    out : Path, optional
        File to write, or a folder that takes it under the name of the study; ``documents`` in the folder of the run if
        not given.
    scenarios : sequence of str, optional
        Scenarios whose pathways an IAMC table holds; all if not given.

    Raises
    ------
    UnknownName
        There is no such form.
    InputError
        There is no finished run, it holds no ledger (VIEW004), or there is no such scenario (VIEW005) or set (REF010).
    """
    if form not in FORMS:
        msg = f'export: there is no form "{form}", only {", ".join(FORMS)}'
        raise UnknownName(msg)
    account = read(run, set_name)
    file = _place(account.results, run, form, out)
    return WRITERS[form](account, file, scenarios)


def read(run: Path, set_name: str = "") -> Account:
    """Read the account of a finished run.

    Raises
    ------
    InputError
        There is no finished run, it holds no ledger (VIEW004), or there is no such set (REF010).
    """
    results = kept.load(run)
    chosen = set_name or results.study.gwp
    if chosen not in SETS:
        raise InputError(faults=[note("REF010", text=cut(chosen), known=", ".join(SETS))])
    frame = results.tables.get(LEDGER)
    if frame is None or frame.is_empty():
        raise InputError(faults=[note("VIEW004", Place(file=str(run)))])
    years = tuple(sorted(frame["year"].unique().to_list()))
    return Account(results, entries.read(frame, years), years, chosen, closed(run / INPUTS))


def closed(inputs: Path) -> frozenset[str]:
    """Give the cells of a study that may not be published, such as ``data/activity.csv:12``."""
    if not (inputs / folder.DECLARATION).is_file():
        return frozenset()
    return cells.of(folder.read_folder(inputs)).closed


def variables_of(
    account: Account, scenarios: Sequence[str] = ()
) -> tuple[pl.DataFrame, tuple[Fault, ...]]:
    """Give the account and the scenarios' pathways as long series, as an IAMC table takes them.

    Returns
    -------
    DataFrame
        Columns ``model``, ``scenario``, ``region``, ``variable``, ``unit``, ``year``, ``value`` [``unit``].
    tuple of Fault
        What is left out.

    Raises
    ------
    InputError
        The run holds no such scenario (VIEW005).
    """
    view = variables.view(account.entries, account.years, account.set_name)
    shown, faults = account.published(view)
    region = account.results.study.title.en
    found = [(HISTORY, *one) for one in _history(shown)]
    found += [one for name in _chosen(account.results, scenarios) for one in _pathway(account.results, name)]  # fmt: skip
    columns = ("scenario", "variable", "unit", "year", "value")
    frame = pl.DataFrame(found, schema=columns, orient="row", infer_schema_length=None)
    named = frame.with_columns(model=pl.lit(MODEL), region=pl.lit(region))
    return named.filter(pl.col("value").is_not_null()), faults


def inventory_of(account: Account) -> tuple[pl.DataFrame, tuple[Fault, ...]]:
    """Give the account by categories of the IPCC as long series, as PRIMAP2 takes them.

    A category that puts several of the IPCC's together is left to the one that holds them.

    Returns
    -------
    DataFrame
        Columns ``source``, ``scenario``, ``area``, ``entity``, ``unit``, ``category``, ``year``, ``value`` [``unit``].
    tuple of Fault
        What is left out.
    """
    study = account.results.study
    stated = study.account.views.notation
    view = ipcc.view(account.entries, account.years, account.set_name, stated=stated)
    shown, faults = account.published(view)
    rows = [one for row in shown.rows for one in _category(row, account)]
    rows += [("0", basket(account.set_name), "t CO2 / yr", y, _plain(v)) for y, v in zip(account.years, shown.totals[TOTAL], strict=True)]  # fmt: skip
    columns = ("category", "entity", "unit", "year", "value")
    frame = pl.DataFrame(rows, schema=columns, orient="row", infer_schema_length=None)
    named = frame.with_columns(source=pl.lit(f"{MODEL} {study.name}"), scenario=pl.lit(HISTORY.upper()), area=pl.lit(study.region))  # fmt: skip
    return named.filter(pl.col("value").is_not_null()), faults


def city_of(account: Account) -> tuple[pl.DataFrame, pl.DataFrame, tuple[Fault, ...]]:
    """Give the account by references of the GPC, and its totals.

    Returns
    -------
    DataFrame
        Columns ``year``, ``row``, ``notation``, ``grade``, amounts by gas and group of gases in t CO2e.
    DataFrame
        Columns ``year``, ``total``, ``value`` [t CO2e].
    tuple of Fault
        What is left out.
    """
    stated = account.results.study.account.views.notation
    view = gpc.view(account.entries, account.years, account.set_name, stated=stated)
    shown, faults = account.published(view)
    rows = [_reference(row, place, account) for place in range(len(account.years)) for row in shown.rows]  # fmt: skip
    totals = [
        {"year": year, "total": name, "value": _plain(values[place])}
        for name, values in shown.totals.items()
        for place, year in enumerate(account.years)
    ]
    return pl.DataFrame(rows, infer_schema_length=None), pl.DataFrame(totals), faults


def basket(set_name: str) -> str:
    """Give the name that PRIMAP2 has for the sum of gases.

    Examples
    --------
    >>> basket("AR5")
    'KYOTOGHG (AR5GWP100)'
    """
    return f"KYOTOGHG ({SETS[set_name]})"


def dotted(category: str) -> str:
    """Write a category as the IPCC's lists do, or nothing where it puts several together.

    Examples
    --------
    >>> dotted("1A1a"), dotted("2B10"), dotted("1A1bc")
    ('1.A.1.a', '2.B.10', '')
    """
    parts: list[str] = []
    while category:
        above = ipcc.parent(category)
        parts.insert(0, category.removeprefix(above))
        category = above
    several = any(len(part) > 1 and part.isalpha() for part in parts)
    return "" if several else ".".join(parts)


def _iamc(account: Account, file: Path, scenarios: Sequence[str]) -> Exported:
    from dualcarbon.writers import iamc

    series, faults = variables_of(account, scenarios)
    return Exported((iamc.write(series, file),), faults)


def _primap2(account: Account, file: Path, scenarios: Sequence[str]) -> Exported:
    from dualcarbon.writers import primap2

    study = account.results.study
    about = {"title": f"Greenhouse gas inventory: {study.title.en}", "comment": f"run {account.results.manifest['run']}"}  # fmt: skip
    terms = primap2.Terms(area="GBT2260", category="IPCC2006", scenario=MODEL, attrs=about)
    series, faults = inventory_of(account)
    return Exported(primap2.write(series, terms, file), faults)


def _gpc(account: Account, file: Path, scenarios: Sequence[str]) -> Exported:
    from dualcarbon.writers import gpc_workbook

    study = account.results.study
    title = {"en": study.title.en, "zh": study.title.zh}
    city = gpc_workbook.City(title=title, region=study.region, gwp=account.set_name, run=str(account.results.manifest["run"]))  # fmt: skip
    rows, totals, faults = city_of(account)
    return Exported((gpc_workbook.write(rows, totals, city, file),), faults)


WRITERS: dict[str, Callable[[Account, Path, Sequence[str]], Exported]] = {
    "iamc": _iamc,
    "primap2": _primap2,
    "gpc": _gpc,
}


def _history(view: View) -> Iterator[tuple[str, str, int, float | None]]:
    """Give variable, unit, year and value of every path and gas, and of their sums."""
    basket = f"Kyoto Gases ({view.gwp}-GWP100)"
    for row in view.rows:
        for gas, amounts in row.gases.items():
            variable, unit, factor = _variable(gas)
            yield from _series(f"{variable}|{row.id}", unit, view, amounts * factor)
        if not row.empty:
            yield from _series(
                f"Emissions|{basket}|{row.id}", "Mt CO2-equiv/yr", view, row.co2e * MT
            )
    yield from _series(f"Emissions|{basket}", "Mt CO2-equiv/yr", view, view.totals[TOTAL] * MT)
    tops = [row for row in view.rows if "|" not in row.id and not row.empty]
    for gas in dict.fromkeys(gas for row in tops for gas in row.gases):
        variable, unit, factor = _variable(gas)
        parts = [row.gases[gas] for row in tops if gas in row.gases]
        yield from _series(variable, unit, view, np.sum(parts, axis=0) * factor)


def _series(
    variable: str, unit: str, view: View, values: np.ndarray
) -> Iterator[tuple[str, str, int, float | None]]:
    for year, value in zip(view.years, values, strict=True):
        yield variable, unit, year, _plain(value)


def _variable(gas: str) -> tuple[str, str, float]:
    """Give variable, unit and its size in tonnes: carbon dioxide and methane in Mt, the others in kt."""
    name = gas.replace("-", "")
    group = next((f"{group}|" for group in FLUORINATED if _is(gas, group)), "")
    size, factor = ("Mt", MT) if gas in ("CO2", "CH4") else ("kt", KT)
    return f"Emissions|{group}{name}", f"{size} {name}/yr", factor


def _is(gas: str, group: str) -> bool:
    return gas.startswith(group) or (group == "PFC" and gas.startswith("C") and "F" in gas)


def _pathway(results: Results, scenario: str) -> Iterator[tuple[str, str, str, int, float | None]]:
    money = f"billion CNY_{results.study.price_year}/yr"
    columns = {
        "territorial_tco2": ("Emissions|CO2|Energy", "Mt CO2/yr", MT),
        "adjusted_tco2": ("Adjusted Emissions|CO2|Energy", "Mt CO2/yr", MT),
        "energy_tce": ("Energy Consumption", "EJ/yr", EJ_PER_TCE),
        "gdp": ("GDP", money, 1e-9),
        "population_person": ("Population", "million", MT),
    }
    table = results.tables["pathways"].filter(pl.col("scenario") == scenario)
    for row in table.iter_rows(named=True):
        for column, (variable, unit, factor) in columns.items():
            value = row[column]
            yield scenario, variable, unit, row["year"], None if value is None else value * factor


def _chosen(results: Results, wanted: Sequence[str]) -> list[str]:
    known = results.tables["pathways"]["scenario"].unique(maintain_order=True).to_list()
    faults = [note("VIEW005", text=cut(w), hint=hint(w, known)) for w in wanted if w not in known]
    if faults:
        raise InputError(faults=faults)
    return list(dict.fromkeys(wanted)) or known


def _category(row: Row, account: Account) -> Iterator[tuple[str, str, str, int, float | None]]:
    code = dotted(row.id)
    if not code or row.empty:
        return
    for gas, amounts in row.gases.items():
        entity = gas.replace("-", "")
        for year, value in zip(account.years, amounts, strict=True):
            yield code, entity, f"t {entity} / yr", year, _plain(value)
    for year, value in zip(account.years, row.co2e, strict=True):
        yield code, basket(account.set_name), "t CO2 / yr", year, _plain(value)


def _reference(row: Row, place: int, account: Account) -> dict[str, Any]:
    """Give the cells of a reference and year; gases in equivalents, fluorinated ones in their groups."""
    amounts: dict[str, float | None] = {"CO2": None, "CH4": None, "N2O": None, "HFC": None, "PFC": None, "SF6": None, "NF3": None}  # fmt: skip
    for gas, values in row.gases.items():
        column = next((group for group in FLUORINATED if _is(gas, group)), gas)
        value = _plain(values[place])
        if value is not None:
            amounts[column] = (amounts[column] or 0.0) + value * gwp(gas, account.set_name)
    biogenic = _plain(row.biogenic[place])
    return {
        "year": account.years[place], "row": row.id, "notation": row.notation[place], "grade": row.grades[place], **amounts,
        "CO2e": _plain(row.co2e[place]), "CO2b": biogenic or None,
    }  # fmt: skip


def _plain(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def _place(results: Results, run: Path, form: str, out: Path | None) -> Path:
    """Give the file to write: the one named, or one under the name of the study in a folder."""
    name = f"{results.study.name}.{form}{SUFFIXES[form]}"
    if out is None:
        return run / DOCUMENTS / name
    return out / name if out.is_dir() or not out.suffix else out
