"""Files of pairs to check: one sentence with its passages a line in, one score a line out."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from askreviews.answering.support.score import SupportChecker
from askreviews.errors import AskReviewsError
from askreviews.indexing.embedding import Encoder


class Pair(BaseModel):
    """A line of a file of pairs; other fields are ignored."""

    model_config = ConfigDict(extra="ignore")

    sentence: str = Field(min_length=1)
    passages: list[str]


def load_pairs(path: Path) -> list[Pair]:
    """Read pairs; empty lines are passed over.

    Raises:
        AskReviewsError: the file cannot be read, holds no pair, or a line is not of the form;
            the message names the line.
    """
    try:
        # Only newlines end a line: splitlines() would also break inside a quoted U+2028.
        lines = path.read_text("utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise AskReviewsError(
            f"{path} cannot be read as UTF-8 text; check its name and how it was saved."
        ) from error
    pairs = [_pair(x, f"{path.name}, line {n}") for n, x in enumerate(lines, 1) if x.strip()]
    if not pairs:
        raise AskReviewsError(
            f"{path.name} holds no pair; write one JSON object with 'sentence' and 'passages' "
            "a line."
        )
    return pairs


def _pair(line: str, where: str) -> Pair:
    try:
        return Pair.model_validate(json.loads(line))
    except json.JSONDecodeError as error:
        raise AskReviewsError(f"{where}: this is not JSON ({error.msg}).") from error
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(map(str, first["loc"])) or "the line"
        raise AskReviewsError(f"{where}: {field}: {first['msg'].lower()}.") from error


def check_all(pairs: Sequence[Pair], encoder: Encoder) -> Iterator[str]:
    """Scores as JSON lines, in the order of the pairs."""
    checker: SupportChecker | None = None
    for pair in pairs:
        if checker is None or checker.texts != tuple(pair.passages):
            checker = SupportChecker(pair.passages, encoder)  # kept while the passages stay
        support = checker.check(pair.sentence)
        scored = {"support": support.score, "reasons": list(support.reasons)}
        yield json.dumps(scored, ensure_ascii=False)
