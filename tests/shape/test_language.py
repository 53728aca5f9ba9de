"""Text files are plain UTF-8, and code is written in English."""

import io
import tokenize

import pytest

BOM = b"\xef\xbb\xbf"


def faults(content):
    """List what keeps a text file from being plain UTF-8 with lines that end in LF."""
    try:
        content.decode(encoding="utf-8")
    except UnicodeDecodeError:
        return ["not UTF-8"]
    rules = {
        "starts with a byte order mark": content.startswith(BOM),
        "has CR at the end of lines": b"\r" in content,
        "holds a NUL": b"\0" in content,
        "does not end its last line": content != b"" and not content.endswith(b"\n"),
    }
    return [fault for fault, broken in rules.items() if broken]


def foreign_names(content):
    """List the identifiers of a Python file that are not ASCII."""
    tokens = tokenize.tokenize(io.BytesIO(content).readline)
    return [t.string for t in tokens if t.type == tokenize.NAME and not t.string.isascii()]


def test_text_files_are_plain(texts):
    assert [
        f"{name}: {fault}" for name, content in texts.items() for fault in faults(content)
    ] == []


def test_names_in_code_are_english(texts):
    code = {name: content for name, content in texts.items() if name.endswith(".py")}
    assert {
        name: found for name, content in code.items() if (found := foreign_names(content))
    } == {}


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("煤\n".encode(), []),
        (b"", []),
        ("江苏\n".encode("gb18030"), ["not UTF-8"]),
        (BOM + b"a\r\n", ["starts with a byte order mark", "has CR at the end of lines"]),
        (b"a\0b", ["holds a NUL", "does not end its last line"]),
    ],
)
def test_the_rule_itself_finds_them(content, expected):
    assert faults(content) == expected


def test_a_foreign_name_is_found_but_not_a_string():
    assert foreign_names('煤 = "煤"\n'.encode()) == ["煤"]
