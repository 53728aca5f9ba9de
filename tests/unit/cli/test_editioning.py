"""`dualcarbon editions` and `dualcarbon rebuild`: lists, moves, the same bytes or status 1; wrong names are told."""

import pytest

from dualcarbon.study import running

EDITION = """schema = "dualcarbon/edition/1"
id = "official"
title = {en = "Official tables (invented)", zh = "官方因子表（虚构）"}
issued = 2026-06-30
"""
COAL = "year,fuel,purpose,value,unit\n2005,coal,direct,2.7,t CO2/tce\n"


@pytest.fixture(scope="module")
def study(small, tmp_path_factory):
    folder = small["write"](tmp_path_factory.mktemp("study") / "small")
    (folder / "editions/official").mkdir(parents=True)
    (folder / "editions/official/edition.toml").write_text(EDITION, encoding="utf-8")
    (folder / "editions/official/factors.csv").write_text(COAL, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def run(study):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(running, "program", lambda: "program")
        yield running.run(study, members=16, quick=True).folder


def test_editions_are_listed_in_their_order(call, told, study):
    status, out, err = call("editions", study)
    assert status == 0
    assert out.index("(local)") < out.index("(provincial_2011)") < out.index("(ipcc_2006)")
    assert "EDN002" in err
    _, answer = told("editions", study)
    one = next(e for e in answer["editions"] if e["id"] == "provincial_2011")
    assert {"id": "guideline:coal:direct", "serves": ["1A2", "1A1a"]} in one["records"]
    assert [w["code"] for w in answer["warnings"]] == ["EDN002"]


def test_what_another_edition_moves_is_shown(call, told, study):
    status, out, _ = call("editions", study, "--against", "official")
    assert status == 0
    assert "Official tables (invented) (official, 2026-06-30)" in out
    assert "coal direct" in out
    assert "2.6637 t CO2/tce" in out
    assert "+0.5772" in out
    assert (
        "官方因子表（虚构）" in call("editions", study, "--against", "official", "--lang", "zh")[1]
    )
    _, answer = told("editions", study, "--against", "official")
    assert answer["moved_mt"]["territorial"]["2018"] == pytest.approx(15.9 * (2.7 - 2.6637))
    (one,) = answer["records"]
    assert (one["old"]["value"], one["new"]["value"]) == (2.6637, 2.7)
    assert one["effect_mt"]["territorial"] == answer["moved_mt"]["territorial"]


def test_nothing_moves_is_said(call, study):
    assert "Nothing moves." in call("editions", study, "--against", "provincial_2025")[1]


def test_an_unknown_edition_is_status_1_and_the_nearest_is_named(call, study):
    status, _, err = call("editions", study, "--against", "provincial_2012")
    assert status == 1
    assert "EDN016" in err
    assert 'did you mean "provincial_20' in err


def test_a_run_is_rebuilt(call, told, run, monkeypatch):
    monkeypatch.setattr(running, "program", lambda: "program")
    status, out, _ = call("rebuild", run)
    assert status == 0
    assert "byte for byte the same" in out
    assert told("rebuild", run) == (0, told("rebuild", run)[1])
    assert told("rebuild", run)[1]["identical"] is True


def test_a_run_that_comes_out_otherwise_is_status_1_and_says_where(call, run, monkeypatch):
    compute = running.compute

    def other(*words, **more):
        made = compute(*words, **more)
        made.summary["marks"]["C"] = 99
        return made

    monkeypatch.setattr(running, "compute", other)
    status, out, _ = call("rebuild", run)
    assert status == 1
    assert "  summary.json" in out
    assert "marks.C:" in out
    assert "-> 99" in out
