"""Whatever a file holds, reading it ends in rows and faults; what rows say depends on nothing else."""

from __future__ import annotations

import random
import tomllib

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dualcarbon.readers.csv import read_bytes
from dualcarbon.readers.toml import parse_toml
from dualcarbon.vocabulary.faults import codes
from dualcarbon.vocabulary.names import FLOWS, FUELS, SECTORS
from dualcarbon.vocabulary.tables import TABLES

TABLE_NAMES = [name for name in TABLES if not name.startswith("results/")]
PIECES = [
    "year", "sector", "flow", "fuel", "value", "unit", "source", "vintage", "indicator", "年份", "部门", "id",
    "2020", "2021", "２０２０", "industry", "工业", "final", "coal", "煤炭", "1", "1.5", "1,5", "-5", "−5", "5%", "3万",
    "1e400", "NE", "nan", "10^4 tce", "万吨", "t", "ton", "10^8 CNY2010", "1978=100", "t CO2/tce", "=A1",
    ",", ",", ",", ",", ",", ",", "\n", "\n", "\r\n", "\r", '"', '""', " ", "\t", ";", "\0", "\ufeff", "\u202e",
    "kg CO2/GJ", "t/t", "10^4 t/10^2", "1e999 t", "m^3", "CNY20105", "吨/人", "/", "/(", "^", "10^", "10^99999 t", "()", "*", "x" * 100,
]  # fmt: skip
CELLS = [piece for piece in PIECES if not set(piece) & set(',\n\r"')] + [""]
soup = st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=60).map("".join)
HEAD = "year,sector,flow,fuel,value,unit\n"
cells = st.tuples(
    st.integers(1990, 2030),
    st.sampled_from(list(SECTORS)),
    st.sampled_from(list(FLOWS)),
    st.sampled_from(list(FUELS)),
)
amounts = st.floats(-1e9, 1e9, allow_nan=False)
tables = st.dictionaries(cells, amounts, min_size=1, max_size=30)


def is_told(data, table):
    """Read bytes; every fault must say itself in both languages."""
    reading = read_bytes(data, table, "t.csv")
    known = set(codes())
    for fault in reading.faults:
        assert fault.code in known
        assert fault.sentence("en").startswith("t.csv")
        assert fault.sentence("zh").startswith("t.csv")
        assert len(fault.message()) < 600
    assert len(reading.errors) <= 102
    assert reading.errors or reading.frame.height
    return reading


@settings(max_examples=1000)
@given(soup, st.sampled_from(TABLE_NAMES))
@example("年份,value,unit\n2020,1,\0", "population")
def test_any_text_is_read_or_explained(text, table):
    is_told(text.encode("utf-8", "surrogatepass"), table)


@settings(max_examples=1000)
@given(
    st.lists(st.lists(st.sampled_from(CELLS), min_size=11, max_size=11), max_size=4),
    st.sampled_from(TABLE_NAMES),
)
def test_any_cells_under_a_right_heading_are_read_or_explained(rows, table):
    columns = TABLES[table].columns
    text = "\n".join(",".join(row[: len(columns)]) for row in [columns, *rows])
    is_told(text.encode(), table)


@settings(max_examples=500)
@given(st.binary(max_size=200), st.sampled_from(["utf-16", "gb18030", "raw"]))
def test_any_bytes_are_read_or_explained(data, encoding):
    prefix = b"" if encoding == "raw" else HEAD.encode(encoding)
    is_told(prefix + data or b",", "energy")


@pytest.mark.slow
def test_a_hundred_thousand_texts_are_read_or_explained():
    dice = random.Random(20260101)
    for _ in range(100_000):
        head = dice.choice(["", HEAD, "年份,部门,环节,品种,数值,单位\n"])
        text = head + "".join(dice.choices(PIECES, k=dice.randrange(60)))
        is_told(text.encode() or b",", dice.choice(TABLE_NAMES))


