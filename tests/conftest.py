"""What all tests share: random tests draw the same examples every time and no clock judges them; a PostgreSQL is started and a study run for them."""

import functools
import os
import pwd
import shutil
import subprocess
import tempfile
import uuid
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("repeatable", derandomize=True, deadline=None, database=None)
settings.load_profile("repeatable")
EXAMPLES = Path(__file__).parents[1] / "examples"


PLANTS = {
    "power": {"raw_coal": -500000, "other_washed_coal": -10000, "natural_gas": -2000, "blast_furnace_gas": -10000, "electricity": 136000},
    "heat_supply": {"raw_coal": -80000, "natural_gas": -500, "heat": 1400000},
    "washing": {"raw_coal": -100000, "cleaned_coal": 50000, "other_washed_coal": 40000},
    "coking": {"cleaned_coal": -90000, "coke": 62000, "coke_oven_gas": 1800, "other_coking": 3000},
    "refining": {"crude_oil": -150000, "gasoline": 40000, "diesel": 50000, "kerosene": 8000, "fuel_oil": 6000, "naphtha": 15000,
                 "lpg": 8000, "refinery_gas": 6000, "bitumen": 6000, "petroleum_coke": 3000},
    "gas_works": {"raw_coal": -3000, "other_gas": 250},
    "coke_reinput": {"coke": -200},
    "liquefaction": {"natural_gas": -1000, "lng": 6500},
    "briquetting": {"raw_coal": -4000, "other_washed_coal": -1000, "briquettes": 5500},
    "energy_recovery": {"heat": 100000, "blast_furnace_gas": 60000, "converter_gas": 3000},
}  # fmt: skip
USES = {
    "agriculture": {"raw_coal": 2000, "diesel": 6000, "electricity": 4000},
    "industry": {"raw_coal": 150000, "cleaned_coal": 3000, "other_washed_coal": 12000, "briquettes": 2000, "gangue": 500, "coke": 60000,
                 "coke_oven_gas": 1700, "blast_furnace_gas": 48000, "converter_gas": 2900, "other_gas": 200, "other_coking": 2500, "crude_oil": 100,
                 "gasoline": 2000, "kerosene": 100, "diesel": 9000, "fuel_oil": 5000, "naphtha": 14000, "lubricants": 900, "paraffin": 200,
                 "white_spirit": 150, "bitumen": 700, "petroleum_coke": 2800, "lpg": 3000, "refinery_gas": 5800, "other_petroleum": 4000,
                 "natural_gas": 9000, "lng": 4000, "heat": 1100000, "electricity": 120000, "other_energy": 8000},
    "construction": {"raw_coal": 400, "diesel": 4000, "bitumen": 5000, "electricity": 3000},
    "transport": {"gasoline": 20000, "kerosene": 9000, "diesel": 30000, "fuel_oil": 2000, "lng": 3000, "natural_gas": 1200, "electricity": 3000},
    "trade": {"raw_coal": 1500, "gasoline": 4000, "lpg": 2000, "natural_gas": 900, "heat": 60000, "electricity": 9000},
    "other_services": {"raw_coal": 700, "gasoline": 6000, "diesel": 5000, "natural_gas": 500, "heat": 50000, "electricity": 12000},
    "urban": {"lpg": 3000, "gasoline": 9000, "natural_gas": 3000, "heat": 200000, "electricity": 15000},
    "rural": {"raw_coal": 5000, "briquettes": 2500, "gasoline": 5000, "lpg": 2500, "electricity": 9000},
}  # fmt: skip
OTHERS = {
    "production": {"raw_coal": 200000, "crude_oil": 10000, "natural_gas": 200, "electricity": 30000, "other_energy": 8000},
    "recovery": {"heat": 20000},
    "bunkers_abroad": {"kerosene": 100},
    "bunkers_here": {"kerosene": -50, "fuel_oil": -300},
    "stock_draw": {"raw_coal": -1500, "crude_oil": 800, "coke": 40},
    "losses": {"crude_oil": 300, "natural_gas": 100, "heat": 30000, "electricity": 9000, "gasoline": 10},
    "transmission_losses": {"electricity": 8500},
    "feedstock": {"naphtha": 12000, "lpg": 1000, "natural_gas": 600, "bitumen": 700, "lubricants": 400, "coke": 300},
    "difference": {"raw_coal": 700, "diesel": -120, "electricity": 80},
}  # fmt: skip
"""An invented province, in hundredths of the unit that the yearbook prints: 10^4 t, 10^8 m3, 10^10 kJ, 10^8 kWh, 10^4 tce."""
PRINTED = {"t": "10^4 t", "m3": "10^8 m3", "GJ": "10^10 kJ", "kWh": "10^8 kWh", "": "10^4 tce"}


