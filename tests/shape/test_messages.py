"""Every coded sentence that the source asks for exists, and gets the particulars that it tells."""

import ast
import re
import string

import pytest

from dualcarbon.vocabulary.faults import codes, entry

CODE = re.compile(r"[A-Z]{2,5}[0-9]{3}")
OF_THE_PLACE = {"where", "file"}
KNOWN = set(codes())


def needed(code):
    """Give the names that the sentences of a code are filled with."""
    forms = (text for form, text in entry(code).items() if form != "level")
    names = {name for text in forms for _, name, _, _ in string.Formatter().parse(text) if name}
    return names - OF_THE_PLACE


def noted(tree):
    """Give code, line and the names given wherever a literal code is noted with plain keywords."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        first = node.args[0]
        names = {keyword.arg for keyword in node.keywords}
        if name in ("note", "refuse") and isinstance(first, ast.Constant) and None not in names:
            yield first.value, node.lineno, names


def literals(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield from ([node.value] if CODE.fullmatch(node.value) else [])


def test_a_code_in_the_source_is_in_the_catalogue(modules):
    unknown = {(path, code) for path, tree in modules.items() for code in literals(tree)}
    assert sorted((path, code) for path, code in unknown if code not in KNOWN) == []


def test_a_sentence_gets_the_particulars_that_it_tells(modules):
    found = [
        f"{path}:{line} {code} lacks {', '.join(sorted(needed(code) - names))}"
        for path, tree in modules.items()
        for code, line, names in noted(tree)
        if code in KNOWN and needed(code) - names
    ]
    assert found == []


@pytest.mark.parametrize(
    ("source", "lacking"),
    [
        ('note("SCN005", name="a", keys="b", year=1)', set()),
        ('faults.note("SCN005", Place(), name="a")', {"keys", "year"}),
    ],
)
def test_the_rule_itself_finds_what_is_lacking(source, lacking):
    ((code, _, names),) = noted(ast.parse(source))
    assert needed(code) - names == lacking
    assert list(noted(ast.parse('note("SCN005", **more)'))) == []
