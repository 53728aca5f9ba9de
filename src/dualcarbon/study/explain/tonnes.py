"""How tonnes, units and energy of measures came: the tree without and with them."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from dualcarbon.appraisal.energy_value import burnt_by_plants
from dualcarbon.measures.projects import Project
from dualcarbon.provenance.derivation import Input, Value
from dualcarbon.scenarios.tree import Series
from dualcarbon.study.explain.appraised import Appraised, Subject
from dualcarbon.study.explain.lookup import Steps
from dualcarbon.study.explain.notebook import MT, Notebook
from dualcarbon.study.explain.places import Places

LEFT = (
    "emissions without it - with it, on what the measures before it left",
    "前序措施实施后：无该措施的排放 - 有该措施的排放",
)
BY_ITSELF = (
    "emissions without it - with it, beside no measure but those that it requires",
    "仅含前提措施：无该措施的排放 - 有该措施的排放",
)
CAUGHT = ("captured with it - without it", "有该措施的捕集量 - 无该措施的捕集量")
USED = ("energy with it - without it", "有该措施的能源量 - 无该措施的能源量")
IN_PLACE = (
    "level x (its projects + the rest of its amount by its own ramp)",
    "部署程度 ×（项目 + 其余规模按自身进度）",
)
READ = (
    "read off the tree without and with it, which differ by what it changes",
    "由无该措施与有该措施的情景树相减得出，两者之差在于该措施的改变",
)
AT_OUTPUT = (
    "read off the tree without and with it, both at the output that the plants have with it",
    "由无该措施与有该措施的情景树相减得出，两者均按有该措施时的电厂、热厂产出计",
)
CHANGED = "value x amount x level x share of the full effect in place"
CHANGED_ZH = "数值 × 规模 × 部署程度 × 已到位的效果比例"


class Tonnes:
    """Abatement, capture, energy and units, from the run with and without a measure."""

    def __init__(self, note: Notebook, again: Appraised, places: Places) -> None:
        self.note, self.again, self.places = note, again, places

    def abatement(self, one: Subject, steps: Steps, value: Value) -> None:
        """Explain a fall of emissions in a year: with `alone_mt` alone, with `adjusted_mt` imports included."""
        subject = one.by_itself(alone=steps[2] == "alone_mt")
        what = "adjusted" if steps[2] == "adjusted_mt" else "territorial"
        text = BY_ITSELF if subject.alone else LEFT
        inputs = self._both(subject, int(steps[3]), lambda totals: getattr(totals, what), "Mt CO2")
        self.note.write(steps, *text, value, "Mt CO2", inputs)

    def captured(self, one: Subject, steps: Steps, value: Value) -> None:
        """Explain what is captured more in a year."""
        inputs = self._both(one, int(steps[3]), lambda totals: totals.captured, "Mt CO2")
        self.note.write(steps, *CAUGHT, value, "Mt CO2", inputs)

    def energy(self, one: Subject, steps: Steps, value: Value) -> None:
        """Explain the change of a fuel in a year."""
        fuel = steps[3]
        inputs = self._both(one, int(steps[4]), lambda totals: totals.fuels[fuel], "Mtce")
        self.note.write(steps, *USED, value, "Mtce", inputs)

    def units(self, one: Subject, steps: Steps, value: Value) -> None:
        """Explain the units in place in a year."""
        year, measure = int(steps[3]), self.again.declared(one)
        case = self.again.cases[one.scenario]
        own = case.of(measure.id)
        unit = one.entry["unit"] if one.entry["amount"] is not None else "1"
        inputs = [self._level(one)]
        inputs += [
            Input(f"{p.id} in place{_service(p)}", p.amount * self._in(p.share([year])), p.unit, self.places.project(p))
            for p in own
        ]  # fmt: skip
        if measure.ramp is not None:
            rest = (one.entry["amount"] or 1.0) - sum(p.amount for p in own)
            there = rest * self._in(measure.ramp.share([year]))
            ref = self.places.measure(measure.id, "ramp")
            inputs.append(Input("the rest in place", there, unit, ref))
        self.note.write(steps, *IN_PLACE, value, unit, inputs)

    def change(self, one: Subject, position: int, year: int) -> Input:
        """Write down one change of a measure in a year: its value, units, level and ramp."""
        change = self.again.declared(one).changes[position]
        key = f"{one.label} {change.op} {change.path} {year}"
        if told := self.note.told(key, f"{change.op} {change.path}"):
            return told
        deployed = self.again.effect(one).deployed
        done = self._in(deployed.placed.effective, year)
        number = change.value.central
        where = self.places.measure(one.measure, "changes", position)
        inputs = [Input("value", number, change.unit, where), self._level(one)]
        inputs.append(
            Input(f"share of the full effect in place in {year}{self._ended(one, year)}", done)
        )
        size = number * one.entry.get("level", 1.0) * done
        if change.per == "unit":
            inputs.append(Input("amount", deployed.placed.amount, one.entry["unit"]))
            size *= deployed.placed.amount
        into = f" to {change.into}" if change.into else ""
        text = f"{change.op} {change.path}{into}: {CHANGED}"
        self.note.write(
            key, text, f"{change.op} {change.path}{into}：{CHANGED_ZH}", size, change.unit, inputs
        )
        return Input(f"{change.op} {change.path}", size, change.unit, key)

    def _ended(self, one: Subject, year: int) -> str:
        """Name the projects whose service ended before a year."""
        own = self.again.case(one).of(one.measure)
        ended = [f"{p.id} after {p.until}" for p in own if p.until is not None and p.until < year]
        return f", without {', '.join(ended)}" if ended else ""

    def saved(self, one: Subject, what: str, amount: Series, year: int) -> str:
        """Write down what is saved or sold of a fuel or cell in a year, and give its key. [tce]."""
        key = f"{one.label} {what} {year}"
        inputs = [self.change(one, n, year) for n in range(len(self.again.declared(one).changes))]
        text = AT_OUTPUT if burnt_by_plants(tuple(what.split("/"))) else READ
        self.note.write(key, *text, self._in(amount, year), "tce", inputs)
        return key

    def emitted(self, one: Subject, year: int, boundary: str) -> list[Input]:
        """Give the emissions of a boundary without and with it, and the changes that it makes. [t CO2]."""
        return self._both(one, year, lambda totals: getattr(totals, boundary), "t CO2", 1.0)

    def _both(
        self, one: Subject, year: int, of: Callable[..., Series], unit: str, factor: float = MT
    ) -> list[Input]:
        """Give a total without and with it, and the changes that it makes."""
        effect = self.again.effect(one)
        inputs = [
            Input(name, self._in(of(rows.totals), year) * factor, unit)
            for name, rows in (("without it", effect.before), ("with it", effect.after))
        ]
        changes = range(len(self.again.declared(one).changes))
        return [*inputs, *(self.change(one, n, year) for n in changes)]

    def _level(self, one: Subject) -> Input:
        ref = self.places.level(one.scenario, one.measure)
        return Input("level", one.entry.get("level", 1.0), "", ref)

    def _in(self, values: Series, year: int | None = None) -> float:
        """Give the value of a year from an array (1, year) or (year)."""
        flat = np.atleast_2d(values)[0]
        place = 0 if year is None or len(flat) == 1 else self.again.years.index(year)
        return float(flat[place])


def _service(project: Project) -> str:
    return "" if project.until is None else f", in service until {project.until}"
