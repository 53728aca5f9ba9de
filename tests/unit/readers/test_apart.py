"""A process that answers, fails, is late or cannot be started is told apart; this one goes on."""

from __future__ import annotations

import subprocess
from types import SimpleNamespace

import pytest

from dualcarbon.readers.apart import Answer, asked, command


def test_a_process_answers_or_says_how_it_ended():
    assert asked(command("json.tool"), b"[1]", 60).data.split() == [b"[", b"1", b"]"]
    assert asked(command("json.tool"), b"[1", 60) == Answer(b"", broken="1")
    assert asked(command("json.tool"), b"[1]", 0.0001) == Answer(late=True)


@pytest.mark.parametrize(("code", "expected"), [(-9, Answer(late=True)), (-24, Answer(late=True)), (-6, Answer(b"half", broken="-6"))])  # fmt: skip
def test_one_that_is_ended_for_its_time_is_late(monkeypatch, code, expected):
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: SimpleNamespace(returncode=code, stdout=b"half"))  # fmt: skip
    assert asked(command("json.tool"), b"", 60) == expected


def test_one_that_cannot_be_started_is_broken(monkeypatch):
    def run(*_, **__):
        raise OSError

    monkeypatch.setattr(subprocess, "run", run)
    assert asked(command("json.tool"), b"", 60) == Answer(broken="-")
