"""The generator as a command, and pages read off the package."""

import pytest

from dualcarbon.cli import reference
from dualcarbon.cli.reference import __main__ as command
from dualcarbon.cli.reference import commands, factors


def test_it_writes_into_a_new_folder_and_says_which_files(tmp_path):
    files = reference.write(tmp_path / "deep" / "er")
    assert sorted(f.name for f in files) == sorted(reference.PAGES)
    assert all(f.read_text(encoding="utf-8").startswith("# ") for f in files)


@pytest.mark.parametrize("arguments", [[], ["a", "b"]])
def test_wrong_use_is_told(arguments, capsys):
    assert command.main(arguments) == 2
    assert "usage" in capsys.readouterr().err


def test_the_command_writes_the_pages(tmp_path):
    assert command.main([str(tmp_path)]) == 0
    assert (tmp_path / "cli.md").is_file()


def test_options_are_told_with_value_and_default():
    given = {one.name: one for one in commands.parameters(commands.declared()["run"])}
    assert given["STUDY"].is_option is False
    assert (given["--out"].value, given["--members"].value) == ("path", "whole number")
    assert (given["--quick"].value, given["--quick"].default) == ("", False)
    assert (given["--lang"].value, given["--lang"].default) == ("en|zh", "en")


def test_every_command_has_an_example():
    assert set(commands.EXAMPLES) == set(commands.declared())


def test_records_are_told_with_range_years_and_mark():
    page = factors.page()
    row = next(line for line in page.splitlines() if "`guideline:coal:direct`" in line)
    cells = [cell.strip() for cell in row.strip("|").split("|")]
    assert cells[3:9] == [
        "2.6637",
        "t CO2/tce",
        "2.5201 - 2.8073",
        "2005-2025",
        "`provincial_2011`",
        "`guideline-2011`",
    ]
    assert cells[9] == "C"
