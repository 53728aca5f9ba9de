"""Attacks by name on files, workbooks and documents, each over the application itself."""

from __future__ import annotations

import io
import stat
import zipfile

import pytest

API = "/api/v1/studies/town"
RUN = f"{API}/runs/newest"
DATA = "/en/town/data"
OUT = "outside/secret.txt"
ATTACKS = {}


def attack(function):
    """Put an attack into the table under its name."""
    ATTACKS[function.__name__] = function
    return function


def puts(besieged, key, *values, file="study.toml"):
    """Try to put each of the values into a file of the study."""
    head = {"If-Match": "*"}
    bodies = [{"values": [{"key": key, "value": value}]} for value in values]
    at = f"{API}/values/{file}"
    return besieged.refuses(*(besieged.client.put(at, json=b, headers=head) for b in bodies))


# files


@attack
def a_file_above_the_study(besieged):
    return besieged.gets(f"{API}/files/../../{OUT}", f"{API}/files/data/../../../{OUT}")


@attack
def a_file_above_in_coded_dots(besieged):
    return besieged.gets(
        *(f"{API}/files/{dots}{OUT}" for dots in ("%2e%2e%2f" * 2, "..%2f..%2f", "%2e%2e/%2e%2e/")),
    )


@attack
def a_file_above_coded_twice(besieged):
    return besieged.gets(f"{API}/files/%252e%252e%252f%252e%252e%252foutside%252fsecret.txt")


@attack
def a_file_above_in_overlong_bytes(besieged):
    return besieged.gets(f"{API}/files/..%c0%af..%c0%afoutside%c0%afsecret.txt")


@attack
def a_file_above_with_backslashes(besieged):
    return besieged.gets(f"{API}/files/..%5c..%5coutside%5csecret.txt")


@attack
def a_file_from_the_root(besieged):
    return besieged.gets(
        f"{API}/files//etc/passwd",
        f"{API}/files/%2fetc%2fpasswd",
        f"{API}/files/C:%5cWindows%5cwin.ini",
    )


@attack
def a_name_that_ends_in_the_middle(besieged):
    return besieged.gets(f"{API}/files/study.toml%00.csv", f"{API}/files/..%2f..%2f{OUT}%00.toml")


@attack
def a_link_inside_the_study(besieged):
    answers = besieged.gets(
        f"{API}/files/data/link.csv",
        f"{DATA}/rows?file=data/link.csv",
        f"{DATA}?file=data/link.csv",
    )
    return (*answers, *puts(besieged, ["data", "energy"], "data/link.csv"))


@attack
def the_database_of_the_workbench(besieged):
    return besieged.gets(
        f"{API}/files/../.dualcarbon/workbench.sqlite",
        f"{API}/files/.dualcarbon/workbench.sqlite",
    )


@attack
def a_study_above_the_folder(besieged):
    return besieged.gets(
        "/api/v1/studies/..%2foutside",
        "/api/v1/studies/.dualcarbon",
        "/en/..%2foutside/home",
    )


@attack
def a_run_outside_of_the_results(besieged):
    return besieged.gets(
        f"{API}/runs/..%2f..",
        f"{API}/runs/..%2f..%2f..%2foutside",
        f"{API}/runs/%2e%2e",
        "/en/town/home?run=../..",
    )


@attack
def a_document_outside_of_the_run(besieged):
    run = besieged.client.get(RUN).json()["id"]
    return besieged.gets(
        f"{RUN}/documents/..%2f..%2fstudy.toml",
        f"/en/town/report/document/{run}/..%2fstudy.toml",
    )


@attack
def a_table_that_is_a_path(besieged):
    run = besieged.client.get(RUN).json()["id"]
    return besieged.gets(
        f"{RUN}/tables/..%2f..%2f..%2foutside",
        f"/en/town/report/table/{run}/..%2f..%2fx.csv",
    )


@attack
def an_asset_that_is_a_module(besieged):
    return besieged.gets(
        "/assets/..%2fapp.py",
        "/assets/../app.py",
        "/assets/%2e%2e/app.py",
        "/assets/app.py",
    )


@attack
def a_table_read_from_elsewhere(besieged):
    return puts(besieged, ["data", "energy"], f"../../{OUT}", "/etc/passwd", "..\\x.csv", "a\0.csv")


@attack
def a_table_fetched_from_another_machine(besieged):
    return puts(
        besieged, ["data", "energy"], "http://127.0.0.1/x.csv", "file:///etc/x.csv", "//host/x.csv"
    )


@attack
def a_district_that_is_another_folder(besieged):
    return puts(
        besieged, ["districts"], *([path] for path in ("../outside", "/etc", "\\\\host\\share"))
    )


@attack
def a_change_of_a_file_outside(besieged):
    edit = {"file": f"../../{OUT}", "based": "", "text": "taken", "whole": False}
    asked = [besieged.client.post(f"{DATA}/{what}", json=edit) for what in ("save", "check")]
    return (
        *besieged.refuses(*asked),
        *puts(besieged, ["a"], "b", file="..%2f..%2foutside%2fx.toml"),
    )


@attack
def a_scenario_saved_under_a_path(besieged):
    form = {"scenario": "base", "m.gdp": "0.01", "source": "x", "title": "x"}
    names = ("../../outside/x", "..\\x", "nul")
    return besieged.refuses(
        *(
            besieged.client.post("/en/town/scenarios/save", data={**form, "name": name})
            for name in names
        ),
        among=(200, 422),
    )


