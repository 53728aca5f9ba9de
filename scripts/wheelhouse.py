"""Gather all that a machine without a network needs to install dualcarbon: its wheel, those of its dependencies, their pins.

    .venv/bin/python scripts/wheelhouse.py wheelhouse [--postgres]

Needs the network once, and `make setup` before it, which fetches what the pages use. What stands in the folder then is copied to
the other machine, whose Python must be of the same version and kind of processor.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PACKAGE = "dualcarbon"
PINNED = re.compile(
    r"^(?P<name>[a-z0-9-]+)(?:\[[a-z,]+\])?==\S+ \\\n(?:    --hash=\S+(?: \\)?\n)+", re.M
)
LIBRARIES = ("charts/vendor/echarts.min.js", "server/vendor/htmx.min.js")


def needed(extras: tuple[str, ...] = ()) -> set[str]:
    """Give the names of all packages that dualcarbon asks for, and those ask for, on this machine."""
    found: set[str] = set()
    waiting = [(PACKAGE, extras)]
    while waiting:
        name, chosen = waiting.pop()
        for line in metadata.requires(name) or ():
            one = Requirement(line)
            asked = [{"extra": extra} for extra in (*chosen, "")]
            if not one.marker or any(one.marker.evaluate(env) for env in asked):
                key = canonicalize_name(one.name)
                if key not in found or one.extras:
                    waiting.append((key, tuple(one.extras)))
                found.add(key)
    return found


def pins(names: set[str]) -> str:
    """Give the lines of requirements.txt that pin some packages, with their hashes."""
    text = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    blocks = {found["name"]: found[0] for found in PINNED.finditer(text)}
    missing = sorted(names - set(blocks))
    if missing:
        msg = f"requirements.txt does not pin {', '.join(missing)}: run make lock"
        raise SystemExit(msg)
    plain = "".join(blocks[name] for name in sorted(names))  # what extras ask for is in it by name
    return re.sub(r"^([a-z0-9-]+)\[[a-z,]+\]==", r"\1==", plain, flags=re.MULTILINE)


def pip(*words: str) -> None:
    """Call pip of this environment."""
    subprocess.run([sys.executable, "-m", "pip", "--disable-pip-version-check", "-q", *words], check=True, cwd=ROOT)  # fmt: skip


def main() -> None:
    """Fill the folder."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--postgres", action="store_true", help="with what PostgreSQL needs")
    parser.add_argument(
        "--own", action="store_true", help="the wheel of dualcarbon alone; asks no network"
    )
    given = parser.parse_args()
    for one in LIBRARIES:
        if not (ROOT / "src" / PACKAGE / one).is_file():
            msg = f"{one} is missing: run make setup"
            raise SystemExit(msg)
    folder = given.folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    pip("wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", str(folder), str(ROOT))
    if given.own:
        return
    listed = folder / "requirements.txt"
    listed.write_text(pins(needed(("postgres",) if given.postgres else ())), encoding="utf-8")
    pip("download", "--no-deps", "--only-binary", ":all:", "--require-hashes", "-r", str(listed), "-d", str(folder))  # fmt: skip
    count = len(list(folder.glob("*.whl")))
    size = sum(one.stat().st_size for one in folder.iterdir()) / 1e6
    print(f"{folder}: {count} wheels, {size:.0f} MB")


if __name__ == "__main__":
    main()
