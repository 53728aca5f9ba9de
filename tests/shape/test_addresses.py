"""No tracked file names a package registry or a path of somebody's machine."""

import re

import pytest

# Put together from pieces, so that this file does not hold what it looks for.
HOSTS = ["pypi" + ".org", "python" + "hosted.org", "npm" + "js.org", "npm" + "mirror.com", "yarn" + "pkg.com",
         "tuna." + "tsinghua", "mirrors." + "aliyun", "deb." + "debian.org", "conda." + "anaconda.org"]  # fmt: skip
OPTIONS = ["index" + "-url", "find" + "-links", "trusted" + "-host"]
PATHS = [
    "/ro" + "ot/",
    "/ho" + r"me/\w",
    "/Us" + r"ers/\w",
    "/wo" + r"rk/(main|notes|shared)",
    "/tmp/" + "bash_jobs",
]
RULES = [*map(re.escape, HOSTS), *(rf"^\s*--(extra-)?{option}" for option in OPTIONS), *PATHS]
PATTERN = re.compile("|".join(RULES), re.MULTILINE | re.IGNORECASE)


def hits(text):
    return [text.count("\n", 0, match.start()) + 1 for match in PATTERN.finditer(text)]


def test_no_tracked_file_names_a_registry_or_a_machine(texts):
    found = [
        f"{name}:{line}"
        for name, content in texts.items()
        for line in hits(content.decode(encoding="utf-8", errors="replace"))
    ]
    assert found == []


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("see https://" + HOSTS[0] + "/simple", [1]),
        ("numpy==2\n--" + OPTIONS[0] + " x", [2]),
        ("a\nb\nopen('" + "/ro" + "ot/x')", [3]),
        ("homework/main and a page of Debian", []),
    ],
)
def test_the_rule_itself_finds_them(text, lines):
    assert hits(text) == lines
