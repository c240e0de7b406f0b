"""Where sentences begin and end, by offset."""

from __future__ import annotations

from sentencex import get_sentence_boundaries

from askreviews.types import Span


def sentence_spans(text: str, start: int, end: int) -> list[Span]:
    """Spans of the sentences of ``text[start:end]``, trimmed of white space, in order.

    Together they cover every character that is not white space.
    """
    spans: list[Span] = []
    for boundary in get_sentence_boundaries("en", text[start:end]):
        first, last = start + boundary["start_index"], start + boundary["end_index"]
        span = trim(text, first, min(last, end))
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
