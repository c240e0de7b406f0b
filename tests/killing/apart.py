"""Processes forked from this one, in which the models are loaded; each can be killed.

Chroma must not have been opened before, whose threads a fork would lose.
"""

from __future__ import annotations

import io
import multiprocessing
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

_FORK = multiprocessing.get_context("fork")
_LONGEST_S = 120
_EVENTS = ("os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.link", "os.truncate",
           "sqlite3.connect")  # fmt: skip
_WRITES = os.O_WRONLY | os.O_RDWR


@dataclass(frozen=True)
class Ended:
    """How a process ended: what it gave back, or that it was killed, after so many seconds."""

    given: object
    killed: bool
    seconds: float
    steps: int


def run(work: Callable[[], object]) -> object:
    """Do something in a process apart, to its end."""
    ended = killed(work, Path("/nowhere"))
    assert not ended.killed
    return ended.given


def killed(
    work: Callable[[], object], root: Path, *, after_s: float = 0, at_step: int = 0
) -> Ended:
    """Do something in a process apart, and kill it then, unless it ends before.

    Args:
        work: what to do.
        root: the folder in which steps are counted.
        after_s: kill it after so many seconds.
        at_step: have it killed before its so many-eth step: a file opened to write, a rename,
            a folder made, a file deleted.
    """
    mine, its = _FORK.Pipe()
    process = _FORK.Process(target=_do, args=(work, root, at_step, its))
    began = time.monotonic()
    process.start()
    its.close()
    ready = mine.poll(after_s or _LONGEST_S)
    if not ready and not after_s:
        os.kill(process.pid, signal.SIGKILL)
        raise TimeoutError("a process hangs")
    if not ready:
        os.kill(process.pid, signal.SIGKILL)
    try:
        failed, given, steps = mine.recv() if ready else (None, None, 0)
    except EOFError:
        failed, given, steps, ready = None, None, at_step, False
    process.join()
    seconds = time.monotonic() - began
    if failed:
        raise AssertionError(failed)
    return Ended(given, not ready, seconds, steps)


class Server:
    """A process that goes on: it is asked, and answers, again and again."""

    def __init__(self, make: Callable[[], Callable[..., object]]) -> None:
        self._mine, its = _FORK.Pipe()
        self._process = _FORK.Process(target=_serve, args=(make, its), daemon=True)
        self._process.start()
        its.close()

    def ask(self, *given: object) -> object:
        """What its function gives."""
        self._mine.send(given)
        failed, given_back = self._mine.recv()
        if failed:
            raise AssertionError(failed)
        return given_back

    def end(self) -> None:
        """End it."""
        self._mine.send(None)
        self._process.join()


def _do(work, root, at_step, pipe) -> None:
    sys.stderr = io.StringIO()
    steps = _counted(str(root), at_step)
    try:
        pipe.send((None, work(), steps()))
    except BaseException:
        pipe.send((traceback.format_exc(), None, 0))
    os._exit(0)


def _counted(root: str, last: int) -> Callable[[], int]:
    """Count the steps of this process, and kill it before the last one."""
    count = 0

    def hook(event: str, given: tuple) -> None:
        nonlocal count
        if event == "open":
            counts = isinstance(given[0], str) and bool((given[2] or 0) & _WRITES)
        else:
            counts = event in _EVENTS
        if counts and str(given[0]).startswith(root):
            count += 1
            if count == last:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hook)
    return lambda: count


def _serve(make, pipe) -> None:
    answer = make()
    while True:
        given = pipe.recv()
        if given is None:
            os._exit(0)
        try:
            pipe.send((None, answer(*given)))
        except BaseException:
            pipe.send((traceback.format_exc(), None))
