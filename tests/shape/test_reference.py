"""The reference pages are those that the package declares, and leave nothing out."""

import re
import subprocess
import sys
import tomllib

import pytest
import typer.core

from dualcarbon.cli import reference
from dualcarbon.cli.app import app
from dualcarbon.cli.reference import catalogue, factors, markdown, summary, tree, written
from dualcarbon.measures.catalogue import all_typical
from dualcarbon.quantities.distributions import FORMS
from dualcarbon.quantities.kinds import KINDS
from dualcarbon.reference.tables import rows, sources
from dualcarbon.scenarios.declared import HEAD
from dualcarbon.study import preparation, running
from dualcarbon.vocabulary import faults, keys
from dualcarbon.vocabulary.names import (
    ACTIONS,
    CLAUSES,
    FLOWS,
    FUELS,
    GASES,
    INDICATORS,
    SECTORS,
)
from dualcarbon.vocabulary.tables import TABLES

NOT_IN_EXAMPLES = {
    "diagnosis.trend": "null where a series is too short to be tested",
    "appraisal": "null where no scenario deploys a measure",
    "appraisal.rates": "empty where nothing is valued",
    "appraisal.carbon_price": "empty where nothing is valued",
    "sensitivity.correlated": "empty where no numbers are correlated",
    "diagnosis.peak_by_district.refused.{what}": "only where no district can be judged",
    "scenarios.{scenario}.peak_confirmation": "null without a peak inside, a fall, or GDP",
    "stirpat.backtest": "null where there are no years after the twelfth",
    "tree.titles.{key}.{lang}": "empty without a tree.toml",
    "tree.units.{key}": "empty without a tree.toml",
    "account.left_out.{n}.{what}": "empty where no cell has a notation key",
    "account.left_out.{n}.name.{lang}": "empty where no cell has a notation key",
    "account.left_out.{n}.years.{year}": "empty where no cell has a notation key",
    "account.reference_approach.mt.{year}": "null without a balance table",
    "account.reference_approach.gap.{year}": "null without a balance table",
    "account.energy_totals_mtce.{convention}.{year}": "null without a balance table",
    "account.filled.{n}.table": "empty where nothing is filled",
    "account.filled.{n}.key.{item}": "empty where nothing is filled",
    "account.filled.{n}.name.{lang}": "empty where nothing is filled",
    "account.filled.{n}.method": "empty where nothing is filled",
    "account.filled.{n}.unit": "empty where nothing is filled",
    "account.filled.{n}.row": "empty where nothing is filled",
    "account.filled.{n}.years.{year}.{what}": "empty where nothing is filled",
    "account.filled.{n}.sentence.{lang}": "empty where nothing is filled",
    "account.official.{n}.items.{m}.why.{lang}": "only of what a study states",
    "account.official.{n}.items.{m}.source": "only of what a study states",
    "account.official.{n}.items.{m}.mark": "only of what a study states",
    "account.districts.{n}.missing": "empty where no district is missing",
    "account.districts.{n}.items.{m}.{what}": "only of what a study states",
    "account.districts.{n}.items.{m}.{what}.{lang}": "only of what a study states",
    "account.districts.{n}.sentence": "null where there is nothing to compare",
    "account.districts.{n}.scaled.method": "null unless it is asked for",
    "account.districts.{n}.scaled.districts.{item}": "null unless it is asked for",
    "account.grid.{region}.{year}": "null without a table of deliveries",
    "account.closed": "empty where no cell is closed",
    "calibration.hindcast.refused.code": "null where the past was predicted",
    "calibration.hindcast.refused.{lang}": "null where the past was predicted",
    "measures.{n}.excludes": "empty where no deployed measure excludes another",
    "measures.{n}.attributed_error_mt.{year}": "null where so few measures are deployed that shares are exact",
}
NOT_IN_EXAMPLES |= {
    key.path: "empty in a study without districts; tests/unit/study/test_districts_ahead.py has one"
    for key in keys.load(summary.FILE)["districts ahead"]
}
"""Keys of the page of results that need not be in a run of the examples, and why."""
CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture(scope="module")
def pages(root):
    folder = root / "docs" / "reference"
    return {file.name: file.read_text(encoding="utf-8") for file in sorted(folder.iterdir())}


def test_the_command_writes_exactly_the_pages_that_are_kept(pages, tmp_path):
    command = [sys.executable, "-m", "dualcarbon.cli.reference", str(tmp_path / "new")]
    subprocess.run(command, check=True)
    written_now = {f.name: f.read_text(encoding="utf-8") for f in (tmp_path / "new").iterdir()}
    assert sorted(written_now) == sorted(pages)
    stale = [name for name, text in written_now.items() if pages[name] != text]
    assert stale == [], "out of date: run `make docs`"


