"""What the log holds is said in words of both languages."""

from __future__ import annotations

import re
from pathlib import Path

from dualcarbon import server
from dualcarbon.server import words
from dualcarbon.server.people import log
from dualcarbon.store.audit import Entry

CALL = re.compile(r"record(?:ed)?\(\s*[\w.]+,\s*\"([^\"]+)\"")


def test_everything_that_is_recorded_has_words():
    sources = Path(server.__file__).parent.rglob("*.py")
    found = {what for file in sources for what in CALL.findall(file.read_text(encoding="utf-8"))}
    assert {"person added", "data.saved", "job.ask"} <= found
    keys = {what: f"audit.{re.sub('[ .-]', '_', what)}" for what in found}
    assert sorted(what for what, key in keys.items() if key not in words.catalogue()) == []


def test_a_row_is_shown_in_the_time_of_the_region_and_an_odd_word_as_it_is():
    row = Entry(7, "2026-01-31T16:30:00.000+00:00", "li", "job.ask", "one", {"kind": "运行"}, "")
    shown = log._shown(row, "zh")
    assert (shown["at"], shown["what"], shown["detail"]) == ("2026-02-01 00:30:00", "提交任务", '{"kind": "运行"}')  # fmt: skip
    odd = log._shown(Entry(8, row.at, "li", "of another version", "", {}, ""), "en")
    assert (odd["what"], odd["detail"]) == ("of another version", "")
