"""The wheel, installed into a fresh environment without any index, serves pages with every file that they name."""

from __future__ import annotations

import contextlib
import re
import subprocess
import sys
import sysconfig
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PLACE = "import dualcarbon, pathlib; print(pathlib.Path(dualcarbon.__file__).parent)"


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """The Python of an environment that has our wheel of its own and borrows what it depends on."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, str(ROOT / "scripts" / "wheelhouse.py"), str(folder / "house"), "--own"]  # fmt: skip
    subprocess.run(build, check=True)
    subprocess.run([sys.executable, "-m", "venv", str(folder / "venv")], check=True)
    python = folder / "venv" / "bin" / "python"
    (wheel,) = (folder / "house").glob("dualcarbon-*.whl")
    words = ["-m", "pip", "--disable-pip-version-check", "-q", "install", "--no-index", "--no-deps", str(wheel)]  # fmt: skip
    subprocess.run([str(python), *words], check=True)
    (home,) = (folder / "venv" / "lib").glob("python*/site-packages")
    (home / "borrowed.pth").write_text(sysconfig.get_paths()["purelib"] + "\n", encoding="utf-8")
    return python


@pytest.mark.slow
def test_the_wheel_serves_its_pages(installed, ran, free_port, tmp_path):
    place = subprocess.run([str(installed), "-c", PLACE], check=True, capture_output=True, text=True, cwd=tmp_path)  # fmt: skip
    assert Path(place.stdout.strip()).is_relative_to(installed.parents[1])
    command = [str(installed), "-m", "dualcarbon", "serve", str(ran), "--port", str(free_port)]
    process = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.DEVNULL)
    try:
        for lang in ("en", "zh"):
            page = ask(f"http://127.0.0.1:{free_port}/{lang}/jiangsu/inventory")
            assets = set(re.findall(r'(?:href|src)="(/assets/[^"]+)"', page))
            assert {name.partition("?")[0] for name in assets} >= {"/assets/echarts.min.js", "/assets/workbench.css"}  # fmt: skip
            assert all(ask(f"http://127.0.0.1:{free_port}{name}") for name in assets)
            assert not re.findall(r'(?:href|src)="(?:https?:)?//', page)
    finally:
        process.terminate()
        process.wait(30)


def ask(address):
    for _ in range(300):
        with contextlib.suppress(ConnectionError, urllib.error.URLError), urllib.request.urlopen(address, timeout=60) as answer:  # fmt: skip
            return answer.read().decode("utf-8")
        time.sleep(0.1)
    return ""