def test_every_page_is_on_the_first_one(pages):
    assert set(reference.TOPICS) == set(reference.PAGES) - {"README.md"}
    assert all(f"]({name})" in pages["README.md"] for name in reference.TOPICS)


def commands(group, before=""):
    """Every command with its name, those of a group behind that of the group."""
    for name, command in group.commands.items():
        inside = hasattr(command, "commands")
        yield from commands(command, f"{name} ") if inside else [(f"{before}{name}", command)]


def test_every_command_is_documented_with_all_that_it_takes(pages):
    for name, command in commands(typer.main.get_command(app)):
        section = pages["cli.md"].split(f"\n## {name}\n")[1].split("\n## ")[0]
        for parameter in command.params:
            is_option = isinstance(parameter, typer.core.TyperOption)
            shown = parameter.opts if is_option else [parameter.name.upper()]
            assert all(f"| `{one}` |" in section for one in shown), (name, parameter.name)


def test_every_message_is_documented_in_both_languages(pages):
    lines = {line.split(" | ")[0].strip("| "): line for line in pages["messages.md"].splitlines()}
    for code in faults.codes():
        told = faults.entry(code)
        sentences = [told[form] for form in ("en", "zh", "advice_en", "advice_zh") if form in told]
        assert [one for one in sentences if markdown.cell(one) not in lines.get(code, "")] == []
    assert {catalogue.area(code) for code in faults.codes()} <= set(catalogue.AREAS)


def test_every_name_is_documented(pages):
    books = (FUELS, SECTORS, FLOWS, GASES, INDICATORS, ACTIONS, CLAUSES)
    assert [id for book in books for id in book if f"| `{id}` |" not in pages["names.md"]] == []


def test_every_packaged_record_and_source_is_documented(pages):
    listed = (table for table in factors.SECTIONS if table not in ("conflicts", "zones"))
    ids = [row["id"] for table in listed for row in rows(table)]
    assert [id for id in (*ids, *sources()) if f"| `{id}` |" not in pages["factors.md"]] == []


def test_every_typical_measure_and_its_sources_are_documented(pages):
    page = pages["measures.md"]
    assert [one for one in all_typical() if page.count(f"\n| `{one}` |") < 2] == []
    cited = {p.source for one in all_typical().values() for p in one.numbers.values()}
    assert [source for source in cited if f"| `{source}` |" not in page] == []


def test_every_table_is_documented(pages):
    assert [name for name in TABLES if f"### {name} " not in pages["tables.md"]] == []


def test_what_people_write_is_documented(pages):
    page = pages["study-file.md"]
    assert set(written.HEAD) == set(HEAD)
    assert set(written.LIKELY) == set(FORMS)
    assert [kind for kind in KINDS if f"\n#### {kind}\n" not in page] == []


@pytest.mark.parametrize("file", [summary.FILE, tree.FILE])
def test_keys_are_told_in_both_languages(file):
    told = [key for part in keys.load(file).values() for key in part]
    assert [key.path for key in told if not key.en] == []
    assert [key.path for key in told if not CHINESE.search(key.zh)] == []


def test_the_tree_page_names_the_keys_of_the_examples(root):
    scenarios = sorted(root.glob("examples/*/scenarios/*.toml"))
    assert scenarios
    for file in scenarios:
        content = tomllib.loads(file.read_text(encoding="utf-8"))
        head = {key: value for key, value in content.items() if key not in HEAD}
        assert tree.undescribed(_declared(head)) == [], file.name


@pytest.fixture(scope="module")
def summaries(root):
    studies = (preparation.prepare(root / "examples" / name) for name in ("jiangsu", "china"))
    return [running.compute(study, "x", members=128, seed=1).summary for study in studies]


def test_the_page_of_results_describes_what_the_examples_give(summaries):
    assert [summary.undescribed(one) for one in summaries] == [[], []]


def test_the_page_of_results_describes_nothing_else(summaries):
    given = keys.alike(path for one in summaries for path in summary.leaves(one))
    told = [key for part in keys.load(summary.FILE).values() for key in part]
    unused = {key.path for key in told if not any(key.matches(path) for path in given)}
    assert unused <= set(NOT_IN_EXAMPLES), unused - set(NOT_IN_EXAMPLES)
    gone = [key for key in NOT_IN_EXAMPLES if key not in {one.path for one in told}]
    assert gone == []


def _declared(table, prefix=""):
    """Walk a scenario file to the keys of its paths; parts of groups are keys too."""
    for name, value in table.items():
        key = f"{prefix}.{name}".strip(".")
        if "share" in value:
            yield key
            yield from (f"{key}.{part}" for part in value["share"])
        elif set(value) & set(KINDS):
            yield key
        else:
            yield from _declared(value, key)
