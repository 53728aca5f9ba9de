"""Pieces of the report on pages: references lead to where a piece stands, figures bring tables, numbers are followed."""

from __future__ import annotations

import re

import pytest

from dualcarbon.server import assets

PAGES = ("inventory", "diagnosis", "measures")


@pytest.fixture(scope="module")
def texts(client):
    return {name: client.get(f"/en/jiangsu/{name}").text for name in PAGES}


def test_references_lead_to_a_piece_that_stands_there(client, texts):
    found = dict(texts)
    for name, text in texts.items():
        for page, mark in re.findall(r'class="ref" href="([^"#]*)#([^"]+)"', text):
            other = page.rpartition("/")[2] or name
            found.setdefault(other, client.get(f"/en/jiangsu/{other}").text)
            assert f'id="{mark}"' in found[other], (name, other, mark)


def test_tall_pages_list_what_stands_on_them(texts):
    listed = re.search(r'<nav class="contents".*?</nav>', texts["inventory"], re.DOTALL)[0]
    for mark in re.findall(r'href="#([^"]+)"', listed):
        assert f'id="{mark}"' in texts["inventory"]


def test_every_figure_can_be_taken_and_read(texts):
    figures = re.findall(r"<figure.*?</figure>", texts["diagnosis"], re.DOTALL)
    assert len(figures) >= 4
    for figure in figures:
        assert all(f'data-save="{kind}"' in figure for kind in ("svg", "png", "csv"))
        assert "data-table" in figure


def test_no_id_stands_twice(texts):
    for text in texts.values():
        ids = re.findall(r'\sid="([^"]+)"', text)
        assert len(ids) == len(set(ids))


def test_scripts_name_each_other_by_their_marks():
    text = assets.read("measures.js")[0].decode()
    assert f'"./workbench.js?{assets.stamp("workbench.js")}"' in text


def test_a_cell_leads_to_its_line_of_the_data(client):
    key = "inventory.by_sector_mt.agriculture.2017"
    text = client.get("/en/jiangsu/derivation", params={"key": key}).text
    assert re.search(r'href="/en/jiangsu/data\?file=data%2Fenergy\.csv&amp;line=\d+"', text)


def test_inputs_that_are_numbers_of_the_run_can_be_followed(client):
    text = client.get(
        "/en/jiangsu/derivation", params={"key": "inventory.territorial_mt.2017"}
    ).text
    assert 'data-key="inventory.by_sector_mt.industry.2017"' in text


def test_a_number_that_is_not_known_is_said_in_a_sentence(client):
    answer = client.get("/en/jiangsu/derivation", params={"key": "inventory.nothing"})
    assert answer.status_code == 404
    assert "<html" not in answer.text
    assert "inventory.nothing" in answer.text
