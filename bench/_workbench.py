"""A server of the workbench on a copied study, a browser that looks at it, and clients that slide beside."""

from __future__ import annotations

import contextlib
import http.client
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dualcarbon.study import running

EXAMPLES = Path(__file__).parents[1] / "examples"
CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
HOST = "127.0.0.1"
LOW, STEP, STEPS = 0.025, 0.0001, 180
"""Where clients put the lever: mean growth a year. [1]"""


def studies(folder: Path, *, members: int, copies: int) -> Path:
    """Copy the study of Jiangsu with a finished run, several times."""
    ignored = shutil.ignore_patterns("results", "README*", "expected.json")
    first = shutil.copytree(EXAMPLES / "jiangsu", folder / "jiangsu", ignore=ignored)
    running.run(first, members=members)
    for number in range(2, copies + 1):
        shutil.copytree(first, folder / f"jiangsu{number}")
    return folder


@dataclass(slots=True)
class Server:
    """The process and where it answers."""

    process: subprocess.Popen[bytes]
    port: int

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://{HOST}:{self.port}"

    def memory_mb(self) -> float:
        """Give what the process holds in memory. [MB]."""
        status = Path(f"/proc/{self.process.pid}/status").read_text(encoding="ascii")
        line = next(one for one in status.splitlines() if one.startswith("VmRSS"))
        return float(line.split()[1]) / 1024

    def get(self, path: str) -> bytes:
        """Ask for a page."""
        connection = http.client.HTTPConnection(HOST, self.port, timeout=120)
        connection.request("GET", path)
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        if answer.status != 200:
            msg = f"{path}: {answer.status}"
            raise SystemExit(msg)
        return body


@contextlib.contextmanager
def serving(folder: Path) -> Iterator[Server]:
    """Give a server that answers."""
    with socket.socket() as one:
        one.bind((HOST, 0))
        port = one.getsockname()[1]
    command = [sys.executable, "-m", "dualcarbon", "serve", str(folder), "--port", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    server = Server(process, port)
    try:
        while True:
            with contextlib.suppress(OSError):
                server.get("/assets/mark.svg")
                break
            if process.poll() is not None:
                msg = "the server ended"
                raise SystemExit(msg)
            time.sleep(0.05)
        yield server
    finally:
        process.terminate()
        process.wait(30)


@contextlib.contextmanager
def chromium() -> Iterator[Any]:
    """Give the system's Chromium."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        yield browser
        browser.close()


@dataclass(slots=True)
class Sliding:
    """Clients that ask one question after the other, each the next as soon as it has the answer."""

    server: Server
    path: str
    count: int
    answered: int = 0
    _stop: threading.Event = field(default_factory=threading.Event)
    _threads: list[threading.Thread] = field(default_factory=list)

    def __enter__(self) -> Sliding:
        for number in range(self.count):
            thread = threading.Thread(target=self._slide, args=(number,), daemon=True)
            self._threads.append(thread)
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def _slide(self, number: int) -> None:
        connection = http.client.HTTPConnection(HOST, self.server.port, timeout=120)
        step = 0
        while not self._stop.is_set():
            step += 1
            value = LOW + STEP * ((step + 7 * number) % STEPS)
            connection.request("GET", self.path.format(value=value))
            answer = connection.getresponse()
            answer.read()
            if answer.status != 200:
                msg = f"{self.path}: {answer.status}"
                raise RuntimeError(msg)
            self.answered += 1
        connection.close()
