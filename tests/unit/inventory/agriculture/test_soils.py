"""Nitrogen on fields by zone and edition, its detours through air and water, urea, lime, residues burnt."""

from __future__ import annotations

import pytest

from dualcarbon.inventory import agriculture
from dualcarbon.inventory.declared import Agriculture
from dualcarbon.reference.numbers import Shelf, tiers, zones
from dualcarbon.vocabulary.names import CATEGORIES, INDICATORS, METHODS

N2O = 44 / 28


def nitrogen(indicator, kind="", amount=1000):
    return (indicator, kind, "t", {2016: amount, 2017: amount})


def lines(given, shelf, **settings):
    parts = agriculture.lines(given, Agriculture(**settings), shelf)
    return {line.id: line for line in parts[0]}, [fault.code for fault in parts[1]]


def amount(found, way, indicator, kind=""):
    return found[
        ".".join(p for p in ("agriculture.soil", way, "N2O", indicator, kind) if p)
    ].amounts()[0]


@pytest.mark.parametrize(
    ("region", "factor"),
    [
        ("150000", 0.0056),
        ("220000", 0.0114),
        ("370000", 0.0057),
        ("320000", 0.0109),
        ("440000", 0.0178),
        ("530000", 0.0106),
    ],
)
def test_direct_emissions_by_zone(statistics_of, region, factor):
    shelf = Shelf(tiers(), zones(region))
    found, _ = lines(statistics_of([nitrogen("fertiliser_nitrogen")]), shelf)
    assert amount(found, "direct", "fertiliser_nitrogen") == pytest.approx(1000 * factor * N2O)


def test_detours_of_fertiliser_and_manure_by_hand(statistics_of, in_east):
    rows = [
        nitrogen(name) for name in ("fertiliser_nitrogen", "manure_nitrogen", "residue_nitrogen")
    ]
    found, codes = lines(statistics_of(rows), in_east)
    assert amount(found, "deposition", "fertiliser_nitrogen") == pytest.approx(
        1000 * 0.1 * 0.01 * N2O
    )
    assert amount(found, "deposition", "manure_nitrogen") == pytest.approx(1000 * 0.2 * 0.01 * N2O)
    assert "agriculture.soil.deposition.N2O.residue_nitrogen" not in found
    for name in ("fertiliser_nitrogen", "manure_nitrogen", "residue_nitrogen"):
        assert amount(found, "leaching", name) == pytest.approx(1000 * 0.2 * 0.0075 * N2O)
    assert codes == []


def test_all_direct_emissions_share_one_number_and_so_one_draw(statistics_of, in_east):
    rows = [
        nitrogen(name) for name in ("fertiliser_nitrogen", "manure_nitrogen", "residue_nitrogen")
    ]
    found, _ = lines(statistics_of(rows), in_east)
    direct = [line for id, line in found.items() if ".direct." in id]
    assert len(direct) == 3
    assert len({n.draw for line in direct for n in line.numbers}) == 1


@pytest.mark.parametrize(
    ("region", "indicator", "kind", "factor"),
    [
        ("320000", "fertiliser_nitrogen", "", 0.016),
        ("320000", "manure_nitrogen", "", 0.006),
        ("320000", "fertiliser_nitrogen", "flooded_rice", 0.004),
        ("650000", "fertiliser_nitrogen", "", 0.005),
    ],
)
def test_the_edition_of_2019_tells_climate_and_kind(statistics_of, region, indicator, kind, factor):
    shelf = Shelf(tiers("2019", "none"), zones(region))
    found, _ = lines(statistics_of([nitrogen(indicator, kind)]), shelf)
    assert amount(found, "direct", indicator, kind) == pytest.approx(1000 * factor * N2O)


@pytest.mark.parametrize(
    ("ipcc", "region", "leached", "factor"),
    [
        ("2006", "320000", 0.30, 0.0075),
        ("2006", "650000", 0.0, 0.0075),
        ("2006", "000000", 0.30, 0.0075),
        ("2019", "320000", 0.24, 0.011),
        ("2019", "440000", 0.24, 0.011),
        ("2019", "650000", 0.0, 0.011),
        ("2019", "000000", 0.24, 0.011),
    ],
)
def test_nitrogen_leaches_where_it_is_wet(statistics_of, ipcc, region, leached, factor):
    shelf = Shelf(tiers(ipcc, "none"), zones(region))
    found, _ = lines(statistics_of([nitrogen("fertiliser_nitrogen")]), shelf)
    assert amount(found, "leaching", "fertiliser_nitrogen") == pytest.approx(
        1000 * leached * factor * N2O
    )


