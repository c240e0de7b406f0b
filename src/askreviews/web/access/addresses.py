"""Where a request comes from: the address at the other end, or what a trusted proxy says."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass

from starlette.datastructures import Headers
from starlette.types import Scope

from askreviews.errors import AskReviewsError

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
# Where the gate leaves who asks, in the ASGI scope of a request.
ASKER = "askreviews.asker"
# Gradio believes these whoever sends them, and makes the page's own addresses of them.
_TOLD = ("forwarded", "x-forwarded-", "x-gradio-server", "x-real-ip")


def network(text: str, setting: str) -> Network:
    """An address, or a network as 10.1.2.0/24.

    Raises:
        AskReviewsError: it is neither.
    """
    try:
        return ipaddress.ip_network(text.strip())
    except ValueError:
        raise AskReviewsError(
            f"{text.strip()!r} in {setting} is not an IP address, nor a network like 10.1.2.0/24."
        ) from None


def parsed(address: str) -> Address | None:
    """An address; one of IPv4 that is written as IPv6, as the former."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return None
    return (found.ipv4_mapped or found) if found.version == 6 else found  # noqa: PLR2004


def peer(scope: Scope) -> Address | None:
    """The other end of the connection, whatever any header says."""
    client = scope.get("client")
    return parsed(client[0]) if client else None


def within(address: Address | None, networks: Iterable[Network]) -> bool:
    """Whether an address is in one of the networks."""
    return address is not None and any(address in each for each in networks)


@dataclass(frozen=True, slots=True)
class Asker:
    """Where a request came from: the person's address, as text, and whether by https."""

    address: str
    secure: bool


def asker(scope: Scope, trusted: Iterable[Network]) -> Asker:
    """Who asks, by the word of a trusted proxy where the request came by one."""
    address, secure = peer(scope), scope.get("scheme") == "https"
    if within(address, trusted):
        headers = Headers(scope=scope)
        # Each proxy adds to the end; what stands before it anybody may have written.
        told = ",".join(headers.getlist("x-forwarded-for")).rpartition(",")[2].strip()
        address = parsed(told) or address
        secure = secure or headers.get("x-forwarded-proto", "").strip().lower() == "https"
    return Asker(str(address), secure)


def as_asked(scope: Scope, who: Asker) -> Scope:
    """The scope for what lies behind the gate: from whom it is, and nothing that says otherwise."""
    headers = [
        (name, value)
        for name, value in scope["headers"]
        if not name.decode("latin-1").lower().startswith(_TOLD)
    ]
    scheme = "https" if who.secure else scope.get("scheme", "http")
    return {**scope, "headers": headers, "scheme": scheme, ASKER: who}
