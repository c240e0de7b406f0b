"""What is answered to anybody: whether the server is well, and the page to sign in."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import AsyncExitStack, asynccontextmanager

from fastapi import FastAPI
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import Route

from askreviews.web.access.entrances import ByAccount, Entrance
from askreviews.web.access.sign_in import SignIn
from askreviews.web.access.sign_in_page import STYLE
from askreviews.web.api.programs import Programs
from askreviews.web.theme import STATIC


def doorway(
    entrance: Entrance, pages: Iterable[FastAPI], programs: Programs | None = None
) -> Starlette:
    """Make the application; what lies behind it begins and ends with it."""

    @asynccontextmanager
    async def all_pages(_: Starlette) -> AsyncIterator[None]:
        async with AsyncExitStack() as open_pages:
            for page in pages:
                await open_pages.enter_async_context(page.router.lifespan_context(page))
            if programs:
                await open_pages.enter_async_context(programs.open())
            yield

    routes = [
        Route("/healthz", _health),
        Route("/health", _health),
        Route("/favicon.ico", _file("favicon.svg", "image/svg+xml")),
        Route("/sign-in.css", _file(STYLE.name, "text/css")),
    ]
    if isinstance(entrance, ByAccount):
        forms = SignIn(entrance)
        routes += [
            Route("/sign-in", forms.show, methods=["GET"]),
            Route("/sign-in", forms.sign_in, methods=["POST"]),
            Route("/sign-out", forms.sign_out, methods=["POST"]),
        ]
    return Starlette(routes=routes, lifespan=all_pages)


async def _health(_: Request) -> Response:
    return PlainTextResponse("ok")


def _file(name: str, kind: str) -> Callable[[Request], Awaitable[Response]]:
    async def file(_: Request) -> Response:
        return FileResponse(STATIC / name, media_type=kind)

    return file
