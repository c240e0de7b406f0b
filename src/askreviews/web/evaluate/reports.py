"""The reports of saved runs: their addresses, and the route that they are served by."""

from __future__ import annotations

from urllib.parse import quote, urlencode

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, PlainTextResponse, Response

from askreviews.errors import AskReviewsError
from askreviews.web.evaluate.bench import Bench

_ROUTE = "evaluation-report"
# A report holds the questions of a set: no copy of it is left in the browser.
_NOT_KEPT = {"Cache-Control": "no-store"}


def address(run_id: str, former_id: str | None) -> str:
    """Where the report of a run is served, compared with a former one where there is one."""
    asked = {"run": run_id} | ({"former": former_id} if former_id else {})
    return f"{_ROUTE}?{urlencode(asked, quote_via=quote, safe='')}"


def add_reports(app: FastAPI, bench: Bench) -> None:
    """Serve reports of runs saved, and of nothing else; where there is none, a sentence."""

    # Not a coroutine: it computes, so it runs in a thread of its own.
    @app.get(f"/{_ROUTE}")
    def evaluation_report(request: Request) -> Response:
        asked = request.query_params
        try:
            report = bench.report(asked.get("run", ""), asked.get("former"))
        except AskReviewsError as error:
            return PlainTextResponse(str(error), 404, headers=_NOT_KEPT)
        return HTMLResponse(report, headers=_NOT_KEPT)
