"""What visitors have before them, by visit, so that a page that is loaded again finds its own.

The key is made by the browser, kept for one window (``sessionStorage``), and unguessable; it opens
nothing for anybody but the person who came with it first. What it opens is held in this process's
memory alone and forgotten when it has not been used for long.
"""

from __future__ import annotations

import re
import threading
import time
from collections import OrderedDict
from dataclasses import dataclass, field

from askreviews.web.ask.conversation import Conversation
from askreviews.web.prepare.desk import Desk

_KEY = re.compile(r"[0-9a-f]{32}")
_FORGOTTEN_AFTER_S = 3600
_MOST = 1000


@dataclass(frozen=True, slots=True)
class Visit:
    """What one visitor asked and was shown, and what they kept and prepare."""

    conversation: Conversation = field(default_factory=Conversation)
    desk: Desk = field(default_factory=Desk)


class Visits:
    """The conversations and desks of all visits of the last hour."""

    def __init__(self) -> None:
        self._held: OrderedDict[tuple[str, str], tuple[float, Visit]] = OrderedDict()
        self._changing = threading.Lock()

    def conversation(self, key: object, person: str = "") -> Conversation:
        """The conversation of a visit; a new one where there is none yet or the key is no key."""
        return self._visit(key, person).conversation

    def desk(self, key: object, person: str = "") -> Desk:
        """The desk of a visit; a new one where there is none yet or the key is no key."""
        return self._visit(key, person).desk

    def forget(self, key: str, person: str = "") -> None:
        """Forget now what a visit held."""
        with self._changing:
            _, held = self._held.pop((person, key), (0.0, Visit()))
        held.conversation.clear()
        held.desk.clear()

    def _visit(self, key: object, person: str) -> Visit:
        if not isinstance(key, str) or not _KEY.fullmatch(key):
            return Visit()
        now = time.monotonic()
        with self._changing:
            _, held = self._held.pop((person, key), (now, Visit()))
            self._held[person, key] = (now, held)
            while len(self._held) > _MOST or self._oldest() < now - _FORGOTTEN_AFTER_S:
                self._held.popitem(last=False)
        return held

    def _oldest(self) -> float:
        return next(iter(self._held.values()))[0]
