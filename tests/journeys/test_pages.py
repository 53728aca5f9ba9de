"""Every page, and every state of one that opens over it: whole, readable by everybody, silent, asking nobody else."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pytest

from dualcarbon.server import chapter, tasks
from dualcarbon.server.settings import Settings
from dualcarbon.store import database
from dualcarbon.store.jobs import Records
from dualcarbon.store.versions import Versions
from dualcarbon.study import editing, workbooks
from dualcarbon.study.changing import Rows
from dualcarbon.vocabulary.faults import note

LETTERS, FEW = 30, 10
"""Chinese letters that a page in Chinese shows at the least, and a page of a sentence."""
RAIL = tuple(one.id for one in chapter.chapters() if one.rail)
FILE = "data/population.csv"
GRID = f"data?file={FILE}"
VALUE = "#grid [role=gridcell][tabulator-field=value]"
OWN = {}
"""States of the pages of one's own workbench: what leads to them, by their name."""
SHARED = {}
"""States of the pages of a shared workbench, seen by its administrator."""


def state(where):
    """Enter what leads to a state."""

    def entered(leads):
        where[leads.__name__] = leads
        return leads

    return entered


def typed(page, text):
    """Type into the first value of a grid."""
    page.locator(VALUE).first.click()
    page.keyboard.type(text)
    page.keyboard.press("Enter")


@state(OWN)
def grid(page, home):
    page.goto(f"{home}/{GRID}")
    page.locator("html[data-grid=ready]").wait_for(state="attached")


@state(OWN)
def row(page, home):
    grid(page, home)
    page.locator(VALUE).first.click()
    page.locator("[data-do=details]").click()
    page.locator("#row dl").wait_for()


@state(OWN)
def saving(page, home):
    grid(page, home)
    typed(page, "about 9")
    page.keyboard.press("Control+s")
    page.locator("#saving-faults li").first.wait_for()


@state(OWN)
def document(page, home):
    page.goto(f"{home}/data?file=targets.toml")


@state(OWN)
def compare(page, home):
    page.goto(f"{home}/compare?a=policy&b=enhanced")
    page.locator("#shares table").first.wait_for()


@state(OWN)
def derivation(page, home):
    page.goto(f"{home}/inventory")
    page.locator("button.n[data-key='inventory.territorial_mt.2017']").first.click()
    page.locator("#derivation .how").wait_for()


@state(OWN)
def levers(page, home):
    page.goto(f"{home}/scenarios?tab=all")


@state(OWN)
def save_as(page, home):
    page.goto(f"{home}/scenarios")
    page.locator("[data-save-as]").click()
    page.locator("#save-as[open]").wait_for()


@state(OWN)
def search(page, home):
    page.goto(f"{home}/search?q=co2")
    assert page.locator("#found li").count() > 20


@state(OWN)
def found_nothing(page, home):
    page.goto(f"{home}/search")
    page.locator("#search").press_sequentially("zzz")
    page.locator("#found-told", has_text="zzz").wait_for()


@state(OWN)
def nowhere(page, home):
    page.goto(f"{home}/nothing")


@state(OWN)
def studies(page, home):
    page.goto(home.rpartition("/")[0])


@state(SHARED)
def jobs(page, home, _stirred):
    page.goto(f"{home}/jobs")
    page.locator("#jobs progress").wait_for()
    assert page.locator("#all-jobs tbody tr").count() > 3


@state(SHARED)
def versions(page, home, _stirred):
    page.goto(f"{home}/data/versions")


@state(SHARED)
def version(page, home, _stirred):
    page.goto(f"{home}/data/versions")
    page.locator("th a[href*='/version?id=']").first.click()
    page.locator(".diff").first.wait_for()


@state(SHARED)
def people(page, home, _stirred):
    page.goto(home.replace("/town", "/people"))


@state(SHARED)
def audit(page, home, _stirred):
    page.goto(home.replace("/town", "/audit?verify=true"))


@state(SHARED)
def account(page, home, _stirred):
    page.goto(home.replace("/town", "/account"))
    page.locator("[name=title]").fill("nightly")
    page.locator("form[action$='/tokens'] button").click()
    page.locator("code.token").wait_for()


@state(SHARED)
def door(page, home, _stirred):
    page.goto(home.replace("/town", "/sign-in"))
    page.locator("#name").fill("nobody")
    page.locator("#password").fill("nothing")
    page.locator("form.asked button").click()
    page.locator(".faults li").wait_for()


