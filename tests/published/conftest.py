"""The example regions with their accounts, as a run would use them."""

from __future__ import annotations

from pathlib import Path

import pytest

from dualcarbon.study import preparation

EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.fixture(scope="session")
def jiangsu():
    return preparation.prepare(EXAMPLES / "jiangsu")


@pytest.fixture(scope="session")
def china():
    return preparation.prepare(EXAMPLES / "china")


@pytest.fixture(scope="session")
def wangjin():
    return preparation.prepare(EXAMPLES / "wangjin")
