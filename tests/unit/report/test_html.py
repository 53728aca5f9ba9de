"""The page: whole, self-contained, the same numbers in both languages, every glyph inside."""

import base64
import copy
import dataclasses
import io
import json
import re
import xml.etree.ElementTree as ET
from html.parser import HTMLParser

import pytest
from fontTools.ttLib import TTFont

from dualcarbon.report import fonts, glyphs, html
from dualcarbon.report.outline import FIGURES, outline
from dualcarbon.report.pieces import Figure, Table
from dualcarbon.report.reading import Reading


class Tags(HTMLParser):
    """Every tag with its attributes, and the text inside it."""

    def __init__(self, page):
        super().__init__()
        self.tags, self.numbers, self._inside = [], [], None
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag == "span" and "data-key" in dict(attrs):
            self._inside = [dict(attrs), ""]
            self.numbers.append(self._inside)

    def handle_endtag(self, tag):
        if tag == "span":
            self._inside = None

    def handle_data(self, data):
        if self._inside is not None:
            self._inside[1] += data


@pytest.fixture(scope="module")
def read(pages):
    return {lang: Tags(page) for lang, page in pages.items()}


def values(tags):
    return [(attrs["data-key"], attrs["data-value"]) for attrs, _ in tags.numbers]


def test_numbers_are_the_same_in_both_languages(read):
    assert sorted(values(read["en"])) == sorted(values(read["zh"]))
    assert len(values(read["en"])) > 300


def test_every_number_of_the_summary_is_printed_with_its_raw_value(read, results):
    source = Reading(results)
    plain = [(k, v) for k, v in values(read["en"]) if not k.startswith(("report.", "tables."))]
    assert len(plain) > 100
    for key, value in plain:
        held = source.raw(key)
        assert value == (
            str(len(held))
            if isinstance(held, list)
            else repr(held)
            if isinstance(held, float)
            else str(held)
        ), key


def test_derived_numbers_name_what_they_came_from(read):
    derived = [a for a, _ in read["en"].numbers if a["data-key"].startswith("report.change.")]
    assert derived
    assert all(a.get("data-of") for a in derived)


def test_no_number_is_printed_as_nan(pages):
    for page in pages.values():
        assert not re.search(r"\bnan\b|NaN|None|undefined", re.sub(r"base64,[^)]*", "", page))


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_character_of_the_page_is_in_its_fonts(pages, lang):
    faces = re.findall(r"font-weight:(\d+);[^}]*base64,([^)]+)\)", pages[lang])
    held = {int(w): set(TTFont(io.BytesIO(base64.b64decode(d))).getBestCmap()) for w, d in faces}
    shown = glyphs.of_page(pages[lang])
    for weight, characters in shown.items():
        assert {ord(c) for c in characters if c not in "\n"} <= held[weight]
    assert len(held[400]) > (400 if lang == "zh" else 60)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_nothing_is_fetched_from_anywhere(pages, read, lang):
    sources = [
        v
        for _, attrs in read[lang].tags
        for n, v in attrs.items()
        if n in ("src", "href", "srcset", "xlink:href")
    ]
    assert all(s.startswith("#") for s in sources)
    assert not re.search(r"@import|url\((?!data:|#)", pages[lang])
    assert not any(tag in ("script", "link", "iframe") for tag, _ in read[lang].tags)


def test_the_page_tells_its_language(read):
    assert ("html", {"lang": "en"}) in read["en"].tags
    assert ("html", {"lang": "zh-CN"}) in read["zh"].tags


def test_the_english_page_is_english(pages):
    body = pages["en"][pages["en"].index("<body>") :]
    assert not re.search(r"[\u2e80-\uffef]", body)


def test_tables_have_captions_and_scopes(read):
    tags = [tag for tag, _ in read["zh"].tags]
    assert tags.count("caption") == tags.count("table") > 10
    assert all(
        attrs.get("scope") in ("col", "row") for tag, attrs in read["zh"].tags if tag == "th"
    )


def test_ids_are_unique_and_references_lead_somewhere(read):
    ids = [a["id"] for _, a in read["en"].tags if "id" in a]
    assert len(ids) == len(set(ids))
    targets = {a["href"][1:] for tag, a in read["en"].tags if tag == "a"}
    targets |= {a["aria-labelledby"] for _, a in read["en"].tags if "aria-labelledby" in a}
    assert targets <= set(ids)


def test_figures_are_named_well_formed_and_drawn_for_page_and_telephone(pages):
    drawn = re.findall(r"<svg.*?</svg>", pages["zh"], re.S)
    assert len(drawn) == 2 * pages["zh"].count("<figure")
    for svg in drawn:
        assert ET.fromstring(svg).get("aria-label")


def test_the_same_results_give_the_same_bytes(results, pages):
    assert html.render(results, "en") == pages["en"]


def test_the_five_parts_stand_in_order(read):
    order = [a["id"] for tag, a in read["en"].tags if tag == "section"]
    assert order == ["brief", "method", "characteristics", "outlook", "pathway", "advice", "annex"]