@state(SHARED)
def conflict(page, home, stirred):
    grid(page, home)
    typed(page, "777")
    stirred.save()
    page.keyboard.press("Control+s")
    page.locator("#save button:not([data-close])").click()
    page.locator("#conflict[open]").wait_for()


@state(SHARED)
def upload(page, home, stirred):
    page.goto(f"{home}/data")
    page.locator("#book").set_input_files(stirred.book)
    page.locator("#upload button").click()
    page.locator("table.found tr.error").first.wait_for()


@dataclass(frozen=True, slots=True)
class Stirred:
    """What was done to the shared workbench may be done again."""

    save: Callable[[], None]
    book: Path


@pytest.fixture(scope="module")
def stirred(shared, tmp_path_factory):
    """A shared workbench with jobs in every state and something saved; what saves once more; a workbook with a fault."""
    town, engine = shared.folder / "town", database.opened(Settings(shared.folder).url)
    number = itertools.count(301)

    def save():
        change = Rows("population", FILE, {(2, "value"): str(next(number))})
        editing.save(town, [change], editing.hashes(town, [FILE]), Versions(engine), "li", "as revised")  # fmt: skip

    save()
    jobs_of_every_state(Records(engine))
    book = workbooks.new(town, out=tmp_path_factory.mktemp("book") / "messy.xlsx").file
    messy = openpyxl.load_workbook(book)
    messy["人口 population"]["C4"].value = "about 12?"
    messy.save(book)
    yield Stirred(save, book)
    engine.dispose()


def jobs_of_every_state(records):
    """Write jobs into the database; the workbench, which was not asked, leaves them as they are."""

    def taken(kind, **options):
        records.add("town", kind, tasks.accepted(kind, options), "li")
        return records.take().id

    records.done(taken("run"), 1, {"run": "0" * 12, "warnings": 0})
    records.failed(taken("run", quick=True), 1, [note("JOB006", gib="1.0")])
    records.cancel(taken("run"), tasks.LAST)
    records.step(taken("report", run="a"), 1, "write the report", tasks.SHARES["write the report"])


EVERY = (*RAIL, *OWN, *SHARED)
NOW = {
    ("en", "wide"): RAIL,
    ("zh", "slim"): RAIL,
    ("zh", "wide"): (*OWN, *SHARED)[::2],
    ("en", "slim"): (*OWN, *SHARED)[1::2],
}
"""What is looked at in every test; the slow one looks at the rest."""
LATER = {which: tuple(one for one in EVERY if one not in names) for which, names in NOW.items()}
EXPECTED = {name: f"the server responded with a status of {code}" for name, code in (("nowhere", 404), ("conflict", 409), ("door", 401))}  # fmt: skip
"""What a browser says of the answer that a state is about."""


@pytest.fixture
def looked_at(served, shared, look, sign_in, stirred):
    """Look at pages in one window; tell what is wrong with each."""

    def looked(names, lang, window):
        own, found = look(window), {}
        person = sign_in("wang", f"/{lang}/town/home", window) if {*names} & {*SHARED} else own
        for name in names:
            seen, there = (person, shared) if name in SHARED else (own, served)
            led(name, seen.page, f"{there.url}/{lang}", stirred)
            if seen.page.locator("body[data-study]").count():
                seen.ready()
            wrong = seen.faults(there.url, LETTERS if name in RAIL else FEW)
            wrong = [one for one in wrong if EXPECTED.get(name, "-") not in one]
            if wrong:
                found[name] = wrong
        return found

    return looked


def led(name, page, home, stirred):
    """Lead to a state."""
    if name in SHARED:
        SHARED[name](page, f"{home}/town", stirred)
    elif name in OWN:
        OWN[name](page, f"{home}/jiangsu")
    else:
        page.goto(f"{home}/jiangsu/{name}")


@pytest.mark.parametrize(("lang", "window"), NOW)
def test_pages_are_for_everybody(looked_at, lang, window):
    assert looked_at(NOW[lang, window], lang, window) == {}


@pytest.mark.slow
@pytest.mark.parametrize(("lang", "window"), LATER)
def test_every_page_in_every_way(looked_at, lang, window):
    assert looked_at(LATER[lang, window], lang, window) == {}
