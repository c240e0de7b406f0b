"""Our two cookies: no script sees them, and what https sets is sent by https alone."""

from __future__ import annotations

from typing import Literal

from starlette.requests import HTTPConnection
from starlette.responses import Response

SESSION = "askreviews"
FORM = "askreviews-form"
# A link from elsewhere brings the session with it, what another site's page sends doesn't; the
# form's cookie is wanted by the form alone.
_SAME_SITE: dict[str, Literal["lax", "strict"]] = {SESSION: "lax", FORM: "strict"}


def held(request: HTTPConnection, name: str) -> str:
    """What a cookie holds; nothing where there is none."""
    return request.cookies.get(_full(request, name), "")


def give(response: Response, request: HTTPConnection, name: str, value: str) -> None:
    """Set a cookie, until the browser is closed."""
    response.set_cookie(
        _full(request, name), value, httponly=True, secure=_secure(request),
        samesite=_SAME_SITE[name],
    )  # fmt: skip


def take_back(response: Response, request: HTTPConnection, name: str) -> None:
    """Delete a cookie."""
    response.delete_cookie(_full(request, name), secure=_secure(request), httponly=True)


def _full(request: HTTPConnection, name: str) -> str:
    """By https the name is one that no other host, and nothing by plain http, can have set."""
    return f"__Host-{name}" if _secure(request) else name


def _secure(request: HTTPConnection) -> bool:
    return bool(request.scope["scheme"] == "https")