def test_all_figures_of_the_short_form_are_there(results):
    document = outline(results)
    there = [b.id for s in document.sections for b in s.blocks if isinstance(b, Figure)]
    assert set(FIGURES) <= set(there)
    assert not document.left_out


def plain(page):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page[page.index("<body>") :]))


def test_the_headline_stands_under_the_title(pages):
    assert "synthetic numbers as of 2017" in plain(pages["en"])
    assert "虚构数据，以2017年为基准" in plain(pages["zh"])


def test_the_verdict_of_intensity_is_said_to_depend_on_the_boundary(pages):
    assert "the verdict depends on the boundary" in plain(pages["en"])
    assert "结论取决于口径" in plain(pages["zh"])


def test_no_peak_is_the_first_probability(pages, results):
    assert "Baseline: probability of no peak by 2060 90%, of a peak by 2030 0%" in plain(
        pages["en"]
    )
    peaks = next(
        b
        for s in outline(results).sections
        for b in s.blocks
        if isinstance(b, Table) and b.id == "peaks"
    )
    assert peaks.rows[0][1].key == "scenarios.baseline.peak.no_peak"


def test_breaks_marks_and_refusals_are_said(pages):
    text = plain(pages["en"])
    assert "Suspected break in the energy statistics, 2011–2012: one row changes sign." in text
    assert "No verdict is read from the suspected break" in text
    assert "2 are marked M and 1 marked A" in text
    assert "No year of neutrality is given: scenarios hold energy-related CO2 only;" in text
    assert "Known exception: Industry, 2013: not explained." in text


@pytest.fixture
def no_fonts(monkeypatch):
    """Leave the fonts out where only the text matters."""
    monkeypatch.setattr(fonts, "faces", lambda characters: {})


def changed(results, summary=None, tables=None):
    fresh = copy.deepcopy(dict(results.summary))
    fresh.update(summary or {})
    kept = {n: t for n, t in results.tables.items() if tables is None or n in tables}
    return dataclasses.replace(results, summary=fresh, tables=kept)


@pytest.mark.usefixtures("no_fonts")
def test_a_run_without_cells_or_members_drops_figures_with_a_coded_sentence(results):
    bare = changed(results, {"diagnosis": {}}, tables=())
    document = outline(bare)
    told = {f.code: [] for f in document.left_out}
    for fault in document.left_out:
        told[fault.code].append(fault.params[0][1]["en"])
    assert told["REP024"][:4] == ["energy flow", "emissions by sector", "intensity", "drivers"]
    assert "peak years" in told["REP024"]
    assert [chapter.partition(":")[0] for chapter in told["REP025"]] == [
        "emissions per head",
        "economy and intensity",
    ]
    page = html.page(document, "zh")
    assert "REP024" in page
    assert "图“达峰年份分布”未给出" in page


@pytest.mark.usefixtures("no_fonts")
def test_a_run_without_scenarios_is_still_a_report(results):
    page = plain(html.render(changed(results, {"scenarios": {}, "warnings": []}), "en"))
    assert "1 Method" in page
    assert "3 Peak scenario analysis" not in page


@pytest.mark.usefixtures("no_fonts")
def test_a_path_without_an_ensemble_says_so(results):
    scenarios = copy.deepcopy(results.summary["scenarios"])
    for one in scenarios.values():
        one["peak"] = {n: one["peak"][n] for n in ("verdict", "year", "amount_mt")}
    page = plain(html.render(changed(results, {"scenarios": scenarios}), "en"))
    assert "Current policy: the path peaks in 2029" in page
    assert "Baseline: the path does not peak by 2060 (no ensemble was drawn)." in page


@pytest.mark.usefixtures("no_fonts")
def test_titles_are_escaped(results):
    study = copy.copy(results.study)
    study.title = {"en": "<b>R&D</b>", "zh": "<b>R&D</b>"}
    page = html.render(dataclasses.replace(results, study=study), "en")
    assert "<h1>&lt;b&gt;R&amp;D&lt;/b&gt;</h1>" in page


def test_both_languages_are_written_into_the_folder_of_a_run(results, tmp_path):
    html.documents(results, tmp_path)
    assert sorted(f.name for f in tmp_path.iterdir()) == [
        "figures",
        "report.en.html",
        "report.zh.html",
    ]
    assert (
        html.write(results, "zh", tmp_path / "r.html").read_bytes()
        == (tmp_path / "report.zh.html").read_bytes()
    )


def test_every_figure_stands_beside_the_report_as_drawing_and_option(results, tmp_path):
    html.documents(results, tmp_path)
    drawings = sorted(f.stem for f in (tmp_path / "figures").glob("*.svg"))
    options = sorted((tmp_path / "figures").glob("*.json"))
    assert drawings == [f.stem for f in options]
    assert len(drawings) >= 12
    read = [json.loads(f.read_text(encoding="utf-8")) for f in options]
    assert all("series" in option.get("baseOption", option) for option in read)
