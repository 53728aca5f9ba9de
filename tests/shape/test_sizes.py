"""Rooms of a size one can live in: short functions, files that fit in the head."""

import ast
import statistics

import pytest

FILE_MOST, FILE_USUAL = 600, 400
BODY_MOST, BODY_USUAL, BODY_MEDIAN = 60, 26, 8
DECLARATIVE = ("charts/", "report/outline")  # options and outlines are data in the shape of code


def body_lines(function):
    """Lines of a function without its head and its docstring."""
    body = function.body
    if ast.get_docstring(function) is not None:
        body = body[1:]
    return function.end_lineno - body[0].lineno + 1 if body else 0


def functions_of(modules):
    return [
        (f"{path}:{node.lineno} {node.name}", body_lines(node))
        for path, tree in modules.items()
        if not path.startswith(DECLARATIVE)
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]


def test_no_file_is_too_long(texts):
    lines = {name: content.count(b"\n") for name, content in texts.items() if name.endswith(".py")}
    assert {name: n for name, n in lines.items() if n > FILE_MOST} == {}
    long = {name: n for name, n in lines.items() if n > FILE_USUAL}
    assert len(long) <= len(lines) / 10, long


def test_no_function_is_too_long(modules):
    assert [f for f in functions_of(modules) if f[1] > BODY_MOST] == []


def test_most_functions_are_short(modules):
    functions = functions_of(modules)
    long = [f for f in functions if f[1] >= BODY_USUAL]
    assert len(long) <= len(functions) / 10, long
    assert statistics.median(lines for _, lines in functions) <= BODY_MEDIAN


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("def f():\n    return 1\n", 1),
        ('def f():\n    """Say."""\n    x = 1\n\n    return x\n', 3),
        ('def f():\n    """Say\n\n    more.\n    """\n', 0),
    ],
)
def test_a_body_is_counted_without_head_and_docstring(source, lines):
    assert body_lines(ast.parse(source).body[0]) == lines
