"""A study is checked as a whole: every fault of every file in one answer, nothing written."""

from __future__ import annotations

from functools import partial
from types import SimpleNamespace

import pytest

from dualcarbon.errors import InputError
from dualcarbon.quantities import draws as draws_module
from dualcarbon.quantities.draws import Draws
from dualcarbon.study import placing, preparation
from dualcarbon.study.preparation import prepare, rehearse
from dualcarbon.vocabulary.faults import Place, note


def faults(study):
    with pytest.raises(InputError) as caught:
        prepare(study)
    return caught.value.faults


def codes(study):
    return [fault.code for fault in faults(study)]


def replace_line(file, number, text):
    lines = file.read_text(encoding="utf-8").splitlines()
    lines[number - 1] = text
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")


def test_a_study_is_prepared_whole(prepared):
    one = prepared["jiangsu"]
    assert list(one.scenarios) == ["baseline", "policy", "enhanced"]
    assert [len(t) for t in (one.targets, one.account.replications)] == [10, 1]
    assert {w.level for w in one.warnings} == {"warn"}
    assert len({(w.code, w.sentence()) for w in one.warnings}) == len(one.warnings)
    seen, tree, span = one.planted
    assert (seen.years, span.years[0], span.years[-1]) == (tuple(range(2010, 2018)), 2017, 2060)
    assert tree.power
    assert tree.heat


def test_draws_are_tried_in_blocks_and_where_one_is_at_fault_all_are_told_of(monkeypatch):
    monkeypatch.setattr(draws_module, "BLOCK", 2)
    draws, seen = Draws(["a"], 8, 1), []

    def evaluate(some, limit=1.0):
        seen.append(some.members)
        if some.uniform("a").max() > limit:
            raise InputError(faults=[note("SCN005", name=some.members, keys="", year=2020)])

    preparation._in_blocks(evaluate, draws)
    assert seen == [2, 2, 2, 2]
    with pytest.raises(InputError) as caught:
        preparation._in_blocks(partial(evaluate, limit=0.8), draws)
    assert dict(caught.value.faults[0].params)["name"] == seen[-1] == 8


def test_five_faults_in_three_files_are_told_together_with_their_places(copied, edit):
    energy = copied / "data/energy.csv"
    replace_line(energy, 2, "2010,agriculture,final,coall,36.2,10^4 tce,x,contest 2023")
    replace_line(energy, 3, "2010,agriculture,final,oil,27O.3,10^4 tce,x,contest 2023")
    edit(copied / "study.toml", "horizon = 2060", "horizn = 2060\nhorizon = 2060")
    edit(copied / "study.toml", "members = 8192", "members = 1000")
    edit(copied / "scenarios/policy.toml", "[power.rate]\ngrowth", "[power.rate]\ngrowht")
    told = {(f.place.file, f.place.line): f.message() for f in faults(copied)}
    assert '"coall"' in told["data/energy.csv", 2]
    assert '"27O.3"' in told["data/energy.csv", 3]
    named = "\n".join(told.values())
    assert 'did you mean "horizon"?' in named
    assert "members 1000 is not a power of two; write 512 or 1024" in named
    assert 'did you mean "growth"?' in named
    assert {place for place, _ in told} == {
        "data/energy.csv",
        "study.toml",
        "scenarios/policy.toml",
    }
    assert all(line for _, line in told)
    assert len(told) == 5
    assert not (copied / "results").exists()


def test_a_key_outside_the_tree_is_told_with_the_nearest_and_its_line(copied, edit):
    edit(copied / "scenarios/policy.toml", "[power.rate]", "[power.rte]")
    wrong = "[intensity.homes]\ngrowth = [{to = 2060, rate = 0.0}]\n\n[measures]"
    edit(copied / "scenarios/enhanced.toml", "[measures]", wrong)
    found = {f.place.file: f for f in faults(copied)}
    assert {f.code for f in found.values()} == {"SCN001"}
    assert 'did you mean "power.rate"?' in found["scenarios/policy.toml"].message()
    assert found["scenarios/enhanced.toml"].place.line > 1


