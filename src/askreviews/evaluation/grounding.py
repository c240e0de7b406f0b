"""Metrics of grounding: are the words the documents', and are they the ones wanted?

Every definition takes cases and returns a statistic. A question without what a metric
measures adds nothing to it and is counted as undefined.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from askreviews.evaluation.bootstrap import Ratio
from askreviews.evaluation.cases import Case
from askreviews.evaluation.questions import ANSWERABLE


def verbatim_integrity(cases: Sequence[Case]) -> Ratio:
    """The share of quotations that are, to the character, what their citation opens.

    A quote statement's text equals the quote of its first citation and the stored text
    between that citation's offsets. Source: promise 1 of this project's design.
    """
    return Ratio.over(cases, lambda case: case.verbatim, lambda case: case.quotations)


def citation_validity(cases: Sequence[Case]) -> Ratio:
    """The share of answers without a fault in their citations.

    Over answers that show a quotation or a citation. A fault: a number that is used and
    not listed, numbering other than 1, 2, 3 … by first use, a quotation without a number,
    offsets out of range or that hold other words. Source: promise 2 of the design; all or
    nothing for an answer, since one wrong citation ends trust in it.
    """
    return Ratio.over(
        cases,
        lambda case: not case.faults,
        lambda case: bool(
            case.quotations or case.answer.citations or case.answer.nearest or case.faults
        ),
    )


def evidence_recall(cases: Sequence[Case]) -> Ratio:
    """The mean share of a question's gold spans shown in an answer's first 300 words.

    A span is shown if at least 80% of the characters of its words lie in spans cited
    there, by offsets. Gold that no longer stands is left out. Source: recall at a length
    of text read, as in Sakai and Dou 2013 ("Summaries, ranked retrieval and sessions",
    the trailtext); spans matched by overlap as in DeYoung et al. 2020 ("ERASER").
    """
    return _gold_recall(cases, lambda case: [gold.shown for gold in case.gold if gold.stands])


def recall_at_5(cases: Sequence[Case]) -> Ratio:
    """The mean share of a question's gold spans half covered by one of five citations.

    The first five citations; a span counts if one of them covers at least 50% of the
    characters of its words. Source: recall at rank k, Manning, Raghavan and Schütze 2008,
    ch. 8; the half as in DeYoung et al. 2020.
    """
    return _gold_recall(
        cases, lambda case: [gold.in_first_citations for gold in case.gold if gold.stands]
    )


def wrong_review_attribution(cases: Sequence[Case]) -> Ratio:
    """The share of quotations from a review other than the one asked about.

    Over answered and partial answers to questions that name one review. A quotation is of
    its first citation's review; words of no one review are left out. Source: attribution
    to identified sources (Rashkin et al. 2023), the source here being the review.
    """

    def named(case: Case) -> bool:
        return case.question.review is not None and case.answer.status in ANSWERABLE

    return Ratio.over(
        cases,
        lambda case: case.misattributed * named(case),
        lambda case: case.attributed * named(case),
    )


def gold_share(flags: Sequence[bool]) -> float | None:
    """The share of flags that are up; ``None`` of none."""
    return sum(flags) / len(flags) if flags else None


def _gold_recall(cases: Sequence[Case], flags: Callable[[Case], list[bool]]) -> Ratio:
    def share(case: Case) -> float | None:
        return gold_share(flags(case)) if case.question.expects_answer else None

    return Ratio.over(cases, lambda case: share(case) or 0.0, lambda case: share(case) is not None)
