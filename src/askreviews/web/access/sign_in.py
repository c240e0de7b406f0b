"""Signing in and out."""

from __future__ import annotations

import logging
import secrets
from functools import partial
from urllib.parse import parse_qs

import anyio
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from askreviews.errors import AskReviewsError
from askreviews.web.access import cookies
from askreviews.web.access.accounts import Account
from askreviews.web.access.addresses import ASKER, Asker
from askreviews.web.access.entrances import ByAccount
from askreviews.web.access.passwords import matches
from askreviews.web.access.sign_in_page import sign_in_page
from askreviews.web.access.tries import WINDOW_S, Tries

logger = logging.getLogger(__name__)

WRONG = "That name and that password do not go together. Look at both and try again."
LOCKED = f"There were too many tries. Wait {WINDOW_S // 60} minutes, then try again."
STALE = "This form was open for long, or cookies are switched off. Please try again."
UNREADABLE = "Nobody can sign in just now; tell whoever looks after this tool."
_MOST_BYTES = 10_000  # of a form
_Fields = dict[str, str]


class SignIn:
    """The forms by which people sign in and out."""

    def __init__(self, entrance: ByAccount) -> None:
        self.entrance = entrance
        self.tries = Tries()
        # Each takes 64 MiB for a moment, so they go one by one.
        self._one = anyio.CapacityLimiter(1)

    async def show(self, request: Request) -> Response:
        """The page to sign in."""
        if self.entrance.person(request, uses=False):
            return RedirectResponse("./", 303)
        return self._page(request, said="signed-out" in request.query_params)

    async def sign_in(self, request: Request) -> Response:
        """Sign somebody in, or say why not."""
        fields = await _fields(request)
        if not fields.get("form") or not _same(fields["form"], cookies.held(request, cookies.FORM)):
            return self._page(request, STALE, 400)
        name, address = fields.get("name", "").strip(), _asker(request).address
        if not self.tries.begin(name, address):
            return self._page(request, LOCKED, 429)
        try:
            account = self.entrance.accounts.find(name)
        except AskReviewsError as error:
            logger.log(logging.ERROR, "%s", error)  # one sentence, no traceback
            return self._page(request, UNREADABLE, 503)
        kept = account.password if account else None
        compare = partial(matches, kept, fields.get("password", ""))
        right = await anyio.to_thread.run_sync(compare, limiter=self._one)
        if not right or account is None:
            self._tell_failure(account, name, address)
            return self._page(request, WRONG, 401)
        self.tries.succeeded(name, address)
        self.entrance.sessions.end(cookies.held(request, cookies.SESSION))
        return self._signed_in(request, account)

    async def sign_out(self, request: Request) -> Response:
        """End a session; where there is none any more, that is as well."""
        person, fields = self.entrance.person(request, uses=False), await _fields(request)
        if person and not _same(fields.get("token", ""), person.token):
            return self._page(request, STALE, 400)
        self.entrance.sessions.end(cookies.held(request, cookies.SESSION))
        response = RedirectResponse("sign-in?signed-out", 303)
        cookies.take_back(response, request, cookies.SESSION)
        return response

    def _signed_in(self, request: Request, account: Account) -> Response:
        response = RedirectResponse("./", 303)
        cookie = self.entrance.sessions.begin(account)
        cookies.give(response, request, cookies.SESSION, cookie)
        cookies.take_back(response, request, cookies.FORM)
        return response

    def _page(
        self, request: Request, problem: str = "", status: int = 200, *, said: bool = False
    ) -> Response:
        form = cookies.held(request, cookies.FORM) or secrets.token_urlsafe()
        response = sign_in_page(form, problem, status, signed_out=said)
        cookies.give(response, request, cookies.FORM, form)
        return response

    def _tell_failure(self, account: Account | None, name: str, address: str) -> None:
        """Tell the operator of a lock, without what was typed: that may be a password."""
        if account and self.tries.locks(name):
            logger.warning(
                "Too many failed tries to sign in as %s, the last from %s; locked for %d minutes.",
                account.name, address, WINDOW_S // 60,
            )  # fmt: skip


async def _fields(request: Request) -> _Fields:
    """The fields of a form; none where it is far too large to be one."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > _MOST_BYTES:
            return {}
    parsed = parse_qs(body.decode("utf-8", "replace"), max_num_fields=10)
    return {name: values[0] for name, values in parsed.items()}


def _asker(request: Request) -> Asker:
    asker = request.scope[ASKER]
    assert isinstance(asker, Asker)
    return asker


def _same(one: str, other: str) -> bool:
    return secrets.compare_digest(one.encode(), other.encode())
