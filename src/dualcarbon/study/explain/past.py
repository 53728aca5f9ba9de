"""How the numbers of inventory and diagnosis came."""

from __future__ import annotations

from dualcarbon.inventory.totals import CARRIERS, TRADE
from dualcarbon.provenance.derivation import Input, Value
from dualcarbon.reference import standard_coal
from dualcarbon.study.explain.lookup import Steps
from dualcarbon.study.explain.notebook import Notebook

SUM = ("sum of sectors", "各部门之和")


def territorial(note: Notebook, steps: Steps, value: Value) -> None:
    """Explain a territorial total by its sectors, and each by its cells."""
    year = steps[-1]
    parts = [
        ("inventory", "by_sector_mt", s, year) for s in note.summary["inventory"]["by_sector_mt"]
    ]
    for part in parts:
        by_sector(note, part, note.summary["inventory"]["by_sector_mt"][part[2]][year])
    note.write(steps, *SUM, value, "Mt CO2", [_told(note, part, "Mt CO2") for part in parts])


def bounds(note: Notebook, steps: Steps, value: Value) -> None:
    """Explain a bound of a territorial total: the middle of its draws, and the ranges they were drawn from."""
    year = int(steps[-1])
    home = ("inventory", "territorial_mt", steps[-1])
    territorial(note, home, note.summary["inventory"]["territorial_mt"][steps[-1]])
    records = note.account.factors.records
    ranged = [
        r for k, r in sorted(records.items()) if k[:2] == ("direct", year) and r.lo95 is not None
    ]
    inputs = [_told(note, home, "Mt CO2")]
    inputs += [
        Input(f"95 % range of {r.fuel}", f"{r.lo95:.6g} to {r.hi95:.6g}", r.unit, r.id)
        for r in ranged
    ]
    note.write(
        steps,
        "bound of the middle 95 % of 1,024 draws of the factors' ranges, one draw a fuel; activity as printed",
        "按排放因子95%区间抽样1,024次（同一品种共用一次抽样）所得中间95%的界限；活动水平按统计值",
        value,
        "Mt CO2",
        inputs,
    )


def by_sector(note: Notebook, steps: Steps, value: Value) -> None:
    """Explain a sector's direct emissions by its cells."""
    sector, year = steps[-2], int(steps[-1])
    cells = [k for k in note.account.factors.records if k[:3] == ("direct", year, sector)]
    inputs = [note.cell(year, sector, flow, fuel) for _, _, _, flow, fuel in sorted(cells)]
    note.write(
        steps,
        "sum of cells (sector, flow, fuel) x 10^-6",
        "各单元（部门、环节、品种）之和 × 10^-6",
        value,
        "Mt CO2",
        inputs,
    )


def adjusted(note: Notebook, steps: Steps, value: Value) -> None:
    """Explain an adjusted total: territorial plus net trade."""
    year = steps[-1]
    home, bought = ("inventory", "territorial_mt", year), ("inventory", "imports_mt", year)
    territorial(note, home, note.summary["inventory"]["territorial_mt"][year])
    imports(note, bought, note.summary["inventory"]["imports_mt"][year])
    inputs = [_told(note, home, "Mt CO2"), _told(note, bought, "Mt CO2")]
    note.write(
        steps,
        "territorial + net trade of electricity and heat",
        "区域内排放 + 电力与热力净调入排放",
        value,
        "Mt CO2",
        inputs,
    )


def imports(note: Notebook, steps: Steps, value: Value) -> None:
    """Explain the emissions of net purchases."""
    year = int(steps[-1])
    cells = [k for k in note.account.factors.records if k[:2] == ("import", year)]
    inputs = [_traded(note, *key) for key in cells]
    note.write(
        steps, "net trade x factor x 10^-6", "净调入量 × 因子 × 10^-6", value, "Mt CO2", inputs
    )


def _traded(note: Notebook, purpose: str, year: int, _: str, flow: str, fuel: str) -> Input:
    """Write down the trade of one carrier: imports less exports."""
    return note.cell(year, "", flow, fuel, purpose)


