"""Doors out: workbooks to fill in, workbooks that come back with what was found, tables for others."""
