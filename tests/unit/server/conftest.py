"""A copied study with a finished run, and a client that asks the application without a network."""

from __future__ import annotations

import shutil

import pytest
from starlette.testclient import TestClient

from dualcarbon.server.app import made
from dualcarbon.server.settings import Settings

HOST = "http://127.0.0.1"


@pytest.fixture(scope="session")
def studies(ran, tmp_path_factory):
    """A folder with the study of Jiangsu and a finished run of 64 members; not to be written to."""
    folder = tmp_path_factory.mktemp("studies")
    shutil.copytree(ran / "jiangsu", folder / "jiangsu")
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
