"""What was encoded before: no passage is encoded twice, however often an index is rebuilt."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

import numpy as np

from askreviews.errors import IndexingError
from askreviews.indexing.embedding import Vectors
from askreviews.indexing.segment import Segment

Encoded = tuple[Vectors, Vectors]


class EncodedBefore:
    """The vectors that segments of the same model hold, found by what they were made from.

    Args:
        segments: where to look; one that cannot be read is passed over.
    """

    def __init__(self, segments: Sequence[Segment] = ()) -> None:
        self._segments = list(segments)

    def find(self, key: bytes) -> Encoded | None:
        """A passage's vector, shape (d,), and its units', shape (units, d); None: it is new.

        Args:
            key: as ``encoded_from`` gives it.
        """
        for segment in list(self._segments):
            try:
                place = segment.catalogue.encoded(key)
                if place is None:
                    continue
                row, first, last = place
                return (
                    np.asarray(segment.passage_vectors[row], np.float32),
                    np.asarray(segment.vectors[first:last], np.float32),
                )
            except (IndexingError, sqlite3.Error, OSError, ValueError, IndexError):
                self._segments.remove(segment)
        return None