def written(table, encoding="utf-8"):
    """Write a table the plain way."""
    rows = [",".join(map(str, (*cell, repr(value), "10^4 tce"))) for cell, value in table.items()]
    return (HEAD + "\n".join(rows) + "\n").encode(encoding)


@settings(max_examples=200)
@given(tables)
def test_what_is_written_is_read(table):
    reading = read_bytes(written(table), "energy", "t.csv")
    assert reading.faults == ()
    frame = reading.frame
    read = dict(
        zip(frame.select("year", "sector", "flow", "fuel").rows(), frame["value"], strict=True)
    )
    assert read == {cell: value * 1e4 for cell, value in table.items()}
    assert frame["line"].to_list() == list(range(2, len(table) + 2))


@settings(max_examples=200)
@given(tables, st.randoms(use_true_random=False))
def test_rows_in_another_order_are_the_same_rows(table, dice):
    order = list(table.items())
    dice.shuffle(order)
    first = read_bytes(written(table), "energy", "t.csv").frame.drop("line")
    second = read_bytes(written(dict(order)), "energy", "t.csv").frame.drop("line")
    key = list(TABLES["energy"].key)
    assert first.sort(key).equals(second.sort(key))


@settings(max_examples=200)
@given(tables, st.sampled_from(["gb18030", "utf-16", "utf-8-sig"]))
def test_the_encoding_changes_no_row(table, encoding):
    chinese = (
        written(table)
        .decode()
        .replace("year,sector,flow,fuel,value,unit", "年份,部门,环节,品种,数值,单位")
    )
    plain = read_bytes(written(table), "energy", "t.csv")
    other = read_bytes(chinese.encode(encoding), "energy", "t.csv")
    assert other.frame.equals(plain.frame)
    assert [f.code for f in other.faults] == ([] if encoding == "utf-8-sig" else ["CSV010"])


keys = st.text("abc.\"' \n甲", min_size=1, max_size=4)
leaves = (
    st.integers()
    | st.booleans()
    | st.text("a\"'#,]}\n= ", max_size=6)
    | st.floats(allow_nan=False, allow_infinity=False)
)
trees = st.recursive(
    leaves,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3),
    max_leaves=12,
)


def quoted(text):
    """Write a text as a basic string."""
    plain = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{plain}"'


def inline(value):
    """Write a value on one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{quoted(k)} = {inline(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(inline(v) for v in value) + "]"
    if isinstance(value, bool):
        return str(value).lower()
    return quoted(value) if isinstance(value, str) else repr(value)


def paths(value, path):
    """Give the paths of all keys and members inside a value."""
    inside = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    for key, part in inside:
        yield (*path, key)
        yield from paths(part, (*path, key))


@settings(max_examples=300)
@given(st.dictionaries(keys, trees, max_size=5))
def test_every_key_is_found_on_the_line_it_was_written_on(tree):
    text = "".join(
        f"# a [comment]\n{quoted(key)} = {inline(value)}\n" for key, value in tree.items()
    )
    document = parse_toml(text.encode(), "t.toml")
    assert document.data == tree == tomllib.loads(text)
    for number, (key, value) in enumerate(tree.items(), start=1):
        for path in ((key,), *paths(value, (key,))):
            assert document.lines[path] == 2 * number


@settings(max_examples=1000)
@given(
    st.lists(
        st.sampled_from(
            [
                "a",
                ".",
                "=",
                "[",
                "]",
                "{",
                "}",
                "\n",
                '"',
                "'",
                "#",
                ",",
                "1",
                "\\",
                " ",
                '"""',
                "2020-01-01",
                "nan",
            ]
        ),
        max_size=30,
    ).map("".join)
)
def test_any_text_is_keys_and_values_or_explained(text):
    document = parse_toml(text.encode(), "t.toml")
    for fault in document.faults:
        assert fault.sentence("en").startswith("t.toml")
        assert fault.sentence("zh").startswith("t.toml")
    assert document.faults or document.data == tomllib.loads(text)
