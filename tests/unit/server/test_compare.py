"""Two scenarios beside each other: both paths, what differs, who makes the difference, worked out beside the page."""

from __future__ import annotations

import re
import threading

import pytest

from dualcarbon.server.attributions import Attributions

HOME = "/en/jiangsu/compare"


def test_both_paths_and_all_that_differs_are_shown(client):
    text = client.get(HOME, params={"a": "baseline", "b": "policy"}).text
    option = re.search(r'id="compare-path-option">(.*?)</script>', text, re.S)[1]
    assert '"Baseline"' in option
    assert '"Current policy"' in option
    assert "scenarios/policy.toml" in text


@pytest.mark.parametrize(
    ("a", "b", "said"),
    [("baseline", "enhanced", "基准情景 → 强化低碳情景，"), ("enhanced", "policy", "强化低碳情景 → 现行政策情景，")],
)  # fmt: skip
def test_the_table_of_differences_names_both_whichever_is_the_parent(client, a, b, said):
    text = client.get("/zh/jiangsu/compare", params={"a": a, "b": b}).text
    assert f"<caption>{said}" in text
    assert "上级情景" not in text


def test_the_shares_add_up_to_the_whole_difference(client):
    asked = {"a": "policy", "b": "enhanced", "year": "2060"}
    for _ in range(200):
        text = client.get(f"{HOME}/shares", params=asked).text
        if "<progress" not in text:
            break
        threading.Event().wait(0.05)
    first = text.split("<tbody>")[1].split("</tbody>")[0]
    rows = [
        [
            float(n.replace(",", ""))
            for n in re.findall(r'<td class="num"><button[^>]*>([^<]*)<', row)
        ]
        for row in first.split("</tr>")
        if "<td" in row
    ]
    *parts, whole = rows
    assert len(parts) == 12
    assert sum(row[-1] for row in parts) == pytest.approx(whole[-1], abs=0.05 * len(parts))
    assert whole[-1] == pytest.approx(282.2 - 447.4, abs=0.2)
    assert "Industrial heat pumps" in text.split("<tbody>")[2]


def test_a_scenario_beside_itself_and_one_that_is_not_there_are_told(client):
    same = client.get(HOME, params={"a": "policy", "b": "policy"})
    assert "does not differ from itself" in same.text
    assert client.get(HOME, params={"a": "policy", "b": "nothing"}).status_code == 404


def test_a_pair_is_worked_out_once_while_others_ask_again():
    hands, gate, made = Attributions(), threading.Event(), []

    def work():
        gate.wait(5)
        made.append(1)
        return "pair"

    asked = [hands.ask("a to b", work) for _ in range(3)]
    assert not asked[0].found.done()
    gate.set()
    assert [one.found.result(5) for one in asked] == ["pair"] * 3
    assert made == [1]
