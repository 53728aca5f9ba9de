"""Data flows one way, and the stages only compute."""

import ast
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

SHELVES = {"vocabulary", "provenance", "reference", "quantities"}
NOT_STAGES = {"readers", "writers", "store", "study", "charts", "report", "server", "cli"}
FORMATS = ("csv", "parquet", "excel", "json", "ndjson", "ipc", "database", "netcdf")
TOUCHES_FILES = {"open"} | {
    f"{verb}_{kind}" for verb in ("read", "scan", "write", "sink", "to") for kind in FORMATS
}  # not read_text: importlib.resources gives a stage its own packaged rules that way


@pytest.fixture(scope="module")
def contracts(root):
    settings = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    return settings["tool"]["importlinter"]["contracts"]


def test_import_contracts_are_kept(root):
    linter = Path(sys.executable).with_name("lint-imports")
    answer = subprocess.run([linter, "--no-cache"], cwd=root, capture_output=True, text=True)
    assert answer.returncode == 0, answer.stdout + answer.stderr


def test_every_package_stands_in_the_layers_and_is_not_optional(contracts, packages):
    layers = next(c for c in contracts if c["type"] == "layers")
    named = {name.strip() for layer in layers["layers"] for name in layer.split("|")}
    assert set(packages) <= named


def test_every_stage_is_kept_from_reading_and_drawing(contracts, packages):
    shelved, staged = (_held(c) for c in contracts if c["type"] == "forbidden")
    assert shelved == set(packages) - NOT_STAGES
    assert staged == set(packages) - NOT_STAGES - {"provenance"}


def test_no_stage_calls_what_reads_or_writes_files(modules):
    calls = [
        f"{path}:{node.lineno} {_name(node.func)}"
        for path, tree in modules.items()
        if _is_stage(path)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and _name(node.func) in TOUCHES_FILES
    ]
    assert calls == []


def _held(contract):
    """Name the packages that a contract lists plainly; `x.**` keeps a place for a later one."""
    listed = contract["source_modules"]
    return {name.removeprefix("dualcarbon.") for name in listed if not name.endswith(".**")}


def _is_stage(path):
    room = path.split("/", maxsplit=1)[0]
    return "/" in path and room not in SHELVES | NOT_STAGES


def _name(function):
    return getattr(function, "attr", getattr(function, "id", ""))


@pytest.mark.parametrize(
    ("call", "name"), [("pl.read_csv(x)", "read_csv"), ("open(x)", "open"), ("f()(x)", "")]
)
def test_the_name_of_a_call_is_its_last_part(call, name):
    assert _name(ast.parse(call, mode="eval").body.func) == name
