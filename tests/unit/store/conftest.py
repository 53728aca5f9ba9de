"""Both databases that the workbench can keep its things in: a SQLite file, and a PostgreSQL started for the tests alone."""

from __future__ import annotations

import pytest

from dualcarbon.store import database


@pytest.fixture
def engine(database_url):
    """An open database with the tables of the workbench."""
    made = database.opened(database_url)
    yield made
    made.dispose()
