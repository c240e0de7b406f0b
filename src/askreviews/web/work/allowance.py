"""How much one person may ask: so many questions in any minute."""

from __future__ import annotations

import math
import time
from collections import OrderedDict, deque

from askreviews.web.markup import counted
from askreviews.web.work.turns import RefusedError

_MINUTE_S = 60
# Far more than people; the ones who asked nothing for longest are forgotten first.
_MOST = 10_000


class TooManyError(RefusedError):
    """This person asked too much in the last minute."""


class Allowance:
    """What everybody asked in the last minute.

    Args:
        a_minute: how many each may ask in any minute; 0: as many as they like.
    """

    def __init__(self, a_minute: int) -> None:
        self.a_minute = a_minute
        self._asked: OrderedDict[str, deque[float]] = OrderedDict()

    def spend(self, who: str) -> None:
        """Count a question of somebody's.

        Raises:
            TooManyError: they have none left just now; this one isn't counted.
        """
        if not self.a_minute:
            return
        now = time.monotonic()
        asked = self._asked.setdefault(who, deque())
        self._asked.move_to_end(who)
        while asked and asked[0] <= now - _MINUTE_S:
            asked.popleft()
        if len(asked) >= self.a_minute:
            wait = max(1, math.ceil(asked[0] + _MINUTE_S - now))
            raise TooManyError(
                f"You have asked {counted(self.a_minute, 'question')} within a minute, which is "
                f"the most for one person here. Please ask again in {counted(wait, 'second')}.",
                retry_after=wait,
            )
        asked.append(now)
        while len(self._asked) > _MOST:
            self._asked.popitem(last=False)
