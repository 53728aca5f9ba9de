"""What the measures cost and are worth: unit costs, cost curve, views, discount rates."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from dualcarbon.charts import cost_curve, discounting
from dualcarbon.charts.words import Title
from dualcarbon.report import clauses, drawn, listed, method, milestones
from dualcarbon.report.derived import count, year
from dualcarbon.report.listed import Measure
from dualcarbon.report.numbers import Number, plain
from dualcarbon.report.pieces import Block, Cell, Figure, Paragraph, Ref, Sentence, Table, say
from dualcarbon.report.reading import Reading, both

LINES = 6  # measures drawn against the discount rate
VIEWS = ("social_8", "social_6", "financial")
COST: tuple[str, ...] = ("investment", "o_and_m", "life", "lead")


def unit_costs(reading: Reading) -> Iterator[Block]:
    """Show what a unit of each measure costs, with the mark of the number."""
    there = [m for m in listed.measures(reading) if _cost(m)]
    if not there:
        return
    rows: list[tuple[Cell, ...]] = [
        (
            m.named,
            drawn.unit(str(m.told["unit"])),
            *(m.number(reading, f"money.unit_cost.{n}", "level") for n in COST),
            m.number(reading, "money.unit_cost.price_year", "year"),
            str(_cost(m).get("mark") or ""),
        )
        for m in there
    ]
    heads = tuple(
        say(f"heads.{h}")
        for h in (
            "measure",
            "unit",
            "unit_investment",
            "unit_o_and_m",
            "life",
            "lead",
            "prices",
            "mark",
        )
    )
    marks = listed.parts(reading, there, "money.unit_cost.mark")
    yield Paragraph(
        (
            say("money.unit_costs", table=Ref("unit-costs"), price=_price(reading)),
            *method.of_them("money.marked", "costs", marks),
        )
    )
    yield Table("unit-costs", say("money.unit_costs_caption"), heads, tuple(rows))
    yield from _refused(reading)


def worth(reading: Reading) -> Iterator[Block]:
    """Show what each measure costs a tonne and is worth, and the curve before and after interaction."""
    there = listed.valued(reading)
    if not there:
        if listed.measures(reading):
            yield Paragraph((say("money.no_costs"),))
        if not any(_cost(m) for m in listed.measures(reading)):
            yield from _refused(reading)
        return
    yield Paragraph((*paying(reading, there), say("money.worth", table=Ref("worth"))))
    heads: tuple[Cell, ...] = (
        say("heads.measure"),
        say("heads.first_investment"),
        say("heads.mac"),
        say("heads.mac_alone"),
        say("heads.published"),
        say("heads.npv"),
        say("heads.net_value"),
        say("heads.irr"),
        say("heads.payback"),
    )
    yield Table(
        "worth", say("money.worth_caption"), heads, tuple(_worth_row(reading, m) for m in there)
    )
    yield Paragraph((say("money.worth_note"),))
    yield from _curve(reading, there)


def views(reading: Reading) -> Iterator[Block]:
    """Show the net present value from every view, with and without a carbon price and fuel taxes."""
    there = [m for m in listed.valued(reading) if m.told.get("worth")]
    if not there:
        return
    combinations = [
        (view, carbon, taxes)
        for view in VIEWS
        for carbon in (False, True)
        for taxes in (False, True)
    ]
    shown = [c for c in combinations if all(_place(m, *c) is not None for m in there)]
    for id, taxes in (("views", False), ("views-taxes", True)):
        chosen = [c for c in shown if c[2] is taxes]
        if not chosen:
            continue
        yield Paragraph((say(f"money.{id.replace('-', '_')}", table=Ref(id)),))
        heads: list[Cell] = [say("heads.measure")]
        heads += [
            say(f"heads.{view}_{'carbon' if carbon else 'plain'}") for view, carbon, _ in chosen
        ]
        rows: list[tuple[Cell, ...]] = [
            (m.named, *(_npv(reading, m, c) for c in chosen)) for m in there
        ]
        yield Table(id, say(f"money.{id.replace('-', '_')}_caption"), tuple(heads), tuple(rows))
    yield from _discounting(reading)


def pays(one: Measure, *, carbon: bool) -> bool | None:
    """Tell whether a measure is worth more than it costs to society, with or without a carbon price."""
    place = _place(one, "social_8", carbon, False)
    return None if place is None else one.told["worth"][place]["npv_cny"] > 0


def paying(reading: Reading, there: Sequence[Measure]) -> Iterator[Sentence]:
    """Say how many measures pay for themselves to society, without a carbon price and with it."""
    without = [m for m in there if pays(m, carbon=False)]
    with_price = [m for m in there if pays(m, carbon=True)]
    yield say(
        "money.paying",
        all=count("valued", listed.parts(reading, there)),
        paying=count("paying", listed.parts(reading, without)),
        priced=count("paying.carbon", listed.parts(reading, with_price)),
    )


def _worth_row(reading: Reading, one: Measure) -> tuple[Cell, ...]:
    return (
        one.named,
        one.number(reading, "first_investment_cny", "money"),
        one.number(reading, "mac_cny_per_t", "cny_per_t"),
        one.number(reading, "mac_alone_cny_per_t", "cny_per_t"),
        _published(reading, one),
        one.number(reading, "npv_cny", "money"),
        one.number(reading, "net_value_cny", "money"),
        rate_of(reading, f"measures.{one.place}"),
        one.number(reading, "payback_years", "years"),
    )


def rate_of(reading: Reading, key: str) -> Cell:
    """Give the internal rates of return: one, all of several, or none where the money does not come back."""
    found = reading.raw(f"{key}.irr") or ()
    if len(found) == 1 and reading.raw(f"{key}.payback_years") is None:
        return "–"  # a rate that only what is left at the horizon makes
    rates = [reading.number(f"{key}.irr.{i}", "share") for i in range(len(found))]
    if len(rates) > 1:
        return say("money.rates", low=rates[0], high=rates[-1])
    return rates[0] if rates else "–"


def _published(reading: Reading, one: Measure) -> Cell:
    """Give the range of cost that others published for such a measure."""
    ends = [one.number(reading, f"published_mac.{i}", "cny_per_t") for i in (0, 1)]
    return say("money.published", low=ends[0], high=ends[1]) if ends[0].known else "–"


def _curve(reading: Reading, there: Sequence[Measure]) -> Iterator[Block]:
    y = milestones.of_bars(listed.years(reading))
    bars = [
        cost_curve.Bar(
            m.title,
            m.path("abatement_mt").get(y, 0.0),
            m.told["mac_cny_per_t"],
            m.path("alone_mt").get(y),
            m.told.get("mac_alone_cny_per_t"),
            str(m.no),
        )
        for m in there
    ]
    if len(cost_curve.curve(bars)) < 2:
        yield Paragraph((_uncurved(bars, y),))
        return
    yield Paragraph((say("money.curve", figure=Ref("cost-curve")),))
    out = [b.name for b in cost_curve.left_out(bars)]
    notes = (say("money.curve_without", names=clauses.joined(out)),) if out else ()
    yield Figure(
        "cost-curve",
        say("money.curve_caption", year=year(y)),
        lambda lang: cost_curve.option(bars, lang),
        *cost_curve.heights(bars),
        None,
        notes,
    )


def _uncurved(bars: Sequence[cost_curve.Bar], y: int) -> Sentence:
    """Say why there is no curve: of too few measures is a cost known, or too few of them abate in the year of the bars."""
    if len(bars) > 1 and sum(bar.abatement > 0 for bar in bars) < 2:
        return say(
            "money.no_curve_then",
            all=count("valued", (bar.name["en"] for bar in bars)),
            year=year(y),
        )
    return say("money.no_curve")


def _discounting(reading: Reading) -> Iterator[Block]:
    chosen = listed.planned(reading)
    found: dict[str, dict[float, float]] = {}
    for one in reading.raw("appraisal.discounting") or ():
        if chosen and one["scenario"] == chosen.name and one["npv_cny"] is not None:
            found.setdefault(one["measure"], {})[float(one["rate"])] = float(one["npv_cny"])
    first = [m for m in listed.best(reading, "net_value", LINES) if m.id in found]
    lines = [discounting.Line(m.title, found[m.id]) for m in first]
    if not lines:
        return
    marks = _marks(reading.raw("appraisal.rates") or {})
    yield Paragraph(
        (
            say(
                "money.discounting",
                figure=Ref("discounting"),
                count=count("lines", listed.parts(reading, first)),
            ),
        )
    )
    yield Figure(
        "discounting",
        say("money.discounting_caption"),
        lambda lang: discounting.net_value(lines, marks, price_year(reading), lang),
        *discounting.heights(lines),
    )


def _marks(rates: Mapping[str, float]) -> list[discounting.Mark]:
    names: dict[str, Title] = {
        "social_8": {"en": "society", "zh": "社会折现率"},
        "social_6": {"en": "society, public benefit", "zh": "社会折现率（公益）"},
        "financial": {"en": "investor", "zh": "投资者折现率"},
    }
    return [discounting.Mark(float(rates[v]), names[v]) for v in VIEWS if v in rates]


def _npv(reading: Reading, one: Measure, combination: tuple[str, bool, bool]) -> Number:
    place = _place(one, *combination)
    return one.number(reading, f"worth.{place}.npv_cny", "money")


def _place(one: Measure, view: str, carbon: bool, taxes: bool) -> int | None:
    wanted = (view, carbon, taxes)
    found = enumerate(one.told.get("worth") or ())
    return next((i for i, w in found if (w["view"], w["carbon"], w["taxes"]) == wanted), None)


def _cost(one: Measure) -> Mapping[str, object]:
    return (one.told.get("money") or {}).get("unit_cost") or {}


def _refused(reading: Reading) -> Iterator[Block]:
    """Say which measures are not valued and why, those with the same reason together."""
    why: dict[str, list[Measure]] = {}
    for one in listed.measures(reading):
        if not _cost(one) and one.told.get("money_refused"):
            why.setdefault(both(one.told["money_refused"])["en"], []).append(one)
    said = [
        say(
            "money.refused",
            names=clauses.joined([m.title for m in group]),
            why=drawn.reason(both(group[0].told["money_refused"])),
        )
        for group in why.values()
    ]
    if said:
        yield Paragraph(tuple(said))


def _price(reading: Reading) -> Number:
    return reading.number("appraisal.price_year", "year")


def price_year(reading: Reading) -> int | None:
    """Give the year whose prices the money is counted in."""
    price = _price(reading)
    return int(plain(price)) if price.known else None
