"""Where what a study says of measures and money stands: file, line, source and mark, or the catalogue's source."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dualcarbon.measures.catalogue import Parameter, typical
from dualcarbon.measures.projects import FILE, Project
from dualcarbon.provenance.derivation import Input
from dualcarbon.readers.toml import Document
from dualcarbon.reference import prices as reference
from dualcarbon.reference.tables import sources
from dualcarbon.study.explain.notebook import Notebook
from dualcarbon.vocabulary.figures import plain

MEASURES = "measures.toml"
CATALOGUE = "catalogue:"
"""Beginning of the references to numbers of typical measures."""


class Places:
    """The places of measures, their costs, prices, projects and levels; what is said of each is noted once."""

    def __init__(self, note: Notebook) -> None:
        self.note = note

    @property
    def document(self) -> Document | None:
        """measures.toml as read."""
        return self.note.prepared.read.measures

    def own(self, id: str) -> tuple[int, Mapping[str, Any]]:
        """Give the position of a measure in measures.toml, and what stands there."""
        listed = self.document.data.get("measures", []) if self.document else []
        found = ((n, one) for n, one in enumerate(listed) if one.get("id") == id)
        return next(found, (0, {}))

    def measure(self, id: str, *keys: str | int) -> str:
        """Give the line that declares a measure, or one of its keys."""
        position, _ = self.own(id)
        measure = self.note.prepared.listed[id]
        told = (measure.source, measure.note, _marked(measure.mark))
        return self._line(("measures", position, *keys), told)

    def named(self, id: str) -> list[Input]:
        """Give the line of a measure that names its typical measure, or its own line where it names none."""
        catalogue = self.note.prepared.listed[id].catalogue
        if not catalogue:
            return [self.declared(self.measure(id))]
        return [Input(f"typical measure {catalogue}", None, "", self.measure(id, "catalogue"))]

    def money(self, *keys: str, told: tuple[str, ...] = ()) -> str:
        """Give the line of a key of the money."""
        return self._line(("money", *keys), told)

    def cost(self, id: str, name: str) -> str:
        """Give where a cost of a unit comes from: the study's line, or the number of the typical measure."""
        _, own = self.own(id)
        measure = self.note.prepared.listed[id]
        known = typical(measure.catalogue).numbers if measure.catalogue else {}
        if name in own.get("cost", {}) or name not in known:
            cost = measure.cost
            told = (cost.source, cost.note, _marked(cost.mark)) if cost else ()
            position, _ = self.own(id)
            return self._line(("measures", position, "cost", name), told)
        return self.parameter(measure.catalogue, known[name])

    def parameter(self, catalogue: str, number: Parameter) -> str:
        """Give the reference of a number of a typical measure, and note its range, year, source and mark."""
        ref = f"{CATALOGUE}{catalogue}.{number.key}"
        year = f"prices of {number.span}" if number.span else ""
        range_ = f"typical measure {catalogue}: {plain(number.mid)} ({plain(number.low)} to {plain(number.high)}) {number.unit}"
        return self._noted(ref, (range_, year, _cited(number.source), _marked(number.mark)))

    def price(self, id: str) -> str:
        """Give where a price of energy comes from: the study's line, or the reference."""
        money = self.note.prepared.listed.money
        own = money.prices.get(id) if money else None
        if own is not None:
            return self.money("prices", id, told=(own.source, own.note, _marked(own.mark)))
        one = reference.price(id)
        range_ = f"{one.en}: {plain(one.mid)} ({plain(one.low)} to {plain(one.high)}) {one.unit}"
        told = (range_, f"prices of {one.price_year}", _cited(one.source), _marked(one.mark))
        return self._noted(f"prices.{id}", told)

    def resource(self, position: int) -> str:
        """Give the line of something scarce that measures share."""
        one = self.note.prepared.listed.resources[position]
        return self._line(("resources", position), (one.source, one.note, _marked(one.mark)))

    def project(self, project: Project) -> str:
        """Give the line of projects.csv."""
        return self._noted(f"{FILE}:{project.line}", (project.source, _marked(project.mark)))

    def level(self, scenario: str, id: str) -> str:
        """Give the line of the scenario, or of the one that it extends, that deploys a measure."""
        scenarios = self.note.prepared.scenarios
        name = scenario
        while name in self.note.prepared.read.scenarios:
            document = self.note.prepared.read.scenarios[name]
            if id in document.data.get("measures", {}):
                return f"{document.file}:{document.line(('measures', id))}"
            name = scenarios[name].parent if name in scenarios else ""
        return f"scenarios/{scenario}.toml"

    def declared(self, ref: str) -> Input:
        """Give a place as an input of what is said there."""
        return Input("declared", None, "", ref)

    def _line(self, path: tuple[str | int, ...], told: tuple[str, ...]) -> str:
        document = self.document
        if document is None:
            return self._noted(MEASURES, told)
        return self._noted(f"{document.file}:{document.line(path)}", told)

    def _noted(self, ref: str, told: tuple[str, ...]) -> str:
        """Note what is said of a place, if anything is."""
        if text := "; ".join(part for part in told if part):
            self.note.about[ref] = text
        return ref


def _marked(mark: str) -> str:
    return f"mark {mark}" if mark else ""


def _cited(source: str) -> str:
    return str(sources().get(source, source))
