"""What an address names and is not there is told in the language of the page."""

from __future__ import annotations

import pytest

ASKED = [
    ("targets?scenario=absent", "情景：没有“absent”"),
    ("targets?year=1800", "年份：没有“1800”"),
    ("targets?by=absent", "分解方式：没有“absent”"),
    ("measures?scenario=absent", "情景：没有“absent”"),
    ("measures/answer?scenario=absent", "情景：没有“absent”"),
    ("scenarios?scenario=absent", "情景：没有“absent”"),
    ("scenarios?compare=absent", "情景：没有“absent”"),
    ("briefing?scenario=absent", "情景：没有“absent”"),
    ("inventory?year=1800", "年份：没有“1800”"),
    ("home?run=absent", "运行：没有“absent”"),
    ("data/version?id=absent", "版本：没有“absent”"),
    ("data/rows?file=absent.csv", "文件：没有“absent.csv”"),
    ("report/document/absent/report.en.html", "运行：没有“absent”"),
    ("report/table/{run}/absent.csv", "表：没有“absent.csv”"),
    ("report/document/{run}/report.en.odt", "文档：没有“en.odt”"),
]


@pytest.mark.parametrize(("path", "said"), ASKED)
def test_a_name_that_is_not_there_is_told_in_the_language_of_the_page(client, studies, path, said):
    (run,) = (studies / "jiangsu/results").iterdir()
    answer = client.get(f"/zh/jiangsu/{path.format(run=run.name)}")
    assert answer.status_code == 404
    assert f"<li>{said}</li>" in answer.text


def test_a_job_that_is_not_there_cannot_be_cancelled(client):
    answer = client.post("/zh/jiangsu/jobs/absent/cancel")
    assert answer.status_code == 404
    assert "作业：没有“absent”" in answer.text
