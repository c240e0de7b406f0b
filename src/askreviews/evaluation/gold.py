"""Where a gold span stands in a document, and how much of it was shown: by offsets."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from askreviews.evaluation.questions import Gold
from askreviews.types import Span

_WORD = re.compile(r"[a-z0-9']+")
_STRAIGHT = str.maketrans("‘’“”", "''\"\"")


@dataclass(frozen=True, slots=True)
class FoldedText:
    """A document's words in lower case with straight quotes, and where each stands.

    ``joined`` is the words with one space between; word ``i`` is
    ``joined[marks[i][0]:marks[i][1]]`` there and ``spans[i]`` in the stored text.
    """

    length: int
    joined: str
    marks: tuple[Span, ...]
    spans: tuple[Span, ...]


def fold(text: str) -> FoldedText:
    """Fold a text into words, keeping the offset of each.

    Args:
        text: stored text; the spans of the result are characters of it.
    """
    spans: list[Span] = []
    marks: list[Span] = []
    words: list[str] = []
    position = 0
    for match in _WORD.finditer(_lower(text.translate(_STRAIGHT))):
        word = match.group()
        spans.append(match.span())
        marks.append((position, position + len(word)))
        words.append(word)
        position += len(word) + 1
    return FoldedText(len(text), " ".join(words), tuple(marks), tuple(spans))


def words_sha256(text: str) -> tuple[str, int]:
    """The hash form of a span: sha256 of its folded words, and how many there are."""
    folded = fold(text)
    return _sha256(folded.joined), len(folded.spans)


def places(gold: Gold, text: FoldedText) -> tuple[Span, ...] | None:
    """Every place where a gold span stands in a document.

    Returns:
        Offsets into the stored text, from the first word to the last; ``None`` where the
        span no longer stands.
    """
    if gold.quote is not None:
        words = fold(gold.quote)
        return _windows(text, len(words.spans), words.joined, hashed=False)
    if gold.words_sha256 is not None and gold.words is not None:
        return _windows(text, gold.words, gold.words_sha256, hashed=True)
    if gold.start is None or gold.end is None or gold.end > text.length:
        return None
    return ((gold.start, gold.end),)


def covered_share(place: Span, text: FoldedText, shown: Iterable[Span]) -> float:
    """The share of the characters of a place's words that lie in the spans shown.

    Args:
        place: offsets of a gold span.
        text: the document it stands in.
        shown: offsets in the same document; they may overlap.

    Returns:
        Between 0 and 1; 0 where the place has no words.
    """
    start, end = place
    wanted = {
        character
        for first, last in text.spans
        if first < end and last > start
        for character in range(max(first, start), min(last, end))
    }
    seen: set[int] = set()
    for first, last in shown:
        seen.update(range(max(first, start), min(last, end)))
    return len(wanted & seen) / len(wanted) if wanted else 0.0


def _lower(text: str) -> str:
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    # A few capitals grow when lowered (İ): offsets must stay those of the stored text.
    return "".join(character.lower()[0] for character in text)


def _sha256(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()


def _windows(text: FoldedText, width: int, wanted: str, *, hashed: bool) -> tuple[Span, ...] | None:
    marks: Sequence[Span] = text.marks
    found: list[Span] = []
    for first in range(len(marks) - width + 1):
        window = text.joined[marks[first][0] : marks[first + width - 1][1]]
        if wanted == (_sha256(window) if hashed else window):
            found.append((text.spans[first][0], text.spans[first + width - 1][1]))
    return tuple(found) or None
