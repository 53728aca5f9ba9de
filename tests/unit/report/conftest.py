"""A synthetic run: an invented region whose numbers add up by construction. No real place, no real number."""

import importlib.util
import math
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace

import polars as pl
import pytest

from dualcarbon.report import docx, html, pdf
from dualcarbon.vocabulary.faults import Place, note

HISTORY = range(2010, 2018)
YEARS = range(2010, 2061)
SCENARIOS = {
    "baseline": ({"en": "Baseline", "zh": "基准情景"}, 0.004, None),
    "policy": ({"en": "Current policy", "zh": "现行政策情景"}, -0.004, 2029),
    "enhanced": ({"en": "Enhanced", "zh": "强化情景"}, -0.02, 2021),
}
# share of the whole by sector, flow and fuel
CELLS = {
    ("energy_supply", "power", "coal"): (0.36, 2.7),
    ("energy_supply", "power", "nonfossil"): (0.05, 0.0),
    ("energy_supply", "heat", "coal"): (0.09, 2.7),
    ("energy_supply", "losses", "natural_gas"): (0.01, 1.6),
    ("agriculture", "final", "oil"): (0.02, 2.1),
    ("industry", "final", "coal"): (0.25, 2.7),
    ("industry", "final", "natural_gas"): (0.06, 1.6),
    ("transport", "final", "oil"): (0.1, 2.1),
    ("households", "final", "natural_gas"): (0.06, 1.6),
}
CARRIERS = {  # electricity and heat: made, bought, used; in shares of the whole
    ("energy_supply", "power", "electricity"): -0.17,
    ("energy_supply", "heat", "heat"): -0.07,
    ("total", "import", "electricity"): 0.03,
    ("energy_supply", "losses", "electricity"): 0.01,
    ("industry", "final", "electricity"): 0.14,
    ("households", "final", "electricity"): 0.05,
    ("industry", "final", "heat"): 0.07,
}
IMPORT_FACTOR = 4.5
WARNINGS = (note("UNIT006", Place(file="data/activity.csv", line=3), text="ton"),)


@dataclass(frozen=True)
class Results:
    """What the report asks of results, and nothing else."""

    summary: dict
    tables: dict
    study: SimpleNamespace
    manifest: dict = field(default_factory=dict)
    folder: None = None
    chosen: tuple = ()


def whole(scenario, year):
    """Energy in tce: growth in history, then the scenario's own."""
    rate = 0.03 if year <= 2017 else SCENARIOS[scenario][1]
    past = 2.4e8 * 1.03 ** (min(year, 2017) - 2010)
    return past * math.exp(
        rate * max(year - 2017, 0) - 0.0004 * max(year - 2017, 0) ** 2 * (scenario != "baseline")
    )


def gdp(year):
    """Gross domestic product in CNY at constant prices."""
    return 4e12 * 1.09 ** (year - 2010)


def mt(scenario, year, sector=None):
    return sum(
        whole(scenario, year) * share * factor / 1e6
        for (s, _, _), (share, factor) in CELLS.items()
        if sector in (None, s)
    )


def trade(scenario, year):
    return whole(scenario, year) * 0.03 * IMPORT_FACTOR / 1e6


def by_year(function, years=HISTORY):
    return {str(y): function(y) for y in years}


def inventory():
    sectors = {s for s, _, _ in CELLS}
    published = by_year(lambda y: mt("policy", y) * 0.97)
    return {
        "territorial_mt": by_year(lambda y: mt("policy", y)),
        "territorial_range_mt": {
            "low": by_year(lambda y: mt("policy", y) * 0.95),
            "high": by_year(lambda y: mt("policy", y) * 1.05),
        },
        "adjusted_mt": by_year(lambda y: mt("policy", y) + trade("policy", y)),
        "by_sector_mt": {s: by_year(lambda y, s=s: mt("policy", y, s)) for s in sorted(sectors)},
        "energy_mtce": by_year(lambda y: 1.03 * whole("policy", y) / 1e6),  # with what was bought
        "replications": [
            {
                "id": "charged",
                "boundary": "charged",
                "co2_mt": published,
                "by_sector_mt": {},
                "published_mt": published,
                "bridge_mt": {
                    "without.import": by_year(lambda y: -trade("policy", y)),
                    "without.losses": by_year(lambda y: -mt("policy", y) * 0.05),
                    "charged.electricity.final": by_year(lambda y: mt("policy", y) * 0.02),
                },
            }
        ],
    }


