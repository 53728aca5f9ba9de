import pytest

from dualcarbon.errors import InputError
from dualcarbon.peak.rule import Kind, Rule


def test_nine_verdicts_and_one_for_the_rest_each_with_two_names():
    assert len(Kind) == 10
    assert len({k.en for k in Kind}) == len({k.zh for k in Kind}) == 10
    assert all(not k.zh.isascii() for k in Kind)


def test_all_bad_numbers_of_a_rule_are_told_at_once():
    with pytest.raises(InputError) as caught:
        Rule(band=5, p=-0.1, draws=0)
    assert [f.code for f in caught.value.faults] == ["PEAK010", "PEAK010", "PEAK011"]
    assert str(caught.value).splitlines()[-1] == "rule.draws: 0 is too small; at least 1"
    assert caught.value.faults[0].message("zh") == "rule.band：5 不在 0 与 1 之间；份额请写成小数"


def test_a_rule_asks_for_a_maximum_and_the_years_after_it():
    with pytest.raises(InputError, match=r"rule\.least: 5 is too small; at least 6"):
        Rule(least=5)
    with pytest.raises(InputError, match=r"rule\.later: 4 is too small; at least 5"):
        Rule(later=4)
