"""Writes an answer with a language model: each sentence checked, tried once more, or withheld."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterator, Sequence

from askreviews.answering.language_model import faults
from askreviews.answering.language_model.connection import Connection
from askreviews.answering.language_model.faults import ModelError
from askreviews.answering.language_model.leash import Drafted, Leash
from askreviews.answering.language_model.parsing import BrokenReplyError, Reply
from askreviews.answering.language_model.pieces import Pieces
from askreviews.answering.language_model.prompts import (
    MOST_SENTENCES,
    REPLY_TOKENS,
    fit_for_model,
    messages,
    schema,
)
from askreviews.indexing.embedding import Encoder
from askreviews.settings import Settings
from askreviews.types import Evidence, LanguageModel

logger = logging.getLogger(__name__)

# A sentence said for the third time, or one of so many characters, comes to no end.
_TOO_OFTEN = 3
_TOO_LONG = 1500
_MOST = 3 * MOST_SENTENCES
_MOST_TRIED_AGAIN = 6


class ModelWriter:
    """Makes answers out of evidence, with one model. Safe to share between threads."""

    def __init__(self, model: LanguageModel, settings: Settings, encoder: Encoder) -> None:
        self.model = model
        self.timeout = settings.llm_timeout
        self._context = settings.llm_context
        self._encoder = encoder
        self._connection = Connection(model, settings, REPLY_TOKENS)

    def write(self, question: str, evidence: Sequence[Evidence], until: float) -> Writing:
        """Begin an answer.

        Args:
            question: as it was understood.
            evidence: what it is to be made of, best first.
            until: the deadline, by ``time.perf_counter``.
        """
        given = fit_for_model(evidence, self._context)
        return Writing(
            self._connection, self._encoder, question, evidence, given, until, self.model
        )


class Writing:
    """One answer in the making: iterate it for the sentences that passed, as they come.

    Attributes:
        withheld: how many sentences did not pass.
        fallback: why there is no answer, in one line; then what was yielded does not stand.
    """

    def __init__(  # noqa: PLR0917
        self, connection: Connection, encoder: Encoder, question: str,
        evidence: Sequence[Evidence], given: Sequence[int], until: float, model: LanguageModel,
    ) -> None:  # fmt: skip
        self.withheld = 0
        self.fallback: str | None = None
        self._connection = connection
        self._encoder = encoder
        self._question = question
        self._evidence = [evidence[place] for place in given]
        self._places = given
        self._until = until
        self._model = model

    def __iter__(self) -> Iterator[Drafted]:
        """Sentences that passed, their numbers from 1 into the evidence that was handed in."""
        passed = 0
        try:
            for drafted in self._checked():
                passed += 1
                yield Drafted(drafted.text, tuple(self._places[n - 1] + 1 for n in drafted.numbers))
            if not passed:
                raise faults.unsupported(self.withheld) if self.withheld else faults.silent()
        except ModelError as fault:
            logger.warning(
                "The language model %s at %s was not used for an answer: %s.",
                self._model.name, self._model.host, fault.cause,
            )  # fmt: skip
            self.fallback = fault.reader

    def _checked(self) -> Iterator[Drafted]:
        if not self._evidence:
            raise ModelError("was given no passage", "no passage is fit to be shown to a model")
        pieces = self._ask(self._evidence)
        leash = Leash(self._evidence, self._encoder)
        leash.prepare()  # while the model has said nothing yet
        failed: list[Drafted] = []
        shown: set[str] = set()
        for drafted in _sentences(self._drawn(pieces)):
            if leash.check(drafted).shown:
                shown.add(drafted.text)
                yield drafted
            else:
                failed.append(drafted)
        # Only now, since an endpoint may answer one request at a time.
        self.withheld = len(failed)
        for drafted in failed[:_MOST_TRIED_AGAIN]:
            better = self._tried_again(leash, drafted)
            if better is not None and better.text not in shown:
                self.withheld -= 1
                shown.add(better.text)
                yield better

    def _tried_again(self, leash: Leash, drafted: Drafted) -> Drafted | None:
        """A sentence in the place of one that failed, of the passages which that one cited."""
        numbers = [n for n in drafted.numbers if 1 <= n <= len(self._evidence)]
        if not numbers:
            return None
        try:
            cited = [self._evidence[n - 1] for n in numbers]
            pieces = self._ask(cited, again=True)
            sentence = next(_sentences(self._drawn(pieces)), None)
        except ModelError as fault:
            logger.info("A sentence was not tried again: %s.", fault.cause)
            return None
        if sentence is None or not all(1 <= n <= len(numbers) for n in sentence.numbers):
            return None
        again = Drafted(sentence.text, tuple(numbers[n - 1] for n in sentence.numbers))
        return again if leash.check(again).shown else None

    def _ask(self, evidence: Sequence[Evidence], *, again: bool = False) -> Pieces:
        return self._connection.stream(
            messages(self._question, evidence, again=again),
            messages(self._question, evidence, plain=True, again=again),
            schema(len(evidence)),
            self._until,
        )

    def _drawn(self, pieces: Pieces) -> Iterator[str]:
        try:
            yield from pieces
        except Exception as error:  # whatever it was, the reader has the quotations
            raise self._connection.fault_of(error) from None


def _sentences(pieces: Iterator[str]) -> Iterator[Drafted]:
    """Each sentence once.

    Raises:
        ModelError: the reply has no end, or breaks off.
    """
    said: Counter[str] = Counter()
    for drafted in _parsed(pieces):
        said[drafted.text] += 1
        if said[drafted.text] >= _TOO_OFTEN or len(said) > _MOST:
            raise faults.rambling()
        if said[drafted.text] == 1:
            yield drafted


def _parsed(pieces: Iterator[str]) -> Iterator[Drafted]:
    reply = Reply()
    try:
        for piece in pieces:
            yield from reply.feed(piece)
            if reply.pending > _TOO_LONG:
                raise faults.rambling()
        yield from reply.finish()
    except BrokenReplyError:
        raise faults.broken_off("the reply ends within its JSON") from None
