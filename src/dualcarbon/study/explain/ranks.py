"""How the places of measures and projects came, and how sure they are."""

from __future__ import annotations

from dualcarbon.provenance.derivation import Input, Value
from dualcarbon.study.appraisal import FIRST, OWNER, RANKED
from dualcarbon.study.explain.appraised import Appraised, Subject
from dualcarbon.study.explain.lookup import Steps
from dualcarbon.study.explain.notebook import MT, Notebook
from dualcarbon.study.explain.values import Values

BY = {
    "net_value": ("place by net value alone, the largest first; equals stand in declared order", "单独实施净值由大到小的名次；相等的按声明次序"),
    "abatement": ("place by abatement alone to the horizon, the largest first", "单独实施至期末累计减排量由大到小的名次"),
    "economy": (
        "place by the owner's net present value per yuan invested, alone; what needs no investment before or after all others",
        "单独实施时业主净现值与投资现值之比由大到小的名次；无需投资的列于首尾",
    ),
}  # fmt: skip
UNRANKED = ("no place: it is not valued", "未作经济评价，不参与排序")
ROBUST = (
    f"members in which its net value alone is among the first {FIRST} / all members",
    f"单独实施净值进入前 {FIRST} 名的成员数 / 全部成员数",
)
OWNED = (
    "net present value of the owner / present value of the investment",
    "业主净现值 / 投资现值",
)


class Ranks:
    """Places among the measures, or the projects, of a scenario."""

    def __init__(self, note: Notebook, again: Appraised, values: Values) -> None:
        self.note, self.again, self.values = note, again, values

    def place(self, one: Subject, steps: Steps, value: Value) -> None:
        """Explain a place by the values of all that were ranked, its own followed further."""
        by, alone = steps[3], one.by_itself()
        if value is None:
            self.values.refused(one, steps, value)
            told = self.note.book[".".join(steps)].inputs
            self.note.write(steps, *UNRANKED, value, "", told)
            return
        work = {"net_value": self._net_value, "abatement": self._abated, "economy": self._economy}[
            by
        ]
        inputs = [
            found for other in self.again.beside(alone)
            if (found := work(other, followed=other.place == one.place)) is not None
        ]  # fmt: skip
        self.note.write(steps, *BY[by], value, "", inputs)

    def robust(self, one: Subject, steps: Steps, value: Value) -> None:
        """Explain the share of members in which it is among the first."""
        if value is None:
            self.values.refused(one, steps, value)
            return
        members = self.note.summary["members"]
        own = self._net_value(one.by_itself(), followed=True)
        inputs = [
            Input("members counted", round(float(value) * members)),
            Input("members", members),
        ]
        self.note.write(steps, *ROBUST, value, "", [*inputs, *([own] if own else [])])

    def _net_value(self, one: Subject, *, followed: bool) -> Input | None:
        worth = self.again.worth(one, RANKED)
        if worth is None:
            return None
        value, _ = worth
        key = f"{one.label} net value"
        if followed:
            self.values.explain(one, (key,), value, RANKED, "npv_cny")
        return Input(f"net value of {one.entry['id']}", value, "CNY", key if followed else "")

    def _abated(self, one: Subject, *, followed: bool) -> Input:
        """Give the tonnes of all years; of the measure asked about with its years."""
        boundary = self.note.prepared.study.boundary
        yearly = self.again.effect(one).abatement(boundary)[0]
        key = f"{one.label} abatement to the horizon"
        total = float(yearly.sum()) * MT
        if followed:
            years = [
                Input(f"fall of {boundary} emissions {y}", float(x) * MT, "Mt CO2")
                for y, x in zip(self.again.years, yearly, strict=True)
                if x
            ]
            changes = self.values.costs.tonnes.emitted(one, self.again.years[-1], boundary)[2:]
            self.note.write(key, "sum of years", "各年之和", total, "Mt CO2", [*years, *changes])
        return Input(f"abatement of {one.entry['id']}", total, "Mt CO2", key if followed else "")

    def _economy(self, one: Subject, *, followed: bool) -> Input | None:
        """Give what a yuan invested earns; of the measure asked about with both present values."""
        worth = self.again.worth(one, OWNER)
        if worth is None:
            return None
        value, spent = worth
        ratio = value / spent if spent else None
        key = f"{one.label} economy"
        if followed:
            npv = f"{one.label} net present value of the owner"
            self.values.explain(one, (npv,), value, OWNER, "npv_cny")
            inputs = [Input(npv, value, "CNY", npv), self.values.invested(one)]
            self.note.write(key, *OWNED, ratio, "CNY/CNY", inputs)
        return Input(f"economy of {one.entry['id']}", ratio, "CNY/CNY", key if followed else "")
