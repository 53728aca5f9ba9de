"""Numbers of sentences: figures that say something, and no power of ten for what is large."""

import math

import pytest

from dualcarbon.vocabulary.figures import plain, rounded


@pytest.mark.parametrize(
    ("value", "figures", "people", "files"),
    [
        (0.0, 4, "0", "0"),
        (704.53, 4, "704.5", "704.5"),
        (1234.5, 6, "1,234.5", "1234.5"),
        (9999.6, 4, "10,000", "10000"),
        (-80294123.0, 6, "-80,294,100", "-80294100"),
        (1.5732012e13, 6, "15,732,000,000,000", "15732000000000"),
        (3.6e-05, 4, "3.6e-05", "3.6e-05"),
        (1e300, 4, "1e+300", "1e+300"),
        (math.inf, 4, "inf", "inf"),
    ],
)
def test_what_is_large_is_written_out(value, figures, people, files):
    assert rounded(value, figures) == people
    assert plain(value, figures) == files
