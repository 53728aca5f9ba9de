"""What the report says of the whole account: its parts, its range, what it lacks, other orders of it."""

import copy
import dataclasses
from types import SimpleNamespace

import pytest

from dualcarbon.report import completeness, datum, orders, ranges, sentences, whole
from dualcarbon.report.numbers import Number
from dualcarbon.report.outline import outline
from dualcarbon.report.pieces import Bullets, Figure, Heading, Paragraph, Sentence, Table
from dualcarbon.report.reading import Reading

LANGS = ("en", "zh")
ENERGY_2017 = 693.6488600996267  # Mt CO2: the cells of the synthetic run, each energy x factor
BEYOND = 49.61  # Mt CO2e: 4.05 + 32.5 + 5.6 - 2.0 + 9.46


@pytest.fixture
def changed(results):
    """Give a function: the run with changes in its block ``account``."""

    def change(make=lambda block: None, **summary):
        told = copy.deepcopy(dict(results.summary)) | summary
        make(told["account"])
        return dataclasses.replace(results, summary=told)

    return change


def blocks(results, kind):
    return [b for s in outline(results).sections for b in s.blocks if isinstance(b, kind)]


def table(results, id):
    return next((t for t in blocks(results, Table) if t.id == id), None)


def flat(sentence):
    inside = [v for v in sentence.values.values() if isinstance(v, Sentence)]
    return [sentence, *(inner for one in inside for inner in flat(one))]


def said(results, id, lang="en"):
    document = outline(results)
    found = []
    for block in (b for s in document.sections for b in s.blocks):
        told = block.sentences if isinstance(block, Paragraph) else ()
        told = (
            [s for pair in block.items for s in pair if s] if isinstance(block, Bullets) else told
        )
        found += [s for one in told for s in flat(one) if s.id == id]
    return [_text(s, lang, document.scale) for s in found]


def _text(sentence, lang, scale):
    return "".join(span.text for span in sentences.spans(sentence, lang, scale))


def test_the_total_and_the_share_of_energy_are_said(results):
    whole_mt = ENERGY_2017 + BEYOND
    (text, again) = said(results, "whole.total")
    assert f"{whole_mt:.1f} Mt CO2e" in text
    assert f"{whole_mt + 2.0:.1f} Mt CO2e without land use" in text
    assert again == text  # in the summary too
    share = ENERGY_2017 / (whole_mt + 2.0)
    assert f"{100 * share:.1f}%" in said(results, "whole.energy")[0]


def test_parts_add_up_to_the_total_and_stand_in_the_order_of_the_guidelines(results):
    found = table(results, "account")
    amounts = [row[1] for row in found.rows]
    assert [row[0]["en"] for row in found.rows[:-1]] == ["Fuel combustion", "Processes", "Livestock", "Land", "Waste"]  # fmt: skip
    assert sum(n.value for n in amounts[:-1]) == pytest.approx(amounts[-1].value)
    shown = [n.shown for n in amounts[:-1]]
    assert sum(shown) == pytest.approx(round(amounts[-1].value, 1))
    assert [row[4].value for row in found.rows][:2] == [5e4, None]  # CH4 [t]


def test_gases_without_a_column_are_said(results):
    assert said(results, "whole.fluorinated") == ["Fluorinated gases make 2.5 Mt CO2e of it; the table has no column for them."]  # fmt: skip


def test_years_without_a_total_and_categories_never_estimated_are_named(results):
    assert said(results, "whole.years")[0].startswith("2010–2011 have no total")
    assert "Household water" in said(results, "whole.years")[0]
    assert said(results, "whole.never")[0].startswith(
        "1 categories were never estimated, among them Chemicals"
    )


def test_a_category_stands_for_those_below_it_and_a_partial_one_for_those_above(results):
    gaps = completeness.gaps(Reading(results))
    assert [(g.key, [n["en"] for n in g.names], g.whole) for g in gaps] == [
        ("NE", ["Chemicals"], True),
        ("IE", ["Aviation"], True),
        ("NE", ["Household water"], False),
    ]
    assert completeness.years(gaps[-1].years) == "2010–2011"


def test_scenarios_are_said_to_stay_carbon_dioxide_of_energy(results):
    assert "stay carbon dioxide of energy" in said(results, "whole.scope")[0]


