"""Serve the page on this machine: one process, no request to anywhere else."""

from __future__ import annotations

import contextlib
import logging
import os
import signal
import socket
import sys
import time
from collections.abc import Callable
from threading import Thread

import gradio as gr
import uvicorn
from fastapi import FastAPI

from askreviews.assistant import Assistant
from askreviews.errors import AskReviewsError
from askreviews.library import Library
from askreviews.settings import Settings
from askreviews.web.access.doorway import doorway
from askreviews.web.access.entrances import ByAccount, Entrance, entrance_of
from askreviews.web.access.gate import Gate
from askreviews.web.access.roles import offers_for
from askreviews.web.access.tls import IN_CLEAR, certificate_of
from askreviews.web.api.answering import Answering
from askreviews.web.api.programs import Programs
from askreviews.web.ask.visits import Visits
from askreviews.web.evaluate.drafts import add_drafts
from askreviews.web.evaluate.reports import add_reports
from askreviews.web.headers import Headers
from askreviews.web.leaving import add_leaving
from askreviews.web.offers import Offers
from askreviews.web.page import build
from askreviews.web.theme import STATIC, script, theme
from askreviews.web.viewer.images import add_page_images
from askreviews.web.viewer.views import add_views
from askreviews.web.work.metrics import Metrics
from askreviews.web.work.workers import Workers

MakeOffers = Callable[[Assistant, Settings], Offers]

_SCRIPTS = ("addresses.js", "first.js", "signed_out.js")
_STYLES = ("base", "ask", "feedback", "library", "adding", "viewer", "prepare", "evaluate")
_TIDIED_EVERY_S = 60
_QUESTION_SET = 20_000_000  # bytes: one of thousands


class _Server(uvicorn.Server):
    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End; that open pages are cut off is then no error to report."""
        logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
        await super().shutdown(sockets)


def guarded(
    assistant: Assistant, offers: Offers, entrance: Entrance, settings: Settings | None = None
) -> Gate:
    """Make the web application behind its gate, with a page for each role that people may have."""
    visits = Visits()
    workers = Workers(settings, Metrics(lambda: assistant.info))
    pages = {
        role: application(assistant, offers_for(role, offers), visits, workers)
        for role in entrance.roles
    }
    programs = Programs(Answering(assistant, workers, offers.audit))
    door = doorway(entrance, pages.values(), programs)
    return Gate(entrance, door, pages, Headers(programs))


def application(
    assistant: Assistant,
    offers: Offers | None = None,
    visits: Visits | None = None,
    workers: Workers | None = None,
) -> FastAPI:
    """Make the web application over an open index, with what else it offers.

    Nothing in it asks who somebody is: it is served behind a gate.
    """
    offers, visits = offers or Offers(), visits or Visits()
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    app.add_middleware(Headers)
    add_leaving(app, visits)
    add_page_images(app, assistant)  # before the page, which takes every address left
    add_views(app, assistant)
    if offers.bench:
        add_reports(app, offers.bench)
    if offers.bench and offers.feedback:
        add_drafts(app, offers.feedback)
    gr.mount_gradio_app(
        app,
        build(assistant, offers, visits, workers),
        path="/",
        footer_links=[],
        run_history=False,  # it would keep questions and answers in the browser
        show_error=False,
        ssr_mode=False,
        pwa=False,
        mcp_server=False,
        max_file_size=max(_QUESTION_SET, offers.library.max_bytes if offers.library else 0),
        favicon_path=str(STATIC / "favicon.svg"),
        theme=theme(),
        css_paths=[STATIC / "style" / f"{name}.css" for name in _STYLES],
        head="".join(f"<script>{script(name)}</script>" for name in _SCRIPTS),
    )
    return app


def prepare(settings: Settings) -> Assistant:
    """Bring the index up to date with the corpus, and open it; models load behind the page.

    Where it cannot be brought up to date, the one that is there is served, and this is said.

    Raises:
        AskReviewsError: there is no usable index and none could be made, or the language model
            that is configured can't be used as it is.
    """
    settings.language_model()  # refuse now, not after a minute's indexing
    library = Library.open(settings.corpus, settings.index, settings)
    try:
        failed = library.index(progress=True).failed
    except AskReviewsError as error:
        if not library.has_index:
            raise
        failed = [f"{error} The index made before is served."]
    for sentence in failed:
        print(f"askreviews: {sentence}", file=sys.stderr)
    assistant = Assistant.open(settings.index, settings)
    assistant.warm_up_behind()
    return assistant


def serve(settings: Settings, make_offers: MakeOffers | None = None) -> None:
    """Serve the page until interrupted, at the settings' host and port.

    Args:
        settings: the operator's.
        make_offers: makes what the page offers besides asking and reading.

    Raises:
        AskReviewsError: the address is taken or not this machine's, others could come in and
            nothing says who may, or there is no index.
    """
    listening = _bind(settings.host, settings.port)
    with listening:
        entrance = entrance_of(settings, listening.getsockname()[0])
        certificate = certificate_of(settings)
        assistant = prepare(settings)
        offers = make_offers(assistant, settings) if make_offers else Offers()
        app = guarded(assistant, offers, entrance, settings)
        _tell_where(settings, entrance)
        if settings.chroma_url:
            _keep_tidy(Library.open(settings.corpus, settings.index, settings))
        config = uvicorn.Config(
            app,
            log_level="warning",
            access_log=False,
            proxy_headers=False,  # the gate reads them, of those that are to be believed
            server_header=False,
            timeout_graceful_shutdown=2,  # an open page keeps a connection for good
            **certificate,
        )
        # Ended either way, what passing files there are is cleared up.
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        with contextlib.suppress(KeyboardInterrupt):
            _Server(config).run(sockets=[listening])


def _keep_tidy(library: Library) -> None:
    """Now and then delete what former generations left for readers on other machines."""

    def tidy() -> None:
        while True:
            time.sleep(_TIDIED_EVERY_S)
            with contextlib.suppress(OSError):  # the share is away: the next time
                library.tidy()

    Thread(target=tidy, name="tidy", daemon=True).start()


def _tell_where(settings: Settings, entrance: Entrance) -> None:
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    scheme = "https" if settings.tls_cert else "http"
    where = f"{scheme}://{host}:{settings.port}"
    print(f"Ask the reviews at {where} (Ctrl+C ends it)", file=sys.stderr)
    if isinstance(entrance, ByAccount) and not (settings.tls_cert or settings.trusted_proxy):
        print(f"askreviews: {IN_CLEAR}", file=sys.stderr)


def _bind(host: str, port: int) -> socket.socket:
    """Take the address first: to learn after a minute's indexing that it is taken is no help."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family)
    try:
        if os.name == "posix":  # elsewhere it would share a port that is taken
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
    except OSError as error:
        listening.close()
        raise AskReviewsError(
            f"Cannot serve at {host}:{port} ({error.strerror}); "
            "end the program that uses it, or choose another port with --port."
        ) from error
    return listening
