"""Studies to start from: what is to be filled in is told row by row, and once it is, they check and run."""

from __future__ import annotations

import csv
import tomllib
from collections import Counter

import pytest

from dualcarbon.errors import InputError
from dualcarbon.scenarios import templates
from dualcarbon.study import running, template
from dualcarbon.study.preparation import prepare, rehearse

KINDS = ("city", "industrial-park", "province")
OUTPUTS = {("power", "electricity"): -1500.0, ("heat", "heat"): -1200.0}
"""What plants give. [10^4 tce]"""
MADE_UP = {
    "total,value_added": 10000.0, "urban_share": 0.6, "clinker_ratio": 0.7, "trucks_hydrogen": 0.0,
    "steel_routes.bf_bof": 0.7, "steel_routes.scrap_eaf": 0.3, "steel_routes.h2_dri": 0.0,
}  # fmt: skip


def rows(file):
    with file.open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def value(row, parts):
    """Make up a number: one for most, an even part of a group of shares, much energy, which branches are a part of."""
    name = row.get("variable") or f"{row.get('sector')},{row.get('indicator')}"
    if "fuel" in row:
        return OUTPUTS.get((row["flow"], row["fuel"]), 1000.0)
    if name in MADE_UP:
        return MADE_UP[name]
    group = name.rpartition(".")[0]
    return (
        1 / parts[group]
        if row["unit"] == "1" and group
        else 100.0
        if "variable" not in row
        else 1.0
    )


def filled(folder, skip=()):
    """Put a made-up number into every empty cell of the tables, but for some variables; few members are enough."""
    study = (folder / "study.toml").read_text(encoding="utf-8")
    (folder / "study.toml").write_text(study.replace("members = 8192", "members = 16"), "utf-8")
    for file in (folder / "data").glob("*.csv"):
        table = rows(file)
        parts = Counter(r["variable"].rpartition(".")[0] for r in table if "variable" in r)
        for row in table:
            row["value"] = "" if row.get("variable") in skip else value(row, parts)
        with file.open("w", encoding="utf-8", newline="") as opened:
            out = csv.DictWriter(opened, list(table[0]))
            out.writeheader()
            out.writerows(table)
    return folder


@pytest.fixture
def started(tmp_path):
    def start(kind):
        template.make(tmp_path / "region", title="某地", region="330000", template=kind)
        return tmp_path / "region"

    return start


def faults(folder):
    with pytest.raises(InputError) as error:
        prepare(folder)
    return error.value.faults


def test_kinds_are_those_that_the_program_brings():
    assert template.kinds() == KINDS


@pytest.mark.parametrize("kind", KINDS)
def test_every_value_is_empty_and_every_empty_value_is_told_once(kind, started):
    folder = started(kind)
    empty = [
        (f"data/{file.name}", line)
        for file in (folder / "data").glob("*.csv")
        for line, row in enumerate(rows(file), start=2)
        if row["value"] == ""
    ]
    assert len(empty) == sum(len(rows(file)) for file in (folder / "data").glob("*.csv"))
    told = Counter((f.place.file, f.place.line) for f in faults(folder))
    assert told == Counter(empty)


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_filled_in_checks(kind, started):
    prepared = prepare(filled(started(kind)))
    rehearse(prepared)
    assert list(prepared.scenarios) == ["baseline", "policy", "enhanced"]
    assert {w.code for w in prepared.warnings}.isdisjoint({"AHD002", "AHD003"})
    assert any(key.startswith("activity.") for key in prepared.planted[1].units)
    declared = tomllib.loads((prepared.folder / "tree.toml").read_text(encoding="utf-8"))
    assert set(declared["use"]) <= set(templates.names())


@pytest.mark.parametrize(
    "kind", [pytest.param(k, marks=[pytest.mark.slow] * (k != "industrial-park")) for k in KINDS]
)
def test_what_is_filled_in_runs(kind, started):
    results = running.run(filled(started(kind)), quick=True)
    assert set(results.summary["scenarios"]) == {"baseline", "policy", "enhanced"}


def test_a_variable_that_is_left_open_is_asked_for_with_its_unit(started):
    (one,) = faults(filled(started("city"), skip=("cars_per_head",)))
    assert (one.code, one.place.file) == ("TRE019", "data/variables.csv")
    assert '"cars_per_head" in 2020' in one.message("en")
    assert "vehicle/person" in one.message("en")


def test_an_unknown_kind_is_answered_with_those_there_are(tmp_path):
    with pytest.raises(InputError) as error:
        template.make(tmp_path / "region", template="provinz")
    (one,) = error.value.faults
    assert one.code == "NEW004"
    assert "province" in one.message("en")
    assert not (tmp_path / "region").exists()