def test_faults_of_every_part_are_told_together(copied, edit):
    edit(copied / "targets.toml", 'id = "co2_peak_2030"', 'id = "co2_peak_2030"\nowner = "DRC"')
    edit(copied / "study.toml", 'id = "user_charged"', 'id = "charged"')
    told = {(f.code, f.place.file) for f in faults(copied)}
    assert told >= {("STU006", "targets.toml"), ("INV009", ""), ("TGT007", "targets.toml")}


def test_an_unknown_sector_of_a_publication_is_told_with_the_nearest(copied, edit):
    edit(copied / "study.toml", 'sector = "transport"\ncells', 'sector = "transprt"\ncells')
    (fault,) = faults(copied)
    assert (fault.code, fault.place.file) == ("STU026", "study.toml")
    assert '"transprt" is not a sector; did you mean "transport"?' in fault.message()


def test_a_parent_that_is_not_there_is_told(copied, edit):
    edit(copied / "scenarios/policy.toml", 'extends = "baseline"', 'extends = "basline"')
    (fault,) = faults(copied)
    assert fault.code == "SCN002"
    assert 'did you mean "baseline"?' in fault.message()


def test_a_scenario_is_called_as_its_file_is(copied, edit):
    edit(copied / "scenarios/policy.toml", 'name = "policy"', 'name = "enhanced"')
    (fault,) = faults(copied)
    assert (fault.code, fault.place.file, fault.place.line) == (
        "SCN019",
        "scenarios/policy.toml",
        3,
    )


def test_years_of_paths_are_held_to_the_study(copied, edit):
    edit(
        copied / "scenarios/policy.toml",
        "{to = 2060, rate = -0.002}]",
        "{to = 2050, rate = -0.002}]",
    )
    edit(
        copied / "scenarios/policy.toml",
        "[mix.agriculture.share.oil]\npoints = {2030",
        "[mix.agriculture.share.oil]\npoints = {2016",
    )
    told = {f.code: f for f in faults(copied)}
    assert set(told) == {"QTY008", "QTY009"}
    assert {f.place.file for f in faults(copied)} == {
        "scenarios/policy.toml"
    }  # its heirs do not repeat it
    lines = (copied / "scenarios/policy.toml").read_text(encoding="utf-8").splitlines()
    assert "2050" in lines[told["QTY009"].place.line - 1]
    assert "2016" in lines[told["QTY008"].place.line - 1]


def test_a_scenario_nobody_lists_is_a_warning_only(copied, edit):
    edit(
        copied / "study.toml",
        'scenarios = ["baseline", "policy", "enhanced"]',
        'scenarios = ["policy"]',
    )
    one = prepare(copied)
    assert list(one.scenarios) == ["policy"]
    assert "STU015" in {w.code for w in one.warnings}
    assert one.scenarios["policy"].paths.keys() >= {
        "gdp",
        "population",
    }  # inherited from what is not listed


def test_primary_electricity_at_the_coal_rate_and_a_power_balance_do_not_go_together(copied, edit):
    edit(copied / "study.toml", 'convention = "calorific"', 'convention = "coal_equivalent"')
    assert "SCN012" in codes(copied)


def without(study, text):
    """Take the rows that hold a text out of the energy table."""
    energy = study / "data/energy.csv"
    kept = [row for row in energy.read_text(encoding="utf-8").splitlines() if text not in row]
    energy.write_text("\n".join(kept) + "\n", encoding="utf-8")


@pytest.mark.parametrize(
    ("rows", "code"), [(",heat,heat,", "SCN011"), (",power,electricity,", "SCN018")]
)
def test_plants_without_their_output_are_refused(copied, rows, code):
    without(copied, rows)
    (fault,) = faults(copied)
    assert fault.code == code
    assert "negative row" in fault.advice()
    assert "负值" in fault.advice("zh")


