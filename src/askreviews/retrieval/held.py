"""Passages as a search ranks them: what doesn't depend on the question, made once and kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import compress, takewhile
from threading import Lock
from weakref import WeakKeyDictionary

from askreviews.indexing.catalogue import StoredPassage
from askreviews.indexing.index import Index
from askreviews.indexing.lexical import terms
from askreviews.indexing.segment import Segment
from askreviews.types import Passage, Review, Unit

# About 10 kB each; the passages last asked for of a large collection.
_MOST = 4096
_SHORT_POINT = 25


@dataclass(frozen=True, slots=True)
class HeldUnit:
    """A unit with its text, the stems of its words in order, and its neighbours."""

    unit: Unit
    text: str
    stems: tuple[str, ...]
    before: Unit | None
    introduces: tuple[Unit, ...]


@dataclass(frozen=True, slots=True)
class HeldPassage:
    """A passage with its units; ``context`` has the stems above it, ``stems`` all of them."""

    stored: StoredPassage
    passage: Passage
    lead_in: str | None
    context: frozenset[str]
    stems: frozenset[str]
    units: tuple[HeldUnit, ...]


class _Shelf:
    """The passages of one segment that were asked for last, by row."""

    def __init__(self) -> None:
        self._held: dict[int, HeldPassage] = {}
        self._changing = Lock()

    def __call__(self, index: Index, segment: Segment, rows: Iterable[int]) -> list[HeldPassage]:
        wanted = sorted(rows)
        with self._changing:
            found = {row: self._held[row] for row in wanted if row in self._held}
        new = [row for row in wanted if row not in found]
        if new:
            fresh = {s.row: _hold(index, s) for s in segment.catalogue.passages(new)}
            found |= fresh
            with self._changing:
                self._held |= fresh
                for oldest in list(self._held)[:-_MOST]:
                    del self._held[oldest]
        return [found[row] for row in wanted if row in found]


# A segment as one generation reads it never changes, and takes its shelf with it when it goes.
_SHELVES: WeakKeyDictionary[Segment, _Shelf] = WeakKeyDictionary()


def held_passages(index: Index, segment: Segment, rows: Iterable[int]) -> list[HeldPassage]:
    """Passages of a segment in the order of their rows, those of documents removed left out."""
    return _SHELVES.setdefault(segment, _Shelf())(index, segment, rows)


def _hold(index: Index, stored: StoredPassage) -> HeldPassage:
    piece = stored.chunk
    review = index.review_by_id.get(piece.review_id or "")
    passage = passage_of(stored, review, digest=index.is_digest(piece.document_id))
    context = _terms_above((*piece.headings, stored.lead_in or "", passage.review or ""))
    units = tuple(_units(stored))
    stems = context.union(*stored.stems)
    return HeldPassage(stored, passage, stored.lead_in, context, stems, units)


@lru_cache(8192)
def _terms_above(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(terms(" ".join(words)))


def _units(stored: StoredPassage) -> Iterator[HeldUnit]:
    units, offset = stored.chunk.units, stored.chunk.start
    texts = [stored.text[unit.start - offset : unit.end - offset] for unit in units]
    before: Unit | None = None
    for place, (unit, stems) in enumerate(zip(units, stored.stems, strict=True)):
        near = before if before and before.block == unit.block else None
        introduced = _introduced(units[place:], texts[place:])
        yield HeldUnit(unit, texts[place], stems, near, introduced)
        before = unit


def _introduced(units: Sequence[Unit], texts: Sequence[str]) -> tuple[Unit, ...]:
    """The short points after a sentence that ends in a colon."""
    if texts[0][-1:] not in ":;":
        return ()
    rest = units[1:]
    short = (
        unit.kind == "point" and len(text.split()) <= _SHORT_POINT
        for unit, text in zip(rest, texts[1:], strict=True)
    )
    return tuple(compress(rest, takewhile(bool, short)))


def passage_of(stored: StoredPassage, review: Review | None, *, digest: bool) -> Passage:
    """A stored passage as it is shown."""
    piece = stored.chunk
    return Passage(
        document_id=piece.document_id,
        review_id=piece.review_id,
        review=review.label if review else None,
        section=piece.section,
        facet=piece.facet,
        provenance=piece.provenance,
        digest=digest,
        page=piece.page,
        start=piece.start,
        end=piece.end,
        text=stored.text,
        audience=piece.audience,
        passage_id=piece.passage_id,
    )
