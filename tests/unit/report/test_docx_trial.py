"""A Word document is opened in a capped process: good ones pass, others are told under the name they were given."""

from __future__ import annotations

import io
import sys
import zipfile
from types import SimpleNamespace

import docx
import pytest

from dualcarbon.errors import InputError
from dualcarbon.report import docx_trial


def word(**parts):
    """A Word document; some of its parts are changed, or put in."""
    plain, made = io.BytesIO(), io.BytesIO()
    docx.Document().save(plain)
    with zipfile.ZipFile(plain) as own, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in {**dict.fromkeys(own.namelist()), **parts}:
            new.writestr(name, parts[name] if name in parts else own.read(name))
    return made.getvalue()


BODY = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{}</w:body></w:document>'


def refused(content):
    with pytest.raises(InputError) as caught:
        docx_trial.tried(content, "template.docx")
    (fault,) = caught.value.faults
    assert fault.place.file == "template.docx"
    assert "template.docx" in fault.sentence("zh")
    return fault.code


def test_a_good_document_passes():
    docx_trial.tried(word(), "template.docx")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"no Word document", "REP005"),
        (word()[:-100], "REP005"),
        (word(**{"word/vbaProject.bin": b"x"}), "REP007"),
        (word(**{"word/document.xml": BODY.format("<w:p><w:r><w:t>a {{report}}</w:t></w:r></w:p>")}), "REP008"),
    ],
)  # fmt: skip
def test_a_fault_is_told_as_the_process_finds_it(content, code):
    assert refused(content) == code


@pytest.mark.parametrize("does", ["import os; os.abort()", "raise MemoryError", "import time; time.sleep(60)"])  # fmt: skip
def test_one_that_breaks_its_process_or_takes_too_long_is_told(monkeypatch, does):
    monkeypatch.setattr(docx_trial, "CHILD", [sys.executable, "-c", does])
    monkeypatch.setattr(docx_trial, "SECONDS", 1)
    assert refused(b"any") == "REP023"


def test_the_process_caps_itself_before_it_looks(monkeypatch):
    done = []
    monkeypatch.setattr(docx_trial, "limited", lambda: done.append("capped"))
    monkeypatch.setattr(docx_trial, "_faults", lambda _: done.append("opened") or [])
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO()))
    docx_trial.main()
    assert done == ["capped", "opened"]
