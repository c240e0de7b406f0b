"""What takes long to load, loaded once however many ask for it at the same time."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

_Key = TypeVar("_Key", bound=Hashable)
_Loaded = TypeVar("_Loaded")


class Once(Generic[_Key, _Loaded]):
    """Keeps what ``load`` gives for each key; ``functools.cache`` may load twice at a time.

    Args:
        load: loads it.
    """

    def __init__(self, load: Callable[[_Key], _Loaded]) -> None:
        self._load = load
        self._held: dict[_Key, _Loaded] = {}
        self._loading = Lock()

    def __call__(self, key: _Key) -> _Loaded:
        """What belongs to a key; who asks while it is loaded waits."""
        with self._loading:
            if key not in self._held:
                self._held[key] = self._load(key)
            return self._held[key]

    def forget(self) -> None:
        """Have the next who asks load it afresh."""
        with self._loading:
            self._held.clear()
