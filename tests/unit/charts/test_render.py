"""Drawing gives well-formed SVG, the same every time, that can stand beside others in a page."""

import re
import subprocess
import sys
import xml.etree.ElementTree as ET

import pytest

from dualcarbon.charts import render
from dualcarbon.errors import InputError

SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_svg_is_well_formed_and_has_the_size_asked_for(figure, lang):
    root = ET.fromstring(render.svg(figure(lang), 640, 360))
    assert root.tag == f"{SVG}svg"
    assert root.get("viewBox") == "0 0 640 360"
    assert len(list(root.iter(f"{SVG}path"))) > 3


def test_the_same_option_gives_the_same_bytes(figure):
    first = render.svg(figure("zh"), 640, 360)
    assert render.svg(figure("zh"), 640, 360) == first


def test_ids_begin_with_the_name_of_the_figure(draw):
    drawn = render.svg(draw["fan"]("en"), 640, 360, id="one")
    ids = re.findall(r' id="([^"]+)"', drawn)
    assert ids
    assert all(id.startswith("one-") for id in ids)
    assert set(re.findall(r"url\(#([^)]+)\)", drawn)) <= set(ids)


def test_nothing_is_left_that_scripts_or_the_mouse_would_need(figure):
    drawn = render.svg(figure("en"), 640, 360)
    assert not re.search(r"<style|ecmeta|class=|zr\d|pointer-events|undefined|NaN", drawn)


def test_labels_are_written_as_text(draw):
    drawn = render.svg(draw["sankey"]("zh"), 760, 400)
    assert "工业" in drawn
    assert "外来电力" in drawn


def test_numbers_that_are_none_are_refused_before_drawing():
    with pytest.raises(ValueError, match="JSON"):
        render.svg({"series": [{"type": "line", "data": [float("nan")]}]}, 100, 100)


def test_a_missing_library_is_one_sentence(monkeypatch, tmp_path):
    monkeypatch.setattr(render, "library", lambda: tmp_path / "echarts.min.js")
    render._engine.cache_clear()
    with pytest.raises(InputError, match="make setup"):
        render.svg({}, 100, 100)
    render._engine.cache_clear()


def test_a_process_that_has_drawn_ends():
    code = "from dualcarbon.charts import render; print(render.svg({}, 100, 100)[:4])"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout == "<svg\n"
