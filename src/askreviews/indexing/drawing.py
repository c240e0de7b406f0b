"""Pages of PDFs drawn in a process apart: what a file makes PDFium do is no harm to the server."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from threading import Lock, Timer
from typing import Any

from askreviews.errors import ReadingError
from askreviews.reading.common import fault
from askreviews.reading.isolated import Reader, UnfinishedError
from askreviews.reading.limits import Limits
from askreviews.types import Box, Place

_MOST_SECONDS = 20.0  # a page takes less than one; others wait for it
_MOST_REMEMBERED = 1000
_IDLE_S = 60.0


class Drawer:
    """Draws one page at a time, in a process that lasts as long as there are pages to draw.

    A page that could not be drawn within the limits is not tried again.
    """

    def __init__(self, limits: Limits) -> None:
        self._reader = Reader(replace(limits, max_seconds=min(_MOST_SECONDS, limits.max_seconds)))
        self._drawing = Lock()
        self._ending: Timer | None = None
        self._failed: dict[tuple[Path, int, int], UnfinishedError] = {}

    def draw(self, path: Path, page: int, boxes: Sequence[Box], width_px: int) -> bytes:
        """A PNG of a page, as ``render_page`` makes it.

        Raises:
            UnfinishedError: it took too long or too much.
            ReadingError: the file cannot be opened, or has no such page.
        """
        image: bytes = self._do(path, page, "draw", page, list(boxes), width_px)
        return image

    def places(self, path: Path, page: int, boxes: Sequence[Box]) -> list[Place]:
        """Where boxes of a page stand on its image, as ``place_boxes`` says.

        Raises:
            UnfinishedError: it took too long or too much.
            ReadingError: the file cannot be opened, or has no such page.
        """
        places: list[Place] = self._do(path, page, "places", page, list(boxes))
        return places

    def pages(self, path: Path) -> int:
        """How many pages a PDF has; 0 if it cannot be opened."""
        try:
            pages: int = self._do(path, 0, "pages")
        except ReadingError:
            return 0
        return pages

    def _do(self, path: Path, page: int, work: str, *more: Any) -> Any:
        try:
            key = path, path.stat().st_mtime_ns, page
            with self._drawing:
                if key in self._failed:
                    raise self._failed[key]
                self._end_later()
                return self._reader.do(work, path, *more, doing="drawing its page")
        except UnfinishedError as error:
            if len(self._failed) < _MOST_REMEMBERED:
                self._failed[key] = error
            raise
        except OSError as error:
            told = f"it cannot be opened ({error.strerror})"
            raise fault(path, told, "check that it may be read") from error

    def _end_later(self) -> None:
        if self._ending:
            self._ending.cancel()
        self._ending = Timer(_IDLE_S, self.close)
        self._ending.daemon = True
        self._ending.start()

    def close(self) -> None:
        """End the process, if there is one."""
        with self._drawing:
            self._reader.close()
