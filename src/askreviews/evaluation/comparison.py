"""Two runs of one question set side by side: what moved, by how much, and on which questions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
from pydantic import BaseModel, Field

from askreviews.errors import QuestionSetError
from askreviews.evaluation.bootstrap import CONFIDENCE, DECIMALS, Statistic, draw_weights, estimate
from askreviews.evaluation.cases import Case
from askreviews.evaluation.decisions import reliability
from askreviews.evaluation.metrics import METRICS, Better, Definition, Scale
from askreviews.evaluation.run import Run

Verdict = Literal["better", "worse", "no clear difference", "not comparable"]


class Change(BaseModel):
    """How a metric moved from the former run to this one."""

    name: str
    title: str
    better: Better
    scale: Scale
    before: float | None
    after: float | None
    difference: float | None = Field(description="after less before")
    low: float | None = Field(description="of the 95% interval of the difference")
    high: float | None
    verdict: Verdict


class Moved(BaseModel):
    """A question that fares differently, and in what."""

    id: str
    question: str
    why: str


class Comparison(BaseModel):
    """The questions that two runs share, compared pair by pair."""

    before: str = Field(description="the former run's question set")
    shared: int
    left_out: int = Field(description="questions that only one of the runs has, or that changed")
    same_corpus: bool
    changes: list[Change]
    won: list[Moved]
    lost: list[Moved]

    def change(self, name: str) -> Change:
        """The change of a metric.

        Raises:
            KeyError: there is none of that name.
        """
        return {change.name: change for change in self.changes}[name]


def compare(before: Run, after: Run, *, any_corpus: bool = False) -> Comparison:
    """Compare two runs on the questions that both have.

    The interval of each difference is the percentile one of a paired bootstrap: the same
    clusters of questions are drawn for both (Berg-Kirkpatrick, Burkett and Klein 2012, "An
    empirical investigation of statistical significance in NLP"; Efron and Tibshirani 1993).
    A difference is clear if the interval lies wholly on one side of zero.

    Args:
        before: the former run.
        after: the one that is judged.
        any_corpus: compare although the documents differ.

    Raises:
        QuestionSetError: the documents differ, or no question is in both runs.
    """
    same_corpus = before.fingerprints.corpus == after.fingerprints.corpus
    if not (same_corpus or any_corpus):
        raise QuestionSetError(
            f"The former run of {before.set_name} was made over other documents "
            f"({before.index.documents} then, {after.index.documents} now), so a difference may be "
            "the documents' and not the program's; compare runs over the same documents (on the "
            "command line, --any-corpus compares these all the same)."
        )
    pairs = _pairs(before, after)
    if not pairs:
        raise QuestionSetError(
            f"The runs of {before.set_name} and {after.set_name} have no question in common; "
            "compare runs of the same set."
        )
    return Comparison(
        before=before.set_name,
        shared=len(pairs),
        left_out=len(before.items) + len(after.items) - 2 * len(pairs),
        same_corpus=same_corpus,
        changes=_changes([old for old, _ in pairs], [new for _, new in pairs]),
        won=[moved for old, new in pairs if (moved := _moved(old, new, "now"))],
        lost=[moved for old, new in pairs if (moved := _moved(new, old, "before"))],
    )


def _pairs(before: Run, after: Run) -> list[tuple[Case, Case]]:
    """The cases of questions that are the same in both, gold and all."""
    former = {case.id: case for case in before.items}
    return [
        (former[case.id], case)
        for case in after.items
        if case.id in former and former[case.id].question == case.question
    ]


def _changes(before: Sequence[Case], after: Sequence[Case]) -> list[Change]:
    weights = draw_weights([case.cluster for case in after])
    return [
        _change(each, each.statistic(before), each.statistic(after), weights) for each in METRICS
    ]


def _change(each: Definition, before: Statistic, after: Statistic, weights: np.ndarray) -> Change:
    old, new = estimate(before), estimate(after)
    difference = None if old is None or new is None else round(new - old, DECIMALS)
    drawn = after(weights) - before(weights)
    drawn = drawn[~np.isnan(drawn)]
    low = high = None
    if difference is not None and len(drawn):
        tail = (1 - CONFIDENCE) / 2
        low, high = (round(float(edge), DECIMALS) for edge in np.quantile(drawn, [tail, 1 - tail]))
    return Change(
        name=each.name, title=each.title, better=each.better, scale=each.scale, before=old,
        after=new, difference=difference, low=low, high=high,
        verdict=_verdict(low, high, each.better),
    )  # fmt: skip


def _verdict(low: float | None, high: float | None, better: Better) -> Verdict:
    if low is None or high is None:
        return "not comparable"
    if low <= 0 <= high:
        return "no clear difference"
    return "better" if (low > 0) == (better == "higher") else "worse"


def _moved(worse: Case, better: Case, when: str) -> Moved | None:
    """Why one case fares better than the other; ``None`` where it doesn't.

    What matters more decides: faults, then whether it was met as it should be, then evidence.
    """
    good, bad = _standing(better), _standing(worse)
    if good <= bad:
        return None
    reasons: list[str] = []
    if good[0] > bad[0]:
        reasons.append("with fewer faults in quotations and citations")
    if good[1] > bad[1]:
        reasons.append(_met(better))
    if good[2] > bad[2]:
        reasons.append(f"{good[2]:.0%} of its evidence shown, not {bad[2]:.0%}")
    return Moved(
        id=better.id, question=better.question.question, why=f"{when} {'; '.join(reasons)}"
    )


def _standing(case: Case) -> tuple[int, float, float]:
    """Faults as a negative count, the reliable-answer score, evidence recall."""
    faults = len(case.faults) + case.quotations - case.verbatim
    score = reliability(case) if case.expected else 0.0
    return -faults, score, case.evidence_recall or 0.0


def _met(case: Case) -> str:
    if case.right and case.refused:
        return f"rightly {case.answer.status.replace('_', ' ')}"
    return "refused, not answered without support" if case.refused else "answered with support"
