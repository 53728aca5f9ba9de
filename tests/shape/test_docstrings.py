"""Public functions of the stages say what goes in and out, in which unit, and where a formula is from.

A function that handles no numbers may do with a sentence; one that has a section of parameters names them all.
"""

import ast
import re

import pytest

STAGES = {
    "vocabulary", "quantities", "reference", "yearbook", "inventory", "diagnosis", "measures",
    "scenarios", "peak", "neutrality", "targets", "finance", "appraisal", "sensitivity",
}  # fmt: skip
NUMBERS = re.compile(r"^(?!Callable).*\b(float|DataArray|ndarray|NDArray|ArrayLike|Floats?)\b")
UNIT = re.compile(r"\[[^\]]+\]")
SECTION = re.compile(r"^(\S[^\n]*)\n(-{3,})$", re.MULTILINE)


def sections(docstring):
    """Split a numpydoc docstring: title of a section -> its text; the opening is under ''."""
    parts = SECTION.split(docstring)
    return {"": parts[0]} | dict(zip(parts[1::3], parts[3::3], strict=True))


def entries(text):
    """Split a Parameters section: name -> its description, the line of the type left out."""
    found, names = {}, []
    for line in text.splitlines():
        if line and not line[0].isspace():
            names = [name.strip(" *") for name in line.split(" : ")[0].split(",")]
            found |= dict.fromkeys(names, "")
        else:
            found |= {name: f"{found[name]}{line}\n" for name in names}
    return found


def parameters(function):
    """Name -> annotation of what a caller gives."""
    spec = function.args
    given = [
        *spec.posonlyargs,
        *spec.args,
        *spec.kwonlyargs,
        *filter(None, (spec.vararg, spec.kwarg)),
    ]
    return {a.arg: ast.unparse(a.annotation) if a.annotation else "" for a in given}


def returned(function):
    return ast.unparse(function.returns) if function.returns else ""


def faults(function):
    """List what the docstring of one public function leaves out."""
    docstring = ast.get_docstring(function)
    if docstring is None:
        return ["no docstring"]
    found = sections(docstring)
    return [*_parameters(function, found), *_returns(function, found), *_formula(docstring, found)]


def _parameters(function, found):
    described = entries(found.get("Parameters", ""))
    for name, annotation in parameters(function).items():
        if name not in described:
            if described or NUMBERS.search(annotation):
                yield f"parameter {name} is not described"
        elif NUMBERS.search(annotation) and not UNIT.search(described[name]):
            yield f"parameter {name} states no unit in [ ]"


def _returns(function, found):
    if not NUMBERS.search(returned(function)):
        return
    text = found.get("Returns", found.get("Yields"))
    if text is None:
        yield "what it returns is not described"
    elif not UNIT.search(_descriptions(text)):
        yield "what it returns states no unit in [ ]"


def _descriptions(text):
    return "\n".join(line for line in text.splitlines() if line[:1].isspace())


def _formula(docstring, found):
    if ".. math::" in docstring and ".. [1]" not in found.get("References", ""):
        yield "a formula without a source under References"


def public(modules):
    return [
        (f"{path}:{node.lineno} {node.name}", node)
        for path, tree in modules.items()
        if path.split("/")[0] in STAGES and not path.split("/")[-1].startswith("_")
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
    ]


def test_public_functions_of_the_stages_are_explained(modules):
    functions = public(modules)
    assert functions
    found = [f"{where}: {fault}" for where, node in functions for fault in faults(node)]
    assert not found, "\n".join(["left out:", *found])


GOOD = '''
def burnt(energy: xr.DataArray, years: int) -> xr.DataArray:
    """Compute it.

    .. math:: E = A F

    Parameters
    ----------
    energy : DataArray (year)
        Fuel burnt. [TJ]
    years : int
        How many.

    Returns
    -------
    DataArray (year)
        Emissions. [t CO2]

    References
    ----------
    .. [1] IPCC 2006.
    """
'''


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("", "", []),
        ("    years : int\n        How many.\n", "", ["parameter years is not described"]),
        (" [TJ]", "", ["parameter energy states no unit in [ ]"]),
        (" [t CO2]", "", ["what it returns states no unit in [ ]"]),
        ("Returns\n    -------", "Results\n    -------", ["what it returns is not described"]),
        (".. [1] IPCC 2006.", "IPCC.", ["a formula without a source under References"]),
    ],
)
def test_the_rule_itself_finds_what_is_left_out(before, after, expected):
    function = ast.parse(GOOD.replace(before, after) if before else GOOD).body[0]
    assert faults(function) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("def f(): ...", ["no docstring"]),
        ('def f(name: str) -> str:\n    """Say."""', []),
        ('def f(x: float) -> str:\n    """Say."""', ["parameter x is not described"]),
        ('def f(name: str) -> float:\n    """Say."""', ["what it returns is not described"]),
    ],
)
def test_the_rule_itself_lets_names_and_words_do_with_a_sentence(source, expected):
    assert faults(ast.parse(source).body[0]) == expected