def diagnosis():
    def per(path):
        return {y: 1e10 * v / gdp(int(y)) for y, v in path.items()}  # per 10,000 CNY

    account = inventory()
    spans = [(2010, 2015), (2015, 2017), *((y, y + 1) for y in range(2010, 2017))]
    change = {s: mt("policy", s[1]) - mt("policy", s[0]) for s in spans}
    parts = {
        "population": 0.1,
        "affluence": 1.9,
        "structure": -0.2,
        "intensity": -0.9,
        "mix": -0.05,
        "apart": 0.15,
    }
    return {
        "energy_intensity": per(account["energy_mtce"]),
        "co2_intensity": per(account["territorial_mt"]),
        "co2_intensity_by_boundary": {
            "territorial": per(account["territorial_mt"]),
            "adjusted": {
                y: v * 1.002 ** (int(y) - 2010) for y, v in per(account["adjusted_mt"]).items()
            },
            "charged": {
                y: v * 1.01 ** (int(y) - 2010) for y, v in per(account["territorial_mt"]).items()
            },
        },
        "nonfossil_share": {
            "refused": {"en": "the two conventions disagree", "zh": "两种折算方法结果不一致"}
        },
        "lmdi": [
            {
                "from": a,
                "to": b,
                "change_mt": v,
                "effects_mt": {f: v * s for f, s in parts.items()},
                "residual": 0.0,
            }
            for (a, b), v in change.items()
        ],
        "decoupling": [],
        "trend": trend(),
        "peak": {
            "verdict": "revision",
            "sentence": {"en": "rising in 2017", "zh": "2017年仍在上升"},
            "parts": [
                {
                    "from": 2010,
                    "to": 2011,
                    "verdict": "no_data",
                    "sentence": {"en": "two values", "zh": "仅两个值"},
                },
                {
                    "from": 2012,
                    "to": 2017,
                    "verdict": "rising",
                    "sentence": {"en": "highest at the end", "zh": "末年最高"},
                },
            ],
        },
    }


def scenario(name):
    title, _, year = SCENARIOS[name]
    path = by_year(lambda y: mt(name, y), YEARS)
    peak = {
        "verdict": "peaked" if year else "rising",
        "year": year,
        "amount_mt": max(path.values()) if year is None else path[str(year)],
        "no_peak": 0.9 if year is None else 0.25 if name == "policy" else 0.0,
        "probability_by": {
            "2030": 0.0 if year is None else 0.5 if name == "policy" else 1.0,
            "2035": 1 / 3,
        },
        "verdicts": {"rising": 0.9, "peaked": 0.1}
        if year is None
        else {"rising": 0.0, "peaked": 1.0, "slump": 0.0},
        "year_p10": 2024 if year else "> 2060",
        "year_p50": 2028 if year else "> 2060",
        "year_p90": "> 2060" if name != "enhanced" else 2026,
        "amount_p10_mt": 0.95 * max(path.values()),
        "amount_p50_mt": max(path.values()),
        "amount_p90_mt": 1.06 * max(path.values()),
    }
    goal = {
        "indicator": "co2_intensity", "kind": "change", "year": 2020, "base_year": 2015, "goal": -0.2,
        "boundary": "territorial", "gap": 0.0, "reason": None, "national": False, "source": "an invented plan",
    }  # fmt: skip
    missed = name == "baseline"
    goals = [
        {**goal, "id": "a", "title": {"en": "CO2 per GDP", "zh": "单位GDP碳排放"}, "mark": "M",
         "value": -0.18 if missed else -0.22, "state": "missed" if missed else "met"},
        {**goal, "id": "b", "indicator": "nonfossil_share", "kind": "level", "goal": 0.11, "title": {"en": "Non-fossil share", "zh": "非化石能源占比"},
         "mark": "", "value": None, "state": "refused", "reason": {"en": "two conventions", "zh": "两种口径"}},
        {**goal, "id": "c", "indicator": "co2_peak", "kind": "peak_by", "year": 2030, "goal": 2030.0, "title": {"en": "Peak", "zh": "碳达峰"},
         "mark": "A", "value": year, "state": "met" if year else "missed", "national": True},
    ]  # fmt: skip
    return {
        "title": title,
        "territorial_mt": path,
        "adjusted_mt": by_year(lambda y: mt(name, y) + trade(name, y), YEARS),
        "peak": peak,
        "neutrality": {"state": "not_assessable", "year": None, "residual_mt": path["2060"],
                       "reason": {"en": "sinks are missing", "zh": "缺少碳汇数据"}},
        "cumulative_mt": sum(v for y, v in path.items() if int(y) > 2017),
        "targets": goals,
    }  # fmt: skip


