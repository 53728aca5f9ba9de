"""Money of the small province, held to its own tables: worths by plain arithmetic, places, and how sure they are."""

from __future__ import annotations

from itertools import pairwise

import polars as pl
import pytest

from dualcarbon.quantities import draws

YEARS = range(2018, 2036)
RATES = {"social_8": 0.08, "social_6": 0.06, "financial": 0.07}


@pytest.fixture(scope="module")
def summary(appraised):
    return appraised.summary


@pytest.fixture(scope="module")
def measures(summary):
    """Measures by scenario and id."""
    return {(m["scenario"], m["id"]): m for m in summary["measures"]}


# ---- money -----------------------------------------------------------------------------------------


def flows_of(rows, *, social, carbon, taxes):
    """Give net flows and costs by plain arithmetic from the table of cash flows."""
    energy = {(True, False): "energy_social_cny", (True, True): "energy_social_taxed_cny", (False, True): "energy_financial_cny", (False, False): "energy_financial_untaxed_cny"}[social, taxes]  # fmt: skip
    costs = [r["investment_cny"] + r["running_cny"] - r["salvage_cny"] - r[energy] for r in rows]
    earned = [r["carbon_price"] * r["abatement_tco2"] if carbon else 0.0 for r in rows]
    return [e - c for e, c in zip(earned, costs, strict=True)], costs


def present(rate, yearly):
    return sum(x / (1 + rate) ** t for t, x in enumerate(yearly))


def paid_back(flows):
    """Give the years from the first flow until the money is back."""
    first = next(t for t, x in enumerate(flows) if x)
    total = 0.0
    for t, x in enumerate(flows[first:]):
        if total < 0 <= total + x:
            return t - 1 + -total / x
        total += x
    return None


def crossings(flows):
    """Count the changes of sign of the net present value over a fine grid of rates."""
    signs = [present(r / 1000, flows) > 0 for r in range(-700, 3000)]
    return sum(a != b for a, b in pairwise(signs))


VALUED = ("retrofit", "motors", "kilns", "heat_pumps", "storage", "wind", "line", "waste_heat", "capture")  # fmt: skip


@pytest.mark.parametrize("baseline", ["residual", "alone"])
@pytest.mark.parametrize("id", VALUED)
def test_twelve_worths_are_those_of_the_cash_flows(appraised, measures, id, baseline):
    table = appraised.tables["cash_flows"].filter(
        (pl.col("scenario") == "plan") & (pl.col("measure") == id) & (pl.col("baseline") == baseline)
    )  # fmt: skip
    rows = table.sort("year").to_dicts()
    assert [r["year"] for r in rows] == list(YEARS)
    tonnes = [r["abatement_tco2"] for r in rows]
    worths = measures["plan", id]["worth" if baseline == "residual" else "worth_alone"]
    assert len(worths) == 12
    for one in worths:
        assert one["rate"] == RATES[one["view"]]
        social = one["view"] != "financial"
        flows, costs = flows_of(rows, social=social, carbon=one["carbon"], taxes=one["taxes"])
        size = max(map(abs, flows))
        assert one["npv_cny"] == pytest.approx(present(one["rate"], flows), abs=1e-9 * size)
        avoided = present(one["rate"], tonnes)
        if avoided > 0:
            expected = present(one["rate"], costs) / avoided
            assert one["mac_cny_per_t"] == pytest.approx(expected, rel=1e-9)
        else:
            assert one["mac_cny_per_t"] is None
        assert one["payback_years"] == pytest.approx(paid_back(flows)) or (
            one["payback_years"] == 0.0 and min(flows) >= 0
        )
        for rate in one["irr"]:
            terms = [abs(x) / (1 + rate) ** t for t, x in enumerate(flows)]
            assert abs(present(rate, flows)) <= 1e-7 * sum(terms)
        inside = [r for r in one["irr"] if -0.7 < r < 2.999]
        assert len(inside) == crossings(flows)


def test_the_numbers_that_stand_first_are_those_of_their_views(measures):
    for one in measures.values():
        if one["money"] is None:
            continue
        here = {(w["view"], w["carbon"], w["taxes"]): w for w in one["worth"]}
        alone = {(w["view"], w["carbon"], w["taxes"]): w for w in one["worth_alone"]}
        assert one["npv_cny"] == here["social_8", False, False]["npv_cny"]
        assert one["mac_cny_per_t"] == here["social_8", False, False]["mac_cny_per_t"]
        assert one["mac_alone_cny_per_t"] == alone["social_8", False, False]["mac_cny_per_t"]
        assert one["net_value_cny"] == alone["social_8", True, False]["npv_cny"]
        assert one["irr"] == here["financial", False, True]["irr"]
        assert one["payback_years"] == here["financial", False, True]["payback_years"]