def test_the_range_of_the_total_and_of_its_change_are_said(results):
    low, high = (f * (ENERGY_2017 + BEYOND) for f in (0.94, 1.07))
    text = said(results, "ranges.total")[0]
    assert f"{low:.1f} Mt CO2e" in text
    assert f"{high:.1f} Mt CO2e" in text
    assert "half width 6.0%" in text
    assert said(results, "ranges.trend")[0].startswith(
        "From 2012 to 2017 it moved by +15.0%, between +12.0% and +18.0%"
    )
    assert said(results, "ranges.parts") == ["By sector: Industrial processes and product use 25.0 Mt CO2e to 40.0 Mt CO2e; Waste 5.0 Mt CO2e to 15.0 Mt CO2e."]  # fmt: skip


def test_data_to_improve_have_names_places_and_their_effect(results):
    found = table(results, "improve")
    assert [row[0]["en"] for row in found.rows] == [
        "Factor of Coal and coal products",
        "Industry, Coal and coal products, 2017",
        "Waste put into landfills, DOC, food",
    ]
    assert [row[1] for row in found.rows] == ["factors.csv:40", "data/energy.csv:12", "ipcc_2006"]
    assert found.rows[0][2:4] == tuple(
        Number(value=v, kind="co2e_change", key=f"account.improve.0.{k}_mt")
        for k, v in (("low", -20.0), ("high", 22.0))
    )
    assert said(results, "ranges.decides")
    assert not said(results, "ranges.decides_none")


def test_no_datum_that_decides_is_said_too(changed):
    def change(block):
        for one in block["improve"]:
            one["verdict_effect"] = 0.0

    assert said(changed(change), "ranges.decides_none")


@pytest.mark.parametrize(
    ("id", "name"),
    [
        ("combustion.coal.CH4", "combustion, Coal and coal products, CH4"),
        ("provincial_2011.rice_area.CH4.single.East", "Sown area of rice, CH4, single, East"),
    ],
)
def test_a_number_of_a_table_is_named_by_what_it_is_of(id, name):
    one = {"key": id, "kind": "factor", "name": id}
    assert datum.title(one)["en"] == name
    assert datum.title(one, {id: "3C7"})["en"].startswith("Rice cultivation, ")


def test_sinks_of_ledgers_stand_beside_each_other_and_are_not_added(results, changed):
    found = table(results, "sinks")
    assert [row[1].value for row in found.rows] == [-2.0, -0.4]
    assert not found.total

    def only(block):
        block["sinks"]["project_mt"] = dict.fromkeys(block["sinks"]["project_mt"], 0.0)

    alone = changed(only)
    assert table(alone, "sinks") is None
    assert "-2.0 Mt CO2e" in said(alone, "whole.sink_inventory")[0]

    def none(block):
        block["sinks"] = {}

    assert not said(changed(none), "whole.sinks_apart")


def test_a_sink_that_stands_for_closed_land_is_not_told(changed):
    def close(block):
        (land,) = [r for r in block["views"]["ipcc"]["rows"] if r["id"] == "3B"]
        land["notation"] = dict.fromkeys(land["co2e_mt"], "C")

    assert next(row[1] for row in table(changed(close), "sinks").rows) == "C"


def test_the_order_of_the_guideline_holds_every_row_once(results):
    rows = table(results, "guideline").rows
    cells = [cell for row in rows for cell in row]
    numbers = [c for c in cells if isinstance(c, Number)]
    assert [n.value for n in numbers[:2]] == [pytest.approx(ENERGY_2017 + 4.05), 30.0]
    assert len(numbers) == 4


def test_a_city_has_its_own_order_and_a_province_has_not(results, changed):
    assert table(results, "city") is None
    found = table(changed(region="320100"), "city")
    assert [row[1].value for row in found.rows] == [pytest.approx(ENERGY_2017), 9.46]
    assert [row[2].value for row in found.rows] == [40.0, None]
    assert [row[4].value for row in found.rows] == [pytest.approx(ENERGY_2017 + 40.0), 9.46]
    assert (
        f"{ENERGY_2017 + 49.46:.1f} Mt CO2e (BASIC)"
        in said(changed(region="320100"), "orders.city")[0]
    )


def test_a_study_that_speaks_of_references_for_cities_gets_their_order(results):
    views = SimpleNamespace(notation={"I.7.1": "NO"})
    study = SimpleNamespace(**vars(results.study), account=SimpleNamespace(views=views))
    assert table(dataclasses.replace(results, study=study), "city") is not None


