"""Whatever stands in the files of a study, it is read or explained: never a foreign exception, never without an end.

Texts are made of pieces and of the files of a small study, spoilt: bytes flipped, cells and lines exchanged, doubled and left
out, other encodings. Most go through a reader alone; some are put into the study, which is then prepared and rehearsed.
"""

from __future__ import annotations

import random
import re
import time
from pathlib import Path

import pytest

from dualcarbon.errors import InputError
from dualcarbon.quantities.declared import declare
from dualcarbon.readers.csv import read_bytes
from dualcarbon.readers.toml import parse_toml
from dualcarbon.scenarios import declared as scenarios
from dualcarbon.scenarios import structure
from dualcarbon.scenarios.tree import widest
from dualcarbon.study import preparation
from dualcarbon.study.declared import StudyFile
from dualcarbon.targets import declared as targets
from dualcarbon.vocabulary.faults import Place, codes
from dualcarbon.vocabulary.tables import TABLES

SMALL = Path(__file__).with_name("small_study")
FILES = {str(f.relative_to(SMALL)): f.read_text(encoding="utf-8") for f in SMALL.rglob("*.*")}
CSV = sorted(name for name in FILES if name.endswith(".csv"))
TOML = sorted(name for name in FILES if name.endswith(".toml"))
EVERY = tuple(sorted(FILES))
INPUT_TABLES = [name for name in TABLES if not name.startswith("results/")]
KNOWN = set(codes())
SHARDS = 4
LONGEST = 30.0
"""Far more than any of these texts may take, on a machine that does much else. [s]"""
PIECES = [
    "year", "value", "unit", "coal", "raw_coal", "industry", "total", "final", "power", "import", "CH4", "H", "confidential", "0", "-1", "-0", "1e308",
    "1e-308", "1e400", "nan", "inf", "NE", "NO", "C", "1,5", "1_000", "0x1F", "9" * 30, "9" * 5000, "0x" + "f" * 5000, "１２", "−5", "5%", "3万", "10^4 t",
    "10^99999 t", "t/(t", "CNY2010", "kg CO2/kg", "t CO2/", "=A1", "@x", "\0", "\x01", "\u202e", "\ufeff", "\ud800", "é", "煤", "“", "'", '"', '"""',
    "'''", "[", "]", "[[", "]]", "{", "}", "=", ".", ",", ";", "\n", "\r", "\r\n", "\t", " ", "#", "\\", "\\u0000", "\\uD800", "true", "2018", "1899",
    "2201", "99999", "2018-01-01", "07:32:00", "[]", "{}", "a" * 300, "../..", "/etc/passwd", "http://x", "C:\\x", "residual", "AR4", "{normal = [1, 0]}",
    "{triangular = [3, 2, 1]}", "-1e9", "1e15", "growth", "points", "constant", "share", '{CH4 = "AR4"}', "x/y",
]  # fmt: skip
NUMBERS = [
    "0", "-1", "1e300", "1e-300", "-1e300", "1e15", "0.5", "100", "1", "1900", "2200", "2016", "2018", "2019", "2030", "999999999",
]  # fmt: skip
WORD = re.compile(r"[^\s,=\[\]{}\"]+")
NUMBER = re.compile(r"(?<![\w^])-?\d+(?:\.\d+)?(?![\w^])")


def cut(text, dice):
    """Insert a piece, or take out or double some characters."""
    start = dice.randrange(len(text) + 1)
    end = start + dice.choice((1, 2, 5, 20, 80))
    parts = (dice.choice(PIECES) + text[start:], text[end:], text[start:end] + text[start:])
    return text[:start] + dice.choice(parts)


def lines(text, dice):
    """Take out, double or exchange lines."""
    rows = text.split("\n")
    one, other = dice.randrange(len(rows)), dice.randrange(len(rows))
    how = dice.randrange(3)
    if how == 0:
        del rows[one]
    elif how == 1:
        rows.insert(one, rows[other])
    else:
        rows[one], rows[other] = rows[other], rows[one]
    return "\n".join(rows)


def word(text, dice, of=WORD, news=PIECES):
    """Put another word, or one of the same text, in the place of a word."""
    found = list(of.finditer(text))
    if not found:
        return text
    old = dice.choice(found)
    new = dice.choice(news) if dice.random() < 0.7 else dice.choice(found)[0]
    return text[: old.start()] + new + text[old.end() :]


def number(text, dice):
    """Put another number in the place of a number."""
    return word(text, dice, NUMBER, NUMBERS)


def spoilt(text, dice, ways=(cut, lines, word, word, number)):
    for _ in range(dice.choice((1, 1, 1, 2, 4))):
        text = dice.choice(ways)(text, dice)
    return text