def test_motors_by_hand_from_what_they_are_declared_with(measures):
    """A million kW of motors over six years at 500 a kW, ten years of life, 0.6 MWh a kW and year at 650 and 575 CNY/MWh."""
    one = measures["plan", "motors"]
    level = 1.0 / 1.1  # elec_i is of 2022; prices of 2020
    units = [1e6 * min(max((y - 2018) / 6, 0), 1) for y in YEARS]
    bought = [0.0] + [1e6 / 6] * 6 + [0.0] * 4 + [1e6 / 6] * 6 + [0.0]
    spent = [500 * b for b in bought]
    assert one["units"] == pytest.approx(dict(zip(map(str, YEARS), units, strict=True)))
    assert one["money"]["investment_cny"] == pytest.approx(dict(zip(map(str, YEARS), spent, strict=True)))  # fmt: skip
    # at the end those of 2029 worked seven of ten years, those of 2034 two
    rest = 500 * 1e6 / 6 * sum(0.3 + 0.1 * k for k in range(6))
    assert one["money"]["salvage_cny"] == pytest.approx(rest)
    owner = [0.6 * u * 650 * level for u in units]
    # MWh become standard coal at 3.6 GJ, and are priced at 0.1229 kgce/kWh: 0.05 % apart
    assert one["money"]["energy_owner_cny"] == pytest.approx(dict(zip(map(str, YEARS), owner, strict=True)), rel=6e-4)  # fmt: skip
    flows = [e - s for e, s in zip(owner, spent, strict=True)]
    flows[-1] += rest
    npv = next(w["npv_cny"] for w in one["worth"] if (w["view"], w["carbon"], w["taxes"]) == ("financial", False, True))  # fmt: skip
    assert npv == pytest.approx(present(0.07, flows), rel=2e-3)
    (irr,) = one["irr"]
    assert present(irr, flows) == pytest.approx(0, abs=3e-3 * spent[1])
    assert one["payback_years"] == pytest.approx(paid_back(flows), rel=5e-3)
    assert one["first_investment_cny"] == 5e8
    assert one["investment_cny"] == pytest.approx(1e9)


def test_retrofits_by_hand_from_what_they_are_declared_with(measures):
    """East: 300,000 kW in 2019 and in 2020 with 1.2 times the effect; west: 300,000 kW in 2020 at its own 500 a kW."""
    one = measures["plan", "retrofit"]
    east = {2018: 0.0, 2019: 3e5} | dict.fromkeys(range(2020, 2036), 6e5)
    west = {2018: 0.0, 2019: 0.0} | dict.fromkeys(range(2020, 2036), 3e5)
    spent = dict.fromkeys(YEARS, 0.0)
    for year in (2018, 2019, 2026, 2027, 2034):  # a year before each start; eight years of life
        spent[year] += 3e5 * 400 / 0.8
    for year in (2019, 2027):
        spent[year] += 150e6 / 0.8
    rest = (
        3e5 * 400 / 0.8 * 7 / 8
    )  # those of 2035 worked one year of eight, all others all of theirs
    saved = {y: 2.0 * (1.2 * east[y] + west[y]) for y in YEARS}  # GJ of coal
    running = {y: 4 / 0.8 * (east[y] + west[y]) for y in YEARS}
    tonnes = {y: saved[y] * 26.37 * 0.94 * 44 / 12 / 1000 for y in YEARS}  # t C/TJ, oxidised
    cost = {y: spent[y] + running[y] - 27 * saved[y] - (rest if y == 2035 else 0.0) for y in YEARS}
    mac = present(0.08, cost.values()) / present(0.08, tonnes.values())
    assert one["mac_cny_per_t"] == pytest.approx(mac, rel=1e-4)
    assert one["mac_alone_cny_per_t"] == pytest.approx(
        mac, rel=1e-4
    )  # it is the first of the order
    assert one["npv_cny"] == pytest.approx(-present(0.08, cost.values()), rel=1e-6)
    owner = [3 * saved[y] - cost[y] for y in YEARS]  # with taxes coal costs 30
    (irr,) = (r for r in one["irr"] if r > -0.7)
    assert present(irr, owner) == pytest.approx(0, abs=1e-6 * max(map(abs, owner)))
    assert one["payback_years"] == pytest.approx(paid_back(owner)) or paid_back(owner) is None
    assert one["abatement_mt"]["2030"] * 1e6 == pytest.approx(tonnes[2030], rel=1e-4)


