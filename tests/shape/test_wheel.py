"""What is installed elsewhere is whole: the wheel holds every file of the package, data, templates and starters among them."""

from __future__ import annotations

import pytest
from hatchling.builders.wheel import WheelBuilder

PACKAGE = "dualcarbon"


@pytest.fixture(scope="module")
def wheel(root):
    """Paths in the wheel, told by its builder without building it."""
    files = WheelBuilder(str(root)).recurse_included_files()
    return {one.distribution_path.replace("\\", "/") for one in files}


def test_every_file_of_the_package_is_in_the_wheel(root, wheel):
    files = (path for path in (root / "src" / PACKAGE).rglob("*") if path.is_file())
    own = {path.relative_to(root / "src").as_posix() for path in files if "__pycache__" not in path.parts}  # fmt: skip
    assert sorted(own - wheel) == []
    assert not [path for path in wheel if not path.startswith(f"{PACKAGE}/")]


@pytest.mark.parametrize(
    ("folder", "ending", "least"),
    [
        ("study/starters", ".toml", 10),
        ("study/starters", ".csv", 10),
        ("scenarios/branches", ".toml", 12),
        ("vocabulary/data", ".csv", 10),
        ("vocabulary/messages", ".toml", 30),
        ("reference/data", ".csv", 10),
        ("report/sentences", ".toml", 10),
        ("report/templates", ".typ", 1),
        ("report/templates", ".js", 1),
        ("charts/vendor", ".js", 1),
        ("server/vendor", ".js", 2),
        ("server/static", ".js", 2),
        ("server/static", ".css", 1),
        ("server/templates", ".html", 10),
        ("server/words", ".toml", 5),
    ],
)
def test_what_is_read_at_run_time_is_there(wheel, folder, ending, least):
    found = [path for path in wheel if path.startswith(f"{PACKAGE}/{folder}/") and path.endswith(ending)]  # fmt: skip
    assert len(found) >= least
