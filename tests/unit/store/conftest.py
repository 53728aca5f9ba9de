"""Both databases that the workbench can keep its things in: a SQLite file, and a PostgreSQL started for the tests alone."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
import uuid
from pathlib import Path

import pytest

from dualcarbon.store import database

ACCOUNT = "nobody"
"""Whom a PostgreSQL runs as where the tests run as root, which it refuses."""
CHEAP = "-c fsync=off -c shared_buffers=16MB -c max_connections=20"


@pytest.fixture(scope="session")
def postgresql():
    """The address of a PostgreSQL that listens on a socket in a folder of its own and is ended after the tests."""
    programs = _programs()
    folder = Path(tempfile.mkdtemp(prefix="dualcarbon-pg-", dir="/tmp"))
    root = os.geteuid() == 0
    who = {"user": ACCOUNT, "group": pwd.getpwnam(ACCOUNT).pw_gid} if root else {}
    if root:
        shutil.chown(folder, ACCOUNT)
    data = folder / "data"

    def run(program, *options):
        done = subprocess.run([programs / program, "-D", data, *options], cwd=folder, capture_output=True, text=True, check=False, **who)  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr

    try:
        run("initdb", "-U", "owner", "-A", "trust", "-E", "UTF8", "--no-sync", "--locale=C")
        options = f"-k {folder} -c listen_addresses='' {CHEAP}"
        run("pg_ctl", "start", "-w", "-s", "-l", folder / "log", "-o", options)
        yield folder
        run("pg_ctl", "stop", "-m", "immediate", "-s")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request, tmp_path):
    """The URL of an empty database, of one kind and of the other."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'state' / 'workbench.sqlite'}"
    return fresh(request.getfixturevalue("postgresql"))


@pytest.fixture
def engine(database_url):
    """An open database with the tables of the workbench."""
    made = database.opened(database_url)
    yield made
    made.dispose()


def fresh(folder):
    """Make an empty schema, which is as good as a database and made sooner, and give the URL that leads to it alone."""
    import psycopg

    name = f"t{uuid.uuid4().hex}"
    with psycopg.connect(host=str(folder), user="owner", dbname="postgres", autocommit=True) as one:
        one.execute(f"CREATE SCHEMA {name}")
    return f"postgresql://owner@/postgres?host={folder}&options=-csearch_path%3D{name}"


def _programs():
    """Give the folder of the programs; where there is none, root has left something out, anybody else leaves it out."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda f: int(f.parts[-3]))
    on_path = shutil.which("initdb")
    if found or on_path:
        return found[-1].parent if found else Path(on_path).resolve().parent
    missing = "PostgreSQL is missing: scripts/system.sh installs it, as root"
    return pytest.fail(missing) if os.geteuid() == 0 else pytest.skip(missing)
