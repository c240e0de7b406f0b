"""What every reader needs: the fault it raises, text on one line, typed bullets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from askreviews.errors import ReadingError
from askreviews.reading.raw import RawBlock

_BREAKS = re.compile(r"\r\n|[\n\r\v\f\x85\u2028\u2029]")
# Lone surrogates go with the control characters: they cannot be stored as UTF-8.
UNPRINTABLE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ue000-\uf8ff]")
# A symbol font's bullet has no character of its own but the place that it stands in.
SYMBOL_BULLET = re.compile(r"^(\s*)[\ue000-\uf8ff]\s*(?=[^\s\ue000-\uf8ff])")
_BULLET = re.compile(r"[ \t\xa0]*(?:[•·▪▫●○■□◦‣⁃➢➤]|[-–—*](?=[ \t\xa0]))[ \t\xa0]*(?=\S)")
_SHORT_LINE = 60


def fault(path: Path, happened: str, remedy: str) -> ReadingError:
    """Make the error for a file that cannot be read: one sentence naming the file.

    Args:
        path: the file; only its name is told.
        happened: what is wrong, without a full stop.
        remedy: what the user should do, without a full stop.
    """
    name = path.name.encode("utf-8", "replace").decode()
    return ReadingError(f"{flat(name)}: {happened}; {remedy}.")


def flat(text: str) -> str:
    """Return the text on one line: each line break becomes a space, controls go."""
    return UNPRINTABLE.sub("", SYMBOL_BULLET.sub(r"\1• ", _BREAKS.sub(" ", text)))


def lines_of(text: str) -> list[str]:
    """Split a text at every kind of line break and drop its control characters."""
    return [flat(line) for line in _BREAKS.split(text)]


def cell(text: str) -> str:
    """Return the text of a table cell: no tab, since tabs part the cells of a row."""
    return " ".join(flat(text).split())


def split_at_breaks(text: str) -> list[str]:
    """Split a paragraph at the line breaks typed in it to start something new.

    A break inside a sentence becomes a space; one after a full clause or after a short
    line that a capital follows ("Findings⏎The school …") parts two paragraphs.
    """
    pieces: list[str] = []
    for line in (flat(part).replace("\t", " ").strip() for part in text.split("\n")):
        if line and pieces and pieces[-1] and not _starts_anew(pieces[-1], line):
            pieces[-1] = f"{pieces[-1]} {line}"
        else:
            pieces.append(line)
    return [piece for piece in pieces if piece]


def blocks_of_text(text: str, level: int) -> Iterator[RawBlock]:
    """Yield the blocks of a paragraph: what a typed line break parts stands apart.

    Args:
        text: its text, line breaks in it.
        level: its depth as a list item, 0 where it is none; a typed bullet makes it one.
    """
    for piece in split_at_breaks(text):
        item = typed_item(piece)
        if level or item is not None:
            yield RawBlock((item or piece).strip(), "list_item", level or 1)
            level = 0  # what follows a line break in an item goes on as a paragraph
        else:
            yield RawBlock(piece.strip(), "paragraph")


def _starts_anew(before: str, line: str) -> bool:
    """Tell whether a line after a typed break begins a new paragraph."""
    if before[-1] in ".:;!?" or typed_item(line) is not None:
        return True
    return len(before) < _SHORT_LINE and line[0].isupper()


def typed_item(text: str) -> str | None:
    """Return the words of a list item typed with a bullet; ``None`` if it has none."""
    match = _BULLET.match(text)
    return text[match.end() :] if match else None
