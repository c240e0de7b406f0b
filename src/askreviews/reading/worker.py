"""The process that files are read in; ``process`` starts it.

It takes pickles on its standard input, first the ``Limits`` and the folder for what is passing,
then each piece of work as its name, the path and what else it takes. It gives pairs on its
standard output: ``ready`` once; for each piece any number of ``seconds``, the time that it may
take in all; and one of ``done`` with what came of it, ``refused`` with the sentence for the user,
``unopened`` with an error number and its words, ``memory``, or ``failed`` with the kind of error.
It ends when its input does.
"""

from __future__ import annotations

import faulthandler
import mmap
import os
import pickle
import shutil
import signal
import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from queue import SimpleQueue
from typing import Any, BinaryIO, NoReturn

from askreviews.errors import ReadingError
from askreviews.reading import read
from askreviews.reading.common import fault
from askreviews.reading.limits import MORE_TIME, Limits
from askreviews.types import Box, Place

_ENDING = 1.0  # seconds that OCR is given to clear up
_LATE = 10.0  # seconds after which this process ends itself, should nobody else
_BACKSTOP = 1.5  # times the memory allowed; whoever started this process stops it before


class Worker:
    """Reads one file after the other, as it is told."""

    def __init__(self, limits: Limits, replies: BinaryIO) -> None:
        self._limits = limits
        self._replies = replies
        self._nowhere = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - for good
        self._started = self._seconds = 0.0
        MORE_TIME.set(self._more_time)

    def reply(self, kind: str, value: Any) -> None:
        """Tell whoever started this process."""
        pickle.dump((kind, value), self._replies, pickle.HIGHEST_PROTOCOL)
        self._replies.flush()

    def do(self, work: str, path: Path, *more: Any) -> None:
        """Do a piece of work on a file and tell what came of it."""
        self._started, self._seconds = time.monotonic(), 0.0
        self._more_time(self._limits.max_seconds)
        self.reply(*self._done(work, path, *more))
        faulthandler.cancel_dump_traceback_later()

    def _done(self, work: str, path: Path, *more: Any) -> tuple[str, Any]:
        try:
            if work == "read":
                self._allow(path)
                (document_id,) = more
                return "done", read(path, document_id, self._limits.max_bytes)
            return "done", WORK[work](path, *more)
        except ReadingError as error:
            return "refused", str(error)
        except OSError as error:
            return "unopened", (error.errno, error.strerror)
        except MemoryError:
            return "memory", None
        except Exception as error:  # a defect of ours is no reason to stop with the other files
            return "failed", type(error).__name__

    def _allow(self, path: Path) -> None:
        size = path.stat().st_size if path.is_file() else 0
        self._more_time(self._limits.seconds_for(size) - self._seconds)
        if path.suffix.lower() != ".pdf" or not 0 < size <= self._limits.max_bytes:
            return
        from askreviews.reading.pdf import count_pages

        pages, most = count_pages(path), self._limits.max_pages
        if pages > most:
            told = f"it has {pages:,} pages, more than the limit of {most:,}"
            raise fault(path, told, "split it, or raise ASKREVIEWS_MAX_PAGES")
        self._more_time(self._limits.seconds_for(size, pages) - self._seconds)

    def _more_time(self, seconds: float) -> None:
        if seconds <= 0:
            return
        self._seconds += seconds
        self.reply("seconds", self._seconds)
        # For when nobody is left to stop this process and the interpreter is held up, too.
        left = self._started + self._seconds - time.monotonic()
        faulthandler.dump_traceback_later(left + _LATE, exit=True, file=self._nowhere)


def _draw(path: Path, page: int, boxes: Sequence[Box], width_px: int) -> bytes:
    from askreviews.reading.render import render_page  # loads PDFium and Pillow

    return render_page(path, page, boxes, width_px)


def _places(path: Path, page: int, boxes: Sequence[Box]) -> list[Place]:
    from askreviews.reading.render import place_boxes

    return place_boxes(path, page, boxes)


def _pages(path: Path) -> int:
    from askreviews.reading.pdf import count_pages

    return count_pages(path)


def _rows(path: Path, sheet: str) -> list[list[object]]:
    from askreviews.reading.workbook import rows_of

    return rows_of(path, sheet)


# What is done besides reading documents.
WORK: dict[str, Callable[..., Any]] = {
    "draw": _draw, "places": _places, "pages": _pages, "rows": _rows,
}  # fmt: skip


def main() -> None:
    """Read what is asked for until the input ends."""
    # What a parser prints must not get between the replies.
    replies = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    signal.signal(signal.SIGTERM, _leave)
    tasks: SimpleQueue[Any] = SimpleQueue()
    threading.Thread(target=_listen, args=(tasks,), daemon=True).start()
    try:
        limits: Limits = tasks.get()[0]
        _limit_memory(limits.max_mb * 1_000_000)
        worker = Worker(limits, replies)
        worker.reply("ready", None)
        while True:
            worker.do(*tasks.get())
    finally:
        os._exit(0)  # at once: the thread that listens holds the input


def _leave(_number: int, _frame: object) -> NoReturn:
    """End by way of whatever clears up; programs for OCR are ended, too."""
    raise SystemExit


def _listen(tasks: SimpleQueue[Any]) -> None:
    """Pass on what is asked for; end the process when whoever started it is gone."""
    folder = ""
    try:
        _, folder = first = pickle.load(sys.stdin.buffer)
        tasks.put(first)
        while True:
            tasks.put(pickle.load(sys.stdin.buffer))
    except (EOFError, OSError, pickle.UnpicklingError):
        shutil.rmtree(folder, ignore_errors=True)  # nobody else is left to do it
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(_ENDING)
        os._exit(1)


def _limit_memory(most: int) -> None:
    """Let allocations fail that no watch is quick enough for, where the system can."""
    if sys.platform != "win32":
        import resource

        try:
            mapped = int(Path("/proc/self/statm").read_text("ascii").split()[0]) * mmap.PAGESIZE
        except OSError:
            return
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        limit = mapped + int(most * _BACKSTOP)
        soft = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
