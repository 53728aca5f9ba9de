"""The files at the root agree with each other and with the package."""

import importlib.metadata
import re
import tomllib

import pytest

import dualcarbon

LINK = re.compile(r"\[[^\]]*\]\(([^)#\s]+)[^)]*\)")
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
NAME = re.compile(r"^[A-Za-z0-9._-]+")
PINNED = re.compile(
    r"^([a-z0-9-]+)(?:\[[a-z,]+\])?==\S+ \\\n(?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+",
    re.MULTILINE,
)


@pytest.fixture(scope="module")
def settings(root):
    return tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def requirements(root):
    return (root / "requirements.txt").read_text(encoding="utf-8")


def test_every_dependency_is_pinned(settings, requirements):
    project = settings["project"]
    groups = [project["dependencies"], *project["optional-dependencies"].values()]
    groups += [settings["build-system"]["requires"]]
    named = {NAME.match(line)[0].lower() for group in groups for line in group}
    assert named <= set(PINNED.findall(requirements))


def test_what_another_asks_for_with_extras_is_pinned_with_them(requirements):
    """Else the installer takes a version of its own as soon as a newer one than the pinned is out."""
    pinned = dict(re.findall(r"^([a-z0-9-]+)(\[[a-z,]+\])?==", requirements, re.MULTILINE))
    asked = {
        found[1]: found[2]
        for one in importlib.metadata.distributions()
        if one.metadata["Name"].lower() in pinned
        for line in one.requires or []
        if "extra ==" not in line and (found := re.match(r"([a-z0-9-]+)(\[[a-z,]+\])", line))
    }
    assert asked
    assert {name: pinned[name] for name in asked} == asked


def test_requirements_hold_pinned_versions_with_hashes_and_nothing_else(requirements):
    assert PINNED.sub("", requirements) == ""


def test_citation_and_package_name_the_same_version(root):
    citation = (root / "CITATION.cff").read_text(encoding="utf-8")
    assert f"\nversion: {dualcarbon.__version__}\n" in citation


def test_links_between_pages_lead_somewhere(root, texts):
    pages = {name: text.decode() for name, text in texts.items() if name.endswith(".md")}
    dead = [
        f"{name}: {target}"
        for name, text in pages.items()
        for target in LINK.findall(FENCE.sub("", text))
        if "://" not in target and not ((root / name).parent / target).exists()
    ]
    assert not dead, "\n".join(["dead links:", *dead])
