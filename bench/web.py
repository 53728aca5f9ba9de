"""The workbench in a real browser: from the move of a slider to the painted chart, alone and beside ten others; the first page; memory."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
from _results import keep
from _workbench import Server, Sliding, chromium, serving, studies

MEMBERS, MOVES, WARM, CLIENTS, COPIES = 512, 100, 8, 10, 5
SCENARIO = "policy"
READY = "html[data-ready=yes]"
OTHERS = f"/en/jiangsu/scenarios/answer?scenario={SCENARIO}&m.gdp={{value}}"
MOVE = """async ([moves, warm]) => {
  const root = document.documentElement;
  const sliders = [...document.querySelectorAll(".lever input[type=range]")].filter((one) => one.offsetParent).slice(0, 8);
  const painted = () => new Promise((done) => requestAnimationFrame(() => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => done(performance.now());
    port2.postMessage(0);
  }));
  const shown = () => new Promise((done) => {
    const seen = new MutationObserver(() => { seen.disconnect(); done(); });
    seen.observe(root, { attributes: true, attributeFilter: ["data-shown"] });
  });
  const took = [];
  for (let n = 0; n < moves + warm; n += 1) {
    const slider = sliders[n % sliders.length];
    const [low, high] = [Number(slider.min), Number(slider.max)];
    const answered = shown();
    slider.value = low + (high - low) * (0.35 + 0.3 * ((n * 37) % 101) / 101);
    const begun = performance.now();
    slider.dispatchEvent(new Event("input", { bubbles: true }));
    await answered;
    const ended = await painted();
    if (n >= warm) took.push(ended - begun);
    await new Promise((done) => setTimeout(done, 25));
  }
  return took;
}"""


def moved(browser: Any, server: Server) -> np.ndarray:  # noqa: ANN401 - Playwright's
    """Move sliders in a page of its own; give how long each took until the chart was painted. [ms]."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.goto(f"{server.url}/en/jiangsu/scenarios?scenario={SCENARIO}")
    page.locator(READY).wait_for(state="attached")
    took = np.array(page.evaluate(MOVE, [MOVES, WARM]))
    context.close()
    return took


def first_page(browser: Any, server: Server) -> float:  # noqa: ANN401 - Playwright's
    """Give how long the home page takes until it is ready. [ms]."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    begun = time.perf_counter()
    page.goto(f"{server.url}/en/jiangsu/home")
    page.locator(READY).wait_for(state="attached")
    took = 1000 * (time.perf_counter() - begun)
    context.close()
    return took


def opened(server: Server, study: str) -> None:
    """Open a study as somebody does who looks at its home and moves a scenario."""
    for path in (
        "home",
        f"scenarios?scenario={SCENARIO}",
        f"scenarios/answer?scenario={SCENARIO}&m.gdp=0.03",
    ):
        server.get(f"/en/{study}/{path}")


def grown(server: Server) -> float:
    """Give by how much the server grows with each further study that is opened. [MB]."""
    opened(server, "jiangsu")
    before = server.memory_mb()
    for number in range(2, COPIES + 1):
        opened(server, f"jiangsu{number}")
    return (server.memory_mb() - before) / (COPIES - 1)


def quantiles(took: np.ndarray, name: str) -> dict[str, float]:
    """Give median and 95 % quantile."""
    return {
        f"{name}_p{round(100 * q)}_ms": round(float(np.quantile(took, q)), 1) for q in (0.5, 0.95)
    }


def main() -> None:
    """Measure all of it and print the table."""
    with tempfile.TemporaryDirectory() as scratch, chromium() as browser:
        folder = studies(Path(scratch), members=MEMBERS, copies=COPIES)
        with serving(folder) as server:
            first = first_page(browser, server)
            alone = moved(browser, server)
            begun = time.perf_counter()
            with Sliding(server, OTHERS, CLIENTS) as others:
                beside = moved(browser, server)
            rate = others.answered / (time.perf_counter() - begun)
        with serving(folder) as server:
            more = grown(server)
            whole = server.memory_mb()
    figures: dict[str, float | int | str] = {
        "draws": MEMBERS,
        "moves": MOVES,
        **quantiles(alone, "slider_to_paint"),
        "first_page_ms": round(first),
        "clients": CLIENTS,
        "answers_per_second_to_them": round(rate, 1),
        **quantiles(beside, "beside_them"),
        "memory_mb": round(whole),
        "memory_mb_per_open_study": round(more, 1),
    }
    goals = {
        "slider_to_paint_p50_ms": "<= 60",
        "slider_to_paint_p95_ms": "<= 120",
        "first_page_ms": "<= 1500",
        "beside_them_p95_ms": "<= 300",
        "memory_mb_per_open_study": "<= 20",
    }
    keep("web", figures, goals)


if __name__ == "__main__":
    main()
