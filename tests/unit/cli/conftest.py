"""The commands called as a terminal would, in this process."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dualcarbon.cli.app import app
from dualcarbon.study import preparation, running

EXAMPLES = Path(__file__).parents[3] / "examples"


@pytest.fixture(scope="session")
def call():
    """Call a command: exit status, standard output, standard error."""

    def called(*words):
        answer = CliRunner().invoke(app, [str(word) for word in words])
        if answer.exception is not None and not isinstance(answer.exception, SystemExit):
            raise answer.exception
        return answer.exit_code, answer.stdout, answer.stderr

    return called


@pytest.fixture(scope="session")
def told(call):
    """Call a command with --json: exit status and what it says."""

    def called(*words):
        status, out, _ = call(*words, "--json")
        return status, json.loads(out)

    return called


@pytest.fixture(scope="session")
def jiangsu():
    return EXAMPLES / "jiangsu"


@pytest.fixture(scope="session")
def computed():
    """Jiangsu prepared and computed once with few members."""
    prepared = preparation.prepare(EXAMPLES / "jiangsu")
    return prepared, running.compute(prepared, "0" * 12, members=16, seed=1)


@pytest.fixture
def known(monkeypatch, computed):
    """Let a run take what was prepared and computed before, so that only its answer is tried."""
    monkeypatch.setattr(preparation, "prepare", lambda _: computed[0])
    monkeypatch.setattr(running, "compute", lambda *_, **__: computed[1])


@pytest.fixture(scope="session")
def finished(ran):
    """A finished run of Jiangsu with few members; not to be changed."""
    return running.run(ran / "jiangsu", members=64)
