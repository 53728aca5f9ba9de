"""Numbers as sentences tell them: so many figures, and no power of ten for what is large."""

from __future__ import annotations

HUGE = 1e16
"""What is larger is no number of a study, and a row of zeros would only hide that."""


def rounded(value: float, figures: int = 4) -> str:
    """Give a result as people read it, thousands with commas.

    Parameters
    ----------
    value : float
        The result. [any]
    figures : int, optional
        How many figures say something.

    Examples
    --------
    >>> rounded(10347.6), rounded(704.53), rounded(3206000.0, 6), rounded(3.6e-05)
    ('10,350', '704.5', '3,206,000', '3.6e-05')
    """
    return _written(f"{value:,.{figures}g}", ",")


def plain(value: float, figures: int = 6) -> str:
    """Give a number as it stands in tables, formulas and fields, without commas.

    Parameters
    ----------
    value : float
        The number. [any]
    figures : int, optional
        How many figures say something.

    Examples
    --------
    >>> plain(80294000.0), plain(0.065), plain(1234.5)
    ('80294000', '0.065', '1234.5')
    """
    return _written(f"{value:.{figures}g}", "")


def _written(text: str, comma: str) -> str:
    """Write out a power of ten, unless it is of a size that no study holds."""
    large = "e+" in text and abs(float(text)) < HUGE
    return f"{float(text):{comma}.0f}" if large else text
