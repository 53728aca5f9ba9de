"""Fills that a study declares: rows appear where there was no figure, marked, and nothing else changes."""

from __future__ import annotations

from dataclasses import dataclass, field

import polars as pl
import pytest

from dualcarbon.errors import InputError
from dualcarbon.quantities.declared import declare
from dualcarbon.readers.csv import read_bytes
from dualcarbon.vocabulary.faults import Place
from dualcarbon.yearbook import yearbook
from dualcarbon.yearbook.declared import Fill

WHY = {"en": "not printed", "zh": "未公布"}
STEEL = {"table": "activity", "sector": "industry", "indicator": "crude_steel_output", "why": WHY}


@dataclass(frozen=True)
class Study:
    fills: tuple = ()
    base_year: int = 2020
    price_year: int = 2010
    convention: str = "calorific"
    vintages: dict = field(default_factory=dict)


def fill(**keys):
    return declare(Fill, keys, Place(key="fills.0"))


def table(name, head, rows):
    return read_bytes((head + "\n" + "\n".join(rows) + "\n").encode(), name, f"data/{name}.csv")


def activity(
    values, start=2016, sector="industry", indicator="crude_steel_output", vintage="", more=()
):
    rows = [
        f"{start + n},{sector},{indicator},{value},10^4 t,{vintage}"
        for n, value in enumerate(values)
        if value is not None
    ]
    return table("activity", "year,sector,indicator,value,unit,vintage", [*rows, *more])


def people():
    rows = [f"{2016 + n},population,{1000 + 10 * n},10^4 person" for n in range(5)]
    return table("population", "year,indicator,value,unit", rows)


def compiled(*fills, vintages=None, **tables):
    study = Study(tuple(fills), vintages=vintages or {})
    return yearbook.compile({"population": people(), **tables}, study)


def refused(*fills, **tables):
    with pytest.raises(InputError) as caught:
        compiled(*fills, **tables)
    return [fault.message() for fault in caught.value.faults]


def of(frame, year):
    return frame.filter(pl.col("year") == year).row(0, named=True)


def test_a_filled_year_enters_the_table_with_method_range_and_place():
    book = compiled(
        fill(**STEEL, method="linear", years=[2018]), activity=activity([10, 12, None, 18, 19])
    )
    row = of(book.activity, 2018)
    assert (row["value"], row["unit"], row["filled"]) == (15e4, "t", "linear")
    assert row["lo95"] < 15e4 < row["hi95"]
    assert (row["row"], row["source"], row["line"]) == ("study.toml:fills.0 2018", "not printed", 2)
    assert book.activity.filter(pl.col("filled") == "")["value"].to_list() == [
        10e4,
        12e4,
        18e4,
        19e4,
    ]
    (one,) = book.filled
    assert (one.table, one.years, one.method, one.unit) == ("activity", (2018,), "linear", "t")
    assert (one.values, one.lo95, one.hi95) == ((row["value"],), (row["lo95"],), (row["hi95"],))


def test_it_travels_with_the_results():
    book = compiled(
        fill(**STEEL, method="linear", years=[2018]), activity=activity([10, 12, None, 18, 19])
    )
    (told,) = [w for w in book.warnings if w.code == "FIL001"]
    assert told.message().startswith(
        "study.toml [fills.0]: industry crude_steel_output: filled from a straight line between 2017, 2019: 2018 150000 ("
    )
    assert told.message("zh").startswith(
        "study.toml [fills.0]：工业·粗钢产量：依据2017, 2019年之间的直线填补：2018"
    )
    assert book.filled[0].fault == told


def test_an_empty_cell_and_one_that_is_not_estimated_are_filled():
    for held in ("", "NE"):
        book = compiled(
            fill(**STEEL, method="linear", years=[2018]), activity=activity([10, 12, held, 18, 19])
        )
        assert book.activity.height == 5
        assert of(book.activity, 2018)["value"] == 15e4


