"""How a parameter of the base year came: its row of statistics, a path of its own, or what branches leave of the account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dualcarbon.provenance.derivation import Input
from dualcarbon.quantities.derived import Formula
from dualcarbon.quantities.kinds import Constant
from dualcarbon.quantities.sentences import describe
from dualcarbon.quantities.stock import Stock
from dualcarbon.scenarios.declared_history import QUIET, is_declared
from dualcarbon.scenarios.end_uses import EndUse, final_share, sized
from dualcarbon.scenarios.tree import Cell, Tree
from dualcarbon.study.explain.notebook import Notebook
from dualcarbon.study.explain.read_off import ROW, SEEN, OfAccount, Text

if TYPE_CHECKING:
    from dualcarbon.study.explain.branches import Branches

LEFT: Text = {
    "en": "what the branches leave of the account of the sector / its activity: (sum of the account - sum of the branches) / activity",
    "zh": "部门账户扣除各分支后的余量 / 活动水平：（账户之和 − 各分支之和）/ 活动水平",
}
SHARED: Text = {
    "en": "share in what the branches leave of the account of the sector",
    "zh": "在部门账户扣除各分支后余量中的份额",
}
NOTHING: Text = {
    "en": "nothing is said of it: none",
    "zh": "未声明：无",
}
PART: Text = {
    "en": "no row names this part in the year: from the path of the group, or none",
    "zh": "当年无该部分的数据行：取自份额组路径，否则为零",
}
STATED: Text = {
    "en": "of the stock of the base year: its ages, or the mean that it states",
    "zh": "取自基准年存量：其年龄构成，或其声明的均值",
}
KEPT: Text = {"en": "nothing was kept from the air", "zh": "未减排"}


class OfStatistics:
    """Parameters up to the base year."""

    def __init__(self, note: Notebook, branches: Branches) -> None:
        self.note, self.branches = note, branches

    def explain(self, name: str, key: str, year: int) -> tuple[Text, list[Input]]:
        """Say how a parameter of a year of statistics came, and what of."""
        if key.startswith("abated."):
            return KEPT, []
        if key.startswith("activity."):
            return ROW, self._activity(key, year)
        if is_declared(key):
            return self._declared(name, key, year)
        head, _, sector = key.partition(".")
        branches = [n for n, u in self._tree.branches.items() if u.sector == sector.partition(".")[0]]  # fmt: skip
        if branches and head == "mix":
            return SHARED, []
        if branches and head == "intensity":
            return LEFT, self._left(name, sector, branches, year)
        return OfAccount(self.note).explain(key, year, self.branches.central[name].parameters)

    @property
    def _tree(self) -> Tree:
        return self.note.prepared.planted[1]

    def _activity(self, key: str, year: int) -> list[Input]:
        """Give the cell of the table that an activity of the ledger was read from."""
        for one in self.branches.activities.get(key, ()):
            if year in one.years and (ref := one.refs[one.years.index(year)]):
                value = float(one.values[one.years.index(year)])
                self.note.about.setdefault(ref, "")
                return [Input(f"{one.name} {year}", value, one.unit, ref)]
        return []

    def _declared(self, name: str, key: str, year: int) -> tuple[Text, list[Input]]:
        """Say what a variable, a branch or a chain is in a year: its row, or what its own path makes of the others."""
        scenario, short = self.note.prepared.scenarios[name], key.removeprefix("variables.")
        unit = self.branches.parameters.unit(scenario, key)
        rows = self._tree.series.get(short, {})
        if year in rows:
            ref = self.note.row("variables", year=year, variable=short)
            return ROW, [Input(f"{short} {year}", rows[year], unit, ref)]
        path = self._tree.defaults.get(key)
        if path is None:
            stock = self._tree.defaults.get(key.rpartition(".")[0])
            if stock is not None and isinstance(stock.form, Stock):
                return STATED, [Input("declared", None, "", self.note.place(stock.place))]
            group = key.rpartition(".")[0] in self._tree.groups
            return PART if group else NOTHING if key.endswith(QUIET) else SEEN, []
        where = Input("declared", None, "", self.note.place(path.place))
        if isinstance(path.form, Stock):
            target = path.form.stock.target
            said: Text = {"en": f"the stock keeps to {target}", "zh": f"存量与 {target} 一致"}
            follows = [target] if target else []
        elif isinstance(path.form, Formula | Constant):
            said = self._said(name, key, year)
            follows = list(path.form.follows())
        else:
            return SEEN, [where]
        known = (k for k in follows if k in self.branches.central[name].parameters)
        return said, [where, *(self.branches.parameter(name, k, year) for k in known)]

    def _said(self, name: str, key: str, year: int) -> Text:
        path, middle = self._tree.defaults[key], self.branches.central[name]
        place = middle.years.index(year)
        known = {k: float(v[place]) for k, v in middle.parameters.items() if k in path.form.follows()}  # fmt: skip
        return {
            lang: describe(path, year, base_year=year - 1, base=0.0, values=known, lang=lang)
            for lang in ("en", "zh")
        }

    def _left(self, name: str, sector: str, branches: list[str], year: int) -> list[Input]:
        """Give the account of a sector, what its branches use of it, and its activity. [tce]."""
        seen, tree = self.note.prepared.planted[0], self._tree
        flow, place = tree.demand[sector][0], seen.years.index(year)
        given, rest = self.branches.central[name].parameters, tree.uses[sector]
        found = []
        for fuel in tree.groups[rest.mix]:
            cell: Cell = (sector, flow, fuel)
            if cell in seen.energy:
                amount = float(seen.energy[cell][place])
                found.append(Input(f"account {'/'.join(cell)}", amount, "tce", self.note.energy_input(year, *cell).ref))  # fmt: skip
        for branch in branches:
            use: EndUse = tree.branches[branch]
            for fuel in tree.groups[use.mix]:
                amount = float((sized(given, use) * final_share(given, use, fuel))[place])
                ref = self.branches.uses.use(name, branch, fuel, year, place).ref
                found.append(Input(f"- {branch} {fuel}", amount, "tce", ref))
        return found + [self.branches.parameter(name, key, year) for key in rest.activity]
