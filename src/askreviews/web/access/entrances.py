"""How people come in: nobody signs in, by accounts of ours, or by a proxy that signs them in."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from typing import Protocol

from starlette.requests import HTTPConnection

from askreviews.errors import AskReviewsError
from askreviews.settings import Settings
from askreviews.types import Role
from askreviews.web.access import cookies
from askreviews.web.access.accounts import Accounts
from askreviews.web.access.addresses import Network, network, parsed, peer, within
from askreviews.web.access.roles import ANYONE, ROLES, Person
from askreviews.web.access.sessions import Sessions

_HEADER = re.compile(r"[A-Za-z0-9-]{1,64}")
_LONGEST_NAME = 200


class Entrance(Protocol):
    """Says whom a request comes from."""

    @property
    def trusted(self) -> tuple[Network, ...]:
        """Of which proxies it believes who asks, and whether by https."""

    @property
    def roles(self) -> tuple[Role, ...]:
        """The roles that people may have."""

    def person(
        self, request: HTTPConnection, *, uses: bool, program: bool = False
    ) -> Person | None:
        """Whom a request comes from, if that is known.

        ``uses`` counts it as using the page; a ``program`` may send a token.
        """


@dataclass(frozen=True, slots=True)
class Open:
    """On this machine alone, where nobody has an account: everybody may do everything."""

    trusted: tuple[Network, ...] = ()
    roles: tuple[Role, ...] = ("operator",)

    def person(
        self,
        request: HTTPConnection,
        *,
        uses: bool,  # noqa: ARG002
        program: bool = False,  # noqa: ARG002
    ) -> Person | None:
        """Anyone who asks for a page of this machine.

        A name that leads here but isn't its own is one that a page elsewhere made up to read this
        one (DNS rebinding), or a proxy's that lets a whole network in.
        """
        host = re.sub(r":[0-9]+$", "", request.headers.get("host", "")).strip("[]")
        address = parsed(host)
        ours = host == "localhost" or (address is not None and address.is_loopback)
        return ANYONE if ours else None


@dataclass(frozen=True, slots=True)
class ByAccount:
    """By a name and a password; a session follows its account: its role, its password, its end."""

    accounts: Accounts
    sessions: Sessions
    trusted: tuple[Network, ...] = ()
    roles: tuple[Role, ...] = ROLES

    def person(
        self, request: HTTPConnection, *, uses: bool, program: bool = False
    ) -> Person | None:
        """Whoever the token is of, where one is sent and may be, else the cookie's session."""
        kind, _, token = request.headers.get("authorization", "").partition(" ")
        if program and kind.lower() == "bearer":
            return self._by_token(token.strip())
        session = self.sessions.find(cookies.held(request, cookies.SESSION), uses=uses)
        if session is None:
            return None
        try:
            account = self.accounts.find(session.name)
        except AskReviewsError:
            return None
        if account is None or account.password != session.password:
            return None
        return Person(account.name, account.role, session.token)

    def _by_token(self, token: str) -> Person | None:
        try:
            account = self.accounts.of_token(token)
        except AskReviewsError:
            return None
        return Person(account.name, account.role) if account else None


@dataclass(frozen=True, slots=True)
class ByProxy:
    """By a proxy that signs people in and names them in a header; only its word counts."""

    header: str
    trusted: tuple[Network, ...]
    role: Role
    role_header: str
    roles: tuple[Role, ...] = ROLES

    def person(
        self,
        request: HTTPConnection,
        *,
        uses: bool,  # noqa: ARG002
        program: bool = False,  # noqa: ARG002
    ) -> Person | None:
        """Whoever the proxy names; nobody where it names none, or two."""
        if not within(peer(request.scope), self.trusted):
            return None
        name = _only(request, self.header)
        if not name or len(name) > _LONGEST_NAME:
            return None
        told = _only(request, self.role_header).casefold() if self.role_header else self.role
        role = next((role for role in ROLES if role == told), None)
        return Person(name, role) if role else None


def entrance_of(settings: Settings, address: str) -> Entrance:
    """How people come in to what is served at an address.

    Args:
        settings: the operator's.
        address: the IP address that is listened at.

    Raises:
        AskReviewsError: others could come in and nothing says who may, or a setting is unusable.
    """
    if settings.auth_proxy:
        return _by_proxy(settings)
    accounts = Accounts(settings.data)
    if accounts.all():
        proxies = settings.trusted_proxy
        trusted = tuple(network(each, "ASKREVIEWS_TRUSTED_PROXY") for each in proxies.split())
        sessions = Sessions(settings.session_idle_minutes * 60, settings.session_hours * 3600)
        return ByAccount(accounts, sessions, trusted)
    if ipaddress.ip_address(address).is_loopback:
        return Open()
    raise AskReviewsError(
        f"At {settings.host} others on the network could open the page, and nobody has an account: "
        "add one with 'askreviews users add NAME --role operator', name a proxy that signs people "
        "in with --auth-proxy HEADER=ADDRESS, or serve at 127.0.0.1."
    )


def _by_proxy(settings: Settings) -> ByProxy:
    header, _, address = settings.auth_proxy.partition("=")
    role_header = settings.auth_proxy_role_header
    for name in (header.strip(), *([role_header] if role_header else [])):
        if not _HEADER.fullmatch(name) or not address:
            raise AskReviewsError(
                "The proxy that signs people in is named as HEADER=ADDRESS, for example "
                f"X-Remote-User=10.1.2.3; {settings.auth_proxy!r} is not of that form."
                if name != role_header
                else f"{name!r} in ASKREVIEWS_AUTH_PROXY_ROLE_HEADER is not the name of a header."
            )
    trusted = (network(address, "--auth-proxy"),)
    return ByProxy(header.strip(), trusted, settings.auth_proxy_role, role_header)


def _only(request: HTTPConnection, header: str) -> str:
    """What a header says; nothing where it is there twice, once by somebody else."""
    values = request.headers.getlist(header)
    if len(values) != 1:
        return ""
    raw = values[0].strip()
    try:
        return raw.encode("latin-1").decode()  # a header is bytes; most proxies send UTF-8
    except UnicodeDecodeError:
        return raw
