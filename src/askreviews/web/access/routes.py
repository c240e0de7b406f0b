"""Every address that is answered, and who may use it; whatever stands here not is not there.

Gradio has many more: for sharing, monitoring, recording, calling by name, keeping the state of a
page in a file. No page of ours uses them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from askreviews.types import Role
from askreviews.web.access.roles import ROLES, may


@dataclass(frozen=True, slots=True)
class Route:
    """An address: ``/*`` at its end stands for anything but nothing.

    ``needs`` is ``None`` where nobody has to be signed in. A ``page`` is opened by a person, who
    is led to sign in; what scripts ask for is refused. What a page does of itself, as long as it
    is open, is no use of it (``idle``). At a ``program``'s a token opens what a session does.
    """

    method: str
    path: str
    needs: Role | None
    what: str
    page: bool = False
    idle: bool = False
    program: bool = False

    def is_for(self, method: str, path: str) -> bool:
        """Whether a request is for this."""
        if method.replace("HEAD", "GET") != self.method:
            return False
        start, star, _ = self.path.partition("*")
        return path.startswith(start) and path != start if star else path == self.path


API = "/gradio_api"
PROGRAMS = "/api/v1"
MCP = "/mcp"
METRICS = "/metrics"
ROUTES = (
    Route("GET", "/healthz", None, "says “ok” and nothing else"),
    Route("GET", "/health", None, "the same, by its former name"),
    Route("GET", "/sign-in", None, "the page to sign in"),
    Route("POST", "/sign-in", None, "signing in"),
    Route("POST", "/sign-out", None, "signing out"),
    Route("GET", "/sign-in.css", None, "how that page looks"),
    Route("GET", "/favicon.ico", None, "its icon"),
    Route("GET", "/", "reader", "the page", page=True),
    Route("GET", "/config", "reader", "the parts of the page"),
    Route("GET", "/theme.css", "reader", "how it looks"),
    Route("GET", "/assets/*", "reader", "Gradio’s scripts"),
    Route("GET", "/static/*", "reader", "Gradio’s pictures"),
    Route("GET", "/page-view", "reader", "a document in the viewer"),
    Route("GET", "/page-image", "reader", "the image of a page of a PDF"),
    Route("POST", "/forget", "reader", "forgetting a conversation"),
    Route("GET", f"{API}/info", "reader", "what the page’s parts take"),
    Route("POST", f"{API}/queue/join", "reader", "whatever is pressed"),
    Route("GET", f"{API}/queue/data", "reader", "what comes of it", idle=True),
    Route("GET", f"{API}/heartbeat/*", "reader", "that the page is still open", idle=True),
    Route("POST", f"{API}/cancel", "reader", "stopping"),
    Route("POST", f"{API}/reset", "reader", "the same, for older pages"),
    Route("POST", f"{API}/component_server/", "operator", "what removing a document would take"),
    Route("POST", f"{API}/upload", "evaluator", "sending a file"),
    Route("GET", f"{API}/upload_progress", "evaluator", "how much of it arrived", idle=True),
    Route("GET", "/evaluation-report", "evaluator", "the report of a run", page=True),
    Route("GET", "/feedback-drafts", "evaluator", "readers’ feedback as questions", page=True),
    Route("GET", f"{PROGRAMS}/openapi.json", "reader", "what programs may ask", program=True),
    Route("POST", f"{PROGRAMS}/ask", "reader", "a program’s question", program=True),
    Route("POST", f"{PROGRAMS}/search", "reader", "its search", program=True),
    Route("POST", f"{PROGRAMS}/reviews", "reader", "the catalogue for it", program=True),
    Route("GET", f"{PROGRAMS}/text", "reader", "a document’s text for it", program=True),
    Route("POST", MCP, "reader", "the same four as tools, by MCP", program=True),
    Route("GET", MCP, "reader", "says that nothing is sent unasked (405)", program=True),
    Route("GET", METRICS, "operator", "figures for Prometheus", program=True),
)


def route_for(method: str, path: str) -> Route | None:
    """The route that a request is for, if there is one."""
    return next((route for route in ROUTES if route.is_for(method, path)), None)


def table() -> Iterator[str]:
    """All routes and who may use each, as the lines of a table in Markdown."""
    yield f"| address | what it is | nobody | {' | '.join(ROLES)} |"
    yield "|---|---|---|" + "---|" * len(ROLES)
    for route in ROUTES:
        needs = route.needs
        nobody = "yes" if needs is None else "to sign in" if route.page else "401"
        cells = ["yes" if needs is None or may(role, needs) else "403" for role in ROLES]
        address = f"`{route.method} {route.path}`"
        yield f"| {address} | {route.what} | {nobody} | {' | '.join(cells)} |"
    yield f"| whatever else | | {' | '.join(['404'] * (len(ROLES) + 1))} |"
