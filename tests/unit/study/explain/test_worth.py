"""How the numbers of measures came: every key answered, every sum and product right, down to a line or a source."""

from __future__ import annotations

import math
import re

import pytest

from dualcarbon.study import preparation, running
from dualcarbon.study.explain import opened, question
from dualcarbon.study.explain.lookup import leaves

LEVELS = dict.fromkeys(("retrofit", "motors", "kilns", "travel", "storage", "wind", "line", "capture", "sea_wind"), 1.0)  # fmt: skip
LEVELS["wind"] = 0.5
EXTRA = """
[[resources]]
id = "curtailed"
title = {en = "Curtailed power", zh = "弃电"}
unit = "MWh"
available = {2020 = 1e5, 2030 = 3e5}
mark = "A"
source = "dispatch centre"
"""
FIRST = 2018


@pytest.fixture(scope="module")
def done(small, tmp_path_factory):
    """A finished run of the small province with a measure of the catalogue and something scarce."""
    folder = tmp_path_factory.mktemp("explained") / "small"
    changed = {
        "motors": {'unit = "kW"': 'unit = "kW"\nuses = {curtailed = 0.1}'},
        "capture": {"value = 0.2}": 'value = 1, unit = "t CO2", per = "unit"}'},
    }
    text = small["declared"](LEVELS, **changed) + EXTRA
    small["write"](folder, measures=text, projects=ending(small), scenarios={"plan": LEVELS})
    return running.run(folder, out=folder / "results", members=8)


@pytest.fixture(scope="module")
def ask(done):
    """Ask about keys of the run, which is read once."""
    return opened(done.folder)


def ending(small):
    """The projects of the small province, were the plant in the east to work until 2030 only."""
    text = small["projects"].replace("to,investment", "to,until,investment")
    return text.replace("2018,2020,,", "2018,2020,2030,,").replace(
        "2019,2020,150", "2019,2020,,150"
    )


@pytest.fixture(scope="module")
def notebook(done):
    return question.Notebook(done, preparation.prepare(done.folder / "inputs"))


@pytest.fixture(scope="module")
def book(done, notebook):
    """Every derivation of every number of measures, projects, attributions and terms."""
    for steps, value in appraised(done):
        question._explainer(steps, notebook)(notebook, steps, value)
    return notebook.book


def appraised(done):
    return [(s, v) for s, v in leaves(done.summary) if s[0] in question.APPRAISED]


def test_every_key_is_answered_with_its_value(done, notebook):
    every = appraised(done)
    assert len(every) > 5000
    for steps, value in every:
        question._explainer(steps, notebook)(notebook, steps, value)
        made = notebook.book[".".join(steps)]
        assert made.value == value or made.value == str(value), made.key
        assert made.formula_en
        assert made.formula_zh
        assert made.formula_en != made.formula_zh


def test_each_kind_of_key_can_be_asked_and_told_in_both_languages(done, ask):
    kinds = {re.sub(r"\d+", "#", ".".join(s)): ".".join(s) for s, _ in appraised(done)}
    assert len(kinds) > 150
    for key in list(kinds.values())[::7]:
        found = ask(key)
        for lang in ("en", "zh"):
            text = found.text(lang)
            assert text.startswith(key)
            assert "()" not in text
            assert not re.search(r"\bnan\b", text)
        assert found.as_dict("en")["key"] == key


def test_no_number_goes_in_without_its_value_unless_a_place_says_it(book):
    for made in book.values():
        for part in made.inputs:
            assert part.value is not None or part.ref, (made.key, part.name)


# ---- arithmetic ------------------------------------------------------------------------------------


def named(made):
    return {part.name: part.value for part in made.inputs}


def amounts(made, unit="CNY"):
    return [part.value for part in made.inputs if part.unit == unit]


def net_value(made):
    given = {n.removeprefix("present value of "): v for n, v in named(made).items()}
    plus = sum(given.get(n, 0.0) for n in ("energy saved", "carbon revenue", "rest value"))
    return plus - given["investment"] - given["running cost"]


