"""Holds a model's sentence against the passages it cites, and says why it can't be shown.

Rules come first, each with a plain reason; then the support checker at the threshold it was
fitted with (``answering/support``). Each passage is encoded once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from askreviews.answering.language_model.attribution import fault_of_kind, of_named, text_of
from askreviews.answering.language_model.form import fault_of_form
from askreviews.answering.language_model.quotations import fault_of_quotation
from askreviews.answering.language_model.remembering import RememberingEncoder
from askreviews.answering.support import SupportChecker
from askreviews.answering.support.score import packaged_model
from askreviews.indexing.embedding import Encoder
from askreviews.types import Evidence


@dataclass(frozen=True, slots=True)
class Drafted:
    """A sentence as the model put it.

    Attributes:
        text: without its bracketed numbers.
        numbers: what it cites, from 1, of the evidence that the model was given.
    """

    text: str
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a sentence may be shown.

    Attributes:
        shown: yes or no.
        score: of the support checker, 0 to 1; 0 where a rule refused first.
        reasons: in plain words; none where it is shown.
    """

    shown: bool
    score: float
    reasons: tuple[str, ...]


class Leash:
    """Checks a model's sentences against the evidence that it was given."""

    def __init__(self, evidence: Sequence[Evidence], encoder: Encoder) -> None:
        """``evidence[n - 1]`` is what the model was shown as [n]."""
        self._evidence = tuple(evidence)
        self._encoder = RememberingEncoder(encoder)
        self._checkers: dict[tuple[str, ...], SupportChecker] = {}

    def prepare(self) -> None:
        """Encode all of the evidence now, while the model is still thinking."""
        self._checker(self._evidence)

    def check(self, drafted: Drafted) -> Verdict:
        """Whether a sentence says only what the passages it cites say.

        It may cite what it was given and nothing else; quotation marks hold what stands there;
        a review named is the review of the passages; a finding isn't called a recommendation,
        nor local learning national; and the support checker passes.
        """
        if fault := self._fault_of_numbers(drafted.numbers):
            return _refused(fault)
        cited = [self._evidence[n - 1] for n in dict.fromkeys(drafted.numbers)]
        text = drafted.text.strip()
        if fault := fault_of_form(text, " ".join(e.passage.text for e in cited)):
            return _refused(fault)
        own, fault = of_named(text, cited, self._evidence)
        fault = fault or fault_of_quotation(text, [e.passage.text for e in own])
        fault = fault or fault_of_kind(text, own)
        if fault:
            return _refused(fault)
        support = min(
            (
                self._checker(passages).check(text)
                for passages in dict.fromkeys((tuple(own), tuple(cited)))
            ),
            key=lambda found: found.score,
        )
        if support.score < packaged_model().shown_threshold:
            reasons = support.reasons or ("the passages do not bear it out plainly enough",)
            return Verdict(False, support.score, reasons)
        return Verdict(True, support.score, ())

    def _fault_of_numbers(self, numbers: Sequence[int]) -> str | None:
        if not numbers:
            return "it cites nothing"
        missing = [n for n in numbers if not 1 <= n <= len(self._evidence)]
        return f"it cites [{missing[0]}], which was not given" if missing else None

    def _checker(self, cited: Sequence[Evidence]) -> SupportChecker:
        """The checker of these passages, which encodes them once."""
        passages = tuple(dict.fromkeys(text_of(e) for e in cited))
        if passages not in self._checkers:
            self._checkers[passages] = SupportChecker(passages, self._encoder)
        return self._checkers[passages]


def _refused(reason: str) -> Verdict:
    return Verdict(False, 0.0, (reason,))
