"""The tokens of rich text: control words, braces, and text decoded by the font it is set in.

The grammar, the destinations and the code pages are striprtf's.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass

from striprtf.striprtf import PATTERN, charset_map

_SYMBOLS = {"~": "\xa0", "_": "-"}
_FIRST_BYTE = "\x80"


@dataclass(frozen=True, slots=True)
class Token:
    """``kind`` is "open", "close", "word" (with its number), "star", "text" or "bytes"."""

    kind: str
    text: str = ""
    number: int | None = None


def tokens(source: str) -> Iterator[Token]:
    """Yield the tokens of rich text.

    Args:
        source: the file decoded as Latin-1, so that each character is a byte.
    """
    position = 0
    while match := PATTERN.match(source, position):
        position = match.end()
        word, number, octet, symbol, brace, plain = match.groups()
        if word:
            yield Token("word", word, int(number) if number else None)
            if word == "bin":
                position += max(int(number or 0), 0)
        elif octet:
            yield Token("bytes", chr(int(octet, 16)))
        elif symbol:
            yield _symbol(symbol)
        elif brace:
            yield Token("open" if brace == "{" else "close")
        elif plain:
            yield Token("bytes" if plain >= _FIRST_BYTE else "text", plain)


def _symbol(symbol: str) -> Token:
    if symbol == "*":
        return Token("star")
    if symbol in "\r\n":
        return Token("word", "par")
    return Token("text", _SYMBOLS.get(symbol, symbol if symbol in "{}\\" else ""))


class Decoder:
    """Turns bytes into text by the code page of the file and the character sets of its fonts."""

    def __init__(self) -> None:
        self._page = "cp1252"
        self._fonts: dict[int, str] = {}

    def code_page(self, number: int | None) -> None:
        """Take a code page as the file's own, if it is one that is known."""
        self._page = _known(f"cp{number}") or self._page

    def font(self, font: int, charset: int | None) -> None:
        """Take a character set as that of a font."""
        page = _known(charset_map.get(charset or 0, ""))
        if page and charset:
            self._fonts[font] = page

    def decode(self, octets: str, font: int | None) -> str:
        """Decode bytes, given as characters of Latin-1, that are set in a font."""
        page = self._fonts.get(font, self._page) if font is not None else self._page
        return octets.encode("latin-1").decode(page, "replace")


def _known(page: str) -> str | None:
    try:
        return codecs.lookup(page).name if page else None
    except LookupError:
        return None
