"""How worths came: present values of what a measure costs and brings, and what is read off them."""

from __future__ import annotations

from dualcarbon.appraisal.streams import FINANCIAL, SOCIAL, Perspective
from dualcarbon.finance.cash_flow import present_value
from dualcarbon.provenance.derivation import Input, Value
from dualcarbon.reference.tables import sources
from dualcarbon.scenarios.tree import Series
from dualcarbon.study.appraisal import OWNER, Money
from dualcarbon.study.explain.appraised import Appraised, Subject
from dualcarbon.study.explain.costs import Costs
from dualcarbon.study.explain.lookup import Steps
from dualcarbon.study.explain.notebook import Notebook
from dualcarbon.study.explain.places import Places

NPV = (
    "present value of energy saved + of carbon revenue + of rest value - of investment - of running cost",
    "节能收益、碳收益、残值的现值之和 - 投资与运行费用的现值",
)
MAC = (
    "present value of (investment + running cost - energy saved - rest value) / present value of abatement",
    "（投资 + 运行费用 - 节能收益 - 残值）的现值 / 减排量的现值",
)
PV = (
    "sum over years of x / (1 + rate)^(year - first year)",
    "各年 x /（1 + 折现率）^（年份 - 首年）之和",
)
OVER = ("- present value of the flows / present value of abatement", "-现金流现值 / 减排量现值")
REVENUE = ("carbon price x abatement", "碳价 × 减排量")
FLOW = (
    "energy saved + carbon revenue + rest value - investment - running cost",
    "节能收益 + 碳收益 + 残值 - 投资 - 运行费用",
)
RETURN = (
    "a rate at which the net present value of these flows is zero",
    "使下列现金流净现值为零的折现率",
)
BACK = {
    "payback_years": ("years from the first flow until the money is back, the last year in part", "自首笔流量起至收回的年数，末年按比例"),
    "discounted_payback_years": ("the same on discounted flows", "同上，按折现流量"),
}  # fmt: skip
NONE = {
    "mac_cny_per_t": ("none: nothing is avoided over all years", "无：各年合计未减排"),
    "payback_years": ("none: the money never comes back", "无：未收回"),
    "discounted_payback_years": (
        "none: the money never comes back with interest",
        "无：计息后未收回",
    ),
}
NAMED = {"view": "view", "carbon": "whether avoided tonnes earn the carbon price", "taxes": "whether taxes are in the prices"}  # fmt: skip
METHODS = "methods-parameters-2006"
View = tuple[str, bool, bool]


