"""The whole account of the base year: all gases and sectors, what it lacks, and the ledgers of sinks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from dualcarbon.charts import composition
from dualcarbon.charts.words import Title
from dualcarbon.report import completeness
from dualcarbon.report.composed import SAME, SUM
from dualcarbon.report.derived import count, how, share_of, sum_of, year
from dualcarbon.report.numbers import Number, adding_up, plain
from dualcarbon.report.pieces import Block, Cell, Figure, Paragraph, Ref, Sentence, Table, say
from dualcarbon.report.reading import Reading

BURNT = "1A"
TOP = (BURNT, "1B", "1C", "2", "3A", "3B", "3C", "3D", "4", "5")
"""Categories that the total is shown by."""
GASES = ("CO2", "CH4", "N2O")
LAND = "3B"
CONFIDENTIAL = "C"
LEDGERS = ("inventory", "project", "natural")
SHOWN = 7  # categories beside the burning of fuels that the figure names
NAMED = 6  # categories that a sentence names
OTHERS: Title = {"en": "All others", "zh": "其他各类"}


class Entry(NamedTuple):
    """A row of a view: its place in the summary, and what the summary says of it."""

    view: str
    place: int
    told: Mapping[str, Any]

    @property
    def id(self) -> str:
        """Its id."""
        return str(self.told["id"])

    @property
    def name(self) -> Title:
        """Its name."""
        return self.told["name"]

    def number(self, reading: Reading, y: str) -> Number:
        """Give its amount. [Mt CO2e]."""
        return reading.number(f"{self._key}.co2e_mt.{y}", "co2e")

    def gas(self, reading: Reading, gas: str, y: str) -> Number:
        """Give its amount of a gas. [t]."""
        return reading.number(f"{self._key}.gases_t.{gas}.{y}", "gas")

    def shown(self, reading: Reading, y: str) -> Cell:
        """Give its amount, or the key that stands in its place."""
        return str(self.told["notation"].get(y, "")) or self.number(reading, y)

    @property
    def _key(self) -> str:
        return f"account.views.{self.view}.rows.{self.place}"


def entries(reading: Reading, view: str) -> list[Entry]:
    """Give the rows of a view as it is published: a confidential one holds no amount."""
    listed = reading.raw(f"account.views.{view}.rows") or ()
    return [Entry(view, place, one) for place, one in enumerate(listed)]


def there(reading: Reading) -> bool:
    """Tell whether the account holds anything beside the burning of fuels."""
    held = reading.raw("account.by_category_mt") or {}
    return any(not id.startswith(BURNT) for id in held)


def total(reading: Reading) -> Number:
    """Give the total of all gases of the base year, net of land. [Mt CO2e]."""
    return reading.number(f"account.co2e_mt.{reading.base}", "co2e")


def account(reading: Reading) -> Iterator[Block]:
    """Show the total by category and gas, what it is made of, and what it lacks."""
    if not there(reading):
        return
    figures = list(_figure(reading))
    see = (
        say("whole.see", table=Ref("account"), figure=Ref("composition"))
        if figures
        else say("whole.see_table", table=Ref("account"))
    )
    yield Paragraph((*told(reading), scope(reading)))
    yield Paragraph((see, *_fluorinated(reading), *_memo(reading), *_lacking(reading)))
    yield from _table(reading)
    yield from figures


def ahead(reading: Reading) -> bool:
    """Tell whether the scenarios carry the account beside energy ahead."""
    return any(reading.has(f"scenarios.{s.name}.all_gases") for s in reading.scenarios())


def scope(reading: Reading) -> Sentence:
    """Say what of it is carried into the future."""
    known = ahead(reading)
    return say("whole.scope_ahead", gases=Ref("outlook-gases")) if known else say("whole.scope")


def told(reading: Reading) -> Iterator[Sentence]:
    """Say the total of the base year, and how much of it is carbon dioxide of energy."""
    whole, base = total(reading), year(reading.study.base_year)
    if not whole.known:
        yield say("whole.no_total", year=base)
        return
    bare = reading.number(f"account.co2e_without_land_mt.{reading.base}", "co2e")
    energy = reading.number(f"inventory.territorial_mt.{reading.base}", "co2")
    gwp = str(reading.raw("account.gwp"))
    yield say("whole.total", year=base, total=whole, bare=bare, gwp=gwp)
    yield say("whole.energy", energy=energy, share=share_of(energy, bare, "report.share.energy"))


def _fluorinated(reading: Reading) -> Iterator[Sentence]:
    """Say what gases without a column of their own make."""
    held = reading.raw("account.by_gas_co2e_mt") or {}
    at = "account.by_gas_co2e_mt"
    parts = [reading.number(f"{at}.{g}.{reading.base}", "co2e") for g in held if g not in GASES]
    amount = sum_of("report.gas.fluorinated", parts, "co2e")
    if amount.known:
        yield say("whole.fluorinated", amount=amount)


def _memo(reading: Reading) -> Iterator[Sentence]:
    """Say what is told beside the total."""
    for name in reading.raw("account.memo") or {}:
        amount = reading.number(f"account.memo.{name}.{reading.base}", "co2e")
        if amount.known and amount.value:
            yield say(f"whole.memo_{name}", amount=amount)


def _lacking(reading: Reading) -> Iterator[Sentence]:
    """Say which years have no total, and which categories were never estimated."""
    complete = reading.raw("account.complete") or {}
    lacking = [int(y) for y, known in complete.items() if not known]
    some, none = completeness.sometimes(reading), completeness.never(reading)
    if lacking and some:
        told = completeness.joined(some, NAMED)
        yield say("whole.years", years=completeness.years(lacking), names=told)
    if none:
        names = completeness.joined(none, NAMED)
        n = count("not_estimated", (name["en"] for name in none))
        yield say("whole.never", count=n, names=names, annex=Ref("annex-account"))


def _table(reading: Reading) -> Iterator[Table]:
    base, whole = reading.base, total(reading)
    rows = top(reading)
    amounts = [one.shown(reading, base) for one in rows]
    gases = [g for g in GASES if reading.raw(f"account.by_gas_mt.{g}")]
    shares = [share_of(a, whole) if isinstance(a, Number) else "" for a in amounts]
    columns: list[list[Cell]] = [
        [*_printed(amounts, whole, reading), whole],
        [*shares, share_of(whole, whole)],
    ]
    columns += [
        [*(one.gas(reading, g, base) for one in rows), _gas(reading, g, rows)] for g in gases
    ]
    names: list[Cell] = [*(one.name for one in rows), say("heads.net_total")]
    heads = (say("heads.category"), say("heads.co2e"), say("heads.share"), *(say(f"heads.gas_{g}") for g in gases))  # fmt: skip
    caption = say("whole.caption", year=year(int(base)))
    yield Table("account", caption, heads, tuple(zip(names, *columns, strict=True)), total=True)


def top(reading: Reading) -> list[Entry]:
    """Give the categories that add up to the total, in the order of the guidelines."""
    return [one for one in entries(reading, "ipcc") if one.id in TOP]


def _printed(amounts: Sequence[Cell], whole: Number, reading: Reading) -> list[Cell]:
    """Round the parts so that they add up, where all are shown."""
    numbers = [a for a in amounts if isinstance(a, Number)]
    if len(numbers) < len(amounts):
        return list(amounts)
    return [*adding_up(numbers, whole, reading.scale())]


def _gas(reading: Reading, gas: str, rows: Sequence[Entry]) -> Number:
    """Give the whole of a gas; nothing where a part may not be shown, which could be read off it. [t]."""
    parts = [one.gas(reading, gas, reading.base) for one in rows]
    hidden = any(not isinstance(one.shown(reading, reading.base), Number) for one in rows)
    return sum_of(f"report.gas.{gas}", [] if hidden else parts, "gas")


def _figure(reading: Reading) -> Iterator[Figure]:
    whole = [composition.Row(one.name, v) for one, v in _known(reading, top(reading))]
    beside = _beside(reading)
    if len(whole) < 2 or not beside:
        return
    wide, tall = composition.heights(whole, beside)
    base = year(reading.study.base_year)
    yield Figure(
        "composition",
        say("whole.figure", year=base),
        lambda lang: composition.option(whole, beside, lang),
        wide,
        tall,
        _data(reading, beside, base),
    )


def _known(reading: Reading, rows: Sequence[Entry]) -> list[tuple[Entry, float]]:
    numbers = [(one, one.shown(reading, reading.base)) for one in rows]
    return [(one, plain(n)) for one, n in numbers if isinstance(n, Number) and n.known]


def _beside(reading: Reading) -> list[composition.Row]:
    """Give the largest categories beside the burning of fuels as deep as the account goes, the others joined."""
    ranked = _ranked(reading)
    shown = [composition.Row(one.name, v) for one, v in ranked[:SHOWN]]
    rest = sum(v for _, v in ranked[SHOWN:])
    return [*shown, *([composition.Row(OTHERS, rest)] if ranked[SHOWN:] else [])]


def _ranked(reading: Reading) -> list[tuple[Entry, float]]:
    """Give the categories beside the burning of fuels that hold no other, the largest first."""
    rows = [one for one in entries(reading, "ipcc") if not one.id.startswith(BURNT)]
    known = _known(reading, rows)
    deep = [(o, v) for o, v in known if not any(p.id != o.id and p.id.startswith(o.id) for p, _ in known)]  # fmt: skip
    return sorted(deep, key=lambda pair: -abs(pair[1]))


def _data(reading: Reading, beside: Sequence[composition.Row], base: Number) -> Table:
    numbers = [one.number(reading, reading.base) for one, _ in _ranked(reading)]
    of = [how(SAME, n) for n in numbers[:SHOWN]] + [how(SUM, *numbers[SHOWN:])]
    rows = tuple(
        (
            one.name,
            Number(value=one.amount, kind="co2e", key=f"report.composition.{n}", how=of[n]),
        )
        for n, one in enumerate(beside)
    )
    heads = (say("heads.category"), say("heads.co2e"))
    return Table("composition-data", say("whole.beside", year=base), heads, rows)


def _land_closed(reading: Reading) -> bool:
    """Tell whether the amount of land may not be shown."""
    rows = (one for one in entries(reading, "ipcc") if one.id == LAND)
    return any(one.shown(reading, reading.base) == CONFIDENTIAL for one in rows)


def sinks(reading: Reading) -> Iterator[Block]:
    """Set the three ledgers of sinks beside each other, as far as the study has them."""
    base = reading.base
    held = {name: reading.number(f"account.sinks.{name}_mt.{base}", "co2e") for name in LEDGERS}
    present: dict[str, Cell] = {name: n for name, n in held.items() if n.known and n.value}
    if "inventory" in present and _land_closed(reading):
        present["inventory"] = CONFIDENTIAL
    if not present or not there(reading):
        return
    if len(present) == 1:
        (name, amount), = present.items()  # fmt: skip
        yield Paragraph((say(f"whole.sink_{name}", year=year(int(base)), amount=amount), say("whole.sinks_apart")))  # fmt: skip
        return
    yield Paragraph((say("whole.sinks", table=Ref("sinks")), say("whole.sinks_apart")))
    rows = tuple(
        (say(f"ledgers.{name}"), n, say(f"ledgers.{name}_is")) for name, n in present.items()
    )
    heads = (say("heads.ledger"), say("heads.co2e"), say("heads.what"))
    yield Table("sinks", say("whole.sinks_caption", year=year(int(base))), heads, rows)
