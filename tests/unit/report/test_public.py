"""The page for the public: it asks nobody, holds all its data, and nothing of closed cells."""

from __future__ import annotations

import base64
import copy
import dataclasses
import gzip
import hashlib
import io
import json
import re
from html.parser import HTMLParser

import polars as pl
import pytest

from dualcarbon.errors import InputError
from dualcarbon.report import fonts, public, public_tables
from dualcarbon.report.outline import outline
from dualcarbon.report.pieces import Figure
from dualcarbon.report.reading import Reading
from dualcarbon.store.approvals import Approval

ASKING = {"src", "srcset", "href", "action", "poster", "data", "formaction", "background"}
STRANGE = 123456.78125
"""An amount that stands nowhere by chance."""


class Tags(HTMLParser):
    """Every tag with its attributes, and the text of the scripts by their type or id."""

    def __init__(self, page):
        super().__init__()
        self.tags, self.scripts, self._open = [], [], None
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        self._open = dict(attrs) if tag == "script" else None

    def handle_data(self, data):
        if self._open is not None:
            self.scripts.append((self._open, data))

    def handle_endtag(self, tag):
        self._open = None

    def of(self, tag):
        return [attrs for name, attrs in self.tags if name == tag]


@pytest.fixture(scope="module")
def page(results):
    return public.render(results)


@pytest.fixture
def uncut(monkeypatch):
    """Leave the font out, where nobody looks at it."""
    monkeypatch.setattr(fonts, "faces", lambda wanted: dict.fromkeys(wanted, b""))


@pytest.fixture(scope="module")
def read(page):
    return Tags(page)


def tables(tags):
    return {
        attrs["data-file"]: gzip.decompress(base64.b64decode(text)).decode()
        for attrs, text in tags.scripts
        if attrs.get("type") == "application/gzip"
    }


def test_no_element_asks_another_machine(read):
    for tag, attrs in read.tags:
        for name in ASKING & set(attrs):
            assert attrs[name].startswith(("#", "data:")), (tag, name, attrs[name])
    assert {"iframe", "object", "embed", "base", "form"}.isdisjoint(tag for tag, _ in read.tags)


def test_no_style_asks_another_machine(page):
    styles = "".join(re.findall(r"<style>(.*?)</style>", page, re.S))
    assert "@import" not in styles
    assert {a[:5] for a in re.findall(r"url\(([^)]*)\)", styles)} == {"data:"}


def test_the_page_runs_its_own_scripts_and_no_other(read):
    policy = next(m["content"] for m in read.of("meta") if m.get("http-equiv"))
    run = [text for attrs, text in read.scripts if "type" not in attrs]
    hashes = [f"'sha256-{base64.b64encode(hashlib.sha256(t.encode()).digest()).decode()}'" for t in run]  # fmt: skip
    assert f"script-src {' '.join(hashes)};" in policy
    assert "default-src 'none'" in policy
    assert len(run) == 2


def test_every_figure_stands_in_both_languages_with_its_option_and_table(read, results):
    figures = [b for s in outline(results).sections for b in s.blocks if isinstance(b, Figure)]
    options = {a["id"]: json.loads(t) for a, t in read.scripts if a.get("type") == "application/json"}  # fmt: skip
    wanted = {f"{lang}-{one.id}-option" for lang in ("zh", "en") for one in figures}
    assert set(options) == wanted
    assert not any("table" in option for option in options.values())
    saved = [attrs["data-save"] for attrs in read.of("button") if "data-save" in attrs]
    assert saved.count("csv") == 2 * sum(one.data is not None for one in figures)


def test_ids_stand_once_and_references_lead_somewhere(read):
    ids = [attrs["id"] for _, attrs in read.tags if "id" in attrs]
    assert len(ids) == len(set(ids))
    assert {a["href"][1:] for a in read.of("a") if a["href"].startswith("#")} <= set(ids)


