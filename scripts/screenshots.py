"""Take the pictures of the workbench for README and docs: a scenario in English, measures unticked in Chinese.

    .venv/bin/python scripts/screenshots.py docs

Needs Chromium; runs Jiangsu with the members of the study, so that the numbers are those of `make demo`.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "bench"))

from _workbench import chromium, serving, studies

MEMBERS = 2048
LARGEST = 200_000  # bytes
READY = "html[data-ready=yes]"
PATIENCE = 180_000  # ms; other work may go on beside
PICTURES = {
    "workbench-scenarios.png": ("en", "scenarios?scenario=policy&m.gdp=0.034"),
    "workbench-measures.png": (
        "zh",
        "measures?m.measures.small_coal_replacement=0&m.measures.offshore_wind=0",
    ),
}
SIZE = {"width": 1200, "height": 800}


def main(folder: Path) -> None:
    """Take all pictures into a folder."""
    with tempfile.TemporaryDirectory() as scratch, chromium() as browser:
        home = studies(Path(scratch), members=MEMBERS, copies=1)
        with serving(home) as server:
            for name, (lang, path) in PICTURES.items():
                page = browser.new_context(viewport=SIZE).new_page()
                page.set_default_timeout(PATIENCE)
                page.goto(f"{server.url}/{lang}/jiangsu/{path}")
                page.locator(READY).wait_for(state="attached")
                page.wait_for_timeout(2000)
                page.screenshot(path=folder / name)
                size = (folder / name).stat().st_size
                print(f"{folder / name}: {size / 1000:.0f} kB")
                if size > LARGEST:
                    msg = f"{name} is larger than {LARGEST // 1000} kB"
                    raise SystemExit(msg)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
