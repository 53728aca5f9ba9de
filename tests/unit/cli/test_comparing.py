"""Two scenarios on the command line: tables, JSON, refusals."""

from __future__ import annotations

import pytest

from dualcarbon.cli.comparing import signed


def test_it_shows_what_differs_and_who_makes_it(call, jiangsu):
    status, out, err = call("compare", jiangsu, "baseline", "policy", "--years", "2040")
    assert (status, err) == (0, "")
    assert "power.supply.nonfossil" in out
    assert "scenarios/policy.toml" in out
    assert "Electricity supply" in out
    assert "difference" in out


def test_json_sums_over_sectors_and_players(told, jiangsu):
    status, found = told("compare", jiangsu, "policy", "enhanced", "--by", "sector", "--years", "2030,2060")  # fmt: skip
    assert (status, found["scenario"], found["against"]) == (0, "enhanced", "policy")
    assert {one["kind"] for one in found["differences"]} == {"measure"}
    shared = found["attribution"]
    assert shared["exact"]
    for kind in ("territorial_mt", "adjusted_mt", "co2e_mt"):
        for year in ("2030", "2060"):
            total = shared["total"]
            players = [p[kind][year] for p in shared["players"]]
            assert sum(players) == pytest.approx(total[kind][year], abs=1e-9 * 1e3)
            for one in (*shared["players"], total):
                sectors = [s[kind][year] for s in one["by_sector"].values()]
                assert sum(sectors) == pytest.approx(one[kind][year], abs=1e-9 * 1e3)


def test_it_speaks_chinese(call, jiangsu):
    _, out, _ = call("compare", jiangsu, "policy", "enhanced", "--lang", "zh")
    assert "总差异" in out
    assert "措施" not in out.split("\n")[0]
    assert "policy → enhanced" in out


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (("baseline", "polcy"), 1, 'SCN025 B: the study lists no scenario "polcy"; did you mean "policy"?'),
        (("nobody", "policy"), 1, "SCN025 A"),
        (("policy", "policy"), 1, "SCN026 B"),
        (("baseline", "policy", "--by", "fuel"), 2, "--by fuel: there is no such choice. Choose from: sector"),
        (("baseline", "policy", "--by", "fuel", "--lang", "zh"), 2, "--by fuel：没有这一取值。可选：sector"),
        (("baseline", "policy", "--years", "2070"), 2, "--years 2070: give years from 2017 to 2060"),
        (("baseline", "policy", "--years", "2070", "--lang", "zh"), 2, "请给出 2017-2060 年之间的年份"),
        (("baseline", "policy", "--years", "soon"), 2, "--years soon"),
    ],
)  # fmt: skip
def test_strangers_are_refused(call, jiangsu, words, status, said):
    found, out, err = call("compare", jiangsu, *words)
    assert (found, out) == (status, "")
    assert said in err


def test_what_rounds_to_nothing_has_no_sign_of_its_own():
    assert (signed(-1.0), signed(1.0), signed(-2.5e6)) == ("+0.000", "+0.000", "-2.500")
