"""The full form: how much it shows, that everything is referred to, what an absent dimension leaves out."""

import copy
import dataclasses
import itertools

import polars as pl
import pytest

from dualcarbon.report import outline
from dualcarbon.report.labels import Labels
from dualcarbon.report.numbers import Number
from dualcarbon.report.pieces import (
    Bullets,
    Figure,
    Heading,
    Paragraph,
    Ref,
    Sentence,
    Table,
)


@pytest.fixture(scope="module")
def document(results):
    return outline.outline(results)


def blocks(document, kind=object):
    return [b for s in document.sections for b in s.blocks if isinstance(b, kind)]


def values(piece):
    """Everything that fills a place, however deep."""
    if isinstance(piece, Sentence):
        for value in piece.values.values():
            yield value
            yield from values(value)


def sentences_of(block):
    if isinstance(block, Paragraph):
        return block.sentences
    if isinstance(block, Bullets):
        return [s for pair in block.items for s in pair if s]
    if isinstance(block, Table):
        return [block.caption, *block.heads, *itertools.chain(*block.rows)]
    return [block.caption, *block.notes] if isinstance(block, Figure) else []


def references(document):
    found = [v for b in blocks(document) for s in sentences_of(b) for v in (s, *values(s))]
    return {v.id for v in found if isinstance(v, Ref)}


def test_a_study_with_measures_shows_all_that_is_asked_for(document):
    assert len(blocks(document, Figure)) >= 14
    assert len(blocks(document, Table)) >= 12
    assert document.left_out == ()
    assert {f.id for f in blocks(document, Figure)} >= {
        *outline.FIGURES, *outline.OF_MEASURES, *outline.OF_ACCOUNT
    }  # fmt: skip


def test_every_figure_and_table_is_referred_to_in_the_text(document):
    there = {b.id for b in blocks(document, Figure | Table)}
    assert there - references(document) == set()


def test_every_reference_leads_to_a_piece(document, bare):
    for one in (document, outline.outline(bare)):
        labels = Labels(one)
        assert all(labels.of(id) for id in references(one))


def test_the_parts_are_chapters_with_headings(document):
    headed = {s.id: sum(isinstance(b, Heading) for b in s.blocks) for s in document.sections}
    assert headed["brief"] == 0
    assert all(headed[id] >= 5 for id in headed if id != "brief")


def test_every_number_of_the_summary_is_an_answer_with_a_key(document):
    (bullets,) = [b for b in document.sections[0].blocks if isinstance(b, Bullets)]
    for sentence, _ in bullets.items:
        numbers = [v for v in values(sentence) if isinstance(v, Number)]
        assert numbers, sentence.id
        assert all(n.key and n.known for n in numbers)
    asked = [sentence.id for sentence, _ in bullets.items]
    assert list(dict.fromkeys(asked)) == [
        f"brief.{q}"
        for q in ("stand", "whole", "intensity", "peak", "path", "cost", "projects", "goals", "unsure",
                  "residual_whole", "now_worth", "now_abate", "now", "now_fund")
    ]  # fmt: skip


def test_without_measures_their_chapters_are_gone_and_told_once(bare):
    document = outline.outline(bare)
    assert [f.code for f in document.left_out] == ["REP025"]
    assert "declares none" in document.left_out[0].message()
    gone = {f.id for f in blocks(document, Figure)} & set(outline.OF_MEASURES)
    assert not gone
    assert not any(h.id in ("pathway-cost", "pathway-projects") for h in blocks(document, Heading))
    assert "pathway.no_measures" in [s.id for b in blocks(document, Paragraph) for s in b.sentences]


def changed(results, change, **tables):
    summary = copy.deepcopy(dict(results.summary))
    change(summary)
    return dataclasses.replace(results, summary=summary, tables={**results.tables, **tables})


def test_measures_without_money_keep_their_abatement(results):
    def change(summary):
        summary.update(projects=[])
        for one in summary["measures"]:
            told = {"money": None, "money_refused": {"en": ": no terms.", "zh": "：缺少计价条件。"}}
            one |= told | {
                "npv_cny": None,
                "net_value_cny": None,
                "worth": [],
                "mac_cny_per_t": None,
            }
            one |= {"investment_cny": None, "first_eight": None}
            one["ranks"] = {"net_value": None, "abatement": 1, "economy": None}

    document = outline.outline(changed(results, change))
    told = [f.message() for f in document.left_out]
    assert any("cost and worth" in t for t in told)
    assert any("key projects" in t for t in told)
    assert {"wedges", "schedule"} <= {f.id for f in blocks(document, Figure)}
    assert "unit-costs" not in {t.id for t in blocks(document, Table)}


def test_a_study_of_totals_alone_leaves_people_and_economy_out(results):
    totals = pl.DataFrame([{"year": y} for y in range(2010, 2018)])

    def change(summary):
        for key in ("energy_intensity", "co2_intensity", "co2_intensity_by_boundary"):
            summary["diagnosis"][key] = {}
        summary["diagnosis"]["trend"] = None

    document = outline.outline(changed(results, change, totals=totals))
    told = [f.params[0][1]["en"] for f in document.left_out]
    assert {"intensity", "decoupling", "trend"} <= set(told)
    assert "emissions per head: the study gives no population" in told
    assert "glance" not in {t.id for t in blocks(document, Table)}


def test_rows_of_numbers_add_up_to_the_last_one(document):
    for table in (t for t in blocks(document, Table) if t.total):
        for column in range(1, len(table.heads)):
            cells = [row[column] for row in table.rows]
            if not all(isinstance(c, Number) and c.known for c in cells) or cells[0].kind in (
                "change",
                "count",
            ):
                continue
            *parts, whole = cells
            assert sum(float(p.value) for p in parts) == pytest.approx(float(whole.value)), table.id


def test_an_index_of_the_economy_is_no_amount_of_money(results):
    def change(summary):
        summary["diagnosis"]["units"] = {"energy_intensity": "tce/1978=100"}

    document = outline.outline(changed(results, change))
    glance = next(t for t in blocks(document, Table) if t.id == "glance")
    assert [h.id for h in glance.heads][2] == "heads.index_gdp"
    assert glance.rows[0][2].kind == "level"
    names = {row[0].id for t in blocks(document, Table) if t.id == "paths-all" for row in t.rows}
    assert {"paths.gdp_index", "paths.intensity_index"} <= names
    short = next(t for t in blocks(document, Table) if t.id == "assumptions")
    assert not any(row[0].id.startswith("paths.intensity") for row in short.rows)


def test_without_trade_no_line_of_the_adjusted_total_is_drawn(results):
    def change(summary):
        summary["inventory"]["adjusted_mt"] = dict(summary["inventory"]["territorial_mt"])
        summary["inventory"]["replications"] = []

    document = outline.outline(changed(results, change))
    (figure,) = [f for f in blocks(document, Figure) if f.id == "intensity"]
    assert not any("adjusted" in head["en"] for head in figure.data.heads[1:])
