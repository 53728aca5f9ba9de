"""The table of every figure of every page names its rows and columns and their units; it is read here as a page reads it."""

from __future__ import annotations

import json
import re
import threading

import pytest
from py_mini_racer import MiniRacer

from dualcarbon.charts import render
from dualcarbon.server import assets

PAGES = ("briefing", "inventory", "diagnosis", "targets", "scenarios", "measures", "compare")
READ = """
function read(text, change) {
  const chart = echarts.init(null, null, { renderer: "svg", ssr: true, width: 700, height: 400 });
  const option = JSON.parse(text);
  chart.setOption(option);
  if (change) chart.setOption(JSON.parse(change));
  const found = rows(chart.getOption(), option.table);
  chart.dispose();
  return JSON.stringify(found);
}
"""
PAIR = {"a": "policy", "b": "enhanced", "year": "2060"}
UNIT = re.compile(r"[(（].+[)）]$")
"""A head ends with its unit."""


@pytest.fixture(scope="module")
def read():
    """What gives the rows of a figure from its option, after a change where there is one."""
    engine = MiniRacer()
    script = assets.read("tables.js")[0].decode().replace("export function", "function")
    for text in (render.STUBS, render.library().read_text(encoding="utf-8"), script, READ):
        engine.eval(text)
    yield lambda text, change="": json.loads(engine.call("read", text, change))
    engine.close()


def figures(text):
    """Give the figures of a page: the id, the option, and the table where the page brings it."""
    for id, inside in re.findall(r'<figure id="([^"]+)"(.*?)</figure>', text, re.DOTALL):
        option = re.search(r'type="application/json"[^>]*>(.*?)</script>', inside, re.DOTALL)[1]
        yield id, option, re.search(r"<thead>.*?</tbody>", inside, re.DOTALL)


def page_of(client, lang, name):
    """Give a page; what is worked out beside it is waited for."""
    text = client.get(f"/{lang}/jiangsu/{name}").text
    for _ in range(300 if name == "compare" else 0):
        beside = client.get(f"/{lang}/jiangsu/compare/shares", params=PAIR).text
        if "<progress" not in beside:
            return text + beside
        threading.Event().wait(0.05)
    return text


def lacking(rows):
    """Give what is wrong with the rows of a table, the first its heads."""
    heads, *body = rows
    names = [row[0] for row in body]
    numbers = [any(isinstance(cell, int | float) for cell in column) for column in zip(*body, strict=True)]  # fmt: skip
    if not all(isinstance(name, str) and name.strip() for name in (*heads, *names)):
        yield "no name"
    if len(set(names)) < len(names):
        yield "a name twice"
    if len({len(row) for row in rows}) > 1:
        yield "more cells than heads"
    yield from (f"no unit: {head}" for head, number in zip(heads, numbers, strict=True) if number and not UNIT.search(head))  # fmt: skip
    if not any(UNIT.search(head) for head in heads[1:]):
        yield "no unit at all"


def told(table):
    """Give what is wrong with a table that the page brings."""
    heads = re.findall(r"<th scope=\"col\"([^>]*)>(.*?)</th>", table)
    body = re.findall(r"<tr[^>]*><th scope=\"row\">(.*?)</th>(.*?)</tr>", table, re.DOTALL)
    cells = [re.findall(r"<td[^>]*>(.*?)</td>", rest, re.DOTALL) for _, rest in body]
    if not body or not all(re.sub("<.*?>", "", name).strip() for name, _ in body):
        yield "no name"
    for (marks, head), column in zip(heads[1:], zip(*cells, strict=True), strict=True):
        number = any("data-value" in cell for cell in column)
        if number and "data-unit" not in marks and not UNIT.search(head):
            yield f"no unit: {head}"


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("name", PAGES)
def test_every_figure_has_a_table_that_can_be_read_alone(client, read, lang, name):
    found = list(figures(page_of(client, lang, name)))
    assert found
    faults = {id: list(told(table[0])) if table else list(lacking(read(option))) for id, option, table in found}  # fmt: skip
    assert {id: each for id, each in faults.items() if each} == {}


def test_all_pages_with_figures_are_held(client):
    home = client.get("/en/jiangsu").text
    others = set(re.findall(r'href="/en/jiangsu/(\w+)"', home)) - set(PAGES)
    assert not [n for n in others if list(figures(client.get(f"/en/jiangsu/{n}").text))]


def test_numbers_go_out_in_the_unit_of_their_heads(client):
    text = client.get("/zh/jiangsu/inventory").text
    table = next(table[0] for id, _, table in figures(text) if id == "sectors-year")
    units = re.findall(r'<th scope="col"[^>]*data-unit="([^"]+)"', table)
    body = table.split("<tbody>")[1]
    amount, share = re.findall(r'data-value="([^"]+)">([^<]+)<', body)[:2]
    assert units == ["万吨CO2", "%"]
    assert float(amount[1].replace(",", "")) == pytest.approx(float(amount[0]), abs=10)
    assert float(share[1].rstrip("%")) == pytest.approx(float(share[0]), abs=0.1)


def test_the_table_of_a_moved_scenario_follows_it(client, read):
    home = "/en/jiangsu/scenarios"
    options = {id: option for id, option, _ in figures(client.get(home, params={"scenario": "policy"}).text)}  # fmt: skip
    moved = client.get(f"{home}/answer", params={"scenario": "policy", "m.gdp": "0.01"}).json()
    for name in ("path", "odds"):
        before = read(options[f"moving-{name}"])
        after = read(options[f"moving-{name}"], json.dumps(moved[name]))
        assert after[0] == before[0]
        assert after != before


def test_the_ends_of_the_spread_are_given_and_not_its_width(client, read):
    options = {id: option for id, option, _ in figures(client.get("/en/jiangsu/scenarios").text)}
    heads, *_, last = read(options["moving-path"])
    row = dict(zip(heads, last, strict=True))
    low, high = (row[f"{end} percentile of members (Mt CO2)"] for end in ("10th", "90th"))
    assert low < row["central path (Mt CO2)"] < high


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_series_of_a_row_of_the_data_can_be_read_and_taken(client, read, lang):
    home = f"/{lang}/jiangsu/data"
    page = client.get(home, params={"file": "data/energy.csv"}).text
    figure = re.search(r'<figure id="series".*?</figure>', page, re.DOTALL)[0]
    assert all(f'data-save="{kind}"' in figure for kind in ("svg", "png", "csv"))
    assert re.search(r'data-add aria-disabled="true" aria-describedby="(series-added)"', figure)
    assert len(re.search(r'id="series-added" role="status">([^<]*)<', figure)[1]) > 10
    sent = {"file": "data/energy.csv", "whole": False}
    found = client.post(f"{home}/series", params={"line": "3"}, json=sent).json()
    rows = read(json.dumps(found["option"]))
    assert list(lacking(rows)) == []
    assert rows[0][1] == f"{found['title']} (10^4 tce)"
    assert rows[1][0] == "2010"