def marginal(made):
    return -net_value(made) / named(made)["present value of abatement"]


def discounted(made):
    rate = named(made)["rate of discount"]
    yearly = [(int(n[-4:]), v) for n, v in named(made).items() if n != "rate of discount"]
    return sum(v / (1 + rate) ** (year - FIRST) for year, v in yearly)


def over_tonnes(made):
    rate = named(made)["rate of discount"]
    worth = {
        what: sum(v / (1 + rate) ** (int(n[-4:]) - FIRST) for n, v in named(made).items() if n.startswith(what))
        for what in ("net flow", "abatement")
    }  # fmt: skip
    return -worth["net flow"] / worth["abatement"]


def flowing(made):
    given = named(made)
    plus = sum(given.get(n, 0.0) for n in ("energy saved", "carbon revenue", "rest value"))
    return plus - given.get("investment", 0.0) - given.get("running cost", 0.0)


def in_place(made):
    level, *rest = [part.value for part in made.inputs]
    return level * sum(rest)


def without_less_with(made):
    given = named(made)
    return given["without it"] - given["with it"]


def with_less_without(made):
    return -without_less_with(made)


def difference(made):
    one, other = [part.value for part in made.inputs]
    return one - other


RULES = {
    "present value of energy saved + of carbon": net_value,
    "present value of (investment": marginal,
    "energy saved + carbon revenue": flowing,
    "- present value of the flows /": over_tonnes,
    "sum over years of x": discounted,
    "sum of what is paid for units": lambda m: sum(amounts(m)),
    "sum of what units still work for": lambda m: sum(amounts(m)),
    "sum of what units cost": lambda m: sum(amounts(m)),
    "sum of yearly cost": lambda m: sum(amounts(m)),
    "sum of energy saved": lambda m: sum(amounts(m)),
    "sum of all years": lambda m: sum(amounts(m)),
    "sum of years": lambda m: sum(amounts(m, "Mt CO2")),
    "sum of parts": lambda m: sum(part.value for part in m.inputs),
    "sum over measures of units": lambda m: sum(part.value for part in m.inputs),
    "cost of a unit x": lambda m: math.prod(part.value for part in m.inputs),
    "energy x price": lambda m: math.prod(part.value for part in m.inputs),
    "price as stated x": lambda m: math.prod(part.value for part in m.inputs),
    "carbon price x abatement": lambda m: math.prod(part.value for part in m.inputs),
    "level x (its projects": in_place,
    "emissions without it - with it": without_less_with,
    "captured with it": with_less_without,
    "energy with it": with_less_without,
    "fall of territorial emissions": without_less_with,
    "first investment / abatement": lambda m: m.inputs[0].value / (m.inputs[1].value * 1e6),
    "net present value of the owner /": lambda m: m.inputs[0].value / m.inputs[1].value,
    "emissions of the scenario -": difference,
    "its share of what all": lambda m: -m.inputs[0].value,
    "members in which": lambda m: m.inputs[0].value / m.inputs[1].value,
}
CHANGE = re.compile(r"^\w+ \S+( to \w+)?: value x amount x level x share")


def rule(made):
    if CHANGE.match(made.formula_en):
        return lambda m: math.prod(part.value for part in m.inputs)
    return next((r for start, r in RULES.items() if made.formula_en.startswith(start)), None)


def test_what_goes_in_gives_what_comes_out(book):
    used = set()
    for made in book.values():
        work = rule(made)
        if work is None or made.value is None:
            continue
        used.add(next((s for s in RULES if made.formula_en.startswith(s)), "change"))
        scale = max((abs(p.value) for p in made.inputs if isinstance(p.value, float)), default=0.0)
        assert made.value == pytest.approx(work(made), rel=1e-9, abs=1e-12 * scale + 1e-9), made.key
    assert used == {*RULES, "change"}


