"""A process that files are read in, from the side of whoever starts it.

A subprocess rather than ``multiprocessing``: that would run the caller's own script again
to start it, and cannot be told what the process may print.
"""

from __future__ import annotations

import contextlib
import mmap
import os
import pickle
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any, Literal

from askreviews.errors import AskReviewsError
from askreviews.reading.limits import Limits

_STARTING = 120.0  # seconds
_ENDING = 1.0  # seconds to clear up in
_WATCHED_EVERY = 0.05  # seconds
_BROKEN = (EOFError, OSError, pickle.UnpicklingError)
# The modules of this process, by no variable that programs for OCR would inherit.
_WORKER = (
    "import sys; sys.path[:] = sys.argv[1:]; from askreviews.reading.worker import main; main()"
)
Excess = Literal["time", "memory"]


class Process:
    """The process, ``worker.py``, as long as it lasts."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        # What a process leaves behind that had to be killed goes with this folder.
        self._folder = tempfile.TemporaryDirectory(
            prefix="askreviews-reading-", ignore_cleanup_errors=True
        )
        self._popen = subprocess.Popen(
            [sys.executable, "-c", _WORKER, *sys.path],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            start_new_session=True, env=_environment(self._folder.name),
        )  # fmt: skip
        try:
            kind, value = self._ask((limits, self._folder.name), _STARTING)
        except BaseException:
            self.close()
            raise
        if kind != "ready":
            self.close()
            raise AskReviewsError(
                f"The program that reads files could not be started ({value}); run "
                "'make setup', and see that ASKREVIEWS_MAX_READING_MB is not too low."
            )

    @property
    def is_over(self) -> bool:
        """Whether the process has ended."""
        return self._popen.poll() is not None

    @property
    def memory(self) -> int:
        """Bytes of memory that the process holds; 0 where the system has no ``/proc``."""
        try:
            told = Path(f"/proc/{self._popen.pid}/statm").read_text("ascii")
        except OSError:
            return 0
        return int(told.split()[1]) * mmap.PAGESIZE

    def do(self, work: str, path: Path, *more: Any) -> tuple[str, Any]:
        """Have something done with a file; gives what came of it and more about that."""
        return self._ask((work, path.absolute(), *more), self._limits.max_seconds)

    def _ask(self, what: object, seconds: float) -> tuple[str, Any]:
        assert self._popen.stdin
        assert self._popen.stdout
        kind, value = "", None
        watch = Watch(self, seconds, self._limits.max_mb * 1_000_000)
        try:
            pickle.dump(what, self._popen.stdin)
            self._popen.stdin.flush()
            kind, value = pickle.load(self._popen.stdout)
            while kind == "seconds":
                watch.seconds = value
                kind, value = pickle.load(self._popen.stdout)
        except _BROKEN:
            kind = "stopped" if kind else "unbegun"
            self.end()
            code = self._popen.returncode
            value = f"signal {-code}" if code < 0 else f"status {code}"
        finally:
            watch.stop()
        return (watch.found, watch.seconds) if watch.found else (kind, value)

    def end(self, *, at_once: bool = False) -> None:
        """End the process, with a moment for its own to be cleared up unless ``at_once``."""
        if at_once:
            self._popen.kill()
        else:
            self._popen.terminate()
        try:
            self._popen.wait(_ENDING)
        except subprocess.TimeoutExpired:
            self._popen.kill()
            self._popen.wait()

    def close(self) -> None:
        """End the process and leave nothing of it."""
        self.end()
        for pipe in (self._popen.stdin, self._popen.stdout):
            if pipe:
                with contextlib.suppress(OSError):  # what could not be sent to it any more
                    pipe.close()
        self._folder.cleanup()


class Watch:
    """Ends a process that takes too long over a file or holds too much."""

    def __init__(self, process: Process, seconds: float, memory: int) -> None:
        self.seconds = seconds
        self.found: Excess | None = None
        self._process = process
        self._memory = memory
        self._started = time.monotonic()
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Watch no longer."""
        self._done.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._done.wait(_WATCHED_EVERY):
            if time.monotonic() - self._started > self.seconds:
                self.found = "time"
            elif self._process.memory > self._memory:
                self.found = "memory"
            if self.found:
                self._process.end(at_once=self.found == "memory")
                return


def _environment(folder: str) -> dict[str, str]:
    """What this process has, but for where passing files are written."""
    own = dict.fromkeys(("TMPDIR", "TEMP", "TMP"), folder)
    return {**os.environ, **own, "OPENBLAS_NUM_THREADS": "1"}
