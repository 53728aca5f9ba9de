"""Cells with a notation key: told when read, left out of totals, listed with their key; blanks leave a total open."""

from __future__ import annotations

import pytest

from dualcarbon.study import preparation, running

HEAD = "year,sector,indicator,kind,value,unit,source\n"


@pytest.fixture
def told(small, tmp_path):
    """Give the warnings and the account of a small study that keeps sheep and pigs, with some cells in 2017."""

    def made(pigs, sheep="1000"):
        folder = small["write"](tmp_path / "herds")
        rows = "".join(
            f"{year},agriculture,{animal},,{cell if year == 2017 else 1000},head,invented\n"
            for animal, cell in (("pig", pigs), ("sheep", sheep))
            for year in (2016, 2017, 2018)
        )
        (folder / "data/activity.csv").write_text(HEAD + rows, encoding="utf-8")
        with (folder / "study.toml").open("a", encoding="utf-8") as file:
            file.write('\n[account]\nguideline = "none"\n')
        prepared = preparation.prepare(folder)
        results = running.compute(prepared, "0" * 12, members=32, seed=1)
        return [w.code for w in results.warnings], results.summary["account"]

    return made


@pytest.mark.parametrize("key", ["NE", "C", "NO", "IE"])
def test_a_key_is_told_left_out_and_listed(told, key):
    codes, account = told(key)
    assert "NUM014" in codes
    assert account["complete"]["2017"]
    category = account["by_category_mt"]["3A1"]
    assert category["2016"] == category["2018"]
    pigs = 1000 * 1.5e-3 * 28 * 1e-6  # GB/T 32151.22-2024, table C.3
    assert category["2016"] - category["2017"] == pytest.approx(pigs, rel=1e-9)
    assert account["co2e_mt"]["2017"] is not None
    listed = next(cell for cell in account["left_out"] if cell.get("indicator") == "pig")
    assert (listed["years"], listed["kind"]) == ({"2017": key}, "")
    assert listed["name"]["en"].startswith("Pig")


def test_a_category_of_keys_alone_is_listed_under_completeness(told):
    _, account = told("NO", sheep="NE")
    listed = {one["category"]: one["years"] for one in account["completeness"]}
    assert listed["3A1"]["2017"] == "NE"
    assert "2016" not in listed["3A1"]
    assert account["co2e_mt"]["2017"] is not None


def test_a_value_is_left_out_nowhere(told):
    codes, account = told("2000")
    assert "NUM014" not in codes
    assert account["left_out"] == []