def energy(note: Notebook, steps: Steps, value: Value) -> None:
    """Explain an energy total by every row that it adds up."""
    year = int(steps[-1])
    inputs = [
        note.energy_input(y, s, w, f)
        for y, s, w, f in note.amounts
        if y == year and w not in TRADE and f != "total"
    ]
    text = "sum of all uses, outputs of transformation negative, trade left out, x 10^-6"
    note.write(
        steps, text, "全部用能之和（加工转换产出为负，贸易不计）× 10^-6", value, "Mtce", inputs
    )


def replication(note: Notebook, steps: Steps, value: Value) -> None:
    """Explain a replicated total, one of its sectors, its printed figure, or an item of its bridge."""
    place, what, year = int(steps[2]), steps[3], steps[-1]
    id = note.summary["inventory"]["replications"][place]["id"]
    if what in ("id", "boundary"):
        declared = [Input("study.toml", None, "", "study.toml")]
        note.write(steps, "declared in study.toml", "在 study.toml 中声明", value, "", declared)
    elif what == "published_mt":
        ref = note.row("published", id=id, year=int(year), sector="total")
        note.write(
            steps,
            "as published, x 10^-6",
            "公布值 × 10^-6",
            value,
            "Mt CO2",
            [Input("published", None, "", ref)],
        )
    elif what == "bridge_mt":
        note.write(
            steps,
            *BRIDGE.get(steps[4].partition(".")[0], BRIDGE["unexplained"]),
            value,
            "Mt CO2",
            _bridge_inputs(note, id, steps),
        )
    elif what == "by_sector_mt":
        _replicated_sector(note, steps, value, id)
    else:
        base = ("inventory", "replications", str(place), "by_sector_mt")
        sectors = note.summary["inventory"]["replications"][place]["by_sector_mt"]
        for sector in sectors:
            _replicated_sector(note, (*base, sector, year), sectors[sector][year], id)
        note.write(
            steps, *SUM, value, "Mt CO2", [_told(note, (*base, s, year), "Mt CO2") for s in sectors]
        )


BRIDGE = {
    "without": (
        "emissions that our total has and the published one has not, negative",
        "本报告总量包含而公布总量不含的排放（取负）",
    ),
    "charged": ("electricity or heat charged to its users", "计入使用方的电力或热力排放"),
    "unexplained": ("published less recomputed", "公布值减重算值"),
}


def _bridge_inputs(note: Notebook, id: str, steps: Steps) -> list[Input]:
    """Give the cells behind an item of the bridge."""
    year, item = int(steps[-1]), steps[4].split(".")
    if item[0] == "charged":
        keys = [
            k
            for k in note.account.factors.records
            if k[:2] == ("user", year) and k[3:] == (item[2], item[1])
        ]
        return [note.cell(year, s, w, f, "user") for _, _, s, w, f in sorted(keys)]
    if item[0] == "without" and item[1] not in TRADE:
        keys = [
            k for k in note.account.factors.records if k[:2] == ("direct", year) and k[3] == item[1]
        ]
        return [note.cell(year, s, w, f) for _, _, s, w, f in sorted(keys)]
    if item[0] == "without":
        return [
            _traded(note, *k) for k in note.account.factors.records if k[:2] == ("import", year)
        ]
    return [Input("published", None, "", note.row("published", id=id, year=year, sector="total"))]


def _replicated_sector(note: Notebook, steps: Steps, value: Value, id: str) -> None:
    sector, year = steps[-2], int(steps[-1])
    declared = next(r for r in note.prepared.study.replications if r.id == id)
    pairs = [(c.sector, c.flow) for s in declared.sectors if s.sector == sector for c in s.cells]
    records = note.account.factors.records
    inputs = []
    for own, flow in pairs:
        for purpose, y, s, w, f in sorted(records):
            charged = purpose == ("user" if f in CARRIERS else "direct")
            if charged and (y, s, w) == (year, own, flow):
                inputs.append(note.cell(year, s, w, f, purpose))
    note.write(
        steps,
        "sum of the cells that the publication counts, x 10^-6",
        "公布口径所含单元之和 × 10^-6",
        value,
        "Mt CO2",
        inputs,
    )


