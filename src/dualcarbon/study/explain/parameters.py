"""How a parameter of a scenario came in a year: its path, what the path follows, the measures that change it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from dualcarbon.measures.declared import Change
from dualcarbon.provenance.derivation import Input
from dualcarbon.quantities.derived import Formula, Lookup
from dualcarbon.quantities.kinds import Elasticity
from dualcarbon.quantities.paths import Path
from dualcarbon.quantities.sentences import describe
from dualcarbon.quantities.stock import Stock
from dualcarbon.quantities.stock_sentences import of_output
from dualcarbon.scenarios.assumptions import given, setting_of, units_of
from dualcarbon.scenarios.deployment import VARIABLE, Deployed, ordered, touched
from dualcarbon.scenarios.inheritance import Resolved
from dualcarbon.study.explain.notebook import Notebook
from dualcarbon.study.explain.observations import OfStatistics
from dualcarbon.study.explain.stages import Stages
from dualcarbon.vocabulary.units import scale

if TYPE_CHECKING:
    from dualcarbon.study.explain.branches import Branches

BARE = " before measures"
"""What is added to the name of a parameter that measures have not changed yet."""


class OfParameters:
    """The parameters of the central runs, each with its path and its measures."""

    def __init__(self, note: Notebook, branches: Branches) -> None:
        self.note, self.branches = note, branches
        self.stages = Stages(note)
        self.statistics = OfStatistics(note, branches)

    def explain(self, name: str, key: str, year: int, *, bare: bool = False) -> Input:
        """Write down a parameter of a scenario in a year: the sentence of its path, and where it is declared.

        ``bare`` is the value before measures act, which is what paths that follow it see.
        """
        middle, scenario = self.branches.central[name], self.note.prepared.scenarios[name]
        if key not in middle.parameters:
            return Input(key, 1.0, "1")
        base = self.note.prepared.study.base_year
        bare = bare and year > base and bool(self.acting(scenario, key))
        label = f"{name} {key}{BARE if bare else ''} {year}"
        if told := self.note.told(label):
            return told
        unit, value = self.unit(scenario, key), self._value(name, key, year, bare=bare)
        if year <= base:
            told_of, inputs = self.statistics.explain(name, key, year)
        else:
            told_of, inputs = self._ahead(scenario, key, year, bare=bare)
        self.note.write(label, told_of["en"], told_of["zh"], value, unit, inputs)
        return Input(label, value, unit, label)

    def unit(self, scenario: Resolved, key: str) -> str:
        """Give the unit of a key, nothing for what is a plain number."""
        kept = self.note.kept(f"units {scenario.name}", lambda: units_of(scenario, self.note.prepared.planted[1]))  # fmt: skip
        return "" if kept.get(key, "1") == "1" else kept[key]

    def acting(self, scenario: Resolved, key: str) -> list[Deployed]:
        """Give the measures that reach a path, in the stated order."""
        tree, span = self.note.prepared.planted[1:]
        setting = setting_of(scenario, tree, span)
        every = ordered(scenario.deployed)
        return [d for d in every if any(key in touched(c, setting) for c in d.measure.changes)]

    def _value(self, name: str, key: str, year: int, *, bare: bool) -> float:
        middle = self.branches.central[name]
        if not bare:
            return float(middle.parameters[key][middle.years.index(year)])
        return self.stages.before(self.note.prepared.scenarios[name], key, year)

    def _ahead(
        self, scenario: Resolved, key: str, year: int, *, bare: bool
    ) -> tuple[Mapping[str, str], list[Input]]:
        """Say how a parameter comes about after the base year."""
        base, name = self.note.prepared.study.base_year, scenario.name
        start = self._value(name, key, base, bare=False)
        told, where = self._sentence(scenario, key, year, start)
        inputs = []
        if not key.startswith("capture.") and key not in given(scenario):
            ref = self.explain(name, key, base).ref
            inputs.append(Input(f"{key} {base}, observed", start, self.unit(scenario, key), ref))
        if where:
            inputs.append(Input("declared", None, "", where))
        inputs += self._planned(scenario, key)
        acting = [] if bare else self.acting(scenario, key)
        if acting:
            named = [f"{d.measure.id} ({'; '.join(map(_told, d.measure.changes))})" for d in acting]
            told = {
                "en": f"{told['en']}, then measures {', '.join(named)}",
                "zh": f"{told['zh']}，再计入措施 {'、'.join(named)}",
            }
            inputs += self._changes(scenario, key, year, acting)
        inputs += self._followed(scenario, key, year)
        return told, inputs

    def _sentence(
        self, scenario: Resolved, key: str, year: int, start: float
    ) -> tuple[Mapping[str, str], str]:
        """Say how a path comes to its value, and give file and key of its declaration."""
        base, path = self.note.prepared.study.base_year, path_of(scenario, key)
        if key.startswith("capture."):
            return {"en": "nothing captured", "zh": "无捕集"}, ""
        if path is not None:
            return self._declared(scenario, path, key, year, start), self.note.place(path.place)
        beyond = self.note.prepared.planted[1].beyond
        if beyond is not None and key in beyond.onward:
            return {
                "en": f"not declared: goes on as between the last two inventories to {base}",
                "zh": f"未声明：按截至 {base} 年最近两次清查间的变化延续",
            }, ""
        return {
            "en": f"not declared: held at the value of {base}",
            "zh": f"未声明：保持 {base} 年的值",
        }, ""

    def _declared(
        self, scenario: Resolved, path: Path, key: str, year: int, start: float
    ) -> dict[str, str]:
        """Say what a declared path gives before any measure, and keep what it says of itself."""
        form = path.form
        said = (form.source, form.note, f"mark {form.mark}" if form.mark else "")
        self.note.about[self.note.place(path.place)] = "; ".join(p for p in said if p)
        if path.residual and path is scenario.paths.get(key.rpartition(".")[0]):
            return {"en": "residual: 1 less the other parts", "zh": "余项：1 减去其他部分"}
        base, values = self.note.prepared.study.base_year, self._put_in(scenario, path, year)
        if isinstance(form, Stock) and key != path.key:
            name = key.removeprefix(f"{path.key}.")
            return {
                lang: of_output(
                    form, path.key, name, year, base_year=base, values=values, lang=lang
                )
                for lang in ("en", "zh")
            }
        return {
            lang: describe(path, year, base_year=base, base=start, values=values, lang=lang)
            for lang in ("en", "zh")
        }

    def _put_in(self, scenario: Resolved, path: Path, year: int) -> dict[str, float]:
        """Give the values of the paths that a formula or a table follows, as they enter it, and those of a stock."""
        if not isinstance(path.form, Formula | Lookup | Stock):
            return {}
        known = self.branches.central[scenario.name].parameters
        own = isinstance(path.form, Stock)
        beside = (path.key, f"{path.key}.additions") if own else ()
        units = units_of(scenario, self.note.prepared.planted[1])
        entry = getattr(path.form, "in_", {})
        return {
            key: self._value(scenario.name, key, year, bare=self._is_bare(scenario, key))
            * (scale(units[key], entry[key]) if key in entry else 1.0)
            for key in (*path.form.follows(), *beside)
            if key in known
        }

    def _is_bare(self, scenario: Resolved, key: str) -> bool:
        """Tell whether paths that follow a key see it without its measures: they see those of variables."""
        return not key.startswith(VARIABLE) and bool(self.acting(scenario, key))

    def _followed(self, scenario: Resolved, key: str, year: int) -> Iterator[Input]:
        """Give what a parameter is computed from by a formula, a table, a power or a stock."""
        path, base = path_of(scenario, key), self.note.prepared.study.base_year
        if path is None:
            return
        name, form = scenario.name, path.form
        if isinstance(form, Stock):
            yield from self._of_stock(scenario, path, form, key, year)
        elif isinstance(form, Elasticity):
            ends = [base, *(p.to for p in form.elasticity.periods if base < p.to < year), year]
            yield from (self.explain(name, form.elasticity.to, y, bare=True) for y in ends)
        elif isinstance(form, Formula | Lookup):
            own = "base_year" if getattr(form, "scaled", False) else ""
            for one in form.follows():
                bare = self._is_bare(scenario, one)
                yield self.explain(name, one, year, bare=bare)
                if own:
                    yield self.explain(name, one, base)

    def _of_stock(
        self, scenario: Resolved, path: Path, form: Stock, key: str, year: int
    ) -> Iterator[Input]:
        """Give what a stock, or what it gives under a name, is computed from: what was, is added and retired."""
        own, name = form.stock, key.removeprefix(path.key).removeprefix(".")
        value = form.stock.values.get(name)
        if name in ("", "additions"):
            yield self.explain(scenario.name, own.target or own.additions, year, bare=True)
        elif value is not None:
            yield self.explain(scenario.name, value.new, year, bare=True)
        if name:
            yield self.explain(scenario.name, path.key, year)
            return
        known = self.branches.central[scenario.name]
        place, base = known.years.index(year), self.note.prepared.study.base_year
        before = float(known.parameters[key][place - 1])
        ref = self.explain(scenario.name, key, base).ref if year - 1 == base else ""
        yield Input(f"stock {year - 1}", before, self.unit(scenario, key), ref)
        for sign, beside in (("+ ", "additions"), ("- ", "retired")):
            full = f"{key}.{beside}"
            amount = float(known.parameters[full][place])
            yield Input(f"{sign}{beside} {year}", amount, self.unit(scenario, full))

    def _planned(self, scenario: Resolved, key: str) -> Iterator[Input]:
        """Give the rows of data/variables.csv that a path looks up."""
        path = path_of(scenario, key)
        if path is None or not isinstance(path.form, Lookup) or not path.form.lookup.series:
            return
        series, base = path.form.lookup.series, self.note.prepared.study.base_year
        plans = self.note.prepared.planted[1].series.get(series, {})
        for year in sorted(y for y in plans if y >= base):
            ref = self.note.row("variables", year=year, variable=series)
            yield Input(f"{series} {year}", plans[year], self.unit(scenario, key), ref)

    def _changes(
        self, scenario: Resolved, key: str, year: int, acting: Sequence[Deployed]
    ) -> Iterator[Input]:
        """Give the value before measures, what each is in place of, and what each adds to the value."""
        steps = self.stages.steps(scenario, key, [d.measure.id for d in acting], year)
        yield Input("before measures", steps[0], self.unit(scenario, key))
        for one, start, end in zip(acting, steps, steps[1:], strict=False):
            yield self._measure(one, year)
            yield Input(f"{one.measure.id} adds", end - start, self.unit(scenario, key))

    def _measure(self, deployed: Deployed, year: int) -> Input:
        """Give how much of a measure is in place, and where it is declared with what it says of itself."""
        measure, place = deployed.measure, f"{deployed.place.file}:{deployed.place.line}"
        said = (measure.source, measure.note, f"mark {measure.mark}" if measure.mark else "")
        self.note.about[place] = "; ".join(p for p in said if p)
        done = float(deployed.done[0, year - self.note.prepared.study.base_year])
        return Input(f"{measure.id} in place in {year}", done, "1", place)


def _told(change: Change) -> str:
    """Give a change as it is written."""
    into = f" to {change.into}" if change.into else ""
    unit = f" {change.unit}" if change.unit else ""
    return f"{change.op} {change.path}{into} {change.value}{unit}" + (
        " per unit" if change.per == "unit" else ""
    )


def path_of(scenario: Resolved, key: str) -> Path | None:
    """Give the path that declares a key: its own, its part of a group, the group whose residual or the stock whose output it is."""
    if key in scenario.paths:
        return scenario.paths[key]
    group, _, part = key.rpartition(".")
    whole = scenario.paths.get(group)
    if whole is None:
        return None
    if part in whole.form.gives():
        return whole
    return whole.parts.get(part) or (whole if whole.residual == part else None)
