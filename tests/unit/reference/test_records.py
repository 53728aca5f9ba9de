from dataclasses import replace

import pytest

from dualcarbon.reference.records import (
    Attempt,
    Datum,
    FactorRecord,
    Resolution,
    gap,
    nearest_in_time,
)

RECORD = FactorRecord(
    id="factors.csv:2", fuel="coal", value=2.7, unit="t CO2/tce", first_year=2010, source="plant"
)


def of(first, last):
    return replace(RECORD, first_year=first, last_year=last)


@pytest.mark.parametrize(
    ("first", "last", "year", "expected"),
    [
        (2010, 2015, 2010, 0),
        (2010, 2015, 2015, 0),
        (2010, 2015, 2017, 2),
        (2010, 2015, 2007, -3),
        (2010, None, 2060, 0),
        (2010, None, 2009, -1),
    ],
)
def test_gap_counts_years_outside(first, last, year, expected):
    assert gap(of(first, last), year) == expected


def test_the_record_that_began_last_holds():
    old, new = of(2005, None), of(2013, None)
    assert nearest_in_time([new, old], 2017) is new
    assert nearest_in_time([new, old], 2012) is old


def test_outside_the_nearest_is_given_and_of_two_as_near_the_earlier():
    early, late = of(2010, 2010), of(2014, 2014)
    assert nearest_in_time([late, early], 2013) is late
    assert nearest_in_time([late, early], 2012) is early
    assert nearest_in_time([], 2012) is None


def test_only_other_transformation_balances():
    assert replace(RECORD, flow="other_transformation").balancing
    assert not replace(RECORD, flow="power").balancing


def test_a_record_says_itself_with_its_mark():
    assert str(RECORD) == "coal, direct: 2.7 t CO2/tce (local; plant)"
    assert str(replace(RECORD, mark="M")).endswith("(local; plant, mark M)")


def test_a_datum_says_itself():
    datum = Datum(id="x", fuel="coke", quantity="oxidation", value=0.93, unit="1", first_year=2005,
                  tier="national", source="guide", mark="C")  # fmt: skip
    assert str(datum) == "oxidation of coke = 0.93 1 (guide, mark C)"


def test_a_resolution_gives_value_and_trace_in_both_languages():
    trace = (Attempt("own", "本地", "empty"), Attempt("national", "国家", "taken", RECORD))
    found = Resolution(RECORD, trace)
    assert found.value == 2.7
    assert found.text() == "own - no record\nnational - taken: 2.7 t CO2/tce [factors.csv:2]"
    assert found.text("zh").splitlines()[0] == "本地 - 无记录"
    assert str(found).startswith("coal, direct: 2.7")
