"""The threads that models compute in, as many as there are cores for them.

Each computes alone: two that read apart lose nothing by waiting for each other at every step, as
two threads of torch's do, and however many ask at once, no more compute than there are cores.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import torch

_Given = TypeVar("_Given")
_Made = TypeVar("_Made")


class Workers:
    """As many threads as torch was to use; a process forked from this one gets its own."""

    def __init__(self) -> None:
        self.count = torch.get_num_threads()
        self._start()
        if hasattr(os, "register_at_fork"):  # threads don't live on in a fork: it would wait
            os.register_at_fork(after_in_child=self._start)

    def _start(self) -> None:
        self._pool = ThreadPoolExecutor(self.count, "model", lambda: torch.set_num_threads(1))

    def map(self, work: Callable[[_Given], _Made], parts: Iterable[_Given]) -> Iterator[_Made]:
        """What ``work`` makes of each part, in their order."""
        return self._pool.map(work, parts)
