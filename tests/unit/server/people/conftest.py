"""A shared workbench with two studies and a person of every kind; passwords are hashed at the least cost that there is."""

from __future__ import annotations

import shutil

import pytest
from starlette.testclient import TestClient

from dualcarbon.server.app import made
from dualcarbon.server.people import passwords
from dualcarbon.server.people.accounts import Accounts
from dualcarbon.server.people.rules import Person
from dualcarbon.server.settings import Settings
from dualcarbon.store import database
from dualcarbon.store.audit import Audit
from dualcarbon.store.persons import Persons

HOST = "http://127.0.0.1"
PASSWORD = "seven quiet turbines"
DECLARED = 'schema = "dualcarbon/study/1"\ntitle = {{en = "{name}", zh = "{name}"}}\n'
KINDS = {
    "chief": ("*", "administrator"),
    "analyst": ("one", "analyst"),
    "viewer": ("one", "viewer"),
    "elsewhere": ("two", "administrator"),
}


@pytest.fixture(scope="session", autouse=True)
def cheap():
    """Hash in a thousandth of the time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "COST", passwords.Cost(passes=1, memory=8, lanes=1))
        yield


class Clock:
    """A clock that stands still unless it is put forward."""

    now = 1_800_000_000.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture(scope="session")
def bare(cheap, tmp_path_factory):
    """The application without anybody."""
    folder = tmp_path_factory.mktemp("shared")
    for name in ("one", "two"):
        (folder / name).mkdir()
        (folder / name / "study.toml").write_text(DECLARED.format(name=name), encoding="utf-8")
    return made(Settings(folder, shared=True, origins=("https://carbon.example",)))


@pytest.fixture(scope="session")
def peopled(bare, tmp_path_factory):
    """The database of the persons by the names of KINDS, and of ``newcomer``, who has no role."""
    folder = tmp_path_factory.mktemp("peopled") / "state"
    engine, people = opened(bare, folder)
    maker = Person("maker")
    for name in (*KINDS, "newcomer"):
        people.add(maker, name, PASSWORD)
    for name, (study, role) in KINDS.items():
        people.give(maker, name, role, study)
    engine.dispose()
    return folder


@pytest.fixture
def app(bare, peopled, tmp_path, clock):
    """The application, with those persons."""
    engine, people = opened(bare, shutil.copytree(peopled, tmp_path / "state"), clock)
    bare.state.people = people
    yield bare
    engine.dispose()


def opened(app, folder, *clock):
    """Open the accounts of a folder."""
    engine = database.opened(f"sqlite:///{folder / 'workbench.sqlite'}")
    return engine, Accounts(app.state.settings, Persons(engine), Audit(engine, folder), *clock)


@pytest.fixture
def browser(app):
    """Make browsers without cookies; ``at`` is the address they come to."""

    def opened(at=HOST):
        return TestClient(
            app, base_url=at, follow_redirects=False, raise_server_exceptions=False,
            headers={"origin": at, "accept": "text/html"},
        )  # fmt: skip

    return opened


@pytest.fixture
def signed_in(browser):
    """Give a browser on which somebody has signed in."""

    def done(name, at=HOST):
        one = browser(at)
        answer = one.post("/en/sign-in", data={"name": name, "password": PASSWORD})
        assert answer.status_code == 303, answer.text
        return one

    return done