def written(text, dice):
    """Write a text in some encoding; some bytes may flip."""
    encoding = dice.choice(["utf-8"] * 8 + ["gb18030", "utf-16", "utf-8-sig"])
    errors = "surrogatepass" if encoding.startswith("utf") else "replace"
    data = bytearray(text.encode(encoding, errors))
    for _ in range(dice.choice((0,) * 9 + (3,)) if data else 0):
        data[dice.randrange(len(data))] = dice.randrange(256)
    return bytes(data)


def made(dice, names):
    """Make the bytes of a file: one of the study's, spoilt, or pieces without any order."""
    name = dice.choice(names)
    if dice.random() < 0.2:
        return name, written("".join(dice.choices(PIECES, k=dice.randrange(1, 40))), dice)
    return name, written(spoilt(FILES[name], dice), dice)


def explained(faults, least=0, most=10_000):
    """Hold every fault to its promise: a code that is known, and a sentence of bounded length in both languages."""
    assert least <= len(faults) <= most
    for fault in faults:
        assert fault.code in KNOWN
        for lang in ("en", "zh"):
            said = fault.sentence(lang)
            assert 0 < len(said) < 2000
            assert "Traceback" not in said


def table(dice):
    """Read a spoilt table."""
    name, data = made(dice, CSV)
    kind = Path(name).stem if dice.random() < 0.9 else dice.choice(INPUT_TABLES)
    reading = read_bytes(data or b",", kind, "t.csv")
    explained(reading.faults, most=202)
    assert reading.errors or reading.frame.height


def declaration(dice):
    """Read a spoilt declaration, and take it for what it was."""
    name, data = made(dice, TOML)
    document = parse_toml(data, name)
    explained(document.faults, most=102)
    if any(fault.level == "error" for fault in document.faults):
        return
    try:
        taken(name, document.data)
    except InputError as error:
        explained([document.placed(fault) for fault in error.faults], least=1)


def taken(name, data):
    if name == "study.toml":
        declare(StudyFile, data, Place())
    elif name == "targets.toml":
        targets.read(data, Place(file=name), boundaries=list(targets.BOUNDARIES))
    elif name == "tree.toml":
        structure.read([(data, name)])
    elif name.startswith("scenarios/"):
        scenarios.read(data, widest(), name, ())


def hold(once, count, seed):
    """Do something many times; no text may take long."""
    dice = random.Random(seed)
    for _ in range(count):
        begun = time.monotonic()
        once(dice)
        assert time.monotonic() - begun < LONGEST


def study(folder, dice, files=EVERY):
    """Prepare the small study with one or two of its files spoilt."""
    names = dice.sample(files, min(dice.choice((1, 1, 1, 2)), len(files)))
    ways = (lines, word, number, number)
    try:
        for name in names:
            text = spoilt(FILES[name], dice, ways)
            (folder / name).write_bytes(text.encode("utf-8", "surrogatepass"))
        prepared = preparation.prepare(folder)
        preparation.rehearse(prepared)
        explained(prepared.warnings)
    except InputError as error:
        explained(error.faults, least=1)
    finally:
        for name in names:
            (folder / name).write_text(FILES[name], encoding="utf-8")


@pytest.fixture
def folder(tmp_path):
    """A copy of the small study."""
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_the_study_itself_can_be_run(folder):
    preparation.rehearse(preparation.prepare(folder))


@pytest.mark.parametrize("shard", range(SHARDS))
def test_twenty_thousand_tables_are_read_or_explained(shard):
    hold(table, 20_000 // SHARDS, seed=1000 + shard)


@pytest.mark.parametrize("shard", range(SHARDS))
def test_thirty_thousand_declarations_are_read_or_explained(shard):
    hold(declaration, 30_000 // SHARDS, seed=2000 + shard)


@pytest.mark.parametrize("shard", range(2))
def test_a_study_with_spoilt_files_is_prepared_or_explained(folder, shard):
    hold(lambda dice: study(folder, dice), 40, seed=3000 + shard)


@pytest.mark.parametrize("shard", range(2))
def test_a_study_with_a_spoilt_tree_is_prepared_or_explained(folder, shard):
    files = ("tree.toml", "data/variables.csv")
    hold(lambda dice: study(folder, dice, files), 30, seed=8000 + shard)


@pytest.mark.slow
@pytest.mark.parametrize("shard", range(5))
def test_a_thousand_studies_with_spoilt_models_are_prepared_or_explained(folder, shard):
    files = ("tree.toml", "data/variables.csv", "scenarios/base.toml", "scenarios/plan.toml")
    hold(lambda dice: study(folder, dice, files), 200, seed=9000 + shard)


@pytest.mark.slow
@pytest.mark.parametrize("shard", range(20))
def test_a_million_texts_are_read_or_explained(shard):
    hold(table, 20_000, seed=4000 + shard)
    hold(declaration, 30_000, seed=5000 + shard)


@pytest.mark.slow
@pytest.mark.parametrize("shard", range(10))
def test_four_thousand_studies_with_spoilt_files_are_prepared_or_explained(folder, shard):
    hold(lambda dice: study(folder, dice), 400, seed=6000 + shard)
