"""How a cell of the tree came in a year: its energy from the paths of its branch, its factor, its scale."""

from __future__ import annotations

import functools
from collections.abc import Mapping

from dualcarbon.measures.declared import Change
from dualcarbon.provenance.derivation import Input
from dualcarbon.quantities.derived import Formula, Lookup
from dualcarbon.quantities.paths import Path
from dualcarbon.quantities.sentences import describe
from dualcarbon.quantities.stock import Stock
from dualcarbon.quantities.stock_sentences import of_output
from dualcarbon.scenarios import ensemble
from dualcarbon.scenarios.assumptions import given, setting_of, units_of
from dualcarbon.scenarios.demands import demand
from dualcarbon.scenarios.deployment import Deployed, ordered, touched
from dualcarbon.scenarios.ensemble import Central
from dualcarbon.scenarios.folding import group
from dualcarbon.scenarios.inheritance import Resolved
from dualcarbon.scenarios.projection import capture
from dualcarbon.scenarios.tree import Cell, of_use
from dualcarbon.study.explain.notebook import Notebook
from dualcarbon.vocabulary.units import scale

Text = tuple[str, str]
DEMAND = ("activity x intensity x share", "活动水平 × 强度 × 份额")
BURNT = ("energy x factor x scale", "能源量 × 因子 × 缩放")
CAUGHT = ("energy x factor x scale x share not captured", "能源量 × 因子 × 缩放 × 未捕集比例")
MEAN = (
    "emissions of the fuels of the group / their energy",
    "该品种组各燃料的排放量 / 其能源量",
)
LOSSES = ("rate x final use of the fuel", "比率 × 该品种终端消费")
RATE = ("rate x industry's value added", "比率 × 工业增加值")
BURNING = (
    "demand x balance x share of plants x rate x mix",
    "需求 × 平衡系数 × 机组份额 × 转换率 × 燃料份额",
)
MADE: dict[tuple[str, str], tuple[tuple[str, ...], Text]] = {
    ("power", "electricity"): (
        ("thermal", "nonfossil"),
        ("- demand x balance x (share of plants + share of non-fossil)", "-需求 × 平衡系数 × (机组份额 + 非化石份额)"),
    ),
    ("power", "nonfossil"): (("nonfossil",), ("demand x balance x share of non-fossil", "需求 × 平衡系数 × 非化石份额")),
    ("import", "electricity"): (("import",), ("demand x balance x share brought in", "需求 × 平衡系数 × 调入份额")),
    ("heat", "heat"): (("plants",), ("- demand x balance x share of plants", "-需求 × 平衡系数 × 机组份额")),
    ("other_transformation", "heat"): (("recovered",), ("- demand x balance x share recovered", "-需求 × 平衡系数 × 回收份额")),
}  # fmt: skip
"""What is made or brought in, by flow and fuel: the parts of the supply that it is, and the formula."""


