"""How money of a year came: units at what they cost, energy at its prices."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

import numpy as np

from dualcarbon.appraisal import energy_value
from dualcarbon.appraisal.energy_value import Saved
from dualcarbon.appraisal.streams import SOCIAL, Perspective
from dualcarbon.appraisal.terms import Market, as_stated, per_tce, reference_prices
from dualcarbon.appraisal.valuation import Fleet, fleets, units
from dualcarbon.finance.spending import Spending, schedule
from dualcarbon.provenance.derivation import Input, Value
from dualcarbon.reference import prices as reference
from dualcarbon.study.explain.appraised import Appraised, Subject
from dualcarbon.study.explain.lookup import Steps
from dualcarbon.study.explain.notebook import Notebook
from dualcarbon.study.explain.places import CATALOGUE, Places
from dualcarbon.study.explain.tonnes import Tonnes

BOUGHT = (
    "sum of what is paid for units: over the lead time before they start, and again at the end of their life",
    "单位付款之和：投运前在建设周期内支付，寿命期满再次支付",
)
REST = (
    "sum of what units still work for at the horizon, straight-line over their life",
    "期末剩余折算单位的价值之和（按寿命直线法）",
)
FIRST = ("sum of what units cost when first bought", "单位首次购置费用之和")
RUNNING = ("sum of yearly cost of units in place", "在用单位年费用之和")
SOCIAL_ENERGY = (
    "sum of energy saved x its price, fuels burnt and electricity bought by the region",
    "区域所燃烧燃料与外购电力的节约量 × 价格之和",
)
METERED = (
    "sum of energy saved or sold x its price at the meter of the owner",
    "业主计量的节约或售出量 × 价格之和",
)
TIMES = ("cost of a unit x price level x units", "单位成本 × 价格水平 × 单位数")
COUNTED = (
    "sum of parts; each start is paid in equal parts over the lead time before it",
    "各部分之和；每次投运在此前建设周期内均匀付款",
)
VALUED = ("energy x price", "能源量 × 价格")
PRICE = (
    "price as stated x units in a tonne of standard coal x price level",
    "价格 × 每吨标准煤折合单位数 × 价格水平",
)
STATED = ("as stated, in prices of its year", "按声明，为其价格年份的价格")
NAMES = {"o_and_m": "operation and upkeep", "other": "other yearly cost", "lead": "lead time"}  # fmt: skip
YEARS = ("life", "lead")


@dataclass(frozen=True, slots=True)
class Counted:
    """A number of units, and what it is the sum of, by name. [unit]."""

    units: float
    parts: Mapping[str, float] = field(default_factory=dict)


class Costs:
    """Investment, running cost, rest value and energy of a year, and the sources of what they are made of."""

    def __init__(self, note: Notebook, again: Appraised, places: Places, tonnes: Tonnes) -> None:
        self.note, self.again, self.places, self.tonnes = note, again, places, tonnes

    def spent(self, one: Subject, key: str | Steps, value: Value, year: int) -> None:
        """Explain what is paid for units in a year."""
        place = self.again.years.index(year)
        inputs = self._fleets(
            one, f"paid for in {year}", lambda plan, _: self._paid(one, plan, place)
        )
        inputs += [self.unit_cost(one, name) for name in YEARS]
        self.note.write(key, *BOUGHT, value, "CNY", inputs)

    def rest(self, one: Subject, key: str | Steps, value: Value) -> None:
        """Explain the rest value at the horizon."""
        inputs = self._fleets(
            one, "left at the horizon", lambda plan, _: Counted(float(plan.salvage[-1]))
        )
        self.note.write(key, *REST, value, "CNY", [*inputs, self.unit_cost(one, "life")])

    def first(self, one: Subject, key: str | Steps, value: Value) -> None:
        """Explain what the units cost when first bought."""
        inputs = self._fleets(
            one, "first bought", lambda _, fleet: Counted(float(fleet.units.max()))
        )
        self.note.write(key, *FIRST, value, "CNY", inputs)

    def running(self, one: Subject, key: str | Steps, value: Value, year: int) -> None:
        """Explain operation, upkeep and other cost of a year."""
        place = self.again.years.index(year)
        there = float(units(self.again.effect(one).deployed)[place])
        followed = self._in_place(one, year)
        inputs = []
        for name in ("o_and_m", "other"):
            count = Input(f"units in place in {year}", there, one.entry["unit"], followed)
            parts = [self.unit_cost(one, name), self._level(one), count]
            inputs.append(self._product(f"{one.label} {NAMES[name]} {year}", TIMES, parts, "CNY"))
        self.note.write(key, *RUNNING, value, "CNY", inputs)

    def energy(
        self,
        one: Subject,
        key: str | Steps,
        value: Value,
        year: int,
        view: tuple[Perspective, bool],
    ) -> None:
        """Explain what energy is worth in a year, seen from a side, with or without taxes in the prices."""
        side, taxes = view
        inputs = [
            self._valued(one, saved, amount, year, taxes=taxes)
            for saved in self._saved(one, side)
            if abs(amount := self._in(saved, year)) > self._slight(one)
        ]
        text = SOCIAL_ENERGY if side == SOCIAL else METERED
        self.note.write(key, *text, value, "CNY", inputs)

    def unit_cost(self, one: Subject, name: str) -> Input:
        """Write down a cost of a unit as stated, and give it as an input; 0 where nobody gives it."""
        key, title = f"{one.measure} {name} of a unit", NAMES.get(name, name)
        cost = self.again.declared(one).cost
        if told := self.note.told(key, f"{title} of a unit"):
            return told
        number = getattr(cost, name) if cost else None
        unit = "year" if name in YEARS else f"CNY/{one.entry['unit'] or 'unit'}"
        unit += "/year" if name in NAMES and name not in YEARS else ""
        if number is None:
            return Input(f"{title} of a unit, not given: 0", 0.0, unit)
        ref = self.places.cost(one.measure, name)
        inputs = [Input("declared", str(number), unit, ref)]
        inputs += self.places.named(one.measure) if ref.startswith(CATALOGUE) else []
        if cost and cost.price_year and name not in YEARS:
            inputs.append(Input("in prices of", cost.price_year))
        self.note.write(key, *STATED, number.central, unit, inputs)
        return Input(f"{title} of a unit", number.central, unit, key)

    def price(self, id: str, market: Market, *, taxes: bool) -> Input:
        """Write down a price of energy, and give it as an input. [CNY/tce]."""
        key = f"price {id} {'with' if taxes else 'without'} taxes"
        if told := self.note.told(key):
            return told
        number, bare, unit, year = as_stated(id, market.terms.money)
        mass = unit.endswith("kg")  # of the reference: hydrogen
        rate = reference.per_tce(reference_prices()[id]) if mass else per_tce(unit, market.terms)
        inputs = [
            Input(
                "price as stated", number.central if taxes else bare, unit, self.places.price(id)
            ),
            Input("units in a tonne of standard coal", rate, f"{unit.partition('/')[2]}/tce"),
            self._deflated(market, year),
        ]
        value = float(market.prices[id].value(taxes=taxes)[0, 0])
        self.note.write(key, *PRICE, value, "CNY/tce", inputs)
        return Input(key, value, "CNY/tce", key)

    def _fleets(
        self, one: Subject, what: str, of: Callable[[Spending, Fleet], Counted]
    ) -> list[Input]:
        """Give what units of each cost take: those of projects with an investment of their own, then the others."""
        deployed = self.again.effect(one).deployed
        own = [p for p in self.again.case(one).of(one.measure) if p.investment is not None]
        life, lead = (self._central(one, name) for name in YEARS)
        found = []
        every = fleets(deployed, own, self.again.years)
        for fleet, project in zip_longest(every, own):
            if fleet is None:
                continue
            plan = schedule(fleet.units, life=life, lead=lead)
            if project is None:
                cost, name = self.unit_cost(one, "investment"), "at the cost of the measure"
            else:
                ref = self.places.project(project)
                unit = f"CNY/{one.entry['unit']}"
                cost = Input("investment of the project / its size", fleet.cost, unit, ref)
                name = f"of {project.id}"
            label = f"{one.label} units {name} {what}"
            parts = [cost, self._level(one), self._count(label, what, of(plan, fleet), one)]
            found.append(self._product(label, TIMES, parts, "CNY"))
        return found

    def _paid(self, one: Subject, plan: Spending, place: int) -> Counted:
        """Give the units paid for in a year, and when they start: over the lead time after it, or in it without one."""
        lead = math.ceil(self._central(one, "lead"))
        starts = {}
        for t, bought in enumerate(plan.bought):
            ahead = [max(t - k, 0) for k in range(1, lead + 1)] or [t]
            if share := ahead.count(place) / len(ahead) * float(bought):
                starts[f"of those that start in {self.again.years[t]}"] = share
        return Counted(float(plan.investment[place]), starts)

    def _count(self, label: str, what: str, counted: Counted, one: Subject) -> Input:
        """Write down how many units are counted, and what they are made of."""
        name, unit = f"units {what}", str(one.entry["unit"])
        if not counted.parts:
            return Input(name, counted.units, unit)
        key = f"{label}: number"
        inputs = [Input(part, share, unit) for part, share in counted.parts.items()]
        self.note.write(key, *COUNTED, counted.units, unit, inputs)
        return Input(name, counted.units, unit, key)

    def _in_place(self, one: Subject, year: int) -> str:
        """Write down the units of a measure in place in a year, and give the key."""
        if one.block != "measures":
            return ""
        key = one.key("units", year)
        if key not in self.note.book:
            self.tonnes.units(one, tuple(key.split(".")), one.entry["units"][str(year)])
        return key

    def _valued(
        self, one: Subject, saved: Saved, amount: float, year: int, *, taxes: bool
    ) -> Input:
        """Write down what is saved or sold of one thing at its price."""
        label = f"{one.label} {saved.what} {year} at the price {saved.price} {'with' if taxes else 'without'} taxes"
        if told := self.note.told(label):
            return told
        market = self._market(one)
        key = self.tonnes.saved(one, saved.what, saved.amount, year)
        price = self.price(saved.price, market, taxes=taxes)
        return self._product(label, VALUED, [Input(saved.what, amount, "tce", key), price], "CNY")

    def _saved(self, one: Subject, side: Perspective) -> list[Saved]:
        effect = self.again.effect(one)
        seen = (effect.deployed.measure, effect.before, effect.after, self.note.prepared.planted[1])
        return energy_value.social(*seen) if side == SOCIAL else energy_value.financial(*seen)

    def _product(
        self, key: str, text: tuple[str, str], inputs: Sequence[Input], unit: str
    ) -> Input:
        """Write down the product of its inputs, and give it as an input of a sum."""
        value = math.prod(float(part.value or 0.0) for part in inputs)
        self.note.write(key, *text, value, unit, inputs)
        return Input(key, value, unit, key)

    def _level(self, one: Subject) -> Input:
        """Give the price level that the costs of a measure are brought to."""
        cost = self.again.declared(one).cost
        return self._deflated(self._market(one), cost.price_year if cost else None)

    def _deflated(self, market: Market, year: int | None) -> Input:
        """Give the price level of the price year over that of a year, and what is assumed where it is not known."""
        terms = market.terms
        if year is None or not terms.knows(year):
            said = "no price year given" if year is None else f"no level known for {year}"
            return Input(f"price level, {said}: 1", 1.0)
        if year == terms.price_year:
            return Input(f"price level, {year} is the price year", 1.0)
        ref = self.places.money("deflator", str(year))
        return Input(f"price level, {terms.price_year} over {year}", terms.level(year), "", ref)

    def _market(self, one: Subject) -> Market:
        market = self.again.cases[one.scenario].market
        if market is None:
            msg = f"{one.key()}: nothing is valued, so that no money can be explained"
            raise ValueError(msg)
        return market

    def _central(self, one: Subject, name: str) -> float:
        cost = self.again.declared(one).cost
        number = getattr(cost, name) if cost else None
        return 0.0 if number is None else float(number.central)

    def _slight(self, one: Subject) -> float:
        """Give the amount of energy below which a difference is rounding. [tce]."""
        return 1e-12 * float(np.abs(self.again.effect(one).before.totals.energy).max())

    def _in(self, saved: Saved, year: int) -> float:
        flat = np.atleast_2d(saved.amount)[0]
        return float(flat[self.again.years.index(year) if len(flat) > 1 else 0])