class Values:
    """Net present values, marginal costs, rates of return and paybacks, by view."""

    def __init__(self, note: Notebook, again: Appraised, places: Places, costs: Costs) -> None:
        self.note, self.again, self.places, self.costs = note, again, places, costs

    def explain(self, one: Subject, steps: Steps, value: Value, view: View, item: str) -> None:
        """Explain an item of a worth in a view."""
        money = self.again.money(one)
        if money is None:
            self.refused(one, steps, value)
        elif item in BACK or item == "irr":
            self._flows(one, steps, value, view, item)
        elif value is None:
            self.note.write(steps, *NONE[item], value, "", self._parts(one, money, view))
        elif item == "npv_cny":
            inputs = [self.rate(view[0]), *self._parts(one, money, view)]
            self.note.write(steps, *NPV, value, "CNY", inputs)
        elif item == "mac_cny_per_t":
            apart = (view[0], False, view[2])  # income from carbon is never in it
            inputs = [self.rate(view[0]), *self._parts(one, money, apart)]
            avoided = self._present(one, "abatement", money.stream.abatement, view)
            self.note.write(steps, *MAC, value, "CNY/t CO2", [*inputs, avoided])
        elif item == "rate":
            rate = self.rate(view[0])
            self.note.write(steps, rate.name, "折现率", value, "1/year", [rate])
        else:
            self.note.write(steps, NAMED[item], "视角、碳价与税的组合", value)

    def at_rate(self, one: Subject, steps: Steps, value: Value, rate: float) -> None:
        """Explain net present value and marginal cost of society at one rate of discount, with carbon price."""
        money, item = self.again.money(one), steps[3]
        if money is None or item not in ("npv_cny", "mac_cny_per_t"):
            said = ("which measure, and at which rate of the grid", "所评价的措施与折现率取值")
            self.note.write(steps, *said, value)
            return
        view = ("social_8", item == "npv_cny", False)  # its rate is not used
        inputs = [Input("rate of discount", rate, "1/year"), *self._net(one, money, view)]
        if item == "mac_cny_per_t":
            years = zip(self.again.years, money.stream.abatement, strict=True)
            inputs += [Input(f"abatement {year}", float(x), "t CO2") for year, x in years if x]
        text, unit = (PV, "CNY") if item == "npv_cny" else (OVER, "CNY/t CO2")
        self.note.write(steps, *text, value, unit, inputs)

    def invested(self, one: Subject) -> Input:
        """Give the present value of the investment of an owner."""
        money = self.again.money(one)
        if money is None:
            return Input("present value of investment")
        return self._present(one, "investment", money.stream.investment, OWNER)

    def refused(self, one: Subject, steps: Steps, value: Value) -> None:
        """Say why nothing is valued."""
        told = one.entry.get("money_refused")
        if told is None:  # a project: as its measure
            listed = self.note.summary["measures"]
            found = (m for m in listed if (m["id"], m["scenario"]) == (one.measure, one.scenario))
            told = next(found)["money_refused"]
        why = told or {"en": "not valued: a cost is missing", "zh": "缺少成本，不作经济评价"}
        where = self.places.measure(one.measure)
        self.note.write(steps, why["en"], why["zh"], value, "", [self.places.declared(where)])

    def rate(self, view: str) -> Input:
        """Give the discount rate of a view, and where it is from."""
        summary = self.note.summary["appraisal"]["rates"]
        if view == "financial":
            own = self.note.prepared.listed.money
            told = own.financial_rate if own else None
            source = (
                (told.source, f"mark {told.mark}" if told and told.mark else "") if told else ()
            )
            ref = self.places.money("financial_rate", told=source)
        else:
            ref = f"discount rate {view}"
            self.note.about[ref] = str(sources()[METHODS])
        return Input("rate of discount", summary[view], "1/year", ref)

    def carbon(self, year: int) -> Input:
        """Give the carbon price of a year, and the points that it lies between."""
        price = self.note.summary["appraisal"]["carbon_price"][str(year)]
        form = (
            self.note.prepared.listed.money.carbon_price
            if self.note.prepared.listed.money
            else None
        )
        if form is None:
            return Input("carbon price, not given: 0", 0.0, "CNY/t CO2")
        key = f"carbon price {year}"
        if told := self.note.told(key):
            return told
        ref = self.places.money(
            "carbon_price", told=(form.source, form.note, f"mark {form.mark}" if form.mark else "")
        )
        points = [
            Input(f"point of {y}", form.points[y].central, "CNY/t CO2", ref)
            for y in sorted(form.points)
        ]
        text = f"between the points ({form.between}), the last one held, nothing before the first"
        self.note.write(key, text, "点间插值，末点保持，首点之前为零", price, "CNY/t CO2", points)
        return Input(key, price, "CNY/t CO2", key)

    def _parts(self, one: Subject, money: Money, view: View) -> list[Input]:
        """Give the present values that make a net present value, each with what it is made of."""
        series = self._series(money, view)
        return [self._present(one, name, yearly, view) for name, yearly in series.items()]

    def _series(self, money: Money, view: View) -> dict[str, Series]:
        """Give what comes in and what is paid, year by year."""
        stream = money.stream
        earned = {"carbon revenue": stream.carbon_price * stream.abatement} if view[1] else {}
        return {
            "energy saved": stream.energy(_side(view), taxes=view[2]),
            **earned,
            "rest value": stream.salvage,
            "investment": stream.investment,
            "running cost": stream.running,
        }

    def _present(self, one: Subject, name: str, yearly: Series, view: View) -> Input:
        """Write down a present value: all years, one of them explained further."""
        rate = self.note.summary["appraisal"]["rates"][view[0]]
        unit = "t CO2" if name == "abatement" else "CNY"
        taxes = f", {'with' if view[2] else 'without'} taxes" if name == "energy saved" else ""
        label = f"{one.label} present value of {name} ({view[0]}{taxes})"
        if before := self.note.told(label, f"present value of {name}"):
            return before
        worth = float(present_value(rate, yearly))
        years = [y for y, x in zip(self.again.years, yearly, strict=True) if x]
        told = years[-1] if years else None
        inputs = [
            Input(f"{name} {y}", float(x), unit, self._year(one, name, y, float(x), view) if y == told else "")
            for y, x in zip(self.again.years, yearly, strict=True) if x
        ]  # fmt: skip
        self.note.write(label, *PV, worth, unit, [self.rate(view[0]), *inputs])
        return Input(f"present value of {name}", worth, unit, label)

    def _year(self, one: Subject, name: str, year: int, value: float, view: View) -> str:
        """Write down one year of a series, and give its key."""
        key = f"{one.label} {name} {year}"
        if name == "investment":
            self.costs.spent(one, key, value, year)
        elif name == "running cost":
            self.costs.running(one, key, value, year)
        elif name == "rest value":
            self.costs.rest(one, key, value)
        elif name == "energy saved":
            key += f" ({_side(view)}, {'with' if view[2] else 'without'} taxes)"
            self.costs.energy(one, key, value, year, (_side(view), view[2]))
        else:
            return self._tonnes(one, name, year, value)
        return key

    def _tonnes(self, one: Subject, name: str, year: int, value: float) -> str:
        """Write down the tonnes of a year, or what they earn."""
        boundary = self.note.prepared.study.boundary
        what = "alone_mt" if one.alone and one.block == "measures" else "abatement_mt"
        key = f"{one.label} tonnes {year}"
        tonnes = float(self.again.effect(one).abatement(boundary)[0, self.again.years.index(year)])
        text = (f"fall of {boundary} emissions, as {one.key(what, year)}", "该口径排放的减少量")
        inputs = self.costs.tonnes.emitted(one, year, boundary)
        self.note.write(key, *text, tonnes, "t CO2", inputs)
        if name == "abatement":
            return key
        label = f"{one.label} {name} {year}"
        inputs = [self.carbon(year), Input("abatement", tonnes, "t CO2", key)]
        self.note.write(label, *REVENUE, value, "CNY", inputs)
        return label

    def _flows(self, one: Subject, steps: Steps, value: Value, view: View, item: str) -> None:
        """Explain a rate of return or a payback by the flows that it is read off."""
        money = self.again.money(one)
        if money is None:
            return
        rate = [self.rate(view[0])] if item.startswith("discounted") else []
        text = RETURN if item == "irr" else NONE[item] if value is None else BACK[item]
        unit = "1/year" if item == "irr" else "year"
        self.note.write(steps, *text, value, unit, [*rate, *self._net(one, money, view)])

    def _net(self, one: Subject, money: Money, view: View) -> list[Input]:
        """Give the net flow of every year, the first and the last with what they are made of."""
        flows = money.stream.flows(_side(view), carbon=view[1], taxes=view[2])
        years = [(y, float(x)) for y, x in zip(self.again.years, flows, strict=True) if x]
        ends = {year for year, _ in (*years[:1], *years[-1:])}
        return [
            Input(
                f"net flow {y}", x, "CNY", self._flow(one, money, view, y, x) if y in ends else ""
            )
            for y, x in years
        ]

    def _flow(self, one: Subject, money: Money, view: View, year: int, value: float) -> str:
        """Write down the net flow of a year: what comes in and what is paid."""
        taxes, carbon = ("with" if flag else "without" for flag in (view[2], view[1]))
        key = f"{one.label} net flow {year} ({_side(view)}, {taxes} taxes, {carbon} carbon price)"
        if key in self.note.book:
            return key
        place, inputs = self.again.years.index(year), []
        for name, yearly in self._series(money, view).items():
            if x := float(yearly[place]):
                inputs.append(Input(name, x, "CNY", self._year(one, name, year, x, view)))
        self.note.write(key, *FLOW, value, "CNY", inputs)
        return key


def _side(view: View) -> Perspective:
    return FINANCIAL if view[0] == "financial" else SOCIAL
