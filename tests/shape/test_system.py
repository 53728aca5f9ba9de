"""Whoever is not root is told which programs of the system are missing, and goes on without them."""

import os
import shutil
import subprocess

import pytest


@pytest.fixture
def told(root, tmp_path):
    """Run the script where the path holds nothing but some programs that do nothing, as somebody with a number."""

    def run(number, *there):
        bash = shutil.which("bash")
        for name in there:
            (tmp_path / name).write_text("#!/bin/sh\n")
        (tmp_path / "id").write_text(f"#!/bin/sh\necho {number}\n")
        for file in tmp_path.iterdir():
            file.chmod(0o755)
        script = root / "scripts" / "system.sh"
        return subprocess.run([bash, script], env={"PATH": str(tmp_path)}, capture_output=True, text=True, check=False)  # fmt: skip

    return run


def test_what_is_missing_is_named_and_how_it_comes(told):
    done = told(1000, "initdb")
    assert (done.returncode, done.stdout) == (0, "")
    assert "missing: chromium." in done.stderr
    assert "apt-get install chromium" in done.stderr


def test_where_everything_is_there_nothing_is_said_or_done(told):
    done = told(0, "initdb", "chromium", "apt-get")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_the_script_can_be_run(root):
    assert os.access(root / "scripts" / "system.sh", os.X_OK)