def test_tables_come_out_as_they_are(read, results):
    found = tables(read)
    shown = Reading(results).tables
    assert set(found) == {name for name, frame in shown.items() if frame.height}
    for name, text in found.items():
        again = pl.read_csv(io.StringIO(text.removeprefix("\ufeff")), infer_schema_length=None)
        assert again.shape == shown[name].shape


def test_hash_of_every_table_is_that_of_its_bytes(read, page):
    for text in tables(read).values():
        assert hashlib.sha256(text.encode()).hexdigest() in page


def test_the_same_results_give_the_same_page(results, uncut):
    assert public.render(results) == public.render(results)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_page_in_one_language_has_no_switch(results, uncut, lang):
    tags = Tags(public.render(results, lang))
    assert tags.of("html") == [{"lang": "zh-CN" if lang == "zh" else "en"}]
    assert not [b for b in tags.of("button") if "data-speak" in b]


def closed(results):
    """Results in which the natural gas of industry is confidential, and what its cells hold."""
    cells = results.tables["energy"].with_row_index("n")
    named = cells.with_columns(source=pl.format("data/energy.csv:{}", pl.col("n"))).drop("n")
    hidden = named.filter((pl.col("sector") == "industry") & (pl.col("flow") == "final") & (pl.col("fuel") == "natural_gas"))  # fmt: skip
    summary = copy.deepcopy(dict(results.summary))
    summary["account"]["closed"] = hidden["source"].to_list()
    ledger = pl.DataFrame({"year": [2017], "category": ["1A1"], "gas": ["CO2"], "scope": [1], "memo": [""],
                           "access": ["confidential"], "amount_t": [STRANGE], "factor_records": [""], "line": ["a"]})  # fmt: skip
    frames = {**results.tables, "energy": named, "ledger": ledger}
    inputs = {"data/energy.csv": "ab" * 32, "data/gdp.csv": "cd" * 32}
    changed = dataclasses.replace(results, summary=summary, tables=frames, manifest={"inputs": inputs})  # fmt: skip
    return changed, [str(value) for value in hidden["energy_tce"]]


def test_a_closed_cell_stands_in_no_table(results, uncut):
    changed, amounts = closed(results)
    page = public.render(changed)
    found = tables(Tags(page))
    assert "ledger" not in found
    assert [name for name, text in found.items() if str(STRANGE) in text] == []
    assert len(amounts) > 5
    assert [amount for amount in amounts if amount in found["energy"]] == []
    assert "source" not in found["energy"].splitlines()[0]
    assert ",other," in found["energy"]
    assert "abababab" not in page
    assert "cdcdcdcd" in page


def test_a_text_that_looks_like_a_formula_is_saved_harmless(results):
    odd = pl.DataFrame({"note": ["=HYPERLINK(1)", "plain", "+1+cmd"], "amount": [-1.5, 2.0, 3.0]})
    reading = Reading(dataclasses.replace(results, tables={**results.tables, "odd": odd}))
    text = next(one.text for one in public_tables.given(reading) if one.name == "odd")
    assert text.splitlines()[1:] == ["'=HYPERLINK(1),-1.5", "plain,2.0", "'+1+cmd,3.0"]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (None, ("Not approved: no approval", "未经批准")),
        (Approval(1, "a", "b", "c", "王 <b>", "2026-03-01T17:00:00+00:00", "between us", "", "", ""), ("Approved by 王 &lt;b&gt;, 2026-03-02", "批准人：")),
    ],
)  # fmt: skip
def test_the_page_says_whether_the_run_is_approved(results, uncut, given, said):
    page = public.render(results, approval=given)
    assert all(text in page for text in said)
    assert ("Not approved" in page) is (given is None)
    assert "between us" not in page  # what is said with an approval is not for the public


def test_an_unfinished_run_is_refused(tmp_path):
    with pytest.raises(InputError):
        public.publish(tmp_path)
