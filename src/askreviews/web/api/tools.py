"""The same as tools for a language model, by the Model Context Protocol (MCP).

Each call stands by itself: no session is kept, and nothing is sent that wasn't asked for.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any, Generic, TypeVar

import anyio
from mcp.server.lowlevel import Server
from mcp.server.stdio import stdio_server
from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from mcp.shared.exceptions import MCPError
from mcp.types import (
    INVALID_PARAMS,
    CallToolRequestParams,
    CallToolResult,
    ListToolsResult,
    TextContent,
    Tool,
    ToolAnnotations,
)
from pydantic import BaseModel, TypeAdapter, ValidationError

from askreviews.errors import AskReviewsError
from askreviews.types import Answer, Passage, Review, StoredText
from askreviews.web.access.roles import ANYONE, PERSON, Person
from askreviews.web.api import asked
from askreviews.web.api.answering import Answering

S = TypeVar("S", bound=BaseModel)
_INSTRUCTIONS = (
    "A collection of reviews of serious child-safeguarding cases. Answers are made of sentences of "
    "the documents, word for word: repeat them unchanged, and cite each by the review, publisher "
    "and date of its citation. When a status is not_found, say that the documents do not say; "
    "what is nearest is no answer. When it is declined, pass on the notice. This is learning from "
    "the past: it must not be used to decide about a child, or to find out who a family is."
)


class Passages(BaseModel):
    """Passages found, best first."""

    passages: list[Passage]


class Listed(BaseModel):
    """Reviews held."""

    reviews: list[Review]


@dataclass(frozen=True, slots=True)
class _Offer(Generic[S]):
    """A tool: what it takes, what it does, what it gives."""

    told: str
    takes: type[S]
    does: Callable[[S, Person], Awaitable[BaseModel]]
    gives: type[BaseModel]

    async def call(self, arguments: dict[str, Any], person: Person) -> dict[str, Any]:
        given = await self.does(self.takes.model_validate(arguments), person)
        return given.model_dump(mode="json")

    def tool(self, name: str) -> Tool:
        return Tool(
            name=name,
            description=self.told,
            input_schema=self.takes.model_json_schema(),
            output_schema=TypeAdapter(self.gives).json_schema(mode="serialization"),
            annotations=ToolAnnotations(
                read_only_hint=True, destructive_hint=False, idempotent_hint=True,
                open_world_hint=False,
            ),
        )  # fmt: skip


class Tools:
    """An MCP server of four tools."""

    def __init__(self, answering: Answering) -> None:
        self._offers = _offers(answering)
        self._server: Server[Any] = Server(
            "askreviews",
            version=version("askreviews"),
            instructions=_INSTRUCTIONS,
            on_list_tools=self._list,
            on_call_tool=self._call,
        )

    def manager(self) -> StreamableHTTPSessionManager:
        """What answers over HTTP, as long as its ``run`` lasts; the gate stands before it."""
        return StreamableHTTPSessionManager(self._server, json_response=True, stateless=True)

    def over_stdio(self) -> None:
        """Serve the program that started this one, until it ends."""

        async def run() -> None:
            async with stdio_server() as (received, sent):
                options = self._server.create_initialization_options()
                await self._server.run(received, sent, options)

        anyio.run(run)

    async def _list(self, _context: Any, _params: Any) -> ListToolsResult:
        return ListToolsResult(tools=[offer.tool(name) for name, offer in self._offers.items()])

    async def _call(self, context: Any, params: CallToolRequestParams) -> CallToolResult:
        offer = self._offers.get(params.name)
        if offer is None:
            raise MCPError(INVALID_PARAMS, f"There is no such tool; there are {_named(self)}.")
        person = context.request.scope[PERSON] if context.request is not None else ANYONE
        try:
            given = await offer.call(params.arguments or {}, person)
        except ValidationError as error:
            return _told(asked.fault_in(error))
        except AskReviewsError as error:
            return _told(str(error))
        text = json.dumps(given, ensure_ascii=False)
        return CallToolResult(content=[TextContent(text=text)], structured_content=given)

    def names(self) -> list[str]:
        """The names of the tools."""
        return list(self._offers)


def _named(tools: Tools) -> str:
    return ", ".join(tools.names())


def _told(sentence: str) -> CallToolResult:
    return CallToolResult(content=[TextContent(text=sentence)], is_error=True)


def _offers(answering: Answering) -> dict[str, _Offer[Any]]:
    async def ask(sent: asked.Ask, person: Person) -> Answer:
        return await answering.ask(sent, person, "mcp")

    async def search(sent: asked.Search, person: Person) -> Passages:
        return Passages(passages=await answering.search(sent, person, "mcp"))

    async def reviews(sent: asked.Reviews, person: Person) -> Listed:
        return Listed(reviews=await answering.reviews(sent, person, "mcp"))

    async def text(sent: asked.Text, person: Person) -> StoredText:
        return await answering.text(sent, person, "mcp")

    return {
        "ask": _Offer(
            "Answer one question from the reviews held. statements are the answer, in order; the "
            "numbers in citations lead to the exact place of each: document, review, page, and "
            "characters start to end, with the words quoted. status tells whether all of it was "
            "answered, part of it, nothing (not_found), or whether it was declined and why.",
            asked.Ask, ask, Answer,
        ),
        "search": _Offer(
            "Find passages on something, best first, to read for yourself. Finding a passage does "
            "not mean that it answers a question: ask decides that.",
            asked.Search, search, Passages,
        ),
        "reviews": _Offer(
            "List the reviews held, or those that the filters admit, with publisher, date, age, "
            "outcome, harm, themes and agencies; null means that the document does not say.",
            asked.Reviews, reviews, Listed,
        ),
        "text": _Offer(
            "The whole stored text of a document, which the offsets of citations refer to.",
            asked.Text, text, StoredText,
        ),
    }  # fmt: skip
