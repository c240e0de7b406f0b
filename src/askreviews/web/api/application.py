"""The HTTP API: four addresses, described by OpenAPI, answered in the JSON of the command line."""

from __future__ import annotations

from http import HTTPStatus
from importlib.metadata import version
from typing import Annotated, Any

from fastapi import Depends, FastAPI, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.security import HTTPBearer
from pydantic import BaseModel, TypeAdapter
from starlette.exceptions import HTTPException

from askreviews.errors import AskReviewsError, FilterError
from askreviews.types import Answer, Passage, Review, StoredText
from askreviews.web.access.roles import PERSON, Person
from askreviews.web.access.routes import PROGRAMS
from askreviews.web.api import asked
from askreviews.web.api.answering import Answering, DefectError, NoSuchDocumentError
from askreviews.web.work.allowance import TooManyError
from askreviews.web.work.turns import RefusedError
from askreviews.web.work.workers import TookTooLongError

_PASSAGES = TypeAdapter(list[Passage])
_REVIEWS = TypeAdapter(list[Review])
_ABOUT = (
    "Ask a collection of reviews of serious child-safeguarding cases. Answers are made of "
    "sentences of the documents, word for word, each with the exact place it stands. Where the "
    "documents don't say, the status is `not_found`: what is then given as `nearest` does not "
    "answer the question. It is learning from the past, and decides nothing about a child."
)


class Problem(BaseModel):
    """Why something was not answered."""

    detail: str


_TOLD = {
    HTTPStatus.UNAUTHORIZED: "No token was sent that is good here.",
    HTTPStatus.FORBIDDEN: "Asked by a page of another site, or by a name that is not this "
    "machine's, or for what this role does not include.",
    HTTPStatus.NOT_FOUND: "There is no document of that id.",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "More than a megabyte was sent.",
    HTTPStatus.UNPROCESSABLE_ENTITY: "What was sent is not of the form described here.",
    HTTPStatus.TOO_MANY_REQUESTS: "This account asked too much in the last minute.",
    HTTPStatus.SERVICE_UNAVAILABLE: "Too many wait, or the index can't be read.",
    HTTPStatus.GATEWAY_TIMEOUT: "It took too long and was given up.",
}
_RETRY = {
    "Retry-After": {"description": "seconds to wait", "schema": {"type": "integer"}},
}
_LATER = (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE)
_NO_BODY = (HTTPStatus.REQUEST_ENTITY_TOO_LARGE,)


def application(answering: Answering) -> FastAPI:
    """Make the application. Nothing in it asks who somebody is: it is served behind a gate."""
    app = FastAPI(
        title="askreviews",
        version=version("askreviews"),
        description=_ABOUT,
        openapi_url=f"{PROGRAMS}/openapi.json",
        docs_url=None,
        redoc_url=None,
        dependencies=[Depends(HTTPBearer(auto_error=False, description="askreviews users token"))],
    )
    _add_routes(app, answering)
    app.add_exception_handler(RequestValidationError, _unfit)
    app.add_exception_handler(HTTPException, _unread)
    app.add_exception_handler(AskReviewsError, _sentence)
    return app


def _add_routes(app: FastAPI, answering: Answering) -> None:
    @app.post(f"{PROGRAMS}/ask", **_told("ask", Answer))
    async def ask(sent: asked.Ask, request: Request) -> Response:
        """Answer a question from the documents held."""
        answer = await answering.ask(sent, _person(request), "api")
        return _json(answer.model_dump_json())

    @app.post(f"{PROGRAMS}/search", **_told("search", list[Passage]))
    async def search(sent: asked.Search, request: Request) -> Response:
        """Passages for a query, best first."""
        found = await answering.search(sent, _person(request), "api")
        return _json(_PASSAGES.dump_json(found))

    @app.post(f"{PROGRAMS}/reviews", **_told("reviews", list[Review]))
    async def reviews(sent: asked.Reviews, request: Request) -> Response:
        """The reviews held, or those that the filters admit; null is "not stated"."""
        held = await answering.reviews(sent, _person(request), "api")
        return _json(_REVIEWS.dump_json(held))

    missing = HTTPStatus.NOT_FOUND

    @app.get(f"{PROGRAMS}/text", **_told("text", StoredText, missing, without=_NO_BODY))
    async def text(sent: Annotated[asked.Text, Query()], request: Request) -> Response:
        """The stored text of a document, which all offsets refer to, in characters."""
        stored = await answering.text(sent, _person(request), "api")
        return _json(stored.model_dump_json())


def _told(
    name: str, gives: Any, *more: HTTPStatus, without: tuple[HTTPStatus, ...] = ()
) -> dict[str, Any]:
    """What is described of an operation: what it gives, and every status it may answer with."""
    statuses = [s for s in _TOLD if s not in without and (s != HTTPStatus.NOT_FOUND or s in more)]
    problems = {
        status.value: {"model": Problem, "description": _TOLD[status]}
        | ({"headers": _RETRY} if status in _LATER else {})
        for status in statuses
    }
    return {"operation_id": name, "response_model": gives, "responses": problems}


def _json(text: str | bytes) -> Response:
    return Response(text, media_type="application/json")


def _person(request: Request) -> Person:
    person = request.scope[PERSON]
    assert isinstance(person, Person)
    return person


def _problem(sentence: str, status: HTTPStatus, headers: dict[str, str] | None = None) -> Response:
    return JSONResponse({"detail": sentence}, status, headers)


async def _unfit(_: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    return _problem(asked.fault(error.errors()[0]), HTTPStatus.UNPROCESSABLE_ENTITY)


async def _unread(_: Request, error: Exception) -> Response:
    """What was sent is no text at all, which FastAPI refuses with a status of its own."""
    assert isinstance(error, HTTPException)
    if error.status_code != HTTPStatus.BAD_REQUEST:
        return _problem(f"{error.detail}.", HTTPStatus(error.status_code))
    return _problem(asked.UNREADABLE, HTTPStatus.UNPROCESSABLE_ENTITY)


async def _sentence(_: Request, error: Exception) -> Response:
    headers = {"Retry-After": str(error.retry_after)} if isinstance(error, RefusedError) else None
    return _problem(str(error), _status(error), headers)


def _status(error: Exception) -> HTTPStatus:
    if isinstance(error, TooManyError):
        return HTTPStatus.TOO_MANY_REQUESTS
    if isinstance(error, TookTooLongError):
        return HTTPStatus.GATEWAY_TIMEOUT
    if isinstance(error, NoSuchDocumentError):
        return HTTPStatus.NOT_FOUND
    if isinstance(error, FilterError):
        return HTTPStatus.UNPROCESSABLE_ENTITY
    if isinstance(error, DefectError):
        return HTTPStatus.INTERNAL_SERVER_ERROR
    return HTTPStatus.SERVICE_UNAVAILABLE
