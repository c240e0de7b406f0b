"""The connection to an OpenAI-compatible endpoint: a reply, piece by piece, until a deadline.

One of two places in the house that ask another process for anything. It goes to the address that
the operator set and nowhere else: redirects are not followed, and a proxy of the environment is
used for an address off this machine only.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from threading import Event, local
from typing import Any

import httpx
import openai
from llama_index.core.base.llms.types import ChatMessage, ChatResponse
from llama_index.llms.openai_like import OpenAILike
from tenacity import (
    Retrying,
    retry_if_exception,
    sleep_using_event,
    stop_after_attempt,
    stop_when_event_set,
    wait_random_exponential,
)

from askreviews.answering.language_model import faults
from askreviews.answering.language_model.faults import ModelError
from askreviews.answering.language_model.pieces import OutOfTimeError, Pieces
from askreviews.settings import Settings
from askreviews.types import LanguageModel

_PASSING = (openai.APIConnectionError, openai.RateLimitError, openai.InternalServerError)
_MOST_WAIT_S = 4
# Such a status may mean that the endpoint knows no JSON schema.
_NO_SCHEMA = (400, 422)
_NO_KEY = "none"  # the client insists on one, and would else send OPENAI_API_KEY


class Connection:
    """Asks one model at one address. Safe to share between threads."""

    def __init__(self, model: LanguageModel, settings: Settings, reply_tokens: int) -> None:
        self._timeout = settings.llm_timeout
        self._tries = settings.llm_retries + 1
        self._schemas = True
        self._under_way = local()
        self._llm = OpenAILike(
            model=model.name,
            api_base=settings.llm_base_url,
            api_key=settings.model_key() or _NO_KEY,
            context_window=settings.llm_context,
            max_tokens=reply_tokens,
            is_chat_model=True,
            temperature=0.0,
            max_retries=0,  # tried again below, where it can be called off
            http_client=httpx.Client(
                trust_env=model.remote,
                follow_redirects=False,
                event_hooks={"response": [self._note]},
            ),
        )

    def _note(self, response: httpx.Response) -> None:
        """Remember what is to be closed where the reply is not read to its end."""
        self._under_way.response = response

    def stream(
        self,
        messages: Sequence[tuple[str, str]],
        plain: Sequence[tuple[str, str]],
        schema: Mapping[str, Any],
        until: float,
    ) -> Pieces:
        """The reply, piece by piece as it comes; it is under way when this returns.

        Args:
            messages: as (role, content), asking for JSON of the schema.
            plain: the same asking for prose, for an endpoint that knows no schema.
            schema: the JSON schema of the reply.
            until: the deadline, by ``time.perf_counter``.

        Returns:
            The pieces; what goes wrong is raised as they are drawn, see ``fault_of``.
        """

        def draw(stopped: Event) -> Iterator[str]:
            try:
                for response in self._responses(messages, plain, schema, until, stopped):
                    yield response.delta or ""
            finally:
                self._close()

        return Pieces(draw, until)

    def _close(self) -> None:
        response = getattr(self._under_way, "response", None)
        if response is not None:
            response.close()

    def fault_of(self, error: Exception) -> ModelError:
        """What an error that drawing a reply raised comes to."""
        if isinstance(error, ModelError):
            return error
        if isinstance(error, OutOfTimeError | openai.APITimeoutError | httpx.TimeoutException):
            return faults.too_slow(self._timeout)
        if isinstance(error, openai.APIStatusError):
            return faults.of_status(error.status_code, _code(error))
        if isinstance(error, openai.APIConnectionError):
            return faults.unreachable(type(error.__cause__ or error).__name__)
        return faults.broken_off(type(error).__name__)

    def _responses(
        self,
        messages: Sequence[tuple[str, str]],
        plain: Sequence[tuple[str, str]],
        schema: Mapping[str, Any],
        until: float,
        stopped: Event,
    ) -> Iterator[ChatResponse]:
        if self._schemas:
            named = {"name": "answer", "strict": True, "schema": schema}
            form = {"response_format": {"type": "json_schema", "json_schema": named}}
            try:
                yield from _to_the_end(self._opened(messages, form, until, stopped))
            except openai.APIStatusError as error:
                if not _refuses_schema(error):
                    raise
            else:
                return
        responses = self._opened(plain, {}, until, stopped)
        self._schemas = False  # it answers once no schema is asked for
        yield from _to_the_end(responses)

    def _opened(
        self,
        messages: Sequence[tuple[str, str]],
        form: Mapping[str, Any],
        until: float,
        stopped: Event,
    ) -> Iterator[ChatResponse]:
        """The reply from its first piece on, which is waited for, and asked for more than once."""
        asked = [ChatMessage(role=role, content=content) for role, content in messages]

        def first() -> Iterator[ChatResponse]:
            left = until - time.perf_counter()
            if stopped.is_set() or left <= 0:
                raise OutOfTimeError
            responses = self._llm.stream_chat(asked, timeout=left, **form)
            opening = [response for response in [next(responses, None)] if response is not None]
            return chain(opening, responses)

        trying = Retrying(
            retry=retry_if_exception(_may_pass),
            stop=stop_after_attempt(self._tries) | stop_when_event_set(stopped),
            wait=wait_random_exponential(multiplier=0.5, max=_MOST_WAIT_S),
            sleep=sleep_using_event(stopped),
            reraise=True,
        )
        return trying(first)


def _to_the_end(responses: Iterator[ChatResponse]) -> Iterator[ChatResponse]:
    """The pieces of a reply that says that it ended, and ended of itself."""
    ended = None
    for response in responses:
        choices = getattr(response.raw, "choices", None)
        ended = (choices[0].finish_reason if choices else None) or ended
        yield response
    if ended not in (None, "stop"):
        raise faults.broken_off(f"the endpoint ended it ({re.sub('[^a-z_]', '', ended)})")


def _may_pass(error: BaseException) -> bool:
    """Whether the same request may do better a moment later."""
    return isinstance(error, _PASSING) and not _refuses_schema(error)


def _refuses_schema(error: BaseException) -> bool:
    """Whether an endpoint may have refused the form asked for; llama-cpp-python does by 500."""
    if not isinstance(error, openai.APIStatusError) or "context" in _code(error):
        return False
    return error.status_code in _NO_SCHEMA or "response_format" in str(error)


def _code(error: openai.APIStatusError) -> str:
    """What an endpoint calls its refusal, without its message, which may quote the question."""
    told = " ".join(str(each) for each in (error.code, error.type) if each)
    if "context" not in told and re.search(r"context (?:length|size|window)|n_ctx", str(error)):
        told = "context_length_exceeded"
    return re.sub(r"[^a-z_ ]", "", told.lower())[:80].strip()
