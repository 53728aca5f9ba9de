"""Results as figures: ECharts options, and their drawing as SVG without a browser.

One module a figure, each with ``option(...)``: data in, a plain JSON-able dict out. The functions
arrange and label, they compute nothing; pages and report draw the same option.
"""

from __future__ import annotations