def _sum(cells, rows, year, fuel):
    return sum(cells.get((year, row, fuel), 0) for row in rows)


def close_balance(cells, years):
    """Add inflow or outflow and the heads to cells (year, row, fuel) of whole hundredths, so that all sums are exact."""
    fuels = {fuel for _, _, fuel in cells}
    sectors = [row for row in USES if row not in ("urban", "rural")] + ["residential"]
    supply = [
        "production",
        "recovery",
        "inflow",
        "import",
        "bunkers_abroad",
        "outflow",
        "export",
        "bunkers_here",
        "stock_draw",
    ]
    for year in years:
        for fuel in fuels:
            at = functools.partial(_sum, cells, year=year, fuel=fuel)
            heads = {"residential": at(["urban", "rural"]), "transformation": at(list(PLANTS))}
            cells[year, "residential", fuel] = heads["residential"]
            heads["final"] = at(sectors)
            heads["available"] = (
                at(["losses", "difference"]) + heads["final"] - heads["transformation"]
            )
            short = heads["available"] - at(supply)
            cells[year, "inflow" if short > 0 else "outflow", fuel] = short
            put_in = sum(-min(cells.get((year, row, fuel), 0), 0) for row in PLANTS)
            heads["consumption"] = heads["final"] + at(["losses"]) + put_in
            cells.update({(year, row, fuel): value for row, value in heads.items()})
    return {key: value / 100 for key, value in cells.items() if value}


class ClosedBalance:
    """A balance table of 30 fuels that closes by construction; its cells may be spoilt, and it can be written down."""

    def __init__(self, years=(2018, 2019, 2020), scale=lambda year, row, fuel: 1.0):
        given = PLANTS | USES | OTHERS
        amounts = {
            (year, row, fuel): round(value * scale(year, row, fuel))
            for year in years
            for row, cells in given.items()
            for fuel, value in cells.items()
        }
        self.years, self.cells = tuple(years), close_balance(amounts, years)
        self.more = []

    def csv(self):
        """Give the text of data/balance.csv."""
        from dualcarbon.vocabulary.names import FUELS

        lines = [
            f"{year},{row},{fuel},,,{value!r},{PRINTED[FUELS[fuel].more['unit']]},invented"
            for (year, row, fuel), value in self.cells.items()
        ]
        return "\n".join(
            ["year,row,fuel,branch,convention,value,unit,source", *lines, *self.more, ""]
        )

    def table(self):
        """Give the table as the yearbook keeps it."""
        from dualcarbon.readers.csv import read_bytes
        from dualcarbon.yearbook import balance

        reading = read_bytes(self.csv().encode(), "balance", "data/balance.csv")
        assert reading.errors == []
        return balance.table(reading.frame, "data/balance.csv")


@pytest.fixture(scope="session")
def closed_balance():
    """The builder of closed balance tables."""
    return ClosedBalance


TOWN = """# The whole region is one town.
schema = "dualcarbon/study/1"
name = "town"
title = {en = "Town (invented)", zh = "某市（虚构）"}
region = "320000"
base_year = 2018
horizon = 2035
price_year = 2015
gwp = "AR5"
seed = 7
members = 32  # a power of two
boundary = "territorial"
convention = "calorific"
language = "en"
scenarios = ["base"]
"""
BASE = """schema = "dualcarbon/scenario/1"
name = "base"
title = {en = "Base", zh = "基准"}

[gdp]
growth = [{to = 2035, rate = 0.03}]
mark = "A"
"""
ROWS = {
    "energy": ("sector,flow,fuel,", "industry,final,coal,", (500, 510, 520), "10^4 tce"),
    "population": ("indicator,", "population,", (300, 300, 300), "10^4 person"),
    "economy": ("sector,indicator,", "total,value_added,", (900, 950, 1000), "10^8 CNY2015"),
}


