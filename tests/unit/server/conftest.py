"""A copied study with a finished run, and a client that asks the application without a network."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from dualcarbon.server.app import made
from dualcarbon.server.settings import Settings
from dualcarbon.study import running

EXAMPLES = Path(__file__).parents[3] / "examples"
HOST = "http://127.0.0.1"


@pytest.fixture(scope="session")
def studies(tmp_path_factory):
    """A folder with the study of Jiangsu and a finished run of 64 members; not to be written to."""
    folder = tmp_path_factory.mktemp("studies")
    ignored = shutil.ignore_patterns("results", "README*", "expected.json")
    study = shutil.copytree(EXAMPLES / "jiangsu", folder / "jiangsu", ignore=ignored)
    running.run(study, members=64)
    return folder


@pytest.fixture(scope="session")
def client(studies):
    """A browser on the machine itself."""
    return TestClient(made(Settings(studies)), base_url=HOST, raise_server_exceptions=False)


@pytest.fixture
def town(made_town, tmp_path):
    """The folder of a small invented study that may be written to."""
    return made_town(tmp_path / "town")


@pytest.fixture
def desk(town):
    """A client on the small study, which may be written to."""
    app = made(Settings(town))
    return TestClient(app, base_url=HOST, raise_server_exceptions=False)
