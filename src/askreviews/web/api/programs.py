"""What is behind the gate for programs. Nothing of it is loaded until something is asked for."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import anyio
from anyio.abc import TaskGroup, TaskStatus
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from askreviews.web.access.routes import MCP, METRICS
from askreviews.web.api.answering import Answering
from askreviews.web.work.metrics import CONTENT_TYPE

# Of what is sent at once; a question is a few hundred bytes.
_MOST_BYTES = 1_000_000
_TOO_LARGE = "More than a megabyte was sent; ask one question at a time."
_UNASKED = "Nothing is sent here that was not asked for; send each message by POST."


class Programs:
    """An ASGI application for the API, the tools and the figures; ``open`` while it is served."""

    def __init__(self, answering: Answering) -> None:
        self._answering = answering
        self._tasks: TaskGroup | None = None
        self._loading = anyio.Lock()
        self._api: ASGIApp | None = None
        self._tools: ASGIApp | None = None

    @asynccontextmanager
    async def open(self) -> AsyncIterator[None]:
        """Let what is asked for run until the server ends."""
        async with anyio.create_task_group() as tasks:
            self._tasks = tasks
            yield
            tasks.cancel_scope.cancel()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["path"] == METRICS:
            await (await self._figures())(scope, receive, send)
        elif scope["path"] == MCP and scope["method"] != "POST":
            refusal = JSONResponse({"detail": _UNASKED}, 405, {"Allow": "POST"})
            await refusal(scope, receive, send)
        else:
            body = await _whole(receive)
            if body is None:
                await JSONResponse({"detail": _TOO_LARGE}, 413)(scope, receive, send)
                return
            app = await (self._mcp() if scope["path"] == MCP else self._http())
            await app(scope, _again(body, receive), send)

    async def _figures(self) -> Response:
        # In a thread: it may be the first to see that there is a new generation, and open it.
        text = await anyio.to_thread.run_sync(self._answering.workers.metrics.text)
        return Response(text, media_type=CONTENT_TYPE)

    async def _http(self) -> ASGIApp:
        async with self._loading:
            if self._api is None:
                from askreviews.web.api.application import application

                self._api = application(self._answering)
        return self._api

    async def _mcp(self) -> ASGIApp:
        async with self._loading:
            if self._tools is None:
                self._tools = await self._run_tools()
        return self._tools

    async def _run_tools(self) -> ASGIApp:
        manager = (await anyio.to_thread.run_sync(_load_tools))(self._answering).manager()

        async def run(*, task_status: TaskStatus[None] = anyio.TASK_STATUS_IGNORED) -> None:
            async with manager.run():
                task_status.started()
                await anyio.sleep_forever()

        assert self._tasks is not None  # it is served
        await self._tasks.start(run)
        return manager.handle_request


if TYPE_CHECKING:
    from askreviews.web.api.tools import Tools


def _load_tools() -> type[Tools]:
    from askreviews.web.api.tools import Tools

    return Tools


async def _whole(receive: Receive) -> bytes | None:
    """All that is sent; None where it is too much."""
    body, more = b"", True
    while more:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
        if len(body) > _MOST_BYTES:
            return None
    return body


def _again(body: bytes, receive: Receive) -> Receive:
    """Receive it once more, and after that whatever else comes."""
    told = False

    async def receive_again() -> Message:
        nonlocal told
        if told:
            return await receive()
        told = True
        return {"type": "http.request", "body": body, "more_body": False}

    return receive_again
