"""Tables of a study from comma-separated text."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

import polars as pl
import pytest

from dualcarbon.readers import csv, files, sheet
from dualcarbon.readers.csv import empty, read_bytes, read_csv

HEAD = "year,sector,flow,fuel,value,unit,source,vintage\n"
ROW = '2020,industry,final,coal,1.5,10^4 tce,"Yearbook, table 5",2021 edition\n'


def read(text, table="energy"):
    return read_bytes(text.encode(), table, f"data/{table}.csv")


def test_a_row_keeps_its_line_its_text_and_its_unit():
    reading = read(HEAD + "\n" + ROW)
    assert reading.faults == ()
    assert reading.frame.row(0, named=True) == {
        "line": 3,
        "year": 2020,
        "sector": "industry",
        "flow": "final",
        "fuel": "coal",
        "value": 15000.0,
        "unit": "tce",
        "lo95": None,
        "hi95": None,
        "grade": "",
        "access": "",
        "signed": "",
        "source": "Yearbook, table 5",
        "mark": "",
        "vintage": "2021 edition",
        "given": 1.5,
        "given_unit": "10^4 tce",
        "notation": "",
        "refused": False,
    }


def test_chinese_headings_and_names_stop_at_the_door():
    chinese = "年份,部门,环节,品种,数值,单位\n2020,工业,终端消费,煤炭,1.5,万吨标准煤\n"
    row = read(chinese).frame.row(0, named=True)
    plain = {name: row[name] for name in ("year", "sector", "flow", "fuel", "value", "unit")}
    assert plain == {
        "year": 2020,
        "sector": "industry",
        "flow": "final",
        "fuel": "coal",
        "value": 15000.0,
        "unit": "tce",
    }


def test_cells_are_trimmed_and_columns_may_stand_in_any_order():
    text = "unit,value , fuel,flow,sector,year\n tce , 3 ,\tcoal,final,industry,2020\n"
    row = read(text).frame.row(0, named=True)
    assert (row["value"], row["fuel"], row["source"], row["vintage"]) == (3.0, "coal", "", "")


def test_money_keeps_its_price_year_and_an_index_its_base():
    text = (
        "year,sector,indicator,value,unit\n"
        "2020,total,value_added,2,10^8 CNY2010\n"
        "2020,total,gdp_current,3,亿元\n"
        "2020,total,gdp_index,4011.2,1978 = 100\n"
    )
    frame = read(text, "economy").frame
    assert frame["unit"].to_list() == ["CNY2010", "CNY", "1978=100"]
    assert frame["value"].to_list() == [2e8, 3e8, 4011.2]


def test_activity_loses_its_power_of_ten_only():
    text = "year,sector,indicator,value,unit\n2020,industry,cement_output,2,10^4 t\n"
    row = read(text, "activity").frame.row(0, named=True)
    assert (row["value"], row["unit"]) == (20000.0, "t")


def test_a_fuel_in_its_own_unit_keeps_it():
    text = (
        "year,sector,flow,fuel,value,unit\n"
        "2020,industry,final,raw_coal,2,万吨\n"
        "2020,industry,final,natural_gas,3,10^8 m3\n"
        "2020,industry,final,electricity,4,亿千瓦时\n"
        "2020,industry,final,heat,5,10^10 kJ\n"
        "2020,industry,final,oil,6,tce\n"
    )
    reading = read(text)
    assert reading.faults == ()
    assert reading.frame["unit"].to_list() == ["t", "m3", "kWh", "GJ", "tce"]
    assert reading.frame["value"].to_list() == [2e4, 3e8, 4e8, 5e4, 6.0]
    assert reading.frame["given"].to_list() == [2, 3, 4, 5, 6]


def test_the_range_of_a_factor_is_converted_with_it():
    text = (
        "year,fuel,purpose,value,unit,lo95,hi95\n"
        "2020,coal,direct,100,kg CO2/GJ,90,\n"
        "2020,electricity,import,0.6,kg CO2/kWh,0.5,0.7\n"
    )
    frame = read(text, "factors").frame
    assert frame["unit"].to_list() == ["t CO2/tce", "t CO2/kWh"]
    bounds = frame.select("value", "lo95", "hi95").rows()
    assert bounds[0][:2] == pytest.approx((2.93076, 2.637684), rel=1e-12)
    assert bounds[0][2] is None
    assert bounds[1] == pytest.approx((6e-4, 5e-4, 7e-4), rel=1e-12)


def test_a_code_keeps_its_leading_zero():
    text = "id,year,sector,value,unit,source\n010100,2020,total,1,t CO2,010100\n"
    row = read(text, "published").frame.row(0, named=True)
    assert (row["id"], row["source"]) == ("010100", "010100")


def test_a_missing_value_stays_missing():
    row = read(HEAD + "2020,industry,final,coal,,tce,,\n").frame.row(0, named=True)
    assert (row["value"], row["refused"], row["notation"]) == (None, False, "")


def test_a_row_with_a_bad_value_stays_without_it_and_one_with_a_bad_key_goes():
    reading = read(HEAD + "2020,industry,final,coal,x,tce,,\n20,industry,final,oil,1,tce,,\n")
    assert reading.frame.select("fuel", "value", "refused").rows() == [("coal", None, True)]
    assert reading.lost == 1


def test_a_byte_order_mark_is_no_fault():
    assert read_bytes(b"\xef\xbb\xbf" + (HEAD + ROW).encode(), "energy", "e.csv").faults == ()


@pytest.mark.parametrize("data", [b"\xef\xbb\xbf", b"\xff\xfe", b"\n\n", b",,\n"])
def test_a_file_that_says_nothing_is_a_fault(data, tmp_path):
    (tmp_path / "energy.csv").write_bytes(data)
    assert [f.code for f in read_csv(tmp_path / "energy.csv", "energy").errors] == ["CSV003"]


def test_one_hash_for_the_same_bytes_and_another_for_others():
    first, same, other = read(HEAD + ROW), read(HEAD + ROW), read(HEAD + ROW + "\n")
    assert first.origin.sha256 == same.origin.sha256 != other.origin.sha256
    assert len(first.origin.sha256) == 64


def test_all_faults_of_a_file_come_together_in_the_order_of_lines():
    text = HEAD + (
        "2020,industry,final,coal,1_0,tce,,\n"
        "2021,industy,final,coal,1,tce,,\n"
        "2022,industry,final,coal,1,ton,,\n"
        "2023,industry,final,coal,1\n"
        "2024,industry,final,coal,1,tce,=A1,\n"
    )
    reading = read(text)
    assert [f.code for f in reading.errors] == ["NUM004", "CSV025", "UNIT006", "CSV008"]
    assert [f.code for f in reading.warnings] == ["CSV022"]


def test_a_hundred_errors_are_listed_and_the_rest_is_said():
    reading = read(HEAD + "".join(f"{1900 + n},industry,final,coal,x,tce,,\n" for n in range(150)))
    codes = [fault.code for fault in reading.faults]
    assert codes == ["NUM004"] * 100 + ["CSV019"]
    assert reading.faults[99].place.line == 101


def test_a_hundred_warnings_are_listed_and_do_not_hide_an_error():
    rows = [f'{1900 + n},industry,final,coal,"1,000",tce,,\n' for n in range(150)]
    reading = read(HEAD + "".join(rows) + "2100,industry,final,coal,x,tce,,\n")
    assert [f.code for f in reading.errors] == ["NUM004"]
    assert [f.code for f in reading.warnings] == ["NUM001"] * 100 + ["CSV028"]


def test_a_key_is_told_once_of_a_series_with_its_years():
    """Coal of industry is not estimated in three years, and confidential in one; that of transport has its own."""
    marks = [(2018, "industry", "NE"), (2019, "industry", "NE"), (2020, "industry", "C"), (2019, "transport", "NE"), (2021, "industry", "ne")]  # fmt: skip
    reading = read(HEAD + "".join(f"{y},{s},final,coal,{key},tce,,\n" for y, s, key in marks))
    assert [f.code for f in reading.warnings] == ["NUM014"] * 3
    assert [f.place.line for f in reading.warnings] == [2, 4, 5]
    first = reading.warnings[0]
    assert "NE (not estimated), likewise 2019, 2021: left out" in first.message("en")
    assert "NE（未估算），2019, 2021 年同：不计入合计" in first.message("zh")
    assert ": left out" in reading.warnings[1].message("en")
    assert reading.frame["notation"].to_list() == ["NE", "NE", "C", "NE", "NE"]


def test_many_rows_of_wrong_length_end_the_reading():
    reading = read(HEAD + "2020\n" * 1000)
    assert [f.code for f in reading.errors] == ["CSV008"] * 100 + ["CSV019"]


@pytest.mark.parametrize("row", [ROW, ROW.replace('"', "")], ids=["quoted", "plain"])
def test_more_rows_than_the_limit_are_refused(monkeypatch, row):
    monkeypatch.setattr(sheet, "MOST_ROWS", 3)
    reading = read(HEAD + row.replace(", table", "; table") * 10)
    assert "data/energy.csv: more than 3 rows; split the file" in [
        f.message() for f in reading.errors
    ]


def test_rows_are_counted_in_a_file_too_large_to_be_read(monkeypatch, tmp_path):
    monkeypatch.setattr(csv, "MOST_BYTES", 1 << 20)
    monkeypatch.setattr(sheet, "MOST_ROWS", 1000)
    file = tmp_path / "energy.csv"
    file.write_bytes(b"2020,industry,final,coal,1,tce\n" * 50_000)
    assert [f.message() for f in read_csv(file, "energy").faults] == [
        "energy.csv: more than 1,000 rows; split the file"
    ]


def test_a_file_larger_than_the_limit_is_not_read(monkeypatch, tmp_path):
    monkeypatch.setattr(csv, "MOST_BYTES", 1 << 20)
    file = tmp_path / "energy.csv"
    file.write_bytes(b"x" * (3 << 20))
    assert [f.message() for f in read_csv(file, "energy").faults] == [
        "energy.csv: 3 MB, more than the 1 MB that are read; split the file"
    ]


@pytest.mark.parametrize("name", ["missing.csv", "folder.csv", "\0.csv"])
def test_a_file_that_cannot_be_read_is_a_fault_and_no_exception(name, tmp_path):
    (tmp_path / "folder.csv").mkdir()
    faults = read_csv(tmp_path / name, "energy", shown="data/x.csv").faults
    assert [f.message() for f in faults] == [
        "data/x.csv: there is no such file, or it may not be read"
    ]


def test_a_table_that_nobody_declares_is_a_mistake_of_the_caller():
    with pytest.raises(KeyError):
        read("a\n", "enrgy")


def test_an_empty_table_has_all_columns():
    assert empty("energy").columns == read(HEAD + ROW).frame.columns
    assert empty("energy").height == 0


def test_equal_rows_in_two_vintages_are_two_rows():
    other = ROW.replace("2021 edition", "2022 edition")
    assert read(HEAD + ROW + other).frame["vintage"].to_list() == ["2021 edition", "2022 edition"]


def test_equal_amounts_in_two_units_are_the_same_row():
    reading = read(HEAD + ROW + ROW.replace("1.5,10^4 tce", "15000,tce"))
    assert [f.code for f in reading.faults] == ["CSV030"]
    assert reading.frame.height == 1


def test_every_duplicate_is_told_with_the_first_line():
    reading = read(HEAD + ROW + ROW.replace("1.5", "2") + ROW.replace("1.5", "3"))
    assert [f.message() for f in reading.errors] == [
        "data/energy.csv lines 2 and 3: two values for 2020 industry final coal 2021 edition: 1.5 and 2",
        "data/energy.csv lines 2 and 4: two values for 2020 industry final coal 2021 edition: 1.5 and 3",
    ]


def test_the_frame_is_typed():
    schema = read(HEAD + ROW).frame.schema
    assert (schema["year"], schema["value"], schema["fuel"]) == (pl.Int64, pl.Float64, pl.String)


def test_rows_without_a_column_of_their_key_are_left_out():
    reading = read("sector,flow,fuel,value,unit\nindustry,final,coal,1,tce\n")
    assert [fault.code for fault in reading.errors] == ["CSV004"]
    assert (reading.frame.height, reading.lost) == (0, 1)


def test_rows_too_many_are_seen_beside_quotes_but_not_inside_them(monkeypatch):
    monkeypatch.setattr(sheet, "MOST_ROWS", 4)
    rows = "".join(f"{year},industry,final,coal,1,tce,,\n" for year in range(2010, 2013))
    note = '2014,industry,final,coal,1,tce,"a\nb\nc\nd",\n'
    assert read(HEAD + rows + note).errors == []
    assert [f.code for f in read(HEAD + rows + ROW + ROW).errors] == ["CSV016"]


NAMES = "name\n{}\n"
GB2312 = [
    bytes((lead, trail)).decode("gb2312")
    for lead in range(0xB0, 0xF8)
    for trail in range(0xA1, 0xFF)
    if not (lead == 0xD7 and trail > 0xF9)
]


def otherwise(text, encoding="gb18030"):
    """Tell what is said of a table in an encoding, and hold its text to be what it was where nothing is said."""
    found, _, faults = files.decoded(text.encode(encoding), "a.csv")
    assert faults or found == text
    return [fault.code for fault in faults]


def test_no_character_in_gb18030_is_read_as_another_without_a_word():
    assert len(GB2312) == 6763
    told = Counter(code for one in GB2312 for code in otherwise(NAMES.format(one)))
    assert told["CSV034"] > 900  # 煤 among them
    assert set(told) == {"CSV010", "CSV034"}
    chance = random.Random(7)
    for _ in range(20_000):
        otherwise(NAMES.format("".join(chance.choices(GB2312[:3755], k=chance.randint(2, 4)))))


def test_where_nothing_tells_the_encoding_the_place_and_both_readings_are_told():
    reading = read_bytes((HEAD + ROW + ROW.replace("2020", "2021").replace("Yearbook", "煤")).encode("gb18030"), "energy", "data/energy.csv")  # fmt: skip
    (fault,) = [one for one in reading.faults if one.code == "CSV034"]
    assert (fault.level, fault.place.line) == ("warn", 3)
    assert '"ú" in UTF-8 is "煤" in GB18030' in fault.message("en")
    assert reading.frame["source"].to_list()[1] == "ú, table 5"


@pytest.mark.parametrize(
    "text",
    [
        "m³",
        "10^4 m³",
        "CO²",
        "t CO²/tce",
        "25 °C",
        "µg",
        "Zürich",
        "café au lait",
        "±5 %",
        "煤",
        "煤,m³",
        "²³⁵U",
        "“coal”",
        "中石化",
        "España",
        "naïve",
    ],
)
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_an_ordinary_table_in_utf_8_is_read_without_a_word(text, mark):
    assert otherwise(NAMES.format(text), "utf-8") == []
    assert files.decoded((mark + NAMES.format(text)).encode(), "a.csv")[2] == []


def test_a_mark_at_the_beginning_tells_the_encoding():
    assert otherwise(NAMES.format("ú"), "utf-8") == ["CSV034"]
    assert files.decoded(NAMES.format("ú").encode("utf-8-sig"), "a.csv")[2] == []


def test_no_table_of_the_examples_is_in_doubt():
    found = [
        file
        for file in (Path(__file__).parents[3] / "examples").rglob("*.csv")
        if "results" not in file.parts
    ]
    assert len(found) > 20
    assert [file for file in found if files.decoded(file.read_bytes(), file.name)[2]] == []
