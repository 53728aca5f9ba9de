"""No module asks another machine for anything: what could be made to ask an inner address is not there."""

import ast

import pytest

ASKING = {
    "aiohttp", "asyncssh", "boto3", "botocore", "fsspec", "ftplib", "http.client", "httpx", "httpx2", "imaplib", "paramiko", "poplib", "pycurl",
    "requests", "s3fs", "smtplib", "socket", "ssl", "telnetlib", "tornado", "urllib.request", "urllib3", "webbrowser", "websockets",
    "xmlrpc",
}  # fmt: skip
"""Modules that open a way to another machine."""
LISTENS = "server/serving.py"
"""The module that takes the port that the workbench answers on: it may listen, and may not call."""
CALLS = {"connect", "connect_ex", "create_connection", "sendto", "getaddrinfo"}


def imported(tree):
    """Give every module that is imported anywhere in a module, with the names taken out of it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield from (f"{node.module}.{one.name}" for one in node.names)
        elif isinstance(node, ast.Call) and getattr(
            node.func, "attr", getattr(node.func, "id", "")
        ) in ("import_module", "__import__"):
            yield from (str(one.value) for one in node.args if isinstance(one, ast.Constant))


def asks(name):
    return any(name == one or name.startswith(f"{one}.") for one in ASKING)


def test_no_module_can_ask_another_machine(modules):
    found = [
        (path, name) for path, tree in modules.items() for name in imported(tree) if asks(name)
    ]
    assert [(str(path).endswith(LISTENS), name) for path, name in found] == [(True, "socket")]
    used = {one.attr for one in ast.walk(modules[found[0][0]]) if isinstance(one, ast.Attribute)}
    assert "listen" in used
    assert not used & CALLS


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("import requests", True),
        ("from urllib.request import urlopen", True),
        ("from urllib import request", True),
        ("import importlib\nimportlib.import_module('http.client')", True),
        ("from urllib.parse import quote", False),
        ("from http import HTTPStatus", False),
        ("from dualcarbon.store import requests", False),
    ],
)
def test_the_rule_itself_finds_them(source, found):
    assert any(asks(name) for name in imported(ast.parse(source))) is found