def test_all_shares_of_an_attribution_add_up_to_its_total(book, done):
    made = book["attribution.0.players.2.mt.2030"]
    shares = [p.value for p in made.inputs if p.name.startswith("share of ")]
    assert len(shares) == len(LEVELS)
    assert sum(shares) == pytest.approx(made.inputs[0].value)
    assert made.inputs[0].name == "attribution.0.total_mt.2030"
    assert named(made)["coalitions valued"] == 2 ** len(LEVELS)


def test_a_place_is_that_of_its_value_among_those_told(book, done):
    net = {f"net value of {m['id']}": m["net_value_cny"] for m in done.summary["measures"] if m["money"]}  # fmt: skip
    for n, one in enumerate(done.summary["measures"]):
        for by, what in (("net_value", "net value"), ("economy", "economy"), ("abatement", "abatement")):  # fmt: skip
            made = book[f"measures.{n}.ranks.{by}"]
            if made.value is None:
                continue
            told = named(made)
            better = sum(v > told[f"{what} of {one['id']}"] for v in told.values())
            assert made.value == better + 1
            assert by != "net_value" or told == pytest.approx(net, rel=1e-12)
    for n, one in enumerate(done.summary["projects"]):
        told = named(book[f"projects.{n}.ranks.economy"])
        better = sum(v > told[f"economy of {one['id']}"] for v in told.values())
        assert one["ranks"]["economy"] == better + 1


def test_a_rate_of_return_is_told_by_the_flows_that_it_brings_to_nothing(book, done):
    for key, made in book.items():
        if re.fullmatch(r"measures\.\d+\.worth\.\d+\.irr\.\d+", key):
            flows = [(int(n[-4:]), v) for n, v in named(made).items() if n.startswith("net flow")]
            terms = [v / (1 + made.value) ** (y - FIRST) for y, v in flows]
            assert sum(terms) == pytest.approx(0, abs=1e-7 * sum(map(abs, terms)))


# ---- sources ---------------------------------------------------------------------------------------


def below(book, key, seen=None):
    """Give every reference below a key that is no derivation: lines, sources."""
    seen = set() if seen is None else seen
    if key not in book or key in seen:
        return set() if key in seen else {key}
    seen.add(key)
    return set().union(*(below(book, p.ref, seen) for p in book[key].inputs if p.ref), set())


def place_of(done, id):
    return next(n for n, m in enumerate(done.summary["measures"]) if m["id"] == id)


def line(done, text):
    lines = (done.folder / "inputs/measures.toml").read_text(encoding="utf-8").splitlines()
    return f"measures.toml:{lines.index(text) + 1}"


def test_from_a_cell_of_the_ranking_down_to_its_parameters(done, ask):
    """The net value of wind from the sea: catalogue, price of coal of the study, of gas of the reference, carbon."""
    found = ask(f"measures.{place_of(done, 'sea_wind')}.ranks.net_value")
    refs = below(found.book, found.key)
    text = found.text("en")
    assert {"catalogue:E07.investment", "catalogue:E07.o_and_m", "catalogue:E07.life", "catalogue:E07.lead"} <= refs  # fmt: skip
    assert "typical measure E07: 10500 (8600 to 13800) CNY/unit; prices of 20" in text
    assert line(done, "[money.prices.coal]") in refs
    assert "(coal exchange of the province; mark M)" in text
    assert "prices.gas_gate" in refs
    assert "natural gas at the city gate: 56.2 (47.7 to 67.4) CNY/GJ; prices of 2020" in text
    carbon = next(r for r in refs if r.startswith("measures.toml") and "assumed path" in found.about.get(r, ""))  # fmt: skip
    assert found.about[carbon] == "assumed path; mark A"
    assert any(r.startswith("scenarios/plan.toml:") for r in refs)
    assert any("Methods and Parameters" in found.about.get(r, "") for r in refs)


def test_from_a_cell_of_the_ranking_of_projects_down_to_their_lines(done, ask):
    found = ask("projects.west.ranks.economy")
    refs = below(found.book, found.key)
    assert "projects.csv:3" in refs
    assert found.about["projects.csv:3"] == "plans of the owner; mark A"
    cost = line(done, 'cost = {investment = 400, o_and_m = 4, life = 8, lead = 1, price_year = 2015, source = "survey of plants", mark = "M"}')  # fmt: skip
    assert cost in refs
    assert found.about[cost] == "survey of plants; mark M"
    assert line(done, "2015 = 0.8") in refs  # the price level


