"""What each response tells the browser to leave alone."""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# Gradio's own page needs inline scripts and eval; what no page of ours needs is another host.
_PAGE = (
    "default-src 'none'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
    "connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'self'; "
    "frame-ancestors 'none'"
)
# Of what is no page nothing runs, even where a browser is brought to show it as one.
_ELSE = "default-src 'none'; frame-ancestors 'none'; sandbox"
_UNUSED = (
    "accelerometer", "autoplay", "bluetooth", "camera", "display-capture", "geolocation",
    "gyroscope", "hid", "idle-detection", "local-fonts", "magnetometer", "microphone", "midi",
    "payment", "serial", "usb",
)  # fmt: skip
_ALWAYS = {
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": ", ".join(f"{name}=()" for name in _UNUSED),
    # Not "no-referrer": what our own forms send would then look like another site's.
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}
_HTTPS = "max-age=31536000"
# Gradio's scripts, styles and fonts, which hold nobody's words and may be kept by a browser.
_OURS_TO_KEEP = ("/assets/", "/static/", "/theme.css", "/favicon.ico")
_FROM_PEOPLE = "/gradio_api/"


class Headers:
    """Adds to each response the headers that keep the browser at home."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                _add(scope, MutableHeaders(scope=message))
            await send(message)

        await self.app(scope, receive, send_with_headers)


def _add(scope: Scope, headers: MutableHeaders) -> None:
    path = scope["path"]
    html = headers.get("content-type", "").startswith("text/html")
    page = html and not path.startswith(_FROM_PEOPLE)
    headers["content-security-policy"] = _PAGE if page else _ELSE
    for name, value in _ALWAYS.items():
        headers[name] = value
    if scope.get("scheme") == "https":
        headers["strict-transport-security"] = _HTTPS
    if not path.startswith(_OURS_TO_KEEP):
        headers.setdefault("cache-control", "no-store")
