"""Reading in a process apart, so that one bad file can neither stop nor swamp the rest."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import Any, Self

from askreviews.errors import ReadingError
from askreviews.reading.common import fault
from askreviews.reading.limits import Limits
from askreviews.reading.process import Process
from askreviews.settings import load_settings
from askreviews.types import SourceDocument

_MOST_FILES = 200  # that one process reads
_GROWN = 0.4  # of the memory allowed, held after a file: time for a fresh process


class Reader:
    """Reads files in a process of its own, which it starts when there is one to read.

    A file that goes over a limit, or that the process ends at, is refused by name, and the
    next one is read by a fresh process. Use it in one thread, and as a context.
    """

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.started = 0
        self._process: Process | None = None
        self._files = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the process, if there is one."""
        if self._process is not None:
            self._process.close()
            self._process = None

    def start(self) -> None:
        """Start the process now, if it does not run.

        Raises:
            AskReviewsError: it cannot be started.
        """
        self._ready()

    def read(self, path: Path, document_id: str) -> SourceDocument:
        """Read one file.

        Args:
            path: the file.
            document_id: its path below the corpus folder, with forward slashes.

        Raises:
            ReadingError: it cannot be read, or not within the limits; the message names it
                and says what to do.
            OSError: it cannot be opened.
            AskReviewsError: the process cannot be started at all.
        """
        document: SourceDocument = self.do("read", path, document_id)
        return document

    def do(self, work: str, path: Path, *more: Any, doing: str = "reading it") -> Any:
        """Have something done with one file.

        Args:
            work: one of ``worker.WORK``, or "read".
            path: the file.
            more: what else it takes.
            doing: that in words, for the sentence where it can't be done.

        Raises:
            UnfinishedError: it took too long or too much, or ended the process.
            ReadingError: it cannot be done; the message names the file and says what to do.
            OSError: the file cannot be opened.
            AskReviewsError: the process cannot be started at all.
        """
        process = self._ready()
        try:
            kind, value = process.do(work, path, *more)
            if kind == "unbegun":  # it had ended before, which is no fault of this file
                self.close()
                process = self._ready()
                kind, value = process.do(work, path, *more)
        except BaseException:
            self.close()
            raise
        self._files += 1
        worn = self._files >= _MOST_FILES or process.memory > _GROWN * self.limits.max_mb * 1e6
        if worn or process.is_over:
            self.close()
        return self._outcome(path, kind, value, doing)

    def _ready(self) -> Process:
        if self._process is not None and self._process.is_over:
            self.close()
        if self._process is None:
            self._process = Process(self.limits)
            self.started += 1
            self._files = 0
        return self._process

    def _outcome(self, path: Path, kind: str, value: Any, doing: str) -> Any:
        if kind == "done":
            return value
        if kind == "refused":
            raise ReadingError(value)
        if kind == "unopened":
            raise OSError(*value)
        if kind == "time":
            told = f"{doing} took longer than {value:.0f} s"
            raise _unfinished(path, told, "split it, or raise ASKREVIEWS_MAX_READING_SECONDS")
        if kind == "memory":
            told = f"{doing} needed more than {self.limits.max_mb:,} MB of memory"
            raise _unfinished(path, told, "split it, or raise ASKREVIEWS_MAX_READING_MB")
        told = f"the program that reads it stopped ({value})"
        raise _unfinished(path, told, "save it again, or as another type, and add that")


def workbook_rows(path: Path, sheet: str, limits: Limits | None = None) -> list[list[object]]:
    """The rows of an XLSX workbook, as ``workbook.rows_of`` gives them.

    Args:
        path: the file.
        sheet: the sheet that is read, else the first one.
        limits: those that the operator has set, if not given.

    Raises:
        ReadingError: it is no workbook, or not within the limits.
        OSError: it cannot be opened.
    """
    with Reader(limits or Limits.of(load_settings())) as reader:
        rows: list[list[object]] = reader.do("rows", path, sheet)
    return rows


class UnfinishedError(ReadingError):
    """What was to be done with a file took too long or too much, or ended the process."""


def _unfinished(path: Path, happened: str, remedy: str) -> UnfinishedError:
    return UnfinishedError(str(fault(path, happened, remedy)))