@pytest.mark.parametrize(
    ("key", "refs"),
    [
        ("appraisal.rates.financial", ["measures.toml:"]),
        ("appraisal.rates.social_8", ["discount rate social_8"]),
        ("appraisal.carbon_price.2027", ["measures.toml:"]),
        ("appraisal.price_year", ["measures.toml:"]),
        ("appraisal.horizon", ["study.toml"]),
        ("appraisal.order.plan.0", ["measures.toml:"]),
        ("appraisal.resources.0.available.2024", ["measures.toml:"]),
        ("appraisal.resources.0.used.plan.2024", ["measures.toml:"]),
        ("appraisal.overlaps.0.path", ["measures.toml:"]),
        ("appraisal.discounting.0.npv_cny", ["measures.toml:", "scenarios/plan.toml:"]),
        ("projects.0.owner", ["projects.csv:2"]),
        ("projects.0.level", ["scenarios/plan.toml:"]),
        ("projects.0.abatement_mt.2030", ["measures.toml:", "scenarios/plan.toml:"]),
        ("projects.1.first_investment_cny", ["projects.csv:3", "measures.toml:"]),
        ("attribution.0.players.0.mt.2030", ["scenarios/plan.toml:", "measures.toml:"]),
        ("attribution.1.total_mt.2030", ["scenarios/base.toml"]),
        ("measures.0.units.2019", ["projects.csv:2", "projects.csv:3", "scenarios/plan.toml:"]),
        ("measures.0.stage", ["measures.toml:"]),
    ],
)
def test_each_answer_ends_at_a_line_or_a_source(book, key, refs):
    found = below(book, key)
    for ref in refs:
        assert any(one.startswith(ref) for one in found), (key, found)


def test_captured_tonnes_go_down_to_tonnes_of_a_unit(book, done):
    """Of 4 million units of a tonne each, all in place in 2032 and 2/7 in 2027, and the same share of the 3 % of fuel
    that the plants burn more for it, which the measure says after them."""
    place = place_of(done, "capture")
    for year, done_by in ((2027, 2 / 7), (2032, 1.0)):
        made, expected = book[f"measures.{place}.captured_mt.{year}"], 4e6 * done_by
        assert made.value == pytest.approx(expected * (1 + 0.03 * done_by) * 1e-6)
        assert named(made)["capture capture.power"] == pytest.approx(expected)
        (ref,) = (p.ref for p in made.inputs if p.name == "capture capture.power")
        given = [(p.name, p.value, p.unit) for p in book[ref].inputs if p.unit]
        assert given == [("value", 1.0, "t CO2"), ("amount", 4e6, "t CO2")]
        assert book[ref].unit == "t CO2"


def test_units_whose_service_has_ended_are_named_with_their_last_year(book):
    there, gone = (named(book[f"measures.0.units.{year}"]) for year in (2030, 2031))
    assert there["east in place, in service until 2030"] == 600000
    assert gone["east in place, in service until 2030"] == 0
    assert gone["west in place"] == 300000
    last, after = (below_once(book, f"measures.0.abatement_mt.{year}") for year in (2030, 2031))
    assert last["share of the full effect in place in 2030"] == pytest.approx((1.2 * 6 + 3) / 9)
    assert after["share of the full effect in place in 2031, without east after 2030"] == pytest.approx(3 / 9)  # fmt: skip


def below_once(book, key):
    """Give what goes into the changes that a number says."""
    said = [book[p.ref] for p in book[key].inputs if p.ref in book]
    return {name: value for made in said for name, value in named(made).items()}