def intensity(note: Notebook, steps: Steps, value: Value) -> None:
    """Explain energy or emissions per GDP."""
    year = steps[-1]
    what = "energy" if steps[1] == "energy_intensity" else "CO2"
    boundary = steps[2] if steps[1] == "co2_intensity_by_boundary" else note.prepared.study.boundary
    top = amount(note, what, boundary, year)
    gdp = note.account.yearbook.gdp
    base = None if gdp is None else float(gdp.sel(year=int(year)))
    unit = "" if gdp is None else str(gdp.attrs["units"])
    told = note.summary["diagnosis"]["units"][
        "energy_intensity" if what == "energy" else "co2_intensity"
    ]
    note.write(
        steps,
        f"{what} / GDP at constant prices",
        "总量 / 不变价地区生产总值",
        value,
        told,
        [top, Input("GDP", base, unit, note.gdp_row(int(year)))],
    )


def amount(note: Notebook, what: str, boundary: str, year: str) -> Input:
    """Give energy, or emissions on a boundary, as an input that is explained below."""
    inventory = note.summary["inventory"]
    if what == "energy":
        steps: Steps = ("inventory", "energy_mtce", year)
        energy(note, steps, inventory["energy_mtce"][year])
        return _told(note, steps, "Mtce")
    if boundary in ("territorial", "adjusted"):
        steps = ("inventory", f"{boundary}_mt", year)
        (territorial if boundary == "territorial" else adjusted)(
            note, steps, inventory[f"{boundary}_mt"][year]
        )
        return _told(note, steps, "Mt CO2")
    place = next(i for i, r in enumerate(inventory["replications"]) if r["id"] == boundary)
    steps = ("inventory", "replications", str(place), "co2_mt", year)
    replication(note, steps, inventory["replications"][place]["co2_mt"][year])
    return _told(note, steps, "Mt CO2")


def nonfossil(note: Notebook, steps: Steps, value: Value) -> None:
    """Explain a non-fossil share, or why it is not given as one number."""
    if not steps[-1].isdecimal():
        note.write(steps, "why no one share is judged", "不作单一判定的原因", value)
        return
    year = int(steps[-1])
    inputs = [
        note.energy_input(y, s, w, f)
        for y, s, w, f in note.amounts
        if y == year and (f in ("nonfossil", "other_energy") or (w in TRADE and f == "electricity"))
    ]
    total: Steps = ("inventory", "energy_mtce", str(year))
    inputs.append(
        Input(
            "total energy",
            note.summary["inventory"]["energy_mtce"][str(year)],
            "Mtce",
            ".".join(total),
        )
    )
    rate, _ = standard_coal.electricity(year, "coal_equivalent")
    inputs.append(Input("coal rate", rate.value, "kgce/kWh", rate.source))
    text = "(k N + R) / (E + (k - 1)(N + M)), k = 1 by heat, coal rate / 0.1229 at the coal rate"
    note.write(
        steps,
        text,
        "(kN + R) / (E + (k - 1)(N + M))，当量值 k = 1，等价值 k = 发电煤耗 / 0.1229",
        value,
        "1",
        inputs,
    )


def series(note: Notebook, steps: Steps, value: Value) -> None:
    """Explain what is read off the whole territorial series: decoupling, trend, the peak of the past."""
    years = note.summary["inventory"]["territorial_mt"]
    for year in years:
        territorial(note, ("inventory", "territorial_mt", year), years[year])
    inputs = [_told(note, ("inventory", "territorial_mt", y), "Mt CO2") for y in years]
    note.write(steps, *SERIES[steps[1]], value, "", inputs)
    if steps[1] == "peak":
        told = note.summary["diagnosis"]["peak"]["sentence"]
        note.write(steps, told["en"], told["zh"], value, "", inputs)


SERIES = {
    "decoupling": (
        "growth of emissions / growth of GDP (Tapio), from the series",
        "排放增速 / 地区生产总值增速（Tapio），由序列得出",
    ),
    "trend": (
        "Mann-Kendall test and Sen slope of the series",
        "序列的 Mann-Kendall 检验与 Sen 斜率",
    ),
    "peak": ("verdict on the series", "对序列的判定"),
}


def _told(note: Notebook, steps: Steps, unit: str) -> Input:
    """Give a number of the summary as an input."""
    key = ".".join(steps)
    found = note.book[key]
    return Input(key, found.value, unit, key)
