"""The finished run, open for questions."""

from __future__ import annotations

import pytest

from dualcarbon.study.explain import opened


@pytest.fixture(scope="module")
def ask(finished):
    """Ask about keys of the run, which is read once."""
    return opened(finished.folder)
