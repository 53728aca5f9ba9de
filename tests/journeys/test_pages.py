"""Every page of the rail, in both languages, wide and at 400 px: whole, readable by everybody, silent, asking nobody else."""

from __future__ import annotations

from pathlib import Path

import pytest

from dualcarbon.server import chapter

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
PAGES = [one.id for one in chapter.chapters() if one.rail]
CHECK = """async () => {
  const found = await axe.run(document, { resultTypes: ["violations"], iframes: false });
  return found.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.target.join(" ")).slice(0, 5).join(", ")}`);
}"""
FITS = "document.documentElement.scrollWidth <= window.innerWidth"
GLYPHS = """() => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const font = getComputedStyle(document.body).fontFamily;
  const drawn = (letter) => {
    canvas.canvas.width = canvas.canvas.height = 40;
    canvas.font = `30px ${font}`;
    canvas.fillText(letter, 2, 32);
    return canvas.canvas.toDataURL();
  };
  const nothing = drawn("\\u{10ffff}");
  const letters = new Set(document.body.innerText.match(/[\\u4e00-\\u9fff]/g) ?? []);
  return { boxes: [...letters].filter((letter) => drawn(letter) === nothing), count: letters.size };
}"""


@pytest.fixture(scope="module")
def axe():
    """The checks of axe-core, which make setup fetches."""
    return AXE.read_text(encoding="utf-8")


def looked_at(served, look, axe, lang, window):
    """Look at every page in one window; tell what is wrong with each."""
    seen, found = look(window), {}
    for name in PAGES:
        seen.page.goto(f"{served.url}/{lang}/jiangsu/{name}")
        seen.ready()
        seen.page.evaluate(axe)
        wrong = [*seen.page.evaluate(CHECK), *seen.wrong]
        wrong += [] if seen.page.evaluate(FITS) else ["wider than the window"]
        wrong += [f"asks {one}" for one in seen.others(served.url)]
        glyphs = seen.page.evaluate(GLYPHS)
        wrong += [f"boxes: {glyphs['boxes'][:10]}"] if glyphs["boxes"] else []
        wrong += ["hardly any Chinese"] if lang == "zh" and glyphs["count"] < 30 else []
        seen.wrong.clear()
        if wrong:
            found[name] = wrong
    return found


def test_every_page_in_english(served, look, axe):
    assert looked_at(served, look, axe, "en", "wide") == {}


def test_every_page_in_chinese_on_a_telephone(served, look, axe):
    assert looked_at(served, look, axe, "zh", "slim") == {}


@pytest.mark.slow
@pytest.mark.parametrize(("lang", "window"), [("en", "slim"), ("zh", "wide")])
def test_every_page_the_other_way_round(served, look, axe, lang, window):
    assert looked_at(served, look, axe, lang, window) == {}
