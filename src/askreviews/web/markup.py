"""Words of documents and people as HTML: whatever they hold, it shows as text."""

from __future__ import annotations

import re
from html import escape

# Marks that turn the direction of what follows: each is closed in by a <bdi> of its own,
# so that a quotation keeps its characters and is still read in the order it was written.
_DIRECTION_MARKS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def plain(words: str) -> str:
    """Text as HTML that shows exactly these characters and runs nothing."""
    return _DIRECTION_MARKS.sub(r'<bdi class="ask-control">\g<0></bdi>', escape(words))


def tag(word: str) -> str:
    """Set a word of ours apart as a label."""
    return f'<span class="ask-tag">{word}</span>'


def counted(count: int, noun: str) -> str:
    """Write a number with its noun."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
