"""What the study agreed on before anything was valued: what it declares, and the terms of the appraisal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from dualcarbon.appraisal.valuation import units
from dualcarbon.measures.catalogue import typical
from dualcarbon.provenance.derivation import Input, Value
from dualcarbon.study.explain.appraised import Appraised, Subject
from dualcarbon.study.explain.lookup import Steps
from dualcarbon.study.explain.notebook import Notebook
from dualcarbon.study.explain.places import Places
from dualcarbon.study.explain.values import Values
from dualcarbon.vocabulary.figures import plain

DECLARED = ("declared", "声明")
UNIT_COST = ("what is stated for a unit", "单位成本，按声明")
TAKEN = ("taken from the typical measure that it names", "取自所指定的典型措施")
STAGE = (
    "stage of the stated order, that of its first change",
    "规定次序中的阶段，由第一项改变决定",
)
PUBLISHED = ("range published by others for the typical measure", "文献中该典型措施的范围")
NO_RANGE = (
    "no range is published, or no typical measure is named",
    "没有公布的范围，或未指定典型措施",
)
PRICE_YEAR = ("price level of all money of the appraisal", "评价中全部资金的价格年份")
HORIZON = ("last year of the study", "研究期末")
RANKED_BY = ("the rule of the ranking, the same for every study", "排序规则，对所有研究相同")
ORDER = ("stage of the stated order, then as declared", "按规定次序的阶段，再按声明次序")
OVERLAP = (
    "measures of the scenario that change this path, in the stated order",
    "情景中改变该路径的措施，按规定次序",
)
AVAILABLE = (
    "between the years given, the first and last value held",
    "所给年份之间插值，首末值保持",
)
TAKES = ("sum over measures of units in place x use of a unit", "各措施在用单位数 × 单位占用量之和")
UNTAKEN = ("no measure of the scenario takes of it", "情景中没有措施占用")
COST_NAMES = ("investment", "o_and_m", "other", "life", "lead")
SAID = ("title", "action", "clauses", "unit")
"""What a typical measure says where the study does not."""


class Agreed:
    """Words and numbers that people wrote, with the line, the source and the mark of each."""

    def __init__(self, note: Notebook, again: Appraised, places: Places, values: Values) -> None:
        self.note, self.again, self.places, self.values = note, again, places, values

    def declared(self, one: Subject, steps: Steps, value: Value) -> None:
        """Explain what is declared of a measure or a project."""
        what = steps[2]
        if one.block == "projects":
            ref = self.places.project(self.again.project(one))
            if what in ("scenario", "level"):
                ref = self.places.level(one.scenario, one.measure)
            self.note.write(steps, *DECLARED, value, "", [self.places.declared(ref)])
        elif what in ("scenario", "level"):
            ref = self.places.level(one.scenario, one.measure)
            self.note.write(steps, *DECLARED, value, "", [self.places.declared(ref)])
        elif what == "money_refused":
            self.values.refused(one, steps, value)
        elif what == "published_mac":
            self._published(one, steps, value)
        else:
            self._of_measure(one, steps, value)

    def unit_cost(self, one: Subject, steps: Steps, value: Value) -> None:
        """Explain what is declared of the cost of a unit."""
        name = steps[4]
        if name in COST_NAMES:
            cost = self.values.costs.unit_cost(one, name)
            self.note.write(steps, *UNIT_COST, value, cost.unit, [cost])
            return
        ref = self.places.measure(one.measure, "cost")
        self.note.write(steps, *DECLARED, value, "", [self.places.declared(ref)])

    def price_year(self, steps: Steps, value: Value) -> None:
        """Explain the price level."""
        ref = self.places.money("price_year")
        self.note.write(steps, *PRICE_YEAR, value, "", [self.places.declared(ref)])

    def explain(self, steps: Steps, value: Value) -> None:
        """Explain a term of the appraisal."""
        what = steps[1] if len(steps) > 1 else ""
        if what == "rates":
            rate = self.values.rate(steps[2])
            self.note.write(steps, rate.name, "折现率", value, rate.unit, [rate])
        elif what == "carbon_price":
            price = self.values.carbon(int(steps[2]))
            self.note.write(
                steps, "real price of a tonne", "每吨实际价格", value, price.unit, [price]
            )
        elif what == "price_year":
            self.price_year(steps, value)
        elif what in ("resources", "discounting", "overlaps", "order"):
            {"resources": self._resource, "discounting": self._discounted, "overlaps": self._overlap, "order": self._order}[what](steps, value)  # fmt: skip
        else:
            horizon = [Input("study.toml", None, "", "study.toml")] if what == "horizon" else []
            self.note.write(steps, *(HORIZON if horizon else RANKED_BY), value, "", horizon)

    def _of_measure(self, one: Subject, steps: Steps, value: Value) -> None:
        """Explain what is declared of a measure, by itself or by the typical measure that it names."""
        what = "title" if steps[2] == "name" else steps[2]
        _, own = self.places.own(one.measure)
        measure = self.again.declared(one)
        inputs = [self.places.declared(self.places.measure(one.measure, *_path(steps, own)))]
        text = DECLARED
        if what == "stage":
            text = STAGE
            inputs = [self.places.declared(self.places.measure(one.measure, "changes", 0))]
        elif what in SAID and not own.get(what) and measure.catalogue:
            text = TAKEN
            inputs.append(
                Input(typical(measure.catalogue).en, None, "", f"catalogue:{measure.catalogue}")
            )
        elif what == "amount":
            case = self.again.cases[one.scenario]
            inputs += [
                Input(p.id, p.amount, p.unit, self.places.project(p)) for p in case.of(measure.id)
            ]
        self.note.write(steps, *text, value, "", inputs)

    def _published(self, one: Subject, steps: Steps, value: Value) -> None:
        catalogue = self.again.declared(one).catalogue
        named = self.places.named(one.measure)
        number = typical(catalogue).numbers.get("published") if catalogue else None
        if number is None:
            self.note.write(steps, *NO_RANGE, value, "", named)
            return
        ref = self.places.parameter(catalogue, number)
        self.note.write(
            steps,
            *PUBLISHED,
            value,
            "CNY/t CO2",
            [Input("published", value, "CNY/t CO2", ref), *named],
        )

    def _resource(self, steps: Steps, value: Value) -> None:
        """Explain what there is of something scarce, or what a scenario takes of it."""
        place = int(steps[2])
        resource = self.note.prepared.listed.resources[place]
        ref = self.places.resource(place)
        if steps[3] == "available":
            points = [
                Input(str(y), x, resource.unit, ref) for y, x in sorted(resource.available.items())
            ]
            self.note.write(steps, *AVAILABLE, value, resource.unit, points)
        elif steps[3] == "used":
            takers = self._takers(resource.id, steps)
            declared = [] if takers else [self.places.declared(ref)]
            text = TAKES if takers else UNTAKEN
            self.note.write(steps, *text, value, resource.unit, [*takers, *declared])
        else:
            self.note.write(steps, *DECLARED, value, "", [self.places.declared(ref)])

    def _takers(self, resource: str, steps: Steps) -> list[Input]:
        """Give what each measure of a scenario takes of a resource in a year."""
        scenario, year = (
            self.note.prepared.scenarios[steps[4]],
            self.again.years.index(int(steps[5])),
        )
        return [
            Input(
                f"{d.measure.id}: {plain(d.measure.uses[resource])} x units in place",
                d.measure.uses[resource] * float(np.asarray(units(d))[year]), "",
                self.places.measure(d.measure.id, "uses", resource),
            )
            for d in scenario.deployed if resource in d.measure.uses
        ]  # fmt: skip

    def _discounted(self, steps: Steps, value: Value) -> None:
        """Explain the worth of a measure at one rate of discount."""
        entry = self.note.summary["appraisal"]["discounting"][int(steps[2])]
        listed = enumerate(self.note.summary["measures"])
        place = next(
            n
            for n, m in listed
            if (m["scenario"], m["id"]) == (entry["scenario"], entry["measure"])
        )
        self.values.at_rate(self.again.subject("measures", place), steps, value, entry["rate"])

    def _overlap(self, steps: Steps, value: Value) -> None:
        """Explain which measures of a scenario change one path."""
        entry = self.note.summary["appraisal"]["overlaps"][int(steps[2])]
        inputs = [Input(id, None, "", self.places.measure(id)) for id in entry["measures"]]
        self.note.write(steps, *OVERLAP, value, "", inputs)

    def _order(self, steps: Steps, value: Value) -> None:
        """Explain the place of a measure in the stated order."""
        measure = self.note.prepared.listed[str(value)]
        inputs = [Input("stage", measure.stage, "", self.places.measure(measure.id, "changes", 0))]
        self.note.write(steps, *ORDER, value, "", inputs)


def _path(steps: Steps, own: Mapping[str, Any]) -> Sequence[str | int]:
    """Give the key of the measure's table that is asked about, as far as it stands there."""
    wanted = ["title", *steps[3:]] if steps[2] == "name" else list(steps[2:])
    path: list[str | int] = []
    here: Any = own
    for name in wanted:
        step: str | int = int(name) if isinstance(here, list) else name
        if isinstance(here, Mapping) and step not in here:
            break
        path.append(step)
        here = here[step]
    return path
