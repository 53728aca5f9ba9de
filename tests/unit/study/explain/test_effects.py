"""An effect of the decomposition is worked out again from what its derivation says, down to rows of the tables."""

from __future__ import annotations

import math

import pytest

EFFECTS = ("population", "affluence", "structure", "intensity", "mix", "factor", "use_per_head", "apart")  # fmt: skip


def recomputed(made):
    """Work a derivation of a decomposition out by its formula; nothing where it is of another kind."""
    values, said = [part.value for part in made.inputs], made.formula_en
    if said.startswith("sum of the effects in all sectors"):
        return sum(values[:-2])
    if said.startswith(("sum of these", "sum of the effects", "sum over fuels")):
        return sum(values) * (1e-6 if "10^-6" in said else 1.0)
    if said.startswith("w ln("):
        return values[0] * math.log(values[2] / values[1]) * 1e-6
    if said.startswith("L ln(") and all(values[1:]):
        return values[0] * math.log(values[2] / values[1])
    if said.startswith("L(E1, E0)") and all(values) and values[0] != values[1]:
        return (values[1] - values[0]) / math.log(values[1] / values[0])
    return values[0] / values[1] if said.startswith("the first / the second") and values[1] else None  # fmt: skip


@pytest.mark.parametrize("effect", EFFECTS)
def test_an_effect_is_worked_out_again_from_what_is_told(ask, effect):
    found = ask(f"diagnosis.lmdi.0.effects_mt.{effect}")
    checked = [(made, recomputed(made)) for made in found.book.values()]
    known = [(made, value) for made, value in checked if value is not None]
    assert len(known) > 5
    for made, value in known:
        assert math.isclose(made.value, value, rel_tol=1e-6, abs_tol=1e-6), made.key


def test_an_effect_of_a_sector_leads_to_its_value_added_and_its_energy(ask):
    refs = {p.ref for m in ask("tables.lmdi.2010.2011.intensity.industry").book.values() for p in m.inputs}  # fmt: skip
    for file in ("data/economy.csv:", "data/energy.csv:", "factors.csv:"):
        assert any(ref.startswith(file) for ref in refs)
    assert not any(ref.startswith("tables/") for ref in refs)


def test_a_driver_that_a_sector_does_not_have_is_no_effect(ask):
    found = ask("tables.lmdi.2010.2011.use_per_head.industry")
    made = found.book[found.key]
    assert made.value == 0
    assert made.formula_en.endswith("no effect")
    assert made.inputs


def test_the_ratio_of_an_effect_leads_to_the_effect(ask, finished):
    found = ask("diagnosis.lmdi.0.ratios.mix")
    first = found.book[found.key].inputs[0]
    assert first.ref.startswith("tables.lmdi.")
    assert found.book[first.ref].value == first.value


@pytest.mark.parametrize("way", ["model", "naive", "trend"])
@pytest.mark.parametrize("item", ["co2", "energy", "co2_intensity"])
def test_a_score_leads_to_what_came_and_to_what_was_seen(ask, item, way):
    found = ask(f"calibration.hindcast.scores.{item}.{way}.mape")
    told = found.book[found.key].inputs
    foreseen, came = told[::2], told[1::2]
    off = [abs(a.value / b.value - 1) for a, b in zip(foreseen, came, strict=True)]
    assert math.isclose(sum(off) / len(off), found.book[found.key].value)
    for one in came:
        assert math.isclose(one.value, found.book[one.ref].value, rel_tol=1e-9)
    if way == "naive":
        assert all(math.isclose(found.book[p.ref].inputs[1].value, p.value) for p in foreseen)
    assert any(p.ref.startswith("data/energy.csv:") for m in found.book.values() for p in m.inputs)


def test_a_fit_leads_to_the_rows_of_its_history(ask):
    found = ask("calibration.parameters.gdp.growth.low")
    for part in found.book[found.key].inputs:
        assert math.isclose(part.value, found.book[part.ref].value)
        assert any(p.ref.startswith("data/economy.csv:") for p in found.book[part.ref].inputs)
