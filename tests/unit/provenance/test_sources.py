import pytest

from dualcarbon.provenance.sources import MARKS, Source, marked


def test_a_source_cites_itself():
    source = Source(id="a", title="Opinions", year=2021, publisher="State Council")
    assert str(source) == "State Council, Opinions, 2021"
    assert str(Source(id="m", title="Recalled", year=2025, publisher="-")) == "Recalled, 2025"


def test_the_four_marks_are_told_in_both_languages():
    assert list(MARKS) == ["", "C", "M", "A"]
    assert marked("M", "zh") == "凭记忆，非官方"
    assert marked("A") == "assumption of the study"


def test_another_mark_is_refused():
    with pytest.raises(KeyError):
        marked("X")
