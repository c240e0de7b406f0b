"""Where sentences begin and end, by offset."""

from __future__ import annotations

from collections.abc import Iterator

from sentencex import get_sentence_boundaries

from askreviews.types import Span

# sentencex takes time by the square of the length where quotation marks do not close.
_AT_ONCE = 10_000  # characters, more than any paragraph that somebody wrote


def bounds(text: str) -> Iterator[Span]:
    """Where the sentences of a text begin and end, white space between them included."""
    start = 0
    while start < len(text):
        end = _cut(text, start)
        for boundary in get_sentence_boundaries("en", text[start:end]):
            yield start + boundary["start_index"], min(start + boundary["end_index"], end)
        start = end


def _cut(text: str, start: int) -> int:
    """Where to cut a text that is too long to be looked at whole."""
    end = start + _AT_ONCE
    if end >= len(text):
        return len(text)
    for between in (". ", " "):
        place = text.rfind(between, start + _AT_ONCE // 2, end)
        if place >= 0:
            return place + len(between)
    return end


def sentence_spans(text: str, start: int, end: int) -> list[Span]:
    """Spans of the sentences of ``text[start:end]``, trimmed of white space, in order.

    Together they cover every character that is not white space.
    """
    spans: list[Span] = []
    for first, last in bounds(text[start:end]):
        span = trim(text, start + first, start + last)
        if span[0] == span[1]:
            continue
        if spans and _continues(text[span[0] : span[1]]):
            spans[-1] = (spans[-1][0], span[1])
        else:
            spans.append(span)
    return spans


def trim(text: str, start: int, end: int) -> Span:
    """The span without white space at either end."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _continues(sentence: str) -> bool:
    """A "sentence" that begins in lower case is the rest of the one before (abbreviations)."""
    return sentence[0].islower() or not any(c.isalnum() for c in sentence)
