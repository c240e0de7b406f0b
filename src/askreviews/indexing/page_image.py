"""The image of a page of a file that is held, drawn or from the cache."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path, PurePosixPath

from askreviews.errors import AskReviewsError
from askreviews.indexing.drawing import Drawer
from askreviews.indexing.index import Index
from askreviews.indexing.page_cache import keep_page, kept_page
from askreviews.reading import sha256_of
from askreviews.types import Box, Place

WIDTH_PX = 1000
# Raised whenever the same page would be drawn in another way.
_DRAWING = 2
_FILES_REMEMBERED = 256
_GONE = (
    "The file is no longer in the folder of documents; put it back there, or run "
    "'askreviews index'."
)
_CHANGED = "The file has changed since it was indexed; run 'askreviews index'."


@dataclass(frozen=True, slots=True)
class HeldFile:
    """The file of a document that an index holds."""

    index: Index
    corpus: Path
    document_id: str
    drawer: Drawer

    def fault(self) -> str | None:
        """Why it cannot be shown, in a sentence: it is gone, or not the file indexed."""
        below = PurePosixPath(self.document_id)
        if below.is_absolute() or ".." in below.parts:
            return _GONE
        path = self.corpus / below
        try:
            stat = path.stat()
            now = _sha256(path, stat.st_ino, stat.st_size, stat.st_mtime_ns)
        except OSError:
            return _GONE
        return None if now == self._source else _CHANGED

    def page(self, page: int, boxes: Sequence[Box], width_px: int) -> bytes:
        """A PNG of a page of a PDF, with boxes marked, drawn or from the cache.

        Raises:
            AskReviewsError: there is no such page, or the file cannot be drawn.
        """
        # By the boxes rather than the spans: another version may find a span elsewhere.
        drawn = repr((_DRAWING, width_px, [b.model_dump() for b in boxes if b.page == page]))
        name = f"{page}-{hashlib.sha256(drawn.encode()).hexdigest()[:32]}"
        image = kept_page(self.index.folder, self._source, name)
        if image is None:
            image = self._draw(page, boxes, width_px)
            keep_page(self.index.folder, self._source, name, image)
        return image

    def places(self, page: int, boxes: Sequence[Box]) -> list[Place]:
        """Where boxes of a page stand on its image.

        Raises:
            AskReviewsError: there is no such page, or the file cannot be drawn.
        """
        return self.drawer.places(self.corpus / self.document_id, page, boxes)

    def pages(self) -> int:
        """How many pages a PDF has."""
        return self.drawer.pages(self.corpus / self.document_id)

    def _draw(self, page: int, boxes: Sequence[Box], width_px: int) -> bytes:
        image = self.drawer.draw(self.corpus / self.document_id, page, boxes, width_px)
        if fault := self.fault():  # written to meanwhile
            raise AskReviewsError(fault)
        return image

    @property
    def _source(self) -> str:
        return self.index.document(self.document_id).source_sha256


@lru_cache(_FILES_REMEMBERED)
def _sha256(path: Path, inode: int, size: int, changed_ns: int) -> str:  # noqa: ARG001
    """A file's SHA-256, worked out again when the file is another or was written to."""
    return sha256_of(path)