def test_what_is_said_to_be_nothing_is_not_filled():
    steel = fill(**STEEL, method="linear", years=[2018])
    assert refused(steel, activity=activity([10, 12, "NO", 18, 19]))[0].startswith(
        "study.toml [fills.0]: industry crude_steel_output: 2018 has a figure"
    )


def test_a_figure_is_never_replaced():
    for method in ("linear", "hold", "none"):
        told = refused(
            fill(**STEEL, method=method, years=[2018]), activity=activity([1, 2, 3, 4, 5])
        )
        assert told == [
            "study.toml [fills.0]: industry crude_steel_output: 2018 has a figure; nothing that is known is replaced"
        ]


def test_population_and_the_economy_are_filled_by_the_same_way():
    rows = [
        f"{y},total,value_added,{v},10^8 CNY2010"
        for y, v in ((2016, 1), (2017, 2), (2019, 8), (2020, 16))
    ]
    economy = table("economy", "year,sector,indicator,value,unit", rows)
    gdp = {"table": "economy", "sector": "total", "indicator": "value_added", "why": WHY}
    book = compiled(fill(**gdp, method="geometric", years=[2018]), economy=economy)
    assert book.gdp.sel(year=2018).item() == pytest.approx(4e8)
    heads = [
        f"{y},population,{v},10^4 person" for y, v in ((2016, 1), (2017, 2), (2019, 4), (2020, 5))
    ]
    census = table("population", "year,indicator,value,unit", heads)
    own = {"table": "population", "indicator": "population", "why": WHY}
    book = compiled(fill(**own, method="linear", years=[2018]), population=census)
    assert book.population.sel(year=2018).item() == pytest.approx(3e4)


ENERGY = "year,sector,flow,fuel,value,unit"
COAL = {"table": "energy", "flow": "final", "fuel": "coal", "why": WHY}


def energy(*, services=(2, 4, 6, 8, 10), sectors=("industry", "transport", "construction")):
    rows = [f"{2016 + n},{s},final,coal,{100 + 10 * n},10^4 tce" for n in range(5) for s in sectors]
    rows += [f"{2016 + n},services,final,coal,{v},10^4 tce" for n, v in enumerate(services) if v]
    return table("energy", ENERGY, rows)


def test_a_cell_of_the_energy_table_by_its_ratio_to_another():
    by = {"table": "population", "indicator": "population"}
    cell = fill(**COAL, sector="services", method="proxy", years=[2020], **{"from": by})
    book = compiled(cell, energy=energy(services=(10, 10.1, 10.2, 10.3, None)))
    value = book.energy.sel(year=2020, sector="services", flow="final", fuel="coal").item()
    assert value == pytest.approx(10.4e4)
    (row,) = book.energy_rows.filter(pl.col("filled") == "proxy").iter_rows(named=True)
    assert (row["value"], row["datum"], row["row"]) == (
        pytest.approx(10.4e4),
        "",
        "study.toml:fills.0 2020",
    )


def test_a_sector_without_rows_by_what_its_peers_have():
    sectors = ("industry", "transport", "construction", "services")
    rows = [f"{y},{s},value_added,{v},10^8 CNY2010" for y in range(2016, 2021) for s, v in zip(sectors, (100, 95, 105, 40), strict=True)]  # fmt: skip
    economy = table("economy", "year,sector,indicator,value,unit", rows)
    by = {"from": {"table": "economy", "indicator": "value_added"}, "across": "sector"}
    cell = fill(**COAL, sector="services", method="peers", years=list(range(2016, 2021)), **by)
    book = compiled(cell, energy=energy(services=()), economy=economy)
    first = book.energy.sel(year=2016, sector="services", flow="final", fuel="coal").item()
    assert first == pytest.approx(40 * 300e4 / 300)
    assert len(book.filled[0].years) == 5
    assert "industry, transport, construction" in book.filled[0].basis["en"]


