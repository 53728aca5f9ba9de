"""Attacks by name on the database, on what goes out and through the head of a request, each over the application itself."""

from __future__ import annotations

import io

import openpyxl
import pytest

API = "/api/v1/studies/town"
RUN = f"{API}/runs/newest"
ROWS = f"{API}/tables/energy/rows"
TABLE = f"{RUN}/tables/pathways"
DATA = "/en/town/data"
ATTACKS = {}


def attack(function):
    """Put an attack into the table under its name."""
    ATTACKS[function.__name__] = function
    return function


# the database


@attack
def a_query_as_a_filter(besieged):
    return besieged.refuses(
        *(
            besieged.client.get(at, params={"filter": "1; drop table versions"})
            for at in (ROWS, TABLE)
        )
    )


@attack
def a_query_as_the_value_of_a_filter(besieged):
    answers = [
        besieged.client.get(at, params={"filter": f"{name}:x' or '1'='1"})
        for at, name in ((ROWS, "sector"), (TABLE, "scenario"))
    ]
    assert [one.json()["total"] for one in answers] == [0, 0]
    return answers


@attack
def a_query_as_an_order(besieged):
    orders = (
        "value;--",
        "value desc; delete from versions",
        "(select 1)",
        "-year,(select secret from persons)",
    )
    return besieged.refuses(
        *(besieged.client.get(at, params={"order": one}) for at in (ROWS, TABLE) for one in orders)
    )


@attack
def a_query_as_a_filter_of_a_page(besieged):
    return [
        besieged.client.get(
            f"{DATA}/rows",
            params={"file": "data/energy.csv", "f.sector": "x' or 1=1 --", "sort": "value;--"},
        )
    ]


@attack
def a_query_as_a_study(besieged):
    return besieged.gets(
        "/api/v1/studies/town'%20or%20'1'='1",
        "/api/v1/studies/town'--/jobs",
        "/en/town';drop%20table%20jobs--/home",
    )


@attack
def a_query_as_an_id(besieged):
    evil = "0'%20union%20select%20secret%20from%20persons--"
    deleted = besieged.refuses(besieged.client.delete(f"{API}/jobs/{evil}"))
    return (
        *besieged.gets(f"{API}/versions/{evil}", f"{API}/jobs/{evil}", f"{DATA}/version?id={evil}"),
        *deleted,
    )


@attack
def a_query_as_the_file_of_versions(besieged):
    answer = besieged.client.get(f"{API}/versions", params={"file": "x' or '1'='1"})
    assert answer.json()["total"] == 0
    return [answer]


@attack
def a_query_as_a_key(besieged):
    """A key that would be every key is one key alone: another request with it is refused, that of another key is not found."""

    def ask(key, quick):
        body = {"kind": "run", "options": {"quick": quick}}
        return besieged.client.post(f"{API}/jobs", json=body, headers={"Idempotency-Key": key})

    one = ask("'or'1'='1", True)
    other, same = ask("'or'1'='2", True), ask("'or'1'='1", False)
    assert (one.status_code, other.status_code, same.status_code) == (202, 202, 409)
    for answer in (one, other):
        besieged.client.delete(answer.headers["location"])
    return [one, other, same]


@attack
def a_query_as_a_row_of_the_log(besieged):
    return besieged.refuses(
        *(
            besieged.client.get("/en/audit", params={"before": one})
            for one in ("1 or 1=1", "1;drop table audit", "-1", "9" * 30)
        )
    )


@attack
def a_query_as_a_name_at_the_door(crowd):
    names = ("chief'--", "x' union select secret from persons --")
    return crowd.refuses(
        *(crowd.client.post("/en/sign-in", data={"name": one, "password": "x"}) for one in names),
        among=(401, 422),
    )


@attack
def a_query_as_a_token(crowd):
    evil = ("dualcarbon_' or 1=1 --", "dualcarbon_x' union select hash from person_tokens --")
    answers = [
        crowd.client.get("/api/v1/studies", headers={"authorization": f"Bearer {one}"})
        for one in evil
    ]
    ended = crowd.client.delete("/api/v1/tokens/0'%20or%20'1'='1")
    return crowd.refuses(*answers, ended, among=(401, 404, 429))


@attack
def a_query_as_a_person_and_a_role(crowd):
    given = {"name": "li", "role": "administrator' --", "study": "*', 'x"}
    return crowd.refuses(crowd.client.post("/en/people/role", data=given), among=(403,))


# what goes out


@attack
def a_formula_in_a_table_of_the_interface(besieged):
    answer = besieged.client.get(f"{RUN}/tables/assumptions", params={"format": "csv"})
    return [plain(answer)]


