"""Numbers of a path replaced, each at its own place and no other."""

import pytest

from dualcarbon.errors import InputError
from dualcarbon.quantities.distributions import Fixed, Normal, Uniform
from dualcarbon.quantities.kinds import Growth, Period
from dualcarbon.quantities.paths import Path, read
from dualcarbon.quantities.renumbering import renumbered
from dualcarbon.vocabulary.faults import Place

PATHS = {
    "constant": {"constant": 1.5},
    "points": {"points": {"2025": 0.5, "2030": 0.5}, "between": "smooth"},
    "growth": {"growth": [{"to": 2025, "rate": {"normal": [0.05, 0.01]}}, {"to": 2060, "rate": 0.05}]},
    "elasticity": {"elasticity": {"to": "gdp", "periods": [{"to": 2030, "value": 0.5}, {"to": 2060, "value": 0.3}]}},
    "slope": {"elasticity": {"to": "gdp", "value": 0.5}},
    "logistic": {"logistic": {"saturation": 0.5, "midpoint": 2030, "rate": 0.5}},
    "share": {"share": {"coal": {"points": {"2030": 0.5}}, "oil": 0.2, "gas": "residual"}},
    "stock": {"stock": {"target": "cars", "survival": {"weibull": [2.0, 12.0]}, "ages": "steady"}},
    "lookup": {"lookup": {"of": "gdp", "points": {"1": 0.5, "2": 0.6}}},
}  # fmt: skip


@pytest.mark.parametrize("kind", sorted(PATHS))
def test_each_number_of_each_kind_is_replaced_alone(kind):
    path = read("x", PATHS[kind], Place())
    own = path.form.numbers()
    assert own
    for place, number in own.items():
        new = Fixed(number.central + 0.01)
        found = renumbered(path, {place: new})
        assert found.form.numbers() == {**own, place: new}
        assert (found.key, type(found.form)) == (path.key, type(path.form))
        assert path.form.numbers() == own


def test_what_a_path_says_beside_its_numbers_stays():
    path = read("x", {**PATHS["points"], "source": "a plan", "unit": "tce"}, Place())
    found = renumbered(path, {"points.2025": Uniform(0.1, 0.2), "points.2030": Normal(0.3, 0.1)})
    assert (found.form.source, found.form.unit, found.form.between) == ("a plan", "tce", "smooth")


def test_a_number_that_its_path_may_not_have_is_refused():
    with pytest.raises(InputError, match=r"5(\.0)? is"):
        renumbered(read("x", PATHS["growth"], Place()), {"growth.2060": Fixed(5.0)})


def test_a_place_that_is_not_there_is_refused():
    with pytest.raises(KeyError, match="2031"):
        renumbered(read("x", PATHS["growth"], Place()), {"growth.2031": Fixed(0.05)})


def test_two_places_with_one_object_are_refused():
    one = Fixed(0.05)
    form = Growth(growth=(Period(to=2030, rate=one), Period(to=2060, rate=one)))
    with pytest.raises(ValueError, match="one object"):
        renumbered(Path("x", form), {"growth.2030": Fixed(0.01)})
