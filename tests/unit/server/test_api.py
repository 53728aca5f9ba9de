"""The programming interface: what it answers is what the files, the runs and the pages say."""

from __future__ import annotations

import io
import json
import re

import polars as pl
import pytest

from dualcarbon.server.api.interface import description
from dualcarbon.store import runs

API = "/api/v1"
STUDY, TOWN = f"{API}/studies/jiangsu", f"{API}/studies/town"
RUN = f"{STUDY}/runs/newest"
UNIT = re.compile(r"\[[^\]]+\]")


@pytest.fixture(scope="module")
def run(studies):
    return next((studies / "jiangsu/results").glob("*/manifest.json")).parent


def faults(answer):
    assert answer.headers["content-type"] == "application/problem+json"
    body = answer.json()
    assert body["status"] == answer.status_code
    assert all(one["message_en"] and one["message_zh"] for one in body["faults"])
    return [one["code"] for one in body["faults"]]


def test_a_study_and_its_runs_are_listed(client, run):
    listed = client.get(f"{API}/studies").json()
    assert (listed["total"], listed["next"]) == (1, None)
    one = client.get(STUDY).json()
    assert one == listed["items"][0]
    assert (one["id"], one["newest"], one["title"]["zh"]) == ("jiangsu", run.name, "江苏省")
    shown = client.get(f"{STUDY}/runs/{run.name}").json()
    assert (shown["members"], shown["id"]) == (64, run.name)
    assert client.get(RUN).json() == shown == client.get(f"{STUDY}/runs").json()["items"][0]


def test_a_file_comes_as_it_is_with_its_hash(client, studies):
    answer = client.get(f"{STUDY}/files/data/energy.csv")
    assert answer.content == (studies / "jiangsu/data/energy.csv").read_bytes()
    listed = {one["path"]: one for one in client.get(f"{STUDY}/files").json()["items"]}
    assert answer.headers["etag"] == f'"{listed["data/energy.csv"]["sha256"]}"'
    assert listed["data/energy.csv"]["table"] == "energy"
    assert not [path for path in listed if path.startswith(("results", "."))]


def test_check_says_what_the_command_line_says(desk, town):
    from dualcarbon.study import preparation

    found = desk.get(f"{TOWN}/check").json()
    known = preparation.prepare(town).warnings
    assert found["runnable"]
    assert [one["code"] for one in found["faults"]] == [one.code for one in known] != []
    assert found["faults"][0]["message_zh"] == known[0].message("zh")
    (town / "data/energy.csv").write_text("year,value\n2016,x\n", encoding="utf-8")
    assert not desk.get(f"{TOWN}/check").json()["runnable"]


def test_the_summary_is_that_of_the_run(client, run):
    summary = runs.read_json(run / "summary.json")
    assert client.get(f"{RUN}/summary").json() == summary
    part = client.get(f"{RUN}/summary/scenarios.baseline.peak").json()
    assert part == summary["scenarios"]["baseline"]["peak"]
    assert faults(client.get(f"{RUN}/summary/scenarios.baselin")) == ["API016"]


def test_a_number_is_explained_as_on_the_command_line(client, run):
    from dualcarbon.study.explain import explain

    key = "inventory.territorial_mt.2017"
    told = client.get(f"{RUN}/explain/{key}", params={"lang": "zh"}).json()
    assert told == json.loads(json.dumps(explain(run, key).as_dict("zh")))


def test_rows_of_a_table_come_in_parts_and_in_every_form(client, run):
    whole = pl.read_parquet(run / "tables/pathways.parquet")
    rows, cursor = [], ""
    while cursor is not None:
        part = client.get(f"{RUN}/tables/pathways", params={"limit": 50, "cursor": cursor}).json()
        rows, cursor = rows + part["items"], part["next"]
        assert part["total"] == whole.height
    assert rows == whole.to_dicts()
    asked = {"filter": "scenario:policy", "order": "-year", "limit": 3}
    shown = client.get(f"{RUN}/tables/pathways", params=asked).json()
    expected = whole.filter(pl.col("scenario") == "policy").sort("year", descending=True).head(3)
    assert shown["items"] == expected.to_dicts()
    for form, read in (("csv", pl.read_csv), ("parquet", pl.read_parquet)):
        answer = client.get(f"{RUN}/tables/pathways", params=asked | {"format": form})
        assert read(io.BytesIO(answer.content)).equals(expected)
        assert (answer.headers["x-total"], answer.headers["x-next"]) == (str(shown["total"]), "3")


