"""A copied study with a finished run, a server of its own, and the system's Chromium looking at it without any other machine."""

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

from dualcarbon.store import saving
from dualcarbon.study import running

EXAMPLES = Path(__file__).parents[2] / "examples"
CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
WINDOWS = {"wide": {"width": 1440, "height": 900}, "slim": {"width": 400, "height": 800}}
"""A desk, and a telephone. [px]"""
PATIENCE = 60_000  # ms; the checks may run beside others
MEMBERS = 64


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


@pytest.fixture(scope="session")
def finished(tmp_path_factory, worker_id):
    """The study of Jiangsu with a finished run of few members, made once for all workers; not to be written to."""
    base = tmp_path_factory.getbasetemp()
    home = (base if worker_id == "master" else base.parent) / "journeys"
    home.mkdir(exist_ok=True)
    ignored = shutil.ignore_patterns("results", "README*", "expected.json")
    with saving.alone(home):
        if not (home / "jiangsu").exists():
            study = shutil.copytree(EXAMPLES / "jiangsu", home / "new" / "jiangsu", ignore=ignored)
            running.run(study, members=MEMBERS)
            study.rename(home / "jiangsu")
            (home / "new").rmdir()
    return home


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
def served(finished, serve, tmp_path_factory):
    """A server of the finished study, for journeys that change nothing."""
    return serve(_copied(finished, tmp_path_factory.mktemp("served") / "studies"))


@pytest.fixture
def own(finished, serve, tmp_path):
    """A server of a copy of the finished study, for a journey that changes it."""
    server = serve(_copied(finished, tmp_path / "studies"))
    yield server
    server.end()


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


@pytest.fixture(scope="session")
def copied():
    """Copy the finished study into a folder of its own."""
    return _copied


@pytest.fixture
def free_port():
    """A port of this machine that nobody uses."""
    return _free()


def _free():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def _copied(finished, folder):
    shutil.copytree(finished / "jiangsu", folder / "jiangsu")
    return folder


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