def test_the_share_of_2011_leaches_in_dry_provinces_too(statistics_of):
    shelf = Shelf(tiers("2019", "provincial_2011"), zones("650000"))
    found, _ = lines(statistics_of([nitrogen("fertiliser_nitrogen")]), shelf)
    assert amount(found, "leaching", "fertiliser_nitrogen") == pytest.approx(
        1000 * 0.2 * 0.011 * N2O
    )


@pytest.mark.parametrize(
    ("region", "factor"), [("320000", 0.014), ("650000", 0.005), ("000000", 0.010)]
)
def test_the_edition_of_2019_volatilises_more_of_both(statistics_of, region, factor):
    shelf = Shelf(tiers("2019", "none"), zones(region))
    rows = [nitrogen("fertiliser_nitrogen"), nitrogen("manure_nitrogen")]
    found, _ = lines(statistics_of(rows), shelf)
    for name, share in (("fertiliser_nitrogen", 0.11), ("manure_nitrogen", 0.21)):
        assert amount(found, "deposition", name) == pytest.approx(1000 * share * factor * N2O)


@pytest.mark.parametrize("region", ["110000", "320000", "440000", "460000", "650000", "000000"])
def test_an_account_of_2019_takes_every_number_of_soils_from_2019(statistics_of, region):
    shelf = Shelf(tiers("2019", "none"), zones(region))
    rows = [
        nitrogen(name) for name in ("fertiliser_nitrogen", "manure_nitrogen", "residue_nitrogen")
    ]
    found, _ = lines(statistics_of(rows), shelf)
    assert {n.edition for line in found.values() for n in line.numbers} == {"ipcc_2019"}


def test_the_edition_of_2006_leaches_more(statistics_of, in_east):
    shelf = Shelf(tiers("2006", "none"), zones("320000"))
    given = statistics_of([nitrogen("fertiliser_nitrogen")])
    theirs, ours = (
        amount(lines(given, s)[0], "leaching", "fertiliser_nitrogen") for s in (shelf, in_east)
    )
    assert theirs / ours == pytest.approx(0.3 / 0.2)


def test_manure_from_livestock_by_hand(statistics_of, in_east):
    given = statistics_of([("pig", "", "head", {2016: 1000, 2017: 1000})])
    found, codes = lines(given, in_east, manure_nitrogen="from_livestock", manure_kept=0.5)
    kept = 1000 * 11 / 1000 * 0.5
    assert amount(found, "direct", "pig") == pytest.approx(kept * 0.0109 * N2O)
    assert amount(found, "deposition", "pig") == pytest.approx(kept * 0.2 * 0.01 * N2O)
    assert codes == []


@pytest.mark.parametrize(
    ("rows", "settings", "codes"),
    [
        ([("pig", "", "head", {2017: 1})], {}, ["AGR002"]),
        ([("pig", "", "head", {2017: 1})], {"manure_nitrogen": "from_livestock"}, ["AGR004"]),
        (
            [("camel", "", "head", {2017: 1})],
            {"manure_nitrogen": "from_livestock", "manure_kept": 0.5},
            ["AGR001"],
        ),
        (
            [nitrogen("manure_nitrogen")],
            {"manure_nitrogen": "from_livestock", "manure_kept": 0.5},
            ["AGR003"],
        ),
        ([nitrogen("manure_nitrogen")], {}, []),
    ],
)
def test_where_manure_comes_from_is_said(statistics_of, in_east, rows, settings, codes):
    assert lines(statistics_of(rows), in_east, **settings)[1] == codes


@pytest.mark.parametrize(
    ("indicator", "carbon", "category"),
    [
        ("urea_applied", 0.20, "3C3"),
        ("limestone_applied", 0.12, "3C2"),
        ("dolomite_applied", 0.13, "3C2"),
    ],
)
def test_carbon_of_urea_and_lime(statistics_of, in_east, indicator, carbon, category):
    found, _ = lines(statistics_of([nitrogen(indicator)]), in_east)
    line = found[f"agriculture.soil.CO2.{indicator}"]
    assert line.amounts()[0] == pytest.approx(1000 * carbon * 44 / 12)
    assert line.category == category


