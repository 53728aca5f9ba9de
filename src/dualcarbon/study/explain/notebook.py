"""The derivations of an answer while they are being written down."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

import numpy as np
import polars as pl

from dualcarbon.provenance.derivation import Derivation, Input, Value
from dualcarbon.quantities.draws import Draws
from dualcarbon.reference.editions import LOCAL, Edition
from dualcarbon.reference.factors import derivation as factor_derivation
from dualcarbon.reference.records import FactorRecord
from dualcarbon.reference.tables import sources
from dualcarbon.scenarios.beyond import Beyond
from dualcarbon.study.account import Account
from dualcarbon.study.edition_use import known as editions_of
from dualcarbon.study.editions import FOLDER
from dualcarbon.study.explain.lookup import Steps
from dualcarbon.study.futures import shared_draws
from dualcarbon.study.preparation import Prepared
from dualcarbon.study.results import Results
from dualcarbon.vocabulary.faults import Place
from dualcarbon.yearbook.conversion import datum
from dualcarbon.yearbook.economy import PRICED

T = TypeVar("T")
MT = 1e-6
BURNT = ("energy x factor", "能源量 × 排放因子")
CONVERTED = ("amount given x standard coal of its unit", "给定实物量 × 折标准煤系数")
SENT_OUT = ("- energy x factor, as it leaves the region", "-能源量 × 排放因子（调出）")


class Notebook:
    """A run, what it was made of, and the derivations found so far.

    ``book`` holds derivations by key, ``about`` what is said of a reference (a table's row, a file).
    """

    def __init__(self, results: Results, prepared: Prepared) -> None:
        self.results = results
        self.prepared = prepared
        self.book: dict[str, Derivation] = {}
        self.about: dict[str, str] = {}
        self._kept: dict[str, Any] = {}
        self._by_labels: dict[
            tuple[str, tuple[str, ...]], dict[tuple[object, ...], list[dict[str, Any]]]
        ] = {}

    def kept(self, name: str, make: Callable[[], T]) -> T:
        """Give what explains a part of the study, made once, so that nothing is computed twice."""
        if name not in self._kept:
            self._kept[name] = make()
        found: T = self._kept[name]
        return found

    @property
    def account(self) -> Account:
        """The account of the run's inputs."""
        return self.prepared.account

    @property
    def beyond(self) -> Beyond:
        """The account beside the carbon dioxide of energy, as scenarios carry it ahead."""
        found = self.prepared.planted[1].beyond
        if found is None:
            msg = "the account beside energy is not carried ahead"
            raise ValueError(msg)
        return found

    @functools.cached_property
    def draws(self) -> Draws:
        """The draws of the run, made again."""
        one, told = self.prepared, self.summary
        return shared_draws(one.study, one.scenarios, told["members"], told["seed"])

    @property
    def summary(self) -> Mapping[str, Any]:
        """The summary of the run."""
        return self.results.summary

    def write(
        self,
        key: str | Steps,
        en: str,
        zh: str,
        value: Value,
        unit: str = "",
        inputs: Sequence[Input] = (),
    ) -> Derivation:
        """Write down how a number came."""
        name = key if isinstance(key, str) else ".".join(key)
        plain = value if isinstance(value, int | float | str) or value is None else str(value)
        self.book[name] = Derivation(name, en, zh, plain, unit, tuple(inputs))
        return self.book[name]

    def told(self, key: str, name: str = "") -> Input | None:
        """Give a number that was written down before as an input; nothing if it was not."""
        made = self.book.get(key)
        return None if made is None else Input(name or key, made.value, made.unit, key)

    def record(self, record: FactorRecord) -> None:
        """Write down how a factor record came, and what is said of it."""
        if record.id.startswith(("factors.csv", f"{FOLDER}/")):
            said = [
                record.source,
                self.edition(record.tier),
                f"mark {record.mark}" if record.mark else "",
            ]
            self.about[record.id] = ", ".join(part for part in said if part)
            return
        made = factor_derivation(record)
        en, zh = (self.edition(record.tier, lang) for lang in ("en", "zh"))
        self.book[record.id] = dataclasses.replace(
            made,
            formula_en=f"{made.formula_en} ({en})" if en else made.formula_en,
            formula_zh=f"{made.formula_zh}（{zh}）" if zh else made.formula_zh,
        )
        for part in made.inputs:
            self.about.setdefault(part.ref, record.source)

    def edition(self, id: str, lang: str = "en") -> str:
        """Give the name of an edition with the day of issue; nothing for the study's own numbers."""
        known = self._editions.get(id)
        if known is None or id == LOCAL:
            return ""
        name, issued = (known.zh, "发布于") if lang == "zh" else (known.en, "issued ")
        comma = "，" if lang == "zh" else ", "
        return f"{name}{comma}{issued}{known.issued}" if known.issued else name

    @functools.cached_property
    def _editions(self) -> Mapping[str, Edition]:
        return editions_of(self.account.standing)

    def row(self, table: str, **labels: object) -> str:
        """Give the reference of a table's row, ``data/energy.csv:12``, or of the fill that stands for one, and note its source."""
        if fill := self._fill(table, labels):
            return fill
        reading = self.prepared.read.tables.get(table)
        if reading is None:
            return ""
        found = self._rows(table, reading.frame, labels)
        if not found:
            return ""
        chosen = next((v for n, v in self.prepared.study.vintages.items() if n == table), "")
        first = next((row for row in found if row.get("vintage") == chosen), found[0])
        ref = f"{reading.file}:{first['line']}"
        self.about[ref] = f"{first['given']} {first['given_unit']}; {first['source']}"
        return ref

    def place(self, place: Place) -> str:
        """Give the reference of a declaration with its line, ``scenarios/plan.toml:12 [gdp.growth]``, where the study has its file."""
        read = self.prepared.read
        known = (*read.scenarios.values(), *((read.tree,) if read.tree else ()))
        document = next((one for one in known if one.file == place.file), None)
        line = None if document is None else document.line(place.key.split("."))
        return place.text() if line is None else f"{place.file}:{line} [{place.key}]"

    def declaration(self, *path: str) -> str:
        """Give the reference of a key of study.toml with its line where it stands there; a run may have been asked for something else."""
        document = self.prepared.read.declaration
        line = document.line(path)
        return document.file if line is None else f"{document.file}:{line}"

    def gdp_row(self, year: int) -> str:
        """Give the reference of the row that the product of a year was read from: value added of all, or the index."""
        product = self.account.yearbook.gdp
        priced = product is not None and PRICED.fullmatch(str(product.attrs["units"]))
        indicator = "value_added" if priced else "gdp_index"
        return self.row("economy", year=year, sector="total", indicator=indicator)

    def _fill(self, table: str, labels: Mapping[str, object]) -> str:
        """Give the reference of the fill that a year of a series comes from, and note its method; nothing of a figure."""
        year = labels.get("year")
        key = {name: value for name, value in labels.items() if name != "year"}
        for one in (*self.account.yearbook.filled, *self.prepared.held.filled):
            if (one.table, one.key) == (table, key) and year in one.years:
                ref = f"{one.row} {year}"
                self.about[ref] = f"filled by {one.method}; {one.why['en']}"
                return ref
        return ""

    def _rows(
        self, name: str, frame: pl.DataFrame, labels: Mapping[str, object]
    ) -> list[dict[str, Any]]:
        """Give the rows that carry labels, sorted by them when first asked: thousands are looked up."""
        columns = tuple(sorted(labels))
        if (name, columns) not in self._by_labels:
            rows: dict[tuple[object, ...], list[dict[str, Any]]] = {}
            for row in frame.iter_rows(named=True):
                rows.setdefault(tuple(row[c] for c in columns), []).append(row)
            self._by_labels[name, columns] = rows
        return self._by_labels[name, columns].get(tuple(labels[c] for c in columns), [])

    @functools.cached_property
    def amounts(self) -> dict[tuple[int, str, str, str], float]:
        """Energy of every cell that is not empty, by year, sector, flow, fuel. [tce]."""
        energy = self.account.energy.transpose("year", "sector", "flow", "fuel")
        years, sectors, flows, fuels = (energy[dim].values.tolist() for dim in energy.dims)
        return {
            (years[i], sectors[j], flows[k], fuels[m]): float(energy.values[i, j, k, m])
            for i, j, k, m in np.argwhere(energy.values)
        }

    def energy_input(self, year: int, sector: str, flow: str, fuel: str) -> Input:
        """Give the energy of a cell as an input, with the row it was read from."""
        here = {"year": year, "flow": flow, "fuel": fuel}
        sectors = [sector] if sector else self.account.energy.sector.values.tolist()
        value = sum(self.amounts.get((year, s, flow, fuel), 0.0) for s in sectors)
        labels = {**here, **({"sector": sector} if sector else {})}
        name = f"energy {sector} {flow} {fuel} {year}".replace("  ", " ")
        return Input(
            name, value, "tce", self._converted(name, value, labels) or self.row("energy", **labels)
        )

    def _converted(self, name: str, value: float, labels: Mapping[str, object]) -> str:
        """Write down how physical amounts became standard coal; nothing where the rows are in it already."""
        rows = self._rows("account", self.account.yearbook.energy_rows, labels)
        if not any(row["datum"] or "sign" in row for row in rows):
            return ""
        inputs = [part for row in rows for part in self._amount(row)]
        self.write(name, *CONVERTED, value, "tce", inputs)
        return name

    def _amount(self, row: Mapping[str, Any]) -> list[Input]:
        """Give a row as it stands in the table, and the conversion that turned it into standard coal."""
        self.about[row["row"]] = row["source"]
        given = [Input("given", row["given"], row["given_unit"], row["row"])]
        given += [Input("sign in the account", row["sign"])] if "sign" in row else []
        if not row["datum"]:
            return given
        own = self.account.yearbook.own
        one, _ = datum(row["fuel"], row["year"], self.prepared.study.convention, own)
        known = sources()
        cited = str(known[one.source]) if one.source in known else one.source
        self.about[one.id] = f"{cited}; mark {one.mark}" if one.mark else cited
        return [*given, Input("standard coal", one.value, one.unit, one.id)]

    def cell(self, year: int, sector: str, flow: str, fuel: str, purpose: str = "direct") -> Input:
        """Write down the emissions of one cell and give them as an input of a sum. [t CO2]."""
        name = f"cell {purpose} {sector or 'total'}/{flow}/{fuel}/{year}"
        energy = self.energy_input(year, sector, flow, fuel)
        record = self.account.factors.records[purpose, year, sector, flow, fuel]
        self.record(record)
        sign, text = (-1.0, SENT_OUT) if flow == "export" else (1.0, BURNT)
        value = sign * float(energy.value or 0.0) * record.value
        factor = Input("factor", record.value, record.unit, record.id)
        self.write(name, *text, value, "t CO2", (energy, factor))
        return Input(name, value, "t CO2", name)
