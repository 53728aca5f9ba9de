"""Whether the past shows a trend, and whether it holds a peak."""

from __future__ import annotations

from collections.abc import Iterator

from dualcarbon.charts import trend as drawing
from dualcarbon.report import drawn, sentences
from dualcarbon.report.derived import count, year
from dualcarbon.report.numbers import Kind
from dualcarbon.report.pieces import Block, Figure, Paragraph, Ref, Sentence, Table, say
from dualcarbon.report.reading import Reading, both

PROVEN = 0.05  # probability below which a trend is called proven
KEY = "diagnosis.trend"
TESTED: tuple[tuple[str, Kind], ...] = (
    ("s", "count"),
    ("z", "elasticity"),
    ("p", "chance"),
    ("autocorrelation", "elasticity"),
    ("p_hamed_rao", "chance"),
    ("p_calibrated", "chance"),
    ("slope_mt_per_year", "co2_change"),
    ("slope_low_mt_per_year", "co2_change"),
    ("slope_high_mt_per_year", "co2_change"),
)


def trend(reading: Reading) -> Iterator[Block]:
    """Show what the tests of trend give, and say whether it is proven."""
    if not reading.has(f"{KEY}.p_calibrated"):
        return
    years = reading.years()
    p = reading.number(f"{KEY}.p_calibrated", "chance")
    slope, low, high = (
        reading.number(f"{KEY}.slope_{part}mt_per_year", "co2_change")
        for part in ("", "low_", "high_")
    )
    yield Paragraph(
        (
            say(
                "past.trend",
                first=year(years[0]),
                last=year(years[-1]),
                slope=slope,
                low=low,
                high=high,
            ),
            say("past.trend_proven" if float(p.value or 0) < PROVEN else "past.trend_open", p=p),
            say("past.trend_table", figure=Ref("trend"), table=Ref("trend-tests")),
        )
    )
    yield _figure(reading, float(slope.value or 0))
    rows = [
        (say(f"trend.{name}"), reading.number(f"{KEY}.{name}", kind))
        for name, kind in TESTED
        if reading.has(f"{KEY}.{name}")
    ]
    caption = say("past.trend_caption", count=count("years", map(str, years)))
    yield Table("trend-tests", caption, (say("heads.test"), say("heads.value")), tuple(rows))


def past_peak(reading: Reading) -> Iterator[Block]:
    """Say whether the past holds a peak, and what may not be judged."""
    said: list[Sentence] = []
    told = reading.raw("diagnosis.peak.sentence")
    if told:
        said.append(say("past.peak", sentence=both(told)))
    elif reading.has("diagnosis.peak.verdict"):
        said.append(verdict(str(reading.raw("diagnosis.peak.verdict"))))
    if getattr(reading.study, "breaks", None):
        said.append(say("past.no_verdict_from_break"))
    if said:
        yield drawn.bullets(said)


def nonfossil(reading: Reading) -> Iterator[Block]:
    """Say what the share of non-fossil energy is, or why it is not judged."""
    key, base = "diagnosis.nonfossil_share", reading.base
    refused = reading.raw(f"{key}.refused")
    share = reading.number(f"{key}.{base}", "share")
    if not refused:
        if share.known:
            yield Paragraph((say("past.nonfossil", year=base, share=share),))
        return
    low, high = (
        reading.number(f"{key}.{c}.{base}", "share") for c in ("calorific", "coal_equivalent")
    )
    said = [say("past.nonfossil_refused", why=drawn.reason(refused))]
    if low.known and high.known:
        said.insert(0, say("past.nonfossil_range", year=base, low=low, high=high))
    yield Paragraph(tuple(said))


def verdict(id: str) -> Sentence:
    """Say a verdict; one that the catalogue does not hold is shown as it is."""
    known = sentences.known(f"verdicts.{id}")
    return say(f"verdicts.{id}") if known else say("verdicts.other", verdict=id)


def _figure(reading: Reading, slope: float) -> Figure:
    path = reading.path("inventory.territorial_mt")
    history = {y: path[y] for y in reading.years()}
    one = drawing.Series(reading.boundary_title("territorial"), history, slope=slope)
    broken = [y for b in getattr(reading.study, "breaks", None) or () for y in b.years]
    return Figure(
        "trend",
        say("past.trend_figure"),
        lambda lang: drawing.option([one], broken, lang),
        *drawing.heights([one]),
    )