def test_plants_in_another_sector_are_refused(copied):
    for file in (copied / "data/energy.csv", copied / "factors.csv"):
        text = file.read_text(encoding="utf-8").replace(",energy_supply,heat,", ",industry,heat,")
        file.write_text(text, encoding="utf-8")
    assert [f.message() for f in faults(copied)] == [
        "data/energy.csv: rows of flow heat stand in sector industry; the tree of power and heat needs them in energy_supply"
    ]


def test_a_study_without_fuel_has_nothing_to_compute(copied):
    energy = copied / "data/energy.csv"
    head, *rows = energy.read_text(encoding="utf-8").splitlines()
    energy.write_text(
        "\n".join([head, *(r for r in rows if ",import," in r)]) + "\n", encoding="utf-8"
    )
    assert "INV006" in codes(copied)


def test_no_folder_no_study(tmp_path):
    (fault,) = faults(tmp_path / "nowhere")
    assert fault.code == "PATH006"


def test_correlations_are_held_to_the_uncertain_numbers_with_their_line(copied, edit):
    text = (copied / "study.toml").read_text(encoding="utf-8")
    ties = '[[correlations]]\nbetween = ["gdp.growth.*"]\nvalue = 0.1\n\n[[correlations]]\nvalue = -0.1\nbetween = ["gdp.growth.2030", "gdp.growth.2031"]\n'
    (copied / "study.toml").write_text(f"{text}\n{ties}", encoding="utf-8")
    (fault,) = faults(copied)
    assert (fault.code, fault.place.file) == ("DRW004", "study.toml")
    assert fault.place.line == len(text.splitlines()) + 8


def test_of_a_scenario_that_cannot_be_read_nothing_else_is_told(copied):
    """Two scenarios extend it, and its name is not missing."""
    (copied / "scenarios/baseline.toml").write_text("a = [", encoding="utf-8")
    (fault,) = faults(copied)
    assert (fault.place.file, fault.place.line) == ("scenarios/baseline.toml", 1)


def test_a_fault_of_an_inherited_part_is_told_once_where_it_stands(copied, edit):
    """Policy says other things of the same group, and enhanced extends policy."""
    old = "points = {2030 = 0.060, 2060 = 0.030}"
    edit(copied / "scenarios/baseline.toml", old, old.replace("2030", "2016"))
    (fault,) = faults(copied)
    assert (fault.code, fault.place.file) == ("QTY008", "scenarios/baseline.toml")
    lines = (copied / "scenarios/baseline.toml").read_text(encoding="utf-8").splitlines()
    assert "2016" in lines[fault.place.line - 1]


def test_an_import_factor_below_nothing_is_refused(copied, edit):
    edit(copied / "scenarios/policy.toml", "[0.6, 1.0, 1.4]", "[-1.0, -0.2, 0.0]")
    with pytest.raises(InputError) as caught:
        rehearse(prepare(copied))
    (fault,) = caught.value.faults
    place = (fault.place.file, fault.place.key)
    assert (fault.code, fault.level) == ("TRE031", "error")
    assert place == ("scenarios/policy.toml", "factor.import")
    assert "cannot be below 0" in fault.message()


def test_scenarios_that_inherit_a_path_do_not_tell_it_again_with_other_numbers():
    """What is wrong with a path of a scenario or of the tree is told once, what has no such place each time."""
    read = SimpleNamespace(scenarios={"a": SimpleNamespace(file="scenarios/a.toml")}, tree=None)

    def told(value, file="scenarios/a.toml", key="gdp"):
        return note("TRE031", Place(file=file, key=key), value=value, year=2030, member="")

    first = [told(-1), told(-2, key="population"), told(-3, "measures.toml")]
    again = [told(-7), told(-8, key="losses.oil"), told(-9, "measures.toml")]
    assert placing.anew(again, first, read) == again[1:]
    assert placing.anew(first, [], read) == first
