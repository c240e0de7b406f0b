"""Stored text as HTML with spans marked, each mark knowing which of the spans it is of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from askreviews.types import MarkedText, Span
from askreviews.web.markup import plain

_LEFT_OUT = '<p class="view-gap">… part of the text is left out here …</p>'


def marked_text(
    parts: Sequence[MarkedText], spans: Sequence[Span], length: int | None = None
) -> str:
    """Show parts of a stored text, and say where between or around them some is left out.

    ``data-marks`` of a mark names the spans that it is of, by their places in ``spans``.

    Args:
        parts: in order; how they are cut is of no account.
        spans: to be marked.
        length: of the whole text, where it is to be said what of that is left out.
    """
    shown = []
    stretches = _stretches(parts)
    at = 0
    for start, text in stretches:
        if length and start > at:
            shown.append(_LEFT_OUT)
        pieces = "".join(_pieces(start, text, spans))
        shown.append(f'<div class="view-words">{pieces}</div>')
        at = start + len(text)
    if length and at < length:
        shown.append(_LEFT_OUT)
    return "".join(shown)


def _stretches(parts: Sequence[MarkedText]) -> list[tuple[int, str]]:
    """Join parts that meet."""
    joined: list[tuple[int, str]] = []
    for part in parts:
        if joined and joined[-1][0] + len(joined[-1][1]) == part.start:
            joined[-1] = joined[-1][0], joined[-1][1] + part.text
        else:
            joined.append((part.start, part.text))
    return joined


def _pieces(first: int, text: str, spans: Sequence[Span]) -> Iterator[str]:
    """Cut a stretch wherever a span starts or ends: spans may overlap, or lie in one another."""
    last = first + len(text)
    edges = {edge for span in spans for edge in span if first < edge < last}
    cuts = sorted({first, last, *edges})
    for start, end in pairwise(cuts):
        words = plain(text[start - first : end - first])
        own = [str(n) for n, span in enumerate(spans) if span[0] <= start and end <= span[1]]
        yield f'<mark data-marks="{" ".join(own)}">{words}</mark>' if own else words
