"""Every sentence of this shelf in both languages, with nothing left unfilled."""

import tomllib
from importlib import resources

import pytest

from dualcarbon.vocabulary.faults import Place, note

CATALOGUE = tomllib.loads(
    resources.files("dualcarbon.vocabulary")
    .joinpath("messages", "ref.toml")
    .read_text(encoding="utf-8")
)
PARTICULARS = {
    "fuel": "Coal", "fuel_zh": "煤炭", "sector": "Industry", "sector_zh": "工业", "flow": "Final use",
    "flow_zh": "终端消费", "given": 2015, "year": 2017, "tier": "national", "tier_zh": "国家",
    "purpose": "direct", "id": "factors.csv:2", "value": 1.5, "low": 2.0, "high": 3.0, "default": 0.94,
    "place_en": "Industry", "place_zh": "工业", "percent": 9.5, "quantity": "oxidation", "nearest": "coke",
    "kind": "average", "kind_zh": "平均", "text": "avg", "gas": "NF3", "set": "SAR", "region": "Jiangsu",
    "region_zh": "江苏", "wide": "East", "wide_zh": "华东", "technology": "tidal", "known": "coal, wind",
    "other": 1.33, "unit": "kgce/m3", "price": "allowance", "price_zh": "配额",
    "hint": {"en": "known: coal", "zh": "可用：coal"}, "item": "dairy_cattle", "edition": "ipcc_2006", "own": 0.75, "first": 2021, "before": 0.7035, "after": 0.6451,
    "start": 2016, "end": 2017, "step": "-8.3", "older": "East", "older_zh": "华东", "newer": "Jiangsu", "newer_zh": "江苏",
}  # fmt: skip


@pytest.mark.parametrize("code", CATALOGUE)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_sentence_is_filled(code, lang):
    fault = note(code, Place(key="industry/final/2015"), **PARTICULARS)
    sentence = fault.sentence(lang)
    assert sentence
    assert "{" not in sentence
    assert fault.level in {"error", "warn"}
    assert bool(fault.advice("en")) == bool(fault.advice("zh"))


@pytest.mark.parametrize("code", CATALOGUE)
def test_both_languages_tell_the_same_numbers(code):
    fault = note(code, Place(), **PARTICULARS)
    told = {"2015", "2017", "1.5", "1.33", "9.5", "0.94"}
    english, chinese = ({n for n in told if n in fault.sentence(lang)} for lang in ("en", "zh"))
    assert english == chinese


def test_codes_are_numbered_once():
    assert list(CATALOGUE) == sorted(CATALOGUE)
    assert all(code.startswith("REF") and len(code) == 6 for code in CATALOGUE)
