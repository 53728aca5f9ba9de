"""The table of a figure travels with it and is not drawn; its heads stand over as many cells as there are."""

import pytest

from dualcarbon.charts import render, tables


def test_nothing_of_a_table_is_drawn(figure):
    option = figure("zh")
    other = tables.whole(option, ["a name that is long"], [["nowhere"]])
    assert render.svg(other, 640, 360) == render.svg(option, 640, 360)
    assert "nowhere" not in render.svg(other, 640, 360)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_column_has_a_head(draw, lang):
    found = {n: o[tables.KEY] for n, one in draw.items() if tables.KEY in (o := one(lang))}
    assert {"gaps", "paths", "treemap", "waterfall"} <= set(found)
    for name, table in found.items():
        heads = table["heads"]
        assert len(set(heads)) == len(heads), name
        if "rows" in table:
            assert {len(row) for row in table["rows"]} == {len(heads)}, name
        else:
            assert len(table["columns"]) == len(heads) - 1, name


def test_columns_that_are_read_off_are_named_by_their_series(draw):
    drawn = draw["paths"]("en")
    series = drawn["baseOption"]["series"]
    heads, columns = drawn["table"]["heads"], drawn["table"]["columns"]
    names = [series[place]["name"] for (place,) in columns]
    assert heads == ["Year", *(tables.head(name, "Mt CO2") for name in names)]


def test_a_mark_that_raises_is_summed_under_its_name():
    raised = [{"type": "line", "name": "raised"}, {"type": "bar", "name": "raised"}]
    assert tables.named(raised) == {"raised": [0, 1]}
