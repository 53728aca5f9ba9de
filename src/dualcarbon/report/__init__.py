"""The study as a document: outline, sentences in two languages, tables, one-file HTML."""

from __future__ import annotations
