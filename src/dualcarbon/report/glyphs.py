"""Which characters a page shows, by the weight of the font that shows them."""

from __future__ import annotations

from html.parser import HTMLParser

REGULAR, BOLD = 400, 700
BOLD_TAGS = frozenset({"h1", "h2", "h3", "strong", "b"})
BOLD_MARKS = {
    "scope": "col",
    "class": "total",
    "style": "font-weight:bold",
}  # as the style sheet has it
HIDDEN = frozenset({"style", "script", "title"})
EMPTY = frozenset({"meta", "link", "br", "img", "hr", "input", "wbr"})


class Shown(HTMLParser):
    """Gathers the characters of a page by weight."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.characters: dict[int, set[str]] = {REGULAR: set(), BOLD: set()}
        self._open: list[tuple[str, bool, bool]] = [("", False, False)]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note whether what follows is bold, or not shown."""
        _, bold, hidden = self._open[-1]
        bold = bold or tag in BOLD_TAGS or any(_is_bold(*attr) for attr in attrs)
        if tag not in EMPTY:
            self._open.append((tag, bold, hidden or tag in HIDDEN))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Pass over a tag that holds nothing."""

    def handle_endtag(self, tag: str) -> None:
        """Go back to what the tag stood in."""
        if any(tag == there for there, _, _ in self._open):
            while self._open[-1][0] != tag:
                self._open.pop()
            self._open.pop()

    def handle_data(self, data: str) -> None:
        """Take the characters."""
        _, bold, hidden = self._open[-1]
        if not hidden:
            self.characters[BOLD if bold else REGULAR].update(data)


def _is_bold(name: str, value: str | None) -> bool:
    return name in BOLD_MARKS and BOLD_MARKS[name] in (value or "")


def of_page(html: str) -> dict[int, set[str]]:
    """Give the characters that a page shows, by weight of the font.

    Examples
    --------
    >>> found = of_page("<p>a<b>b</b></p><style>z</style>")
    >>> sorted(found[400]), sorted(found[700])
    (['a'], ['b'])
    """
    parser = Shown()
    parser.feed(html)
    parser.close()
    return parser.characters
