"""What can go wrong with a language model: a line for the reader, a cause for the operator."""

from __future__ import annotations

from http import HTTPStatus
from typing import Final

_INSTEAD = "so this answer is quoted from the documents instead"


class ModelError(Exception):
    """The model gave nothing that can be used.

    Attributes:
        reader: why, in one line for whoever asked.
        cause: why, for the log; it holds no word of the question, the passages or the reply.
    """

    def __init__(self, reader: str, cause: str) -> None:
        super().__init__(cause)
        self.reader: Final = f"The language model {reader}, {_INSTEAD}."
        self.cause: Final = cause


def unreachable(cause: str) -> ModelError:
    """Nobody answers at its address."""
    return ModelError("could not be reached", cause)


def too_slow(seconds: float) -> ModelError:
    """The whole answer was not there in time."""
    return ModelError("took too long", f"no whole answer within {seconds:g} s")


def broken_off(cause: str) -> ModelError:
    """The reply ended before its end."""
    return ModelError("broke off", cause)


def rambling() -> ModelError:
    """It says the same over and over, or does not come to the end of a sentence."""
    return ModelError("did not come to an end", "the reply repeats itself or has no end")


def silent() -> ModelError:
    """The reply holds no sentence."""
    return ModelError("gave no answer", "the reply holds no sentence")


def unsupported(refused: int) -> ModelError:
    """No sentence passed the check."""
    return ModelError(
        "wrote nothing that the passages bear out", f"all {refused} sentences were withheld"
    )


def of_status(status: int, code: str) -> ModelError:
    """The endpoint refused the request, by HTTP status; ``code`` is its own short name for it."""
    cause = f"HTTP {status}{f' ({code})' if code else ''}"
    if status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
        return ModelError("did not accept this tool’s key", f"{cause}: wrong or missing key")
    if status == HTTPStatus.NOT_FOUND:
        return ModelError("is not loaded", f"{cause}: wrong model name or base URL, or not loaded")
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return ModelError("is busy with other requests", cause)
    if status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE or "context" in code:
        return ModelError(
            "could not take in the passages", f"{cause}: lower ASKREVIEWS_LLM_CONTEXT"
        )
    return ModelError("failed", cause)
