"""An answer in a language model's words, where one is configured: what it is made of and cites.

This module knows the model by what it does alone, so that nothing of it is imported without one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from askreviews.answering.draft import Draft, citation
from askreviews.answering.finding import Part
from askreviews.answering.selection import Pick
from askreviews.errors import AskReviewsError
from askreviews.retrieval.query import Kind, Query
from askreviews.types import Citation, Evidence, LanguageModel, StatementEvent

if TYPE_CHECKING:
    from askreviews.answering.language_model.leash import Drafted
    from askreviews.indexing.embedding import Encoder
    from askreviews.settings import Settings

# Of what was found no more than so much is ever shown.
_LOOKED_AT = 80
# Counts and lists are computed, and who asks for the exact words is given them.
_WRITTEN: tuple[Kind, ...] = ("fact", "term", "theme", "comparison")


class Writing(Protocol):
    """Sentences that passed their check, as they come, and then what became of the others."""

    withheld: int
    fallback: str | None

    def __iter__(self) -> Iterator[Drafted]:
        """The sentences."""


class Writer(Protocol):
    """Something that writes answers out of evidence."""

    model: LanguageModel
    timeout: float

    def write(self, question: str, evidence: Sequence[Evidence], until: float) -> Writing:
        """Begin an answer that has to be there by ``until``, by ``time.perf_counter``."""


def writer_of(settings: Settings, encoder: Encoder) -> Writer | None:
    """What writes, if a language model is configured.

    Raises:
        AskReviewsError: what is configured does not go together, or is not installed.
    """
    model = settings.language_model()
    if model is None:
        return None
    try:
        from askreviews.answering.language_model.writer import ModelWriter
    except ModuleNotFoundError as error:
        raise AskReviewsError(
            f"A language model is configured and {error.name} is not installed; install it with "
            "pip install 'askreviews[llm]', or leave ASKREVIEWS_LLM_BASE_URL out."
        ) from error
    return ModelWriter(model, settings, encoder)


def leave_out_instructions(parts: Sequence[Part]) -> None:
    """Take out of what was found whatever speaks to a program that reads it."""
    from askreviews.answering.addressed import speaks_to_a_model

    for part in parts:
        part.picks = [p for p in part.picks if not speaks_to_a_model(p.evidence.text)]
        part.ranked = [e for e in part.ranked[:_LOOKED_AT] if not speaks_to_a_model(e.text)]


def is_written(query: Query, parts: Sequence[Part]) -> bool:
    """Whether a model may write the answer: what it is asked for, and some of it was found."""
    return query.kind in _WRITTEN and any(part.settled for part in parts)


def compose_written(
    draft: Draft, writer: Writer, query: Query, parts: Sequence[Part], until: float
) -> Iterator[StatementEvent]:
    """The model's sentences, then what settles a part and is in none of them, as a quotation.

    Where ``draft.fallback`` is set at the end, nothing of what was yielded stands.
    """
    picks = [pick for part in parts if part.settled for pick in part.picks]
    places = [_place(draft, pick) for pick in picks]
    writing = writer.write(query.whole or query.text, [*map(_evidence, picks, places)], until)
    for drafted in writing:
        event = draft.generated(drafted.text, [places[n - 1] for n in drafted.numbers])
        if event:
            yield event
    draft.model = writer.model.name
    draft.refused += writing.withheld
    draft.fallback = writing.fallback
    if draft.fallback is None:
        yield from _unsaid(draft, parts)


def _unsaid(draft: Draft, parts: Sequence[Part]) -> Iterator[StatementEvent]:
    """The best quotation of each part that no sentence cites."""
    for part in parts:
        if part.settled:
            place = _place(draft, part.picks[0])
            event = None if draft.cites(place) else draft.quote([place])
            if event:
                yield event


def _place(draft: Draft, pick: Pick) -> Citation:
    return citation(draft.index, pick.evidence.passage, (pick.start, pick.end))


def _evidence(pick: Pick, place: Citation) -> Evidence:
    """What is quoted of a pick, as evidence."""
    unit = replace(pick.evidence.unit, start=pick.start, end=pick.end)
    return replace(pick.evidence, unit=unit, text=place.quote)
