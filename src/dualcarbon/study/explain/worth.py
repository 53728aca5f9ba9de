"""How the numbers of measures came: tonnes from the tree, money from units, prices and rates."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from dualcarbon.appraisal.effects import Effect, Effects, effects
from dualcarbon.appraisal.streams import FINANCIAL, SOCIAL
from dualcarbon.appraisal.worth import Worth
from dualcarbon.finance.cash_flow import present_value
from dualcarbon.measures.catalogue import typical
from dualcarbon.provenance.derivation import Input, Value
from dualcarbon.reference import prices as reference
from dualcarbon.reference.tables import sources
from dualcarbon.study.appraisal import LEADING, OWNER, RANKED, Case, Money, cases_of, money_of
from dualcarbon.study.explain.lookup import Steps, find
from dualcarbon.study.explain.notebook import MT, Notebook

Entry = Mapping[str, Any]
Text = tuple[str, str]
LEFT = (
    "territorial emissions without it - with it, on what the measures before it left",
    "前序措施实施后：无该措施的属地排放 - 有该措施的属地排放",
)
BY_ITSELF = (
    "territorial emissions without it - with it, no measure but those it requires",
    "仅含前提措施：无该措施的属地排放 - 有该措施的属地排放",
)
ADJUSTED = (
    "adjusted emissions without it - with it, on what the measures before it left",
    "前序措施实施后：含外来电排放之差",
)
SHARED = (
    "Shapley share: mean of what it adds over all orders of joining; all shares add up to the total",
    "沙普利值：所有加入次序下边际贡献的平均；各份额之和等于总量",
)
IN_PLACE = (
    "level x (its projects + the rest of its amount by its ramp)",
    "部署程度 ×（项目 + 其余规模按进度）",
)
NPV = (
    "present value of energy saved + carbon price x abatement + rest value - investment - running cost",
    "现值：节能收益 + 碳价 × 减排量 + 残值 - 投资 - 运行费用",
)
MAC = (
    "present value of (investment + running cost - energy saved - rest value) / present value of abatement",
    "现值（投资 + 运行费用 - 节能收益 - 残值）/ 减排量现值",
)
IRR = (
    "every rate at which the net present value of the owner is zero",
    "使业主净现值为零的全部折现率",
)
PAYBACK = (
    "years from the first payment until the money is back, the last year in part",
    "自首笔支出起至收回的年数，末年按比例",
)
BOUGHT = (
    "units that start x cost of a unit, paid over the lead time before; replaced at the end of their life",
    "新投运单位数 × 单位投资，于建设周期内支付；寿命期满更新",
)
RUNNING = ("units in place x (operation and upkeep + other)", "在用单位数 ×（运行维护 + 其他）")
ENERGY = ("sum over fuels of energy saved x price without taxes", "各品种节约量 × 不含税价格之和")
OWNER_ENERGY = (
    "sum over the owner's meter of energy saved or sold x price with taxes",
    "业主计量的节约或售出量 × 含税价格之和",
)
REST = ("straight-line rest value of units in place at the horizon", "期末在用单位的直线法残值")
RANK = {
    "net_value": ("place by net value, largest first", "按净值由大到小排序的名次"),
    "abatement": ("place by abatement to the horizon, largest first", "按至期末累计减排量由大到小排序的名次"),
    "economy": ("place by the owner's net present value per yuan invested", "按业主净现值与投资现值之比排序的名次"),
}  # fmt: skip


class OfMeasures:
    """What the summary says of measures, projects and attributions, computed again from the run's own inputs."""

    def __init__(self, note: Notebook) -> None:
        self.note = note

    def measure(self, _: Notebook, steps: Steps, value: Value) -> None:
        """Explain a number of a measure."""
        entry = self.note.summary["measures"][int(steps[1])]
        known: dict[str, Callable[[Entry, Steps, Value], None]] = {
            "abatement_mt": self._abatement,
            "alone_mt": self._abatement,
            "adjusted_mt": self._abatement,
            "attributed_mt": self._attributed,
            "units": self._units,
            "money": self._money,
            "worth": self._one_of_twelve,
            "worth_alone": self._one_of_twelve,
            "ranks": self._rank,
            "first_eight": self._robust,
            "changes": self._declared,
        }
        leading = (
            "mac_cny_per_t", "mac_alone_cny_per_t", "npv_cny", "net_value_cny",
            "irr", "payback_years", "investment_cny",
        )  # fmt: skip
        work = self._leading if steps[2] in leading else known.get(steps[2], self._declared)
        work(entry, steps, value)

    @functools.cached_property
    def cases(self) -> Mapping[str, Case]:
        """What the appraisal of each scenario needs."""
        own = self.note.prepared
        assert_ready = (own.study, own.scenarios, own.planted, own.listed, own.projects)
        return {case.scenario.name: case for case in cases_of(*assert_ready)}

    @functools.cache  # noqa: B019  (lives as long as one answer)
    def effects(self, scenario: str) -> Effects:
        """Give the effects of the measures of a scenario."""
        case = self.cases[scenario]
        return effects(case.scenario, case.planted)

    def effect(self, entry: Entry, *, alone: bool) -> Effect:
        """Give the effect of a measure on its residual baseline, or alone."""
        both = self.effects(entry["scenario"])
        chosen = both.alone if alone else both.residual
        return next(e for e in chosen if e.deployed.measure.id == entry["id"])

    def _abatement(self, entry: Entry, steps: Steps, value: Value) -> None:
        what, year = steps[2], int(steps[3])
        effect = self.effect(entry, alone=what == "alone_mt")
        place = self.note.prepared.planted[2].years.index(year)
        total = "adjusted" if what == "adjusted_mt" else "territorial"
        before, after = (
            float(np.atleast_2d(getattr(r.totals, total))[0, place])
            for r in (effect.before, effect.after)
        )
        inputs = [
            Input("without it", before * MT, "Mt CO2"),
            Input("with it", after * MT, "Mt CO2"),
            *(self._change(entry, n, year) for n in range(len(entry["changes"]))),
        ]
        text = {"abatement_mt": LEFT, "alone_mt": BY_ITSELF, "adjusted_mt": ADJUSTED}[what]
        self.note.write(steps, *text, value, "Mt CO2", inputs)

    def _attributed(self, entry: Entry, steps: Steps, value: Value) -> None:
        year = steps[3]
        found = self.note.summary["attribution"]
        place = next(
            i
            for i, a in enumerate(found)
            if (a["scenario"], a["against"]) == (entry["scenario"], "")
        )
        listed = [m for m in self.note.summary["measures"] if m["scenario"] == entry["scenario"]]
        inputs = [
            Input(f"attribution.{place}.total_mt.{year}", found[place]["total_mt"][year], "Mt CO2"),
            Input("measures", len(found[place]["players"])),
            *(
                Input(
                    f"{m['id']} alone",
                    m["alone_mt"][year],
                    "Mt CO2",
                    self._follow(m, "alone_mt", year),
                )
                for m in listed
            ),
        ]
        self.note.write(steps, *SHARED, value, "Mt CO2", inputs)

    def _change(self, entry: Entry, position: int, year: int) -> Input:
        """Write down one change of a measure in a year: its value, units, level and ramp."""
        change = entry["changes"][position]
        key = f"{entry['scenario']} {entry['id']} change of {change['path']} {year}"
        effect = self.effect(entry, alone=False)
        years = self.note.prepared.planted[2].years
        done = float(effect.deployed.placed.effective[years.index(year)])
        inputs = [
            Input("value", change["value"], change["unit"], self._place(entry)),
            Input("level", entry["level"]),
            Input(f"in place in {year}", done),
        ]
        size = change["value"] * entry["level"] * done
        if change["per"] == "unit":
            inputs.append(Input("amount", entry["amount"], entry["unit"]))
            size *= entry["amount"]
        text = (
            f"{change['op']}: value x amount x level x share in place",
            f"{change['op']}：数值 × 规模 × 部署程度 × 到位比例",
        )
        self.note.write(key, *text, size, change["unit"], inputs)
        return Input(f"change of {change['path']}", size, change["unit"], key)

    def _units(self, entry: Entry, steps: Steps, value: Value) -> None:
        projects = [p for p in self.note.prepared.projects if p.measure == entry["id"]]
        inputs = [
            Input("level", entry["level"]),
            Input("amount", entry["amount"], entry["unit"], self._place(entry)),
            *(Input(p.id, p.amount, p.unit, f"projects.csv:{p.line}") for p in projects),
        ]
        self.note.write(steps, *IN_PLACE, value, entry["unit"], inputs)

    def _leading(self, entry: Entry, steps: Steps, value: Value) -> None:
        """Explain the numbers of money that stand first."""
        what = steps[2]
        alone = what in ("mac_alone_cny_per_t", "net_value_cny")
        view = {"net_value_cny": RANKED, "irr": OWNER, "payback_years": OWNER}.get(what, LEADING)
        if what == "investment_cny":
            self._sum_of_years(entry, steps, value)
            return
        self._of_view(entry, steps, value, view, alone=alone)

    def _one_of_twelve(self, entry: Entry, steps: Steps, value: Value) -> None:
        one = entry[steps[2]][int(steps[3])]
        view = (one["view"], one["carbon"], one["taxes"])
        self._of_view(entry, steps, value, view, alone=steps[2] == "worth_alone")

    def _of_view(
        self, entry: Entry, steps: Steps, value: Value, view: tuple[str, bool, bool], *, alone: bool
    ) -> None:
        """Explain a worth by the present values that it is made of."""
        case, effect = self.cases[entry["scenario"]], self.effect(entry, alone=alone)
        money = money_of(case, effect)
        if money is None or value is None:
            self._declared(entry, steps, value)
            return
        one = money.at(view)
        ending = {"mac": (MAC, "CNY/t CO2"), "npv": (NPV, "CNY"), "net": (NPV, "CNY")}
        ending |= {"irr": (IRR, "1/year"), "pay": (PAYBACK, "year"), "dis": (PAYBACK, "year")}
        name = next(
            s
            for s in reversed(steps)
            if s[:3] in ending or s in ("view", "rate", "carbon", "taxes")
        )
        if name[:3] not in ending:
            self._declared(entry, steps, value)
            return
        text, unit = ending[name[:3]]
        inputs = [
            Input(
                "rate of discount",
                one.rate,
                "1/year",
                "measures.toml"
                if view[0] == "financial"
                else "NDRC and Ministry of Construction, Methods and Parameters, 3rd ed., 2006",
            )
        ]
        inputs += self._present(entry, money, one, alone=alone)
        self.note.write(steps, *text, value, unit, inputs)

    def _present(self, entry: Entry, money: Money, one: Worth, *, alone: bool) -> list[Input]:
        """Give the present values behind a worth, each with what it is made of."""
        stream, side = money.stream, FINANCIAL if one.view == "financial" else SOCIAL
        last = str(stream.years[-1])
        saved = stream.energy(side, taxes=one.taxes)
        series = {
            "investment": (
                stream.investment,
                "CNY",
                self._follow(entry, "money.investment_cny", self._spent(entry)),
            ),
            "running cost": (stream.running, "CNY", self._follow(entry, "money.running_cny", last)),
            "energy saved": (saved, "CNY", self._energy(entry, one, saved[-1], last, alone=alone)),
            "rest value": (stream.salvage, "CNY", self._follow(entry, "money.salvage_cny")),
            "abatement": (
                stream.abatement,
                "t CO2",
                self._follow(entry, "alone_mt" if alone else "abatement_mt", last),
            ),
        }
        found = []
        for name, (yearly, unit, key) in series.items():
            worth = float(present_value(one.rate, yearly))
            label = f"{entry['scenario']} {entry['id']} present value of {name} ({one.view}{', alone' if alone else ''})"
            below = [Input(key, None, "", key)] if key else []
            text = (
                "sum over years of x / (1 + rate)^t; below, one of the years",
                "各年 x /（1 + 折现率）^t 之和；下列其中一年",
            )
            self.note.write(label, *text, worth, unit, below)
            found.append(Input(f"present value of {name}", worth, unit, label))
        if one.carbon:
            found.append(
                Input(
                    "carbon price of the last year",
                    float(stream.carbon_price[-1]),
                    "CNY/t CO2",
                    "measures.toml",
                )
            )
        return found

    def _money(self, entry: Entry, steps: Steps, value: Value) -> None:
        """Explain money of a year, or the cost of a unit."""
        what = steps[3]
        if what == "unit_cost":
            self._unit_cost(entry, steps, value)
            return
        texts = {
            "investment_cny": (BOUGHT, ("investment", "life", "lead")),
            "running_cny": (RUNNING, ("o_and_m", "other")),
            "salvage_cny": (REST, ("investment", "life")),
        }
        if what in texts:
            text, costs = texts[what]
            inputs = [self._cost(entry, name) for name in costs]
            inputs += [self._in_place(entry, steps[4])] if len(steps) > 4 else []
            self.note.write(steps, *text, value, "CNY", inputs)
        elif what.startswith("energy"):
            owner = what == "energy_owner_cny"
            inputs = self._saved(entry, steps[4], alone=False)
            self.note.write(steps, *(OWNER_ENERGY if owner else ENERGY), value, "CNY", inputs)
        else:
            self._declared(entry, steps, value)

    def _energy(self, entry: Entry, one: Worth, saved: float, year: str, *, alone: bool) -> str:
        """Write down what energy is worth in the last year, and give its key."""
        key = f"{entry['scenario']} {entry['id']} energy saved {year} ({one.view}{', alone' if alone else ''})"
        text = OWNER_ENERGY if one.view == "financial" else ENERGY
        self.note.write(key, *text, float(saved), "CNY", self._saved(entry, year, alone=alone))
        return key

    def _saved(self, entry: Entry, year: str, *, alone: bool) -> list[Input]:
        """Give the change of each fuel in a year and its price."""
        effect = self.effect(entry, alone=alone)
        place = self.note.prepared.planted[2].years.index(int(year))
        before, after = effect.before.totals.fuels, effect.after.totals.fuels
        found = []
        for fuel in sorted(after):
            change = float(np.atleast_2d(before[fuel] - after[fuel])[0, place])
            if change:
                found += [Input(f"{fuel} saved", change, "tce"), self._price(entry, fuel)]
        return found

    def _price(self, entry: Entry, fuel: str) -> Input:
        """Write down the price of a fuel for a measure's owner, and where it comes from."""
        from dualcarbon.appraisal.energy_value import price_of

        case = self.cases[entry["scenario"]]
        measure = self.effect(entry, alone=False).deployed.measure
        id = measure.prices.get(fuel) or reference.DEFAULTS.get(fuel, fuel)
        value = float(price_of(measure, fuel, case.prices).without[0, 0])
        if case.terms is not None and id in case.terms.money.prices:
            own = case.terms.money.prices[id]
            self.note.about["measures.toml"] = own.source
            return Input(f"price of {fuel}, without taxes", value, "CNY/tce", "measures.toml")
        if id in reference.all_prices():
            one = reference.price(id)
            ref = f"prices.{id}"
            cited = sources().get(one.source)
            about = f"{one.en}, {one.mid:g} {one.unit}; {cited or one.source}"
            self.note.about[ref] = about + (f"; mark {one.mark}" if one.mark else "")
            return Input(f"price of {fuel}, without taxes", value, "CNY/tce", ref)
        return Input(f"price of {fuel}", value, "CNY/tce")

    def _cost(self, entry: Entry, name: str) -> Input:
        """Write down the cost of a unit and give it as an input."""
        value = entry["money"]["unit_cost"][name]
        key = self._follow(entry, "money.unit_cost", name)
        return Input(f"{name} of a unit", value, self.note.book[key].unit, key)

    def _unit_cost(self, entry: Entry, steps: Steps, value: Value) -> None:
        """Explain what a unit costs: where the study or the catalogue says so."""
        name, told = steps[4], entry["money"]["unit_cost"]
        units = {"life": "year", "lead": "year", "investment": f"CNY/{entry['unit']}"}
        unit = units.get(name, f"CNY/{entry['unit']}/year")
        declared = self.note.prepared.read.measures
        own = self._own_cost(entry, name)
        ref = f"catalogue:{entry['catalogue']}" if own is None else self._place(entry, "cost", name)
        if own is None and entry["catalogue"]:
            number = next(
                (p for p in typical(entry["catalogue"]).numbers.values() if p.name == name), None
            )
            if number is not None:
                cited = sources().get(number.source)
                range_ = f"{number.low:g} to {number.high:g}"
                about = f"typical measure {entry['catalogue']}, {range_} {number.unit}; {cited or number.source}"
                self.note.about[ref] = about + (f"; mark {number.mark}" if number.mark else "")
        elif declared is not None:
            mark = f"; mark {told['mark']}" if told["mark"] else ""
            self.note.about[ref] = f"{told['source']}{mark}"
        text = ("cost of a unit, prices of its year", "单位成本，按其价格年份")
        shown = value if isinstance(value, int | float | str) else None
        self.note.write(steps, *text, shown, unit, [Input(name, shown, unit, ref)])

    def _own_cost(self, entry: Entry, name: str) -> object:
        """Give a cost as the study's own file states it, nothing where the catalogue does."""
        declared = self.note.prepared.read.measures
        listed = declared.data.get("measures", []) if declared else []
        own = next((m for m in listed if m.get("id") == entry["id"]), {})
        return own.get("cost", {}).get(name)

    def _in_place(self, entry: Entry, year: str) -> Input:
        key = self._follow(entry, "units", year)
        return Input(f"units in place in {year}", entry["units"][year], entry["unit"], key)

    def _sum_of_years(self, entry: Entry, steps: Steps, value: Value) -> None:
        """Explain the investment to the horizon."""
        if entry["money"] is None:
            self._declared(entry, steps, value)
            return
        year = self._spent(entry)
        below = self._follow(entry, "money.investment_cny", year)
        paid = entry["money"]["investment_cny"][year]
        inputs = [Input(f"investment {year}, one of the years", paid, "CNY", below)]
        self.note.write(steps, "sum of all years", "各年之和", value, "CNY", inputs)

    def _spent(self, entry: Entry) -> str:
        """Give the first year in which something is paid for units."""
        yearly = entry["money"]["investment_cny"] if entry["money"] else {}
        return next((year for year, paid in yearly.items() if paid), next(iter(yearly), ""))

    def _rank(self, entry: Entry, steps: Steps, value: Value) -> None:
        """Explain a place by the values of all that were ranked."""
        by = steps[3]
        listed = [m for m in self.note.summary["measures"] if m["scenario"] == entry["scenario"]]
        inputs = [self._ranked(m, by) for m in listed]
        self.note.write(steps, *RANK[by], value, "", inputs)
        if by == "net_value":
            self._follow(entry, "net_value_cny")

    def _ranked(self, entry: Entry, by: str) -> Input:
        if by == "abatement":
            total = sum(entry["alone_mt"].values())
            return Input(
                entry["id"],
                total,
                "Mt CO2",
                self._key(entry, "alone_mt", list(entry["alone_mt"])[-1]),
            )
        if by == "net_value":
            return Input(
                entry["id"], entry["net_value_cny"], "CNY", self._key(entry, "net_value_cny")
            )
        case = self.cases[entry["scenario"]]
        money = money_of(case, self.effect(entry, alone=True))
        owner = money.at(OWNER) if money else None
        ratio = owner.npv_cny / owner.invested_cny if owner and owner.invested_cny else None
        return Input(entry["id"], ratio, "CNY/CNY")

    def _robust(self, entry: Entry, steps: Steps, value: Value) -> None:
        members = self.note.summary["members"]
        inputs = [
            Input("members counted", round(float(value or 0.0) * members)),
            Input("members", members),
            Input(
                "net value of the central run",
                entry["net_value_cny"],
                "CNY",
                self._key(entry, "net_value_cny"),
            ),
        ]
        text = (
            "members in which its net value is among the first eight / all members",
            "净值进入前八名的成员数 / 全部成员数",
        )
        self.note.write(steps, *text, value, "1", inputs)

    def _declared(self, entry: Entry, steps: Steps, value: Value) -> None:
        place = self._place(entry)
        told = "; ".join(
            p
            for p in (
                entry["source"],
                entry["note"],
                f"mark {entry['mark']}" if entry["mark"] else "",
            )
            if p
        )
        self.note.about[place] = told
        self.note.write(steps, "declared", "声明", value, "", [Input("declared", None, "", place)])

    def _place(self, entry: Entry, *keys: str) -> str:
        """Give the line of measures.toml that declares a measure or one of its numbers."""
        document = self.note.prepared.read.measures
        listed = document.data.get("measures", []) if document else []
        position = next((i for i, m in enumerate(listed) if m.get("id") == entry["id"]), None)
        if document is None or position is None:
            return "measures.toml"
        line = document.line(("measures", position, *keys))
        place = f"{document.file}:{line}" if line else document.file
        self.note.about.setdefault(place, entry["source"])
        return place

    def _follow(self, entry: Entry, *names: str) -> str:
        """Give the key of a number of a measure, its own derivation written down once."""
        key = self._key(entry, *names)
        if key not in self.note.book:
            steps, value = find(self.note.summary, key)
            self.note.write(steps, "", "", value)  # so that a circle ends here
            self.measure(self.note, steps, value)
        return key

    def _key(self, entry: Entry, *names: str) -> str:
        """Give the key of a number of a measure."""
        place = next(
            i
            for i, m in enumerate(self.note.summary["measures"])
            if m is entry or (m["id"], m["scenario"]) == (entry["id"], entry["scenario"])
        )
        return ".".join(("measures", str(place), *(n for n in names if n)))
