"""What a question's time is spent in: stages added up while somebody watches."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

Spent = dict[str, float]
_WATCHED: ContextVar[Spent | None] = ContextVar("watched", default=None)


@contextmanager
def watching(spent: Spent) -> Iterator[None]:
    """Add what stages take meanwhile, in this thread, to ``spent``: milliseconds by stage."""
    token = _WATCHED.set(spent)
    try:
        yield
    finally:
        _WATCHED.reset(token)


@contextmanager
def stage(name: str) -> Iterator[None]:
    """A stage; none lies within another."""
    spent = _WATCHED.get()
    if spent is None:
        yield
        return
    began = time.perf_counter()
    try:
        yield
    finally:
        spent[name] = spent.get(name, 0.0) + (time.perf_counter() - began) * 1000
