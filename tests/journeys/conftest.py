"""Studies, two servers of them, and the system's Chromium looking at these without any other machine."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import sync_playwright
from typer.testing import CliRunner

from dualcarbon.cli.app import app

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
WINDOWS = {"wide": {"width": 1440, "height": 900}, "slim": {"width": 400, "height": 800}}
"""A desk, and a telephone. [px]"""
PATIENCE = 60_000  # ms; the checks may run beside others
PASSWORD = "a long enough phrase 7"
PERSONS = {"wang": "administrator", "li": "analyst", "zhao": "viewer"}
AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
CHECK = """async () => {
  const found = await axe.run(document, { resultTypes: ["violations"], iframes: false });
  return found.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.target.join(" ")).slice(0, 5).join(", ")}`);
}"""
FITS = "document.documentElement.scrollWidth <= window.innerWidth"
GLYPHS = """async () => {
  await document.fonts.ready;
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


@dataclass(slots=True)
class Served:
    """A server process on a port of this machine."""

    folder: Path
    port: int
    process: subprocess.Popen
    options: tuple[str, ...] = ()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    def end(self, *, kill=False):
        self.process.kill() if kill else self.process.terminate()
        self.process.wait(30)

    def again(self):
        """Start it again on the same port, as after a failure of power."""
        self.process = _started(self.folder, self.port, self.options)


@dataclass(slots=True)
class Watched:
    """A page, and all that went wrong on it."""

    page: object
    wrong: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def ready(self):
        """Wait until the page has drawn itself."""
        self.page.locator("html[data-ready=yes]").wait_for(state="attached")

    def until(self, true):
        """Wait until something is so; the policy of the pages lets nothing be evaluated again and again in them."""
        for _ in range(PATIENCE // 100):
            if true():
                return
            self.page.wait_for_timeout(100)
        raise AssertionError(true)

    def others(self, url):
        """Requests that left the own address."""
        inside = ("data", "blob", "about")
        return [one for one in self.asked if urlsplit(one).scheme not in inside and not one.startswith(url)]  # fmt: skip

    def faults(self, url, letters=10):
        """All that is wrong with what is shown: rules of access, width, letters if Chinese, console and policy, requests to others."""
        self.page.evaluate(AXE.read_text(encoding="utf-8"))
        found = [*self.page.evaluate(CHECK), *self.wrong]
        self.wrong.clear()
        found += [] if self.page.evaluate(FITS) else ["wider than the window"]
        found += [f"asks {one}" for one in self.others(url)]
        if self.page.locator("html").get_attribute("lang") == "zh-CN":
            glyphs = self.page.evaluate(GLYPHS)
            found += [f"boxes: {glyphs['boxes'][:10]}"] if glyphs["boxes"] else []
            found += [] if glyphs["count"] >= letters else ["hardly any Chinese"]
        return found


@pytest.fixture(scope="session")
def serve():
    """Start servers; all end with the tests."""
    with contextlib.ExitStack() as stack:

        def start(folder, *options):
            port = _free()
            served = Served(folder, port, _started(folder, port, options), options)
            stack.callback(served.end)
            return served

        yield start


@pytest.fixture(scope="session")
def served(ran, made_town, serve, tmp_path_factory):
    """A workbench of one's own: the study of Jiangsu, which stays as it is; a draft of it and a small town, which may be changed."""
    folder = tmp_path_factory.mktemp("served") / "studies"
    for name in ("jiangsu", "draft"):
        shutil.copytree(ran / "jiangsu", folder / name)
    made_town(folder / "town")
    return serve(folder)


@pytest.fixture(scope="session")
def shared(made_town, serve, tmp_path_factory):
    """A shared workbench with a small town and three persons."""
    folder = tmp_path_factory.mktemp("shared") / "studies"
    made_town(folder / "town")
    for name, role in PERSONS.items():
        words = ["users", "add", str(folder), name, "--role", role]
        added = CliRunner().invoke(app, words, input=f"{PASSWORD}\n")
        assert added.exit_code == 0, added.output
    return serve(folder, "--server")


@pytest.fixture
def sign_in(shared, look):
    """Open a page as one of the persons, by the form of the door."""

    def signed(name, path="/en/town/home", window="wide", password=PASSWORD):
        seen = look(window)
        seen.page.goto(f"{shared.url}{path}")
        seen.page.locator("#name").fill(name)
        seen.page.locator("#password").fill(password)
        seen.page.locator("form.asked button").click()
        return seen

    return signed


@pytest.fixture(scope="session")
def browser():
    """The system's Chromium; where it is missing, root has left it out, anybody else is told."""
    if not Path(CHROMIUM).exists():
        missing = f"{CHROMIUM} is missing: scripts/system.sh installs it, as root"
        pytest.fail(missing) if os.geteuid() == 0 else pytest.skip(missing)
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        yield found
        found.close()


@pytest.fixture
def look(browser):
    """Open pages, each in a context of its own; what the console or the policy complains of is kept."""
    with contextlib.ExitStack() as stack:

        def opened(window="wide", **options):
            context = browser.new_context(viewport=WINDOWS[window], **options)
            stack.callback(context.close)
            context.set_default_timeout(PATIENCE)
            watched = Watched(context.new_page())
            context.on("request", lambda request: watched.asked.append(request.url))
            watched.page.on("console", lambda said: watched.wrong.append(said.text) if said.type == "error" else None)  # fmt: skip
            watched.page.on("pageerror", lambda error: watched.wrong.append(str(error)))
            return watched

        yield opened


@pytest.fixture
def free_port():
    """A port of this machine that nobody uses."""
    return _free()


def _free():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def _started(folder, port, options):
    command = [sys.executable, "-m", "dualcarbon", "serve", str(folder), "--port", str(port), *options]  # fmt: skip
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    for _ in range(1200):
        with contextlib.suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}/assets/mark.svg", timeout=5):  # fmt: skip
            return process
        if process.poll() is not None:
            break
        time.sleep(0.1)
    process.kill()
    process.wait(30)
    msg = f"the server did not answer on port {port}"
    raise RuntimeError(msg)
