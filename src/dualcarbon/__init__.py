"""Carbon peak and neutrality studies of a region.

A study is a folder of facts and assumptions; the packages are the chapters of a peak study, in order.
"""

__version__ = "0.1.0"
