"""What is confidential stays in the run: no exported or reported file says it."""

from __future__ import annotations

import csv
import io
import json
import shutil
import zipfile
from pathlib import Path

import polars as pl
import pytest

from dualcarbon.report import docx, html
from dualcarbon.study import asking, exports, running
from dualcarbon.study.publishing import OF_ENERGY, hides, merged, published

EXAMPLES = Path(__file__).parents[3] / "examples"
CLOSED = {
    "data/energy.csv": ("transport", "final", "natural_gas"),
    "data/activity.csv": ("industry", "", "cement_output"),
}
"""Cells of the base year that the study closes."""
UNITS = {"10^4 tce": (1.0, 1e4, 1e-2), "10^4 t": (1.0, 1e4, 1e-2)}
"""A value as printed, in its plain unit, and in millions."""


def close(study):
    """Close the cells; give what they say, as printed and in plain units."""
    secrets = []
    for file, wanted in CLOSED.items():
        with (study / file).open(encoding="utf-8", newline="") as read:
            rows = list(csv.DictReader(read))
        for row in rows:
            labels = (row["sector"], row.get("flow", ""), row.get("fuel") or row["indicator"])
            row["access"] = "confidential" if (labels, row["year"]) == (wanted, "2017") else ""
            if row["access"]:
                secrets += [float(row["value"]) * factor for factor in UNITS[row["unit"]]]
        with (study / file).open("w", encoding="utf-8", newline="") as write:
            writer = csv.DictWriter(write, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
    return secrets


def texts(value):
    """Ways to write a number, with five figures and more."""
    ways = {f"{value:.{n}g}" for n in range(5, 9)} | {f"{value:,.{n}f}" for n in range(4)}
    ways |= {f"{value:.{n}f}" for n in range(4)}
    return {way for way in ways if len(way.replace(",", "").replace(".", "").strip("0")) >= 5}


def words(data):
    """Give the text of a file; a workbook or document is unpacked."""
    if data[:2] != b"PK":
        return data.decode("utf-8")
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return "".join(packed.read(n).decode("utf-8", "replace") for n in packed.namelist() if n.endswith(".xml"))  # fmt: skip


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """A run of Jiangsu with two closed cells, and the numbers that nobody may read."""
    ignored = shutil.ignore_patterns("results", "README*", "expected.json")
    study = tmp_path_factory.mktemp("closed") / "jiangsu"
    shutil.copytree(EXAMPLES / "jiangsu", study, ignore=ignored)
    secrets = close(study)
    return running.run(study, out=study / "results", members=16), secrets


def test_the_run_itself_keeps_what_is_closed(kept):
    results, secrets = kept
    account = results.summary["account"]
    assert account["hidden"] == 2
    assert len(account["closed"]) == 2
    ledger = results.tables["ledger"]
    cement = ledger.filter((ledger["year"] == 2017) & (ledger["category"] == "2A1"))
    assert set(cement["access"]) == {"confidential"}
    assert cement["activity"].to_list()[0] == pytest.approx(secrets[4])


@pytest.mark.parametrize("form", exports.FORMS)
def test_no_export_says_it(kept, form, tmp_path):
    results, secrets = kept
    made = exports.export(results.folder, form, out=tmp_path)
    found = "".join(words(file.read_bytes()) for file in made.files)
    assert not [w for secret in secrets for w in texts(secret) if w in found]
    assert "VIEW006" in {w.code for w in made.warnings}


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_no_report_says_it(kept, lang, tmp_path):
    results, secrets = kept
    html.documents(results, tmp_path)
    pages = [file.read_text(encoding="utf-8") for file in sorted(tmp_path.rglob("*")) if file.is_file()]  # fmt: skip
    pages.append(words(docx.render(results, lang)))
    assert not [w for secret in secrets for w in texts(secret) for page in pages if w in page]


def test_no_request_says_it(kept, tmp_path):
    results, secrets = kept
    for name in ("requests.csv", "requests.xlsx"):
        asked = asking.ask(results.folder, lang="en", out=tmp_path / name)
        found = words(asked.file.read_bytes()) + json.dumps(asked.listed, ensure_ascii=False)
        assert not [w for secret in secrets for w in texts(secret) if w in found]


def test_sums_that_a_closed_cell_makes_alone_are_blank(kept):
    results, _ = kept
    shown, _ = published(results.summary, results.tables)
    assert shown["account"]["by_category_mt"]["2A1"]["2017"] is None
    assert shown["account"]["by_category_mt"]["2A1"]["2016"] is not None
    assert results.summary["account"]["by_category_mt"]["2A1"]["2017"] is not None
    assert shown["account"]["co2e_mt"] == results.summary["account"]["co2e_mt"]


def test_a_closed_cell_of_energy_is_shown_with_its_smallest_neighbour(kept):
    results, _ = kept
    _, tables = published(results.summary, results.tables)
    before, after = (t["energy"].filter((t["energy"]["flow"] == "final") & (t["energy"]["fuel"] == "natural_gas")) for t in (results.tables, tables))  # fmt: skip
    assert after["energy_tce"].sum() == pytest.approx(before["energy_tce"].sum())
    gone = set(before["sector"]) - set(after["sector"])
    assert "transport" in gone
    assert len(gone) == 2


def test_paths_that_begin_at_closed_cells_are_left_out(kept):
    """In the base year a path is the cell: sector by intensity and mix, activity as it stands."""
    results, _ = kept
    before, heads = results.tables["parameters"], ("activity.", "mix.", "intensity.", "power.")
    assert "mix.transport.natural_gas" in set(before["key"])
    shown, tables = published(results.summary, results.tables)
    for name in ("parameters", "differences"):
        assert not [key for key in set(tables[name]["key"]) if key.startswith(heads)]
    assert {"gdp", "population"} <= set(tables["parameters"]["key"])
    told = [one["key"] for s in results.summary["scenarios"].values() for one in s["differences"]]
    left = [one["key"] for s in shown["scenarios"].values() for one in s["differences"]]
    assert left == [key for key in told if not key.startswith(OF_ENERGY)]
    assert len(left) < len(told)


def test_with_a_closed_activity_alone_paths_of_energy_stay():
    assert hides(energy=False, activity=True) == ("activity.",)
    frame = pl.DataFrame({"key": ["activity.clinker_output", "mix.industry.coal"], "year": [2017, 2017], "value": [1.0, 0.5]})  # fmt: skip
    energy = pl.DataFrame({"sector": ["industry"], "flow": ["final"], "fuel": ["coal"], "energy_tce": [1.0], "source": ["data/energy.csv:2"]})  # fmt: skip
    summary = {"account": {"closed": ["data/activity.csv:5"]}, "scenarios": {"base": {}}}
    _, tables = published(summary, {"energy": energy, "parameters": frame})
    assert tables["parameters"]["key"].to_list() == ["mix.industry.coal"]


def test_warnings_that_speak_of_a_file_with_closed_cells_are_counted(kept):
    results, _ = kept
    shown, _ = published(results.summary, results.tables)
    codes = [w["code"] for w in shown["warnings"]]
    assert "CEL003" in codes
    assert not [w for w in shown["warnings"] if w["where"].startswith(("data/energy.csv", "data/activity.csv"))]  # fmt: skip


def test_fills_of_other_files_are_still_told(kept):
    results, _ = kept
    account = results.summary["account"]
    told = [{"table": "population", "series": {}}, {"table": "activity", "series": {}}]
    shown, _ = published({**results.summary, "account": {**account, "filled": told}}, results.tables)  # fmt: skip
    assert shown["account"]["filled"] == told[:1]


def test_a_study_without_closed_cells_is_shown_as_it_is(computed):
    one = computed["jiangsu"]
    assert published(one.summary, one.tables) == (one.summary, one.tables)


def test_a_cell_that_stands_alone_is_left_out():
    frame = pl.DataFrame({"sector": ["industry", "transport"], "flow": ["final"] * 2, "fuel": ["coal", "oil"], "energy_tce": [5.0, 6.0]})  # fmt: skip
    shown = merged(frame, {("industry", "final", "coal")})
    assert shown.rows() == [("transport", "final", "oil", 6.0)]


def test_a_sum_that_is_blank_alone_is_not_left_to_follow_from_the_total(kept):
    """The total less all other categories, or gases, would be the one that is blank."""
    results, _ = kept
    shown, _ = published(results.summary, results.tables)
    for name in ("by_category_mt", "by_gas_co2e_mt"):
        before, after = (one["account"][name] for one in (results.summary, shown))
        blank = [id for id in before if before[id]["2017"] and after[id]["2017"] is None]
        assert len(blank) != 1
    assert len([s for s in shown["account"]["by_category_mt"].values() if s["2017"] is None]) == 2


def test_land_does_not_follow_from_two_totals(kept):
    """A view that leaves out the total without land in a year is followed by all that would tell it."""
    results, _ = kept
    account = results.summary["account"]
    views = {"ipcc": {"without_land_mt": {"2016": 1.0, "2017": None}}, "gpc": {}}
    sums = {"2016": 3.0, "2017": 4.0}
    given = {**account, "views": views, "co2e_without_land_mt": sums, "sinks": {"inventory_mt": sums, "project_mt": sums}}  # fmt: skip
    shown = published({**results.summary, "account": given}, results.tables)[0]["account"]
    assert shown["co2e_without_land_mt"] == {"2016": 3.0, "2017": None}
    assert shown["sinks"] == {"inventory_mt": {"2016": 3.0, "2017": None}, "project_mt": sums}
