"""The page of the account: the flow of energy of any year, and warnings that lead to their lines."""

from __future__ import annotations

import json
import re


def flow(text):
    found = re.search(r'id="energy-flow-option">(.*?)</script>', text, re.DOTALL)[1]
    option = json.loads(found)
    return (
        {(one["source"], one["target"]): one["value"] for one in option["series"][0]["links"]}
        if "series" in option
        else option
    )


def test_the_flow_of_another_year_is_another_one(client):
    pages = {
        year: client.get("/en/jiangsu/inventory", params={"year": year}).text
        for year in (2010, 2017)
    }
    assert flow(pages[2010]) != flow(pages[2017])
    assert flow(pages[2017]) == flow(client.get("/en/jiangsu/inventory").text)
    assert "Energy flow of 2010" in pages[2010]
    assert pages[2010].count('id="energy-flow"') == 1


def test_a_year_without_an_account_is_refused(client):
    assert client.get("/en/jiangsu/inventory", params={"year": 1999}).status_code == 404


def test_warnings_lead_to_the_lines_that_they_are_about(client):
    text = client.get("/en/jiangsu/inventory").text
    found = re.findall(
        r'<a href="/en/jiangsu/data\?file=data%2Fenergy\.csv&amp;line=(\d+)">data/energy\.csv:(\d+)</a>',
        text,
    )
    assert found
    assert all(line == shown for line, shown in found)
    assert [int(line) for line, _ in found] == sorted(int(line) for line, _ in found)


def printed(text, id):
    """Give the rows of a table as they are printed, by what each begins with."""
    table = text.split(f'id="{id}"')[1].split("</table>")[0]
    rows = re.findall("<tr.*?</tr>", table, re.DOTALL)
    cells = [re.findall(r"<t[hd].*?</t[hd]>", row, re.DOTALL) for row in rows]
    plain = [[re.sub("<[^>]*>", "", one).strip() for one in row] for row in cells]
    return {first: others for first, *others in plain}


def test_a_sector_in_a_year_has_one_amount_and_one_share_on_the_whole_page(client):
    text = client.get("/zh/jiangsu/inventory").text
    sectors = printed(text, "sector-shares")
    year = printed(text, "sectors-year-data")
    path = printed(text, "sectors-data")
    labels = text.split('id="sectors-year-option"')[1].split("</script>")[0]
    names = path["年份"]
    alone = [one for one in sectors if one in year and one not in ("部门", "合计")]
    assert len(alone) == 5
    for name in alone:
        first, base, _, share = sectors[name]
        assert year[name] == [base, share]
        assert path["2010"][names.index(name)] == first
        assert f'"{base}"' in labels
        assert f'"{share}"' in labels
    amounts = [float(row[0].replace(",", "")) for row in list(year.values())[1:]]
    assert sum(amounts[:-1]) == amounts[-1]