class Branches:
    """The central runs of a run's scenarios, computed again when first asked for, branch by branch."""

    def __init__(self, note: Notebook) -> None:
        self.note = note

    @functools.cached_property
    def central(self) -> Mapping[str, Central]:
        """The central run of every scenario."""
        seen, tree, span = self.note.prepared.planted
        return {
            n: ensemble.central(s, seen, tree, span)
            for n, s in self.note.prepared.scenarios.items()
        }

    def cell(self, name: str, cell: Cell, year: int, place: int) -> Input:
        """Write down one cell of a projection: its energy from the paths, times the factor held."""
        middle = self.central[name]
        key = f"{name} {'/'.join(cell)} {year}"
        fuel = cell[2]
        energy = Input(
            "energy",
            float(middle.energy[cell][place]),
            "tce",
            self.energy(name, cell, year, place),
        )
        factor = self._factor(cell)
        value = float(middle.emissions[cell][place])
        inputs = [energy, factor, self.parameter(name, f"factor_scale.{fuel}", year)]
        text = BURNT
        if capture(cell) in self.central[name].parameters:
            text = CAUGHT
            inputs.append(self._left(name, capture(cell), year))
        self.note.write(key, *text, value, "t CO2", inputs)
        return Input(key, value, "t CO2", key)

    def _factor(self, cell: Cell) -> Input:
        """Give the factor that a cell holds: a record, or the mean over the fuels of a group."""
        (sector, flow, fuel), base = cell, self.note.prepared.study.base_year
        direct, told = self.note.account.factors.direct, f"factor of {base}, held"
        if fuel not in direct.fuel.values:
            held = self.note.prepared.planted[1].factor[cell]
            return Input(told, held, "t CO2/tce", self._mean(cell, held))
        record = self.note.account.factors.records.get(("direct", base, sector, flow, fuel))
        if record is not None:
            self.note.record(record)
        held = float(direct.sel(year=base, sector=sector, flow=flow, fuel=fuel))
        return Input(told, held, "t CO2/tce", record.id if record else "")

    def _mean(self, cell: Cell, held: float) -> str:
        """Write down the mean factor of a group of fuels."""
        base = self.note.prepared.study.base_year
        key = f"factor {'/'.join(cell)} {base}"
        sector, flow, _ = cell
        fuels = [
            str(f) for f in self.note.account.energy.fuel.values if group((sector, flow, f)) == cell
        ]
        records = self.note.account.factors.records
        inputs = [
            self.note.cell(base, sector, flow, fuel)
            for fuel in fuels
            if ("direct", base, sector, flow, fuel) in records
        ]
        self.note.write(key, *MEAN, held, "t CO2/tce", inputs)
        return key

    def _left(self, name: str, key: str, year: int) -> Input:
        """Write down the share of a branch's emissions that is not captured."""
        caught = self.parameter(name, key, year)
        label, left = f"{name} not captured {key} {year}", 1 - float(caught.value or 0.0)
        self.note.write(label, "1 - captured", "1 - 捕集比例", left, "1", [caught])
        return Input(label, left, "1", label)

    def energy(self, name: str, cell: Cell, year: int, place: int) -> str:
        """Write down the energy of a cell from the parameters of its branch."""
        key = f"{name} energy {'/'.join(cell)} {year}"
        text, wanted, used = self._recipe(name, cell, place)
        inputs = [*used, *(self.parameter(name, k, year) for k in wanted)]
        self.note.write(key, *text, float(self.central[name].energy[cell][place]), "tce", inputs)
        return key

    def _recipe(self, name: str, cell: Cell, place: int) -> tuple[Text, list[str], list[Input]]:
        """Give the formula of a cell, the paths it takes, and what of the account it takes."""
        tree, (sector, flow, fuel) = self.note.prepared.planted[1], cell
        known = self.central[name].parameters
        if sector in tree.demand and flow == tree.demand[sector][0]:
            by = tree.demand[sector][1]
            drivers = [k for k in (by, *(["gdp"] if by.startswith("structure.") else [])) if k]
            return DEMAND, [*drivers, f"intensity.{sector}", f"mix.{sector}.{fuel}"], []
        if (flow, fuel) in MADE or flow in ("power", "heat"):
            return self._of_plants(name, flow, fuel, place)
        if of_use(cell, self.central[name].energy):
            return LOSSES, [f"losses.{fuel}"], [self._final(name, fuel, place)]
        drivers = ["structure.industry", "gdp"] if "structure.industry" in known else ["gdp"]
        return RATE, [f"{flow}.{fuel}", *(k for k in drivers if k in known)], []

    def _of_plants(
        self, name: str, flow: str, fuel: str, place: int
    ) -> tuple[Text, list[str], list[Input]]:
        """Give the same for what plants burn and make, and for electricity brought in."""
        group, carrier = ("heat", "heat") if "heat" in (flow, fuel) else ("power", "electricity")
        burning = ("thermal" if group == "power" else "plants",), BURNING
        parts, text = MADE.get((flow, fuel), burning)
        wanted = [f"{group}.balance", *(f"{group}.supply.{part}" for part in parts)]
        if text is BURNING:
            wanted += [f"{group}.rate", f"{group}.mix.{fuel}"]
        used = float(demand(self.central[name].energy, carrier)[place])
        return (
            text,
            wanted,
            [Input(f"demand for {carrier}", used, "tce", "tables/pathway_cells.csv")],
        )

    def _final(self, name: str, fuel: str, place: int) -> Input:
        """Give the final use of a fuel, which its losses follow."""
        cells = self.central[name].energy.items()
        used = sum(float(v[place]) for (_, w, f), v in cells if (w, f) == ("final", fuel))
        return Input(f"final use of {fuel}", used, "tce", "tables/pathway_cells.csv")

    def parameter(self, name: str, key: str, year: int) -> Input:
        """Write down a parameter of a scenario in a year: the sentence of its path, and where it is declared."""
        middle, scenario = self.central[name], self.note.prepared.scenarios[name]
        if key not in middle.parameters:
            return Input(key, 1.0, "1")
        label, value = (
            f"{name} {key} {year}",
            float(middle.parameters[key][middle.years.index(year)]),
        )
        base = self.note.prepared.study.base_year
        start = float(middle.parameters[key][middle.years.index(base)])
        told, where = self._sentence(scenario, key, year, start)
        seen = not key.startswith("capture.") and year > base and key not in given(scenario)
        inputs = [Input(f"{key} {base}, observed", start)] if seen else []
        if where:
            inputs.append(Input("declared", None, "", where))
        if year > base:
            inputs += [self._measure(d, year) for d in self._acting(scenario, key)]
            inputs += [self.parameter(name, k, year) for k in _computed_from(scenario, key)]
        self.note.write(label, told["en"], told["zh"], value, "", inputs)
        return Input(label, value, "", label)

    def _sentence(
        self, scenario: Resolved, key: str, year: int, start: float
    ) -> tuple[dict[str, str], str]:
        """Say how a path comes to its value, and give file and key of its declaration."""
        base = self.note.prepared.study.base_year
        path = _path_of(scenario, key)
        if key.startswith("capture."):
            told, where = {"en": "nothing captured", "zh": "无捕集"}, ""
        elif year <= base:
            return {"en": "observed, from data/", "zh": "统计值，取自 data/"}, ""
        elif path is None:
            told = {
                "en": f"not declared: held at the value of {base}",
                "zh": f"未声明：保持 {base} 年的值",
            }
            where = ""
        else:
            told, where = self._declared(scenario, path, key, year, start), path.place.text()
        if year > base and (acting := self._acting(scenario, key)):
            named = [f"{d.measure.id} ({'; '.join(map(_told, d.measure.changes))})" for d in acting]
            told = {
                "en": f"{told['en']}, then measures {', '.join(named)}",
                "zh": f"{told['zh']}，再计入措施 {'、'.join(named)}",
            }
        return told, where

    def _declared(
        self, scenario: Resolved, path: Path, key: str, year: int, start: float
    ) -> dict[str, str]:
        """Say what a declared path gives before any measure, and keep what it says of itself."""
        form = path.form
        self.note.about[path.place.text()] = "; ".join(
            p for p in (form.source, form.note, f"mark {form.mark}" if form.mark else "") if p
        )
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
        middle = self.central[scenario.name]
        own = isinstance(path.form, Stock) and not self._acting(scenario, path.key)
        beside = (path.key, f"{path.key}.additions") if own else ()
        units = units_of(scenario, self.note.prepared.planted[1])
        place, entry = middle.years.index(year), getattr(path.form, "in_", {})
        return {
            key: float(middle.parameters[key][place])
            * (scale(units[key], entry[key]) if key in entry else 1.0)
            for key in (*path.form.follows(), *beside)
            if key in middle.parameters
        }

    def _acting(self, scenario: Resolved, key: str) -> list[Deployed]:
        """Give the measures that reach a path, in the stated order."""
        tree, span = self.note.prepared.planted[1:]
        setting = setting_of(scenario, tree, span)
        every = ordered(scenario.deployed)
        return [d for d in every if any(key in touched(c, setting) for c in d.measure.changes)]

    def _measure(self, deployed: Deployed, year: int) -> Input:
        """Give how much of a measure is in place, and where it is declared with what it says of itself."""
        measure, place = deployed.measure, f"{deployed.place.file}:{deployed.place.line}"
        self.note.about[place] = "; ".join(
            p
            for p in (measure.source, measure.note, f"mark {measure.mark}" if measure.mark else "")
            if p
        )
        done = float(deployed.done[0, year - self.note.prepared.study.base_year])
        return Input(f"{measure.id} in place in {year}", done, "1", place)


def _told(change: Change) -> str:
    """Give a change as it is written."""
    into = f" to {change.into}" if change.into else ""
    unit = f" {change.unit}" if change.unit else ""
    return f"{change.op} {change.path}{into} {change.value}{unit}" + (
        " per unit" if change.per == "unit" else ""
    )


def _computed_from(scenario: Resolved, key: str) -> tuple[str, ...]:
    """Give the keys that a parameter is computed from by a formula, a table or a stock."""
    path = _path_of(scenario, key)
    if path and isinstance(path.form, Stock):
        return _of_stock(path.form, path.key, key.removeprefix(path.key).removeprefix("."))
    return path.form.follows() if path and isinstance(path.form, Formula | Lookup) else ()


def _of_stock(form: Stock, key: str, name: str) -> tuple[str, ...]:
    """Give the keys that a stock, or what it gives under a name, is computed from."""
    own = form.stock
    if name in ("", "additions"):
        return (own.target or own.additions,)
    return (*((own.values[name].new,) if name in own.values else ()), key)


def _path_of(scenario: Resolved, key: str) -> Path | None:
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