@attack
def a_formula_in_a_table_of_the_report(besieged):
    run = besieged.client.get(RUN).json()["id"]
    return [plain(besieged.client.get(f"/en/town/report/table/{run}/assumptions.csv"))]


def plain(answer):
    """Hold a table to tell what began like a formula, and as a text."""
    assert answer.status_code == 200
    assert "'=1+1" in answer.text
    assert ",=1+1" not in answer.text
    return answer


@attack
def a_formula_in_the_workbook(besieged):
    answer = besieged.client.get(f"{DATA}/workbook")
    cells = [
        one
        for sheet in openpyxl.load_workbook(io.BytesIO(answer.content))
        for row in sheet.iter_rows()
        for one in row
    ]
    evil = [one for one in cells if str(one.value).endswith("=cmd|'/C calc'!A0")]
    assert evil
    assert {one.data_type for one in evil} == {"s"}
    return []


@attack
def a_page_in_a_text_of_the_study(besieged):
    answers = [
        besieged.client.get(at)
        for at in (
            "/en/town/scenarios?scenario=base",
            "/en/town/report",
            f"{DATA}?file=scenarios/base.toml",
        )
    ]
    assert all("<img src=x" not in one.text for one in answers)
    return answers


@attack
def a_template_of_ours_in_a_name(besieged):
    evil = ("{{31337*31337}}", "{%25 for x in ().__class__.__bases__ %25}", "${31337*31337}")
    return besieged.gets(
        *(f"/en/{one}/home" for one in evil),
        *(f"/en/town/home?run={one}" for one in evil),
    )


# the head of a request


@attack
def another_name_of_this_machine(besieged):
    hosts = ("evil.example", "127.0.0.1.evil.example", "127.0.0.1@evil.example", "[::1", "")
    return besieged.refuses(
        *(besieged.client.get("/en", headers={"host": one}) for one in hosts), among=(403,)
    )


@attack
def a_name_of_this_machine_told_by_a_stranger(besieged):
    head = dict.fromkeys(
        (
            "x-forwarded-host",
            "x-forwarded-server",
            "x-host",
            "x-original-url",
            "x-rewrite-url",
            "forwarded",
        ),
        "evil.example",
    )
    answers = [
        besieged.client.get(at, headers=head)
        for at in ("/", "/en", "/en/town/home", "/api/v1/docs")
    ]
    assert all("evil.example" not in one.text + str(one.headers) for one in answers)
    return answers


@attack
def a_write_from_another_site(besieged):
    heads = (
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    )
    return besieged.refuses(
        *(besieged.client.post(f"{API}/jobs", json={"kind": "run"}, headers=one) for one in heads),
        among=(403,),
    )


@attack
def another_method_in_a_head(besieged):
    heads = dict.fromkeys(
        ("x-http-method-override", "x-method-override", "x-http-method"), "DELETE"
    )
    answer = besieged.client.get(f"{API}/jobs", headers=heads, params={"_method": "DELETE"})
    assert answer.status_code == 200
    return [answer]


@attack
def a_line_break_into_the_head_of_an_answer(crowd):
    evil = "/en%0d%0aSet-Cookie:%20dualcarbon=chosen"
    answers = [crowd.client.get(f"/en/sign-in?next={evil}"), crowd.client.post("/en/sign-in", data={"name": "x", "password": "x", "next": "/en\r\nSet-Cookie: a=b"}),
               crowd.client.get(f"{API}/files/study.toml%0d%0aSet-Cookie:%20a=b"), crowd.client.get(f"/en/none{evil}/home")]  # fmt: skip
    assert not [
        one for one in answers for head in one.headers.values() if "\r" in head or "\n" in head
    ]
    assert not [one for one in answers if "chosen" in one.headers.get("set-cookie", "")]
    return answers


@attack
def a_way_out_through_the_door(crowd):
    ways = (
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "/\t/evil.example",
        "javascript:alert(1)",
    )
    return [
        crowd.client.post("/en/sign-in", data={"name": "chief", "password": "x", "next": one})
        for one in ways
    ]


@attack
def fields_that_nobody_asked_for(besieged):
    bodies = (
        {"role": "administrator"},
        {"__proto__": {"role": "administrator"}},
        {"kind": "run", "who": "chief"},
        {"kind": "run", "study": "other"},
    )
    return besieged.refuses(
        *(besieged.client.post(f"{API}/jobs", json=one) for one in bodies), among=(422,)
    )


@pytest.mark.parametrize("name", ATTACKS)
def test_an_attack_comes_to_nothing(request, besieged, name):
    done = ATTACKS[name]
    who = request.getfixturevalue("crowd") if "crowd" in done.__code__.co_varnames else besieged
    who.survives(done)


def test_the_attacks_are_many():
    assert len(ATTACKS) >= 24
