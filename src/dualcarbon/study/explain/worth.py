"""What explains measures, projects, attributions and the terms of the appraisal: which part answers which key."""

from __future__ import annotations

from collections.abc import Callable

from dualcarbon.appraisal.streams import FINANCIAL, SOCIAL
from dualcarbon.provenance.derivation import Input, Value
from dualcarbon.study.appraisal import LEADING, OWNER, RANKED
from dualcarbon.study.explain.agreed import Agreed
from dualcarbon.study.explain.appraised import Appraised, Subject
from dualcarbon.study.explain.costs import Costs
from dualcarbon.study.explain.lookup import Steps
from dualcarbon.study.explain.notebook import Notebook
from dualcarbon.study.explain.places import Places
from dualcarbon.study.explain.ranks import Ranks
from dualcarbon.study.explain.shares import Shares
from dualcarbon.study.explain.tonnes import Tonnes
from dualcarbon.study.explain.values import Values

Work = Callable[[Subject, Steps, Value], None]
LEADERS = {
    "npv_cny": (LEADING, "npv_cny", False),
    "mac_cny_per_t": (LEADING, "mac_cny_per_t", False),
    "mac_alone_cny_per_t": (LEADING, "mac_cny_per_t", True),
    "net_value_cny": (RANKED, "npv_cny", True),
    "irr": (OWNER, "irr", False),
    "payback_years": (OWNER, "payback_years", False),
    "npv_owner_cny": (OWNER, "npv_cny", False),
}
"""Numbers of money that stand first: their view, the item of a worth that each is, and whether it is alone."""
ATTRIBUTED = ("attributed_mt", "attributed_co2e_mt", "attributed_error_mt")
SUM = ("sum of all years", "各年之和")
PER_TONNE = ("first investment / abatement of the first full year", "首次投资 / 首个完整年的减排量")


class OfAppraisal:
    """What the summary says of measures and money, computed again from the run's own inputs."""

    def __init__(self, note: Notebook) -> None:
        self.note = note
        self.again = Appraised(note)
        self.places = note.kept("places", lambda: Places(note))
        self.tonnes = Tonnes(note, self.again, self.places)
        self.costs = Costs(note, self.again, self.places, self.tonnes)
        self.values = Values(note, self.again, self.places, self.costs)
        self.ranks = Ranks(note, self.again, self.values)
        self.shares = Shares(note, self.again, self.places)
        self.agreed = Agreed(note, self.again, self.places, self.values)

    def explain(self, steps: Steps, value: Value) -> None:
        """Explain a number or word of measures, projects, attribution or appraisal."""
        if steps[0] == "attribution":
            self.shares.explain(steps, value)
        elif steps[0] == "appraisal":
            self.agreed.explain(steps, value)
        else:
            one = self.again.subject(steps[0], int(steps[1]))
            self._work(one, steps)(one, steps, value)

    def _work(self, one: Subject, steps: Steps) -> Work:
        """Give what explains a key of a measure or a project."""
        known: dict[str, Work] = {
            **dict.fromkeys(("abatement_mt", "alone_mt", "adjusted_mt"), self.tonnes.abatement),
            **dict.fromkeys(ATTRIBUTED, self.shares.attributed),
            **dict.fromkeys(("worth", "worth_alone"), self._one_of_twelve),
            **dict.fromkeys(LEADERS, self._leading),
            "captured_mt": self.tonnes.captured,
            "energy_mtce": self.tonnes.energy,
            "units": self.tonnes.units,
            "money": self._money,
            "investment_cny": self._all_years,
            "first_investment_cny": self._first,
            "cny_per_annual_t": self._per_tonne,
            "ranks": self.ranks.place,
            "first_eight": self.ranks.robust,
        }
        return known.get(steps[2], self.agreed.declared)

    def _leading(self, one: Subject, steps: Steps, value: Value) -> None:
        """Explain the numbers of money that stand first."""
        view, item, alone = LEADERS[steps[2]]
        self.values.explain(one.by_itself(alone=alone), steps, value, view, item)

    def _one_of_twelve(self, one: Subject, steps: Steps, value: Value) -> None:
        told = one.entry[steps[2]][int(steps[3])]
        view = (told["view"], told["carbon"], told["taxes"])
        subject = one.by_itself(alone=steps[2] == "worth_alone")
        self.values.explain(subject, steps, value, view, steps[4])

    def _money(self, one: Subject, steps: Steps, value: Value) -> None:
        """Explain money of a year, or the cost of a unit."""
        what = steps[3] if len(steps) > 3 else ""
        if what == "investment_cny":
            self.costs.spent(one, steps, value, int(steps[4]))
        elif what == "running_cny":
            self.costs.running(one, steps, value, int(steps[4]))
        elif what == "salvage_cny":
            self.costs.rest(one, steps, value)
        elif what == "energy_cny":
            self.costs.energy(one, steps, value, int(steps[4]), (SOCIAL, False))
        elif what == "energy_owner_cny":
            self.costs.energy(one, steps, value, int(steps[4]), (FINANCIAL, True))
        elif what == "unit_cost":
            self.agreed.unit_cost(one, steps, value)
        elif what == "price_year":
            self.agreed.price_year(steps, value)
        else:
            self.values.refused(one, steps, value)

    def _all_years(self, one: Subject, steps: Steps, value: Value) -> None:
        """Explain the investment to the horizon."""
        money = self.again.money(one)
        if money is None:
            self.values.refused(one, steps, value)
            return
        paid = [
            (y, float(x))
            for y, x in zip(self.again.years, money.stream.investment, strict=True)
            if x
        ]
        inputs = []
        for year, x in paid:
            key = f"{one.label} investment {year}"
            self.costs.spent(one, key, x, year)
            inputs.append(Input(key, x, "CNY", key))
        self.note.write(steps, *SUM, value, "CNY", inputs)

    def _first(self, one: Subject, steps: Steps, value: Value) -> None:
        """Explain what the units cost when first bought."""
        if value is None:
            self.values.refused(one, steps, value)
        else:
            self.costs.first(one, steps, value)

    def _per_tonne(self, one: Subject, steps: Steps, value: Value) -> None:
        """Explain the investment of a project over its abatement of a year."""
        if one.entry["first_investment_cny"] is None:
            self.values.refused(one, steps, value)
            return
        first, year = one.key("first_investment_cny"), str(one.entry["to"])
        full = one.key("abatement_mt", year)
        inputs = []
        for key, unit, shown in (
            (first, "CNY", one.entry["first_investment_cny"]),
            (full, "Mt CO2", one.entry["abatement_mt"].get(year)),
        ):
            if shown is not None:
                self.explain(tuple(key.split(".")), shown)
            inputs.append(Input(key, shown, unit, key))
        self.note.write(steps, *PER_TONNE, value, "CNY/(t CO2/year)", inputs)
