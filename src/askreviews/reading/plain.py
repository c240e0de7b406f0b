"""Plain text in whatever encoding it comes, a block a line."""

from __future__ import annotations

import codecs
from pathlib import Path

from charset_normalizer import from_bytes

from askreviews.reading.common import lines_of
from askreviews.reading.raw import RawBlock, RawDocument

# UTF-32 before UTF-16: the mark of one begins with the mark of the other.
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# English that is not UTF-8 is one of these; left free, the guess turns "£40" into kanji.
_LEGACY = ["cp1252", "mac_roman"]


def read_plain(path: Path) -> RawDocument:
    """Read a text file.

    Args:
        path: the file; a form feed in it starts a page.

    Returns:
        A ``line`` or ``blank`` block for each line, with its page if there are form feeds.
    """
    pages = decode(path.read_bytes()).split("\f")
    if len(pages) == 1:
        return RawDocument(tuple(_blocks(pages[0], None)))
    numbered = enumerate(pages, start=1)
    return RawDocument(tuple(block for page, text in numbered for block in _blocks(text, page)))


def decode(data: bytes) -> str:
    """Decode text: by its byte-order mark, else UTF-8, else the likelier legacy encoding."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        best = from_bytes(data, cp_isolation=_LEGACY).best()
        return str(best) if best else data.decode("latin-1")


def _blocks(text: str, page: int | None) -> list[RawBlock]:
    lines = lines_of(text)
    if not lines[-1]:
        lines.pop()  # what follows the last line break is no line
    return [
        RawBlock(line, "line", page=page) if line.strip() else RawBlock("", "blank", page=page)
        for line in lines
    ]
