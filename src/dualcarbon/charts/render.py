"""Figures as SVG, drawn by the chart library inside V8, without a browser."""

from __future__ import annotations

import atexit
import functools
import json
import re
from importlib import resources
from importlib.resources.abc import Traversable

from py_mini_racer import MiniRacer

from dualcarbon.charts import tables
from dualcarbon.charts.look import Option
from dualcarbon.errors import InputError

# what the library expects of a browser; nothing waits and nothing moves
STUBS = """
var setTimeout = function () { return 0; }, clearTimeout = function () {};
var requestAnimationFrame = function () { return 0; }, cancelAnimationFrame = function () {};
"""
DRAW = """
function draw(text, width, height) {
  var chart = echarts.init(null, null, {renderer: 'svg', ssr: true, width: width, height: height});
  chart.setOption(JSON.parse(text));
  var svg = chart.renderToSVGString();
  chart.dispose();
  return svg;
}
"""
# hover rules and marks for scripts: no use in a document, and numbered by a counter that never rests
NOISE = re.compile(
    r'<style ?>.*?</style>\s*| (?:class="zr\d+-cls-\d+"|ecmeta_\w+="[^"]*"|pointer-events="[^"]*")',
    re.S,
)
IDS = re.compile(r"\bzr\d+-")
BREAKS = re.compile(r"\n+")
KEPT = 128  # drawings


def svg(option: Option, width: int, height: int, *, id: str = "figure") -> str:
    """Draw an option; the same option gives the same text.

    Parameters
    ----------
    option : dict
        ECharts option, plain data only.
    width, height : int
        Size of the figure. [px]
    id : str
        Prefix of the ids inside the figure, so that several figures stand in one page.

    Raises
    ------
    InputError
        The chart library is not installed.
    """
    text = json.dumps(tables.without(option), ensure_ascii=False, allow_nan=False)
    return IDS.sub(f"{id}-", _drawn(text, width, height))


def library() -> Traversable:
    """Give the place of the chart library inside the package."""
    return resources.files(__package__).joinpath("vendor", "echarts.min.js")


def forget() -> None:
    """Draw every figure anew from now on."""
    _drawn.cache_clear()


@functools.lru_cache(maxsize=KEPT)
def _drawn(text: str, width: int, height: int) -> str:
    """Draw once what several documents show."""
    drawn = str(_engine().call("draw", text, width, height))
    return BREAKS.sub("\n", NOISE.sub("", drawn)).strip()


@functools.cache
def _engine() -> MiniRacer:
    """Start V8 and load the library, once a process."""
    file = library()
    if not file.is_file():
        msg = (
            "charts: the chart library is missing (charts/vendor/echarts.min.js); run `make setup`, "
            "which fetches it"
        )
        raise InputError(msg)
    engine = MiniRacer()
    atexit.register(engine.close)  # later, its thread is gone and closing would wait for ever
    engine.eval(STUBS)
    engine.eval(file.read_text(encoding="utf-8"))
    engine.eval(DRAW)
    return engine
