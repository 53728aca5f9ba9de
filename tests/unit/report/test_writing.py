"""The report as a file: where it goes, how it is called, and what is refused."""

import dataclasses
from types import SimpleNamespace

import pytest

from dualcarbon.errors import InputError, UnknownName
from dualcarbon.report import writing
from dualcarbon.study import freshness
from dualcarbon.vocabulary.faults import Place, note


@pytest.fixture
def forms(monkeypatch):
    """Let every form be a few bytes, so that only the file is tried."""

    def form(results, lang, template):
        return f"{lang} {template}".encode()

    monkeypatch.setattr(writing, "FORMS", dict.fromkeys(("html", "pdf", "docx"), form))


@pytest.fixture
def run(monkeypatch, results, tmp_path):
    """A folder that counts as a finished run of the synthetic results."""
    study = SimpleNamespace(**vars(results.study), language="zh")
    kept = dataclasses.replace(results, study=study)
    monkeypatch.setattr(freshness, "load", lambda _: kept)
    monkeypatch.setattr(freshness, "must_be_whole", lambda _: None)
    monkeypatch.setattr(freshness, "warnings", lambda _: ())
    return tmp_path / "run"


@pytest.mark.usefixtures("forms")
def test_it_goes_beside_the_run_in_the_language_of_the_study(run):
    done = writing.again(run, form="pdf")
    assert done.file == run / "documents" / "report.zh.pdf"
    assert done.file.read_bytes() == b"zh None"
    assert done.lang == "zh"
    assert [f.name for f in done.file.parent.iterdir()] == ["report.zh.pdf"]


@pytest.mark.usefixtures("forms")
def test_a_file_or_a_folder_can_be_named(run, tmp_path):
    assert (
        writing.again(run, lang="en", out=tmp_path / "a" / "b.html").file.read_text() == "en None"
    )
    done = writing.again(run, lang="zh", form="docx", out=tmp_path)
    assert done.file == tmp_path / "示例省（虚构）碳达峰研究报告.docx"


def test_a_template_reaches_the_word_form(forms, run, tmp_path):
    done = writing.again(run, form="docx", template=tmp_path / "t.docx")
    assert done.file.read_text() == f"zh {tmp_path / 't.docx'}"


@pytest.mark.usefixtures("forms")
def test_a_template_is_for_word_alone(run, tmp_path):
    with pytest.raises(InputError) as caught:
        writing.again(run, form="pdf", template=tmp_path / "t.docx")
    assert [fault.code for fault in caught.value.faults] == ["REP013"]
    assert not run.exists()


def test_an_unknown_form_is_refused(results, tmp_path):
    with pytest.raises(UnknownName, match="html, pdf, docx"):
        writing.write(results, "en", "odt", tmp_path / "a.odt")


@pytest.mark.usefixtures("run")
def test_results_of_another_program_that_lack_something_are_refused(monkeypatch, tmp_path):
    def lacking(*_):
        raise KeyError

    monkeypatch.setattr(writing, "FORMS", {"html": lacking})
    with pytest.raises(KeyError):
        writing.again(tmp_path)
    other = (note("REP011", Place(file="run")),)
    monkeypatch.setattr(freshness, "warnings", lambda _: other)
    with pytest.raises(InputError) as caught:
        writing.again(tmp_path)
    assert caught.value.faults[0].code == "REP012"


def test_the_real_forms_are_written(results, tmp_path, pages, pdfs):
    page = writing.write(results, "en", "html", tmp_path / "a.html")
    assert page.read_text(encoding="utf-8") == pages["en"]
    assert writing.write(results, "zh", "pdf", tmp_path / "a.pdf").read_bytes() == pdfs["zh"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("a/b:c", "a_b_c"),
        ('x<>|"*?y', "x_y"),
        ("..", "report"),
        ("a\x00b", "a_b"),
        ("z" * 99, "z" * 80),
    ],
)
def test_names_of_files_are_safe_on_every_system(text, name):
    assert writing.safe(text) == name


def test_the_name_holds_the_region(results):
    assert writing.name(results, "en", "pdf") == "Testland (synthetic) Carbon peak study.pdf"
