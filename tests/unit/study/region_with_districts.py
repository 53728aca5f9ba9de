"""A made-up city of two districts, from the tables of an example, small enough to be run in every test."""

from __future__ import annotations

import shutil
from pathlib import Path

DISTRICTS = Path(__file__).parents[3] / "examples" / "wangjin" / "districts"
EARLY = ("2015", "2016", "2017")
HEAD = 'schema = "dualcarbon/scenario/1"\nname = "{0}"\n'
BASE = (
    HEAD.format("baseline")
    + """
[gdp]
growth = [{to = 2030, rate = {normal = [0.04, 0.01]}}, {to = 2060, rate = {normal = [0.015, 0.01]}}]

[intensity.industry]
growth = [{to = 2060, rate = {normal = [-0.03, 0.005]}}]

[mix.households.share]
raw_coal = {points = {2030 = {triangular = [0.0, 0.02, 0.05]}}}
electricity = "residual"
"""
)
PLAN = (
    HEAD.format("plan")
    + """extends = "baseline"

[gdp]
growth = [{to = 2060, rate = {normal = [0.02, 0.01]}}]

[population]
points = {2060 = 150}
unit = "10^4 person"

[intensity.industry]
growth = [{to = 2060, rate = {normal = [-0.05, 0.005]}}]

[measures]
boilers = 1.0
"""
)
BOILERS = """
schema = "dualcarbon/measures/1"

[[measures]]
id = "boilers"
title = {en = "Boilers", zh = "锅炉"}
action = "industry"
ramp = {from = 2025, to = 2035}
changes = [{path = "intensity.households", op = "scale", value = 0.9}]
"""


def city(target):
    """Make the city; its districts are the port, with a file of the plan, and the old town, with a baseline of its own."""
    shutil.copytree(DISTRICTS / "laocheng", target, ignore=shutil.ignore_patterns("scenarios"))
    for name in ("lingang", "laocheng"):
        shutil.copytree(DISTRICTS / name, target / "districts" / name)
    for table in target.rglob("data/*.csv"):
        rows = table.read_text(encoding="utf-8").splitlines(keepends=True)
        table.write_text("".join(r for r in rows if r[:4] not in EARLY), encoding="utf-8")
    declared(target, "districts/lingang", "districts/laocheng")
    (target / "scenarios").mkdir()
    (target / "scenarios/baseline.toml").write_text(BASE, encoding="utf-8")
    (target / "scenarios/plan.toml").write_text(PLAN, encoding="utf-8")
    (target / "measures.toml").write_text(BOILERS, encoding="utf-8")
    port = target / "districts/lingang/scenarios"
    text = (port / "policy.toml").read_text(encoding="utf-8")
    (port / "plan.toml").write_text(text.replace('"policy"', '"plan"'), encoding="utf-8")
    (port / "policy.toml").unlink()
    return target


def declared(study, *districts):
    """Let a folder declare the city, with these districts."""
    file = study / "study.toml"
    text = file.read_text(encoding="utf-8").replace('name = "laocheng"', 'name = "city"')
    listed = ", ".join(f'"{one}"' for one in districts)
    more = f'scenarios = ["baseline", "plan"]\ndistricts = [{listed}]\n'
    file.write_text(text + more, encoding="utf-8")
