"""What the pages say, in both languages; each chapter brings a file of its own."""

from __future__ import annotations

import functools
import tomllib
from importlib import resources
from typing import Literal

from dualcarbon.errors import UnknownName

Lang = Literal["en", "zh"]
LANGUAGES: tuple[Lang, ...] = ("zh", "en")
NAMES: dict[Lang, str] = {"zh": "中文", "en": "English"}


def say(key: str, lang: Lang, /, **values: object) -> str:
    """Give a text of the pages, its places filled.

    Raises
    ------
    UnknownName
        No file of ``words/`` holds the key.

    Examples
    --------
    >>> say("frame.study", "en"), say("frame.study", "zh")
    ('Study', '研究')
    >>> say("jobs.report", "en", form="PDF", lang="Chinese")
    'Report as PDF, Chinese'
    """
    found = catalogue().get(key)
    if found is None:
        msg = f'the pages have no text "{key}"'
        raise UnknownName(msg)
    return found[lang].format(**values) if values else found[lang]


@functools.cache
def catalogue() -> dict[str, dict[str, str]]:
    """Give all texts by key: the file's name, a dot, the name in it."""
    found: dict[str, dict[str, str]] = {}
    for file in resources.files(__package__).joinpath("words").iterdir():
        if file.name.endswith(".toml"):
            area = file.name.removesuffix(".toml")
            texts = tomllib.loads(file.read_text(encoding="utf-8"))
            found |= {f"{area}.{name}": text for name, text in texts.items()}
    return found
