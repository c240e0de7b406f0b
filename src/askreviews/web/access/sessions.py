"""Sessions: who is signed in, in this process's memory alone; a restart signs everybody out."""

from __future__ import annotations

import hashlib
import secrets
import time
from collections import OrderedDict
from dataclasses import dataclass, field

from askreviews.web.access.accounts import Account

# Far more than people; the ones unused for longest end first.
_MOST = 10_000
# A clock that was put back by more than this says nothing of how long a session has lasted.
_CLOCK_SLIPS_S = 60


@dataclass(slots=True)
class Session:
    """One sign-in. Times are in seconds since the epoch, so that a laptop's sleep counts.

    ``password`` is the hash that the account had: with another one the session is over.
    """

    name: str
    password: str = field(repr=False)
    begun: float
    used: float
    token: str = field(default_factory=secrets.token_urlsafe, repr=False)


class Sessions:
    """All sessions, by the hash of what the browser's cookie holds.

    Args:
        idle_s: ends one that was not used for this long, in seconds.
        longest_s: ends one this long after it began, in seconds.
    """

    def __init__(self, idle_s: float, longest_s: float) -> None:
        self.idle_s = idle_s
        self.longest_s = longest_s
        self._held: OrderedDict[bytes, Session] = OrderedDict()

    def begin(self, account: Account) -> str:
        """Begin a session; what the cookie is to hold is returned, and kept nowhere here."""
        cookie, now = secrets.token_urlsafe(32), time.time()
        self._held[_key(cookie)] = Session(account.name, account.password, now, now)
        while len(self._held) > _MOST or self._over(next(iter(self._held.values()))):
            self._held.popitem(last=False)
        return cookie

    def find(self, cookie: str, *, uses: bool = True) -> Session | None:
        """The session of a cookie, if it has not ended; ``uses`` counts this as using it."""
        key = _key(cookie)
        session = self._held.get(key)
        if session is None:
            return None
        if self._over(session):
            del self._held[key]
            return None
        if uses:
            session.used = time.time()
            self._held.move_to_end(key)
        return session

    def end(self, cookie: str) -> None:
        """End a session."""
        self._held.pop(_key(cookie), None)

    def _over(self, session: Session) -> bool:
        now = time.time()
        if now < session.used - _CLOCK_SLIPS_S:
            return True
        return now - session.used > self.idle_s or now - session.begun > self.longest_s


def _key(cookie: str) -> bytes:
    return hashlib.sha256(cookie.encode()).digest()
