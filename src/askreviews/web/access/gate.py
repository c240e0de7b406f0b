"""The gate before every route: nothing is answered that it has not let through."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from askreviews.types import Role
from askreviews.web.access.addresses import as_asked, asker
from askreviews.web.access.entrances import ByAccount, ByProxy, Entrance
from askreviews.web.access.roles import PERSON, may
from askreviews.web.access.routes import API, MCP, METRICS, PROGRAMS, Route, route_for
from askreviews.web.ask.asking import log_failure

_IN_JSON = (API, PROGRAMS, MCP, METRICS)
_NOT_HERE = "There is nothing at this address."
_FOREIGN = "This was asked for by a page of another site, and is not answered."
_NOT_YOURS = "Your role here does not include this; ask whoever looks after this tool."
_NO_TOKEN = (
    "No token was sent that is good here; whoever looks after this tool makes one with "
    "'askreviews users token NAME'."
)
_NOBODY = {
    ByAccount: "You are not signed in; load the page again to sign in.",
    ByProxy: "Nobody said who you are; open this by the address that your organisation signs you "
    "in at, or ask whoever looks after this tool.",
}
_ELSEWHERE = (
    "This is for the machine that it runs on. To open it to others, add accounts with "
    "'askreviews users add' and start it again."
)


class Gate:
    """An ASGI application: finds out who asks, and hands on what they may ask for.

    Each role has a page of its own, in which only the parts stand that it may use. So a request
    that is forged by hand finds nothing to call: what the role may not do isn't there.

    Args:
        entrance: how people come in.
        doorway: answers what nobody has to be signed in for, and begins and ends the pages.
        pages: the page of each role.
        programs: answers what programs ask.
    """

    def __init__(
        self,
        entrance: Entrance,
        doorway: ASGIApp,
        pages: Mapping[Role, ASGIApp],
        programs: ASGIApp,
    ) -> None:
        self.entrance = entrance
        self.doorway = doorway
        self.pages = pages
        self.programs = programs

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] == "lifespan":
            await self.doorway(scope, receive, send)
        elif scope["type"] == "http":
            scope = as_asked(scope, asker(scope, self.entrance.trusted))
            try:
                await self._answer(scope)(scope, receive, _not_kept(send))
            except Exception as error:  # answered already, and not to be logged with its message
                log_failure("A request was not answered", error)
        # Gradio's page uses no web socket; left unanswered, one is refused.

    def _answer(self, scope: Scope) -> ASGIApp:
        request, path = HTTPConnection(scope), scope["path"]
        route = route_for(scope["method"], path)
        if route is None:
            return _told(_NOT_HERE, 404, path)
        if _foreign(request, route):
            return _told(_FOREIGN, 403, path)
        if route.needs is None:
            return self.doorway
        person = self.entrance.person(request, uses=not route.idle, program=route.program)
        if person is None:
            return self._nobody(route, path)
        if not may(person.role, route.needs):
            return _told(_NOT_YOURS, 403, path)
        scope[PERSON] = person
        return self.programs if route.program else self.pages[person.role]

    def _nobody(self, route: Route, path: str) -> Response:
        if isinstance(self.entrance, ByAccount) and route.page:
            return RedirectResponse("sign-in", 303)
        words = _NOBODY.get(type(self.entrance))
        if isinstance(self.entrance, ByAccount) and route.program:
            return JSONResponse(
                {"detail": _NO_TOKEN},
                401,
                headers={"WWW-Authenticate": 'Bearer realm="askreviews"'},
            )
        return _told(words, 401, path) if words else _told(_ELSEWHERE, 403, path)


def _foreign(request: HTTPConnection, route: Route) -> bool:
    """Whether a page of another site asks, by what browsers say of their own accord.

    A link from elsewhere to a page is none of that.
    """
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        link = route.method == "GET" and request.headers.get("sec-fetch-mode") == "navigate"
        return site not in ("same-origin", "none") and not link
    origin = request.headers.get("origin")
    return origin is not None and urlsplit(origin).netloc != request.headers.get("host")


def _told(sentence: str, status: int, path: str) -> Response:
    if path.startswith(_IN_JSON):  # Gradio's page reads a refusal in this form alone
        return JSONResponse({"detail": sentence}, status)
    return PlainTextResponse(sentence, status)


def _not_kept(send: Send) -> Send:
    """Have browsers keep nothing that doesn't ask to be kept: the next person may use this one."""

    async def send_on(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers.setdefault("cache-control", "no-store")
            headers.setdefault("x-content-type-options", "nosniff")
        await send(message)

    return send_on