def test_urea_gives_back_on_the_field_what_bound_it_in_the_plant(statistics_of, in_east):
    found, _ = lines(statistics_of([nitrogen("urea_applied")]), in_east)
    bound = in_east.take("urea_output", "CO2", "t CO2/t", year=2016).value
    assert found["agriculture.soil.CO2.urea_applied"].amounts()[0] == pytest.approx(
        1000 * bound, rel=1e-11
    )


@pytest.mark.parametrize(("crop", "burns"), [("wheat", 0.9), ("maize", 0.8), ("soya", 0.8)])
def test_residues_burnt(statistics_of, in_east, crop, burns):
    found, _ = lines(statistics_of([nitrogen("residue_burned", crop)]), in_east)
    assert found[f"agriculture.burning.CH4.residue_burned.{crop}"].amounts()[0] == pytest.approx(
        2.7 * burns
    )
    assert found[f"agriculture.burning.N2O.residue_burned.{crop}"].amounts()[0] == pytest.approx(
        0.07 * burns
    )


def test_names_of_lines_are_in_the_books(statistics_of, in_east):
    kinds = {"rice_area": "single"}
    rows = [
        (name, kinds.get(name, ""), unit, {2016: 1, 2017: 1})
        for name, unit in agriculture.INDICATORS.items()
    ]
    made, faults = agriculture.lines(statistics_of(rows), Agriculture(), in_east)
    assert {line.item for line in made} == set(agriculture.INDICATORS)
    assert faults == ()
    for line in made:
        assert line.category in CATEGORIES
        assert line.method in METHODS
        assert line.item in INDICATORS
        assert (line.amounts() >= 0).all()


def refusals(given, shelf):
    faults = agriculture.lines(given, Agriculture(), shelf)[1]
    return [(f.code, dict(f.params)["nearest"]) for f in faults if f.level == "error"]


@pytest.mark.parametrize(
    ("indicator", "kind", "near"),
    [
        ("fertiliser_nitrogen", "floded_rice", "flooded_rice"),
        ("fertiliser_nitrogen", "dung", "-"),
        ("manure_nitrogen", "floded_rice", "flooded_rice"),
        ("residue_burned", "whaet", "wheat"),
        ("limestone_applied", "dolomite", "-"),
        ("dolomite_applied", "limestone", "-"),
        ("urea_applied", "compound", "-"),
    ],
)
def test_a_kind_that_is_a_slip_or_of_another_factor_is_refused(
    statistics_of, in_east, indicator, kind, near
):
    given = statistics_of([nitrogen(indicator, kind)])
    assert refusals(given, in_east) == [("REF042", near)]


@pytest.mark.parametrize("kind", ["", "synthetic", "straight", "compound", "flooded_rice"])
def test_kinds_of_fertiliser_that_are_known_serve_untold(statistics_of, in_east, kind):
    assert lines(statistics_of([nitrogen("fertiliser_nitrogen", kind)]), in_east)[1] == []


def test_manure_on_flooded_rice_has_the_factor_of_flooded_rice(statistics_of, in_east):
    shelf = Shelf(tiers("2006", "none"), zones("320000"))
    found, codes = lines(statistics_of([nitrogen("manure_nitrogen", "flooded_rice")]), shelf)
    assert amount(found, "direct", "manure_nitrogen", "flooded_rice") == pytest.approx(1000 * 0.003 * N2O)  # fmt: skip
    assert amount(found, "deposition", "manure_nitrogen", "flooded_rice") == pytest.approx(1000 * 0.2 * 0.01 * N2O)  # fmt: skip
    assert codes == []


@pytest.mark.parametrize(
    ("indicator", "kind", "serving"),
    [
        ("residue_burned", "soya", "combustion_factor 0.8 1"),
        ("manure_nitrogen", "pig", "N2O_direct 0.0109 kg/kg"),
        ("residue_nitrogen", "maize", "N2O_direct 0.0109 kg/kg"),
    ],
)
def test_the_number_that_serves_a_crop_of_none_is_told(
    statistics_of, in_east, indicator, kind, serving
):
    _, faults = agriculture.lines(statistics_of([nitrogen(indicator, kind)]), Agriculture(), in_east)  # fmt: skip
    told = [f for f in faults if f.code == "LED021"]
    assert told
    assert all(f"({kind})" in f.message() and serving in f.message() for f in told)
