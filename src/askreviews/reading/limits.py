"""How much reading one file may take."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass

from askreviews.settings import Settings

# Files larger than these are given time in proportion.
_ORDINARY_BYTES = 20_000_000
_ORDINARY_PAGES = 500

# How a reader asks for more seconds for its file; whoever limits its time sets this.
MORE_TIME: ContextVar[Callable[[float], None]] = ContextVar(
    "MORE_TIME", default=lambda _seconds: None
)


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that one file may be or take: bytes, pages of a PDF, seconds, megabytes held."""

    max_bytes: int = 100_000_000
    max_pages: int = 2000
    max_seconds: float = 120
    max_mb: int = 2000

    @classmethod
    def of(cls, settings: Settings) -> Limits:
        """The limits that the operator has set."""
        return cls(
            max_bytes=settings.max_file_mb * 1_000_000,
            max_pages=settings.max_pages,
            max_seconds=settings.max_reading_seconds,
            max_mb=settings.max_reading_mb,
        )

    def seconds_for(self, size: int, pages: int = 0) -> float:
        """The time that a file of so many bytes and pages may take, OCR apart."""
        return self.max_seconds * max(1, size / _ORDINARY_BYTES, pages / _ORDINARY_PAGES)
