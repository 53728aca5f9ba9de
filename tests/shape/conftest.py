"""The repository as its shape is tested: source files, their syntax trees, the tracked files."""

import ast
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "dualcarbon"
BINARY = {".png", ".gz", ".parquet", ".xlsx"}


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def packages() -> list[str]:
    """Names of the packages that exist, `errors` and `__main__` being modules."""
    found = sorted(folder.parent.name for folder in PACKAGE.glob("*/__init__.py"))
    assert found
    return found


@pytest.fixture(scope="session")
def modules() -> dict[str, ast.Module]:
    """Syntax tree of every module, by its path under src/dualcarbon."""
    files = sorted(PACKAGE.rglob("*.py"))
    assert files
    return {
        file.relative_to(PACKAGE).as_posix(): ast.parse(file.read_text(encoding="utf-8"))
        for file in files
    }


@pytest.fixture(scope="session")
def tracked() -> list[Path]:
    """Files that git keeps, or would keep at the next commit."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    files = [ROOT / name for name in sorted(set(listed.split("\0"))) if name]
    assert files
    return [file for file in files if file.is_file()]


@pytest.fixture(scope="session")
def texts(tracked) -> dict[str, bytes]:
    """Content of every tracked file that is text, by its path in the repository."""
    return {
        file.relative_to(ROOT).as_posix(): file.read_bytes()
        for file in tracked
        if file.suffix not in BINARY
    }
