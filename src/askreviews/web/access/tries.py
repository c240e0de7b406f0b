"""Guessing passwords is made hopeless: after some failures nobody may try for a while."""

from __future__ import annotations

import ipaddress
import time
from collections import OrderedDict

# Within a quarter of an hour: 480 guesses a day at an account, whoever makes them.
WINDOW_S = 900
_MOST_BY_NAME = 5
_MOST_BY_ADDRESS = 20
_MOST_KEPT = 20_000
_IPV6_HOME = 64  # bits of an address that one household or office has


class Tries:
    """Tries to sign in that failed lately, by the name that was given and by address.

    A name that has no account counts like one that has, so that nobody learns which is which.
    """

    def __init__(self) -> None:
        self._failed: OrderedDict[str, list[float]] = OrderedDict()

    def begin(self, name: str, address: str) -> bool:
        """Count a try as failed until it has succeeded; False where none may be made now.

        Counting comes first, so that many made at once are no way round.
        """
        limits = {_by_name(name): _MOST_BY_NAME, _by_address(address): _MOST_BY_ADDRESS}
        if any(len(self._lately(key)) >= most for key, most in limits.items()):
            return False
        now = time.monotonic()
        for key in limits:
            self._failed[key] = [*self._lately(key), now]
            self._failed.move_to_end(key)
        while len(self._failed) > _MOST_KEPT:
            self._failed.popitem(last=False)
        return True

    def locks(self, name: str) -> bool:
        """Whether the last try was the one that locked the name."""
        return len(self._lately(_by_name(name))) == _MOST_BY_NAME

    def succeeded(self, name: str, address: str) -> None:
        """Forget the failures at that name, and this try at the address."""
        self._failed.pop(_by_name(name), None)
        key = _by_address(address)
        self._failed[key] = self._lately(key)[:-1]

    def _lately(self, key: str) -> list[float]:
        since = time.monotonic() - WINDOW_S
        return [at for at in self._failed.get(key, []) if at > since]


def _by_name(name: str) -> str:
    return f"name {name.casefold()[:200]}"


def _by_address(address: str) -> str:
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return f"address {address}"
    if parsed.version == 6:  # noqa: PLR2004
        parsed = ipaddress.ip_network((parsed, _IPV6_HOME), strict=False).network_address
    return f"address {parsed}"