def energy():
    for year in HISTORY:
        for (s, w, f), share in {**{k: v[0] for k, v in CELLS.items()}, **CARRIERS}.items():
            yield {
                "year": year,
                "sector": s,
                "flow": w,
                "fuel": f,
                "energy_tce": share * whole("policy", year),
                "source": "data/energy.csv:2",
            }


def emissions():
    for year in HISTORY:
        for (s, w, f), (share, factor) in CELLS.items():
            amount = share * whole("policy", year)
            yield {
                "year": year, "sector": s, "flow": w, "fuel": f, "purpose": "direct", "energy_tce": amount,
                "factor_tco2_per_tce": factor, "emissions_tco2": amount * factor, "factor_record": f"local:{f}",
            }  # fmt: skip


def cells():
    for name in SCENARIOS:
        for year in YEARS:
            for (s, w, f), (share, factor) in CELLS.items():
                amount = share * whole(name, year)
                yield {
                    "scenario": name,
                    "year": year,
                    "sector": s,
                    "flow": w,
                    "fuel": f,
                    "energy_tce": amount,
                    "emissions_tco2": amount * factor,
                }


def fans():
    for name in SCENARIOS:
        for year in YEARS:
            wide = 0.003 * max(year - 2017, 0)
            levels = {
                "p05": -1.6,
                "p10": -1.3,
                "p25": -0.7,
                "p50": 0.05,
                "p75": 0.7,
                "p90": 1.3,
                "p95": 1.6,
            }
            yield {"scenario": name, "boundary": "territorial", "year": year,
                   **{q: 1e6 * mt(name, year) * (1 + wide * z) for q, z in levels.items()}}  # fmt: skip


def members():
    for name, (_, _, year) in SCENARIOS.items():
        for member in range(64):
            never = (year is None and member % 10) or (name == "policy" and member % 4 == 0)
            peak = None if never else (year or 2050) + member % 7 - 3
            yield {
                "scenario": name,
                "member": member,
                "peak_year": peak,
                "peak_tco2": 6e8,
                "verdict": "peaked",
            }


def trend():
    tests = {
        "s": 26,
        "z": 3.1,
        "p": 0.002,
        "p_calibrated": 0.03,
        "p_hamed_rao": 0.01,
        "autocorrelation": 0.4,
    }
    slopes = {
        "slope_mt_per_year": 18.0,
        "slope_low_mt_per_year": 15.0,
        "slope_high_mt_per_year": 21.0,
    }
    return {**tests, **slopes}


PATHS = {
    "gdp": lambda s, y: gdp(y),
    "population": lambda s, y: 8e7,
    "structure.industry": lambda s, y: 0.4,
    "intensity.industry": lambda s, y: whole(s, y) / gdp(y),
    "mix.industry.coal": lambda s, y: 0.5,
    "power.supply.nonfossil": lambda s, y: 0.1,
    "power.rate": lambda s, y: 2.4,
    "odd.path": lambda s, y: 1.0,
}


def parameters():
    for name in SCENARIOS:
        for key, of in PATHS.items():
            for y in YEARS:
                yield {
                    "scenario": name,
                    "year": y,
                    "key": key,
                    "value": of(name, y),
                    "source": f"scenarios/{name}.toml",
                }


def lmdi():
    """The effects of the first period by sector, as the summary holds their sums."""
    for one in diagnosis()["lmdi"]:
        for effect, whole_mt in one["effects_mt"].items():
            parts = {"total": 1.0} if effect == "apart" else {"industry": 0.7, "transport": 0.3}
            for sector, share in parts.items():
                yield {
                    "start": one["from"],
                    "end": one["to"],
                    "effect": effect,
                    "sector": sector,
                    "effect_tco2": share * whole_mt * 1e6,
                }


