"""A copied study with a finished run, and a client that asks the application without a network."""

from __future__ import annotations

import shutil
import socket
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import inspect, text
from starlette.testclient import TestClient

from dualcarbon.server import guard
from dualcarbon.server.app import made
from dualcarbon.server.people import passwords
from dualcarbon.server.people.rules import Person
from dualcarbon.server.settings import Settings
from dualcarbon.study import running

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


SECRET = "kept-out-7f3a91"
PASSWORD = "seven quiet turbines"


@dataclass(frozen=True)
class Besieged:
    """A folder with the study, a run of it, and a secret beside it that a link leads to; and who asks the application."""

    home: Path
    client: TestClient

    def outside(self):
        """Tell what lies beside the study and in it; what the workbench keeps for itself, and runs, are left out."""
        kept = (self.home / "studies/.dualcarbon", self.home / "studies/town/results")
        every = (
            one for one in self.home.rglob("*") if not any(one.is_relative_to(k) for k in kept)
        )
        return {str(one): one.read_bytes() for one in every if one.is_file()}

    def harmless(self, answer, sent=""):
        """Hold an answer against all that must not be in it."""
        assert answer.status_code < 500, answer.text[:2000]
        kind, body = answer.headers.get("content-type", ""), answer.text
        for kept in (
            SECRET,
            "root:x:",
            str(31337 * 31337),
            "Traceback",
            "SELECT ",
            "sqlalchemy",
            "sqlite3",
        ):
            assert kept not in body or kept in sent
        if kind.startswith("text/html") and ("<" in sent or '"' in sent) and len(sent) > 2:
            assert sent not in body
        if "json" in kind and "/api/" in str(answer.request.url):
            assert "<" not in body
        to = answer.headers.get("location", "/").removeprefix(HOST)
        assert to.startswith("/")
        assert not to.startswith(("//", "/\\"))
        return answer

    def survives(self, attack):
        """Let an attack be made: what it is answered is harmless, no other machine is asked, and all is as it was."""
        before, kept = self.outside(), self.rows()
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(socket.socket, "connect", lambda *_: pytest.fail("asks another machine"))
            for answer in attack(self):
                self.harmless(answer)
        assert self.outside() == before
        assert self.rows() == kept

    def gets(self, *addresses):
        """Ask for addresses that are all refused."""
        return self.refuses(*(self.client.get(one) for one in addresses))

    @staticmethod
    def refuses(*answers, among=(404, 405, 422)):
        """Hold every answer to be a refusal."""
        assert [one.status_code for one in answers if one.status_code not in among] == []
        return answers

    def rows(self):
        """Tell the tables of the database, and what stands in those that no request here may change."""
        with self.client.app.state.engine.connect() as connection:
            names = sorted(inspect(connection).get_table_names())
            own = [one for one in names if one in ("persons", "person_roles", "versions")]
            return names, [connection.execute(text(f"SELECT * FROM {one}")).all() for one in own]


@pytest.fixture(scope="session")
def besieged(made_town, tmp_path_factory):
    """The study on one's own machine."""
    home = tmp_path_factory.mktemp("besieged")
    town = made_town(home / "studies/town")
    (home / "outside").mkdir()
    (home / "outside/secret.txt").write_text(SECRET, encoding="utf-8")
    (town / "data/link.csv").symlink_to(home / "outside/secret.txt")
    energy = town / "data/energy.csv"
    energy.write_text(energy.read_text("utf-8").replace("invented", "=cmd|'/C calc'!A0"), "utf-8")
    file = town / "scenarios/base.toml"
    file.write_text(file.read_text("utf-8") + 'source = "=1+1"\nnote = "<img src=x onerror=1>"\n', "utf-8")  # fmt: skip
    running.run(town, quick=True, members=16)
    return Besieged(home, asking(Settings(home / "studies")))


@pytest.fixture(scope="session")
def crowd(besieged):
    """The same study where persons sign in; an analyst of it has."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "COST", passwords.Cost(passes=1, memory=8, lanes=1))
        patch.setattr(guard, "BURST", 10**9)
        client = asking(Settings(besieged.home / "studies", shared=True))
        people, maker = client.app.state.people, Person("maker")
        for name, role, study in (("chief", "administrator", "*"), ("li", "analyst", "town")):
            people.add(maker, name, PASSWORD)
            people.give(maker, name, role, study)
        client.headers["origin"] = HOST
        people.by_address.burst = people.by_account.burst = 10**9
        answer = client.post("/en/sign-in", data={"name": "li", "password": PASSWORD})
        assert answer.status_code == 303
    return Besieged(besieged.home, client)


def asking(settings):
    """Make a client that follows no answer elsewhere."""
    return TestClient(
        made(settings), base_url=HOST, raise_server_exceptions=False, follow_redirects=False
    )
