"""Persons and the log on the command line, and whom a server lets in from where."""

from __future__ import annotations

import json
import sqlite3

import pytest
from typer.testing import CliRunner

from dualcarbon.cli.app import app
from dualcarbon.errors import InputError
from dualcarbon.server import serving
from dualcarbon.server.people import passwords
from dualcarbon.server.settings import Settings

PASSWORD = "seven quiet turbines"


@pytest.fixture(autouse=True)
def cheap(monkeypatch):
    monkeypatch.setattr(passwords, "COST", passwords.Cost(passes=1, memory=8, lanes=1))


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "jiangsu").mkdir()
    (tmp_path / "jiangsu" / "study.toml").write_text("", encoding="utf-8")
    return tmp_path


def call(*words, given=PASSWORD):
    return CliRunner().invoke(app, [str(word) for word in words], input=f"{given}\n")


def listed(folder):
    return json.loads(call("users", "list", folder, "--json").stdout)


def test_persons_are_added_given_roles_and_removed(folder):
    assert call("users", "add", folder, "wang", "--role", "administrator").exit_code == 0
    assert call("users", "add", folder, "李明").exit_code == 0
    assert call("users", "role", folder, "李明", "viewer", "--study", "jiangsu").exit_code == 0
    assert listed(folder) == [
        {"name": "wang", "roles": {"*": "administrator"}},
        {"name": "李明", "roles": {"jiangsu": "viewer"}},
    ]
    said = call("users", "list", folder, "--lang", "zh").stdout
    assert "李明  jiangsu: viewer" in said
    assert call("users", "password", folder, "李明", given="nine loud windmills").exit_code == 0
    assert call("users", "remove", folder, "李明").exit_code == 0
    assert [one["name"] for one in listed(folder)] == ["wang"]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("add", "wang", "--role", "king"), "PER004"),
        (("add", "wang", "--role", "viewer", "--study", "henan"), "PER013"),
        (("add", "a/b"), "PER001"),
        (("role", "nobody", "viewer"), "PER003"),
        (("remove", "nobody"), "PER003"),
        (("password", "nobody"), "PER003"),
    ],
)
def test_what_cannot_be_done_is_told_and_nothing_is_kept(folder, words, code):
    done = call("users", words[0], folder, *words[1:])
    assert done.exit_code == 1
    assert code in done.stderr
    assert listed(folder) == []


def test_a_weak_password_is_refused_and_never_repeated(folder):
    done = call("users", "add", folder, "wang", given="short")
    assert (done.exit_code, "PER006" in done.stderr, "short" in done.output) == (1, True, False)


def test_a_password_is_no_option():
    assert call("users", "add", "x", "wang", "--password", PASSWORD).exit_code == 2


def test_a_folder_that_is_not_there_is_not_made(tmp_path):
    assert call("users", "add", tmp_path / "none", "wang").exit_code == 1
    assert not (tmp_path / "none").exists()


def test_the_log_is_verified_and_its_head_can_be_noted(folder):
    call("users", "add", folder, "wang")
    told = json.loads(call("audit", "verify", folder, "--json").stdout)
    assert (told["rows"], told["faults"]) == (1, [])
    call("users", "role", folder, "wang", "viewer")
    assert call("audit", "verify", folder, "--head", told["head"]).exit_code == 0
    done = call("audit", "verify", folder, "--head", "0" * 64)
    assert (done.exit_code, "AUD006" in done.stderr) == (1, True)


def test_a_changed_log_ends_with_status_1(folder):
    call("users", "add", folder, "wang")
    with sqlite3.connect(folder / ".dualcarbon" / "workbench.sqlite") as connection:
        connection.execute("UPDATE audit SET who = 'nobody'")
    connection.close()
    done = call("audit", "verify", folder, "--lang", "zh")
    assert (done.exit_code, "第 1 行" in done.stderr) == (1, True)


@pytest.mark.parametrize(
    ("host", "shared", "origins", "codes"),
    [
        ("127.0.0.1", False, (), []),
        ("::1", True, (), []),
        ("0.0.0.0", False, (), ["SRV001"]),
        ("0.0.0.0", False, ("https://carbon.example",), ["SRV001"]),
        ("0.0.0.0", True, (), ["SRV002"]),
        ("0.0.0.0", True, ("https://carbon.example", "http://10.0.0.5:8765"), []),
        ("127.0.0.1", True, ("carbon.example", "https://a/b", "https://A.example"), ["SRV003"] * 3),
    ],
)
def test_others_reach_the_server_only_where_they_sign_in(folder, host, shared, origins, codes):
    settings = Settings(folder, shared=shared, origins=origins)
    assert [fault.code for fault in serving.refused(settings, host)] == codes


def test_a_port_that_another_program_has_is_told_before_anything_is_opened(tmp_path, monkeypatch):
    monkeypatch.setattr(serving, "_answer", None)
    with serving.listening("127.0.0.1", 0) as taken, pytest.raises(InputError) as told:
        serving.serve(Settings(tmp_path), port=taken.getsockname()[1])
    assert [fault.code for fault in told.value.faults] == ["SRV005"]
