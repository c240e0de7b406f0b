"""What a sentence of the model has to pass before anybody sees it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from askreviews.answering.support.score import SupportChecker, packaged_model
from askreviews.indexing.embedding import Encoder
from askreviews.types import Evidence


@dataclass(frozen=True, slots=True)
class Drafted:
    """A sentence as the model put it.

    Attributes:
        text: without its bracketed numbers.
        numbers: as cited, from 1, into the evidence that the model was given.
    """

    text: str
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a sentence may be shown; ``score`` is the support checker's, 0 if not asked."""

    shown: bool
    score: float
    reasons: tuple[str, ...]


class Leash:
    """Checks sentences against the evidence that they cite."""

    def __init__(self, evidence: Sequence[Evidence], encoder: Encoder) -> None:
        self._evidence = evidence
        self._encoder = encoder
        self._checkers: dict[tuple[int, ...], SupportChecker] = {}

    def check(self, drafted: Drafted) -> Verdict:
        """Whether what the sentence cites exists and supports it."""
        numbers = tuple(sorted(set(drafted.numbers)))
        if not numbers or not all(1 <= n <= len(self._evidence) for n in numbers):
            return Verdict(False, 0.0, ("it cites no passage that was given",))
        if numbers not in self._checkers:
            cited = [self._evidence[n - 1] for n in numbers]
            passages = [f"{e.passage.review or ''}\n{e.text}".strip() for e in cited]
            self._checkers[numbers] = SupportChecker(passages, self._encoder)
        support = self._checkers[numbers].check(drafted.text)
        shown = support.score >= packaged_model().threshold
        return Verdict(shown, support.score, () if shown else support.reasons)