@attack
def a_version_that_is_a_path(besieged):
    return besieged.gets(
        f"{API}/versions/..%2f..%2fx",
        f"{API}/versions/0/files/..%2f..%2f{OUT}",
        f"{DATA}/version?id=../../{OUT}",
    )


@attack
def an_upload_that_is_a_path(besieged):
    return besieged.gets(
        *(f"{DATA}/workbook/{what}?id=..%2f..%2foutside" for what in ("seen", "annotated")),
    )


@attack
def an_upload_called_like_a_path(besieged):
    answers = [
        sent(besieged, b"x", name)
        for name in ("../../outside/evil.xlsx", "..\\evil.xlsx", "/etc/evil.xlsx")
    ]
    assert not list(besieged.home.rglob("evil*"))
    return answers


# workbooks and documents


def sent(besieged, content, name="filled.xlsx"):
    """Upload a workbook, and look at what was found in it."""
    answer = besieged.client.post(f"{DATA}/workbook/upload", params={"name": name}, content=content)
    return besieged.client.get(answer.json()["page"]) if answer.status_code == 200 else answer


def workbook(besieged, parts):
    """Give the workbook of the study with some parts in the place of its own."""
    own = zipfile.ZipFile(io.BytesIO(besieged.client.get(f"{DATA}/workbook").content))
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for one in own.infolist():
            if one.filename not in parts:
                made.writestr(one.filename, own.read(one))
        for name, content in parts.items():
            made.writestr(name, content)
    return target.getvalue()


def told(answer, code):
    assert code in answer.text, answer.text
    return [answer]


SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">{}</row></sheetData></worksheet>'
FIRST = "xl/worksheets/sheet1.xml"


@attack
def a_workbook_that_unpacks_to_a_hundred_times_its_size(besieged):
    return told(sent(besieged, workbook(besieged, {"xl/giant.xml": b"a" * 30_000_000})), "XLS006")


@attack
def a_workbook_that_reads_a_file(besieged):
    secret = (besieged.home / OUT).as_uri()
    evil = f'<!DOCTYPE x [<!ENTITY e SYSTEM "{secret}">]>' + SHEET.format(
        '<c t="inlineStr"><is><t>&e;</t></is></c>'
    )
    return told(sent(besieged, workbook(besieged, {FIRST: evil})), "XLS0")


@attack
def a_workbook_of_a_billion_laughs(besieged):
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    evil = f'<!DOCTYPE x [<!ENTITY l0 "ha">{laughs}]>' + SHEET.format("<c><v>&l9;</v></c>")
    return told(sent(besieged, workbook(besieged, {FIRST: evil})), "XLS0")


@attack
def a_workbook_with_a_link_and_a_path_in_its_archive(besieged):
    link = zipfile.ZipInfo("xl/link.xml")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    target = io.BytesIO(workbook(besieged, {}))
    with zipfile.ZipFile(target, "a") as archive:
        archive.writestr(link, str(besieged.home / OUT))
        archive.writestr("../../../outside/evil.xml", "<x/>")
    answer = sent(besieged, target.getvalue())
    assert not list(besieged.home.rglob("evil*"))
    return [answer]


@attack
def a_workbook_with_macros(besieged):
    return told(sent(besieged, workbook(besieged, {"xl/vbaProject.bin": b"x"})), "XLS0")


@attack
def a_workbook_with_a_cell_in_the_last_corner(besieged):
    evil = SHEET.replace('r="1"', 'r="1048576"').format('<c r="XFD1048576"><v>1</v></c>')
    return told(sent(besieged, workbook(besieged, {FIRST: evil})), "XLS0")


def template(besieged, parts):
    """Upload a Word document as the template of the report."""
    import docx

    plain, target = io.BytesIO(), io.BytesIO()
    docx.Document().save(plain)
    with zipfile.ZipFile(plain) as own, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for one in own.namelist():
            content = own.read(one).decode() if one.endswith((".xml", ".rels")) else own.read(one)
            made.writestr(one, parts[one](content) if one in parts else content)
    file = {"file": ("../../outside/evil.docx", target.getvalue())}
    return besieged.refuses(besieged.client.post("/en/town/report/template", files=file))


@attack
def a_template_that_fetches_another(besieged):
    tie = '<Relationship Id="r99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate" Target="http://127.0.0.1/x.dotm" TargetMode="External"/></Relationships>'
    (answer,) = template(
        besieged,
        {"word/_rels/document.xml.rels": lambda text: text.replace("</Relationships>", tie)},
    )
    return told(answer, "remote content is off")


@attack
def a_template_that_reads_a_file(besieged):
    secret = (besieged.home / OUT).as_uri()

    def evil(text):
        text = text.replace("?>", f'?><!DOCTYPE x [<!ENTITY e SYSTEM "{secret}">]>', 1)
        return text.replace("<w:body>", "<w:body><w:p><w:r><w:t>&e;</w:t></w:r></w:p>")

    return template(besieged, {"word/document.xml": evil})


@pytest.mark.parametrize("name", ATTACKS)
def test_an_attack_comes_to_nothing(request, besieged, name):
    done = ATTACKS[name]
    who = request.getfixturevalue("crowd") if "crowd" in done.__code__.co_varnames else besieged
    who.survives(done)


def test_the_attacks_are_many():
    assert len(ATTACKS) >= 30