def test_a_question_is_answered_as_by_the_study_and_by_the_page(client):
    from dualcarbon.study import levers, what_if

    moved = {"gdp": 0.03, "structure.industry": 0.25}
    answer = client.post(f"{STUDY}/scenarios/policy/what-if", json={"levers": moved}).json()
    prepared = client.app.state.shelf.prepared("jiangsu")
    one = prepared.scenarios["policy"]
    there = levers.levers(one, prepared.scenarios.get(one.parent), prepared.study.base_year)
    given = what_if.hold(prepared, "policy").answer(*levers.moved(there, one, moved))
    assert answer["territorial_tco2"] == given.totals.central_territorial.tolist()
    assert answer["odds"]["by_year"] == {str(y): p for y, p in given.odds.by_year.items()}
    assert answer["verdict"]["sentence"]["en"] == given.verdict.reason("en")
    query = {"scenario": "policy", **{f"m.{id}": value for id, value in moved.items()}}
    page = client.get("/en/jiangsu/scenarios/answer", params=query).json()
    assert page["told"]["verdict"] == answer["verdict"]["sentence"]["en"]


def test_levers_say_where_they_stand_and_in_what_unit(client):
    listed = client.get(f"{STUDY}/scenarios/policy/levers", params={"limit": 500}).json()
    gdp = next(one for one in listed["items"] if one["id"] == "gdp")
    assert gdp["low"] < gdp["value"] < gdp["high"]
    assert gdp["unit"] == "1/year"
    assert gdp["parent"] is not None
    assert listed["total"] == len(listed["items"])
    units = {one["id"]: one["unit"] for one in listed["items"]}
    assert units["factor.import"] == "t CO2/tce"
    assert units["structure.industry"] == "1"
    assert all(units.values())
    assert {one["unit"] for one in listed["items"]} >= {"tce/CNY2010", "t CO2/tce", "1", "1/year"}
    assert [one["id"] for one in client.get(f"{STUDY}/scenarios").json()["items"]] == ["baseline", "policy", "enhanced"]  # fmt: skip


def test_levers_are_called_as_on_the_page(client):
    listed = client.get(f"{STUDY}/scenarios/enhanced/levers", params={"limit": 500}).json()["items"]
    (measure, *_) = [one for one in listed if one["kind"] == "level"]
    assert measure["title"]["zh"] not in (measure["id"], measure["title"]["en"])
    page = client.get("/zh/jiangsu/scenarios", params={"scenario": "enhanced"}).text
    assert measure["title"]["zh"] in page


def test_two_scenarios_are_compared(client, run):
    found = client.get(f"{STUDY}/compare", params={"one": "policy", "other": "baseline"}).json()
    kept = runs.read_json(run / "summary.json")["scenarios"]["policy"]["differences"]
    assert found["total"] == len(kept)
    assert {one["key"] for one in found["items"]} <= {one["key"] for one in kept}
    assert faults(client.get(f"{STUDY}/compare", params={"one": "policy", "other": "x"})) == ["API017"]  # fmt: skip


def test_cells_are_written_and_kept_as_a_version(desk, town):
    address, file = f"{TOWN}/tables/population/rows", town / "data/population.csv"
    rows = desk.get(address)
    line = rows.json()["items"][0]["line"]
    change = {"cells": [{"line": line, "column": "value", "value": "310"}], "note": "as revised"}
    mark, before = {"If-Match": rows.headers["etag"]}, file.read_bytes()
    shown = desk.patch(address, json=change | {"preview": True}, headers=mark).json()
    assert shown["version"] is None
    assert "+2016,population,310," in shown["diff"]
    assert file.read_bytes() == before
    key = mark | {"Idempotency-Key": "k1"}
    made = desk.patch(address, json=change, headers=key)
    assert made.status_code == 200, made.text
    assert file.read_bytes() == before.replace(b"2016,population,300", b"2016,population,310")
    after = desk.get(address)
    assert after.json()["items"][0]["cells"]["value"] == "310"
    assert after.headers["etag"] == made.headers["etag"] != rows.headers["etag"]
    assert desk.patch(address, json=change, headers=key).json() == made.json()
    (kept,) = desk.get(f"{TOWN}/versions").json()["items"]
    assert (kept["id"], kept["note"]) == (made.json()["version"], "as revised")
    old = desk.get(f"{TOWN}/versions/{kept['id']}/files/data/population.csv")
    assert old.content == file.read_bytes()


