"""Forests, soils, wetlands, coasts, and credits: what land takes up and gives off, in ledgers that are kept apart."""

from dualcarbon.inventory.land.entry import lines

__all__ = ["lines"]