def _town(folder):
    (folder / "data").mkdir(parents=True)
    (folder / "scenarios").mkdir()
    (folder / "study.toml").write_text(TOWN, encoding="utf-8")
    (folder / "scenarios/base.toml").write_text(BASE, encoding="utf-8")
    for name, (columns, key, values, unit) in ROWS.items():
        rows = [f"{2016 + n},{key}{value},{unit},invented" for n, value in enumerate(values)]
        text = "\n".join([f"year,{columns}value,unit,source", *rows, ""])
        (folder / f"data/{name}.csv").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def made_town():
    """What makes a small invented study in a folder, and gives the folder."""
    return _town


ACCOUNT = "nobody"
"""Whom a PostgreSQL runs as where the tests run as root, which it refuses."""
CHEAP = "-c fsync=off -c shared_buffers=16MB -c max_connections=20"


@pytest.fixture(scope="session")
def postgresql():
    """The address of a PostgreSQL that listens on a socket in a folder of its own and is ended after the tests."""
    programs = _programs()
    folder = Path(tempfile.mkdtemp(prefix="dualcarbon-pg-", dir="/tmp"))
    root = os.geteuid() == 0
    who = {"user": ACCOUNT, "group": pwd.getpwnam(ACCOUNT).pw_gid} if root else {}
    if root:
        shutil.chown(folder, ACCOUNT)
    data = folder / "data"

    def run(program, *options):
        done = subprocess.run([programs / program, "-D", data, *options], cwd=folder, capture_output=True, text=True, check=False, **who)  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr

    try:
        run("initdb", "-U", "owner", "-A", "trust", "-E", "UTF8", "--no-sync", "--locale=C")
        options = f"-k {folder} -c listen_addresses='' {CHEAP}"
        run("pg_ctl", "start", "-w", "-s", "-l", folder / "log", "-o", options)
        yield folder
        run("pg_ctl", "stop", "-m", "immediate", "-s")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def postgresql_urls(postgresql):
    """What gives URLs of empty schemas, each as good as a database and made sooner."""
    import psycopg

    def fresh():
        name = f"t{uuid.uuid4().hex}"
        with psycopg.connect(host=str(postgresql), user="owner", dbname="postgres", autocommit=True) as one:  # fmt: skip
            one.execute(f"CREATE SCHEMA {name}")
        return f"postgresql://owner@/postgres?host={postgresql}&options=-csearch_path%3D{name}"

    return fresh


@pytest.fixture
def postgresql_url(postgresql_urls):
    """The URL of an empty schema."""
    return postgresql_urls()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request, tmp_path):
    """The URL of an empty database, of one kind and of the other."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'state' / 'workbench.sqlite'}"
    return request.getfixturevalue("postgresql_url")


def _programs():
    """Give the folder of the programs; where there is none, root has left something out, anybody else leaves it out."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda f: int(f.parts[-3]))
    on_path = shutil.which("initdb")
    if found or on_path:
        return found[-1].parent if found else Path(on_path).resolve().parent
    missing = "PostgreSQL is missing: scripts/system.sh installs it, as root"
    return pytest.fail(missing) if os.geteuid() == 0 else pytest.skip(missing)


@pytest.fixture(scope="session")
def ran(tmp_path_factory, worker_id):
    """A folder with the study of Jiangsu and a finished run of 64 members, made once for all workers; not to be written to."""
    from dualcarbon.store import saving
    from dualcarbon.study import running

    base = tmp_path_factory.getbasetemp()
    home = (base if worker_id == "master" else base.parent) / "ran"
    home.mkdir(exist_ok=True)
    with saving.alone(home):
        if not (home / "jiangsu").exists():
            ignored = shutil.ignore_patterns("results", "README*", "expected.json")
            begun = shutil.copytree(
                EXAMPLES / "jiangsu", home / "begun" / "jiangsu", ignore=ignored
            )
            running.run(begun, members=64)
            begun.rename(home / "jiangsu")
    return home