def test_a_value_of_a_file_is_put_and_its_comments_stay(desk, town):
    address, file = f"{TOWN}/values/study.toml", town / "study.toml"
    mark = {"If-Match": desk.get(f"{TOWN}/files/study.toml").headers["etag"]}
    before = file.read_text(encoding="utf-8")
    change = {"values": [{"key": ["members"], "value": 64}]}
    made = desk.put(address, json=change, headers=mark)
    assert made.status_code == 200, made.text
    assert file.read_text(encoding="utf-8") == before.replace("members = 32", "members = 64")
    bad = {"values": [{"key": ["horizon"], "value": 1999}]}
    refused = desk.put(address, json=bad, headers={"If-Match": made.headers["etag"]})
    assert refused.status_code == 422
    assert faults(refused)
    assert "1999" not in file.read_text(encoding="utf-8")
    assert desk.put(f"{TOWN}/values/data/energy.csv", json=change, headers=mark).status_code == 404


def test_work_is_asked_for_once_looked_at_and_cancelled(desk):
    ask, key = {"kind": "run", "options": {"quick": True}}, {"Idempotency-Key": "night"}
    first = desk.post(f"{TOWN}/jobs", json=ask, headers=key)
    assert (first.status_code, first.json()["state"]) == (202, "queued")
    assert desk.get(first.headers["location"]).json() == first.json()
    assert desk.delete(first.headers["location"]).json()["state"] == "cancelled"
    again = desk.post(f"{TOWN}/jobs", json=ask, headers=key)
    assert (again.status_code, again.json()) == (202, first.json())
    assert again.headers["location"] == first.headers["location"]
    assert desk.get(f"{TOWN}/jobs").json()["total"] == 1
    assert desk.get(first.headers["location"].replace("town", "city")).status_code == 404
    odd = desk.post(f"{TOWN}/jobs", json={"kind": "run", "options": {"x": 1}})
    assert odd.status_code == 422


def test_on_ones_own_machine_no_token_is_needed(client):
    assert client.get(f"{API}/tokens").json()["items"] == []
    assert faults(client.post(f"{API}/tokens", json={"title": "t"})) == ["API019"]


def test_every_number_of_the_description_says_its_unit(client):
    made = description(client.app)
    bare = [
        f"{name}.{field}"
        for name, schema in made["components"]["schemas"].items()
        for field, one in schema.get("properties", {}).items()
        if _numeric(one) and not UNIT.search(one.get("description", ""))
    ]
    assert bare == []
    assert made == client.get(f"{API}/openapi.json").json()


def test_every_operation_has_a_summary_a_tag_and_a_problem(client):
    made = description(client.app)
    every = [one for path in made["paths"].values() for one in path.values()]
    assert len(every) > 30
    for one in every:
        assert one["summary"]
        assert one["description"]
        assert one["tags"]
        assert "application/problem+json" in one["responses"]["default"]["content"]
    assert set(made["components"]["securitySchemes"]) == {"bearer", "cookie"}


def test_the_page_of_the_interface_names_every_operation(client):
    page = client.get(f"{API}/docs")
    assert page.status_code == 200
    assert all(path in page.text for path in description(client.app)["paths"])
    assert "http://" not in page.text
    assert "https://" not in page.text


def _numeric(schema):
    kinds = [schema.get("type"), *(one.get("type") for one in schema.get("anyOf", ()))]
    inner = schema.get("items") or schema.get("additionalProperties")
    deeper = isinstance(inner, dict) and _numeric(inner)
    return "number" in kinds or "integer" in kinds or deeper
