"""Doors in: one module a format; each gives the table, where it came from, and its faults."""