def test_a_project_of_an_own_investment_is_bought_at_that(summary):
    projects = {p["id"]: p for p in summary["projects"] if p["scenario"] == "plan"}
    east, west = projects["east"], projects["west"]
    # prices of 2015 are 0.8 of those of 2020; eight years of life: bought in 2018/19, 2026/27 and 2034
    assert east["first_investment_cny"] == pytest.approx(600000 * 400 / 0.8)
    assert west["first_investment_cny"] == pytest.approx(150e6 / 0.8)
    assert west["investment_cny"] == pytest.approx(2 * 150e6 / 0.8)
    assert east["investment_cny"] == pytest.approx(2.5 * east["first_investment_cny"])
    for one in (east, west):
        full = one["abatement_mt"][str(one["to"])] * 1e6
        assert one["cny_per_annual_t"] == pytest.approx(one["first_investment_cny"] / full)
        assert one["level"] == 1.0
    assert east["ranks"] == {"net_value": 1, "abatement": 1, "economy": 1}


def test_a_deployment_at_half_the_level_has_half_the_units_and_projects(study_of, appraise, small):
    whole, half = (
        appraise(study_of(["retrofit"], {"retrofit": level}, projects=small["projects"]))
        for level in (1.0, 0.5)
    )
    streams = [a.measures[0].money.stream for a in (whole, half)]
    for name in ("investment", "running", "salvage", "social", "financial", "abatement"):
        full, part = (getattr(s, name) for s in streams)
        assert part == pytest.approx(full / 2, rel=1e-6, abs=1e-6)
    firsts = [[p.money.first for p in a.projects] for a in (whole, half)]
    assert firsts[1] == pytest.approx([x / 2 for x in firsts[0]])


def test_a_project_may_be_valued_where_its_measure_lacks_an_investment(study_of, appraise, small):
    only = small["projects"].replace("2020,,plans", "2020,2e8,plans")
    bare = {"retrofit": {"investment = 400, ": ""}}
    found = appraise(study_of(["retrofit"], changed=bare, projects=only))
    assert found.measures[0].money is not None
    assert found.measures[0].money.first == pytest.approx((2e8 + 150e6) / 0.8)
    some = appraise(study_of(["retrofit"], changed=bare, projects=small["projects"]))
    assert some.measures[0].money is None
    assert [p.money is None for p in some.projects] == [True, False]
    assert some.measures[0].lacks == ("investment",)


def test_a_project_acts_beside_all_that_its_measure_requires(study_of, small, appraise):
    """Its measure requires storage, which requires kilns: without either it would not act at all."""
    wind = {"wind": {"ramp = {from = 2020, to = 2030}\n": "", "amount = 2e6\n": "amount = 1e6\n"}}
    storage = {"storage": {'unit = "kW"\n': 'unit = "kW"\nrequires = ["kilns"]\n'}}
    rows = (
        small["projects"].splitlines()[0] + "\nfarm,wind,,,Owner,Sea,1e6,kW,,2020,2030,,plans,A\n"
    )
    study = study_of(["kilns", "storage", "wind"], changed=wind | storage, projects=rows)
    found = appraise(study)
    (farm,) = found.projects
    wind_alone = next(a.alone for a in found.measures if a.deployed.measure.id == "wind")
    assert farm.effect.territorial == pytest.approx(wind_alone.territorial, rel=1e-9, abs=1e-3)
    before = next(a.alone.before for a in found.measures if a.deployed.measure.id == "wind")
    assert farm.effect.before.totals.territorial == pytest.approx(before.totals.territorial)


def test_an_import_is_not_paid_twice(measures, appraised):
    one = measures["plan", "line"]
    year = "2030"
    # running: 10 of upkeep and 280 for the energy, for a million MWh
    assert one["money"]["running_cny"][year] == pytest.approx(290e6)
    saved = one["energy_mtce"]
    fossil = sum(-saved[f][year] * p for f, p in (("coal", 27 * 29.3076), ("natural_gas", 51.5 * 29.3076)))  # fmt: skip
    assert one["money"]["energy_cny"][year] == pytest.approx(fossil * 1e6, rel=1e-6)
    # the owner sells what he brings in, at the price of dispatchable power of 2023
    assert one["money"]["energy_owner_cny"][year] == pytest.approx(1e6 * 380 / 1.1, rel=6e-4)


def test_capture_earns_the_carbon_price_and_pays_for_what_it_burns(measures):
    one = measures["plan", "capture"]
    worths = {(w["view"], w["carbon"], w["taxes"]): w for w in one["worth"]}
    gain = worths["social_8", True, False]["npv_cny"] - worths["social_8", False, False]["npv_cny"]
    price = {y: 0.0 if y < 2020 else 50 + 5 * (y - 2020) if y <= 2030 else 100 + 20 * (y - 2030) for y in YEARS}  # fmt: skip
    earned = [price[y] * one["abatement_mt"][str(y)] * 1e6 for y in YEARS]
    assert gain == pytest.approx(present(0.08, earned), rel=1e-9)
    assert gain > 0
    assert one["captured_mt"]["2035"] > one["abatement_mt"]["2035"] > 0
    assert one["energy_mtce"]["coal"]["2035"] > 0
    assert one["money"]["energy_cny"]["2035"] < 0