def test_key_categories_are_those_by_level_or_by_trend(results):
    rows = table(results, "key").rows
    assert [(row[0]["en"], row[-1]) for row in rows] == [
        ("Fuels", "–"),
        ("Cement", "–"),
        ("Landfills", "1"),
    ]


def test_without_an_earlier_whole_year_there_is_no_trend(changed):
    def change(block):
        block["key_categories"]["trend"] = []

    assert said(changed(change), "orders.no_trend")
    assert len(table(changed(change), "key").heads) == 5


def hide(block):
    """What the views of a run hold where the cell behind landfills is confidential."""
    for view, id in (("ipcc", "4A"), ("ipcc", "4"), ("guideline", "waste"), ("gpc", "III.1.1")):
        (row,) = [r for r in block["views"][view]["rows"] if r["id"] == id]
        row["co2e_mt"] = dict.fromkeys(row["co2e_mt"])
        row["gases_t"] = {}
        row["notation"] = dict.fromkeys(row["co2e_mt"], "C")
    block["hidden"] = 1


def test_a_confidential_amount_stands_nowhere(changed):
    found = changed(hide, region="320100")
    document = outline(found)
    for block in (b for s in document.sections for b in s.blocks if isinstance(b, Table)):
        cells = [c for row in block.rows for c in row if isinstance(c, Number)]
        assert not any(
            c.value == pytest.approx(9.46) for c in cells if isinstance(c.value, float)
        ), block.id
    for figure in (b for s in document.sections for b in s.blocks if isinstance(b, Figure)):
        assert "9.46" not in str(figure.draw("en")), figure.id
    assert [
        row[1] for row in table(found, "account").rows if row[0] == {"en": "Waste", "zh": "废弃物"}
    ] == ["C"]
    assert table(found, "city").rows[1][1:] == ("C", Number(value=None, kind="co2e", key="report.city.III.2"), Number(value=None, kind="co2e", key="report.city.III.3"), "C")  # fmt: skip
    landfills = table(found, "key").rows[-1]
    assert landfills[2:4] == ("C", "C")
    assert "heads.cumulative_share" not in [h.id for h in table(found, "key").heads]
    assert not table(found, "account").rows[-1][4].known  # of methane, which it could be read off
    assert said(found, "checks.hidden")[0].startswith(
        "1 cells of statistics are internal or confidential"
    )


def test_a_base_year_that_is_not_whole_has_no_total(changed):
    def change(block):
        for name in ("co2e_mt", "co2e_without_land_mt"):
            block[name]["2017"] = None

    found = changed(change)
    assert said(found, "whole.no_total") == ["For 2017 no total of all gases is given, since parts of it are not known."]  # fmt: skip
    assert not said(found, "brief.whole")
    assert not table(found, "account").rows[-1][1].known
    assert outline(found).left_out == ()


def test_a_study_of_energy_alone_has_no_chapter_of_it(changed):
    def change(block):
        block["by_category_mt"] = {"1A1a": {"2017": 1.0}}

    document = outline(changed(change))
    assert [f.code for f in document.left_out] == ["REP025"]
    assert "the study gives energy alone" in document.left_out[0].message()
    there = {h.id for s in document.sections for h in s.blocks if isinstance(h, Heading)}
    assert not {"past-account", "past-ranges", "past-orders"} & there


@pytest.mark.parametrize("lang", LANGS)
def test_figures_of_the_account_hold_its_numbers(results, lang):
    drawn = {f.id: f for f in blocks(results, Figure) if f.id in ("composition", "tornado")}
    factor = 1 if lang == "en" else 100
    bars = [s["data"] for s in drawn["composition"].draw(lang)["baseOption"]["series"]]
    assert [v["value"] for v in bars[1]] == pytest.approx(
        [factor * v for v in (30.0, 9.46, 5.6, 2.5, -2.0)]
    )
    ends = [s["data"] for s in drawn["tornado"].draw(lang)["baseOption"]["series"]]
    assert [v["value"] for v in ends[0]] == pytest.approx(
        [factor * v for v in (-20.0, -12.0, -3.0)]
    )


def test_the_chapters_are_nothing_without_an_account(changed):
    reading = Reading(changed(account={}))
    for build in (
        whole.account,
        whole.sinks,
        ranges.ranges,
        orders.guideline,
        orders.city,
        orders.key,
    ):
        assert list(build(reading)) == []
