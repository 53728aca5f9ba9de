"""A slip in one scenario does not keep the unknown names of another for a second round."""

from __future__ import annotations

import pytest

from dualcarbon.errors import InputError
from dualcarbon.study import preparation


def test_slips_and_unknown_names_of_several_files_come_together(small, tmp_path):
    folder = small["write"](tmp_path / "region", rows=[("industry", "final", "coal", 100.0)])
    scenario = 'schema = "dualcarbon/scenario/1"\nname = "{}"\n[gdp]\nformula = "{}"\n'
    study = (folder / "study.toml").read_text(encoding="utf-8")
    assert 'scenarios = ["base"]' in study
    (folder / "study.toml").write_text(study.replace('["base"]', '["base", "other"]'), encoding="utf-8")  # fmt: skip
    for name, formula in (("base", "2^3 * popluation"), ("other", "population * pce")):
        (folder / f"scenarios/{name}.toml").write_text(scenario.format(name, formula), encoding="utf-8")  # fmt: skip
    with pytest.raises(InputError) as caught:
        preparation.prepare(folder)
    told = {(f.code, f.place.file, f.place.line) for f in caught.value.faults if f.code.startswith("F0")}  # fmt: skip
    assert told == {
        ("F010", "scenarios/base.toml", 4),
        ("F008", "scenarios/base.toml", 4),
        ("F008", "scenarios/other.toml", 4),
    }