def test_taxes_and_own_prices_move_the_energy_and_nothing_else(appraised):
    rows = appraised.tables["cash_flows"].filter(
        (pl.col("scenario") == "plan") & (pl.col("measure") == "retrofit") & (pl.col("year") == 2030)
    ).to_dicts()  # fmt: skip
    for row in rows:
        # own price of coal, 30 with and 27 without taxes; retrofit saves 2 GJ a kW, east 1.2 times that
        saved = 2.0 * (1.2 * 600000 + 300000)
        assert row["energy_social_taxed_cny"] == pytest.approx(30 * saved, rel=1e-6)
        assert row["energy_social_cny"] == pytest.approx(27 * saved, rel=1e-6)
        assert row["energy_financial_cny"] == pytest.approx(30 * saved, rel=1e-6)
        assert row["energy_financial_untaxed_cny"] == pytest.approx(27 * saved, rel=1e-6)


# ---- ranks -----------------------------------------------------------------------------------------


def test_measures_are_ranked_by_net_value_never_by_marginal_cost(measures):
    mine = [m for (s, _), m in measures.items() if s == "plan" and m["money"]]
    by_value = sorted(mine, key=lambda m: -m["net_value_cny"])
    assert [m["ranks"]["net_value"] for m in by_value] == list(range(1, 10))
    with_cost = [m for m in by_value if m["mac_alone_cny_per_t"] is not None]
    by_cost = sorted(with_cost, key=lambda m: m["mac_alone_cny_per_t"])
    assert [m["id"] for m in by_cost] != [m["id"] for m in with_cost]


def test_abatement_and_economy_have_ranks_of_their_own(measures):
    mine = [m for (s, _), m in measures.items() if s == "plan"]
    by_tonnes = sorted(mine, key=lambda m: -sum(m["alone_mt"].values()))
    assert [m["ranks"]["abatement"] for m in by_tonnes] == list(range(1, 11))
    economy = {}
    for one in mine:
        if one["money"]:
            owner = next(w for w in one["worth_alone"] if (w["view"], w["carbon"], w["taxes"]) == ("financial", False, True))  # fmt: skip
            spent = present(0.07, one["money"]["investment_cny"].values())
            economy[one["id"]] = owner["npv_cny"] / spent
    order = sorted(economy, key=lambda id: -economy[id])
    ranks = {m["id"]: m["ranks"]["economy"] for m in mine}
    assert [ranks[id] for id in order] == list(range(1, 10))
    assert ranks["travel"] is None


def test_eight_places_are_taken_in_every_member(measures):
    for scenario in ("plan", "other"):
        shares = [m["first_eight"] for (s, _), m in measures.items() if s == scenario and m["money"]]  # fmt: skip
        assert len(shares) == 9
        assert all(0 <= x <= 1 for x in shares)
        assert sum(shares) == pytest.approx(8)
        assert any(0 < x < 1 for x in shares)
    assert measures["plan", "travel"]["first_eight"] is None


def test_with_eight_measures_or_fewer_each_is_always_among_the_first(study_of, appraise):
    found = appraise(study_of(["motors", "kilns"]))
    assert [a.first_eight for a in found.measures] == [1.0, 1.0]


def test_robustness_is_repeatable_and_moves_with_the_seed_and_the_spread(
    small, study_of, appraise, monkeypatch
):
    ids = [i for i in small["levels"] if i != "travel"]
    wide = {"heat_pumps": {"[2500, 4000, 9600]": "[500, 4000, 9600]"}}
    one, other = (appraise(study_of(ids, projects=small["projects"]), 64, seed) for seed in (7, 8))
    monkeypatch.setattr(draws, "BLOCK", 16)  # in blocks of members as in one
    again = appraise(study_of(ids, projects=small["projects"]), 64, 7)
    spread = appraise(study_of(ids, changed=wide, projects=small["projects"]), 64)

    def shares(found):
        return {a.deployed.measure.id: a.first_eight for a in found.measures}

    assert shares(one) == shares(again)
    assert shares(one) != shares(other)
    assert sum(shares(other).values()) == pytest.approx(8)
    assert shares(spread) != shares(one)
    assert shares(spread)["heat_pumps"] > shares(one)["heat_pumps"]  # it may cost much less
    worths = [[a.money_alone.worths for a in found.measures] for found in (one, other)]
    assert worths[0] == worths[1]  # the central run knows no draws
