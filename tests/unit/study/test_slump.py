"""A past that fell: called peaked if energy was used better, a slump if the economy shrank."""

from __future__ import annotations

import pytest

from dualcarbon.study import preparation, running, template

YEARS = range(2006, 2021)
RISE = [100.0, 106.0, 112.0, 119.0]
FALL = [RISE[-1] * 0.95**k for k in range(1, 12)]


def study(folder, gdp):
    """Make a study whose coal use rises until 2009 and falls by five per cent a year from then on."""
    template.make(folder)
    coal = [*RISE, *FALL]
    rows = {
        "data/economy.csv": [f"{y},total,value_added,{v!r},10^8 CNY2020,made up,v" for y, v in zip(YEARS, gdp, strict=True)],
        "data/population.csv": [f"{y},population,500,10^4 person,made up,v" for y in YEARS],
        "data/energy.csv": [f"{y},total,consumption,coal,{v!r},10^4 tce,made up,v" for y, v in zip(YEARS, coal, strict=True)],
    }  # fmt: skip
    for file, lines in rows.items():
        with (folder / file).open("a", encoding="utf-8") as whole:
            whole.write("\n".join(lines) + "\n")
    prepared = preparation.prepare(folder)
    summary = running.compute(prepared, "0" * 12, members=8, seed=1).summary
    return summary["diagnosis"]["peak"]


@pytest.mark.parametrize(
    ("growth", "verdict", "confirmation"),
    [(0.05, "peaked", "supported"), (-0.05, "slump", "slump")],
)
def test_a_fall_is_a_peak_only_if_structure_or_intensity_explains_it(
    tmp_path, growth, verdict, confirmation
):
    gdp = [500.0 * 1.06**k for k in range(4)]
    gdp += [gdp[-1] * (1 + growth) ** k for k in range(1, 12)]
    peak = study(tmp_path / "fallen", gdp)
    assert (peak["verdict"], peak["confirmation"]) == (verdict, confirmation)
    assert peak["highest_year"] == 2009
