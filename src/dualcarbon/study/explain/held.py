"""How the numbers came that the account is held against: official totals, districts, electricity between regions, counts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from dualcarbon.provenance.derivation import Input, Value
from dualcarbon.study.explain.lookup import Steps
from dualcarbon.study.explain.notebook import Notebook

Entry = Mapping[str, Any]
LEADS = {"territorial": "inventory.territorial_mt", "adjusted": "inventory.adjusted_mt"}
ENERGY = "inventory.energy_mtce"
OWN_KEY = "a number of the summary, explained by its own key"
COUNTED = ("cells of the tables of the study, counted", "研究数据表的单元格计数")
SOLVED = (
    "solved for all regions at once, each receiving at its sender's factor",
    "全部地区联立求解，受入电量按送端因子计",
)
NO_GRID = ("the study has no regions of its own", "本研究没有自定区域")
OFFICIAL: Mapping[str, tuple[str, str]] = {
    "official_mt": ("as officially issued", "官方发布数"),
    "start_mt": ("the total that leads", "主要总量"),
    "ours_mt": ("leading total + what the account computes between the two boundaries", "主要总量 + 账户计算的口径差项"),
    "unexplained_mt": ("official total - ours - what the study states of the difference", "官方总量 − 我方总量 − 研究说明的差异"),
    "mt": ("an item between the two totals", "两个总量之间的一项"),
}  # fmt: skip
DISTRICTS: Mapping[str, tuple[str, str]] = {
    "sum": ("sum of the districts", "下级地区之和"),
    "whole": ("the region's own figure", "本地区自有数字"),
    "gap": ("sum of the districts - the region's own figure", "下级地区之和 − 本地区数字"),
    "unexplained": ("gap - what the study states of it", "差额 − 研究说明的部分"),
    "value": ("what the study states of the difference", "研究对差异的说明"),
    "districts": ("as the table of districts has it", "下级地区数据表原值"),
    "scaled": ("figure of the district x the region's own / sum of the districts", "下级地区数 × 本地区数 / 下级地区之和"),
}  # fmt: skip


def official(note: Notebook, steps: Steps, value: Value) -> None:
    """Explain a number of the bridge to an official total."""
    entry: Entry = note.summary["account"]["official"][int(steps[2])]
    text = OFFICIAL.get(steps[-1], ("as the study says", "研究声明"))
    inputs = _of_bridge(note, entry, steps[-1]) if steps[-1] in OFFICIAL else []
    note.write(steps, *text, value, entry["unit"] if steps[-1] in OFFICIAL else "", inputs)


def districts(note: Notebook, steps: Steps, value: Value) -> None:
    """Explain a number of the districts held against the region."""
    entry: Entry = note.summary["account"]["districts"][int(steps[2])]
    name = steps[3] if steps[3] in ("districts", "scaled") else steps[-1]
    text = DISTRICTS.get(name, ("as the study says", "研究声明"))
    known = name in DISTRICTS
    inputs = _of_districts(note, entry, steps) if known else []
    note.write(steps, *text, value, entry["unit"] if known else "", inputs)


def grid(note: Notebook, steps: Steps, value: Value) -> None:
    """Explain a factor of the study's own set of regions."""
    if "grid" not in note.prepared.read.tables:
        note.write(steps, *NO_GRID, value)
        return
    ref = note.prepared.read.tables["grid"].file
    note.about[ref] = "what each region makes of electricity and receives from others"
    note.write(steps, *SOLVED, value, "t CO2/MWh", [Input("deliveries", None, "", ref)])


def counted(note: Notebook, steps: Steps, value: Value) -> None:
    """Explain a count of cells."""
    files = [t.file for t in note.prepared.read.tables.values()]
    note.write(steps, *COUNTED, value, "", [Input(file, None, "", file) for file in files])


HELD: Mapping[str, Callable[[Notebook, Steps, Value], None]] = {
    "official": official,
    "districts": districts,
    "grid": grid,
    "signed": counted,
    "hidden": counted,
}
"""Who explains each block."""


def _of_bridge(note: Notebook, entry: Entry, name: str) -> list[Input]:
    year, unit = entry["year"], entry["unit"]
    if name == "official_mt":
        ref = note.row("official", year=int(year), boundary=entry["id"])
        return [Input("official total", entry["official_mt"], unit, ref)]
    if name == "mt":
        note.about["tables/ledger.csv"] = "every line of the account, year by year"
        return [
            Input("ledger", None, "", "tables/ledger.csv"),
            Input("statements", None, "", "study.toml"),
        ]
    key = f"{ENERGY if unit == 'Mtce' else LEADS[note.summary['boundary']]}.{year}"
    note.about[key] = OWN_KEY
    found = [Input("leading total", entry["start_mt"], unit, key)]
    if name in ("ours_mt", "unexplained_mt"):
        wanted = [i for i in entry["items"] if name == "unexplained_mt" or not i["stated"]]
        found += [
            Input(i["name"]["en"], i["mt"], unit, "study.toml" if i["stated"] else "")
            for i in wanted
        ]
    if name == "unexplained_mt":
        found += _of_bridge(note, entry, "official_mt")
    return found


def _of_districts(note: Notebook, entry: Entry, steps: Steps) -> list[Input]:
    year, unit = int(entry["year"]), entry["unit"]
    parts = [
        Input(name, amount, unit, note.row("districts", year=year, indicator=entry["item"], district=name))
        for name, amount in entry["districts"].items()
    ]  # fmt: skip
    if steps[3] == "districts":
        return [part for part in parts if part.name == steps[-1]]
    whole = Input("the region's own", entry["whole"], unit, str(entry["whole_source"]))
    if steps[-1] in ("sum", "whole"):
        return parts if steps[-1] == "sum" else [whole]
    return [
        *parts,
        whole,
        *(Input(i["name"]["en"], i["value"], unit, "study.toml") for i in entry["items"]),
    ]
