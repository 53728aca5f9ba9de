import json

import pytest

from dualcarbon.errors import UnknownName
from dualcarbon.provenance.derivation import Derivation, Explanation, Input, nested, tree

CO2 = Derivation(
    "co2.2017", "energy x factor", "能源 × 因子", 26.6, "t CO2",
    (Input("energy", 10.0, "tce", "energy.2017"), Input("factor", 2.66, "t CO2/tce", "guide:coal")),
)  # fmt: skip
ENERGY = Derivation(
    "energy.2017", "sum of cells", "求和", 10.0, "tce",
    (Input("industry", 6, "tce", "data/energy.csv:12"), Input("transport", 4, "tce", "data/energy.csv:13")),
)  # fmt: skip
PER_HEAD = Derivation(
    "per_head.2017", "emissions / energy", "排放 / 能源", 2.66, "",
    (Input("emissions", 26.6, "t CO2", "co2.2017"), Input("energy", 10.0, "tce", "energy.2017")),
)  # fmt: skip
BOOK = {d.key: d for d in (CO2, ENERGY, PER_HEAD)}


def test_a_tree_goes_down_to_cells_and_records():
    assert tree("co2.2017", BOOK).splitlines() == [
        "co2.2017 = 26.6 t CO2",
        "  : energy x factor",
        "  energy = 10 tce",
        "    : sum of cells",
        "    industry = 6 tce  <- data/energy.csv:12",
        "    transport = 4 tce  <- data/energy.csv:13",
        "  factor = 2.66 t CO2/tce  <- guide:coal",
    ]


def test_a_number_met_again_is_not_told_twice():
    lines = tree("per_head.2017", BOOK).splitlines()
    assert sum("data/energy.csv:12" in line for line in lines) == 1
    assert lines[-1] == "  energy = 10 tce  (explained above)"


def test_what_lies_below_a_depth_is_marked_and_not_told():
    """Three levels: a total, its part, and the cell of that; what is not shown is not "above" either."""
    part = Derivation(
        "part", "of b", "取自 b", 2, "t", (Input("cell", 2, "t", "data/energy.csv:3"),)
    )
    book = {"total": Derivation("total", "sum", "求和", 4, "t", (Input("a", 2, "t", "part"), Input("b", 2, "t", "part"))), "part": part}  # fmt: skip
    shallow = tree("total", book, lang="zh", depth=1).splitlines()
    assert shallow == ["total = 4 t", "  : 求和", "  a = 2 t  (下有明细)", "  b = 2 t  (下有明细)"]
    assert tree("total", book, depth=2) == tree("total", book)
    assert Explanation("total", book).text("en", 1).count("more below") == 2


def test_a_circle_ends():
    circle = {"a": Derivation("a", "b", "b", 1, "", (Input("a", 1, "", "a"),))}
    assert tree("a", circle).splitlines()[-1] == "  a = 1  (explained above)"
    assert "how" not in nested("a", circle)["inputs"][0]


def test_chinese_formulas_and_what_is_known_of_a_reference():
    text = tree("co2.2017", BOOK, lang="zh", about={"guide:coal": "2011 guideline"})
    assert "  : 能源 × 因子" in text.splitlines()
    assert "  factor = 2.66 t CO2/tce  <- guide:coal (2011 guideline)" in text.splitlines()
    assert tree("per_head.2017", BOOK, lang="zh").endswith("(见上)")


def test_values_keep_ten_digits_and_may_be_words_or_missing():
    made = Derivation("a", "f", "f", 1 / 3, "", (Input("verdict", "rising"), Input("why")))
    assert str(made).splitlines() == ["a = 0.3333333333", "  : f", "  verdict = rising", "  why"]


def test_nested_is_the_same_as_plain_values():
    plain = nested("co2.2017", BOOK, about={"guide:coal": "2011 guideline"})
    energy, factor = plain["inputs"]
    assert energy["how"]["inputs"][1]["ref"] == "data/energy.csv:13"
    assert factor == {"name": "factor", "value": 2.66, "unit": "t CO2/tce", "ref": "guide:coal",
                      "about": "2011 guideline"}  # fmt: skip
    assert json.loads(json.dumps(plain)) == plain


def test_an_unknown_key_is_refused_with_the_nearest():
    for told in (tree, nested):
        with pytest.raises(UnknownName, match=r'"co2\.2016" came; did you mean "co2\.2017"'):
            told("co2.2016", BOOK)
    with pytest.raises(UnknownName, match=r'nothing is known of how "x" came$'):
        tree("x", {})


def test_an_explanation_and_a_derivation_have_the_same_face():
    whole = Explanation("co2.2017", BOOK)
    assert whole.text() == str(whole) == tree("co2.2017", BOOK)
    assert whole.as_dict("zh") == nested("co2.2017", BOOK, lang="zh")
    assert ENERGY.text("zh").splitlines()[1] == "  : 求和"
    assert ENERGY.as_dict()["formula"] == "sum of cells"
