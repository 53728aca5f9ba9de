"""The tutorials are true: their commands are run on a copy, their edits made, their output found.

A block ``console`` holds commands after ``$`` and what they print; ``...`` stands for what was cut, a whole line or the
end of one. A block ``diff FILE`` replaces the text after ``-`` by that after ``+``; a block of any other language that
names a file is added to its end. Runs keep their members but write no documents, whose line is left out.
"""

import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dualcarbon.cli.app import app

BLOCK = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```", re.MULTILINE | re.DOTALL)
CUT = "..."
ID = re.compile(r"\b[0-9a-f]{12}\b")
SECONDS = re.compile(r" +\d+\.\d s$")
NOT_RUN = ("source ", "xdg-open ")
WITHOUT_DOCUMENTS = ["--quick", "--members", "8192"]
OF_DOCUMENTS = ("  documents", "report  ", "报告  ")
OWN_REGION = "my-region"


@pytest.fixture
def folder(root, tmp_path, monkeypatch):
    """A folder that holds the examples as they come, and stands for the repository."""
    leave = shutil.ignore_patterns("results")
    shutil.copytree(root / "examples", tmp_path / "examples", ignore=leave)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def blocks(page):
    """Language, file and text of every block, in order."""
    return BLOCK.findall(page)


def follow(page, folder):
    """Do all that a page says, and give the lines that it promised in vain."""
    missing = []
    for language, file, text in blocks(page):
        if language == "console":
            missing += _console(text)
        elif language == "diff":
            _replace(folder / file, text)
        elif file:
            path = folder / file
            path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")
    return missing


def _console(text):
    for command, shown in _commands(text):
        printed = [_masked(line) for line in _run(command).splitlines()]
        for line in shown:
            if line.strip() == CUT or line.startswith(OF_DOCUMENTS):
                continue
            wanted = _masked(line)
            start, cut, _ = wanted.partition(CUT)
            if wanted not in printed and not (cut and any(p.startswith(start) for p in printed)):
                yield f"$ {command}\n{line}"


def _commands(text):
    """Split a console block into commands and the lines shown after each."""
    for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
        command, *shown = part.splitlines()
        yield command, [line for line in shown if line]


def _run(command):
    if command.startswith(NOT_RUN):
        return ""
    words = shlex.split(command.replace("make demo", "dualcarbon run examples/jiangsu"))
    if words[0] != "dualcarbon":
        subprocess.run(command, shell=True, check=True)
        return ""
    words = [found for word in words[1:] for found in _expanded(word)]
    return CliRunner().invoke(app, words + WITHOUT_DOCUMENTS * (words[0] == "run")).output


def _expanded(word):
    """Do what the shell does with a word that holds a star."""
    return sorted(map(str, Path().glob(word))) if "*" in word else [word]


def _masked(line):
    """Give a line without what differs from run to run, and without the width of its columns."""
    return " ".join(SECONDS.sub("", ID.sub("RUN", line)).split())


def _replace(path, text):
    """Put the lines after + in the place of those after -, which stand in the file once."""
    content = path.read_text(encoding="utf-8")
    old, new = ([x[1:] for x in text.splitlines() if x[0] == sign] for sign in "-+")
    for before, after in zip(old, new, strict=True):
        assert content.count(before) == 1, before
        content = content.replace(before, after)
    path.write_text(content, encoding="utf-8")


@pytest.mark.slow
@pytest.mark.parametrize("name", ["jiangsu.md", "jiangsu.zh.md"])
def test_a_tutorial_does_what_it_says(root, folder, name):
    page = (root / "docs" / "tutorial" / name).read_text(encoding="utf-8")
    missing = follow(page, folder)
    assert not missing, "\n".join(["not printed:", *missing])


def test_a_region_of_ones_own_takes_ten_lines(root, folder):
    page = (root / "docs" / "tutorial" / "jiangsu.md").read_text(encoding="utf-8")
    start = page.index(f"$ dualcarbon new {OWN_REGION}")
    own = page[page.rindex("```console", 0, start) :]
    rows = [text.splitlines() for language, file, text in blocks(own) if language == "csv"]
    assert sum(map(len, rows)) == 10
    assert follow(own, folder) == []


def test_both_tutorials_do_the_same(root):
    pages = [root / "docs" / "tutorial" / name for name in ("jiangsu.md", "jiangsu.zh.md")]
    english, chinese = (blocks(page.read_text(encoding="utf-8")) for page in pages)
    assert [block[:2] for block in english] == [block[:2] for block in chinese]
    for (language, _, one), (_, _, other) in zip(english, chinese, strict=True):
        if language == "console":
            told = [c.replace(" --lang zh", "") for c, _ in _commands(other)]
            assert told == [c.replace(" --lang en", "") for c, _ in _commands(one)]
        else:
            assert one == other


def test_the_rule_itself_finds_what_is_not_printed(folder):
    page = "```console\n$ dualcarbon check examples/nowhere\nall is w...\nPATH...\n```\n"
    assert follow(page, folder) == ["$ dualcarbon check examples/nowhere\nall is w..."]


def test_the_rule_itself_makes_the_edits(folder):
    (folder / "a.txt").write_text("one two\n", encoding="utf-8")
    follow("```diff a.txt\n-two\n+three\n```\n```toml a.txt\nfour\n```\n", folder)
    assert (folder / "a.txt").read_text(encoding="utf-8") == "one three\nfour\n"