def test_vintages_are_joined_by_their_overlap():
    old = [
        f"{2016 + n},industry,crude_steel_output,{v},10^4 t,first print"
        for n, v in enumerate((10, 20, 30, 40, 50))
    ]
    revised = activity([22, 33, 44, 55], start=2017, vintage="revised", more=old)
    base = {
        "table": "activity",
        "sector": "industry",
        "indicator": "crude_steel_output",
        "vintage": "first print",
    }
    steel = fill(**STEEL, method="splice", years=[2016], **{"from": base})
    book = compiled(steel, activity=revised, vintages={"activity": "revised"})
    row = of(book.activity.sort("year"), 2016)
    assert (row["value"], row["vintage"]) == (pytest.approx(11e4), "revised")
    assert "crude_steel_output (first print) joined over 2017-2020" in book.filled[0].basis["en"]


def test_a_year_left_open_is_no_fault_and_no_figure():
    book = compiled(
        fill(**STEEL, method="none", years=[2018]), activity=activity([1, 2, None, 4, 5])
    )
    row = of(book.activity, 2018)
    assert (row["value"], row["notation"], row["filled"]) == (None, "NE", "none")
    assert [w.message() for w in book.warnings if w.code == "FIL012"] == [
        "study.toml [fills.0]: industry crude_steel_output: 2018 is left open by declaration, and nothing is "
        "computed from it; not printed"
    ]
    assert book.filled == ()


def test_without_a_rule_the_gap_is_refused():
    (told,) = refused(activity=activity([1, 2, None, 4, 5]))
    assert told == (
        "data/activity.csv line 4: industry crude_steel_output: 2018 is missing; choose a fill rule (linear, hold, none)"
    )


def test_all_faults_at_once_each_with_its_series():
    wrong = [
        fill(**STEEL, method="linear", years=[2018, 2021]),
        fill(**{**STEEL, "indicator": "cement_output"}, method="hold", years=[2018]),
        fill(**STEEL, method="hold", years=[2018]),
        fill(**STEEL, method="linear", years=[2018]),
        fill(**COAL, sector="industry", method="linear", years=[2018]),
    ]
    told = refused(*wrong, activity=activity([10, 12, None, 18, 19]))
    assert [t.partition(": ")[2] for t in told] == [
        "industry crude_steel_output: 2021 lies after the base year 2020; what follows it is for the scenarios to say",
        "industry cement_output has no value in table activity",
        "industry crude_steel_output: 2018 is filled twice",
        "the study has no table energy",
    ]
    assert [t.partition(":")[0] for t in told] == [f"study.toml [fills.{n}]" for n in (0, 1, 3, 4)]


@pytest.mark.parametrize(
    ("keys", "wanted"),
    [
        ({"method": "guess"}, 'fills.0.method: "guess"'),
        ({"method": "proxy"}, "fills.0: method proxy needs from, the series it takes the ratio to"),
        ({"method": "linear", "across": "sector"}, "fills.0: method linear takes no across"),
        ({"method": "linear", "fuel": "coal"}, "fills.0.fuel: table activity has no column fuel"),
        ({"method": "linear", "indicator": "stele"}, 'fills.0.indicator: "stele" is not a name'),
        ({"method": "linear", "table": "published"}, 'fills.0.table: "published"'),
        ({"method": "none", "table": "population", "sector": "", "indicator": "population"}, "fills.0: method none is for the table activity"),
        ({"method": "linear", "years": []}, "fills.0.years"),
    ],
)  # fmt: skip
def test_a_declaration_is_refused_with_a_sentence(keys, wanted):
    with pytest.raises(InputError) as caught:
        fill(**{**STEEL, "years": [2018], **keys})
    assert any(wanted in f.message() for f in caught.value.faults), [
        f.message() for f in caught.value.faults
    ]


def test_names_in_chinese_are_understood():
    steel = fill(
        table="activity",
        sector="工业",
        indicator="粗钢产量",
        method="linear",
        years=[2018],
        why=WHY,
    )
    assert steel.key == {"sector": "industry", "indicator": "crude_steel_output", "kind": ""}