def test_what_plants_burn_less_is_told_at_their_output(book):
    begin = "plan retrofit energy_supply/power/coal 2"
    said = [m.formula_en for k, m in book.items() if k.startswith(begin) and "price" not in k]
    assert said
    assert all("both at the output that the plants have with it" in text for text in said)
    metered = book["plan motors industry/final/electricity 2030"].formula_en
    assert metered.startswith("read off the tree without and with it, which differ")


def test_what_the_catalogue_says_is_told_apart(book, done):
    place = place_of(done, "sea_wind")
    made = book[f"measures.{place}.clauses.0"]
    assert made.formula_en == "taken from the typical measure that it names"
    assert made.inputs[1].ref == "catalogue:E07"
    assert book[f"measures.{place}.amount"].formula_en == "declared"
    assert book[f"measures.{place}.published_mac.0"].inputs[0].ref == "catalogue:E07.published"


def test_a_cost_that_nobody_gives_is_said_to_be_nothing(done, ask):
    for name, zero in (("other", "other yearly cost of a unit, not given: 0"), ("lead", "lead time of a unit, not given: 0")):  # fmt: skip
        found = ask(f"measures.{place_of(done, 'motors')}.money.unit_cost.{name}")
        (part,) = found.book[found.key].inputs
        assert (part.name, part.value) == (zero, 0.0)
        assert found.book[found.key].value is None


def test_why_a_measure_is_not_valued(book, done):
    place = place_of(done, "travel")
    for key in ("npv_cny", "ranks.net_value", "first_eight", "money"):
        made = book[f"measures.{place}.{key}"]
        assert made.value is None
        assert any(p.ref.startswith("measures.toml:") for p in made.inputs)
    assert "o_and_m, life" in book[f"measures.{place}.npv_cny"].formula_en
    assert book[f"measures.{place}.ranks.net_value"].formula_en == "no place: it is not valued"
    storage = book[f"measures.{place_of(done, 'storage')}.mac_cny_per_t"]
    assert (storage.value, storage.formula_en) == (None, "none: nothing is avoided over all years")


def test_society_buys_fuels_and_an_owner_what_his_meter_counts(done, ask):
    """An electric motor saves the plants' coal and gas, plants without fuel, and imports; its owner electricity."""
    place = place_of(done, "motors")
    for key, expected in (
        ("money.energy_cny.2030", ["coal", "natural_gas", "nonfossil", "import"]),
        ("money.energy_owner_cny.2030", ["industry/final/electricity"]),
    ):
        found = ask(f"measures.{place}.{key}")
        parts = found.book[found.key].inputs
        assert [p.name.split(" ")[2] for p in parts] == expected
        assert sum(p.value for p in parts) == pytest.approx(found.book[found.key].value, rel=1e-9)
        taxed = "with taxes" if "owner" in key else "without taxes"
        assert all(p.name.endswith(taxed) for p in parts)


def test_emissions_of_plants_that_capture_say_which_share_is_left(ask):
    found = ask("scenarios.plan.territorial_mt.2035")
    (made,) = (m for k, m in found.book.items() if k == "plan energy_supply/power/coal 2035")
    assert made.value == pytest.approx(math.prod(p.value for p in made.inputs), rel=1e-9)
    assert "captured" in made.formula_en


def test_sampled_shares_say_how_many_orders_were_drawn_and_how_sure_they_are(small, tmp_path):
    ids = [*small["levels"], "boilers", "trucks", "sea_wind"]
    text = small["declared"](ids)
    levels = dict.fromkeys(ids, 1.0)
    folder = small["write"](tmp_path / "many", measures=text, projects=small["projects"], scenarios={"plan": levels})  # fmt: skip
    done = running.run(folder, out=folder / "results", members=4)
    first = done.summary["attribution"][0]
    assert not first["exact"]
    found = opened(done.folder)("measures.2.attributed_error_mt.2030")
    made = found.book["attribution.0.players.2.error_mt.2030"]
    assert named(made)["orders drawn"] == first["samples"] > 0
    assert named(made)["standard error"] == first["players"][2]["error_mt"]["2030"] > 0
    assert found.book[found.key].value == done.summary["measures"][2]["attributed_error_mt"]["2030"]