def beside(name):
    """Load a module beside this file; tests are no package."""
    file = Path(__file__).with_name(f"{name}.py")
    spec = importlib.util.spec_from_file_location(file.stem, file)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def make(*, measured=True):
    """Make the synthetic run, with its measures or without."""
    both = {"en": "Testland (synthetic)", "zh": "示例省（虚构）"}
    study = SimpleNamespace(
        title=both,
        headline={"en": "synthetic numbers as of 2017", "zh": "虚构数据，以2017年为基准"},
        base_year=2017,
        horizon=2060,
        price_year=2010,
        scenarios=tuple(SCENARIOS),
        breaks=(
            SimpleNamespace(
                series="energy",
                years=(2011, 2012),
                why={"en": "one row changes sign", "zh": "有一行变号"},
            ),
        ),
        periods=(
            SimpleNamespace(from_=2010, to=2015, name={"en": "12th FYP", "zh": "“十二五”"}),
            SimpleNamespace(
                from_=2015, to=2017, name={"en": "13th FYP, two years", "zh": "“十三五”前两年"}
            ),
        ),
        replications=(
            SimpleNamespace(
                id="charged",
                title={"en": "Published total", "zh": "公布总量"},
                boundary={"en": "charged to users", "zh": "计入使用方"},
                exceptions=(
                    SimpleNamespace(
                        sector="industry", year=2013, why={"en": "not explained", "zh": "未能解释"}
                    ),
                ),
            ),
        ),
    )
    summary = {
        "schema": "dualcarbon/summary/1", "region": "000000", "base_year": 2017, "run": "0123456789ab", "gwp": "AR5",
        "price_year": 2010, "convention": "calorific", "members": 64, "seed": 1, "inventory": inventory(), "diagnosis": diagnosis(),
        "scenarios": {name: scenario(name) for name in SCENARIOS}, "measures": [], "projects": [], "attribution": [], "appraisal": None, "marks": {"C": 0, "M": 2, "A": 1},
        "account": beside("synthetic_account").account(lambda y: mt("policy", y)),
        "warnings": [{"code": f.code, "message": {"en": f.sentence("en"), "zh": f.sentence("zh")}, "where": ""} for f in WARNINGS],
    }  # fmt: skip
    if measured:
        told = beside("synthetic_measures")
        summary["measures"] = told.measures()
        summary["projects"] = list(told.projects())
        summary["attribution"] = [
            told.attribution(*pair, mt)
            for pair in (("policy", "baseline"), ("enhanced", "policy"), ("enhanced", "baseline"))
        ]
        summary["attribution"].insert(
            0, told.attribution("enhanced", "baseline", mt) | {"against": ""}
        )
        summary["appraisal"] = told.appraisal()
    factor = {"fuel": "coal", "source": "an invented list", "mark": "M", "tier": "local"}
    tables = {
        "energy": pl.DataFrame(list(energy())),
        "emissions": pl.DataFrame(list(emissions())),
        "factors": pl.DataFrame(
            [{"id": "local:coal", **factor}, {"id": "local:oil", **factor, "mark": ""}]
        ),
        "totals": pl.DataFrame(
            [{"year": y, "gdp": gdp(y), "population_person": 8e7} for y in HISTORY]
        ),
        "pathway_cells": pl.DataFrame(list(cells())),
        "fans": pl.DataFrame(list(fans())),
        "members": pl.DataFrame(list(members()), infer_schema_length=None),
        "parameters": pl.DataFrame(list(parameters())),
        "assumptions": pl.DataFrame(
            [
                {
                    "scenario": n,
                    "key": k,
                    "mark": "A",
                    "source": f"an invented plan: {k}",
                    "note": "",
                }
                for n in SCENARIOS
                for k in PATHS
                if k != "odd.path"
            ]
        ),
        "draws": pl.DataFrame({"member": [0], "key": ["gdp.growth.2020"], "value": [0.5]}),
        "lmdi": pl.DataFrame(list(lmdi())),
    }
    return Results(summary, tables, study, {"inputs": {"data/energy.csv": "ab" * 32}})


@pytest.fixture(scope="session")
def results():
    """The synthetic run, made once."""
    return make()


@pytest.fixture(scope="session")
def bare():
    """The same run of a study without measures."""
    return make(measured=False)


def in_both(write, results):
    return {lang: write(results, lang) for lang in ("en", "zh")}


@pytest.fixture(scope="session")
def pages(results):
    """The report of the synthetic run as a page, by language."""
    return in_both(html.render, results)


@pytest.fixture(scope="session")
def pdfs(results):
    """The report of the synthetic run as PDF, by language."""
    return in_both(pdf.render, results)


@pytest.fixture(scope="session")
def docxs(results):
    """The report of the synthetic run as a Word file, by language."""
    return in_both(docx.render, results)
