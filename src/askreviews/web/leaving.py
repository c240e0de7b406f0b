"""Leaving the page quickly: the browser tells us, and what was asked is forgotten at once."""

from __future__ import annotations

from typing import Annotated

from fastapi import Body, FastAPI, Request

from askreviews.web.access.roles import ANYONE, PERSON
from askreviews.web.ask.visits import Visits

ROUTE = "forget"


def add_leaving(app: FastAPI, visits: Visits) -> None:
    """Take the key of a visit, and forget its conversation."""

    @app.post(f"/{ROUTE}", status_code=204)
    def forget(
        request: Request, visit: Annotated[str, Body(media_type="text/plain", max_length=64)]
    ) -> None:
        visits.forget(visit, request.scope.get(PERSON, ANYONE).name)
