"""The application as a whole: every chapter answers in both languages, every route has a rule, faults are sentences."""

from __future__ import annotations

import io

import pytest
from fastapi import FastAPI
from fontTools.ttLib import TTFont

from dualcarbon.report import fonts
from dualcarbon.server import assets, chapter
from dualcarbon.server.guard import HEADERS
from dualcarbon.server.people.rules import unruled

RAIL = [one.id for one in chapter.chapters() if one.rail]


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("name", RAIL)
def test_every_chapter_answers_in_both_languages(client, lang, name):
    answer = client.get(f"/{lang}/jiangsu/{name}")
    assert answer.status_code == 200
    assert f'<html lang="{"zh-CN" if lang == "zh" else "en"}">' in answer.text
    assert {k: answer.headers[k].removesuffix("; frame-src 'self'") for k in HEADERS} == HEADERS


def test_the_front_door_leads_to_the_only_study(client):
    answer = client.get("/", headers={"accept-language": "zh-CN,zh;q=0.9"})
    assert answer.url.path == "/zh/jiangsu/home"


def test_the_bare_address_of_a_study_leads_to_its_home(client):
    assert client.get("/en/jiangsu").url.path == "/en/jiangsu/home"
    assert client.get("/en/nowhere").status_code == 404


def test_a_browser_without_a_chinese_font_gets_one_with_every_character(client):
    for name in assets.FACES:
        assert client.get(f"/assets/{name}").headers["content-type"] == "font/woff"
        assert f"url({name}?{fonts.mark()})" in client.get("/assets/workbench.css").text
    latin, _, common, bold, rare = (
        set(TTFont(io.BytesIO(assets.read(name)[0])).getBestCmap()) for name in assets.FACES
    )
    assert set(map(ord, "Mt CO2 −4 °C")) <= latin
    assert set(map(ord, "“碳达峰，亿吨〇”")) <= common == bold
    assert latin & common == set(map(ord, "中文国"))
    assert ord("㙟") in rare
    assert not common & rare
    assert set(range(0x4E00, 0x9FA6)) <= common | rare


@pytest.mark.parametrize(
    "path", ["/en/nowhere/home", "/en/jiangsu/nothing", "/fr/jiangsu/home", "/assets/..%2fapp.py"]
)
def test_what_is_not_there_is_told_without_a_traceback(client, path):
    answer = client.get(path)
    assert answer.status_code == 404
    assert "Traceback" not in answer.text


def test_a_request_by_another_name_is_refused(client):
    assert client.get("/en", headers={"host": "evil.example"}).status_code == 403


def test_a_write_from_another_site_is_refused(client):
    answer = client.post("/en/jiangsu/home", headers={"origin": "http://evil.example"})
    assert answer.status_code == 403


def test_a_route_without_a_rule_is_named():
    app = FastAPI()
    app.get("/open")(lambda: "")
    assert "GET /open" in list(unruled(app))


def test_a_number_opens_how_it_came(client):
    answer = client.get("/en/jiangsu/derivation", params={"key": "inventory.territorial_mt.2017"})
    assert answer.status_code == 200
    assert "data/energy.csv" in answer.text
    assert client.get("/en/jiangsu/derivation", params={"key": "nothing"}).status_code == 404
